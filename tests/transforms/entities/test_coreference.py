"""Later mentions: part of a name, an office alone."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.transforms.entities.told import told
from transforms.entities.coreference import looks_foreign
from transforms.entities.extract import extract
from transforms.records import Zone
from transforms.text.doc import Doc


@pytest.mark.parametrize(
    ("later", "surface"),
    [
        ("Ông An kể chuyện.", "An"),
        ("Đồng chí An kể chuyện.", "An"),
        ("Tiến sĩ An kể chuyện.", "An"),
        ("Bác Văn An kể chuyện.", "Văn An"),
    ],
)
def test_part_of_a_name_after_a_word_of_address(later: str, surface: str) -> None:
    assert told(f"Ông [Nguyễn Văn An] đến. {later}").mentioned() == [(surface, "Nguyễn Văn An", "short_name")]


@pytest.mark.parametrize(
    "later",
    [
        "Xã viên An Khê vui mừng.",  # another name
        "Người An vui mừng.",  # no word of address
        "Ông An Khang vui mừng.",  # a longer name
        "Ông Anh vui mừng.",  # only begins alike
    ],
)
def test_a_syllable_alone_is_no_name(later: str) -> None:
    assert told(f"Ông [Nguyễn Văn An] đến. {later}").mentioned() == []


def test_title_before_part_of_a_name() -> None:
    report = told("<Thứ trưởng> [Lê Thị Hoa] họp. Sau đó Thứ trưởng Hoa về.")
    assert report.mentioned() == [("Hoa", "Lê Thị Hoa", "short_name")]


def test_name_in_capitals() -> None:
    assert told("Ông [NGUYỄN VĂN AN] đến. Ông An kể chuyện.").mentioned() == [("An", "NGUYỄN VĂN AN", "short_name")]


def test_part_of_a_compound_is_no_name() -> None:
    assert told("Ông [Trần Kiến Quốc] đến. Đồng chí Quốc hội đại biểu về.").mentioned() == []


def test_title_tells_two_of_one_given_name_apart() -> None:
    report = told("<Bộ trưởng> [Lê Minh Hải] tiếp <Thứ trưởng> [Trần Đức Hải]. Thứ trưởng Hải cảm ơn.")
    assert report.mentioned() == [("Hải", "Trần Đức Hải", "short_name")]


def test_of_two_of_one_given_name_the_last_is_meant() -> None:
    report = told("Ông [Lê Minh Hải] nói trước. Ông [Trần Đức Hải] nói sau. Rồi ông Hải về.")
    assert report.mentioned() == [("Hải", "Trần Đức Hải", "short_name")]


def test_foreign_surname_stands_alone() -> None:
    report = told("Tổng thống [Donald Trump] đến Hà Nội. Chiều nay Trump về nước.")
    assert report.mentioned() == [("Trump", "Donald Trump", "short_name")]


def test_vietnamese_syllable_of_a_foreign_name_needs_address() -> None:
    assert told("Bà [Anna Kim] đến. Giá vàng Kim tăng.").mentioned() == []


def test_transcribed_name_is_cut_to_its_surname() -> None:
    assert told("Ông [Tập Cận Bình] đến. Ông Tập cảm ơn.").mentioned() == [("Tập", "Tập Cận Bình", "short_name")]


def test_office_alone_means_its_only_holder() -> None:
    report = told("<Thủ tướng> [Lê Văn Bình] họp. <!Thủ tướng> nghe báo cáo.")
    assert report.mentioned() == [("Thủ tướng", "Lê Văn Bình", "title")]


def test_shorter_form_of_the_office() -> None:
    report = told("<Phó Thủ tướng Thường trực|Phó Thủ tướng> [Lê Văn Bình] họp. <!Phó Thủ tướng> nghe báo cáo.")
    assert report.mentioned() == [("Phó Thủ tướng", "Lê Văn Bình", "title")]


def test_office_nobody_holds_in_the_report() -> None:
    assert told("<Bộ trưởng> [Lê Văn Bình] họp. <!Thủ tướng> nghe báo cáo.").mentioned() == []


@pytest.mark.parametrize("before", ["Phó ", "nguyên ", "hai ", "Văn phòng "])
def test_word_before_makes_another_office(before: str) -> None:
    assert told(f"<Thủ tướng> [Lê Văn Bình] họp. Có {before}<!Thủ tướng> dự.").mentioned() == []


def test_title_before_an_unknown_name_is_not_alone() -> None:
    assert told("<Thủ tướng> [Lê Văn Bình] họp. Có <!Thủ tướng> Mario dự.").mentioned() == []


def test_former_office_has_no_holder() -> None:
    assert told("Có cựu <Thủ tướng> [Lê Văn Bình]. <!Thủ tướng> nghe báo cáo.").mentioned() == []
    assert told("Có <Thủ tướng> [Lê Văn Bình]. Rồi cựu <!Thủ tướng> nghe báo cáo.").mentioned() == []


def test_former_holder_by_the_former_office() -> None:
    report = told("Có cựu <Thủ tướng> [Lê Văn Bình] và <Thủ tướng> [Vũ Thị Lan]. Rồi cựu <!Thủ tướng> về.")
    assert report.mentioned() == [("Thủ tướng", "Lê Văn Bình", "title")]


def test_office_at_home_before_a_foreign_one() -> None:
    report = told("<Thủ tướng> [Lê Văn Bình] tiếp <Thủ tướng> [Mario Rossi]. <!Thủ tướng> cảm ơn.")
    assert report.mentioned() == [("Thủ tướng", "Lê Văn Bình", "title")]


def test_office_with_a_country_means_the_foreigner() -> None:
    report = told("<Thủ tướng> [Lê Văn Bình] tiếp <Thủ tướng> [Mario Rossi]. <!Thủ tướng Nga|Thủ tướng> cảm ơn.")
    assert report.mentioned() == [("Thủ tướng Nga", "Mario Rossi", "title")]


def test_foreigner_of_another_country_is_not_meant() -> None:
    report = told("<Thủ tướng Lào|Thủ tướng> [Mario Rossi] đến. <!Thủ tướng Nga|Thủ tướng> cảm ơn.")
    assert report.mentioned() == []


def test_of_two_holders_the_subject_of_the_last_sentence() -> None:
    report = told("<Bộ trưởng> [Lê Văn Bình] đến. <Bộ trưởng> [Vũ Thị Lan] nói. <!Bộ trưởng> về.")
    assert report.mentioned() == [("Bộ trưởng", "Vũ Thị Lan", "title")]


def test_description_of_an_office() -> None:
    report = told("<Thủ tướng Chính phủ> [Lê Văn Bình] họp. <!Người đứng đầu Chính phủ> nghe báo cáo.")
    assert report.mentioned() == [("Người đứng đầu Chính phủ", "Lê Văn Bình", "title")]


def test_offices_in_a_chain_are_not_alone() -> None:
    report = told("<Chủ tịch Quốc hội> [Vũ Thị Lan] tiếp. Có <!Chủ tịch Quốc hội>, <Bí thư> [Lê Văn Bình] dự.")
    assert report.mentioned() == []


@pytest.mark.parametrize("name", ["Trump", "Putin", "Obama", "Sisoulith", "Jose Ramon"])
def test_foreign(name: str) -> None:
    assert looks_foreign(name)


@pytest.mark.parametrize("name", ["Nguyễn", "Quyết", "Nghiêm", "Tập Cận Bình", "Hoà", "Thuý", "Đỗ Ưởng", "Khuyến"])
def test_vietnamese(name: str) -> None:
    assert not looks_foreign(name)


@given(st.text(alphabet="Ông An, bà Lan.\n“”[]", max_size=60))
def test_mentions_never_overlap(noise: str) -> None:
    report = told("Ông [Nguyễn Văn An] gặp bà [Lê Thị Lan]. " + re_escape(noise))
    spans = [(m.begin, m.end) for f in (report.persons, report.references) for m in f.mentions]
    assert all(a[1] <= b[0] for a, b in pairwise(sorted(spans)))


def re_escape(noise: str) -> str:
    """Brackets are marks of these tests, not text."""
    return noise.replace("[", "").replace("]", "")


def test_who_heads_an_organ() -> None:
    report = told("<Bí thư Thành ủy Hà Nội|Bí thư> [Lê Văn Bình] đến. <!Người đứng đầu Thành ủy> nói.")
    assert report.mentioned() == [("Người đứng đầu Thành ủy", "Lê Văn Bình", "title")]
    report = told("<Phó Bí thư Thành ủy Hà Nội|Phó Bí thư> [Lê Văn Bình] đến. <!Người đứng đầu Thành ủy> nói.")
    assert report.mentioned() == []
    report = told("<Giám đốc Sở Xây dựng thành phố|Giám đốc> [Lê Văn Bình] đến. <!Người đứng đầu thành phố> nói.")
    assert report.mentioned() == []


def _titles(text: str) -> list[tuple[str, str]]:
    """(surface, person) of every mention by office of a report that is read as a whole."""
    found = extract(Doc(text, [Zone(0, len(text), "body", "test")]))
    return [(text[m.begin : m.end], m.key) for m in found.mentions if m.form == "title"]


def test_the_leadership_is_its_only_member_that_the_report_names() -> None:
    text = "Thứ trưởng Bộ Công Thương Lê Văn Bình họp. Lãnh đạo Bộ Công Thương khẳng định giá sẽ giảm."
    assert _titles(text) == [("Lãnh đạo Bộ Công Thương", "lê văn bình")]


@pytest.mark.parametrize(
    "text",
    [
        "Thứ trưởng Bộ Công Thương Lê Văn Bình họp. Một lãnh đạo Bộ Công Thương khẳng định giá sẽ giảm.",
        "Nguyên Thứ trưởng Bộ Công Thương Lê Văn Bình họp. Lãnh đạo Bộ Công Thương khẳng định giá sẽ giảm.",
        "Bộ trưởng Bộ Công Thương Trần Văn An và Thứ trưởng Bộ Công Thương Lê Văn Bình họp. Lãnh đạo Bộ Công Thương nói vậy.",
        "Thứ trưởng Bộ Y tế Lê Văn Bình họp. Lãnh đạo Bộ Công Thương khẳng định giá sẽ giảm.",
    ],
)
def test_a_leadership_of_others(text: str) -> None:
    assert _titles(text) == []


def test_an_office_alone_under_its_whole_name() -> None:
    text = (
        "Phó Cao ủy Chương trình Đồng bằng Sao Mai Lê Văn Bình đến. Phó Cao ủy Chương trình Đồng bằng Sao Mai nói vậy."
    )
    assert ("Phó Cao ủy Chương trình Đồng bằng Sao Mai", "lê văn bình") in _titles(text)
