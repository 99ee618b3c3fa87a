"""The processed folder: the only module that touches it.

    current -> snapshots/<id>         what readers see: a Parquet file or a folder of parts per table, the DuckDB catalog
    snapshots/<id>/                   complete, validated datasets, the newest few
    state/<stage>/<key>/              results of stages, named by a hash of all that they depend on
    state/<name>.note                 notes that save the next run work; without them it does more of it
    .lock                             held by the run at work; the kernel frees it when a run dies

Nothing is ever seen half-written. A stage's folder is built under a temporary name on the same file system and renamed when
complete; a snapshot counts from the moment its manifest, its last file, is there; and `current` is a symbolic link that one
rename replaces. Everything is flushed to disk before the step that makes it count, so that a power cut cannot reorder them.
What a killed run left behind has a temporary name or no manifest and is swept by the next.

Nothing damaged is used: a result is compared with its manifest when a run first touches it, and is computed again where it
differs; a `current` that points to nothing whole is set to the newest whole snapshot. An unchanged table is a hard link to
the state's file, so publishing costs nothing for what did not change.
"""

from __future__ import annotations

import errno
import fcntl
import json
import logging
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from uuid import uuid4

from flows import seals
from flows.seals import Entry, Manifest

_TEMPORARY = ".building-"
_PAUSE = 0.2  # seconds between two looks at a lock that is waited for
_ZEROS = bytes(1 << 16)
_PROBE = 1 << 20  # bytes: a disk with less room is full
_log = logging.getLogger("sukien")


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
    def locked(self, wait: float = 0) -> Iterator[None]:
        """Create the folder and hold it for one run, after at most `wait` seconds; mend what an earlier run left.

        Raises `StoreError` where the folder cannot be written or is in use.
        """
        try:
            self.snapshots.mkdir(parents=True, exist_ok=True)
            self.state.mkdir(exist_ok=True)
            lock = (self.root / ".lock").open("w")
        except OSError as e:
            raise StoreError(f"cannot write to {self.root}: {e.strerror}") from e
        with lock:
            self._acquire(lock.fileno(), wait)
            try:
                self._sweep()
                self._mend_current()
            except OSError as e:
                raise StoreError(f"cannot write to {self.root}: {e.strerror}") from e
            yield

    def _acquire(self, lock: int, wait: float) -> None:
        end = monotonic() + wait
        while True:
            try:
                return fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as e:
                if monotonic() >= end:
                    raise StoreError(f"another run is at work in {self.root}") from e
                sleep(_PAUSE)
            except OSError as e:
                raise StoreError(f"cannot lock {self.root}: {e.strerror}") from e

    def _sweep(self) -> None:
        """Drop what a killed run left: temporary names, and snapshots that never got their manifest."""
        for folder in (self.root, self.snapshots, self.state, *(p for p in self.state.iterdir() if p.is_dir())):
            for left in folder.glob(f"{_TEMPORARY}*"):
                _remove(left)
        for snapshot in self.snapshots.iterdir():
            if seals.read(snapshot) is None and snapshot.resolve() != self.current.resolve():
                discard(snapshot)

    def _mend_current(self) -> None:
        """Let `current` point to the newest whole snapshot if it points to none; drop it if it points to nothing."""
        if self.current.exists() and not self.current.is_symlink():
            raise StoreError(f"{self.current} is no symbolic link: move it away and run again")
        snapshots = self.manifests()
        if not (self.current.is_symlink() or snapshots) or not (problem := seals.damage(self.current)):
            return
        whole = next((s for s in reversed(snapshots) if not seals.damage(self.snapshots / s)), None)
        if whole:
            _log.warning("current now points to %s, the newest whole snapshot: %s", whole, problem)
            self._point(whole)
        elif not self.current.exists():
            self.current.unlink(missing_ok=True)

    # ------------------------------------------------------------ results of stages

    def stage(self, name: str, key: str, build: Callable[[Path], None]) -> Ref:
        """Result of a stage; `build` fills its folder if it does not exist yet, or is damaged."""
        done = self._folder(ref := Ref(name, key))
        if done.exists() and (problem := seals.damage(done)):
            _log.warning("%s %s is computed again: %s", name, key, problem)
            discard(done)
        if not done.exists():
            _build(done, build)
        return ref

    def has(self, ref: Ref) -> bool:
        """Whether a stage's result exists, undamaged as far as sizes and times tell."""
        return not seals.damage(self._folder(ref))

    def file(self, ref: Ref, name: str) -> Path:
        """One file of a stage's result, readable here; its path is nothing to hand to another process."""
        return self._folder(ref) / name

    def files(self, refs: Iterable[Ref], name: str) -> list[Path]:
        """The file of this name of every result."""
        return [self.file(ref, name) for ref in refs]

    def note(self, name: str) -> Any:
        """What the last run noted under this name; None where there is no note, or a damaged one: notes save work only."""
        try:
            digest, _, text = (self.state / f"{name}.note").read_text("utf-8").partition("\n")
            return json.loads(text) if digest == seals.text_hash(text) else None
        except (OSError, ValueError):
            return None

    def write_note(self, name: str, value: Any) -> None:
        """Replace a note, whole: a line with its hash, then the note."""
        target = self.state / f"{name}.note"
        draft = target.with_name(f"{_TEMPORARY}{uuid4().hex}")
        text = json.dumps(value, ensure_ascii=False)
        draft.write_text(f"{seals.text_hash(text)}\n{text}", "utf-8")
        _sync(draft)
        draft.replace(target)

    def _folder(self, ref: Ref) -> Path:
        return self.state / ref.stage / ref.key

    def drop_damaged(self) -> list[str]:
        """Compare everything with its hashes and drop what differs, to be made again; what was dropped, and why."""
        dropped = []
        for folder in (*self._results(), *(self.snapshots / s for s in self.manifests())):
            if problem := seals.damage(folder, thorough=True):
                dropped.append(f"{folder.relative_to(self.root)}: {problem}")
                discard(folder)
        self._mend_current()
        return dropped

    def drop_unused(self, in_use: Iterable[Ref]) -> None:
        """Drop the results that the run at hand did not use."""
        used = {self._folder(ref) for ref in in_use}
        for result in self._results():
            if result not in used:
                discard(result)

    def _results(self) -> list[Path]:
        return sorted(r for stage in self.state.iterdir() if stage.is_dir() for r in stage.iterdir())

    # ------------------------------------------------------------ snapshots

    def publish(
        self,
        snapshot_id: str,
        files: Mapping[str, Path],
        finish: Callable[[Path], None],
        facts: Mapping[str, Any] | None = None,
        volatile: Iterable[str] = (),
    ) -> Path:
        """Make a snapshot of `files`, by their place in it, let `finish` add to it in its final place, and let `current` point to it."""
        snapshot = self.snapshots / snapshot_id
        snapshot.mkdir(parents=True)
        with _undone_on_failure(snapshot):
            for folder in {(snapshot / name).parent for name in files} - {snapshot}:
                folder.mkdir()
            for name, source in files.items():
                _link(source, snapshot / name)
            finish(snapshot)
            inside = [f for f in snapshot.rglob("*") if f.is_file()]
            linked = {snapshot / name for name in files}
            _sync(*(f for f in inside if f not in linked or f.stat().st_nlink == 1))
            seals.seal(snapshot, facts, _entries(files), tuple(volatile))
            _sync(*{f.parent for f in inside}, snapshot, self.snapshots)
        self._point(snapshot_id)
        return snapshot

    def _point(self, snapshot_id: str) -> None:
        link = self.root / f"{_TEMPORARY}{uuid4().hex}"
        link.symlink_to((self.snapshots / snapshot_id).relative_to(self.root), target_is_directory=True)
        link.replace(self.current)
        _sync(self.root)

    def live(self) -> Path | None:
        """The snapshot that readers see now, or None."""
        folder = self.current.resolve()
        return folder if seals.read(folder) else None

    def manifests(self) -> dict[str, Manifest]:
        """All complete snapshots by id, oldest first."""
        if not self.snapshots.is_dir():
            return {}
        found = ((p.name, seals.read(p)) for p in sorted(self.snapshots.iterdir()))
        return {name: m for name, m in found if m is not None and not name.startswith(_TEMPORARY)}

    def damage(self, snapshot_id: str, *, thorough: bool = False) -> str | None:
        """What is wrong with a snapshot, or None."""
        return seals.damage(self.snapshots / snapshot_id, thorough=thorough)

    def drop_snapshots(self, ids: Iterable[str]) -> None:
        """Drop snapshots, never the live one."""
        live = self.live()
        for folder in (self.snapshots / i for i in ids):
            if folder.resolve() != live:
                discard(folder)


