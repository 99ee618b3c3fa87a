import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.entities import offices, organizations
from transforms.records import Found, Mention, Zone
from transforms.text.doc import Doc
from transforms.text.organ_names import key_of


def _offices(text):
    doc = Doc(text, [Zone(0, len(text), "body", "test")])
    return doc, offices.find(doc, organizations.find(doc, Found()))


def _surfaces(text):
    return [" … ".join(text[b:e] for b, e in o.spans) for o in _offices(text)[1]]


def _claims(text, *names):
    """(person, canonical office) of every claim, with marks for former and acting, for persons named in the text."""
    doc, found = _offices(text)
    mentions = sorted((m.start(), m.end(), n) for n in names for m in re.finditer(re.escape(n), text))
    persons = Found((), tuple(Mention("person", n, b, e, "name", "test") for b, e, n in mentions))
    return {
        (c.person_key, c.office.office + " (nguyên)" * c.office.is_former + " (quyền)" * c.office.is_acting)
        for c in offices.link(doc, found, persons)
    }


@pytest.mark.parametrize(
    ("text", "surface", "office", "title"),
    [
        ("Bộ trưởng Bộ Y tế nói", "Bộ trưởng Bộ Y tế", "Bộ trưởng Bộ Y tế", "Bộ trưởng"),
        ("Bộ trưởng Công Thương nói", "Bộ trưởng Công Thương", "Bộ trưởng Bộ Công Thương", "Bộ trưởng"),
        (
            "Trưởng ban Tuyên giáo T.Ư nói",
            "Trưởng ban Tuyên giáo T.Ư",
            "Trưởng Ban Tuyên giáo Trung ương",
            "Trưởng ban",
        ),
        ("Phó Thủ tướng Chính phủ nói", "Phó Thủ tướng Chính phủ", "Phó Thủ tướng Chính phủ", "Phó Thủ tướng"),
        ("Tổng thống Mỹ nói", "Tổng thống Mỹ", "Tổng thống Hoa Kỳ", "Tổng thống"),
        (
            "Đại sứ Việt Nam tại Nhật Bản nói",
            "Đại sứ Việt Nam tại Nhật Bản",
            "Đại sứ Việt Nam tại Nhật Bản",
            "Đại sứ",
        ),
        ("Chủ tịch UBND tỉnh nói", "Chủ tịch UBND tỉnh", "Chủ tịch Ủy ban nhân dân tỉnh", "Chủ tịch"),
        ("Ủy viên Trung ương Đảng", "Ủy viên Trung ương Đảng", "Ủy viên Ban Chấp hành Trung ương Đảng", "Ủy viên"),
        ("Bí thư T.Ư Đảng", "Bí thư T.Ư Đảng", "Bí thư Trung ương Đảng", "Bí thư"),
        ("Thị trưởng bang Hamburg", "Thị trưởng bang Hamburg", "Thị trưởng bang Hamburg", "Thị trưởng"),
        (
            "Phó Cục trưởng Cục Quản trị, Văn phòng Chính phủ",
            "Phó Cục trưởng Cục Quản trị, Văn phòng Chính phủ",
            "Phó Cục trưởng Cục Quản trị, Văn phòng Chính phủ",
            "Phó Cục trưởng",
        ),
        ("PGS. TS nói", "PGS. TS", "PGS.TS", "PGS. TS"),
    ],
)
def test_head_and_organ(text, surface, office, title):
    _, (found, *_) = _offices(text)
    assert text[found.begin : found.end] == surface
    assert (found.office, found.title) == (office, title)


def test_organization_key_only_where_the_report_has_it():
    _, (minister,) = _offices("Bộ trưởng Bộ Y tế")
    assert minister.organization_key == key_of("Bộ Y tế")
    _, (bare,) = _offices("Thủ tướng")
    assert bare.organization_key is None


@pytest.mark.parametrize("text", ["Ban Bí thư họp", "ông, bà, đồng chí", "đại diện các bộ", "Bộ trưởng các Bộ: Y tế"])
def test_no_office(text):
    assert _surfaces(text) == []


