"""Groups → who copied whom, where it can be told.

In: grouped reports with the times, outlets and credits of their articles, and the merged pairs. Out: for every report of a
group of several the likely original, and a confidence; null where it cannot be told.

Within a verified pair the direction follows from
- time: the later of two known times copied; a time known to the day tells nothing within that day;
- credit: a report that names another's outlet as its agency or source copied from it.
Where the two contradict each other, nothing is said; containment alone has no direction (a text is cut as easily as it is
filled up), but the more of the later text stands in the earlier one, the surer the copy. Of several possible originals the
surest is taken, then the earliest. Credits are followed only to reports that credit nobody else, so that copying never
runs in a circle.
"""

from __future__ import annotations

import polars as pl

CREDIT_AND_TIME = 0.95
CREDIT = 0.85
TIME = 0.75
"""Confidence that a whole text is a copy, by what tells so; the share of the text found in the original scales it."""

COPIES = pl.Schema({"report_id": pl.String(), "copied_from": pl.String(), "copied_from_confidence": pl.Float64()})
SOURCES = pl.Schema(
    {
        "report_id": pl.String(),
        "source": pl.String(),
        "credit": pl.String(),
        "published_at": pl.Datetime("us", "UTC"),
        "published_precision": pl.String(),
    }
)


def copies(pairs: pl.DataFrame, sources: pl.DataFrame) -> pl.DataFrame:
    """Rows of `COPIES` in the order of `sources` (`SOURCES`), from the merged `pairs` (report_a, report_b, containment_a, containment_b, merged)."""
    merged = pairs.filter("merged")
    both_ways = pl.concat(
        [
            merged.select(report_id="report_a", original="report_b", share="containment_a"),
            merged.select(report_id="report_b", original="report_a", share="containment_b"),
        ]
    )
    known = sources.select(
        "report_id", "source", "credit", at="published_at", day=pl.col("published_at").dt.convert_time_zone("Asia/Ho_Chi_Minh").dt.date(),
        exact=pl.col("published_precision") != "day",
    )  # fmt: skip
    x = both_ways.join(known, on="report_id").join(
        known.rename({c: f"{c}_o" for c in known.columns if c != "report_id"}), left_on="original", right_on="report_id"
    )
    own_day = pl.col("day") != pl.col("day_o")
    timed = (
        pl.col("at").is_not_null()
        & pl.col("at_o").is_not_null()
        & (own_day | (pl.col("exact") & pl.col("exact_o")))
        & (pl.col("at") != pl.col("at_o"))
    )
    later = timed & (pl.col("at") > pl.col("at_o"))
    is_origin = pl.col("credit_o").is_null() | (pl.col("credit_o") == pl.col("source_o"))
    credited = (
        (pl.col("credit") == pl.col("source_o")) & (pl.col("source") != pl.col("source_o")) & is_origin
    ).fill_null(False)
    credits_back = ((pl.col("credit_o") == pl.col("source")) & (pl.col("source") != pl.col("source_o"))).fill_null(
        False
    )
    base = (
        pl.when(credited & later)
        .then(CREDIT_AND_TIME)
        .when(credited & ~timed)
        .then(CREDIT)
        .when(later & ~credits_back)
        .then(TIME)
    )  # fmt: skip
    best = (
        x.with_columns(copied_from_confidence=base * pl.col("share"))
        .drop_nulls("copied_from_confidence")
        .sort(
            "report_id",
            "copied_from_confidence",
            "at_o",
            "original",
            descending=[False, True, False, False],
            nulls_last=True,
        )
        .unique("report_id", keep="first", maintain_order=True)
        .select("report_id", copied_from="original", copied_from_confidence="copied_from_confidence")
    )
    return sources.select("report_id").join(best, on="report_id", how="left", maintain_order="left").cast(COPIES)
