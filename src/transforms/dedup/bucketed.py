"""Verification of a corpus that does not fit in memory: bucket by bucket, with the codes of each bucket read once.

In: pairs of report numbers and the stored fingerprints, shard by shard. Out: raw figures of all pairs. One pass over the shards
puts the codes that each bucket needs (`verify.cut`) into the scratch; then one bucket after the other is compared, by as many
threads as Polars has.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from transforms.compiled import F64, I64, U32, U64, compiled
from transforms.dedup import compare_kernels
from transforms.dedup.fingerprints import values
from transforms.dedup.numbers import Numbered
from transforms.dedup.parameters import Parameters
from transforms.dedup.scratch import Memory, Scratch
from transforms.dedup.verify import BUCKET_PAIRS, compared, cut
from transforms.threads import each


def compare(
    a: I64,
    b: I64,
    shards: Sequence[pl.LazyFrame],
    known: Numbered,
    stopped: tuple[U64, I64],
    parameters: Parameters | None = None,
    scratch: Scratch | None = None,
) -> F64:
    """Raw figures (`verify.figures`) of the pairs a–b. `shards`: codes; `stopped`: `verify.stopped_keys` of all reports."""
    p, store = parameters or Parameters(), scratch or Memory()
    found = np.empty((len(a), compare_kernels.N_FIGURES))
    if not len(a):
        return found
    bucket = cut(a, b, len(known.ids), p.bucket_reports, BUCKET_PAIRS * p.bucket_reports)
    _by_bucket(a, b, bucket, shards, known, store)
    keys, scopes = stopped
    place = np.empty(len(known.ids), np.int64)
    order = np.argsort(bucket, kind="stable")
    for pairs in np.split(order, np.flatnonzero(np.diff(bucket[order])) + 1):
        number = bucket[pairs[0]]
        codes, reports = store.take(f"codes-{number}", np.uint32), store.take(f"reports-{number}", np.uint32)
        offsets = np.concatenate([[0], np.cumsum(known.syllables[reports])])
        place[reports] = np.arange(len(reports))
        found[pairs] = compared(place[a[pairs]], place[b[pairs]], codes, offsets, keys, scopes[reports], p)
    return found


def _by_bucket(a: I64, b: I64, bucket: I64, shards: Sequence[pl.LazyFrame], known: Numbered, store: Scratch) -> None:
    """Put codes and numbers of the reports that each bucket needs into the scratch, from one pass over the shards."""
    most = int(bucket.max()) + 1
    needed = np.unique(np.concatenate([a * most + bucket, b * most + bucket]))  # by report, then by bucket
    starts = np.searchsorted(needed, np.arange(len(known.ids) + 1) * most)

    def work(at: int) -> list[tuple[int, U32, U32]]:
        rows = np.flatnonzero(known.rows[at] >= 0)
        reports = known.rows[at][rows]
        times = starts[reports + 1] - starts[reports]
        rows, reports = np.repeat(rows, times), np.repeat(reports, times)
        within = np.arange(len(rows)) - np.repeat(np.cumsum(times) - times, times)
        into = needed[starts[reports] + within] % most
        if not len(rows):
            return []
        codes, offsets = values(shards[at].select("codes").collect()["codes"], np.uint32)
        return [
            (int(n), _gathered(codes, offsets, rows[into == n]), reports[into == n].astype(np.uint32))
            for n in np.unique(into)
        ]

    for parts in each(work, range(len(shards))):
        for number, codes, reports in parts:
            store.put(f"codes-{number}", codes)
            store.put(f"reports-{number}", reports)


@compiled
def _gathered(codes: U32, offsets: I64, rows: I64) -> U32:
    """The codes of some texts, one text after the other."""
    size = 0
    for row in rows:
        size += offsets[row + 1] - offsets[row]
    out, n = np.empty(size, np.uint32), 0
    for row in rows:
        length = offsets[row + 1] - offsets[row]
        out[n : n + length] = codes[offsets[row] : offsets[row + 1]]
        n += length
    return out
