"""Quotation marks → quotations.

In: a text. Out: the outermost quotations in order, without overlaps. A curly mark opens or closes by its shape, unless
what touches it says the opposite (outlets do close with “); a straight one, or two apostrophes, by what touches it. Marks
are paired from the inside, so one whose partner is missing spoils no other. A quotation that runs over paragraphs may
open anew on each of them and closes once: its paragraphs are one quotation.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

_MARK = re.compile(r"[\"“”„«»‟'](?:(?<=')'(?!')|(?<!'))")  # opens with one class: fast
_OPENS, _CLOSES = frozenset("“„«‟"), frozenset("”»")
_PARAGRAPH = re.compile(r"[^\n]+")
LONGEST = 5000


class Quote(NamedTuple):
    """[begin, end) with the marks; `inner` are the pieces between them, one per paragraph."""

    begin: int
    end: int
    inner: tuple[tuple[int, int], ...]


class Quotations:
    """The quotations of a text, by position."""

    def __init__(self, text: str):
        self.all = find(text)
        self._begins = [q.begin for q in self.all]
        self._ends = [q.end for q in self.all]

    def at(self, begin: int) -> Quote | None:
        """The quotation that begins here."""
        quote = self.around(begin)
        return quote if quote and quote.begin == begin else None

    def around(self, position: int) -> Quote | None:
        """The quotation that the position lies in."""
        i = bisect_right(self._begins, position) - 1
        return self.all[i] if i >= 0 and position < self._ends[i] else None

    def before(self, position: int) -> Quote | None:
        """The last quotation that ends at or before the position."""
        i = bisect_right(self._ends, position) - 1
        return self.all[i] if i >= 0 else None


def find(text: str) -> list[Quote]:
    """The outermost quotations of `text`."""
    opened: list[tuple[int, int]] = []
    pairs: list[tuple[int, int, int, int]] = []
    for mark in _MARK.finditer(text):
        begin, end = mark.span()
        if _is_opening(text, begin, end):
            if not (opened and _begins_paragraph(text, opened[-1][0], begin)):
                opened.append((begin, end))
        elif opened:
            first, inner = opened.pop()
            if end - first <= LONGEST:
                pairs.append((first, inner, begin, end))
    quotes: list[Quote] = []
    for first, inner, begin, end in sorted(pairs):
        pieces = tuple(_pieces(text, inner, begin))
        if pieces and (not quotes or first >= quotes[-1].end):
            quotes.append(Quote(first, end, pieces))
    return quotes


def _is_opening(text: str, begin: int, end: int) -> bool:
    before, after = text[begin - 1 : begin] if begin else "", text[end : end + 1]
    touches_before, touches_after = bool(before.strip(" \n([:-–—_,")), bool(after.strip(" \n,.;:!?)]"))
    if touches_before != touches_after:
        return touches_after
    return text[begin] in _OPENS or (text[begin] not in _CLOSES and touches_after and not before.isalnum())


def _begins_paragraph(text: str, opened: int, mark: int) -> bool:
    """Only a line break and space stand before the mark, and the quotation began on an earlier line."""
    line = text.rfind("\n", 0, mark) + 1
    return line > opened and not text[line:mark].strip()


def _pieces(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    for paragraph in _PARAGRAPH.finditer(text, begin, end):
        a, b = paragraph.span()
        while a < b and (text[a].isspace() or (a > begin and text[a] in _OPENS | {'"'})):
            a += 1
        while b > a and text[b - 1].isspace():
            b -= 1
        if a < b:
            yield a, b
