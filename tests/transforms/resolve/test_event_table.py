import datetime as dt

import polars as pl

from transforms.resolve.event_table import event_table, report_events, representatives
from transforms.schema import Articles, DuplicatePairs, Reports, polars_schema


def reports(*rows: dict) -> pl.DataFrame:
    defaults = {
        "article_id": "a", "position": 0, "text": "Chữ.", "begin": 0, "end": 4, "is_teaser": False, "duplicate_group_id": "g",
        "is_representative": True, "event_id": "e", "n_syllables": 100, "kind": "meeting",
    }  # fmt: skip
    schema = pl.Schema({**polars_schema(Reports), "kind": pl.String})
    return pl.DataFrame([defaults | r for r in rows], schema, orient="row")


def articles(*rows: dict) -> pl.DataFrame:
    return pl.DataFrame(list(rows), polars_schema(Articles), orient="row")


ONE = articles({"article_id": "a", "source": "x.vn", "published_at": dt.datetime(2020, 5, 2, tzinfo=dt.UTC)})
TWO = pl.concat(
    [ONE, articles({"article_id": "b", "source": "y.vn", "published_at": dt.datetime(2020, 5, 1, tzinfo=dt.UTC)})]
)


def test_counts_and_times():
    (row,) = event_table(
        reports(
            {"report_id": "r1"},
            {"report_id": "r2", "article_id": "b", "duplicate_group_id": "h"},
            {"report_id": "r3", "article_id": "b"},
        ),
        TWO,
    ).to_dicts()
    assert (row["n_reports"], row["n_groups"], row["n_articles"], row["n_sources"]) == (3, 2, 2, 2)
    assert (row["first_published_at"].day, row["last_published_at"].day) == (1, 2)


def test_the_fullest_report_represents_but_no_teaser_and_no_giant():
    told = reports(
        {"report_id": "r1", "n_syllables": 120},
        {"report_id": "r2", "n_syllables": 900, "is_teaser": True},
        {"report_id": "r3", "n_syllables": 150},
    ).join(ONE.select("article_id", "published_at"), on="article_id")
    assert representatives(told)["representative_report_id"].to_list() == ["r3"]
    giant = reports(
        {"report_id": "r9", "n_syllables": 5000},
        {"report_id": "r1", "n_syllables": 220},
        {"report_id": "r2", "n_syllables": 100},
    )
    assert representatives(giant.join(ONE.select("article_id", "published_at"), on="article_id"))[
        "representative_report_id"
    ].to_list() == ["r9"]


def test_the_representative_dates_the_event_and_the_majority_where_it_does_not():
    of = {"event_month": 5, "event_date_precision": "day", "event_date_basis": "stated"}
    first, second = dt.date(2020, 5, 1), dt.date(2020, 5, 2)
    rows = [
        {"report_id": "r1", "n_syllables": 120, "event_date": first, "event_day": 1, **of},
        {"report_id": "r2", "event_date": second, "event_day": 2, **of},
        {"report_id": "r3", "event_date": second, "event_day": 2, **of},
    ]
    assert event_table(reports(*rows), ONE)["event_date"].to_list() == [first]
    assert event_table(reports({**rows[0], "event_date": None, "event_day": None}, *rows[1:]), ONE)[
        "event_date"
    ].to_list() == [second]


def test_a_day_without_a_year_stays_visible():
    (row,) = event_table(reports({"report_id": "r1", "event_month": 5, "event_day": 2}), ONE).to_dicts()
    assert (row["event_date"], row["event_month"], row["event_day"]) == (None, 5, 2)


def test_titles_kinds_and_places():
    frame = reports(
        {
            "report_id": "r1",
            "text": "Khánh thành cầu mới ở bản xa. Cầu dài lắm.",
            "title": None,
            "place_id": "p",
            "kind": "ceremony",
        }
    )
    (row,) = event_table(frame, ONE).to_dicts()
    assert (row["title"], row["kind"], row["place_id"], row["plover_type"]) == (
        "Khánh thành cầu mới ở bản xa",
        "ceremony",
        "p",
        None,
    )
    assert event_table(reports({"report_id": "r1", "title": "Đầu đề"}), ONE)["title"].to_list() == ["Đầu đề"]


def test_reports_without_an_event_make_none():
    assert event_table(reports({"report_id": "r1", "event_id": None}), ONE).is_empty()
    assert report_events(
        reports({"report_id": "r1", "event_id": None}), pl.DataFrame(schema=polars_schema(DuplicatePairs))
    ).is_empty()


def test_a_round_up_tells_of_what_it_holds():
    frame = reports(
        {"report_id": "r1", "event_id": "e"},
        {"report_id": "r2", "event_id": "f", "end": 9},
        {"report_id": "r3", "event_id": "f"},
    )
    pairs = pl.DataFrame({"report_a": ["r1", "r2"], "report_b": ["r2", "r3"], "part_of": ["a_in_b", "b_in_a"]})
    assert report_events(frame, pairs).select("report_id", "event_id", "is_main", "end").rows() == [
        ("r1", "e", True, 4), ("r2", "f", True, 9), ("r2", "e", False, 9), ("r3", "f", True, 4),
    ]  # fmt: skip
