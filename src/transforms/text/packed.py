"""Columns of numbers, so many a row, as bytes (little end first): read several times as fast as columns of lists."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import polars as pl
import pyarrow as pa
from numpy.typing import NDArray

from transforms.compiled import I64

T = TypeVar("T", np.uint32, np.uint64)


def packed(values: NDArray[np.generic], sizes: I64) -> pl.Series:
    """A column of the bytes of so many values each, from all of them, one after the other."""
    ends = np.concatenate([[0], np.cumsum(sizes * values.itemsize)]).astype(np.int64)
    buffers = [None, pa.py_buffer(ends), pa.py_buffer(np.ascontiguousarray(values))]
    return pl.Series(
        pl.from_arrow(pa.LargeBinaryArray.from_buffers(pa.large_binary(), len(sizes), buffers)), dtype=pl.Binary
    )


def values(column: pl.Series, kind: type[T]) -> tuple[NDArray[T], I64]:
    """The values of a packed column, one after the other, and where those of each row begin."""
    array = column.rechunk().to_arrow(compat_level=pl.CompatLevel.oldest()).cast(pa.large_binary())
    _, ends, data = array.buffers()
    width = np.dtype(kind).itemsize
    if ends is None or data is None or not len(array):
        return np.empty(0, kind), np.zeros(len(array) + 1, np.int64)
    return np.frombuffer(data, kind), np.frombuffer(ends, np.int64)[
        array.offset : array.offset + len(array) + 1
    ] // width
