"""Texts → hashed syllables → hashed shingles, in NumPy over the raw bytes.

In: a column of normalised texts. Out: one 32-bit code per syllable, and one 64-bit hash per run of k syllables.

What is folded (case, tone placement, kinds of dash; tones and Đ/đ never) is decided by `transforms.text.normalise`, but a
corpus repeats a small vocabulary, so the vocabulary is normalised, not the text: words are cut out of the UTF-8 bytes,
named by a polynomial hash of their bytes, and only a name not seen before is folded and given its code, which is the
xxHash32 of the folded word. Leading zeros of numbers are dropped ("07/02" is "7/2"), and the lowest bit of a code tells
whether the word is a number. Nothing here depends on a library's private hash, so codes may be stored.

A run of k codes is hashed by the polynomial Σ code[i+j]·Q^(j+1) modulo 2⁶⁴, from prefix sums: constant work per position
whatever k (Karp and Rabin 1987). Work is cut into blocks that stay in the cache and is shared by as many threads as
Polars uses; NumPy lets them run side by side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Lock
from typing import TypeVar

import numpy as np
import polars as pl
import pyarrow as pa
import xxhash
from numpy.typing import NDArray

from transforms.text.normalise import fold, normalise

T = TypeVar("T")
U32 = NDArray[np.uint32]
U64 = NDArray[np.uint64]
I64 = NDArray[np.int64]

_BLOCK = 1 << 17
_MODULUS = 1 << 64
_WORD_BASE = 0x9E3779B97F4A7C15
_RUN_BASE = 0xD1342543DE82EF95
_SLOT_BITS = 18

_IN_WORD = np.array([chr(b).isalnum() if b < 0x80 else True for b in range(256)])
# Lead bytes of U+0080–00BF (no-break space, «, °, …) and U+2000–2FFF (dashes, quotation marks, …): no letters of a word.
_MARKS = ((0xC2, 2), (0xE2, 3))


def _powers(base: int, first: int, n: int) -> U64:
    out = np.full(n, base % _MODULUS, np.uint64)
    out[0] = first % _MODULUS
    return np.multiply.accumulate(out)


class _Powers:
    """Powers of a base and of its inverse modulo 2⁶⁴, grown on demand."""

    def __init__(self, base: int, shift: int = 0):
        self._base, self._shift = base, shift
        self._grow(2 * _BLOCK)

    def _grow(self, n: int) -> None:
        inverse = pow(self._base, -1, _MODULUS)
        self._up, self._down = _powers(self._base, 1, n), _powers(inverse, pow(self._base, self._shift, _MODULUS), n)

    def get(self, n: int) -> tuple[U64, U64]:
        if n > len(self._up):
            self._grow(2 * n)
        return self._up[:n], self._down[:n]


_WORD_POWERS = _Powers(_WORD_BASE, shift=1)
_RUN_POWERS = _Powers(_RUN_BASE, shift=1)


@dataclass(frozen=True, slots=True)
class Syllables:
    """Codes of the syllables of several texts: text i has `codes[offsets[i] : offsets[i + 1]]`."""

    codes: U32
    offsets: I64

    @property
    def counts(self) -> I64:
        """Syllables of each text."""
        return np.diff(self.offsets)


class Vocabulary:
    """Byte hash of a word → code of the folded word. A cache: what it holds never changes a result."""

    def __init__(self) -> None:
        self._keys = np.zeros(1 << _SLOT_BITS, np.uint64)
        self._codes = np.zeros(1 << _SLOT_BITS, np.uint32)
        self._rest: dict[int, int] = {}
        self._lock = Lock()

    def codes(self, names: U64, begins: I64, ends: I64, data: NDArray[np.uint8]) -> U32:
        """Codes of words that stand at data[begin:end] and whose bytes hash to `names`."""
        slots = (names >> np.uint64(64 - _SLOT_BITS)).astype(np.int64)
        missing = np.flatnonzero(
            self._keys[slots] != names
        )  # keys before codes: another thread writes them the other way
        found = self._codes[slots]
        if len(missing):
            new, first, back = np.unique(names[missing], return_index=True, return_inverse=True)
            with self._lock:
                known = np.array(
                    [self._learn(int(n), data[begins[i] : ends[i]]) for n, i in zip(new, missing[first], strict=True)],
                    np.uint32,
                )
            found[missing] = known[back]
        return found

    def _learn(self, name: int, word: NDArray[np.uint8]) -> int:
        code = self._rest.get(name)
        if code is None:
            code = self._rest[name] = code_of(word.tobytes().decode("utf8", "replace"))
            slot = name >> (64 - _SLOT_BITS)
            if not self._keys[slot]:  # a slot is never rewritten: other threads may be reading it
                self._codes[slot] = code
                self._keys[slot] = name
        return code


def code_of(word: str) -> int:
    """The defined code of one syllable: xxHash32 of its folded form, lowest bit set for a number."""
    folded = fold(normalise(word))
    if folded[:1].isdigit():
        return xxhash.xxh32_intdigest(folded.lstrip("0").encode()) | 1
    return xxhash.xxh32_intdigest(folded.encode()) & ~1


def syllables(texts: pl.Series, vocabulary: Vocabulary | None = None, threads: int | None = None) -> Syllables:
    """Codes of the syllables of normalised texts; null reads as empty."""
    parts = list(each_block(texts, lambda s: s, vocabulary, threads))
    if not parts:
        return Syllables(np.empty(0, np.uint32), np.zeros(1, np.int64))
    counts = np.concatenate([p.counts for p in parts])
    return Syllables(
        np.concatenate([p.codes for p in parts]), np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    )


def each_block(
    texts: pl.Series, work: Callable[[Syllables], T], vocabulary: Vocabulary | None = None, threads: int | None = None
) -> Iterator[T]:
    """`work` done on the syllables of consecutive blocks of texts, in order. Threads: as many as Polars has, unless told."""
    words = vocabulary or Vocabulary()
    data, offsets = _bytes(texts)
    cuts = _cuts(offsets)

    def read(first: int, last: int) -> T:
        return work(_read(data, offsets[first : last + 1], words))

    n = threads or pl.thread_pool_size()
    if n == 1:
        yield from map(read, cuts[:-1], cuts[1:])
        return
    with ThreadPoolExecutor(n) as pool:
        yield from pool.map(read, cuts[:-1], cuts[1:])


def _bytes(texts: pl.Series) -> tuple[NDArray[np.uint8], I64]:
    """UTF-8 bytes of all texts, each ended by a newline, and where each begins."""
    ended = texts.fill_null("").to_frame("t").select(pl.concat_str("t", pl.lit("\n")))["t"]
    array = ended.to_arrow(compat_level=pl.CompatLevel.oldest())
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
    _, offsets, data = array.buffers()
    at = np.frombuffer(offsets, np.int64)[array.offset : array.offset + len(array) + 1]
    return np.frombuffer(data, np.uint8) if data is not None else np.empty(0, np.uint8), at


def _cuts(offsets: I64) -> I64:
    """Boundaries between blocks of whole texts, each about `_BLOCK` bytes."""
    # Texts hold at least their newline, so a block of _BLOCK bytes has at most as many texts.
    steps = np.arange(offsets[0], offsets[-1], _BLOCK)
    return np.unique(np.append(np.searchsorted(offsets, steps), len(offsets) - 1))


def _read(data: NDArray[np.uint8], offsets: I64, vocabulary: Vocabulary) -> Syllables:
    block = data[offsets[0] : offsets[-1]]
    begins, ends = _words(block)
    up, down = _WORD_POWERS.get(len(block) + 1)
    sums = np.zeros(len(block) + 1, np.uint64)
    np.cumsum(np.multiply(block, up[:-1], out=sums[1:]), out=sums[1:])
    names = (sums[ends] - sums[begins]) * down[begins]
    at = np.searchsorted(begins, offsets - offsets[0])
    return Syllables(vocabulary.codes(names, begins, ends, block), at)


def _words(block: NDArray[np.uint8]) -> tuple[I64, I64]:
    """Where words begin and end. The block's last byte is a newline."""
    inside = np.zeros(len(block) + 1, bool)
    np.take(_IN_WORD, block, out=inside[1:])
    for lead, length in _MARKS:
        at = np.flatnonzero(block == lead) + 1
        for k in range(length):
            inside[np.minimum(at + k, len(block))] = False
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    return edges[0::2], edges[1::2]


def runs(s: Syllables, k: int) -> tuple[U64, I64]:
    """Hashes of all runs of k syllables within a text, and offsets by text. A text of fewer than k has none."""
    n = np.maximum(s.counts - (k - 1), 0)
    offsets = np.concatenate([[0], np.cumsum(n)]).astype(np.int64)
    if not offsets[-1]:
        return np.empty(0, np.uint64), offsets
    up, down = _RUN_POWERS.get(len(s.codes) + 1)
    sums = np.zeros(len(s.codes) + 1, np.uint64)
    np.cumsum(np.multiply(s.codes, up[:-1], out=sums[1:]), out=sums[1:])
    hashes = (sums[k:] - sums[:-k]) * down[: len(sums) - k]
    # Position in the codes of the first run of every text, less its position among the runs.
    at = np.arange(offsets[-1]) + np.repeat(s.offsets[:-1] - offsets[:-1], n)
    return hashes[at], offsets
