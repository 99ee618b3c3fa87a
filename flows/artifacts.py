"""What a run leaves in Prefect for the person who looks there: log lines, progress, tables of counts, assets.

In: the stages as they pass, and the snapshot at the end. Out, for each run: a log line per stage with its shards and
seconds; one progress artifact; tables of the stages (what went in and came out), of the published tables beside the
snapshot before, of the rejections by reason, of shares that tell a healthy run from a sick one; a page that links to the
snapshot; and every published table as an asset whose lineage points to the raw folder.

The queries are plain functions over a folder of Parquet files; only `Report` and `publish_report` know Prefect.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import duckdb
from prefect.artifacts import (
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)
from prefect.assets import Asset, AssetProperties, add_asset_metadata, materialize
from prefect.cache_policies import NO_CACHE
from prefect.logging import get_run_logger

from flows.catalog import connect
from flows.layout import file_of, files_of
from flows.progress import Summary
from flows.settings import Settings
from transforms.schema import PARTED, TABLES

Rows = list[dict[str, Any]]

STAGES = ("scan", "read", "pages", "keep", "parts", "deduplicate", "resolve", "mentions", "publish")
_SECONDS_BETWEEN = 5.0
_NOT_IN_A_KEY = re.compile(r"[\s#?&%\"'<>\[\]{}|\\^`]")

# stage, what goes in, what comes out, what is left out, with the reason's table
_STAGES = """
with r as (select stage, count(*) as n from rejections group by stage),
     n as (select coalesce((select n_raw from runs order by started_at desc limit 1), 0) as raw,
                  coalesce((select sum(n) from r where stage in ('read', 'decode')), 0) as unread,
                  coalesce((select sum(n) from r where stage in ('clean', 'split')), 0) as unusable,
                  (select count(*) from articles) as articles)
select 'read' as stage, raw as "in", raw - unread as out, unread as left_out, 'raw records' as of from n
union all select 'pages', raw - unread, raw - unread - unusable, unusable, 'records → articles' from n
union all select 'keep', raw - unread - unusable, articles, raw - unread - unusable - articles, 'articles, without repeats and older versions' from n
union all select 'deduplicate', count(*), count(distinct duplicate_group_id), count(*) - count(distinct duplicate_group_id), 'reports → groups of copies' from reports
union all select 'resolve', count(distinct duplicate_group_id), count(distinct event_id), 0, 'groups → events' from reports
"""
_REJECTIONS = """
select stage, reason, count(*) as n, min(raw_file) as example from rejections group by all order by n desc, stage, reason
"""
_SHARES = """
select 'reports with a day' as figure, avg((event_date is not null and event_date_precision = 'day')::int) as share from reports
union all select 'reports with a place', avg((place_id is not null)::int) from reports
union all select 'reports that are copies', 1 - count(distinct duplicate_group_id) / count(*) from reports
union all select 'reports with a participant', count(*) filter (where report_id in (select report_id from participant_claims)) / count(*) from reports
union all select 'events of several outlets', avg((n_sources > 1)::int) from events
union all select 'mentions with an entity', avg((entity_id is not null)::int) from mentions
union all select 'articles with a time', avg((published_at is not null)::int) from articles
union all select 'raw records rejected', (select count(*) from rejections) / (select n_raw from runs order by started_at desc limit 1)
"""


def stage_rows(snapshot: Path) -> Rows:
    """What went into each stage, what came out, what was left out."""
    return _query(snapshot, _STAGES)


def rejection_rows(snapshot: Path) -> Rows:
    """Rejections by stage and reason, with an example."""
    return _query(snapshot, _REJECTIONS)


def share_rows(snapshot: Path, before: Path | None = None) -> Rows:
    """Shares that say whether a run is like the one before; null where there is nothing to count."""
    earlier = {row["figure"]: row["share"] for row in _query(before, _SHARES)} if before else {}
    return [
        {"figure": row["figure"], "share": _percent(row["share"]), "before": _percent(earlier.get(row["figure"]))}
        for row in _query(snapshot, _SHARES)
    ]


def table_rows(summary: Summary, before: Path | None = None) -> Rows:
    """Rows of every published table, and how many more than in the snapshot before."""
    earlier = _counts(before) if before else {}
    return [
        {"table": name, "rows": n, "more": n - earlier[name] if name in earlier else None}
        for name, n in summary.counts.items()
    ]


def _counts(folder: Path) -> dict[str, int]:
    with duckdb.connect() as db:
        files = {name: [str(file) for file in files_of(folder, name)] for name in TABLES}
        return {
            name: int(db.execute("select count(*) from read_parquet(?)", [there]).fetchall()[0][0])
            for name, there in files.items()
            if there
        }


def _query(folder: Path, sql: str) -> Rows:
    with connect(folder) as db:
        result = db.execute(sql)
        names = [d[0] for d in result.description or ()]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _percent(share: float | None) -> str | None:
    return None if share is None or share != share else f"{share:.1%}"  # NaN: nothing to count


def page(summary: Summary) -> str:
    """The page of a run, in Markdown."""
    state = "Nothing has changed since the last run." if summary.unchanged else "A new snapshot is live."
    seconds = sum(summary.seconds.values())
    rejected = sum(summary.rejections.values())
    figures = ("articles", "reports", "events", "entities", "tenures")
    counts = ", ".join(f"{summary.counts[name]:,} {name}" for name in figures if name in summary.counts)
    return (
        f"{state} {counts}; {rejected:,} rejected; {seconds:.0f} s.\n\n"
        f"[`{summary.snapshot}`]({location(summary.snapshot)})\n\n"
        f'```\nsukien query "select * from events limit 5" --processed {Path(summary.snapshot).parent.parent}\n```\n'
    )


def location(path: Path | str) -> str:
    """URL of a file or folder; what is a URL stays one."""
    return str(path) if "://" in str(path) else Path(path).absolute().as_uri()


def asset_key(path: Path | str) -> str:
    """Prefect's name of an asset: its URL without the characters that names may not have."""
    plain = str(path) if "://" in str(path) else f"file://{Path(path).absolute().as_posix()}"
    return _NOT_IN_A_KEY.sub("-", plain)[:512]


