"""The store behind an address over a real server, from processes that share nothing else."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import polars as pl

from flows.objects import Objects
from flows.pipeline import Direct, pipeline
from flows.remote import RemoteStore
from flows.settings import Settings
from tests.cluster.conftest import unequal

_HOLD = """
import sys, time
from flows import remote
remote._LEASE, remote._RENEWED = 3.0, 0.5
with remote.RemoteStore(sys.argv[1]).locked():
    print("held", flush=True)
    time.sleep(600)
"""


def test_puts_are_conditional(bucket: str) -> None:
    objects = Objects(bucket)
    first = objects.create("x", b"1")
    assert first
    assert objects.create("x", b"2") == ""
    second = objects.put("x", b"3", replacing=first)
    assert second
    assert objects.put("x", b"4", replacing=first) == ""
    assert objects.get("x") == (b"3", second)


def test_one_of_many_who_create_at_once_wins(bucket: str) -> None:
    script = "import sys; from flows.objects import Objects; print(bool(Objects(sys.argv[1]).create('lock', sys.argv[2].encode())))"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", script, bucket, str(n)], env=environment, stdout=subprocess.PIPE, text=True
        )
        for n in range(4)
    ]
    assert sorted(r.communicate(timeout=200)[0].strip() for r in racers) == ["False", "False", "False", "True"]


def test_a_run_over_objects_gives_the_same_tables_everywhere(
    bucket: str, uploaded: str, expected: dict[str, pl.DataFrame], monkeypatch, tmp_path: Path
) -> None:
    settings = Settings(raw=uploaded, processed=f"{bucket}/out")
    first = pipeline(settings, Direct())
    assert unequal(first.snapshot, expected) == []
    monkeypatch.setenv("SUKIEN_CACHE", str(tmp_path / "other machine"))
    fetched = RemoteStore(f"{bucket}/out").live()
    assert fetched is not None
    assert unequal(fetched, expected) == []
    again = pipeline(settings, Direct())
    assert again.unchanged
    assert again.seconds["pages"] < first.seconds["pages"]


def test_the_lock_of_a_killed_process_is_taken_over(bucket: str) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    holder = subprocess.Popen([sys.executable, "-c", _HOLD, f"{bucket}/out"], env=environment, stdout=subprocess.PIPE)
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    begin = time.monotonic()
    with RemoteStore(f"{bucket}/out").locked(wait=60):
        assert time.monotonic() - begin < 30
