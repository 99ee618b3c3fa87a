from transforms.text.matcher import PhraseBook, PhraseMatcher
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


def test_matchers_that_share_a_book_find_what_they_find_alone() -> None:
    lists = [["Bộ", "Bộ Chính trị", "Hà Nội"], ["Chính trị", "Bộ Chính"], ["hà nội"]]
    text = fold("Bộ Chính trị họp tại Hà Nội")
    book = PhraseBook()
    shared = [PhraseMatcher(((p, p) for p in phrases), book) for phrases in lists]
    assert [m.find(text) for m in shared] == [PhraseMatcher((p, p) for p in phrases).find(text) for phrases in lists]
    assert [[text[b:e] for b, e, _ in m.find(text)] for m in shared] == [
        ["bộ chính trị", "hà nội"],
        ["bộ chính"],
        ["hà nội"],
    ]


def test_a_book_reads_the_text_that_is_asked_for_and_takes_lists_at_any_time() -> None:
    book = PhraseBook()
    first = PhraseMatcher([("Huế", 1)], book)
    assert list(first.find("ở huế")) == [(2, 5, 1)]
    second = PhraseMatcher([("Huế", 2), ("Vinh", 3)], book)
    assert list(second.find("ở huế")) == [(2, 5, 2)]
    assert list(first.find("vinh và huế")) == [(8, 11, 1)]
    assert list(second.find("vinh và huế")) == [(0, 4, 3), (8, 11, 2)]


def test_a_book_or_matcher_without_phrases_finds_nothing() -> None:
    assert list(PhraseMatcher[None]([]).find("huế")) == []


def test_as_many_as_there_are_and_letters_beyond_the_tables() -> None:
    assert len(_found(["Huế"], "Huế, " * 1000)) == 1000
    assert _found(["Huế"], "😀Huế 𠮷Huế Huế𠮷 Huế") == ["Huế", "Huế"]
