import datetime as dt

import polars as pl
import pytest

from transforms.entities.rows import STAGE
from transforms.resolve.dates import inherit_dates

ARTICLES = pl.Schema(
    {
        **dict.fromkeys(("article_id", "record_id", "url", "collection"), pl.String),
        "published_at": pl.Datetime("us", "UTC"),
        "page_date": pl.Date,
    }
)


def found(*reports: dict, assume_year: int | None = None) -> list[dict]:
    """Inherited dates of reports given as {group, month, day, date, basis, precision, published, page_date}."""
    rows = [
        {"report_id": f"r{i}", "article_id": f"a{i}", "duplicate_group_id": r.get("group", f"g{i}")}
        for i, r in enumerate(reports)
    ]
    dates = [
        {
            "report_id": f"r{i}", "event_date": r.get("date"), "event_end_date": r.get("end"),
            "event_month": r["date"].month if r.get("date") else r.get("month"), "event_day": r["date"].day if r.get("date") else r.get("day"),
            "event_date_precision": r.get("precision", "day" if r.get("date") else None),
            "event_date_basis": r.get("basis", "stated" if r.get("date") else None), "place_key": None,
        }
        for i, r in enumerate(reports)
    ]  # fmt: skip
    articles = [
        {
            "article_id": f"a{i}",
            "record_id": r.get("record"),
            "collection": r.get("collection"),
            "published_at": r.get("published"),
            "page_date": r.get("page_date"),
        }
        for i, r in enumerate(reports)
    ]
    return inherit_dates(
        pl.DataFrame(rows),
        pl.DataFrame(dates, STAGE["event_dates"], orient="row"),
        pl.DataFrame(articles, ARTICLES, orient="row"),
        assume_year,
    ).to_dicts()


def at(*day: int) -> dt.datetime:
    return dt.datetime(*day, tzinfo=dt.UTC)


def test_a_copy_lends_its_year():
    own, other = found({"group": "g", "month": 7, "day": 4}, {"group": "g", "date": dt.date(2024, 7, 4)})
    assert (own["event_date"], own["event_date_basis"], own["event_date_precision"]) == (
        dt.date(2024, 7, 4),
        "cluster",
        "day",
    )
    assert (other["event_date"], other["event_date_basis"]) == (dt.date(2024, 7, 4), "stated")


def test_a_copy_lends_nothing_to_another_day_or_where_copies_disagree():
    assert (
        found({"group": "g", "month": 7, "day": 5}, {"group": "g", "date": dt.date(2024, 7, 4)})[0]["event_date"]
        is None
    )
    three = found(
        {"group": "g", "month": 7, "day": 4},
        {"group": "g", "date": dt.date(2024, 7, 4)},
        {"group": "g", "date": dt.date(2023, 7, 4)},
    )
    assert three[0]["event_date"] is None


@pytest.mark.parametrize(
    ("published", "month", "day", "date"),
    [
        (at(2020, 7, 6), 7, 5, dt.date(2020, 7, 5)),
        (at(2020, 1, 2), 12, 30, dt.date(2019, 12, 30)),  # last year's day
        (at(2020, 12, 30), 1, 3, dt.date(2021, 1, 3)),  # announced, a few days ahead
        (at(2020, 7, 6), 9, 2, None),  # two months ahead: more likely another year, which one is open
        (at(2021, 3, 2), 2, 29, None),  # no such day
    ],
)
def test_publication_gives_the_year_within_its_window(published, month, day, date):
    row = found({"month": month, "day": day, "published": published})[0]
    assert row["event_date"] == date
    assert row["event_date_basis"] == ("inferred" if date else None)
    assert (row["event_month"], row["event_day"]) == (month, day)


def test_the_evening_in_utc_is_the_next_day_in_hanoi():
    assert found({"published": at(2020, 7, 5) + dt.timedelta(hours=20)})[0]["event_date_latest"] == dt.date(2020, 7, 6)


def test_a_date_on_the_page_bounds_and_dates_nothing():
    row = found({"month": 1, "day": 28, "page_date": dt.date(2021, 5, 11)})[0]
    assert row["event_date"] is None
    assert row["event_date_latest"] == dt.date(2021, 5, 11)


def test_the_collection_gives_the_year_only_where_the_record_has_no_time():
    assumed, dated = found(
        {"month": 3, "day": 8}, {"month": 3, "day": 8, "published": at(2016, 3, 9)}, assume_year=2017
    )
    assert (assumed["event_date"], assumed["event_date_latest"]) == (dt.date(2017, 3, 8), dt.date(2017, 12, 31))
    assert dated["event_date"] == dt.date(2016, 3, 8)


def test_a_stated_date_is_never_overwritten():
    row = found({"date": dt.date(1995, 7, 11), "published": at(2020, 7, 12)}, assume_year=2017)[0]
    assert (row["event_date"], row["event_date_basis"]) == (dt.date(1995, 7, 11), "stated")


def test_an_inferred_year_gives_way_to_publication():
    refuted = found({"date": dt.date(2018, 5, 12), "basis": "inferred", "published": at(2017, 5, 13)})[0]
    assert refuted["event_date"] == dt.date(2017, 5, 12)
    assert found({"date": dt.date(2018, 5, 12), "basis": "inferred"}, assume_year=2017)[0]["event_date"] == dt.date(
        2017, 5, 12
    )
    kept = found({"date": dt.date(2017, 5, 12), "basis": "inferred", "published": at(2017, 5, 13)})[0]
    assert kept["event_date"] == dt.date(2017, 5, 12)


def test_nothing_known_stays_open():
    row = found({}, {"month": 5, "day": None})
    assert [r["event_date"] for r in row] == [None, None]
    assert row[0]["event_date_latest"] is None


def test_neighbours_by_record_number_give_the_year():
    days = [dt.date(2017, 2, 1) + dt.timedelta(days=n) for n in range(60)]
    numbered = [{"date": day, "collection": "dump", "record": f"dump_{20_000 + n}"} for n, day in enumerate(days)]
    row = found(*numbered, {"month": 2, "day": 20, "collection": "dump", "record": "dump_20018"}, assume_year=2016)
    by_id = {r["report_id"]: r for r in row}
    assert by_id["r60"]["event_date"] == dt.date(2017, 2, 20)
    assert by_id["r60"]["event_date_basis"] == "inferred"
