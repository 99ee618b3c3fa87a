from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.entities import organizations
from transforms.entities.organs import Extents, unnamed_after
from transforms.records import Found, Mention, Zone
from transforms.text.doc import Doc
from transforms.text.organ_names import key_of


def _doc(text, kind="body"):
    return Doc(text, [Zone(0, len(text), kind, "test")])


def _found(text, documents=None):
    return organizations.find(_doc(text), documents or Found())


def _names(text):
    return [text[m.begin : m.end] for m in _found(text).mentions]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # fields of work, then an area; a person's name is not part of it
        ("Bộ trưởng Bộ Công an Lê Văn An phát biểu", ["Bộ Công an"]),
        ("Thứ trưởng Bộ TT&TT Trần Văn Bình", ["Bộ TT&TT"]),
        ("Giám đốc Sở Giáo dục và Đào tạo Hà Giang Lê Thị Cúc", ["Sở Giáo dục và Đào tạo Hà Giang"]),
        ("sở Y tế Hòa Bình báo cáo", ["sở Y tế Hòa Bình"]),
        ("Bộ Quốc phòng ứng dụng công nghệ", ["Bộ Quốc phòng"]),
        # ministries abroad with other fields
        ("với Bộ Y tế, Lao động và Phúc lợi Nhật Bản", ["Bộ Y tế, Lao động và Phúc lợi Nhật Bản"]),
        ("với Bộ Ngoại giao Hoa Kỳ về", ["Bộ Ngoại giao Hoa Kỳ"]),
        # the head runs into the organ
        ("Phó Trưởng ban Tuyên giáo Trung ương", ["ban Tuyên giáo Trung ương"]),
        ("Phó trưởng khoa Hồi sức tích cực cho biết", ["khoa Hồi sức tích cực"]),
        # a part takes the whole in
        ("Ban Cán sự Đảng Bộ Ngoại giao họp", ["Ban Cán sự Đảng Bộ Ngoại giao"]),
        ("Văn phòng UBND tỉnh Lào Cai", ["Văn phòng UBND tỉnh Lào Cai"]),
        ("Đoàn Chủ tịch UBTƯ MTTQ Việt Nam", ["Đoàn Chủ tịch UBTƯ MTTQ Việt Nam"]),
        ("Cục Cảnh sát hình sự", ["Cục Cảnh sát hình sự"]),
        # whose, and what for
        ("Ban chỉ đạo của Chính phủ đã", ["Ban chỉ đạo của Chính phủ"]),
        ("Trưởng ban Chỉ đạo Nhà nước về Du lịch", ["ban Chỉ đạo Nhà nước về Du lịch"]),
        ("Hội đồng kỷ luật đã họp", ["Hội đồng kỷ luật"]),
        ("Ủy ban Văn hóa, Giáo dục của Quốc hội", ["Ủy ban Văn hóa, Giáo dục của Quốc hội"]),
        # areas
        ("UBND TP.HCM và Công an quận Đống Đa", ["UBND TP.HCM", "Công an quận Đống Đa"]),
        ("Quân khu 7 và Huyện ủy Cần Giờ", ["Quân khu 7", "Huyện ủy Cần Giờ"]),
        ("Đại sứ quán Việt Nam tại Nhật Bản", ["Đại sứ quán Việt Nam tại Nhật Bản"]),
        ("Hội Hữu nghị Việt Nam – Cuba", ["Hội Hữu nghị Việt Nam – Cuba"]),
        ("Viện Khoa học Thủy lợi miền Nam báo cáo", ["Viện Khoa học Thủy lợi miền Nam"]),
        ("Trung tâm Khí tượng khu vực Nam Bộ cho biết", ["Trung tâm Khí tượng khu vực Nam Bộ"]),
        # a country by its full style, a committee of a chamber
        ("Quốc hội Vương quốc Campuchia họp", ["Quốc hội Vương quốc Campuchia"]),
        ("Ủy ban Đối ngoại Thượng viện Hoa Kỳ", ["Ủy ban Đối ngoại Thượng viện Hoa Kỳ"]),
        ("Ủy ban Quân vụ Hạ viện Hoa Kỳ", ["Ủy ban Quân vụ Hạ viện Hoa Kỳ"]),
        ("Phân ban Hợp tác Việt Nam - Lào", ["Phân ban Hợp tác Việt Nam - Lào"]),
        ("Ủy ban T.Ư MTTQ Việt Nam", ["Ủy ban T.Ư MTTQ Việt Nam"]),
        # a word that opens sentences is part of a name here, and opens one there
        ("Giám đốc NXB Kim Đồng phát biểu", ["NXB Kim Đồng"]),
        ("Bệnh viện Bạch Mai Đồng chí An", ["Bệnh viện Bạch Mai"]),
        # proper names
        ("Trường Tiểu học Ngô Quyền khai giảng", ["Trường Tiểu học Ngô Quyền"]),
        ("nhà máy bột giấy Phương Nam ngừng", ["nhà máy bột giấy Phương Nam"]),
        ("Chủ tịch Tập đoàn XYZ Bob Miller", ["Tập đoàn XYZ"]),
        ("Trung tâm Hoàng thành Thăng Long", ["Trung tâm Hoàng thành Thăng Long"]),
        ("Đảng Cộng sản Liên bang Nga", ["Đảng Cộng sản Liên bang Nga"]),
        ("Công ty CP Eurowin giao hàng", ["Công ty CP Eurowin"]),
        ("tại ASEAN và UNESCO", ["ASEAN", "UNESCO"]),
    ],
)
def test_extent(text, names):
    assert _names(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "các bộ, ngành và bộ máy nhà nước",
        "ban tổ chức hội thi và cơ sở vật chất",
        "Bí thư Tỉnh ủy và Chủ tịch UBND tỉnh",  # of which province nobody says
        "nhiều công ty Việt Nam và công ty TNHH MTV",
        "kỳ họp Đại hội XII",
        "vùng Nam Bộ nhiều mây",
        "Bộ trưởng, Vụ trưởng đều có mặt",
        "Ảnh: An Bình/TTXVN",
        "đội tuyển dự AFC Cup",
        "trái phiếu Chính phủ",
    ],
)
def test_generic_words_are_no_organizations(text):
    assert _names(text) == []


