"""What a run tells the person who watches: a bar per stage while it works, a summary when it ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table


@dataclass
class Summary:
    """What a run did. `seconds` and `counts` keep the order of stages and tables."""

    run_id: str
    snapshot: Path
    unchanged: bool
    counts: dict[str, int]
    rejections: dict[str, int]
    seconds: dict[str, float] = field(default_factory=dict)


class Listener(Protocol):
    """Hears how far a stage has come."""

    def started(self, stage: str, total: int) -> None: ...
    def advanced(self, stage: str) -> None: ...
    def finished(self, stage: str, seconds: float) -> None: ...


class Silent:
    """Nobody watches."""

    def started(self, stage: str, total: int) -> None:
        """Do nothing."""

    def advanced(self, stage: str) -> None:
        """Do nothing."""

    def finished(self, stage: str, seconds: float) -> None:
        """Do nothing."""


class Several:
    """Passes on to all of its listeners."""

    def __init__(self, *listeners: Listener):
        self.listeners = listeners

    def started(self, stage: str, total: int) -> None:
        """Pass on."""
        for each in self.listeners:
            each.started(stage, total)

    def advanced(self, stage: str) -> None:
        """Pass on."""
        for each in self.listeners:
            each.advanced(stage)

    def finished(self, stage: str, seconds: float) -> None:
        """Pass on."""
        for each in self.listeners:
            each.finished(stage, seconds)


listener: ContextVar[Listener] = ContextVar("listener")


class Bars:
    """Bars on a terminal; plain lines where output is no terminal."""

    def __init__(self, console: Console):
        self.console = console
        self.bars = Progress(
            SpinnerColumn(), TextColumn("{task.description:<12}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
            console=console, disable=not console.is_terminal,
        )  # fmt: skip
        self.waiting = self.bars.add_task("starting", total=None)
        self.tasks: dict[str, TaskID] = {}

    def started(self, stage: str, total: int) -> None:
        """Open the stage's bar."""
        self.bars.update(self.waiting, visible=False)
        self.tasks[stage] = self.bars.add_task(stage, total=total)
        if not self.console.is_terminal:
            self.console.print(f"{stage}: {total} to do" if total > 1 else stage)

    def advanced(self, stage: str) -> None:
        """Move the stage's bar by one."""
        self.bars.advance(self.tasks[stage])

    def finished(self, stage: str, seconds: float) -> None:
        """The bar is full by itself."""


@contextmanager
def shown(console: Console) -> Iterator[None]:
    """Show the stages' progress while the block runs."""
    bars = Bars(console)
    with bars.bars, heard_by(bars):
        yield


@contextmanager
def heard_by(who: Listener) -> Iterator[None]:
    """Let `who` hear of the stages while the block runs, beside those who already do."""
    before = listener.get(None)
    token = listener.set(Several(before, who) if before else who)
    try:
        yield
    finally:
        listener.reset(token)


def print_summary(console: Console, summary: Summary) -> None:
    """Counts per table, rejections by reason, seconds by stage."""
    for title, column, rows in (
        ("tables", "rows", summary.counts),
        ("rejections", "count", summary.rejections),
        ("stages", "seconds", {k: round(v, 2) for k, v in summary.seconds.items()}),
    ):
        if rows:
            table = Table("", column, title=title, title_justify="left", box=None, padding=(0, 2, 0, 0))
            table.columns[1].justify = "right"
            for name, value in rows.items():
                table.add_row(name, f"{value:,}")
            console.print(table)
    state = "nothing has changed since the last run" if summary.unchanged else "published"
    console.print(f"{state}: {summary.snapshot}", soft_wrap=True)
