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

_SYLLABLE = r"[\p{L}\p{N}]+(?:[.,/-]\p{N}+)*"
LEAD = 60  # syllables: headline and opening paragraph say what happened
LONGEST = 500  # syllables of a text that are compared
COMMON = 0.3  # terms in more than this share of the texts are grammar, not news
_TITLE_COUNTS = 2  # a headline's terms count as often as that in the body
_BATCH = 20_000  # texts whose syllables are held at once
CHUNK = 40_000  # pairs compared at a time, which bounds the memory


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
    weighted = (
        counted.join(frequency, on="term")
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
    return _shared(pairs, left, right, (pl.col("weight") * pl.col("weight_right")).sum(), name)


def cover(pairs: pl.DataFrame, part: pl.DataFrame, whole: pl.DataFrame, name: str) -> pl.DataFrame:
    """`pairs` with a column `name`: the share of a's `part` whose terms stand in b's `whole`."""
    return _shared(pairs, part, whole, pl.col("weight").pow(2).sum(), name)


def overlap(pairs: pl.DataFrame, vector: pl.DataFrame, at_least: float, name: str) -> pl.DataFrame:
    """`pairs` with a column `name`: the weight of the terms of `vector` that both have, by that of the one that has less, and
    `at_least` on top: little evidence never makes a full share."""
    total = vector.group_by("node").agg(total=pl.col("weight").sum())
    shared = _shared(pairs, vector, vector, pl.col("weight").sum(), "shared", most=None)
    both = shared.join(total, left_on="a", right_on="node", how="left", maintain_order="left")
    both = both.join(total, left_on="b", right_on="node", how="left", maintain_order="left", suffix="_b")
    least = pl.min_horizontal("total", "total_b") + at_least
    return pairs.with_columns(
        both.select((pl.col("shared") / least).fill_null(0.0).fill_nan(0.0).clip(0.0, 1.0).alias(name))
    )


def _of(vector: pl.DataFrame, nodes: pl.Series) -> pl.DataFrame:
    """Rows of `vector`, which is in order of nodes, that belong to `nodes`."""
    wanted, node = nodes.unique().sort().to_numpy(), vector["node"].to_numpy()
    begins = np.searchsorted(node, wanted)
    sizes = np.searchsorted(node, wanted, side="right") - begins
    rows = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes - begins, sizes)
    return vector.select(pl.col("node", "term", "weight").gather(rows))


def _shared(
    pairs: pl.DataFrame, left: pl.DataFrame, right: pl.DataFrame, total: pl.Expr, name: str, most: float | None = 1.0
) -> pl.DataFrame:
    sums = []
    for chunk in pairs.select("a", "b").iter_slices(CHUNK):
        terms = chunk.join(_of(left, chunk["a"]), left_on="a", right_on="node")
        met = terms.join(_of(right, chunk["b"]), left_on=["b", "term"], right_on=["node", "term"])
        sums.append(met.group_by("a", "b").agg(total.cast(pl.Float64).alias(name)))
    found = pl.concat(sums) if sums else pl.DataFrame(schema={**pairs.select("a", "b").schema, name: pl.Float64})
    return pairs.join(found, on=["a", "b"], how="left", maintain_order="left").with_columns(
        pl.col(name).fill_null(0.0).clip(0.0, most)
    )