def test_ministries_under_one_head():
    text = "Bộ trưởng các Bộ Tài chính, Nội vụ và TN&MT trả lời"
    found = _found(text)
    assert [text[m.begin : m.end] for m in found.mentions] == ["Bộ Tài chính", "Nội vụ", "TN&MT"]
    assert [m.key for m in found.mentions] == [key_of("Bộ Tài chính"), key_of("Bộ Nội vụ"), key_of("Bộ TN&MT")]


def test_acronym_defined_in_the_text():
    text = "Ủy ban Kiểm tra Trung ương (UBKT) họp. UBKT kết luận. Liên đoàn Cờ Việt Nam (LCV) dự; LCV vui."
    found = _found(text)
    keys = {text[m.begin : m.end]: (m.key, m.form) for m in found.mentions}
    assert keys["LCV"] == (keys["Liên đoàn Cờ Việt Nam"][0], "acronym")
    assert len([m for m in found.mentions if text[m.begin : m.end] == "LCV"]) == 2


def test_acronym_of_a_part_is_not_the_whole():
    text = "Ủy ban An toàn giao thông (ATGT) quốc gia bàn về trật tự ATGT"
    assert _names(text) == ["Ủy ban An toàn giao thông (ATGT) quốc gia"]


def test_shortened_forms_are_the_fuller_organization():
    text = "UBND tỉnh Lào Cai giao việc. UBND tỉnh yêu cầu báo cáo. Sở Y tế Lào Cai và Sở Y tế."
    found = _found(text)
    assert len(found.entities) == 2
    assert len(found.mentions) == 4


def test_countries_organs_stay_apart():
    found = _found("Quốc hội và Quốc hội Lào; Chính phủ và Chính phủ Việt Nam")
    assert [e.key for e in found.entities] == ["quốc hội", "quốc hội lào", "chính phủ"]


def test_attributes_and_names():
    (entity,) = _found("Ban Đối ngoại T.Ư tổ chức").entities
    assert entity.name == "Ban Đối ngoại Trung ương"
    assert entity.attributes["branch"] == "party"
    assert entity.attributes["level"] == "central"
    assert entity.attributes["parent_key"] == key_of("Ban Chấp hành Trung ương Đảng")


def test_names_of_laws_and_credits_hold_no_organizations():
    text = "Luật Tổ chức Chính phủ"
    law = Found((), (Mention("document", "k", 0, len(text), "name", "law"),))
    assert _found(text, law) == Found()
    assert organizations.find(_doc("Bộ Y tế", "credit"), Found()) == Found()