def test_markers():
    _, (office,) = _offices("nguyên Chủ tịch nước")
    assert office.is_former
    assert office.begin == len("nguyên ")
    _, (office,) = _offices("Quyền Cục trưởng Cục Quản trị")
    assert office.is_acting
    assert office.begin == 0
    _, (office,) = _offices("theo thẩm quyền Thủ tướng Chính phủ")
    assert not office.is_acting


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        # an enumeration before the name, and after it
        (
            "Ủy viên Bộ Chính trị, Bí thư Trung ương Đảng, Trưởng Ban Dân vận Trung ương Lê Thị Mai dự.",
            {
                ("Lê Thị Mai", "Ủy viên Bộ Chính trị"),
                ("Lê Thị Mai", "Bí thư Trung ương Đảng"),
                ("Lê Thị Mai", "Trưởng Ban Dân vận Trung ương"),
            },
        ),
        (
            "đồng chí Lê Thị Mai, Ủy viên Bộ Chính trị, nguyên Chủ tịch Quốc hội.",
            {("Lê Thị Mai", "Ủy viên Bộ Chính trị"), ("Lê Thị Mai", "Chủ tịch Quốc hội (nguyên)")},
        ),
        ("ông Trần An - Phó Vụ trưởng Vụ Pháp luật cho biết.", {("Trần An", "Phó Vụ trưởng Vụ Pháp luật")}),
        (
            "Thượng tướng Trần An (Thứ trưởng Bộ Công an)",
            {("Trần An", "Thượng tướng"), ("Trần An", "Thứ trưởng Bộ Công an")},
        ),
        # a list of persons, each with an office of their own
        (
            "Tổng Bí thư Lê Thị Mai, Chủ tịch nước Trần An, Chủ tịch Quốc hội Vũ Bình dự.",
            {("Lê Thị Mai", "Tổng Bí thư"), ("Trần An", "Chủ tịch nước"), ("Vũ Bình", "Chủ tịch Quốc hội")},
        ),
        # kiêm, and heads that nobody holds together
        (
            "ông Trần An, Chủ tịch kiêm Tổng Giám đốc Công ty Sao Mai",
            {("Trần An", "Chủ tịch"), ("Trần An", "Tổng Giám đốc Công ty Sao Mai")},
        ),
        (
            "theo ủy quyền của Thủ tướng, Bộ trưởng, Chủ nhiệm Văn phòng Chính phủ Trần An",
            {("Trần An", "Bộ trưởng"), ("Trần An", "Chủ nhiệm Văn phòng Chính phủ")},
        ),
        # one office for several
        (
            "các Phó Thủ tướng Trần An, Vũ Bình và Lê Thị Mai dự.",
            {(n, "Phó Thủ tướng Chính phủ") for n in ("Trần An", "Vũ Bình", "Lê Thị Mai")},
        ),
        (
            "các Ủy viên Bộ Chính trị: Tổng Bí thư Trần An; Vũ Bình, Chánh Thanh tra.",
            {
                ("Trần An", "Ủy viên Bộ Chính trị"),
                ("Trần An", "Tổng Bí thư"),
                ("Vũ Bình", "Ủy viên Bộ Chính trị"),
                ("Vũ Bình", "Chánh Thanh tra"),
            },
        ),
        (
            "có các đồng chí Ủy viên Trung ương Đảng: Trần An - Bộ trưởng Bộ Công Thương, Vũ Bình - Thứ trưởng Bộ Y tế; Đại sứ Lê Thị Mai.",
            {
                ("Trần An", "Ủy viên Ban Chấp hành Trung ương Đảng"),
                ("Trần An", "Bộ trưởng Bộ Công Thương"),
                ("Vũ Bình", "Ủy viên Ban Chấp hành Trung ương Đảng"),
                ("Vũ Bình", "Thứ trưởng Bộ Y tế"),
                ("Lê Thị Mai", "Đại sứ"),
            },
        ),
        (
            "có các đồng chí Ủy viên Bộ Chính trị: Trần An - Trưởng Ban Dân vận Trung ương; Các đồng chí Ủy viên Trung ương Đảng: Vũ Bình.",
            {
                ("Trần An", "Ủy viên Bộ Chính trị"),
                ("Trần An", "Trưởng Ban Dân vận Trung ương"),
                ("Vũ Bình", "Ủy viên Ban Chấp hành Trung ương Đảng"),
            },
        ),
        # verbs
        ("bổ nhiệm ông Trần An giữ chức Vụ trưởng Vụ Pháp luật.", {("Trần An", "Vụ trưởng Vụ Pháp luật")}),
        ("trao quyết định bổ nhiệm chức vụ Vụ trưởng cho ông Trần An.", {("Trần An", "Vụ trưởng")}),
        ("bầu ông Trần An vào cương vị Chủ tịch Hội Nông dân.", {("Trần An", "Chủ tịch Hội Nông dân")}),
        (
            "bổ nhiệm ông Trần An làm Vụ trưởng Vụ Pháp luật và bà Lê Thị Mai làm Chánh Thanh tra.",
            {("Trần An", "Vụ trưởng Vụ Pháp luật"), ("Lê Thị Mai", "Chánh Thanh tra")},
        ),
        (
            "Phó Chủ tịch nước Lê Thị Mai giữ Quyền Chủ tịch nước.",
            {("Lê Thị Mai", "Phó Chủ tịch nước"), ("Lê Thị Mai", "Quyền Chủ tịch nước (quyền)")},
        ),
        # what somebody gave up, and took up then
        ("Trần An thôi giữ chức Vụ trưởng.", {("Trần An", "Vụ trưởng (nguyên)")}),
        ("miễn nhiệm chức danh Vụ trưởng đối với ông Trần An.", {("Trần An", "Vụ trưởng (nguyên)")}),
        (
            "Trước đó, Bộ Chính trị phân công ông Trần An thôi giữ chức Bí thư Tỉnh ủy Lào Cai, giữ chức Phó Trưởng Ban Kinh tế Trung ương.",
            {("Trần An", "Bí thư Tỉnh ủy Lào Cai (nguyên)"), ("Trần An", "Phó Trưởng Ban Kinh tế Trung ương")},
        ),
        # careers: past and present, after facts on the person, of a pronoun, of part of a name, of nobody named
        (
            "Trần An sinh năm 1957, quê Phú Thọ, từng là Bí thư Tỉnh ủy Lào Cai, rồi là Bộ trưởng Bộ Y tế.",
            {("Trần An", "Bí thư Tỉnh ủy Lào Cai (nguyên)"), ("Trần An", "Bộ trưởng Bộ Y tế (nguyên)")},
        ),
        (
            "Trần An từng là Thư ký cho Bộ trưởng Vũ Bình, là Chánh Thanh tra.",
            {("Trần An", "Thư ký (nguyên)"), ("Vũ Bình", "Bộ trưởng"), ("Trần An", "Chánh Thanh tra (nguyên)")},
        ),
        ("Trần An nói. Trước khi được bầu, ông là Chánh Thanh tra.", {("Trần An", "Chánh Thanh tra (nguyên)")}),
        (
            "Trần An tiếp Vũ Bình. Trước khi giữ chức Vụ trưởng Vụ Pháp luật, ông An từng làm Chánh Thanh tra.",
            {("Trần An", "Chánh Thanh tra (nguyên)")},
        ),
        ("Trần An nói. Từ năm 2001 đến 2005, là Chánh Thanh tra.", {("Trần An", "Chánh Thanh tra (nguyên)")}),
        ("Trần An nói. Ông hiện là Chánh Thanh tra.", {("Trần An", "Chánh Thanh tra")}),
        ("Lê Thị Mai gặp Trần An. Bà từng là Chánh Thanh tra.", {("Lê Thị Mai", "Chánh Thanh tra (nguyên)")}),
        # far off, yet of the only one named; by a pronoun behind the office
        (
            "Quyền Chủ tịch nước Lê Thị Mai kết thúc nhiệm vụ tạm thời, tiếp tục cương vị Phó Chủ tịch nước.",
            {("Lê Thị Mai", "Quyền Chủ tịch nước (quyền)"), ("Lê Thị Mai", "Phó Chủ tịch nước")},
        ),
        (
            "Trần An nói. Sau đó các đại biểu miễn nhiệm chức Bộ trưởng Bộ Y tế đối với ông.",
            {("Trần An", "Bộ trưởng Bộ Y tế (nguyên)")},
        ),
        ("Ông Trần An, Tân Chủ tịch Hội Nông dân, nói.", {("Trần An", "Chủ tịch Hội Nông dân")}),
        # facts between the name and its office
        (
            "Bà Lê Thị Mai, dân tộc Mông, nguyên Bí thư Tỉnh ủy Lào Cai; ông Trần An (sinh năm 1960), Chánh Thanh tra.",
            {("Lê Thị Mai", "Bí thư Tỉnh ủy Lào Cai (nguyên)"), ("Trần An", "Chánh Thanh tra")},
        ),
        ("ông Trần An Giám đốc Công ty Sao Mai cho biết", {("Trần An", "Giám đốc Công ty Sao Mai")}),
        (
            "ông Trần An, Chánh Thanh tra (nguyên Vụ trưởng Vụ Pháp luật)",
            {("Trần An", "Chánh Thanh tra"), ("Trần An", "Vụ trưởng Vụ Pháp luật (nguyên)")},
        ),
        # two heads of one organ
        (
            "Phó Chủ tịch - Tổng Thư ký Ủy ban Trung ương MTTQ Việt Nam Trần An",
            {("Trần An", "Phó Chủ tịch - Tổng Thư ký Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam")},
        ),
        # a seat in parliament does not close the list
        (
            "Thượng nghị sĩ John Miller, Chủ tịch Ủy ban Đối ngoại Thượng viện Hoa Kỳ.",
            {("John Miller", "Thượng nghị sĩ"), ("John Miller", "Chủ tịch Ủy ban Đối ngoại Thượng viện Hoa Kỳ")},
        ),
        # one office, one spelling
        *(
            (f"Chủ tịch UBND {city} Trần An", {("Trần An", "Chủ tịch Ủy ban nhân dân thành phố Hà Nội")})
            for city in ("TP Hà Nội", "thành phố Hà Nội", "Hà Nội")
        ),
        (
            "Chủ tịch Quốc hội nước Cộng hòa xã hội chủ nghĩa Việt Nam Lê Thị Mai",
            {("Lê Thị Mai", "Chủ tịch Quốc hội")},
        ),
        ("Chủ tịch Quốc hội Vương quốc Campuchia John Miller", {("John Miller", "Chủ tịch Quốc hội Campuchia")}),
        (
            "Tổng Bí thư, Chủ tịch nước Lào John Miller",
            {("John Miller", "Tổng Bí thư Lào"), ("John Miller", "Chủ tịch nước Lào")},
        ),
        # nobody is speaker here and there
        (
            "theo đề nghị của Chủ tịch Quốc hội Lào, Chủ tịch Quốc hội Lê Thị Mai",
            {("Lê Thị Mai", "Chủ tịch Quốc hội")},
        ),
        # the longer form names the shorter
        (
            "Bộ trưởng Bộ Y tế Lê Thị Mai đến. Bộ trưởng Lê Thị Mai nói.",
            {("Lê Thị Mai", "Bộ trưởng Bộ Y tế")},
        ),
        # heads of government: here, or of the country that the report names
        ("Thủ tướng Trần An nói.", {("Trần An", "Thủ tướng Chính phủ")}),
        ("Thủ tướng John Miller nói. Thủ tướng Anh đã đến.", {("John Miller", "Thủ tướng Anh")}),
        ("trước đại biểu Quốc hội, Bộ trưởng Bộ Y tế Trần An", {("Trần An", "Bộ trưởng Bộ Y tế")}),
        # ranks
        ("Theo PGS. TS. Trần An", {("Trần An", "PGS.TS")}),
    ],
)
def test_holders(text, claims):
    assert _claims(text, "Lê Thị Mai", "Trần An", "Vũ Bình", "John Miller") == claims


