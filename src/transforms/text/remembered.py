"""Functions of one word or name that keep their results: the same few thousand stand in every text.

Unlike `functools.lru_cache` the order of use is not kept, which costs more than most of these functions' look-ups: when too
many results are kept, all are forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

MOST = 1 << 16


class _Results(dict[K, V]):
    def __init__(self, function: Callable[[K], V], most: int):
        super().__init__()
        self._function, self._most = function, most

    def __missing__(self, key: K) -> V:
        value = self._function(key)
        if len(self) >= self._most:
            self.clear()
        self[key] = value
        return value


def remembered(function: Callable[[K], V], most: int = MOST) -> Callable[[K], V]:
    """`function` with its results kept, `most` of them at a time. It must depend on its argument alone."""
    return _Results(function, most).__getitem__
