"""Texts → weighted terms, and how much two texts share of them.

In: one row per text with its title, and the codes of its syllables where they are stored. Out: sparse vectors, and for given pairs of texts the sums over their shared terms.
Terms are syllables and pairs of adjacent syllables: Vietnamese words are mostly of one or two syllables, so no word segmenter
is needed. A term weighs (1 + ln count) · ln((n + 1) / (df + ½)); terms of a large share of all texts weigh nothing. Terms of
one text alone meet nothing, but they are part of what that text says: they count for its length, and are dropped after
that. A term is known by 48 bits of a hash of its syllables (ten million terms hold such a pair by chance once in five times), and numbered within one
run; a text's terms stand in the order of their hashes, which depends on nothing but the words.
Texts are read in blocks, by as many threads as Polars has; what stays is twelve bytes per term of a text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np
import polars as pl

from transforms.compiled import F32, F64, I32, I64, U8, U16, U64
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
    """Distinct terms of consecutive texts in the order of their hashes: the hash, the text's place in the block, how often the term
    stands there (at most 255 times), and `kernels.IN_TITLE`, `IN_LEAD`."""

    hashes: U64
    texts: U16
    counts: U8
    flags: U8
    n_texts: int


def vectors(texts: pl.DataFrame) -> Vectors:
    """Weighted terms of `texts` (title, text), document frequencies taken from these texts; where the column `codes` gives the
    codes of a text's syllables, the text itself is not read."""
    n = texts.height
    blocks = list(each(lambda part: _block(*part), _slices(texts)))
    most = max(int(COMMON * n), 2)
    ranks = _numbered(blocks, most)
    df = np.arange(n + 1)
    idf = np.where(df <= most, np.log((n + 1) / (np.maximum(df, 1) + 0.5)), 0.0)
    return Vectors(max(int(ranks.max(initial=0)), 1), *_weighed(blocks, idf, ranks))


