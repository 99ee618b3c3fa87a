import re

import pytest

from transforms.entities import offices, organizations
from transforms.entities.office_reach import in_apposition, lacks_name, part_up_to_name, up_to_name
from transforms.records import Found, Mention, Zone
from transforms.text.doc import Doc
from transforms.text.normalise import fold


def _reach(function, text, head, stop=None, *more):
    """What `function` makes of the text behind `head`, up to `stop`."""
    at = text.index(head) + len(head)
    places = () if stop is None else (text.index(stop),)
    end = function(text, fold(text), at, *places, *more)
    return None if end is None else text[at + 1 : end]


@pytest.mark.parametrize(
    ("text", "head", "stop", "organ"),
    [
        ("Giám đốc Cảng vụ Hòn Rơm Trần An", "Giám đốc", " Trần", "Cảng vụ Hòn Rơm"),
        ("Giám đốc cơ quan hỗ trợ bạn đọc Trần An", "Giám đốc", " Trần", "cơ quan hỗ trợ bạn đọc"),
        ("Cục trưởng Cục cây cảnh (Bộ Y tế) Trần An", "Cục trưởng Cục", " Trần", "cây cảnh"),
        ("Giám đốc chúc mừng Trần An", "Giám đốc", " Trần", None),  # what he does
        ("Giám đốc Cảng vụ bổ nhiệm Trần An", "Giám đốc", " Trần", None),
        ("Giám đốc Cảng vụ và Trần An", "Giám đốc", " Trần", None),  # two persons
    ],
)
def test_up_to_name(text, head, stop, organ):
    assert _reach(up_to_name, text, head, stop, "Giám đốc") == organ


@pytest.mark.parametrize(
    ("text", "head", "title", "organ"),
    [
        ("Trần An, Giám đốc Thư viện Hòn Rơm cho biết", "Giám đốc", "Giám đốc", "Thư viện Hòn Rơm"),
        ("Trần An, Trưởng đoàn giám sát, đến", "Trưởng đoàn", "Trưởng đoàn", "giám sát"),
        ("Trần An - Giám đốc Cảng vụ về các tàu lớn.", "Giám đốc", "Giám đốc", "Cảng vụ về các tàu lớn"),
        ("Trần An – Giám đốc Hòn Rơm Trong buổi sáng", "Giám đốc", "Giám đốc", "Hòn Rơm"),  # a caption without a stop
        ("Trần An, Giám đốc cho biết", "Giám đốc", "Giám đốc", None),
        ("Trần An, Giám đốc hồ hởi đáp", "Giám đốc", "Giám đốc", None),  # nothing like an organ
    ],
)
def test_in_apposition(text, head, title, organ):
    assert _reach(in_apposition, text, head, None, title) == organ


def test_part_goes_on_in_capitals_and_fields_only():
    assert _reach(part_up_to_name, "Công ty Hòn Rơm Việt Nam và Lào Trần An", "Việt Nam", " Trần") == "và Lào"
    assert _reach(part_up_to_name, "Công ty Hòn Rơm mời Trần An", "Hòn Rơm", " Trần") is None


def test_office_that_ends_in_a_mere_head():
    assert lacks_name(fold("Cục trưởng Cục"), 0, len("Cục trưởng Cục"))
    assert not lacks_name(fold("Cục trưởng Cục Hàng hải"), 0, len("Cục trưởng Cục Hàng hải"))


def _claims(text, *names):
    doc = Doc(text, [Zone(0, len(text), "body", "test")])
    mentions = sorted((m.start(), m.end(), n) for n in names for m in re.finditer(re.escape(n), text))
    persons = Found((), tuple(Mention("person", n, b, e, "name", "test") for b, e, n in mentions))
    found = offices.find(doc, organizations.find(doc, Found()))
    return {(c.person_key, c.office.office) for c in offices.link(doc, found, persons)}


