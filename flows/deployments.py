"""`sukien serve`: the schedules, and the process that carries them out.

Three deployments, all with the settings given on the command line and validated before anything starts:

- `sukien/<name>`: an ordinary run. Daily by default; every so many minutes, or by a cron line of one's own.
- `sukien-check/<name>`: the full check of `flows.check`, weekly; started by hand where there is no schedule for it.
- `sukien-backfill/<name>`: `flows.backfill`, only by hand, with its days.

Times are those of Asia/Ho_Chi_Minh unless told otherwise. A deployment runs once at a time. A run that is due while
another one of its deployment is still at work is cancelled, not queued: the next run takes the same input, so a queue
would only repeat. Deployments may meet; the lock of the processed folder lets one of them wait.
A clean stop (SIGTERM, SIGINT) cancels the run at work, which publishes whole or not at all, and pauses the schedules, so
that nothing piles up; serving again resumes them.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import signal
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import gettempdir
from typing import Any, cast
from zoneinfo import ZoneInfo

from prefect import Flow, flow
from prefect.artifacts import create_table_artifact
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments.runner import RunnerDeployment
from prefect.logging import get_run_logger
from prefect.runner import Runner
from prefect.schedules import Cron, Interval, Schedule
from prefect.types.entrypoint import EntrypointType

from flows.artifacts import one_line
from flows.backfill import By, Range, backfill
from flows.build import build, orchestrated
from flows.check import CheckFailed, check, verdict
from flows.notify import notify_failure, silence
from flows.pipeline import pipeline
from flows.progress import Summary
from flows.settings import Settings

TIMEZONE = "Asia/Ho_Chi_Minh"
DAILY = "30 3 * * *"
WEEKLY = "0 5 * * 0"

_ONE_AT_A_TIME = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)


@dataclass(frozen=True, slots=True)
class Timetable:
    """When to run. `every` minutes, else `cron`; `check_cron` None: no full check."""

    cron: str = DAILY
    every: int | None = None
    check_cron: str | None = WEEKLY
    timezone: str = TIMEZONE

    def __str__(self) -> str:
        often = f"every {self.every} min" if self.every else f"at {self.cron}"
        checks = f"full check at {self.check_cron}" if self.check_cron else "no full check"
        return f"{often}, {checks} ({self.timezone})"

    def validate(self) -> None:
        """Raise ValueError with one line where a cron line or the time zone is wrong."""
        try:
            ZoneInfo(self.timezone)
        except (ValueError, OSError, LookupError) as e:
            raise ValueError(f"no such time zone: {self.timezone}") from e
        for line in (self.cron, self.check_cron):
            try:
                Cron(line or DAILY)
            except ValueError as e:
                raise ValueError(f"no cron line: {line!r}") from e

    def runs(self) -> Schedule:
        """Schedule of the ordinary run."""
        if self.every is not None:
            start = dt.datetime(2020, 1, 1, tzinfo=ZoneInfo(self.timezone))  # fixed: a restart keeps the rhythm
            return Interval(dt.timedelta(minutes=self.every), anchor_date=start, timezone=self.timezone)
        return Cron(self.cron, timezone=self.timezone)

    def checks(self) -> Schedule | None:
        """Schedule of the full check."""
        return Cron(self.check_cron, timezone=self.timezone) if self.check_cron else None


@flow(
    name="sukien-check",
    description="Rebuild from all raw pages; compare with the live tables.",
    on_failure=[notify_failure],
    on_crashed=[notify_failure],
)
def full_check(settings: Settings, scratch: Path | None = None) -> None:
    """Fails where the live tables differ from a rebuild. The scratch folder is by default beside the processed one."""
    one_line(CheckFailed)
    place = settings.processed if isinstance(settings.processed, Path) else Path(gettempdir(), "sukien")
    scratch = scratch or place.with_name(f"{place.name}.check")
    tables = check(settings, lambda s: orchestrated(s, pipeline), scratch)
    rows = [
        {
            "table": t.table,
            "live": t.live,
            "rebuilt": t.rebuilt,
            "only live": t.only_live,
            "only rebuilt": t.only_rebuilt,
        }
        for t in tables
    ]
    create_table_artifact(rows, key="sukien-check", description="Live tables beside a rebuild of all raw pages.")
    if different := verdict(tables):
        raise CheckFailed(different)
    get_run_logger().info("all %d tables equal a rebuild of all raw pages", len(tables))


@flow(
    name="sukien-backfill",
    description="Work through an archive in slices of time, then run.",
    validate_parameters=True,
    on_failure=[notify_failure],
    on_crashed=[notify_failure],
)
def fill(settings: Settings, first: dt.date, last: dt.date, by: By = "month") -> Summary:
    """Slices from `first` to `last`, both included; then an ordinary run, which publishes."""
    slices = orchestrated(settings, lambda s, executor: backfill(s, executor, Range(first, last, by)))
    table = [asdict(s) for s in slices]
    create_table_artifact(table, key="sukien-backfill", description=f"Slices from {first} to {last}.")
    for s in slices:
        if s.error:
            get_run_logger().warning("%s: %s", s.label, s.error)
    return build(settings)


def deployments(settings: Settings, timetable: Timetable, name: str) -> list[RunnerDeployment]:
    """The deployments to serve."""
    served: list[tuple[Flow[..., Any], Schedule | None]] = [
        (build, timetable.runs()), (full_check, timetable.checks()), (fill, None),
    ]  # fmt: skip
    return [_deployment(which, name, settings, schedule) for which, schedule in served]


def _deployment(which: Flow[..., Any], name: str, settings: Settings, schedule: Schedule | None) -> RunnerDeployment:
    deployment = which.to_deployment(
        name=name,
        schedule=schedule,
        paused=False,  # a clean stop pauses; serving again must resume
        parameters={"settings": settings.model_dump(mode="json")},
        concurrency_limit=_ONE_AT_A_TIME,
        entrypoint_type=EntrypointType.MODULE_PATH,
        tags=["sukien"],
    )
    return cast(RunnerDeployment, deployment)  # typed by Prefect as a coroutine too, for callers that are one


def serve(settings: Settings, timetable: Timetable, name: str) -> None:
    """Register the deployments and carry out what is due, until told to stop."""
    runner = _Runner(name=f"sukien-{name}", pause_on_shutdown=True)
    for deployment in deployments(settings, timetable, name):
        runner.add_deployment(deployment)
    signal.signal(signal.SIGINT, runner.handle_sigterm)
    asyncio.run(runner.start())


class _Runner(Runner):
    """Prefect's runner, stopping at a signal as its `astop` says: the run at work is cancelled, schedules are paused."""

    def handle_sigterm(self, *_: Any, **__: Any) -> None:
        """Ask the event loop to stop. Prefect's own handler forgets to await `astop` when called within the loop."""
        silence()
        if self._loop and not self.stopping:
            asyncio.run_coroutine_threadsafe(self.astop(), self._loop)
