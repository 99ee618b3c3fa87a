"""Candidate pairs → exact figures, from the full shingle sets of both texts.

In: candidate pairs, the texts of their reports, the stopped shingles. Out: one row per pair (`FIGURES`): Jaccard,
containment both ways, matched syllables, longest common run, share of template in the match, how much of each opening is
retold in the other, and which numbers changed where the surrounding words did not. No sampled estimate survives this
stage, and nothing is a duplicate because two sampled hashes collided.

Pairs are compared in portions of reports that resemble each other (`compare_kernels`); threads share the portions.

A position is template when its nearest sampled neighbours on both sides are stopped shingles: template runs over whole
sentences, and a fixed share of the hashes knows it. Template is out of numerators and denominators, unless a text is
nothing but template.

`cut` parts the pairs of a corpus that does not fit in memory into buckets, each of which needs the texts of a bounded number of
reports (`bucketed`).
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import polars as pl
from numpy.typing import NDArray

from transforms.compiled import F64, I64, U32, U64
from transforms.components import components
from transforms.dedup import compare_kernels
from transforms.dedup.fingerprints import HASH_BITS, SHIFT, limit
from transforms.dedup.parameters import Parameters
from transforms.text.packed import values
from transforms.text.syllables import syllables
from transforms.threads import each

FIGURES = pl.Schema(
    {
        "report_a": pl.String(), "report_b": pl.String(),
        "jaccard": pl.Float64(), "containment_a": pl.Float64(), "containment_b": pl.Float64(),
        "matched_syllables": pl.Int32(), "longest_run": pl.Int32(), "template_share": pl.Float64(),
        "syllables_a": pl.Int32(), "syllables_b": pl.Int32(),
        "opening_a": pl.Float64(), "opening_b": pl.Float64(), "numbers_changed": pl.Int32(), "relation": pl.String(),
    }
)  # fmt: skip

_PORTION, _PORTION_PAIRS = 24, 4096
"""New reports and pairs of a portion: what is known of its texts fits in the cache of a core."""

BUCKET_PAIRS = 10
"""Most pairs of a bucket, per report: a component larger than a bucket has to load reports again."""

_TURNS = 8
"""Portions are handed to each thread in so many turns."""


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
    codes, offsets = values(texts["codes"], np.uint32) if "codes" in texts.columns else _coded(texts["text"])
    counts = np.diff(offsets)
    return figures(pairs, compared(a, b, codes, offsets, *stopped_keys(stops, scope), p), counts[a], counts[b])


def compared(a: I64, b: I64, codes: U32, offsets: I64, stopped: U64, scopes: I64, p: Parameters) -> F64:
    """Raw figures of the pairs of texts a–b, for `figures`. Text t has the codes from `offsets[t]` on; `stopped` and `scopes`: see `stopped_keys`."""
    counts = np.diff(offsets)
    swap = longer(counts[a], counts[b])
    short, long = np.where(swap, b, a), np.where(swap, a, b)
    portion = cut(a, b, len(counts), _PORTION, _PORTION_PAIRS)
    order = np.lexsort((short, long, portion))
    bounds = np.concatenate([np.flatnonzero(np.diff(portion[order], prepend=-1)), [len(order)]])
    short_, long_, keys = short[order], long[order], compare_kernels.table(stopped)
    sieve = compare_kernels.sieve(stopped)
    shifted = scopes.astype(np.uint64) << np.uint64(HASH_BITS)

    def work(some: I64) -> F64:
        return compare_kernels.figures(
            codes, offsets[:-1], counts, shifted, short_, long_, some, keys, sieve,
            p.shingle, limit(p), SHIFT, p.opening, p.gap,
        )  # fmt: skip

    steps = np.linspace(0, len(bounds) - 1, min(len(bounds) - 1, _TURNS * pl.thread_pool_size()) + 1).astype(np.int64)
    found = np.empty((len(order), compare_kernels.N_FIGURES))
    at = 0
    for part in each(work, (bounds[i : j + 1] for i, j in pairwise(steps.tolist()))):
        found[order[at : at + len(part)]] = part
        at += len(part)
    return found


def longer(counts_a: I64, counts_b: I64) -> NDArray[np.bool_]:
    """Where a is the longer text of a pair: the shorter one is walked along, and of equally long ones the first."""
    return counts_a > counts_b


def figures(pairs: pl.DataFrame, found: F64, counts_a: I64, counts_b: I64) -> pl.DataFrame:
    """Rows of `FIGURES` for `pairs`, from their raw figures and the syllables of their texts."""
    return (
        pl.concat(
            [pairs.select("report_a", "report_b"), _told(found, longer(counts_a, counts_b), counts_a, counts_b)],
            how="horizontal",
        )
        .with_columns(_RELATION.alias("relation"))
        .cast(FIGURES)
        .select(FIGURES.names())
    )


def _told(found: F64, swap: NDArray[np.bool_], counts_a: I64, counts_b: I64) -> pl.DataFrame:
    """Figures of short and long texts as those of a and b, which are `swap`ped where a is the long one."""
    shared, template, bare = (
        found[:, i] for i in (compare_kernels.SHARED, compare_kernels.TEMPLATES, compare_kernels.BARE)
    )
    in_short, in_long = found[:, compare_kernels.OWN_SHORT], found[:, compare_kernels.OWN_LONG]
    # Template is taken out, unless nothing else is left. It was told by the short text's neighbourhoods; the long one's may have more of it.
    common = np.minimum(np.where(bare > 0, shared, shared - template), in_long)

    def ordered(name: str, of_short: F64, of_long: F64) -> dict[str, F64]:
        return {f"{name}_a": np.where(swap, of_long, of_short), f"{name}_b": np.where(swap, of_short, of_long)}

    return pl.DataFrame(
        {
            "jaccard": common / np.maximum(in_short + in_long - common, 1),
            **ordered("containment", common / np.maximum(in_short, 1), common / np.maximum(in_long, 1)),
            **ordered("opening", found[:, compare_kernels.OPENING_SHORT], found[:, compare_kernels.OPENING_LONG]),
            "syllables_a": counts_a,
            "syllables_b": counts_b,
            "matched_syllables": found[:, compare_kernels.MATCHED].astype(np.int32),
            "longest_run": found[:, compare_kernels.LONGEST].astype(np.int32),
            "numbers_changed": found[:, compare_kernels.NUMBERS].astype(np.int32),
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
    return words.codes, words.offsets


def _rows(pairs: pl.DataFrame, ids: pl.Series) -> tuple[I64, I64]:
    """Positions among the ids of both reports of each pair."""
    at = pl.DataFrame({"id": ids, "row": np.arange(len(ids))})
    a, b = (
        pairs.select(id=c).join(at, on="id", how="left", maintain_order="left")["row"] for c in ("report_a", "report_b")
    )
    if a.null_count() or b.null_count():
        raise KeyError("a report of a pair is not among the reports given")
    return a.to_numpy(), b.to_numpy()


def cut(a: I64, b: I64, n: int, most: int, most_pairs: int) -> I64:
    """Pairs in runs of at most so many, that need about `most` reports each, component by component. A run in the midst of a component loads the reports across it again."""
    order = np.lexsort((b, a, components(a, b, n)[a]))
    rows = np.stack([a[order], b[order]], axis=1).ravel()
    first = np.empty(n, np.int64)
    first[rows[::-1]] = np.arange(len(rows))[::-1]  # of several assignments the last one stays: the first place
    new = np.zeros(len(rows), np.int64)
    new[first[rows]] = 1
    run = (np.cumsum(new)[1::2] - 1) // most
    number = np.empty(len(a), np.int64)
    begins = np.diff(run, prepend=0) > 0
    within = np.arange(len(run)) - np.maximum.accumulate(np.where(begins, np.arange(len(run)), 0))
    number[order] = np.cumsum(begins | ((within > 0) & (within % most_pairs == 0)))
    return number


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
