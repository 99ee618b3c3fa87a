"""The sample, run once for all tests that read its tables."""

from pathlib import Path

import pytest

from flows.build import Direct, pipeline
from flows.progress import Summary
from flows.settings import Settings

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Summary:
    """A run over `data/raw`; `snapshot` is the folder of its tables."""
    return pipeline(Settings(raw=ROOT / "data" / "raw", processed=tmp_path_factory.mktemp("sample")), Direct())
