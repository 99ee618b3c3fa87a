"""Subjects of reporting verbs."""

import pytest

from tests.transforms.entities.told import Told, told
from transforms.entities.speakers import Speakers


def speakers(report: Told) -> Speakers:
    return Speakers(report.doc, report.persons, report.references, report.claims)


def subject(marked: str, verb: str) -> list[str]:
    report = told(marked)
    return [s.key for s in speakers(report).explicit(report.doc.text.index(verb), 0, -1)]


@pytest.mark.parametrize(
    "marked",
    [
        "ông [Lê Văn Bình] nói",
        "ông [Lê Văn Bình] cũng đã nhiều lần nói",
        "ông [Lê Văn Bình], <Giám đốc Đài>, nói",
        "ông [Lê Văn Bình] (xã Hòa Bình) nói",
        "ông [Lê Văn Bình] - Giám đốc Đài, xã Hòa - nói",
        "ông [Lê Văn Bình] trong buổi họp chiều qua nói",
        "ông [Lê Văn Bình] bùi ngùi nói",
        "Còn ông [Lê Văn Bình], trưởng thôn Hạ nói",
        "Đúng như mong muốn, ông [Lê Văn Bình] nói",
        "ông [Lê Văn Bình], sau khi xem lại đê, nói",
        "Gặp <Bí thư>, <Chủ tịch> [Lê Văn Bình] nói",
    ],
)
def test_between_subject_and_verb(marked: str) -> None:
    assert subject(marked, "nói") == ["Lê Văn Bình"]


@pytest.mark.parametrize(
    "marked",
    [
        "của ông [Lê Văn Bình] nói",
        "để ông [Lê Văn Bình] nói",
        "ông [Lê Văn Bình] và dân làng nói",
        "ông [Lê Văn Bình] không nói",
        "gặp ông [Lê Văn Bình], dân làng nói",
        "ông [Lê Văn Bình], khi về nhiều cử tri nói",
        "ông [Lê Văn Bình]. Dân làng nói",
    ],
)
def test_no_subject(marked: str) -> None:
    assert subject(marked, "nói") == []


def test_no_insertion_reaches_over_another_verb() -> None:
    report = told("Ông [Lê Văn Bình], Giám đốc Đài, khẳng định dân làng nói")
    verb = report.doc.text.index("nói")
    assert speakers(report).explicit(verb, 0, report.doc.text.index("khẳng định")) == []


def test_subjects_joined() -> None:
    assert sorted(subject("Ông [Lê Văn Bình], người làng và bà [Vũ Thị Lan] nói", "nói")) == [
        "Lê Văn Bình",
        "Vũ Thị Lan",
    ]


def test_subject_begins_with_its_titles() -> None:
    report = told("Đồng chí <Bí thư>, <Chủ tịch> [Lê Văn Bình] nói")
    (s,) = speakers(report).subjects
    assert (s.begin, s.name_begin) == (0, report.doc.text.index("Lê"))


@pytest.mark.parametrize(
    ("marked", "rest"),
    [
        ("Theo ông [Lê Văn Bình], mưa tạnh", "mưa tạnh"),
        ("Theo ông [Lê Văn Bình], <Giám đốc Đài>, mưa tạnh", "mưa tạnh"),
        ("Theo ông [Lê Văn Bình], <Giám đốc Đài> Khí tượng, mưa tạnh", "mưa tạnh"),
        ("Theo ông [Lê Văn Bình], trưởng thôn Hạ, mưa tạnh", "mưa tạnh"),
        ("Theo ông [Lê Văn Bình] (xã Hạ), mưa tạnh", "mưa tạnh"),
        ("Theo ông [Lê Văn Bình] mưa tạnh", "mưa tạnh"),
        ("Theo ông [Lê Văn Bình], <Giám đốc Đài> Bắc (ĐB, cũ), mưa tạnh", "mưa tạnh"),
        ("Theo ông [Lê Văn Bình] - người không ngại mưa, trời tạnh", "trời tạnh"),
        ("Theo ông [Lê Văn Bình], bộ trưởng đã về, mưa tạnh", "bộ trưởng đã về, mưa tạnh"),
        ("Theo ông [Lê Văn Bình], nguyên tắc là vậy, mưa tạnh", "nguyên tắc là vậy, mưa tạnh"),
    ],
)
def test_past_apposition(marked: str, rest: str) -> None:
    report = told(marked)
    found = speakers(report)
    assert report.doc.text[found.past_apposition(found.subjects[0]) :] == rest


def test_a_pronoun_forgets() -> None:
    report = told("Ông [Lê Văn Bình] đến. Trời mưa. Đường trơn. Đê yếu. Nước lên. Ông nói")
    assert speakers(report).antecedent("ông", report.doc.text.rindex("Ông"), None) is None
