"""Fields of work in the names of organs: Giáo dục và Đào tạo, LĐ-TB&XH, Lao động, Thương binh và Xã hội.

The words are data (`organ_words.csv`): nouns may follow anything of a name in lower case; words that are verbs elsewhere
(kiểm tra, đầu tư) only stand at the head of a name, after another such word or after và, for else they open what the
organ does: Bộ Quốc phòng | đầu tư …
"""

from __future__ import annotations

import re
from typing import NamedTuple

from transforms.entities.areas import CAPITAL
from transforms.lexicon import table
from transforms.text.normalise import fold
from transforms.text.tries import trie

_VERBS = frozenset(fold(row["words"]) for row in table("organ_words") if row["kind"] == "verb")
_FIELD = f"(?:{trie(fold(row['words']) for row in table('organ_words'))})(?!\\w)"
_NEXT = re.compile(f" ({_FIELD})")
_HERE = re.compile(f"({_FIELD})")
_JOINED = re.compile(f"( ?[-&/] ?|, | và | )({_FIELD})")
_ENUMERATED = re.compile(f"(?:(?: ?[-&] ?|, | và | ){_FIELD})+")
# Abbreviated fields are capitals throughout: GD-ĐT, VHTT&DL, also with a lost hyphen (GD ĐT).
_SHORT = re.compile(
    rf" {CAPITAL}[A-ZĐƯ]*(?:(?: ?[-–&] ?|,| (?=(?:ĐT|TT|TTDL|DL|MT|CN|PTNT|TB|XH|VT)\b)){CAPITAL}[A-ZĐƯ]+)*(?!\w)"
)


class Field(NamedTuple):
    """A field of work and where it ends."""

    end: int
    is_verb: bool


def field_after(folded: str, at: int) -> Field | None:
    """The field that follows the space at `at`."""
    m = _NEXT.match(folded, at)
    return Field(m.end(), m[1] in _VERBS) if m else None


def field_at(folded: str, at: int) -> Field | None:
    """The field that begins at `at`."""
    m = _HERE.match(folded, at)
    return Field(m.end(), m[1] in _VERBS) if m else None


def more_fields(folded: str, at: int) -> re.Match[str] | None:
    """Every further field joined to what ends at `at`."""
    return _ENUMERATED.match(folded, at)


def fields_after(text: str, folded: str, at: int, *, lower: bool = False) -> int | None:
    """End of the enumeration of fields after `at`, the first one capitalised unless `lower`, or of its abbreviation."""
    first = field_after(folded, at)
    if first is None or not (lower or text[at + 1].isupper()):
        short = _SHORT.match(text, at)
        return short.end() if short and short.end() - at > 2 else None
    end, comma, closed = first.end, None, False
    while m := _JOINED.match(folded, end):
        if m[1] == " " and m[2] in _VERBS and not text[m.start(2)].isupper():
            break
        if closed and m[1] != " ":
            break
        if m[1] == ", " and comma is None:
            comma = end
        end = m.end()
        closed = closed or m[1].strip() in ("và", "&")
    # A comma belongs to a name only where và closes the enumeration: Văn hóa, Thể thao và Du lịch.
    return end if closed or comma is None else comma
