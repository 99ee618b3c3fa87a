"""Raw files → raw records or rejections, streamed. One reader per format: a new format is one function and one line in `READERS`.

A page file (`.txt`, `.html`) is one record; a container (`.jsonl`, `.jsonl.gz`, `.parquet`) has one record a row, with
`text` or `html` required and the fields of `_FIELDS` optional; a row with `deleted: true` and an id or url is a tombstone.
A page whose folder is named like a host (`tinphuongnam.example/`) has that host as its source. What cannot be read becomes a
`Rejection`; nothing raises for bad input.
"""

from __future__ import annotations

import datetime as dt
import gzip
import json
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from pathlib import Path, PurePath
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from transforms.records import RawRecord, Rejection

Item = RawRecord | Rejection
Reader = Callable[[Path, str, int], Iterator[Item]]

# Our field → the names that sources use for it, first match wins.
_FIELDS: dict[str, tuple[str, ...]] = {
    "record_id": ("id", "record_id"),
    "url": ("url",),
    "title": ("title",),
    "source": ("source",),
    "byline": ("byline", "author"),
    "published": ("published", "published_at"),
    "collected": ("collected", "collected_at", "timestamp"),
    "collection": ("collection",),
}
_HOST = re.compile(r"^(?:[a-z0-9-]+\.)+[a-z]{2,}$")
_PART = re.compile(r"[-_](?:\d{4}-\d{2}-\d{2}|\d{8}|part[-_]?\d+)$")
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def raw_files(raw: Path) -> list[tuple[Path, str]]:
    """(file, its name below the raw folder) in stable order, without hidden files and READMEs; `raw` may be a single file."""
    if raw.is_file():
        return [(raw, raw.name)]
    named = ((p, p.relative_to(raw)) for p in raw.rglob("*") if p.is_file())
    return sorted((p, name.as_posix()) for p, name in named if is_raw(name))


def is_raw(name: PurePath) -> bool:
    """Whether a file of this name below the raw folder is input: hidden files and READMEs are not."""
    return not name.name.lower().startswith("readme") and not any(part.startswith(".") for part in name.parts)


def read(path: Path, name: str, max_bytes: int) -> Iterator[Item]:
    """Records and rejections of one raw file; `name` is its path below the raw folder."""
    reader = next((r for suffix, r in READERS.items() if path.name.lower().endswith(suffix)), None)
    if reader is None:
        yield Rejection(name, None, "read", "unsupported_format", f"no reader for {path.suffix or path.name}")
        return
    try:
        yield from reader(path, name, max_bytes)
    except OSError as e:  # gzip's errors are OSErrors too; both may come in mid-file
        reason = "corrupt" if isinstance(e, gzip.BadGzipFile) else "unreadable"
        yield Rejection(name, None, "read", reason, e.strerror or str(e))


def _page(path: Path, name: str, max_bytes: int) -> Iterator[Item]:
    size = path.stat().st_size
    if size > max_bytes:
        yield Rejection(name, None, "read", "oversized", f"{size} bytes, limit {max_bytes}")
        return
    data = path.read_bytes()
    if not data.strip():
        yield Rejection(name, None, "read", "empty", "no content")
        return
    text = _decoded(data)
    if text is None:
        yield Rejection(name, None, "decode", "undecodable", "neither UTF-8 nor UTF-16 with a byte order mark")
        return
    folder = path.parent.name.lower()
    yield RawRecord(
        raw_file=name,
        raw_sha256=sha256(data).hexdigest(),
        content=text,
        is_html=path.suffix.lower() in (".html", ".htm"),
        source=folder if _HOST.match(folder) else None,
    )


