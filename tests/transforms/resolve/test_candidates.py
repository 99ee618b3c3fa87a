import numpy as np
import polars as pl

from transforms.resolve.candidates import MOST, NEAREST, WINDOW, candidate_pairs, distinct_pairs
from transforms.resolve.terms import Sparse


def body(*rows: tuple[int, int, float]) -> Sparse:
    """Vectors from (text, term, weight), in order of texts."""
    node, term, weight = (np.array(c) for c in zip(*rows, strict=True))
    at = np.searchsorted(node, np.arange(node.max() + 2)).astype(np.int64)
    return Sparse(at, term.astype(np.int32), weight.astype(np.float32))


def times(*days: float | None) -> pl.DataFrame:
    return pl.DataFrame(
        {"scale": ["x"] * len(days), "time": list(days)}, schema={"scale": pl.String, "time": pl.Float64}
    )


def test_a_shared_rare_term_makes_a_candidate_at_any_distance_in_time():
    assert candidate_pairs(body((0, 1, 0.9), (1, 1, 0.9), (2, 2, 0.9)), times(0.0, 500.0, 0.0)).rows() == [(0, 1)]


def test_too_little_in_common_makes_none():
    assert candidate_pairs(body((0, 1, 0.1), (1, 1, 0.1)), times(0.0, 0.0)).is_empty()


def test_a_common_term_is_searched_only_within_the_window():
    n = 2 * MOST
    days = [WINDOW * 3 * i for i in range(n)]
    days[1] = days[0] + 1.0
    found = candidate_pairs(body(*((i, 1, 0.9) for i in range(n))), times(*days))
    assert found.rows() == [(0, 1)]


def test_a_common_term_without_any_time_is_not_searched():
    n = 2 * MOST
    assert candidate_pairs(body(*((i, 1, 0.9) for i in range(n))), times(*([None] * n))).is_empty()


def test_times_of_different_scales_do_not_meet():
    n = 2 * MOST
    placed = times(0.0, 0.0, *(WINDOW * 3 * i for i in range(2, n))).with_columns(
        scale=pl.Series(["y"] + ["x"] * (n - 1))
    )
    assert (0, 1) not in candidate_pairs(body(*((i, 1, 0.9) for i in range(n))), placed).rows()


def test_a_term_that_is_common_at_one_time_is_not_searched_there():
    n = 4 * MOST
    days = [0.0 if i < 3 * MOST else WINDOW * 3 * i for i in range(n)]
    assert candidate_pairs(body(*((i, 1, 0.9) for i in range(n))), times(*days)).is_empty()


def test_a_pair_of_one_slot_counts_a_common_term_once():
    n = 2 * MOST
    days = [0.0, 0.0, *(WINDOW * 3 * i for i in range(2, n))]
    rare = 0.1  # 0.01 in common: with the common term 0.0225 + 0.01 passes the floor, and twice that would without it
    common = [(i, 1, 0.15) for i in range(n)]
    assert candidate_pairs(body(*common), times(*days)).is_empty()
    with_rare = sorted([*common, (0, 2, rare), (1, 2, rare)])
    assert candidate_pairs(body(*with_rare), times(*days)).rows() == [(0, 1)]


def test_slots_next_to_each_other_meet_and_others_do_not():
    n = 2 * MOST
    days = [0.0, WINDOW, 2 * WINDOW, *(WINDOW * 3 * i for i in range(3, n))]
    assert candidate_pairs(body(*((i, 1, 0.9) for i in range(n))), times(*days)).rows() == [(0, 1), (1, 2)]


def test_each_text_keeps_its_nearest():
    n = MOST - 1
    found = candidate_pairs(body(*((i, 1, 0.2 + i / 100) for i in range(n))), times(*([0.0] * n)))
    assert found.height < n * (n - 1) // 2
    assert (found["b"] == n - 1).sum() == n - 1
    assert found.filter(pl.max_horizontal("a", "b") < NEAREST).is_empty()


def test_nothing_meets_nothing():
    assert candidate_pairs(
        Sparse(np.zeros(1, np.int64), np.zeros(0, np.int32), np.zeros(0, np.float32)), times()
    ).is_empty()


def test_pairs_as_numbers_are_taken_once_and_in_order():
    pair = np.array([(3 << 32) + 4, (1 << 32) + 9, (3 << 32) + 4])
    assert distinct_pairs(pair).rows() == [(1, 9), (3, 4)]
