from pathlib import Path

from flows.artifacts import asset_key, location, page, rejection_rows, share_rows, stage_rows, table_rows
from flows.progress import Summary


def test_each_stage_gives_what_the_next_one_takes(sample: Summary) -> None:
    rows = {row["stage"]: row for row in stage_rows(sample.snapshot)}
    assert list(rows) == ["read", "pages", "keep", "deduplicate", "resolve"]
    for row in rows.values():
        assert row["in"] == row["out"] + row["left_out"] or row["stage"] == "resolve"
    assert rows["read"]["left_out"] == sum(sample.rejections.values())
    assert rows["read"]["out"] == rows["pages"]["in"]
    assert rows["keep"]["out"] == sample.counts["articles"]
    assert rows["deduplicate"]["in"] == sample.counts["reports"]
    assert rows["deduplicate"]["out"] == rows["resolve"]["in"]


def test_rejections_come_with_stage_reason_and_example(sample: Summary) -> None:
    rows = rejection_rows(sample.snapshot)
    assert {row["reason"]: row["n"] for row in rows} == sample.rejections
    assert {row["example"] for row in rows if row["reason"] == "empty"} == {"broken/empty.txt"}


def test_shares_stand_beside_those_of_the_snapshot_before(sample: Summary) -> None:
    rows = share_rows(sample.snapshot, sample.snapshot)
    assert len(rows) == 8
    for row in rows:
        assert row["share"] == row["before"]
        assert 0 <= float(row["share"].rstrip("%")) <= 100
    assert {row["before"] for row in share_rows(sample.snapshot)} == {None}


def test_tables_say_how_many_more(sample: Summary) -> None:
    rows = {row["table"]: row for row in table_rows(sample, sample.snapshot)}
    assert rows["events"] == {"table": "events", "rows": sample.counts["events"], "more": 0}
    assert table_rows(sample)[0]["more"] is None


def test_the_page_links_to_the_snapshot(sample: Summary) -> None:
    assert f"({sample.snapshot.as_uri()})" in page(sample)
    assert f"{sample.counts['articles']:,} articles" in page(sample)


def test_assets_are_named_by_url() -> None:
    assert asset_key("s3://bucket/p/current/events.parquet") == "s3://bucket/p/current/events.parquet"
    assert asset_key(Path("/a b/[c]/events.parquet")) == "file:///a-b/-c-/events.parquet"
    assert location(Path("/a b/events.parquet")) == "file:///a%20b/events.parquet"
    assert location("s3://bucket/x") == "s3://bucket/x"