def test_unknown_grammar_is_refused():
    with pytest.raises(KeyError):
        Extents("", "", {}).end("nonsense", 0, 0)


def test_organs_without_a_name():
    assert unnamed_after(" UBND tỉnh,", " ubnd tỉnh,", 0) == 10
    assert unnamed_after(" bàn ghế", " bàn ghế", 0) is None


@given(st.text("Bộ Sở Y tế, và của ban(-)1ỦU", max_size=40))
def test_mentions_are_in_order_and_apart(text):
    mentions = _found(text).mentions
    assert all(a.end <= b.begin for a, b in pairwise(mentions))
    assert {m.key for m in mentions} == {e.key for e in _found(text).entities}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tại Cục Nghệ thuật biểu diễn Thứ trưởng Bộ Y tế nói", ["Cục Nghệ thuật biểu diễn", "Bộ Y tế"]),
        ("Tập đoàn Fitra Mark Olsen nói", ["Tập đoàn Fitra"]),
        ("Tập đoàn Fitra Nova nói", ["Tập đoàn Fitra Nova"]),
        ("lãnh đạo Vụ tổ chức cán bộ, Bộ Công Thương", ["Vụ tổ chức cán bộ", "Bộ Công Thương"]),
        ("xảy ra. Vụ ma túy lớn", []),
        ("nay là Tòa án cấp cao tại Hà Nội tuyên", ["Tòa án cấp cao tại Hà Nội"]),
        ("của Lê Phong, Báo Sông Xanh đưa tin", ["Báo Sông Xanh"]),
        ("giữa hai Chính phủ.", []),
        ("Tổng cục Dân số - Kế hoạch hóa gia đình họp", ["Tổng cục Dân số - Kế hoạch hóa gia đình"]),
        ("do tập đoàn truyền thông Fitra tổ chức", ["tập đoàn truyền thông Fitra"]),
        ("tập đoàn tội ác Trần Văn An", []),
        ("Ủy ban hỗn hợp về thương mại và đầu tư họp", ["Ủy ban hỗn hợp về thương mại và đầu tư"]),
        ("Hội đồng An ninh Quốc gia H.R. Olsen", ["Hội đồng An ninh Quốc gia"]),
        ("Phó Trưởng Ban Liên lạc Đối ngoại Trung ương", ["Ban Liên lạc Đối ngoại Trung ương"]),
        ("Trưởng Ban Trần Văn An", []),
        ("Ngân hàng TMCP Quân đội cho vay", ["Ngân hàng TMCP Quân đội"]),
        ("Trường THPT Chuyên Lê Quý Đôn mở lớp", ["Trường THPT Chuyên Lê Quý Đôn"]),
        ("Tập đoàn Fitrex sản xuất xe", ["Tập đoàn Fitrex"]),
        ("Hiệp hội Du lịch Đà Nẵng về quy hoạch", ["Hiệp hội Du lịch Đà Nẵng"]),
        ("ông Ban Ki-Moon nói", []),
        ("Ban Pháp chế HĐND tỉnh Lào Cai họp", ["Ban Pháp chế HĐND tỉnh Lào Cai"]),
        ("Ban Pháp chế và HĐND tỉnh Lào Cai họp", ["Ban Pháp chế", "HĐND tỉnh Lào Cai"]),
    ],
)
def test_where_names_begin_and_end(text, expected):
    assert [text[m.begin : m.end] for m in _found(text).mentions] == expected


def test_the_place_in_brackets_is_no_acronym():
    text = "Đại học Fitra (Hà Lan) cho biết Hà Lan"
    assert [text[m.begin : m.end] for m in _found(text).mentions] == ["Đại học Fitra"]


def test_whose_organ_makes_no_other_organ():
    assert key_of("Ban chỉ đạo của Bộ Công Thương") == key_of("Ban Chỉ đạo Bộ Công Thương")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chủ tịch Đu-ma quốc gia Nga đến", ["Đu-ma quốc gia Nga"]),
        ("Thủ tướng Quốc vụ viện Trung Quốc đến", ["Quốc vụ viện Trung Quốc"]),
        ("Thống đốc NHNN nói", ["NHNN"]),
        ("tàu Hải quân Mỹ đến", ["Hải quân Mỹ"]),
        ("Nhóm Nghị sỹ hữu nghị Đức - Việt họp", ["Nhóm Nghị sỹ hữu nghị Đức - Việt"]),
        ("quan hệ giữa Quốc hội hai nước", []),  # of which one, it does not say
        ("HTX khu vực Tây Nguyên chưa phát triển", []),
        ("HTX Tân Tiến chưa phát triển", ["HTX Tân Tiến"]),
    ],
)
def test_bodies_abroad_and_of_several(text, expected):
    assert _names(text) == expected


