"""All resolution in its order: stage frames and groups → the published tables on reports, events, entities and tenures.

keys → dates → events → mentions, claims and statements with entity ids → participants → entities → tenures. Each step is a
module of this room; this one only carries frames between them.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import polars as pl

from transforms.resolve.dates import DATE_COLUMNS, inherit_dates
from transforms.resolve.entities import (
    EVERYWHERE,
    entity_tables,
    mention_entities,
    moved_keys,
    resolve_keys,
    with_entity,
)
from transforms.resolve.event_table import event_table, report_events, representatives
from transforms.resolve.events import link, read_texts
from transforms.resolve.participants import participant_claims, participants
from transforms.resolve.statement_groups import statement_groups
from transforms.resolve.tenures import tenures


@dataclass(frozen=True, slots=True)
class Extracted:
    """What the earlier stages found: `articles` (article_id, record_id, source, collection, url, published_at, page_date), `reports`
    with duplicate_group_id, is_representative and kind, `pairs`, the stage frames of the extraction but for dates, of `mentions`
    (report_id, kind, key, surface, form), and the `codes` of the texts' syllables (report_id, codes)."""

    articles: pl.DataFrame
    reports: pl.DataFrame
    pairs: pl.DataFrame
    mentions: pl.DataFrame
    report_entities: pl.DataFrame
    claims: pl.DataFrame
    statements: pl.DataFrame
    roles: pl.DataFrame
    event_dates: pl.DataFrame
    codes: pl.LazyFrame | None = None


def resolved(x: Extracted, assume_year: int | None = None) -> Iterator[tuple[str, pl.DataFrame]]:
    """Published tables with their names, as soon as each is known: all but articles, article_spans, mentions, dates, rejections,
    redirects and runs. And `moved_keys`, by which mentions have their entities."""
    when = inherit_dates(x.reports, x.event_dates, x.articles, assume_year)
    reports = x.reports.join(when.select("report_id", *DATE_COLUMNS), on="report_id", how="left", maintain_order="left")
    with ThreadPoolExecutor(1) as beside:  # compiled loops over texts leave the interpreter to names
        reading = beside.submit(read_texts, reports, x.pairs, x.articles, x.codes)
        known = resolve_keys(x.report_entities, x.mentions, x.claims, when)
        keys = known.keys
        mentions = mention_entities(x.mentions, keys)
        texts = reading.result()
    yield "moved_keys", moved_keys(keys)
    places = with_entity(x.event_dates.select("report_id", "place_key"), keys, "place", "place_key", "place_id")
    reports = reports.join(places, on="report_id", how="left", maintain_order="left")
    linked = link(texts, mentions)
    reports = reports.join(linked.events, on="report_id", how="left", maintain_order="left")
    # The largest first: what takes them may have others work on them meanwhile.
    yield "reports", reports
    yield "event_links", linked.links
    yield "report_events", report_events(reports, x.pairs)
    yield "duplicate_pairs", _same_events(x.pairs, reports)
    yield "events", event_table(reports, x.articles)

    yield "statements", _statements(x.statements, keys, reports)
    claims = _claims(x.claims, keys)
    yield "office_claims", claims
    entities = entity_tables(known, x.report_entities, mentions, reports)
    yield "entities", entities.entities
    yield "places", entities.places
    yield "organizations", entities.organizations
    yield "documents", entities.documents
    named = x.roles.join(keys.select(*EVERYWHERE, "entity_id"), on=EVERYWHERE, maintain_order="left")
    roles = participant_claims(named, reports, entities.entities)
    yield "participant_claims", roles
    told = reports.join(x.articles.select("article_id", "published_at"), on="article_id", how="left")
    yield "participants", participants(roles, claims, representatives(told))
    yield "tenures", tenures(claims, reports, x.articles, entities.entities)


def _claims(claims: pl.DataFrame, keys: pl.DataFrame) -> pl.DataFrame:
    """Table `office_claims`; the same words claimed twice for a person count once."""
    held = with_entity(claims, keys, "person", "person_key", "person_id")
    held = with_entity(held, keys, "organization", "organization_key", "organization_id").filter(
        pl.col("person_id").is_not_null()
    )
    return held.unique(["report_id", "person_id", "begin", "end"], keep="first", maintain_order=True)


def _statements(statements: pl.DataFrame, keys: pl.DataFrame, reports: pl.DataFrame) -> pl.DataFrame:
    """Table `statements` with its groups."""
    said = with_entity(statements, keys, "person", "speaker_key", "speaker_id").filter(
        pl.col("speaker_id").is_not_null()
    )
    said = said.with_columns(
        first=pl.col("spans").list.first().struct.field("begin"), last=pl.col("spans").list.last().struct.field("end")
    )
    said = said.unique(["report_id", "speaker_id", "first", "last"], keep="first", maintain_order=True)
    told = said.join(reports.select("report_id", "event_id"), on="report_id", how="left", maintain_order="left")
    return said.with_columns(statement_groups(told))


def _same_events(pairs: pl.DataFrame, reports: pl.DataFrame) -> pl.DataFrame:
    """`duplicate_pairs` with `same_event` as the events have it: reports kept apart as copies may still tell of one event."""
    event = reports.select("report_id", "event_id")
    ends = pairs.join(event, left_on="report_a", right_on="report_id", how="left", maintain_order="left").join(
        event, left_on="report_b", right_on="report_id", how="left", maintain_order="left", suffix="_b"
    )
    return ends.with_columns(same_event=(pl.col("event_id") == pl.col("event_id_b")).fill_null(False)).drop(
        "event_id", "event_id_b"
    )
