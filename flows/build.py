"""The pipeline as a Prefect flow: a task per stage and shard, in processes here or on a cluster. `build` is the flow."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.futures import PrefectFuture
from prefect.futures import as_completed as prefect_as_completed
from prefect.task_runners import ThreadPoolTaskRunner

from flows.addresses import RunnerError
from flows.artifacts import Report, one_line, publish_report
from flows.notify import notify_failure
from flows.pipeline import Executor, NoInput, call, pipeline
from flows.progress import Silent, Summary, heard_by, listener
from flows.remote import store_at
from flows.retries import RETRIES, SECONDS, may_pass
from flows.runners import RunnerOf, opened
from flows.settings import Settings
from flows.snapshots import UnexpectedChange
from flows.store import StoreError
from transforms.checks import InvalidDataset

T = TypeVar("T")
# What the run that holds the store's lock does itself, also where the rest is done elsewhere.
_HERE = {"scan", "publish"}


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
        step = task(
            name=stage,
            task_run_name=stage,
            cache_policy=NO_CACHE,
            retries=RETRIES,
            retry_delay_seconds=SECONDS,
            retry_condition_fn=may_pass,
        )(call)
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
    before = store_at(settings.processed).live()
    summary = orchestrated(settings, pipeline)
    publish_report(summary, settings, before)
    return summary


def orchestrated(settings: Settings, work: Callable[[Settings, Executor], T]) -> T:
    """Work of stages inside a flow, which hears how far it has come."""
    report = Report()
    one_line(NoInput, StoreError, RunnerError, UnexpectedChange, InvalidDataset)
    with heard_by(report), opened(settings.runner) as runner_of:
        result = work(settings, Orchestrated(runner_of))
    report.end()
    return result