class _OneLine(logging.Filter):
    """Errors whose message says all that there is to know are logged without the trace of the code."""

    def __init__(self, expected: tuple[type[Exception], ...]):
        super().__init__()
        self.expected = expected

    def filter(self, record: logging.LogRecord) -> bool:
        """Take the trace out; every record passes."""
        error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
        if isinstance(error, self.expected):
            record.msg, record.args, record.exc_info = str(error), (), None
        return True


def one_line(*expected: type[Exception]) -> None:
    """Let the log of the flow at work tell of these errors in one line."""
    logger = cast(logging.LoggerAdapter[logging.Logger], get_run_logger()).logger
    for known in [f for f in logger.filters if isinstance(f, _OneLine) and f.expected == expected]:
        logger.removeFilter(known)
    logger.addFilter(_OneLine(expected))


class Report:
    """Listener of a run inside a Prefect flow: a log line per stage, one progress artifact for all."""

    def __init__(self) -> None:
        self.log = get_run_logger()
        self.progress: UUID | None = None
        self.told = 0.0
        self.total = 1
        self.done = 0
        self.finished_stages = 0

    def started(self, stage: str, total: int) -> None:
        """A stage begins."""
        self.total, self.done = max(total, 1), 0
        self._tell(f"{stage}: {total:,} to do" if total > 1 else stage)

    def advanced(self, stage: str) -> None:
        """A shard is done; tell of it at most every few seconds."""
        self.done += 1
        if time.monotonic() - self.told > _SECONDS_BETWEEN:
            self.log.info("%s: %d of %d", stage, self.done, self.total)
            self._tell(f"{stage}: {self.done:,} of {self.total:,}")

    def finished(self, stage: str, seconds: float) -> None:
        """A stage is done."""
        self.finished_stages += 1
        self.done = 0
        shards = f"{self.total:,} shards, " if self.total > 1 else ""
        self.log.info("%s: %s%.1f s", stage, shards, seconds)

    def end(self) -> None:
        """All is done."""
        self.finished_stages = len(STAGES)
        self._tell("done")

    def _tell(self, what: str) -> None:
        percent = min(100.0, 100 * (self.finished_stages + self.done / self.total) / len(STAGES))
        self.told = time.monotonic()
        if self.progress is None:
            # Typed by Prefect as a coroutine too, for callers that are one.
            self.progress = cast(UUID, create_progress_artifact(percent, key="sukien-progress", description=what))
        else:
            update_progress_artifact(self.progress, percent, description=what)


def publish_report(summary: Summary, settings: Settings, before: Path | None) -> None:
    """Artifacts and assets of a run that published."""
    log = get_run_logger()
    changed = "nothing new" if summary.unchanged else "published"
    log.info(
        "%s: %s articles, %s events, %s rejected: %s",
        changed,
        f"{summary.counts['articles']:,}",
        f"{summary.counts['events']:,}",
        f"{sum(summary.rejections.values()):,}",
        summary.snapshot,
    )
    seconds = [{"stage": stage, "seconds": round(value, 2)} for stage, value in summary.seconds.items()]
    for key, table, what in (
        ("sukien-stages", stage_rows(summary.snapshot), "What went into each stage and what came out."),
        ("sukien-seconds", seconds, "Wall time of each stage."),
        ("sukien-tables", table_rows(summary, before), "Rows of the published tables, and how many more than before."),
        ("sukien-rejections", rejection_rows(summary.snapshot), "Input that was left out, by reason."),
        ("sukien-quality", share_rows(summary.snapshot, before), "Shares that tell a healthy run from a sick one."),
    ):
        create_table_artifact(table, key=key, description=what)
    create_markdown_artifact(page(summary), key="sukien-snapshot", description="The run and its snapshot.")
    if not summary.unchanged:
        _materialize(summary, settings)


def _materialize(summary: Summary, settings: Settings) -> None:
    """Every published table as an asset made from the raw folder. Keys name `current`, which outlives snapshots."""
    current = f"{settings.processed}/current"
    raw = Asset(key=asset_key(settings.raw), properties=AssetProperties(name="raw pages", url=location(settings.raw)))
    assets = {name: _asset(name, current) for name in summary.counts}

    def assets_made(counts: dict[str, int], run_id: str) -> None:
        for name, rows in counts.items():
            add_asset_metadata(assets[name], {"rows": rows, "run_id": run_id, "file": _place(name)})

    step = materialize(*assets.values(), by="sukien", asset_deps=_keys([raw]), name="assets", cache_policy=NO_CACHE)
    step(assets_made)(summary.counts, summary.run_id)


def _place(name: str) -> str:
    return name if name in PARTED else file_of(name)


def _keys(assets: Sequence[Asset]) -> list[str | Asset]:
    return list(assets)


def _asset(name: str, current: str) -> Asset:
    file = f"{current}/{_place(name)}"
    described = (TABLES[name].__doc__ or name).strip()
    return Asset(
        key=asset_key(file), properties=AssetProperties(name=name, url=location(file), description=described[:2_000])
    )
