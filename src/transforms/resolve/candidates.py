"""Which texts could tell of one event at all: an inverted index over each text's rarest terms, blocked in time.

In: weighted terms of texts (`transforms.resolve.terms`) and a position in time for each, in days, where one is known.
Out: pairs of nodes that share enough of their heaviest terms. A term that stands in more than `MOST` texts is searched
only among texts of about the same time, and not at all when it is common there too, so the number of pairs grows with
the number of texts and not with its square.

Terms are first cut into groups: the texts of a rare term are one group, those of a common one a group per slot of time.
Two neighbouring slots are searched together where they hold no more than 2 · `MOST` texts; a pair of texts meets in the one
pair of groups that it stands in, whatever the number of windows over it.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from transforms.compiled import I32, I64, U8
from transforms.distinct import distinct
from transforms.resolve import kernels
from transforms.resolve.terms import Sparse, spans
from transforms.threads import each

RAREST = 40  # heaviest terms of a text that are looked up
MOST = 60  # texts that a term may stand in to be searched
WINDOW = 8.0  # days: a slot in time is searched together with the next one
FLOOR = 0.03  # share of two texts' weight that the terms looked up must hold in common
NEAREST = 16  # neighbours kept of a text

_ALONE, _BEFORE, _AFTER = 1, 2, 4  # what a group is searched with, as in `kernels.nearest`


def candidate_pairs(body: Sparse, time: pl.DataFrame) -> pl.DataFrame:
    """Pairs (a, b), a < b, from `body` and `time` (scale, time), one row per text of `body`; time may be null."""
    n = len(body)
    places = np.concatenate([[0], np.cumsum(np.minimum(np.diff(body.at), RAREST))]).astype(np.int64)
    room = int(places[-1])
    node, term, weight = np.empty(room, np.int32), np.empty(room, np.int32), np.empty(room, np.float32)
    of_body = body.at, body.term, body.weight
    list(each(lambda span: kernels.heaviest(*of_body, *span, RAREST, places, node, term, weight), spans(n)))
    when, slots = _slots(time)
    df = np.bincount(term) if room else np.zeros(0, np.int64)
    common = df[term] > MOST
    used = (df[term] > 1) & ~(common & (when[node] < 0))
    node, term, weight, common = node[used], term[used], weight[used], common[used]
    # Slots count from 1: 0 holds all texts of a rare term.
    block = term.astype(np.int64) * (slots + 2) + np.where(common, when[node] + 1, 0)
    order = np.argsort(block)  # in which order texts stand in their group makes no difference
    block = block[order]
    starts = np.flatnonzero(np.diff(block, prepend=-1))
    group_at = np.append(starts, len(order)).astype(np.int64)
    first = block[starts]
    group = np.empty(len(order), np.int32)
    group[order] = np.repeat(np.arange(len(starts), dtype=np.int32), np.diff(group_at))
    before, after, searched = _together(first, np.diff(group_at), first % (slots + 2) > 0)
    node_at = np.searchsorted(node, np.arange(n + 1)).astype(np.int64)
    members = (node.astype(np.int64) << 32 | weight.view(np.uint32))[order]

    def work(span: tuple[int, int]) -> I64:
        a, b = (np.empty((span[1] - span[0]) * NEAREST, np.int32) for _ in range(2))
        found = kernels.nearest(
            *span, node_at, group, weight, group_at, members, before, after, searched, FLOOR, NEAREST, a, b
        )  # fmt: skip
        return a[:found].astype(np.int64) << 32 | b[:found]

    return distinct_pairs(np.concatenate([np.empty(0, np.int64), *each(work, spans(n))]))


def distinct_pairs(pairs: I64) -> pl.DataFrame:
    """Pairs (a, b) from numbers that hold a above 32 bits of b: each once, in order."""
    once = distinct(pairs)
    return pl.DataFrame({"a": (once >> 32).astype(np.uint32), "b": (once & 0xFFFFFFFF).astype(np.uint32)})


def _slots(time: pl.DataFrame) -> tuple[I64, int]:
    """A number for each text's slot in time, -1 where it has none, and how many there are; slots of two scales never touch."""
    slot = (time["time"] / WINDOW).floor().cast(pl.Int64)
    if slot.null_count() == len(slot):
        return np.full(time.height, -1, np.int64), 0
    first, last = int(slot.min()), int(slot.max())  # type: ignore[arg-type]
    scale = time["scale"].rank("dense").cast(pl.Int64) - 1
    step = last - first + 2
    number = (scale * step + (slot - first)).fill_null(-1)
    return number.to_numpy(), step * (int(scale.max()) + 1)  # type: ignore[arg-type]


def _together(block: I64, size: I64, timed: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> tuple[I32, I32, U8]:
    """For each group the one before it in time and the one after, -1 for none, and which of them it is searched with.

    A window holds a slot and the one before it, and is searched where it holds 2 to 2 · `MOST` texts.
    """
    n = len(block)
    numbers = np.arange(n, dtype=np.int32)
    follows = np.zeros(n, bool)
    follows[1:] = timed[1:] & timed[:-1] & (np.diff(block) == 1)
    before = np.where(follows, numbers - 1, -1).astype(np.int32)
    followed = np.append(follows[1:], False)[:n]
    after = np.where(followed, numbers + 1, -1).astype(np.int32)
    ending = size + np.where(follows, size[before], 0)  # texts of the window that ends with this slot
    beginning = size + np.where(followed, size[np.minimum(after, n - 1)], 0)
    ends, begins = ending <= 2 * MOST, beginning <= 2 * MOST
    searched = np.where(
        timed, (ends | begins) * _ALONE + (ends & follows) * _BEFORE + (begins & followed) * _AFTER, _ALONE
    )
    return before, after, searched.astype(np.uint8)
