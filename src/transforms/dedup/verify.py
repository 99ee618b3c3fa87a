"""Candidate pairs → exact figures, from the full shingle sets of both texts.

In: candidate pairs, the texts of their reports, the stopped shingles. Out: one row per pair (`FIGURES`): Jaccard,
containment both ways, matched syllables, longest common run, share of template in the match, how much of each opening is
retold in the other, and which numbers changed where the surrounding words did not. No sampled estimate survives this
stage, and nothing is a duplicate because two sampled hashes collided.

The shingles of the shorter report of a pair are looked up in the table of the longer (`tables`), in blocks of reports that
resemble each other, so that tables stay in the cache; threads share the blocks.

A position is template when its nearest sampled neighbours on both sides are stopped shingles: template runs over whole
sentences, and a fixed share of the hashes knows it. Template is out of numerators and denominators, unless a text is
nothing but template.

`buckets` cuts the pairs of a corpus that does not fit in memory so that each bucket needs the texts of a bounded number of
reports; buckets are independent of each other and may be verified in other processes.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from transforms.dedup.components import components
from transforms.dedup.fingerprints import HASH_BITS, lists, shorten
from transforms.dedup.parameters import Parameters
from transforms.dedup.syllables import I64, U32, U64, Syllables, runs, syllables
from transforms.dedup.tables import Sieve, Tables

FIGURES = pl.Schema(
    {
        "report_a": pl.String(), "report_b": pl.String(),
        "jaccard": pl.Float64(), "containment_a": pl.Float64(), "containment_b": pl.Float64(),
        "matched_syllables": pl.Int32(), "longest_run": pl.Int32(), "template_share": pl.Float64(),
        "syllables_a": pl.Int32(), "syllables_b": pl.Int32(),
        "opening_a": pl.Float64(), "opening_b": pl.Float64(), "numbers_changed": pl.Int32(), "relation": pl.String(),
    }
)  # fmt: skip

_BLOCK_REPORTS = 128
"""Reports of a block: their tables fit in the cache."""

_LOOKUPS = 50_000
"""Shingles looked up at once: so do the arrays around them."""


def buckets(pairs: pl.DataFrame, parameters: Parameters | None = None) -> pl.Series:
    """Number of the bucket of each pair. Reports that resemble each other, directly or not, come together where they fit."""
    p = parameters or Parameters()
    ids = pl.concat([pairs["report_a"], pairs["report_b"]]).unique().sort()
    a, b = _rows(pairs, ids)
    return pl.Series("bucket", _cut(a, b, len(ids), p.bucket_reports), dtype=pl.UInt32)


def verify(
    pairs: pl.DataFrame, texts: pl.DataFrame, stops: pl.DataFrame | None = None, parameters: Parameters | None = None
) -> pl.DataFrame:
    """Rows of `FIGURES` for `pairs` (report_a, report_b), in their order.

    `texts`: report_id, codes (of the fingerprints) or else text and, where outlets have stopped shingles of their own, scope.
    Raises KeyError when a report of a pair is not among the texts.
    """
    p = parameters or Parameters()
    if not pairs.height:
        return FIGURES.to_frame()
    a, b = _rows(pairs, texts["report_id"])
    scope = (
        texts["scope"]
        if "scope" in texts.columns
        else pl.Series([None], dtype=pl.String).new_from_index(0, texts.height)
    )
    learnt = _Stops.build(stops, scope)
    block = _cut(a, b, texts.height, _BLOCK_REPORTS)
    order = np.argsort(block, kind="stable")
    parts = np.split(order, np.flatnonzero(np.diff(block[order])) + 1)
    codes = texts["codes"] if "codes" in texts.columns else lists(*_coded(texts["text"]))

    def work(at: I64) -> pl.DataFrame:
        rows, back = np.unique(np.concatenate([a[at], b[at]]), return_inverse=True)
        shelf = _Shelf.build(codes.gather(rows), learnt, rows, p)
        return shelf.compare(back[: len(at)], back[len(at) :], p)

    with ThreadPoolExecutor(pl.thread_pool_size()) as pool:
        figures = pl.concat(pool.map(work, parts))
    figures = figures[np.argsort(order)].with_columns(_RELATION.alias("relation"))
    return (
        pl.concat([pairs.select("report_a", "report_b"), figures], how="horizontal")
        .cast(FIGURES)
        .select(FIGURES.names())
    )


def _coded(texts: pl.Series) -> tuple[U32, I64]:
    words = syllables(texts)
    return words.codes, words.counts


def _rows(pairs: pl.DataFrame, ids: pl.Series) -> tuple[I64, I64]:
    """Positions among the ids of both reports of each pair."""
    at = pl.DataFrame({"id": ids, "row": np.arange(len(ids))})
    a, b = (
        pairs.select(id=c).join(at, on="id", how="left", maintain_order="left")["row"] for c in ("report_a", "report_b")
    )
    if a.null_count() or b.null_count():
        raise KeyError("a report of a pair is not among the reports given")
    return a.to_numpy(), b.to_numpy()


def _cut(a: I64, b: I64, n: int, most: int) -> I64:
    """Pairs in runs that need about `most` reports each, component by component. A run in the midst of a component loads the reports across it again."""
    order = np.lexsort((b, a, components(a, b, n)[a]))
    _, first = np.unique(np.stack([a[order], b[order]], axis=1), return_index=True)
    new = np.zeros(2 * len(a), np.int64)
    new[first] = 1
    cut = np.empty(len(a), np.int64)
    cut[order] = np.cumsum(new)[1::2] // most
    return cut


@dataclass(frozen=True, slots=True)
class _Stops:
    """Stopped shingles as sorted keys, number of the scope above the hash; scope 0 is everywhere."""

    keys: U64
    scopes: I64

    @classmethod
    def build(cls, stops: pl.DataFrame | None, scope: pl.Series) -> _Stops:
        if stops is None or not stops.height:
            return cls(np.empty(0, np.uint64), np.empty(0, np.int64))
        names = stops["scope"].drop_nulls().unique().sort()
        number = pl.DataFrame(
            {"scope": names, "number": np.arange(1, len(names) + 1)}, schema={"scope": pl.String, "number": pl.Int64}
        )
        of_stop, of_report = (
            s.to_frame("scope")
            .join(number, on="scope", how="left", maintain_order="left")["number"]
            .fill_null(0)
            .to_numpy()
            for s in (stops["scope"], scope)
        )
        return cls(np.sort(_scoped(of_stop, stops["hash"].to_numpy())), of_report)

    def holds(self, rows: I64, hashes: U64) -> NDArray[np.bool_]:
        """Whether each hash is stopped in its report."""
        everywhere, here = (
            _among(self.keys, _scoped(scope, hashes)) for scope in (np.zeros(len(rows), np.int64), self.scopes[rows])
        )
        return everywhere | here


def _scoped(scope: I64, hashes: U64) -> U64:
    return (scope.astype(np.uint64) << np.uint64(HASH_BITS)) | hashes


def _among(keys: U64, wanted: U64) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = keys[np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)] == wanted
    return found


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The full shingle sets of a block's reports. `totals` and `stopped` count distinct shingles, all and template."""

    words: Syllables
    hashes: U64
    offsets: I64
    is_first: NDArray[np.bool_]
    is_template: NDArray[np.bool_]
    totals: I64
    stopped: I64
    tables: Tables
    pairs: U64
    pair_offsets: I64
    sieve: Sieve
    numbers: I64
    number_sums: U64

    @classmethod
    def build(cls, codes: pl.Series, stops: _Stops, rows: I64, p: Parameters) -> _Shelf:
        counts = codes.list.len().to_numpy().astype(np.int64)
        words = Syllables(codes.explode(empty_as_null=False).to_numpy(), np.concatenate([[0], np.cumsum(counts)]))
        hashes, offsets = runs(words, p.shingle)
        tables, is_first = Tables.build(hashes, offsets)
        template = _template(hashes, offsets, stops, rows, p)
        pairs, pair_offsets = runs(words, 2)
        number = words.codes * (words.codes & np.uint32(1))
        return cls(
            words, hashes, offsets, is_first, template,
            _per_report(is_first, offsets), _per_report(is_first & template, offsets),
            tables, pairs, pair_offsets, Sieve.build(pairs, pair_offsets),
            np.concatenate([[0], np.cumsum(number > 0)]),
            np.concatenate([np.zeros(1, np.uint64), np.cumsum(number, dtype=np.uint64)]),
        )  # fmt: skip

    def compare(self, a: I64, b: I64, p: Parameters) -> pl.DataFrame:
        """Figures of pairs of the block's reports."""
        sizes = np.diff(self.offsets)
        swap = (sizes[a] > sizes[b]) | ((sizes[a] == sizes[b]) & (a > b))
        short, long = np.where(swap, b, a), np.where(swap, a, b)
        order = np.lexsort((short, long))
        back = np.argsort(order)
        short, long = short[order], long[order]
        size = np.diff(self.offsets)[short]
        cuts = np.flatnonzero(np.diff(np.cumsum(size) // _LOOKUPS, prepend=0))
        parts = [
            self._figures(s, t, p) for s, t in zip(np.split(short, cuts), np.split(long, cuts), strict=True) if len(s)
        ]
        found = {name: np.concatenate([part[name] for part in parts])[back] for name in parts[0]}
        for name in ("containment", "syllables", "opening"):
            of_short, of_long = found.pop(f"{name}_short"), found.pop(f"{name}_long")
            found[f"{name}_a"], found[f"{name}_b"] = (
                np.where(swap, of_long, of_short),
                np.where(swap, of_short, of_long),
            )
        return pl.DataFrame(found)

    def _figures(self, short: I64, long: I64, p: Parameters) -> dict[str, NDArray[np.generic]]:
        n, k = len(short), p.shingle
        pair, here, position = _members(short, self.offsets)
        found, where = self.tables.find(self.hashes[here], long[pair])
        hit = np.flatnonzero(found)
        pair, here, position, there = pair[hit], here[hit], position[hit], where[hit].astype(np.int64)

        once = self.is_first[here]
        shared = np.bincount(pair[once], minlength=n)
        template = np.bincount(pair[once & self.is_template[here]], minlength=n)
        # Template is taken out, unless nothing else is left.
        bare = (self.totals[short] == self.stopped[short]) | (self.totals[long] == self.stopped[long])
        common = np.where(bare, shared, shared - template)
        in_short, in_long = (np.where(bare, self.totals[r], self.totals[r] - self.stopped[r]) for r in (short, long))

        follows = np.append(False, pair[1:] == pair[:-1])[: len(pair)]
        step, jump = np.diff(position, prepend=0), np.diff(there, prepend=0)
        begins = ~(follows & (step == 1) & (jump == 1))
        lengths = np.diff(np.append(np.flatnonzero(begins), len(pair)))
        longest = np.zeros(n, np.int64)
        np.maximum.at(longest, pair[begins], lengths + k - 1)
        return {
            "jaccard": common / np.maximum(in_short + in_long - common, 1),
            "containment_short": common / np.maximum(in_short, 1),
            "containment_long": common / np.maximum(in_long, 1),
            "matched_syllables": np.bincount(pair, np.where(follows, np.minimum(step, k), k), minlength=n).astype(np.int32),
            "longest_run": longest,
            "template_share": template / np.maximum(shared, 1),
            "syllables_short": self.words.counts[short],
            "syllables_long": self.words.counts[long],
            "opening_short": self._retold(short, long, p),
            "opening_long": self._retold(long, short, p),
            "numbers_changed": self._numbers_changed(short[pair], long[pair], pair, follows, position, there, step - k, jump - k, n, p),
        }  # fmt: skip

    def _retold(self, told: I64, by: I64, p: Parameters) -> NDArray[np.float64]:
        """Share of the pairs of neighbouring syllables of an opening that stand anywhere in the other report."""
        sizes = np.minimum(np.diff(self.pair_offsets)[told], p.opening - 1)
        pair = np.repeat(np.arange(len(told)), sizes)
        ends = np.cumsum(sizes)
        at = np.arange(len(pair)) + np.repeat(self.pair_offsets[told] - (ends - sizes), sizes)
        return np.bincount(pair, self.sieve.holds(self.pairs[at], by[pair]), minlength=len(told)) / np.maximum(sizes, 1)

    def _numbers_changed(
        self, short: I64, long: I64, pair: I64, follows: NDArray[np.bool_], position: I64, there: I64, gap: I64, other: I64, n: int, p: Parameters
    ) -> I64:  # fmt: skip
        """Places where the same words surround as many numbers on both sides, but not the same ones."""
        at = np.flatnonzero(follows & (gap >= 1) & (gap <= p.gap) & (other >= 1) & (other <= p.gap))
        end, far = self.words.offsets[short[at]] + position[at], self.words.offsets[long[at]] + there[at]
        begin, far_begin = end - gap[at], far - other[at]
        here, across = self.numbers[end] - self.numbers[begin], self.numbers[far] - self.numbers[far_begin]
        differ = self.number_sums[end] - self.number_sums[begin] != self.number_sums[far] - self.number_sums[far_begin]
        return np.bincount(pair[at[(here > 0) & (here == across) & differ]], minlength=n)


_RELATION = (
    pl.when(pl.min_horizontal("containment_a", "containment_b") >= 0.8)
    .then(pl.lit("identical"))
    .when(
        (pl.max_horizontal("containment_a", "containment_b") >= 0.6)
        & (pl.min_horizontal("syllables_a", "syllables_b") < 0.75 * pl.max_horizontal("syllables_a", "syllables_b"))
    )
    .then(pl.lit("contained"))
    .when(pl.min_horizontal("containment_a", "containment_b") >= 0.4)
    .then(pl.lit("revised"))
    .otherwise(pl.lit("partial"))
)


def _members(reports: I64, offsets: I64) -> tuple[I64, I64, I64]:
    """All shingles of the given reports: number of the pair, index of the shingle, position in the report."""
    sizes = np.diff(offsets)[reports]
    pair = np.repeat(np.arange(len(reports)), sizes)
    position = np.arange(len(pair)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return pair, position + np.repeat(offsets[reports], sizes), position


def _per_report(flags: NDArray[np.bool_], offsets: I64) -> I64:
    return np.diff(np.concatenate([[0], np.cumsum(flags)])[offsets])


def _template(hashes: U64, offsets: I64, stops: _Stops, rows: I64, p: Parameters) -> NDArray[np.bool_]:
    """Positions whose nearest sampled neighbours, before and after in the report, are stopped; its edges count as stopped."""
    if not len(stops.keys):
        return np.zeros(len(hashes), bool)
    is_sampled = hashes < np.uint64((1 << 64) // p.sample)
    sampled = np.flatnonzero(is_sampled)
    report = np.repeat(np.arange(len(rows)), np.diff(offsets))
    stopped = np.append(stops.holds(rows[report[sampled]], shorten(hashes[sampled], p)), True)
    owner = np.append(report[sampled], -1)
    seen: I64 = np.cumsum(is_sampled)
    before: I64 = seen - 1
    after: I64 = seen - is_sampled
    known_before, known_after = owner[before] == report, owner[after] == report
    template: NDArray[np.bool_] = (
        (stopped[before] | ~known_before) & (stopped[after] | ~known_after) & (known_before | known_after)
    )
    return template
