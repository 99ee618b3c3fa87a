"""The day and year of the event: which day counts, which are background, what gives the year and what leaves it open."""

from __future__ import annotations

import datetime as dt

import pytest

from transforms.entities import dates
from transforms.records import EventDate, Zone
from transforms.text.doc import Doc


def event(text: str) -> EventDate:
    doc = Doc(text, (Zone(0, len(text), "body", "test"),))
    return dates.event_date(doc, dates.find(doc))


def day(text: str) -> tuple[int | None, int | None, int | None]:
    e = event(text)
    return e.year, e.month, e.day


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chiều 28-1, tại Hà Nội, Ban tổ chức họp. Trước đó, ngày 20-1, Ban đã khảo sát.", (None, 1, 28)),
        ("Ông Minh (sinh ngày 5/2/1966) được chúc mừng. Sáng 4/7, lễ trao quyết định diễn ra.", (None, 7, 4)),
        ("Theo Quyết định số 12/QĐ-BNV ngày 3/2/2016, sở được lập. Ngày 9/8, sở ra mắt.", (None, 8, 9)),
        ("Hồ sơ phải nộp trước ngày 30/6. Sáng 4/6, hội nghị giao ban họp.", (None, 6, 4)),
        ("Kỷ niệm 127 năm ngày sinh nhà thơ (19/5/1890), tối 18/5, đêm nhạc diễn ra.", (None, 5, 18)),
        ("Tin từ bộ ngày 6.2 cho biết như vậy. Cuộc họp diễn ra ngày 23.1 có nhiều đơn vị.", (None, 1, 23)),
        ("Ngày 24-5-2017, Quốc hội họp phiên toàn thể.", (2017, 5, 24)),
        ("Từ ngày 7-8/7, đoàn thăm thành phố.", (None, 7, 7)),
        ("Huế (TTX) - Ngày 23/12/2020, hội nghị đánh giá năm 2020, bàn kế hoạch năm 2021.", (2020, 12, 23)),
        ("Chiều 9/6, tỉnh ban hành quy định thay cho Nghị định 159 ngày 12/11/2013.", (None, 6, 9)),
        ("Ngày 26-5, tòa xét xử vụ án. Theo cáo trạng, tối 28/11/2016 bị cáo vào nhà dân.", (None, 5, 26)),
    ],
)
def test_the_day_of_the_event(text: str, expected: tuple[int | None, int | None, int | None]) -> None:
    assert day(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Ông cho biết: “Ngày 30/5, chúng tôi đã làm việc với bệnh viện và ghi nhận mọi ý kiến đóng góp”.",
        "Ông Bình sinh ngày 5/2/1966, quê ở Huế.",
        "Dịp Quốc khánh 2/9, phố phường treo cờ.",
        "Hôm qua, đoàn đã tới thăm trường.",
        "Sáng mai (15/6), Bộ trưởng sẽ trả lời.",
        "Hội nghị đã bàn nhiều việc.",
        "Giá giảm mạnh so với thời điểm ngày 1/1/2016.",
        "Theo cáo trạng, tối 28/11/2016, anh ta đi bộ đến nhà hàng xóm.",
        "Luật được Quốc hội thông qua ngày 5/4/2016 có nhiều điểm mới.",
        "Quyết định nêu rõ thời kỳ thanh tra từ ngày 1/1/2011 đến 30/9/2013.",
        "Quán mở cửa ngày 23/12 năm ngoái.",
        "Ngày hội được tổ chức vào ngày 11 tháng 11 hằng năm.",
        "Lễ kỷ niệm đã diễn ra. Nhiều người tới dự. Ngày 7/6/1957, hội được lập.",
        "Công ty vừa bị cơ quan điều tra khởi tố. Các bị can khai nhận. Trưa 19/10/2016, nhóm này nhận tiền.",
    ],
)
def test_background_is_no_event_date(text: str) -> None:
    assert event(text) == EventDate()


