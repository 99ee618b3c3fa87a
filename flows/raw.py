"""Raw pages where they lie: below a folder, in one file, or under an address of an object store.

Objects are listed, not read, to find out what is new: the store's own hash of the content (its ETag) and the size stand for
the content. A worker that reads a group of objects fetches them for as long as it reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from flows.addresses import Location
from flows.objects import Object, Objects
from flows.readers import is_raw, raw_files


def exists(raw: Location) -> bool:
    """Whether there is anything at the place."""
    return raw.exists() if isinstance(raw, Path) else next(iter(raw_objects(raw)), None) is not None


def raw_objects(url: str) -> list[Object]:
    """The raw objects below an address, or the one that has it, in stable order."""
    found = sorted((o for o in Objects(url).listed() if is_raw(PurePosixPath(o.name))), key=lambda o: o.name)
    if found:
        return found
    parent, _, name = url.rpartition("/")
    single = Objects(parent).head(name) if parent.count("/") > 1 else None
    return [single] if single else []


def inventory(raw: Location) -> dict[str, str]:
    """What is there now, and what tells that it changed."""
    if isinstance(raw, str):
        return {o.name: f"{o.size} {o.etag} {o.changed}" for o in raw_objects(raw)}
    return {name: f"{(stat := path.stat()).st_size} {stat.st_mtime_ns}" for path, name in raw_files(raw)}


@contextmanager
def readable(raw: Location, names: Iterable[str]) -> Iterator[Path]:
    """A folder below which the raw files of these names lie; an object that is gone is missing there."""
    if isinstance(raw, Path):
        yield raw if raw.is_dir() else raw.parent
        return
    with TemporaryDirectory(prefix="sukien-") as folder:
        objects = Objects(raw)
        wanted = list(names)
        if len(wanted) == 1 and raw.rpartition("/")[2] == wanted[0] and not objects.exists(wanted[0]):
            objects = Objects(raw.rpartition("/")[0])  # the address names a single object
        objects.download(
            ((name, Path(folder) / name) for name in wanted), missing_ok=True
        )  # the reader says what is missing
        yield Path(folder)
