"""Event dates after the reports have been compared: years lent by copies, by the publication date, by the collection.

In: each report's own event date (stated or inferred from its text alone), its duplicate group, publication and page date.
Out: the date columns of `reports`. A day without a year takes it, in this order, from
1. a near-identical report that has the same day and month with one year (basis `cluster`),
2. the publication time that the source record carries: the latest such day not after it, give or take a few days ahead
   for announced events, and not long before it (basis `inferred`),
3. its neighbours by record number, where a collection numbers its records in order of arrival (`year_clock`, `inferred`),
4. the year that the collection is known to be of (basis `inferred`).
A date printed on a page is the day it was shown: it bounds the event date from above and dates nothing. What a report
states is never overwritten. A year that was inferred from the text alone gives way where publication proves it wrong: the
day lies outside the window, or after the year that the collection is of. Where nothing gives the year it stays open.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from transforms.resolve.clock import number_of
from transforms.resolve.year_clock import dates_by_number

LOCAL = "Asia/Ho_Chi_Minh"


@dataclass(frozen=True, slots=True)
class Window:
    """How far an event lies from the publication of its report, in days."""

    before: int = 200
    ahead: int = 10


DATE_COLUMNS = (
    "event_date", "event_end_date", "event_month", "event_day", "event_date_precision", "event_date_basis", "event_date_latest",
)  # fmt: skip


def inherit_dates(
    reports: pl.DataFrame,
    event_dates: pl.DataFrame,
    articles: pl.DataFrame,
    assume_year: int | None = None,
    window: Window = Window(),
) -> pl.DataFrame:
    """(report_id, *DATE_COLUMNS) from `reports` (report_id, article_id, duplicate_group_id), the stage frame `event_dates`, and
    `articles` (article_id, record_id, url, collection,
    published_at, page_date). `assume_year` is for articles whose record carries no time.
    """
    known = (
        reports.select("report_id", "article_id", "duplicate_group_id")
        .join(event_dates.drop("place_key", strict=False), on="report_id", how="left", maintain_order="left")
        .join(
            articles.select("article_id", "record_id", "url", "collection", "published_at", "page_date"),
            on="article_id",
            how="left",
            maintain_order="left",
        )
        .with_columns(published=pl.col("published_at").dt.convert_time_zone(LOCAL).dt.date())
    )
    known = known.with_columns(_by_number(known))
    published = _from_publication(window)
    assumed = pl.when(pl.col("published").is_null()).then(_day(pl.lit(assume_year, pl.Int32)))
    known = known.with_columns(outside=published, assumed=assumed).with_columns(_is_refuted(window).alias("refuted"))
    lent = _from_copies(known.filter(~pl.col("refuted")))
    has_day = pl.col("event_month").is_not_null() & pl.col("event_day").is_not_null()
    open_year = has_day & (pl.col("event_date").is_null() | pl.col("refuted"))
    dated = known.join(
        lent, on=["duplicate_group_id", "event_month", "event_day"], how="left", maintain_order="left"
    ).with_columns(
        found=pl.when(open_year).then(pl.coalesce("lent", "outside", "by_number", "assumed")),
        basis=pl.when(pl.col("lent").is_not_null()).then(pl.lit("cluster")).otherwise(pl.lit("inferred")),
    )
    is_found = pl.col("found").is_not_null()
    return dated.select(
        "report_id",
        event_date=pl.coalesce("found", "event_date"),
        event_end_date=pl.when(~is_found).then("event_end_date"),
        event_month="event_month",
        event_day="event_day",
        event_date_precision=pl.when(is_found).then(pl.lit("day")).otherwise("event_date_precision"),
        event_date_basis=pl.when(is_found).then("basis").otherwise("event_date_basis"),
        event_date_latest=pl.coalesce(
            pl.min_horizontal("published", "page_date"), pl.date(assume_year, 12, 31) if assume_year else None
        ),
    ).sort("report_id")


def _by_number(known: pl.DataFrame) -> pl.Series:
    """Dates by record number; records that carry a time are readings of the clock themselves and need none."""
    is_stated = (pl.col("event_date_basis") == "stated") & (pl.col("event_date_precision") == "day")
    return dates_by_number(
        known.select(
            "collection",
            number_of(pl.col("record_id"), pl.col("url")).alias("number"),
            pl.coalesce("published", pl.when(is_stated).then("event_date")).alias("stated"),
            "event_month",
            "event_day",
        )
    )


def _is_refuted(window: Window) -> pl.Expr:
    """The year was inferred from the text, and what is known of publication speaks against it and offers another."""
    inferred = (pl.col("event_date_basis") == "inferred") & (pl.col("event_date_precision") == "day")
    late = (pl.col("published") - pl.col("event_date")).dt.total_days().is_between(-window.ahead, window.before)
    by_publication = pl.col("outside").is_not_null() & ~late
    by_collection = pl.col("assumed").is_not_null() & (pl.col("event_date").dt.year() > pl.col("assumed").dt.year())
    return (inferred & (by_publication | by_collection)).fill_null(False)


def _day(year: pl.Expr) -> pl.Expr:
    """The stated month and day in `year`; null for 29 February of other than leap years."""
    text = pl.format("{}-{}-{}", year, *(pl.col(c).cast(pl.String).str.zfill(2) for c in ("event_month", "event_day")))
    return text.str.to_date("%Y-%m-%d", strict=False)


def _from_copies(known: pl.DataFrame) -> pl.DataFrame:
    """(duplicate_group_id, event_month, event_day, lent): the one date that reports of the group give for that day."""
    full = known.filter(pl.col("event_date").is_not_null(), pl.col("event_date_precision") == "day").with_columns(
        event_month=pl.col("event_date").dt.month(), event_day=pl.col("event_date").dt.day()
    )
    return (
        full.group_by("duplicate_group_id", "event_month", "event_day")
        .agg(lent=pl.col("event_date").first(), years=pl.col("event_date").n_unique())
        .filter(pl.col("years") == 1)
        .drop("years")
    )


def _from_publication(window: Window) -> pl.Expr:
    """The stated day in the year that puts it within the window around publication; the nearest, if two do."""
    year = pl.col("published").dt.year()
    fits = [
        pl.when((pl.col("published") - day).dt.total_days().is_between(-window.ahead, window.before)).then(day)
        for day in (_day(year + shift) for shift in (1, 0, -1))
    ]
    return pl.coalesce(fits)
