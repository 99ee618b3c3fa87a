"""Which reports are round-ups: texts that hold several others which have nothing to do with each other.

In: all decided pairs. Out: the same pairs, those between a round-up and its items kept apart with a directed `part_of`. No
single pair can tell a round-up from a long report of one event; its items can. An item (`decide`) is a much shorter report
that stands in the longer one, but is not what the longer one tells (`decide`). Items that are merged with one
another, directly or not, are one story; a text that holds two stories or more is a round-up.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from transforms.components import components

WEIGHT = -5.0
"""Evidence, as in `decide.WEIGHTS`, that a pair is no report and its copy when one of the two is a round-up."""


def set_apart(pairs: pl.DataFrame) -> pl.DataFrame:
    """`pairs` (`decide.PAIRS`) without what only a round-up joins."""
    found = round_ups(pairs).implode()
    a, b = pl.col("report_a").is_in(found), pl.col("report_b").is_in(found)
    # Two round-ups may share items and be copies of each other all the same.
    apart = (
        ((pl.col("item") == "a_in_b") & b)
        | ((pl.col("item") == "b_in_a") & a)
        | (a & b & (pl.col("relation") == "partial"))
    )
    apart = apart.fill_null(False)
    score = pl.when(apart).then(pl.col("score") + WEIGHT).otherwise("score")
    return pairs.with_columns(
        score=score,
        merged=score > 0,
        same_event=pl.when(apart).then(score > 0).otherwise("same_event"),
        part_of=pl.when(apart).then(pl.coalesce("item", "part_of")).otherwise("part_of"),
        reason=pl.when(apart & (score <= 0)).then(pl.lit("round_up")).otherwise("reason"),
        rule=pl.when(apart).then(pl.lit("round_ups")).otherwise("rule"),
    )


def round_ups(pairs: pl.DataFrame) -> pl.Series:
    """Ids of round-ups."""
    a_in_b = pl.col("item") == "a_in_b"
    items = pairs.drop_nulls("item").select(
        container=pl.when(a_in_b).then("report_b").otherwise("report_a"),
        item=pl.when(a_in_b).then("report_a").otherwise("report_b"),
    )
    ids = items["item"].unique().sort()
    number = pl.DataFrame({"id": ids, "n": np.arange(len(ids))})
    linked = (
        pairs.filter("merged")
        .join(number, left_on="report_a", right_on="id")
        .join(number, left_on="report_b", right_on="id", suffix="_b")
    )
    story = components(linked["n"].to_numpy(), linked["n_b"].to_numpy(), len(ids))
    stories = (
        items.join(pl.DataFrame({"item": ids, "story": story}), on="item")
        .group_by("container")
        .agg(pl.col("story").n_unique())
    )
    return stories.filter(pl.col("story") > 1)["container"].sort()