def test_a_ministry_under_its_abbreviations_is_one():
    assert key_of("Bộ KH-ĐT") == key_of("Bộ KH&ĐT") == key_of("Bộ Kế hoạch và Đầu tư")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tờ Le Parisien đưa tin", ["Le Parisien"]),
        ("gửi tờ trình lên trên", []),
        ("với Cảnh sát tỉnh Hyogo", ["Cảnh sát tỉnh Hyogo"]),
        ("Vụ Tổ chức cán bộ và thanh tra Bộ", ["Vụ Tổ chức cán bộ"]),
        ("Công ty Xử lý chất thải rắn Việt Nam", ["Công ty Xử lý chất thải rắn Việt Nam"]),
        ("Chủ tịch Tòa án Công lý quốc tế", ["Tòa án Công lý quốc tế"]),
    ],
)
def test_papers_provinces_abroad_and_neighbours(text, expected):
    assert _names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Giám đốc điều hành Ban Thư ký APEC nói", ["Ban Thư ký APEC"]),
        ("phối hợp với Biên phòng tỉnh Lào Cai tìm kiếm", ["Biên phòng tỉnh Lào Cai"]),
        ("Ban Quản lý vịnh Hạ Long báo cáo", ["Ban Quản lý vịnh Hạ Long"]),
        ("BQL khu kinh tế Vân Phong báo cáo", ["BQL khu kinh tế Vân Phong"]),
        ("Ban Quản lý chợ báo cáo", []),
        ("thăm Trung tâm bảo tồn voi Tây Nguyên hôm qua", ["Trung tâm bảo tồn voi Tây Nguyên"]),
        ("Trung tâm lớn nhất ở Hà Nội", []),
        (
            "tại Công ty TNHH MTV Bảo đảm an toàn hàng hải miền Nam",
            ["Công ty TNHH MTV Bảo đảm an toàn hàng hải miền Nam"],
        ),
        ("Trường THPT tư thục Lê An khai giảng", ["Trường THPT tư thục Lê An"]),
        ("một số trường ĐH, CĐ tuyển sinh", []),
        ("Đảng ủy Khối các cơ quan tỉnh Lào Cai họp", ["Đảng ủy Khối các cơ quan tỉnh Lào Cai"]),
        ("chính quyền và Đảng ủy các cấp", []),
        ("phóng viên VOV.VN hỏi", ["VOV.VN"]),
        ("nhóm lớp tư thục Sen Hồng đóng cửa", ["nhóm lớp tư thục Sen Hồng"]),
        ("Ủy ban nhân dân huyện Krông Pắk họp", ["Ủy ban nhân dân huyện Krông Pắk"]),
        ("UBND huyện Krông Trần An họp", ["UBND huyện Krông"]),
    ],
)
def test_how_far_names_reach(text, expected):
    assert _names(text) == expected


def test_ministries_in_a_list_are_not_one_abroad():
    text = "gồm Bộ Kế hoạch và Đầu tư, Công an, Xây dựng, Tài nguyên và Môi trường, Bảo hiểm xã hội Việt Nam đã báo cáo"
    assert _names(text) == ["Bộ Kế hoạch và Đầu tư", "Bảo hiểm xã hội Việt Nam"]


def test_a_bare_unit_is_short_for_one_of_its_level():
    found = _found("UBND thành phố Hà Nội họp. UBND quận Ba Đình nghe. UBND quận về.")
    assert [m.key for m in found.mentions][1:] == [key_of("UBND quận Ba Đình")] * 2
    found = _found("UBND thành phố Hà Nội họp. UBND quận về.")
    assert [m.key for m in found.mentions] == [key_of("UBND thành phố Hà Nội")]


