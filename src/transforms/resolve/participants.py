"""Who took part in an event, in which role, and which report says so.

In: roles found in reports (`entities.roles`) with resolved entities, and office claims. Out: tables `participant_claims` (one
row per report, entity and role, with the place in the text) and `participants` (added up over the reports of an event).
Nobody takes part in anything after dying (`historical_persons.csv`). Reports may disagree; each claim keeps its report.
"""

from __future__ import annotations

import polars as pl

from transforms.resolve.persons import deaths


def participant_claims(roles: pl.DataFrame, reports: pl.DataFrame, entities: pl.DataFrame) -> pl.DataFrame:
    """Table `participant_claims` from `roles` (report_id, entity_id, role, begin, end, rule), the first of a role first, `reports`
    (report_id, event_id, event_date) and `entities`.
    """
    told = roles.filter(pl.col("entity_id").is_not_null()).join(
        reports.filter(pl.col("event_id").is_not_null()).select(
            "report_id", "event_id", year=pl.col("event_date").dt.year()
        ),
        on="report_id",
        maintain_order="left",
    )
    living = told.join(deaths(entities), on="entity_id", how="left", maintain_order="left").filter(
        (pl.col("year") <= pl.col("died")) | pl.col("died").is_null()
    )
    return (
        living.unique(["report_id", "entity_id", "role"], keep="first", maintain_order=True)
        .select("report_id", "event_id", "entity_id", "role", "begin", "end", "rule")
        .sort("report_id", "begin", "role")
    )


def participants(claims: pl.DataFrame, office_claims: pl.DataFrame, representatives: pl.DataFrame) -> pl.DataFrame:
    """Table `participants` from `participant_claims`, `office_claims` and `representatives` (event_id, representative_report_id).

    The office is the first that the representative report states, or else the one that most reports do.
    """
    held = (
        office_claims.filter(~pl.col("is_former"))
        .select("report_id", "begin", "office", entity_id="person_id")
        .join(claims.select("report_id", "event_id", "entity_id").unique(), on=["report_id", "entity_id"])
        .join(representatives, on="event_id", how="left")
        .with_columns(
            leads=pl.col("report_id") == pl.col("representative_report_id"),
            n=pl.col("report_id").n_unique().over("event_id", "entity_id", "office"),
        )
        .sort("leads", "n", "begin", "office", descending=[True, True, False, False])
        .group_by("event_id", "entity_id", maintain_order=True)
        .agg(pl.col("office").first())
    )
    return (
        claims.group_by("event_id", "entity_id", "role")
        .agg(n_reports=pl.col("report_id").n_unique().cast(pl.Int32))
        .join(held, on=["event_id", "entity_id"], how="left")
        .select("event_id", "entity_id", "role", "office", "n_reports")
        .sort("event_id", "entity_id", "role")
    )
