"""Office claims added up over time: who held which office, in which spells, seen from when to when, by how many.

In: office claims with resolved persons and organizations, the event dates and outlets of their reports. Out: table `tenures`.
A claim about a former office (nguyên, cựu) proves that the office was held before and is no sighting, so it never
lengthens a spell. Claims on reports without a date are counted in a spell only where the holder has no more than one. A new
spell begins after `Spells.gap` years without a sighting, or, in an office that only one person holds at a time, where
another was seen in it between two sightings. Two holders who are both seen in turns are a contradiction and flagged.
A date after the bound that publication sets is an announcement or a slip and no sighting, one long before it background. Persons of other countries are
often named without theirs ("Thủ tướng Shinzo Abe"): such an office is not the one of Vietnam and succeeds nobody.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import polars as pl

from transforms import lexicon
from transforms.resolve.persons import is_foreign
from transforms.text.normalise import canonical


@dataclass(frozen=True, slots=True)
class Spells:
    """When a sighting belongs to a new spell: years without one; reports of another holder that end a single-holder spell."""

    gap: float = 5.0
    others: int = 2


BACKGROUND = 200  # days before publication from which an event is background
HANDOVER = 3  # days by which sightings of two holders may overlap without contradiction
OFTEN = 20  # dated sightings of a holder among which a single one far off is a stray
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


def single_holder(offices: pl.Series) -> pl.Series:
    """Whether each canonical office has one holder at a time, by the patterns of `single_holder_offices.csv`."""
    patterns = [row["pattern"] for row in lexicon.table("single_holder_offices")]
    keys = pl.Series([canonical(o) for o in offices.to_list()], dtype=pl.String)
    return keys.str.contains("^(?:" + "|".join(patterns) + ")$")


def is_abroad(claims: pl.DataFrame, entities: pl.DataFrame) -> pl.DataFrame:
    """(person_id, abroad): persons with a name of foreign syllables, or named somewhere with an office of another country."""
    countries = [
        name
        for row in lexicon.table("countries")
        if row["iso"] != "VN"
        for name in (row["name"], *row["aliases"].split("|"))
    ]
    pattern = r"\s(?:" + "|".join(re.escape(canonical(name)) for name in countries if name) + ")$"
    offices = claims.select(pl.col("office").unique(maintain_order=True))
    keys = pl.Series("key", [canonical(o) for o in offices["office"].to_list()], dtype=pl.String)
    offices = offices.with_columns(elsewhere=keys.str.contains(pattern))
    of_office = claims.join(offices, on="office").group_by("person_id").agg(pl.col("elsewhere").any())
    names = of_office.join(
        entities.select(person_id="entity_id", name="name"), on="person_id", how="left", maintain_order="left"
    )
    foreign = pl.Series([bool(name) and is_foreign(name) for name in names["name"].to_list()], dtype=pl.Boolean)
    return names.select("person_id", abroad=pl.col("elsewhere") | foreign)


def _offices(claims: pl.DataFrame) -> pl.DataFrame:
    """(office, whole, is_single_holder): `whole` is the commonest spelling of the same office."""
    offices = claims.group_by("office").agg(n=pl.len()).sort("office")
    offices = offices.with_columns(key=pl.Series([canonical(o) for o in offices["office"].to_list()], dtype=pl.String))
    whole = (
        offices.sort("n", "office", descending=[True, False])
        .group_by("key", maintain_order=True)
        .agg(whole=pl.col("office").first())
    )
    return (
        offices.with_columns(is_single_holder=single_holder(offices["office"])).join(whole, on="key").drop("n", "key")
    )


def _sightings(
    claims: pl.DataFrame, reports: pl.DataFrame, articles: pl.DataFrame, entities: pl.DataFrame
) -> pl.DataFrame:
    """Present claims with day, outlet and whether the office has one holder at a time."""
    told = reports.join(
        articles.select("article_id", "published_at", outlet=pl.coalesce("source", "collection", "article_id")),
        on="article_id",
        how="left",
    )
    usable = pl.col("event_date_precision") == "day"  # a bare month or year says too little of when
    bounded = (pl.col("event_date") <= pl.col("event_date_latest")).fill_null(True)
    # Who looks back names people by the office of today, or of then: such a report dates no office.
    looks_back = (pl.col("published_at").dt.date() - pl.col("event_date")).dt.total_days() > BACKGROUND
    where = told.select(
        "report_id", "outlet", day=pl.when(usable & bounded & ~looks_back.fill_null(False)).then("event_date")
    )
    return (
        claims.filter(~pl.col("is_former"))
        .select("report_id", *_PERSON, "title", "organization_id", "is_acting")
        .join(where, on="report_id", how="left")
        .join(_offices(claims), on="office", how="left")
        .join(is_abroad(claims, entities), on="person_id", how="left")
        .with_columns(office="whole", is_single_holder=pl.col("is_single_holder") & ~pl.col("abroad"))
        .drop("whole", "abroad")
        .sort("office", "person_id", "day", "report_id", "is_acting")
        .unique(["report_id", *_PERSON], keep="first", maintain_order=True)
    )


def _without_strays(seen: pl.DataFrame) -> pl.DataFrame:
    """Sightings of holders seen often lose their day where it lies more than a year from every other: a background date."""
    order = ["day", "report_id"]
    since = (pl.col("day") - pl.col("day").shift(1).over(_PERSON, order_by=order)).dt.total_days()
    until = (pl.col("day").shift(-1).over(_PERSON, order_by=order) - pl.col("day")).dt.total_days()
    alone = (since.fill_null(_DAYS + 1) > _DAYS) & (until.fill_null(_DAYS + 1) > _DAYS)
    often = pl.col("day").count().over(_PERSON) >= OFTEN
    return seen.with_columns(day=pl.when(~(alone & often)).then("day"))


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

    Whoever was seen in the office on one day only contests nobody: one wrong claim, however often copied, is a slip.
    """
    single = spans.filter(pl.col("is_single_holder"), pl.col("first_observed").is_not_null())
    other = single.select("office", other="person_id", begins="first_observed", ends="last_observed").filter(
        pl.col("begins") < pl.col("ends")
    )
    within = (pl.col("begins") < pl.col("first_observed")) & (pl.col("last_observed") < pl.col("ends"))
    shared = pl.min_horizontal("last_observed", "ends") - pl.max_horizontal("first_observed", "begins")
    return (
        single.join(other, on="office")
        .filter(pl.col("person_id") != pl.col("other"), within | (shared.dt.total_days() > HANDOVER))
        .select(*_PERSON, "spell", is_contested=pl.lit(True))
        .unique()
    )