def test_firms_under_shorter_names():
    found = _found("Công ty cổ phần Bóng đèn Sao Mai lãi. Công ty Bóng đèn Sao Mai vay. Công ty Sao Mai trả.")
    assert len({m.key for m in found.mentions}) == 1
    found = _found("Xí nghiệp Cơ khí an toàn hàng hải lãi. Xí nghiệp An toàn hàng hải vay.")
    assert len({m.key for m in found.mentions}) == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lập các liên doanh Sovpetro, Vietgaz và Gazviet để khai thác", ["Sovpetro", "Vietgaz", "Gazviet"]),
        ("nhiều doanh nghiệp như Intel, LG đến", ["Intel", "LG"]),
        ("các doanh nghiệp Singapore, Malaysia đến", []),
        ("các doanh nghiệp Hà Nam, Lào Cai đến", []),
    ],
)
def test_firms_in_a_row(text, expected):
    assert _names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Trao đổi với Tiền Phong, ông nói", ["Tiền Phong"]),
        ("người Tiền Phong đi đầu", []),
        ("nút giao ở đường Thanh Niên", []),
        ("như Thanh Niên đã đưa tin", ["Thanh Niên"]),
    ],
)
def test_papers_whose_names_are_words(text, expected):
    assert _names(text) == expected


def test_a_body_with_its_short_name_before_the_country():
    text = "Chủ tịch Hội nghị Hiệp thương Chính trị Nhân dân toàn quốc (Chính hiệp) Trung Quốc đến"
    found = _found(text)
    assert [m.key for m in found.mentions] == [key_of("Hội nghị Hiệp thương Chính trị Nhân dân Trung Quốc")]
    assert text[found.mentions[0].end - 10 : found.mentions[0].end] == "Trung Quốc"


def test_the_mark_of_a_document_and_a_school_s_namesake():
    assert _names("văn bản số 3445/UBND-VX gửi đi") == []
    assert _names("Hiệu trưởng trường ĐH Y Khoa Phạm An Thạch đến") == ["trường ĐH Y Khoa Phạm An Thạch"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thỏa thuận giữa Bộ Y tế và Bộ Công an về dữ liệu của Tổng cục Thống kê", ["Bộ Y tế", "Bộ Công an"]),
        ("Quy chế về phối hợp giữa Bộ Y tế và Bộ Công an", []),
        ("Quy chế về hoạt động của Bộ Y tế", []),
    ],
)
def test_the_parties_in_a_document_s_name(text, expected):
    named = Found((), (Mention("document", "k", 0, len(text), "name", "treaty"),))
    assert [text[m.begin : m.end] for m in _found(text, named).mentions] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("loạt bài trên báo Thanh Niên đoạt giải", ["báo Thanh Niên"]),
        ("theo báo Sông Xanh Việt Nam hôm qua", ["báo Sông Xanh Việt Nam"]),
        ("thông báo Sông Xanh, nhà báo Lê Văn An", []),
        ("những người làm báo Sông Xanh", []),
        ("ông sẽ báo Chính phủ xem xét", ["Chính phủ"]),
        ("Thời báo Kinh tế Sài Gòn đưa tin", ["Thời báo Kinh tế Sài Gòn"]),
        ("theo Tân Hoa xã hôm qua", ["Tân Hoa xã"]),
    ],
)
def test_papers_by_their_full_names(text, expected):
    assert _names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("làm việc với Fitra Energy hôm qua", ["Fitra Energy"]),
        ("ông là Chủ tịch KDR Global Institute từ lâu", ["KDR Global Institute"]),
        ("tại quỹ đầu tư KDR Global từ lâu", ["quỹ đầu tư KDR Global"]),
        ("Tổng Giám đốc Sao Mai Group nói", ["Sao Mai Group"]),
        ("sự kiện Power, CEO Group và nhóm Lan Group", []),
        ("họp. Theo Sao Mai Group, giá tăng", []),
        ("Công ty cổ phần Tập đoàn Sao Mai báo lãi", ["Công ty cổ phần Tập đoàn Sao Mai"]),
        ("Công ty xây lắp và Tập đoàn Sao Mai báo lãi", ["Tập đoàn Sao Mai"]),
        ("Đảng “Sông Xanh thống nhất” thắng cử", ["Đảng “Sông Xanh thống nhất”"]),
        ("một công ty “ma” bị phát hiện", []),
    ],
)
def test_firms_without_a_head_or_with_two_or_quoted(text, expected):
    assert _names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Phòng CSGT Công an tỉnh Hà Tĩnh cho biết", ["Phòng CSGT Công an tỉnh Hà Tĩnh"]),
        ("Vụ Pháp chế Bộ Công Thương cho biết", ["Vụ Pháp chế", "Bộ Công Thương"]),
        ("sáng qua, tổ đại biểu số 4 tiếp xúc", ["tổ đại biểu số 4"]),
        ("sáng qua, các tổ đại biểu tiếp xúc", []),
        ("Bí thư Đảng ủy cơ quan Bộ Y tế nói", ["Đảng ủy cơ quan Bộ Y tế"]),
        ("Bệnh viện Việt Đức – Hà Nội tiếp nhận", ["Bệnh viện Việt Đức"]),
        ("Hội hữu nghị Việt Nam – Cuba họp", ["Hội hữu nghị Việt Nam – Cuba"]),
        ("lực lượng Cảnh sát biển Việt Nam tuần tra", ["lực lượng Cảnh sát biển Việt Nam"]),
        ("lực lượng Công an Việt Nam tuần tra", ["Công an Việt Nam"]),
    ],
)
def test_divisions_and_where_they_are(text, expected):
    assert _names(text) == expected


