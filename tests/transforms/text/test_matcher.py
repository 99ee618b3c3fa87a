from transforms.text.matcher import PhraseMatcher
from transforms.text.normalise import fold


def _found(phrases: list[str], text: str) -> list[str]:
    return [text[b:e] for b, e, _ in PhraseMatcher((p, p) for p in phrases).find(fold(text))]


def test_longest_phrase_wins() -> None:
    assert _found(["Bộ", "Bộ Chính trị"], "Ủy viên Bộ Chính trị") == ["Bộ Chính trị"]


def test_phrases_stand_between_word_boundaries_and_underscore_is_one() -> None:
    assert _found(["An"], "tỉnh ủy Long An_Ảnh, Anh, Ban") == ["An"]


def test_a_longer_match_that_breaks_a_word_does_not_hide_a_shorter_one() -> None:
    assert _found(["Ban Bí thư", "Ban Bí thư T"], "Ban Bí thư Trung ương") == ["Ban Bí thư"]


def test_matching_ignores_case_and_tone_placement_but_not_tones() -> None:
    assert _found(["Hòa Bình"], "HOÀ BÌNH và Hóa Bình") == ["HOÀ BÌNH"]


def test_payload_comes_with_the_match() -> None:
    assert [p for *_, p in PhraseMatcher([("Hà Nội", 1), ("Huế", 2)]).find("từ huế ra hà nội")] == [2, 1]
