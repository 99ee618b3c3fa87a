"""The benchmarks run on what the code is now: each on a small input, without a look at the clock."""

from __future__ import annotations

import sys
from itertools import islice
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"


@pytest.fixture(autouse=True)
def on_path(monkeypatch: pytest.MonkeyPatch) -> None:
    """Benchmarks are scripts that import one another by name."""
    monkeypatch.setattr(sys, "path", [str(BENCHMARKS), *sys.path])


def test_generated_events_are_found_again() -> None:
    import events

    found = events.run(events.generate(700))
    assert (found.reports, found.days) == (700, 2)
    assert found.precision > 0.95
    assert found.recall > 0.4
    assert found.links > 0


def test_generated_articles_are_records_with_their_time() -> None:
    import daily

    rows = list(islice(daily.made(300), 300))
    assert len({row["id"] for row in rows}) == 300
    assert all(row["text"] and row["published"] for row in rows)
