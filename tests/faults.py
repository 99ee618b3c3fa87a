"""The fault harness: is a run that was hurt worth as much as one that was not?

    python -m tests.faults [--kills 100] [--articles 2000] [--seed 1] [--write benchmarks/results/faults]

Runs of the command line are killed (SIGKILL) at random moments and at random steps on the disk, fresh and while files are
added, corrected and deleted, alone and with their workers; some are started again at once, while orphans may still be at
work. After each kill readers must see a whole snapshot or none; in the end every table must equal, row for row, that of a run
which nothing disturbed. Meanwhile another thread reads what is live, over and over. Then the disk is full, the folder
read-only, a worker dies, two runs meet, and every kind of stored file is damaged.

Mounting small file systems takes root and a mount namespace; where there is none, these cases are skipped and say so.
"""

from __future__ import annotations

import argparse
import ctypes
import io
import json
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Container, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import polars as pl

from flows import seals
from flows.catalog import CATALOG, connect
from flows.layout import files_of
from flows.readers import raw_files, read
from flows.store import Store
from transforms.checks import LATER
from transforms.records import RawRecord
from transforms.schema import TABLES

ROOT = Path(__file__).parent.parent
NAMES = tuple(n for n in TABLES if n not in LATER)
SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZĐ])")
# A process that has everything imported forks each run: starting one costs nothing, and it is a process of its own.
FORKS = get_context("forkserver")
PRELOADED = ["tests.faults_warm"]


# ---------------------------------------------------------------- raw pages


