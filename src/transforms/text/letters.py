"""Letters for character classes of regular expressions: a range such as à-ỹ would mix capitals and small letters.

And the last letters of words: what is asked, for it costs little, before a pattern that ends in one of them and would try every
position of the stretch before it.
"""

from __future__ import annotations

from collections.abc import Iterable

LOWER = "a-zàáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹäëïöüçñß"
UPPER = "A-Z" + LOWER.removeprefix("a-z").removesuffix("ß").upper()


def last_letters(words: Iterable[str], mark: str = "") -> frozenset[str]:
    """The last two letters of each word with the mark behind it. Raises ValueError for a word of one letter, which has none."""
    found = frozenset(word[-2:] + mark for word in words)
    if short := [ending for ending in found if len(ending) < 2 + len(mark)]:
        raise ValueError(f"too short to tell by their last letters: {short}")
    return found
