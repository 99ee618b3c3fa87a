import polars as pl
import pytest

from transforms.dedup.numbers import numbered, place


def shard(**sizes: int) -> pl.LazyFrame:
    rows = {"report_id": list(sizes), "n_syllables": list(sizes.values())}
    return pl.LazyFrame(rows, schema={"report_id": pl.String, "n_syllables": pl.Int32})


def test_numbers_follow_ids_whatever_the_order_of_shards():
    known = numbered([shard(d=4, b=2), shard(a=1, c=3)])
    assert known.ids.to_list() == ["a", "b", "c", "d"]
    assert known.syllables.tolist() == [1, 2, 3, 4]
    assert [rows.tolist() for rows in known.rows] == [[3, 1], [0, 2]]


def test_only_wanted_reports_have_numbers_and_each_one_row():
    known = numbered([shard(c=3, a=1), shard(b=2, c=3)], pl.Series(["c", "b"]))
    assert known.ids.to_list() == ["b", "c"]
    assert known.syllables.tolist() == [2, 3]
    assert [rows.tolist() for rows in known.rows] == [[1, -1], [0, -1]]


def test_a_report_that_no_shard_has_is_an_error():
    with pytest.raises(KeyError):
        numbered([shard(a=1)], pl.Series(["a", "b"]))


def test_no_shards_are_no_reports():
    known = numbered([])
    assert (known.ids.to_list(), known.syllables.tolist(), known.rows) == ([], [], [])


def test_places_of_values():
    assert place(pl.Series(["c", "x", "a"]), pl.Series(["a", "c"])).tolist() == [1, -1, 0]
