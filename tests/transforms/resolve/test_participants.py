import datetime as dt

import polars as pl
import pytest

from transforms.resolve.participants import participant_claims, participants

SPANS = pl.List(pl.Struct({"begin": pl.Int32, "end": pl.Int32}))


def roles(
    text: str,
    *names: str,
    kind: str = "person",
    said: tuple[str, int] | None = None,
    days: tuple = (),
    event: dict | None = None,
) -> dict:
    """Name → roles found in a text; every occurrence of a name is a mention of it."""
    found = []
    for name in names:
        at = text.find(name)
        while at >= 0:
            found.append(("r", name, kind, at, at + len(name)))
            at = text.find(name, at + 1)
    mentions = pl.DataFrame(
        found,
        {"report_id": pl.String, "entity_id": pl.String, "kind": pl.String, "begin": pl.Int32, "end": pl.Int32},
        orient="row",
    )
    statements = pl.DataFrame(
        [("r", said[0], [{"begin": said[1], "end": said[1] + 1}])] if said else [],
        {"report_id": pl.String, "speaker_id": pl.String, "spans": SPANS}, orient="row",
    )  # fmt: skip
    dates = pl.DataFrame(
        [("r", *d) for d in days],
        {"report_id": pl.String, "begin": pl.Int32, "month": pl.Int8, "day": pl.Int8},
        orient="row",
    )
    report = {
        "report_id": "r",
        "article_id": "a",
        "event_id": "e",
        "event_date": None,
        "event_month": None,
        "event_day": None,
    } | (event or {})
    reports = pl.DataFrame(
        [report],
        {
            **dict.fromkeys(("report_id", "article_id", "event_id"), pl.String),
            "event_date": pl.Date,
            "event_month": pl.Int8,
            "event_day": pl.Int8,
        },
    )
    articles = pl.DataFrame({"article_id": ["a"], "text": [text]})
    entities = pl.DataFrame({"entity_id": list(names), "name": list(names), "kind": [kind] * len(names)})
    claims = participant_claims(reports, articles, mentions, statements, dates, entities)
    out: dict[str, list[str]] = {}
    for entity, role in claims.select("entity_id", "role").rows():
        out.setdefault(entity, []).append(role)
    return out


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sáng nay, Bộ trưởng Lê An chủ trì cuộc họp về thủy lợi.", {"Lê An": ["chair"]}),
        ("Chủ tịch Lê An tiếp Đại sứ Trần Bê tại trụ sở.", {"Lê An": ["host"], "Trần Bê": ["guest"]}),
        ("Cuộc họp diễn ra dưới sự chủ trì của ông Lê An.", {"Lê An": ["chair"]}),
        ("Lê An, Chủ tịch huyện, đến dự và trao quà.", {"Lê An": ["attendee"]}),
        ("Thủ tướng bổ nhiệm ông Lê An.", {"Lê An": ["subject"]}),
        ("Ông Lê An ký quyết định khen thưởng.", {"Lê An": ["signatory"]}),
        ("Nhiều người nhớ đến Lê An khi đi qua cây cầu.", {}),
    ],
)
def test_roles_from_the_words_around(text, expected):
    assert roles(text, "Lê An", "Trần Bê") == expected


def test_an_enumeration_hands_its_role_on():
    text = "Cùng dự có các đồng chí Lê An, Trần Bê và Đỗ Cư. Bài báo nhắc đến Hồ Dần."
    assert roles(text, "Lê An", "Trần Bê", "Đỗ Cư", "Hồ Dần") == {
        "Lê An": ["attendee"],
        "Trần Bê": ["attendee"],
        "Đỗ Cư": ["attendee"],
    }


def test_a_role_behind_an_enumeration_is_that_of_all():
    assert roles("Các ông Lê An, Trần Bê và Đỗ Cư tham dự buổi lễ.", "Lê An", "Trần Bê", "Đỗ Cư") == {
        "Lê An": ["attendee"], "Trần Bê": ["attendee"], "Đỗ Cư": ["attendee"],
    }  # fmt: skip


def test_the_role_ends_with_the_sentence():
    assert roles("Dự lễ có Lê An. Trần Bê quê ở xa.", "Lê An", "Trần Bê") == {"Lê An": ["attendee"]}


def test_abbreviations_do_not_end_a_sentence():
    assert roles("Chủ tịch TP. Vinh Lê An chủ trì cuộc họp.", "Lê An") == {"Lê An": ["chair"]}


def test_a_speaker_is_named_where_the_words_begin():
    text = "Lê An đến. Lê An nói rằng lúa tốt."
    assert roles(text, "Lê An", said=("Lê An", 25)) == {"Lê An": ["speaker"]}


def test_a_sentence_of_another_day_is_background():
    text = "Ngày 5/5, Lê An chủ trì cuộc họp. Ngày 3/2, Trần Bê chủ trì cuộc họp."
    event = {"event_month": 5, "event_day": 5}
    days = ((0, 5, 5), (34, 2, 3))
    assert roles(text, "Lê An", "Trần Bê", days=days, event=event) == {"Lê An": ["chair"]}


def test_the_dead_take_part_in_nothing():
    text = "Đoàn dự lễ nhắc lời dạy khi Võ Nguyên Giáp đến thăm bản."
    assert roles(text, "Võ Nguyên Giáp") == {}
    assert roles(text, "Võ Nguyên Giáp", event={"event_date": dt.date(1990, 1, 1)}) == {"Võ Nguyên Giáp": ["guest"]}


def test_organizations_are_hosts():
    assert roles("Hội Nông dân tổ chức hội thi cấy lúa.", "Hội Nông dân", kind="organization") == {
        "Hội Nông dân": ["host"]
    }


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
