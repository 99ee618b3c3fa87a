import pytest

from transforms.text.remembered import remembered


def test_a_result_is_worked_out_once() -> None:
    asked: list[str] = []

    def size(word: str) -> int:
        asked.append(word)
        return len(word)

    known = remembered(size)
    assert [known("sở"), known("bộ"), known("sở")] == [2, 2, 2]
    assert asked == ["sở", "bộ"]


def test_when_too_many_are_kept_all_are_forgotten() -> None:
    asked: list[int] = []

    def double(n: int) -> int:
        asked.append(n)
        return 2 * n

    known = remembered(double, most=2)
    assert [known(n) for n in (1, 2, 3, 1, 3)] == [2, 4, 6, 2, 6]
    assert asked == [1, 2, 3, 1]


def test_errors_are_not_kept() -> None:
    known = remembered(int)
    for _ in range(2):
        with pytest.raises(ValueError, match="ba"):
            known("ba")
