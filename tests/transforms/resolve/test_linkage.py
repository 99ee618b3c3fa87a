import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.resolve.linkage import average_linkage

PAIRS = pl.Schema({"a": pl.UInt32, "b": pl.UInt32, "score": pl.Float64})


def clusters(n: int, rows: list[tuple[int, int, float]], threshold: float = 0.0, missing: float = -2.0) -> list[int]:
    return average_linkage(n, pl.DataFrame(rows, PAIRS, orient="row"), threshold, missing).to_list()


def test_a_strong_pair_is_joined_and_a_weak_one_is_not():
    assert clusters(4, [(0, 1, 1.0), (2, 3, -0.5)]) == [0, 0, 2, 3]


def test_a_chain_does_not_join_its_ends():
    # 1 is close to both, but 0 and 2 were compared and found far apart.
    assert clusters(3, [(0, 1, 2.0), (1, 2, 1.0), (0, 2, -4.0)]) == [0, 0, 2]


def test_a_pair_that_was_never_compared_counts_against_joining():
    assert clusters(3, [(0, 1, 2.0), (1, 2, 1.0)], missing=-2.0) == [0, 0, 2]
    assert clusters(3, [(0, 1, 2.0), (1, 2, 1.0)], missing=-0.5) == [0, 0, 0]


def test_the_direction_of_a_pair_does_not_matter():
    assert clusters(3, [(2, 1, 1.0)]) == [0, 1, 1]


def test_no_pairs_leave_every_node_alone():
    assert clusters(3, []) == [0, 1, 2]
    assert clusters(0, []) == []


@settings(deadline=None)
@given(
    st.dictionaries(st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda p: p[0] < p[1]), st.integers(-4, 4)),
    st.randoms(use_true_random=False),
)
def test_the_order_of_the_pairs_does_not_matter(scores, rng):
    rows = [(a, b, float(s)) for (a, b), s in scores.items()]
    shuffled = rng.sample(rows, len(rows))
    assert clusters(8, rows) == clusters(8, shuffled)


@settings(deadline=None)
@given(
    st.dictionaries(st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda p: p[0] < p[1]), st.integers(-4, 4))
)
def test_what_is_left_is_not_closer_than_the_threshold(scores):
    label = clusters(8, [(a, b, float(s)) for (a, b), s in scores.items()])
    for x in set(label):
        for y in set(label):
            if x < y:
                between = [
                    scores.get((min(i, j), max(i, j)), -2)
                    for i in range(8)
                    for j in range(8)
                    if label[i] == x and label[j] == y
                ]
                assert sum(between) / len(between) <= 1e-6


@pytest.mark.parametrize("threshold", [0.5, 1.5])
def test_the_threshold_is_respected(threshold):
    assert clusters(2, [(0, 1, 1.0)], threshold=threshold) == ([0, 0] if threshold < 1 else [0, 1])


def test_clusters_that_are_joined_add_their_pairs_up():
    # 0 and 1 go first; with 2 they share one good pair and one bad, whose mean is above the threshold or not.
    assert clusters(3, [(0, 1, 3.0), (0, 2, 2.0), (1, 2, -1.0)]) == [0, 0, 0]
    assert clusters(3, [(0, 1, 3.0), (0, 2, 2.0), (1, 2, -3.0)]) == [0, 0, 2]


def test_of_equally_near_pairs_the_smaller_numbers_go_first():
    assert clusters(3, [(1, 2, 1.0), (0, 1, 1.0)]) == [0, 0, 2]
