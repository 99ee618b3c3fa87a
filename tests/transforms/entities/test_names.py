"""Shapes of names: which stretches of a run may be one, and which forms belong to the same name."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.entities import names


def cut(run: str, closed: bool = False) -> list[tuple[str, str]]:
    words = run.split(" ")
    return [(" ".join(words[s.i : s.j]), s.kind) for s in names.stretches(words, closed)]


@pytest.mark.parametrize("word", ["nguyễn", "quang", "quốc", "giêng", "khuyên", "ngoằng", "an", "phước", "phớc", "y"])
def test_vietnamese_syllables(word: str) -> None:
    assert names.is_syllable(word)


@pytest.mark.parametrize("word", ["trump", "costa", "modi", "ka", "ksor", "niê", "shinzo", "ghan", "ci", "obama", ""])
def test_no_vietnamese_syllables(word: str) -> None:
    assert not names.is_syllable(word)


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        ("Nguyễn Thị Minh Khai", [("Nguyễn Thị Minh Khai", "kinh")]),
        ("Lê Duẩn", [("Lê Duẩn", "short_kinh")]),
        ("Hà Kim Ngọc", [("Hà Kim Ngọc", "weak_kinh")]),
        ("Mai An", [("Mai An", "weak_short")]),
        ("Mao Trạch Đông", [("Mao Trạch Đông", "bare")]),
        ("Giàng A Chu", [("Giàng A Chu", "minority")]),
        ("Y Thanh Hà Niê Kđăm", [("Y Thanh Hà Niê Kđăm", "minority")]),
        ("Ksor H'Bơ Khăp", [("Ksor H'Bơ Khăp", "minority")]),
        ("Điểu K'Ré", [("Điểu K'Ré", "minority")]),
        ("Trần Văn A.", [("Trần Văn A.", "kinh")]),
        ("Robert H. McCooey Jr", [("Robert H. McCooey Jr", "foreign")]),
        ("Ludwig van Beethoven", [("Ludwig van Beethoven", "foreign")]),
        ("Bun-nhăng Vo-la-chít", [("Bun-nhăng Vo-la-chít", "foreign")]),
        ("Kim Jong-un", [("Kim Jong-un", "foreign")]),
        ("Ahmad al-Mesmari", [("Ahmad al-Mesmari", "foreign")]),
        ("Michael Sky", [("Michael Sky", "brand")]),
        ("Hun Sen", [("Hun Sen", "foreign")]),
        ("Xuân Trường", [("Xuân Trường", "given")]),
        ("Hồ CHí Minh", [("Hồ CHí Minh", "weak_kinh")]),
    ],
)
def test_whole_names(run: str, expected: list[tuple[str, str]]) -> None:
    assert cut(run) == expected


def test_a_title_behind_a_name_does_not_belong_to_it() -> None:
    assert cut("Trần Văn Bình Chủ") == [("Trần Văn Bình", "kinh")]


def test_a_word_before_a_name_does_not_belong_to_it() -> None:
    assert cut("Theo Nguyễn Văn Bình") == [("Nguyễn Văn Bình", "kinh")]
    assert cut("Nga Vladimir Ivanovich Petrov")[-1] == ("Vladimir Ivanovich Petrov", "foreign")


def test_two_names_in_a_row_are_two() -> None:
    assert cut("Nguyễn Văn Bình Trần Thị Cúc") == [("Nguyễn Văn Bình", "kinh"), ("Trần Thị Cúc", "kinh")]
    assert cut("Bí Thư Nông Đức Long")[-1] == ("Nông Đức Long", "weak_kinh")


def test_van_and_thi_take_any_syllable_behind_them() -> None:
    assert cut("Trần Văn Chuyện") == [("Trần Văn Chuyện", "kinh")]


def test_any_word_may_be_the_given_name_before_a_comma() -> None:
    assert cut("Đỗ Được", closed=True) == [("Đỗ Được", "bare")]
    assert cut("Huỳnh Minh Chắc", closed=True) == [("Huỳnh Minh Chắc", "kinh")]
    assert ("Đỗ Được", "bare") not in cut("Đỗ Được")


def test_names_of_firms_begin_no_person() -> None:
    assert cut("Airlines Global") == []


def test_two_countries_are_no_name() -> None:
    assert cut("Việt-Nga") == []


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("v putin", "vladimir putin"),
        ("robert mccooey", "robert h mccooey jr"),
        ("kim jong un", "kim jong-un"),
        ("maxim petrov", "maksim petrov"),
        ("pany yathotu", "pany yathotou"),
        ("phạm binh minh", "phạm bình minh"),
        ("mahn win", "mahn win khaing than"),
        ("trump", "donald trump"),
        ("kim ngân", "nguyễn thị kim ngân"),
        ("quân", "hoàng bình quân"),
    ],
)
def test_forms_of_one_name(name: str, full: str) -> None:
    assert names.is_form(name.split(), full.split())


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("nguyễn văn hùng", "nguyễn văn hưng"),
        ("ivana trump", "ivanka trump"),
        ("bill clinton", "hillary clinton"),
        ("trần an", "nguyễn trần an"),
        ("bình", "hoàng bình quân"),
        ("lê minh", "trần văn minh"),
    ],
)
def test_different_names(name: str, full: str) -> None:
    assert not names.is_form(name.split(), full.split())


def test_short_forms_are_ends_of_names() -> None:
    assert names.is_short_form(["quân"], ["hoàng", "bình", "quân"])
    assert names.is_short_form(["tập"], ["tập", "cận", "bình"])
    assert not names.is_short_form(["cận"], ["tập", "cận", "bình"])
    assert not names.is_short_form(["v", "putin"], ["vladimir", "putin"])


def test_common_middle_and_given_name() -> None:
    assert names.is_likely_given(["Xuân", "Trường"])
    assert not names.is_likely_given(["Xuân", "Airlines"])


WORDS = st.lists(
    st.sampled_from(["Nguyễn", "Văn", "An", "Hà", "Donald", "Trump", "A.", "de", "Theo", "Y", "UBND", "Jong-un"]),
    max_size=9,
)


@given(WORDS, st.booleans())
def test_stretches_are_in_order_and_within_the_run(words: list[str], closed: bool) -> None:
    found = names.stretches(words, closed)
    assert all(0 <= s.i < s.j <= len(words) for s in found)
    assert all(a.j <= b.i for a, b in pairwise(found))


@given(WORDS)
def test_a_name_is_a_form_of_itself_or_no_name(words: list[str]) -> None:
    keys = [names.key_of(w) for w in words]
    assert names.is_form(keys, keys) in (True, False)
    assert not names.is_short_form(keys, keys)
