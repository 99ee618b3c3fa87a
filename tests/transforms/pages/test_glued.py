import pytest

from transforms.pages.glued import find


def found(text: str) -> list[tuple[str, str]]:
    return [(z.kind, text[z.begin : z.end]) for z in find(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "zones"),
    [
        (
            "Bộ trưởng Lê Văn Mẫu phát biểu tại buổi làm việc Theo Bộ trưởng, việc còn nhiều.",
            [("caption", "Bộ trưởng Lê Văn Mẫu phát biểu tại buổi làm việc")],
        ),
        ("Việc còn nhiều. Quang cảnh hội nghị Tuy nhiên, tỉnh đã lo.", [("caption", "Quang cảnh hội nghị")]),
        (
            "Việc còn nhiều. Gỡ vướng cho đất đai Phát biểu tại đây, ông nêu ba việc.",
            [("heading", "Gỡ vướng cho đất đai")],
        ),
        ("Cây cầu bắc qua sông Mẫu Sáng 5/7, tỉnh thông xe cầu.", [("caption", "Cây cầu bắc qua sông Mẫu")]),
    ],
)
def test_what_stands_before_a_lost_full_stop(text: str, zones: list[tuple[str, str]]) -> None:
    assert found(text) == zones


@pytest.mark.parametrize(
    "text",
    [
        "Việc còn nhiều. Theo Bộ trưởng, tỉnh đã lo. Tại đây, dân vui.",
        "Ông nói rằng, tỉnh sẽ lo cho dân nghèo và người già, nhất là ở các xã vùng cao còn khó Trong năm nay.",
        "tỉnh họp bàn việc Theo kế hoạch.",
    ],
)
def test_running_text_stays_running_text(text: str) -> None:
    assert found(text) == []
