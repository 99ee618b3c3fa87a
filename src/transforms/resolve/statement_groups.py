"""Statements → groups of the same statement in other reports, so that the edits of a quotation can be followed.

In: statements with speaker, event and text. Out: a group for each. Two statements are one where the same person says them
at the same event, in several reports, and most shingles of the shorter stand in the longer; a statement alone has its own group. A group is named by
its smallest statement.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from transforms.compiled import U32, M, Q
from transforms.components import components
from transforms.text.syllables import Syllables, syllables

SHINGLE = 3  # syllables; a statement is a sentence, far shorter than a report
CONTAINED = 0.6


def statement_groups(statements: pl.DataFrame) -> pl.Series:
    """`statement_group_id` for each row of `statements` (statement_id, report_id, speaker_id, event_id, text)."""
    rows = statements.select("statement_id", "report_id", "speaker_id", "event_id", "text").with_row_index("row")
    # Only where several reports tell what a person said at an event is there anything to compare.
    occasion = ["speaker_id", "event_id"]
    told = rows.filter(pl.col("event_id").is_not_null()).group_by(occasion).agg(n=pl.col("report_id").n_unique())
    told = told.filter(pl.col("n") > 1).with_row_index("occasion")
    several = rows.join(told, on=occasion, maintain_order="left")
    shingles = _shingles(several["row"], syllables(several["text"]), several["occasion"].to_numpy())
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
    groups = rows.select("statement_id", label=pl.Series(label, dtype=pl.Int64))
    return groups.select(statement_group_id=pl.col("statement_id").min().over("label"))["statement_group_id"]


def _shingles(rows: pl.Series, texts: Syllables, occasion: U32) -> pl.DataFrame:
    """Distinct (row, said): a number for every run of `SHINGLE` syllables of a text and the occasion on which it was said."""
    counts = texts.counts
    sizes = np.where(counts > 0, np.maximum(counts - SHINGLE + 1, 1), 0)  # a shorter text is one shingle
    text = np.repeat(np.arange(len(counts)), sizes)
    place = np.arange(len(text)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    codes = np.concatenate([texts.codes, np.zeros(SHINGLE, np.uint32)]).astype(np.uint64)
    said = occasion[text].astype(np.uint64)
    for k in range(SHINGLE):
        stands = place + k < counts[text]
        said = said * Q + np.where(stands, codes[texts.offsets[text] + place + k], 0).astype(np.uint64)
    return pl.DataFrame({"row": rows.gather(text), "said": said * M}).unique()
