"""Texts → the surroundings of their digits, for patterns that cannot match elsewhere.

In: a column of texts. Out: a column of texts in which everything is left out that lies further from a digit than any pattern
of a date reaches; where something was left out stands a line break, which no such pattern crosses. Days and years make up a
tenth of a text at most, and a scan for digits costs a fraction of what a search for words before them does.
"""

from __future__ import annotations

import numpy as np
import polars as pl
import pyarrow as pa

from transforms.compiled import I64, U8, compiled, eight, octet, trailing_zeros
from transforms.text.syllables import utf8

BEFORE, AFTER = 32, 16
"""Bytes kept before and after each digit."""

_BREAK = 10


def around_digits(texts: pl.Series) -> pl.Series:
    """Texts without what lies more than `BEFORE` bytes before or `AFTER` bytes after any of their digits."""
    data, offsets = utf8(texts)
    out, ends = np.empty(int(offsets[-1] - offsets[0]) + len(texts), np.uint8), np.zeros(len(offsets), np.int64)
    size = _copied(data, offsets, BEFORE, AFTER, out, ends)
    near = pa.LargeStringArray.from_buffers(len(texts), pa.py_buffer(ends), pa.py_buffer(out[:size].copy()))
    return pl.Series(texts.name, pl.from_arrow(near), dtype=pl.String)


_HIGH, _LOW = octet(0x80), octet(0x7F)
_FROM_0, _FROM_COLON = octet(0x80 - 0x30), octet(0x80 - 0x3A)


@compiled
def _copied(data: U8, offsets: I64, before: int, after: int, out: U8, ends: I64) -> int:
    """Write what is near a digit; the end of each text goes to `ends`, behind a first nought. Whole characters are kept. Returns the size."""
    n = 0
    for i in range(len(offsets) - 1):
        begin, end = offsets[i], offsets[i + 1]
        done = begin
        at = _digit(data, begin, end)
        while at < end:
            first, last = max(done, at - before), min(end, at + 1 + after)
            while first > done and data[first] & 0xC0 == 0x80:
                first -= 1
            while last < end and data[last] & 0xC0 == 0x80:
                last += 1
            if first > done and done > begin:
                out[n] = _BREAK
                n += 1
            for j in range(first, last):
                out[n] = data[j]
                n += 1
            done = last
            at = _digit(data, at + 1, end)
        ends[i + 1] = n
    return n


@compiled
def _digit(data: U8, at: int, end: int) -> int:
    """Where the next digit stands, or the end."""
    while at + 8 <= end:
        x = eight(data, np.uint64(at))
        low = x & _LOW
        digits = (low + _FROM_0) & ~(low + _FROM_COLON) & ~x & _HIGH
        if digits:
            return at + int(trailing_zeros(digits) >> np.uint64(3))
        at += 8
    while at < end and not 48 <= data[at] <= 57:
        at += 1
    return at
