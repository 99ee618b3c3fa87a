"""Names of documents: how far they reach, and what tells no specific document."""

from __future__ import annotations

import pytest

from transforms.entities import documents
from transforms.records import Zone
from transforms.text.doc import Doc


def surfaces(text: str) -> list[str]:
    found = documents.find(Doc(text, (Zone(0, len(text), "body", "test"),)))
    return [text[m.begin : m.end] for m in found.mentions]


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("vừa ban hành Nghị định về kinh doanh rượu vang, theo đó", "Nghị định về kinh doanh rượu vang"),
        (
            "dự thảo nghị định về cơ chế, chính sách đặc thù đối với thành phố Cần Thơ; đề nghị",
            "nghị định về cơ chế, chính sách đặc thù đối với thành phố Cần Thơ",
        ),
        (
            "dự thảo Thông tư quy định về hồ sơ, trình tự, thủ tục cấp giấy phép nuôi chim (gọi tắt là Thông tư)",
            "Thông tư quy định về hồ sơ, trình tự, thủ tục cấp giấy phép nuôi chim",
        ),
        (
            "Đó là Nghị quyết cho thôi làm nhiệm vụ đại biểu đối với bà Lê Thị Hoa; sau đó",
            "Nghị quyết cho thôi làm nhiệm vụ đại biểu đối với bà Lê Thị Hoa",
        ),
        (
            "gồm Nghị quyết về việc chuyển sinh hoạt của ông Trần An từ tỉnh Bến Tre về Thành phố Huế. Ông",
            "Nghị quyết về việc chuyển sinh hoạt của ông Trần An từ tỉnh Bến Tre về Thành phố Huế",
        ),
        (
            "theo Nghị quyết của HĐND tỉnh về hỗ trợ người trồng chè. Năm nay",
            "Nghị quyết của HĐND tỉnh về hỗ trợ người trồng chè",
        ),
        (
            "thảo luận Nghị quyết về chương trình giám sát của Quốc hội năm 2019 và bế mạc",
            "Nghị quyết về chương trình giám sát của Quốc hội năm 2019",
        ),
        (
            "có Nghị quyết về kết quả giám sát chuyên đề “Việc trồng rừng ở miền núi”; Luật",
            "Nghị quyết về kết quả giám sát chuyên đề “Việc trồng rừng ở miền núi”",
        ),
        ("thông qua Nghị quyết xử lý nợ đọng của hợp tác xã.", "Nghị quyết xử lý nợ đọng của hợp tác xã"),
        (
            "Chỉ thị của Thủ tướng về chấn chỉnh công tác thanh tra, kiểm tra doanh nghiệp để kịp thời",
            "Chỉ thị của Thủ tướng về chấn chỉnh công tác thanh tra, kiểm tra doanh nghiệp",
        ),
        (
            "thông qua Nghị quyết về phát triển nghề muối trở thành một động lực của vùng biển. Ông",
            "Nghị quyết về phát triển nghề muối trở thành một động lực của vùng biển",
        ),
        (
            "trình bày dự thảo Nghị quyết về xử lý nợ đọng của hợp tác xã và Chủ nhiệm Ủy ban nêu ý kiến",
            "Nghị quyết về xử lý nợ đọng của hợp tác xã",
        ),
        (
            "theo Nghị quyết của Quốc hội về Kế hoạch trồng rừng ven biển 5 năm 2016 - 2020, các tỉnh",
            "Nghị quyết của Quốc hội về Kế hoạch trồng rừng ven biển 5 năm 2016 - 2020",
        ),
        (
            "thông qua nghị quyết về xử lý nợ đọng của các hợp tác xã trồng chè. Ông",
            "nghị quyết về xử lý nợ đọng của các hợp tác xã trồng chè",
        ),
    ],
)
def test_a_decree_is_told_by_what_it_lays_down(text: str, surface: str) -> None:
    assert surfaces(text)[0] == surface


@pytest.mark.parametrize(
    "text",
    [
        "các Nghị quyết về phát triển nông thôn miền núi",
        "Quốc hội đã ra Nghị quyết về vấn đề này, giao Chính phủ",
        "Điều 5 Nghị định quy định về hình thức xử phạt người vi phạm",
        "cơ quan đang soạn thảo nghị định đảm bảo chất lượng, đúng tiến độ",
        "thực hiện nghị quyết về phát triển nông thôn kết hợp du lịch",
        "thảo luận và thông qua Nghị quyết mới của Quốc hội",
        "Bộ trưởng chỉ thị về việc đó cho các cục của mình",
        "công ty công bố Nghị quyết của HĐQT về việc chia cổ tức cho cổ đông",
        "bộ đang soạn thảo thông tư hướng dẫn Luật của ngành mình để áp dụng",
        "đất ấy theo quy chế “Một vùng đất, hai cách làm” trong nhiều năm",
    ],
)
def test_what_tells_no_specific_decree(text: str) -> None:
    assert surfaces(text) == []


