"""A processed folder in an S3-compatible store: `flows.store` with a copy of what is used here kept in a local cache.

    current.json                      {"snapshot": <id>}: what readers see, replaced by one put
    snapshots/<id>/                   as in a folder, without the DuckDB catalog, which names local files
    state/<stage>/<key>/              as in a folder
    state/<name>.note                 notes
    lock.json                         lease of the run at work

Objects cannot be renamed, and need not be: names follow from content, so an object is never changed once its folder's
manifest, uploaded last, is there. What lacks a manifest is no result; the next run writes over it. A stage builds into the
cache and uploads; whoever needs a file of a result fetches that file, once. The tables of a snapshot are copied inside the
store. The pointer is replaced by a single put, so readers on any machine see the old snapshot or the new one.

The lock is an object that only one run can create. Its lease ends unless renewed, so a run that was killed holds up the next
for two minutes at most; clocks may differ by half of that. A run that lost its lease (its machine slept) publishes nothing.

The cache (`SUKIEN_CACHE`, by default `~/.cache/sukien`) may be deleted whenever no run is at work.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from threading import Event, Lock, Thread
from time import monotonic, sleep, time
from typing import Any
from uuid import uuid4

from flows import seals
from flows.addresses import Location
from flows.catalog import CATALOG, write_catalog
from flows.objects import Objects
from flows.seals import Manifest
from flows.store import Ref, Store, StoreError, discard

_LEASE = 120.0  # seconds
_RENEWED = 30.0
_PAUSE = 1.0
_LOCK = "lock.json"
_POINTER = "current.json"
_log = logging.getLogger("sukien")


def store_at(processed: Location) -> Store:
    """The store in a folder or behind an address."""
    return Store(processed) if isinstance(processed, Path) else RemoteStore(processed)


class RemoteStore(Store):
    """Stages and snapshots below one address. Sent to a worker it is its address: every machine has a cache of its own."""

    def __init__(self, url: str):
        base = Path(os.environ.get("SUKIEN_CACHE", "~/.cache/sukien")).expanduser()
        super().__init__(base / sha256(url.encode()).hexdigest()[:16])
        self.url = url
        self.objects = Objects(url)
        self._lease: _Lease | None = None
        self._origins: dict[str, str] = {}

    def __reduce__(self) -> tuple[type[RemoteStore], tuple[str]]:
        return RemoteStore, (self.url,)

    # ------------------------------------------------------------ lock

    @contextmanager
    def locked(self, wait: float = 0) -> Iterator[None]:
        """Hold the address for one run, after at most `wait` seconds. Raises `StoreError` where it is in use."""
        try:
            self.snapshots.mkdir(parents=True, exist_ok=True)
            self.state.mkdir(exist_ok=True)
        except OSError as e:
            raise StoreError(f"cannot write to the cache {self.root}: {e.strerror}") from e
        with _Lease(self.objects, wait) as self._lease:
            for left in set(self.objects.folders("snapshots")) - set(self.manifests()):
                self.objects.delete_folder(f"snapshots/{left}", seals.NAME)
            self._mend_current()
            yield

    def _mend_current(self) -> None:
        """Let the pointer name the newest whole snapshot if it names none."""
        now = self._pointed()
        problem = self.damage(now) if now else "no snapshot is live"
        whole = next((s for s in reversed(self.manifests()) if not self.damage(s)), None) if problem else None
        if whole:
            _log.warning("%s now shows %s, the newest whole snapshot: %s", self.url, whole, problem)
            self._point(whole)

    # ------------------------------------------------------------ results of stages

    def stage(self, name: str, key: str, build: Callable[[Path], None]) -> Ref:
        """Result of a stage; `build` fills its folder if the store does not have it yet."""
        ref = Ref(name, key)
        if not self.has(ref):
            super().stage(name, key, build)
            folder = self._folder(ref)
            files = [f for f in folder.iterdir() if f.name != seals.NAME]
            self.objects.upload((f, self._name(f)) for f in files)
            self.objects.upload([(folder / seals.NAME, self._name(folder / seals.NAME))])
        return ref

    def has(self, ref: Ref) -> bool:
        """Whether the store has a stage's result."""
        return self.objects.exists(self._name(self._folder(ref) / seals.NAME))

    def file(self, ref: Ref, name: str) -> Path:
        """One file of a stage's result, fetched on first use."""
        return self.files([ref], name)[0]

    def files(self, refs: Iterable[Ref], name: str) -> list[Path]:
        """The file of this name of every result, fetched on first use."""
        files = [self._folder(ref) / name for ref in refs]
        self._fetch(files)
        return files

    def _fetch(self, files: Iterable[Path]) -> None:
        self.objects.download((self._name(f), f) for f in files if not f.exists())

    def _name(self, file: Path) -> str:
        return file.relative_to(self.root).as_posix()

    def note(self, name: str) -> Any:
        """What the last run noted under this name; None where nothing was noted or the note cannot be read."""
        found = self.objects.get(f"state/{name}.note")
        try:
            return json.loads(found[0]) if found else None
        except ValueError:
            return None

    def write_note(self, name: str, value: Any) -> None:
        """Replace a note, whole."""
        self.objects.put(f"state/{name}.note", json.dumps(value, ensure_ascii=False).encode())

    def drop_unused(self, in_use: Iterable[Ref]) -> None:
        """Drop the results that the run at hand did not use, in the store and in this cache."""
        used = set(in_use)
        for ref in self._refs():
            if ref not in used:
                self.objects.delete_folder(self._name(self._folder(ref)), seals.NAME)
        super().drop_unused(used)

    def _refs(self) -> list[Ref]:
        return [
            Ref(stage, key) for stage in self.objects.folders("state") for key in self.objects.folders(f"state/{stage}")
        ]

    def drop_damaged(self) -> list[str]:
        """Compare what lies in the store with its manifests, and the cache with its hashes; what was dropped, and why."""
        dropped = []
        for folder in (
            *map(self._folder, self._refs()),
            *(self.snapshots / s for s in self.objects.folders("snapshots")),
        ):
            if problem := self._incomplete(folder):
                dropped.append(f"{self._name(folder)}: {problem}")
                self.objects.delete_folder(self._name(folder), seals.NAME)
        for folder in (*self._results(), *self.snapshots.iterdir()):
            manifest = self._manifest(folder)
            problem = seals.damage(folder, thorough=True, partial=manifest) if manifest else "not in the store"
            if problem:
                discard(folder)
            if problem and manifest:
                dropped.append(f"{self._name(folder)} in the cache: {problem}")
        self._mend_current()
        return dropped

    def _incomplete(self, folder: Path) -> str | None:
        manifest = self._manifest(folder)
        if manifest is None:
            return f"{seals.NAME} is missing or unreadable"
        inside = f"{self._name(folder)}/"
        there = {o.name.removeprefix(inside): o.size for o in self.objects.listed(inside)}
        wrong = [n for n, entry in manifest.files.items() if entry.hash is not None and there.get(n) != entry.size]
        return f"{wrong[0]} is missing or has another size" if wrong else None

    def _manifest(self, folder: Path) -> Manifest | None:
        found = self.objects.get(self._name(folder / seals.NAME))
        return seals.parsed(found[0]) if found else None

    # ------------------------------------------------------------ snapshots

    def publish(
        self,
        snapshot_id: str,
        files: Mapping[str, Path],
        finish: Callable[[Path], None],
        facts: Mapping[str, Any] | None = None,
        volatile: Iterable[str] = (),
    ) -> Path:
        """As in a folder; the snapshot is made in the cache, then in the store."""
        self._origins = {
            self._name(self.snapshots / snapshot_id / name): self._name(source) for name, source in files.items()
        }
        return super().publish(snapshot_id, files, finish, facts, volatile)

    def _point(self, snapshot_id: str) -> None:
        folder = self.snapshots / snapshot_id
        if not self.objects.exists(self._name(folder / seals.NAME)):
            made = [f for f in folder.rglob("*") if f.is_file() and f.name not in (seals.NAME, CATALOG)]
            files = {self._name(f): f for f in made}
            self.objects.copy((self._origins[name], name) for name in files if name in self._origins)
            self.objects.upload((f, name) for name, f in files.items() if name not in self._origins)
            self.objects.upload([(folder / seals.NAME, self._name(folder / seals.NAME))])
        if self._lease:
            self._lease.renew()
        self.objects.put(_POINTER, json.dumps({"snapshot": snapshot_id}).encode())
        super()._point(snapshot_id)

    def live(self) -> Path | None:
        """The snapshot that readers see now, fetched; None where there is none."""
        snapshot_id = self._pointed()
        if snapshot_id is None:
            return None
        self._fetch_snapshot(snapshot_id)
        if not self.current.is_symlink() or self.current.resolve().name != snapshot_id:
            super()._point(snapshot_id)
        return (self.snapshots / snapshot_id).resolve()

    def _pointed(self) -> str | None:
        found = self.objects.get(_POINTER)
        try:
            return str(json.loads(found[0])["snapshot"]) if found else None
        except (ValueError, KeyError, TypeError):
            return None

    def _fetch_snapshot(self, snapshot_id: str) -> None:
        folder = self.snapshots / snapshot_id
        manifest = self._manifest(folder)
        if manifest is None:
            raise StoreError(f"snapshot {snapshot_id} in {self.url} is damaged: {seals.NAME} is missing or unreadable")
        self._fetch(folder / name for name in (*manifest.files, seals.NAME) if name != CATALOG)
        if CATALOG in manifest.files and not (folder / CATALOG).exists():
            write_catalog(folder)

    def manifests(self) -> dict[str, Manifest]:
        """All complete snapshots by id, oldest first."""
        found = ((s, self._manifest(self.snapshots / s)) for s in self.objects.folders("snapshots"))
        return {name: m for name, m in found if m is not None}

    def damage(self, snapshot_id: str, *, thorough: bool = False) -> str | None:
        """What is wrong with a snapshot, or None; a thorough look fetches it."""
        problem = self._incomplete(self.snapshots / snapshot_id)
        if problem or not thorough:
            return problem
        self._fetch_snapshot(snapshot_id)
        return super().damage(snapshot_id, thorough=True)

    def drop_snapshots(self, ids: Iterable[str]) -> None:
        """Drop snapshots, never the live one, in the store and in this cache."""
        live = self.live()
        for folder in (self.snapshots / i for i in ids):
            if live is None or folder.name != live.name:
                self.objects.delete_folder(self._name(folder), seals.NAME)
                if folder.exists():
                    super().drop_snapshots([folder.name])


