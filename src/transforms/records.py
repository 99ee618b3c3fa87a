"""The small typed records that travel inside and between stages. Positions count code points in `articles.text`, half-open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Zone:
    """A stretch of an article and what it is: title, dateline, body, caption, byline, credit, heading, furniture, teaser."""

    begin: int
    end: int
    kind: str
    rule: str


@dataclass(frozen=True, slots=True)
class RawRecord:
    """One page as a reader found it. `content` is the page's text or HTML as decoded; metadata are the source's own.

    `is_deleted` marks a tombstone: no page, but the word of a source that its record of this number or address is gone.
    """

    raw_file: str
    raw_sha256: str
    content: str
    is_html: bool = False
    is_deleted: bool = False
    record_id: str | None = None
    source: str | None = None
    collection: str | None = None
    url: str | None = None
    title: str | None = None
    byline: str | None = None
    published: str | None = None
    collected: str | None = None


@dataclass(frozen=True, slots=True)
class Rejection:
    """Something that could not be published, and why (table `rejections`)."""

    raw_file: str
    record: int | None
    stage: str
    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class Page:
    """A cleaned page. `zones` partition `text`."""

    text: str
    zones: tuple[Zone, ...]
    title: str | None = None
    byline: str | None = None
    credit: str | None = None
    page_date: dt.date | None = None
    language: str = "vi"
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """One contiguous report of a page.

    `zones` are the stretches that count for what it says (dateline, body, caption, heading), in order; those of a shared
    opening (`context`) come first. `text` is the reading text: the report's own dateline and body, joined by newlines.
    """

    position: int
    title: str | None
    text: str
    begin: int
    end: int
    zones: tuple[Zone, ...]
    context: tuple[int, int] | None = None
    is_teaser: bool = False


_NONE: Mapping[str, object] = {}


class Entity(NamedTuple):
    """A person, organization, place or document as one report knows it. `key` identifies it within its kind.

    `attributes` hold the columns of the table of its kind: organizations branch, level, parent_key; places unit_code,
    level, era, parent_key, successor_key; documents doc_type, number, issuers, term, issued_on, name.
    """

    kind: str
    key: str
    name: str
    attributes: Mapping[str, object] = _NONE


class Mention(NamedTuple):
    """One occurrence of an entity. `form`: name, short_name, title, acronym, number."""

    kind: str
    key: str
    begin: int
    end: int
    form: str
    rule: str


@dataclass(frozen=True, slots=True)
class Found:
    """What one finder found: the entities, each once, and their mentions."""

    entities: tuple[Entity, ...] = ()
    mentions: tuple[Mention, ...] = ()


class Office(NamedTuple):
    """An office as it stands in the text, before it is tied to a person. `spans` exclude nguyên/cựu.

    `title` is the head ("Trưởng Ban"), `office` the canonical whole, `organization_key` the organ where one is known.
    """

    spans: tuple[tuple[int, int], ...]
    office: str
    title: str
    organization_key: str | None
    is_former: bool
    is_acting: bool
    rule: str

    @property
    def begin(self) -> int:
        return self.spans[0][0]

    @property
    def end(self) -> int:
        return self.spans[-1][1]


class OfficeClaim(NamedTuple):
    """The text says that a person holds (held) an office."""

    person_key: str
    office: Office
    rule: str


class DateExpression(NamedTuple):
    """A date as written. `year`/`month`/`day` as stated or derived by `basis`: stated, inferred or relative."""

    begin: int
    end: int
    year: int | None
    month: int | None
    day: int | None
    basis: str
    rule: str
    end_value: dt.date | None = None
    is_event_date: bool = False

    @property
    def value(self) -> dt.date | None:
        """The calendar day, where year, month and day are known."""
        if self.year is None or self.month is None or self.day is None:
            return None
        return dt.date(self.year, self.month, self.day)


@dataclass(frozen=True, slots=True)
class EventDate:
    """When the reported event happened, from the report's own text. Unknown parts are None."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    end: dt.date | None = None
    basis: str | None = None
    rule: str | None = None

    @property
    def date(self) -> dt.date | None:
        """First day of what is known of the date, where the year is known."""
        return dt.date(self.year, self.month or 1, self.day or 1) if self.year else None

    @property
    def precision(self) -> str | None:
        """day, month or year; None where nothing is known."""
        if self.day:
            return "day"
        return "month" if self.month else "year" if self.year else None


class Statement(NamedTuple):
    """What a person said. The text is the pieces in `spans`, joined by ` … `."""

    speaker_key: str
    mode: str
    verb: str
    spans: tuple[tuple[int, int], ...]
    rule: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one report says."""

    entities: tuple[Entity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    claims: tuple[OfficeClaim, ...] = ()
    dates: tuple[DateExpression, ...] = ()
    event_date: EventDate = EventDate()
    place_key: str | None = None
    statements: tuple[Statement, ...] = ()