@pytest.mark.parametrize(
    ("text", "year", "rule"),
    [
        (
            "Chiều 28-1, hội nghị tổng kết công tác năm 2014, triển khai nhiệm vụ năm 2015 diễn ra.",
            2015,
            "report_and_plan",
        ),
        (
            "Ngày 23/12, hội nghị tổng kết công tác năm 2020 và triển khai nhiệm vụ năm 2021 diễn ra.",
            2020,
            "report_and_plan",
        ),
        ("Sáng 10/7, ngành sơ kết. Trong 6 tháng đầu năm 2017, thu ngân sách tăng.", 2017, "progress"),
        ("Sáng 16/7, đại hội họp. Từ nay đến cuối năm, cần làm tốt nhiệm vụ năm 2020.", 2020, "progress"),
        ("Sáng 16/7, đại hội họp. Từ nay đến cuối năm phải xong kế hoạch 5 năm 2016-2020.", 2020, "progress"),
        ("Sáng 5/7, ngành họp. Thu chi ngân sách nửa đầu năm 2017 đều tăng.", 2017, "progress"),
        ("Chiều 24/6, điểm thi được công bố. Kỳ thi THPT quốc gia 2017 đã kết thúc.", 2017, "edition"),
        ("Chiều 10/7, lễ kỷ niệm 70 năm ngày thành lập (27/7/1947 - 27/7/2017) diễn ra.", 2017, "anniversary"),
        ("Sáng 4/6, cuộc họp diễn ra. Quy định có hiệu lực từ ngày 1/7/2017.", 2017, "nearby_date"),
        (
            "Sáng 7/2, đoàn kiểm tra công trình. Đến 30/4/2017 phải xong phần thô, đến tháng 6/2017 bàn giao.",
            2017,
            "nearby_date",
        ),
        ("Chiều 15/5, Ủy ban họp. Ông được điều chuyển kể từ ngày 15/5/2017.", 2017, "same_day_elsewhere"),
    ],
)
def test_the_year_from_the_report(text: str, year: int, rule: str) -> None:
    e = event(text)
    assert (e.year, e.rule) == (year, rule)


@pytest.mark.parametrize(
    "text",
    [
        "Ngày 4/7, đoàn thăm nhà máy. Ban đã trình Nghị quyết số 34-NQ/TW, ngày 9-1-2023.",
        "Ngày 4/7, đoàn thăm nhà máy. Kim ngạch năm 2016 đạt 2,7 tỷ USD.",
        "Ngày 4/7, đoàn thăm nhà máy, mục tiêu đến năm 2030 là tăng gấp đôi.",
        "Ngày 16/5, đối thoại về APEC hướng tới 2020 diễn ra.",
        "Ngày 10/10, hội nghị bàn kế hoạch quý I/2014.",
        "Sáng 10/9, tòa tuyên án các bị cáo. Cáo trạng nêu ngày 20/8/2015 họ đã đánh người.",
        "Sáng 10/9, đoàn thăm trường. Trường mở cửa ngày 20/6/2015.",
        "Ngày 20/5, ông lên tiếng. Chiến dịch tranh cử năm 2014 bị nghi nhận tiền.",
        "Ngày 20/5, câu lạc bộ thắng. Họ từng vô địch giải quốc gia từ năm 2014.",
        "Ngày 28/5, đoàn lên đường. Chuyến thăm tháng 5/2016 rất thành công; tính đến tháng 11/2016, kim ngạch tăng.",
    ],
)
def test_thin_evidence_leaves_the_year_open(text: str) -> None:
    e = event(text)
    assert (e.year, e.basis) == (None, None)
    assert e.day is not None


def test_a_birthday_gives_no_year() -> None:
    assert event("Tối 5-11, ca sĩ hát ở Huế. Anh sinh ngày 5-11-1987.").year is None


