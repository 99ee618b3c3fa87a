from collections.abc import Sequence

from transforms.records import Found, OfficeClaim, Statement
from transforms.text.doc import Doc


def find(doc: Doc, persons: Found, references: Found, claims: Sequence[OfficeClaim]) -> list[Statement]:
    return []
