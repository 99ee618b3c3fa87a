import pytest

from transforms.entities.areas import (
    area_after,
    country_after,
    ends_in_area,
    level_after,
    person_at,
    state_after,
    unit_after,
)
from transforms.text.normalise import fold


def _after(rule, text):
    end = rule(" " + text, fold(" " + text), 0)
    return None if end is None else text[: end - 1]


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("Lào Cai đã họp", "Lào Cai"),
        ("tỉnh Hà Giang Nguyễn Văn An", "tỉnh Hà Giang"),
        ("TP Hồ Chí Minh", "TP Hồ Chí Minh"),
        ("TP.Trà Vinh", "TP.Trà Vinh"),
        ("quận 7 cho biết", "quận 7"),
        ("xã Tân Hòa Trần Văn Bình", "xã Tân Hòa"),
        ("Liên bang Nga", "Liên bang Nga"),
        ("miền Nam cho biết", "miền Nam"),
        ("Nam Bộ cho biết", "Nam Bộ"),
    ],
)
def test_areas(text, area):
    assert _after(area_after, text) == area


@pytest.mark.parametrize("text", ["thành phố Nguyễn Văn An", "Hồ Chí Minh", "lào xào", "và Lào Cai"])
def test_no_area(text):
    assert _after(area_after, text) is None


def test_countries_and_cities_abroad():
    assert _after(country_after, "Nhật Bản tại") == "Nhật Bản"
    assert _after(country_after, "Hà Nội") is None
    assert _after(unit_after, "Frankfurt hôm qua") == "Frankfurt"
    assert _after(unit_after, "nhanh") is None


def test_countries_by_their_full_style():
    assert (
        _after(state_after, "nước Cộng hòa xã hội chủ nghĩa Việt Nam họp") == "nước Cộng hòa xã hội chủ nghĩa Việt Nam"
    )
    assert _after(state_after, "Vương quốc Campuchia họp") == "Vương quốc Campuchia"
    assert _after(state_after, "Nga họp") == "Nga"
    assert _after(state_after, "nước bạn") is None


def test_levels():
    assert level_after(" tỉnh, ông", 0) == 5
    assert level_after(" tỉnhs", 0) is None


def test_persons():
    assert person_at(" Tô Lâm nói", fold(" Tô Lâm nói"), 0)
    assert not person_at(" Hà Nội Mới", fold(" Hà Nội Mới"), 0)
    assert not person_at(" Đào tạo", fold(" Đào tạo"), 0)
    assert not person_at(" Quản Trị", fold(" Quản Trị"), 0)


def test_names_that_end_in_an_area():
    assert ends_in_area("Sở Y tế Hòa Bình")
    assert not ends_in_area("Sở Y tế")
