"""Statements → groups of the same statement in other reports, so that the edits of a quotation can be followed.

In: statements with speaker, event and text. Out: a group for each. Two statements are one where the same person says them
at the same event and most shingles of the shorter stand in the longer; a statement alone has its own group. The id follows
from the group's smallest statement.
"""

from __future__ import annotations

import polars as pl

from transforms.components import components
from transforms.ids import content_id
from transforms.text.normalise import fold

SHINGLE = 3  # syllables; a statement is a sentence, far shorter than a report
CONTAINED = 0.6


def statement_groups(statements: pl.DataFrame) -> pl.Series:
    """`statement_group_id` for each row of `statements` (statement_id, speaker_id, event_id, text)."""
    rows = statements.select("statement_id", "speaker_id", "event_id", "text").with_row_index("row")
    # Only where a speaker has several statements at one event is there anything to compare.
    several = rows.filter(pl.col("event_id").is_not_null(), pl.len().over("speaker_id", "event_id") > 1)
    several = several.with_columns(
        words=pl.Series([fold(t) for t in several["text"]], dtype=pl.String).str.extract_all(r"[\p{L}\p{N}]+")
    )
    shingles = (
        several.with_columns(
            words=pl.when(pl.col("words").list.len() < SHINGLE)
            .then(pl.concat_list("words", pl.lit("").repeat_by(SHINGLE)))
            .otherwise("words")
        )
        .explode("words")
        .with_columns(
            shingle=pl.concat_str([pl.col("words").shift(-k).over("row") for k in range(SHINGLE)], separator=" ")
        )
        .drop_nulls("shingle")
        # One number per shingle of a speaker at an event: what is joined is numbers.
        .select("row", said=pl.struct("speaker_id", "event_id", "shingle").hash(3))
        .unique()
    )
    met = shingles.filter(pl.len().over("said") > 1)
    sizes = shingles.group_by("row").agg(size=pl.len())
    pairs = (
        met.join(met, on="said", suffix="_b")
        .filter(pl.col("row") < pl.col("row_b"))
        .group_by("row", "row_b")
        .agg(shared=pl.len())
        .join(sizes, on="row")
        .join(sizes, left_on="row_b", right_on="row", suffix="_b")
        .filter(pl.col("shared") >= CONTAINED * pl.min_horizontal("size", "size_b"))
    )
    label = components(
        pairs["row"].cast(pl.Int64).to_numpy(), pairs["row_b"].cast(pl.Int64).to_numpy(), statements.height
    )
    first = rows.select("statement_id", label=pl.Series(label, dtype=pl.Int64)).select(
        pl.col("statement_id").min().over("label")
    )["statement_id"]
    return pl.Series("statement_group_id", [content_id("statement_group", s) for s in first], dtype=pl.String)
