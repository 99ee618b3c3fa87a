import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.dedup.kernels import shingles
from transforms.text.syllables import Vocabulary, code_of, syllables


def codes(text: str) -> list[int]:
    return syllables(pl.Series([text])).codes.tolist()


def test_case_tone_placement_and_punctuation_are_folded():
    assert codes("Hoà Bình, “uỷ viên”") == codes("HÒA BÌNH – Ủy viên…")


def test_tones_and_stroke_d_are_kept():
    assert codes("bãi nhiệm") != codes("bài nhiệm")
    assert codes("đo") != codes("do")


def test_leading_zeros_of_numbers_are_dropped_and_numbers_are_marked():
    assert codes("ngày 07/02") == codes("ngày 7-2")
    assert [c & 1 for c in codes("ngày 7 tháng 2b x2")] == [0, 1, 0, 1, 0]


def test_codes_are_defined_for_good():
    assert code_of("Nội") == code_of("nội") == 1936082044 & ~1 or code_of("nội") % 2 == 0


def test_texts_do_not_run_into_each_other():
    s = syllables(pl.Series(["một hai", None, "", "ba", "bốn"]))
    assert s.counts.tolist() == [2, 0, 0, 1, 1]
    assert s.codes.tolist() == codes("một hai ba bốn")


def test_no_break_space_and_marks_separate():
    assert codes("Hà\u00a0Nội…Huế—Đà") == codes("Hà Nội Huế Đà")


@given(st.lists(st.text(alphabet="aăâbcdđ 12.,\n“–ỏẢ", max_size=40), max_size=12))
def test_a_warm_vocabulary_changes_nothing(texts):
    warm = Vocabulary()
    first = syllables(pl.Series(texts, dtype=pl.String), warm)
    again = syllables(pl.Series(texts, dtype=pl.String), warm)
    assert first.codes.tolist() == again.codes.tolist()
    assert first.counts.tolist() == again.counts.tolist()
    assert first.codes.tolist() == [code_of(w) for t in texts for w in _split(t)]


def _split(text: str) -> list[str]:
    return "".join(c if c.isalnum() else " " for c in text).split()


@given(st.lists(st.sampled_from(["một", "hai", "ba", "bốn", "năm"]), max_size=30), st.integers(1, 9))
def test_equal_runs_have_equal_hashes_and_others_do_not(syllables_, k):
    s = syllables(pl.Series([" ".join(syllables_)]))
    hashes = shingles(s.codes, k).tolist()
    runs = [tuple(syllables_[i : i + k]) for i in range(len(syllables_) - k + 1)]
    assert len(hashes) == len(runs)
    assert len(set(hashes)) == len(set(runs)) == len(set(zip(runs, hashes, strict=True)))


def test_a_text_shorter_than_a_shingle_has_none():
    assert shingles(syllables(pl.Series(["một hai"])).codes, 3).tolist() == []


@pytest.mark.parametrize("texts", [[], [""], [None, None]])
def test_nothing_gives_nothing(texts):
    assert syllables(pl.Series(texts, dtype=pl.String)).codes.tolist() == []


def test_blocks_of_texts_change_nothing(monkeypatch):
    texts = pl.Series([f"Xã {i % 7} họp, bàn việc {i}" for i in range(40)])
    whole = syllables(texts, Vocabulary())
    monkeypatch.setattr("transforms.text.syllables._FIRST", 1)
    monkeypatch.setattr("transforms.text.syllables._BLOCK", 64)
    parts = syllables(texts, Vocabulary())
    assert parts.codes.tolist() == whole.codes.tolist()
    assert parts.counts.tolist() == whole.counts.tolist()