@pytest.mark.parametrize(
    "text",
    [
        "Chủ tịch nước tiếp ông Trần An.",
        "theo đề nghị của Trần An, Thủ tướng nhấn mạnh.",
        "Phát biểu của Thủ tướng. Trần An đã đến.",
        "Tờ trình của Trần An về việc tổ chức lại cơ quan và miễn nhiệm chức vụ Vụ trưởng.",
        "Trần An khẳng định trước toàn thể cử tri rằng người giữ chức Vụ trưởng phải gương mẫu.",
        # asked for, not held; told of, not said of the one who speaks
        "Trần An được đề nghị làm Vụ trưởng.",
        "Trần An kể: “Vợ tôi là Vụ trưởng”.",
        "được Trần An bổ nhiệm làm Vụ trưởng.",
    ],
)
def test_no_holder(text):
    assert _claims(text, "Trần An") == set()


def test_an_office_that_stands_for_its_holder_is_not_the_name_before():
    text = "Phó Thủ tướng Trần An, Chủ tịch Quốc hội cho rằng"
    assert _claims(text, "Trần An") == {("Trần An", "Phó Thủ tướng Chính phủ")}
    text = "Thủ tướng Trần An, Chủ tịch Hội đồng Thi đua - Khen thưởng Trung ương trao cờ"
    assert len(_claims(text, "Trần An")) == 2


