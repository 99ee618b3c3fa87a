from transforms.pages import stories
from transforms.records import Page, Report, Zone
from transforms.reports.split import BEGINS, SHARED, split


def page(*pieces: tuple[str, str, str], title: str | None = None) -> Page:
    text, zones = "", []
    for piece, kind, rule in pieces:
        zones.append(Zone(len(text), len(text) + len(piece), kind, rule))
        text += piece
    return Page(text, tuple(zones), title)


def kinds(report: Report) -> list[str]:
    return [z.kind for z in report.zones]


def test_one_story() -> None:
    only = page(
        ("Tít\n", "title", "headline"),
        ("Hồ cạn.\n", "caption", "describes_picture"),
        ("Ảnh: Lê Hà\n", "credit", "photo_credit"),
        ("Tỉnh họp.\n", "body", "running_text"),
        ("Việc gấp\n", "heading", "short_line"),
        ("Dân chờ.\n", "body", "running_text"),
        ("An Bình\n", "byline", "sign_off"),
        ("Các tin khác", "furniture", "link_block"),
    )
    (report,) = split(only)
    assert (report.title, report.text, report.is_teaser, report.context) == ("Tít", "Tỉnh họp.\nDân chờ.", False, None)
    assert kinds(report) == ["caption", "body", "heading", "body"]
    assert only.text[report.begin : report.end] == "Hồ cạn.\nẢnh: Lê Hà\nTỉnh họp.\nViệc gấp\nDân chờ."


def test_starred_stories_share_their_opening() -> None:
    starred = page(
        ("TCCS - ", "credit", "lead_mark"),
        ("Ngày 5/7, đoàn làm việc với hai ban.\n", "dateline", "shared_opening"),
        ("* ", "furniture", "story_star"),
        ("Tại Ban Mẫu, đoàn nghe.\n", "body", "running_text"),
        ("* ", "furniture", "story_star"),
        ("Tại Ban Thử, đoàn nói.", "body", "running_text"),
        title="Tít",
    )
    first, second = split(starred)
    assert (first.position, first.text, first.title) == (0, "Tại Ban Mẫu, đoàn nghe.", "Tít")
    assert (second.position, second.text, second.title) == (1, "Tại Ban Thử, đoàn nói.", None)
    for report in (first, second):
        assert report.context is not None
        assert starred.text[slice(*report.context)] == "Ngày 5/7, đoàn làm việc với hai ban."
        assert kinds(report) == ["dateline", "body"]
    assert starred.text[second.begin] == "*"


def test_a_star_behind_a_story_without_shared_opening() -> None:
    reports = split(
        page(
            ("Tỉnh họp. ", "body", "running_text"),
            ("* ", "furniture", "story_star"),
            ("Cùng ngày, dân họp.", "body", "running_text"),
        )
    )
    assert [(r.text, r.context) for r in reports] == [("Tỉnh họp.", None), ("Cùng ngày, dân họp.", None)]


def test_a_second_headline_titles_the_second_story() -> None:
    reports = split(
        page(
            ("Tít\n", "title", "headline"),
            ("Tỉnh họp.\n", "body", "running_text"),
            ("Tít hai\n", "title", "story_title"),
            ("Sáng 5/7, xã họp.\n", "body", "running_text"),
            ("Bí thư thăm Huế Chiều 6/7, ông...", "teaser", "cut_off_story"),
        )
    )
    assert [(r.title, r.text, r.is_teaser) for r in reports] == [
        ("Tít", "Tỉnh họp.", False),
        ("Tít hai", "Sáng 5/7, xã họp.", False),
        (None, "Bí thư thăm Huế Chiều 6/7, ông...", True),
    ]


def test_a_place_stamp_is_read_and_its_mark_is_not() -> None:
    (report,) = split(
        page(
            ("Hà Nội ", "dateline", "place_stamp"),
            ("(TTXVN) - ", "credit", "lead_mark"),
            ("Ban họp.", "body", "running_text"),
        )
    )
    assert report.text == "Hà Nội\nBan họp."


def test_pages_without_body() -> None:
    assert split(page(("Theo VTV", "credit", "sign_off"))) == []
    (report,) = split(page(("Hồ cạn.", "caption", "describes_picture"), ("Ảnh: VOV", "credit", "photo_credit")))
    assert (report.text, report.is_teaser) == ("Hồ cạn.", False)


def test_split_cuts_where_cleaning_marks() -> None:
    assert stories.STARTS == BEGINS
    assert stories.SHARED_OPENING == SHARED
