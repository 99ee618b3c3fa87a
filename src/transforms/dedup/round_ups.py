"""Which reports are round-ups: texts that hold several others which have nothing to do with each other.

In: all decided pairs. Out: the same pairs, those between a round-up and its items kept apart with a directed `part_of`. No
single pair can tell a round-up from a long report of one event; its items can. An item (`decide`) is a much shorter report
that stands in the longer one, but is not what the longer one tells (`decide`). Items that are merged with one
another, directly or not, are one story; a text that holds two stories or more is a round-up.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from transforms.compiled import I64
from transforms.components import components
from transforms.distinct import distinct

Flags = NDArray[np.bool_]

WEIGHT = -5.0
"""Evidence, as in `decide.WEIGHTS`, that a pair is no report and its copy when one of the two is a round-up."""


def set_apart(pairs: pl.DataFrame, a: I64, b: I64) -> pl.DataFrame:
    """`pairs` (`decide.PAIRS`) without what only a round-up joins; `a` and `b`: numbers of their reports."""
    is_item = pairs.select(a=pl.col("item").eq_missing("a_in_b"), b=pl.col("item").eq_missing("b_in_a"))
    a_in_b, b_in_a = is_item["a"].to_numpy(), is_item["b"].to_numpy()
    found = round_ups(a, b, a_in_b, b_in_a, pairs["merged"].to_numpy())
    # Two round-ups may share items and be copies of each other all the same.
    of_both = found[a] & found[b] & (pairs["relation"] == "partial").fill_null(False).to_numpy()
    apart = pl.lit(pl.Series((a_in_b & found[b]) | (b_in_a & found[a]) | of_both, dtype=pl.Boolean))
    score = pl.when(apart).then(pl.col("score") + WEIGHT).otherwise("score")
    return pairs.with_columns(score=score).with_columns_seq(
        merged=pl.col("score") > 0,
        same_event=pl.when(apart).then(pl.col("score") > 0).otherwise("same_event"),
        part_of=pl.when(apart).then(pl.coalesce("item", "part_of")).otherwise("part_of"),
        reason=pl.when(apart & (pl.col("score") <= 0)).then(pl.lit("round_up")).otherwise("reason"),
        rule=pl.when(apart).then(pl.lit("round_ups")).otherwise("rule"),
    )


def round_ups(a: I64, b: I64, a_in_b: Flags, b_in_a: Flags, merged: Flags) -> Flags:
    """Which reports, by number, are round-ups. `a_in_b`, `b_in_a`: the one may be an item of the other."""
    n = int(max(a.max(), b.max())) + 1 if len(a) else 0
    items = np.concatenate([a[a_in_b], b[b_in_a]])
    containers = np.concatenate([b[a_in_b], a[b_in_a]])
    is_item = np.zeros(n, bool)
    is_item[items] = True
    number = np.cumsum(is_item) - 1
    linked = np.flatnonzero(merged & is_item[a] & is_item[b])
    story = components(number[a[linked]], number[b[linked]], int(is_item.sum()))
    stories = distinct(containers * n + story[number[items]])
    return np.bincount(stories // max(n, 1), minlength=n) > 1
