"""Scored pairs → clusters by average linkage over a sparse graph, independent of the order of the pairs.

In: `n` nodes and scored pairs of them; a pair that is not listed counts with a fixed score `missing`. Out: a cluster for each
node. Two clusters are as close as the mean score over all pairs between them; the closest are joined until none is
closer than `threshold`. Average linkage is reducible, so joining in rounds all clusters that are each other's nearest
gives the same tree as joining one pair at a time, and every round is a handful of group-bys. A chain A–B–C does not join
A and C by itself, as connected components do: one weak report cannot glue two events.
"""

from __future__ import annotations

import polars as pl

_UNIT = 1_000_000  # parts of 1 in which scores are added up
_MANY = 10_000  # rounds are few (the logarithm of the largest cluster); this bounds an error


def average_linkage(n: int, pairs: pl.DataFrame, threshold: float, missing: float) -> pl.Series:
    """Cluster (its smallest node) of nodes 0 … n-1, from `pairs` (a, b, score) with a ≠ b, each pair once."""
    cluster = pl.DataFrame({"node": pl.int_range(n, eager=True, dtype=pl.UInt32)}).with_columns(cluster="node")
    size = cluster.select("cluster", size=pl.lit(1, pl.Int64))
    # What a pair's score adds above `missing`; sums of this over pairs are all that the mean between clusters needs. Whole
    # numbers add up to the same in whatever order.
    gain = pairs.select(
        pl.min_horizontal("a", "b").alias("a"),
        pl.max_horizontal("a", "b").alias("b"),
        gain=((pl.col("score") - missing) * _UNIT).round().cast(pl.Int64),
    )
    for _ in range(_MANY):
        near = (
            gain.join(size, left_on="a", right_on="cluster")
            .join(size, left_on="b", right_on="cluster", suffix="_b")
            .with_columns(mean=missing + pl.col("gain") / (pl.col("size") * pl.col("size_b") * _UNIT))
            .filter(pl.col("mean") > threshold)
        )
        if near.is_empty():
            break
        merges = _mutual(near)
        both = pl.concat([merges.select(cluster="b", into="a")])
        cluster = cluster.join(both, on="cluster", how="left", maintain_order="left").select(
            "node", pl.coalesce("into", "cluster").alias("cluster")
        )
        size = (
            size.join(both, on="cluster", how="left")
            .group_by(pl.coalesce("into", "cluster").alias("cluster"))
            .agg(pl.col("size").sum())
        )
        moved = (
            gain.join(both, left_on="a", right_on="cluster", how="left")
            .with_columns(a=pl.coalesce("into", "a"))
            .drop("into")
        )
        moved = (
            moved.join(both, left_on="b", right_on="cluster", how="left")
            .with_columns(b=pl.coalesce("into", "b"))
            .drop("into")
        )
        gain = (
            moved.filter(pl.col("a") != pl.col("b"))
            .group_by(pl.min_horizontal("a", "b").alias("a"), pl.max_horizontal("a", "b").alias("b"))
            .agg(pl.col("gain").sum())
        )
    return cluster.sort("node")["cluster"]


def _mutual(near: pl.DataFrame) -> pl.DataFrame:
    """Pairs (a, b) of clusters that are each other's nearest; ties go to the smaller numbers, so one pair always qualifies."""
    ends = pl.concat([near.select("a", "b", "mean", end="a"), near.select("a", "b", "mean", end="b")])
    best = ends.sort("mean", "a", "b", descending=[True, False, False]).group_by("end", maintain_order=True).first()
    return best.group_by("a", "b").agg(n=pl.len()).filter(pl.col("n") == 2).select("a", "b")
