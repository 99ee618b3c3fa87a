"""A folder's list of its own files, written last: it says that the folder is whole, and finds what was damaged since.

A file is taken as it was while its size and time of modification are; where only the time differs (a copied folder), its
hash decides. A thorough check hashes every file, which also finds what a disk lost silently.
"""

from __future__ import annotations

import json
import os
from collections.abc import Container, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import xxhash

NAME = "manifest.json"
_BLOCK = 1 << 20


class Entry(NamedTuple):
    """One file. Without a hash only its existence counts."""

    size: int
    mtime_ns: int
    hash: str | None


@dataclass(frozen=True, slots=True)
class Manifest:
    """The files of a folder, and what its maker noted."""

    files: Mapping[str, Entry]
    facts: Mapping[str, Any]

    @property
    def n_bytes(self) -> int:
        """Size of all files."""
        return sum(e.size for e in self.files.values())


def seal(
    folder: Path,
    facts: Mapping[str, Any] | None = None,
    known: Mapping[str, Entry] | None = None,
    volatile: Container[str] = (),
) -> Manifest:
    """Write the manifest, with all files at any depth. `known` spares hashing files whose entry another folder has; `volatile`
    files may change later."""
    files = {}
    for file in sorted(f for f in folder.rglob("*") if f.is_file()):
        name = file.relative_to(folder).as_posix()
        if name != NAME:
            stat = file.stat()
            hash_ = None
            if name not in volatile:
                before = known.get(name) if known else None
                same = before and (before.size, before.mtime_ns) == (stat.st_size, stat.st_mtime_ns)
                hash_ = before.hash if before and same else _hash(file)
            files[name] = Entry(stat.st_size, stat.st_mtime_ns, hash_)
    manifest = Manifest(files, dict(facts or {}))
    target = folder / NAME
    unfinished = target.with_suffix(".new")
    with unfinished.open("w", encoding="utf8") as f:
        json.dump({"facts": manifest.facts, "files": manifest.files}, f, ensure_ascii=False)
        f.flush()
        os.fsync(f.fileno())
    unfinished.replace(target)
    return manifest


def read(folder: Path) -> Manifest | None:
    """The folder's manifest; None where it has none or one that cannot be read: the folder is not whole."""
    try:
        return parsed((folder / NAME).read_bytes())
    except OSError:
        return None


def parsed(content: bytes) -> Manifest | None:
    """A manifest as it is written; None where it cannot be read."""
    try:
        found = json.loads(content)
        return Manifest({name: Entry(*entry) for name, entry in found["files"].items()}, found["facts"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def damage(folder: Path, *, thorough: bool = False, partial: Manifest | None = None) -> str | None:
    """What is wrong with a folder, in a few words; None if it is as it was sealed.

    `partial`: the manifest of a folder of which only some files need be there.
    """
    manifest = partial or read(folder)
    if manifest is None:
        return f"{NAME} is missing or unreadable"
    for name, entry in manifest.files.items():
        try:
            if partial and not (folder / name).exists():
                continue
            stat = (folder / name).stat()
            if entry.hash is None:
                continue
            if stat.st_size != entry.size:
                return f"{name} has {stat.st_size} bytes instead of {entry.size}"
            if (thorough or stat.st_mtime_ns != entry.mtime_ns) and _hash(folder / name) != entry.hash:
                return f"{name} has other content than was written"
        except OSError as e:
            return f"{name} cannot be read: {e.strerror}"
    return None


def text_hash(text: str) -> str:
    """Hash of a text."""
    return xxhash.xxh3_128_hexdigest(text.encode())


def _hash(file: Path) -> str:
    h = xxhash.xxh3_128()
    with file.open("rb", buffering=0) as f:
        while block := f.read(_BLOCK):
            h.update(block)
    return h.hexdigest()
