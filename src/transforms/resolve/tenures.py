"""Office claims added up over time: who held which office, in which spells, seen from when to when, by how many.

In: office claims with resolved persons and organizations, the event dates and outlets of their reports. Out: table `tenures`.
A claim about a former office (nguyên, cựu) proves that the office was held before and is no sighting, so it never
lengthens a spell. Claims on reports without a date are counted in a spell only where the holder has no more than one. A new
spell begins after `Spells.gap` years without a sighting, or, in an office that only one person holds at a time, where
another was seen in it between two sightings. Two holders who are both seen in turns are a contradiction and flagged.
A date after the bound that publication sets is an announcement or a slip and no sighting, one long before it background. What is one
office is decided by `offices`.

Where records carry no time of publication, the days on which the reports of a collection are dense are those that it covers, and a
day outside is background, an announcement or a slip as well. Nobody is seen in an office after dying (`historical_persons.csv`).

Two kinds of background date hide among the sightings of holders who are seen often, and lose their day:
- strays: the few sightings that lie before (or after) a gap that is long by the pace of the others;
- echoes: once reports call somebody a former holder, "Tổng thống Obama" is a name and not a claim. The day on which they
  change from holder to former holder is the one that most claims, of either kind, agree with.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from transforms.resolve.offices import held_offices
from transforms.resolve.persons import deaths


@dataclass(frozen=True, slots=True)
class Spells:
    """When a sighting belongs to a new spell: years without one; reports of another holder that end a single-holder spell."""

    gap: float = 5.0
    others: int = 2


BACKGROUND = 200  # days before publication from which an event is background
HANDOVER = 3  # days by which sightings of two holders may overlap without contradiction
OFTEN = 20  # dated sightings of a holder from which a pace can be told
FEW = 0.04  # share of them, and two at least, that may be strays on one side
LONG_GAP = 365  # days without a sighting that may set strays apart,
PACE = 10  # if they are this many times the mean gap between the middle half of the sightings
COVERED = 0.05  # share of the usual density of dated reports that a day has within a collection's time
AROUND = 15  # days before and after over which that density is taken
ENOUGH = 1000  # dated reports of a collection from which its time can be told
SLIPS = 0.05  # share of a holder's reports up to which another's contest nothing
FORMER = 2  # claims of a former holder that end an office
_DAYS = 365.25
_PERSON = ["person_id", "office"]


def tenures(
    claims: pl.DataFrame,
    reports: pl.DataFrame,
    articles: pl.DataFrame,
    entities: pl.DataFrame,
    spells: Spells = Spells(),
) -> pl.DataFrame:
    """Spells from `claims` (report_id, person_id, office, title, organization_id, is_former, is_acting), `reports` (report_id,
    article_id, event_date, event_date_precision, event_date_latest), `articles` (article_id, source, collection, published_at) and
    `entities` (entity_id, name).
    """
    seen = _without_strays(_sightings(claims, reports, articles, entities))
    dated = _number_spells(seen.filter(pl.col("day").is_not_null()), spells)
    undated = seen.filter(pl.col("day").is_null())
    spans = dated.group_by(*_PERSON, "spell").agg(first_observed=pl.col("day").min(), last_observed=pl.col("day").max())
    only = dated.group_by(_PERSON).agg(n_spells=pl.col("spell").max())
    # Reports without a date add to a holder's only spell; beside several spells they prove none of them.
    loose = (
        undated.join(only, on=_PERSON, how="left")
        .filter(pl.col("n_spells").fill_null(1) == 1)
        .with_columns(spell=pl.lit(1, pl.Int32))
        .drop("n_spells")
    )
    counted = (
        pl.concat([dated.select(loose.columns), loose])
        .group_by(*_PERSON, "spell")
        .agg(
            pl.col("title").mode().sort().first(),
            pl.col("organization_id").drop_nulls().mode().sort().first(),
            pl.col("is_acting").all(),
            pl.col("is_single_holder").first(),
            n_reports=pl.col("report_id").n_unique().cast(pl.Int32),
            n_sources=pl.col("outlet").n_unique().cast(pl.Int32),
        )
        .join(spans, on=[*_PERSON, "spell"], how="left")
    )
    contested = _contested(counted)
    return (
        counted.join(contested, on=[*_PERSON, "spell"], how="left")
        .with_columns(is_contested=pl.col("is_contested").fill_null(False))
        .select(
            *_PERSON, "title", "organization_id", "spell", "is_acting", "first_observed", "last_observed",
            "n_reports", "n_sources", "is_single_holder", "is_contested",
        )
        .sort("office", "first_observed", "person_id", "spell", nulls_last=True)
    )  # fmt: skip


def _sightings(
    claims: pl.DataFrame, reports: pl.DataFrame, articles: pl.DataFrame, entities: pl.DataFrame
) -> pl.DataFrame:
    """Present claims with day, outlet and whether the office has one holder at a time."""
    told = reports.join(
        articles.select(
            "article_id", "published_at", "collection", outlet=pl.coalesce("source", "collection", "article_id")
        ),
        on="article_id",
        how="left",
    )
    usable = pl.col("event_date_precision") == "day"  # a bare month or year says too little of when
    bounded = (pl.col("event_date") <= pl.col("event_date_latest")).fill_null(True)
    # Who looks back names people by the office of today, or of then: such a report dates no office.
    looks_back = (pl.col("published_at").dt.date() - pl.col("event_date")).dt.total_days() > BACKGROUND
    told = told.with_columns(day=pl.when(usable & bounded & ~looks_back.fill_null(False)).then("event_date"))
    told = told.with_columns(day=_covered(told))
    where = told.select("report_id", "outlet", "day")
    said = (
        claims.select("report_id", *_PERSON, "title", "organization_id", "is_former", "is_acting")
        .join(where, on="report_id", how="left")
        .join(held_offices(claims, entities), on=_PERSON, how="left")
        .join(deaths(entities).rename({"entity_id": "person_id"}), on="person_id", how="left")
        .with_columns(
            office="whole",
            day=pl.when((pl.col("day").dt.year() <= pl.col("died")) | pl.col("died").is_null()).then("day"),
        )
        .drop("whole", "died")
        .sort("office", "person_id", "day", "report_id", "is_former", "is_acting")
        .unique(["report_id", *_PERSON, "is_former"], keep="first", maintain_order=True)
    )
    return _without_echoes(said).filter(~pl.col("is_former")).drop("is_former")


def _covered(told: pl.DataFrame) -> pl.Series:
    """`day` of `told` (collection, published_at, day), without days that a collection of unknown publication does not cover."""
    rows = told.select("collection", "published_at", "day").with_row_index("row")
    unknown = rows.filter(
        pl.col("published_at").is_null(), pl.col("day").is_not_null(), pl.col("collection").is_not_null()
    )
    outside = [np.zeros(0, np.uint32)]
    for part in unknown.partition_by("collection"):
        days = part["day"].to_physical().to_numpy()
        ordered = np.sort(days)
        density = np.searchsorted(ordered, days + AROUND, "right") - np.searchsorted(ordered, days - AROUND)
        if len(days) >= ENOUGH:
            outside.append(part["row"].to_numpy()[density < COVERED * np.median(density)])
    lost = pl.DataFrame({"row": np.concatenate(outside)}).with_columns(lost=pl.lit(True))
    return rows.join(lost, on="row", how="left", maintain_order="left").select(
        day=pl.when(pl.col("lost").is_null()).then("day")
    )["day"]


def _without_echoes(said: pl.DataFrame) -> pl.DataFrame:
    """Claims of holders lose their day where it lies after the one on which they became former holders."""
    days = (
        said.filter(pl.col("day").is_not_null())
        .group_by(*_PERSON, "day")
        .agg(present=(~pl.col("is_former")).sum().cast(pl.Int64), former=pl.col("is_former").sum().cast(pl.Int64))
        .sort(*_PERSON, "day")
    )
    # On the day of the change both are right.
    later = pl.col("former").cum_sum(reverse=True).over(_PERSON)
    agreeing = pl.col("present").cum_sum().over(_PERSON) + later
    days = days.with_columns(agreeing=agreeing, whole=pl.col("former").sum().over(_PERSON))
    # The last day of the office: of equals the latest, and none at all where "former" fits every day best.
    ends = (
        days.filter(pl.col("whole") >= FORMER)
        .sort("agreeing", "day", descending=True)
        .group_by(_PERSON, maintain_order=True)
        .agg(
            until=pl.when(pl.col("agreeing").first() >= pl.col("whole").first()).then(pl.col("day").first()),
            ends=pl.lit(True),
        )
    )
    over = pl.col("ends").fill_null(False) & (pl.col("until").is_null() | (pl.col("day") > pl.col("until")))
    told = said.join(ends, on=_PERSON, how="left", maintain_order="left")
    return told.with_columns(day=pl.when(~over).then("day")).drop("until", "ends")


def _without_strays(seen: pl.DataFrame) -> pl.DataFrame:
    """Sightings of holders seen often lose their day where they are a few before, or after, a long gap."""
    n = pl.col("day").count().over(_PERSON)
    number = pl.col("day").to_physical().cast(pl.Float64)
    middle = number.quantile(0.75).over(_PERSON) - number.quantile(0.25).over(_PERSON)
    long = pl.max_horizontal(pl.lit(float(LONG_GAP)), PACE * middle / (n / 2))
    few = pl.max_horizontal(pl.lit(2.0), FEW * n)
    dated = seen.filter(pl.col("day").is_not_null()).sort(*_PERSON, "day", "report_id")
    place = pl.int_range(pl.len()).over(_PERSON) + 1
    gap = (pl.col("day").shift(-1) - pl.col("day")).dt.total_days().over(_PERSON)
    dated = dated.with_columns(often=n >= OFTEN, place=place, n=n, cut=(gap > long).fill_null(False), few=few)
    head = pl.col("cut") & (pl.col("place") <= pl.col("few"))
    tail = pl.col("cut") & (pl.col("n") - pl.col("place") <= pl.col("few"))
    before = pl.when(head).then("place").max().over(_PERSON).fill_null(0)
    after = pl.when(tail).then("place").min().over(_PERSON).fill_null(pl.col("n"))
    stray = pl.col("often") & ((pl.col("place") <= before) | (pl.col("place") > after))
    kept = dated.with_columns(day=pl.when(~stray).then("day")).select(seen.columns)
    return pl.concat([kept, seen.filter(pl.col("day").is_null())])


def _number_spells(dated: pl.DataFrame, spells: Spells) -> pl.DataFrame:
    order = ["day", "report_id"]
    since = (pl.col("day") - pl.col("day").shift(1).over(_PERSON, order_by=order)).dt.total_days()
    # Sightings of others in the office up to here, less those up to the previous sighting of this person.
    running = dated.sort("office", *order).with_columns(
        all_before=pl.int_range(pl.len()).over("office", order_by=order),
        own_before=pl.int_range(pl.len()).over(_PERSON, order_by=order),
    )
    others = pl.col("all_before") - pl.col("own_before")
    between = others - others.shift(1).over(_PERSON, order_by=order)
    replaced = pl.col("is_single_holder") & (between >= spells.others) & (since > _SAME_TIME)
    starts = ((since > spells.gap * _DAYS) | replaced).fill_null(False)
    return running.with_columns(starts=starts).with_columns(
        spell=(pl.col("starts").cast(pl.Int32).cum_sum().over(_PERSON, order_by=order) + 1).cast(pl.Int32)
    )


_SAME_TIME = 180  # days within which two holders seen in turns contradict each other rather than succeed each other


def _contested(spans: pl.DataFrame) -> pl.DataFrame:
    """Spells of single-holder offices that overlap another person's by more than a handover, or lie within it.

    Whoever was seen in the office on one day only, or in few reports beside the other's, contests nobody: wrong claims are few,
    however often they are copied. They are contested themselves.
    """
    single = spans.filter(pl.col("is_single_holder"), pl.col("first_observed").is_not_null())
    other = single.select(
        "office", other="person_id", begins="first_observed", ends="last_observed", n="n_reports"
    ).filter(pl.col("begins") < pl.col("ends"))
    within = (pl.col("begins") < pl.col("first_observed")) & (pl.col("last_observed") < pl.col("ends"))
    shared = pl.min_horizontal("last_observed", "ends") - pl.max_horizontal("first_observed", "begins")
    return (
        single.join(other, on="office")
        .filter(
            pl.col("n") > SLIPS * pl.col("n_reports"),
            pl.col("person_id") != pl.col("other"),
            within | (shared.dt.total_days() > HANDOVER),
        )
        .select(*_PERSON, "spell", is_contested=pl.lit(True))
        .unique()
    )
