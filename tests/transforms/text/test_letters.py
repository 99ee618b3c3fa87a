import pytest

from transforms.text.letters import last_letters


def test_last_letters_with_the_mark_behind_them() -> None:
    assert last_letters(["đồng chí", "bà"], " ") == {"hí ", "bà "}
    assert last_letters(["ông"]) == {"ng"}


def test_a_word_of_one_letter_cannot_be_told_by_two() -> None:
    with pytest.raises(ValueError, match="too short"):
        last_letters(["ông", "ở"], " ")
