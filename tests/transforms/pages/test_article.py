import datetime as dt

import pytest

from transforms.pages.article import article_row, host, moment, outlet
from transforms.records import Page, RawRecord, Zone

UTC = dt.UTC


@pytest.mark.parametrize(
    ("value", "expected", "precision"),
    [
        ("2013-10-23T12:56:00", dt.datetime(2013, 10, 23, 5, 56, tzinfo=UTC), "second"),
        ("2013-10-23T12:56:00+00:00", dt.datetime(2013, 10, 23, 12, 56, tzinfo=UTC), "second"),
        ("2017-05-31 08:00", dt.datetime(2017, 5, 31, 1, 0, tzinfo=UTC), "minute"),
        ("2017-05-31", dt.datetime(2017, 5, 30, 17, 0, tzinfo=UTC), "day"),
        ("17/07/2012 20:05", dt.datetime(2012, 7, 17, 13, 5, tzinfo=UTC), "minute"),
        ("20:05 | 17/07/2012", dt.datetime(2012, 7, 17, 13, 5, tzinfo=UTC), "minute"),
        ("1487000000", dt.datetime(2017, 2, 13, 15, 33, 20, tzinfo=UTC), "second"),
        ("31/02/2017", None, None),
        ("hôm qua", None, None),
        (None, None, None),
    ],
)
def test_times_are_utc_and_naive_ones_vietnamese(value: str | None, expected: object, precision: str | None) -> None:
    assert moment(value) == (expected, precision)


def test_host() -> None:
    assert host("https://www.SongThao.example:8080/a") == "songthao.example"
    assert host("songthao.example/a") == "songthao.example"
    assert host("http://[bad") is None
    assert host(None) is None


def test_an_aggregator_is_a_collection_and_no_outlet() -> None:
    assert outlet(RawRecord("f#0", "x", "t", url="http://www.baomoi.com/a/c/1.epi", collection="dump")) == (
        None,
        "baomoi.com",
    )
    assert outlet(RawRecord("f#0", "x", "t", url="http://songthao.example/1", collection="dump")) == (
        "songthao.example",
        "dump",
    )
    assert outlet(RawRecord("f#0", "x", "t", source="www.phuongnam.example", url="http://www.baomoi.com/1")) == (
        "phuongnam.example",
        "baomoi.com",
    )
    assert outlet(RawRecord("f.txt", "x", "t")) == (None, None)


def _row(**metadata: str) -> dict[str, object]:
    text = "Hội nghị"
    return article_row(RawRecord("f#0", "sha", text, **metadata), Page(text, (Zone(0, len(text), "body", "r"),)), "p")  # type: ignore[arg-type]


def test_the_id_follows_from_outlet_record_and_bytes_not_from_the_path() -> None:
    assert (
        _row(source="a.example", record_id="1")["article_id"]
        == _row(source="a.example", record_id="1", title="T")["article_id"]
    )
    assert (
        _row(source="a.example", record_id="1")["article_id"] != _row(source="b.example", record_id="1")["article_id"]
    )


def test_a_day_in_the_address_is_a_publication_day() -> None:
    row = _row(url="http://songthao.example/2017/05/31/tin.html")
    assert (row["published_at"], row["published_precision"], row["published_basis"]) == (
        dt.datetime(2017, 5, 30, 17, tzinfo=UTC),
        "day",
        "url",
    )
    assert _row(url="http://songthao.example/2017/35/31/tin.html")["published_at"] is None
