"""Captions and headings that flattening has glued to the sentence behind them.

An aggregator that drops line breaks leaves "…phát biểu tại buổi làm việc Theo Bộ trưởng, …". A word that opens sentences
and never bears a capital inside one shows where the line broke. The piece from the last full stop to there is a caption
where it describes a picture or opens the page, a heading where it is short; else it stays body: better a sentence too
many in the body than one lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from transforms.pages.names import SENTENCE_OPENER
from transforms.pages.pictures import describes_picture, names_somebody
from transforms.records import Zone

_OPENER = re.compile(SENTENCE_OPENER)
_STOP = re.compile(r"(?<!TP)(?<!\b[^\W\d_a-z])[.!?…]+[\"”’»)\]]*\s+|/\.\s*|\n")
_CLAUSE = re.compile(
    r",\s|\b(?:rằng|cho biết|cho hay|nhấn mạnh|khẳng định|đề nghị|yêu cầu|sẽ|đã|là|của|thị xã|huyện|quận)$"
)
_LONGEST_CAPTION = 220
_LONGEST_LEAD = 140
_LONGEST_HEADING = 75


def find(text: str, begin: int, end: int) -> Iterator[Zone]:
    """Glued captions and headings in one free stretch of running text."""
    floor = begin
    for opener in _OPENER.finditer(text, begin, end):
        stop = opener.start()
        while stop > floor and text[stop - 1].isspace():
            stop -= 1
        last = text[stop - 1 : stop]
        if (
            stop in (floor, opener.start())
            or "\n" in text[stop : opener.start()]
            or not (last.isalnum() or (last in ')”"' and text[stop - 2].isalnum()))
        ):
            continue
        start = floor
        for m in _STOP.finditer(text, max(floor, stop - _LONGEST_CAPTION - 20), stop):
            start = m.end()
        kind = _kind(text[start:stop], opens_page=start == 0)
        if kind:
            yield Zone(start, stop, kind, "glued")
            floor = stop


def _kind(piece: str, *, opens_page: bool) -> str | None:
    if not piece[:1].isupper() or _OPENER.match(piece) or (_CLAUSE.search(piece) and not describes_picture(piece)):
        return None
    if len(piece) <= _LONGEST_CAPTION and describes_picture(piece):
        return "caption"
    if opens_page and len(piece) <= _LONGEST_LEAD:
        return "caption"
    if len(piece) <= _LONGEST_HEADING and len(piece.split()) > 2:
        return "caption" if names_somebody(piece) else "heading"
    return None
