"""One report → everything it says, by layers: each finder sees the report and what the layers before it found.

documents and dates first (their words would pass for names), then organizations, places, offices, persons; then who holds
which office, later short forms and titles, and who said what.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import chain
from operator import attrgetter

from transforms.entities import coreference, dates, documents, offices, organizations, persons, places, statements
from transforms.records import Extraction, Found, Mention
from transforms.text.doc import Doc


def extract(doc: Doc) -> Extraction:
    """All entities, mentions, claims, dates and statements of one report."""
    found_documents = documents.find(doc)
    found_dates = dates.find(doc)
    found_organizations = organizations.find(doc, found_documents)
    found_places = places.find(doc, found_organizations, found_documents)
    found_offices = offices.find(doc, found_organizations)
    found_persons = persons.find(doc, found_offices, found_organizations, found_places, found_documents)
    found_places = _outside(found_places, found_persons)
    claims = offices.link(doc, found_offices, found_persons)
    references = coreference.find(doc, found_persons, claims, found_offices)
    said = statements.find(doc, found_persons, references, claims)
    event_date = dates.event_date(doc, found_dates)
    found = (found_documents, found_organizations, found_places, found_persons)
    return Extraction(
        entities=tuple(chain.from_iterable(f.entities for f in found)),
        mentions=_once(chain.from_iterable(f.mentions for f in (*found, references))),
        claims=tuple(claims),
        dates=tuple(dates.mark_event(found_dates, event_date)),
        event_date=event_date,
        place_key=places.event_place(doc, found_places, found_dates),
        statements=tuple(said),
    )


def _once(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """Mentions in order; where two layers found one of the same kind in the same place, that of the earlier."""
    first: dict[tuple[str, int, int], Mention] = {}
    for m in mentions:
        first.setdefault((m.kind, m.begin, m.end), m)
    return tuple(sorted(first.values(), key=attrgetter("begin", "end")))


def _outside(found: Found, holders: Found) -> Found:
    """`found` without what stands inside a mention of `holders`: a name's syllables are no place."""
    taken = sorted((m.begin, m.end) for m in holders.mentions)
    begins = [b for b, _ in taken]

    def is_inside(begin: int, end: int) -> bool:
        at = bisect_right(begins, begin) - 1
        return at >= 0 and end <= taken[at][1]

    kept = tuple(m for m in found.mentions if not is_inside(m.begin, m.end))
    if len(kept) == len(found.mentions):
        return found
    keys = {m.key for m in kept}
    # A unit above (a province of a commune) has no mention of its own and stays.
    lost = {m.key for m in found.mentions} - keys
    return Found(tuple(e for e in found.entities if e.key not in lost), kept)
