"""Every published table, column by column, defined once.

Each class is a table: types, keys, closed vocabularies, value rules and descriptions. Arrow schemas with field metadata,
validation, catalog comments and the data dictionary are derived from here (`arrow_schema`, `TABLES`, `REFERENCES`).
A class's docstring is the table's description. Conventions (offsets, ids, times) stand in docs/tables.md.
"""

from __future__ import annotations

import dataframely as dy
import polars as pl
import pyarrow as pa

ZONE_KINDS = ("title", "dateline", "body", "caption", "byline", "credit", "heading", "furniture", "teaser")
ENTITY_KINDS = ("person", "organization", "place", "document")
EVENT_KINDS = (
    "meeting", "conference", "visit", "inspection", "phone_call", "ceremony", "congress", "election", "appointment",
    "signing", "speech", "session", "questioning", "statement", "legislation", "investigation", "trial", "accident", "other",
)  # fmt: skip
FORMS = ("name", "short_name", "title", "acronym", "number")
ROLES = ("host", "chair", "speaker", "guest", "attendee", "signatory", "subject")
RELATIONS = ("identical", "revised", "contained", "partial")


def _id(description: str, *, key: bool = False) -> dy.String:
    return dy.String(primary_key=key, min_length=1, description=description)


def _ref(description: str, *, nullable: bool = False) -> dy.String:
    return dy.String(nullable=nullable, description=description)


def _text(description: str, *, nullable: bool = True) -> dy.String:
    return dy.String(nullable=nullable, description=description)


def _one_of(values: tuple[str, ...], description: str, *, nullable: bool = False, key: bool = False) -> dy.String:
    return dy.String(
        nullable=nullable,
        primary_key=key,
        check=lambda c: c.is_in(values),
        description=f"{description} One of: {', '.join(values)}.",
    )


def _offset(description: str, *, nullable: bool = False, key: bool = False) -> dy.Int32:
    return dy.Int32(nullable=nullable, primary_key=key, min=0, description=description)


def _time(description: str, *, nullable: bool = True) -> dy.Datetime:
    return dy.Datetime(nullable=nullable, time_zone="UTC", time_unit="us", description=description)


def _day(description: str) -> dy.Date:
    return dy.Date(nullable=True, description=description)


def _share(description: str, *, nullable: bool = False) -> dy.Float64:
    return dy.Float64(nullable=nullable, min=0.0, max=1.0, description=description)


def _count(description: str, *, nullable: bool = False) -> dy.Int32:
    return dy.Int32(nullable=nullable, min=0, description=description)


def _names(description: str) -> dy.List:
    return dy.List(dy.String(), description=description)


def _spans(description: str, *, nullable: bool = False) -> dy.List:
    return dy.List(
        dy.Struct({"begin": dy.Int32(min=0), "end": dy.Int32(min=0)}), nullable=nullable, description=description
    )


_BEGIN = "First code point in articles.text."
_END = "One past the last code point in articles.text."
_RULE = "Name of the rule that made this row."


class _Spanned(dy.Schema):
    """Rows that stand in a text have a proper extent."""

    @dy.rule()
    def begins_before_it_ends(cls) -> pl.Expr:
        return pl.col("begin") < pl.col("end")


class Articles(dy.Schema):
    """One row per distinct page kept."""

    article_id = _id("Hash of source or collection, record id or url, and raw bytes.", key=True)
    record_id = _text("Id that the source record carried.")
    source = _text("Outlet, as registrable domain or given name; null where only an aggregator is known.")
    collection = _text("Dump or aggregator that the page came from.")
    url = _text("Address of the page.")
    title = _text("Headline, from the record or the page.")
    byline = _text("Author line.")
    credit = _text("Agency or outlet that the text is credited to.")
    published_at = _time("When the page was published (UTC), as its metadata say.")
    published_precision = _one_of(("second", "minute", "day"), "Precision of published_at.", nullable=True)
    published_basis = _one_of(("metadata", "url", "collection"), "Where published_at comes from.", nullable=True)
    page_date = _day("A date printed on the page: may be the day it was shown, never published_at.")
    collected_at = _time("When the page was collected (UTC).")
    language = _text("ISO 639-1 code.", nullable=False)
    text = _text("The page's text, normalised, furniture included.", nullable=False)
    raw_file = _text("Path below the raw folder; #n is record n of a container, from 0.", nullable=False)
    raw_sha256 = _text("SHA-256 of the page's raw bytes (of the record, in a container).", nullable=False)
    supersedes = _ref("article_id of the version that this one corrects, which is published no more.", nullable=True)
    parser = _text("Rule set and version that cleaned the page.", nullable=False)


