import datetime as dt
import random

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.transforms.dedup.builders import reports, words
from transforms.dedup import deduplicate
from transforms.dedup.decide import PAIRS
from transforms.dedup.groups import GROUPS, groups
from transforms.ids import content_id


def pairs(*scores: tuple[str, str, float], items: dict[tuple[str, str], str] | None = None) -> pl.DataFrame:
    """Decided pairs from (a, b, score)."""
    rows = [
        {
            "report_a": a, "report_b": b, "jaccard": 0.5, "containment_a": 0.6, "containment_b": 0.6, "matched_syllables": 9, "longest_run": 9,
            "template_share": 0.0, "relation": "revised", "part_of": None, "same_event": s > 0, "merged": s > 0,
            "reason": "same_report" if s > 0 else "background", "rule": "weights", "score": s, "item": (items or {}).get((a, b)),
        }
        for a, b, s in scores
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=PAIRS)


def members(names: str, sizes: dict[str, int] | None = None, days: dict[str, int] | None = None) -> pl.DataFrame:
    at = [dt.datetime(2017, 1, (days or {})[n], tzinfo=dt.UTC) if n in (days or {}) else None for n in names]
    return pl.DataFrame(
        {"report_id": list(names), "n_syllables": [(sizes or {}).get(n, 100) for n in names], "published_at": at},
        schema={"report_id": pl.String, "n_syllables": pl.Int32, "published_at": pl.Datetime("us", "UTC")},
    )


def grouped(found: pl.DataFrame) -> set[str]:
    return {"".join(sorted(g)) for g in found.group_by("duplicate_group_id").agg("report_id")["report_id"].to_list()}


def test_merged_pairs_form_a_group_and_the_rest_stay_alone():
    found = groups(pairs(("a", "b", 2.0), ("c", "d", -2.0)), members("abcde")).reports
    assert found.schema == GROUPS
    assert grouped(found) == {"ab", "c", "d", "e"}


def test_one_strong_link_does_not_join_two_stories():
    links = [("a", "b", 3.0), ("c", "d", 3.0), ("b", "c", 2.0), ("a", "c", -3.0), ("a", "d", -3.0), ("b", "d", -3.0)]
    found = groups(pairs(*links), members("abcd"))
    assert grouped(found.reports) == {"ab", "cd"}
    x = found.pairs.filter(report_a="b", report_b="c").row(0, named=True)
    assert (x["merged"], x["reason"], x["rule"]) == (False, "group_conflict", "average_linkage")


def test_a_weak_pair_between_close_copies_is_merged_through_the_group():
    found = groups(pairs(("a", "b", 4.0), ("b", "c", 4.0), ("a", "c", -0.5)), members("abc"))
    assert grouped(found.reports) == {"abc"}
    assert found.pairs.filter(report_a="a", report_b="c")["reason"].item() == "through_group"


def test_a_pair_kept_apart_counts_more_than_one_that_is_merged():
    links = [("a", "b", 4.0), ("b", "c", 1.0), ("a", "c", -0.9)]  # joined by the plain mean of the last two
    found = groups(pairs(*links), members("abc"))
    assert grouped(found.reports) == {"ab", "c"}


def test_two_cuts_that_share_nothing_meet_in_the_whole():
    assert grouped(groups(pairs(("a", "c", 3.0), ("b", "c", 3.0)), members("abc")).reports) == {"abc"}


def test_a_round_up_does_not_glue_its_items():
    inside = {("a", "z"): "a_in_b", ("b", "z"): "a_in_b"}
    found = groups(pairs(("a", "z", 2.0), ("b", "z", 2.0), items=inside), members("abz"))
    assert grouped(found.reports) == {"a", "b", "z"}
    assert found.pairs.select("part_of", "reason", "merged").unique().row(0) == ("a_in_b", "round_up", False)


def test_copies_inside_one_long_report_do_not_make_it_a_round_up():
    inside = {("a", "z"): "a_in_b", ("b", "z"): "a_in_b"}
    found = groups(pairs(("a", "b", 3.0), ("a", "z", 2.0), ("b", "z", 2.0), items=inside), members("abz"))
    assert grouped(found.reports) == {"abz"}


