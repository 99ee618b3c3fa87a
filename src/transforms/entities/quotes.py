"""Quotation marks → quotations.

In: a text. Out: the outermost quotations in order, without overlaps. Curly marks are paired by nesting, straight ones by
what touches them: an opening mark stands before a letter, a closing one after a letter or a stop. A quotation that runs
over paragraphs opens anew on each of them and closes once; its paragraphs are one quotation. A mark whose partner is
missing opens nothing beyond its paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_MARK = re.compile(r'["“”„«»‟]')
_OPENS, _CLOSES, _STRAIGHT = frozenset("“„«‟"), frozenset("”»"), '"'


@dataclass(frozen=True, slots=True)
class Quote:
    """[begin, end) with the marks; `inner` are the pieces between them, one per paragraph."""

    begin: int
    end: int
    inner: tuple[tuple[int, int], ...]


def find(text: str) -> list[Quote]:
    """The outermost quotations of `text`."""
    quotes: list[Quote] = []
    begin, depth = -1, 0
    starts: list[int] = []
    stops: list[int] = []
    for mark in _MARK.finditer(text):
        at = mark.start()
        if depth and (gap := text.find("\n", stops[-1] if stops else begin, at)) >= 0:
            paragraph = text.rfind("\n", 0, at) + 1
            if _opening(text, at, False) and not text[paragraph:at].strip():  # the quotation goes on in a new paragraph
                starts.append(at + 1)
                stops.append(gap)
                depth = 1
                continue
            if gap >= 0 and len(starts) == len(stops) + 1 and "\n" in text[starts[-1] : at].strip():
                depth, starts, stops = 0, [], []  # never closed
        if depth == 0:
            if _opening(text, at, False):
                begin, depth, starts, stops = at, 1, [at + 1], []
        elif text[at] in _OPENS:
            depth += 1
        elif text[at] in _CLOSES or not _opening(text, at, True):
            depth -= 1
            if depth == 0:
                inner = zip(starts, [*stops, at], strict=True)
                quotes.append(Quote(begin, at + 1, tuple(_trim(text, b, e) for b, e in inner)))
                starts, stops = [], []
        else:
            depth += 1
    return quotes


def _opening(text: str, at: int, inside: bool) -> bool:
    mark = text[at]
    if mark != _STRAIGHT:
        return mark in _OPENS or (mark in _CLOSES and not inside and False)
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    opens = (not before or before.isspace() or before in "([:-–—_,") and bool(after) and not after.isspace()
    return opens if inside else opens or (bool(after) and after.isalnum() and not before.isalnum())


def _trim(text: str, begin: int, end: int) -> tuple[int, int]:
    piece = text[begin:end]
    return begin + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())
