"""Decided pairs → groups of near-identical reports, that no round-up can glue.

In: decided pairs with their scores, and the reports (`report_id`, `n_syllables`, `published_at`). Out: for every report its
group and whether it stands for it; and the pairs again, `merged` as the groups have it.

Where every pair of a connected component that was verified was also merged, and most of its pairs were, the component is
the group. Otherwise it is built up by average linkage (UPGMA): the two groups with the highest mean score join first, as
long as the mean is above 0. In the mean, pairs kept apart count `_AGAINST` times, and a pair that shares too little to be
verified counts `missing_score`. One link between two stories, however strong, cannot outvote the pairs that keep them
apart, and two cuts of one report that share nothing with each other still meet in the whole.

The representative is the fullest report (most syllables), then the earliest, then the one of the smallest id. A group is
named after its first member by (published_at, nulls last; report_id), so neither depends on the order of the input.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

import numpy as np
import polars as pl
from numpy.typing import NDArray

from transforms.compiled import I64
from transforms.components import components
from transforms.dedup.numbers import place
from transforms.dedup.parameters import Parameters
from transforms.dedup.round_ups import set_apart
from transforms.ids import content_ids

_AGAINST = 1.5
"""How much more a pair kept apart counts in the mean than one that is merged: many retell a story, few say that it is another."""

GROUPS = pl.Schema({"report_id": pl.String(), "duplicate_group_id": pl.String(), "is_representative": pl.Boolean()})


@dataclass(frozen=True, slots=True)
class Grouping:
    """`reports` (`GROUPS`, in the order of the input) and `pairs`, `merged` settled."""

    reports: pl.DataFrame
    pairs: pl.DataFrame


def groups(
    pairs: pl.DataFrame,
    reports: pl.DataFrame,
    parameters: Parameters | None = None,
    ends: tuple[I64, I64] | None = None,
) -> Grouping:
    """Every report in one group. `pairs`: rows of `decide.PAIRS`; `reports`: see above, `published_at` may be missing; `ends`: the rows
    of the pairs' reports, looked up where they are not given."""
    p = parameters or Parameters()
    # Numbers follow (published_at, report_id): nothing after this depends on the order of the input.
    order = reports["report_id"].arg_sort().to_numpy()
    if "published_at" in reports.columns:
        published = reports["published_at"].cast(pl.Int64).fill_null(np.iinfo(np.int64).max).to_numpy()
        order = order[np.argsort(published[order], kind="stable")]
    n = len(order)
    number = np.empty(n, np.int64)
    number[order] = np.arange(n)
    rows = ends or tuple(place(pairs[c], reports["report_id"]) for c in ("report_a", "report_b"))
    if pairs.height and min(rows[0].min(), rows[1].min()) < 0:
        raise KeyError("a report of a pair is not among the reports")
    a, b = (number[r] for r in rows)
    pairs = set_apart(pairs, a, b)
    score = pairs["score"].to_numpy()
    label = _labels(a, b, pairs["merged"].to_numpy(), np.where(score < 0, _AGAINST * score, score), n, p)
    ids = reports["report_id"].gather(order)
    is_first = label == np.arange(n)
    group = (np.cumsum(is_first) - 1)[label]
    names = pl.Series(content_ids("group", ids.filter(pl.Series(is_first)).to_list()), dtype=pl.String)
    is_fullest = _fullest(label, reports["n_syllables"].to_numpy()[order])
    found = reports.select("report_id").with_columns(
        duplicate_group_id=names.gather(group[number]),
        is_representative=pl.Series(is_fullest[number], dtype=pl.Boolean),
    )
    return Grouping(found, _settled(pairs, label[a] == label[b]))


