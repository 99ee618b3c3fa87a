from collections.abc import Sequence

from transforms.records import Found, Office, OfficeClaim
from transforms.text.doc import Doc


def find(doc: Doc, organizations: Found) -> list[Office]:
    return []


def link(doc: Doc, offices: Sequence[Office], persons: Found) -> list[OfficeClaim]:
    return []
