import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from transforms.dedup.digits import around_digits

_DATES = (
    r"(?i)(?:ngày|khuya|từ)[ ,]{0,2}(?:\d{1,2} ?(?:[-–,]|đến) ?)?\d{1,2} ?(?:[/.]|tháng) ?\d{1,2}|\b(?:19|20)\d\d\b"
)


def around(*texts: str | None) -> list[str]:
    return around_digits(pl.Series(texts, dtype=pl.String)).to_list()


def test_texts_without_digits_are_left_out_and_near_ones_stand_whole():
    assert around("Không có gì", "", "ngày 7", None) == ["", "", "ngày 7", ""]


def test_what_is_far_from_digits_becomes_a_line_break():
    far = "ư" * 40
    assert around(f"1{far}2") == [f"1{'ư' * 8}\n{'ư' * 16}2"]


def test_characters_stay_whole():
    assert around("aư" * 30 + "7" + "ưa" * 30) == ["ư" + "aư" * 10 + "7" + "ưa" * 5 + "ư"]


@given(
    st.lists(
        st.lists(
            st.sampled_from(["ngày ", "Khuya, ", "từ ", "7", "12", "/", ".", " tháng ", " đến ", "2017", "–", "ộ" * 20, "xa " * 9]),
            max_size=14,
        ).map("".join),
        max_size=5,
    )
)  # fmt: skip
def test_dates_are_found_as_in_the_whole_text(texts):
    every = pl.Series(texts, dtype=pl.String)
    assert around_digits(every).str.extract_all(_DATES).to_list() == every.str.extract_all(_DATES).to_list()
