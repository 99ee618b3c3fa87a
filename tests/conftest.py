"""What is costly and shared: the sample run once, one Prefect API for all flows."""

import os
from collections.abc import Iterator
from pathlib import Path

# Compiled loops check their bounds under test, in a cache of their own: a write past an array's end is an error here.
os.environ.setdefault("NUMBA_BOUNDSCHECK", "1")
os.environ.setdefault("NUMBA_CACHE_DIR", str(Path(__file__).parent.parent / ".pytest_cache" / "numba"))

import hypothesis
import pytest
from prefect.testing.utilities import prefect_test_harness

from flows.pipeline import Direct, pipeline
from flows.progress import Summary
from flows.settings import Settings

# A busy machine is no failed test.
hypothesis.settings.register_profile("sukien", deadline=None)
hypothesis.settings.load_profile("sukien")

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Summary:
    """A run over `data/raw`; `snapshot` is the folder of its tables."""
    return pipeline(Settings(raw=ROOT / "data" / "raw", processed=tmp_path_factory.mktemp("sample")), Direct())


@pytest.fixture(scope="session")
def prefect_api() -> Iterator[None]:
    """A temporary Prefect API with a database of its own."""
    with prefect_test_harness(server_startup_timeout=120):
        yield
