"""Interviews: whose answer each turn is."""

import pytest

from tests.transforms.entities.told import Told, told
from transforms.entities import interviews
from transforms.entities.speakers import Speakers


def answers(report: Told) -> list[tuple[str, str]]:
    speakers = Speakers(report.doc, report.persons, report.references, report.claims)
    return [(a.key, report.doc.text[a.begin : a.end]) for a in interviews.find(report.doc, speakers)]


def test_named_turns() -> None:
    report = told(
        "PV: Ông thấy sao? Ông [Lê Văn Bình]: Mưa sẽ tạnh. Mai nắng. "
        "PV: Còn gió? Ông [Lê Văn Bình] (cười): Gió cũng lặng."
    )
    assert answers(report) == [("Lê Văn Bình", "Mưa sẽ tạnh. Mai nắng."), ("Lê Văn Bình", "Gió cũng lặng.")]


@pytest.mark.parametrize("mark", ["+", "*", "•"])
def test_turns_by_their_mark(mark: str) -> None:
    report = told(
        f"Bà [Vũ Thị Lan] đã trả lời. . Phóng viên: Mưa to không? {mark} Bà [Vũ Thị Lan]: Mưa rất to. "
        f". Dân có lo không? {mark} Dân đã quen rồi."
    )
    assert answers(report) == [("Vũ Thị Lan", "Mưa rất to."), ("Vũ Thị Lan", "Dân đã quen rồi.")]


def test_dash_turns_after_a_question_are_answers() -> None:
    report = told("Chúng tôi gặp ông [Lê Văn Bình]. - Ông làm nghề gì? - Tôi nuôi ong. - Có khó không? - Khó mà vui.\n")
    assert answers(report) == [("Lê Văn Bình", "Tôi nuôi ong."), ("Lê Văn Bình", "Khó mà vui.")]


def test_one_per_line() -> None:
    report = told("Ông [Lê Văn Bình] kể.\n- Ông làm nghề gì?\n- Tôi nuôi ong.\n- Có khó không?\n- Khó mà vui.\n")
    assert answers(report) == [("Lê Văn Bình", "Tôi nuôi ong."), ("Lê Văn Bình", "Khó mà vui.")]


@pytest.mark.parametrize(
    "text",
    [
        "Ông [Lê Văn Bình] nói. Ai trồng lúa? Ai nuôi ong? Chẳng ai biết.",  # questions, but no turns
        "PV: Ông thấy sao? Ông [Lê Văn Bình]: Mưa sẽ tạnh.",  # one question
        "Danh sách: - Ông [Lê Văn Bình] - Bà [Vũ Thị Lan]",  # a list
    ],
)
def test_no_interview(text: str) -> None:
    assert answers(told(text)) == []


def test_an_unmarked_title_may_stand_before_the_name() -> None:
    report = told("- Phóng viên: Được chưa? + Tổng quản [Lê Văn Bình]: Chưa. - Bao giờ được? + Mai được.")
    assert answers(report) == [("Lê Văn Bình", "Chưa."), ("Lê Văn Bình", "Mai được.")]


def test_answers_are_statements_and_nothing_in_them_is_another() -> None:
    report = told(
        "PV: Ông thấy sao? Ông [Lê Văn Bình]: Bà [Vũ Thị Lan] cho biết mưa sẽ tạnh vào ngày mai. "
        "PV: Còn gió? Ông [Lê Văn Bình]: Gió lặng."
    )
    assert [s[0] for s in report.said()] == ["Lê Văn Bình", "Lê Văn Bình"]
    assert {s.rule for s in report.statements} == {"interview"}
