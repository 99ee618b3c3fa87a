from transforms.entities.extract import _outside, extract
from transforms.records import Entity, Found, Mention, Zone
from transforms.text.doc import Doc


def _place(key: str, begin: int, end: int) -> Mention:
    return Mention("place", key, begin, end, "name", "r")


def test_a_place_inside_a_person_s_name_is_none() -> None:
    places = Found(
        (Entity("place", "a", "A"), Entity("place", "b", "B"), Entity("place", "parent", "P")),
        (_place("a", 2, 4), _place("b", 9, 12)),
    )
    persons = Found((), (Mention("person", "x", 0, 6, "name", "r"),))
    kept = _outside(places, persons)
    assert [m.key for m in kept.mentions] == ["b"]
    assert [e.key for e in kept.entities] == ["b", "parent"]
    assert _outside(places, Found()) is places


def test_the_layers_work_together_and_offsets_point_into_the_article() -> None:
    text = "Menu\nChiều 7/2/2017, tại Hà Nội, Chủ tịch nước Trần Đại Quang tiếp đoàn Bộ Ngoại giao. Chủ tịch nước nhấn mạnh, hai bên cần mở rộng hợp tác."
    found = extract(Doc(text, [Zone(5, len(text), "body", "r")]))
    surfaces = {(m.kind, m.form, text[m.begin : m.end]) for m in found.mentions}
    assert ("person", "name", "Trần Đại Quang") in surfaces
    assert ("person", "title", "Chủ tịch nước") in surfaces
    assert ("place", "name", "Hà Nội") in surfaces
    assert ("organization", "name", "Bộ Ngoại giao") in surfaces
    assert [(c.person_key, c.office.office) for c in found.claims] == [("trần đại quang", "Chủ tịch nước")]
    assert (found.event_date.year, found.event_date.month, found.event_date.day) == (2017, 2, 7)
    assert [(s.speaker_key, s.verb) for s in found.statements] == [("trần đại quang", "nhấn mạnh")]
    assert [m.begin for m in found.mentions] == sorted(m.begin for m in found.mentions)


def test_an_empty_report_says_nothing() -> None:
    found = extract(Doc("", []))
    assert (found.entities, found.mentions, found.claims, found.dates, found.statements) == ((), (), (), (), ())


def test_double_spaces_inside_names_of_organs_do_no_harm() -> None:
    text = "Chiều 7/2, ông Nguyễn Văn Thử, Phó Giám đốc Sở  Giáo dục và Đào tạo  Hà Nội, tiếp đoàn của UBND  thành phố  Trần An Bình."
    found = extract(Doc(text, [Zone(0, len(text), "body", "r")]))
    assert "nguyễn văn thử" in {m.key for m in found.mentions}
