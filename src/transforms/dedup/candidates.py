"""Fingerprints → candidate pairs, by an inverted index joined with itself.

In: fingerprints, in one frame or in shards (lazy frames over stored Parquet do), and the scope of every report: its
outlet, null where only an aggregator is known. Out: the pairs of reports that may share enough text to be worth
verifying, and the shingles that were stopped.

Postings are 64-bit integers, hash in the upper bits and report number in the lower, so that one sort brings the reports
of a shingle together. The hash space is cut into ranges of at most `partition_postings` postings, joined one after the
other by as many threads as Polars has: what is held at once is bounded, whatever the corpus. Reports that share a passage share many
shingles, and with them the same set of reports: equal sets are expanded into pairs once, with their number as weight.

Two kinds of shingles are stopped, that is, taken out of the search and out of the sizes that containment divides by:
a shingle in more than `outlet_cap` reports of one outlet is furniture of that outlet, and stopped there; a shingle that
is still in more than `corpus_cap` reports is a formula, and stopped everywhere. Pages of an aggregator come from many
outlets, so that only the second cap fits them: a story copied by forty outlets is no furniture. Together the stopped
shingles are the corpus's learnt template.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import polars as pl
from numpy.typing import NDArray

from transforms.compiled import F64, I64, U32, U64
from transforms.dedup.fingerprints import SHIFT, limit
from transforms.dedup.kernels import posting_pairs, postings, sum_pairs
from transforms.dedup.parameters import Parameters

PAIRS = pl.Schema(
    {
        "report_a": pl.String(),
        "report_b": pl.String(),
        "shared": pl.Int64(),
        "containment_a": pl.Float64(),
        "containment_b": pl.Float64(),
    }
)
STOPS = pl.Schema({"scope": pl.String(), "hash": pl.UInt64(), "n_reports": pl.Int64()})


@dataclass(frozen=True, slots=True)
class Candidates:
    """`pairs` (`PAIRS`, estimates from the samples) and `stops` (`STOPS`; scope null: everywhere)."""

    pairs: pl.DataFrame
    stops: pl.DataFrame


def candidates(
    fingerprints: pl.DataFrame | Sequence[pl.LazyFrame],
    scopes: pl.DataFrame | None = None,
    parameters: Parameters | None = None,
) -> Candidates:
    """Pairs worth verifying, `report_a` < `report_b`, sorted. `scopes`: report_id, scope."""
    p = parameters or Parameters()
    shards = [fingerprints.lazy()] if isinstance(fingerprints, pl.DataFrame) else list(fingerprints)
    reports = pl.concat([s.select("report_id", size=pl.col("hashes").list.len()) for s in shards]).collect()
    if not reports.height:
        return Candidates(PAIRS.to_frame(), STOPS.to_frame())
    ids, sizes = reports["report_id"], reports["size"].to_numpy().astype(np.int64)
    names, scope = _scopes(ids, scopes)

    def search(span: tuple[int, int]) -> tuple[U64, pl.DataFrame, I64]:
        index, found = _Index.build(shards, *span, len(sizes)).stop(scope, p)
        return index.shares(), found.frame(names), found.per_report

    pack, tally = _Packing.of(len(sizes)), _Tally(sizes, p)
    stops, stopped = [], np.zeros(len(sizes), np.int64)
    spans = list(_ranges(int(sizes.sum()), p))
    threads = pl.thread_pool_size()
    with ThreadPoolExecutor(threads) as pool:
        # As many ranges at a time as there are threads: finished ones would pile up behind the tally.
        found = (x for i in range(0, len(spans), threads) for x in list(pool.map(search, spans[i : i + threads])))
        for done, (shares, stop, lost) in enumerate(found, start=1):
            stops.append(stop)
            stopped += lost
            tally.add(shares, done / len(spans) if len(spans) >= _MANY else 0.0, stopped)
    together = tally.packed
    a, b, shared = pack.unpacked(pack.at_least(together, p.candidate_shared))
    pairs = _estimated(a, b, shared, ids, sizes - stopped, p)
    return Candidates(pairs, pl.concat(stops).sort("scope", "hash", nulls_last=False))


_MANY = 8
"""From this many ranges on, pairs that fall far behind are dropped on the way."""


class _Tally:
    """Shared hashes by pair, added up over the ranges of the hash space.

    Most pairs of a large corpus share one chance shingle, and their number grows with its square. Hashes are spread evenly:
    a pair that after a sixth of the space has less than half of what it would need by then is no candidate (of pairs that
    share a fifth, one in a hundred is lost, of those that share two fifths, one in ten thousand), and one that has nothing by then need not be taken up any more.
    """

    def __init__(self, sizes: I64, p: Parameters):
        self.packed: U64 = np.empty(0, np.uint64)
        self._pack = _Packing.of(len(sizes))
        self._sizes, self._share = sizes, p.candidate_containment / 2
        self._closed = False

    def add(self, shares: U64, done: float, stopped: I64) -> None:
        """Take in the sorted pairs of one more range; `done` is the share of the space searched then, 0 to drop nothing."""
        wanted: F64 = ((self._sizes * done - stopped) * self._share).astype(np.float64)
        if self._closed:
            known, new = self._pack.pairs(self.packed), self._pack.pairs(shares)
            at = np.minimum(np.searchsorted(known, new), len(known) - 1) if len(known) else np.zeros(len(new), np.int64)
            is_known = known[at] == new if len(known) else np.zeros(len(new), bool)
            shares = shares[is_known | (self._of_pairs(shares, wanted) < 1)]
        self.packed = self._pack.summed(np.concatenate([self.packed, shares]))
        if done >= 1 / 6:
            _, _, count = self._pack.unpacked(self.packed)
            self.packed = self.packed[count >= np.floor(self._of_pairs(self.packed, wanted))]
            self._closed = True

    def _of_pairs(self, packed: U64, wanted: F64) -> F64:
        """What the smaller report of each pair wants."""
        a, b, _ = self._pack.unpacked(packed)
        return np.minimum(wanted[a], wanted[b])


def _scopes(ids: pl.Series, scopes: pl.DataFrame | None) -> tuple[pl.Series, I64]:
    """Names of scopes and the number of each report's, −1 where it has none."""
    if scopes is None:
        return pl.Series(dtype=pl.String), np.full(len(ids), -1)
    names = scopes["scope"].drop_nulls().unique().sort()
    numbered = pl.DataFrame(
        {"scope": names, "number": np.arange(len(names))}, schema={"scope": pl.String, "number": pl.Int64}
    )
    found = ids.to_frame("report_id").join(
        scopes.join(numbered, on="scope"), on="report_id", how="left", maintain_order="left"
    )
    return names, found["number"].fill_null(-1).to_numpy()