@pytest.mark.parametrize(
    ("sizes", "days", "expected"),
    [({"b": 200}, {}, "b"), ({}, {"c": 3, "b": 5}, "c"), ({}, {}, "a"), ({"b": 200, "c": 200}, {"c": 1}, "c")],
)
def test_the_representative_is_the_fullest_then_the_earliest_then_the_first_by_id(sizes, days, expected):
    found = groups(pairs(("a", "b", 3.0), ("a", "c", 3.0), ("b", "c", 3.0)), members("abc", sizes, days)).reports
    assert found.filter("is_representative")["report_id"].to_list() == [expected]


def test_a_group_is_named_after_its_first_member():
    by_time = groups(pairs(("a", "b", 3.0)), members("ab", {}, {"b": 2})).reports
    assert by_time["duplicate_group_id"].unique().to_list() == [content_id("group", "b")]
    by_id = groups(pairs(("a", "b", 3.0)), members("ab")).reports
    assert by_id["duplicate_group_id"].unique().to_list() == [content_id("group", "a")]


def test_an_unknown_report_is_an_error():
    with pytest.raises(KeyError):
        groups(pairs(("a", "z", 1.0)), members("ab"))


LINKS = st.dictionaries(
    st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda p: p[0] < p[1]),
    st.floats(-4, 4).map(lambda x: round(x, 2)),
    max_size=20,
)


@settings(max_examples=60, deadline=None)
@given(LINKS, st.randoms(use_true_random=False))
def test_the_order_of_the_input_changes_nothing_and_each_report_is_in_one_group(links, shuffled):
    names = "abcdefgh"
    rows = [(names[i], names[j], s) for (i, j), s in links.items()]
    one = groups(pairs(*rows), members(names)).reports
    mixed = rows[:]
    shuffled.shuffle(mixed)
    order = "".join(shuffled.sample(names, len(names)))
    other = groups(pairs(*mixed), members(order)).reports
    assert one.sort("report_id").equals(other.sort("report_id"))
    assert one["report_id"].to_list() == list(names)
    assert one.filter("is_representative").height == one["duplicate_group_id"].n_unique()


def corpus(seed: int) -> list[str]:
    rng = random.Random(seed)
    texts = []
    for story in range(5):
        text = f"Ngày {rng.randint(1, 28)}/{rng.randint(1, 12)}, {words(seed * 100 + story, rng.randint(60, 250))}"
        texts.append(text)
        for _ in range(rng.randint(0, 3)):
            cut = text.split()[: rng.randint(40, 200)]
            texts.append(" ".join([*cut, words(rng.randint(0, 10**6), rng.randint(0, 60))]))
    return texts


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 500), st.randoms(use_true_random=False))
def test_the_whole_does_not_depend_on_the_order_of_reports(seed, shuffled):
    frame = reports(corpus(seed))
    mixed = frame[shuffled.sample(range(frame.height), frame.height)]
    one, other = deduplicate(frame), deduplicate(mixed)
    assert one.reports.sort("report_id").equals(other.reports.sort("report_id"))
    assert one.pairs.sort("report_a", "report_b").equals(other.pairs.sort("report_a", "report_b"))


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 500), st.integers(0, 300))
def test_a_report_that_shares_no_shingle_changes_no_group(seed, n):
    texts = corpus(seed)
    stranger = " ".join(f"xyz{i}" for i in range(n))
    before, after = deduplicate(reports(texts)), deduplicate(reports([*texts, stranger]))
    assert after.reports[:-1].equals(before.reports)
    assert after.pairs.equals(before.pairs)
    assert after.reports["is_representative"][-1]


def test_rows_of_the_reports_may_be_given():
    found, every = pairs(("a", "c", 3.0), ("b", "c", 3.0)), members("cab", {"b": 200}, {"a": 2})
    given = groups(found, every, ends=(np.array([1, 2]), np.array([0, 0])))
    assert given.reports.equals(groups(found, every).reports)
    assert given.pairs.equals(groups(found, every).pairs)
    assert given.reports.filter("is_representative")["report_id"].to_list() == ["b"]


def test_of_reports_as_full_the_earliest_stands_for_the_group():
    found = groups(
        pairs(("a", "b", 3.0), ("b", "c", 3.0), ("a", "c", 3.0)), members("abc", days={"b": 1, "c": 2})
    ).reports
    assert found.filter("is_representative")["report_id"].to_list() == ["b"]
