import pytest

from transforms.pages.names import credited, outlet, signature, source_end


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("An Bình/TTXVN Thủ tướng dự lễ", "An Bình/TTXVN"),
        ("An Bình – TTXVN Theo chương trình", "An Bình – TTXVN"),
        ("An Bình Phó Thủ tướng nói", "An Bình"),
        ("An Bình Việt Nam coi trọng", "An Bình"),
        ("Thanh Sáng/TTXVN Chiều 5/7", "Thanh Sáng/TTXVN"),
        ("An Bình Sáng 5/7, tại", "An Bình"),
        ("An Bình. Buổi lễ", "An Bình"),
        ("An Bình  Buổi Lễ Lớn", "An Bình"),
        ("H.A. Hôm nay", "H.A."),
        ("Th.Bình Hôm nay", "Th.Bình"),
        ("NVCC Chị kể", "NVCC"),
        ("VĂN BÌNH", "VĂN BÌNH"),
        ("baomau.example.vn Hôm nay", "baomau.example.vn"),
        ("minh họa. Giá vàng", "minh họa"),
        ("Công an Bắc Sông Thấy vậy", "Công an Bắc Sông"),
        ("Báo Xây dựng Sáng nay", "Báo Xây dựng"),
        ("Lê An Bình cung cấp Theo đó", "Lê An Bình cung cấp"),
        ("người dân kể", ""),
        ("", ""),
    ],
)
def test_a_source_ends_where_its_name_does(text: str, name: str) -> None:
    assert text[: source_end(text, 0)].strip() == name


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("An Bình", "byline"),
        ("AN BÌNH - LÊ HÀ", "byline"),
        ("An Bình (tổng hợp)", "byline"),
        ("An Bình/VOV.VN", "byline"),
        ("An Bình-M. K", "byline"),
        ("Th.Bình", "byline"),
        ("PV", "byline"),
        ("Bài và ảnh: Lê Hà", "byline"),
        ("AN BÌNH (từ Liên bang Nga)", "byline"),
        ("Nhóm phóng viên TTXVN tại các địa phương", "credit"),
        ("TTXVN/Tin Tức", "credit"),
        ("Theo TTXVN", "credit"),
        ("TTXM", "credit"),
        ("LINH", "byline"),
        ("Theo Lê Hà/Dân trí", "credit"),
        ("(TTXVN)", "credit"),
        ("Hội nghị bế mạc", None),
        ("Ông An Bình", None),
        ("Người dự: An Bình", None),
        ("An Bình. Lê Hà", None),
        ("An Bình, " * 20, None),
        ("", None),
    ],
)
def test_signatures(text: str, kind: str | None) -> None:
    assert signature(text) == kind


def test_outlets_have_one_name() -> None:
    assert outlet("Theo Nhandan") == "Nhân Dân"
    assert outlet("(báo Nhân dân)") == "Nhân Dân"
    assert outlet("Lê Hà/VOV.VN") == "VOV"
    assert outlet("Nguồn: tinmau.example.vn") == "tinmau.example.vn"
    assert outlet("An Bình") is None


def test_unknown_outlets_are_credited_as_printed() -> None:
    assert credited("(TTXM) - ") == "TTXM"
    assert credited("Theo báo Sông Mẫu") == "Sông Mẫu"
    assert credited("Nguồn: TTXM") == "TTXM"
    assert credited("Theo Nhandan") == "Nhân Dân"
    assert credited("() - ") is None