def test_nobody_named_nothing_claimed():
    doc, found = _offices("Thủ tướng nói")
    assert offices.link(doc, found, Found()) == []


@given(
    st.lists(
        st.sampled_from(["Thủ tướng", "Trần An", ", ", " ", "nguyên", "Bộ trưởng", "Y tế", ".", " là "]), max_size=12
    )
)
def test_claims_point_at_offices_in_the_text(parts):
    text = "".join(parts)
    doc, found = _offices(text)
    names = tuple(Mention("person", "a", m.start(), m.end(), "name", "test") for m in re.finditer("Trần An", text))
    for claim in offices.link(doc, found, Found((), names)):
        assert claim.person_key == "a"
        assert 0 <= claim.office.begin < claim.office.end <= len(text)
        assert all(claim.office.end <= m.begin or m.end <= claim.office.begin for m in names)


@pytest.mark.parametrize(
    ("text", "name", "office"),
    [
        ("Chủ tịch Tập đoàn Fitra Mark Olsen nói", "Mark Olsen", "Chủ tịch Tập đoàn Fitra"),
        ("ông Trần An, Trợ lý Tổng Bí thư; bà Lý", "Trần An", "Trợ lý Tổng Bí thư"),
        ("Trần An (sinh năm 1970) tham gia thành viên HĐQT từ", "Trần An", "Thành viên Hội đồng quản trị"),
        ("Trưởng Công an xã An Bình (huyện Cao Lãnh, Đồng Tháp) Trần An nói", "Trần An", "Trưởng Công an xã An Bình"),
        ("Tướng Mark Olsen tới thăm", "Mark Olsen", "Tướng"),
        ("Ông Trần An, Thứ trưởng  Bộ Tài chính đã dự", "Trần An", "Thứ trưởng Bộ Tài chính"),
        ("Bộ trưởng Kinh tế bang Hessen Mark Olsen nói", "Mark Olsen", "Bộ trưởng Bộ Kinh tế bang Hessen"),
        ("Thủ hiến bang Hessen Mark Olsen nói", "Mark Olsen", "Thủ hiến bang Hessen"),
        ("ông Trần An, nguyên Tổng Giám đốc VNTex, nói", "Trần An", "Tổng Giám đốc VNTex (nguyên)"),
        ("Chủ tịch Thượng viện Haiti thăm. Chủ tịch Mark Olsen nói", "Mark Olsen", "Chủ tịch Thượng viện Haiti"),
        (
            "Giám đốc chi nhánh Hà Nội Công ty cổ phần Sông Xanh Trần An nói",
            "Trần An",
            "Giám đốc Chi nhánh Hà Nội, Công ty cổ phần Sông Xanh",
        ),
        (
            "Quyền Giám đốc Quốc gia Ngân hàng Thế giới tại Việt Nam Mark Olsen nói",
            "Mark Olsen",
            "Quyền Giám đốc Quốc gia Ngân hàng Thế giới tại Việt Nam (quyền)",
        ),
        (
            "Trưởng Phái đoàn Đại diện Thường trực Việt Nam tại Liên hợp quốc Trần An nói",
            "Trần An",
            "Trưởng Phái đoàn Đại diện Thường trực Việt Nam tại Liên hợp quốc",
        ),
    ],
)
def test_offices_of_one_holder(text, name, office):
    assert _claims(text, name) == {(name, office)}


