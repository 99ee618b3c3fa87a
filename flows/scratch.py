"""Arrays that wait on disk: the scratch (`transforms.dedup.scratch`) of a search that does not fit in memory."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

T = TypeVar("T", np.uint32, np.uint64)


class DiskScratch:
    """Keeps each name's values in a file of the folder, which has to exist and may be removed when the search is over."""

    def __init__(self, folder: Path):
        self._folder = folder

    def put(self, name: str, values: NDArray[T]) -> None:
        """Append the values to their file."""
        with (self._folder / f"{name}.bin").open("ab") as file:
            values.tofile(file)

    def take(self, name: str, kind: type[T]) -> NDArray[T]:
        """Read the file and remove it."""
        path = self._folder / f"{name}.bin"
        if not path.exists():
            return np.empty(0, kind)
        values = np.fromfile(path, kind)
        path.unlink()
        return values
