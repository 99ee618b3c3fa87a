"""How inner loops are compiled, the array types they speak of, the numbers that their hashes multiply with, and how they look at
eight bytes of a text at once.

Everything else works on whole columns; loops that cannot, and would be several times as slow set-wise, are compiled. They hold no
lock (threads run side by side) and are compiled once, then read from the cache beside their file.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import llvmlite.ir  # type: ignore[import-untyped,unused-ignore]
import numba  # type: ignore[import-untyped,unused-ignore]
import numba.extending  # type: ignore[import-untyped,unused-ignore]
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


def _trailing_zeros(_: object, __: object) -> tuple[object, object]:
    """Zero bits below the lowest one of a 64-bit number; 64 of nought. One instruction, which Python has no word for."""

    def build(_: object, builder: Any, __: object, args: Any) -> object:
        return builder.cttz(args[0], llvmlite.ir.Constant(llvmlite.ir.IntType(1), 0))

    return numba.types.uint64(numba.types.uint64), build


trailing_zeros = cast(Callable[[np.uint64], np.uint64], numba.extending.intrinsic(_trailing_zeros))


def octet(byte: int) -> np.uint64:
    """Eight times the byte."""
    return np.uint64(byte * 0x0101010101010101)


@compiled
def eight(data: U8, at: np.uint64) -> np.uint64:
    """Eight bytes from a place on, the first one lowest. Compiled to one load."""
    x = np.uint64(0)
    x |= np.uint64(data[at])
    x |= np.uint64(data[at + np.uint64(1)]) << np.uint64(8)
    x |= np.uint64(data[at + np.uint64(2)]) << np.uint64(16)
    x |= np.uint64(data[at + np.uint64(3)]) << np.uint64(24)
    x |= np.uint64(data[at + np.uint64(4)]) << np.uint64(32)
    x |= np.uint64(data[at + np.uint64(5)]) << np.uint64(40)
    x |= np.uint64(data[at + np.uint64(6)]) << np.uint64(48)
    x |= np.uint64(data[at + np.uint64(7)]) << np.uint64(56)
    return x
