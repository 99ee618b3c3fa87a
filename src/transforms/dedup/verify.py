"""Candidate pairs → exact figures, from the full shingle sets of both texts.

In: candidate pairs, the texts of their reports, the stopped shingles. Out: one row per pair (`FIGURES`): Jaccard,
containment both ways, matched syllables, longest common run, share of template in the match, how the leads are covered,
and which numbers changed where the surrounding words did not. No sampled estimate survives this stage, and nothing is a
duplicate because two sampled hashes collided.

Every report of a bucket has its shingles in a small open-addressing table of its own (64-bit hash → first position). The
shingles of the shorter report of a pair are looked up in the table of the longer: all pairs of a bucket at once, in as
many NumPy rounds as the longest chain of collisions, the longer reports in order, so that tables stay in the cache.

A position is template when its nearest sampled neighbours on both sides are stopped shingles: template runs over whole
sentences, and a fixed share of the hashes knows it. Template is out of numerators and denominators, unless a text is
nothing but template.

`buckets` cuts the pairs so that each bucket needs the texts of a bounded number of reports, reports that resemble each
other together; buckets are independent of each other and may be verified in other processes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from transforms.dedup.components import components
from transforms.dedup.fingerprints import shorten
from transforms.dedup.parameters import Parameters
from transforms.dedup.syllables import I64, U64, Syllables, runs, syllables

FIGURES = pl.Schema(
    {
        "report_a": pl.String, "report_b": pl.String,
        "jaccard": pl.Float64, "containment_a": pl.Float64, "containment_b": pl.Float64,
        "matched_syllables": pl.Int32, "longest_run": pl.Int32, "template_share": pl.Float64,
        "syllables_a": pl.Int32, "syllables_b": pl.Int32,
        "lead_a": pl.Float64, "lead_b": pl.Float64, "numbers_changed": pl.Int32, "relation": pl.String,
    }
)  # fmt: skip


def buckets(pairs: pl.DataFrame, parameters: Parameters | None = None) -> pl.Series:
    """Number of the bucket of each pair. Reports that resemble each other, directly or not, come together where they fit."""
    p = parameters or Parameters()
    if not pairs.height:
        return pl.Series("bucket", [], dtype=pl.UInt32)
    ids = pl.concat([pairs["report_a"], pairs["report_b"]]).unique().sort()
    number = pl.DataFrame({"id": ids, "n": np.arange(len(ids))})
    a = pairs.select(id="report_a").join(number, on="id", how="left", maintain_order="left")["n"].to_numpy()
    b = pairs.select(id="report_b").join(number, on="id", how="left", maintain_order="left")["n"].to_numpy()
    order = np.lexsort((b, a, components(a, b, len(ids))[a]))
    # A report counts where it is first needed; a cut inside a component loads the reports across it twice.
    ends = np.stack([a[order], b[order]], axis=1).ravel()
    _, first = np.unique(ends, return_index=True)
    new = np.zeros(len(ends), np.int64)
    new[first] = 1
    bucket = np.empty(len(a), np.uint32)
    bucket[order] = np.cumsum(new)[1::2] // p.bucket_reports
    return pl.Series("bucket", bucket)


def verify(
    pairs: pl.DataFrame, texts: pl.DataFrame, stops: pl.DataFrame | None = None, parameters: Parameters | None = None
) -> pl.DataFrame:
    """Rows of `FIGURES` for `pairs` (report_a, report_b), in their order.

    `texts`: report_id, text and, where outlets have stopped shingles of their own, scope. Raises KeyError when a report of
    a pair is not among the texts.
    """
    p = parameters or Parameters()
    if not pairs.height:
        return FIGURES.to_frame()
    shelves = buckets(pairs, p)
    parts = []
    for (_,), part in (
        pairs.select("report_a", "report_b")
        .with_columns(shelves, at=pl.int_range(pl.len()))
        .group_by("bucket", maintain_order=True)
    ):
        needed = texts.filter(
            pl.col("report_id").is_in(pl.concat([part["report_a"], part["report_b"]]).unique().implode())
        )
        parts.append(_verify_bucket(part, needed, stops, p).with_columns(part["at"]))
    return pl.concat(parts).sort("at").drop("at")


def _verify_bucket(pairs: pl.DataFrame, texts: pl.DataFrame, stops: pl.DataFrame | None, p: Parameters) -> pl.DataFrame:
    at = texts.select("report_id", row=pl.int_range(pl.len()))
    a = pairs.join(at, left_on="report_a", right_on="report_id", how="left", maintain_order="left")["row"]
    b = pairs.join(at, left_on="report_b", right_on="report_id", how="left", maintain_order="left")["row"]
    if a.null_count() or b.null_count():
        raise KeyError("a report of a pair has no text")
    shelf = _Shelf.build(texts, stops, p)
    figures = shelf.compare(a.to_numpy(), b.to_numpy(), p)
    return (
        pl.concat([pairs.select("report_a", "report_b"), figures], how="horizontal")
        .cast(dict(FIGURES))
        .select(FIGURES.names())
    )


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The full shingle sets of a bucket's reports, and the tables to look them up."""

    words: Syllables
    hashes: U64
    offsets: I64
    is_first: NDArray[np.bool_]
    is_template: NDArray[np.bool_]
    keys: U64
    positions: NDArray[np.int32]
    bases: I64
    bits: I64

    @classmethod
    def build(cls, texts: pl.DataFrame, stops: pl.DataFrame | None, p: Parameters) -> _Shelf:
        words = syllables(texts["text"])
        hashes, offsets = runs(words, p.shingle)
        hashes |= np.uint64(hashes == 0)  # 0 marks an empty slot
        sizes = np.diff(offsets)
        bits = np.maximum(np.ceil(np.log2(np.maximum(sizes, 1))).astype(np.int64) + 1, 2)
        bases = np.cumsum(1 << bits) - (1 << bits)
        keys, positions = np.zeros(int((1 << bits).sum()), np.uint64), np.zeros(int((1 << bits).sum()), np.int32)
        owner = np.repeat(np.arange(len(sizes)), sizes)
        position = (np.arange(len(hashes)) - offsets[owner]).astype(np.int32)
        first = np.zeros(len(hashes), bool)
        left, probe = (
            np.arange(len(hashes))[::-1],
            np.int64(0),
        )  # backwards: of equal shingles the first is written last
        while len(left):
            slot = _slots(hashes[left], owner[left], bases, bits, probe)
            free = keys[slot] == 0
            keys[slot[free]] = hashes[left[free]]
            mine = keys[slot] == hashes[left]
            # Of several written to a free slot in one round the last stays; equal ones keep the smallest position.
            positions[slot[mine & free]] = position[left[mine & free]]
            left, probe = left[~mine], probe + 1
        slot, found = _find(keys, hashes, owner, bases, bits)
        first = found & (positions[slot] == position)
        return cls(
            words, hashes, offsets, first, _template(hashes, offsets, texts, stops, p), keys, positions, bases, bits
        )

    def compare(self, a: I64, b: I64, p: Parameters) -> pl.DataFrame:
        """Figures of pairs of rows."""
        sizes = np.diff(self.offsets)
        swap = (sizes[a] > sizes[b]) | ((sizes[a] == sizes[b]) & (a > b))
        short, long = np.where(swap, b, a), np.where(swap, a, b)
        order = np.lexsort((short, long))
        short, long = short[order], long[order]
        columns = [self._compare(short[i : i + _PAIRS], long[i : i + _PAIRS], p) for i in range(0, len(a), _PAIRS)]
        merged = {name: np.concatenate([c[name] for c in columns]) for name in columns[0]}
        back = np.empty(len(order), np.int64)
        back[order] = np.arange(len(order))
        merged = {name: values[back] for name, values in merged.items()}
        for name in ("containment", "syllables", "lead"):
            s, l = merged.pop(f"{name}_short"), merged.pop(f"{name}_long")
            merged[f"{name}_a"], merged[f"{name}_b"] = np.where(swap, l, s), np.where(swap, s, l)
        return pl.DataFrame(merged).with_columns(_RELATION.alias("relation"))

    def _compare(self, short: I64, long: I64, p: Parameters) -> dict[str, NDArray[np.generic]]:
        n, k = len(short), p.shingle
        sizes = np.diff(self.offsets)[short]
        pair = np.repeat(np.arange(n), sizes)
        ends = np.cumsum(sizes)
        position = np.arange(ends[-1] if n else 0) - np.repeat(ends - sizes, sizes)
        here = position + np.repeat(self.offsets[short], sizes)
        slot, found = _find(self.keys, self.hashes[here], np.repeat(long, sizes), self.bases, self.bits)

        hit = np.flatnonzero(found)
        pair, here, position, there = (
            pair[hit],
            here[hit],
            position[hit].astype(np.int64),
            self.positions[slot[hit]].astype(np.int64),
        )
        once, template = self.is_first[here], self.is_template[here]
        shared = np.bincount(pair[once], minlength=n)
        stopped = np.bincount(pair[once & template], minlength=n)
        totals, templates = (
            _per_report(self.is_first, self.offsets),
            _per_report(self.is_first & self.is_template, self.offsets),
        )
        # Template is taken out, unless nothing else is left.
        bare = (totals[short] == templates[short]) | (totals[long] == templates[long])
        common = np.where(bare, shared, shared - stopped)
        in_short = np.where(bare, totals[short], totals[short] - templates[short])
        in_long = np.where(bare, totals[long], totals[long] - templates[long])

        same = np.append(False, pair[1:] == pair[:-1])
        step, jump = np.diff(position, prepend=0), np.diff(there, prepend=0)
        covered = np.where(same, np.minimum(step, k), k)
        joined = same & (step == 1) & (jump == 1)
        run = np.cumsum(~joined)
        longest = np.zeros(n, np.int64)
        lengths = np.bincount(run, minlength=1)
        np.maximum.at(longest, pair[~joined], lengths[1:] + k - 1) if len(pair) else None

        lead = np.maximum(p.lead - (k - 1), 1)
        lead_short = np.bincount(pair[once & (position < lead)], minlength=n) / np.clip(
            np.diff(self.offsets)[short], 1, lead
        )
        lead_long = np.bincount(pair[once & (there < lead)], minlength=n) / np.clip(
            np.diff(self.offsets)[long], 1, lead
        )
        return {
            "jaccard": common / np.maximum(in_short + in_long - common, 1),
            "containment_short": common / np.maximum(in_short, 1),
            "containment_long": common / np.maximum(in_long, 1),
            "matched_syllables": np.bincount(pair, covered, minlength=n).astype(np.int32),
            "longest_run": longest.astype(np.int32),
            "template_share": stopped / np.maximum(shared, 1),
            "syllables_short": self.words.counts[short],
            "syllables_long": self.words.counts[long],
            "lead_short": np.minimum(lead_short, 1.0),
            "lead_long": np.minimum(lead_long, 1.0),
            "numbers_changed": self._numbers(short, long, pair, same, position, there, step, jump, p),
        }  # fmt: skip

    def _numbers(
        self,
        short: I64,
        long: I64,
        pair: I64,
        same: NDArray[np.bool_],
        position: I64,
        there: I64,
        step: I64,
        jump: I64,
        p: Parameters,
    ) -> I64:
        """Numbers that differ between the same words: gaps of equal count of numbers on both sides, of another sum."""
        k, n = p.shingle, len(short)
        size, other = step - k, jump - k
        gap = np.flatnonzero(same & (size >= 1) & (size <= p.gap) & (other >= 1) & (other <= p.gap))
        if not len(gap):
            return np.zeros(n, np.int64)
        end = self.words.offsets[short[pair[gap]]] + position[gap]
        far = self.words.offsets[long[pair[gap]]] + there[gap]
        is_number = self.words.codes & np.uint64(1)
        count = np.concatenate([[0], np.cumsum(is_number.astype(np.int64))])
        total = np.concatenate([np.zeros(1, np.uint64), np.cumsum(self.words.codes * is_number)])
        n_here, n_there = count[end] - count[end - size[gap]], count[far] - count[far - other[gap]]
        sum_here, sum_there = total[end] - total[end - size[gap]], total[far] - total[far - other[gap]]
        changed = (n_here > 0) & (n_here == n_there) & (sum_here != sum_there)
        return np.bincount(pair[gap[changed]], minlength=n)


