"""What became of the ids of an earlier snapshot: events, groups and entities that merged, split or moved.

In: the members of every id in both snapshots (reports of an event or a group; report and surface of an entity). Out: table
`redirects`, one row per successor of an id that is gone, and per new part of one that was split. Ids are compared by what they
hold, never by how they are made; members that one snapshot alone has say nothing.
"""

from __future__ import annotations

import polars as pl

MEMBERS = pl.Schema({"kind": pl.String, "id": pl.String, "member": pl.String})


def members(reports: pl.DataFrame, mentions: pl.DataFrame) -> pl.DataFrame:
    """What each id of a snapshot holds, from `reports` (report_id, event_id, duplicate_group_id) and `mentions` (mention_id, entity_id)."""
    return pl.concat(
        [
            reports.filter(pl.col("event_id").is_not_null()).select(
                kind=pl.lit("event"), id="event_id", member="report_id"
            ),
            reports.select(kind=pl.lit("group"), id="duplicate_group_id", member="report_id"),
            mentions.select(kind=pl.lit("entity"), id="entity_id", member="mention_id"),
        ]
    ).cast(MEMBERS)


def redirects(old: pl.DataFrame, new: pl.DataFrame, since_run_id: str) -> pl.DataFrame:
    """Rows of `redirects` between two frames of `MEMBERS`: where members of an old id are found under another id now."""
    moved = old.join(new, on=["kind", "member"], suffix="_new").filter(pl.col("id") != pl.col("id_new"))
    return (
        moved.select("kind", old_id="id", new_id="id_new")
        .unique()
        .with_columns(since_run_id=pl.lit(since_run_id))
        .sort("kind", "old_id", "new_id")
    )


def carried(earlier: pl.DataFrame, fresh: pl.DataFrame, living: pl.DataFrame) -> pl.DataFrame:
    """Redirects of earlier runs brought up to date: a successor that moved on is replaced by where it went, one that is
    gone without successor is dropped. `living` (kind, id) are the ids of the new snapshot.
    """
    step = fresh.select("kind", new_id="old_id", next_id="new_id")
    followed = (
        earlier.join(step, on=["kind", "new_id"], how="left")
        .with_columns(new_id=pl.coalesce("next_id", "new_id"))
        .drop("next_id")
    )
    # An id that moved in this run and lives on (a split) keeps itself as a successor of what led to it.
    kept = earlier.join(living.select("kind", new_id="id").unique(), on=["kind", "new_id"], how="semi")
    alive = pl.concat([followed, kept]).join(
        living.select("kind", new_id="id").unique(), on=["kind", "new_id"], how="semi"
    )
    return (
        pl.concat([fresh, alive.select(fresh.columns)])
        .filter(pl.col("old_id") != pl.col("new_id"))
        .unique(["kind", "old_id", "new_id"], keep="first", maintain_order=True)
        .sort("kind", "old_id", "new_id")
    )