class ArticleSpans(_Spanned):
    """What each stretch of a page is: a partition of articles.text."""

    article_id = dy.String(primary_key=True, description="Article.")
    begin = _offset(_BEGIN, key=True)
    end = _offset(_END)
    kind = _one_of(ZONE_KINDS, "What the stretch is.")
    rule = _text(_RULE, nullable=False)


class Reports(_Spanned):
    """One row per contiguous report inside an article."""

    report_id = _id("Hash of article_id, begin and end.", key=True)
    article_id = _ref("Article that the report stands in.")
    position = _count("Order in the article, from 0.")
    title = _text("Headline of the report.")
    text = _text("Reading text: body spans joined by newlines.", nullable=False)
    begin = _offset("First code point of the report's hull in articles.text.")
    end = _offset("One past the hull in articles.text.")
    context_begin = _offset(
        "Begin of a shared opening (dateline paragraph) that belongs to the report too.", nullable=True
    )
    context_end = _offset("End of that shared opening.", nullable=True)
    is_teaser = dy.Bool(description="A cut-off pointer to another story.")
    event_date = _day("Day the reported event happened or began, where the year is stated or inferred.")
    event_end_date = _day("Last day, where the event lasted longer.")
    event_month = dy.Int8(nullable=True, min=1, max=12, description="Month as stated, also where the year is unknown.")
    event_day = dy.Int8(
        nullable=True, min=1, max=31, description="Day of the month as stated, also where the year is unknown."
    )
    event_date_precision = _one_of(("day", "month", "year"), "Precision of the event date.", nullable=True)
    event_date_basis = _one_of(
        ("stated", "inferred", "cluster"),
        "Where the event date's year comes from; cluster: a near-identical report.",
        nullable=True,
    )
    event_date_latest = _day("Upper bound of the event date, from publication or page date.")
    place_id = _ref("Place of the event (entities).", nullable=True)
    duplicate_group_id = _ref("Group of near-identical reports; a report alone has its own.")
    copied_from = _ref("report_id of the likely original within the group.", nullable=True)
    copied_from_confidence = _share("Confidence of copied_from.", nullable=True)
    event_id = _ref("Main event; null for editorials and the like.", nullable=True)
    is_representative = dy.Bool(description="Stands for its duplicate group: the fullest, then the earliest.")
    n_syllables = _count("Syllables of the reading text.")


class ReportEvents(_Spanned):
    """Every event that a report tells of; round-ups have several rows."""

    report_id = dy.String(primary_key=True, description="Report.")
    event_id = dy.String(primary_key=True, description="Event.")
    is_main = dy.Bool(description="The report's main event.")
    begin = _offset(_BEGIN)
    end = _offset(_END)