def test_a_decree_about_another_document_cites_that_too() -> None:
    text = "soạn thảo Chỉ thị về tiếp tục thực hiện Nghị quyết số 35/NQ-CP trong năm tới"
    assert surfaces(text)[1:] == ["Nghị quyết số 35/NQ-CP"]


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        (
            "hoàn thiện Đề án đổi mới cách thức hoạt động của đơn vị sự nghiệp công lập trình Hội nghị Trung ương",
            "Đề án đổi mới cách thức hoạt động của đơn vị sự nghiệp công lập",
        ),
        (
            "xây dựng Đề án đổi mới cách thức hoạt động thanh tra của Chính phủ",
            "Đề án đổi mới cách thức hoạt động thanh tra",
        ),
        (
            "triển khai Đề án quản lý hàng hóa xuất khẩu thông qua Cổng thông tin quốc gia (thực hiện",
            "Đề án quản lý hàng hóa xuất khẩu thông qua Cổng thông tin quốc gia",
        ),
        (
            "ký Thỏa thuận về đường dây nóng các vụ việc phát sinh của hoạt động đánh cá trên biển; tăng cường",
            "Thỏa thuận về đường dây nóng các vụ việc phát sinh của hoạt động đánh cá trên biển",
        ),
        (
            "thực hiện Quy chế tiếp nhận, xử lý phản ánh, kiến nghị của cá nhân, tổ chức trên Cổng thông tin tỉnh để",
            "Quy chế tiếp nhận, xử lý phản ánh, kiến nghị của cá nhân, tổ chức trên Cổng thông tin tỉnh",
        ),
        (
            "theo quy hoạch Giao thông Vận tải Hải Dương đến năm 2030, tầm nhìn đến năm 2050 được duyệt",
            "quy hoạch Giao thông Vận tải Hải Dương đến năm 2030, tầm nhìn đến năm 2050",
        ),
        ("xây dựng đề án Giải thưởng Văn học Thiếu nhi; sau đó", "đề án Giải thưởng Văn học Thiếu nhi"),
        ("đưa ra tuyên bố chung về “Hướng tới quan hệ tốt hơn”.", "tuyên bố chung về “Hướng tới quan hệ tốt hơn”"),
        (
            "chứng kiến lễ ký thỏa thuận về hợp tác du lịch giữa tỉnh Quảng Ninh và tỉnh Phúc Kiến. Trước đó",
            "thỏa thuận về hợp tác du lịch giữa tỉnh Quảng Ninh và tỉnh Phúc Kiến",
        ),
        (
            "ký Ý định thư về các dự án lớn ở đồng bằng sông Hồng; rồi",
            "Ý định thư về các dự án lớn ở đồng bằng sông Hồng",
        ),
        (
            "ký Biên bản Kỳ họp lần thứ 39 Ủy ban liên Chính phủ; rồi",
            "Biên bản Kỳ họp lần thứ 39 Ủy ban liên Chính phủ",
        ),
        (
            "việc thực hiện Hiệp định ký ngày 29/5/2015 về tự do thương mại giữa các quốc gia thành viên EAEU và Việt Nam.",
            "Hiệp định ký ngày 29/5/2015 về tự do thương mại giữa các quốc gia thành viên EAEU và Việt Nam",
        ),
        ("hai nước đã ký Hiệp định Thương mại tự do vào ngày 29/5/2015 và", "Hiệp định Thương mại tự do"),
        ("thông qua Luật Năng lượng sạch của Đức trong năm", "Luật Năng lượng sạch"),
        ("góp ý Luật Thuế BVMT (sửa đổi) trong phiên", "Luật Thuế BVMT (sửa đổi)"),
    ],
)
def test_names_go_on_with_what_they_are_about(text: str, surface: str) -> None:
    assert surfaces(text) == [surface]


@pytest.mark.parametrize(
    "text",
    [
        "Đề án của các trường gửi về Bộ trước tháng hai",
        "Quy hoạch mạng lưới các đơn vị sự nghiệp công thuộc ngành và Bộ cần làm rõ",
        "lập quy hoạch Khu di tích quốc gia đặc biệt Đền Hùng cùng tỉnh",
        "bà khai có thỏa thuận về vay tiền giữa ông Nam và bà Lan",
        "có thỏa thuận hợp tác giữa Tập đoàn Sao Mai và Tập đoàn Sao Hôm",
        "chịu tác động của Hiệp định thương mại tự do, hội nhập khu vực và giá dầu",
        "hai nước bàn về Hiệp định Thương mại tự do vào ngày mai",
        "họ nói dự thảo nghị định “còn xa mới đạt” so với trước",
    ],
)
def test_what_names_no_paper(text: str) -> None:
    assert surfaces(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Tuyên bố chung Việt Nam - Lào và các thỏa thuận khác", ["Tuyên bố chung Việt Nam - Lào"]),
        (
            "ký Hiệp định hợp tác giữa Việt Nam và Cộng hòa Séc với các bộ",
            ["Hiệp định hợp tác giữa Việt Nam và Cộng hòa Séc"],
        ),
        (
            "về Hiệp ước và Nghị định thư về đường biên giới giữa Việt Nam và Lào; dự án",
            ["Nghị định thư về đường biên giới giữa Việt Nam và Lào", "Hiệp ước"],
        ),
        (
            "hai Hiệp ước và Nghị định thư về đường biên giới giữa Việt Nam và Lào; dự án",
            ["Nghị định thư về đường biên giới giữa Việt Nam và Lào"],
        ),
        (
            "xem xét đề án Chiến lược quốc gia về lúa gạo đến năm 2020 và bế mạc",
            ["Chiến lược quốc gia về lúa gạo đến năm 2020"],
        ),
    ],
)
def test_where_a_name_ends(text: str, found: list[str]) -> None:
    assert surfaces(text) == found


def test_a_comma_before_a_new_clause_ends_a_subject() -> None:
    assert surfaces("ra Nghị quyết về chấn chỉnh công tác thanh tra, giao nhiệm vụ cho các bộ của mình.") == [
        "Nghị quyết về chấn chỉnh công tác thanh tra"
    ]
