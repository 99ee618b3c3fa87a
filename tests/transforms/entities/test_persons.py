"""Persons of a report: who is found, under which name, where, and who or what is not."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.entities import persons
from transforms.records import Found, Mention, Office, Zone
from transforms.text.doc import Doc

NOTHING = Found()


def read(text: str, places: str = "", organizations: str = "", offices: str = "") -> tuple[Doc, Found]:
    """Find the persons of a text; the names after the text, parted by `|`, are what the layers before found."""
    doc = Doc(text, [Zone(0, len(text), "body", "test")])

    def mentions(kind: str, surfaces: str) -> Found:
        spans = [(text.index(s), s) for s in surfaces.split("|") if s]
        return Found((), tuple(Mention(kind, s, b, b + len(s), "name", "test") for b, s in spans))

    held = [
        Office(((text.index(s), text.index(s) + len(s)),), s, s, None, False, False, "test")
        for s in offices.split("|")
        if s
    ]
    return doc, persons.find(doc, held, mentions("organization", organizations), mentions("place", places), NOTHING)


def who(text: str, places: str = "", organizations: str = "", offices: str = "") -> list[str]:
    """Names of the persons found."""
    return [e.name for e in read(text, places, organizations, offices)[1].entities]


# Vietnamese names


def test_a_surname_with_two_syllables_is_a_person_without_any_cue() -> None:
    assert who("Hôm qua Nguyễn Văn Bình đến thăm trường.") == ["Nguyễn Văn Bình"]


def test_an_ambiguous_surname_with_an_unusual_given_name_needs_a_cue() -> None:
    assert who("Ông Mao Trạch Đông phát biểu.") == ["Mao Trạch Đông"]
    assert who("Tại Mao Trạch Đông nói.") == []


def test_two_syllables_with_an_ambiguous_surname_need_a_cue() -> None:
    assert who("Phó Trưởng ban Hà Ban thông báo.", offices="Phó Trưởng ban") == ["Hà Ban"]
    assert who("Đoàn đến Mai An hôm qua.") == []


def test_the_word_behind_a_name_is_cut_off() -> None:
    assert who("Bộ trưởng Trần Văn Bình Sáng nay dự họp.") == ["Trần Văn Bình"]
    assert who("Đồng chí Trần Văn Bình Chủ tịch nước tiếp khách.") == ["Trần Văn Bình"]


def test_the_word_before_a_name_is_cut_off() -> None:
    assert who("Đồng chí Lê Văn Cường dự.") == ["Lê Văn Cường"]
    assert who("Tổng Bí thư Việt Nam Lê Văn Cường dự.", places="Việt Nam") == ["Lê Văn Cường"]


def test_a_small_word_that_belongs_to_the_verb_leaves_the_name_whole() -> None:
    assert who("Ông Trần Trung Kiên quyết định rút lui.") == ["Trần Trung Kiên"]


def test_two_names_joined_by_and_are_two_persons() -> None:
    assert who("Dự lễ có Trần Văn Bình và Lê Thị Cúc.") == ["Trần Văn Bình", "Lê Thị Cúc"]


def test_a_name_without_surname_behind_an_office() -> None:
    assert who("Nguyên Tổng Bí thư Trường Chinh viết.") == ["Trường Chinh"]
    assert who("Bộ trưởng Công Thương họp.") == []


def test_a_name_in_a_row_of_persons_needs_no_cue() -> None:
    assert "Hữu Phước" in who("Các ca sĩ Xuân Trường, Hữu Phước và Minh Tuấn hát.")


def test_initials() -> None:
    doc, found = read("Bị cáo Trần Văn A. khai nhận. Cháu N.K đi học.")
    assert [e.name for e in found.entities] == ["Trần Văn A", "N.K"]
    assert [doc.text[m.begin : m.end] for m in found.mentions] == ["Trần Văn A", "N.K"]


def test_minority_names() -> None:
    assert who("Đại biểu Y Thanh Hà Niê Kđăm và bà Ksor H'Bơ Khăp.") == ["Y Thanh Hà Niê Kđăm", "Ksor H'Bơ Khăp"]


# Foreign names


def test_a_foreign_name_needs_a_cue_or_a_known_first_name() -> None:
    assert who("Thủ tướng Thongloun Sisoulith dự.") == ["Thongloun Sisoulith"]
    assert who("Hôm qua Donald Trump bay về.") == ["Donald Trump"]
    assert who("Hãng Xyntra Vellox công bố lãi.") == []


def test_the_country_between_office_and_name_is_stepped_over() -> None:
    assert who("Tổng thống Belarus Zmicier Kolas đến Hà Nội.", places="Belarus") == ["Zmicier Kolas"]


def test_words_of_firms_and_media_make_no_person() -> None:
    assert who("Theo Wall Street Journal, giá tăng.") == []
    assert who("Hãng Michael Sky nói.") == []
    assert who("Ông Michael Sky nói.") == ["Michael Sky"]


def test_a_place_inside_a_foreign_name_is_part_of_it() -> None:
    assert who("Nhà văn Jack London kể.", places="London") == ["Jack London"]


# What bears a person's name but is none


@pytest.mark.parametrize(
    "text",
    [
        "Xe đi trên đường Nguyễn Văn Linh rồi rẽ.",
        "Học sinh trường THPT Nguyễn Thị Minh Khai thi.",
        "Giải thưởng Trần Văn Giàu được trao.",
        "Trung ương Đoàn Thanh niên Cộng sản Hồ Chí Minh họp.",
        "Không gian văn hóa Hồ Chí Minh mở cửa.",
        "Bảo tàng Bác sĩ Trần Văn Minh mở cửa.",
        "Lễ khai mạc. Ảnh: Nguyễn Văn Tùng",
        "Đoàn đã về. Nguyễn Văn Tùng (tổng hợp)",
    ],
)
def test_namesakes_and_credits_are_no_persons(text: str) -> None:
    assert who(text) == []


def test_streets_in_a_row_are_no_persons() -> None:
    assert who("Cấm các tuyến đường Lê Đức Bình, Phan Văn Cúc và Trần Thị Dung.") == []
    assert who("Cấm đường Lê Đức Bình, ông Phan Văn Cúc nói.") == ["Phan Văn Cúc"]


def test_crossings_are_no_persons() -> None:
    assert who("Nút giao Lê Đức Bình - Phan Văn Cúc tắc nghẽn.") == []
    assert who("Ông Lê Đức Bình - Chủ tịch xã đến.") == ["Lê Đức Bình"]


def test_the_club_behind_players_is_no_short_name() -> None:
    assert who("Các cầu thủ Barcelo thua trận.") == []
    assert who("Cầu thủ Ronaldinho ghi bàn.") == ["Ronaldinho"]


def test_who_acts_behind_a_street_is_a_person() -> None:
    assert who("Trên phố Lê Đức Bình, Phan Văn Cúc (30 tuổi) bị bắt.") == ["Phan Văn Cúc"]


def test_the_president_is_a_person_where_a_title_or_his_thought_stands_before() -> None:
    assert who("Viếng Chủ tịch Hồ Chí Minh.", places="Hồ Chí Minh") == ["Hồ Chí Minh"]
    assert who("Học tập tư tưởng, đạo đức, phong cách Hồ Chí Minh.") == ["Hồ Chí Minh"]
    assert who("Họp tại Thành phố Hồ Chí Minh.", places="Thành phố Hồ Chí Minh") == []


# What other layers found


def test_names_inside_organizations_are_no_persons() -> None:
    assert who("Công ty Nguyễn Văn Kim lãi.", organizations="Công ty Nguyễn Văn Kim") == []


def test_the_holder_is_not_part_of_the_organ() -> None:
    text = "Chủ tịch UBND thành phố Trần Kim Yến nói."
    assert who(text, organizations="UBND thành phố Trần Kim Yến") == ["Trần Kim Yến"]
    text = "Tại trường THPT Trần Kim Yến có lễ."
    assert who(text, organizations="trường THPT Trần Kim Yến") == []


def test_a_place_behind_a_surname_is_part_of_the_name() -> None:
    assert who("Phó Thủ tướng Trương Hòa Bình dự.", places="Hòa Bình") == ["Trương Hòa Bình"]
    assert who("Chủ tịch Hà Giang Trần Văn Bình dự.", places="Hà Giang") == ["Trần Văn Bình"]


def test_zones_that_tell_nothing_are_not_read() -> None:
    text = "Ông Trần Văn Bình đến.\nLê Văn Cúc"
    zones = [Zone(0, 23, "body", "test"), Zone(23, len(text), "byline", "test")]
    found = persons.find(Doc(text, zones), [], NOTHING, NOTHING, NOTHING)
    assert [e.name for e in found.entities] == ["Trần Văn Bình"]


# One person, several forms


def test_forms_of_one_name_are_one_person_under_the_longest() -> None:
    doc, found = read("Tổng thống V.Putin đến. Tổng thống Vladimir Putin phát biểu. Ông Putin về.")
    assert [(e.key, e.name) for e in found.entities] == [("vladimir putin", "Vladimir Putin")]
    assert [(doc.text[m.begin : m.end], m.form) for m in found.mentions] == [
        ("V.Putin", "name"),
        ("Vladimir Putin", "name"),
    ]


def test_a_transcription_and_the_spelling_behind_it_are_one_person() -> None:
    _, found = read("Tổng Thư ký An-tô-ni-ô Gu-tê-rết (Antonio Guterres) nói. Ông An-tô-ni-ô Gu-tê-rết về.")
    assert [(e.key, e.name) for e in found.entities] == [("antonio guterres", "Antonio Guterres")]
    assert len(found.mentions) == 3
    assert who("Tổng Thư ký Antonio Guterres (Zmicier Kolas thay mặt) nói.")[0] == "Antonio Guterres"


def test_capitals_and_tone_placement_do_not_make_another_person() -> None:
    _, found = read("NGUYỄN HOÀ BÌNH đến. Ông Nguyễn Hòa Bình nói.")
    assert [(e.key, e.name) for e in found.entities] == [("nguyễn hòa bình", "Nguyễn Hòa Bình")]
    assert len(found.mentions) == 2


def test_a_name_in_capitals_only_is_shown_with_small_letters() -> None:
    assert who("Chủ tịch Hồ CHí Minh.") == ["Hồ Chí Minh"]
    assert who("Ông NGUYỄN VĂN BÌNH nói.") == ["Nguyễn Văn Bình"]


def test_short_names_are_left_to_coreference_where_a_full_one_stands() -> None:
    _, found = read("Ông Trần Văn Quân nói. Sau đó ông Quân về.")
    assert [m.form for m in found.mentions] == ["name"]


def test_someone_known_by_a_short_name_only_is_a_person() -> None:
    _, found = read("Hôm qua bà Sáu kể chuyện. Tài xế Trump dừng xe.")
    assert [(e.name, m.form) for e, m in zip(found.entities, found.mentions, strict=True)] == [
        ("Sáu", "short_name"),
        ("Trump", "short_name"),
    ]


def test_whoever_is_only_called_by_a_byname_goes_by_the_full_name() -> None:
    doc, found = read("Làm theo lời Bác Hồ dạy.")
    assert [(e.key, e.name) for e in found.entities] == [("hồ chí minh", "Hồ Chí Minh")]
    assert [(doc.text[m.begin : m.end], m.form) for m in found.mentions] == [("Bác Hồ", "short_name")]
    _, found = read("Chủ tịch Hồ Chí Minh nói. Lời Bác Hồ dạy.")
    assert [m.form for m in found.mentions] == ["name"]
    _, found = read("Các em là con cháu Bác Hồ.")
    assert [(m.key, m.form) for m in found.mentions] == [("hồ chí minh", "short_name")]


def test_statesmen_may_be_called_by_one_foreign_name() -> None:
    assert who("Tổng thống Nga Putin đến.", places="Nga") == ["Putin"]
    assert who("Chủ tịch Vinamark nói.", offices="Chủ tịch") == []


def test_a_run_behind_an_honorific_is_a_name_of_whatever_shape() -> None:
    assert who("Đồng chí Phết Ta Von Phi La Văn phát biểu.") == ["Phết Ta Von Phi La Văn"]
    assert who("Đến Phết Ta Von Phi La Văn hôm qua.") == []


def test_places_with_an_honorific_in_their_name_are_no_short_names() -> None:
    assert who("Đoàn thăm Tháp Bà Ponagar hôm qua.") == []


def test_nothing_in_nothing() -> None:
    assert read("")[1] == NOTHING


@given(
    st.lists(
        st.sampled_from(
            ["Ông", "Nguyễn", "Văn", "Bình", ",", ".", "và", "Trump", "V.Putin", "Hà Nội", "nói", "(", "Ảnh:"]
        ),
        max_size=25,
    )
)
def test_mentions_stand_on_letters_in_order_without_overlap(words: list[str]) -> None:
    doc, found = read(" ".join(words))
    keys = {e.key for e in found.entities}
    assert len(keys) == len(found.entities)
    assert {m.key for m in found.mentions} == keys
    for a, b in pairwise(found.mentions):
        assert a.end <= b.begin
    for m in found.mentions:
        assert doc.text[m.begin].isupper()
        assert doc.text[m.end - 1].isalpha()


def test_a_byline_that_runs_into_a_name_is_cut_off() -> None:
    """The name alone is known from elsewhere in the report."""
    assert who("ông Đặng Hoài Nam hỏi. Đó là lời của ông Đặng Hoài Nam Văn Kiên") == ["Đặng Hoài Nam"]
    assert who("ông Trần Nam Hà Chiều ngày 3-4. Ông Trần Nam Hà đến. Ông Trần Nam Hà nói.") == ["Trần Nam Hà"]


def test_a_place_named_in_full_elsewhere_is_no_person() -> None:
    text = "xã Đồng Tâm; người dân Đồng Tâm đến"
    doc = Doc(text, [Zone(0, len(text), "body", "test")])
    commune = Found((), (Mention("place", "p", 3, 11, "name", "generic_commune"),))
    assert not persons.find(doc, (), NOTHING, commune, NOTHING).entities


@pytest.mark.parametrize("site", ["Tượng đài", "Khu di tích", "Nhà tưởng niệm"])
def test_memorials_bear_the_names_of_persons_with_their_titles(site: str) -> None:
    assert who(f"thăm {site} Chủ tịch Trần An Bình.", offices="Chủ tịch") == []
    assert who("thăm gia đình Chủ tịch Trần An Bình.", offices="Chủ tịch") == ["Trần An Bình"]


def test_the_part_of_day_behind_a_heading_is_no_name() -> None:
    assert who("về việc xử lý ông Trần Nam Hà Sáng 13/5, tại buổi họp") == ["Trần Nam Hà"]


def test_who_signs_behind_an_office_does_not_hold_it() -> None:
    text = "Ông là Giám đốc Công ty Miền Nam Minh Nghĩa"
    assert who(text, offices="Giám đốc Công ty Miền Nam") == []
    assert who(text + " đến.", offices="Giám đốc Công ty Miền Nam") == ["Minh Nghĩa"]


def test_a_name_and_how_it_is_spelt_abroad_are_one() -> None:
    assert who("Bộ trưởng Lạc Thụ Cương (Luo Shugang) đến", offices="Bộ trưởng") == ["Lạc Thụ Cương"]
    assert len(who("gặp ông Lê Văn Bình (Robert Smith) hôm qua")) == 2


def test_a_junction_bears_the_name_of_a_person() -> None:
    assert who("vượt tại nút Nguyễn Chí Thanh.") == []


def test_a_firm_joined_by_a_hyphen_is_no_part_of_the_name() -> None:
    assert who("Giám đốc Facebook-John Smithson nói.", offices="Giám đốc") == ["John Smithson"]
    assert who("Bà Anne-Marie Holmberg nói.") == ["Anne-Marie Holmberg"]
    assert who("Hợp tác Lào -Việt bền chặt.", places="Lào") == []


def test_a_country_before_a_foreign_name_is_no_part_of_it() -> None:
    assert who("Tổng thống Philippine Maria Santos nói.", places="Philippine", offices="Tổng thống") == ["Maria Santos"]


def test_an_initial_and_a_syllable_are_a_statesman() -> None:
    assert who("Tổng thống Mỹ Đ.Trăm nói.", places="Mỹ") == ["Đ.Trăm"]
    assert who("Chủ tịch P.Bến nói.") == []


def test_a_clan_of_the_highlands_begins_a_name() -> None:
    assert who("Người ấy tên là Rơ Châm Phiếu.") == ["Rơ Châm Phiếu"]
    assert who("Rơ moóc của xe bị lật.") == []
