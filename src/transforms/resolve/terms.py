"""Texts → weighted terms, and how much two texts share of them.

In: one row per text with its title. Out: sparse vectors as frames (`node`, `term`, `weight`), and for given pairs of
nodes the sums over their shared terms. Terms are syllables and pairs of adjacent syllables: Vietnamese words are mostly
of one or two syllables, so no word segmenter is needed. A term weighs (1 + ln count) · ln((n + 1) / (df + ½)); terms of a
large share of all texts weigh nothing. Terms of one text alone meet nothing, but they are part of what that text says: they
count for its length, and are dropped after that. Syllables are numbered within one run; everything
after that is sorting and joining of numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from transforms.text.normalise import fold

I64 = NDArray[np.int64]
F32 = NDArray[np.float32]
F64 = NDArray[np.float64]

_SYLLABLE = r"[\p{L}\p{N}]+(?:[.,/-]\p{N}+)*"
LEAD = 60  # syllables: headline and opening paragraph say what happened
LONGEST = 500  # syllables of a text that are compared
COMMON = 0.3  # terms in more than this share of the texts are grammar, not news
_TITLE_COUNTS = 2  # a headline's terms count as often as that in the body
_BATCH = 20_000  # texts whose syllables are held at once


@dataclass(frozen=True, slots=True)
class Vectors:
    """`body`, `lead`, `title`: (node, term, weight), each of unit length per node."""

    body: pl.DataFrame
    lead: pl.DataFrame
    title: pl.DataFrame


class _Vocabulary:
    """Numbers for folded syllables. Folding the vocabulary is a hundred times cheaper than folding every text."""

    def __init__(self) -> None:
        self._number: dict[str, int] = {}
        self._known = pl.DataFrame(schema={"syllable": pl.String, "number": pl.Int64})

    def numbers(self, syllables: pl.Series) -> I64:
        """A number for each syllable, equal where the folded syllables are equal."""
        said = syllables.to_frame("syllable")
        new = said.unique(maintain_order=True).join(self._known, on="syllable", how="anti", maintain_order="left")[
            "syllable"
        ]
        coded = [self._number.setdefault(fold(s), len(self._number)) for s in new.to_list()]
        self._known = pl.concat(
            [self._known, pl.DataFrame({"syllable": new, "number": pl.Series(coded, dtype=pl.Int64)})]
        )
        return said.join(self._known, on="syllable", how="left", maintain_order="left")["number"].to_numpy()


def vectors(texts: pl.DataFrame) -> Vectors:
    """Weighted terms of `texts` (node 0 … n-1 in order, title, text), document frequencies taken from these texts."""
    vocabulary = _Vocabulary()
    parts = [_counts(batch, vocabulary) for batch in texts.iter_slices(_BATCH)]
    counted = pl.concat(parts) if parts else pl.DataFrame(schema=_COUNTED)
    n = texts.height
    frequency = counted.group_by("term").agg(df=pl.len()).filter(pl.col("df") <= max(COMMON * n, 2))
    # Terms that meet others are numbered from 1, in an order that depends on nothing but the words.
    shared = frequency.filter(pl.col("df") > 1).sort("term").with_row_index("number", 1)
    frequency = frequency.join(shared.select("term", "number"), on="term", how="left").with_columns(
        pl.col("number").fill_null(0)
    )
    weighted = (
        counted.join(frequency, on="term")
        .with_columns(term="number")
        .with_columns(idf=((n + 1) / (pl.col("df") + 0.5)).log())
        .with_columns(weight=pl.col("idf") * (1 + pl.col("count").log()))
    )
    return Vectors(
        body=_unit(weighted.select("node", "term", "weight", "df")),
        lead=_unit(weighted.filter("in_lead").select("node", "term", "df", weight="idf")),
        title=_unit(weighted.filter("in_title").select("node", "term", "df", weight="idf")),
    )


_COUNTED = pl.Schema(
    {"node": pl.UInt32, "term": pl.Int64, "count": pl.Float64, "in_lead": pl.Boolean, "in_title": pl.Boolean}
)


def _counts(texts: pl.DataFrame, vocabulary: _Vocabulary) -> pl.DataFrame:
    """How often each term stands in each text, and whether in its opening or headline."""
    keys, counts, leads, titles = [], [], [], []
    for column in ("title", "text"):
        said = texts[column].fill_null("").str.extract_all(_SYLLABLE).list.head(LONGEST)
        lengths = said.list.len().to_numpy().astype(np.int64)
        number = vocabulary.numbers(said.explode(empty_as_null=False))
        of = np.repeat(np.arange(texts.height), lengths)
        at = np.arange(len(of)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        adjacent = np.flatnonzero(of[1:] == of[:-1])
        # One number per term: a syllable as it is, a pair as the two numbers side by side, from 1.
        term = _mixed(np.concatenate([number, (number[adjacent] + 1 << _HALF) | (number[adjacent + 1] + 1)]))
        first = np.concatenate([np.arange(len(of)), adjacent])
        keys.append(of[first] << _TERM_BITS | term)
        counts.append(np.full(len(term), float(_TITLE_COUNTS if column == "title" else 1)))
        titles.append(np.full(len(term), column == "title"))
        leads.append(at[first] < LEAD if column == "text" else np.ones(len(term), bool))
    key = np.concatenate(keys)
    order = np.argsort(key)
    key = key[order]
    starts = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]])[: len(key)])
    if not len(starts):
        return pl.DataFrame(schema=_COUNTED)
    return pl.DataFrame(
        {
            "node": texts["node"].gather(key[starts] >> _TERM_BITS),
            "term": key[starts] & _TERM_MASK,
            "count": np.add.reduceat(np.concatenate(counts)[order], starts),
            "in_lead": np.logical_or.reduceat(np.concatenate(leads)[order], starts),
            "in_title": np.logical_or.reduceat(np.concatenate(titles)[order], starts),
        },
        schema=_COUNTED,
    )


_HALF = 31  # bits of a syllable's number
_TERM_BITS = 46  # a term and the place of its text in the batch make one sortable number
_TERM_MASK = (1 << _TERM_BITS) - 1


def _mixed(numbers: I64) -> I64:
    """Numbers spread evenly over `_TERM_BITS` bits (the finaliser of SplitMix64): two terms meet once in billions."""
    x = numbers.astype(np.uint64)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return ((x ^ (x >> np.uint64(31))) & np.uint64(_TERM_MASK)).astype(np.int64)


def _unit(vector: pl.DataFrame) -> pl.DataFrame:
    length = pl.col("weight").pow(2).sum().sqrt().over("node")
    sized = vector.with_columns(weight=(pl.col("weight") / length).cast(pl.Float32))
    return sized.filter(pl.col("df") > 1).select("node", "term", "weight").sort("node", "term")


def cosine(pairs: pl.DataFrame, left: pl.DataFrame, right: pl.DataFrame, name: str) -> pl.DataFrame:
    """`pairs` (a, b) with a column `name`: the product of a's vector in `left` and b's in `right`."""
    weight = right["weight"].to_numpy()
    return _with_sums(pairs, _sums(pairs, left, left["weight"].to_numpy(), right, weight), name)


def cover(pairs: pl.DataFrame, part: pl.DataFrame, whole: pl.DataFrame, name: str) -> pl.DataFrame:
    """`pairs` with a column `name`: the share of a's `part` whose terms stand in b's `whole`."""
    return _with_sums(pairs, _sums(pairs, part, part["weight"].to_numpy() ** 2, whole, None), name)


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


def _sums(pairs: pl.DataFrame, left: pl.DataFrame, value: F32, right: pl.DataFrame, factor: F32 | None) -> F64:
    """For each of `pairs`, the sum of `value` over the rows of a in `left` whose term b has in `right`, times b's `factor`.

    A text's values are laid out once in a table over all terms, in which the terms of all its partners are looked up: a few
    array operations per text, no join, and memory for one text's partners only.
    """
    a, b = pairs["a"].to_numpy().astype(np.int64), pairs["b"].to_numpy().astype(np.int64)
    found = np.zeros(len(a))
    if not len(a) or left.is_empty() or right.is_empty():
        return found
    left_term, right_term = left["term"].to_numpy(), right["term"].to_numpy()
    left_at, right_at = (_rows_of_nodes(v, int(max(a.max(), b.max())) + 1) for v in (left, right))
    table = np.zeros(int(max(left_term.max(), right_term.max())) + 1, np.float32)
    order = np.argsort(a, kind="stable")
    cuts = np.flatnonzero(np.diff(a[order])) + 1
    for mine in np.split(order, cuts):
        at, others = a[mine[0]], b[mine]
        own = left_term[left_at[at] : left_at[at + 1]]
        table[own] = value[left_at[at] : left_at[at + 1]]
        sizes = right_at[others + 1] - right_at[others]
        rows = np.arange(sizes.sum()) + np.repeat(right_at[others] - (np.cumsum(sizes) - sizes), sizes)
        shared = table[right_term[rows]]
        pair = np.repeat(np.arange(len(mine)), sizes)
        found[mine] = np.bincount(pair, shared if factor is None else shared * factor[rows], len(mine))
        table[own] = 0
    return found


def _rows_of_nodes(vector: pl.DataFrame, n: int) -> I64:
    """Where the rows of each node begin in `vector`, which is in order of nodes, and where the last one's end."""
    return np.searchsorted(vector["node"].to_numpy(), np.arange(n + 1)).astype(np.int64)


def _with_sums(pairs: pl.DataFrame, sums: F64, name: str) -> pl.DataFrame:
    return pairs.with_columns(pl.Series(name, np.clip(sums, 0.0, 1.0), dtype=pl.Float64))
