"""An hour of `sukien serve`: a run a minute over pages that keep arriving, readers at work all the time.

    python benchmarks/serve_soak.py --minutes 60

Starts `sukien serve --every 1` with a Prefect server and a home of its own, drops new raw files (generated reports, pages
of the sample under new days, repeats, corrections, broken files), reads the published tables in a second process without
pause, and samples the resident memory of the serving process. At the end it stops serving by SIGTERM, asks Prefect how
every run ended, and compares the live tables with a fresh run over all that arrived. Ends with exit code 1 where a run did
not complete, a reader's query failed or saw a mix, the memory grew, or the tables differ.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from benchmarks.generate import generate  # noqa: E402
from flows.check import compare, verdict  # noqa: E402
from flows.pipeline import Direct, pipeline  # noqa: E402
from flows.settings import Settings  # noqa: E402

RESULTS = Path(__file__).parent / "results"
QUERIES = (
    "select count(*) from events",
    "select count(*) from participants p join entities e using (entity_id) join events using (event_id)",
    "select count(*), sum(length(text)) from articles",
    "select e.name, count(*) from tenures t join entities e on e.entity_id = t.person_id group by 1 order by 2 desc, 1 limit 5",
    "select count(*) from duplicate_pairs d join reports a on a.report_id = d.report_a join reports b on b.report_id = d.report_b",
)
# A snapshot is whole: every report has its article, every mention its report.
WHOLE = """select (select count(*) from reports anti join articles using (article_id))
                + (select count(*) from mentions anti join reports using (report_id))
                + (select count(*) from participants anti join events using (event_id))"""


def arrivals(seed: int, size: int) -> Iterator[list[dict[str, Any]]]:
    """Batches of records, as if from outlets: generated reports, sample pages of other days, a repeat, a correction."""
    pages = [f.read_text(encoding="utf8") for f in sorted((ROOT / "data" / "raw" / "pages").rglob("*.txt"))]
    made = pl.concat(generate(4_000, seed)).sample(fraction=1, shuffle=True, seed=seed).to_dicts()
    before: list[dict[str, Any]] = []
    n = 0
    while True:
        batch = []
        for i in range(size):
            report = made[(n * size + i) % len(made)]
            batch.append(
                {
                    "id": f"g{n}-{i}", "title": report["title"], "text": report["text"], "source": report["source"],
                    "published": report["published_at"].isoformat(),
                }
            )  # fmt: skip
        for i in range(max(1, size // 5)):
            page = pages[(n * 3 + i) % len(pages)]
            day = 1 + (n * 7 + i) % 28
            shifted = re.sub(r"\b\d{1,2}([/-]\d{1,2})", rf"{day}\1", page)
            batch.append({"id": f"s{n}-{i}", "text": shifted, "source": f"bao{i}.vn"})
        if before:
            batch.append(before[0])  # a repeat
            batch.append({**before[1], "text": before[1]["text"] + " Tin đã được sửa."})  # a correction
        yield batch
        before, n = batch, n + 1


def drop(raw: Path, n: int, batch: list[dict[str, Any]]) -> None:
    """One new raw file, appearing whole; now and then a broken one."""
    lines = [json.dumps(r, ensure_ascii=False) for r in batch] + (["{broken"] if n % 7 == 3 else [])
    hidden = raw / f".{n:04}.jsonl"
    hidden.write_text("\n".join(lines), encoding="utf8")
    hidden.rename(raw / f"{n:04}.jsonl")


def read_on(current: str, stop: Any, told: Any) -> None:
    """Query the live tables until told to stop. A session is held for a minute and must see one snapshot all the while."""
    done, failed, mixed, seen = 0, [], 0, set()
    slowest = 0.0
    while not stop.is_set():
        try:
            snapshot = Path(current).resolve()
            seen.add(snapshot.name)
            with duckdb.connect(str(snapshot / "sukien.duckdb"), read_only=True) as db:
                db.execute("set threads = 1")
                opened, first = time.monotonic(), None
                while time.monotonic() - opened < 60 and not stop.is_set():
                    begin = time.perf_counter()
                    answers = [sorted(db.execute(query).fetchall()) for query in QUERIES]
                    broken = db.execute(WHOLE).fetchall()[0][0]
                    done += len(QUERIES) + 1
                    first = first or answers
                    mixed += answers != first or broken > 0
                    slowest = max(slowest, time.perf_counter() - begin)
                    time.sleep(1)
        except Exception as e:
            failed.append(f"{datetime.now(UTC):%H:%M:%S} {type(e).__name__}: {str(e).splitlines()[0]}"[:300])
            time.sleep(1)
    told.put((done, failed, mixed, len(seen), slowest))


def resident(pid: int) -> float:
    """Resident memory of a process in MB."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def children(pid: int) -> list[tuple[int, str]]:
    """Direct children of a process, with their commands."""
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            try:
                found.append((int(child), Path(f"/proc/{child}/cmdline").read_text().replace("\x00", " ")))
            except OSError:
                continue
    return found


