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

from functools import reduce
from operator import add

import polars as pl

from transforms.compiled import I64
from transforms.dedup.numbers import place
from transforms.dedup.parameters import Parameters
from transforms.dedup.told import Told
from transforms.schema import DuplicatePairs, polars_schema

PAIRS = pl.Schema({**polars_schema(DuplicatePairs), "score": pl.Float64(), "item": pl.String()})


_SAME_TIME = 1
"""Days that the dates of one event may differ by: outlets date an evening abroad by their own clocks."""


_OTHER_YEAR = 200
"""Days from which two dates are of different editions of a yearly event."""

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


def compare(figures: pl.DataFrame, a: I64, b: I64, told: Told, parameters: Parameters | None = None) -> pl.DataFrame:
    """`figures` with what the evidence of the two reports says of the pair; `a` and `b` are their rows in `told`."""
    p = parameters or Parameters()
    of_a, of_b = (told.facts[rows].select(pl.all().name.suffix(x)) for x, rows in (("_a", a), ("_b", b)))
    both = pl.concat([figures, of_a, of_b], how="horizontal").with_columns(
        told.shared("title", a, b).alias("shared_title"),
        told.shared("title_days", a, b).alias("shared_title_days"),
        told.shared("opening_dates", a, b).alias("shared_opening_dates"),
        told.shared("persons", a, b).alias("shared_persons"),
        told.holds("days", of_a["event_day_a"], b).alias("day_a_in_b"),
        told.holds("days", of_b["event_day_b"], a).alias("day_b_in_a"),
        contained=pl.max_horizontal("containment_a", "containment_b"),
        containing=pl.min_horizontal("containment_a", "containment_b"),
        opening=pl.min_horizontal("opening_a", "opening_b"),
        shorter=pl.min_horizontal("syllables_a", "syllables_b"),
        longer=pl.max_horizontal("syllables_a", "syllables_b"),
        a_is_longer=pl.col("syllables_a") > pl.col("syllables_b"),
        # Between the spells of days that the two are about: nought where one is a day of the other.
        apart=pl.max_horizontal(
            (pl.col("event_date_a") - pl.col("event_end_b")).dt.total_days(),
            (pl.col("event_date_b") - pl.col("event_end_a")).dt.total_days(),
        ),
    )
    # Where the same words stand with the same numbers, the same dates do; what differs is how a day was read.
    verbatim = (pl.col("containing") >= _VERBATIM) | (pl.col("contained") >= _ALL)
    same_numbers = (pl.col("numbers_changed") == 0) & (
        pl.col("shared_opening_dates") == pl.min_horizontal("n_opening_dates_a", "n_opening_dates_b")
    )
    both = both.with_columns(
        title=pl.col("shared_title") / pl.min_horizontal("n_title_a", "n_title_b").clip(lower_bound=1),
        numbers_may_differ=~(verbatim & same_numbers),
        days_differ=pl.col("apart") > _SAME_TIME,
        bulletins=(pl.col("bulletin_a") == pl.col("bulletin_b")).fill_null(False),
        a_unknown=_unknown("a", "b"),
        b_unknown=_unknown("b", "a"),
    )
    beyond = pl.col("matched_syllables") - p.opening * pl.col("opening")
    only_opening = (
        (pl.col("shorter") >= 2 * p.opening) & (pl.col("opening") >= 0.6) & (beyond < _BEYOND * pl.col("shorter"))
    )
    headed = (pl.col("n_title_a") > 0) & (pl.col("n_title_b") > 0)
    other_hour = (pl.col("bulletin_hour_a") != pl.col("bulletin_hour_b")).fill_null(False)
    other_bulletin = pl.col("bulletin_day_a") != pl.col("bulletin_day_b")
    other_day = (pl.col("event_day_a") != pl.col("event_day_b")).fill_null(True)
    dates_may_differ = pl.col("numbers_may_differ") & other_day & pl.col("days_differ").fill_null(True)
    unknown = pl.col("a_unknown") | pl.col("b_unknown")
    return both.with_columns(
        opening_of_short=pl.when("a_is_longer").then("opening_b").otherwise("opening_a"),
        opening_of_long=pl.when("a_is_longer").then("opening_a").otherwise("opening_b"),
        length_ratio=pl.col("shorter") / pl.max_horizontal("longer", pl.lit(1)),
        day_conflict=dates_may_differ & (_later("a", "b") | _later("b", "a")).fill_null(False),
        days_apart=dates_may_differ & pl.col("a_unknown") & pl.col("b_unknown"),
        # Another edition: months apart, or the one date stands where the other has another in the same words. Days apart
        # that some text does not know are weaker: one may tell of the announcement, the other of what was announced.
        other_date=pl.col("numbers_may_differ") & (
            (pl.col("apart") > _OTHER_YEAR) | (pl.col("days_differ") & unknown & (pl.col("numbers_changed") > 0))
        ).fill_null(False),
        dates_differ=pl.col("numbers_may_differ") & (pl.col("days_differ") & unknown).fill_null(False),
        title_day_conflict=(pl.col("n_title_days_a") > 0) & (pl.col("n_title_days_b") > 0) & (pl.col("shared_title_days") == 0),
        bulletin_conflict=pl.col("bulletins") & (other_bulletin.fill_null(pl.col("numbers_changed") >= 2) | other_hour),
        # A column's standing introduction, or a body that says nothing: only the headlines tell the two apart.
        other_headline=headed & (pl.col("title") < _UNLIKE) & (only_opening | (pl.col("shorter") < _BARE)),
        stage_conflict=_news("a", "b") | _news("b", "a"),
        ahead_conflict=_any(pl.col("coming_a") & pl.col("begun_b")) | _any(pl.col("coming_b") & pl.col("begun_a")),
        other_stage=_untold("a", "b") | _untold("b", "a"),
        overview=pl.when("a_is_longer").then(pl.col("overview_a") & ~pl.col("overview_b")).otherwise(
            pl.col("overview_b") & ~pl.col("overview_a")
        ),
        turns=(pl.col("turns_a") ^ pl.col("turns_b")).bitwise_count_ones().cast(pl.Float64),
        other_persons=(
            pl.min_horizontal("n_persons_a", "n_persons_b") - pl.col("shared_persons")
        ).cast(pl.Float64).log1p(),
    ).with_columns(
        # Another day with other numbers in the same words: what comes out again and again, under whatever name.
        other_issue=pl.col("day_conflict") & (pl.col("numbers_changed") >= _OTHER_NUMBERS),
    )  # fmt: skip


