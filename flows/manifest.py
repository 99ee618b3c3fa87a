"""What lies in the raw folder: a content-hash manifest, and raw files in groups that are read together.

In: the files of the raw folder and the manifest of the last run. Out: groups with the key of their content, and the manifest
for the next run. A file whose size and times are as before is not read again (a file touched within the last seconds is:
its next change might not show in its times). Page files are grouped as they arrive: a full group never changes, so that a
new page among millions moves one small group. How pages are grouped changes no result, only what is computed again.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path
from typing import Any

from flows.addresses import Location
from flows.raw import raw_objects
from flows.readers import PAGES, raw_files
from flows.settings import Settings
from transforms.ids import content_id

_SETTLED = 3_000_000_000
"""Nanoseconds after which a changed file shows in its times."""


@dataclass(frozen=True, slots=True)
class Group:
    """Raw files that are read together, with the key of their content."""

    names: tuple[str, ...]
    key: str


@dataclass(frozen=True, slots=True)
class _File:
    """A raw file: its name below the raw folder, size in bytes, what tells that it changed, and its content's hash."""

    name: str
    size: int
    stamp: str
    digest: str


def scan(settings: Settings, note: Any, now: float) -> tuple[list[Group], dict[str, Any]]:
    """(groups, note for the next run). `note` is the last run's or None; `now` in seconds since 1970."""
    seen = note if isinstance(note, dict) and note.get("version") == _VERSION else {"files": {}, "groups": []}
    files = _files(settings.raw, seen["files"])
    by_name = {f.name: f for f in files}
    single = [f.name for f in files if not f.name.lower().endswith(PAGES)]
    pages = [f for f in files if f.name.lower().endswith(PAGES)]
    bundles = list(_bundles(pages, seen["groups"], settings))
    groups = [_group([by_name[n] for n in names]) for names in [*([n] for n in single), *bundles]]
    settled = {f.name: [f.size, f.stamp, f.digest] for f in files if _changed(f.stamp) < now * 1e9 - _SETTLED}
    return groups, {"version": _VERSION, "files": settled, "groups": bundles}


_VERSION = 1


def _files(raw: Location, known: Mapping[str, Sequence[Any]]) -> list[_File]:
    if isinstance(raw, Path):
        return [_file(path, name, known.get(name)) for path, name in raw_files(raw)]
    # An object store has hashed the content itself.
    return [_File(o.name, o.size, "0", content_id(o.size, o.etag)) for o in raw_objects(raw)]


def _file(path: Path, name: str, known: Sequence[Any] | None) -> _File:
    try:
        found = path.stat()
        stamp = f"{max(found.st_mtime_ns, found.st_ctime_ns)} {found.st_ino}"
        if known and [found.st_size, stamp] == list(known[:2]):
            return _File(name, found.st_size, stamp, known[2])
        with path.open("rb") as f:
            return _File(name, os.fstat(f.fileno()).st_size, stamp, file_digest(f, "sha256").hexdigest())
    except OSError as e:  # the reader will say so in a rejection
        return _File(name, 0, "0 0", f"unreadable {e.errno}")


def _changed(stamp: str) -> int:
    return int(stamp.split()[0])


def _bundles(pages: Sequence[_File], before: Iterable[Sequence[str]], settings: Settings) -> Iterator[list[str]]:
    """Page files in the groups of before, as far as they are still there; new ones fill the last group, then make more."""
    size = {f.name: f.size for f in pages}
    grouped: set[str] = set()
    open_group: list[str] = []
    for names in before:
        if open_group:
            yield open_group
        open_group = [n for n in names if n in size and n not in grouped]
        grouped.update(open_group)
    held = sum(size[n] for n in open_group)
    for f in pages:
        if f.name in grouped:
            continue
        if open_group and (len(open_group) >= settings.chunk_records or held + f.size > settings.chunk_bytes):
            yield open_group
            open_group, held = [], 0
        open_group.append(f.name)
        held += f.size
    if open_group:
        yield open_group


def _group(files: Sequence[_File]) -> Group:
    return Group(tuple(f.name for f in files), content_id("read", *(x for f in files for x in (f.name, f.digest))))
