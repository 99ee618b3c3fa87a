"""A snapshot's life: published, listed, rolled back from, retired.

Snapshots follow one another in a line: each was live from its publication to the next one's. A rollback therefore never
moves readers back in time; it publishes the tables of an earlier snapshot once more, as a snapshot of its own. So the
redirects lead from the ids that readers saw last to those they see now, the log of runs goes on, and what each reader could
see at which time stays told.

A dataset is published only as a plausible successor of the live one (`transforms.bounds`).
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from flows.catalog import CATALOG, write_catalog
from flows.layout import file_of, files_of, table_of
from flows.parquet import arrow_table, write_table
from flows.seals import Manifest
from flows.store import Store, StoreError
from transforms.bounds import Bounds, broken
from transforms.checks import LATER, InvalidDataset
from transforms.resolve.redirects import carried, members, redirects
from transforms.schema import TABLES, polars_schema

_DATA = tuple(name for name in TABLES if name not in LATER)


class UnexpectedChange(InvalidDataset):
    """The dataset is sound in itself but no plausible successor of the live one; the message lists the bounds."""


@dataclass(frozen=True, slots=True)
class Run:
    """What is known of a run when it publishes."""

    run_id: str
    started: dt.datetime
    parameters: str
    n_raw: int
    seconds: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A complete snapshot."""

    id: str
    folder: Path
    published_at: dt.datetime
    restores: str | None
    rows: Mapping[str, int]
    n_raw: int
    n_bytes: int
    content: str

    @classmethod
    def of(cls, store: Store, snapshot_id: str, manifest: Manifest) -> Snapshot:
        """As its manifest tells."""
        facts = manifest.facts
        content = json.dumps({f: e.hash for f, e in sorted(manifest.files.items()) if table_of(f) in _DATA})
        return cls(
            snapshot_id, store.snapshots / snapshot_id, dt.datetime.fromisoformat(facts["published_at"]), facts["restores"],
            facts["rows"], facts["n_raw"], manifest.n_bytes, content,
        )  # fmt: skip


def snapshot_id(at: dt.datetime) -> str:
    """An id that sorts by time."""
    return f"{at:%Y%m%dT%H%M%S}{at.microsecond:06}"


def snapshots(store: Store) -> list[Snapshot]:
    """All complete snapshots, oldest first."""
    return [Snapshot.of(store, name, manifest) for name, manifest in store.manifests().items()]


def live(store: Store) -> Snapshot | None:
    """The snapshot that readers see."""
    folder = store.live()
    return next((s for s in snapshots(store) if folder and s.id == folder.name), None)


# ---------------------------------------------------------------- publish


def publish(run: Run, store: Store, files: Mapping[str, Path], bounds: Bounds | None) -> Snapshot:
    """A snapshot of the tables in `files`, by their place in it, with the log of runs and the redirects from the live snapshot.

    Raises `UnexpectedChange` where the tables break `bounds`; None asks for no comparison.
    """
    last = live(store)
    if last and bounds and (found := broken(_frames(_files(last)), _frames(files), (last.n_raw, run.n_raw), bounds)):
        raise UnexpectedChange("; ".join(found))
    return _publish(run, store, files, last)


def _publish(
    run: Run, store: Store, files: Mapping[str, Path], last: Snapshot | None, restores: str | None = None
) -> Snapshot:
    rows = {name: sum(pq.read_metadata(f).num_rows for f in some) for name, some in _by_table(files).items()}
    runs, moved = _runs(run, rows, last), _redirects(last, files, run.run_id)

    def finish(folder: Path) -> None:
        write_table("runs", runs, folder / file_of("runs"))
        write_table("redirects", TABLES["redirects"].validate(moved), folder / file_of("redirects"))
        write_catalog(folder)

    facts = {
        "published_at": dt.datetime.now(dt.UTC).isoformat(),
        "restores": restores,
        "n_raw": run.n_raw,
        "rows": {**rows, "redirects": moved.height, "runs": runs.num_rows},
    }
    store.publish(run.run_id, files, finish, facts, volatile=[CATALOG])
    return Snapshot.of(store, run.run_id, store.manifests()[run.run_id])


def _files(snapshot: Snapshot) -> dict[str, Path]:
    """The files of a snapshot's tables, by their place in it."""
    files = (file for name in _DATA for file in files_of(snapshot.folder, name))
    return {file.relative_to(snapshot.folder).as_posix(): file for file in files}


def _by_table(files: Mapping[str, Path]) -> dict[str, list[Path]]:
    places = sorted(files)
    found = {name: [files[place] for place in places if table_of(place) == name] for name in TABLES}
    return {name: some for name, some in found.items() if some}


def _frames(files: Mapping[str, Path]) -> dict[str, pl.LazyFrame]:
    return {name: pl.scan_parquet(some) for name, some in _by_table(files).items()}


def _runs(run: Run, rows: Mapping[str, int], last: Snapshot | None) -> pa.Table:
    """The log of runs, this one included."""
    counts = {f"n_{name}": rows[name] for name in ("articles", "reports", "events", "rejections")}
    row = {
        "run_id": run.run_id, "started_at": run.started, "finished_at": dt.datetime.now(dt.UTC), "code_version": version("sukien"),
        "parameters": run.parameters, "n_raw": run.n_raw, **counts,
        "seconds_by_stage": [{"key": k, "value": round(v, 3)} for k, v in run.seconds.items()],
    }  # fmt: skip
    frame = pl.DataFrame([row], polars_schema(TABLES["runs"]), orient="row")
    table = arrow_table("runs", TABLES["runs"].validate(frame))
    return pa.concat_tables([pq.read_table(last.folder / file_of("runs")).cast(table.schema), table]) if last else table


