"""Is a text Vietnamese? Vietnamese writes a tone or vowel mark on about every third letter that no neighbour language uses."""

from __future__ import annotations

_MARKS = frozenset("ăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ")
_COMMON = frozenset("àáâãèéêìíòóôõùúý")
_SHARE = 0.08


def language(text: str) -> str:
    """ISO 639-1 code "vi" by the share of Vietnamese letters, else "und" (undetermined)."""
    letters = marks = common = 0
    for c in text[:4000].lower():
        if c.isalpha():
            letters += 1
            marks += c in _MARKS
            common += c in _COMMON
    return "vi" if letters and marks and (marks + common) / letters >= _SHARE else "und"
