import datetime as dt
import gzip
import json
from pathlib import Path

import polars as pl
import pytest

from flows.readers import batches, raw_files, read
from transforms.records import RawRecord, Rejection

LIMIT = 2_000


def _read(path: Path) -> list[RawRecord | Rejection]:
    return list(read(path, path.name, LIMIT))


def _reasons(path: Path) -> list[str]:
    return [i.reason if isinstance(i, Rejection) else "kept" for i in _read(path)]


def test_a_text_file_is_one_page_and_a_host_folder_names_its_outlet(tmp_path: Path) -> None:
    folder = tmp_path / "songthao.example"
    folder.mkdir()
    file = folder / "1.txt"
    file.write_bytes("\ufeffHội nghị".encode())
    (record,) = _read(file)
    assert isinstance(record, RawRecord)
    assert (record.content, record.source, record.is_html) == ("Hội nghị", "songthao.example", False)
    assert len(record.raw_sha256) == 64


def test_utf16_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    file = tmp_path / "1.txt"
    file.write_bytes("Đại hội".encode("utf-16"))
    (record,) = _read(file)
    assert isinstance(record, RawRecord)
    assert record.content == "Đại hội"


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("empty.txt", b" \n", "empty"),
        ("bytes.txt", b"\xff\xfa\x81\xc3", "undecodable"),
        ("big.txt", b"a" * (LIMIT + 1), "oversized"),
        ("table.xlsx", b"PK", "unsupported_format"),
        ("empty.jsonl", b"\n\n", "empty"),
        ("empty.parquet", b"", "empty"),
        ("bad.parquet", b"no parquet at all", "corrupt"),
        ("bad.jsonl.gz", b"no gzip at all", "corrupt"),
    ],
)
def test_bad_files_become_one_rejection(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    file = tmp_path / name
    file.write_bytes(data)
    assert _reasons(file) == [reason]


def test_bad_lines_do_not_cost_the_good_ones(tmp_path: Path) -> None:
    file = tmp_path / "x.jsonl"
    lines = [
        json.dumps({"id": 7, "text": "Một", "timestamp": 1487000000, "source": {"a": 1}}).encode(),
        b"{broken",
        json.dumps({"title": "không có thân bài"}).encode(),
        json.dumps(["no", "object"]).encode(),
        b'{"text": "\xff"}',
        json.dumps({"text": "  "}).encode(),
        json.dumps({"text": 5}).encode(),
        json.dumps({"text": "x" * LIMIT * 2}).encode(),
        b'{"text": "\\ud800"}',
        json.dumps({"html": "<p>Hai</p>", "published": "2017-05-31"}).encode(),
    ]
    file.write_bytes(b"\n".join(lines))
    items = _read(file)
    assert [i.reason if isinstance(i, Rejection) else i.content for i in items] == [
        "Một", "malformed", "no_text", "malformed", "undecodable", "empty", "malformed", "oversized", "undecodable", "<p>Hai</p>",
    ]  # fmt: skip
    first, last = items[0], items[-1]
    assert isinstance(first, RawRecord)
    assert isinstance(last, RawRecord)
    assert (first.record_id, first.collected, first.source, first.raw_file, first.collection) == (
        "7",
        "1487000000",
        None,
        "x.jsonl#0",
        "x",
    )
    assert (last.is_html, last.published, last.raw_file) == (True, "2017-05-31", "x.jsonl#9")


def test_a_truncated_gzip_keeps_its_first_records(tmp_path: Path) -> None:
    file = tmp_path / "x.jsonl.gz"
    rows = "".join(
        json.dumps(
            {"id": n, "text": f"bài số {n} " + "".join(chr(0x4E00 + (n * 37 + k * k) % 20000) for k in range(80))}
        )
        + "\n"
        for n in range(200)
    )
    file.write_bytes(gzip.compress(rows.encode())[:-2_000])
    reasons = _reasons(file)
    assert reasons[-1] == "corrupt"
    assert reasons[:3] == ["kept", "kept", "kept"]


def test_parquet_records_carry_their_fields(tmp_path: Path) -> None:
    file = tmp_path / "dump.parquet"
    pl.DataFrame(
        {"id": ["a", "b"], "text": ["Một", None], "url": ["http://x.example/1", None], "other": [1, 2]}
    ).write_parquet(file)
    one, two = _read(file)
    assert isinstance(one, RawRecord)
    assert (one.record_id, one.url, one.collection, one.raw_file) == (
        "a",
        "http://x.example/1",
        "dump",
        "dump.parquet#0",
    )
    assert isinstance(two, Rejection)
    assert two.reason == "no_text"


def test_typed_times_in_parquet_become_text(tmp_path: Path) -> None:
    file = tmp_path / "typed.parquet"
    times = [dt.datetime(2017, 5, 2, 21, 8, tzinfo=dt.UTC)]
    pl.DataFrame({"text": ["Một"], "published_at": times, "collected": [dt.date(2017, 5, 3)]}).write_parquet(file)
    (record,) = _read(file)
    assert isinstance(record, RawRecord)
    assert (record.published, record.collected) == ("2017-05-02T21:08:00+00:00", "2017-05-03")


def test_a_tombstone_names_a_record_and_has_no_text(tmp_path: Path) -> None:
    file = tmp_path / "feed-2020-01-02.jsonl"
    rows: list[dict[str, object]] = [
        {"id": "7", "deleted": True},
        {"deleted": True},
        {"id": "8", "text": "Một", "deleted": False},
    ]
    file.write_text("\n".join(json.dumps(r) for r in rows))
    gone, nameless, page = _read(file)
    assert isinstance(gone, RawRecord)
    assert (gone.is_deleted, gone.record_id, gone.content, gone.collection) == (True, "7", "", "feed")
    assert isinstance(nameless, Rejection)
    assert nameless.reason == "malformed"
    assert isinstance(page, RawRecord)
    assert not page.is_deleted


def test_a_record_may_name_its_collection(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text(json.dumps({"text": "Một", "collection": "kho"}))
    (record,) = _read(file)
    assert isinstance(record, RawRecord)
    assert record.collection == "kho"


def test_an_unreadable_file_is_rejected(tmp_path: Path) -> None:
    assert _reasons(tmp_path / "gone.txt") == ["unreadable"]


def test_files_are_listed_in_order_without_readmes_and_hidden_ones(tmp_path: Path) -> None:
    for name in ("b/2.txt", "a/1.txt", "README.md", ".x.txt", ".git/3.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert [name for _, name in raw_files(tmp_path)] == ["a/1.txt", "b/2.txt"]
    assert raw_files(tmp_path / "b" / "2.txt") == [(tmp_path / "b" / "2.txt", "2.txt")]


def test_batches_are_bounded_by_number_and_size() -> None:
    records = [RawRecord(str(n), "", "x" * 10) for n in range(7)]
    assert [len(b) for b in batches(records, 3, 1_000)] == [3, 3, 1]
    assert [len(b) for b in batches(records, 100, 25)] == [3, 3, 1]
    assert list(batches([Rejection("a", None, "read", "empty", "")], 3, 10)) == []
