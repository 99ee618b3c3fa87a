"""Streets in a row: how far a list goes, and what is none."""

from __future__ import annotations

import pytest

from transforms.entities.street_lists import is_several, listed, opens_pair
from transforms.text.normalise import fold


def names(text: str, several: bool) -> list[str]:
    return [text[b:e] for b, e in listed(text, fold(text), 0, several)]


@pytest.mark.parametrize(
    ("text", "several", "expected"),
    [
        ("Bà Triệu, Yết Kiêu và Láng.", True, ["Bà Triệu", "Yết Kiêu", "Láng"]),
        ("Bà Triệu, Yết Kiêu và Láng.", False, []),
        ("Bà Triệu - Yết Kiêu, Lê Lai.", False, ["Bà Triệu", "Yết Kiêu"]),
        ("Bà Triệu 12,5mm, Yết Kiêu 7cm…", True, ["Bà Triệu", "Yết Kiêu"]),
        ("Bà Triệu, Chủ tịch Lê Lai.", True, []),
        ("Bà Triệu, Yết Kiêu, Lê Lai (40 tuổi).", True, ["Bà Triệu", "Yết Kiêu"]),
        ("Bà Triệu.", True, []),
        ("Bà Triệu - Yết Kiêu - Ảnh: Lê Lai", False, ["Bà Triệu", "Yết Kiêu"]),
    ],
)
def test_how_far_a_list_goes(text: str, several: bool, expected: list[str]) -> None:
    assert names(text, several) == expected


def test_a_pair_begins_with_what_has_the_shape_of_a_persons_name() -> None:
    assert opens_pair("Phan Bội Châu – Lý Thường Kiệt", 0)
    assert not opens_pair("Đông Á - Nam Á", 0)
    assert not opens_pair("Phan Bội Châu và Lý Thường Kiệt", 0)


def test_words_for_several() -> None:
    assert is_several("trên các tuyến phố", 15)
    assert not is_several("trên đường phố", 11)
