"""Verified figures and evidence → a decision on every pair, with its reason.

In: rows of `verify.FIGURES` and of `evidence.EVIDENCE`. Out: rows of the published `duplicate_pairs`, with a `score`, and
with the direction (`item`) in which one may be an item of the other, should that be a round-up (`round_ups`).

The question is whether an analyst would count the two as one report of one event. Shared words do not answer it: bulletins
of two days share nine words in ten, and an agency's report cut to its lead shares one in two with another cut of it. So
the decision adds up weights of evidence, as record linkage does (Fellegi and Sunter 1969): each observation has a weight
for or against, in natural logarithms of odds; above 0 the pair is merged. `WEIGHTS` names them all, with signs that never
turn. Four observations weigh more than the same words throughout can outweigh: dates of other editions of an event (the
yearly conference in the same words), headlines of different days, a bulletin's other day, hour or numbers, and a stage
of an affair that the other text does not know of yet. Weaker ones tell background from news: people whom the other text
does not name, a text that turns to what was before or elsewhere on the same day (both count as far as the openings
differ), a headline that announces an overview, a stage told by one of the two alone.

The weights were fitted on labelled pairs of two collections as a maximum a posteriori estimate: a logistic regression
drawn towards weights set by judgement and by an earlier fit on other pairs, because pairs that must stay apart are few;
folds keep all pairs of an article together, and the bias is moved until four in five such pairs stay apart. What the
pairs hardly show (`other_issue`, `other_headline`, `bulletin_conflict`, …) is set by judgement. docs/events.md gives the figures.
"""

from __future__ import annotations

from functools import cache

import polars as pl

from transforms import lexicon
from transforms.dedup.parameters import Parameters
from transforms.schema import DuplicatePairs, polars_schema

PAIRS = pl.Schema({**polars_schema(DuplicatePairs), "score": pl.Float64(), "item": pl.String()})


_SAME_TIME = 1
"""Days that the dates of one event may differ by: outlets date an evening abroad by their own clocks."""


_OTHER_YEAR = 200
"""Days from which two dates are of different editions of a yearly event."""

_NEWS = (
    "visit left", "visit arrived", "visit ended",
    "case accused", "case wanted", "case charged", "case indicted", "case tried", "case sentenced", "case appealed",
)  # fmt: skip
"""Stages that are news of their own, whatever else of the affair is retold: a report of them says so at its beginning."""

_OTHER_NUMBERS = 3
"""Numbers changed in the same words from which that is no slip and no rounding."""

_VERBATIM = 0.8
"""Share of both texts in each other from which a pair without changed numbers is one text."""

_ALL = 0.9
"""Share of the shorter text in the longer from which, without changed numbers, it is a part of it."""


_UNLIKE = 0.25
"""Share of the shorter headline in the other below which the two announce different things."""

_BARE = 40
"""Syllables below which a text says no more than its headline: a caption, a pointer to a film."""

_BEYOND = 0.1
"""Share of the shorter text, apart from its opening, that copies have in common at least."""