def test_served_ones_keep_their_office():
    assert _claims("ông Lê Ba, Trợ lý Tổng Bí thư Trần An nói", "Trần An") == {("Trần An", "Tổng Bí thư")}


def test_members_named_after_their_former_office():
    text = "xử lý một loạt đồng chí nguyên Ủy viên Trung ương như đồng chí Trần An, Lê Ba, sắp tới"
    office = "Ủy viên Ban Chấp hành Trung ương Đảng (nguyên)"
    assert _claims(text, "Trần An", "Lê Ba") == {("Trần An", office), ("Lê Ba", office)}
    assert _claims("Chủ tịch tỉnh như ông Trần An", "Trần An") == set()


def test_the_next_speaker_after_a_comma_is_somebody_else():
    text = "Lê Ba đến dự. Về ông Trần An, Cục trưởng Cục Thuế, Thứ trưởng Ba cho hay"
    assert _claims(text, "Trần An", "Lê Ba") == {("Trần An", "Cục trưởng Cục Thuế")}


def test_whom_a_headline_quotes_somebody_about():
    assert _claims("Tổng Bí thư: Ông Trần An sai", "Trần An") == set()
    assert _claims("Chủ tịch UBND xã: Trần An", "Trần An") == {("Trần An", "Chủ tịch Ủy ban nhân dân xã")}


