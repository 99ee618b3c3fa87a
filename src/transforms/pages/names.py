"""How a source is printed: where the name behind "Ảnh:" ends, and what a signature under a report looks like.

Flattened pages print no mark behind a photographer's name ("Ảnh: An Bình Thủ tướng nhấn mạnh…"). A name is a run of
capitalised words; the word before the first small one opens the next sentence ("Thủ" tướng), and so do the phrases of
`sentence_openers.csv`. Outlets, agencies, web domains and stock phrases ("minh họa") come from lexicon files.
"""

from __future__ import annotations

import re
from functools import cache

from transforms.lexicon import column, table
from transforms.text.normalise import fold

UPPER = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
_EDGE = r"(?![^\W_])"


def _any(phrases: tuple[str, ...]) -> str:
    return "|".join(re.escape(p) for p in sorted(set(phrases), key=len, reverse=True))


def _words(use: str) -> tuple[str, ...]:
    return tuple(row["phrase"] for row in table("credit_words") if row["use"] == use)


def _openers(use: str) -> tuple[str, ...]:
    return tuple(row["phrase"] for row in table("sentence_openers") if row["use"] == use)


OUTLET = rf"(?:(?:[Bb]áo|BÁO|[Đđ]ài|[Tt]ạp chí|[Tt]rang)\s+)?(?:{_any(column('outlets', 'printed'))}){_EDGE}"
DOMAIN = r"(?:https?://)?(?:[a-zA-Z0-9-]+\.)+[a-z]{2,4}(?:/[a-z0-9][^\s,;)\]]*)?" + _EDGE
_KNOWN = re.compile(rf"{DOMAIN}|{OUTLET}|(?:{_any(_words('source'))}){_EDGE}")
_OPENER = re.compile(rf"(?:{_any(_openers('name'))}){_EDGE}")
# A capitalised word, or initials: "D.T", "Th.Dương", "Ph. Thúy".
_NAME_WORD = rf"(?:[{UPPER}]\.)+[{UPPER}]?[^\W\d_]*\.?(?![^\W_])|(?:Ch|Gi|Kh|Ng|Nh|Ph|Qu|Th|Tr)\.\s?[{UPPER}][^\W\d_]*|[{UPPER}][^\W_]*(?:['’-][^\W\d_]+)*"
_CAPITALISED = re.compile(_NAME_WORD)
# What opens a sentence and never stands inside one with a capital: shows a lost full stop.
# A flat alternation: the engine then skips to the first letters by itself.
SENTENCE_OPENER = "|".join(
    [re.escape(p) + _EDGE for p in sorted(_openers("sentence"), key=len, reverse=True)]
    + [rf"{p}\s+\d" for p in ("Ngày", "Sáng", "Trưa", "Chiều", "Tối", "Đêm", "Rạng sáng")]
)
_PREFIX = re.compile(rf"(?:{_any(_words('prefix'))})(?=\s+[{UPPER}])\s+")
_ACRONYM = re.compile(rf"[{UPPER}]{{2,5}}$")
_GIVEN_BY = re.compile(r"(?:cung cấp|chụp)(?![^\W_])")
_TIME_WORD = re.compile(r"(?:Rạng sáng|Sáng|Trưa|Chiều|Tối|Đêm|Ngày|Năm|Tháng|Lúc|Quý|Hơn|Gần|Khoảng)$")
_JOIN = re.compile(r"\s*(/)\s*|\s*([-–—|])\s*|\s*(&)\s*|(\s+và\s+)|(,\s+)")
_SITE = re.compile(r"[a-z][a-z0-9]{3,}(?=[\s.)]|$)")  # a site by its bare name: "boldsky"
_LONGEST = 5


def source_end(text: str, begin: int) -> int:
    """End of the name of a photographer, agency, outlet, … that begins at `begin`; `begin` where none does."""
    end = _part_end(text, begin)
    while end > begin:
        join = _JOIN.match(text, end)
        if not join:
            break
        after = join.end()
        if join[1]:  # X/TTXVN
            further = _part_end(text, after)
        elif join[2]:  # X - TTXVN, X-TTXVN; but "X - Thủ tướng…" goes on with something else
            known = _KNOWN.match(text, after)
            further = known.end() if known else after
        else:  # X, Y and X & Y only where Y ends the line, bracket or sentence
            further = _part_end(text, after)
            if not re.match(r"\s*(?:[.)\]]|$|\n)", text[further : further + 4]):
                further = after
        if further == after:
            break
        end = further
    return end


def _part_end(text: str, begin: int) -> int:
    prefix = _PREFIX.match(text, begin)
    while prefix and (further := _PREFIX.match(text, prefix.end())):
        prefix = further
    if prefix and not _KNOWN.match(text, begin):
        return _run_end(text, prefix.end()) or prefix.end()
    known = _KNOWN.match(text, begin)
    if not known:
        lower = _SITE.match(text, begin)
        return lower.end() if lower else _run_end(text, begin) or begin
    if prefix and _ends_credit(text, owner := _run_end(text, prefix.end()) or 0):  # the page of a named person
        return owner
    return known.end()


def _ends_credit(text: str, at: int) -> bool:
    return at > 0 and re.match(r"\s*[.)\]]|$", text[at : at + 3]) is not None