def compare(figures: pl.DataFrame, evidence: pl.DataFrame, parameters: Parameters | None = None) -> pl.DataFrame:
    """`figures` with what the evidence of the two reports says of the pair."""
    p = parameters or Parameters()
    a = evidence.rename({c: f"{c}_a" for c in evidence.columns})
    b = evidence.rename({c: f"{c}_b" for c in evidence.columns})
    both = figures.join(a, left_on="report_a", right_on="report_id_a", how="left", maintain_order="left").join(
        b, left_on="report_b", right_on="report_id_b", how="left", maintain_order="left"
    )
    a_is_longer = pl.col("syllables_a") > pl.col("syllables_b")
    opening = pl.min_horizontal("opening_a", "opening_b")
    shorter = pl.min_horizontal("syllables_a", "syllables_b")
    beyond = pl.col("matched_syllables") - p.opening * opening
    only_opening = (shorter >= 2 * p.opening) & (opening >= 0.6) & (beyond < _BEYOND * shorter)
    headed = (pl.col("title_a").list.len() > 0) & (pl.col("title_b").list.len() > 0)
    bulletins = (pl.col("bulletin_a") == pl.col("bulletin_b")).fill_null(False)
    other_hour = (pl.col("bulletin_hour_a") != pl.col("bulletin_hour_b")).fill_null(False)
    other_day = pl.col("event_day_a") != pl.col("event_day_b")
    other_bulletin = pl.col("bulletin_day_a") != pl.col("bulletin_day_b")
    # Where the same words stand with the same numbers, the same dates do; what differs is how a day was read.
    verbatim = (pl.min_horizontal("containment_a", "containment_b") >= _VERBATIM) | (
        pl.max_horizontal("containment_a", "containment_b") >= _ALL
    )
    extra = [pl.col(f"opening_dates_{x}").list.set_difference(f"opening_dates_{y}").list.len() for x, y in ("ab", "ba")]
    same_numbers = (pl.col("numbers_changed") == 0) & (pl.min_horizontal(extra) == 0)
    numbers_may_differ = ~(verbatim & same_numbers)
    # Between the spells of days that the two are about: nought where one is a day of the other.
    apart = pl.max_horizontal(
        (pl.col("event_date_a") - pl.col("event_end_b")).dt.total_days(),
        (pl.col("event_date_b") - pl.col("event_end_a")).dt.total_days(),
    )
    dates_may_differ = numbers_may_differ & other_day.fill_null(True) & (apart > _SAME_TIME).fill_null(True)
    days_conflict = dates_may_differ & (_later("a", "b") | _later("b", "a")).fill_null(False)
    unknown = _unknown("a", "b") | _unknown("b", "a")
    return both.with_columns(
        contained=pl.max_horizontal("containment_a", "containment_b"),
        containing=pl.min_horizontal("containment_a", "containment_b"),
        title=_overlap("title_a", "title_b"),
        opening=opening,
        opening_of_short=pl.when(a_is_longer).then("opening_b").otherwise("opening_a"),
        opening_of_long=pl.when(a_is_longer).then("opening_a").otherwise("opening_b"),
        length_ratio=pl.min_horizontal("syllables_a", "syllables_b")
        / pl.max_horizontal("syllables_a", "syllables_b", pl.lit(1)),
        day_conflict=days_conflict,
        days_apart=dates_may_differ & (_unknown("a", "b") & _unknown("b", "a")).fill_null(False),
        # Another edition: months apart, or the one date stands where the other has another in the same words. Days apart
        # that some text does not know are weaker: one may tell of the announcement, the other of what was announced.
        other_date=numbers_may_differ
        & ((apart > _OTHER_YEAR) | ((apart > _SAME_TIME) & unknown & (pl.col("numbers_changed") > 0))).fill_null(False),
        dates_differ=numbers_may_differ & ((apart > _SAME_TIME) & unknown).fill_null(False),
        # Another day with other numbers in the same words: what comes out again and again, under whatever name.
        other_issue=days_conflict & (pl.col("numbers_changed") >= _OTHER_NUMBERS),
        title_day_conflict=_disjoint("title_days_a", "title_days_b"),
        bulletins=bulletins,
        bulletin_conflict=bulletins & (other_bulletin.fill_null(pl.col("numbers_changed") >= 2) | other_hour),
        # A column's standing introduction, or a body that says nothing: only the headlines tell the two apart.
        other_headline=headed & (_overlap("title_a", "title_b") < _UNLIKE) & (only_opening | (shorter < _BARE)),
        stage_conflict=_news("a", "b") | _news("b", "a"),
        ahead_conflict=_begins("a", "b") | _begins("b", "a"),
        overview=pl.when(a_is_longer).then(pl.col("overview_a") & ~pl.col("overview_b")).otherwise(
            pl.col("overview_b") & ~pl.col("overview_a")
        ),
        other_stage=_untold("a", "b") | _untold("b", "a"),
        turns=pl.col("turns_a").list.set_symmetric_difference("turns_b").list.len().cast(pl.Float64),
        other_persons=(
            pl.min_horizontal(pl.col("persons_a").list.len(), pl.col("persons_b").list.len())
            - _shared("persons_a", "persons_b")
        ).cast(pl.Float64).log1p(),
    )  # fmt: skip


def _later(a: str, b: str) -> pl.Expr:
    """a tells of a day that b knows nothing of, although b names days: a later one than b's own, or than all of b's."""
    own, days = pl.col(f"event_day_{a}"), pl.col(f"days_{b}")
    later = (own > pl.col(f"event_day_{b}")) | (own > days.list.max())
    return (days.list.len() > 0) & ~days.list.contains(own) & later


def _unknown(a: str, b: str) -> pl.Expr:
    """a has a day of its own, and b names days, but not that one."""
    own, days = pl.col(f"event_day_{a}"), pl.col(f"days_{b}")
    return own.is_not_null() & (days.list.len() > 0) & ~days.list.contains(own)


def _news(a: str, b: str) -> pl.Expr:
    """a's headline names a stage, of an affair that b's headline names a stage of too, and b does not know of it."""
    return pl.any_horizontal(
        pl.col(f"stages_{a}").list.contains(s)
        & ~pl.col(f"stages_{b}").list.contains(s)
        & ~pl.col(f"known_stages_{b}").list.contains(s)
        & pl.any_horizontal(pl.col(f"stages_{b}").list.contains(t) for t in stages if t != s)
        for stages in _processes()
        for s in stages
    )


@cache
def _processes() -> tuple[tuple[str, ...], ...]:
    """Stages of each kind of affair."""
    found: dict[str, dict[str, None]] = {}
    for row in lexicon.table("stages"):
        if row["process"]:
            found.setdefault(row["process"], {})[f"{row['process']} {row['stage']}"] = None
    return tuple(tuple(stages) for stages in found.values())


def _begins(a: str, b: str) -> pl.Expr:
    """What a only announces has begun in b."""
    only = pl.col(f"ahead_{a}").list.set_difference(f"begun_{a}")
    done = pl.col(f"begun_{b}").list.set_difference(f"ahead_{b}")
    return only.list.set_intersection(done).list.len() > 0


