import pytest

from transforms.pages.credits import find


def found(text: str) -> list[tuple[str, str]]:
    return [(z.kind, text[z.begin : z.end].strip()) for z in sorted(find(text, 0, len(text)), key=lambda z: z.begin)]


@pytest.mark.parametrize(
    ("text", "zones"),
    [
        (
            "Lễ đón kết thúc. Chủ tịch tỉnh trao quà. Ảnh: An Bình/TTXVN Tại đây, dân bản vui.",
            [("caption", "Chủ tịch tỉnh trao quà."), ("credit", "Ảnh: An Bình/TTXVN")],
        ),
        (
            "Chủ tịch tỉnh trao quà. (Ảnh: An Bình) Dân bản vui.",
            [("caption", "Chủ tịch tỉnh trao quà."), ("credit", "(Ảnh: An Bình)")],
        ),
        ("Chủ tịch tỉnh trao quà_Ảnh: TTXVN", [("caption", "Chủ tịch tỉnh trao quà"), ("credit", "_Ảnh: TTXVN")]),
        (
            "Chủ tịch tỉnh trao quà - Ảnh: H.A. Dân bản",
            [("caption", "Chủ tịch tỉnh trao quà"), ("credit", "- Ảnh: H.A.")],
        ),
        (
            "Chủ tịch tỉnh trao quà Ảnh: Reuters Dân bản",
            [("caption", "Chủ tịch tỉnh trao quà"), ("credit", "Ảnh: Reuters")],
        ),
        ("Cầu mới (ảnh An Bình) dài 5 km.", [("caption", "Cầu mới"), ("credit", "(ảnh An Bình)")]),
        (
            "Cầu mới. Ảnh minh họa. Nguồn: Internet. Giá",
            [("caption", "Cầu mới."), ("credit", "Ảnh minh họa."), ("credit", "Nguồn: Internet.")],
        ),
        ("Cầu mới ở TP. Bắc Sông. Ảnh: VOV", [("caption", "Cầu mới ở TP. Bắc Sông."), ("credit", "Ảnh: VOV")]),
        ("Lúa chín. Tin, ảnh: Lê Hà", [("caption", "Lúa chín."), ("byline", "Tin, ảnh: Lê Hà")]),
        ("Lúa chín. Lê Hà - Ảnh: An Bình", [("byline", "Lê Hà"), ("credit", "- Ảnh: An Bình")]),
    ],
)
def test_captions_and_credits_are_told_apart(text: str, zones: list[tuple[str, str]]) -> None:
    assert found(text) == zones


@pytest.mark.parametrize(
    "text",
    [
        "Ảnh hưởng của bão còn dài. Nước lên.",
        "Bộ trưởng (ảnh, trái) bắt tay ông (ảnh) trong triển lãm ảnh nghệ thuật.",
        "Nguồn lực còn thiếu. Nguồn tin từ Bộ cho hay như vậy.",
        "Video: Người dân kể chuyện lũ về, cả làng thức trắng.",
    ],
)
def test_not_every_picture_is_credited(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "“Phải làm ngay”, Chủ tịch tỉnh nói với các xã.",
        "Sáng 5/7, Chủ tịch tỉnh thăm xã nghèo.",
        "Theo Sở Nông nghiệp, lúa đã chín.",
        "Chủ tịch tỉnh đề nghị các xã " + "lo cho dân " * 13 + "trước mùa mưa.",
    ],
)
def test_a_sentence_that_tells_is_no_caption(sentence: str) -> None:
    assert found(f"{sentence} Ảnh: VOV") == [("credit", "Ảnh: VOV")]
