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
        "đã ký 12 Hiệp định thương mại tự do (FTA) với các đối tác",
        "đã ký 12 Hiệp định thương mại tự do và sắp ký thêm",
        "đang đàm phán 4 FTA thế hệ mới",
        "hai bên ký biên bản ghi nhớ hợp tác",
        "muốn có một hiệp định cấp Chính phủ",
        "đàm phán hiệp định thương mại với châu Âu",
        "các thỏa thuận FPT đã ký năm qua",
        "doanh nghiệp ký thỏa thuận IPO tại Mỹ",
        "Thỏa thuận nhiều tỉ đồng đã được trao",
        "Sau đó hội nghị kết thúc. Hiệp định giúp doanh nghiệp hai nước mở rộng thị trường",
        "công nhận Quy chế kinh tế thị trường của Việt Nam",
        "binh sĩ của Tổ chức Hiệp ước Bắc Đại Tây Dương",
        "quan hệ Đối tác Chiến lược Việt Nam - Nhật Bản",
        "Hội đồng Kiến trúc-Quy hoạch thành phố Huế họp",
        "làm việc với Chương trình Phát triển Liên hợp quốc",
        "Chương trình công tác năm 2017 của bộ",
        "chưa phê duyệt đề án tinh giản biên chế đến năm 2021",
        "theo mô hình đối tác công tư (TPP) như đã bàn",
        "nước ngập vượt quy hoạch 310 mm",
        "Ban Kỷ luật Liên đoàn họp",
        "ông tuyên bố Mỹ phản đối việc đó",
        "hai bên ra Tuyên bố chung đánh giá tình hình khu vực và thế giới",
        "Thỏa thuận về lệnh ngừng bắn này là một bước tiến",
        "chờ Nghị quyết về kinh tế",
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
        ("sớm hoàn tất Bộ Quy tắc ứng xử (COC) trong năm", "Bộ Quy tắc ứng xử"),
        (
            "thay thế Hiệp định Mua bán, trao đổi hàng hóa và dịch vụ tại khu vực biên giới Việt Nam-Lào ký năm 2001",
            "Hiệp định Mua bán, trao đổi hàng hóa và dịch vụ tại khu vực biên giới Việt Nam-Lào",
        ),
        (
            "ký Thỏa thuận về hợp tác kinh tế, thương mại và đầu tư, chuẩn bị cho chuyến thăm",
            "Thỏa thuận về hợp tác kinh tế, thương mại và đầu tư",
        ),
        ("ký Hiệp định tránh đánh thuế hai lần, tạo đà", "Hiệp định tránh đánh thuế hai lần"),
        ("hoan nghênh Hiệp định Vận tải biển, thúc đẩy giao thương và đầu tư", "Hiệp định Vận tải biển"),
        ("ký Biên bản ghi nhớ xúc tiến du lịch giữa hai nước", "Biên bản ghi nhớ xúc tiến du lịch"),
        (
            "ký Bản ghi nhớ hợp tác trong lĩnh vực địa chất giữa Bộ Tài nguyên và Bộ Mỏ; sau đó",
            "Bản ghi nhớ hợp tác trong lĩnh vực địa chất giữa Bộ Tài nguyên và Bộ Mỏ",
        ),
        (
            "ký Nghị định thư sửa đổi Nghị định thư giữa Chính phủ Việt Nam và Chính phủ Nga về lắp ráp xe; cùng",
            "Nghị định thư sửa đổi Nghị định thư giữa Chính phủ Việt Nam và Chính phủ Nga về lắp ráp xe",
        ),
        (
            "ra Tuyên bố chung của Chủ tịch nước Việt Nam và Tổng thống Nga về phát triển quan hệ, mở ra",
            "Tuyên bố chung của Chủ tịch nước Việt Nam và Tổng thống Nga về phát triển quan hệ",
        ),
        ("ký Tuyên bố chung “Hướng tới tương lai tươi sáng”, nêu rõ", "Tuyên bố chung “Hướng tới tương lai tươi sáng”"),
        ("thảo luận Đề án “Đưa sách về làng” của huyện", "Đề án “Đưa sách về làng”"),
        ("ký Hiệp định Vay ưu đãi cho dự án đường sắt số Kết thúc hội đàm", "Hiệp định Vay ưu đãi cho dự án đường sắt"),
        ("phê chuẩn Công ước của Liên hợp quốc về nước sạch nhằm", "Công ước của Liên hợp quốc về nước sạch"),
        ("theo Quy chế hoạt động của Ủy ban liên Chính phủ, hai bên", "Quy chế hoạt động của Ủy ban liên Chính phủ"),
        ("sớm ký FTA Việt Nam - Chi-lê; hai bên", "FTA Việt Nam - Chi-lê"),
        ("hy vọng FTA giữa Việt Nam và Israel chính là cầu nối", "FTA giữa Việt Nam và Israel"),
        ("hội thảo về Đề án nuôi ong lấy mật giai đoạn 2016 - 2025.", "Đề án nuôi ong lấy mật giai đoạn 2016 - 2025"),
        (
            "phê duyệt Quy hoạch phát triển nghề muối đến năm 2020, tầm nhìn đến năm 2030 và giao",
            "Quy hoạch phát triển nghề muối đến năm 2020, tầm nhìn đến năm 2030",
        ),
        (
            "triển khai Chương trình hành động phát triển ngành tôm Việt Nam để",
            "Chương trình hành động phát triển ngành tôm Việt Nam",
        ),
        ("thảo luận dự án Luật Cảnh vệ, các đại biểu", "Luật Cảnh vệ"),
        ("theo Luật đa dạng sinh học năm 2008, điều 8", "Luật đa dạng sinh học năm 2008"),
        (
            "thông qua Kế hoạch hành động về an ninh lương thực, nông nghiệp bền vững và biến đổi khí hậu.",
            "Kế hoạch hành động về an ninh lương thực, nông nghiệp bền vững và biến đổi khí hậu",
        ),
        ("sửa đổi quy định Luật Đất đai 2013 để", "Luật Đất đai 2013"),
        (
            "thông qua Luật sửa đổi, bổ sung một số điều của Luật Du lịch vào cuối kỳ họp",
            "Luật sửa đổi, bổ sung một số điều của Luật Du lịch",
        ),
        (
            "thông qua Nghị quyết về xử lý nợ xấu của các tổ chức tín dụng và dự án Luật.",
            "Nghị quyết về xử lý nợ xấu của các tổ chức tín dụng",
        ),
        ("thực hiện Nghị quyết Đại hội 12 của Đảng, tỉnh", "Nghị quyết Đại hội 12 của Đảng"),
        ("theo Điều 19 BLHS 2015.", "BLHS 2015"),
        ("tạo thuận lợi để EVFTA sớm có hiệu lực", "EVFTA"),
    ],
)
def test_names_in_their_full_extent(text: str, surface: str) -> None:
    assert surfaces(text) == [surface]
    assert find(text).mentions[0].form == "name"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Hiệp định Khuyến khích đầu tư và Biên bản ghi nhớ xúc tiến đầu tư giữa hai nước",
            ["Hiệp định Khuyến khích đầu tư", "Biên bản ghi nhớ xúc tiến đầu tư"],
        ),
        (
            "triển khai Kế hoạch Hành động Quốc gia thực hiện Hiến chương ASEAN.",
            ["Kế hoạch Hành động Quốc gia thực hiện Hiến chương ASEAN", "Hiến chương ASEAN"],
        ),
        (
            "theo Nghị quyết số 49-NQ/TW của Bộ Chính trị về Chiến lược cải cách tư pháp đến năm 2020",
            ["Nghị quyết số 49-NQ/TW"],
        ),
        ("rút khỏi TPP trong khi RCEP còn đàm phán", ["TPP", "RCEP"]),
        (
            "Hiệp định giữa Việt Nam và Séc về dẫn độ và Hiệp định giữa Việt Nam và Séc về phòng, chống tội phạm",
            ["Hiệp định giữa Việt Nam và Séc về dẫn độ", "Hiệp định giữa Việt Nam và Séc về phòng, chống tội phạm"],
        ),
    ],
)
def test_two_documents_or_one(text: str, found: list[str]) -> None:
    assert surfaces(text) == found


