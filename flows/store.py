"""The processed folder: the only module that touches it.

    current -> snapshots/<run id>     what readers see: one Parquet file per table, the DuckDB catalog
    snapshots/<run id>/               complete, validated datasets, the newest few
    state/<stage>/<key>/              results of stages, named by a hash of all that they depend on
    state/<name>.json                 notes that save the next run work; without them it does more of it
    .lock                             held by the run at work; the kernel frees it when a run dies

Nothing is ever seen half-written: a stage's folder and a snapshot are built under a temporary name on the same file
system and renamed when complete, and `current` is a symbolic link that one rename replaces. A stage whose folder exists
is done; what a killed run left behind has a temporary name and is swept by the next. An unchanged table is a hard link
to the state's file, so publishing costs nothing for what did not change.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_TEMPORARY = ".building-"


class StoreError(Exception):
    """The processed folder cannot be used; the message says why in one line."""


@dataclass(frozen=True, slots=True)
class Ref:
    """The result of a stage, named so that any process on any machine finds its files through the store."""

    stage: str
    key: str


class Store:
    """Stages and snapshots below one processed folder. Small enough to be sent to workers with every task."""

    def __init__(self, root: Path):
        self.root = root
        self.snapshots = root / "snapshots"
        self.state = root / "state"
        self.current = root / "current"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Create the folder and hold it for one run. Raises `StoreError` where it cannot be written or is in use."""
        try:
            self.snapshots.mkdir(parents=True, exist_ok=True)
            self.state.mkdir(exist_ok=True)
            lock = (self.root / ".lock").open("w")
        except OSError as e:
            raise StoreError(f"cannot write to {self.root}: {e.strerror}") from e
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as e:
                raise StoreError(f"another run is at work in {self.root}") from e
            self._sweep()
            yield

    def _sweep(self) -> None:
        for folder in (self.root, self.snapshots, self.state, *(p for p in self.state.iterdir() if p.is_dir())):
            for left in folder.glob(f"{_TEMPORARY}*"):
                left.unlink() if left.is_symlink() or left.is_file() else shutil.rmtree(left)

    def stage(self, name: str, key: str, build: Callable[[Path], None]) -> Ref:
        """Result of a stage; `build` fills its folder if it does not exist yet."""
        done = self._folder(ref := Ref(name, key))
        if not done.is_dir():
            with _whole(done) as folder:
                build(folder)
        return ref

    def has(self, ref: Ref) -> bool:
        """Whether a stage's result exists."""
        return self._folder(ref).is_dir()

    def file(self, ref: Ref, name: str) -> Path:
        """One file of a stage's result, readable here; its path is nothing to hand to another process."""
        return self._folder(ref) / name

    def files(self, refs: Iterable[Ref], name: str) -> list[Path]:
        """The file of this name of every result."""
        return [self.file(ref, name) for ref in refs]

    def note(self, name: str) -> Any:
        """What the last run noted under this name; None where nothing was noted or the note cannot be read: notes save work only."""
        try:
            return json.loads((self.state / f"{name}.json").read_text("utf-8"))
        except (OSError, ValueError):
            return None

    def write_note(self, name: str, value: Any) -> None:
        """Replace a note, whole."""
        target = self.state / f"{name}.json"
        draft = target.with_name(f"{_TEMPORARY}{os.getpid()}-{target.name}")
        draft.write_text(json.dumps(value, ensure_ascii=False), "utf-8")
        _sync(draft)
        draft.replace(target)

    def _folder(self, ref: Ref) -> Path:
        return self.state / ref.stage / ref.key

    def publish(self, run_id: str, files: Iterable[Path], finish: Callable[[Path], None]) -> Path:
        """Make a snapshot of `files`, let `finish` add to it in its final place, and let `current` point to it."""
        snapshot = self.snapshots / run_id
        with _whole(snapshot) as folder:
            for file in files:
                _link(file, folder / file.name)
        finish(snapshot)
        link = self.root / f"{_TEMPORARY}current"
        link.symlink_to(snapshot.relative_to(self.root), target_is_directory=True)
        link.replace(self.current)
        return snapshot

    def live(self) -> Path | None:
        """The snapshot that readers see now, or None."""
        return self.current.resolve() if self.current.exists() else None

    def retain(self, snapshots: int, in_use: Iterable[Ref]) -> None:
        """Drop all but the newest snapshots and the stage results that the run at hand did not use."""
        live, used = self.live(), {self._folder(ref) for ref in in_use}
        for old in sorted((p for p in self.snapshots.iterdir() if p.is_dir()), reverse=True)[snapshots:]:
            if old.resolve() != live:
                shutil.rmtree(old)
        for result in (r for stage in self.state.iterdir() if stage.is_dir() for r in stage.iterdir()):
            if result not in used:
                shutil.rmtree(result)


@contextmanager
def _whole(target: Path) -> Iterator[Path]:
    """A folder that gets its name only when the block ends well."""
    target.parent.mkdir(parents=True, exist_ok=True)
    folder = target.parent / f"{_TEMPORARY}{os.getpid()}-{target.name}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        yield folder
        for file in folder.iterdir():
            _sync(file)
        folder.rename(target)
        _sync(target.parent)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # another file system, or one without hard links
        shutil.copyfile(source, target)
