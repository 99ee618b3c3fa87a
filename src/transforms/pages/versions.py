"""All records ever read → the pages that are published: repeats once, corrected pages in their newest version, deleted ones not.

In: one row per page read, and one per tombstone. Out: the pages kept, with the version they supersede, and a rejection per
record left out. Decided: a repeat has the same id (same outlet, record and bytes); a correction has the same outlet and
record, other bytes; the newest is the one collected, then published, last, then the last in the order of files. A tombstone
deletes what was collected before it; one that does not say when it was collected deletes for good, because a page that
somebody had taken down must not come back with a late copy. So the outcome depends on the records alone, not on the order
in which they arrive.
"""

from __future__ import annotations

import polars as pl

_TIMES = ("collected_at", "published_at")


def current_versions(pages: pl.DataFrame, tombstones: pl.DataFrame | None = None) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(kept: article_id, raw_file, supersedes; rejected: raw_file, record, stage, reason, detail).

    `pages`: article_id, raw_file, source, collection, record_id, url, collected_at, published_at; `tombstones` the same
    without article_id and published_at.
    """
    ordered = pages.sort("article_id", "raw_file")
    repeat = pl.col("article_id").is_duplicated() & ~pl.col("article_id").is_first_distinct()
    ordered = ordered.with_columns(repeat=repeat, key=_RECORD)
    found = ordered.filter(~pl.col("repeat")).sort(*_TIMES, "raw_file", nulls_last=False)
    deletions = _names(tombstones if tombstones is not None else pages.clear())
    named = _names(found).join(deletions, on=["place", "name"], how="semi")
    met = deletions.join(named, on=["place", "name"], how="semi")
    idle = deletions.join(met, on="raw_file", how="anti").unique("raw_file")
    dead = (
        named.join(
            deletions.select("place", "name", tombstone="raw_file", deleted_at="collected_at"), on=["place", "name"]
        )
        # A page without a time of its own is older than any tombstone.
        .filter((pl.col("collected_at") <= pl.col("deleted_at")).fill_null(True))
        .group_by("raw_file")
        .agg(pl.col("tombstone").min())
    )
    found = found.join(dead, on="raw_file", how="left", maintain_order="left")
    deleted = pl.col("tombstone").is_not_null()
    living = found.filter(~deleted)
    several = pl.col("key").is_not_null() & pl.col("key").is_duplicated()
    versions = pl.concat(
        [
            living.filter(several).with_columns(
                supersedes=pl.col("article_id").shift(1).over("key"),
                superseded_by=pl.col("article_id").shift(-1).over("key"),
            ),
            living.filter(~several),
        ],
        how="diagonal",
    )
    kept = versions.filter(pl.col("superseded_by").is_null()).select("article_id", "raw_file", "supersedes")
    rejected = [
        versions.filter(pl.col("superseded_by").is_not_null()).select(
            "raw_file",
            pl.lit("superseded").alias("reason"),
            pl.format("a newer version is published as {}", "superseded_by").alias("detail"),
        ),
        found.filter(deleted).select(
            "raw_file",
            pl.lit("deleted").alias("reason"),
            pl.format("deleted by {}", "tombstone").alias("detail"),
        ),
        ordered.filter("repeat").select(
            "raw_file",
            pl.lit("repeated").alias("reason"),
            pl.format("the same record as {}", "article_id").alias("detail"),
        ),
        idle.select(
            "raw_file",
            pl.lit("nothing_to_delete").alias("reason"),
            pl.lit("no record of this outlet with this number or address was read").alias("detail"),
        ),
    ]
    return kept.sort("article_id"), pl.concat(rejected).sort("raw_file").select(
        "raw_file",
        pl.col("raw_file").str.extract(r"#(\d+)$").cast(pl.Int32).alias("record"),
        pl.lit("validate").alias("stage"),
        "reason",
        "detail",
    )


_PLACE = pl.coalesce("source", "collection")
_RECORD = pl.concat_str(_PLACE, pl.coalesce("record_id", "url"), separator="\x1f")
"""What makes two pages versions of one record; null where a page has no number or address."""


def _names(records: pl.DataFrame) -> pl.DataFrame:
    """(raw_file, collected_at, place, name): what each record may be called by, its number and its address."""
    names = records.select("raw_file", "collected_at", place=_PLACE, name=pl.concat_list("record_id", "url"))
    return names.explode("name").drop_nulls(["place", "name"])
