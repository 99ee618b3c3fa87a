import datetime as dt

import pytest

from transforms.pages.lines import page_date, read
from transforms.pages.zones import Canvas

BODY = "Tỉnh Mẫu họp bàn việc chống hạn cho các xã vùng cao trong mùa khô năm nay."


def zones(text: str, title: str | None = None) -> list[tuple[str, str, str]]:
    canvas = Canvas(text)
    read(canvas, title)
    return [(z.kind, z.rule, text[z.begin : z.end].strip()) for z in canvas.tiles()]


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Thứ Năm, 25/7/2024", dt.date(2024, 7, 25)),
        ("Thứ ba,  11/05/2021", dt.date(2021, 5, 11)),
        ("Chủ nhật, ngày 1 tháng 2 năm 2020", dt.date(2020, 2, 1)),
        ("Cập nhật lúc 10:20, 25/07/2024 (GMT+7)", dt.date(2024, 7, 25)),
        ("25-07-2024 | 08:30", dt.date(2024, 7, 25)),
        ("Đăng ngày: 25/07/2024 | Lượt xem: 123", dt.date(2024, 7, 25)),
        ("25 Tháng 7, 2024", dt.date(2024, 7, 25)),
        ("2024-07-25 14:05", dt.date(2024, 7, 25)),
        ("Thứ Năm, 31/2/2024", None),
        ("Ngày 25/7/2024, tỉnh họp", None),
    ],
)
def test_page_dates(line: str, date: dt.date | None) -> None:
    assert page_date(line) == date


def test_a_page_is_read_from_top_to_bottom() -> None:
    text = f"""Trang chủ > Chính trị
Thứ Năm, 25/7/2024
Tỉnh Mẫu họp bàn chống hạn

Quang cảnh hội nghị

{BODY}

Đồng chí Lê Văn Mẫu, Bí thư Tỉnh ủy,
Trưởng đoàn đại biểu, phát biểu tại hội nghị

{BODY}

Việc cần làm ngay

{BODY}

An Bình

Gửi cho bạn bè

Các tin khác

Chuyện ở một xã vùng cao (24/7/2024)"""
    assert zones(text) == [
        ("furniture", "breadcrumb", "Trang chủ > Chính trị"),
        ("furniture", "page_date", "Thứ Năm, 25/7/2024"),
        ("title", "headline", "Tỉnh Mẫu họp bàn chống hạn"),
        ("caption", "describes_picture", "Quang cảnh hội nghị"),
        ("body", "running_text", BODY),
        (
            "caption",
            "describes_picture",
            "Đồng chí Lê Văn Mẫu, Bí thư Tỉnh ủy,\nTrưởng đoàn đại biểu, phát biểu tại hội nghị",
        ),
        ("body", "running_text", BODY),
        ("heading", "short_line", "Việc cần làm ngay"),
        ("body", "running_text", BODY),
        ("byline", "sign_off", "An Bình"),
        ("furniture", "page_control", "Gửi cho bạn bè"),
        ("furniture", "link_block", "Các tin khác"),
        ("furniture", "link_block", "Chuyện ở một xã vùng cao (24/7/2024)"),
    ]


def test_the_headline_of_a_second_story_is_no_heading() -> None:
    headline = "Phong trào trồng rừng của tỉnh phải thiết thực hơn"
    dated = "Sáng 16/7, tại thành phố Mẫu, Tỉnh đoàn tổng kết phong trào trồng rừng."
    found = zones(f"Tỉnh Mẫu họp bàn chống hạn\n{BODY}\n{headline}\n{dated}")
    assert found[2] == ("title", "story_title", headline)
    undated = zones(f"Tỉnh Mẫu họp bàn chống hạn\n{BODY}\n{headline}\n{BODY}")
    assert undated[2] == ("heading", "short_line", headline)


def test_a_cut_off_story_at_the_end_is_a_teaser() -> None:
    cut = "Bí thư Tỉnh ủy thăm huyện Thử Mưa lũ đã qua. Chiều 10/7, Bí thư làm việc với huyện..."
    assert zones(f"Tỉnh Mẫu họp bàn chống hạn\n{BODY}\n{cut}")[-1] == ("teaser", "cut_off_story", cut)


def test_a_caption_printed_twice_is_a_caption_twice() -> None:
    found = zones(f"Tỉnh Mẫu họp bàn chống hạn\n{BODY}\nHồ cạn giữa mùa khô\n\nHồ cạn giữa mùa khô\n{BODY}")
    assert [z[:2] for z in found[2:4]] == [("caption", "repeated_line")] * 2


def test_a_line_with_a_credit_is_a_caption_as_a_whole() -> None:
    found = zones(f"Tỉnh Mẫu họp bàn chống hạn\n{BODY}\nHồ Mẫu cạn. Dân lo nước. (Ảnh: An Bình)\n{BODY}")
    assert found[2:4] == [
        ("caption", "line_with_credit", "Hồ Mẫu cạn. Dân lo nước."),
        ("credit", "photo_credit_bracketed", "(Ảnh: An Bình)"),
    ]


def test_the_records_title_decides_which_line_is_the_headline() -> None:
    text = f"Kỳ họp thứ ba của tỉnh\nTỈNH MẪU HỌP BÀN CHỐNG HẠN\n{BODY}"
    assert [z[:2] for z in zones(text, "Tỉnh Mẫu họp bàn chống hạn")] == [
        ("heading", "kicker"),
        ("title", "headline"),
        ("body", "running_text"),
    ]


def test_wrapped_paragraphs_stay_whole() -> None:
    text = "Tỉnh Mẫu họp bàn chống hạn\n\nHội nghị bàn ba việc lớn: đào giếng, giữ rừng\nvà chia nước cho các xã\nvùng cao trong mùa khô.\n\nBế mạc lúc trưa."
    assert [z[0] for z in zones(text)] == ["title", "body"]


def test_a_list_is_not_taken_for_headings() -> None:
    assert [z[0] for z in zones("Mười con sông dài\nSông Mẫu\nSông Thử\nSông Thật")] == ["title", "body"]


def test_short_lines_in_a_row_between_paragraphs_are_a_list() -> None:
    text = f"Tỉnh Mẫu họp bàn chống hạn\n{BODY}\nÔng Lê Mẫu làm Phó Chủ tịch\nBà Lê Thử làm Chánh Văn phòng\nÔng Lê Thật làm Chánh Thanh tra\n{BODY}"
    assert [z[0] for z in zones(text)] == ["title", "body"]


def test_lines_behind_the_last_paragraph_are_links_only_behind_a_signature() -> None:
    text = f"Tỉnh Mẫu họp bàn chống hạn\n{BODY}\nDanh sách gồm ba người của ba sở"
    assert [z[0] for z in zones(text)] == ["title", "body"]
    signed = zones(f"Tỉnh Mẫu họp bàn chống hạn\n{BODY}\nAn Bình\nMưa lớn kéo dài ở ba huyện miền núi")
    assert [z[:2] for z in signed[2:]] == [("byline", "sign_off"), ("furniture", "behind_the_end")]


def test_a_kicker_is_no_headline() -> None:
    text = f"Kỳ họp thứ 3 của Hội đồng tỉnh\nKhông để dân thiếu nước trong mùa khô\nAn Bình\nA- A+\n{BODY}"
    assert [z[:2] for z in zones(text)] == [
        ("heading", "kicker"), ("title", "headline"), ("byline", "under_headline"), ("furniture", "page_control"), ("body", "running_text"),
    ]  # fmt: skip
