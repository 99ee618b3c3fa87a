from collections.abc import Sequence

from transforms.records import DateExpression, EventDate
from transforms.text.doc import Doc


def find(doc: Doc) -> list[DateExpression]:
    return []


def event_date(doc: Doc, dates: Sequence[DateExpression]) -> EventDate:
    return EventDate()


def mark_event(dates: Sequence[DateExpression], event: EventDate) -> list[DateExpression]:
    return list(dates)
