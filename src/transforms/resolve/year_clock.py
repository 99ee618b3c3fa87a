"""The year of a day, where a collection numbers its records in order of arrival: dated neighbours in number give it.

In: reports of records without a publication time, with their record numbers and the dates that their own texts give. Out: for
each report with a day and month the date in the year that puts it next to its neighbours. The clock of a collection is the
rolling median of the full dates that reports state, in order of number: background stories state old dates, and the median
does not hear them. It is believed only where most stated dates lie near it, and lends a year only to days that do.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl

FEWEST = 40  # stated dates that a clock needs
WINDOW = 31  # stated dates that make one reading
NEAR = 75  # days within which a date agrees with the clock
AGREEING = 0.5  # share of stated dates that must agree
_EPOCH = dt.date(1970, 1, 1)


def dates_by_number(reports: pl.DataFrame) -> pl.Series:
    """Dates for `reports` (collection, number, stated, event_month, event_day), in their order; null where nothing is known.

    `number`: of the record, null where it has none or a publication time; `stated`: the date that the text states in full.
    """
    rows = reports.with_row_index("row")
    numbered = rows.filter(pl.col("number").is_not_null(), pl.col("collection").is_not_null())
    found = [_read(part) for part in numbered.partition_by("collection", maintain_order=True)]
    dates = pl.concat([pl.DataFrame(schema={"row": pl.UInt32, "date": pl.Date}), *found])
    return rows.join(dates, on="row", how="left", maintain_order="left")["date"].alias("by_number")


def _read(part: pl.DataFrame) -> pl.DataFrame:
    nothing = pl.DataFrame(schema={"row": pl.UInt32, "date": pl.Date})
    stated = part.filter(pl.col("stated").is_not_null()).sort("number", "stated")
    if stated.height < FEWEST:
        return nothing
    day = stated["stated"].to_physical().cast(pl.Float64)
    clock = day.rolling_median(WINDOW, center=True, min_samples=WINDOW // 2)
    if ((day - clock).abs() <= NEAR).mean() < AGREEING:  # type: ignore[operator]
        return nothing
    open_ = part.filter(pl.col("event_month").is_not_null(), pl.col("event_day").is_not_null())
    reading = np.interp(
        open_["number"].to_numpy().astype(float), stated["number"].to_numpy().astype(float), clock.to_numpy()
    )
    placed = open_.select("row", "event_month", "event_day", reading=pl.Series(reading)).with_columns(
        year=pl.lit(_EPOCH).dt.offset_by(pl.format("{}d", pl.col("reading").round().cast(pl.Int64))).dt.year()
    )
    candidates = [placed.with_columns(date=_day(pl.col("year") + shift)) for shift in (0, -1, 1)]
    return (
        pl.concat(candidates)
        .with_columns(off=(pl.col("date").to_physical() - pl.col("reading")).abs())
        .filter(pl.col("off") <= NEAR)
        .sort("row", "off")
        .unique("row", keep="first", maintain_order=True)
        .select("row", "date")
    )


def _day(year: pl.Expr) -> pl.Expr:
    """The stated month and day in `year`; null where the year has no such day."""
    return pl.format("{}-{}-{}", year, "event_month", "event_day").str.to_date("%Y-%m-%d", strict=False)
