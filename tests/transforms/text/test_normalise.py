import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from transforms.text.normalise import canonical, fold, normalise

TEXT = st.text(st.characters(codec="utf-8"), max_size=60)


def test_normalise_publishes_nfc_with_the_vietnamese_d_and_plain_spaces() -> None:
    assert normalise("Ban \u00d0ối ngoại\u00a0T.Ư\r\n") == "Ban Đối ngoại T.Ư\n"
    assert normalise(unicodedata.normalize("NFD", "Nguyễn Hoà Bình")) == "Nguyễn Hoà Bình"
    assert normalise("Hà\u200b Nội\ufeff") == "Hà Nội"


def test_normalise_keeps_tones_and_tone_placement() -> None:
    assert normalise("bãi nhiệm, bài nhiệm, hoà, hòa") == "bãi nhiệm, bài nhiệm, hoà, hòa"


def test_fold_joins_tone_placements_but_no_tones() -> None:
    assert fold("Hoà Bình, Uỷ viên, Khoẻ") == fold("Hòa Bình, Ủy viên, Khỏe")
    assert fold("bãi nhiệm") != fold("bài nhiệm")
    assert fold("Đạt") != fold("Dạt")


def test_fold_leaves_closed_syllables_and_qu_alone() -> None:
    assert fold("Hoàn toàn") == "hoàn toàn"
    assert fold("Quý, quỹ") == "quý, quỹ"


def test_fold_keeps_length_even_for_letters_whose_lower_case_is_longer() -> None:
    assert len(fold("İstanbul")) == len("İstanbul")


def test_canonical_is_one_key_for_spellings() -> None:
    assert canonical(" Ban  Ðối ngoại ") == canonical("ban Đối Ngoại")
    assert canonical("Lao động - Thương binh") == canonical("Lao động–Thương binh")


@given(TEXT)
def test_normalise_is_idempotent_and_fold_keeps_positions(raw: str) -> None:
    text = normalise(raw)
    assert normalise(text) == text
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)
