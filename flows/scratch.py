"""Arrays that wait on disk: the scratch (`transforms.dedup.scratch`) of a search that does not fit in memory."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from threading import Lock
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

T = TypeVar("T", np.uint32, np.uint64)

HELD = 1 << 30
"""Bytes that are kept in memory: what is written only to be read a second later is not worth a disk."""


class DiskScratch:
    """Keeps each name's values in memory as long as there is room, then in a file of the folder, which has to exist and may be
    removed when the search is over."""

    def __init__(self, folder: Path, held: int = HELD):
        self._folder = folder
        self._room = held
        self._held: defaultdict[str, list[NDArray[np.generic]]] = defaultdict(list)
        self._lock = Lock()

    def put(self, name: str, values: NDArray[T]) -> None:
        """Append the values to what the name has. A name that has a file keeps to it, so that all stays in order."""
        path = self._folder / f"{name}.bin"
        with self._lock:
            is_held = values.nbytes <= self._room and not path.exists()
            if is_held:
                self._room -= values.nbytes
                self._held[name].append(values.copy() if values.base is not None else values)
        if not is_held:
            with path.open("ab") as file:
                values.tofile(file)

    def take(self, name: str, kind: type[T]) -> NDArray[T]:
        """All values, which are gone after that."""
        path = self._folder / f"{name}.bin"
        with self._lock:
            held = self._held.pop(name, [])
            self._room += sum(part.nbytes for part in held)
        parts: list[NDArray[T]] = [part.astype(kind, copy=False) for part in held]
        if path.exists():
            parts.append(np.fromfile(path, kind))
            path.unlink()
        return np.concatenate([np.empty(0, kind), *parts])
