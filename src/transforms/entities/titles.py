"""Heads of offices: the data of `lexicon/titles.csv`, with their deputies and standing forms, compiled for matching.

`follows` says what may complete the head: `organ` an organization, `ministry` a field of government or its ministry,
`state` a government or country, `area` a unit or country, `embassy` whose and where, `rank` nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from transforms.lexicon import table
from transforms.text.matcher import REPORT, PhraseMatcher


class Title(NamedTuple):
    """A head as the lexicon spells it and what may follow it."""

    name: str
    follows: str


_STANDING = ("Thường trực", "thứ nhất", "chuyên trách", "phụ trách", "điều hành", "danh dự")


def _phrases() -> Iterator[tuple[str, Title]]:
    for row in table("titles"):
        names = [row["title"]]
        if row["deputy"]:
            names.append("Phó " + row["title"])
        for name in names:
            yield name, Title(name, row["follows"])
            if row["follows"] == "rank":
                continue
            for word in _STANDING:
                yield f"{name} {word}", Title(f"{name} {word}", row["follows"])


TITLES: PhraseMatcher[Title] = PhraseMatcher(_phrases(), REPORT)
