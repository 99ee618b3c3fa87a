"""How inner loops are compiled, the array types they speak of, and the numbers that their hashes multiply with.

Everything else works on whole columns; loops that cannot, and would be several times as slow set-wise, are compiled. They hold no
lock (threads run side by side) and are compiled once, then read from the cache beside their file.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

import numba  # type: ignore[import-untyped,unused-ignore]
import numpy as np
from numpy.typing import NDArray

F = TypeVar("F", bound=Callable[..., object])
U8 = NDArray[np.uint8]
U16 = NDArray[np.uint16]
U32 = NDArray[np.uint32]
U64 = NDArray[np.uint64]
I32 = NDArray[np.int32]
I64 = NDArray[np.int64]
F32 = NDArray[np.float32]
F64 = NDArray[np.float64]

Q = np.uint64(0xD1342543DE82EF95)
M = np.uint64(0x9E3779B97F4A7C15)


def compiled(function: F) -> F:
    """Compiled on first use, cached, without the interpreter's lock."""
    return cast(F, numba.njit(cache=True, nogil=True)(function))
