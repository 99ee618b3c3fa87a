"""Texts → weighted terms, and how much two texts share of them.

In: one row per text with its title. Out: sparse vectors as frames (`node`, `term`, `weight`), and for given pairs of
nodes the sums over their shared terms. Terms are syllables and pairs of adjacent syllables: Vietnamese words are mostly
of one or two syllables, so no word segmenter is needed. A term weighs (1 + ln count) · ln((n + 1) / (df + ½)); terms of
one text only, and those of a large share of all texts, weigh nothing. Everything is a join or a group-by over the frames;
term hashes live only within one run.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from transforms.text.normalise import fold

_SYLLABLE = r"[\p{L}\p{N}]+(?:[.,/-]\p{N}+)*"
LEAD = 60  # syllables: headline and opening paragraph say what happened
LONGEST = 600  # syllables of a text that are compared
COMMON = 0.3  # terms in more than this share of the texts are grammar, not news
_TITLE_COUNTS = 2  # a headline's terms count as often as that in the body
CHUNK = 40_000  # pairs compared at a time, which bounds the memory


@dataclass(frozen=True, slots=True)
class Vectors:
    """`body`, `lead`, `title`, `numbers`: (node, term, weight), each of unit length per node."""

    body: pl.DataFrame
    lead: pl.DataFrame
    title: pl.DataFrame
    numbers: pl.DataFrame


def syllables(texts: pl.DataFrame) -> pl.DataFrame:
    """(node, part, at, syllable, is_number) of `texts` (node, title, text); part 0 is the title, 1 the text."""
    long = pl.concat(
        [
            texts.select(
                "node",
                part=pl.lit(part, pl.Int8),
                syllable=pl.col(column).fill_null("").str.extract_all(_SYLLABLE).list.head(LONGEST),
            )
            for part, column in enumerate(("title", "text"))
        ]
    ).explode("syllable", empty_as_null=False)
    # Folding the vocabulary once is a hundred times cheaper than folding every text.
    seen = long.select(pl.col("syllable").unique(maintain_order=True))
    folded = seen.with_columns(folded=pl.Series([fold(s) for s in seen["syllable"].to_list()], dtype=pl.String))
    return long.join(folded, on="syllable", how="left", maintain_order="left").select(
        "node",
        "part",
        pl.int_range(pl.len(), dtype=pl.Int32).over("node", "part").alias("at"),
        pl.col("folded").alias("syllable"),
        # One digit alone counts something in every text.
        pl.col("folded").str.contains(r"\d.*\d").alias("is_number"),
    )


def vectors(texts: pl.DataFrame) -> Vectors:
    """Weighted terms of `texts` (node, title, text), document frequencies taken from these texts."""
    said = syllables(texts)
    here, following = pl.col("syllable"), pl.col("syllable").shift(-1).over("node", "part")
    terms = pl.concat(
        [
            said.select("node", "part", "at", "is_number", term=here.hash(1)),
            said.select(
                "node",
                "part",
                "at",
                is_number=pl.lit(False),
                term=pl.concat_str(here, pl.lit(" "), following).hash(1),
                follows=following,
            )
            .filter(pl.col("follows").is_not_null())
            .drop("follows"),
        ]
    )
    counted = terms.group_by("node", "term").agg(
        count=pl.when(pl.col("part") == 0).then(_TITLE_COUNTS).otherwise(1).sum(),
        in_lead=((pl.col("part") == 0) | (pl.col("at") < LEAD)).any(),
        in_title=(pl.col("part") == 0).any(),
        is_number=pl.col("is_number").any(),
    )
    frequency = counted.group_by("term").agg(df=pl.len())
    n = texts.height
    weighted = (
        counted.join(frequency.filter(pl.col("df") > 1, pl.col("df") <= max(COMMON * n, 2)), on="term")
        .with_columns(idf=((n + 1) / (pl.col("df") + 0.5)).log())
        .with_columns(weight=pl.col("idf") * (1 + pl.col("count").log()))
    )
    return Vectors(
        body=_unit(weighted.select("node", "term", "weight", "df")),
        lead=_unit(weighted.filter("in_lead").select("node", "term", weight="idf")),
        title=_unit(weighted.filter("in_title").select("node", "term", weight="idf")),
        numbers=_unit(weighted.filter("is_number").select("node", "term", weight="idf")),
    )


def _unit(vector: pl.DataFrame) -> pl.DataFrame:
    length = pl.col("weight").pow(2).sum().sqrt().over("node")
    return vector.with_columns(weight=(pl.col("weight") / length).cast(pl.Float32)).sort("node", "term")


def cosine(pairs: pl.DataFrame, left: pl.DataFrame, right: pl.DataFrame, name: str) -> pl.DataFrame:
    """`pairs` (a, b) with a column `name`: the product of a's vector in `left` and b's in `right`."""
    return _shared(pairs, left, right, (pl.col("weight") * pl.col("weight_right")).sum(), name)


def cover(pairs: pl.DataFrame, part: pl.DataFrame, whole: pl.DataFrame, name: str) -> pl.DataFrame:
    """`pairs` with a column `name`: the share of a's `part` whose terms stand in b's `whole`."""
    return _shared(pairs, part, whole, pl.col("weight").pow(2).sum(), name)


def overlap(pairs: pl.DataFrame, vector: pl.DataFrame, name: str) -> pl.DataFrame:
    """`pairs` with a column `name`: the weight of the terms of `vector` that both have, by that of the one that has less."""
    total = vector.group_by("node").agg(total=pl.col("weight").sum())
    shared = _shared(pairs, vector, vector, pl.col("weight").sum(), "shared", most=None)
    both = shared.join(total, left_on="a", right_on="node", how="left", maintain_order="left")
    both = both.join(total, left_on="b", right_on="node", how="left", maintain_order="left", suffix="_b")
    least = pl.min_horizontal("total", "total_b")
    return pairs.with_columns(
        both.select((pl.col("shared") / least).fill_null(0.0).fill_nan(0.0).clip(0.0, 1.0).alias(name))
    )


def _shared(
    pairs: pl.DataFrame, left: pl.DataFrame, right: pl.DataFrame, total: pl.Expr, name: str, most: float | None = 1.0
) -> pl.DataFrame:
    sums = []
    for chunk in pairs.select("a", "b").iter_slices(CHUNK):
        terms = chunk.join(left.select("node", "term", "weight"), left_on="a", right_on="node")
        met = terms.join(right.select("node", "term", "weight"), left_on=["b", "term"], right_on=["node", "term"])
        sums.append(met.group_by("a", "b").agg(total.cast(pl.Float64).alias(name)))
    found = pl.concat(sums) if sums else pl.DataFrame(schema={**pairs.select("a", "b").schema, name: pl.Float64})
    return pairs.join(found, on=["a", "b"], how="left", maintain_order="left").with_columns(
        pl.col(name).fill_null(0.0).clip(0.0, most)
    )
