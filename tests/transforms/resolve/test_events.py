import dataclasses
import datetime as dt
import re
from pathlib import Path

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.ids import content_id
from transforms.resolve.events import MODEL, SIGNALS, link_events
from transforms.schema import DuplicatePairs, polars_schema

FIRE = (
    "Cháy kho hàng ở bến sông",
    "Rạng sáng một kho hàng ven bến sông bốc cháy dữ dội, lính cứu hỏa dập lửa trong ba giờ, không ai bị thương.",
)
FIRE_TOO = (
    "Kho hàng ven bến sông bốc cháy dữ dội",
    "Lính cứu hỏa mất ba giờ dập lửa tại kho hàng cháy rạng sáng ở bến sông, may mắn không ai bị thương.",
)
MEETING = (
    "Hội nghị tổng kết công tác thủy lợi",
    "Chiều nay huyện tổ chức hội nghị tổng kết công tác thủy lợi và bàn kế hoạch nạo vét kênh mương.",
)
RICE = (
    "Giá lúa tăng nhẹ",
    "Thương lái thu mua lúa tươi tại ruộng với giá cao hơn tuần trước, nông dân phấn khởi vào vụ mới.",
)
SCHOOL = (
    "Trường mới khai giảng",
    "Thầy trò vùng cao đón năm học trong ngôi trường vừa xây xong với nhiều phòng học kiên cố.",
)


def link(*rows: dict, pairs: list[dict] | None = None, names: list[tuple[str, str]] | None = None, model=MODEL):
    """Events of reports given as {story, published, month, day, group, teaser, number}; report and article ids are r0, a0, …"""
    reports = pl.DataFrame(
        [
            {
                "report_id": f"r{i}", "article_id": r.get("page", f"a{i}"), "title": r["story"][0], "text": r["story"][1], "duplicate_group_id": r.get("group", f"g{i}"),
                "is_representative": r.get("first", True), "is_teaser": r.get("teaser", False), "event_month": r.get("month"), "event_day": r.get("day"),
                "event_date": r.get("date"), "event_date_precision": "day" if r.get("date") else None,
            }
            for i, r in enumerate(rows)
        ],
        schema_overrides={
            "event_month": pl.Int8, "event_day": pl.Int8, "event_date": pl.Date, "event_date_precision": pl.String,
        },
    )  # fmt: skip
    articles = pl.DataFrame(
        [
            {
                "article_id": f"a{i}",
                "record_id": None,
                "url": None,
                "collection": "c",
                "published_at": r.get("published"),
            }
            for i, r in enumerate(rows)
        ],
        {
            "article_id": pl.String,
            "record_id": pl.String,
            "url": pl.String,
            "collection": pl.String,
            "published_at": pl.Datetime("us", "UTC"),
        },
    )
    schema = {**polars_schema(DuplicatePairs), "score": pl.Float64}
    mentions = pl.DataFrame(names or [], {"report_id": pl.String, "entity_id": pl.String}, orient="row").with_columns(
        kind=pl.lit("person")
    )
    return link_events(reports, pl.DataFrame(pairs or [], schema, orient="row"), articles, mentions, model)


def partition(linked) -> set[frozenset[str]]:
    return {frozenset(part["report_id"]) for _, part in linked.events.group_by("event_id")}


def at(day: int, hour: int = 8) -> dt.datetime:
    return dt.datetime(2020, 5, day, hour, tzinfo=dt.UTC)


OTHERS = [
    {"story": RICE, "published": at(2)},
    {"story": SCHOOL, "published": at(2)},
    {"story": MEETING, "published": at(2)},
]


def test_one_happening_in_other_words_is_one_event():
    found = partition(link({"story": FIRE, "published": at(2)}, {"story": FIRE_TOO, "published": at(2, 11)}, *OTHERS))
    assert found == {frozenset({"r0", "r1"}), frozenset({"r2"}), frozenset({"r3"}), frozenset({"r4"})}


def test_the_same_words_weeks_later_are_another_event():
    found = partition(link({"story": FIRE, "published": at(2)}, {"story": FIRE_TOO, "published": at(28)}, *OTHERS))
    assert frozenset({"r0", "r1"}) not in found


def test_another_stated_day_speaks_against_one_event():
    same = link({"story": FIRE, "month": 5, "day": 2}, {"story": FIRE_TOO, "month": 5, "day": 2}, *OTHERS).links
    other = link({"story": FIRE, "month": 5, "day": 2}, {"story": FIRE_TOO, "month": 5, "day": 4}, *OTHERS).links
    assert other["score"][0] < same["score"][0]
    assert other["other_day"][0] == 1.0


def on(year: int, month: int = 5, day: int = 2) -> dict:
    return {"date": dt.date(year, month, day), "month": month, "day": day}


def test_dates_of_the_events_stand_in_for_unknown_times():
    first = {"story": FIRE, **on(2020)}
    same = link(first, {"story": FIRE_TOO, **on(2020)}, *OTHERS).links
    unknown = link(first, {"story": FIRE_TOO}, *OTHERS).links
    assert (same["gap"][0], round(unknown["gap"][0], 2)) == (0.0, 1.1)
    assert same["score"][0] > unknown["score"][0]


def test_times_of_publication_count_before_dates_of_the_events():
    rows = [{"story": FIRE, **on(2020), "published": at(2)}, {"story": FIRE_TOO, **on(2020, 5, 6), "published": at(2)}]
    assert link(*rows, *OTHERS).links["gap"][0] == 0.0