def _later(a: str, b: str) -> pl.Expr:
    """a tells of a day that b knows nothing of, although b names days: a later one than b's own, or than all of b's."""
    own = pl.col(f"event_day_{a}")
    return pl.col(f"{a}_unknown") & ((own > pl.col(f"event_day_{b}")) | (own > pl.col(f"last_day_{b}")))


def _unknown(a: str, b: str) -> pl.Expr:
    """a has a day of its own, and b names days, but not that one."""
    return pl.col(f"event_day_{a}").is_not_null() & (pl.col(f"n_days_{b}") > 0) & ~pl.col(f"day_{a}_in_{b}")


def _news(a: str, b: str) -> pl.Expr:
    """a's headline names a stage, of an affair that b's headline names a stage of too, and b does not know of it."""
    return _any(pl.col(f"stages_{a}") & pl.col(f"affairs_{b}") & ~pl.col(f"known_{b}"))


def _untold(a: str, b: str) -> pl.Expr:
    """a's headline names a stage that is news, of which b's headline and opening tell nothing."""
    return _any(pl.col(f"news_{a}") & ~pl.col(f"told_{b}"))


def _any(bits: pl.Expr) -> pl.Expr:
    return bits != 0


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
    kept = figures.filter(pl.max_horizontal("containment_a", "containment_b") >= p.kept_containment)
    a, b = (place(kept[c], evidence["report_id"]) for c in ("report_a", "report_b"))
    return decided(kept, a, b, Told.of(evidence), p)


def decided(figures: pl.DataFrame, a: I64, b: I64, told: Told, parameters: Parameters | None = None) -> pl.DataFrame:
    """The same for pairs that share enough, whose reports are the rows `a` and `b` of `told`."""
    x = compare(figures, a, b, told, parameters)
    # Added one after the other: a sum over columns adds them in the order in which threads get to them.
    x = x.with_columns(score=BIAS + reduce(add, (weight * amount for weight, amount in WEIGHTS.values())))
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
