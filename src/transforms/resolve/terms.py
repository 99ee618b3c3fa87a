"""Texts → weighted terms, and how much two texts share of them.

In: one row per text with its title, and the codes of its syllables where they are stored. Out: sparse vectors, and for given pairs of texts the sums over their shared terms.
Terms are syllables and pairs of adjacent syllables: Vietnamese words are mostly of one or two syllables, so no word segmenter
is needed. A term weighs (1 + ln count) · ln((n + 1) / (df + ½)); terms of a large share of all texts weigh nothing. Terms of
one text alone meet nothing, but they are part of what that text says: they count for its length, and are dropped after
that. A term is known by 48 bits of a hash of its syllables (ten million terms hold such a pair by chance once in five times), and numbered within one
run in the order of the texts; a text's terms stand in the order of their hashes, which depends on nothing but the words.
Texts are read in blocks, by as many threads as Polars has; what stays is ten bytes per term of a text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
import polars as pl

from transforms.compiled import F32, I32, I64, U8, U64
from transforms.resolve import kernels
from transforms.text.syllables import Syllables, syllables
from transforms.threads import each

LEAD = 60  # syllables: headline and opening paragraph say what happened
LONGEST = 500  # syllables of a text that are compared
COMMON = 0.3  # terms in more than this share of the texts are grammar, not news
_TITLE_COUNTS = 2  # a headline's terms count as often as that in the body
_BLOCK = 2048  # texts whose terms are sorted at once


@dataclass(frozen=True, slots=True)
class Sparse:
    """Vectors of texts: text i has the terms `term[at[i] : at[i + 1]]` with their weights, in unit length."""

    at: I64
    term: I32
    weight: F32

    def __len__(self) -> int:
        return len(self.at) - 1


@dataclass(frozen=True, slots=True)
class Vectors:
    """`body`, `lead`, `title` of each text over the terms 0 … n_terms - 1."""

    n_terms: int
    body: Sparse
    lead: Sparse
    title: Sparse


@dataclass(frozen=True, slots=True)
class _Block:
    """Distinct terms of consecutive texts: the terms or their numbers, how often and where each stands, how many each text has."""

    terms: U64 | I32
    count: U8
    flags: U8
    sizes: I64


class _Numbering:
    """Numbers of terms by their hashes, and in how many texts each stands."""

    def __init__(self) -> None:
        self.n = 0
        self.df: I32 = np.zeros(0, np.int32)
        self._bits = 0
        self._slots: U64 = np.zeros(1, np.uint64)
        self._numbers: I32 = np.zeros(1, np.int32)

    def add(self, terms: U64) -> I32:
        """Numbers of the distinct terms of some texts."""
        self._make_room(self.n + len(terms))
        out = np.empty(len(terms), np.int32)
        self.n = kernels.number_terms(terms, self._slots, self._numbers, self._bits, self.df, self.n, out)
        return out

    def _make_room(self, most: int) -> None:
        if most > len(self.df):
            self.df = np.concatenate([self.df[: self.n], np.zeros(most + self.n // 4 - self.n, np.int32)])
        if 3 * most > 2 * len(self._slots):
            bits = (2 * most).bit_length()
            slots, numbers = np.zeros(1 << bits, np.uint64), np.zeros(1 << bits, np.int32)
            kernels.rehash(self._slots, self._numbers, bits, slots, numbers)
            self._bits, self._slots, self._numbers = bits, slots, numbers


def vectors(texts: pl.DataFrame) -> Vectors:
    """Weighted terms of `texts` (title, text), document frequencies taken from these texts; where the column `codes` gives the
    codes of a text's syllables, the text itself is not read."""
    numbering = _Numbering()
    blocks = [
        _Block(numbering.add(b.terms), b.count, b.flags, b.sizes) for b in each(lambda s: _block(*s), _slices(texts))
    ]
    df, n = numbering.df[: numbering.n], texts.height
    most = max(int(COMMON * n), 2)
    idf = np.where(df <= most, np.log((n + 1) / (np.maximum(df, 1) + 0.5)), 0.0)
    # Most terms stand in one text and meet nothing: numbers for the others alone keep the tables over them small.
    meets = (df > 1) & (df <= most)
    rank = np.where(meets, np.cumsum(meets) - 1, -1).astype(np.int32)
    return Vectors(max(int(meets.sum()), 1), *_weighed(blocks, idf, rank, n))


_PARTS = (0, kernels.IN_LEAD, kernels.IN_TITLE)
"""Flags of the terms of body, lead and title."""
_TIMES = 1 + np.log(np.maximum(np.arange(256), 1))
"""What a term weighs more by how often it stands in the body."""