def _run_end(text: str, begin: int) -> int | None:
    """End of the name that a run of capitalised words begins with."""
    spans: list[tuple[int, int]] = []
    at = begin
    while len(spans) <= _LONGEST and (m := _CAPITALISED.match(text, at)):
        if spans and (_OPENER.match(text, at) or _KNOWN.match(text, at)):
            return spans[-1][1]
        spans.append(m.span())
        at = m.end()
        if not text.startswith(" ", at) or text.startswith("  ", at):
            break
        at += 1
        following = _CAPITALISED.match(text, at)
        if (
            len(spans) == 1
            and _ACRONYM.match(m[0])
            and not (following and len(following[0]) > 1 and following[0].isupper())
        ):
            return m.end()
    if not spans:
        return None
    if given := _GIVEN_BY.match(text, at):
        return given.end()
    # The run stops at a small letter: its last word opens the next sentence ("Sáng 5/7" does too).
    begins_sentence = text[at : at + 1].islower() or (
        text[at : at + 1].isdigit() and _TIME_WORD.match(text, *spans[-1])
    )
    if at > spans[-1][1] and begins_sentence:
        spans.pop()
    if not spans:
        return None
    return spans[-1][1] if len(spans) <= 3 else spans[1][1]


_SIGNATURE_WORD = re.compile(
    rf"(?P<known>{DOMAIN}|{OUTLET})|(?P<role>(?:{_any(_words('role'))}){_EDGE})|(?P<stock>(?:{_any(_words('source'))}){_EDGE})"
    rf"|(?P<name>{_NAME_WORD})"
    r"|(?P<join>[\s/\-–—|,;:&()\[\].+_*]+)"
)
# The news names people with these; authors sign without.
_NO_AUTHOR = re.compile(rf"(?:Ông|Bà|ĐBQH|ÔNG|BÀ|Ảnh|Video|Clip)\s+[{UPPER}]")
_STAMP = re.compile(r"\s*\|?\s*\d{1,2}:\d{2}\s*(?:-|,)?\s*\d{1,2}/\d{1,2}/\d{4}\s*$")
_DISPATCH = re.compile(r"\s*\((?:từ|Từ)\s[^()]{2,40}\)\s*$")
_UNPRONOUNCEABLE = re.compile(r"[BCDĐGHKLMNPQRSTVXZ]{3,6}")
_MAX_SIGNATURE = 90
_MAX_NAMES = 12


def signature(text: str) -> str | None:
    """What a stretch at the end of a report is: "byline" (authors), "credit" (outlets only), None (neither)."""
    text = _DISPATCH.sub("", _STAMP.sub("", text))
    if not text or len(text) > _MAX_SIGNATURE or _NO_AUTHOR.match(text):
        return None
    kinds: list[str] = []
    first = ""
    at = 0
    previous = ""
    while at < len(text):
        m = _SIGNATURE_WORD.match(text, at)
        if not m or not m[0] or m.lastgroup is None:
            return None
        if m.lastgroup == "join":
            initial = text[max(0, at - 2) : at].lstrip(" -/&").isalpha() and not text[max(0, at - 2) : at - 1].isalpha()
            stops = m[0].startswith(". ") and m.end() < len(text) and not initial  # "Lan Anh - M. K" does not
            if (":" in m[0] and previous != "role") or stops:
                return None
        else:
            first = first or m[0]
            kinds.append(m.lastgroup)
        previous = m.lastgroup
        at = m.end()
    names = kinds.count("name") + kinds.count("stock")
    if names > _MAX_NAMES or names + kinds.count("known") == 0:
        return "byline" if kinds == ["role"] and len(text) <= 12 and not text[0].islower() else None
    # An acronym that nobody could pronounce is an agency, not a name in capitals.
    is_agency = kinds == ["name"] and _UNPRONOUNCEABLE.fullmatch(first) is not None
    return "credit" if not names or is_agency or fold(first) in ("theo", "nguồn") else "byline"


@cache
def _outlet_names() -> dict[str, str]:
    return {fold(row["printed"]): row["name"] for row in table("outlets")}


_FIRST_OUTLET = re.compile(rf"{DOMAIN}|{OUTLET}")
_CREDITING = re.compile(r"(?i)^(?:theo|nguồn(?:\s+tin)?|báo|đài|tạp chí|trang)(?![^\W_])[\s:]*")
_LONGEST_OUTLET = 40


def outlet(text: str) -> str | None:
    """The first known outlet or agency that a text names, by its canonical name; a web domain as printed."""
    m = _FIRST_OUTLET.search(text)
    if not m:
        return None
    plain = _CREDITING.sub("", m[0])
    names = _outlet_names()
    return names.get(fold(m[0])) or names.get(fold(plain)) or m[0]


def credited(text: str) -> str | None:
    """Whom a credit names: a known outlet, else what it prints without brackets, dashes and "Theo", "Nguồn"."""
    known = outlet(text)
    if known:
        return known
    name = text
    while (shorter := _CREDITING.sub("", name.strip(" ()[]-–—:.,_*\n"))) != name:
        name = shorter
    return name if 0 < len(name) <= _LONGEST_OUTLET else None