def _redirects(last: Snapshot | None, files: Mapping[str, Path], run_id: str) -> pl.DataFrame:
    """All redirects that hold now: those of this run, and earlier ones brought up to date."""
    empty = TABLES["redirects"].create_empty()
    if last is None:
        return empty
    before, now = _files(last), dict(files)
    # Members in files that both snapshots share have not moved.
    shared = {name for name in before.keys() & now.keys() if before[name].samefile(now[name])}
    old, new = (_members({name: f for name, f in some.items() if name not in shared}) for some in (before, now))
    fresh = redirects(old, new, run_id)
    earlier = pl.read_parquet(last.folder / file_of("redirects"))
    return carried(earlier, fresh, _living(_frames(files))).select(empty.columns)


def _members(files: Mapping[str, Path]) -> pl.DataFrame:
    frames = _frames(files)
    columns = {"reports": ["report_id", "event_id", "duplicate_group_id"], "mentions": ["mention_id", "entity_id"]}
    empty = {name: pl.LazyFrame(schema=dict.fromkeys(some, pl.String)) for name, some in columns.items()}
    reports, mentions = (frames.get(name, empty[name]).select(some) for name, some in columns.items())
    return members(reports.collect(), mentions.collect())


def _living(frames: Mapping[str, pl.LazyFrame]) -> pl.DataFrame:
    """(kind, id) of all events, groups and entities."""
    ids = {
        "event": frames["reports"].select(id="event_id"),
        "group": frames["reports"].select(id="duplicate_group_id"),
        "entity": frames["entities"].select(id="entity_id"),
    }
    found = [rows.drop_nulls().unique().select(kind=pl.lit(kind), id="id") for kind, rows in ids.items()]
    return pl.concat(found).collect()


# ---------------------------------------------------------------- roll back


def rollback(store: Store, wanted: str | None = None) -> Snapshot:
    """Publish an earlier snapshot's tables once more; by default the last that differ from those that readers see now.

    To be called under the store's lock. Raises `StoreError` where there is nothing to go back to.
    """
    known, now = snapshots(store), live(store)
    if now is None:
        raise StoreError(f"no published snapshot in {store.root}")
    if wanted is None:
        # After a rollback, the one before it is the one before the snapshot that it restored.
        earlier = [s for s in known if s.id < (now.restores or now.id) and s.content != now.content]
    else:
        earlier = [s for s in known if s.id == wanted]
    if not earlier:
        raise StoreError(f"no snapshot {wanted}: see `sukien snapshots`" if wanted else "no earlier snapshot is kept")
    target = earlier[-1]
    if problem := store.damage(target.id, thorough=True):
        raise StoreError(f"snapshot {target.id} cannot be restored: {problem}")
    started = dt.datetime.now(dt.UTC)
    run = Run(snapshot_id(started), started, json.dumps({"rollback": target.id}), target.n_raw, {})
    return _publish(run, store, _files(target), now, target.restores or target.id)


# ---------------------------------------------------------------- retire


def retire(store: Store, keep: int, hours: float) -> None:
    """Drop the snapshots that nobody needs any more; see `expendable`."""
    store.drop_snapshots(expendable(snapshots(store), keep, dt.timedelta(hours=hours), dt.datetime.now(dt.UTC)))


def expendable(line: Sequence[Snapshot], keep: int, grace: dt.timedelta, now: dt.datetime) -> list[str]:
    """Ids of the snapshots, oldest first, that may go.

    The newest snapshot of each of the last `keep` datasets stays, so that runs that change nothing do not push out what one
    may want to go back to; and so does what was live within `grace`, because a reader may have it open.
    """
    datasets: list[str] = []
    gone = []
    for position, snapshot in reversed(list(enumerate(line))):
        is_newest = snapshot.content not in datasets
        if is_newest:
            datasets.append(snapshot.content)
        wanted = is_newest and len(datasets) <= keep
        in_use = position + 1 == len(line) or now - line[position + 1].published_at < grace
        if not (wanted or in_use):
            gone.append(snapshot.id)
    return gone[::-1]


def listing(store: Store) -> list[dict[str, Any]]:
    """A row per snapshot, newest first: id, time, rows of the main tables, size, and what it is to readers."""
    line, now = snapshots(store), live(store)
    undone = {s.id for r in line if r.restores for s in line if r.restores < s.id < r.id}
    rows = []
    for s in reversed(line):
        notes = ["live"] if now and s.id == now.id else []
        notes += [f"restores {s.restores}"] if s.restores else []
        notes += ["rolled back"] if s.id in undone else []
        notes += [f"damaged: {problem}"] if (problem := store.damage(s.id)) else []
        rows.append(
            {
                "id": s.id, "published": f"{s.published_at.astimezone():%Y-%m-%d %H:%M}",
                **{name: s.rows[name] for name in ("articles", "reports", "events", "entities", "mentions", "rejections")},
                "MB": round(s.n_bytes / 1e6, 1), "state": ", ".join(notes),
            }
        )  # fmt: skip
    return rows
