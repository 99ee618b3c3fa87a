"""Keys of single reports → entities of the whole dataset, and the tables `entities`, `places`, `organizations`, `documents`.

In: the stage frames `report_entities`, `mentions` and `claims`, and reports with their dates and events. Out: `keys`, which
says for every (report, kind, key) which entity it is, and the published tables. How persons and documents are told apart
and brought together stands in `persons` and `documents`; organizations follow renamings (`organization_names.csv`) and
acronyms that reports of the corpus write out in one way; places are what the gazetteer says. An entity's id follows from
its kind and canonical key.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from transforms import lexicon
from transforms.ids import content_id
from transforms.resolve.documents import document_keys
from transforms.resolve.persons import DOMINANT, namesakes, person_keys
from transforms.text.normalise import canonical

EVERYWHERE = ["report_id", "kind", "key"]


@dataclass(frozen=True, slots=True)
class Keys:
    """`keys`: (report_id, kind, key, canonical, entity_id); `splits`: (report_id, person, namesake, evidence); `documents`:
    (report_id, key, document, whole) as `document_keys` has them."""

    keys: pl.DataFrame
    splits: pl.DataFrame
    documents: pl.DataFrame


@dataclass(frozen=True, slots=True)
class EntityTables:
    """The published tables on entities."""

    entities: pl.DataFrame
    places: pl.DataFrame
    organizations: pl.DataFrame
    documents: pl.DataFrame


def resolve_keys(
    report_entities: pl.DataFrame, mentions: pl.DataFrame, claims: pl.DataFrame, dates: pl.DataFrame
) -> Keys:
    """Which entity every key of a report is; `dates` (report_id, event_date) help to tell namesakes apart."""
    named = report_entities.filter(pl.struct(EVERYWHERE).is_first_distinct())
    persons = (
        named.filter(pl.col("kind") == "person")
        .group_by("key")
        .agg(n_reports=pl.col("report_id").n_unique())
        .sort("key")
    )
    alias = person_keys(persons)
    whole = _renamed(named.filter(pl.col("kind") == "person").select(EVERYWHERE), alias)
    offices = (
        claims.select("report_id", "person_key", "office", "is_former")
        .with_columns(
            person=pl.col("person_key").replace_strict(alias, default=pl.col("person_key"), return_dtype=pl.String)
        )
        .join(dates.select("report_id", day="event_date"), on="report_id", how="left")
    )
    splits = namesakes(offices)
    whole = _apart(whole, splits)
    organizations = _renamed(
        named.filter(pl.col("kind") == "organization").select(EVERYWHERE), organization_keys(mentions)
    )
    cited = named.filter(pl.col("kind") == "document")
    found = document_keys(cited)
    documents = cited.select(EVERYWHERE).with_columns(canonical=found["document"])
    places = named.filter(pl.col("kind") == "place").select(EVERYWHERE).with_columns(canonical="key")
    keys = pl.concat([whole, organizations, documents, places])
    keys = _identified(keys)
    # Of this type, columns are numbers that sort and join as the ids do.
    ids = pl.Enum(keys["entity_id"].unique().sort())
    return Keys(keys.with_columns(pl.col("entity_id").cast(ids)), splits, found)


def organization_keys(mentions: pl.DataFrame) -> dict[str, str]:
    """Key → canonical key, for organizations that were renamed, and for acronyms that the corpus writes out in one way."""
    renamed = {canonical(row["variant"]): canonical(row["name"]) for row in lexicon.table("organization_names")}
    acronyms = mentions.filter(pl.col("kind") == "organization", pl.col("form") == "acronym")
    acronyms = acronyms.with_columns(short=pl.col("surface").map_elements(canonical, return_dtype=pl.String))
    written = (
        acronyms.filter(pl.col("short") != pl.col("key"))
        .group_by("short", "key")
        .agg(n=pl.col("report_id").n_unique())
        .filter(pl.col("n") >= DOMINANT * pl.col("n").sum().over("short"))
        .sort("short", "key")
    )
    return {short: renamed.get(key, key) for short, key in written.select("short", "key").rows()} | renamed


def _renamed(rows: pl.DataFrame, alias: dict[str, str]) -> pl.DataFrame:
    return rows.with_columns(
        canonical=pl.col("key").replace_strict(alias, default=pl.col("key"), return_dtype=pl.String)
    )


def _apart(persons: pl.DataFrame, splits: pl.DataFrame) -> pl.DataFrame:
    """Namesakes get the province into their key; reports that name none go with the namesake named in most reports."""
    most = (
        splits.group_by("person", "namesake")
        .agg(n=pl.len())
        .sort("n", "namesake", descending=[True, False])
        .group_by("person", maintain_order=True)
        .agg(usual=pl.col("namesake").first())
    )
    told = persons.join(
        splits.select("report_id", "namesake", canonical="person"),
        on=["report_id", "canonical"],
        how="left",
        maintain_order="left",
    )
    told = told.join(most.rename({"person": "canonical"}), on="canonical", how="left", maintain_order="left")
    which = pl.coalesce("namesake", "usual")
    return told.select(
        *EVERYWHERE,
        canonical=pl.when(which.is_null()).then("canonical").otherwise(pl.format("{} ({})", "canonical", which)),
    )


def _identified(keys: pl.DataFrame) -> pl.DataFrame:
    """`keys` with the id of each entity."""
    distinct = keys.select("kind", "canonical").unique(maintain_order=True)
    ids = [content_id(kind, key) for kind, key in distinct.rows()]
    return keys.join(
        distinct.with_columns(entity_id=pl.Series(ids, dtype=pl.String)),
        on=["kind", "canonical"],
        how="left",
        maintain_order="left",
    )


def with_entity(frame: pl.DataFrame, keys: pl.DataFrame, kind: str, key: str, name: str) -> pl.DataFrame:
    """`frame` with the column `key` (of entities of `kind`) replaced by their ids under `name`; null stays null."""
    of_kind = keys.filter(pl.col("kind") == kind).select(
        "report_id", pl.col("key").alias(key), pl.col("entity_id").alias(name)
    )
    return frame.join(of_kind, on=["report_id", key], how="left", maintain_order="left").drop(key)


def mention_entities(mentions: pl.DataFrame, keys: pl.DataFrame) -> pl.DataFrame:
    """`mentions` (report_id, kind, key) with their `entity_id`; a mention of what the report does not hold as an entity is left out."""
    return mentions.join(keys.select(*EVERYWHERE, "entity_id"), on=EVERYWHERE, how="inner", maintain_order="left")


def moved_keys(keys: pl.DataFrame) -> pl.DataFrame:
    """(report_id, kind, key, entity_id): the keys of reports that lead to the entity of another key."""
    return keys.filter(pl.col("canonical") != pl.col("key")).select(*EVERYWHERE, "entity_id")


def mention_table(mentions: pl.DataFrame, moved: pl.DataFrame) -> pl.DataFrame:
    """Table `mentions` from the stage frame; `moved` as of `moved_keys`. All other keys are those of their own entity."""
    found = mentions.join(moved.rename({"entity_id": "other"}), on=EVERYWHERE, how="left", maintain_order="left")
    own = found.select("kind", "key").unique().with_columns(canonical="key")
    found = found.join(_identified(own).select("kind", "key", "entity_id"), on=["kind", "key"], maintain_order="left")
    return found.with_columns(entity_id=pl.coalesce("other", "entity_id")).select(
        "mention_id", "article_id", "report_id", "entity_id", "kind", "begin", "end", "surface", "form", "rule"
    )


def entity_tables(
    resolved: Keys, report_entities: pl.DataFrame, mentions: pl.DataFrame, reports: pl.DataFrame
) -> EntityTables:
    """The tables on entities, from `resolved` keys, the stage frame `report_entities`, table `mentions`, and `reports`
    (report_id, event_id, event_date).
    """
    ids = report_entities.select(EVERYWHERE).join(resolved.keys, on=EVERYWHERE, how="left", maintain_order="left")
    described = report_entities.with_columns(ids["entity_id"])
    entities = _entities(described, mentions, reports)
    return EntityTables(
        entities=entities,
        places=_places(described),
        organizations=_organizations(described),
        documents=_documents(described, resolved.documents, entities),
    )


def _mode(column: str) -> pl.Expr:
    """The commonest value; ties go to the smallest, whatever the order of the rows."""
    return pl.col(column).drop_nulls().mode().sort().first().alias(column)


def _commonest(rows: pl.DataFrame, by: list[str], column: str) -> pl.DataFrame:
    """`_mode` of the rows alike in `by` that have a value at all, one row each: where values are few, counting is cheaper."""
    return (
        rows.drop_nulls(column)
        .group_by(*by, column)
        .agg(n=pl.len())
        .sort("n", column, descending=[True, False])
        .group_by(by, maintain_order=True)
        .agg(pl.col(column).first())
    )


def _entities(described: pl.DataFrame, mentions: pl.DataFrame, reports: pl.DataFrame) -> pl.DataFrame:
    names = _commonest(described, ["entity_id", "kind"], "name")
    surfaces = (
        mentions.filter(pl.col("form") != "title")
        .group_by("entity_id", "surface")
        .agg(n=pl.len())
        .join(names.select("entity_id", "name"), on="entity_id")
        .filter(pl.col("surface") != pl.col("name"))
        .sort("n", "surface", descending=[True, False])
        .group_by("entity_id", maintain_order=True)
        .agg(aliases=pl.col("surface"))
    )
    counts = (
        mentions.select("entity_id", "report_id")
        .join(reports.select("report_id", "event_id", "event_date"), on="report_id", how="left")
        .group_by("entity_id")
        .agg(
            n_mentions=pl.len().cast(pl.Int32),
            n_reports=pl.col("report_id").n_unique().cast(pl.Int32),
            n_events=pl.col("event_id").drop_nulls().n_unique().cast(pl.Int32),
            first_seen=pl.col("event_date").min(),
            last_seen=pl.col("event_date").max(),
        )
    )
    return (
        names.join(surfaces, on="entity_id", how="left")
        .join(counts, on="entity_id", how="left")
        .with_columns(pl.col("aliases").fill_null([]), pl.col("n_mentions", "n_reports", "n_events").fill_null(0))
        .select(
            "entity_id", "kind", "name", "aliases", "n_mentions", "n_reports", "n_events", "first_seen", "last_seen"
        )
        .sort("entity_id")
    )


def _described(described: pl.DataFrame, kind: str, *columns: str) -> pl.DataFrame:
    """(entity_id, columns): what most reports say of each entity of a kind."""
    known = described.filter(pl.col("kind") == kind).select("entity_id", *columns)
    found = known.select("entity_id").unique()
    for column in columns:
        found = found.join(_commonest(known, ["entity_id"], column), on="entity_id", how="left")
    return found


def _related(described: pl.DataFrame, kind: str, column: str, name: str) -> pl.DataFrame:
    """(entity_id, name): the entity that the key in `column` leads to, where the corpus has it."""
    known = described.filter(pl.col("kind") == kind).select("entity_id", "key", column)
    ids = _commonest(known, ["key"], "entity_id").select(column=pl.col("key"), related="entity_id")
    return (
        _commonest(known, ["entity_id"], column)
        .join(ids, left_on=column, right_on="column", how="left")
        .filter(pl.col("related") != pl.col("entity_id"))
        .select("entity_id", pl.col("related").alias(name))
    )


def _places(described: pl.DataFrame) -> pl.DataFrame:
    places = _described(described, "place", "unit_code", "level", "era")
    return (
        places.join(_related(described, "place", "parent_key", "parent_id"), on="entity_id", how="left")
        .join(_related(described, "place", "successor_key", "successor_id"), on="entity_id", how="left")
        .select(
            "unit_code", pl.col("level").fill_null("other"), "era", "parent_id", "successor_id", place_id="entity_id"
        )
        .select("place_id", "unit_code", "level", "era", "parent_id", "successor_id")
        .sort("place_id")
    )


def _organizations(described: pl.DataFrame) -> pl.DataFrame:
    organizations = _described(described, "organization", "branch", "level")
    return (
        organizations.join(_related(described, "organization", "parent_key", "parent_id"), on="entity_id", how="left")
        .select("branch", "level", "parent_id", organization_id="entity_id")
        .select("organization_id", "branch", "level", "parent_id")
        .sort("organization_id")
    )


def _documents(described: pl.DataFrame, found: pl.DataFrame, entities: pl.DataFrame) -> pl.DataFrame:
    cited = described.filter(pl.col("kind") == "document")
    wholes = found.drop_nulls("whole").join(cited.select("report_id", "key", "entity_id"), on=["report_id", "key"])
    same = (
        wholes.group_by("entity_id")
        .agg(_mode("whole"))
        .with_columns(
            same_as_id=pl.col("whole")
            .map_elements(lambda key: content_id("document", key), return_dtype=pl.String)
            .cast(cited.schema["entity_id"], strict=False)
        )
        # A date beside the bare number may make it one that nobody cites in full.
        .join(cited.select(same_as_id="entity_id").unique(), on="same_as_id", how="semi")
    )
    numbers = pl.col("number").drop_nulls().unique().sort()
    number = numbers.sort_by(numbers.str.len_chars(), descending=True, maintain_order=True).first()
    issuers = (
        cited.select("entity_id", "issuers")
        .explode("issuers", empty_as_null=False)
        .drop_nulls()
        .group_by("entity_id")
        .agg(pl.col("issuers").unique().sort())
    )
    return (
        cited.group_by("entity_id")
        .agg(_mode("doc_type"), number, _mode("term"), _mode("issued_on"), pl.col("name").mode().sort().first())
        .join(issuers, on="entity_id", how="left")
        .join(entities.select("entity_id", n_citations="n_mentions"), on="entity_id", how="left")
        .join(same.select("entity_id", "same_as_id"), on="entity_id", how="left")
        .select(
            "doc_type", "number", pl.col("issuers").fill_null([]), "term", "issued_on", "name",
            pl.col("n_citations").fill_null(0), "same_as_id", document_id="entity_id",
        )
        .select("document_id", "doc_type", "number", "issuers", "term", "issued_on", "name", "n_citations", "same_as_id")
        .sort("document_id")
    )  # fmt: skip
