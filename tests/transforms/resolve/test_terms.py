import polars as pl
import pytest

from transforms.resolve.terms import cosine, cover, overlap, vectors

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
        {"node": list(range(len(rows))), "title": ["" for _ in rows], "text": list(rows)},
        schema={"node": pl.UInt32, "title": pl.String, "text": pl.String},
    )


def pairs(*rows: tuple[int, int]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema={"a": pl.UInt32, "b": pl.UInt32}, orient="row")


def test_reworded_texts_are_alike_and_others_are_not():
    body = vectors(texts(*TEXTS)).body
    found = cosine(pairs((0, 1), (0, 2)), body, body, "c")["c"].to_list()
    assert found[0] > 0.6
    assert found[1] == 0.0


def test_both_tone_placements_are_one_term():
    body = vectors(texts(*TEXTS)).body
    assert cosine(pairs((3, 4)), body, body, "c")["c"][0] == pytest.approx(1.0, abs=1e-5)


def test_tones_are_never_folded_away():
    body = vectors(texts("bãi nhiệm ông ấy", "bài nhiệm ông ấy", "bãi biển", "bài biển")).body
    terms = {node: set(part["term"]) for (node,), part in body.group_by("node")}
    assert terms[0] != terms[1]


def test_cover_is_the_share_of_one_that_stands_in_the_other():
    found = vectors(texts("mưa lớn", "mưa lớn kéo dài nhiều ngày", "kéo dài nhiều ngày", "nắng"))
    short, long = cover(pairs((0, 1), (1, 0)), found.lead, found.body, "c")["c"].to_list()
    assert short == pytest.approx(1.0, abs=1e-5)
    assert long < 0.6


def test_a_headline_counts_as_part_of_the_text():
    frame = texts("mưa", "nắng", "gió").with_columns(title=pl.Series(["lũ ống", "lũ ống", "bão"]))
    found = vectors(frame)
    assert cosine(pairs((0, 1)), found.title, found.title, "c")["c"][0] == pytest.approx(1.0, abs=1e-5)
    assert cosine(pairs((0, 1)), found.body, found.body, "c")["c"][0] > 0


def test_overlap_is_measured_on_the_one_with_less():
    names = pl.DataFrame(
        {"node": [0, 0, 1, 2], "term": ["x", "y", "x", "z"], "weight": [2.0, 3.0, 2.0, 1.0]},
        schema_overrides={"node": pl.UInt32},
    )
    assert overlap(pairs((0, 1), (0, 2), (1, 3)), names, 0.0, "o")["o"].to_list() == [1.0, 0.0, 0.0]
    assert overlap(pairs((0, 1)), names, 2.0, "o")["o"].to_list() == [0.5]


def test_no_texts_have_no_terms():
    assert vectors(texts()).body.is_empty()
    assert cosine(pairs(), vectors(texts()).body, vectors(texts()).body, "c").height == 0


def test_the_order_of_syllables_counts():
    found = vectors(texts("thăm nước Lào xa", "nước thăm xa Lào", "Lào", "xa thăm nước"))
    assert cosine(pairs((0, 1)), found.body, found.body, "c")["c"][0] < 0.9