async def ended(url: str) -> list[tuple[str, float, float, str]]:
    """(state, seconds of work, seconds late, what its state says) of every run that was due."""
    from prefect.client.orchestration import PrefectClient

    async with PrefectClient(url) as client:
        runs: list[Any] = []
        while True:
            page = await client.read_flow_runs(limit=200, offset=len(runs))
            runs += page
            if len(page) < 200:
                break
    due = [r for r in runs if r.expected_start_time and r.expected_start_time <= datetime.now(UTC)]
    return [
        (
            str(r.state_name),
            r.total_run_time.total_seconds(),
            (r.start_time - r.expected_start_time).total_seconds() if r.start_time else 0.0,
            f"{r.expected_start_time:%H:%M} {r.state.message if r.state else ''}",
        )
        for r in sorted(due, key=lambda r: r.expected_start_time)
        if r.state_name not in ("Scheduled",)
    ]


def flat(samples: list[float]) -> tuple[float, float]:
    """Growth in MB per hour (Theil–Sen slope over the samples after the first tenth) and the spread in MB."""
    late = samples[len(samples) // 10 :]
    step = max(1, len(late) // 200)
    points = list(enumerate(late))[::step]
    slopes = [(b - a) / (j - i) for n, (i, a) in enumerate(points) for j, b in points[n + 1 :]]
    return (statistics.median(slopes) if slopes else 0.0), max(late) - min(late)


def soak(minutes: float, size: int, seconds_between: float, work: Path) -> dict[str, Any]:
    """Serve for so long; returns all that was seen."""
    raw, processed, home = work / "raw", work / "processed", work / "home"
    raw.mkdir(parents=True)
    batches = arrivals(1, size)
    drop(raw, 0, next(batches))
    pipeline(Settings(raw=raw, processed=processed), Direct())  # readers have something from the first moment

    env = {**os.environ, "PREFECT_HOME": str(home), "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    env.pop("PREFECT_API_URL", None)
    log = (work / "serve.log").open("w")
    command = [sys.executable, "-m", "flows.cli", "serve", "--raw", str(raw), "--processed", str(processed)]
    serving = subprocess.Popen([*command, "--every", "1", "--no-check"], env=env, stdout=log, stderr=log)
    url = _url(work / "serve.log", serving)

    context = get_context("spawn")
    stop, told = context.Event(), context.Queue()
    reader = context.Process(target=read_on, args=(str(processed / "current"), stop, told))
    reader.start()
    begin = time.monotonic()
    memory: dict[str, list[float]] = {"serving": [], "prefect server": []}
    dropped, sampled, next_drop = 1, 0, 0.0
    print(f"serving over {work}", flush=True)
    try:
        while (now := time.monotonic() - begin) < minutes * 60 and serving.poll() is None:
            if now >= next_drop and now < minutes * 60 - 90:  # the last run sees everything
                drop(raw, dropped, next(batches))
                dropped, next_drop = dropped + 1, next_drop + seconds_between
            memory["serving"].append(resident(serving.pid))
            memory["prefect server"] += [resident(pid) for pid, line in children(serving.pid) if "create_app" in line]
            sampled += 1
            time.sleep(max(0.0, sampled * 5 - (time.monotonic() - begin)))
        survived = serving.poll() is None
        runs = asyncio.run(ended(url)) if survived else []
    finally:
        stop.set()
        serving.send_signal(signal.SIGTERM)
        before = time.monotonic()
        code = serving.wait(120)
        stopping = time.monotonic() - before
        done, failed, mixed, seen, slowest = told.get(timeout=60)
        reader.join()
        log.close()

    finished = runs[:-1] if runs and runs[-1][0] == "Running" else runs
    rebuilt = pipeline(Settings(raw=raw, processed=work / "rebuilt"), Direct())
    live = processed / "current"
    growth, spread = flat(memory["serving"])
    server_growth, _ = flat(memory["prefect server"])
    hour = 3600 / 5
    return {
        "minutes": minutes,
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "raw files": dropped,
        "articles": rebuilt.counts["articles"],
        "runs": len(finished),
        "began": sum(1 for _, s, *_ in finished if s),
        "states": dict(Counter(state for state, *_ in finished)),
        "said of those that failed": [
            said for state, _, _, said in finished if state not in ("Completed", "Cancelled")
        ][:5],
        "median seconds of a run": round(statistics.median(s for _, s, *_ in finished if s), 1) if finished else None,
        "longest run in seconds": round(max((s for _, s, *_ in finished), default=0), 1),
        "reader queries": done,
        "failed queries": len(failed),
        "first failures": failed[:5],
        "mixed snapshots seen": mixed,
        "snapshots seen by the reader": seen,
        "slowest round of queries in seconds": round(slowest, 2),
        "serving process MB first, last, peak": [
            round(memory["serving"][len(memory["serving"]) // 10], 1),
            round(memory["serving"][-1], 1),
            round(max(memory["serving"]), 1),
        ],
        "serving process growth MB per hour": round(growth * hour, 2),
        "serving process spread MB": round(spread, 1),
        "prefect server MB last": round(memory["prefect server"][-1], 1),
        "prefect server growth MB per hour": round(server_growth * hour, 2),
        "exit code at SIGTERM": code,
        "seconds to stop": round(stopping, 1),
        "differences from a fresh run": verdict(compare(live, rebuilt.snapshot)),
    }


def _url(log: Path, serving: subprocess.Popen[bytes]) -> str:
    for _ in range(600):
        if found := re.search(r"Prefect: (http\S+)", log.read_text()):
            return found[1]
        if serving.poll() is not None:
            break
        time.sleep(0.5)
    raise SystemExit(f"serving did not start:\n{log.read_text()}")


def problems(seen: dict[str, Any]) -> list[str]:
    """What must not be."""
    return [
        name
        for name, wrong in {
            "a run that began did not complete": seen["began"] != seen["states"].get("Completed"),
            "runs are missing": seen["runs"] < seen["minutes"] - 2,
            "a query failed": seen["failed queries"] > 0,
            "a reader saw a mix": seen["mixed snapshots seen"] > 0,
            "memory grows": seen["serving process growth MB per hour"] > 5,
            "the stop was not clean": seen["exit code at SIGTERM"] != 0,
            "tables differ from a fresh run": bool(seen["differences from a fresh run"]),
        }.items()
        if wrong
    ]


def main() -> int:
    """Soak, write the results, say what was wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--size", type=int, default=15, help="generated reports per arriving file")
    parser.add_argument("--between", type=float, default=60, help="seconds between arriving files")
    parser.add_argument("--keep", type=Path, help="folder to work in and to keep (default: a temporary one)")
    options = parser.parse_args()
    work = options.keep or Path(tempfile.mkdtemp(prefix="soak-"))
    seen = soak(options.minutes, options.size, options.between, work)
    wrong = problems(seen)
    if not (options.keep or wrong):
        shutil.rmtree(work, ignore_errors=True)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "serve.json").write_text(json.dumps(seen, ensure_ascii=False, indent=1) + "\n", encoding="utf8")
    rows = [f"| {name} | {value} |" for name, value in seen.items() if name != "first failures"]
    table = "\n".join(["| seen | value |", "| --- | --- |", *rows])
    (RESULTS / "serve.md").write_text(f"{table}\n", encoding="utf8")
    print(table)
    print(f"wrong: {'; '.join(wrong)}; see {work}" if wrong else "all as it must be")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
