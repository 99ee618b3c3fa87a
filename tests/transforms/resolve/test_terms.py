import math

import numpy as np
import polars as pl
import pytest

from transforms.resolve import terms
from transforms.resolve.terms import Sparse, likeness, overlap, vectors
from transforms.text.packed import packed
from transforms.text.syllables import syllables

TEXTS = (
    "Cháy kho hàng ven sông Lam",
    "Kho hàng ven sông Lam bốc cháy",
    "Họp bàn kế hoạch trồng rừng",
    "Hoà giải ở xã Thuỵ An",
    "Hòa giải ở xã Thụy An",
    "",
)


def texts(*rows: str) -> pl.DataFrame:
    return pl.DataFrame(
        {"title": ["" for _ in rows], "text": list(rows)}, schema={"title": pl.String, "text": pl.String}
    )


def pairs(*rows: tuple[int, int]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema={"a": pl.UInt32, "b": pl.UInt32}, orient="row")


def cosine(frame: pl.DataFrame, *rows: tuple[int, int], column: str = "cosine") -> list[float]:
    return likeness(pairs(*rows), vectors(frame))[column].to_list()


def terms_of(v: Sparse, i: int) -> set[int]:
    return set(v.term[v.at[i] : v.at[i + 1]].tolist())


def test_reworded_texts_are_alike_and_others_are_not():
    alike, other = cosine(texts(*TEXTS), (0, 1), (0, 2))
    assert alike > 0.6
    assert other == 0.0


def test_both_tone_placements_are_one_term():
    assert cosine(texts(*TEXTS), (3, 4)) == [pytest.approx(1.0, abs=1e-5)]


def test_tones_are_never_folded_away():
    body = vectors(texts("bãi nhiệm ông ấy", "bài nhiệm ông ấy", "bãi biển", "bài biển")).body
    assert terms_of(body, 0) != terms_of(body, 1)


def test_the_lead_is_measured_by_what_of_it_stands_in_the_other():
    frame = texts("mưa lớn", "mưa lớn kéo dài nhiều ngày", "kéo dài nhiều ngày", "nắng")
    found = likeness(pairs((0, 1)), vectors(frame))
    assert found["there"][0] == pytest.approx(1.0, abs=1e-5)
    assert found["back"][0] < 0.6


def test_a_headline_counts_as_part_of_the_text():
    frame = texts("mưa", "nắng", "gió").with_columns(title=pl.Series(["lũ ống", "lũ ống", "bão"]))
    found = likeness(pairs((0, 1), (0, 2)), vectors(frame))
    assert found["title"].to_list() == [pytest.approx(1.0, abs=1e-5), 0.0]
    assert found["cosine"][0] > 0


def test_vectors_have_unit_length_over_all_terms_of_a_text():
    body = vectors(texts("một hai ba", "một hai ba", "bốn")).body
    assert [float(np.sum(body.weight[a:b] ** 2)) for a, b in zip(body.at, body.at[1:], strict=False)] == [
        pytest.approx(1.0, abs=1e-5), pytest.approx(1.0, abs=1e-5), 0.0,
    ]  # fmt: skip


def test_blocks_of_texts_change_nothing(monkeypatch):
    rows = [f"sự việc {i % 7} ở xã {i % 5} ngày {i}" for i in range(50)]
    whole = vectors(texts(*rows))
    monkeypatch.setattr(terms, "_BLOCK", 3)
    parts = vectors(texts(*rows))
    every = pairs(*((i, j) for i in range(50) for j in range(i + 1, 50)))
    assert likeness(every, whole).equals(likeness(every, parts))
    assert whole.body.weight.tolist() == parts.body.weight.tolist()


def test_stored_codes_stand_for_the_texts():
    frame = texts(*TEXTS, *TEXTS[:2])
    read = syllables(frame["text"])
    stored = frame.with_columns(text=pl.lit("not read"), codes=packed(read.codes, read.counts))
    stored = stored.with_columns(codes=pl.when(pl.col("codes").bin.size() > 0).then("codes"))
    by_text, by_codes = vectors(frame).body, vectors(stored).body
    assert by_text.term.tolist() == by_codes.term.tolist()
    assert by_text.weight.tolist() == by_codes.weight.tolist()
    assert len(by_codes) == len(TEXTS) + 2


def test_overlap_is_measured_on_the_one_with_less():
    names = pl.DataFrame(
        {"node": [0, 0, 1, 2], "term": ["x", "y", "x", "z"], "weight": [2.0, 3.0, 2.0, 1.0]},
        schema_overrides={"node": pl.UInt32},
    )
    assert overlap(pairs((0, 1), (0, 2), (1, 3)), names, 0.0, "o")["o"].to_list() == [1.0, 0.0, 0.0]
    assert overlap(pairs((0, 1)), names, 2.0, "o")["o"].to_list() == [0.5]


def test_the_order_of_terms_changes_no_digit_of_an_overlap():
    weights = [math.exp(i * 37 % 41 / 5) / 1000 for i in range(2000)]
    names = pl.DataFrame(
        {"node": [n for n in (0, 1) for _ in range(2000)], "term": [*range(2000)] * 2, "weight": weights * 2},
        schema_overrides={"node": pl.UInt32},
    ).filter((pl.col("node") == 0) | (pl.col("term") % 3 > 0))
    found = {
        overlap(pairs((0, 1)), names.sample(fraction=1, shuffle=True, seed=seed), 8.0, "o")["o"][0]
        for seed in range(30)
    }
    assert len(found) == 1
    assert found.pop() == pytest.approx(1, abs=0.02)


def test_no_texts_have_no_terms():
    assert len(vectors(texts()).body) == 0
    assert likeness(pairs(), vectors(texts())).height == 0
    assert cosine(texts("", ""), (0, 1)) == [0.0]


def test_the_order_of_syllables_counts():
    assert cosine(texts("thăm nước Lào xa", "nước thăm xa Lào", "Lào", "xa thăm nước"), (0, 1))[0] < 0.9
