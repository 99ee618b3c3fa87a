import pytest

from transforms.pages.bylines import lead_mark, sign_off


@pytest.mark.parametrize(
    ("text", "zones"),
    [
        ("TCCS - Ngày 5/7, tỉnh họp.", [("credit", "TCCS -")]),
        ("(TTXVN) - Ngày 5/7, tỉnh họp.", [("credit", "(TTXVN) -")]),
        ("(TTXM) Ngày 5/7, tỉnh họp.", [("credit", "(TTXM)")]),
        ("VOV.VN - Ngày 5/7, tỉnh họp.", [("credit", "VOV.VN -")]),
        ("(Chinhphu.vn) – Ngày 5/7, tỉnh họp.", [("credit", "(Chinhphu.vn) –")]),
        ("Hà Nội (TTXVN 5/7) - Ngày 5/7, tỉnh họp.", [("dateline", "Hà Nội"), ("credit", "(TTXVN 5/7) -")]),
        ("Hà Nội (Việt Nam) đón khách.", []),
        ("TP - huyện cùng lo.", []),
        ("Ngày 5/7 - tỉnh họp.", []),
    ],
)
def test_marks_that_open_a_story(text: str, zones: list[tuple[str, str]]) -> None:
    assert [(z.kind, text[z.begin : z.end].strip()) for z in lead_mark(text, 0, len(text))] == zones


@pytest.mark.parametrize(
    ("text", "signed"),
    [
        ("Tỉnh đã họp xong./. An Bình", "An Bình"),
        ("Tỉnh đã họp xong./.An Bình/VOV", "An Bình/VOV"),
        ("Tỉnh đã họp xong”, ông nói. An Bình - Lê Hà", "An Bình - Lê Hà"),
        ("Tỉnh đã họp xong.\nAn Bình (tổng hợp)", "An Bình (tổng hợp)"),
        ("Tỉnh đã họp xong. Theo Dân trí", "Theo Dân trí"),
        ("Tỉnh đã họp xong. Th.Bình", "Th.Bình"),
        ("Ông tới thăm ông A. Mẫu. LÊ HÀ", "LÊ HÀ"),
        ("Tỉnh đã họp xong.", None),
        ("Tỉnh đã họp xong. Dân chờ quyết định", None),
        ("Người đứng đầu là ông An Bình", None),
    ],
)
def test_signatures_behind_the_last_sentence(text: str, signed: str | None) -> None:
    zone = sign_off(text, 0, len(text))
    assert (text[zone.begin : zone.end] if zone else None) == signed
