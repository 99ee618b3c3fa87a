import datetime as dt

import polars as pl

from transforms.pages.versions import current_versions


def _pages(*rows: tuple[str, str, str | None, str | None, int | None]) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {"article_id": a, "raw_file": f, "source": s, "collection": None, "record_id": r, "url": None,
             "collected_at": dt.datetime(2020, 1, d, tzinfo=dt.UTC) if d else None, "published_at": None}
            for a, f, s, r, d in rows
        ],
        schema={"article_id": pl.String, "raw_file": pl.String, "source": pl.String, "collection": pl.String, "record_id": pl.String, "url": pl.String,
                "collected_at": pl.Datetime("us", "UTC"), "published_at": pl.Datetime("us", "UTC")},
        orient="row",
    )  # fmt: skip


def test_a_repeat_is_published_once_and_named() -> None:
    kept, rejected = current_versions(_pages(("a", "2.jsonl#4", "s", "1", None), ("a", "1.jsonl#0", "s", "1", None)))
    assert kept.rows() == [("a", "1.jsonl#0", None)]
    assert rejected.select("raw_file", "record", "reason").rows() == [("2.jsonl#4", 4, "repeated")]


def test_the_version_collected_last_supersedes() -> None:
    kept, rejected = current_versions(_pages(("new", "1.jsonl#0", "s", "1", 9), ("old", "2.jsonl#0", "s", "1", 2)))
    assert kept.rows() == [("new", "1.jsonl#0", "old")]
    assert rejected["reason"].to_list() == ["superseded"]


def test_pages_without_a_record_key_never_supersede_one_another() -> None:
    kept, rejected = current_versions(_pages(("a", "1.txt", None, None, None), ("b", "2.txt", None, None, None)))
    assert kept.height == 2
    assert rejected.is_empty()


def test_the_same_record_number_of_two_outlets_is_two_records() -> None:
    assert current_versions(_pages(("a", "1.txt", "s", "1", None), ("b", "2.txt", "t", "1", None)))[0].height == 2


def _tombstones(*rows: tuple[str, str, str | None, str | None, int | None]) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {"raw_file": f, "source": s, "collection": None, "record_id": r, "url": u,
             "collected_at": dt.datetime(2020, 1, d, tzinfo=dt.UTC) if d else None}
            for f, s, r, u, d in rows
        ],
        schema={"raw_file": pl.String, "source": pl.String, "collection": pl.String, "record_id": pl.String, "url": pl.String,
                "collected_at": pl.Datetime("us", "UTC")},
        orient="row",
    )  # fmt: skip


def test_a_tombstone_deletes_every_version_collected_before_it() -> None:
    pages = _pages(("a", "1.jsonl#0", "s", "1", 2), ("b", "1.jsonl#1", "s", "1", 3), ("c", "1.jsonl#2", "s", "2", 3))
    kept, rejected = current_versions(pages, _tombstones(("9.jsonl#0", "s", "1", None, 5)))
    assert kept["article_id"].to_list() == ["c"]
    assert rejected.select("raw_file", "reason", "detail").rows() == [
        ("1.jsonl#0", "deleted", "deleted by 9.jsonl#0"),
        ("1.jsonl#1", "deleted", "deleted by 9.jsonl#0"),
    ]


def test_what_is_collected_after_a_timed_tombstone_lives() -> None:
    pages = _pages(("a", "1.jsonl#0", "s", "1", 2), ("b", "1.jsonl#1", "s", "1", 6))
    kept, rejected = current_versions(pages, _tombstones(("9.jsonl#0", "s", "1", None, 5)))
    assert kept.rows() == [("b", "1.jsonl#1", None)]
    assert rejected["reason"].to_list() == ["deleted"]


def test_a_tombstone_without_a_time_is_for_good() -> None:
    pages = _pages(("a", "1.jsonl#0", "s", "1", 2), ("b", "1.jsonl#1", "s", "1", 6))
    tombstones = _tombstones(("9.jsonl#0", "s", "1", None, 1), ("9.jsonl#1", "s", "1", None, None))
    assert current_versions(pages, tombstones)[0].is_empty()


def test_a_tombstone_may_name_the_address() -> None:
    pages = _pages(("a", "1.jsonl#0", "s", "1", None)).with_columns(url=pl.lit("http://s/1"))
    kept, rejected = current_versions(pages, _tombstones(("9.jsonl#0", "s", None, "http://s/1", None)))
    assert kept.is_empty()
    assert rejected["reason"].to_list() == ["deleted"]


def test_a_tombstone_of_another_outlet_deletes_nothing_and_is_named() -> None:
    kept, rejected = current_versions(
        _pages(("a", "1.jsonl#0", "s", "1", None)), _tombstones(("9.jsonl#3", "t", "1", None, None))
    )
    assert kept.height == 1
    assert rejected.select("raw_file", "record", "reason").rows() == [("9.jsonl#3", 3, "nothing_to_delete")]
