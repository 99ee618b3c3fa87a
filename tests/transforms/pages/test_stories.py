import pytest

from transforms.pages.stories import is_cut_off_story, opens_story, shared_opening, stars

FILL = "việc chung của tỉnh và của các xã vùng cao trong năm nay. "


def starred(text: str) -> list[int]:
    return [z.begin for z in stars(text, 0, len(text))]


@pytest.mark.parametrize(
    "opening",
    [
        "Cùng ngày, tại Hà Nội, Ban họp ",
        "Tại Ban Mẫu, đoàn làm việc ",
        "Chiều 5-7, đoàn làm việc ",
        "Chiều cùng ngày, đoàn làm việc ",
        "Buổi chiều, đoàn bàn ",
        "Cũng tại đây, nhân dịp này, ",
        "Trước đó, sáng 5/7, đoàn thăm ",
        "Thủ tướng Lê Văn Mẫu cũng đã thăm ",
    ],
)
def test_a_star_before_an_opening_opens_a_story(opening: str) -> None:
    for joint in ("\n", "\n\n", " "):
        text = f"Đoàn họp bàn {FILL}{joint}* {opening}{FILL}"
        assert starred(text) == [text.index("*")]


@pytest.mark.parametrize(
    "item",
    [
        "Học sinh gửi câu hỏi về ",
        "Nâng cao hiệu quả giám sát ",
        "Phóng viên: Ông nói gì về ",
        "Trước đó, tờ báo đưa tin về ",
    ],
)
def test_a_star_before_an_item_of_a_list_does_not(item: str) -> None:
    assert starred(f"Đoàn họp bàn {FILL}\n* {item}{FILL}") == []


def test_asterisks_that_are_no_stars() -> None:
    assert starred(f"Nàng đi. *** Sáng 5/7, chàng về {FILL}") == []
    assert starred("Đoàn họp. * Cùng ngày, nghỉ.") == []


def test_an_opening_is_shared_by_stars_that_do_not_refer_back() -> None:
    opening = "Ngày 4-7-2030, tại Hà Nội, đoàn làm việc với hai ban. "
    text = f"{opening}\n* Tại Ban Mẫu, {FILL}\n* Tại Ban Thử, {FILL}"
    zone = shared_opening(text, 0, starred(text))
    assert zone is not None
    assert text[zone.begin : zone.end].strip() == opening.strip()


@pytest.mark.parametrize(
    "text",
    [
        f"Ngày 4-7-2030, đoàn họp. \n* Cùng ngày, tại Huế, {FILL}\n* Tối cùng ngày, {FILL}",
        f"Ngày 4-7-2030, đoàn họp. \n* Ngày 5-7, tại Huế, {FILL}\n* Ngày 6-7, tại Vinh, {FILL}",
        f"Ngày 4-7-2030, đoàn họp. \n* Tại Huế, {FILL}",
        f"Đoàn họp với hai ban. \n* Tại Huế, {FILL}\n* Tại Vinh, {FILL}",
    ],
)
def test_an_opening_that_is_a_story_is_not_shared(text: str) -> None:
    assert shared_opening(text, 0, starred(text)) is None


def test_an_opening_over_several_days_is_shared_by_dated_stars() -> None:
    text = f"Trong hai ngày 5 và 6-7-2030, đoàn thăm miền Trung. \n* Ngày 5-7, tại Huế, {FILL}\n* Ngày 6-7, tại Vinh, {FILL}"
    assert shared_opening(text, 0, starred(text)) is not None


def test_openings_of_stories() -> None:
    for text in (
        "Sáng 16/7, tại Hà Nội, Ban họp.",
        "Ngày 5 tháng 7, ông Mẫu thăm tỉnh.",
        "(TTXVN) - Chiều nay, tại Huế, Ban họp.",
    ):
        assert opens_story(text, 0, len(text))
    for text in ("Phát biểu tại đây, ông nêu ba việc.", "Trong năm 2030, tỉnh lo ba việc."):
        assert not opens_story(text, 0, len(text))


def test_cut_off_stories() -> None:
    cut = "Ông Mẫu thăm Huế Mưa lũ đã qua. Chiều 10/7, ông Mẫu làm việc với tỉnh..."
    assert is_cut_off_story(cut, 0, len(cut), signed_above=False)
    inside = "Ông Mẫu thăm Huế Mưa lũ đã qua, chiều 10/7 ông Mẫu làm việc với..."
    assert not is_cut_off_story(inside, 0, len(inside), signed_above=False)
    assert is_cut_off_story(inside, 0, len(inside), signed_above=True)
    whole = "Chiều 10/7, ông Mẫu làm việc với tỉnh."
    assert not is_cut_off_story(whole, 0, len(whole), signed_above=True)
