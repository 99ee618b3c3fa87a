"""Places: known names and their look-alikes, generic words, units by their parents, the place of the event."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.entities import dates, places
from transforms.records import Entity, Found, Mention, Zone
from transforms.text.doc import Doc


def doc(text: str, kind: str = "body") -> Doc:
    return Doc(text, (Zone(0, len(text), kind, "test"),))


def find(text: str, organizations: Found | None = None) -> Found:
    return places.find(doc(text), organizations or Found(), Found())


def surfaces(text: str) -> list[str]:
    return [text[m.begin : m.end] for m in find(text).mentions]


def keys(text: str) -> list[str]:
    return [m.key for m in find(text).mentions]


def organization(text: str, name: str) -> Found:
    begin = text.index(name)
    return Found(
        (Entity("organization", "o", name),), (Mention("organization", "o", begin, begin + len(name), "name", "test"),)
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("quan hệ Việt Nam - Hoa Kỳ phát triển", ["country:VN", "country:US"]),
        ("Tổng thống Mỹ đã tới Nhà Trắng", ["country:US", "place:nhà trắng"]),
        ("Thủ tướng Đức Angela Merkel", ["country:DE"]),
        ("gặp Phó Tổng thống Philippine Maria Santos", ["country:PH"]),
        ("thăm Mi-an-ma và Lào", ["country:MM", "country:LA"]),
        ("từ Bình Thuận ra Hà Nội", ["unit:60", "unit:01"]),
        ("về TP.HCM, rồi lại rời Thành phố Hồ Chí Minh", ["unit:79", "unit:79"]),
        ("khu vực châu Á - Thái Bình Dương", ["place:châu á-thái bình dương"]),
        ("hòa bình ở Hòa Bình", ["unit:17"]),
        ("tại Nha Trang, biển lặng", ["unit:568"]),
    ],
)
def test_known_names(text: str, expected: list[str]) -> None:
    assert keys(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "ông Nguyễn Khánh Hòa phát biểu",
        "bà Trần Thị Hòa Bình nhận giải",
        "bầu Đức trả lời phỏng vấn",
        "anh Hoàng Tuấn Anh vắng mặt",
        "Anh hùng Lao động được tặng hoa",
        "Anh ấy đã về. Anh Tuấn ở lại.",
        "theo Pháp lệnh mới và Pháp luật hiện hành",
        "423 triệu đô la Mỹ",
        "hòa bình và thống nhất",
        "nhà máy gang thép Thái Nguyên giai đoạn 2",
        "Chiến dịch Điện Biên Phủ",
        "Chủ tịch Hồ Chí Minh sinh năm 1890",
        "yêu cầu Hải quan làm rõ",
        "khu vực ASEAN",
    ],
)
def test_look_alikes(text: str) -> None:
    assert surfaces(text) == []


@pytest.mark.parametrize(
    ("text", "surface", "level"),
    [
        ("tại tỉnh Lào Cai", "Lào Cai", "province"),
        ("Chủ tịch tỉnh Hà Giang Nguyễn Văn Sơn", "Hà Giang", "province"),
        ("về thăm TP.Trà Vinh hôm ấy", "TP.Trà Vinh", "district"),
        ("ở thành phố Phủ Lý", "Phủ Lý", "district"),
        ("cử tri quận Đống Đa", "Đống Đa", "district"),
        ("ngụ tại Quận 1", "Quận 1", "district"),
        ("ở xã Bình Hòa Nam", "Bình Hòa Nam", "commune"),
        ("ở P. Trung Liệt", "Trung Liệt", "commune"),
        ("thăm Vương quốc Campuchia", "Campuchia", "country"),
        ("thăm Vương quốc Anh", "Anh", "country"),
        ("rời Hợp chúng quốc Hoa Kỳ", "Hoa Kỳ", "country"),
        ("tỉnh Balkh ở phía bắc", "Balkh", "other"),
        ("trên đường Võ Nguyên Giáp", "Võ Nguyên Giáp", "other"),
        ("dọc Quốc lộ 1A, xe đông", "Quốc lộ 1A", "other"),
        ("qua cầu vượt Gò Mây", "Gò Mây", "other"),
        ("bên sông Thạch Hãn", "Thạch Hãn", "other"),
        ("đón đoàn tại sân bay John F.Kennedy", "John F.Kennedy", "other"),
        ("Cung thể thao Tiên Sơn mở cửa", "Cung thể thao Tiên Sơn", "other"),
        ("tới Bảo tàng Bác sĩ Yersin", "Bảo tàng Bác sĩ Yersin", "other"),
        ("thành phố Pedrogao cháy lớn", "Pedrogao", "other"),
    ],
)
def test_behind_a_generic_word(text: str, surface: str, level: str) -> None:
    assert surfaces(text) == [surface]
    assert find(text).entities[0].attributes["level"] == level


def test_lists_behind_one_generic_word() -> None:
    assert surfaces("nâng cấp các đường Lê Lợi, Hàm Nghi và Phan Đăng Lưu, xong trong năm") == [
        "Lê Lợi",
        "Hàm Nghi",
        "Phan Đăng Lưu",
    ]


def test_a_list_ends_where_something_else_begins() -> None:
    assert surfaces("trên đường Lê Lợi, Công an phường cho biết") == ["Lê Lợi"]


def test_a_city_and_the_province_of_its_name_are_two_places() -> None:
    assert keys("TP. Thanh Hóa là tỉnh lỵ của Thanh Hóa") == ["unit:380", "unit:38"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tại huyện Châu Thành, tỉnh Bến Tre", "unit:831"),
        ("tại huyện Châu Thành, tỉnh Long An", "unit:808"),
        ("tại huyện Châu Thành", "place:huyện châu thành"),
    ],
)
def test_units_of_a_shared_name_by_their_parent(text: str, expected: str) -> None:
    assert keys(text)[0] == expected


def test_bare_districts_need_a_voucher() -> None:
    assert surfaces("Lương Sơn nói không") == []
    assert surfaces("đoàn về Lương Sơn khảo sát") == ["Lương Sơn"]
    assert surfaces("Lương Sơn (Hòa Bình) đã sẵn sàng") == ["Lương Sơn", "Hòa Bình"]
    assert surfaces("Lương Sơn đã sẵn sàng; huyện Lương Sơn đón khách") == ["Lương Sơn", "Lương Sơn"]


def test_who_stands_behind_a_province_is_no_place() -> None:
    assert surfaces("Chủ tịch UBND tỉnh Nguyễn Xuân Minh cho biết") == []


def test_a_place_inside_an_organization_is_no_mention() -> None:
    text = "Tỉnh ủy Bình Thuận họp tại Bình Thuận"
    mentions = find(text, organization(text, "Tỉnh ủy Bình Thuận")).mentions
    assert [m.begin for m in mentions] == [text.rindex("Bình Thuận")]


def test_furniture_and_credits_name_no_place() -> None:
    assert places.find(doc("Hà Nội, Huế", "furniture"), Found(), Found()) == Found()


def test_units_carry_code_parent_and_era() -> None:
    (entity,) = find("ở quận Hoàn Kiếm").entities
    assert entity.attributes == {
        "unit_code": "002",
        "level": "district",
        "era": "before_2025_07",
        "parent_key": "unit:01",
        "successor_key": None,
    }


def test_one_bare_name_is_one_unlisted_place() -> None:
    assert len(find("khu đô thị mới Đông Hương; khu đô thị thương mại Đông Hương").entities) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chiều 28-1, tại Hà Nội, Ban họp về quan hệ với Lào.", "unit:01"),
        ("Sáng 4/7, đoàn kiểm tra công trình tại TP. Phủ Lý, tỉnh Hà Nam.", "unit:347"),
        ("Sáng 28-6, tại Trụ sở Chính phủ, buổi làm việc diễn ra.", "place:trụ sở chính phủ"),
        ("Ngày 3/5, đoàn thăm và làm việc tại tỉnh Sơn La.", "unit:14"),
        ("Ngày 3/5, Ban bàn việc hợp tác với Lào.", None),
        ("Ngày 3/5, ông Bình (trú tại huyện Sóc Sơn) nhận giấy khen.", None),
        ("Không có nơi nào được nhắc tới.", None),
        ("Ngày 3/5, ông Bình, người từng học ở Nga, nhận giấy khen.", None),
        ("Viêng Chăn đón đoàn Việt Nam thăm chính thức Lào ngày 3/5.", "place:viêng chăn"),
        ("Chiều 23-6, ông tiếp xúc với cử tri quận Đống Đa.", "unit:006"),
        ("Ngày 3/5, tại Việt Nam, đoàn từ Huế trở về.", "country:VN"),
    ],
)
def test_the_place_of_the_event(text: str, expected: str | None) -> None:
    d = doc(text)
    days = dates.find(d)
    days = dates.mark_event(days, dates.event_date(d, days))
    assert places.event_place(d, places.find(d, Found(), Found()), days) == expected


@given(st.text(alphabet="HàNộiĐứcAnhtỉnhquậnPhúcQ.1 ,-đường LêLợi", max_size=60))
def test_any_text_gives_disjoint_spans_in_order(text: str) -> None:
    mentions = find(text).mentions
    assert all(a.end <= b.begin for a, b in pairwise(mentions))
    assert all(0 <= m.begin < m.end <= len(text) for m in mentions)


def test_the_title_names_the_place_where_the_lead_does_not() -> None:
    text = "Ông Minh có một ngày bận rộn. Hai bên ký văn bản. Ông Minh dự lễ. Tối, ông về. Lễ trao giải ở Hà Nội."
    placed = Doc(text, (Zone(0, len(text), "body", "test"),), "Ông Minh ở Hà Nội")
    untitled = Doc(text, (Zone(0, len(text), "body", "test"),), "Ông Minh và Hà Nội")
    for d, expected in ((placed, "unit:01"), (untitled, None)):
        assert places.event_place(d, places.find(d, Found(), Found()), []) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("người dân thôn Hoành đến", ["Hoành"]),
        ("cảng cá Ngọc Trai đông khách", ["Ngọc Trai"]),
        ("ngân hàng số 1 Việt Nam", ["Việt Nam"]),
        ("phát triển nông thôn Đại biểu hỏi", []),
        ("thăm Khu di tích Chủ tịch nước", []),
    ],
)
def test_hamlets_harbours_and_what_is_none(text: str, expected: list[str]) -> None:
    assert surfaces(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("quan hệ với TQ và VN", ["TQ", "VN"]),
        ("theo VOV.VN đưa tin", []),
        ("các Mẹ Việt Nam Anh hùng", []),
        ("ở miền Nam nước Pháp", ["Pháp"]),
        ("các tỉnh miền Bắc nước ta", ["miền Bắc"]),
        ("bãi rác Đa Phước bị phạt", ["Đa Phước"]),
    ],
)
def test_what_a_country_or_region_stands_for(text: str, expected: list[str]) -> None:
    assert surfaces(text) == expected


@pytest.mark.parametrize(("name", "code"), [("Malawi", "MW"), ("Vanuatu", "VU"), ("Sierra Leone", "SL")])
def test_small_countries_have_their_codes(name: str, code: str) -> None:
    assert keys(f"đoàn đến {name} hôm qua") == [f"country:{code}"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nối đường Vành đai 2 và Vành đai 3; mở", ["Vành đai 2", "Vành đai 3"]),
        ("sáng kiến Vành đai và Con đường", []),
        ("khu đất số 12 Tôn Đản, quận 4", ["Tôn Đản", "quận 4"]),
        ("ở nhà số 7 Bến Ngự.", ["Bến Ngự"]),
        ("Nghị quyết số 12 Chính Phủ, quận", []),
        ("ngân hàng số 1 Việt Nam và", ["Việt Nam"]),
        ("cháy ở bang New South Wales từ hôm qua", ["New South Wales"]),
        ("ở bang Johor Mohamed Khaled đến", ["Johor"]),
    ],
)
def test_rings_addresses_and_regions(text: str, expected: list[str]) -> None:
    assert surfaces(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("khách tới hang Sơn Đoòng và động Phong Nha", ["Sơn Đoòng", "Phong Nha"]),
        ("đoàn leo đỉnh Fansipan hôm qua", ["Fansipan"]),
        ("Tỉnh trưởng tỉnh Khăm Muộn, nước Lào", ["Khăm Muộn", "Lào"]),
        ("cuộc họp ở Maastricht kết thúc", ["Maastricht"]),
        ("dòng sông Mê Kông chảy qua", ["Mê Kông"]),
        ("gọi ông Nguyễn Hải Vân lên", []),
        ("điều động Đại tá Lê Minh về quân khu", []),
        ("hội nghị thượng đỉnh Nga - Mỹ", ["Nga", "Mỹ"]),
    ],
)
def test_caves_peaks_and_places_abroad(text: str, expected: list[str]) -> None:
    assert surfaces(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("dự án nhiệt điện ở Thái Bình 2 và Sông Hậu 1, chậm", []),
        ("ở Thái Bình 2 người bị thương", ["Thái Bình"]),
        ("tuyến Bến Thành - Suối Tiên dài", ["Suối Tiên"]),
        ("máy móc của Chợ Rẫy, loại mới", ["Chợ Rẫy"]),
        ("qua cầu Chì vượt sông", ["Chì"]),
        ("dự hội chợ Du lịch quốc tế", []),
        ("tại chợ Triển lãm mới", []),
        ("xe mang biển số Hà Nội", ["Hà Nội"]),
        ("xe biển số xanh Toyota", []),
        ("họp về sân bay Chiều 12/6", []),
        ("phát trên kênh HTV7 tối qua", []),
        ("của thành phố Cảng Hải Phòng", ["Hải Phòng"]),
        ("tại sân bay St. Andrews, Hoa Kỳ", ["St. Andrews", "Hoa Kỳ"]),
        ("phạt nguyên cán bộ phường Trung Tự 30 tháng tù", ["Trung Tự"]),
        ("Ảnh do P.V chụp", []),
        ("ngập tại khu vực Phan Bội Châu – Lý Thường Kiệt sáng nay", ["Phan Bội Châu", "Lý Thường Kiệt"]),
        ("trước sảnh Trung tâm Hội nghị Quốc tế Bộ trưởng nói", ["Trung tâm Hội nghị Quốc tế"]),
        ("các tỉnh Trung ủng hộ", []),
        ("qua cầu Bình Lợi 1 và 2; tiếp", ["Bình Lợi 1"]),
    ],
)
def test_names_that_are_none_or_go_on(text: str, expected: list[str]) -> None:
    assert surfaces(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "kẹt xe ở ngã tư Lê Duẩn - Pasteur, Hai Bà Trưng – Nguyễn Du.",
            ["Lê Duẩn", "Pasteur", "Hai Bà Trưng", "Nguyễn Du"],
        ),
        ("đào các tuyến phố Bà Triệu, Láng, dốc Tam Đa và Yết Kiêu", ["Bà Triệu", "Láng", "Tam Đa", "Yết Kiêu"]),
        ("một số khu vực khác như Mễ Sở 12,5mm, Phố Nối 3mm, Cầu Gáo 7mm…", ["Mễ Sở", "Phố Nối", "Cầu Gáo"]),
        ("những phố Lò Đúc (Hàn Thuyên - ngõ Huế), Lê Văn Hưu ngập", ["Lò Đúc", "Hàn Thuyên", "ngõ Huế", "Lê Văn Hưu"]),
        # A list ends where persons begin, or where nothing says that it is one.
        ("trên các phố Bà Triệu, Yết Kiêu, ông Lê Văn Bốn nói", ["Bà Triệu", "Yết Kiêu"]),
        ("tại các phố Bà Triệu, Yết Kiêu, Lê Văn Bốn, 30 tuổi", ["Bà Triệu", "Yết Kiêu"]),
        ("tại các phố Bà Triệu, Yết Kiêu, Lê Văn Bốn cho biết", ["Bà Triệu", "Yết Kiêu"]),
        ("các khu vực Đông Á - Nam Á, Lê Văn Bốn", ["Đông Á", "Nam Á"]),
        ("trên đại lộ Đông - Tây, Lê Văn Bốn", ["Đông"]),
        ("gặp nhau tại ngã tư Lê Duẩn - Pasteur, Lê Văn Bốn, Đỗ Năm", ["Lê Duẩn", "Pasteur"]),
    ],
)
def test_lists_of_streets(text: str, expected: list[str]) -> None:
    assert surfaces(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kẹt xe trên đường 70 và đường 3/2", ["đường 70", "3/2"]),
        ("cháy trong ngõ 12 Thái Thịnh", ["Thái Thịnh"]),
        ("mở rộng xa lộ Đại Hàn, xa lộ Hà Nội", ["xa lộ Đại Hàn", "xa lộ Hà Nội"]),
        ("xây các cầu Rạch Chiếc, Vàm Sát dự kiến xong sớm", ["Rạch Chiếc", "Vàm Sát"]),
        ("người miền Tây hiền hòa", ["miền Tây"]),
        ("người miền Tây Bắc hiền hòa", []),
        ("ngân hàng của Austria", ["Austria"]),
        ("vào cảng Hiệp Thành, neo lại", ["Hiệp Thành"]),
        ("vào cảng Hiệp định, neo lại", []),
    ],
)
def test_numbers_of_streets_and_regions(text: str, expected: list[str]) -> None:
    assert surfaces(text) == expected
