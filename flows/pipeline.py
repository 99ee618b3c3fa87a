"""The whole pipeline on one screen: raw folder → published snapshot.

`pipeline` is the order of stages; how a stage's items are carried out is the executor's matter: `Direct` calls the plain
functions, in processes where there are several shards; `flows.build.Orchestrated` submits the same functions as Prefect
tasks. Nothing here knows Prefect, whose import alone takes a second.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from threading import Thread
from time import perf_counter
from typing import Any, Protocol, TypeVar

from flows import parts, tasks
from flows.failures import advice
from flows.manifest import scan
from flows.progress import Silent, Summary, listener
from flows.raw import exists
from flows.remote import store_at
from flows.settings import Settings
from flows.snapshots import Run, UnexpectedChange, retire, snapshot_id
from flows.store import Ref, Store, StoreError

T = TypeVar("T")
_log = logging.getLogger("sukien")
_WORTH_PROCESSES = 4_000_000  # bytes of compressed records


class NoInput(Exception):
    """The raw folder holds nothing to read."""


class Executor(Protocol):
    """Carries out one stage: a function over items, in `workers` processes where more than one, results in the items' order."""

    def map(
        self, stage: str, function: Callable[..., T], items: Sequence[Any], *fixed: Any, workers: int = 1
    ) -> list[T]: ...


def pipeline(settings: Settings, executor: Executor) -> Summary:
    """Run all stages and publish. Raises `NoInput`, `StoreError` or `InvalidDataset`.

    Where a stage fails, everything stored is compared with its hashes. If that explains the failure, what is damaged is
    dropped and the run starts over, once: all the rest is kept, so only the damaged results are computed again.
    """
    if not exists(settings.raw):
        raise NoInput(f"no such raw folder or file: {settings.raw}")
    store = store_at(settings.processed)
    with store.locked(settings.wait):
        try:
            return _run(settings, executor, store)
        except (NoInput, StoreError, UnexpectedChange):
            raise
        except BrokenProcessPool:
            _log.warning("a worker process was killed: starting over with what is done")
        except Exception as e:
            if refused := advice(e, store.root):
                raise StoreError(refused) from e
            damaged = store.drop_damaged()
            if not damaged:
                raise
            _log.warning("starting over without what is damaged: %s", "; ".join(damaged))
        try:
            return _run(settings, executor, store)
        except BrokenProcessPool as e:
            raise StoreError(advice(e, store.root) or str(e)) from e


def _run(settings: Settings, executor: Executor, store: Store) -> Summary:
    started = dt.datetime.now(dt.UTC)
    watch = Stopwatch(executor)
    ((groups, manifest),) = watch.map("scan", scan, [settings], store.note("raw"), started.timestamp())
    if not groups:
        raise NoInput(f"no raw files in {settings.raw}")
    read = watch.map("read", tasks.read_group, groups, store, settings)
    shards, n_raw = tasks.shards(read, store)
    # What is done is not handed to workers: starting them would cost more than a small day.
    todo = [s for s in shards if not store.has(tasks.pages_of(s, settings))]
    watch.map("pages", tasks.process_shard, todo, store, settings, workers=workers_for(settings, todo))
    pages = [tasks.pages_of(s, settings) for s in shards]
    (kept,) = watch.map("keep", tasks.keep, [[*read, *pages]], store, pages)
    (page_parts,) = watch.map("parts", parts.page_parts, [kept], store, pages)
    noted = store.note("copies")
    earlier = Ref("copies", noted) if noted else None
    (copies,) = watch.map("deduplicate", tasks.deduplicate, [kept], store, pages, earlier)
    (tables,) = watch.map("resolve", tasks.resolve, [copies], store, settings, kept, pages)
    (mentions,) = watch.map("mentions", parts.mention_parts, [tables], store, kept, pages, page_parts)
    written = [*page_parts, *mentions]
    run = Run(snapshot_id(started), started, settings.model_dump_json(), n_raw, watch.seconds)
    # Whatever fails from here on must not fail after publishing: the run would be told to have failed, and has not.
    store.write_note("raw", manifest)
    store.write_note("copies", copies.key)
    (summary,) = watch.map("publish", tasks.publish, [run], store, settings, tables, written)
    try:
        store.drop_unused([*read, *pages, kept, copies, tables, *(part.ref for part in written)])
        retire(store, settings.keep_snapshots, settings.keep_hours)
    except OSError as e:
        _log.warning("published, but what is no longer needed could not be removed: %s", e)
    summary.seconds = watch.seconds
    return summary


def workers_for(settings: Settings, shards: Sequence[tasks.Shard]) -> int:
    """Processes worth starting: each costs seconds of imports, which a small corpus does not repay."""
    return min(settings.workers, len(shards)) if sum(s.n_bytes for s in shards) > _WORTH_PROCESSES else 1


class Stopwatch:
    """Measures the stages of the executor it wraps and tells the listener of their progress."""

    def __init__(self, executor: Executor):
        self.executor = executor
        self.seconds: dict[str, float] = {}

    def map(
        self, stage: str, function: Callable[..., T], items: Sequence[Any], *fixed: Any, workers: int = 1
    ) -> list[T]:
        """As `Executor.map`."""
        listener.get(Silent()).started(stage, len(items))
        begin = perf_counter()
        results = self.executor.map(stage, function, items, *fixed, workers=workers)
        self.seconds[stage] = perf_counter() - begin
        listener.get(Silent()).finished(stage, self.seconds[stage])
        return results


def call(function: Callable[..., T], item: Any, fixed: tuple[Any, ...]) -> T:
    """One item of a stage, in whatever process."""
    _die_with_parent()
    return function(item, *fixed)


@cache
def _die_with_parent() -> None:
    """In a worker process: end when the process that started it has ended, however it did. Else it would wait forever."""
    if parent := parent_process():

        def watch() -> None:
            wait([parent.sentinel])
            os._exit(1)

        Thread(target=watch, daemon=True).start()


class Direct:
    """Plain calls, without an orchestrator."""

    def map(
        self, stage: str, function: Callable[..., T], items: Sequence[Any], *fixed: Any, workers: int = 1
    ) -> list[T]:
        """As `Executor.map`."""
        heard = listener.get(Silent())
        results: dict[int, T] = {}
        if workers < 2:
            for n, item in enumerate(items):
                results[n] = function(item, *fixed)
                heard.advanced(stage)
        else:
            # Polars' threads do not survive a fork.
            with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
                futures = {pool.submit(call, function, item, fixed): n for n, item in enumerate(items)}
                for future in as_completed(futures):
                    results[futures[future]] = future.result()
                    heard.advanced(stage)
        return [results[n] for n in range(len(items))]