class DuplicatePairs(dy.Schema):
    """The evidence behind every grouping of reports: verified pairs, merged or kept apart."""

    report_a = dy.String(primary_key=True, description="Report with the smaller id.")
    report_b = dy.String(primary_key=True, description="Report with the larger id.")
    jaccard = _share("Shared shingles by all shingles of the two.")
    containment_a = _share("Share of a's shingles found in b.")
    containment_b = _share("Share of b's shingles found in a.")
    matched_syllables = _count("Syllables of the shorter report that stand in the other too, in shared shingles.")
    longest_run = _count("Longest common run, in syllables.")
    template_share = _share("Share of the match that is learnt template.")
    relation = _one_of(RELATIONS, "How the texts relate.")
    part_of = _one_of(("a_in_b", "b_in_a"), "Direction, where the container tells of several events.", nullable=True)
    same_event = dy.Bool(description="The two report the same event.")
    merged = dy.Bool(description="The two are near-identical reports of one event.")
    reason = _text("Why they are merged or kept apart, e.g. date_conflict, template, round_up.", nullable=False)
    rule = _text(_RULE, nullable=False)

    @dy.rule()
    def ordered(cls) -> pl.Expr:
        return pl.col("report_a") < pl.col("report_b")


class EventLinks(dy.Schema):
    """The evidence behind every event: compared pairs of duplicate groups, by their representatives (see docs/events.md)."""

    report_a = dy.String(primary_key=True, description="Representative with the smaller id.")
    report_b = dy.String(primary_key=True, description="Representative with the larger id.")
    likeness = dy.Float64(
        max=0.0, description="Logarithm of the cosine of all terms, rarer ones counting more; at least ln 0.03."
    )
    title = _share("Likeness of the headlines.")
    lead = _share("Share of one's opening found in the other, the lesser of the two.")
    gap = dy.Float64(
        min=0.0, description="ln(1 + days between the two in publication, or else between the dates of their events)."
    )
    other_day = dy.Float64(min=0.0, max=1.0, description="1 where both state a day of the event, and different ones.")
    other_year = dy.Float64(
        min=0.0, max=1.0, description="1 where the full dates of their events lie more than 200 days apart."
    )
    one_page = dy.Float64(min=0.0, max=1.0, description="1 where one page tells both, as two reports.")
    names = _share("Weight of the persons and organizations that both name, by that of the one with less.")
    text = dy.Float64(
        description="Log odds, from the comparison word by word, that they are one report; 0 where not compared."
    )
    text_known = dy.Float64(
        min=0.0, max=1.0, description="1 where they share enough text to have been compared word by word."
    )
    sequel = dy.Float64(
        min=0.0, max=1.0, description="1 where that comparison found another bulletin of the kind or another stage."
    )
    score = dy.Float64(description="Log odds of one event.")
    same_event = dy.Bool(description="The two are in one event.")
    rule = _text(_RULE, nullable=False)

    @dy.rule()
    def ordered(cls) -> pl.Expr:
        return pl.col("report_a") < pl.col("report_b")


class Events(dy.Schema):
    """One row per real-world event."""

    event_id = _id("Follows from the event's first report.", key=True)
    event_date = _day("Day the event happened or began.")
    event_end_date = _day("Last day of a longer event.")
    event_month = dy.Int8(nullable=True, min=1, max=12, description="Month, also where the year is unknown.")
    event_day = dy.Int8(nullable=True, min=1, max=31, description="Day of the month, also where the year is unknown.")
    event_date_precision = _one_of(("day", "month", "year"), "Precision of the event date.", nullable=True)
    event_date_basis = _one_of(
        ("stated", "inferred", "cluster"), "Where the event date's year comes from.", nullable=True
    )
    event_date_latest = _day("Upper bound of the event date.")
    kind = _one_of(EVENT_KINDS, "Kind of event.")
    plover_type = _text(
        "Category of the PLOVER ontology, where the kind has a counterpart: CONSULT, AGREE, ACCUSE, COERCE."
    )
    title = _text("Headline of the representative report, or its first sentence.", nullable=False)
    place_id = _ref("Place of the event (entities).", nullable=True)
    representative_report_id = _ref("Report that the row is taken from.")
    n_reports = _count("Reports of the event.")
    n_groups = _count("Groups of near-identical reports.")
    n_articles = _count("Articles with a report of it.")
    n_sources = _count("Outlets with a report of it.")
    first_published_at = _time("Earliest publication of a report of it (UTC).")
    last_published_at = _time("Latest publication of a report of it (UTC).")


