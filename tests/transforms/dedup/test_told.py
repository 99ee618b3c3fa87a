import numpy as np
import polars as pl

from transforms.dedup.evidence import EVIDENCE
from transforms.dedup.told import Told

NOTHING = {
    name: False if kind == pl.Boolean else [] if kind == pl.List else None
    for name, kind in EVIDENCE.items()
}  # fmt: skip


def told(*rows: dict[str, object]) -> Told:
    each = [{**NOTHING, "report_id": f"r{i}", **row} for i, row in enumerate(rows)]
    return Told.of(pl.DataFrame(each, schema=EVIDENCE))


def bits(column: str, x: Told) -> list[int]:
    return [int(n).bit_count() for n in x.facts[column]]


def test_sets_are_compared_by_row():
    x = told({"persons": ["an", "bình"]}, {}, {"persons": ["bình", "chi", "an"]}, {"persons": ["chi"]})
    a, b = np.array([0, 0, 2, 0]), np.array([2, 1, 3, 3])
    assert x.shared("persons", a, b).to_list() == [2, 0, 1, 0]
    assert x.facts["n_persons"].to_list() == [2, 0, 3, 1]


def test_a_day_is_looked_for_among_the_days_of_another():
    x = told({"days": [100, 71], "event_day": 71}, {"event_day": 100})
    assert x.holds("days", x.facts["event_day"], np.array([1, 0])).to_list() == [False, True]
    assert x.holds("days", pl.Series([None], dtype=pl.Int16), np.array([0])).to_list() == [False]
    assert x.facts["last_day"].to_list() == [100, None]


def test_stages_are_bits_and_an_affair_has_all_of_its_kind():
    x = told({"stages": ["case charged"], "known_stages": ["case arrested"]}, {"stages": ["meeting opened"]}, {})
    assert bits("stages", x) == [1, 1, 0]
    assert bits("known", x) == [2, 1, 0]
    assert bits("news", x) == [1, 0, 0]
    assert bits("affairs", x)[0] > bits("affairs", x)[1] > bits("affairs", x)[2] == 0
    assert int(x.facts["affairs"][0]) & int(x.facts["affairs"][1]) == 0


def test_what_is_announced_and_has_begun_is_neither_coming_nor_begun_alone():
    x = told({"ahead": ["visit"]}, {"ahead": ["visit"], "begun": ["visit", "case"]})
    assert (bits("coming", x), bits("begun", x)) == ([1, 0], [0, 1])


def test_bulletins_of_one_kind_have_one_number_and_others_none():
    x = told({"bulletin": "weather"}, {"bulletin": "prices"}, {}, {"bulletin": "weather"})
    first, other, none, again = x.facts["bulletin"].to_list()
    assert first == again != other
    assert none is None
