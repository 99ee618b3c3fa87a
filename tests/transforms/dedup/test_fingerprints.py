import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.transforms.dedup.builders import hashes_of, reports, words
from transforms.dedup.candidates import candidates
from transforms.dedup.fingerprints import SCHEMA, fingerprints
from transforms.dedup.parameters import Parameters
from transforms.dedup.verify import verify
from transforms.text.packed import packed, values


def test_one_row_per_report_in_order_with_sorted_distinct_hashes():
    found = fingerprints(reports([words(1, 300), "ngắn", words(2, 40)]))
    assert found.schema == SCHEMA
    assert found["report_id"].to_list() == ["r00", "r01", "r02"]
    assert found["n_syllables"].to_list() == [300, 1, 40]
    for hashes in hashes_of(found):
        assert hashes == sorted(set(hashes))
    assert hashes_of(found)[1] == []


def test_no_report_gives_an_empty_frame():
    assert fingerprints(reports([])).schema == SCHEMA


def test_sampling_keeps_the_same_shingle_in_every_report():
    text = words(3, 400)
    whole = hashes_of(fingerprints(reports([text, words(4, 100) + " " + text])))
    assert set(whole[0]) <= set(whole[1])


def test_without_sampling_every_shingle_is_kept():
    assert len(hashes_of(fingerprints(reports([words(5, 200)]), Parameters(sample=1)))[0]) == 193


def test_what_is_packed_comes_back_row_by_row():
    numbers, sizes = np.array([7, 2**40, 1], np.uint64), np.array([0, 2, 0, 1])
    column = packed(numbers, sizes)
    assert column.dtype == pl.Binary
    for rows in (column, pl.concat([column[:2], column[2:]])):
        found, begins = values(rows, np.uint64)
        assert (found.tolist(), begins.tolist()) == (numbers.tolist(), [0, 0, 2, 2, 3])
    found, begins = values(column[2:], np.uint64)
    assert found[begins[0] : begins[-1]].tolist() == [1]
    assert values(column[:0], np.uint64)[1].tolist() == [0]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(300, 900), st.floats(0.3, 0.9))
def test_estimates_lie_within_their_bound_of_the_exact_figures(seed, n, share):
    """A containment estimated from m sampled of N shingles is a mean of m draws: five standard errors bound it."""
    text = words(seed, n)
    kept = " ".join(text.split()[: int(n * share)])
    both = reports([text, kept + " " + words(seed + 20_000, n - int(n * share))])
    printed = fingerprints(both)
    pair = candidates(printed, parameters=Parameters(candidate_containment=0.0, candidate_shared=1)).pairs
    exact = verify(pair, both)
    for side, size in zip(("containment_a", "containment_b"), map(len, hashes_of(printed)), strict=True):
        c = exact[side][0]
        assert abs(pair[side][0] - c) <= 5 * (max(c * (1 - c), 0.02) / size) ** 0.5


def test_fingerprints_do_not_depend_on_the_block_or_the_company():
    texts = [words(i, 50 + i) for i in range(40)]
    together = fingerprints(reports(texts)).drop("report_id")
    alone = pl.concat([fingerprints(reports([t])) for t in texts]).drop("report_id")
    assert together.equals(alone)
