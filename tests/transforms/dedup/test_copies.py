import datetime as dt

import numpy as np
import polars as pl

from transforms.dedup.copies import COPIES, CREDIT, CREDIT_AND_TIME, SOURCES, TIME, copies


def at(hour: int, day: int = 1) -> dt.datetime:
    return dt.datetime(2017, 1, day, hour, tzinfo=dt.UTC)


def sources(*rows: tuple[str, str | None, str | None, dt.datetime | None, str | None]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=SOURCES, orient="row")


def merged(*rows: tuple[str, str, float, float]) -> pl.DataFrame:
    frame = pl.DataFrame(rows, schema=["report_a", "report_b", "containment_a", "containment_b"], orient="row")
    return frame.with_columns(merged=True)


def told(pairs: pl.DataFrame, known: pl.DataFrame) -> dict[str, tuple[str | None, float | None]]:
    found = copies(pairs, known)
    assert found.schema == COPIES
    return {r: (o, c if c is None else round(c, 4)) for r, o, c in found.iter_rows()}


def test_the_later_of_two_known_times_copied():
    found = told(
        merged(("a", "b", 0.8, 0.6)),
        sources(("a", "x.vn", None, at(9), "second"), ("b", "y.vn", None, at(7), "minute")),
    )
    assert found == {"a": ("b", round(TIME * 0.8, 4)), "b": (None, None)}


def test_a_time_known_to_the_day_tells_nothing_within_that_day():
    same = sources(("a", "x.vn", None, at(1), "day"), ("b", "y.vn", None, at(9), "second"))
    assert told(merged(("a", "b", 1.0, 1.0)), same) == {"a": (None, None), "b": (None, None)}
    next_day = sources(("a", "x.vn", None, at(1), "day"), ("b", "y.vn", None, at(9, 2), "day"))
    assert told(merged(("a", "b", 1.0, 1.0)), next_day)["b"] == ("a", TIME)


def test_a_credit_tells_where_times_are_unknown_and_strengthens_where_they_agree():
    unknown = sources(("a", "x.vn", "y.vn", None, None), ("b", "y.vn", None, None, None))
    assert told(merged(("a", "b", 1.0, 1.0)), unknown) == {"a": ("b", CREDIT), "b": (None, None)}
    agree = sources(("a", "x.vn", "y.vn", at(9), "second"), ("b", "y.vn", None, at(7), "second"))
    assert told(merged(("a", "b", 1.0, 1.0)), agree)["a"] == ("b", CREDIT_AND_TIME)


def test_nothing_is_told_where_credit_and_time_contradict_each_other():
    known = sources(("a", "x.vn", "y.vn", at(7), "second"), ("b", "y.vn", None, at(9), "second"))
    assert told(merged(("a", "b", 1.0, 1.0)), known) == {"a": (None, None), "b": (None, None)}


def test_nothing_is_told_without_times_and_credits():
    assert told(merged(("a", "b", 1.0, 0.2)), sources(("a", None, None, None, None), ("b", None, None, None, None)))[
        "a"
    ] == (None, None)


def test_of_several_originals_the_surest_is_taken_then_the_earliest():
    known = sources(
        ("a", "x.vn", None, at(9), "second"), ("b", "y.vn", None, at(7), "second"), ("c", "z.vn", None, at(5), "second")
    )
    equal = merged(("a", "b", 0.9, 0.9), ("a", "c", 0.9, 0.9), ("b", "c", 0.9, 0.9))
    assert told(equal, known)["a"][0] == "c"
    surer = merged(("a", "b", 1.0, 0.9), ("a", "c", 0.7, 0.9), ("b", "c", 0.9, 0.9))
    assert told(surer, known)["a"][0] == "b"


def test_pairs_that_are_not_merged_are_no_copies():
    known = sources(("a", "x.vn", None, at(9), "second"), ("b", "y.vn", None, at(7), "second"))
    assert told(merged(("a", "b", 1.0, 1.0)).with_columns(merged=False), known) == {
        "a": (None, None),
        "b": (None, None),
    }


def test_rows_of_the_reports_may_be_given():
    known = sources(
        ("b", "y.vn", None, at(7), "minute"), ("c", "z.vn", None, None, None), ("a", "x.vn", None, at(9), "second")
    )
    found = merged(("a", "b", 0.8, 0.6))
    assert copies(found, known, (np.array([2]), np.array([0]))).equals(copies(found, known))


def test_of_originals_as_sure_the_earliest_is_taken():
    known = sources(*((r, f"{r}.vn", None, at(hour), "second") for r, hour in (("a", 9), ("b", 8), ("c", 7))))
    assert told(merged(("a", "b", 0.5, 0.9), ("a", "c", 0.5, 0.9)), known)["a"] == ("c", round(TIME * 0.5, 4))
