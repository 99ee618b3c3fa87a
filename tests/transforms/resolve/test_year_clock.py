import datetime as dt

import polars as pl

from transforms.resolve.year_clock import FEWEST, dates_by_number

START = dt.date(2016, 11, 1)


def _reports(*open_: tuple[int, int, int], background: int = 0, numbered: bool = True) -> pl.DataFrame:
    """A collection that grows by a record a day, every third of them dated, `background` of those with old dates."""
    rows: list[dict[str, object]] = []
    for n in range(0, 4 * FEWEST, 2):
        day = START + dt.timedelta(days=n)
        old = background and n % background == 0
        rows.append(
            {
                "number": 20_000 + n,
                "stated": day.replace(year=2009, day=1) if old else day,
                "event_month": day.month,
                "event_day": day.day,
            }
        )
    rows += [{"number": n, "stated": None, "event_month": m, "event_day": d} for n, m, d in open_]
    frame = pl.DataFrame(
        rows, {"number": pl.Int64, "stated": pl.Date, "event_month": pl.Int8, "event_day": pl.Int8}, orient="row"
    )
    return frame.with_columns(
        collection=pl.lit("dump"), number=pl.col("number") if numbered else pl.lit(None, pl.Int64)
    )


def _last(reports: pl.DataFrame, n: int = 1) -> list[dt.date | None]:
    return dates_by_number(reports)[-n:].to_list()


def test_neighbours_in_number_give_the_year_across_the_turn_of_the_year() -> None:
    assert _last(_reports((20_030, 11, 29), (20_080, 1, 20), (20_061, 1, 1)), 3) == [
        dt.date(2016, 11, 29),
        dt.date(2017, 1, 20),
        dt.date(2017, 1, 1),
    ]


def test_background_stories_do_not_move_the_clock() -> None:
    assert _last(_reports((20_080, 1, 20), background=10)) == [dt.date(2017, 1, 20)]


def test_a_day_far_from_its_neighbours_stays_open() -> None:
    assert _last(_reports((20_080, 8, 20))) == [None]


def test_a_day_that_the_year_does_not_have_stays_open() -> None:
    assert _last(_reports((20_120, 2, 29))) == [None]


def test_a_collection_without_order_or_numbers_has_no_clock() -> None:
    shuffled = _reports((20_080, 1, 20)).with_columns(
        stated=pl.col("stated").map_elements(
            lambda d: d.replace(day=1, year=1990 + d.toordinal() * 7 % 27), return_dtype=pl.Date
        )
    )
    assert _last(shuffled) == [None]
    assert _last(_reports((20_080, 1, 20), numbered=False)) == [None]
    assert _last(_reports((20_080, 1, 20)).tail(5)) == [None]