def corpus(raw: Path, n: int, seed: int) -> None:
    """`raw/base`: n made-up articles in 20 containers; `raw/grown`: the same, some more, corrections and tombstones."""
    rng = random.Random(seed)
    pages = [r.content for p, name in raw_files(ROOT / "data" / "raw" / "pages") for r in read(p, name, 10**6) if isinstance(r, RawRecord)]  # fmt: skip
    sentences = [s for s in (SENTENCE.split(" ".join(p.split())) for p in pages) if len(s) > 4]

    def article(number: int) -> dict[str, str]:
        own = rng.choice(sentences)
        other = [rng.choice(rng.choice(sentences)) for _ in range(rng.randint(0, 1))]
        day = f"2019-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
        return {
            "id": str(number), "title": own[0], "text": "\n".join([own[1], *other]), "published": day, "collected": f"{day}T12:00:00Z",
            "source": f"outlet{number % 7}.example",
        }  # fmt: skip

    articles = [article(k) for k in range(n)]
    for k in range(n // 10):  # copies in other outlets
        articles[rng.randrange(n)]["text"] = articles[k]["text"]
    corrected = [{**a, "text": a["text"] + "\nBài đã được sửa.", "collected": "2020-01-01"} for a in rng.sample(articles, n // 50)]  # fmt: skip
    deleted = [{"id": a["id"], "source": a["source"], "deleted": True} for a in rng.sample(articles, n // 100)]
    added = [article(n + k) for k in range(n // 10)]
    size = -(-n // 20)
    for k in range(20):
        _lines(raw / "base" / f"{k:02}.jsonl", articles[k * size : (k + 1) * size])
    shutil.copytree(raw / "base", raw / "grown")
    _lines(raw / "grown" / "x1.jsonl", added[::2])
    _lines(raw / "grown" / "x2.jsonl", [*added[1::2], *corrected, *deleted])


def _lines(file: Path, rows: list[dict[str, Any]]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf8")


# ---------------------------------------------------------------- runs


@dataclass(frozen=True)
class Ended:
    """How a run ended: its exit code (negative: the signal) and what it told."""

    code: int
    told: str

    @property
    def is_one_line(self) -> bool:
        """Failed, and said why in one line."""
        lines = [line for line in self.told.splitlines() if line.startswith("sukien: ")]
        return self.code == 1 and len(lines) == 1 and "Traceback" not in self.told


@dataclass
class Run:
    """A run of the command line in a process group of its own."""

    raw: Path
    processed: Path
    more: tuple[str, ...] = ()
    die_at: int | None = None
    workers: int = 1
    limit: Callable[[], None] | None = None
    process: BaseProcess = field(init=False)
    told: Path = field(init=False)

    def __post_init__(self) -> None:
        self.told = self.raw.parent / f"told{time.monotonic_ns()}.txt"
        call = ["run", "--direct", "--raw", str(self.raw), "--processed", str(self.processed), *self.more]
        call += ["--workers", str(self.workers)]
        self.process = FORKS.Process(target=_carried_out, args=(call, self.told, self.die_at, self.limit))
        self.process.start()

    def end(self, seconds: float | None = 600) -> Ended | None:
        """Wait; None if it is still at work."""
        self.process.join(seconds)
        if self.process.exitcode is None:
            return None
        told = self.told.read_text(encoding="utf8") if self.told.exists() else ""
        self.told.unlink(missing_ok=True)
        return Ended(self.process.exitcode, told)

    def kill(self, *, group: bool) -> None:
        """SIGKILL to the run, and to its workers too if `group`."""
        pid = self.process.pid
        assert pid
        try:
            os.killpg(pid, signal.SIGKILL) if group else os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            os.kill(pid, signal.SIGKILL)  # not yet the leader of its group
        self.process.join()


def _carried_out(call: list[str], told: Path, die_at: int | None, limit: Callable[[], None] | None) -> None:
    """In the run's own process: the command line, its output into a file."""
    os.setsid()
    from flows import cli, pipeline

    pipeline._WORTH_PROCESSES = 0
    out = told.open("w", encoding="utf8")  # before any limit and any other user
    if limit:
        limit()
    if die_at is not None:
        _die_at_step(die_at, call[call.index("--processed") + 1])
    output = io.StringIO()
    code = 70
    try:
        with redirect_stderr(output), redirect_stdout(output):
            code = cli.main(call)
    finally:
        out.write(output.getvalue())
        out.close()
    sys.exit(code)


def _die_at_step(number: int, processed: str) -> None:
    """SIGKILL oneself at the so-manieth change of the processed folder: a file begun, renamed, linked, removed."""
    seen = 0

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal seen
        if event in _STEPS and any(processed in str(a) for a in arguments[:2]):
            if event == "open" and not (isinstance(arguments[2], int) and arguments[2] & _WRITING):
                return
            seen += 1
            if seen == number:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_STEPS = {"open", "os.rename", "os.link", "os.symlink", "os.remove", "os.mkdir", "os.rmdir", "shutil.rmtree"}


# ---------------------------------------------------------------- what readers see


Tables = dict[str, pl.DataFrame]


def tables(folder: Path) -> Tables:
    """The published tables, but for those that tell of runs."""
    return {name: pl.read_parquet(files_of(folder, name)) for name in NAMES}


def differing(folder: Path, wanted: Tables) -> list[str]:
    """Names of the tables that are not row for row as wanted."""
    return [name for name, table in tables(folder).items() if not table.equals(wanted[name])]


def seen(processed: Path, *wanted: Tables) -> str | None:
    """What is wrong with the snapshot that readers see; None where it is whole and one of those wanted, or there is none."""
    current = processed / "current"
    if not current.is_symlink():
        return None
    folder = current.resolve()
    if folder in _SOUND:  # looked at before; has nothing happened to it since?
        return seals.damage(folder)
    if problem := seals.damage(folder, thorough=True):
        return problem
    if all(differing(folder, w) for w in wanted):
        return "holds other rows than any undisturbed run"
    with duckdb.connect(str(folder / CATALOG), read_only=True) as db:
        for name in TABLES:
            db.execute(f"select count(*) from {name}").fetchall()
    _SOUND.add(folder)
    return None


_SOUND: set[Path] = set()


class Reader(threading.Thread):
    """Reads what is live, over and over, as an analyst's session does; every answer must be that of a whole snapshot."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.processed: Path | None = None
        self.answers = 0
        self.wrong: list[str] = []
        self.known: set[tuple[int, ...]] = set()
        self.stopped = threading.Event()

    def run(self) -> None:
        """Until stopped."""
        while not self.stopped.wait(0.3):
            folder = self.processed
            if folder is None or not (folder / "current").exists():
                continue
            try:
                with connect(folder / "current") as db:
                    answer = tuple(
                        db.sql(f"select count(*) from {name}").fetchall()[0][0]
                        for name in ("articles", "mentions", "events")
                    )
                    time.sleep(0.1)
                    lost = db.sql("select count(*) from mentions anti join reports using (report_id)").fetchall()[0][0]
            except (duckdb.Error, OSError) as e:
                if folder == self.processed:
                    self.wrong.append(str(e).splitlines()[0])
                continue
            if folder == self.processed:
                self.answers += 1
                if answer not in self.known or lost:
                    self.wrong.append(f"{answer}, {lost} without report")


# ---------------------------------------------------------------- the harness


@dataclass
class Harness:
    """What all cases share: the raw folders, what undisturbed runs give, and what was found."""

    work: Path
    rng: random.Random
    reader: Reader
    base: Tables = field(default_factory=dict)
    grown: Tables = field(default_factory=dict)
    done: Path = Path()
    seconds: float = 0.0
    rows: list[tuple[str, str, bool]] = field(default_factory=list)
    n: int = 0

    def note(self, case: str, outcome: str, ok: bool) -> None:
        """A row of the table."""
        self.rows.append((case, outcome, ok))
        print(f"{'ok ' if ok else 'BAD'}  {case}: {outcome}", flush=True)

    def raw(self, name: str) -> Path:
        """Raw folder `base` or `grown`."""
        return self.work / "raw" / name

    def wanted(self, name: str) -> Tables:
        """What an undisturbed run over `base` or `grown` gives."""
        return self.base if name == "base" else self.grown

    def folder(self, *, fresh: bool) -> Path:
        """A processed folder: none yet, or that of a finished run over `base`."""
        self.n += 1
        folder = self.work / f"p{self.n}"
        if not fresh:
            subprocess.run(["cp", "-a", str(self.done), str(folder)], check=True)
        return folder

    def prepare(self, articles: int, seed: int) -> None:
        """Raw pages, and runs that nothing disturbs."""
        corpus(self.work / "raw", articles, seed)
        FORKS.set_forkserver_preload(PRELOADED)
        for name in ("grown", "base"):
            folder = self.work / f"undisturbed-{name}"
            begin = time.monotonic()
            self.finish(folder, name, warm=True)
            self.seconds = time.monotonic() - begin
            setattr(self, name, tables(folder / "current"))
        self.done = self.work / "undisturbed-base"
        for found in (self.base, self.grown):
            self.reader.known.add(tuple(found[n].height for n in ("articles", "mentions", "events")))
        self.reader.start()
        print(f"     {articles:,} articles, an undisturbed run takes {self.seconds:.1f} s", flush=True)

    def finish(self, folder: Path, name: str, *, warm: bool = False, harmed: bool = False) -> list[str]:
        """Let a run end undisturbed; what is wrong with its result. `harmed`: snapshots that are there were damaged on purpose."""
        there = {s.name for s in (folder / "snapshots").glob("*")} if harmed else set()
        ended = Run(self.raw(name), folder).end()
        if ended is None or ended.code:
            return [f"the run after it ended with {ended}"]
        return [] if warm else self.judged(folder, name, there)

    def judged(self, folder: Path, name: str, harmed: Container[str] = ()) -> list[str]:
        """What is wrong with a finished result: its tables, leftovers."""
        wrong = differing(folder / "current", self.wanted(name))
        if problem := seals.damage(folder / "current", thorough=True):
            wrong.append(problem)
        wrong += [f"left over: {p}" for p in folder.rglob(".building-*")]
        # A snapshot that was damaged on purpose stays, and is told to be, until it is retired: a reader may have it open.
        snapshots = [s for s in (folder / "snapshots").iterdir() if s.name not in harmed]
        return wrong + [f"half-published: {s}" for s in snapshots if seals.damage(s)]

    def drop(self, folder: Path) -> None:
        """A folder that is no longer needed."""
        self.reader.processed = None
        shutil.rmtree(folder, ignore_errors=True)


def kills(h: Harness, wanted: int) -> None:
    """Kill runs until there were so many kills."""
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    steps = 200
    while counts["kills"] < wanted:
        fresh = h.rng.random() < 0.5
        name = "base" if fresh else "grown"
        folder = h.folder(fresh=fresh)
        h.reader.processed = folder
        for _ in range(h.rng.randint(2, 10)):
            how = h.rng.choice(("time", "time", "step"))
            workers = 2 if h.rng.random() < 0.1 else 1
            group = h.rng.random() < 0.5
            begin = time.monotonic()
            run = Run(h.raw(name), folder, die_at=h.rng.randint(1, steps) if how == "step" else None, workers=workers)
            ended = run.end(None if how == "step" else h.rng.uniform(0.05, h.seconds * (1 if fresh else 0.7)))
            if ended is None:
                run.kill(group=group)
            elif ended.code != -signal.SIGKILL:
                counts["ended before the kill"] += 1
                if how == "step":  # aim earlier: most runs are shorter than the first
                    steps = max(40, steps * 9 // 10)
                elif workers == 1:
                    h.seconds = max(1.0, min(h.seconds, time.monotonic() - begin))
                if ended.code:
                    wrong.append(f"ended with {ended}")
                break
            counts["kills"] += 1
            counts[f"at a random {'moment' if how == 'time' else 'step on the disk'}"] += 1
            counts["fresh" if fresh else "adding, correcting, deleting"] += 1
            counts["with two workers"] += workers > 1
            counts["orphans left"] += workers > 1 and not (group and how == "time")
            counts["readers saw nothing yet"] += not (folder / "current").exists()
            if problem := seen(folder, h.base, h.grown):
                wrong.append(f"after kill {counts['kills']}: {problem}")
            if counts["kills"] == wanted:
                break
        wrong += h.finish(folder, name)
        counts["finished and compared"] += 1
        h.drop(folder)
        print(f"     {counts['kills']} kills, {len(wrong)} wrong", flush=True)
    h.note("kills", ", ".join(f"{v} {k}" for k, v in counts.items()), not wrong)
    for problem in wrong[:20]:
        h.note("kills", problem, False)


def every_step(h: Harness) -> None:
    """Kill at every step of publishing: the last steps of a run that has everything else done."""
    folder = h.folder(fresh=False)
    h.reader.processed = folder
    wrong: list[str] = []
    step = 0
    while True:
        step += 1
        ended = Run(h.raw("base"), folder, die_at=step).end()
        assert ended
        if ended.code != -signal.SIGKILL:
            break
        if problem := seen(folder, h.base):
            wrong.append(f"step {step}: {problem}")
    wrong += h.judged(folder, "base")
    h.note("killed at every step of a run that only publishes", f"{step - 1} steps, {len(wrong)} wrong {wrong[:3] or ''}", not wrong)  # fmt: skip
    h.drop(folder)


def worker_killed(h: Harness) -> None:
    """A worker dies, the run does not."""
    folder = h.folder(fresh=True)
    run = Run(h.raw("base"), folder, workers=2)
    deadline = time.monotonic() + 120
    killed = False
    while not killed and run.process.is_alive() and time.monotonic() < deadline:
        time.sleep(0.1)
        if (folder / "state" / "pages").exists():
            for pid in _children(run.process.pid or 0):
                if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes():
                    os.kill(pid, signal.SIGKILL)
                    killed = True
                    break
    ended = run.end()
    assert ended
    wrong = h.judged(folder, "base") if ended.code == 0 else [str(ended)]
    h.note("a worker killed", "the run went on and ended well" if killed and not wrong else f"{killed=} {wrong}", killed and not wrong)  # fmt: skip
    h.drop(folder)


def _children(pid: int) -> list[int]:
    try:
        return [int(c) for c in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def two_runs(h: Harness) -> None:
    """The second refuses or waits; a killed holder holds nothing."""
    folder = h.folder(fresh=True)
    first = Run(h.raw("base"), folder)
    while not (folder / ".lock").exists():
        time.sleep(0.02)
    time.sleep(0.3)
    second = Run(h.raw("base"), folder).end()
    waiting = Run(h.raw("base"), folder, more=("--wait", "600"))
    assert second
    h.note("two runs at once: the second", second.told.strip().splitlines()[-1].replace(str(folder), "PROCESSED"), second.is_one_line)  # fmt: skip
    first.kill(group=True)
    ended = waiting.end()
    assert ended
    wrong = h.judged(folder, "base") if ended.code == 0 else [ended.told]
    h.note("two runs at once: the first killed", f"the one that waited (--wait) went on {wrong or 'and ended well'}", not wrong)  # fmt: skip
    h.drop(folder)


# ---------------------------------------------------------------- the disk


@contextmanager
def _mounted(folder: Path, *options: str) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", *options, str(folder)], check=True, capture_output=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def can_mount(work: Path) -> bool:
    """Whether small file systems may be mounted here."""
    try:
        with _mounted(work / "probe", "-t", "tmpfs", "-o", "size=1m", "none"):
            return True
    except (OSError, subprocess.CalledProcessError):
        return False


def disk_full(h: Harness) -> None:
    """No space at some moment, fresh and adding; then there is space again."""
    files = [f for f in h.done.rglob("*") if f.is_file() and not f.is_symlink()]
    needed = sum(-(-f.stat().st_size // 4096) * 4096 for f in files)
    for fresh, share in [(True, s) for s in (0.2, 0.5, 0.7, 0.85)] + [(False, s) for s in (0.02, 0.1, 0.2, 0.4)]:
        name = "base" if fresh else "grown"
        h.n += 1
        folder = h.work / f"full{h.n}"
        with _mounted(folder, "-t", "tmpfs", "-o", "size=1g", "none"):
            processed = folder / "p"
            if not fresh:
                subprocess.run(["cp", "-a", str(h.done), str(processed)], check=True)
            room = int((shutil.disk_usage(folder).used + share * needed) // 4096) * 4
            subprocess.run(["mount", "-o", f"remount,size={room}k", str(folder)], check=True)
            h.reader.processed = processed
            ended = Run(h.raw(name), processed).end()
            assert ended
            wrong = [problem] if (problem := seen(processed, h.base, h.grown)) else []
            refused = ended.is_one_line and "no space left" in ended.told
            if ended.code and not refused:
                wrong.append(ended.told[-300:])
            subprocess.run(["mount", "-o", "remount,size=1g", str(folder)], check=True)
            wrong += h.finish(processed, name)
            h.reader.processed = None
        told = "refused in one line, then finished" if refused else "was enough"
        h.note(f"disk full, {'fresh' if fresh else 'adding'}, {share:.0%} of a dataset's size free", str(wrong or told), not wrong)  # fmt: skip


def file_limit(h: Harness, *sizes: int) -> None:
    """Files may not grow beyond a limit: a full disk that needs no mount."""
    for size in sizes or (2_000, 20_000, 80_000):
        folder = h.folder(fresh=False)
        ended = Run(h.raw("grown"), folder, limit=partial(_limited, size)).end()
        assert ended
        refused = ended.is_one_line and "larger than is allowed" in ended.told
        wrong = [f"{ended.code} {ended.told[-200:]}"] if ended.code and not refused else []
        wrong += [problem] if (problem := seen(folder, h.base, h.grown)) else []
        wrong += h.finish(folder, "grown")
        told = "refused in one line, then finished" if refused else "was enough"
        h.note(f"files limited to {size:,} bytes", str(wrong or told), not wrong)
        h.drop(folder)


def _limited(size: int) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))


def read_only(h: Harness) -> None:
    """A file system that is mounted read-only."""
    folder = h.folder(fresh=False)
    subprocess.run(["mount", "--bind", str(folder), str(folder)], check=True)
    subprocess.run(["mount", "-o", "remount,bind,ro", str(folder)], check=True)
    try:
        ended = Run(h.raw("grown"), folder).end()
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)
    assert ended
    wrong = [] if ended.is_one_line and "ead-only" in ended.told else [f"{ended}"]
    wrong += [problem] if (problem := seen(folder, h.base)) else []
    wrong += h.finish(folder, "grown")
    h.note("read-only file system", str(wrong or "refused in one line, then finished"), not wrong)
    h.drop(folder)


def no_permission(h: Harness) -> None:
    """Folders of somebody else, at each depth."""
    for place in ("", "state", "state/pages", "snapshots"):
        folder = h.folder(fresh=False)
        (folder / place).chmod(0o555)
        if not place:
            (folder / ".lock").unlink()
        ended = Run(h.raw("grown"), folder, limit=_powerless if os.getuid() == 0 else None).end()
        assert ended
        wrong = [] if ended.is_one_line and "ermission" in ended.told else [f"{ended}"]
        wrong += [problem] if (problem := seen(folder, h.base)) else []
        (folder / place).chmod(0o755)
        wrong += h.finish(folder, "grown")
        h.note(f"no permission for {place or 'the folder'}", str(wrong or "refused in one line, then finished"), not wrong)  # fmt: skip
        h.drop(folder)


def _powerless() -> None:
    """Root gives up its privileges, and is then bound by permissions as anybody is (capset, version 3, all sets empty)."""
    header, sets = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    if ctypes.CDLL(None, use_errno=True).capset(header, sets):
        raise OSError(ctypes.get_errno(), "capset")


# ---------------------------------------------------------------- damage


def _truncated(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def _overwritten(file: Path) -> None:
    with file.open("r+b") as f:
        f.seek(file.stat().st_size // 3)
        f.write(b"\xa5" * 16)


def _silently(file: Path) -> None:
    """As a disk does: other bytes, same size, same times."""
    times = file.stat()
    _overwritten(file)
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))


HARMS: dict[str, Callable[[Path], None]] = {
    "truncated": _truncated,
    "emptied": lambda f: os.truncate(f, 0),
    "overwritten": _overwritten,
    "deleted": Path.unlink,
}


def damage(h: Harness, share: float = 1.0) -> None:
    """Each kind of stored file harmed in each way, before a run over the same pages and over more."""
    kinds = sorted({(p.parent.parent.name, p.name) for p in (h.done / "state").rglob("*") if p.is_file() and p.parent.parent != h.done})  # fmt: skip
    cases = [(kind, harm, name) for kind in kinds for harm in HARMS for name in ("base", "grown")]
    cases = h.rng.sample(cases, max(1, int(share * len(cases))))
    wrong: list[str] = []
    # Several at a time, in different folders of the state: each is found by itself.
    for k in range(0, len(cases), 6):
        folder = h.folder(fresh=False)
        h.reader.processed = None  # the files are shared with the live snapshot
        name = h.rng.choice(("base", "grown"))
        for (stage, file), harm, _ in cases[k : k + 6]:
            found = sorted(
                (folder / "state" / stage).rglob(file) if stage != "state" else (folder / "state").glob(file)
            )
            if found:
                HARMS[harm](h.rng.choice(found))
        wrong += [f"{cases[k : k + 6]}: {problem}" for problem in h.finish(folder, name, harmed=True)]
        h.drop(folder)
    h.note("files of the state harmed", f"{len(cases)} cases ({len(kinds)} kinds of file), {len(wrong)} wrong {wrong[:3] or ''}", not wrong)  # fmt: skip


def silent_damage(h: Harness, n: int) -> None:
    """Bytes that a disk lost without a trace: `sukien check` finds them, and a run that stumbles over them mends them."""
    wrong: list[str] = []
    for _ in range(n):
        folder = h.folder(fresh=False)
        files = sorted(p for p in (folder / "state").rglob("*.parquet") if p.stat().st_size > 200)
        victim = h.rng.choice(files)
        _silently(victim)
        told = io.StringIO()
        from flows.cli import main

        with redirect_stderr(told), redirect_stdout(told):
            code = main(["check", "--processed", str(folder)])
        if code != 1 or victim.parent.name not in told.getvalue():
            wrong.append(f"{victim} not found: {told.getvalue()}")
        wrong += h.finish(folder, h.rng.choice(("base", "grown")), harmed=True)
        h.drop(folder)
    # Everything of one kind unreadable at once, times unchanged: the run itself has to find out.
    for stage in ("read", "pages", "keep", "copies", "tables"):
        folder = h.folder(fresh=False)
        for victim in (folder / "state" / stage).rglob("*.parquet"):
            times = victim.stat()
            victim.write_bytes(b"\0" * times.st_size)
            os.utime(victim, ns=(times.st_atime_ns, times.st_mtime_ns))
        wrong += [f"{stage}: {problem}" for problem in h.finish(folder, "grown", harmed=True)]
        h.drop(folder)
    h.note("silent damage", f"{n} found by `sukien check`, 5 by a run, {len(wrong)} wrong {wrong[:3] or ''}", not wrong)


def broken_snapshots(h: Harness) -> None:
    """What readers see is harmed itself; there is an older snapshot or none."""

    def live(folder: Path) -> Path:
        return (folder / "current").resolve()

    def cut_off(folder: Path, name: str) -> None:
        file = live(folder) / name
        data = file.read_bytes()
        file.unlink()
        file.write_bytes(data[: len(data) // 2])

    harms: dict[str, Callable[[Path], object]] = {
        "current dangling": lambda f: ((f / "current").unlink(), (f / "current").symlink_to("snapshots/gone")),
        "current gone": lambda f: (f / "current").unlink(),
        "live snapshot gone": lambda f: shutil.rmtree(live(f)),
        "live manifest cut off": partial(cut_off, name=seals.NAME),
        "live table cut off": partial(cut_off, name="events.parquet"),
        "live log of runs cut off": partial(cut_off, name="runs.parquet"),
        "live redirects gone": lambda f: (live(f) / "redirects.parquet").unlink(),
        "live catalog gone": lambda f: (live(f) / CATALOG).unlink(),
        "snapshots gone": lambda f: shutil.rmtree(f / "snapshots"),
        "state gone": lambda f: shutil.rmtree(f / "state"),
        "notes garbled": lambda f: [n.write_text("{") for n in (f / "state").glob("*.note")],
    }
    for what, harm in harms.items():
        for older in (True, False):
            folder = h.folder(fresh=False)
            if older and (problems := h.finish(folder, "base")):
                h.note(what, str(problems), False)
            harm(folder)
            with redirect_stderr(io.StringIO()), Store(folder).locked():
                problem = seen(folder, h.base) if older else None
            wrong = [problem] if problem else []
            wrong += h.finish(folder, "grown", harmed=True)
            h.note(f"{what}, {'an older one there' if older else 'none older'}", str(wrong or "mended"), not wrong)
            h.drop(folder)


# ---------------------------------------------------------------- all of it


def prepared(work: Path, articles: int, seed: int) -> Harness:
    """Raw pages, undisturbed runs and a reader at work in a folder of their own."""
    work.mkdir(parents=True, exist_ok=True)
    h = Harness(work, random.Random(seed), Reader())
    h.prepare(articles, seed)
    return h


def closed(h: Harness) -> Harness:
    """Stop the reader and note what it saw."""
    h.reader.stopped.set()
    h.reader.join()
    wrong = h.reader.wrong
    h.note("a reader all the while", f"{h.reader.answers:,} sessions, {len(wrong)} failed {wrong[:3] or ''}", not wrong)
    return h


def other_faults(h: Harness) -> None:
    """Everything but random kills."""
    two_runs(h)
    every_step(h)
    worker_killed(h)
    if can_mount(h.work):
        disk_full(h)
        read_only(h)
    else:
        h.note("disk full, read-only file system", "skipped: no file system can be mounted here", True)
    no_permission(h)
    file_limit(h)
    damage(h)
    silent_damage(h, 10)
    broken_snapshots(h)


def report(parts: list[tuple[int, Harness]], target: Path) -> None:
    """Write the table, as JSON and as Markdown."""
    found = [
        {"articles": n, "seconds": round(h.seconds, 1), "cases": [{"case": c, "outcome": o, "ok": ok} for c, o, ok in h.rows]}
        for n, h in parts
    ]  # fmt: skip
    target.with_suffix(".json").write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf8")
    lines = ["| articles | case | outcome | |", "|---|---|---|---|"]
    lines += [f"| {n:,} | {c} | {o} | {'ok' if ok else '**wrong**'} |" for n, h in parts for c, o, ok in h.rows]
    target.with_suffix(".md").write_text("\n".join(lines) + "\n", encoding="utf8")


def main() -> int:
    """Carry it out; the exit code tells whether everything was right."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--kills", type=int, default=100, help="0: only the other faults")
    parser.add_argument("--articles", type=int, default=2_000, help="of the runs that are killed; a tenth for the rest")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only-kills", action="store_true")
    parser.add_argument("--write", type=Path, help="write the table to this path, as .json and .md")
    options = parser.parse_args()
    parts: list[tuple[int, Harness]] = []
    with TemporaryDirectory(prefix="faults-") as folder:
        work = Path(folder)
        if options.kills:
            h = prepared(work / "kills", options.articles, options.seed)
            kills(h, options.kills)
            parts.append((options.articles, closed(h)))
        if not options.only_kills:
            h = prepared(work / "others", options.articles // 10, options.seed)
            other_faults(h)
            parts.append((options.articles // 10, closed(h)))
    if options.write:
        report(parts, options.write)
    return 0 if all(ok for _, h in parts for *_, ok in h.rows) else 1


if __name__ == "__main__":
    # Mounts in a namespace of one's own vanish with the harness, however it ends.
    if os.getuid() == 0 and "SUKIEN_FAULTS" not in os.environ and shutil.which("unshare"):
        os.environ["SUKIEN_FAULTS"] = "1"
        if subprocess.run(["unshare", "-m", "true"], check=False, capture_output=True).returncode == 0:
            os.execvp("unshare", ["unshare", "-m", sys.executable, "-m", "tests.faults", *sys.argv[1:]])
    sys.exit(main())