def _decoded(data: bytes) -> str | None:
    encoding = next((e for bom, e in _BOMS if data.startswith(bom)), "utf-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _json_lines(path: Path, name: str, max_bytes: int) -> Iterator[Item]:
    with path.open("rb") as f:
        yield from _lines(f, name, max_bytes)


def _json_lines_gzip(path: Path, name: str, max_bytes: int) -> Iterator[Item]:
    with gzip.open(path, "rb") as f:
        try:
            yield from _lines(f, name, max_bytes)  # type: ignore[arg-type]
        except (EOFError, zlib.error) as e:
            yield Rejection(name, None, "read", "corrupt", f"compressed data end early or are damaged: {e}")


def _lines(f: BinaryIO, name: str, max_bytes: int) -> Iterator[Item]:
    number = -1
    while line := f.readline(max_bytes + 1):
        if len(line) > max_bytes:  # skip the rest of an oversized line without holding it
            while line and not line.endswith(b"\n"):
                line = f.readline(max_bytes)
            number += 1
            yield Rejection(f"{name}#{number}", number, "read", "oversized", f"line above {max_bytes} bytes")
            continue
        if not line.strip():
            continue
        number += 1
        try:
            row = json.loads(line)
        except UnicodeDecodeError:
            yield Rejection(f"{name}#{number}", number, "decode", "undecodable", "line is not UTF-8")
        except (ValueError, RecursionError) as e:
            yield Rejection(f"{name}#{number}", number, "read", "malformed", f"not JSON: {e}"[:200])
        else:
            yield _record(row, name, number, sha256(line.strip()).hexdigest(), max_bytes)
    if number < 0:
        yield Rejection(name, None, "read", "empty", "no records")


def _parquet(path: Path, name: str, max_bytes: int) -> Iterator[Item]:
    if path.stat().st_size == 0:
        yield Rejection(name, None, "read", "empty", "no content")
        return
    number = -1
    try:
        file = pq.ParquetFile(path)
        known = {"text", "html", "deleted", *(n for names in _FIELDS.values() for n in names)}
        columns = [c for c in file.schema_arrow.names if c in known]
        for batch in file.iter_batches(batch_size=1_000, columns=columns):
            for row in batch.to_pylist():
                number += 1
                digest = sha256(json.dumps(row, ensure_ascii=False, sort_keys=True, default=str).encode()).hexdigest()
                yield _record(row, name, number, digest, max_bytes)
    except pa.ArrowException as e:
        yield Rejection(name, None, "read", "corrupt", f"not readable as Parquet: {e}"[:200])
        return
    if number < 0:
        yield Rejection(name, None, "read", "empty", "no records")


def _record(row: Any, name: str, number: int, digest: str, max_bytes: int) -> Item:
    where = f"{name}#{number}"
    if not isinstance(row, dict):
        return Rejection(where, number, "read", "malformed", "record is no object")
    fields: dict[str, Any] = {
        ours: _scalar(next((row[n] for n in names if row.get(n) not in (None, "")), None))
        for ours, names in _FIELDS.items()
    }
    fields["collection"] = fields["collection"] or _collection(name)
    if row.get("deleted") is True:
        if not (fields["record_id"] or fields["url"]):
            return Rejection(where, number, "read", "malformed", "a tombstone names its record by id or url")
        return RawRecord(where, digest, "", is_deleted=True, **fields)
    is_html = not row.get("text") and bool(row.get("html"))
    content = row.get("html") if is_html else row.get("text")
    if content is None:
        return Rejection(where, number, "read", "no_text", "neither text nor html")
    if not isinstance(content, str):
        return Rejection(where, number, "read", "malformed", f"text is {type(content).__name__}, not a string")
    if not content.strip():
        return Rejection(where, number, "read", "empty", "text is blank")
    if (size := len(content.encode("utf-8", "surrogatepass"))) > max_bytes:
        return Rejection(where, number, "read", "oversized", f"{size} bytes, limit {max_bytes}")
    try:
        content.encode("utf-8")
    except UnicodeEncodeError:
        return Rejection(where, number, "decode", "undecodable", "text holds lone surrogates")
    return RawRecord(raw_file=where, raw_sha256=digest, content=content, is_html=is_html, **fields)


def _scalar(value: Any) -> str | None:
    """Strings as they are, other scalars and times as strings; a source's structures are not metadata we know."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _collection(name: str) -> str:
    """A container's name without day and part: what arrives day by day is one collection."""
    return _PART.sub("", Path(name).name.split(".")[0])


PAGES = (".txt", ".html", ".htm")
"""Suffixes of page files; every other file is a container."""
READERS: dict[str, Reader] = {
    ".txt": _page,
    ".html": _page,
    ".htm": _page,
    ".jsonl": _json_lines,
    ".jsonl.gz": _json_lines_gzip,
    ".parquet": _parquet,
}


def batches(items: Iterable[Item], max_records: int, max_bytes: int) -> Iterator[list[RawRecord]]:
    """Records in lists of bounded number and size; rejections are passed over."""
    batch: list[RawRecord] = []
    size = 0
    for item in items:
        if isinstance(item, Rejection):
            continue
        batch.append(item)
        size += len(item.content)
        if len(batch) >= max_records or size >= max_bytes:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
