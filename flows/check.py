"""The full check: do the published tables still equal a rebuild of all raw pages from nothing?

In: the settings of the daily run. Out: per table the rows that only one side has. The live dataset is brought up to date
first, its tables are linked into a scratch folder where no retention reaches them, everything is rebuilt there without any
earlier result, and the two are compared row for row. Tables that tell of runs (`runs`, `redirects`) are left out: they have
a history by design. If raw pages arrive meanwhile the two sides have seen different input, and it is done again.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from filecmp import cmp
from pathlib import Path

import duckdb

from flows.addresses import PROCESSES
from flows.layout import files_of
from flows.progress import Summary
from flows.raw import inventory
from flows.settings import Settings
from transforms.checks import LATER
from transforms.schema import TABLES

COMPARED = tuple(name for name in TABLES if name not in LATER)
_ATTEMPTS = 3


class CheckFailed(Exception):
    """The live tables are not what the raw pages give; or it could not be found out."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One table of both sides."""

    table: str
    live: int
    rebuilt: int
    only_live: int
    only_rebuilt: int

    @property
    def equal(self) -> bool:
        """Whether both sides have the same rows, as often."""
        return not (self.only_live or self.only_rebuilt)


def check(settings: Settings, run: Callable[[Settings], Summary], scratch: Path) -> list[Compared]:
    """Update, rebuild in `scratch`, compare. Raises `CheckFailed` where raw pages never stop arriving."""
    elsewhere: dict[str, object] = {"processed": scratch / "rebuilt"}
    if isinstance(settings.processed, str):  # workers on other machines would not see a folder here
        elsewhere["runner"] = PROCESSES
    for _ in range(_ATTEMPTS):
        shutil.rmtree(scratch, ignore_errors=True)
        try:
            before = inventory(settings.raw)
            live = _linked(run(settings).snapshot, scratch / "live")
            rebuilt = run(settings.model_copy(update=elsewhere)).snapshot
            if inventory(settings.raw) == before:
                return compare(live, rebuilt)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
    raise CheckFailed(f"raw pages arrived during each of {_ATTEMPTS} attempts: check when the raw folder is quiet")


def compare(live: Path, rebuilt: Path) -> list[Compared]:
    """Row counts and differences of every table; rows count as often as they occur, their order does not."""
    with duckdb.connect() as db:
        return [_compared(db, name, files_of(live, name), files_of(rebuilt, name)) for name in COMPARED]


def verdict(tables: list[Compared]) -> str:
    """One line on what differs; empty where nothing does."""
    return "; ".join(
        f"{t.table}: {t.only_live:,} rows only in the live snapshot, {t.only_rebuilt:,} only in the rebuild"
        for t in tables
        if not t.equal
    )


def _compared(db: duckdb.DuckDBPyConnection, name: str, live: Sequence[Path], rebuilt: Sequence[Path]) -> Compared:
    def count(sql: str, *files: Sequence[Path]) -> int:
        return int(db.execute(sql, [[str(f) for f in some] for some in files]).fetchall()[0][0])

    rows = "select count(*) from read_parquet(?)"
    n_live, n_rebuilt = count(rows, live), count(rows, rebuilt)
    if len(live) == len(rebuilt) and all(cmp(*pair, shallow=False) for pair in zip(live, rebuilt, strict=True)):
        return Compared(name, n_live, n_rebuilt, 0, 0)
    only = "select count(*) from (select * from read_parquet(?) except all select * from read_parquet(?))"
    return Compared(name, n_live, n_rebuilt, count(only, live, rebuilt), count(only, rebuilt, live))


def _linked(snapshot: Path, folder: Path) -> Path:
    for source in (file for name in COMPARED for file in files_of(snapshot, name)):
        target = folder / source.relative_to(snapshot)
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(source, target)
        except OSError:  # another file system, or one without hard links
            shutil.copyfile(source, target)
    return folder