class _Lease:
    """The lock object: created or taken over when its time is up, renewed while the block runs, deleted after it."""

    def __init__(self, objects: Objects, wait: float):
        self.objects = objects
        self.wait = wait
        self.owner = uuid4().hex
        self.version = ""
        self._one = Lock()
        self._ended = Event()
        self._renewing = Thread(target=self._keep, daemon=True)

    def __enter__(self) -> _Lease:
        end = monotonic() + self.wait
        while not self._taken():
            if monotonic() >= end:
                raise StoreError(f"another run is at work in {self.objects.url}")
            sleep(_PAUSE)
        self._renewing.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._renewing.join()
        found = self.objects.get(_LOCK)
        if found and found[1] == self.version:
            self.objects.delete([_LOCK])

    def _taken(self) -> bool:
        found = self.objects.get(_LOCK)
        if found is None:
            self.version = self.objects.create(_LOCK, self._content())
        elif float(_read(found[0]).get("until", 0)) < time():
            _log.warning("the run that held %s has not been heard of: taking over", self.objects.url)
            self.version = self.objects.put(_LOCK, self._content(), replacing=found[1])
        return bool(self.version)

    def _content(self) -> bytes:
        return json.dumps({"owner": self.owner, "until": time() + _LEASE}).encode()

    def renew(self) -> None:
        """Prolong the lease. Raises `StoreError` where another run has taken it."""
        with self._one:
            version = self.objects.put(_LOCK, self._content(), replacing=self.version)
            if not version and (found := self.objects.get(_LOCK)) and _read(found[0]).get("owner") == self.owner:
                version = found[1]  # an answer was lost and the put repeated
            if not version:
                raise StoreError(f"another run took over {self.objects.url}: this one was not heard of for too long")
            self.version = version

    def _keep(self) -> None:
        while not self._ended.wait(_RENEWED):
            try:
                self.renew()
            except StoreError as e:  # told again when the run wants to publish
                _log.warning("%s", e)


def _read(content: bytes) -> dict[str, Any]:
    """A lock that cannot be read is nobody's."""
    try:
        found = json.loads(content)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