_PAIRS = 2_000
"""Pairs compared at once: bounds the temporary arrays."""

_RELATION = (
    pl.when(pl.min_horizontal("containment_a", "containment_b") >= 0.8)
    .then(pl.lit("identical"))
    .when((pl.max_horizontal("containment_a", "containment_b") >= 0.6) & (pl.min_horizontal("syllables_a", "syllables_b") < 0.75 * pl.max_horizontal("syllables_a", "syllables_b")))
    .then(pl.lit("contained"))
    .when(pl.min_horizontal("containment_a", "containment_b") >= 0.4)
    .then(pl.lit("revised"))
    .otherwise(pl.lit("partial"))
)  # fmt: skip


def _slots(hashes: U64, owner: I64, bases: I64, bits: I64, probe: I64 | np.int64) -> I64:
    """Slot of each hash in its owner's table, on the given probe."""
    home = (hashes >> (np.uint64(64) - bits[owner].astype(np.uint64))).astype(np.int64)
    return bases[owner] + ((home + probe) & ((1 << bits[owner]) - 1))


def _find(keys: U64, hashes: U64, owner: I64, bases: I64, bits: I64) -> tuple[I64, NDArray[np.bool_]]:
    """Slot where each hash stands in its owner's table, and whether it does."""
    slot = _slots(hashes, owner, bases, bits, np.int64(0))
    held = keys[slot]
    found = held == hashes
    left, probe = np.flatnonzero(~found & (held != 0)), np.int64(0)
    while len(left):
        probe += 1
        slot[left] = _slots(hashes[left], owner[left], bases, bits, probe)
        held = keys[slot[left]]
        found[left] = held == hashes[left]
        left = left[(held != hashes[left]) & (held != 0)]
    return slot, found


