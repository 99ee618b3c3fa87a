import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.transforms.dedup.builders import reports, words
from transforms.dedup.candidates import PAIRS, candidates
from transforms.dedup.fingerprints import fingerprints
from transforms.dedup.parameters import Parameters


def pairs_of(found: pl.DataFrame) -> set[tuple[str, str]]:
    return set(found.select("report_a", "report_b").iter_rows())


def test_copies_and_parts_are_candidates_and_strangers_are_not():
    text = words(1, 300)
    found = candidates(
        fingerprints(reports([text, words(2, 300), text + " " + words(3, 50), " ".join(text.split()[:150])]))
    )
    assert found.pairs.schema == PAIRS
    assert pairs_of(found.pairs) == {("r00", "r02"), ("r00", "r03"), ("r02", "r03")}
    whole = found.pairs.filter(report_a="r00", report_b="r02")
    assert whole["containment_a"].item() == 1.0
    assert whole["containment_b"].item() < 1.0


def test_nothing_gives_nothing():
    assert candidates(fingerprints(reports([]))).pairs.height == 0
    assert candidates(fingerprints(reports(["", "một"]))).pairs.height == 0


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 1000), st.integers(1, 400))
def test_partitions_of_the_hash_space_change_nothing(seed, postings):
    base = words(seed, 200)
    texts = [base, words(seed + 1, 80) + " " + base, " ".join(base.split()[40:]), words(seed + 2, 150)]
    printed = fingerprints(reports(texts))
    one, many = (candidates(printed, parameters=Parameters(partition_postings=n)) for n in (10**6, postings))
    assert one.pairs.equals(many.pairs)
    assert one.stops.equals(many.stops)


def test_shards_give_the_same_pairs_as_one_frame():
    text = words(7, 200)
    printed = fingerprints(reports([text, words(8, 90), text, words(9, 30) + " " + text]))
    shards = [printed[:1].lazy(), printed[1:3].lazy(), printed[3:].lazy()]
    assert candidates(shards).pairs.equals(candidates(printed).pairs)


def furnished(n: int, outlets: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """n reports with the same 40 syllables of furniture under them, of so many outlets."""
    frame = reports([words(i, 100) + " " + words(999, 40) for i in range(n)])
    return fingerprints(frame), frame.select(
        "report_id", scope=pl.lit("bao") + (pl.int_range(pl.len()) % outlets).cast(pl.String)
    )


def test_furniture_of_an_outlet_is_stopped_there_and_told():
    printed, scopes = furnished(24, 1)
    found = candidates(printed, scopes)
    assert found.pairs.height == 0
    assert set(found.stops["scope"]) == {"bao0"}
    assert set(found.stops["n_reports"]) == {24}


def test_a_story_in_many_outlets_is_no_furniture():
    printed, scopes = furnished(24, 12)
    found = candidates(printed, scopes)
    assert found.stops.height == 0
    assert found.pairs.height == 24 * 23 // 2


def test_a_formula_in_too_many_reports_is_stopped_everywhere():
    printed, scopes = furnished(24, 12)
    found = candidates(printed, scopes, Parameters(corpus_cap=20))
    assert found.pairs.height == 0
    assert found.stops["scope"].to_list() == [None] * found.stops.height
    assert found.stops.height > 0


def test_reports_without_an_outlet_have_no_furniture():
    printed, _ = furnished(24, 1)
    assert candidates(printed).stops.height == 0