class Redirects(dy.Schema):
    """Ids of an earlier snapshot that merged, split or moved; one row per successor."""

    kind = _one_of(("event", "group", "entity"), "What the id names.", key=True)
    old_id = dy.String(primary_key=True, description="Id in the earlier snapshot.")
    new_id = dy.String(primary_key=True, description="Id that holds it now.")
    since_run_id = _ref("Run that moved it.")


class Entities(dy.Schema):
    """One row per person, organization, place or document."""

    entity_id = _id("Hash of kind and canonical key.", key=True)
    kind = _one_of(ENTITY_KINDS, "Kind of entity.")
    name = _text("Canonical name.", nullable=False)
    aliases = _names("Other surfaces seen, most frequent first.")
    n_mentions = _count("Mentions.")
    n_reports = _count("Reports that mention it.")
    n_events = _count("Events whose reports mention it.")
    first_seen = _day("Earliest event date of a report that mentions it.")
    last_seen = _day("Latest event date of a report that mentions it.")


class Places(dy.Schema):
    """Places: details of entities of this kind."""

    place_id = _id("entity_id of the place.", key=True)
    unit_code = _text("Official code of the administrative unit (ISO 3166-1 alpha-2 for countries).")
    level = _one_of(("country", "province", "district", "commune", "other"), "Level of the unit.")
    era = _one_of(("before_2025_07", "since_2025_07", "both"), "When the unit existed.", nullable=True)
    parent_id = _ref("entity_id of the unit above.", nullable=True)
    successor_id = _ref("entity_id of the unit that it became in July 2025.", nullable=True)


class Organizations(dy.Schema):
    """Organizations: details of entities of this kind."""

    organization_id = _id("entity_id of the organization.", key=True)
    branch = _one_of(
        ("party", "state", "assembly", "judiciary", "front", "military", "foreign", "other"),
        "Branch of power.",
        nullable=True,
    )
    level = _one_of(("central", "province", "district", "commune"), "Level.", nullable=True)
    parent_id = _ref("entity_id of the organization above.", nullable=True)


class Documents(dy.Schema):
    """Party and state documents, laws and treaties: details of entities of this kind."""

    document_id = _id("entity_id of the document.", key=True)
    doc_type = _text("Nghị quyết, Chỉ thị, Kết luận, Luật, …", nullable=False)
    number = _text('Number in normal form ("34-NQ/TW").')
    issuers = _names("Who issued it, canonical names.")
    term = _text("Congress or legislature (khóa).")
    issued_on = _day("Date of issue.")
    name = _text("Name or subject, where it is cited by one.")
    n_citations = _count("Mentions.")
    same_as_id = _ref("A bare number: the one document of the corpus that it can be (document_id).", nullable=True)


class Mentions(_Spanned):
    """Every occurrence of an entity."""

    mention_id = _id("Hash of report_id, kind, begin and end.", key=True)
    article_id = _ref("Article.")
    report_id = _ref("Report.")
    entity_id = _ref("Entity.")
    kind = _one_of(ENTITY_KINDS, "Kind of entity.")
    begin = _offset(_BEGIN)
    end = _offset(_END)
    surface = _text("As it stands; a person's name without titles.", nullable=False)
    form = _one_of(FORMS, "How it is referred to; title: an office alone standing for its holder.")
    rule = _text(_RULE, nullable=False)


class Dates(_Spanned):
    """Every date expression."""

    article_id = _ref("Article.")
    report_id = dy.String(primary_key=True, description="Report.")
    begin = _offset(_BEGIN, key=True)
    end = _offset(_END)
    surface = _text("As it stands.", nullable=False)
    value = _day("The day, where year, month and day are known.")
    end_value = _day("Last day of a range.")
    month = dy.Int8(nullable=True, min=1, max=12, description="Month.")
    day = dy.Int8(nullable=True, min=1, max=31, description="Day of the month.")
    year = dy.Int16(nullable=True, description="Year.")
    basis = _one_of(("stated", "inferred", "relative"), "How the value was reached.")
    is_event_date = dy.Bool(description="Dates the reported event.")
    rule = _text(_RULE, nullable=False)