def test_the_dead_hold_no_office():
    assert _claims("cố Tổng thống Trần An", "Trần An") == {("Trần An", "Tổng thống (nguyên)")}
    assert _claims("gặp sự cố Tổng thống Trần An", "Trần An") == {("Trần An", "Tổng thống")}


def test_the_office_of_an_opening_phrase_is_somebody_elses():
    text = "Sau cuộc tiếp Thị trưởng Rotterdam, Bộ trưởng Bộ Y tế Trần An đã thăm cảng."
    assert _claims(text, "Trần An") == {("Trần An", "Bộ trưởng Bộ Y tế")}
    text = "Báo cáo với đoàn của Bí thư Tỉnh ủy Hà Nam, Giám đốc Sở Y tế Trần An cho hay dịch đã lui."
    assert _claims(text, "Trần An") == {("Trần An", "Giám đốc Sở Y tế")}


@pytest.mark.parametrize(
    "text",
    [
        "Bí thư Tỉnh ủy Hà Nam, Giám đốc Sở Y tế Trần An cho hay dịch đã lui.",  # no opening phrase
        "Sau cuộc họp với Bí thư Tỉnh ủy Hà Nam, Giám đốc Sở Y tế Trần An, đoàn đã về.",  # closed by a comma
    ],
)
def test_offices_of_one_holder_in_a_row(text):
    assert {office for _, office in _claims(text, "Trần An")} == {"Bí thư Tỉnh ủy Hà Nam", "Giám đốc Sở Y tế"}


