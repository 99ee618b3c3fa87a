import datetime as dt

import polars as pl
import pytest

from transforms.resolve.persons import deaths, is_foreign, namesakes, person_keys, seat


def keys(**reports: int) -> dict[str, str]:
    names = [name.replace("_", " ") for name in reports]
    return person_keys(pl.DataFrame({"key": names, "n_reports": list(reports.values())}))


def known(rows: dict[str, int]) -> dict[str, str]:
    return person_keys(
        pl.DataFrame(
            {"key": list(rows), "n_reports": list(rows.values())}, schema={"key": pl.String, "n_reports": pl.Int64}
        )
    )


def test_hyphens_and_spaces_make_no_other_person():
    found = known({"moon jae-in": 3, "moon jae in": 1})
    assert found["moon jae-in"] == found["moon jae in"] == "moon jae in"


def test_transcriptions_are_data():
    assert known({"hun xen": 1, "samdech techo hun sen": 1, "hun sen": 5})["hun xen"] == "hun sen"


@pytest.mark.parametrize("short", ["d.trump", "d. trump", "trump"])
def test_initials_and_foreign_family_names_are_written_out_where_one_fits(short):
    assert known({short: 2, "donald trump": 20})[short] == "donald trump"


def test_two_that_fit_leave_it_open():
    found = known({"g. bush": 2, "george bush": 5, "gary bush": 5, "bush": 1})
    assert found["g. bush"] == "g. bush"
    assert found["bush"] == "bush"


def test_an_initial_must_agree():
    assert known({"m. trump": 1, "donald trump": 20})["m. trump"] == "m. trump"


def test_vietnamese_given_names_are_never_linked():
    assert known({"phúc": 3, "nguyễn xuân phúc": 50})["phúc"] == "phúc"


def test_tones_make_another_name():
    found = known({"nguyễn văn nên": 3, "nguyễn văn nền": 3})
    assert found["nguyễn văn nên"] != found["nguyễn văn nền"]


def test_foreign_syllables():
    assert is_foreign("Shinzo Abe")
    assert is_foreign("Trump")
    assert not is_foreign("Nguyễn Thuý Quyên")
    assert not is_foreign("Đỗ Bá Tỵ")
    assert not is_foreign("Tập Cận Bình")


@pytest.mark.parametrize(
    ("office", "place"),
    [
        ("Chủ tịch Ủy ban nhân dân tỉnh Bình Dương", "bình dương"),
        ("Bí thư Tỉnh ủy Quảng Nam", "quảng nam"),
        ("Chủ tịch Hội đồng nhân dân thành phố Cần Thơ", "cần thơ"),
        ("Bộ trưởng Bộ Y tế", None),
        ("Bí thư Huyện ủy Thạch Hà", None),
    ],
)
def test_the_seat_of_an_office(office, place):
    assert seat(office) == place


CLAIMS = {"report_id": pl.String, "person": pl.String, "office": pl.String, "is_former": pl.Boolean, "day": pl.Date}
A, B = "Phó Chủ tịch Ủy ban nhân dân tỉnh An Giang", "Giám đốc Sở Y tế tỉnh Hà Giang"


def split(*rows: tuple[str, str, int, bool]) -> dict[str, str]:
    """Report → namesake, of claims (report, office, day of 2020, is_former) of one name."""
    claims = [
        (r, "lê văn an", office, former, dt.date(2020, 1, 1) + dt.timedelta(days=day))
        for r, office, day, former in rows
    ]
    return dict(namesakes(pl.DataFrame(claims, CLAIMS, orient="row")).select("report_id", "namesake").rows())


def test_offices_in_two_provinces_in_turns_are_two_persons():
    assert split(("r1", A, 0, False), ("r2", B, 30, False), ("r3", A, 60, False), ("r4", B, 90, False)) == {
        "r1": "an giang", "r2": "hà giang", "r3": "an giang", "r4": "hà giang",
    }  # fmt: skip


def test_one_after_the_other_is_a_career():
    assert split(("r1", A, 0, False), ("r2", A, 30, False), ("r3", B, 60, False), ("r4", B, 90, False)) == {}


def test_a_report_that_names_both_speaks_of_one_person():
    assert split(("r1", A, 0, False), ("r2", B, 30, False), ("r3", A, 60, False), ("r3", B, 60, False)) == {}


def test_a_former_office_is_no_evidence():
    assert split(("r1", A, 0, True), ("r2", B, 30, False), ("r3", A, 60, True), ("r4", B, 90, False)) == {}


def test_persons_of_history_are_known_in_any_spelling():
    names = ["Huỳnh Thúc Kháng", "HỒ CHÍ MINH", "Lê - nin", "Hồ Chí Mính", "Hồ Chí Minh"]
    kinds = ["person"] * 4 + ["place"]
    entities = pl.DataFrame({"entity_id": list("abcde"), "kind": kinds, "name": names})
    assert deaths(entities).sort("entity_id").rows() == [("a", 1947), ("b", 1969), ("c", 1924)]