def _ranges(postings: int, p: Parameters) -> Iterator[tuple[int, int]]:
    n = max(-(-postings // p.partition_postings), pl.thread_pool_size())
    end = (int(limit(p)) >> int(SHIFT)) + 1
    edges = [end * i // n for i in range(n + 1)]
    return pairwise(edges)


@dataclass(frozen=True, slots=True)
class _Stopped:
    """Stopped (scope, hash), scope −1 for everywhere, with the number of reports; and how many each report lost."""

    scopes: I64
    hashes: U64
    counts: I64
    per_report: I64

    def frame(self, names: pl.Series) -> pl.DataFrame:
        scope = pl.Series(self.scopes).replace(-1, None)
        return pl.DataFrame(
            {
                "scope": names.gather(scope) if len(names) else [None] * len(scope),
                "hash": self.hashes,
                "n_reports": self.counts,
            },
            schema=STOPS,
        )


@dataclass(frozen=True, slots=True)
class _Index:
    """Postings sorted by hash, then report; run i is `reports[starts[i] : starts[i + 1]]`, all of hash `hashes[i]`."""

    reports: U32
    starts: I64
    hashes: U64
    n_reports: int

    @classmethod
    def build(cls, shards: Sequence[pl.LazyFrame], low: int, high: int, n_reports: int) -> _Index:
        report_bits = max(1, (n_reports - 1).bit_length())
        # Bits of the hash beyond those that tell apart within this range are cut off when the report number needs room.
        drop = np.uint64(max(0, (high - low - 1).bit_length() + report_bits - 64))
        parts, first = [], 0
        for shard in shards:
            lists = shard.select("hashes").collect()["hashes"]
            sizes, hashes = lists.list.len().to_numpy().astype(np.int64), lists.explode(empty_as_null=False).to_numpy()
            out = np.empty(len(hashes), np.uint64)
            n = postings(hashes, sizes, np.uint64(low), np.uint64(high), drop, report_bits, first, out)
            parts.append(out if n == len(out) else out[:n].copy())
            first += len(sizes)
        keys = np.concatenate(parts)
        keys.sort()
        hashes = keys >> np.uint64(report_bits)
        edges = (
            np.flatnonzero(np.concatenate([[True], hashes[1:] != hashes[:-1], [True]]))
            if len(keys)
            else np.zeros(1, np.int64)
        )
        reports = (keys & np.uint64((1 << report_bits) - 1)).astype(np.uint32)
        return cls(reports, edges, (hashes[edges[:-1]] << drop) + np.uint64(low), n_reports)

    def stop(self, scope: I64, p: Parameters) -> tuple[_Index, _Stopped]:
        """The index without stopped postings, and what was stopped."""
        sizes = np.diff(self.starts)
        often = np.flatnonzero(sizes > min(p.outlet_cap, p.corpus_cap))
        where = _expand(self.starts[often], sizes[often])
        run, of = np.repeat(often, sizes[often]), scope[self.reports[where]]
        in_outlet, outlet_counts = _counted(run, of)
        outlet_stopped = (of >= 0) & (outlet_counts > p.outlet_cap)
        left = np.bincount(run[~outlet_stopped], minlength=len(sizes))
        formula = left > p.corpus_cap
        gone = outlet_stopped | formula[run]
        first = np.flatnonzero(in_outlet & outlet_stopped)
        formulas = np.flatnonzero(formula)
        stopped = _Stopped(
            np.concatenate([of[first], np.full(len(formulas), -1)]),
            np.concatenate([self.hashes[run[first]], self.hashes[formulas]]),
            np.concatenate([outlet_counts[first], left[formulas]]),
            np.bincount(self.reports[where[gone]], minlength=self.n_reports),
        )
        keep = np.ones(len(self.reports), bool)
        keep[where[gone]] = False
        kept = np.concatenate([[0], np.cumsum(keep)])
        return _Index(self.reports[keep], kept[self.starts], self.hashes, self.n_reports), stopped

    def shares(self) -> U64:
        """Packed pairs of reports with the number of hashes of the index that they share, sorted by pair."""
        sizes = np.diff(self.starts)
        shared = np.flatnonzero(sizes > 1)
        starts, sizes = self.starts[shared], sizes[shared]
        first, weight = _distinct_sets(self.reports[_expand(starts, sizes)], sizes)
        starts, sizes = starts[first], sizes[first]
        # Runs are expanded into pairs in portions, so that memory is bounded by the portion and not by the runs' squares.
        portion = np.cumsum(sizes * (sizes - 1) // 2) // _PORTION
        bounds = np.concatenate([[0], np.flatnonzero(np.diff(portion)) + 1, [len(sizes)]])
        pack = _Packing.of(self.n_reports)
        parts = []
        for low, high in pairwise(bounds.tolist()):
            some = slice(low, high)
            out = np.empty(int((sizes[some] * (sizes[some] - 1) // 2).sum()), np.uint64)
            posting_pairs(self.reports, starts[some], sizes[some], weight[some], pack.report_bits, pack.count_bits, out)
            parts.append(pack.summed(out))
        return pack.summed(np.concatenate(parts)) if parts else np.empty(0, np.uint64)


_PORTION = 4_000_000
"""Pairs expanded at once."""


@dataclass(frozen=True, slots=True)
class _Packing:
    """Two report numbers and a count in one integer, so that a plain sort brings equal pairs together."""

    report_bits: int

    @classmethod
    def of(cls, n_reports: int) -> _Packing:
        return cls(max(1, (n_reports - 1).bit_length()))

    @property
    def count_bits(self) -> int:
        return 64 - 2 * self.report_bits

    def summed(self, packed: U64) -> U64:
        """One integer per pair, with the sum of its counts (at most what fits). Sorts its input in place."""
        packed.sort()
        return packed[: sum_pairs(packed, self.count_bits)].copy()

    def at_least(self, packed: U64, count: int) -> U64:
        """Pairs of at least this count."""
        return packed[(packed & np.uint64((1 << self.count_bits) - 1)) >= np.uint64(count)]

    def pairs(self, packed: U64) -> U64:
        """The pairs without their counts."""
        return packed >> np.uint64(self.count_bits)

    def unpacked(self, packed: U64) -> tuple[I64, I64, I64]:
        pair = packed >> np.uint64(self.count_bits)
        mask = np.uint64((1 << self.report_bits) - 1)
        count = packed & np.uint64((1 << self.count_bits) - 1)
        return (
            (pair >> np.uint64(self.report_bits)).astype(np.int64),
            (pair & mask).astype(np.int64),
            count.astype(np.int64),
        )


def _expand(starts: I64, sizes: I64) -> I64:
    """Positions of all members of runs, run by run."""
    ends = np.cumsum(sizes)
    shift: I64 = np.repeat(starts - (ends - sizes), sizes)
    return np.arange(len(shift)) + shift


def _counted(run: I64, of: I64) -> tuple[NDArray[np.bool_], I64]:
    """For every posting: is it the first of its run and outlet, and how many postings share both."""
    if not len(run):
        return np.zeros(0, bool), np.zeros(0, np.int64)
    key = run * (int(of.max()) + 2) + of + 1
    _, first, back, counts = np.unique(key, return_index=True, return_inverse=True, return_counts=True)
    is_first = np.zeros(len(run), bool)
    is_first[first] = True
    return is_first, counts[back]


def _distinct_sets(reports: U32, sizes: I64) -> tuple[I64, I64]:
    """First run of every distinct set of reports, and how many runs have that set. Sets are told apart by a 64-bit sum."""
    if not len(sizes):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    mixed = (reports.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(32)
    signature = np.add.reduceat(mixed, np.cumsum(sizes) - sizes)
    _, first, counts = np.unique(signature, return_index=True, return_counts=True)
    return first, counts


def _estimated(a: I64, b: I64, shared: I64, ids: pl.Series, sizes: I64, p: Parameters) -> pl.DataFrame:
    in_a, in_b = shared / np.maximum(sizes[a], 1), shared / np.maximum(sizes[b], 1)
    near = np.flatnonzero(np.maximum(in_a, in_b) >= p.candidate_containment)
    found = pl.DataFrame(
        {
            "report_a": ids.gather(a[near]), "report_b": ids.gather(b[near]), "shared": shared[near],
            "containment_a": np.minimum(in_a[near], 1.0), "containment_b": np.minimum(in_b[near], 1.0),
        },
        schema=PAIRS,
    )  # fmt: skip
    swap = pl.col("report_a") > pl.col("report_b")
    return found.select(
        pl.when(swap).then("report_b").otherwise("report_a").alias("report_a"),
        pl.when(swap).then("report_a").otherwise("report_b").alias("report_b"),
        "shared",
        pl.when(swap).then("containment_b").otherwise("containment_a").alias("containment_a"),
        pl.when(swap).then("containment_a").otherwise("containment_b").alias("containment_b"),
    ).sort("report_a", "report_b")
