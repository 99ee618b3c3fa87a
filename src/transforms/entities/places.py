from collections.abc import Sequence

from transforms.records import DateExpression, Found
from transforms.text.doc import Doc


def find(doc: Doc, organizations: Found, documents: Found) -> Found:
    return Found()


def event_place(doc: Doc, places: Found, dates: Sequence[DateExpression]) -> str | None:
    return None
