"""Scored pairs → clusters by average linkage over a sparse graph, independent of the order of the pairs.

In: `n` nodes and scored pairs of them; a pair that is not listed counts with a fixed score `missing`. Out: a cluster for each
node. Two clusters are as close as the mean score over all pairs between them; the closest are joined until none is
closer than `threshold`. Average linkage is reducible, so joining in rounds all clusters that are each other's nearest
gives the same tree as joining one pair at a time, and every round is a handful of steps over whole columns. A chain A–B–C does
not join A and C by itself, as connected components do: one weak report cannot glue two events.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from transforms.compiled import F64, I64

_UNIT = 1_000_000  # parts of 1 in which scores are added up
_MANY = 10_000  # rounds are few (the logarithm of the largest cluster); this bounds an error


def average_linkage(n: int, pairs: pl.DataFrame, threshold: float, missing: float) -> pl.Series:
    """Cluster (its smallest node) of nodes 0 … n-1, from `pairs` (a, b, score) with a ≠ b, each pair once."""
    cluster, size = np.arange(n), np.ones(n, np.int64)
    # What a pair's score adds above `missing`; sums of this over pairs are all that the mean between clusters needs. Whole
    # numbers add up to the same in whatever order.
    gains = ((pairs["score"] - missing) * _UNIT).round().cast(pl.Int64).to_numpy()
    a, b, gain = _added(pairs["a"].cast(pl.Int64).to_numpy(), pairs["b"].cast(pl.Int64).to_numpy(), gains)
    for _ in range(_MANY):
        mean = missing + gain / (size[a] * size[b] * _UNIT)
        near = np.flatnonzero(mean > threshold)
        if not len(near):
            break
        joined = near[_mutual(a[near], b[near], mean[near], n)]
        size[a[joined]] += size[b[joined]]
        into = np.arange(n)
        into[b[joined]] = a[joined]
        cluster = into[cluster]
        a, b, gain = _added(into[a], into[b], gain)
    return pl.Series("cluster", cluster, pl.UInt32)


def _added(a: I64, b: I64, gain: I64) -> tuple[I64, I64, I64]:
    """Gains between clusters (a, b), a < b, in order, each pair of clusters once."""
    apart = a != b
    pair = (np.minimum(a, b) << 32 | np.maximum(a, b))[apart]
    order = np.argsort(pair)
    pair = pair[order]
    starts = np.flatnonzero(np.diff(pair, prepend=-1))
    sums = np.add.reduceat(gain[apart][order], starts) if len(starts) else gain[:0]
    return pair[starts] >> 32, pair[starts] & 0xFFFFFFFF, sums


def _mutual(a: I64, b: I64, mean: F64, n: int) -> I64:
    """Which pairs, in order of (a, b), are of clusters that are each other's nearest; ties go to the smaller numbers, so one pair
    always qualifies."""
    rank = np.empty(len(a), np.int64)
    rank[np.argsort(-mean, kind="stable")] = np.arange(len(a))
    best = np.full(n, len(a))
    np.minimum.at(best, a, rank)
    np.minimum.at(best, b, rank)
    return np.flatnonzero((best[a] == rank) & (best[b] == rank))