def test_an_acronym_is_the_document_of_its_long_name() -> None:
    f = find(
        "Việt Nam và EU ký Hiệp định Thương mại tự do Việt Nam - EU (EVFTA). Khi EVFTA có hiệu lực, hàng hóa sẽ rẻ hơn."
    )
    assert len(f.entities) == 1
    assert len(f.mentions) == 2


def test_declarations_of_like_wording_that_open_otherwise_are_two() -> None:
    f = find(
        "Năm 2006 hai nước ký Tuyên bố chung “Hướng tới đối tác vì hòa bình và phồn vinh tại châu Á”. "
        "Năm 2009 hai nước ra Tuyên bố chung Nhật - Việt về đối tác vì hòa bình và phồn vinh tại châu Á, theo đó"
    )
    assert len(f.entities) == 2


@pytest.mark.parametrize("text", ["thực hiện Kế hoạch 28 của Bộ Chính trị", "thực hiện Kế hoạch số 28 về thuế"])
def test_a_plan_counts_by_a_number_of_its_organ(text: str) -> None:
    assert only(text).attributes["number"] == "28"


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


def test_a_treaty_whose_parties_are_joined_or_abbreviated_otherwise_is_one() -> None:
    text = (
        "ký Hiệp định Thương mại tự do giữa Lào và Liên minh châu Âu. Nhờ Hiệp định Tự do Thương mại giữa Lào và EU, "
        "xuất khẩu tăng. Hiệp định Thương mại tự do giữa Lào và Nhật Bản thì khác."
    )
    found = documents.find(Doc(text, (Zone(0, len(text), "body", "test"),)))
    assert len(found.entities) == 2


