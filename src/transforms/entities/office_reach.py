"""How far an office reaches whose organ no list knows: Cục trưởng | Cục quản lý giá (Bộ Tài chính) Trần An.

In: a report's text, where the known part of an office ends, and the name beside it. Out: where the office ends, or None.
Decided: between a head and the name right behind it, or between a head behind a name and what ends the apposition
(punctuation, a reporting verb, a particle of the predicate), stands the organ, whatever its words are, as long as it
begins like one (a capital, or the head of an organ in lower case) and holds no word that organs' names do not hold.
An organ that was found in part goes on to the name behind it only in capitals, fields and `và`.
"""

from __future__ import annotations

import re

from transforms.lexicon import column, table
from transforms.text.letters import UPPER
from transforms.text.normalise import fold
from transforms.text.tries import trie

_CLAUSE = trie(
    {fold(row["word"]) for row in table("organ_stops") if row["use"] == "clause"}
    | {fold(row["verb"]) for row in table("reporting_verbs") if not row["noun"] and row["takes"] != "nothing"}
)
_HEAD = trie(fold(head) for head in column("organ_heads", "head"))
_FIELD = trie(fold(row["words"]) for row in table("organ_words"))
_WORD = rf"(?: ?[-–&/] ?| )(?!(?:{_CLAUSE})(?!\w))\w[\w.&'’/]*(?<![.])"  # in lower case: Hội Bà mẹ is an organ
_BRACKET = r"(?: \([^()]{2,30}\))?"
_WHOLE = re.compile(rf"(?:{_WORD}){{1,14}}{_BRACKET}")
_OPENERS = trie(
    {row["word"] for row in table("organ_stops") if row["use"] == "opener"}
    | {"Trong", "Tại", "Theo", "Sau", "Khi", "Trước"}
)
_END = rf"(?=[,;.:)\n]|$| [-–] | \(| (?:{_CLAUSE}|{_OPENERS})(?!\w)| và (?:các|những|đoàn|đại diện|ông|bà|một|phu nhân|nhiều)(?!\w))"
_APPOSED = re.compile(rf"((?:{_WORD}){{1,14}}?){_END}")
_OPENS = re.compile(rf" (?:{_HEAD}|cảng vụ|thư viện|chương trình|dự án|đề án|cơ quan)(?!\w)")
_DANGLING = re.compile(r"(?: (?:về|và|của|tại|ở|&))+$")
_ENDS_IN_HEAD = re.compile(rf" (?:{_HEAD})$")
_PIECE = re.compile(rf"(?: | ?[-–&] ?)(?:và )?(?:({_FIELD})(?!\w)|([\w.]+))")
_CAPITAL = re.compile(f"[{UPPER}\\d]")
_BRACKETED = re.compile(r" \([^()]{2,30}\)")
# Heads that a field or task in lower case may complete: Trưởng ban | đề thi, Trưởng đoàn | giám sát.
_OPEN_HEADS = ("ban", "phòng", "khoa", "đoàn", "nhóm", "bộ môn")


def up_to_name(text: str, folded: str, end: int, stop: int, title: str) -> int | None:
    """End of a bare head's organ that reaches up to `stop`, where a name follows."""
    if not (0 < stop - end <= 110 and _opens(text, folded, end, title) and _WHOLE.fullmatch(text, end, stop)):
        return None
    if text[stop - 1] == ")":
        stop = text.rfind(" (", end, stop)
    return None if _DANGLING.search(text, end, stop) else stop


def in_apposition(text: str, folded: str, end: int, title: str) -> int | None:
    """End of the organ of a bare head behind a name."""
    if not _opens(text, folded, end, title):
        return None
    m = _APPOSED.match(text, end, end + 120)
    reach = end + len(_DANGLING.sub("", m[1])) if m else end
    return reach if reach > end else None


def part_up_to_name(text: str, folded: str, end: int, stop: int) -> int | None:
    """End of an organ found in part that goes on up to `stop`, where a name follows: Công ty ABC Việt Nam | và Lào."""
    at = end
    if not 0 < stop - end <= 60:
        return None
    while at < stop and (m := _PIECE.match(folded, at, stop)):
        if not m[1] and not _CAPITAL.match(text, m.start(2)):
            return None
        at = m.end()
    if at == stop:
        return stop
    return at if at > end and _BRACKETED.fullmatch(text, at, stop) else None


def lacks_name(folded: str, begin: int, end: int) -> bool:
    """The office ends in a mere head of an organ: Cục trưởng Cục."""
    return _ENDS_IN_HEAD.search(folded, begin, end) is not None


def _opens(text: str, folded: str, end: int, title: str) -> bool:
    """What follows the head begins like an organ."""
    if text[end : end + 1] != " ":
        return False
    return (
        text[end + 1 : end + 2].isupper()
        or _OPENS.match(folded, end) is not None
        or title.lower().endswith(_OPEN_HEADS)
        or _ENDS_IN_HEAD.search(folded, end - 25, end) is not None
    )
