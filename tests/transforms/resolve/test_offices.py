import polars as pl
import pytest

from transforms.resolve.offices import held_offices, is_abroad, single_holder


def test_an_office_that_names_another_country_shows_where_a_person_serves():
    claims = pl.DataFrame(
        {"person_id": ["p", "p", "q"], "office": ["Thủ tướng", "Thủ tướng Trung Quốc", "Thủ tướng Chính phủ"]}
    )
    entities = pl.DataFrame({"entity_id": ["p", "q"], "name": ["Lý Văn Bá", "Trần Văn Tư"]})
    assert dict(is_abroad(claims, entities).rows()) == {"p": True, "q": False}


@pytest.mark.parametrize(
    ("office", "single"),
    [
        ("Tổng Bí thư", True),
        ("Thường trực Ban Bí thư", True),
        ("Trưởng Ban Dân vận Trung ương", True),
        ("Trưởng ban Dân vận T.Ư", False),  # canonical names come written out
        ("Phó Trưởng Ban Dân vận Trung ương", False),
        ("Bộ trưởng Bộ Y tế", True),
        ("Thứ trưởng Bộ Y tế", False),
        ("Ủy viên Bộ Chính trị", False),
        ("Chủ tịch Ủy ban nhân dân tỉnh Gia Lai", True),
        ("Phó Chủ tịch nước", False),
    ],
)
def test_single_holder_offices(office, single):
    assert single_holder(pl.Series([office])).to_list() == [single]


def offices(
    *rows: tuple[str, str, int], names: dict[str, str] | None = None
) -> dict[tuple[str, str], tuple[str, bool]]:
    """(person, office) → (office in `tenures`, single holder) of claims (person, office, how many)."""
    claims = pl.DataFrame([(p, o) for p, o, n in rows for _ in range(n)], ["person_id", "office"], orient="row")
    persons = sorted({p for p, *_ in rows})
    entities = pl.DataFrame({"entity_id": persons, "name": [(names or {}).get(p, "Lê Văn An") for p in persons]})
    return {(p, o): (whole, single) for p, o, whole, single in held_offices(claims, entities).rows()}


def test_a_short_form_is_the_fuller_office_of_the_same_person():
    found = offices(("p", "Bí thư Thành ủy", 3), ("p", "Bí thư Thành ủy Huế", 5), ("q", "Bí thư Thành ủy", 2))
    assert found["p", "Bí thư Thành ủy"] == ("Bí thư Thành ủy Huế", True)
    assert found["q", "Bí thư Thành ủy"] == ("Bí thư Thành ủy", False)


def test_a_short_form_of_two_offices_or_of_a_rare_one_stays():
    two = offices(("p", "Bí thư Tỉnh ủy", 3), ("p", "Bí thư Tỉnh ủy Hà Nam", 5), ("p", "Bí thư Tỉnh ủy Hà Giang", 5))
    assert two["p", "Bí thư Tỉnh ủy"][0] == "Bí thư Tỉnh ủy"
    rare = offices(("p", "Giám đốc", 30), ("p", "Giám đốc Sở Y tế Hà Nam", 1))
    assert rare["p", "Giám đốc"][0] == "Giám đốc"


def test_names_of_one_office_are_one():
    found = offices(("p", "Tổng Bí thư", 1), ("q", "Tổng Bí thư Ban Chấp hành Trung ương Đảng Cộng sản Việt Nam", 9))
    assert {whole for whole, _ in found.values()} == {"Tổng Bí thư"}


def test_offices_that_name_their_country_have_one_holder_and_bare_ones_abroad_none():
    found = offices(
        ("p", "Tổng thống Pháp", 1), ("q", "Thủ tướng", 1), names={"p": "Jean Grand", "q": "Ingrid Sandberg"}
    )
    assert found == {("p", "Tổng thống Pháp"): ("Tổng thống Pháp", True), ("q", "Thủ tướng"): ("Thủ tướng", False)}


def test_one_slip_in_many_sends_nobody_abroad():
    found = offices(("p", "Chủ tịch nước", 9), ("p", "Chủ tịch nước Trung Quốc", 1), names={"p": "Trần Văn Tư"})
    assert found["p", "Chủ tịch nước"][1]
