import pytest

from transforms.entities import roles as found_roles
from transforms.records import DateExpression, EventDate, Extraction, Mention, Statement


def roles(
    text: str,
    *names: str,
    kind: str = "person",
    said: tuple[str, int] | None = None,
    days: tuple[tuple[int, int, int], ...] = (),
    event: tuple[int, int] | None = None,
) -> dict[str, list[str]]:
    """Name → roles found in a text; every occurrence of a name is a mention of it."""
    mentions = []
    for name in names:
        at = text.find(name)
        while at >= 0:
            mentions.append(Mention(kind, name, at, at + len(name), "name", "test"))
            at = text.find(name, at + 1)
    month, day = event or (None, None)
    found = Extraction(
        mentions=tuple(mentions),
        dates=tuple(DateExpression(b, b + 3, None, m, d, "stated", "test") for b, m, d in days),
        event_date=EventDate(month=month, day=day),
        statements=(Statement(said[0], "direct", "nói", ((said[1], said[1] + 1),), "test"),) if said else (),
    )
    out: dict[str, list[str]] = {}
    for mention, role, _ in found_roles.find(text, found):
        if role not in out.setdefault(mention.key, []):
            out[mention.key].append(role)
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
    days = ((0, 5, 5), (34, 2, 3))
    assert roles(text, "Lê An", "Trần Bê", days=days, event=(5, 5)) == {"Lê An": ["chair"]}


def test_organizations_are_hosts():
    assert roles("Hội Nông dân tổ chức hội thi cấy lúa.", "Hội Nông dân", kind="organization") == {
        "Hội Nông dân": ["host"]
    }
