import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.transforms.dedup.builders import hashes_of, reports, words
from transforms.dedup.candidates import candidates
from transforms.dedup.fingerprints import fingerprints
from transforms.dedup.parameters import Parameters
from transforms.dedup.verify import FIGURES, cut, verify

PAIR = pl.DataFrame({"report_a": ["r00"], "report_b": ["r01"]})


def figures(a: str, b: str, **stops: pl.DataFrame) -> dict[str, object]:
    return verify(PAIR, reports([a, b]), **stops).row(0, named=True)


def test_a_text_and_itself():
    x = figures(words(1, 100), words(1, 100).upper())
    assert (x["jaccard"], x["containment_a"], x["containment_b"]) == (1.0, 1.0, 1.0)
    assert (x["matched_syllables"], x["longest_run"], x["relation"]) == (100, 100, "identical")
    assert (x["opening_a"], x["opening_b"]) == (1.0, 1.0)


@pytest.mark.parametrize("n", [17, 24, 32, 36, 71, 72, 80])
def test_small_texts_fit_their_tables(n: int):
    """Around the sizes at which the tables of shingles grow; the loops check their bounds under test."""
    x = figures(words(1, n), words(2, n))
    assert (x["jaccard"], x["matched_syllables"], x["syllables_a"]) == (0.0, 0, n)


def test_a_part_in_a_whole():
    part = words(2, 60)
    x = figures(part, words(3, 100) + " " + part + " " + words(4, 40))
    assert (x["containment_a"], x["relation"]) == (1.0, "contained")
    assert x["containment_b"] == pytest.approx(53 / 193)
    assert (x["matched_syllables"], x["longest_run"]) == (60, 60)
    assert (x["opening_a"], x["opening_b"] < 0.5) == (1.0, True)


def test_runs_end_where_the_other_text_goes_on_elsewhere():
    first, second = words(5, 30), words(6, 20)
    x = figures(f"{first} {second}", f"{second} {first}")
    assert (x["longest_run"], x["matched_syllables"]) == (30, 50)


def test_numbers_that_differ_between_the_same_words_are_counted():
    a = f"{words(7, 20)} 18 {words(8, 20)} 36 {words(9, 20)} 5 {words(10, 20)}"
    assert figures(a, a.replace(" 18 ", " 19 ").replace(" 36 ", " 37 "))["numbers_changed"] == 2
    assert figures(a, a.replace(" 18 ", " mười tám "))["numbers_changed"] == 0
    assert figures(a, a.replace(" 5 ", " 05 "))["numbers_changed"] == 0


def test_texts_too_short_for_a_shingle_share_nothing():
    x = figures("một hai", "một hai")
    assert (x["jaccard"], x["longest_run"], x["relation"]) == (0.0, 0, "partial")


def test_template_is_out_of_numerator_and_denominator():
    furniture = words(50, 60)
    a, b = words(11, 60) + " " + furniture, words(12, 60) + " " + furniture
    printed = fingerprints(reports([furniture], None), Parameters(sample=4))
    stops = pl.DataFrame(
        {"scope": None, "hash": hashes_of(printed)[0], "n_reports": 99},
        schema={"scope": pl.String, "hash": pl.UInt64, "n_reports": pl.Int64},
    )
    with_template, without = figures(a, b), figures(a, b, stops=stops)
    assert with_template["containment_a"] > 0.4
    assert without["containment_a"] < 0.1
    assert without["template_share"] > 0.85


def test_a_text_that_is_nothing_but_template_is_compared_as_it_stands():
    furniture = words(50, 60)
    printed = fingerprints(reports([furniture]))
    stops = pl.DataFrame(
        {"scope": None, "hash": hashes_of(printed)[0], "n_reports": 99},
        schema={"scope": pl.String, "hash": pl.UInt64, "n_reports": pl.Int64},
    )
    x = figures(furniture, furniture, stops=stops)
    assert (x["jaccard"], x["template_share"]) == (1.0, 1.0)


def test_stops_of_one_outlet_do_not_touch_another():
    furniture = words(50, 60)
    texts = reports([words(11, 60) + " " + furniture, words(12, 60) + " " + furniture]).with_columns(
        scope=pl.Series(["bao1.vn", "bao2.vn"])
    )
    hashes = hashes_of(fingerprints(reports([furniture])))[0]
    stops = pl.DataFrame({"scope": "bao3.vn", "hash": hashes, "n_reports": 99}, schema_overrides={"hash": pl.UInt64})
    assert verify(PAIR, texts, stops)["template_share"].item() == 0.0
    assert verify(PAIR, texts, stops.with_columns(scope=pl.lit("bao1.vn")))["containment_a"].item() < 0.1


def test_codes_serve_as_well_as_texts():
    texts = reports([words(1, 80) + " " + words(2, 40), words(1, 80)])
    assert verify(PAIR, texts).equals(verify(PAIR, fingerprints(texts)))


def test_an_unknown_report_is_an_error():
    with pytest.raises(KeyError):
        verify(pl.DataFrame({"report_a": ["r00"], "report_b": ["r09"]}), reports(["một", "hai"]))


def test_no_pairs_give_no_figures():
    assert verify(PAIR[:0], reports([])).schema == FIGURES
    assert len(cut(np.empty(0, np.int64), np.empty(0, np.int64), 0, 4, 40)) == 0


SOME = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 60), st.integers(0, 60)), min_size=2, max_size=6)


@settings(max_examples=40, deadline=None)
@given(SOME)
def test_figures_are_those_of_plain_sets(cuts):
    texts = [" ".join([*words(s, 90).split()[a : a + 45], *words(s + 1, 90).split()[b : b + 30]]) for s, a, b in cuts]
    frame = reports(texts)
    ids = frame["report_id"].to_list()
    pairs = pl.DataFrame(
        [(a, b) for i, a in enumerate(ids) for b in ids[i + 1 :]], schema=["report_a", "report_b"], orient="row"
    )
    sets = {
        i: {tuple(w[k : k + 8]) for k in range(len(w) - 7)}
        for i, w in zip(ids, (t.split() for t in texts), strict=True)
    }
    for x in verify(pairs, frame).iter_rows(named=True):
        a, b = sets[x["report_a"]], sets[x["report_b"]]
        assert x["jaccard"] == pytest.approx(len(a & b) / len(a | b))
        assert (x["containment_a"], x["containment_b"]) == (
            pytest.approx(len(a & b) / len(a)),
            pytest.approx(len(a & b) / len(b)),
        )


def test_buckets_hold_what_belongs_together_and_change_no_figure():
    texts = [words(i // 4, 120) + " " + words(100 + i, 60) for i in range(24)]
    frame = reports(texts)
    pairs = candidates(fingerprints(frame)).pairs
    ids = pl.concat([pairs["report_a"], pairs["report_b"]]).unique().sort().to_list()
    a, b = (np.array([ids.index(i) for i in pairs[c]]) for c in ("report_a", "report_b"))
    numbers = pl.Series(cut(a, b, len(ids), 4, 40))
    assert numbers.n_unique() == 6
    parts = [verify(part.drop("bucket"), frame) for (_,), part in pairs.with_columns(bucket=numbers).group_by("bucket")]
    assert pl.concat(parts).sort("report_a", "report_b").equals(verify(pairs, frame).sort("report_a", "report_b"))
