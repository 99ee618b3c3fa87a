"""Evidence of reports as numbers, which pairs are compared by without a look at a name.

In: rows of `evidence.EVIDENCE`. Out: one row of numbers per report, and its sets as numbers one after the other. A report
stands in many pairs; what is a name or a list of names becomes a number or bits here, once per report.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import polars as pl

from transforms import lexicon
from transforms.compiled import I64, U32, compiled

NEWS = (
    "visit left", "visit arrived", "visit ended",
    "case accused", "case wanted", "case charged", "case indicted", "case tried", "case sentenced", "case appealed",
)  # fmt: skip
"""Stages that are news of their own, whatever else of the affair is retold: a report of them says so at its beginning."""

_SETS = ("title", "days", "title_days", "opening_dates", "persons")
_AS_THEY_ARE = ("event_day", "event_date", "event_end", "bulletin_day", "bulletin_hour", "overview")


@dataclass(frozen=True, slots=True)
class Told:
    """`facts`: a row per report; `sets`: by name where the numbers of each report begin, and the numbers.

    Facts are those of the evidence, and sizes of sets (`n_title`, …); the `last_day` named; the `bulletin` as a number; and as
    bits the stages of headlines (`stages`), all stages of their kinds of affair (`affairs`), those told of at the beginning (`told`),
    those told of anywhere (`known`), and of the headlines' that are `news`; kinds of affair that are only `coming`, that only
    have `begun`; and `turns`.
    """

    facts: pl.DataFrame
    sets: dict[str, tuple[I64, U32]]

    @classmethod
    def of(cls, evidence: pl.DataFrame) -> Told:
        """Numbers of evidence, in its order."""
        stages, kinds = _stages()
        named, known = _bits(evidence["stages"], stages), _bits(evidence["known_stages"], stages)
        ahead, begun = _bits(evidence["ahead"], list(kinds)), _bits(evidence["begun"], list(kinds))
        affairs = np.zeros(evidence.height, np.uint64)
        for bits in kinds.values():
            affairs |= np.where(named & bits, bits, np.uint64(0))
        facts = evidence.select(
            *_AS_THEY_ARE,
            *(pl.col(c).list.len().cast(pl.Int64).alias(f"n_{c}") for c in _SETS),
            last_day=pl.col("days").list.max(),
            bulletin=pl.col("bulletin").cast(pl.Categorical).to_physical(),
        ).with_columns(
            stages=named,
            affairs=affairs,
            told=_bits(evidence["told_stages"], stages),
            known=named | known,
            news=named & sum((np.uint64(1 << stages.index(s)) for s in NEWS), np.uint64(0)),
            coming=ahead & ~begun,
            begun=begun & ~ahead,
            turns=_bits(evidence["turns"], sorted(set(lexicon.column("turns", "kind")))),
        )
        return cls(facts, {c: _numbers(evidence[c]) for c in _SETS})

    def shared(self, name: str, a: I64, b: I64) -> pl.Series:
        """How many members the sets of reports a and b have in common."""
        return pl.Series(_shared(*self.sets[name], a, b))

    def holds(self, name: str, wanted: pl.Series, of: I64) -> pl.Series:
        """Whether the set of each report has the wanted number."""
        return pl.Series(_holds(*self.sets[name], wanted.fill_null(-1).cast(pl.Int64).to_numpy(), of))


@cache
def _stages() -> tuple[list[str], dict[str, np.uint64]]:
    """All stages, and the bits of those of each kind of affair."""
    stages: dict[str, str] = {}
    for row in lexicon.table("stages"):
        if row["process"]:
            stages[f"{row['process']} {row['stage']}"] = row["process"]
    kinds = dict.fromkeys(stages.values(), np.uint64(0))
    for bit, kind in enumerate(stages.values()):
        kinds[kind] |= np.uint64(1 << bit)
    return list(stages), kinds


def _bits(lists: pl.Series, names: Sequence[str]) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
    """Each list of names as bits. Most lists are empty."""
    bits = np.zeros(len(lists), np.uint64)
    rows = np.repeat(np.arange(len(lists)), lists.list.len().to_numpy())
    found = lists.filter(lists.list.len() > 0).explode()
    number = {name: i for i, name in enumerate(names)}
    each = found.replace_strict(number, return_dtype=pl.UInt64).to_numpy()
    np.bitwise_or.at(bits, rows, np.uint64(1) << each)
    return bits


def _numbers(lists: pl.Series) -> tuple[I64, U32]:
    """Where the members of each list begin, and the members as numbers."""
    begins = np.zeros(len(lists) + 1, np.int64)
    np.cumsum(lists.list.len().to_numpy(), out=begins[1:])
    members = lists.filter(lists.list.len() > 0).explode()
    if members.dtype == pl.String:
        members = members.cast(pl.Categorical).to_physical()
    return begins, members.cast(pl.UInt32).to_numpy()


@compiled
def _shared(begins: I64, members: U32, a: I64, b: I64) -> I64:
    """Members in common of pairs of sets. The sets are small: each member is looked for in all of the other."""
    n = np.zeros(len(a), np.int64)
    for i in range(len(a)):
        of_b = members[begins[b[i]] : begins[b[i] + 1]]
        for x in members[begins[a[i]] : begins[a[i] + 1]]:
            for y in of_b:
                n[i] += x == y
    return n


@compiled
def _holds(begins: I64, members: U32, wanted: I64, of: I64) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Whether each set has the wanted member."""
    found = np.zeros(len(of), np.bool_)
    for i in range(len(of)):
        for x in members[begins[of[i]] : begins[of[i] + 1]]:
            if x == wanted[i]:
                found[i] = True
    return found
