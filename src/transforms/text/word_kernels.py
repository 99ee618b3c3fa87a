"""Words of UTF-8 texts, cut out of the bytes and looked up by a hash of them: the compiled loop of `syllables`."""

from __future__ import annotations

import numpy as np

from transforms.compiled import I64, U8, U32, U64, M, Q, compiled

_ONE = np.uint64(1)

# 0 separates words, 1 belongs to one; 2 and 3 lead a character of so many bytes that separates: U+0080–00BF (no-break
# space, «, °, …) and U+2000–2FFF (dashes, quotation marks, …).
_CLASS = np.array([1 if b >= 0x80 or chr(b).isalnum() else 0 for b in range(256)], np.uint8)
_CLASS[0xC2], _CLASS[0xE2] = 2, 3


@compiled
def words(
    data: U8, offsets: I64, keys: U64, known: U32, codes: U32, counts: I64, missing: I64, bits: int
) -> tuple[int, int]:
    """Cut texts into words. Codes of words in the table (`keys`, `known`) are written to `codes`, the number of words of each
    text to `counts`; for the others (index, begin, end) is written to `missing`. Returns how many words and missing words."""
    n, lost = 0, 0
    shift = np.uint64(64 - bits)
    for i in range(len(offsets) - 1):
        at, end, before = offsets[i], offsets[i + 1], n
        while at < end:
            kind = _CLASS[data[at]]
            if kind != 1:
                at += 1 if kind == 0 else kind
                continue
            begin, h = at, _ONE
            while at < end and _CLASS[data[at]] == 1:
                h = (h ^ np.uint64(data[at])) * Q
                at += 1
            h = (h ^ (h >> np.uint64(32))) * M
            slot = h >> shift
            if keys[slot] == h:
                codes[n] = known[slot]
            else:
                missing[3 * lost], missing[3 * lost + 1], missing[3 * lost + 2] = n, begin, min(at, end)
                lost += 1
            n += 1
        counts[i] = n - before
    return n, lost


@compiled
def name(word: U8) -> np.uint64:
    """The key of a word's bytes, as in `words`."""
    h = _ONE
    for b in word:
        h = (h ^ np.uint64(b)) * Q
    return (h ^ (h >> np.uint64(32))) * M
