"""Reports with their events → the tables `events` and `report_events`.

In: reports with event, group and date columns, their articles, and the verified duplicate pairs. Out: one row per event, taken
from its representative (the fullest report that is no teaser, then the earliest), and one row per event that a report tells
of: a round-up that holds a report of another event tells of that event as well. Where reports of an event give different
dates, the representative's counts if it has one, or else the one that most reports give; the reports keep theirs.
"""

from __future__ import annotations

import polars as pl

from transforms.resolve.dates import DATE_COLUMNS
from transforms.resolve.kinds import plover_type

_HEADLINE = 200  # characters of a first sentence that stand in for a headline


def representatives(reports: pl.DataFrame) -> pl.DataFrame:
    """(event_id, representative_report_id) from `reports` (report_id, event_id, is_teaser, n_syllables, published_at).

    The fullest report stands for its event, but not a container several times as long as the others: length counts up to
    twice the median.
    """
    told = reports.filter(pl.col("event_id").is_not_null())
    full = pl.min_horizontal("n_syllables", 2 * pl.col("n_syllables").median().over("event_id"))
    order = told.with_columns(full=full).sort(
        "is_teaser", "full", "published_at", "report_id", descending=[False, True, False, False], nulls_last=True
    )
    return (
        order.group_by("event_id", maintain_order=True)
        .agg(representative_report_id=pl.col("report_id").first())
        .sort("event_id")
    )


def event_table(reports: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """Table `events` from `reports` (the published columns, and the `kind` of what each tells) and `articles` (article_id, source, published_at)."""
    known = reports.filter(pl.col("event_id").is_not_null()).join(
        articles.select("article_id", "source", "published_at"), on="article_id", how="left"
    )
    chosen = representatives(known)
    counts = known.group_by("event_id").agg(
        n_reports=pl.col("report_id").n_unique().cast(pl.Int32),
        n_groups=pl.col("duplicate_group_id").n_unique().cast(pl.Int32),
        n_articles=pl.col("article_id").n_unique().cast(pl.Int32),
        n_sources=pl.col("source").drop_nulls().n_unique().cast(pl.Int32),
        first_published_at=pl.col("published_at").min(),
        last_published_at=pl.col("published_at").max(),
    )
    head = chosen.join(
        known.select("report_id", "title", "text", "kind"),
        left_on="representative_report_id",
        right_on="report_id",
        how="left",
    )
    title = pl.col("title").replace("", None)
    text = pl.when(title.is_null()).then("text")  # only where it is asked for
    first_sentence = (
        text.str.strip_chars()
        .str.extract(rf"(?s)^(.{{1,{_HEADLINE}}}?)(?:[.!?…]\s|\n|$)")
        .fill_null(text.str.head(_HEADLINE))
    )
    head = head.select(
        "event_id",
        "representative_report_id",
        "kind",
        plover_type=plover_type(pl.col("kind")),
        title=pl.coalesce(title, first_sentence).fill_null(""),
    )
    return (
        head.join(_dates(known, chosen), on="event_id", how="left")
        .join(_places(known, chosen), on="event_id", how="left")
        .join(counts, on="event_id", how="left")
        .select(
            "event_id", *DATE_COLUMNS, "kind", "plover_type", "title", "place_id", "representative_report_id",
            "n_reports", "n_groups", "n_articles", "n_sources", "first_published_at", "last_published_at",
        )
        .sort("event_id")
    )  # fmt: skip


def _first_by_agreement(known: pl.DataFrame, chosen: pl.DataFrame, columns: list[str], wanted: pl.Expr) -> pl.DataFrame:
    """Per event the `columns` of the representative where `wanted` holds, or else those that most of its reports have."""
    usable = known.filter(wanted).join(chosen, on="event_id", how="left")
    ranked = usable.with_columns(
        leads=pl.col("report_id") == pl.col("representative_report_id"), agree=pl.len().over("event_id", *columns)
    ).sort("leads", "agree", "report_id", descending=[True, True, False])
    return ranked.group_by("event_id", maintain_order=True).agg(pl.col(columns).first())


def _dates(known: pl.DataFrame, chosen: pl.DataFrame) -> pl.DataFrame:
    stated = ["event_date", "event_month", "event_day", "event_date_precision", "event_date_basis"]
    full = _first_by_agreement(known, chosen, stated, pl.col("event_date").is_not_null())
    half = _first_by_agreement(
        known, chosen, stated, pl.col("event_date").is_null() & pl.col("event_day").is_not_null()
    )
    dates = pl.concat([full, half.join(full, on="event_id", how="anti")])
    ends = known.filter(pl.col("event_end_date").is_not_null()).select("event_id", "event_date", "event_end_date")
    ends = (
        ends.join(dates.select("event_id", "event_date"), on=["event_id", "event_date"])
        .group_by("event_id")
        .agg(pl.col("event_end_date").max())
    )
    latest = known.group_by("event_id").agg(pl.col("event_date_latest").min())
    return latest.join(dates, on="event_id", how="left").join(ends, on="event_id", how="left")


def _places(known: pl.DataFrame, chosen: pl.DataFrame) -> pl.DataFrame:
    return _first_by_agreement(known, chosen, ["place_id"], pl.col("place_id").is_not_null())


def report_events(reports: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """Table `report_events`: each report's main event, and those of the reports that it holds (`part_of` in `duplicate_pairs`)."""
    main = reports.filter(pl.col("event_id").is_not_null()).select(
        "report_id", "event_id", "begin", "end", is_main=pl.lit(True)
    )
    held = pl.concat(
        [
            pairs.filter(pl.col("part_of") == "a_in_b").select(part="report_a", report_id="report_b"),
            pairs.filter(pl.col("part_of") == "b_in_a").select(part="report_b", report_id="report_a"),
        ]
    )
    others = (
        held.join(reports.select(part="report_id", event_id="event_id"), on="part")
        .filter(pl.col("event_id").is_not_null())
        .join(reports.select("report_id", "begin", "end"), on="report_id")
        .select("report_id", "event_id", "begin", "end", is_main=pl.lit(False))
        .unique(["report_id", "event_id"])
        .join(main, on=["report_id", "event_id"], how="anti")
    )
    return (
        pl.concat([main, others])
        .select("report_id", "event_id", "is_main", "begin", "end")
        .sort("report_id", "is_main", "event_id", descending=[False, True, False])
    )
