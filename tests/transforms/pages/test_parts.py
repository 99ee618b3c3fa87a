from random import Random

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from transforms.pages.parts import PAGES, TOGETHER, part_numbers


def numbers(files: list[str]) -> dict[str, int]:
    found = part_numbers(pl.DataFrame({"raw_file": files}, schema={"raw_file": pl.String}))
    return dict(found.select("raw_file", "part").rows())


def records(container: str, n: int) -> list[str]:
    return [f"{container}#{i}" for i in range(n)]


def test_few_pages_are_one_part() -> None:
    assert set(numbers(["a.txt", "b/c.html", "d.jsonl#0", "d.jsonl#99999"]).values()) == {0}
    assert numbers([]) == {}


def test_there_are_as_many_parts_as_there_are_pages_for() -> None:
    for n, parts in ((2 * PAGES - 1, 1), (2 * PAGES, 2), (4 * PAGES, 4)):
        assert max(numbers(records("a.jsonl", n)).values()) < parts
    assert len(set(numbers(records("a.jsonl", 16 * PAGES)).values())) > 8


def test_what_arrived_together_stands_together() -> None:
    found = numbers([*records("a.jsonl", 8 * PAGES), *(f"2017/05/{i}.html" for i in range(TOGETHER))])
    for portion in range(8 * PAGES // TOGETHER):
        assert len({found[f"a.jsonl#{i}"] for i in range(portion * TOGETHER, (portion + 1) * TOGETHER)}) == 1
    assert len({part for file, part in found.items() if file.startswith("2017/")}) == 1


@given(st.integers(0, 2**32))
def test_parts_do_not_depend_on_the_order_of_pages(seed: int) -> None:
    files = [*records("a.jsonl", 6000), *records("x/b.parquet", 6000), "x/1.txt", "y/2.txt", "3.txt"]
    shuffled = Random(seed).sample(files, len(files))
    assert numbers(shuffled) == numbers(files)


def test_a_page_whose_name_looks_like_a_record_is_a_page() -> None:
    assert numbers(["a/tin#tức.txt", "a/x.txt"]) == {"a/tin#tức.txt": 0, "a/x.txt": 0}