def test_the_same_words_and_day_of_another_year_are_another_event():
    pair = {"report_a": "r0", "report_b": "r1", "score": 3.0, "reason": "background"}
    rows = [{"story": FIRE, **on(2019)}, {"story": FIRE, **on(2020)}]
    linked = link(*rows, *OTHERS, pairs=[pair])
    assert linked.links.select("other_day", "other_year", "same_event").row(0) == (0.0, 1.0, False)
    again = link(rows[0], rows[0], *OTHERS, pairs=[pair])
    assert again.links.select("other_year", "same_event").row(0) == (0.0, True)


def test_two_reports_of_one_page_are_two_events_rather_than_one():
    apart = link({"story": FIRE, **on(2020)}, {"story": FIRE_TOO, **on(2020)}, *OTHERS).links
    rows = [{"story": FIRE, "page": "a0", **on(2020)}, {"story": FIRE_TOO, "page": "a0", **on(2020)}]
    of_one_page = link(*rows, *OTHERS).links
    assert (apart["one_page"][0], of_one_page["one_page"][0]) == (0.0, 1.0)
    assert of_one_page["score"][0] < apart["score"][0]


def test_a_duplicate_group_is_never_torn():
    rows = [{"story": RICE, "group": "g"}, {"story": SCHOOL, "group": "g", "first": False}]
    assert partition(link(*rows)) == {frozenset({"r0", "r1"})}


def test_common_text_makes_a_candidate_and_a_sequel_keeps_apart():
    pair = {"report_a": "r0", "report_b": "r1", "score": 1.0, "reason": "background"}
    rows = [{"story": RICE, "published": at(2)}, {"story": SCHOOL, "published": at(2)}]
    linked = link(*rows, pairs=[pair]).links.to_dicts()[0]
    sequel = link(*rows, pairs=[{**pair, "reason": "later_stage"}]).links.to_dicts()[0]
    assert (linked["text"], linked["text_known"], linked["sequel"]) == (1.0, 1.0, 0.0)
    assert sequel["sequel"] == 1.0
    assert sequel["score"] < linked["score"]


def test_a_clear_no_of_the_comparison_counts_twice():
    rows = [{"story": RICE, "published": at(2)}, {"story": SCHOOL, "published": at(2)}]
    text = [
        link(*rows, pairs=[{"report_a": "r0", "report_b": "r1", "score": score, "reason": "background"}]).links["text"][
            0
        ]
        for score in (-1.0, -2.0, -9.0)
    ]
    assert text == [-1.0, -2.5, -4.5]


def test_names_in_common_speak_for_one_event():
    rows = [{"story": FIRE, "published": at(2)}, {"story": FIRE_TOO, "published": at(2)}, *OTHERS]
    named = link(*rows, names=[("r0", "p"), ("r1", "p"), ("r2", "q")]).links.to_dicts()[0]
    assert 0.0 < named["names"] < 1.0
    assert link(*rows).links["names"][0] == 0.0


def test_the_id_follows_from_the_first_report():
    linked = link({"story": FIRE, "published": at(3)}, {"story": FIRE_TOO, "published": at(2)}, *OTHERS)
    assert dict(linked.events.rows())["r0"] == content_id("event", "r1")
    undated = link(
        {"story": FIRE},
        {"story": FIRE_TOO, "published": at(9)},
        *OTHERS,
        model=dataclasses.replace(MODEL, intercept=4.0),
    )
    assert dict(undated.events.rows())["r0"] == content_id("event", "r1")


def test_every_link_keeps_its_evidence():
    links = link({"story": FIRE, "published": at(2)}, {"story": FIRE_TOO, "published": at(2)}, *OTHERS).links
    row = links.row(0, named=True)
    assert (row["report_a"], row["report_b"], row["same_event"]) == ("r0", "r1", True)
    weighted = MODEL.intercept + sum(getattr(MODEL, name) * row[name] for name in SIGNALS)
    assert abs(row["score"] - max(-MODEL.most, min(MODEL.most, weighted))) < 1e-5


def test_no_reports_have_no_events():
    rows = [{"story": FIRE}]
    empty = link(*rows)
    assert empty.links.is_empty()
    assert empty.events.height == 1


@settings(max_examples=10, deadline=None)
@given(st.permutations(range(5)))
def test_the_order_of_the_input_does_not_matter(order):
    rows = [{"story": FIRE, "published": at(2)}, {"story": FIRE_TOO, "published": at(2, 11)}, *OTHERS]
    stories = {f"r{i}": rows[k]["story"] for i, k in enumerate(order)}
    found = {frozenset(stories[r] for r in part) for part in partition(link(*[rows[k] for k in order]))}
    assert frozenset({FIRE, FIRE_TOO}) in found
    assert len(found) == 4


def test_the_document_gives_the_weights_of_the_model():
    document = (Path(__file__).parents[3] / "docs" / "events.md").read_text(encoding="utf8")
    table = {}
    for names, weights in re.findall(r"^ *\| (`[^|]+`) \|[^|]+\| ([^|]+) \|$", document, re.MULTILINE):
        table |= dict(
            zip(re.findall(r"`(\w+)`", names), (float(w.replace("−", "-")) for w in weights.split(",")), strict=True)
        )
    assert table == {name: getattr(MODEL, name) for name in SIGNALS}
    assert f"intercept {MODEL.intercept}".replace("-", "−") in document
    assert f"bounded to ±{MODEL.most:g}" in document
    assert f"counts {MODEL.missing:g}".replace("-", "−") in document