def test_a_plenum_is_of_the_term_told_elsewhere() -> None:
    text = "theo Nghị quyết Trung ương 4 (khóa XII). Ông nói về Nghị quyết Trung ương 4 và Nghị quyết Trung ương 5."
    assert [m.key for m in find(text).mentions].count("nghị quyết trung ương 4 khóa xii") == 2
    two = "Nghị quyết Trung ương 4 khóa XI, Nghị quyết Trung ương 4 khóa XII. Ông nói về Nghị quyết Trung ương 4."
    assert len(find(two).entities) == 3


def test_a_treaty_told_by_its_subject_is_that_of_the_parties() -> None:
    text = "ký Bản ghi nhớ giữa Lào và Hà Lan về hợp tác đào tạo nghề. Bản ghi nhớ về hợp tác đào tạo nghề có lợi."
    assert len(find(text).entities) == 1
    other = "ký Bản ghi nhớ giữa Lào và Bỉ về hợp tác đào tạo nghề ở vùng cao. " + text
    assert len(find(other).entities) == 3
    assert len(find(text.replace("nghề có", "nghề điện có")).entities) == 2


def test_treaties_of_other_parties_are_others() -> None:
    text = (
        "ký Bản ghi nhớ giữa Lào và Bỉ về hợp tác đào tạo nghề, Bản ghi nhớ giữa Lào và Hà Lan về hợp tác đào tạo nghề."
    )
    assert len(find(text).entities) == 2
    text = "theo Quy chế về quan hệ công tác giữa Chính phủ và Tổng LĐLĐ. Quy chế về quan hệ công tác giữa Chính phủ và Tổng Liên đoàn nêu"
    assert len(find(text).entities) == 1


def test_a_day_or_year_behind_a_number_is_no_count() -> None:
    assert surfaces("theo quy định 1161 ngày 11.10.2015 của Bộ Xây dựng") == ["quy định 1161"]
    assert surfaces("theo Nghị quyết 35 năm 2016 của Chính phủ") == ["Nghị quyết 35"]
    assert surfaces("theo quy định 30 ngày phải trả lời, quyết định 15 năm tù") == []