def test_a_name_told_in_full_reaches_to_the_brackets_that_shorten_it():
    text = "Ủy ban Chỉ đạo quốc gia về Cơ chế chung, cơ chế riêng và tạo thuận lợi (Ủy ban Chỉ đạo 1899). Ủy ban Chỉ đạo 1899 họp."
    found = _found(text)
    assert len({m.key for m in found.mentions}) == 1
    assert text[: found.mentions[0].end].endswith("thuận lợi")
    text = "Ủy ban Chỉ đạo quốc gia họp. Hai bên bàn nhiều việc (Ủy ban Chỉ đạo 1899)."
    assert _names(text)[0] == "Ủy ban Chỉ đạo quốc gia"


def test_brackets_call_an_organ_by_a_shorter_name():
    keys = [
        m.key
        for m in _found("Công ty cổ phần Nhã Khắc (gọi tắt là Công ty Song Lộc) vay. Công ty Song Lộc trả.").mentions
    ]
    assert len(set(keys)) == 1
    keys = [m.key for m in _found("Cục Sông Xanh (Bộ Công Thương) họp.").mentions]
    assert len(set(keys)) == 2


def test_who_adopted_a_document_is_mentioned_and_its_acronym_is_no_organ_s():
    text = "Nghị quyết Hội nghị lần thứ chín Ban Chấp hành Trung ương Đảng (Khóa XI) về văn hóa"
    named = Found((), (Mention("document", "k", 0, text.index(" (Khóa"), "name", "plenum"),))
    assert [text[m.begin : m.end] for m in _found(text, named).mentions] == ["Ban Chấp hành Trung ương Đảng"]
    text = "Hiệp định Thương mại tự do Việt Nam - EU (EVFTA) và EVFTA"
    named = Found((), (Mention("document", "k", 0, text.index(" (EVFTA"), "name", "well_known"),))
    assert [text[m.begin : m.end] for m in _found(text, named).mentions] == ["EU"]
    named = Found((), (Mention("document", "k", 0, text.index(" (EVFTA"), "name", "law"),))
    assert _found(text, named).mentions == ()


def test_ministries_in_a_list_behind_a_colon():
    text = "phối hợp với các Bộ: Xây dựng, Văn hóa, Thể thao và Du lịch, Y tế và UBND tỉnh Lào Cai"
    assert _names(text) == ["Xây dựng", "Văn hóa, Thể thao và Du lịch", "Y tế", "UBND tỉnh Lào Cai"]
    assert _found(text).mentions[0].key == key_of("Bộ Xây dựng")
    assert _names("theo ý kiến của Bộ: Xây dựng là chính") == []


def test_firms_of_a_country_in_a_row():
    assert _names("các doanh nghiệp lớn của Đức như Siemens, Fitra, Braun đến") == ["Siemens", "Fitra", "Braun"]
    assert _names("các doanh nghiệp lớn của Đức đến Hà Nam, Fitra, Braun") == []


