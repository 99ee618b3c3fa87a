"""Who wrote it: signatures at the end of a story and agency marks at its beginning.

In: the stretch of one story. Out: `byline` zones ("Trung Duy (tổng hợp)", "Vũ Dũng/VOV") and `credit` zones ("Theo TTXVN",
"(TTXVN) -", "TCCS -").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from transforms.pages.names import DOMAIN, OUTLET, UPPER, signature
from transforms.pages.zones import trim
from transforms.records import Zone

# An outlet that no lexicon knows signs with an acronym. A place in front of the mark belongs to the dateline.
_ACRONYM = rf"(?!VIDEO|CLIP|ẢNH|PHOTO|TP)[{UPPER}]{{3,8}}"
_LEAD = re.compile(
    rf"(?P<place>[{UPPER}][^\n(\[.,:;]{{1,28}}?(?:,\s*(?:ngày\s+)?\d{{1,2}}[/-]\d{{1,2}}(?:[/-]\d{{4}})?)?\s*)??"
    rf"(?P<mark>[(\[]\s*(?:{OUTLET}|{DOMAIN}|{_ACRONYM})(?:\s*[/,.]?\s*[^()\[\]\n]{{0,24}})?[)\]]\s*[.,]?\s*[-–—:]*\s*"
    rf"|(?:{OUTLET}|{DOMAIN}|{_ACRONYM})\s*[.,]?\s*[-–—]\s+)(?=[\"“'(\[]?[{UPPER}\d])"
)
_LONGEST_LEAD = 90
# Where a last sentence may have ended; a signature may also stand on its own line.
_STORY_END = re.compile(
    r"(?:[.!?…]*\s*/\s*\.+\s*|[.!?…]\s*/\s+|(?:(?<!\b[^\W\d_a-z])[.!?…]+[\"”’»')\]]*|[\"”’»)\]])\s[\s.]*|\n\s*)(?=\S)"
)
_REACH = 140


def lead_mark(text: str, begin: int, end: int) -> Iterator[Zone]:
    """An agency or outlet mark that opens a story, dash included, and the place in front of it."""
    m = _LEAD.match(text, begin, min(end, begin + _LONGEST_LEAD))
    if not m:
        return
    if m["place"]:
        if not m["mark"].startswith("(") or not re.search(r"[-–—:]\s*$", m["mark"]):
            return
        yield Zone(m.start("place"), m.end("place"), "dateline", "place_stamp")
    yield Zone(m.start("mark"), m.end("mark"), "credit", "lead_mark")


def sign_off(text: str, begin: int, end: int) -> Zone | None:
    """A signature behind the last sentence of a story."""
    begin, end = trim(text, begin, end)
    starts = [begin] if end - begin <= _REACH else []
    starts += [m.end() for m in _STORY_END.finditer(text, max(begin, end - _REACH), end)]
    for start in starts:
        kind = signature(text[start:end])
        if kind:
            return Zone(start, end, kind, "sign_off")
    return None
