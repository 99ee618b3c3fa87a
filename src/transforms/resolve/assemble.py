"""All reports → everything that follows from comparing them: the last stages of a run, in order, as one pure function.

In: articles, grouped reports, verified duplicate pairs and the stage frames of all reports. Out: the published tables on
events, entities and tenures, and the columns that `reports` gains. Order: entities, inherited dates, events, then what
counts over events. Each step is its own module; this one only hands tables on.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from transforms.ids import content_id
from transforms.resolve.dates import inherit_dates
from transforms.resolve.entities import entity_tables, mention_table, resolve_keys, with_entity
from transforms.resolve.event_table import event_table, report_events, representatives
from transforms.resolve.events import link_events
from transforms.resolve.participants import participant_claims, participants
from transforms.resolve.tenures import tenures


def resolve(
    articles: pl.DataFrame,
    reports: pl.DataFrame,
    pairs: pl.DataFrame,
    stage: Mapping[str, pl.DataFrame],
    assume_year: int | None = None,
) -> dict[str, pl.DataFrame]:
    """Published tables by name.

    `articles`: the published columns. `reports`: report_id, article_id, position, title, text, begin, end, is_teaser,
    n_syllables, duplicate_group_id, is_representative, and any others, which are passed on. `pairs`: duplicate_pairs.
    `stage`: the frames of `transforms.entities.rows.STAGE`. `assume_year`: year of collections without dates.

    Returns reports (with date columns, place_id, event_id), report_events, events, event_links, entities, places,
    organizations, documents, mentions, dates, participants, participant_claims, office_claims, tenures, statements.
    """
    dated = reports.join(
        inherit_dates(reports, stage["event_dates"], articles, assume_year),
        on="report_id",
        how="left",
        maintain_order="left",
    )
    resolved = resolve_keys(stage["report_entities"], stage["mentions"], stage["claims"], dated)
    keys = resolved.keys
    places = with_entity(stage["event_dates"].select("report_id", "place_key"), keys, "place", "place_key", "place_id")
    linked = link_events(dated, pairs, articles)
    told = dated.join(places, on="report_id", how="left", maintain_order="left").join(
        linked.events, on="report_id", how="left", maintain_order="left"
    )
    mentions = mention_table(stage["mentions"], keys)
    claims = _office_claims(stage["claims"], keys)
    statements = with_entity(stage["statements"], keys, "person", "speaker_key", "speaker_id").filter(
        pl.col("speaker_id").is_not_null()
    )
    tables = entity_tables(keys, stage["report_entities"], mentions, told)
    took_part = participant_claims(told, articles, mentions, statements, stage["dates"], tables.entities)
    published = told.join(articles.select("article_id", "published_at"), on="article_id", how="left")
    return {
        "reports": told,
        "report_events": report_events(told, pairs),
        "events": event_table(told, articles),
        "event_links": linked.links,
        "entities": tables.entities,
        "places": tables.places,
        "organizations": tables.organizations,
        "documents": tables.documents,
        "mentions": mentions,
        "dates": stage["dates"],
        "participants": participants(took_part, claims, representatives(published)),
        "participant_claims": took_part,
        "office_claims": claims,
        "tenures": tenures(claims, told, articles),
        "statements": _statements(statements),
    }


def _office_claims(claims: pl.DataFrame, keys: pl.DataFrame) -> pl.DataFrame:
    found = with_entity(claims, keys, "person", "person_key", "person_id").filter(pl.col("person_id").is_not_null())
    found = with_entity(found, keys, "organization", "organization_key", "organization_id")
    found = found.unique(["report_id", "person_id", "begin", "end"], keep="first", maintain_order=True)
    ids = [content_id("office_claim", *row) for row in found.select("report_id", "person_id", "begin", "end").rows()]
    return found.with_columns(claim_id=pl.Series(ids, dtype=pl.String)).select(
        "claim_id", "article_id", "report_id", "person_id", "office", "title", "organization_id", "surface", "begin", "end", "spans",
        "is_former", "is_acting", "rule",
    )  # fmt: skip


def _statements(said: pl.DataFrame) -> pl.DataFrame:
    """Table `statements`, without the groups that a comparison of statements adds."""
    spans = (
        pl.col("spans")
        .list.eval(pl.format("{}-{}", pl.element().struct.field("begin"), pl.element().struct.field("end")))
        .list.join(",")
    )
    keyed = said.with_columns(where=spans)
    ids = [content_id("statement", *row) for row in keyed.select("report_id", "speaker_id", "where").rows()]
    return keyed.with_columns(statement_id=pl.Series(ids, dtype=pl.String)).unique("statement_id", keep="first", maintain_order=True).select(
        "statement_id", "article_id", "report_id", "speaker_id", "mode", "verb", "text", "spans", "rule"
    )  # fmt: skip
