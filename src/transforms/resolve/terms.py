"""Texts → weighted terms, and how much two texts share of them.

In: one row per text with its title, and the codes of its syllables where they are stored. Out: sparse vectors, and for given pairs of texts the sums over their shared terms.
Terms are syllables and pairs of adjacent syllables: Vietnamese words are mostly of one or two syllables, so no word segmenter
is needed. A term weighs (1 + ln count) · ln((n + 1) / (df + ½)); terms of a large share of all texts weigh nothing. Terms of
one text alone meet nothing, but they are part of what that text says: they count for its length, and are dropped after
that. A term is known by 48 bits of a hash of its syllables (ten million terms hold such a pair by chance once in five times), and numbered within one
run; a text's terms stand in the order of their hashes, which depends on nothing but the words.
Texts are read in blocks, by as many threads as Polars has; what stays is ten bytes per term of a text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np
import polars as pl

from transforms.compiled import F32, F64, I32, I64, U8, U64
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
class _Terms:
    """Distinct terms of all texts, those of text i from `at[i]` to `at[i + 1]` in the order of their hashes: how often each stands
    there (at most 255 times), and `kernels.IN_TITLE`, `IN_LEAD`."""

    at: I64
    hashes: U64
    counts: U8
    flags: U8


def vectors(texts: pl.DataFrame) -> Vectors:
    """Weighted terms of `texts` (title, text), document frequencies taken from these texts; where the column `codes` gives the
    codes of a text's syllables, the text itself is not read."""
    n = texts.height
    terms = _joined(list(each(lambda part: _block(*part), _slices(texts))))
    most = max(int(COMMON * n), 2)
    ranks = _numbered(terms, most)
    df = np.arange(n + 1)
    idf = np.where(df <= most, np.log((n + 1) / (np.maximum(df, 1) + 0.5)), 0.0)
    return Vectors(max(int(ranks[-1]), 1), *_weighed(terms, idf, ranks))


def _joined(blocks: list[_Terms]) -> _Terms:
    """The terms of consecutive blocks of texts; a block is let go as soon as it is copied."""
    sizes = [0, *accumulate(len(b.hashes) for b in blocks)]
    at = [np.zeros(1, np.int64), *(b.at[1:] + first for b, first in zip(blocks, sizes, strict=False))]
    whole = _Terms(
        np.concatenate(at), np.empty(sizes[-1], np.uint64), np.empty(sizes[-1], np.uint8), np.empty(sizes[-1], np.uint8)
    )
    for begin, end in pairwise(sizes):
        block = blocks.pop(0)
        whole.hashes[begin:end], whole.counts[begin:end], whole.flags[begin:end] = (
            block.hashes,
            block.counts,
            block.flags,
        )
    return whole