def test_the_day_of_a_caption_is_of_the_event_only_where_it_names_one() -> None:
    def of_caption(caption: str) -> EventDate:
        text = caption + "\nNhà máy sắp đóng cửa."
        zones = (Zone(0, len(caption), "caption", "test"), Zone(len(caption) + 1, len(text), "body", "test"))
        doc = Doc(text, zones)
        return dates.event_date(doc, dates.find(doc))

    assert of_caption("Tàu ngầm cập cảng ngày 20/9/1999.") == EventDate()
    assert of_caption("Quang cảnh cuộc họp ngày 8/2/2017.").date == dt.date(2017, 2, 8)


def test_a_range_keeps_its_end() -> None:
    e = event("Từ ngày 29-31/5/2017, đoàn thăm bạn.")
    assert (e.date, e.end, e.basis) == (dt.date(2017, 5, 29), dt.date(2017, 5, 31), "stated")


def test_a_leading_same_day_waits_for_the_story_above() -> None:
    assert event("* Cùng ngày, tại Hà Nội, đoàn thăm trường.") == EventDate(rule="same_day")
    assert event("Sáng 3/2, đoàn họp. Cùng ngày, đoàn thăm trường.").day == 3


def test_same_day_is_inherited() -> None:
    above = EventDate(2015, 1, 28, basis="inferred", rule="report_and_plan")
    assert dates.inherit_same_day(above, EventDate(rule="same_day")) == EventDate(
        2015, 1, 28, basis="inferred", rule="same_day"
    )


def test_a_date_of_ones_own_is_kept() -> None:
    own = EventDate(None, 2, 3, rule="day_month")
    assert dates.inherit_same_day(EventDate(2015, 1, 28), own) == own
    assert dates.inherit_same_day(EventDate(), EventDate(rule="same_day")) == EventDate(rule="same_day")


def test_the_year_of_a_neighbour_within_two_weeks() -> None:
    own = EventDate(None, 7, 10, rule="day_month")
    told = dates.year_from_neighbour(own, EventDate(2020, 7, 16, basis="inferred"))
    assert (told.date, told.basis) == (dt.date(2020, 7, 10), "inferred")


def test_the_year_turns_between_neighbours() -> None:
    told = dates.year_from_neighbour(EventDate(None, 12, 29, rule="day_month"), EventDate(2021, 1, 2, basis="stated"))
    assert told.date == dt.date(2020, 12, 29)


@pytest.mark.parametrize("neighbour", [EventDate(2020, 12, 23, basis="stated"), EventDate(2020, 7), EventDate()])
def test_a_distant_or_vague_neighbour_says_nothing(neighbour: EventDate) -> None:
    own = EventDate(None, 7, 10, rule="day_month")
    assert dates.year_from_neighbour(own, neighbour) == own


def test_a_known_year_is_never_overruled() -> None:
    own = EventDate(2019, 7, 10, basis="stated")
    assert dates.year_from_neighbour(own, EventDate(2020, 7, 16)) == own


def test_a_chronicle_tells_no_day_of_its_own() -> None:
    """Days one after the other behind the lead, of which the first is not the newest."""
    lead = "Ông nói. Bà nghe. Cả hai về. Họ vui. "
    assert day(f"{lead}Chiều 16/4, họ họp. Sáng 18/4, họ đi. Sáng 20/4, họ về.") == (None, None, None)
    assert day(f"{lead}Chiều 20/4, họ về. Trước đó, sáng 16/4, họ họp.") == (None, 4, 20)


def test_the_same_day_with_its_number() -> None:
    assert day("Bên lề phiên họp sáng cùng ngày 12-6, ông nói.") == (None, 6, 12)


def test_a_day_long_before_a_period_that_the_report_names() -> None:
    assert day("Ông nêu rõ: 3/7/1957, sở ra đời. Từ năm 1995 đến năm 2016, sở đã xử lý nhiều vụ.") == (None, None, None)
    assert day("Ngày 3/7/2015, sở họp bàn kế hoạch giai đoạn 2016-2020.") == (2015, 7, 3)


def test_what_the_first_sentence_announces() -> None:
    text = "Hội nghị sẽ diễn ra từ ngày 20-21/5 tại Hà Nội. Sáng kiến được các bên đưa ra vào ngày 17-18/5."
    assert day(text) == (None, 5, 20)