def _weighed(
    blocks: list[_Block], idf: np.ndarray[tuple[int], np.dtype[np.float64]], rank: I32, n: int
) -> list[Sparse]:
    """Body, lead and title of all texts: every text's place is counted first, then all blocks are filled in side by side."""
    firsts = [0, *accumulate(len(b.sizes) for b in blocks)]
    at = np.zeros((len(_PARTS), n + 1), np.int64)

    def count(number: int) -> None:
        block = blocks[number]
        kernels.meeting(block.terms, block.sizes, block.flags, rank, at[:, firsts[number] + 1 : firsts[number + 1] + 1])

    list(each(count, range(len(blocks))))
    np.cumsum(at, axis=1, out=at)
    terms = [np.empty(int(total), np.int32) for total in at[:, -1]]
    weights = [np.empty(int(total), np.float32) for total in at[:, -1]]

    def fill(number: int) -> None:
        block = blocks[number]
        for part, flag in enumerate(_PARTS):
            kernels.weigh(
                block.terms, block.count, block.sizes, block.flags, flag, idf, _TIMES if not flag else np.ones(256), rank,
                at[part, firsts[number] :], terms[part], weights[part],
            )  # fmt: skip

    list(each(fill, range(len(blocks))))
    return [Sparse(*part) for part in zip(at, terms, weights, strict=True)]


def _slices(texts: pl.DataFrame) -> Iterator[tuple[Syllables, Syllables, int, int]]:
    """Syllables of titles and of texts, and the block of them to read."""
    for part in texts.iter_slices(16 * _BLOCK):
        titles = syllables(part["title"])
        bodies = Syllables.stored(part["codes"]) if "codes" in part.columns else syllables(part["text"])
        for begin in range(0, part.height, _BLOCK):
            yield titles, bodies, begin, min(begin + _BLOCK, part.height)


def _block(titles: Syllables, bodies: Syllables, begin: int, end: int) -> _Block:
    most = 2 * int(titles.offsets[end] - titles.offsets[begin] + bodies.offsets[end] - bodies.offsets[begin])
    keys = np.empty(most, np.uint64)
    everywhere = kernels.IN_TITLE | kernels.IN_LEAD
    n = kernels.term_keys(titles.codes, titles.offsets, begin, end, LONGEST, 0, everywhere, keys, 0)
    n = kernels.term_keys(bodies.codes, bodies.offsets, begin, end, LONGEST, LEAD, 0, keys, n)
    keys = keys[:n]
    keys.sort()
    terms, counts, flags = np.empty(n, np.uint64), np.empty(n, np.uint8), np.empty(n, np.uint8)
    sizes = np.zeros(end - begin, np.int64)
    n = kernels.merge_keys(keys, _TITLE_COUNTS, terms, counts, flags, sizes)
    return _Block(terms[:n], counts[:n].copy(), flags[:n].copy(), sizes)


def likeness(pairs: pl.DataFrame, vectors: Vectors) -> pl.DataFrame:
    """`pairs` (a, b) with `cosine` of their bodies, `title` of their titles, and `there` and `back`: the share of a's lead whose
    terms stand in b's body, and of b's in a's."""
    ordered = pairs.sort("a", maintain_order=True)
    a, b = (ordered[c].to_numpy().astype(np.int64) for c in ("a", "b"))
    sums = [np.zeros(len(a)) for _ in range(4)]
    body, lead, title = vectors.body, vectors.lead, vectors.title
    kernels.shared_sums(
        a, b, vectors.n_terms, body.at, body.term, body.weight, lead.at, lead.term, lead.weight,
        title.at, title.term, title.weight, sums[0], sums[1], sums[2], sums[3],
    )  # fmt: skip
    return ordered.with_columns(
        pl.Series(name, s) for name, s in zip(("cosine", "title", "there", "back"), sums, strict=True)
    )


def overlap(pairs: pl.DataFrame, vector: pl.DataFrame, at_least: float, name: str) -> pl.DataFrame:
    """`pairs` with a column `name`: the weight of the terms of `vector` that both have, by that of the one that has less, and
    `at_least` on top: little evidence never makes a full share."""
    total = vector.group_by("node").agg(total=pl.col("weight").sum())
    met = pairs.select("a", "b").join(vector, left_on="a", right_on="node")
    met = met.join(vector.select("node", "term"), left_on=["b", "term"], right_on=["node", "term"])
    sums = met.group_by("a", "b").agg(shared=pl.col("weight").sum())
    shared = pairs.select("a", "b").join(sums, on=["a", "b"], how="left", maintain_order="left")
    shared = shared.with_columns(pl.col("shared").fill_null(0.0))
    both = shared.join(total, left_on="a", right_on="node", how="left", maintain_order="left")
    both = both.join(total, left_on="b", right_on="node", how="left", maintain_order="left", suffix="_b")
    least = pl.min_horizontal("total", "total_b") + at_least
    return pairs.with_columns(
        both.select((pl.col("shared") / least).fill_null(0.0).fill_nan(0.0).clip(0.0, 1.0).alias(name))
    )
