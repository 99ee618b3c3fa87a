"""Real clusters and a real server: `make test-cluster`. Left out of `make test`, which knows none of their packages."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from flows.layout import files_of
from flows.objects import Objects
from flows.pipeline import Direct, pipeline
from flows.settings import Settings
from transforms.checks import LATER
from transforms.schema import TABLES

ROOT = Path(__file__).parent.parent.parent
SAMPLE = ROOT / "data" / "raw"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here is marked, and may be as noisy as its libraries are."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.cluster)
            item.add_marker(pytest.mark.filterwarnings("ignore"))


def tables(snapshot: Path) -> dict[str, pl.DataFrame]:
    """What must not depend on where a run was carried out."""
    return {n: pl.read_parquet(files_of(snapshot, n)) for n in TABLES if n not in LATER}


def unequal(snapshot: Path, expected: dict[str, pl.DataFrame]) -> list[str]:
    """Names of the tables that differ, in rows or their order."""
    found = tables(snapshot)
    return [name for name, table in expected.items() if not table.equals(found[name])]


@pytest.fixture(scope="session")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pl.DataFrame]:
    """The sample's tables as plain calls make them."""
    return tables(pipeline(Settings(raw=SAMPLE, processed=tmp_path_factory.mktemp("plain")), Direct()).snapshot)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """The sample in shards small enough to be spread."""
    return Settings(raw=SAMPLE, processed=tmp_path / "out", chunk_records=4)


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    """An S3-compatible server, a process of its own: `SUKIEN_TEST_S3` names one that is there, else moto's is started."""
    if url := os.environ.get("SUKIEN_TEST_S3"):
        yield url
        return
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = "import sys; from moto.server import main; main(sys.argv[1:])"
    server = subprocess.Popen(
        [sys.executable, "-c", command, "-H", "127.0.0.1", "-p", str(port)], stderr=subprocess.DEVNULL
    )
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(url, timeout=5).close()
                break
            except OSError:
                time.sleep(0.1)
        yield url
    finally:
        server.terminate()
        server.wait()


@pytest.fixture
def bucket(s3_server: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """Address of an empty place in a bucket of the server."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", s3_server)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, os.environ.get(name, "test"))
    monkeypatch.setenv("AWS_REGION", os.environ.get("AWS_REGION", "us-east-1"))
    monkeypatch.setenv("SUKIEN_CACHE", str(tmp_path / "cache"))
    name = os.environ.get("SUKIEN_TEST_BUCKET", "sukien-test")
    if "SUKIEN_TEST_BUCKET" not in os.environ:
        request = urllib.request.Request(f"{s3_server}/{name}", method="PUT")
        urllib.request.urlopen(request, timeout=10).close()
    return f"s3://{name}/{tmp_path.name}"


@pytest.fixture
def uploaded(bucket: str) -> str:
    """The sample as objects."""
    files = [p for p in SAMPLE.rglob("*") if p.is_file()]
    Objects(f"{bucket}/raw").upload((p, p.relative_to(SAMPLE).as_posix()) for p in files)
    return f"{bucket}/raw"
