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

import numpy as np
import polars as pl

from transforms.compiled import I64
from transforms.dedup.numbers import place

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


def copies(pairs: pl.DataFrame, sources: pl.DataFrame, ends: tuple[I64, I64] | None = None) -> pl.DataFrame:
    """Rows of `COPIES` in the order of `sources` (`SOURCES`), from the merged `pairs` (report_a, report_b, containment_a, containment_b,
    merged); `ends`: the rows of the pairs' reports in `sources`, looked up where they are not given."""
    merged = pairs.select("merged", "containment_a", "containment_b")
    at = np.flatnonzero(merged["merged"].to_numpy())
    if ends is None:
        a, b = (place(pairs[c].gather(at), sources["report_id"]) for c in ("report_a", "report_b"))
    else:
        a, b = ends[0][at], ends[1][at]
    copy, original = np.concatenate([a, b]), np.concatenate([b, a])
    share = pl.concat([merged[c].gather(at) for c in ("containment_a", "containment_b")])
    known = sources.select(
        "report_id", "source", "credit", at="published_at", day=pl.col("published_at").dt.convert_time_zone("Asia/Ho_Chi_Minh").dt.date(),
        exact=pl.col("published_precision") != "day",
    )  # fmt: skip
    x = pl.concat(
        [known[copy].drop("report_id"), known[original].select(pl.all().name.suffix("_o"))], how="horizontal"
    ).with_columns(pl.Series("row", copy), share.alias("share"))
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
        x.select("row", "at_o", original="report_id_o", confidence=base * pl.col("share"))
        .drop_nulls("confidence")
        .filter(pl.col("confidence") == pl.col("confidence").max().over("row"))
        .sort("row", "at_o", "original", nulls_last=True)
        .unique("row", keep="first", maintain_order=True)
    )
    of = np.full(sources.height, -1)
    of[best["row"].to_numpy()] = np.arange(best.height)
    found = best.select(copied_from="original", copied_from_confidence="confidence").select(
        pl.all().gather(pl.lit(pl.Series(of)).replace(-1, None))
    )
    return pl.concat([sources.select("report_id"), found], how="horizontal").cast(COPIES)
