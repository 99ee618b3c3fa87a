from hypothesis import given
from hypothesis import strategies as st

from transforms.records import Zone
from transforms.text.doc import Doc


def _doc(text: str) -> Doc:
    return Doc(text, [Zone(0, len(text), "body", "test")])


def _sentences(text: str) -> list[str]:
    return [text[b:e] for b, e in _doc(text).sentences]


def test_other_zones_are_blanked_and_positions_stay() -> None:
    text = "Tiêu đề\nThân bài.\nẢnh: A"
    doc = Doc(text, [Zone(8, 18, "body", "test")])
    assert doc.text == "\n" * 8 + "Thân bài.\n" + "\n" * 6
    assert doc.kind_at(9) == "body"
    assert doc.kind_at(2) is None
    assert doc.view("caption") == "\n" * len(text)


def test_sentences_end_at_full_stops_before_capitals() -> None:
    assert _sentences("Hội nghị khai mạc. Đại biểu dự đông đủ.") == ["Hội nghị khai mạc.", "Đại biểu dự đông đủ."]


def test_abbreviations_do_not_end_sentences() -> None:
    assert _sentences("Ông A ở TP. Vinh gặp GS. Bình và Tổng thống V. Putin.") == [
        "Ông A ở TP. Vinh gặp GS. Bình và Tổng thống V. Putin."
    ]


def test_a_number_with_points_is_no_sentence_end() -> None:
    assert _sentences("Có 1.200 người dự. Họ vui.") == ["Có 1.200 người dự.", "Họ vui."]


def test_the_agency_end_mark_closes_a_sentence() -> None:
    assert _sentences("Đoàn về nước./.\nTheo hãng tin") == ["Đoàn về nước./.", "Theo hãng tin"]


def test_sentence_at() -> None:
    text = "Một hai. Ba bốn."
    assert _doc(text).sentence_at(10) == (9, 16)
    assert _doc("  ").sentence_at(0) is None


@given(st.text("aĐ .!?\n“”_/0", max_size=80))
def test_sentences_are_ordered_trimmed_and_do_not_overlap(text: str) -> None:
    last = 0
    for begin, end in _doc(text).sentences:
        assert last <= begin < end
        assert text[begin:end].strip() == text[begin:end]
        last = end
