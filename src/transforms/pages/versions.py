"""All pages ever read → the pages that are published: repeats once, corrected pages in their newest version.

In: one row per page read. Out: the rows kept, with the version they supersede, and a rejection per row left out.
Decided: a repeat has the same id (same outlet, record and bytes); a correction has the same outlet and record, other
bytes; the newest is the one collected, then published, last, then the last in the order of files.
"""

from __future__ import annotations

import polars as pl


def current_versions(pages: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(kept: article_id, raw_file, supersedes; rejected: raw_file, record, stage, reason, detail).

    `pages`: article_id, raw_file, source, collection, record_id, url, collected_at, published_at.
    """
    ordered = pages.sort("article_id", "raw_file")
    is_repeat = pl.col("article_id").is_duplicated() & ~pl.col("article_id").is_first_distinct()
    ordered = ordered.with_columns(is_repeat.alias("repeat"))
    record = pl.concat_str(pl.coalesce("source", "collection"), pl.coalesce("record_id", "url"), separator="\x1f")
    versions = (
        ordered.filter(~pl.col("repeat"))
        .with_columns(record.alias("key"))
        .sort("collected_at", "published_at", "raw_file", nulls_last=False)
        .with_columns(
            pl.when(pl.col("key").is_not_null()).then(pl.col("article_id").shift(1).over("key")).alias("supersedes"),
            pl.when(pl.col("key").is_not_null())
            .then(pl.col("article_id").shift(-1).over("key"))
            .alias("superseded_by"),
        )
    )
    kept = (
        versions.filter(pl.col("superseded_by").is_null())
        .select("article_id", "raw_file", "supersedes")
        .sort("article_id")
    )
    old = versions.filter(pl.col("superseded_by").is_not_null()).select(
        "raw_file",
        pl.lit("superseded").alias("reason"),
        pl.format("a newer version is published as {}", "superseded_by").alias("detail"),
    )
    repeated = ordered.filter("repeat").select(
        "raw_file", pl.lit("repeated").alias("reason"), pl.format("published as {}", "article_id").alias("detail")
    )
    rejected = pl.concat([old, repeated]).select(
        "raw_file",
        pl.col("raw_file").str.extract(r"#(\d+)$").cast(pl.Int32).alias("record"),
        pl.lit("validate").alias("stage"),
        "reason",
        "detail",
    )
    return kept, rejected.sort("raw_file")
