"""What kind of event a report tells of, from the words of its headline and opening; and the kind's PLOVER counterpart.

In: headline and reading text. Out: one of `schema.EVENT_KINDS`. Every cue of `event_kinds.csv` has a weight; cues of the
headline count double, those of the opening once, and earlier ones break ties. The heaviest kind wins; without a cue it
is `other`. The mapping to PLOVER (Political Language Ontology for Verifiable Event Records) is `plover_types.csv`: only
kinds whose members nearly all belong to one PLOVER category have a counterpart.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache

import polars as pl

from transforms import lexicon
from transforms.text.matcher import PhraseMatcher
from transforms.text.normalise import fold

OPENING = 400  # characters of the text that are read
HEADLINE = 2.0  # times that a cue in the headline counts
LEAST = 2.0  # weight below which no kind is named


@cache
def _cues() -> PhraseMatcher[tuple[str, float]]:
    return PhraseMatcher((row["cue"], (row["kind"], float(row["weight"]))) for row in lexicon.table("event_kinds"))


@cache
def _plover() -> dict[str, str]:
    return {row["kind"]: row["plover_type"] for row in lexicon.table("plover_types") if row["plover_type"]}


def event_kind(title: str | None, text: str) -> str:
    """The kind of the event that a report tells of."""
    weight: dict[str, float] = defaultdict(float)
    first: dict[str, int] = {}
    head = fold(title or "")
    for part, times, offset in ((head, HEADLINE, 0), (fold(text[:OPENING]), 1.0, len(head))):
        said: set[str] = set()
        for begin, end, (kind, w) in _cues().find(part):
            if (cue := part[begin:end]) not in said:  # saying a word twice does not make it truer
                said.add(cue)
                weight[kind] += w * times
                first.setdefault(kind, offset + begin)
    best = max(weight, key=lambda kind: (weight[kind], -first[kind]), default="other")
    return best if weight[best] >= LEAST else "other"


def event_kinds(reports: pl.DataFrame) -> pl.Series:
    """Kind for each of `reports` (title, text), in order."""
    return pl.Series("kind", [event_kind(*row) for row in reports.select("title", "text").rows()], dtype=pl.String)


def plover_type(kind: pl.Expr) -> pl.Expr:
    """PLOVER category of a kind; null where it has none."""
    return kind.replace_strict(_plover(), default=None, return_dtype=pl.String)
