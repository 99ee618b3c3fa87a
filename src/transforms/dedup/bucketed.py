"""Verification of a corpus that does not fit in memory: bucket by bucket, with the codes of as many buckets as fit read at once.

In: pairs of report numbers and the stored fingerprints, shard by shard. Out: raw figures of all pairs. A pass over the shards copies
the codes that its buckets (`verify.cut`) need to where they are compared; then one bucket after the other is compared, by as many
threads as Polars has. A million reports take two passes.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from transforms.compiled import F64, I64, U32, U64, compiled
from transforms.dedup import compare_kernels
from transforms.dedup.numbers import Numbered
from transforms.dedup.parameters import Parameters
from transforms.dedup.verify import BUCKET_PAIRS, compared, cut
from transforms.distinct import distinct
from transforms.text.packed import values
from transforms.threads import each

_HELD = 1 << 28
"""Codes that a pass holds, about."""


def compare(
    a: I64,
    b: I64,
    shards: Sequence[pl.LazyFrame],
    known: Numbered,
    stopped: tuple[U64, I64],
    parameters: Parameters | None = None,
    held: int = _HELD,
) -> F64:
    """Raw figures (`verify.figures`) of the pairs a–b. `shards`: codes; `stopped`: `verify.stopped_keys` of all reports; `held`: most
    codes of a pass, unless a single bucket needs more."""
    p, n = parameters or Parameters(), len(known.ids)
    found = np.empty((len(a), compare_kernels.N_FIGURES))
    if not len(a):
        return found
    bucket = cut(a, b, n, p.bucket_reports, BUCKET_PAIRS * p.bucket_reports)
    bucket -= bucket.min()
    # What is needed, by bucket and report: each of it has its place in the codes of a pass.
    needed = distinct(np.concatenate([bucket * n + a, bucket * n + b]))
    begins = np.searchsorted(needed, np.arange(int(bucket.max()) + 2) * n)
    reports = needed % n
    sizes = np.add.reduceat(known.syllables[reports], begins[:-1])
    order = np.argsort(bucket, kind="stable")
    pairs = np.split(order, np.flatnonzero(np.diff(bucket[order])) + 1)
    keys, scopes = stopped
    place = np.empty(n, np.int64)
    for some in _passes(sizes, held):
        of = reports[begins[some.start] : begins[some.stop]]
        offsets = np.concatenate([[0], np.cumsum(known.syllables[of])])
        codes = _read(shards, known, of, offsets)
        for number in some:
            first, last = begins[number] - begins[some.start], begins[number + 1] - begins[some.start]
            own, at = of[first:last], pairs[number]
            place[own] = np.arange(len(own))
            found[at] = compared(place[a[at]], place[b[at]], codes, offsets[first : last + 1], keys, scopes[own], p)
    return found


def _passes(sizes: I64, held: int) -> list[range]:
    """Buckets of each pass."""
    passes, begin, total = [], 0, 0
    for number, size in enumerate(sizes.tolist()):
        if number > begin and total + size > held:
            passes.append(range(begin, number))
            begin, total = number, 0
        total += size
    return [*passes, range(begin, len(sizes))]


def _read(shards: Sequence[pl.LazyFrame], known: Numbered, reports: I64, offsets: I64) -> U32:
    """Codes of the reports, one after the other; a report may stand there several times."""
    order = np.argsort(reports, kind="stable")
    starts = np.searchsorted(reports[order], np.arange(len(known.ids) + 1))
    out = np.empty(int(offsets[-1]), np.uint32)

    def work(at: int) -> None:
        rows = known.rows[at]
        some = rows[rows >= 0]
        if (starts[some + 1] > starts[some]).any():
            codes, begins = values(shards[at].select("codes").collect()["codes"], np.uint32)
            _copied(codes, begins, rows, starts, order, offsets, out)

    for _ in each(work, range(len(shards))):
        pass
    return out


@compiled
def _copied(codes: U32, begins: I64, rows: I64, starts: I64, order: I64, offsets: I64, out: U32) -> None:
    """Copy the codes of each row to all places that its report (`rows`, −1: none) has: those from `starts` on in `order`."""
    for i in range(len(rows)):
        if rows[i] >= 0:
            for at in order[starts[rows[i]] : starts[rows[i] + 1]]:
                out[offsets[at] : offsets[at + 1]] = codes[begins[i] : begins[i + 1]]
