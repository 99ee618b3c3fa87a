from collections.abc import Sequence

from transforms.records import Found, Office, OfficeClaim
from transforms.text.doc import Doc


def find(doc: Doc, persons: Found, claims: Sequence[OfficeClaim], offices: Sequence[Office]) -> Found:
    return Found()
