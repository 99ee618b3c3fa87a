"""Which texts could tell of one event at all: an inverted index over each text's rarest terms, blocked in time.

In: weighted terms of texts (`transforms.resolve.terms`) and a position in time for each, in days, where one is known.
Out: pairs of nodes that share enough of their heaviest terms. A term that stands in more than `MOST` texts is searched
only among texts of about the same time, and not at all when it is common there too, so the number of pairs grows with
the number of texts and not with its square.
"""

from __future__ import annotations

import polars as pl

RAREST = 40  # heaviest terms of a text that are looked up
MOST = 60  # texts that a term may stand in to be searched
WINDOW = 8.0  # days: a slot in time is searched together with the next one
FLOOR = 0.03  # share of two texts' weight that the terms looked up must hold in common
NEAREST = 16  # neighbours kept of a text
SLICE = 20_000  # texts whose pairs are added up at once, which bounds the memory


def candidate_pairs(body: pl.DataFrame, time: pl.DataFrame) -> pl.DataFrame:
    """Pairs (a, b), a < b, from `body` (node, term, weight) and `time` (node, scale, time); time may be null."""
    # Of many terms few are looked up: cut first, then sort.
    least = body.group_by("node").agg(least=pl.col("weight").top_k(RAREST).min())
    heaviest = (
        body.join(least, on="node")
        .filter(pl.col("weight") >= pl.col("least"))
        .sort(["weight", "term"], descending=[True, False])
        .group_by("node", maintain_order=True)
        .head(RAREST)
        .select("node", "term", "weight")
    )
    spread = heaviest.group_by("term").agg(df=pl.len())
    ranked = heaviest.join(spread.filter(pl.col("df") > 1), on="term")
    everywhere = ranked.filter(pl.col("df") <= MOST).select("node", "weight", block="term")
    slot = (pl.col("time") / WINDOW).floor().cast(pl.Int64)
    timed = ranked.filter(pl.col("df") > MOST).join(
        time.filter(pl.col("time").is_not_null()).select("node", "scale", slot=slot), on="node"
    )
    # Each text stands in its own slot and in the next: two texts at most one window apart meet in one of them.
    slots = pl.concat([timed, timed.with_columns(pl.col("slot") + 1)]).select(
        "node", "weight", "term", block=pl.struct("term", "scale", "slot").hash(2)
    )
    held = slots.filter(pl.len().over("block").is_between(2, 2 * MOST)).select("node", "weight", "block", "term")
    pairs = pl.concat([_pairs(everywhere, held, begin, begin + SLICE) for begin in range(0, time.height + 1, SLICE)])
    return _nearest(pairs).select("a", "b").sort("a", "b")


def _pairs(everywhere: pl.DataFrame, held: pl.DataFrame, begin: int, end: int) -> pl.DataFrame:
    """Pairs (a, b, shared) of which a is one of the nodes from `begin` to `end`."""
    # Two texts of one slot meet in the next as well: count a term once.
    timed = _meet(held, begin, end, "term").unique(["a", "b", "term"]).select("a", "b", "shared")
    met = pl.concat([_meet(everywhere, begin, end), timed])
    return (
        met.group_by("a", "b").agg(pl.col("shared").cast(pl.Float64).sum().round(6)).filter(pl.col("shared") >= FLOOR)
    )


def _meet(postings: pl.DataFrame, begin: int, end: int, *keep: str) -> pl.DataFrame:
    mine = postings.filter(pl.col("node") >= begin, pl.col("node") < end)
    other = postings.select("node", "weight", "block")
    both = mine.lazy().join(other.lazy(), on="block", suffix="_b").filter(pl.col("node") < pl.col("node_b"))
    return both.select(*keep, a="node", b="node_b", shared=pl.col("weight") * pl.col("weight_b")).collect()


def _nearest(pairs: pl.DataFrame) -> pl.DataFrame:
    """Pairs that are among the nearest of one end at least."""
    ends = pl.concat([pairs.select("a", "b", "shared", end="a"), pairs.select("a", "b", "shared", end="b")])
    best = (
        ends.sort("shared", "a", "b", descending=[True, False, False])
        .group_by("end", maintain_order=True)
        .head(NEAREST)
    )
    return best.select("a", "b").unique()