class Participants(dy.Schema):
    """Who took part in an event."""

    event_id = dy.String(primary_key=True, description="Event.")
    entity_id = dy.String(primary_key=True, description="Person or organization.")
    role = _one_of(ROLES, "Role in the event.", key=True)
    office = _text("Office as stated there.")
    n_reports = _count("Reports of the event that say so.")


class ParticipantClaims(_Spanned):
    """Which report says that someone took part in an event."""

    report_id = dy.String(primary_key=True, description="Report.")
    event_id = dy.String(primary_key=True, description="Event.")
    entity_id = dy.String(primary_key=True, description="Person or organization.")
    role = _one_of(ROLES, "Role in the event.", key=True)
    begin = _offset(_BEGIN)
    end = _offset(_END)
    rule = _text(_RULE, nullable=False)


class OfficeClaims(_Spanned):
    """One row per statement that a person holds, or held, an office."""

    claim_id = _id("Hash of report_id, person_id, begin and end.", key=True)
    article_id = _ref("Article.")
    report_id = _ref("Report.")
    person_id = _ref("Person (entities).")
    office = _text('Canonical office ("Trưởng Ban Đối ngoại Trung ương").', nullable=False)
    title = _text('Head of the office ("Trưởng Ban").', nullable=False)
    organization_id = _ref("Organ (entities).", nullable=True)
    surface = _text("As it stands, without nguyên/cựu; pieces joined by ` … `.", nullable=False)
    begin = _offset(_BEGIN)
    end = _offset(_END)
    spans = _spans("The pieces, in order.")
    is_former = dy.Bool(description="nguyên, cựu.")
    is_acting = dy.Bool(description="quyền, phụ trách.")
    rule = _text(_RULE, nullable=False)


class Tenures(dy.Schema):
    """Office claims added up over time, one row per spell."""

    person_id = dy.String(primary_key=True, description="Person (entities).")
    office = dy.String(primary_key=True, description="Canonical office.")
    title = _text("Head of the office.", nullable=False)
    organization_id = _ref("Organ (entities).", nullable=True)
    spell = dy.Int32(primary_key=True, min=1, description="1, 2, … in order of time.")
    is_acting = dy.Bool(description="All claims of the spell are of acting office.")
    first_observed = _day("Earliest event date at which the person is named as holder.")
    last_observed = _day("Latest such date.")
    n_reports = _count("Reports that say so.")
    n_sources = _count("Outlets that say so.")
    is_single_holder = dy.Bool(description="The office has one holder at a time.")
    is_contested = dy.Bool(
        description="Another person is observed in the same single-holder office within the interval."
    )


class Statements(dy.Schema):
    """Who said what."""

    statement_id = _id("Hash of report_id, speaker_id and spans.", key=True)
    article_id = _ref("Article.")
    report_id = _ref("Report.")
    speaker_id = _ref("Person (entities).")
    mode = _one_of(("direct", "indirect"), "Quoted or reported.")
    verb = _text("Reporting verb: nhấn mạnh, đề nghị, …")
    text = _text("What was said: the pieces joined by ` … `.", nullable=False)
    spans = _spans("The pieces, in order.")
    statement_group_id = _ref("The same statement in other reports.")
    rule = _text(_RULE, nullable=False)


class Rejections(dy.Schema):
    """What could not be published, and why."""

    raw_file = _text("Path below the raw folder.", nullable=False)
    record = _count("Record within a container, from 0.", nullable=True)
    stage = _one_of(("read", "decode", "clean", "split", "validate"), "Where it failed.")
    reason = _text("Short code.", nullable=False)
    detail = _text("What was found.", nullable=False)