def test_a_department_of_any_city_is_that_of_the_city_named():
    found = _found("Sở Xây dựng TP.HCM họp. Sở Xây dựng TP báo cáo.")
    assert [m.key for m in found.mentions] == [key_of("Sở Xây dựng TP.HCM")] * 2
    assert _names("Sở Xây dựng thành phố báo cáo") == ["Sở Xây dựng thành phố"]
    assert _names("Bộ Xây dựng thành phố mới") == ["Bộ Xây dựng"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lãnh đạo Cục An toàn thông tin dự họp", ["Cục An toàn thông tin"]),
        ("tại Trung tâm Kiểm soát bệnh tật tỉnh Lào Cai", ["Trung tâm Kiểm soát bệnh tật tỉnh Lào Cai"]),
        ("luật sư của Văn phòng luật sư Minh Trí nói", ["Văn phòng luật sư Minh Trí"]),
        ("thuộc Đoàn luật sư Hà Nội hôm qua", ["Đoàn luật sư Hà Nội"]),
        ("do Công ty TNHH Thiên Hoàng Lan lập", ["Công ty TNHH Thiên Hoàng Lan"]),
        ("giám đốc Công ty Sơn Hà Nguyễn Văn Bình nói", ["Công ty Sơn Hà"]),
        ("Chủ tịch Hiệp hội Vận tải Nguyễn Văn Bình nói", ["Hiệp hội Vận tải"]),
        ("học sinh trường THPT Nguyễn Văn Bình đến", ["trường THPT Nguyễn Văn Bình"]),
        ("Sư đoàn Phòng không 361 nhận cờ", ["Sư đoàn Phòng không 361"]),
        ("giải thưởng của Liên minh kỷ lục thế giới trao", ["Liên minh kỷ lục thế giới"]),
        ("thăm Ngân hàng Bank of Asia hôm qua", ["Ngân hàng Bank of Asia"]),
        ("hợp tác với Viện Máy và Dụng cụ đo (IMD), sau đó", ["Viện Máy và Dụng cụ đo", "IMD"]),
        ("các doanh nghiệp viễn thông Alphatel, Betanet, Gammacom đã dự", ["Alphatel", "Betanet", "Gammacom"]),
        ("Trưởng phòng GD&ĐT huyện Gia Lâm nói", ["phòng GD&ĐT huyện Gia Lâm"]),
        ("gặp Cục Cảnh sát phòng chống ma túy hôm qua", ["Cục Cảnh sát phòng chống ma túy"]),
        ("họp Hội đồng Doanh nhân nữ Việt Nam hôm qua", ["Hội đồng Doanh nhân nữ Việt Nam"]),
        ("gặp Nhóm nữ đại biểu Quốc hội Việt Nam", ["Nhóm nữ đại biểu Quốc hội Việt Nam"]),
        ("lực lượng Nhà nước Hồi giáo tự xưng rút lui", ["Nhà nước Hồi giáo tự xưng"]),
        ("do Giáo hội Phật giáo Việt Nam tổ chức", ["Giáo hội Phật giáo Việt Nam"]),
        ("thuộc Ban Trị sự Giáo hội Phật giáo Việt Nam", ["Ban Trị sự Giáo hội Phật giáo Việt Nam"]),
    ],
)
def test_names_go_on(text, expected):
    assert _names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Viện Lê Hữu Trác hoạt động từ lâu", ["Viện Lê Hữu Trác"]),
        ("do Tập đoàn AEON phối hợp tổ chức", ["Tập đoàn AEON"]),
        ("thành lập Ban Chỉ đạo của Bộ Công Thương và xây dựng quy chế", ["Ban Chỉ đạo của Bộ Công Thương"]),
        ("tại Cục Bảo vệ Thực vật Vì vậy, đơn vị", ["Cục Bảo vệ Thực vật"]),
        ("vốn ở Tổng công ty LICOGI và chuyển giao về", ["Tổng công ty LICOGI"]),
        ("tại Hội Cây cảnh đã gặp bà con (VNPT cũng dự)", ["Hội Cây cảnh", "VNPT"]),
        ("theo Thứ trường Lê Thị Bình, việc này", []),
        ("họp tại phòng Tiệc lớn hôm qua", []),
        ("Trưởng phòng Kế hoạch nói", []),
        ("theo Sách giáo khoa THPT mới", []),
        ("chạy ở Thế vận hội Olympic", []),
        ("các doanh nghiệp nhà nước Alphatel cũng dự", []),
        ("Đoàn thanh tra của Sở Hưng Yên gồm nhiều người", []),
    ],
)
def test_names_end_where_something_is_done(text, expected):
    assert _names(text) == expected
