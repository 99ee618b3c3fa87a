"""Words of UTF-8 texts, cut out of the bytes and looked up by a hash of them: the compiled loop of `syllables`.

Eight bytes are looked at at once, as one number: a syllable is seldom longer, and what a loop over bytes would ask of each
of them, arithmetic without branches asks of all eight.
"""

from __future__ import annotations

import numpy as np

from transforms.compiled import I64, U8, U32, U64, M, Q, compiled, eight, octet, trailing_zeros

_ZERO, _ONE, _EIGHT = np.uint64(0), np.uint64(1), np.uint64(8)

PROBES = 4
"""Slots from its own on in which a word may stand."""

# 0 separates words, 1 belongs to one; 2 and 3 lead a character of so many bytes that separates: U+0080–00BF (no-break
# space, «, °, …) and U+2000–2FFF (dashes, quotation marks, …).
_CLASS = np.array([1 if b >= 0x80 or chr(b).isalnum() else 0 for b in range(256)], np.uint8)
_CLASS[0xC2], _CLASS[0xE2] = 2, 3


_HIGH, _LOW = octet(0x80), octet(0x7F)
_C2, _E2 = octet(0xC2), octet(0xE2)
# Added to seven bits, these carry into the eighth from a bound on: between two of them stand separators.
_FROM_0, _FROM_COLON, _FROM_A = octet(0x80 - 0x30), octet(0x80 - 0x3A), octet(0x80 - 0x41)
_FROM_BRACKET, _FROM_SMALL_A, _FROM_BRACE = octet(0x80 - 0x5B), octet(0x80 - 0x61), octet(0x80 - 0x7B)


@compiled
def words(
    data: U8, offsets: I64, keys: U64, known: U32, codes: U32, counts: I64, missing: I64, bits: int
) -> tuple[int, int]:
    """Cut texts into words. Codes of words in the table (`keys`, `known`) are written to `codes`, the number of words of each
    text to `counts`; for the others (index, begin, end) is written to `missing`. Returns how many words and missing words."""
    n, lost = 0, 0
    shift, size = np.uint64(64 - bits), np.uint64(len(data))
    for i in range(len(offsets) - 1):
        at, end, before = np.uint64(offsets[i]), np.uint64(offsets[i + 1]), n
        while at < end:
            kind = _CLASS[data[at]]
            if kind != 1:
                at += _ONE if kind == 0 else np.uint64(kind)
                continue
            begin, h = at, _ONE
            while True:
                if at + _EIGHT <= size:
                    x = eight(data, at)
                    stop = _separators(x)
                    length = trailing_zeros(stop) >> np.uint64(3)
                    if length > end - at:
                        length = end - at
                else:
                    x, length = _ZERO, _ZERO
                    while length < _EIGHT and at + length < end and _CLASS[data[at + length]] == 1:
                        x |= np.uint64(data[at + length]) << (_EIGHT * length)
                        length += _ONE
                at += length
                if length < _EIGHT:
                    break
                h = _with(h, x)
            h = _last(_with(h, x & ((_ONE << (_EIGHT * length)) - _ONE)))
            slot = h >> shift
            probe = slot
            while keys[probe] != h and probe < slot + np.uint64(PROBES):
                probe += _ONE
            if keys[probe] == h:
                codes[n] = known[probe]
            else:
                missing[3 * lost], missing[3 * lost + 1], missing[3 * lost + 2] = n, begin, at
                lost += 1
            n += 1
        counts[i] = n - before
    return n, lost


@compiled
def name(word: U8) -> np.uint64:
    """The key of a word's bytes, as in `words`."""
    h, x = _ONE, _ZERO
    for i in range(len(word)):
        x |= np.uint64(word[i]) << np.uint64(8 * (i % 8))
        if i % 8 == 7:
            h, x = _with(h, x), _ZERO
    return _last(_with(h, x))


@compiled
def _separators(x: np.uint64) -> np.uint64:
    """The highest bit of each of eight bytes that is no part of a word, as `_CLASS` has it."""
    low, c2, e2 = x & _LOW, x ^ _C2, x ^ _E2
    mark = ~(low + _FROM_0) | ((low + _FROM_COLON) ^ (low + _FROM_A))
    mark |= ((low + _FROM_BRACKET) ^ (low + _FROM_SMALL_A)) | (low + _FROM_BRACE)
    leads = ~(((c2 & _LOW) + _LOW) | c2) | ~(((e2 & _LOW) + _LOW) | e2)
    return ((mark & ~x) | leads) & _HIGH


@compiled
def _with(h: np.uint64, x: np.uint64) -> np.uint64:
    h = (h ^ x) * Q
    return h ^ (h >> np.uint64(32))


@compiled
def _last(h: np.uint64) -> np.uint64:
    return h * M
