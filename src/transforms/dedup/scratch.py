"""Where arrays wait that would not fit in memory together.

A search over a large corpus cuts its postings, and later its sets of reports, into parts, and works on one part after the
other. What a part consists of is found piece by piece; the pieces are put away under the part's name and taken back
together. This package knows no file system: callers with large corpora hand in an object that keeps the pieces on disk;
`Memory`, for all others, keeps them as they are.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

T = TypeVar("T", np.uint32, np.uint64)


class Scratch(Protocol):
    """Arrays by name. Different names may be used by different threads at a time."""

    def put(self, name: str, values: NDArray[T]) -> None:
        """Put away values behind those that the name has; all of one type."""

    def take(self, name: str, kind: type[T]) -> NDArray[T]:
        """All values of the name, in the order in which they were put; they are gone after that."""


class Memory:
    """A scratch that keeps everything in memory."""

    def __init__(self) -> None:
        self._parts: defaultdict[str, list[NDArray[np.generic]]] = defaultdict(list)

    def put(self, name: str, values: NDArray[T]) -> None:
        """Keep the values."""
        self._parts[name].append(values)

    def take(self, name: str, kind: type[T]) -> NDArray[T]:
        """Give the values back."""
        return np.concatenate(
            [np.empty(0, kind), *(part.astype(kind, copy=False) for part in self._parts.pop(name, []))]
        )