def test_a_heading_without_a_stop_gives_no_office_to_the_next_sentence():
    text = "Ông Lê Ba làm Giám đốc Sở Y tế Ông Trần An sau đó đọc quyết định."
    assert _claims(text, "Lê Ba", "Trần An") == {("Lê Ba", "Giám đốc Sở Y tế")}
    assert _claims("Giám đốc Sở Y tế ông Trần An đến.", "Trần An") == {("Trần An", "Giám đốc Sở Y tế")}


def test_who_does_the_work_of_an_office():
    text = "Vị trí Chủ tịch Hội đồng do ông Trần An, Phó Chủ tịch UBND xã, đảm nhiệm."
    assert ("Trần An", "Chủ tịch Hội đồng") in _claims(text, "Trần An")
    text = "Quà của Chủ tịch Hội đồng do ông Trần An trao."
    assert _claims(text, "Trần An") == set()


def test_an_office_given_behind_brackets():
    text = "quyết định bổ nhiệm giữ chức Giám đốc Công ty Sao Mai(SMC) đối với ông Trần An"
    assert _claims(text, "Trần An") == {("Trần An", "Giám đốc Công ty Sao Mai")}


def test_a_name_spelt_otherwise_in_brackets_ends_no_enumeration():
    text = "Đón đoàn có Đại sứ Trung Quốc Hồng Tiểu An (Hong Xiaoan), đại diện Bộ Ngoại giao."
    assert _claims(text, "Hồng Tiểu An") == {("Hồng Tiểu An", "Đại sứ Trung Quốc")}
    assert _claims("ông Trần An (Hà Nam), đại diện Bộ Ngoại giao, đến", "Trần An") == {
        ("Trần An", "Đại diện Bộ Ngoại giao")
    }


def test_the_office_in_which_the_subject_acts():
    text = "Vui mừng đến thăm trên cương vị Chủ tịch Quốc hội Lào, ông Trần An nhấn mạnh hợp tác."
    assert _claims(text, "Trần An") == {("Trần An", "Chủ tịch Quốc hội Lào")}
    text = "Chúc mừng bà Lê Ba trên cương vị Chủ tịch Quốc hội Lào, ông Trần An nhấn mạnh hợp tác."
    assert ("Trần An", "Chủ tịch Quốc hội Lào") not in _claims(text, "Lê Ba", "Trần An")


def test_two_heads_of_one_former_holder_are_both_former() -> None:
    assert _claims("nguyên Bộ trưởng, Chủ nhiệm Văn phòng Chính phủ Lê An Bình dự", "Lê An Bình") == {
        ("Lê An Bình", "Bộ trưởng (nguyên)"),
        ("Lê An Bình", "Chủ nhiệm Văn phòng Chính phủ (nguyên)"),
    }
    assert _claims("nguyên Bộ trưởng Bộ Y tế, Chủ nhiệm Văn phòng Chính phủ Lê An Bình dự", "Lê An Bình") == {
        ("Lê An Bình", "Bộ trưởng Bộ Y tế (nguyên)"),
        ("Lê An Bình", "Chủ nhiệm Văn phòng Chính phủ"),
    }


def test_a_seat_told_before_a_list_is_also_held_by_deputies_listed_in_it() -> None:
    seat = "Ủy viên Bộ Chính trị"
    text = "các Ủy viên Bộ Chính trị: Thủ tướng Lê An Bình; các Phó Thủ tướng: Vũ Văn Cao, Đỗ Thị Dung."
    named = ("Lê An Bình", "Vũ Văn Cao", "Đỗ Thị Dung")
    assert {p for p, office in _claims(text, *named) if office == seat} == set(named)
    text = "các Ủy viên Bộ Chính trị: Thủ tướng Lê An Bình; các Bí thư Trung ương Đảng: Vũ Văn Cao, Đỗ Thị Dung."
    assert {p for p, office in _claims(text, *named) if office == seat} == {"Lê An Bình"}
