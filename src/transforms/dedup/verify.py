"""Candidate pairs → exact figures, from the full shingle sets of both texts.

In: candidate pairs, the texts of their reports, the stopped shingles. Out: one row per pair (`FIGURES`): Jaccard,
containment both ways, matched syllables, longest common run, share of template in the match, how much of each opening is
retold in the other, and which numbers changed where the surrounding words did not. No sampled estimate survives this
stage, and nothing is a duplicate because two sampled hashes collided.

The shingles of the shorter report of a pair are looked up among those of the longer (`kernels.figures`), in portions of
reports that resemble each other; threads share the portions.

A position is template when its nearest sampled neighbours on both sides are stopped shingles: template runs over whole
sentences, and a fixed share of the hashes knows it. Template is out of numerators and denominators, unless a text is
nothing but template.

`buckets` cuts the pairs of a corpus that does not fit in memory so that each bucket needs the texts of a bounded number of
reports; buckets are independent of each other and may be verified in other processes.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import polars as pl

from transforms.compiled import F64, I64, U32, U64
from transforms.components import components
from transforms.dedup import kernels
from transforms.dedup.fingerprints import HASH_BITS, SHIFT, limit, lists
from transforms.dedup.parameters import Parameters
from transforms.text.syllables import Syllables, syllables

FIGURES = pl.Schema(
    {
        "report_a": pl.String(), "report_b": pl.String(),
        "jaccard": pl.Float64(), "containment_a": pl.Float64(), "containment_b": pl.Float64(),
        "matched_syllables": pl.Int32(), "longest_run": pl.Int32(), "template_share": pl.Float64(),
        "syllables_a": pl.Int32(), "syllables_b": pl.Int32(),
        "opening_a": pl.Float64(), "opening_b": pl.Float64(), "numbers_changed": pl.Int32(), "relation": pl.String(),
    }
)  # fmt: skip

_PORTION = 1_000
"""Reports compared at once."""


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
    keys, scopes = stopped_keys(stops, scope)
    codes = texts["codes"] if "codes" in texts.columns else lists(*_coded(texts["text"]))
    portion = _cut(a, b, texts.height, _PORTION)
    order = np.argsort(portion, kind="stable")

    def work(at: I64) -> pl.DataFrame:
        rows, back = np.unique(np.concatenate([a[at], b[at]]), return_inverse=True)
        own = codes.gather(rows)
        s = Syllables.of(own.explode(empty_as_null=False).to_numpy(), own.list.len().to_numpy().astype(np.int64))
        return _compared(s, scopes[rows], keys, back[: len(at)], back[len(at) :], p)

    with ThreadPoolExecutor(pl.thread_pool_size()) as pool:
        figures = pl.concat(pool.map(work, np.split(order, np.flatnonzero(np.diff(portion[order])) + 1)))
    figures = figures[np.argsort(order)].with_columns(_RELATION.alias("relation"))
    return (
        pl.concat([pairs.select("report_a", "report_b"), figures], how="horizontal")
        .cast(FIGURES)
        .select(FIGURES.names())
    )


def _compared(s: Syllables, scopes: I64, stops: U64, a: I64, b: I64, p: Parameters) -> pl.DataFrame:
    """Figures of pairs of texts."""
    marks, totals, templates = kernels.flags(s.codes, s.offsets, p.shingle, limit(p), SHIFT, scopes, stops, HASH_BITS)
    swap = (s.counts[a] > s.counts[b]) | ((s.counts[a] == s.counts[b]) & (a > b))
    short, long = np.where(swap, b, a), np.where(swap, a, b)
    order = np.lexsort((short, long))
    found = np.empty((len(a), kernels.N_FIGURES))
    found[order] = kernels.figures(s.codes, s.offsets, marks, short[order], long[order], p.shingle, p.opening, p.gap)
    shared, template = found[:, kernels.SHARED], found[:, kernels.TEMPLATES]
    # Template is taken out, unless nothing else is left.
    bare = (totals[short] == templates[short]) | (totals[long] == templates[long])
    in_short, in_long = (np.where(bare, totals[r], totals[r] - templates[r]) for r in (short, long))
    # The template was told by the short text's neighbourhoods; the long one's may have more of it.
    common = np.minimum(np.where(bare, shared, shared - template), in_long)

    def ordered(name: str, of_short: F64, of_long: F64) -> dict[str, F64]:
        return {f"{name}_a": np.where(swap, of_long, of_short), f"{name}_b": np.where(swap, of_short, of_long)}

    return pl.DataFrame(
        {
            "jaccard": common / np.maximum(in_short + in_long - common, 1),
            **ordered("containment", common / np.maximum(in_short, 1), common / np.maximum(in_long, 1)),
            **ordered("opening", found[:, kernels.OPENING_SHORT], found[:, kernels.OPENING_LONG]),
            "syllables_a": s.counts[a],
            "syllables_b": s.counts[b],
            "matched_syllables": found[:, kernels.MATCHED].astype(np.int32),
            "longest_run": found[:, kernels.LONGEST].astype(np.int32),
            "numbers_changed": found[:, kernels.NUMBERS].astype(np.int32),
            "template_share": template / np.maximum(shared, 1),
        }
    )


def stopped_keys(stops: pl.DataFrame | None, scope: pl.Series) -> tuple[U64, I64]:
    """Stopped shingles as sorted keys, number of the scope above the hash, and the number of each report's scope; 0 is everywhere."""
    if stops is None or not stops.height:
        return np.empty(0, np.uint64), np.zeros(len(scope), np.int64)
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
    return np.sort((of_stop.astype(np.uint64) << np.uint64(HASH_BITS)) | stops["hash"].to_numpy()), of_report


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
    cut[order] = (np.cumsum(new)[1::2] - 1) // most
    return cut


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
