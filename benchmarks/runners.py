"""The same job on a process pool, on Dask and on Ray: equal tables, wall time and CPU time of each stage, bytes handed over.

    python benchmarks/runners.py CORPUS [--articles 10000] [--workers 2] [--runners processes dask://local?workers=2 …]

CORPUS is a Parquet file or folder as `benchmarks/generate.py` writes it. Every runner starts from nothing, in a folder of its
own; the server start of the orchestrator and the start of a cluster are left out of the stages. Needs the extras `dask` and
`ray`. Writes `benchmarks/results/runners-<articles>.json` and `.md`.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import platform
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import polars as pl
from prefect import flow

from flows.build import Orchestrated
from flows.layout import files_of
from flows.pipeline import Executor, pipeline
from flows.progress import Summary
from flows.runners import opened
from flows.settings import Settings
from transforms.checks import LATER
from transforms.schema import TABLES

RESULTS = Path(__file__).parent / "results"
RUNNERS = ("processes", "dask://local?workers=2", "ray://local?workers=2")


@dataclass
class Cost:
    """What a stage took."""

    wall: float = 0.0
    cpu: float = 0.0
    tasks: int = 0
    handed: int = 0
    written: int = 0


@dataclass
class Timed:
    """A stage's function that tells its CPU seconds, all threads of its process included."""

    function: Callable[..., Any]

    def __call__(self, item: Any, *fixed: Any) -> tuple[Any, float]:
        begin = process_time()
        return self.function(item, *fixed), process_time() - begin


@dataclass
class Metered:
    """Measures the stages of the executor that it wraps."""

    executor: Executor
    costs: dict[str, Cost] = field(default_factory=dict)

    def map(self, stage: str, function: Callable[..., Any], items: Sequence[Any], *fixed: Any, workers: int = 1) -> Any:
        """As `Executor.map`."""
        begin = perf_counter()
        found = self.executor.map(stage, Timed(function), items, *fixed, workers=workers)
        cost = self.costs.setdefault(stage, Cost())
        cost.wall += perf_counter() - begin
        cost.cpu += sum(cpu for _, cpu in found)
        cost.tasks += len(items)
        cost.handed += sum(len(pickle.dumps((item, fixed))) for item in items) + len(pickle.dumps(found))
        return [result for result, _ in found]


@flow(name="sukien-benchmark")
def job(settings: Settings) -> tuple[Summary, dict[str, Cost]]:
    """The pipeline of `flows.pipeline`, measured."""
    with opened(settings.runner) as runner_of:
        metered = Metered(Orchestrated(runner_of))
        return pipeline(settings, metered), metered.costs


def measured(runner: str, raw: Path, folder: Path, workers: int, shard: int) -> tuple[dict[str, Any], Path]:
    """Figures of one runner, and its snapshot."""
    settings = Settings(raw=raw, processed=folder, runner=runner, workers=workers, chunk_records=shard)
    begin = perf_counter()
    summary, costs = job(settings)
    total = perf_counter() - begin
    for stage, cost in costs.items():
        state = folder / "state" / {"deduplicate": "copies", "resolve": "tables"}.get(stage, stage)
        cost.written = sum(f.stat().st_size for f in state.rglob("*") if f.is_file()) if state.is_dir() else 0
    stages = {stage: vars(cost) for stage, cost in costs.items()}
    return {
        "runner": runner,
        "seconds": total,
        "articles": summary.counts["articles"],
        "stages": stages,
    }, summary.snapshot


def different(one: Path, other: Path) -> list[str]:
    """Tables that are not equal, row for row."""
    names = [n for n in TABLES if n not in LATER]
    return [n for n in names if not pl.read_parquet(files_of(one, n)).equals(pl.read_parquet(files_of(other, n)))]


def page(articles: int, found: Sequence[dict[str, Any]]) -> str:
    """The figures as a table."""
    lines = [
        f"{articles:,} generated articles, Python {platform.python_version()}, {os.cpu_count()} cores, "
        f"load {os.getloadavg()[1]:.0f} when it ended",
        "",
        "| stage | tasks | written MB | "
        + " | ".join(f"{f['runner']}: wall s | CPU s | handed over kB" for f in found)
        + " |",
        "| --- |" + " --- |" * (2 + 3 * len(found)),
    ]
    for stage, first in found[0]["stages"].items():
        cells = [
            f"{c['wall']:.1f} | {c['cpu']:.1f} | {c['handed'] / 1e3:.1f}" for f in found for c in [f["stages"][stage]]
        ]
        lines.append(f"| {stage} | {first['tasks']} | {first['written'] / 1e6:.1f} | {' | '.join(cells)} |")
    totals = [
        f"{sum(c['wall'] for c in f['stages'].values()):.1f} | {sum(c['cpu'] for c in f['stages'].values()):.1f} | "
        f"{sum(c['handed'] for c in f['stages'].values()) / 1e3:.1f}"
        for f in found
    ]
    lines.append(f"| together | | | {' | '.join(totals)} |")
    equal = all(not f["different"] for f in found)
    lines += ["", "All tables are equal, row for row." if equal else f"NOT EQUAL: {[f['different'] for f in found]}"]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Run, compare, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--shard", type=int, default=2_000, help="records per shard")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--runners", nargs="+", default=RUNNERS)
    options = parser.parse_args()
    found: list[dict[str, Any]] = []
    first: Path | None = None
    with tempfile.TemporaryDirectory(prefix="sukien-runners-") as scratch:
        raw = Path(scratch) / "raw" / "articles.parquet"
        raw.parent.mkdir()
        source = options.corpus / "*.parquet" if options.corpus.is_dir() else options.corpus
        pl.scan_parquet(source).head(options.articles).sink_parquet(raw)
        for n, runner in enumerate(options.runners):
            figures, snapshot = measured(runner, raw.parent, Path(scratch) / str(n), options.workers, options.shard)
            first = first or snapshot
            found.append({**figures, "different": different(first, snapshot)})
            print(json.dumps(found[-1]), flush=True)
    name = RESULTS / f"runners-{options.articles}"
    name.with_suffix(".json").write_text(json.dumps(found, indent=1) + "\n")
    name.with_suffix(".md").write_text(page(options.articles, found))
    print(page(options.articles, found))


if __name__ == "__main__":
    main()
