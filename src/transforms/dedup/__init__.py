"""Near-duplicates: which reports are one report and its copies, on what evidence, and who copied whom.

    fingerprints → candidates → verify → decide → groups → copies

Copies are the heart of Vietnamese political news: agency text cut, re-titled, glued into longer pages, re-ordered; and
formulas that repeat for years without being copies. Each module takes frames and returns frames, and says in its docstring
what was decided and why:

- `syllables`: bytes → hashed syllables, by normalising the vocabulary instead of the text;
- `fingerprints`: a fixed fraction of each report's shingle hashes, stored, computed once;
- `candidates`: inverted-index join over partitions of the hash space; what is stopped is the learnt template;
- `verify`: exact figures for every candidate from full shingle sets;
- `memory`: figures of an earlier run that still hold;
- `evidence`, `decide`: whether the two are reports of one event, and the reason;
- `round_ups`, `groups`: groups that a round-up cannot glue, each with a representative;
- `copies`: the likely original within a group.

`kernels` has the few loops that are compiled, `components` connected components, `parameters` every knob.

`deduplicate` runs them over what fits in memory. Larger corpora store fingerprints per shard, and verify bucket by bucket
(`verify.buckets`), in as many processes as there are.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from transforms.dedup import memory
from transforms.dedup.candidates import candidates
from transforms.dedup.copies import copies
from transforms.dedup.decide import decide
from transforms.dedup.evidence import EVIDENCE, evidence
from transforms.dedup.fingerprints import fingerprints
from transforms.dedup.groups import groups
from transforms.dedup.parameters import Parameters
from transforms.dedup.scratch import Memory, Scratch
from transforms.dedup.verify import FIGURES, verify

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
    printed: pl.DataFrame | pl.LazyFrame | None = None,
    known: pl.DataFrame | None = None,
    parameters: Parameters | None = None,
    scratch: Scratch | None = None,
) -> Deduplicated:
    """All stages over reports.

    `reports`: report_id (unique), and where known source, credit, published_at, published_precision; title and text where
    `told` or `printed` are not given. `told`: stored `evidence`, `printed`: stored fingerprints of at least these reports.
    `known`: figures of an earlier run (`memory.KNOWN`), which spare the pairs that still stand as they did.
    `scratch`: where the search for candidates keeps what waits, else in memory.
    """
    p = parameters or Parameters()
    told = evidence(reports, None, p) if told is None else told
    printed = fingerprints(reports, p) if printed is None else printed
    scopes = reports["source"] if "source" in reports.columns else None
    sizes = _of(reports, printed, "n_syllables", "hashes")
    found = candidates(sizes, None if scopes is None else reports.select("report_id", scope="source"), p, scratch)
    recalled, new = memory.recalled(found.pairs, known, memory.signatures(sizes, found.stops, scopes))
    needed = reports.filter(pl.col("report_id").is_in(_ends(new).implode()))
    coded = _of(needed, printed, "codes")
    figures = verify(new, coded if scopes is None else coded.with_columns(scope=needed["source"]), found.stops, p)
    verified = pl.concat([recalled, memory.signed(figures, new)]).sort("report_a", "report_b")
    paired = reports.filter(pl.col("report_id").is_in(_ends(verified).implode()))
    decided = decide(verified.select(FIGURES.names()), _of(paired, told, *EVIDENCE.names()[1:]), p)
    grouped = groups(
        decided,
        sizes.select("report_id", "n_syllables").join(reports, on="report_id", how="left", maintain_order="left"),
        p,
    )
    sources = reports.with_columns(
        pl.lit(None, dtype).alias(c) for c, dtype in _TIMES.items() if c not in reports.columns
    )
    rows = pl.concat(
        [grouped.reports, copies(grouped.pairs, sources).drop("report_id"), sizes.select("n_syllables")],
        how="horizontal",
    )
    return Deduplicated(rows, grouped.pairs, found.stops, verified)


def _of(reports: pl.DataFrame, stored: pl.DataFrame | pl.LazyFrame, *columns: str) -> pl.DataFrame:
    """Columns of a stored frame for these reports, in their order."""
    rows = stored.lazy().select("report_id", *columns)
    return reports.lazy().select("report_id").join(rows, on="report_id", how="left", maintain_order="left").collect()


def _ends(pairs: pl.DataFrame) -> pl.Series:
    return pl.concat([pairs["report_a"], pairs["report_b"]]).unique()


_TIMES = {
    "source": pl.String(),
    "credit": pl.String(),
    "published_at": pl.Datetime("us", "UTC"),
    "published_precision": pl.String(),
}
