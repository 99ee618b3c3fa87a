"""Texts → hashed syllables.

In: a column of normalised texts. Out: one 32-bit code per syllable.

What is folded (case, tone placement, kinds of dash; tones and Đ/đ never) is decided by `transforms.text.normalise`, but a
corpus repeats a small vocabulary, so the vocabulary is normalised, not the text: words are cut out of the UTF-8 bytes and
looked up by their bytes (`word_kernels.words`), and only a word not seen before is folded and given its code, which is the
xxHash32 of the folded word. Leading zeros of numbers are dropped ("07/02" is "7/2"), and the lowest bit of a code tells
whether the word is a number. Nothing here depends on a library's private hash, so codes may be stored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from threading import Lock
from typing import TypeVar

import numpy as np
import polars as pl
import pyarrow as pa
import xxhash

from transforms.compiled import I64, U8, U32, U64
from transforms.text import word_kernels
from transforms.text.normalise import fold, normalise
from transforms.text.packed import values

T = TypeVar("T")

_BLOCK = 1 << 19
_FIRST = 1 << 12
_BLOCK_TEXTS = 1 << 15
_SLOT_BITS = 20
_MOST_WORDS = 2_000_000


@dataclass(frozen=True, slots=True)
class Syllables:
    """Codes of the syllables of several texts: text i has `codes[offsets[i] : offsets[i + 1]]`."""

    codes: U32
    offsets: I64

    @classmethod
    def of(cls, codes: U32, counts: I64) -> Syllables:
        """From the number of syllables of each text."""
        return cls(codes, np.concatenate([[0], np.cumsum(counts)]).astype(np.int64))

    @classmethod
    def stored(cls, column: pl.Series) -> Syllables:
        """From a column of packed codes, those of a text a row; null reads as empty."""
        codes, offsets = values(column, np.uint32)
        return cls(codes[offsets[0] : offsets[-1]], offsets - offsets[0])

    @property
    def counts(self) -> I64:
        """Syllables of each text."""
        return np.diff(self.offsets)


class Vocabulary:
    """Words seen and their codes. A cache: what it holds never changes a result."""

    def __init__(self) -> None:
        self.keys: U64 = np.zeros((1 << _SLOT_BITS) + word_kernels.PROBES, np.uint64)
        self.codes: U32 = np.zeros(len(self.keys), np.uint32)
        self._all: dict[bytes, int] = {}
        self._lock = Lock()

    def code(self, word: U8) -> int:
        """Code of a word given by its bytes."""
        data = word.tobytes()
        code = self._all.get(data)
        return self._learn(data, word) if code is None else code

    def _learn(self, data: bytes, word: U8) -> int:
        code = code_of(data.decode("utf8", "replace"))
        key = word_kernels.name(word)
        first = int(key) >> (64 - _SLOT_BITS)
        with self._lock:
            if len(self._all) < _MOST_WORDS:
                self._all[data] = code
            # A slot is never rewritten, and its code comes first: other threads are reading.
            free = [s for s in range(first, first + word_kernels.PROBES) if self.keys[s] in (0, key)]
            if free and not self.keys[free[0]]:
                self.codes[free[0]] = code
                self.keys[free[0]] = key
        return code


_SEEN = Vocabulary()


def code_of(word: str) -> int:
    """The defined code of one syllable: xxHash32 of its folded form, lowest bit set for a number."""
    folded = fold(normalise(word))
    if folded[:1].isdigit():
        return xxhash.xxh32_intdigest(folded.lstrip("0").encode()) | 1
    return xxhash.xxh32_intdigest(folded.encode()) & ~1


def syllables(texts: pl.Series, vocabulary: Vocabulary | None = None) -> Syllables:
    """Codes of the syllables of normalised texts; null reads as empty."""
    parts = list(each_block(texts, lambda s: s, vocabulary))
    if not parts:
        return Syllables(np.empty(0, np.uint32), np.zeros(1, np.int64))
    return Syllables.of(np.concatenate([p.codes for p in parts]), np.concatenate([p.counts for p in parts]))


def each_block(texts: pl.Series, work: Callable[[Syllables], T], vocabulary: Vocabulary | None = None) -> Iterator[T]:
    """`work` done on the syllables of consecutive blocks of at most 2¹⁵ texts, in order, in as many threads as Polars has."""
    known = vocabulary or _SEEN
    data, offsets = utf8(texts)
    steps = np.searchsorted(offsets, list(_steps(int(offsets[0]), int(offsets[-1]))))
    cuts = np.unique(np.concatenate([np.arange(0, len(texts), _BLOCK_TEXTS), steps, [len(texts)]])).tolist()

    def read(cut: tuple[int, int]) -> T:
        return work(_read(data, offsets[cut[0] : cut[1] + 1], known))

    with ThreadPoolExecutor(pl.thread_pool_size()) as pool:
        yield from pool.map(read, pairwise(cuts))


def _steps(begin: int, end: int) -> Iterator[int]:
    """Where blocks of bytes begin. The first are small: each word not yet known is a look-up in Python wherever it stands in a block,
    and frequent ones are known when the large blocks come."""
    size = _FIRST
    while begin < end:
        yield begin
        begin += size
        size = min(2 * size, _BLOCK)


def utf8(texts: pl.Series) -> tuple[U8, I64]:
    """UTF-8 bytes of all texts, and where each begins."""
    array = texts.fill_null("").to_arrow(compat_level=pl.CompatLevel.oldest()).cast(pa.large_string())
    _, offsets, data = array.buffers()
    at = (
        np.frombuffer(offsets, np.int64)[array.offset : array.offset + len(array) + 1]
        if offsets
        else np.zeros(1, np.int64)
    )
    return np.frombuffer(data, np.uint8) if data is not None else np.zeros(0, np.uint8), at


def _read(data: U8, offsets: I64, known: Vocabulary) -> Syllables:
    most = (int(offsets[-1] - offsets[0]) + len(offsets)) // 2 + 1  # words are a byte apart at least
    codes, counts, missing = (
        np.empty(most, np.uint32),
        np.empty(len(offsets) - 1, np.int64),
        np.empty(3 * most, np.int64),
    )
    n, lost = word_kernels.words(data, offsets, known.keys, known.codes, codes, counts, missing, _SLOT_BITS)
    gaps = missing[: 3 * lost].reshape(-1, 3)
    codes[gaps[:, 0]] = np.fromiter((known.code(data[begin:end]) for _, begin, end in gaps.tolist()), np.uint32, lost)
    return Syllables.of(codes[:n].copy(), counts)