def _numbered(terms: _Terms, most: int) -> I64:
    """Replace every hash by what is known of its term once all texts are read (`kernels.describe`); returns the first number of
    the terms of each range of the hash space, and after the last how many there are.

    A table over all terms would be far larger than any cache. So the hash space is cut into ranges, whose terms stand
    together in every text: one range is numbered at a time, in a table that stays small.
    """
    bits = min((len(terms.hashes) // _RANGE).bit_length(), kernels.RANGE_BITS)
    step = 1 << (kernels.TERM_BITS - bits)
    threads = pl.thread_pool_size()
    cuts = sorted({(part << bits) // threads for part in range(threads + 1)})
    # Where each thread begins is looked up before any of them overwrites a hash.
    begins = [kernels.seek(terms.at, terms.hashes, np.uint64(first * step)) for first in cuts[:-1]]
    sizes = np.zeros((1 << bits) + 1, np.int64)

    def work(part: int) -> None:
        here = begins[part]
        for number in range(cuts[part], cuts[part + 1]):
            there = np.empty_like(here)
            n = kernels.advance(terms.at, terms.hashes, here, np.uint64((number + 1) * step), there)
            slot_bits = min((2 * n).bit_length(), kernels.TERM_BITS - bits)
            slots, numbers, df = (
                np.zeros(1 << slot_bits, np.uint64),
                np.empty(1 << slot_bits, np.int32),
                np.zeros(n, np.int32),
            )
            known = kernels.number_terms(
                terms.hashes, here, there, slots, numbers, kernels.TERM_BITS - bits - slot_bits, df
            )
            sizes[number + 1] = kernels.describe(terms.hashes, here, there, df[:known], most, number)
            here = there

    list(each(work, range(len(begins))))
    return np.cumsum(sizes)


_RANGE = 1 << 18
"""Terms of texts in a range of the hash space: their table fits into a cache."""
_PARTS = (0, kernels.IN_LEAD, kernels.IN_TITLE)
"""Flags of the terms of body, lead and title."""
_TIMES = 1 + np.log(np.maximum(np.arange(256), 1))
"""What a term of a body weighs more by how often it stands there."""
_SPANS = 4
"""Spans of texts per thread, so that none waits long for another."""


def spans(n: int) -> list[tuple[int, int]]:
    """Texts 0 to n in parts for as many threads as Polars has."""
    parts = _SPANS * pl.thread_pool_size()
    return list(pairwise(sorted({n * part // parts for part in range(parts + 1)})))


def _weighed(terms: _Terms, idf: F64, ranks: I64) -> list[Sparse]:
    """Body, lead and title of all texts: every text's place is counted first, then all are filled in side by side."""
    n = len(terms.at) - 1
    at = np.zeros((len(_PARTS), n + 1), np.int64)
    list(each(lambda span: kernels.meeting(terms.at, terms.hashes, terms.flags, *span, at[:, 1:]), spans(n)))
    np.cumsum(at, axis=1, out=at)
    vectors = [Sparse(row, np.empty(int(row[-1]), np.int32), np.empty(int(row[-1]), np.float32)) for row in at]

    def fill(span: tuple[int, int]) -> None:
        for flag, v in zip(_PARTS, vectors, strict=True):
            times = np.ones(256) if flag else _TIMES
            kernels.weigh(
                terms.at, terms.hashes, terms.counts, terms.flags, *span, flag, idf, times, ranks, v.at, v.term, v.weight
            )  # fmt: skip

    list(each(fill, spans(n)))
    return vectors


def _slices(texts: pl.DataFrame) -> Iterator[tuple[Syllables, Syllables, int, int]]:
    """Syllables of titles and of texts, and the block of them to read."""
    for part in texts.iter_slices(16 * _BLOCK):
        titles = syllables(part["title"])
        bodies = Syllables.stored(part["codes"]) if "codes" in part.columns else syllables(part["text"])
        for begin in range(0, part.height, _BLOCK):
            yield titles, bodies, begin, min(begin + _BLOCK, part.height)


def _block(titles: Syllables, bodies: Syllables, begin: int, end: int) -> _Terms:
    most = 2 * int(titles.offsets[end] - titles.offsets[begin] + bodies.offsets[end] - bodies.offsets[begin])
    keys = np.empty(most, np.uint64)
    everywhere = kernels.IN_TITLE | kernels.IN_LEAD
    n = kernels.term_keys(titles.codes, titles.offsets, begin, end, LONGEST, 0, everywhere, keys, 0)
    n = kernels.term_keys(bodies.codes, bodies.offsets, begin, end, LONGEST, LEAD, 0, keys, n)
    keys = keys[:n]
    keys.sort()
    hashes, counts, flags = np.empty(n, np.uint64), np.empty(n, np.uint8), np.empty(n, np.uint8)
    sizes = np.zeros(end - begin, np.int64)
    n = kernels.merge_keys(keys, _TITLE_COUNTS, hashes, counts, flags, sizes)
    return _Terms(np.concatenate([[0], np.cumsum(sizes)]), hashes[:n].copy(), counts[:n].copy(), flags[:n].copy())


def likeness(pairs: pl.DataFrame, vectors: Vectors) -> pl.DataFrame:
    """`pairs` (a, b) with `cosine` of their bodies, `title` of their titles, and `there` and `back`: the share of a's lead whose
    terms stand in b's body, and of b's in a's."""
    ordered = pairs.sort("a", maintain_order=True)
    a, b = (ordered[c].to_numpy().astype(np.int64) for c in ("a", "b"))
    sums = [np.zeros(len(a)) for _ in range(4)]
    body, lead, title = vectors.body, vectors.lead, vectors.title

    def work(span: tuple[int, int]) -> None:
        some = slice(*span)
        kernels.shared_sums(
            a[some], b[some], vectors.n_terms, body.at, body.term, body.weight, lead.at, lead.term, lead.weight,
            title.at, title.term, title.weight, sums[0][some], sums[1][some], sums[2][some], sums[3][some],
        )  # fmt: skip

    list(each(work, spans(len(a))))
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
