"""Who wrote it: signatures at the end of a story and agency marks at its beginning.

In: the stretch of one story. Out: `byline` zones ("Trung Duy (tổng hợp)", "Vũ Dũng/VOV") and `credit` zones ("Theo TTXVN",
"(TTXVN) -", "TCCS -").
"""

from __future__ import annotations

import re

from transforms.pages.names import DOMAIN, OUTLET, signature
from transforms.pages.zones import trim
from transforms.records import Zone

_LEAD = re.compile(
    rf"[(\[]?\s*(?:{OUTLET}|{DOMAIN})(?:\s*[/,.]?\s*[^()\[\]\n]{{0,24}})?[)\]]\s*[.,]?\s*[-–—:]*\s*"
    rf"|(?:{OUTLET}|{DOMAIN})\s*[.,]?\s*[-–—]\s*"
)
# Where a last sentence may have ended; a signature may also stand on its own line.
_STORY_END = re.compile(
    r"(?:[.!?…]*\s*/\s*\.+\s*|[.!?…]\s*/\s+|(?:(?<!\b[^\W\d_a-z])[.!?…]+[\"”’»')\]]*|[\"”’»)\]])\s[\s.]*|\n\s*)(?=\S)"
)
_REACH = 140


def lead_mark(text: str, begin: int, end: int) -> Zone | None:
    """An agency or outlet mark that opens a story, dash included."""
    m = _LEAD.match(text, begin, min(end, begin + 80))
    return Zone(begin, m.end(), "credit", "lead_mark") if m else None


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
