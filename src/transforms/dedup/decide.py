"""Verified figures and evidence → a decision on every pair, with its reason.

In: rows of `verify.FIGURES` and of `evidence.EVIDENCE`. Out: rows of the published `duplicate_pairs`, and a `score`.

The question is whether an analyst would count the two as one report of one event. Shared words do not answer it: bulletins
of two days share nine words in ten, and an agency's report cut to its lead shares one in two with another cut of it. So
the decision adds up weights of evidence, as record linkage does (Fellegi and Sunter 1969): each observation has a weight
for or against, in natural logarithms of odds; above 0 the pair is merged. `WEIGHTS` names them all. Rules that settle a
case by themselves come first.
"""

from __future__ import annotations

import polars as pl

from transforms.dedup.parameters import Parameters
from transforms.schema import DuplicatePairs, polars_schema

PAIRS = pl.Schema({**polars_schema(DuplicatePairs), "score": pl.Float64})


def compare(figures: pl.DataFrame, evidence: pl.DataFrame) -> pl.DataFrame:
    """`figures` with what the evidence of the two reports says of the pair."""
    a = evidence.rename({c: f"{c}_a" for c in evidence.columns})
    b = evidence.rename({c: f"{c}_b" for c in evidence.columns})
    both = figures.join(a, left_on="report_a", right_on="report_id_a", how="left", maintain_order="left").join(
        b, left_on="report_b", right_on="report_id_b", how="left", maintain_order="left"
    )
    long_a = pl.col("syllables_a") > pl.col("syllables_b")
    return both.with_columns(
        contained=pl.max_horizontal("containment_a", "containment_b"),
        containing=pl.min_horizontal("containment_a", "containment_b"),
        title=_overlap("title_a", "title_b"),
        head=_overlap("head_a", "head_b"),
        title_in_head=pl.max_horizontal(_within("title_a", "head_b"), _within("title_b", "head_a")),
        lead=pl.max_horizontal("lead_a", "lead_b"),
        both_leads=pl.min_horizontal("lead_a", "lead_b"),
        length_ratio=pl.min_horizontal("syllables_a", "syllables_b")
        / pl.max_horizontal("syllables_a", "syllables_b", pl.lit(1)),
        same_day=pl.col("event_day_a") == pl.col("event_day_b"),
        title_day_conflict=_disjoint("title_days_a", "title_days_b"),
        new_day=_new_day("a", "b") | _new_day("b", "a"),
        days_disjoint=_disjoint("days_a", "days_b"),
        lead_of_long=pl.when(long_a).then("lead_a").otherwise("lead_b"),
    )


def _shared(a: str, b: str) -> pl.Expr:
    return pl.col(a).list.set_intersection(b).list.len()


def _overlap(a: str, b: str) -> pl.Expr:
    """Share of the smaller set found in the other; 0 where one is empty."""
    return _shared(a, b) / pl.min_horizontal(pl.col(a).list.len(), pl.col(b).list.len()).clip(lower_bound=1)


def _within(a: str, b: str) -> pl.Expr:
    return _shared(a, b) / pl.col(a).list.len().clip(lower_bound=1)


def _disjoint(a: str, b: str) -> pl.Expr:
    return (pl.col(a).list.len() > 0) & (pl.col(b).list.len() > 0) & (_shared(a, b) == 0)


def _new_day(a: str, b: str) -> pl.Expr:
    """a's own day stands nowhere in b, although b names days."""
    return (
        (pl.col(f"days_{b}").list.len() > 0)
        & pl.col(f"event_day_{a}").is_not_null()
        & ~pl.col(f"days_{b}").list.contains(pl.col(f"event_day_{a}"))
    )


WEIGHTS: dict[str, tuple[float, pl.Expr]] = {
    "shared_text": (1.5, pl.col("contained")),
    "both_shared": (2.5, pl.col("containing")),
    "same_title": (1.5, pl.col("title")),
    "same_opening": (2.5, pl.col("head")),
    "shared_lead": (1.5, pl.col("lead")),
    "date_conflict": (-1.5, pl.col("new_day").cast(pl.Float64)),
    "title_date_conflict": (-3.0, pl.col("title_day_conflict").cast(pl.Float64)),
    "number_conflict": (-0.3, pl.col("numbers_changed").clip(0, 5).cast(pl.Float64)),
}
"""Observation → its weight and the amount observed."""

BIAS = -3.2


def decide(figures: pl.DataFrame, evidence: pl.DataFrame, parameters: Parameters | None = None) -> pl.DataFrame:
    """Rows of `PAIRS` for every pair that shares at least `kept_containment`, in order."""
    p = parameters or Parameters()
    x = compare(figures.filter(pl.max_horizontal("containment_a", "containment_b") >= p.kept_containment), evidence)
    parts = {name: weight * amount for name, (weight, amount) in WEIGHTS.items()}
    x = x.with_columns(score=BIAS + pl.sum_horizontal(parts.values()))
    merged = pl.col("score") > 0
    container = (pl.col("length_ratio") < 0.5) & (pl.col("relation") == "contained") & ~merged
    x = x.with_columns(
        merged=merged,
        same_event=merged,
        part_of=pl.when(container).then(
            pl.when(pl.col("syllables_a") < pl.col("syllables_b")).then(pl.lit("a_in_b")).otherwise(pl.lit("b_in_a"))
        ),
        reason=pl.when(merged)
        .then(pl.lit("same_report"))
        .when(pl.col("title_day_conflict") | pl.col("new_day"))
        .then(pl.lit("date_conflict"))
        .when(pl.col("numbers_changed") > 0)
        .then(pl.lit("number_conflict"))
        .when(container)
        .then(pl.lit("round_up"))
        .otherwise(pl.lit("background")),
        rule=pl.lit("weights"),
    )
    return x.select(PAIRS.names()).cast(dict(PAIRS))
