"""Near-duplicates: which reports are one report and its copies, on what evidence, and who copied whom.

    fingerprints → candidates → verify → decide → groups → copies

Copies are the heart of Vietnamese political news: agency text cut, re-titled, glued into longer pages, re-ordered; and
formulas that repeat for years without being copies. Each module takes frames and returns frames, and says in its docstring
what was decided and why:

- `syllables`: bytes → hashed syllables, by normalising the vocabulary instead of the text;
- `fingerprints`: a fixed fraction of each report's shingle hashes, stored, computed once;
- `candidates`: inverted-index join over partitions of the hash space; what is stopped is the learnt template;
- `verify`: exact figures for every candidate from full shingle sets;
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

from transforms.dedup.candidates import candidates
from transforms.dedup.copies import copies
from transforms.dedup.decide import decide
from transforms.dedup.evidence import evidence
from transforms.dedup.fingerprints import fingerprints
from transforms.dedup.groups import groups
from transforms.dedup.parameters import Parameters
from transforms.dedup.verify import verify

__all__ = [
    "Deduplicated",
    "Parameters",
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
    `pairs`: the published duplicate_pairs and their score; `stops`: the learnt template."""

    reports: pl.DataFrame
    pairs: pl.DataFrame
    stops: pl.DataFrame


def deduplicate(
    reports: pl.DataFrame,
    facts: pl.DataFrame | None = None,
    parameters: Parameters | None = None,
    printed: pl.DataFrame | None = None,
) -> Deduplicated:
    """All stages over reports in memory.

    `reports`: report_id (unique), text, and where known title, source, credit, published_at, published_precision.
    `facts`: see `evidence.FACTS`. `printed`: stored fingerprints of at least these reports, else made here.
    """
    p = parameters or Parameters()
    if printed is None:
        printed = fingerprints(reports, p)
    else:
        printed = reports.select("report_id").join(printed, on="report_id", how="left", maintain_order="left")
    scopes = reports.select("report_id", scope="source") if "source" in reports.columns else None
    found = candidates(printed, scopes, p)
    coded = printed.select("report_id", "codes")
    figures = verify(found.pairs, coded if scopes is None else coded.with_columns(scopes["scope"]), found.stops, p)
    needed = pl.concat([figures["report_a"], figures["report_b"]]).unique()
    decided = decide(figures, evidence(reports.filter(pl.col("report_id").is_in(needed.implode())), facts, p), p)
    grouped = groups(
        decided,
        printed.select("report_id", "n_syllables").join(reports, on="report_id", how="left", maintain_order="left"),
        p,
    )
    sources = reports.with_columns(
        pl.lit(None, dtype).alias(c) for c, dtype in _TIMES.items() if c not in reports.columns
    )
    rows = pl.concat(
        [grouped.reports, copies(grouped.pairs, sources).drop("report_id"), printed.select("n_syllables")],
        how="horizontal",
    )
    return Deduplicated(rows, grouped.pairs, found.stops)


_TIMES = {
    "source": pl.String(),
    "credit": pl.String(),
    "published_at": pl.Datetime("us", "UTC"),
    "published_precision": pl.String(),
}