def _per_report(flags: NDArray[np.bool_], offsets: I64) -> I64:
    return np.diff(np.concatenate([[0], np.cumsum(flags)])[offsets])


def _template(
    hashes: U64, offsets: I64, texts: pl.DataFrame, stops: pl.DataFrame | None, p: Parameters
) -> NDArray[np.bool_]:
    """Positions whose nearest sampled neighbours, on both sides, are stopped."""
    none = np.zeros(len(hashes), bool)
    if stops is None or not stops.height:
        return none
    sampled = np.flatnonzero(hashes < np.uint64((1 << 64) // p.sample))
    owner = np.searchsorted(offsets, sampled, side="right") - 1
    scope = texts["scope"] if "scope" in texts.columns else pl.Series([None] * texts.height, dtype=pl.String)
    seen = pl.DataFrame({"hash": shorten(hashes[sampled], p), "scope": scope.gather(owner)})
    everywhere = seen["hash"].is_in(stops.filter(pl.col("scope").is_null())["hash"].implode())
    here = seen.join(
        stops.select("scope", "hash", stopped=True).unique(), on=["scope", "hash"], how="left", maintain_order="left"
    )["stopped"]
    stopped = (everywhere | here.fill_null(False)).to_numpy()
    # Index into `sampled` of the nearest one at or before, and at or after, every position; a text's edge counts as stopped.
    before = np.searchsorted(sampled, np.arange(len(hashes)), side="right") - 1
    after = np.searchsorted(sampled, np.arange(len(hashes)))
    at = np.repeat(np.arange(len(offsets) - 1), np.diff(offsets))
    padded, owners = np.append(stopped, True), np.append(owner, -1)
    left_stopped = padded[before] | (owners[before] != at)
    right_stopped = padded[after] | (owners[after] != at)
    return left_stopped & right_stopped & ((owners[before] == at) | (owners[after] == at))
