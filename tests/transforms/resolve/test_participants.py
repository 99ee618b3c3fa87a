import datetime as dt

import polars as pl

from transforms.resolve.participants import participant_claims, participants


def claims(roles: list[tuple[str, str | None, str, int]], day: dt.date | None, name: str = "Lê An") -> pl.DataFrame:
    """Claims from (report, entity, role, begin); entity p has the name."""
    found = pl.DataFrame(
        [(r, e, role, begin, begin + 5, "test") for r, e, role, begin in roles],
        {"report_id": pl.String, "entity_id": pl.String, "role": pl.String, "begin": pl.Int32, "end": pl.Int32, "rule": pl.String},
        orient="row",
    )  # fmt: skip
    reports = pl.DataFrame(
        {"report_id": ["r", "s"], "event_id": ["e", None], "event_date": [day, day]},
        schema_overrides={"event_date": pl.Date},
    )
    entities = pl.DataFrame({"entity_id": ["p", "q"], "name": [name, "Trần Bê"], "kind": ["person"] * 2})
    return participant_claims(found, reports, entities).select("report_id", "event_id", "entity_id", "role", "begin")


def test_a_role_is_claimed_once_per_report_where_it_is_first_said():
    found = claims([("r", "p", "chair", 30), ("r", "p", "chair", 3), ("r", "p", "speaker", 50)], None)
    assert found.rows() == [("r", "e", "p", "chair", 30), ("r", "e", "p", "speaker", 50)]


def test_reports_without_an_event_and_names_without_an_entity_claim_nothing():
    assert claims([("s", "p", "chair", 3), ("r", None, "chair", 3)], None).is_empty()


def test_the_dead_take_part_in_nothing():
    said = [("r", "p", "guest", 3)]
    assert claims(said, None, "Võ Nguyên Giáp").is_empty()
    assert claims(said, dt.date(2016, 1, 1), "Võ Nguyên Giáp").is_empty()
    assert claims(said, dt.date(1990, 1, 1), "Võ Nguyên Giáp").height == 1
    assert claims(said, dt.date(2016, 1, 1)).height == 1


def test_reports_add_up_and_the_representative_gives_the_office():
    claims = pl.DataFrame(
        {
            "report_id": ["r1", "r2", "r2"],
            "event_id": ["e"] * 3,
            "entity_id": ["p", "p", "q"],
            "role": ["chair", "chair", "guest"],
        }
    )
    offices = pl.DataFrame(
        {
            "report_id": ["r1", "r2", "r2"],
            "person_id": ["p"] * 3,
            "office": ["Bí thư", "Chủ tịch", "Ủy viên"],
            "begin": [5, 9, 3],
            "is_former": [False, False, True],
        }
    )
    found = participants(claims, offices, pl.DataFrame({"event_id": ["e"], "representative_report_id": ["r2"]}))
    assert found.rows() == [("e", "p", "chair", "Chủ tịch", 2), ("e", "q", "guest", None, 1)]
