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

from transforms.compiled import U32, U64

A = TypeVar("A", U32, U64)


class Scratch(Protocol):
    """Arrays by name. Different names may be used by different threads at a time."""

    def put(self, name: str, values: U32 | U64) -> None:
        """Put away values behind those that the name has; all of one type."""

    def take(self, name: str, kind: type[np.uint32] | type[np.uint64]) -> U32 | U64:
        """All values of the name, in the order in which they were put; they are gone after that."""


class Memory:
    """A scratch that keeps everything in memory."""

    def __init__(self) -> None:
        self._parts: defaultdict[str, list[U32 | U64]] = defaultdict(list)

    def put(self, name: str, values: U32 | U64) -> None:
        """Keep the values."""
        self._parts[name].append(values)

    def take(self, name: str, kind: type[np.uint32] | type[np.uint64]) -> U32 | U64:
        """Give the values back."""
        parts = self._parts.pop(name, [])
        return parts[0] if len(parts) == 1 else np.concatenate([np.empty(0, kind), *parts])