def _build(target: Path, build: Callable[[Path], None]) -> None:
    """A folder that gets its name only when `build` has filled it well."""
    target.parent.mkdir(parents=True, exist_ok=True)
    # A name of its own: a worker whose run was killed may still be writing the same result.
    folder = target.parent / f"{_TEMPORARY}{uuid4().hex}"
    folder.mkdir()
    with _undone_on_failure(folder):
        build(folder)
        _sync(*folder.iterdir())
        seals.seal(folder)
        _sync(folder)
        try:
            folder.rename(target)
        except OSError as e:
            if e.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                raise
            _remove(folder)  # another process was faster with the same content
        _sync(target.parent)


@contextmanager
def _undone_on_failure(folder: Path) -> Iterator[None]:
    """Remove the folder where the block fails; say so if it was the disk that failed, which libraries may hide."""
    try:
        yield
    except BaseException as e:
        refused = _refusal(folder) if isinstance(e, Exception) else None
        shutil.rmtree(folder, ignore_errors=True)
        if refused:
            raise refused from e
        raise


def _refusal(folder: Path) -> OSError | None:
    """The system's own word on why nothing more can be written into a folder; None where it can."""
    try:
        with (folder / f"{_TEMPORARY}probe").open("wb", buffering=0) as f:
            for _ in range(_PROBE // len(_ZEROS)):
                f.write(_ZEROS)
            os.fsync(f.fileno())
    except OSError as e:
        return e
    return None


def discard(folder: Path) -> None:
    """Remove a folder; a kill in the middle leaves nothing that looks whole."""
    doomed = folder.parent / f"{_TEMPORARY}{uuid4().hex}"
    folder.rename(doomed)
    _remove(doomed)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _sync(*paths: Path) -> None:
    for path in paths:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _entries(files: Mapping[str, Path]) -> dict[str, Entry]:
    """What the manifests of their folders say of files; nothing where there is no manifest beside a file or above it."""
    manifests = {top: seals.read(top) for f in files.values() for top in (f.parent, f.parent.parent)}
    found = {}
    for name, file in files.items():
        for top in (file.parent, file.parent.parent):
            manifest = manifests[top]
            if manifest and (entry := manifest.files.get(file.relative_to(top).as_posix())):
                found[name] = entry
    return found


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError as e:
        if e.errno in (errno.ENOSPC, errno.EDQUOT):
            raise
        shutil.copyfile(source, target)  # another file system, or one without hard links
