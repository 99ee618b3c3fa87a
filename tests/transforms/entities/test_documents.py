"""Documents: numbers, names, extents, issuers and dates; many spellings, one document."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.entities import documents
from transforms.records import Entity, Found, Zone
from transforms.text.doc import Doc


def find(text: str) -> Found:
    return documents.find(Doc(text, (Zone(0, len(text), "body", "test"),)))


def surfaces(text: str) -> list[str]:
    return [text[m.begin : m.end] for m in find(text).mentions]


def only(text: str) -> Entity:
    (entity,) = find(text).entities
    return entity


@pytest.mark.parametrize(
    ("text", "doc_type", "number"),
    [
        ("theo Nghị quyết số 34-NQ/TW về đối ngoại", "Nghị quyết", "34-NQ/TW"),
        ("ban hành Chương trình hành động số 122- CTr/ĐUB để thực hiện", "Chương trình hành động", "122-CTr/ĐUB"),
        ("Nghị định 100/2015/NĐ-CP về nhà ở", "Nghị định", "100/2015/NĐ-CP"),
        ("Nghị quyết 08-NQ/TƯ về du lịch", "Nghị quyết", "08-NQ/TW"),
        ("Nghị quyết số 19-2017/NQ-CP của Chính phủ", "Nghị quyết", "19-2017/NQ-CP"),
        ("Quyết định số 51/C46 (P12) khởi tố vụ án", "Quyết định", "51/C46 (P12)"),
        ("ra Quyết định khởi tố bị can số 363/C46 (P12) đối với ông", "Quyết định", "363/C46 (P12)"),
        ("thực hiện Chỉ thị 05 của Bộ Chính trị", "Chỉ thị", "05"),
        ("công văn số 4147/VPCP-NN gửi các bộ", "Công văn", "4147/VPCP-NN"),
        ("quyết định số 4898 ngày 15.12.2016", "Quyết định", "4898"),
        ("Nghị định thư 7 về quá cảnh", "Nghị định thư", "7"),
        ("Bộ luật Hình sự số 100/2015/QH13 có hiệu lực", "Bộ luật", "100/2015/QH13"),
    ],
)
def test_numbers_in_normal_form(text: str, doc_type: str, number: str) -> None:
    e = only(text)
    assert (e.attributes["doc_type"], e.attributes["number"]) == (doc_type, number)
    assert find(text).mentions[0].form == "number"


@pytest.mark.parametrize(
    "text",
    [
        "nghị quyết này có ý nghĩa lớn",
        "quyết định 4 nội dung quan trọng",
        "Kế hoạch 5 năm được thông qua",
        "đạt kế hoạch 11.600 tỷ đồng",
        "Bộ Kế hoạch và Đầu tư cho biết",
        "đối tác Chiến lược Toàn diện giữa hai nước",
        "kỷ luật Đảng, pháp luật Nhà nước",
        "Hiệp định thương mại tự do sẽ mang lại lợi ích",
        "Chương trình nghệ thuật chào mừng",
        "Tuyên bố tại họp báo, ông nói",
        "Nghị quyết 2016 hay 2017 đều vậy",
    ],
)
def test_what_is_no_document(text: str) -> None:
    assert find(text) == Found()


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("sửa Luật Thi đua, khen thưởng và các văn bản", "Luật Thi đua, khen thưởng"),
        ("Luật Du lịch được Quốc hội thông qua", "Luật Du lịch"),
        ("theo Bộ Luật Lao động năm 2012, người", "Bộ Luật Lao động năm 2012"),
        ("ban hành Luật Công ty nước ngoài nhằm thu hút", "Luật Công ty nước ngoài"),
        ("theo Hiến pháp năm 2013, công dân", "Hiến pháp năm 2013"),
        ("quán triệt Nghị quyết Đại hội XIII của Đảng, các cấp", "Nghị quyết Đại hội XIII của Đảng"),
        (
            "các nghị quyết của Hội nghị Trung ương 4 (khóa XII), gắn với",
            "nghị quyết của Hội nghị Trung ương 4 (khóa XII)",
        ),
        ("Nghị quyết Đại hội Đảng bộ tỉnh lần thứ XVI đề ra", "Nghị quyết Đại hội Đảng bộ tỉnh lần thứ XVI"),
        (
            "triển khai Hiệp định Thương mại tự do Việt Nam- Liên minh Kinh tế Á-Âu để tăng",
            "Hiệp định Thương mại tự do Việt Nam- Liên minh Kinh tế Á-Âu",
        ),
        ("ký Hiệp định hữu nghị và hợp tác năm 1977", "Hiệp định hữu nghị và hợp tác"),
        ("hai bên ký Tuyên bố chung Hà Nội về việc lập quan hệ", "Tuyên bố chung Hà Nội"),
        ("trên cơ sở Nghị định thư về hỗ trợ sản xuất xe đi vào hoạt động", "Nghị định thư về hỗ trợ sản xuất xe"),
        (
            "Quy chế về mối quan hệ công tác giữa Chính phủ và Công đoàn, nêu",
            "Quy chế về mối quan hệ công tác giữa Chính phủ và Công đoàn",
        ),
        ("Chiến lược Phát triển Giáo dục 2011-2020 và", "Chiến lược Phát triển Giáo dục 2011-2020"),
        ("Bộ Quy tắc ứng xử ở Biển Đông (COC)", "Bộ Quy tắc ứng xử ở Biển Đông"),
    ],
)
def test_names_in_their_full_extent(text: str, surface: str) -> None:
    assert surfaces(text) == [surface]
    assert find(text).mentions[0].form == "name"


def test_numbers_of_a_list_are_documents_each() -> None:
    numbers = [
        e.attributes["number"]
        for e in find("thực hiện Nghị quyết số 25-NQ/TW và 26-NQ/TW; các Chỉ thị 12, 15").entities
    ]
    assert numbers == ["25-NQ/TW", "26-NQ/TW", "12", "15"]


def test_a_counted_noun_ends_a_list() -> None:
    assert [e.attributes["number"] for e in find("Nghị quyết số 25-NQ/TW và 3 năm thực hiện").entities] == ["25-NQ/TW"]


@pytest.mark.parametrize(
    ("text", "issuer", "issued_on", "term"),
    [
        (
            "Nghị quyết số 34-NQ/TW, ngày 9-1-2023, của Bộ Chính trị về đối ngoại",
            "Bộ Chính trị",
            dt.date(2023, 1, 9),
            None,
        ),
        ("Chỉ thị 34 của Bộ Chính trị khóa XI về thi đua", "Bộ Chính trị", None, "XI"),
        (
            "Đảng ủy Sở Y tế ban hành Kế hoạch số 45-KH/ĐU, ngày 24/6/2013 về học tập",
            "Đảng ủy Sở Y tế",
            dt.date(2013, 6, 24),
            None,
        ),
        ("theo Quyết định 477/QĐ-TTg hủy bỏ", "Thủ tướng Chính phủ", None, None),
        ("Nghị quyết số 78/2014/QH13 về ngân sách", "Quốc hội", None, None),
        ("Công văn số 2198/BVHTTDL-VP gửi", "Bộ Văn hóa, Thể thao và Du lịch", None, None),
    ],
)
def test_issuer_date_and_term(text: str, issuer: str, issued_on: dt.date | None, term: str | None) -> None:
    a = only(text).attributes
    assert (a["issuers"], a["issued_on"], a["term"]) == ([issuer], issued_on, term)


def test_an_unknown_suffix_names_no_issuer() -> None:
    assert only("Nghị quyết số 12-NQ/TW về cán bộ").attributes["issuers"] == []


def test_bare_numbers_point_to_the_full_form() -> None:
    f = find("Nghị quyết số 25-NQ/TW ra đời. Sau khi Nghị quyết 25 ban hành, Kết luận 43 bổ sung.")
    assert [m.key for m in f.mentions] == ["nghị quyết|25-nq/tw", "nghị quyết|25-nq/tw", "kết luận|43"]


def test_bare_numbers_stay_apart_where_two_full_forms_fit() -> None:
    f = find("Nghị quyết 25-NQ/TW và Nghị quyết 25/NQ-CP đều cần. Nghị quyết 25 nêu rõ.")
    assert [m.key for m in f.mentions][2] == "nghị quyết|25"


def test_party_numbers_are_told_apart_by_date() -> None:
    old = only("Nghị quyết số 36-NQ/TW, ngày 26/3/2004").key
    new = only("Nghị quyết số 36-NQ/TW ngày 22/10/2018").key
    assert old != new


@pytest.mark.parametrize(
    "spellings",
    [
        ("Nghị quyết 08-NQ/TƯ", "Nghị quyết số 08- NQ/TW", "nghị quyết số 8-NQ/T.Ư"),
        ("Hiệp định TPP", "Hiệp định Đối tác xuyên Thái Bình Dương"),
        ("Nghị quyết Đại hội XII", "Nghị quyết Đại hội đại biểu toàn quốc lần thứ XII của Đảng"),
        ("Nghị quyết Trung ương 4 khóa XII", "Nghị quyết Hội nghị lần thứ tư Ban Chấp hành Trung ương Đảng (khóa XII)"),
        ("Luật Phòng chống tham nhũng", "Luật Phòng, chống tham nhũng", "Luật PCTN"),
        (
            "Hiệp định Thương mại tự do Việt Nam - Liên minh Kinh tế Á - Âu",
            "Hiệp định Thương mại tự do giữa Việt Nam và Liên minh Kinh tế Á-Âu",
        ),
    ],
)
def test_one_key_for_every_spelling(spellings: tuple[str, ...]) -> None:
    assert len({only(f"thực hiện {s} trong thời gian tới").key for s in spellings}) == 1


def test_a_law_of_one_year_is_the_law() -> None:
    f = find("Luật Đất đai có nhiều điểm mới. Luật Đất đai 2013 quy định rõ.")
    assert [m.key for m in f.mentions] == ["luật đất đai 2013"] * 2


def test_laws_of_two_years_are_two() -> None:
    assert len(find("So với Luật Du lịch 2005, Luật Du lịch 2017 tiến bộ hơn.").entities) == 2


def test_the_beginning_of_one_fuller_name_is_that_document() -> None:
    f = find("rút khỏi Hiệp định Paris về biến đổi khí hậu; Hiệp định Paris vẫn còn hiệu lực")
    assert len(f.entities) == 1
    assert find("ký Hiệp định Paris năm 1973").entities[0].key == "hiệp định paris"


def test_an_issuer_ends_where_its_deed_is_told() -> None:
    e = only("Quyết định số 2551/QĐ-TTg ngày 30/12/2016 của Thủ tướng Chính phủ thành lập Ban chỉ đạo")
    assert e.attributes["issuers"] == ["Thủ tướng Chính phủ"]


@pytest.mark.parametrize(
    ("told", "issuer"),
    [
        ("Chính phủ đặt nền móng cho ngành", "Chính phủ"),
        ("Bộ Chính trị tiến triển tốt", "Bộ Chính trị"),
        ("Bộ Nông nghiệp và Phát triển nông thôn quy định giá", "Bộ Nông nghiệp và Phát triển nông thôn"),
        ("Bộ Chính trị và Nghị định mới", "Bộ Chính trị"),
        ("Ủy ban nhân dân thành phố Huế thành lập tổ", "Ủy ban nhân dân thành phố Huế"),
        ("UBND tỉnh ra đời", "UBND tỉnh"),
        ("Chính phủ Quy định xử phạt", "Chính phủ"),
    ],
)
def test_an_issuer_holds_only_words_of_organs(told: str, issuer: str) -> None:
    assert find(f"Nghị quyết số 12/XYZ của {told}").entities[0].attributes["issuers"] == [issuer]


def test_documents_of_one_mark_share_the_issuer() -> None:
    f = find("Chương trình hành động số 122-CTr/ĐUX và Kế hoạch số 66-KH/ĐUX của Đảng ủy Bộ.")
    assert [e.attributes["issuers"] for e in f.entities] == [["Đảng ủy Bộ"], ["Đảng ủy Bộ"]]


def test_the_central_mark_is_shared_by_several_issuers() -> None:
    f = find("Nghị quyết số 12-NQ/TW và Kết luận số 66-KL/TW của Bộ Chính trị.")
    assert [e.attributes["issuers"] for e in f.entities] == [[], ["Bộ Chính trị"]]


def test_a_congress_abroad_is_named_with_its_party() -> None:
    assert only("Nghị quyết Đại hội X của Đảng Nhân dân Cách mạng Lào;").name.endswith("Cách mạng Lào")
    assert only("Nghị quyết Đại hội X của Đảng Trong đó").key == "nghị quyết đại hội x"


def test_the_name_is_the_fullest_spelling_of_the_report() -> None:
    f = find("Nghị quyết Đại hội XIII đã rõ. Nghị quyết Đại hội XIII của Đảng sẽ đi vào cuộc sống.")
    assert [e.name for e in f.entities] == ["Nghị quyết Đại hội XIII của Đảng"]


@given(
    st.integers(1, 9999),
    st.sampled_from(["NQ/TW", "QĐ-TTg", "KL/TW", "CTr/TU", "NĐ-CP"]),
    st.sampled_from(["-", " - ", "- ", "/"]),
)
def test_every_number_is_read_in_one_form(n: int, suffix: str, dash: str) -> None:
    (e,) = find(f"theo Nghị quyết số {n}{dash}{suffix}, các cấp").entities
    assert e.attributes["number"] == f"{n}{dash.strip()}{suffix}"


@given(st.text(alphabet="Nghị quyết số 25-NQ/TW,; của Luật và Đất đaingày/().", max_size=80))
def test_any_text_gives_mentions_inside_it(text: str) -> None:
    f = find(text)
    assert all(0 <= m.begin < m.end <= len(text) for m in f.mentions)
    assert {m.key for m in f.mentions} == {e.key for e in f.entities}