def _fullest(label: I64, size: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Which reports are the first of the longest of their group."""
    most = np.zeros(len(label), np.int64)
    np.maximum.at(most, label, size)
    longest = np.flatnonzero(size == most[label])[::-1]
    fullest = np.empty(len(label), np.int64)
    fullest[label[longest]] = longest  # of several assignments the last one stays: the first report
    return np.asarray(fullest[label] == np.arange(len(label)))


def _settled(pairs: pl.DataFrame, together: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> pl.DataFrame:
    together_ = pl.lit(pl.Series(together, dtype=pl.Boolean))
    changed = pl.col("merged") != together_
    # One column after the other: of millions of pairs, what each leaves in between is not held at once.
    return pairs.drop("item").with_columns_seq(
        merged=together_,
        same_event=pl.col("same_event") | together_,
        part_of=pl.when(~together_).then("part_of"),
        reason=pl.when(changed & together_)
        .then(pl.lit("through_group"))
        .when(changed)
        .then(pl.lit("group_conflict"))
        .otherwise("reason"),
        rule=pl.when(changed).then(pl.lit("average_linkage")).otherwise("rule"),
    )


def _labels(
    a: I64,
    b: I64,
    merged: np.ndarray[tuple[int], np.dtype[np.bool_]],
    score: np.ndarray[tuple[int], np.dtype[np.float64]],
    n: int,
    p: Parameters,
) -> I64:
    """Group of each report, as its smallest member."""
    label = components(a[merged], b[merged], n)
    size = np.bincount(label, minlength=n)
    inside = label[a] == label[b]
    agreed = np.bincount(label[a[inside & merged]], minlength=n)
    against = np.bincount(label[a[inside & ~merged]], minlength=n)
    doubtful = (against > 0) | (agreed < p.dense * size * (size - 1) / 2)
    at = np.flatnonzero(inside & doubtful[label[a]])
    for members, i, j, s in _each(label[a[at]], a[at], b[at], score[at]):
        label[members] = members[_average_linkage(i, j, s, len(members), p.missing_score)]
    return label


def _each(
    component: I64, a: I64, b: I64, score: np.ndarray[tuple[int], np.dtype[np.float64]]
) -> Iterator[tuple[I64, I64, I64, np.ndarray[tuple[int], np.dtype[np.float64]]]]:
    """Members of each component in order, and its pairs as positions among them."""
    order = np.lexsort((b, a, component))
    cuts = np.flatnonzero(np.diff(component[order], prepend=-1))
    for at in np.split(order, cuts[1:]) if len(order) else ():
        members, back = np.unique(np.concatenate([a[at], b[at]]), return_inverse=True)
        yield members, back[: len(at)], back[len(at) :], score[at]


def _average_linkage(
    i: I64, j: I64, score: np.ndarray[tuple[int], np.dtype[np.float64]], n: int, missing: float
) -> I64:
    """First member of the group of each of n nodes. Scores are shifted by `missing`, so that absent pairs count 0."""
    links: list[dict[int, float]] = [{} for _ in range(n)]
    for x, y, s in zip(i.tolist(), j.tolist(), score.tolist(), strict=True):
        links[x][y] = links[y][x] = s - missing
    size, owner = [1] * n, list(range(n))
    heap = [(-s, x, y, 1, 1) for x in range(n) for y, s in links[x].items() if x < y and s > -missing]
    heapify(heap)
    while heap:
        _, x, y, size_x, size_y = heappop(heap)
        if size[x] != size_x or size[y] != size_y:  # one of them has grown, or is gone, since
            continue
        for z, s in links[y].items():
            if z != x:
                links[x][z] = links[z][x] = links[x].get(z, 0.0) + s
                del links[z][y]
        links[x].pop(y, None)
        size[x], size[y], owner[y], links[y] = size_x + size_y, 0, x, {}
        for z, s in links[x].items():
            mean = s / (size[x] * size[z])
            if mean > -missing:
                low, high = min(x, z), max(x, z)
                heappush(heap, (-mean, low, high, size[low], size[high]))
    for x in range(n):  # x < y at every joining: owners come before what they own
        owner[x] = owner[owner[x]]
    return np.array(owner)
