import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.transforms.dedup.builders import reports, words
from transforms.dedup import Parameters, compare_kernels, deduplicate
from transforms.dedup.bucketed import compare
from transforms.dedup.evidence import evidence
from transforms.dedup.fingerprints import fingerprints
from transforms.dedup.numbers import numbered


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 999), st.integers(1, 30), st.permutations(range(24)))
def test_shards_buckets_and_the_order_of_reports_change_nothing(seed: int, bucket: int, order: list[int]) -> None:
    texts = [f"{words(seed + i // 4, 60)} {words(seed + 50 + i % 3, 30)} {words(i, 20)}" for i in range(24)]
    every = reports(texts)
    whole = deduplicate(every)
    printed, told = fingerprints(every), evidence(every)[order]
    cuts = np.array_split(np.array(order), 5)
    shards = [printed[cut].lazy() for cut in cuts]
    other = deduplicate(every[order[::-1]], told.lazy(), shards, parameters=Parameters(bucket_reports=bucket))
    assert other.pairs.equals(whole.pairs)
    assert other.figures.equals(whole.figures)
    assert other.stops.equals(whole.stops)
    assert other.reports.sort("report_id").equals(whole.reports)


def test_passes_change_nothing():
    texts = [f"{words(i // 4, 60)} {words(i, 30)}" for i in range(24)]
    shards = [fingerprints(reports(texts)).lazy()]
    known = numbered(shards)
    a, b = np.array([0, 1, 4, 8, 9, 20]), np.array([1, 2, 5, 9, 11, 23])
    none = np.empty(0, np.uint64), np.zeros(24, np.int64)
    whole = compare(a, b, shards, known, none)
    assert whole[:, compare_kernels.SHARED].min() > 0
    for held in (1, 200, 500):
        assert (compare(a, b, shards, known, none, Parameters(bucket_reports=2), held) == whole).all()


def test_rows_that_nobody_asked_for_are_left_out():
    text = words(1, 80)
    every = reports([text, text, words(2, 80)])
    found = deduplicate(every[1:], printed=[fingerprints(every).lazy()])
    assert found.pairs.height == 0
    assert found.reports["report_id"].to_list() == ["r01", "r02"]
