"""Work through an archive in slices of time, so that a bad slice costs itself and not the rest.

The published tables are a function of the whole raw folder, whenever and in whatever order it was filled. So a backfill
publishes nothing of its own: slice by slice it computes what depends on single pages, which is nearly all there is to do,
and leaves it in the store under the hash of its content. The ordinary run that ends it finds the work done and publishes
once; the result is that of one full run by construction, a repeated backfill finds everything done, and a killed one goes
on where it was. A slice that fails is told and passed over; the ordinary run tries what is missing once more, and where it
fails too the last snapshot stays.

In: a range of days. A shard (raw files read together, bounded in size) belongs to the slice of its earliest day within the
range; the day of a record is when it was published, else collected, else the one that stands in its path. Files whose path
names a day outside the range are not even read. Records without any day are left to the ordinary run.
"""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import polars as pl

from flows import tasks
from flows.manifest import Group, scan
from flows.pipeline import Executor, NoInput, Stopwatch, workers_for
from flows.raw import exists
from flows.remote import store_at
from flows.settings import Settings
from flows.store import Store
from transforms.pages.article import VIETNAM, moment

By = Literal["day", "month", "year"]

_LABELS: dict[By, str] = {"day": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y"}
_IN_PATH = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_/.]?(0[1-9]|1[0-2])[-_/.]?(0[1-9]|[12]\d|3[01])(?!\d)")


@dataclass(frozen=True, slots=True)
class Slice:
    """A stretch of time and what became of it; `error` in one line, or None."""

    label: str
    shards: int
    records: int
    seconds: float
    error: str | None = None


@dataclass(frozen=True)
class Range:
    """Days from `first` to `last`, both included, in slices of a day, a month or a year."""

    first: dt.date
    last: dt.date
    by: By = "month"

    def holds(self, day: dt.date) -> bool:
        """Whether the day is in the range."""
        return self.first <= day <= self.last

    def label(self, days: Iterable[dt.date]) -> str | None:
        """The slice of these days; None where none of them is in the range."""
        inside = min((d for d in days if self.holds(d)), default=None)
        return inside.strftime(_LABELS[self.by]) if inside else None


def backfill(settings: Settings, executor: Executor, days: Range) -> list[Slice]:
    """Compute slice by slice; publishes nothing. Raises `NoInput`, `StoreError`."""
    if not exists(settings.raw):
        raise NoInput(f"no such raw folder or file: {settings.raw}")
    watch = Stopwatch(executor)
    store = store_at(settings.processed)
    with store.locked(settings.wait):
        groups = scan(settings, store.note("raw"), time.time())[0]
        read = watch.map("read", tasks.read_group, [g for g in groups if _wanted(g, days)], store, settings)
        slices: dict[str, list[tuple[tasks.Shard, int]]] = {}
        for shard in tasks.shards(read, store)[0]:
            found, records = _days(shard, store)
            if label := days.label(found):
                slices.setdefault(label, []).append((shard, records))
        return [_work(watch, label, slices[label], store, settings) for label in sorted(slices)]


def _work(
    watch: Stopwatch, label: str, shards: list[tuple[tasks.Shard, int]], store: Store, settings: Settings
) -> Slice:
    begin = time.perf_counter()
    items = [shard for shard, _ in shards if not store.has(tasks.pages_of(shard, settings))]
    error = None
    try:
        watch.map(f"pages {label}", tasks.process_shard, items, store, settings, workers=workers_for(settings, items))
    except Exception as e:  # the other slices do not depend on this one
        error = " ".join(f"{type(e).__name__}: {e}".split())[:500]
    return Slice(label, len(shards), sum(n for _, n in shards), time.perf_counter() - begin, error)


def _wanted(group: Group, days: Range) -> bool:
    """Whether a file of the group may hold records of the range: its path names no day, or one in the range."""
    return any((day := day_of_path(name)) is None or days.holds(day) for name in group.names)


def day_of_path(name: str) -> dt.date | None:
    """The day that a path names, in whole or over its folders."""
    for year, month, day in _IN_PATH.findall(name):
        try:
            return dt.date(int(year), int(month), int(day))
        except ValueError:
            continue
    return None


def _days(shard: tasks.Shard, store: Store) -> tuple[set[dt.date], int]:
    """(days of the shard's records, number of records)."""
    file = store.file(shard.read, f"{shard.name}.parquet")
    records = pl.read_parquet(file, columns=["raw_file", "published", "collected"])
    known = records.select(pl.coalesce("published", "collected").alias("when"), "raw_file").unique()
    days = (_day(when) or day_of_path(name) for when, name in known.iter_rows())
    return {day for day in days if day}, records.height


def _day(when: str | None) -> dt.date | None:
    found = moment(when)[0]
    return found.astimezone(VIETNAM).date() if found else None
