"""The whole pipeline on one screen: raw folder → published snapshot.

`pipeline` is the order of stages; how a stage's items are carried out is the executor's matter: `Direct` calls the plain
functions, in processes where there are several shards; `Orchestrated` submits the same functions as Prefect tasks, one
per stage and shard, to processes here or to a cluster. `build` is the Prefect flow.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from importlib.metadata import version
from multiprocessing import get_context
from time import perf_counter
from typing import Any, Protocol, TypeVar

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.futures import PrefectFuture
from prefect.futures import as_completed as prefect_as_completed
from prefect.task_runners import ThreadPoolTaskRunner

from flows import tasks
from flows.artifacts import Report, publish_report
from flows.manifest import scan
from flows.notify import notify_failure
from flows.progress import Silent, Summary, heard_by, listener
from flows.runners import RunnerOf, opened
from flows.settings import Settings
from flows.store import Ref, Store

T = TypeVar("T")
_WORTH_PROCESSES = 4_000_000  # bytes of compressed records
_HERE = {
    "scan",
    "publish",
}  # what the run that holds the store's lock does itself, also where the rest is done elsewhere


class NoInput(Exception):
    """The raw folder holds nothing to read."""


class Executor(Protocol):
    """Carries out one stage: a function over items, in `workers` processes where more than one, results in the items' order."""

    def map(
        self, stage: str, function: Callable[..., T], items: Sequence[Any], *fixed: Any, workers: int = 1
    ) -> list[T]: ...


def pipeline(settings: Settings, executor: Executor) -> Summary:
    """Run all stages and publish. Raises `NoInput`, `StoreError` or `InvalidDataset`."""
    started = dt.datetime.now(dt.UTC)
    watch = Stopwatch(executor)
    if not settings.raw.exists():
        raise NoInput(f"no such raw folder or file: {settings.raw}")
    store = Store(settings.processed)
    with store.locked():
        ((groups, manifest),) = watch.map("scan", scan, [settings], store.note("raw"), started.timestamp())
        if not groups:
            raise NoInput(f"no raw files in {settings.raw}")
        read = watch.map("read", tasks.read_group, groups, store, settings)
        shards, n_raw = tasks.shards(read, store)
        pages = watch.map("pages", tasks.process_shard, shards, store, settings, workers=_workers(settings, shards))
        (kept,) = watch.map("keep", tasks.keep, [[*read, *pages]], store, pages)
        earlier = store.note("copies")
        (copies,) = watch.map(
            "deduplicate", tasks.deduplicate, [kept], store, pages, Ref("copies", earlier) if earlier else None
        )
        (tables,) = watch.map("resolve", tasks.resolve, [copies], store, settings, kept, pages)
        live = store.live()
        run = tasks.Run(_run_id(started), started, version("sukien"), settings.model_dump_json(), n_raw, watch.seconds)
        (summary,) = watch.map("publish", tasks.publish, [run], store, tables)
        store.write_note("raw", manifest)
        store.write_note("copies", copies.key)
        store.retain(settings.keep_snapshots, [*read, *pages, kept, copies, tables])
    summary.unchanged = live is not None and summary.unchanged
    summary.seconds = watch.seconds
    return summary


def _workers(settings: Settings, shards: Sequence[tasks.Shard]) -> int:
    """Processes worth starting: each costs seconds of imports, which a small corpus does not repay."""
    return min(settings.workers, len(shards)) if sum(s.n_bytes for s in shards) > _WORTH_PROCESSES else 1


def _run_id(started: dt.datetime) -> str:
    return f"{started:%Y%m%dT%H%M%S}{started.microsecond:06}"


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


def _call(function: Callable[..., T], item: Any, fixed: tuple[Any, ...]) -> T:
    return function(item, *fixed)


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
                futures = {pool.submit(_call, function, item, fixed): n for n, item in enumerate(items)}
                for future in as_completed(futures):
                    results[futures[future]] = future.result()
                    heard.advanced(stage)
        return [results[n] for n in range(len(items))]


class Orchestrated:
    """Prefect tasks, one per item.

    Results are cached by the store, by content: Prefect's own cache would not notice a deleted file.
    """

    def __init__(self, runner_of: RunnerOf):
        self.runner_of = runner_of

    def map(
        self, stage: str, function: Callable[..., T], items: Sequence[Any], *fixed: Any, workers: int = 1
    ) -> list[T]:
        """As `Executor.map`."""
        heard = listener.get(Silent())
        step = task(name=stage, cache_policy=NO_CACHE, task_run_name=stage)(_call)
        results: dict[int, T] = {}
        here = ThreadPoolTaskRunner(max_workers=1) if stage in _HERE else self.runner_of(workers)
        with here as runner:
            futures: dict[PrefectFuture[Any], int] = {
                runner.submit(step, {"function": function, "item": item, "fixed": fixed}): n
                for n, item in enumerate(items)
            }
            for future in prefect_as_completed(list(futures)):
                results[futures[future]] = future.result()
                heard.advanced(stage)
        return [results[n] for n in range(len(items))]


@flow(
    name="sukien",
    description="Raw pages → published event tables.",
    validate_parameters=True,
    on_failure=[notify_failure],
    on_crashed=[notify_failure],
)
def build(settings: Settings) -> Summary:
    """One run. Tasks run where `settings.runner` says, by default in as many processes here as the settings allow."""
    before = Store(settings.processed).live()
    report = Report()
    with heard_by(report), opened(settings.runner) as runner_of:
        summary = pipeline(settings, Orchestrated(runner_of))
    report.end()
    publish_report(summary, settings, before)
    return summary