def test_a_body_of_a_treaty_is_not_the_treaty() -> None:
    assert surfaces("Hội đồng TIFA họp, Chủ tịch TIFA chủ trì") == []
    assert surfaces("hai bên thực thi TIFA") == ["TIFA"]


def test_a_well_known_document_under_part_of_its_name_has_the_whole_one() -> None:
    assert only("thực hiện Chương trình nghị sự 2030").name == "Chương trình nghị sự 2030 vì sự phát triển bền vững"
    assert only("thực thi Hiệp định RCEP").name == "Hiệp định RCEP"


def test_a_paper_of_any_kind_counts_by_number_and_day() -> None:
    assert surfaces("yêu cầu tại văn bản 10285 ngày 29/11/2016") == ["văn bản 10285"]
    assert surfaces("yêu cầu tại 2 văn bản 10285 trang") == []


def test_the_visit_that_a_declaration_is_about_is_told_in_full() -> None:
    name = "Tuyên bố chung về kết quả chuyến thăm chính thức tại Hà Lan của Thủ tướng Chính phủ Lê Văn An"
    assert surfaces(f"hai bên ra {name} với báo chí") == [name]
    assert surfaces("hai bên ra Tuyên bố chung về kết quả chuyến thăm chính thức của Thủ tướng.") == [
        "Tuyên bố chung về kết quả chuyến thăm chính thức"
    ]


def test_a_sentence_that_lost_its_full_stop_ends_a_name() -> None:
    text = "ký Thỏa thuận thành lập Ủy ban hỗn hợp về đầu tư Việt Nam - Lào Tại Diễn đàn hôm nay"
    assert surfaces(text) == ["Thỏa thuận thành lập Ủy ban hỗn hợp về đầu tư Việt Nam - Lào"]
    assert surfaces("trao các thỏa thuận hợp tác MOU trị giá 2 tỷ USD") == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("công văn số 301/BGDĐT – GDMN về trẻ nhỏ", "301/BGDĐT-GDMN"),
        ("công văn số 12/SYT—NVY gửi bệnh viện", "12/SYT-NVY"),
        ("Nghị quyết liên tịch  số 403/2017/NQLT-CP nêu", "403/2017/NQLT-CP"),
        ("theo Quyết định số 7/QĐ-BYT – Bộ trưởng nói", "7/QĐ-BYT"),
        ("theo Luật Dược số 105/2016/QH13. - Quốc hội họp", "105/2016/QH13"),
    ],
)
def test_spaced_and_long_dashes_within_numbers(text: str, number: str) -> None:
    assert only(text).attributes["number"] == number


def test_a_law_by_its_initials_has_its_full_name() -> None:
    assert only("thi hành Luật ĐGTS từ tháng bảy").name == "Luật Đấu giá tài sản"
    assert only("theo Luật BHYT năm 2014, người bệnh").name == "Luật Bảo hiểm y tế 2014"
    assert find("giáo sư Luật XYZ của trường").entities[0].name == "Luật XYZ"


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("dự án Luật Thủy sản (sửa đổi) được trình", "Luật Thủy sản (sửa đổi)"),
        ("dự thảo Luật Du lịch sửa đổi lần này", "Luật Du lịch sửa đổi"),
        ("Luật Du lịch sửa đổi nhiều điều của luật cũ", "Luật Du lịch"),
        ("theo Bộ luật Hình sự sửa đổi, bổ sung năm 2009 thì", "Bộ luật Hình sự sửa đổi, bổ sung năm 2009"),
    ],
)
def test_a_bill_is_told_from_the_law(text: str, surface: str) -> None:
    assert surfaces(text) == [surface]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("căn cứ các Luật Đất đai, Nhà ở và Xây dựng.", ["Luật Đất đai", "Luật Nhà ở", "Luật Xây dựng"]),
        ("các Luật công chức, viên chức, Luật Lao động", ["Luật công chức", "Luật Viên chức", "Luật Lao động"]),
        ("theo Luật Đầu tư, doanh nghiệp phải báo cáo", ["Luật Đầu tư"]),
        ("theo Luật Hải quan, Hải quan tỉnh đã bắt giữ", ["Luật Hải quan"]),
        ("sửa Luật giá, phí và lệ phí, rồi", ["Luật giá", "Luật Phí và lệ phí"]),
    ],
)
def test_laws_behind_one_type_word(text: str, names: list[str]) -> None:
    assert [e.name for e in find(text).entities] == names