@pytest.mark.parametrize(
    ("text", "names", "claims"),
    [
        # an organ that no list knows
        (
            "Giám đốc Cảng vụ Hòn Rơm Trần An nói.",
            ("Trần An",),
            {("Trần An", "Giám đốc Cảng vụ Hòn Rơm")},
        ),
        # never over a name or another office
        (
            "Chủ tịch Trần An, Thủ tướng Lê Bình đến.",
            ("Trần An", "Lê Bình"),
            {("Trần An", "Chủ tịch"), ("Lê Bình", "Thủ tướng Chính phủ")},
        ),
        # an office held besides, without a comma behind it
        (
            "Phó Thủ tướng Trần An, Trưởng đoàn kiểm tra đã dự họp.",
            ("Trần An",),
            {("Trần An", "Phó Thủ tướng Chính phủ"), ("Trần An", "Trưởng đoàn kiểm tra")},
        ),
        # the office before a head of government's is of the person before it
        (
            "ông Trần An, Phó Chủ tịch Sàn Hòn Rơm, Thủ tướng Lê Bình nói.",
            ("Trần An", "Lê Bình"),
            {("Trần An", "Phó Chủ tịch Sàn Hòn Rơm"), ("Lê Bình", "Thủ tướng Chính phủ")},
        ),
        # full styles of states, honorifics of Cambodia, more than one space
        (
            "Tổng thống Hợp chúng quốc Hoa Kỳ Donald Trump đến.",
            ("Donald Trump",),
            {("Donald Trump", "Tổng thống Hoa Kỳ")},
        ),
        (
            "Thủ tướng Campuchia Samdech Techo Hun Sen đến.",
            ("Hun Sen",),
            {("Hun Sen", "Thủ tướng Campuchia")},
        ),
        ("Thủ tướng   Lê Bình đến.", ("Lê Bình",), {("Lê Bình", "Thủ tướng Chính phủ")}),
        (
            "Trợ lý Bộ trưởng Ngoại giao Trần An đến.",
            ("Trần An",),
            {("Trần An", "Trợ lý Bộ trưởng Bộ Ngoại giao")},
        ),
        (
            "Đại sứ nước Cộng hòa xã hội chủ nghĩa Việt Nam tại Lào Trần An đến.",
            ("Trần An",),
            {("Trần An", "Đại sứ nước Cộng hòa xã hội chủ nghĩa Việt Nam tại Lào")},
        ),
        (
            "bà Ma-lu Đờ-ray, Thủ hiến bang Rai-lan Phan-xờ.",
            ("Ma-lu Đờ-ray",),
            {("Ma-lu Đờ-ray", "Thủ hiến bang Rai-lan Phan-xờ")},
        ),
    ],
)
def test_claims(text, names, claims):
    assert _claims(text, *names) == claims


@pytest.mark.parametrize(
    ("text", "names", "claims"),
    [
        # a minister's office before a higher one is somebody else's
        (
            "phần trả lời của Bộ trưởng Bộ Y tế, Chủ tịch Quốc hội Lê Bình nói.",
            ("Lê Bình",),
            {("Lê Bình", "Chủ tịch Quốc hội")},
        ),
        (
            "Phó Thủ tướng, Bộ trưởng Bộ Y tế Lê Bình nói.",
            ("Lê Bình",),
            {("Lê Bình", "Phó Thủ tướng Chính phủ"), ("Lê Bình", "Bộ trưởng Bộ Y tế")},
        ),
        # head of state, said shortly and in full
        (
            "Chủ tịch Trung Quốc Tập Cận Bình đến. Chủ tịch nước Tập Cận Bình nói.",
            ("Tập Cận Bình",),
            {("Tập Cận Bình", "Chủ tịch nước Trung Quốc")},
        ),
        # a field of science between the rank and the name
        ("Phó Giáo sư Phương Đông học Lê Bình nói.", ("Lê Bình",), {("Lê Bình", "Phó Giáo sư")}),
        # a second office in brackets
        (
            "ông Lê Bình – Trưởng đoàn Thanh tra (Phó Giám đốc Sở Y tế) đọc.",
            ("Lê Bình",),
            {("Lê Bình", "Trưởng đoàn Thanh tra"), ("Lê Bình", "Phó Giám đốc Sở Y tế")},
        ),
    ],
)
def test_chains(text, names, claims):
    assert _claims(text, *names) == claims
