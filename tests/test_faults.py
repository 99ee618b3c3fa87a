"""A few cases of the fault harness (`python -m tests.faults` has them all)."""

import random
from collections.abc import Iterator

import pytest

from tests import faults
from tests.faults import Harness, Reader


@pytest.fixture(scope="module")
def harness(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    h = Harness(tmp_path_factory.mktemp("faults"), random.Random(3), Reader())
    h.prepare(40, 3)
    yield h
    faults.closed(h)
    assert h.rows[-1][2], h.rows[-1]


def _all_right(h: Harness) -> None:
    assert [row for row in h.rows if not row[2]] == []


def test_killed_runs_leave_readers_whole_snapshots_and_the_next_run_the_right_tables(harness: Harness) -> None:
    faults.kills(harness, 3)
    _all_right(harness)


def test_a_limit_of_the_system_is_told_in_one_line_and_done_no_harm(harness: Harness) -> None:
    faults.file_limit(harness, 20_000)
    _all_right(harness)


def test_harmed_files_are_made_again(harness: Harness) -> None:
    faults.damage(harness, 0.03)
    _all_right(harness)