def test_the_amended_law_is_cited_where_a_number_or_year_tells_which() -> None:
    assert surfaces("thông qua Luật sửa đổi, bổ sung một số điều của Bộ luật Hình sự số 100/2015/QH13.") == [
        "Luật sửa đổi, bổ sung một số điều của Bộ luật Hình sự số 100/2015/QH13.",
        "Bộ luật Hình sự số 100/2015/QH13.",
    ]


def test_titles_in_a_list_are_documents_each() -> None:
    text = (
        "đã ra 2 Nghị quyết về rừng: Một là “Giữ rừng đầu nguồn cho mai sau”; Hai là “Trồng rừng ven biển miền Trung”."
    )
    assert [e.name for e in find(text).entities] == [
        "Nghị quyết Giữ rừng đầu nguồn cho mai sau",
        "Nghị quyết Trồng rừng ven biển miền Trung",
    ]
    assert find("đã ra nghị quyết sau khi nghe: “Giữ rừng đầu nguồn cho mai sau”, “Trồng rừng ven biển”.") == Found()


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("theo Công ước LHQ về Luật Biển năm 1982, các bên", "Công ước LHQ về Luật Biển năm 1982"),
        ("theo UNCLOS 1982 và DOC 2002", "UNCLOS 1982"),
        ("ký Hiệp định RCEP năm 2020 tại Hà Nội", "Hiệp định RCEP"),
        ("rút khỏi Hiệp định Paris 2015 về biến đổi khí hậu", "Hiệp định Paris 2015 về biến đổi khí hậu"),
    ],
)
def test_the_year_belongs_to_a_treaty_named_with_it(text: str, surface: str) -> None:
    assert surfaces(text)[0] == surface


def test_a_general_name_with_an_acronym_in_brackets_is_the_well_known_document() -> None:
    assert only("hai bên sớm ký Hiệp định Thương mại tự do (EVFTA) trong năm").key == only("EVFTA có hiệu lực").key
    assert find("đã ký Hiệp định thương mại tự do (FTA) với nước bạn") == Found()


def test_a_type_word_told_twice_opens_one_document() -> None:
    assert surfaces("Tại Công văn Công văn số 204/TTg-ĐMDN, ông yêu cầu") == ["Công văn số 204/TTg-ĐMDN"]
    assert surfaces("căn cứ Luật Luật sư của nước ta") == ["Luật Luật sư"]


def test_a_congress_of_a_party_abroad_behind_its_name() -> None:
    assert surfaces("Nghị quyết Đại hội Đảng Cộng sản Cu-ba lần thứ VII, nước bạn") == [
        "Nghị quyết Đại hội Đảng Cộng sản Cu-ba lần thứ VII"
    ]
    assert find("thực hiện Nghị quyết Đại hội Đảng các cấp, tỉnh đã") == Found()


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("Nghị quyết Đại hội XVI Đảng bộ thành phố Huế đề ra", "Nghị quyết Đại hội XVI Đảng bộ thành phố Huế"),
        ("Nghị quyết Đại hội lần thứ XV của Đảng bộ tỉnh. Các huyện", "Nghị quyết Đại hội lần thứ XV của Đảng bộ tỉnh"),
        ("Nghị quyết Đại hội XII của Đảng. Bộ nêu rõ", "Nghị quyết Đại hội XII của Đảng"),
    ],
)
def test_a_congress_of_a_branch_is_none_of_the_party(text: str, surface: str) -> None:
    assert surfaces(text) == [surface]


def test_a_plenum_of_a_term_in_either_numerals_is_one() -> None:
    assert only("Nghị quyết Trung ương 4 khóa 12 nêu rõ").key == only("Nghị quyết Trung ương 4 khóa XII nêu rõ").key
