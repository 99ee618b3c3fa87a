"""The same run on real clusters of two workers, one of them killed in the middle of its work."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import polars as pl
import pytest

from flows.build import build
from flows.objects import Objects
from flows.remote import RemoteStore
from flows.settings import Settings
from tests.cluster.conftest import unequal

pytest.importorskip("distributed")
pytest.importorskip("ray")
pytestmark = pytest.mark.usefixtures("prefect_api")


@pytest.mark.parametrize("runner", ["dask://local?workers=2", "ray://local?workers=2"])
def test_a_cluster_makes_the_same_tables(runner: str, settings: Settings, expected: dict[str, pl.DataFrame]) -> None:
    assert unequal(build(settings.model_copy(update={"runner": runner})).snapshot, expected) == []


# ---------------------------------------------------------------- workers that die


def _killer(done: Callable[[], int], victim: Callable[[], int | None], killed: list[int]) -> Thread:
    """Kills one worker as soon as the first shards are done."""

    def kill() -> None:
        end = time.monotonic() + 400
        while time.monotonic() < end:
            if done() >= 2 and (pid := victim()):
                os.kill(pid, signal.SIGKILL)
                killed.append(pid)
                return
            time.sleep(0.02)

    thread = Thread(target=kill, daemon=True)
    thread.start()
    return thread


def _ray_worker() -> int | None:
    """A process of this test's own Ray that works on a shard."""
    me = os.getpid()
    parents, names = {}, {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            status = (folder / "status").read_text()
            names[int(folder.name)] = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        parents[int(folder.name)] = int(re.search(r"PPid:\s*(\d+)", status)[1])

    def is_mine(pid: int) -> bool:
        while pid > 1:
            if pid == me:
                return True
            pid = parents.get(pid, 0)
        return False

    return next((p for p, name in names.items() if name.startswith(b"ray::pages") and is_mine(p)), None)


def test_a_killed_ray_worker_costs_time_only(settings: Settings, expected: dict[str, pl.DataFrame]) -> None:
    assert isinstance(settings.processed, Path)
    pages = settings.processed / "state" / "pages"
    killed: list[int] = []
    killer = _killer(lambda: len([p for p in pages.glob("*") if p.name[0] != "."]), _ray_worker, killed)
    summary = build(settings.model_copy(update={"runner": "ray://local?workers=2"}))
    killer.join(1)
    assert killed
    assert unequal(summary.snapshot, expected) == []


@pytest.fixture
def dask_cluster(bucket: str, tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and two workers as on machines of their own: each with a cache of its own and nothing else in common."""
    assert bucket  # the server's address is in the environment that workers get
    port = 18700 + os.getpid() % 1000
    script = "import sys; from dask.__main__ import main; main()"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}

    def start(*arguments: str, **more: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-c", script, *arguments],
            env={**environment, **more},
            stderr=subprocess.DEVNULL,
            cwd=tmp_path,
        )

    address = f"127.0.0.1:{port}"
    processes = [start("scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")]
    processes += [
        start(
            "worker", f"tcp://{address}", "--nthreads", "1", "--no-nanny", "--no-dashboard", "--memory-limit", "0",
            SUKIEN_CACHE=str(tmp_path / f"machine-{n}"),
        )
        for n in range(2)
    ]  # fmt: skip
    try:
        from distributed import Client

        with Client(f"tcp://{address}", timeout=120, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=240)
        yield address, processes[1:]
    finally:
        for process in processes:
            process.kill()
            process.wait()


def test_dask_workers_share_nothing_but_the_object_store_and_one_is_killed(
    dask_cluster: tuple[str, list[subprocess.Popen[bytes]]],
    bucket: str,
    uploaded: str,
    expected: dict[str, pl.DataFrame],
    tmp_path: Path,
) -> None:
    address, workers = dask_cluster
    settings = Settings(raw=uploaded, processed=f"{bucket}/out", chunk_records=4, runner=f"dask://{address}")
    objects, killed = Objects(f"{bucket}/out"), []
    killer = _killer(lambda: len(objects.folders("state/pages")), lambda: workers[0].pid, killed)
    summary = build(settings)
    killer.join(1)
    assert killed
    assert workers[0].wait(10) == -signal.SIGKILL
    assert unequal(summary.snapshot, expected) == []
    assert {p.name for p in tmp_path.glob("machine-*")} == {"machine-0", "machine-1"}  # both have worked
    again = RemoteStore(f"{bucket}/out").live()
    assert again is not None
    assert again.name == summary.run_id
