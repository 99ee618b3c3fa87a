import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from tests.transforms.dedup.builders import reports, words
from transforms.dedup import Parameters, deduplicate
from transforms.dedup.candidates import search
from transforms.dedup.memory import KNOWN, recalled
from transforms.dedup.numbers import numbered

HASHES = {"a": [1, 5, 9], "b": [5, 7], "c": []}


def _signed(more: dict[str, list[int]], outlets: dict[str, str] | None = None, **caps: int) -> list[int]:
    """Signatures of a, b and c, in company of more reports."""
    every = {**HASHES, **more}
    printed = pl.DataFrame(
        {
            "report_id": list(every),
            "n_syllables": 99,
            "hashes": [np.array(h, np.uint64).tobytes() for h in every.values()],
        },
        schema={"report_id": pl.String, "n_syllables": pl.Int32, "hashes": pl.Binary},
    )
    known = numbered([printed.lazy()])
    scopes = pl.Series([(outlets or {}).get(i) for i in known.ids], dtype=pl.String)
    return search([printed.lazy()], known, scopes, Parameters(**caps)).signatures.tolist()[:3]


def test_a_report_without_stopped_shingles_has_signature_0() -> None:
    assert _signed({}) == [0, 0, 0]
    assert _signed({"d": [3], "e": [3]}, corpus_cap=2) == [0, 0, 0]


def test_a_shingle_stopped_everywhere_signs_all_who_have_it() -> None:
    a, b, c = _signed({}, corpus_cap=1)
    assert a == b != 0
    assert c == 0


def test_a_shingle_stopped_in_one_outlet_signs_its_reports_only() -> None:
    a, b, _ = _signed({"d": [5]}, {"a": "x", "b": "y", "d": "y"}, outlet_cap=1)
    assert a == 0
    assert b != 0


def test_other_stops_of_the_same_number_sign_otherwise() -> None:
    first, second = ({"d": [h], "e": [h]} for h in (1, 9))
    assert _signed(first, corpus_cap=2)[0] != _signed(second, corpus_cap=2)[0]


def test_figures_are_recalled_while_both_signatures_stand() -> None:
    pairs = pl.DataFrame(
        {"report_a": ["a", "b"], "report_b": ["b", "c"], "signature_a": [1, 2], "signature_b": [2, 3]},
        schema_overrides={"signature_a": pl.UInt64, "signature_b": pl.UInt64},
    )
    known = pl.DataFrame(
        [{"report_a": "a", "report_b": "b", "jaccard": 0.5, "signature_a": 1, "signature_b": 2},
         {"report_a": "b", "report_b": "c", "jaccard": 0.7, "signature_a": 2, "signature_b": 8}],
        schema=KNOWN,
    )  # fmt: skip
    held, new = recalled(pairs, known)
    assert held.select("report_a", "jaccard").rows() == [("a", 0.5)]
    assert new.rows() == [("b", "c", 2, 3)]
    assert recalled(pairs, None)[1].height == 2


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 999), st.integers(1, 20))
def test_with_a_memory_of_fewer_reports_the_outcome_is_the_same(seed: int, before: int) -> None:
    few = Parameters(outlet_cap=3, corpus_cap=4)
    story, formula = words(seed, 60), words(seed + 1, 30)
    texts = [f"{words(seed + i, 12)} {story if i % 3 else ''} {formula} {words(i, 20)}" for i in range(20)]
    every = reports(texts)
    earlier = deduplicate(every.head(before), parameters=few)
    fresh, grown = deduplicate(every, parameters=few), deduplicate(every, known=earlier.figures, parameters=few)
    for one, other in ((fresh.reports, grown.reports), (fresh.pairs, grown.pairs), (fresh.figures, grown.figures)):
        assert_frame_equal(one, other)