class Runs(dy.Schema):
    """One row per run."""

    run_id = _id("Run.", key=True)
    started_at = _time("Start (UTC).", nullable=False)
    finished_at = _time("End (UTC).", nullable=False)
    code_version = _text("Version of sukien.", nullable=False)
    parameters = _text("Parameters of the run, JSON.", nullable=False)
    n_raw = _count("Raw records seen.")
    n_articles = _count("Articles published.")
    n_reports = _count("Reports published.")
    n_events = _count("Events published.")
    n_rejections = _count("Rejections.")
    seconds_by_stage = dy.List(
        dy.Struct({"key": dy.String(), "value": dy.Float64()}),
        description="Seconds by stage, in order of stages (a map).",
    )


TABLES: dict[str, type[dy.Schema]] = {
    "articles": Articles,
    "article_spans": ArticleSpans,
    "reports": Reports,
    "report_events": ReportEvents,
    "duplicate_pairs": DuplicatePairs,
    "event_links": EventLinks,
    "events": Events,
    "redirects": Redirects,
    "entities": Entities,
    "places": Places,
    "organizations": Organizations,
    "documents": Documents,
    "mentions": Mentions,
    "dates": Dates,
    "participants": Participants,
    "participant_claims": ParticipantClaims,
    "office_claims": OfficeClaims,
    "tenures": Tenures,
    "statements": Statements,
    "rejections": Rejections,
    "runs": Runs,
}

# (table, column) → (table, column) it refers to; null references are allowed where the column is nullable.
PARTED = ("articles", "article_spans", "dates", "mentions")
"""Tables whose rows follow from their page, but for the entities of mentions: they are published in parts."""

REFERENCES: dict[tuple[str, str], tuple[str, str]] = {
    **{(t, "article_id"): ("articles", "article_id") for t in ("article_spans", "reports", "mentions", "dates", "office_claims", "statements")},
    **{(t, "report_id"): ("reports", "report_id") for t in ("report_events", "mentions", "dates", "participant_claims", "office_claims", "statements")},
    **{(t, "event_id"): ("events", "event_id") for t in ("reports", "report_events", "participants", "participant_claims")},
    **{(t, "entity_id"): ("entities", "entity_id") for t in ("mentions", "participants", "participant_claims")},
    **{(t, "person_id"): ("entities", "entity_id") for t in ("office_claims", "tenures")},
    **{(t, "organization_id"): ("organizations", "organization_id") for t in ("office_claims", "tenures")},
    **{(t, "place_id"): ("places", "place_id") for t in ("reports", "events")},
    **dict.fromkeys((("places", "place_id"), ("organizations", "organization_id"), ("documents", "document_id")), ("entities", "entity_id")),
    ("documents", "same_as_id"): ("documents", "document_id"),
    ("places", "parent_id"): ("places", "place_id"),
    ("places", "successor_id"): ("places", "place_id"),
    ("organizations", "parent_id"): ("organizations", "organization_id"),
    ("duplicate_pairs", "report_a"): ("reports", "report_id"),
    ("duplicate_pairs", "report_b"): ("reports", "report_id"),
    ("event_links", "report_a"): ("reports", "report_id"),
    ("event_links", "report_b"): ("reports", "report_id"),
    ("reports", "copied_from"): ("reports", "report_id"),
    ("events", "representative_report_id"): ("reports", "report_id"),
    ("statements", "speaker_id"): ("entities", "entity_id"),
}  # fmt: skip


def polars_schema(table: type[dy.Schema]) -> pl.Schema:
    """Polars dtypes of a table's columns, in order."""
    return pl.Schema({name: column.dtype for name, column in table.columns().items()})


def arrow_schema(name: str) -> pa.Schema:
    """Arrow schema of a published table; each field's metadata carries its `description`, the schema the table's."""
    table = TABLES[name]
    plain = table.create_empty().to_arrow().schema
    fields = [
        plain.field(column)
        .with_metadata({"description": definition.description or ""})
        .with_nullable(definition.nullable)
        for column, definition in table.columns().items()
    ]
    return pa.schema(fields, metadata={"description": (table.__doc__ or "").strip(), "table": name})
