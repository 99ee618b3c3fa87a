"""Date expressions: each form, what only looks like one, ranges, relative words and their anchors."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.entities import dates
from transforms.records import EventDate, Zone
from transforms.text.doc import Doc


def doc(text: str) -> Doc:
    return Doc(text, (Zone(0, len(text), "body", "test"),))


def found(text: str) -> list[tuple[str, int | None, int | None, int | None]]:
    return [(text[d.begin : d.end], d.year, d.month, d.day) for d in dates.find(doc(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sáng 4/7, đoàn lên đường.", ("Sáng 4/7", None, 7, 4)),
        ("Chiều 28-1, tại Huế, hội nghị bế mạc.", ("Chiều 28-1", None, 1, 28)),
        ("Đầu giờ chiều qua (30.5), đoàn đến nơi.", ("Đầu giờ chiều qua (30.5)", None, 5, 30)),
        ("Sáng nay (6/7), lễ ký diễn ra.", ("Sáng nay (6/7)", None, 7, 6)),
        ("Ngày 9-1-2023, Bộ trưởng ký.", ("Ngày 9-1-2023", 2023, 1, 9)),
        ("ngày 23 tháng 12 năm 2014", ("ngày 23 tháng 12 năm 2014", 2014, 12, 23)),
        ("Vào 9h30 ngày 15 tháng 6, tàu cập cảng.", ("ngày 15 tháng 6", None, 6, 15)),
        ("hồi tháng 6/2017", ("tháng 6/2017", 2017, 6, None)),
        ("trong tháng 5 vừa qua", ("tháng 5", None, 5, None)),
        ("đạt được trong năm 2014, tăng", ("năm 2014", 2014, None, None)),
        ("giai đoạn 2016-2020", ("giai đoạn 2016-2020", 2016, None, None)),
        ("Ngày 4/7 năm 2013, ông đến thăm.", ("Ngày 4/7 năm 2013", 2013, 7, 4)),
        ("Thứ Năm, 25/7/2024", ("Thứ Năm, 25/7/2024", 2024, 7, 25)),
    ],
)
def test_forms(text: str, expected: tuple[str, int | None, int | None, int | None]) -> None:
    assert found(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "thắng 2-1 ở trận chung kết",
        "có 11/15 tỉnh hoàn thành",
        "chiếm 2/3 diện tích, tức khoảng 1/4 dân số",
        "tăng 5.6% so với cùng kỳ",
        "đường dây nóng trực 24/7",
        "gọi số 0912.345.678 để biết thêm",
        "giá 2.5 triệu đồng mỗi tháng 5 triệu đồng",
        "Nghị quyết số 19-2017/NQ-CP của Chính phủ",
        "khoản 3/4 của điều luật",
        "6 tháng 5 ngày",
        "ngày 31/2 là ngày không có thật",
        "ngày 10 tháng 3 âm lịch",
        "thời đại ngày nay",
        "hai bên cùng nhau",
    ],
)
def test_what_only_looks_like_a_date(text: str) -> None:
    assert [f for f in found(text) if f[3] or f[2]] == []
    assert "ngày nay" not in [f[0] for f in found(text)]


@pytest.mark.parametrize(
    ("text", "first", "end"),
    [
        ("từ ngày 29-31/5/2017", (2017, 5, 29), dt.date(2017, 5, 31)),
        ("trong hai ngày 7 - 8/7/2017", (2017, 7, 7), dt.date(2017, 7, 8)),
        ("ngày 5 và 6/7/2020, hội nghị họp", (2020, 7, 5), dt.date(2020, 7, 6)),
        ("từ ngày 28/5 đến 2/6/2019", (2019, 5, 28), dt.date(2019, 6, 2)),
        ("từ ngày 5 đến ngày 7 tháng 6 năm 2016", (2016, 6, 5), dt.date(2016, 6, 7)),
    ],
)
def test_ranges_begin_on_their_first_day(text: str, first: tuple[int, int, int], end: dt.date) -> None:
    (d,) = dates.find(doc(text))
    assert (d.year, d.month, d.day, d.end_value) == (*first, end)


def test_a_range_without_a_year_has_no_end_value() -> None:
    (d,) = dates.find(doc("từ ngày 29-31/5"))
    assert (d.month, d.day, d.value, d.end_value) == (5, 29, None, None)
    assert d.rule == "day_month_range"


def test_same_day_takes_the_day_named_before_it() -> None:
    days = dates.find(doc("Sáng 4/7, hội nghị khai mạc. Cùng ngày, đoàn thăm nhà máy."))
    assert [(d.month, d.day, d.basis, d.rule) for d in days] == [
        (7, 4, "stated", "day_month"),
        (7, 4, "relative", "same_day"),
    ]


def test_relative_days_count_from_an_anchored_today() -> None:
    days = dates.find(doc("Sáng nay (1/7), lễ viếng bắt đầu. Hôm qua, đoàn đã tới nơi; ngày mai, đoàn về."))
    assert [(d.month, d.day) for d in days] == [(7, 1), (6, 30), (7, 2)]


def test_relative_days_without_an_anchor_have_no_value() -> None:
    days = dates.find(doc("Hôm qua, đoàn đã tới nơi. Sáng nay, lễ viếng bắt đầu."))
    assert [(d.rule, d.month, d.day) for d in days] == [("relative_qua", None, None), ("relative_nay", None, None)]


def test_the_turn_of_february_is_left_open_without_a_year() -> None:
    days = dates.find(doc("Sáng nay (1/3), hội nghị họp. Hôm qua, các đại biểu đã đến."))
    assert [(d.month, d.day) for d in days] == [(3, 1), (None, None)]


def test_holidays_are_dates_but_marked() -> None:
    (d,) = dates.find(doc("dịp lễ 30/4 năm nay"))
    assert (d.rule, d.month, d.day) == ("holiday", 4, 30)


def test_mark_event_hands_the_inferred_year_on() -> None:
    found_dates = dates.find(doc("Sáng 4/7, hội nghị khai mạc. Ngày 5/7, hội nghị bế mạc."))
    marked = dates.mark_event(found_dates, EventDate(2024, 7, 4, basis="inferred"))
    assert [(d.is_event_date, d.year, d.basis) for d in marked] == [(True, 2024, "inferred"), (False, None, "stated")]
    assert dates.mark_event(found_dates, EventDate()) == found_dates


def test_full_date_reads_at_a_position_only() -> None:
    assert dates.full_date("số 5, ngày 26/3/2004 của", 6) == (dt.date(2004, 3, 26), 20)
    assert dates.full_date("ngày 31/2/2004", 0) is None
    assert dates.full_date("về việc", 0) is None


@given(
    st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)),
    st.sampled_from(["ngày {d}/{m}/{y}", "ngày {d}-{m}-{y}", "ngày {d} tháng {m} năm {y}", "chiều {d}.{m}.{y}"]),
)
def test_every_calendar_day_is_read_back(day: dt.date, form: str) -> None:
    text = form.format(d=day.day, m=day.month, y=day.year)
    (d,) = dates.find(doc(f"Họ gặp nhau {text}, tại Huế."))
    assert d.value == day


@given(st.text(alphabet="0123456789/-. ngàythángnămvàđếnsáng(),", max_size=60))
def test_any_text_gives_disjoint_valid_spans_in_order(text: str) -> None:
    days = dates.find(doc(text))
    assert all(a.end <= b.begin for a, b in pairwise(days))
    assert all(0 <= d.begin < d.end <= len(text) for d in days)
    assert all(d.value is None or d.value.year == d.year for d in days)