def _untold(a: str, b: str) -> pl.Expr:
    """a's headline names a stage that is news, of which b's headline and opening tell nothing."""
    return pl.any_horizontal(
        pl.col(f"stages_{a}").list.contains(s) & ~pl.col(f"told_stages_{b}").list.contains(s) for s in _NEWS
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


WEIGHTS: dict[str, tuple[float, pl.Expr]] = {
    "shared_text": (1.55, pl.col("contained")),
    "shared_both_ways": (3.7, pl.col("containing")),
    "opening_of_short": (1.7, pl.col("opening_of_short")),
    "opening": (6.35, pl.col("opening")),
    "title": (2.6, pl.col("title")),
    "date_conflict": (-1.4, pl.col("day_conflict") * pl.col("contained")),
    "days_apart": (-9.0, (pl.col("days_apart") & (pl.col("containing") >= 0.6)).cast(pl.Float64)),
    "other_date": (-12.0, pl.col("other_date").cast(pl.Float64)),
    "dates_differ": (-1.3, pl.col("dates_differ").cast(pl.Float64)),
    "other_issue": (-8.0, pl.col("other_issue").cast(pl.Float64)),
    "title_date_conflict": (-12.0, pl.col("title_day_conflict").cast(pl.Float64)),
    "bulletin": (-0.4, pl.col("bulletins").cast(pl.Float64)),
    "bulletin_conflict": (-12.0, pl.col("bulletin_conflict").cast(pl.Float64)),
    "other_headline": (-9.0, pl.col("other_headline").cast(pl.Float64)),
    "stage_conflict": (-12.0, pl.col("stage_conflict").cast(pl.Float64)),
    "ahead_conflict": (-4.8, pl.col("ahead_conflict").cast(pl.Float64)),
    "other_stage": (-3.6, pl.col("other_stage").cast(pl.Float64)),
    "overview": (-4.9, pl.col("overview").cast(pl.Float64)),
    "turns": (-1.9, pl.col("turns") * (1 - pl.col("opening"))),
    "other_persons": (-3.3, pl.col("other_persons") * (1 - pl.col("opening"))),
    "number_conflict": (-0.4, pl.col("numbers_changed").clip(0, 6).cast(pl.Float64)),
}
"""Observation → its weight and the amount observed."""

BIAS = -4.95
"""Odds before any evidence, moved so that the cost of a wrong merge and of a missed one balance at 0."""

_CUT = (pl.col("opening_of_long") >= 0.4) & (pl.col("length_ratio") >= 0.25)
_ITEM = (pl.col("length_ratio") < 0.6) & (pl.col("contained") >= 0.5) & (pl.col("title") < 0.5) & ~_CUT
"""Much shorter, inside the longer one, not what its headline tells, nor its opening, unless that is a small part of it."""


def decide(figures: pl.DataFrame, evidence: pl.DataFrame, parameters: Parameters | None = None) -> pl.DataFrame:
    """Rows of `PAIRS` for every pair that shares at least `kept_containment`, in order."""
    p = parameters or Parameters()
    x = compare(figures.filter(pl.max_horizontal("containment_a", "containment_b") >= p.kept_containment), evidence, p)
    x = x.with_columns(score=BIAS + pl.sum_horizontal(weight * amount for weight, amount in WEIGHTS.values()))
    merged = pl.col("score") > 0
    container = (pl.col("length_ratio") < 0.5) & (pl.col("contained") >= 0.5)
    against = (
        pl.when(pl.col("title_day_conflict") | pl.col("other_date") | pl.col("other_issue")).then(pl.lit("date_conflict"))
        .when("bulletin_conflict").then(pl.lit("bulletin"))
        .when(pl.col("stage_conflict") | pl.col("ahead_conflict") | pl.col("other_stage")).then(pl.lit("later_stage"))
        .when("other_headline").then(pl.lit("template"))
        .when(container | pl.col("overview")).then(pl.lit("round_up"))
        .when(pl.col("day_conflict") | pl.col("days_apart")).then(pl.lit("date_conflict"))
        .when(pl.col("numbers_changed") >= 3).then(pl.lit("number_conflict"))
        .when(pl.col("other_persons") > 1).then(pl.lit("other_persons"))
        .when(pl.col("template_share") >= 0.5).then(pl.lit("template"))
        .otherwise(pl.lit("background"))
    )  # fmt: skip
    inside = pl.when(pl.col("syllables_a") < pl.col("syllables_b")).then(pl.lit("a_in_b")).otherwise(pl.lit("b_in_a"))
    x = x.with_columns(
        merged=merged,
        same_event=merged,
        item=pl.when(_ITEM).then(inside),
        part_of=pl.when(container & ~merged).then(inside),
        reason=pl.when(merged).then(pl.lit("same_report")).otherwise(against),
        rule=pl.lit("weights"),
    )
    return x.select(PAIRS.names()).cast(PAIRS)
