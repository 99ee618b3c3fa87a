"""Fingerprints → candidate pairs, by an inverted index.

In: fingerprints, in one frame or in shards (lazy frames over stored Parquet do), and the scope of every report: its
outlet, null where only an aggregator is known. Out: the pairs of reports that may share enough text to be worth
verifying, and the shingles that were stopped.

Postings are 64-bit integers, hash in the upper bits and report number in the lower, so that one sort brings the reports
of a shingle together. One pass over the shards cuts them into ranges of the hash space of at most about
`partition_postings`; the ranges are sorted one after the other, by as many threads as Polars has. Reports that share a
passage share many shingles, and with them the same set of reports: what a range leaves is its distinct sets of reports, each
with its number of shingles as weight. Most pairs of a large corpus share one chance shingle, and their number grows with
its square; the sets do not, so pairs are never expanded: block by block, each report walks the sets that it stands in and
counts what it shares with whom, and only pairs that share enough are written down. Ranges and blocks wait in a scratch that
is handed in: what is held in memory at once is bounded, whatever the corpus.

Two kinds of shingles are stopped, that is, taken out of the search and out of the sizes that containment divides by:
a shingle in more than `outlet_cap` reports of one outlet is furniture of that outlet, and stopped there; a shingle that
is still in more than `corpus_cap` reports is a formula, and stopped everywhere. Pages of an aggregator come from many
outlets, so that only the second cap fits them: a story copied by forty outlets is no furniture. Together the stopped
shingles are the corpus's learnt template.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import polars as pl

from transforms.compiled import I64, U32, U64
from transforms.dedup import index_kernels
from transforms.dedup.fingerprints import SHIFT, limit
from transforms.dedup.numbers import Numbered, numbered
from transforms.dedup.parameters import Parameters
from transforms.dedup.scratch import Memory, Scratch
from transforms.text.packed import values
from transforms.threads import each

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


@dataclass(frozen=True, slots=True)
class Search:
    """The same with numbers for reports: pairs `a` < `b`, in order, that share `shared` hashes.

    By report: `sizes`, hashes that are not stopped; `signatures`, a sum over those that are, 0 without any.
    """

    a: I64
    b: I64
    shared: I64
    stops: pl.DataFrame
    sizes: I64
    signatures: U64


def candidates(
    fingerprints: pl.DataFrame | Sequence[pl.LazyFrame],
    scopes: pl.DataFrame | None = None,
    parameters: Parameters | None = None,
    scratch: Scratch | None = None,
) -> Candidates:
    """Pairs worth verifying, `report_a` < `report_b`, sorted. `scopes`: report_id, scope; `scratch`: where postings wait, else in memory."""
    shards = [fingerprints.lazy()] if isinstance(fingerprints, pl.DataFrame) else list(fingerprints)
    known = numbered(shards)
    scope = None
    if scopes is not None:
        scope = known.ids.to_frame().join(scopes, on="report_id", how="left", maintain_order="left")["scope"]
    found = search(shards, known, scope, parameters, scratch)
    pairs = {
        "report_a": known.ids.gather(found.a), "report_b": known.ids.gather(found.b), "shared": found.shared,
        **{f"containment_{x}": np.minimum(found.shared / np.maximum(found.sizes[of], 1), 1.0) for x, of in (("a", found.a), ("b", found.b))},
    }  # fmt: skip
    return Candidates(pl.DataFrame(pairs, schema=PAIRS), found.stops)


def search(
    shards: Sequence[pl.LazyFrame],
    known: Numbered,
    scopes: pl.Series | None = None,
    parameters: Parameters | None = None,
    scratch: Scratch | None = None,
) -> Search:
    """Pairs of numbers worth verifying. `shards`: those that `known` numbers the rows of; `scopes`: by report; `scratch`: as in `candidates`."""
    p, store = parameters or Parameters(), scratch or Memory()
    n = len(known.ids)
    if not n:
        none = np.empty(0, np.int64)
        return Search(none, none, none, STOPS.to_frame(), none, np.empty(0, np.uint64))
    cut = _Cut.of(n, int(known.syllables.sum()) // p.sample, p)
    sizes = _scattered(shards, known, cut, store)
    names, scope = _scopes(n, scopes)
    stops, lost, signatures = _sets(store, cut, names, scope, p)
    found = _counted(store, cut, sizes - lost, p)
    found = found[np.argsort((found[:, 0].astype(np.uint64) << np.uint64(32)) | found[:, 1].astype(np.uint64))]
    return Search(found[:, 0].copy(), found[:, 1].copy(), found[:, 2].copy(), stops, sizes - lost, signatures)


@dataclass(frozen=True, slots=True)
class _Cut:
    """How postings are cut into ranges of the hash space, by the bits above `shift`, and reports into blocks.

    Within a range a posting is the rest of the hash, without its lowest `drop` bits where the report number needs the room.
    """

    reports: int
    report_bits: int
    shift: int
    drop: int
    ranges: int
    blocks: int

    @classmethod
    def of(cls, reports: int, postings: int, p: Parameters) -> _Cut:
        report_bits, last = max(1, (reports - 1).bit_length()), int(limit(p)) >> int(SHIFT)
        wanted = min(max(-(-postings // p.partition_postings), pl.thread_pool_size()), _MOST_RANGES)
        shift = max(0, last.bit_length() - (wanted - 1).bit_length())
        blocks = min(-(-postings // (_BLOCK * p.partition_postings)), _MOST_RANGES, reports)
        return cls(
            reports, report_bits, shift, max(0, shift + report_bits - 64), (last >> shift) + 1, max(1, blocks)
        )  # fmt: skip

    def span(self, block: int) -> tuple[int, int]:
        """First report of a block and of the next."""
        return self.reports * block // self.blocks, self.reports * (block + 1) // self.blocks

    def hashes(self, number: int, rest: U64) -> U64:
        """Whole hashes of a range."""
        return np.uint64(number << self.shift) + (rest << np.uint64(self.drop))


_MOST_RANGES = 256
_BLOCK = 8
"""Postings of a block of reports, in parts of the hash space: few of them are left when their sets are counted."""


def _scattered(shards: Sequence[pl.LazyFrame], known: Numbered, cut: _Cut, store: Scratch) -> I64:
    """Put all postings into the scratch, range by range. Returns how many hashes each report has."""

    def work(at: int) -> tuple[I64, I64, U64]:
        hashes, offsets = values(shards[at].select("hashes").collect()["hashes"], np.uint64)
        out, starts = np.empty(len(hashes), np.uint64), np.zeros(cut.ranges + 1, np.int64)
        index_kernels.by_range(hashes, offsets, known.rows[at], cut.shift, cut.drop, cut.report_bits, starts, out)
        return np.diff(offsets), starts, out

    counts = np.zeros(cut.reports, np.int64)
    for rows, (sizes, starts, out) in zip(known.rows, each(work, range(len(shards))), strict=True):
        for number, (begin, end) in enumerate(pairwise(starts.tolist())):
            store.put(f"postings-{number}", out[begin:end])
        counts[rows[rows >= 0]] = sizes[rows >= 0]
    return counts


def _sets(store: Scratch, cut: _Cut, names: pl.Series, scope: I64, p: Parameters) -> tuple[pl.DataFrame, I64, U64]:
    """Postings → distinct sets of reports in the scratch, block by block; what was stopped, how many hashes each report lost by it,
    and the signature of those."""

    def work(number: int) -> tuple[int, tuple[U64, U64, U32, I64, U64, I64], I64, U64]:
        postings = store.take(f"postings-{number}", np.uint64)
        lost, signed = np.zeros(cut.reports, np.int64), np.zeros(cut.reports, np.uint64)
        postings.sort()
        caps = min(p.outlet_cap, cut.reports), min(p.corpus_cap, cut.reports)
        begin = np.uint64(number << cut.shift)
        found = index_kernels.report_sets(
            postings, cut.report_bits, begin, cut.drop, scope, len(names), *caps, lost, signed
        )
        return number, found, lost, signed

    stops, stopped, signature = [STOPS.to_frame()], np.zeros(cut.reports, np.int64), np.zeros(cut.reports, np.uint64)
    for number, (signatures, shapes, members, scopes, rest, counts), lost, signed in each(work, range(cut.ranges)):
        stopped += lost
        signature += signed
        of = pl.Series(scopes).replace(-1, None)
        columns = {
            "scope": names.gather(of) if len(names) else pl.Series([None], dtype=pl.String).new_from_index(0, len(of)),
            "hash": cut.hashes(number, rest),
            "n_reports": counts,
        }
        stops.append(pl.DataFrame(columns, schema=STOPS))
        for block in range(cut.blocks):
            some = (
                index_kernels.from_report(signatures, shapes, members, *cut.span(block))
                if cut.blocks > 1
                else (signatures, shapes, members)
            )
            store.put(f"signatures-{block}", some[0])
            store.put(f"shapes-{block}", some[1])
            store.put(f"members-{block}", some[2])
    return pl.concat(stops).sort("scope", "hash", nulls_last=False), stopped, signature


def _counted(store: Scratch, cut: _Cut, sizes: I64, p: Parameters) -> I64:
    """Rows (a, b, shared hashes) of all candidate pairs, from the sets in the scratch; `sizes` without what was stopped."""
    found = [np.empty((0, 3), np.int64)]
    for block in range(cut.blocks):
        low, high = cut.span(block)
        signatures, shapes = store.take(f"signatures-{block}", np.uint64), store.take(f"shapes-{block}", np.uint64)
        members = store.take(f"members-{block}", np.uint32)
        weights, last, starts, positions = index_kernels.indexed(signatures, shapes, members, low, high)
        parts = 4 * pl.thread_pool_size()
        edges = np.searchsorted(starts, np.linspace(0, starts[-1], parts + 1)[1:-1])
        bounds = np.concatenate([[low], low + np.minimum(edges, high - low), [high]]).tolist()

        def work(span: tuple[int, int]) -> I64:
            return index_kernels.shared(
                members, weights, last, starts, positions, low, *span, sizes, p.candidate_shared, p.candidate_containment  # noqa: B023
            )  # fmt: skip

        found += each(work, pairwise(bounds))
    return np.concatenate(found)


def _scopes(n: int, scopes: pl.Series | None) -> tuple[pl.Series, I64]:
    """Names of scopes and the number of each report's, −1 where it has none."""
    if scopes is None:
        return pl.Series(dtype=pl.String), np.full(n, -1)
    names = scopes.drop_nulls().unique().sort()
    numbers = pl.DataFrame(
        {"scope": names, "number": np.arange(len(names))}, schema={"scope": pl.String, "number": pl.Int64}
    )
    found = scopes.to_frame("scope").join(numbers, on="scope", how="left", maintain_order="left")
    return names, found["number"].fill_null(-1).to_numpy()
