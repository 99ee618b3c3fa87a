"""Reports as numbers: what is looked up more than once is looked up in arrays, not by id.

In: stored shards with a row per report. Out: every report's number, which is its place among all ids in order, so that
the order of numbers is that of ids whatever the order of shards; and for each row of each shard the number of its report.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from transforms.compiled import I64


@dataclass(frozen=True, slots=True)
class Numbered:
    """`ids` (report_id) and `syllables` by number; `rows`: by shard the number of each row, −1 where another row has it or nobody asked."""

    ids: pl.Series
    syllables: I64
    rows: list[I64]


def numbered(shards: Sequence[pl.LazyFrame], wanted: pl.Series | None = None) -> Numbered:
    """Numbers of the `wanted` reports, or of all. `shards`: report_id, n_syllables. Raises KeyError where a wanted report is in no shard."""
    frames = pl.collect_all([shard.select("report_id", pl.col("n_syllables").cast(pl.Int64)) for shard in shards])
    every = pl.concat(frames) if frames else pl.DataFrame(schema={"report_id": pl.String, "n_syllables": pl.Int64})
    ids = (every["report_id"].unique() if wanted is None else wanted.rename("report_id")).sort()
    numbers = place(every["report_id"], ids)
    first = np.full(len(ids), len(numbers))
    at = np.flatnonzero(numbers >= 0)
    first[numbers[at[::-1]]] = at[::-1]  # of several assignments the last one stays: the first row
    if len(ids) and first.max() == len(numbers):
        raise KeyError("a report is in no shard")
    again = np.ones(len(numbers), bool)
    again[first] = False
    numbers[again] = -1
    rows = np.split(numbers, np.cumsum([f.height for f in frames])[:-1]) if frames else []
    return Numbered(ids, every["n_syllables"].to_numpy()[first], rows)


def place(values: pl.Series, ids: pl.Series) -> I64:
    """Where each value stands among the ids, −1 where it does not."""
    at = pl.DataFrame({"id": ids, "at": np.arange(len(ids), dtype=np.int64)})
    found = values.to_frame("id").join(at, on="id", how="left", maintain_order="left")["at"]
    return found.fill_null(-1).to_numpy().copy()
