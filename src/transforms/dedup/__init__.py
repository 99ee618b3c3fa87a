"""Near-duplicates: which reports are one report and its copies, on what evidence, and who copied whom.

    fingerprints → candidates → verify → decide → groups → copies

Copies are the heart of Vietnamese political news: agency text cut, re-titled, glued into longer pages, re-ordered; and
formulas that repeat for years without being copies. Each module takes frames and returns frames, and says in its docstring
what was decided and why:

- `syllables`: bytes → hashed syllables, by normalising the vocabulary instead of the text;
- `fingerprints`: a fixed fraction of each report's shingle hashes, stored, computed once;
- `candidates`: inverted-index join over partitions of the hash space; what is stopped is the learnt template;
- `verify`: exact figures for every candidate from full shingle sets;
- `numbers`, `bucketed`: the same over stored shards, reports as numbers, memory bounded;
- `memory`: figures of an earlier run that still hold;
- `evidence`, `told`, `decide`: whether the two are reports of one event, and the reason;
- `round_ups`, `groups`: groups that a round-up cannot glue, each with a representative;
- `copies`: the likely original within a group.

`kernels` has the few loops that are compiled, `components` connected components, `parameters` every knob.

`deduplicate` runs them all, over frames or over stored shards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from transforms.compiled import I64
from transforms.dedup import memory
from transforms.dedup.bucketed import compare
from transforms.dedup.candidates import Search, candidates, search
from transforms.dedup.copies import copies
from transforms.dedup.decide import decide, decided
from transforms.dedup.evidence import EVIDENCE, evidence
from transforms.dedup.fingerprints import fingerprints
from transforms.dedup.groups import groups
from transforms.dedup.numbers import Numbered, numbered, place
from transforms.dedup.parameters import Parameters
from transforms.dedup.scratch import Memory, Scratch
from transforms.dedup.told import Told
from transforms.dedup.verify import FIGURES, figures, stopped_keys, verify
from transforms.threads import each

__all__ = [
    "Deduplicated",
    "Memory",
    "Parameters",
    "Scratch",
    "candidates",
    "copies",
    "decide",
    "deduplicate",
    "evidence",
    "fingerprints",
    "groups",
    "verify",
]


@dataclass(frozen=True, slots=True)
class Deduplicated:
    """`reports`: report_id, duplicate_group_id, is_representative, copied_from, copied_from_confidence, n_syllables;
    `pairs`: the published duplicate_pairs and their score; `stops`: the learnt template; `figures`: what was verified
    (`memory.KNOWN`), for the next run."""

    reports: pl.DataFrame
    pairs: pl.DataFrame
    stops: pl.DataFrame
    figures: pl.DataFrame


def deduplicate(
    reports: pl.DataFrame,
    told: pl.DataFrame | pl.LazyFrame | None = None,
    printed: pl.DataFrame | Sequence[pl.LazyFrame] | None = None,
    known: pl.DataFrame | None = None,
    parameters: Parameters | None = None,
    scratch: Scratch | None = None,
) -> Deduplicated:
    """All stages over reports.

    `reports`: report_id (unique), and where known source, credit, published_at, published_precision; title and text where
    `told` or `printed` are not given. `told`: stored `evidence`, `printed`: stored fingerprints, in one frame or in shards, of
    at least these reports. `known`: figures of an earlier run (`memory.KNOWN`), which spare the pairs that still stand as they
    did. `scratch`: where the search for candidates keeps what waits, else in memory.
    """
    p = parameters or Parameters()
    told = evidence(reports, None, p) if told is None else told
    printed = fingerprints(reports, p) if printed is None else printed
    shards = [printed.lazy()] if isinstance(printed, pl.DataFrame) else list(printed)
    numbers = numbered(shards, reports["report_id"])
    rows = place(numbers.ids, reports["report_id"])
    scope = (
        reports["source"].gather(rows)
        if "source" in reports.columns
        else pl.Series([None], dtype=pl.String).new_from_index(0, reports.height)
    )
    found = search(shards, numbers, scope, p, scratch)
    verified = _verified(found, shards, numbers, scope, known, p)
    is_kept = verified.select(pl.max_horizontal("containment_a", "containment_b") >= p.kept_containment).to_series()
    a, b = (of[is_kept.to_numpy()] for of in (found.a, found.b))
    stops = found.stops
    del found
    sizes = np.empty(reports.height, np.int64)
    sizes[rows] = numbers.syllables
    sized = reports.with_columns(n_syllables=pl.Series(sizes, dtype=pl.Int32))
    ends = rows[a], rows[b]
    grouped = groups(
        _decided(verified.filter(is_kept).select(FIGURES.names()), a, b, numbers.ids, told, p), sized, p, ends
    )
    sources = reports.with_columns(
        pl.lit(None, dtype).alias(c) for c, dtype in _TIMES.items() if c not in reports.columns
    )
    copied = copies(grouped.pairs, sources, ends).drop("report_id")
    found_of = pl.concat([grouped.reports, copied, sized.select("n_syllables")], how="horizontal")
    return Deduplicated(found_of, grouped.pairs, stops, verified)


def _verified(
    found: Search, shards: Sequence[pl.LazyFrame], numbers: Numbered, scope: pl.Series,
    known: pl.DataFrame | None, p: Parameters,
) -> pl.DataFrame:  # fmt: skip
    """Rows of `memory.KNOWN` for all candidate pairs, in order: recalled where they still hold, else compared."""
    pairs = {
        "report_a": numbers.ids.gather(found.a), "report_b": numbers.ids.gather(found.b),
        "signature_a": found.signatures[found.a], "signature_b": found.signatures[found.b],
    }  # fmt: skip
    recalled, new = memory.recalled(pl.DataFrame(pairs).with_row_index("n"), known)
    a, b = found.a[new["n"].to_numpy()], found.b[new["n"].to_numpy()]
    raw = compare(a, b, shards, numbers, stopped_keys(found.stops, scope), p)
    verified = memory.signed(figures(new, raw, numbers.syllables[a], numbers.syllables[b]), new)
    return pl.concat([recalled, verified]).sort("report_a", "report_b") if recalled.height else verified


def _decided(
    figures: pl.DataFrame, a: I64, b: I64, ids: pl.Series, told: pl.DataFrame | pl.LazyFrame, p: Parameters
) -> pl.DataFrame:
    """`decide`, part by part, by as many threads as there are. `a` and `b` are the numbers of the pairs' reports."""
    is_needed = np.zeros(len(ids), bool)
    is_needed[a] = is_needed[b] = True
    needed = ids.filter(pl.Series(is_needed)).to_frame("report_id")
    facts = told.lazy().select(EVIDENCE.names()).join(needed.lazy(), on="report_id", how="semi").collect()
    row = np.empty(len(ids), np.int64)
    row[place(facts["report_id"], ids)] = np.arange(facts.height)
    numbers = Told.of(facts)
    del facts

    def work(begin: int) -> pl.DataFrame:
        part = slice(begin, begin + _PART)
        return decided(figures[part], row[a[part]], row[b[part]], numbers, p)

    none = np.empty(0, np.int64)
    return pl.concat([decided(figures[:0], none, none, numbers, p), *each(work, range(0, figures.height, _PART))])


_PART = 50_000
"""Pairs that a thread decides on at once."""

_TIMES = {
    "source": pl.String(),
    "credit": pl.String(),
    "published_at": pl.Datetime("us", "UTC"),
    "published_precision": pl.String(),
}
