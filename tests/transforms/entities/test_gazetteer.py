"""The gazetteer: units of both eras with their codes, parents and successors; one key for every spelling."""

from __future__ import annotations

import pytest

from transforms.entities import gazetteer
from transforms.text.normalise import fold


def known(name: str) -> str | None:
    return next((place.key for begin, _, place in gazetteer.PLACES.find(fold(name)) if begin == 0), None)


def test_every_unit_of_both_eras_is_there() -> None:
    assert len(gazetteer.provinces()) == 63
    assert sum(p.era == "both" for p in gazetteer.provinces().values()) == 34
    communes = [p for places in gazetteer.communes().values() for p in places]
    assert sum(p.era == "since_2025_07" for p in communes) == 3321
    assert sum(p.era == "before_2025_07" for p in communes) > 10_000


def test_keys_are_unique() -> None:
    units = [
        *gazetteer.provinces().values(),
        *(p for places in gazetteer.districts().values() for p in places),
        *(p for places in gazetteer.communes().values() for p in places),
    ]
    assert len({p.key for p in units}) == len(units)


def test_parents_and_successors_exist() -> None:
    provinces = {p.key for p in gazetteer.provinces().values()}
    districts = {p.key for places in gazetteer.districts().values() for p in places}
    communes = [p for places in gazetteer.communes().values() for p in places]
    keys = {p.key for p in communes}
    assert {gazetteer.district_province()[key] for key in districts} <= provinces
    assert all(p.parent_key in (districts if p.era == "before_2025_07" else provinces) for p in communes)
    assert all(p.successor_key in keys for p in communes if p.era == "before_2025_07")
    assert all(p.successor_key in provinces for p in gazetteer.provinces().values() if p.era == "before_2025_07")


def test_a_merged_province_names_its_successor() -> None:
    place = gazetteer.provinces()["60"]
    assert (place.name, place.era, place.successor_key) == ("Bình Thuận", "before_2025_07", "unit:68")


def test_a_province_that_kept_its_name_is_of_both_eras() -> None:
    place = gazetteer.provinces()["10"]
    assert (place.name, place.era, place.successor_key, place.parent_key) == ("Lào Cai", "both", None, "country:VN")


@pytest.mark.parametrize(
    "spellings",
    [
        ("TP.HCM", "TPHCM", "TP Hồ Chí Minh", "Thành phố Hồ Chí Minh"),
        ("Hoa Kỳ", "Mỹ"),
        ("CHLB Đức", "Đức"),
        ("Campuchia", "Cam-pu-chia"),
        ("Đắk Lắk", "Đắc Lắc"),
        ("Khánh Hòa", "Khánh Hoà"),
        ("Moskva", "Mát-xcơ-va"),
    ],
)
def test_one_key_for_every_spelling(spellings: tuple[str, ...]) -> None:
    assert len({known(s) for s in spellings} | {None}) == 2


@pytest.mark.parametrize("name", ["Hồ Chí Minh", "Châu Thành", "Việt", "Trần Phú"])
def test_names_that_alone_are_no_place(name: str) -> None:
    assert known(name) is None


def test_attributes_are_columns_of_the_table() -> None:
    assert gazetteer.provinces()["01"].attributes == {
        "unit_code": "01",
        "level": "province",
        "era": "both",
        "parent_key": "country:VN",
        "successor_key": None,
    }
