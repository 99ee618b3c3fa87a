import datetime as dt

from transforms.entities.page_dates import page_dates
from transforms.records import EventDate

DATED = EventDate(2015, 1, 28, basis="inferred", rule="report_and_plan")
SAME_DAY = EventDate(rule="same_day")


def test_cung_ngay_is_the_day_of_the_story_above_even_twice() -> None:
    assert [d.date for d in page_dates([DATED, SAME_DAY, SAME_DAY])] == [dt.date(2015, 1, 28)] * 3


def test_cung_ngay_without_a_story_above_stays_open() -> None:
    assert page_dates([SAME_DAY])[0].date is None


def test_a_day_without_year_takes_that_of_a_near_neighbour_above_or_below() -> None:
    july = EventDate(None, 7, 10, rule="day_month")
    above = page_dates([EventDate(2020, 7, 16, basis="inferred", rule="r"), july])
    below = page_dates([july, EventDate(2020, 7, 16, basis="inferred", rule="r")])
    assert above[1].date == below[0].date == dt.date(2020, 7, 10)
    assert above[1].basis == "inferred"


def test_a_distant_neighbour_lends_nothing() -> None:
    assert page_dates([DATED, EventDate(None, 7, 10, rule="day_month")])[1].year is None


def test_no_reports() -> None:
    assert page_dates([]) == []