def _numbered(blocks: list[_Block], most: int) -> I64:
    """Replace every hash by what is known of its term once all texts are read (`kernels.describe`); returns the numbers from which
    on the terms of each range of the hash space and of each class of frequency are counted.

    A table over all terms would be far larger than any cache. So the hash space is cut into ranges, and one is numbered at
    a time. Terms of many texts come first in the numbers: what is looked up most lies together.
    """
    bits = min((sum(len(b.hashes) for b in blocks) // _RANGE).bit_length(), kernels.RANGE_BITS)
    edges = (np.arange(1, 1 << bits) << (kernels.TERM_BITS - bits)).astype(np.uint64)
    cuts = [np.concatenate([[0], np.searchsorted(b.hashes, edges), [len(b.hashes)]]) for b in blocks]
    sizes = np.zeros((1 << bits, kernels.CLASSES), np.int64)

    def work(number: int) -> None:
        parts = [b.hashes[cut[number] : cut[number + 1]] for b, cut in zip(blocks, cuts, strict=True)]
        most_terms = sum(len(part) for part in parts)
        slot_bits = min((most_terms).bit_length() + 1, kernels.TERM_BITS - bits)
        slots, numbers = np.zeros(1 << slot_bits, np.uint64), np.empty(1 << slot_bits, np.int32)
        df, known = np.zeros(most_terms, np.int32), 0
        for part in parts:
            known = kernels.number_terms(part, slots, numbers, kernels.TERM_BITS - bits - slot_bits, df, known)
        described = kernels.describe(df[:known], most, number, sizes[number])
        for part in parts:
            part[:] = described[part]

    list(each(work, range(1 << bits)))
    in_order = sizes.T[::-1].ravel()  # the classes of most texts first, the ranges in each
    return np.ascontiguousarray((np.cumsum(in_order) - in_order).reshape(kernels.CLASSES, -1)[::-1].T)


_RANGE = 1 << 19
"""Terms of texts in a range of the hash space: their table fits into a cache."""
_PARTS = (0, kernels.IN_LEAD, kernels.IN_TITLE)
"""Flags of the terms of body, lead and title."""
_TIMES = 1 + np.log(np.maximum(np.arange(256), 1))
"""What a term of a body weighs more by how often it stands there."""
_SPANS = 4
"""Parts of the work per thread, so that none waits long for another."""


def spans(n: int) -> list[tuple[int, int]]:
    """0 to n in parts for as many threads as Polars has."""
    parts = _SPANS * pl.thread_pool_size()
    return list(pairwise(sorted({n * part // parts for part in range(parts + 1)})))


def _weighed(blocks: list[_Block], idf: F64, ranks: I64) -> list[Sparse]:
    """Body, lead and title of all texts: lengths and places come first, then all blocks are filled in side by side."""
    firsts = [0, *accumulate(b.n_texts for b in blocks)]
    at = np.zeros((len(_PARTS), firsts[-1] + 1), np.int64)
    lengths = np.zeros((len(_PARTS), firsts[-1]))

    def measure(number: int) -> None:
        b, of = blocks[number], slice(firsts[number], firsts[number + 1])
        kernels.lengths(b.hashes, b.texts, b.counts, b.flags, idf, _TIMES, lengths[:, of], at[:, 1:][:, of])

    list(each(measure, range(len(blocks))))
    np.cumsum(at, axis=1, out=at)
    np.sqrt(lengths, out=lengths)
    found = [Sparse(row, np.empty(int(row[-1]), np.int32), np.empty(int(row[-1]), np.float32)) for row in at]
    terms, weights = tuple(v.term for v in found), tuple(v.weight for v in found)

    def fill(number: int) -> None:
        b, of = blocks[number], slice(firsts[number], firsts[number + 1])
        kernels.weigh(
            b.hashes, b.texts, b.counts, b.flags, idf, _TIMES, lengths[:, of], ranks, at[:, of].copy(), terms, weights
        )  # fmt: skip

    list(each(fill, range(len(blocks))))
    return found


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
    texts, counts, flags = np.empty(n, np.uint16), np.empty(n, np.uint8), np.empty(n, np.uint8)
    n = kernels.merge_keys(keys, _TITLE_COUNTS, texts, counts, flags)
    return _Block(keys[:n].copy(), texts[:n].copy(), counts[:n].copy(), flags[:n].copy(), end - begin)


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
            a[some], b[some], body.at, body.term, body.weight, lead.at, lead.term, lead.weight,
            title.at, title.term, title.weight, sums[0][some], sums[1][some], sums[2][some], sums[3][some],
        )  # fmt: skip

    list(each(work, spans(len(a))))
    return ordered.with_columns(
        pl.Series(name, s) for name, s in zip(("cosine", "title", "there", "back"), sums, strict=True)
    )


_UNIT = 1 << 20
"""Parts of the weight 1 in which weights are added up."""


def overlap(pairs: pl.DataFrame, vector: pl.DataFrame, at_least: float, name: str) -> pl.DataFrame:
    """`pairs` with a column `name`: the weight of the terms of `vector` (node, term, weight: each term of a node once) that both
    have, by that of the one that has less, and `at_least` on top: little evidence never makes a full share."""
    # Sums of whole numbers are the same in whatever order they are added up.
    ordered = vector.select(
        "node", pl.col("term").rank("dense").cast(pl.Int32), (pl.col("weight") * _UNIT).round().cast(pl.Int64)
    ).sort("node", "term")
    a, b = (pairs[c].to_numpy().astype(np.int64) for c in ("a", "b"))
    n = max(int(a.max(initial=-1)), int(b.max(initial=-1))) + 1
    at = np.searchsorted(ordered["node"].to_numpy(), np.arange(n + 1)).astype(np.int64)
    total = np.diff(np.concatenate([[0], np.cumsum(ordered["weight"].to_numpy())])[at])
    shared = np.empty(len(a), np.int64)
    kernels.shared_weights(a, b, at, ordered["term"].to_numpy(), ordered["weight"].to_numpy(), shared)
    least = np.minimum(total[a], total[b]) + at_least * _UNIT
    share = np.divide(shared, least, out=np.zeros(len(a)), where=least > 0)
    return pairs.with_columns(pl.Series(name, share.clip(0.0, 1.0)))
