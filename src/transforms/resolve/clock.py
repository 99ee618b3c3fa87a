"""When was a page put up, roughly, where its record gives no time: the record numbers of a collection as a clock.

In: reports of collections whose records are numbered but carry no publication time, and the day and month that reports
state. Out: a position in time for each report, in days, comparable within its collection only. Aggregators number pages
in the order of arrival, so neighbours in number are neighbours in time: the median of the stated days of the
numbered neighbours says when a page arrived, give or take a day. The clock is believed only where stated days and
numbers do run together; it serves to tell whether two pages are days apart and never dates an event.
"""

from __future__ import annotations

import numpy as np
import polars as pl

NEIGHBOURS = 15  # dated reports that make one tick of the clock
FEWEST = 60  # dated reports that a clock needs
TOGETHER = 0.75  # rank correlation from which a clock is believed; stated days of background stories blur it


def number_of(record_id: pl.Expr, url: pl.Expr) -> pl.Expr:
    """The last run of five or more digits in a record's id, or else in its address; null where there is none."""
    return pl.coalesce(e.str.extract(r"(\d{5,15})\D*$").cast(pl.Int64, strict=False) for e in (record_id, url))


def days(reports: pl.DataFrame) -> pl.Series:
    """Days for `reports` (collection, number, month, day), in their order; null where their collection has no clock."""
    placed = reports.with_row_index("row").filter(pl.col("number").is_not_null())
    found = [_clock(part) for part in placed.partition_by("collection", maintain_order=True)]
    empty = pl.DataFrame(schema={"row": pl.UInt32, "clock": pl.Float64})
    ticks = pl.concat([empty, *found])
    return reports.with_row_index("row").join(ticks, on="row", how="left", maintain_order="left")["clock"]


def _clock(part: pl.DataFrame) -> pl.DataFrame:
    nothing = pl.DataFrame(schema={"row": pl.UInt32, "clock": pl.Float64})
    dated = part.filter(pl.col("month").is_not_null(), pl.col("day").is_not_null()).sort("number")
    if dated.height < FEWEST:
        return nothing
    number = dated["number"].to_numpy().astype(float)
    # Months of 31 days keep the order; a gap of a day at a month's end does not matter here.
    day = (dated["month"].cast(pl.Int32) * 31 + dated["day"].cast(pl.Int32)).to_numpy().astype(float)
    if np.corrcoef(_ranks(number), _ranks(day))[0, 1] < TOGETHER:
        return nothing
    # The middle half of each block, so that background stories and their old dates do not count.
    middle = pl.col("day").sort().slice(pl.len() // 4, (pl.len() + 1) // 2).mean()
    tick = (
        pl.DataFrame({"number": number, "day": day})
        .group_by(block=pl.int_range(pl.len()) // NEIGHBOURS, maintain_order=True)
        .agg(pl.col("number").median(), middle)
        # Halfway between the running maximum and the running minimum from behind: never falling, whatever one block says.
        .with_columns(day=(pl.col("day").cum_max() + pl.col("day").cum_min(reverse=True)) / 2)
    )
    clock = np.interp(part["number"].to_numpy().astype(float), tick["number"].to_numpy(), tick["day"].to_numpy())
    return part.select("row", clock=pl.Series(clock))


def _ranks(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return pl.Series(values).rank().to_numpy()
