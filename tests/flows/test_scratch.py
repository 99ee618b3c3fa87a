import numpy as np
import pytest

from flows.scratch import DiskScratch
from transforms.dedup.scratch import Memory


@pytest.fixture(params=[0, 20, 1000, None])
def scratch(request, tmp_path):
    """On disk, with room for some of it or all of it in memory, or without a disk."""
    return Memory() if request.param is None else DiskScratch(tmp_path, held=request.param)


def test_pieces_of_a_name_come_back_together_in_order_and_once(scratch):
    scratch.put("a", np.array([3, 1], np.uint64))
    scratch.put("b", np.array([9], np.uint32))
    scratch.put("a", np.array([2], np.uint64))
    found = scratch.take("a", np.uint64)
    assert found.tolist() == [3, 1, 2]
    assert found.dtype == np.uint64
    assert scratch.take("a", np.uint64).tolist() == []
    assert scratch.take("b", np.uint32).tolist() == [9]


def test_what_comes_back_may_be_changed(scratch):
    values = np.array([2, 1], np.uint64)
    scratch.put("a", values)
    scratch.take("a", np.uint64).sort()
    assert values.tolist() == [2, 1]


def test_nothing_put_away_is_nothing(scratch):
    assert scratch.take("a", np.uint32).dtype == np.uint32


def test_what_was_taken_makes_room(tmp_path):
    scratch = DiskScratch(tmp_path, held=8)
    for _ in range(2):
        scratch.put("a", np.array([1], np.uint64))
        assert list(tmp_path.iterdir()) == []
        scratch.take("a", np.uint64)
    scratch.put("a", np.array([1, 2], np.uint64))
    assert [path.name for path in tmp_path.iterdir()] == ["a.bin"]
