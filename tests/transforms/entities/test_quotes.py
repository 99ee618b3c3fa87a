"""Quotation marks."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.entities.quotes import Quotations, find


def inner(text: str) -> list[str]:
    return [" | ".join(text[b:e] for b, e in q.inner) for q in find(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ông nói: “Được rồi”.", ["Được rồi"]),
        ('Ông nói: "Được rồi".', ["Được rồi"]),
        ("Ông nói: ''Được rồi''.", ["Được rồi"]),
        ("Ông nói: «Được rồi».", ["Được rồi"]),
        ("“Một”, ông nói, “hai”.", ["Một", "hai"]),
        ("“Gọi là “sân nhà” của ta”, ông nói.", ["Gọi là “sân nhà” của ta"]),
        ('"Gọi là "sân nhà" của ta", ông nói.', ['Gọi là "sân nhà" của ta']),
        ("“Đóng bằng dấu mở“, ông nói. “Hai”", ["Đóng bằng dấu mở", "Hai"]),
        ("”Mở bằng dấu đóng”, ông nói.", ["Mở bằng dấu đóng"]),
    ],
)
def test_pairs(text: str, found: list[str]) -> None:
    assert inner(text) == found


def test_missing_partner_spoils_no_other() -> None:
    assert inner("“Quên đóng. Ông nói: “Được rồi”, rồi “về”.") == ["Được rồi", "về"]
    assert inner("Quên mở”, ông nói: “Được rồi”.") == ["Được rồi"]


def test_paragraphs_that_open_anew_are_one_quotation() -> None:
    assert inner("“Đoạn một.\n“Đoạn hai.\n“Đoạn ba”.") == ["Đoạn một. | Đoạn hai. | Đoạn ba"]


def test_apostrophes_are_no_quotation() -> None:
    assert inner("Y'Thanh và K'Ho") == []


def test_empty_marks() -> None:
    assert inner("“” và “ ”") == []


def test_positions() -> None:
    text = "a “bc” d"
    quotes = Quotations(text)
    assert quotes.at(2) == quotes.around(4) == quotes.before(7)
    assert quotes.at(3) is None
    assert quotes.around(6) is None
    assert quotes.before(5) is None


@given(st.text(alphabet="ab “”\"'\n.", max_size=80))
def test_quotations_are_ordered_and_apart(text: str) -> None:
    quotes = find(text)
    assert all(a.end <= b.begin for a, b in pairwise(quotes))
    for q in quotes:
        assert q.inner
        assert all(q.begin < b < e < q.end for b, e in q.inner)
