"""The inner loops of near-duplicate detection, compiled: shingle hashes of a text, pairs of a posting list, and the comparison
of two texts.

In and out: flat NumPy arrays; texts stand one after the other, text i from `offsets[i]` to `offsets[i + 1]`. Everything else
in this package works on whole columns; these loops cannot, and set-wise NumPy was three times as slow on the whole.

A run of k codes is hashed by Horner's rule, (…(c₀·Q + c₁)·Q + …)·Q + c, modulo 2⁶⁴, and rolled along the text: constant work
per position whatever k (Karp and Rabin 1987). A last multiplication spreads the lower bits over the upper ones.
"""

from __future__ import annotations

import numpy as np

from transforms.compiled import I64, U32, U64, M, Q, compiled

_ZERO, _ONE = np.uint64(0), np.uint64(1)


@compiled
def power(k: int) -> np.uint64:
    """Q to the k-th: what a code that leaves a run of k weighs."""
    out = _ONE
    for _ in range(k):
        out *= Q
    return out


@compiled
def shingles(codes: U32, k: int) -> U64:
    """Hashes of all runs of k codes of one text; none of a shorter text."""
    n = max(len(codes) - k + 1, 0)
    out = np.empty(n, np.uint64)
    gone, h = power(k), _ZERO
    for i in range(len(codes)):
        h = h * Q + np.uint64(codes[i])
        if i >= k:
            h -= np.uint64(codes[i - k]) * gone
        if i >= k - 1:
            out[i - k + 1] = h * M
    return out


@compiled
def samples(codes: U32, offsets: I64, k: int, limit: np.uint64, shift: np.uint64, hash_bits: int, out: U64) -> int:
    """Write the hashes below `limit`, shifted, under the number of their text; returns how many. `out` is longer than `codes`."""
    n, gone = 0, power(k)
    for i in range(len(offsets) - 1):
        text, h = np.uint64(i) << np.uint64(hash_bits), _ZERO
        begin = offsets[i]
        for at in range(begin, offsets[i + 1]):
            h = h * Q + np.uint64(codes[at])
            if at >= begin + k:
                h -= np.uint64(codes[at - k]) * gone
            if at >= begin + k - 1:
                spread = h * M
                out[n] = text | (spread >> shift)
                n += int(spread < limit)  # no branch: one in `sample` would be foretold wrongly
    return n


@compiled
def distinct(ordered: U64, hash_bits: int, sizes: I64) -> int:
    """Keep one of equal neighbours, in place, without the number of the text; counts by text go to `sizes`. Returns how many."""
    n, last = 0, ~_ZERO
    mask = (_ONE << np.uint64(hash_bits)) - _ONE
    for key in ordered:
        if key != last:
            sizes[key >> np.uint64(hash_bits)] += 1
            ordered[n] = key & mask
            n += 1
            last = key
    return n
