"""Who took part in an event, in which role, and which report says so.

In: resolved mentions, office claims, statements and dates of the reports of events. Out: tables `participant_claims` (one row
per report, person and role, with the place in the text) and `participants` (added up over the reports of an event).
A role is read off the words between a name and its neighbours in the same sentence (`role_cues.csv`: "chủ trì" behind a
name, "tiếp" before or behind it), is handed on through an enumeration, and every speaker of a statement is a speaker.
Names that stand in no such place are mentioned, not present: background, thanks, institutions named after somebody. A sentence
dated on another day than the event is background as well, and nobody takes part in anything after dying
(`historical_persons.csv`). Reports may disagree; each claim keeps its report.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import polars as pl

from transforms import lexicon
from transforms.text.matcher import PhraseMatcher
from transforms.text.normalise import canonical, fold

NEAR_BEFORE = 110  # characters before a name in which a cue counts: an office may stand between
NEAR_AFTER = 140  # characters behind it: several offices may
LONGEST = 2000  # characters of a sentence
NEAR_LISTED = 25  # characters between two names whose common role follows them

# One class of characters first: the engine then skips to them instead of trying two branches everywhere.
_STOP = re.compile(r"[.!?…\n](?:(?<=\n)\n*|(?<!\n)[.!?…]*[\"”'’)]*(?=\s|$))")
_ABBREVIATED = re.compile(r"(?<!\w)(?:[A-ZĐ]|TP|GS|TS|ThS|PGS|BS|T\.Ư)\.$")
# "Dự lễ kỷ niệm có …", "Tham gia đoàn công tác có: …" opens a list of those present.
_PRESENT = re.compile(r"(?<!\w)(?:dự|tham gia|có mặt|đón|tiễn|cùng đi)(?!\w)[^.;]{0,60}?(?<!\w)(?:có|gồm)(?!\w)")
_LISTED = re.compile(r"\s*(?:[,;]|và|cùng)\s")

_CLAIMS = pl.Schema(
    {
        "report_id": pl.String, "event_id": pl.String, "entity_id": pl.String, "role": pl.String,
        "begin": pl.Int32, "end": pl.Int32, "rule": pl.String,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Name:
    entity: str
    kind: str
    begin: int
    end: int


@cache
def _cues(kind: str, side: str) -> PhraseMatcher[str]:
    return PhraseMatcher(
        (row["cue"], row["role"]) for row in lexicon.table("role_cues") if row["kind"] == kind and row["side"] == side
    )


def participant_claims(
    reports: pl.DataFrame,
    articles: pl.DataFrame,
    mentions: pl.DataFrame,
    statements: pl.DataFrame,
    dates: pl.DataFrame,
    entities: pl.DataFrame,
) -> pl.DataFrame:
    """Table `participant_claims` from `reports` (report_id, article_id, begin, end, event_id, event_date, event_month, event_day),
    `articles` (article_id, text), `mentions`, `statements` (report_id, speaker_id, spans), `dates` and `entities`.
    """
    acting = mentions.filter(pl.col("kind").is_in(["person", "organization"]))
    names = _by_report(acting.select("report_id", pl.struct("entity_id", "kind", "begin", "end").alias("row")))
    days = _by_report(
        dates.filter(pl.col("month").is_not_null(), pl.col("day").is_not_null()).select(
            "report_id", pl.struct("begin", "month", "day").alias("row")
        )
    )
    said = _by_report(
        statements.select("report_id", pl.struct("speaker_id", pl.col("spans").list.first()).alias("row"))
    )
    died = _deaths(entities)
    rows: list[tuple[object, ...]] = []
    main = reports.filter(pl.col("event_id").is_not_null()).join(
        articles.select("article_id", article="text"), on="article_id", how="left"
    )
    for r in main.select("report_id", "event_id", "article", "event_date", "event_month", "event_day").iter_rows(
        named=True
    ):
        found = [_Name(m["entity_id"], m["kind"], m["begin"], m["end"]) for m in names.get(r["report_id"], ())]
        other = [
            d["begin"]
            for d in days.get(r["report_id"], ())
            if r["event_day"] and (d["month"], d["day"]) != (r["event_month"], r["event_day"])
        ]
        year = r["event_date"].year if isinstance(r["event_date"], dt.date) else None
        claims = [*_roles(r["article"], found, other), *_speakers(found, said.get(r["report_id"], []))]
        seen: set[tuple[str, str]] = set()
        for name, role, rule in claims:
            if (name.entity, role) not in seen and not (
                name.entity in died and (year is None or year > died[name.entity])
            ):
                seen.add((name.entity, role))
                rows.append((r["report_id"], r["event_id"], name.entity, role, name.begin, name.end, rule))
    return pl.DataFrame(rows, schema=_CLAIMS, orient="row").sort("report_id", "begin", "role")


def participants(claims: pl.DataFrame, office_claims: pl.DataFrame, representatives: pl.DataFrame) -> pl.DataFrame:
    """Table `participants` from `participant_claims`, `office_claims` and `representatives` (event_id, representative_report_id).

    The office is the first that the representative report states, or else the one that most reports do.
    """
    held = (
        office_claims.filter(~pl.col("is_former"))
        .select("report_id", "begin", "office", entity_id="person_id")
        .join(claims.select("report_id", "event_id", "entity_id").unique(), on=["report_id", "entity_id"])
        .join(representatives, on="event_id", how="left")
        .with_columns(
            leads=pl.col("report_id") == pl.col("representative_report_id"),
            n=pl.col("report_id").n_unique().over("event_id", "entity_id", "office"),
        )
        .sort("leads", "n", "begin", "office", descending=[True, True, False, False])
        .group_by("event_id", "entity_id", maintain_order=True)
        .agg(pl.col("office").first())
    )
    return (
        claims.group_by("event_id", "entity_id", "role")
        .agg(n_reports=pl.col("report_id").n_unique().cast(pl.Int32))
        .join(held, on=["event_id", "entity_id"], how="left")
        .select("event_id", "entity_id", "role", "office", "n_reports")
        .sort("event_id", "entity_id", "role")
    )


def _by_report(frame: pl.DataFrame) -> dict[str, list[dict[str, Any]]]:
    grouped = frame.group_by("report_id").agg(pl.col("row"))
    return dict(grouped.rows())


def _deaths(entities: pl.DataFrame) -> dict[str, int]:
    died = {canonical(row["name"]): int(row["died"]) for row in lexicon.table("historical_persons")}
    persons = entities.filter(pl.col("kind") == "person").select("entity_id", "name")
    return {entity: died[canonical(name)] for entity, name in persons.rows() if canonical(name) in died}


def _roles(text: str, names: list[_Name], other_days: list[int]) -> Iterator[tuple[_Name, str, str]]:
    """Roles from the words around names, sentence by sentence; sentences with another day than the event's are background."""
    if not names:
        return
    names = sorted(names, key=lambda n: (n.begin, -n.end))
    starts, days = [n.begin for n in names], sorted(other_days)
    nearest = range(max(0, starts[0] - LONGEST), starts[0])
    begin = max((m.end() for m in _STOP.finditer(text, nearest.start, nearest.stop)), default=nearest.start)
    folded = _folded(text)
    done, past = bisect_left(starts, begin), bisect_left(days, begin)
    for stop in _stops(text, names):
        here, until = bisect_left(starts, stop, done), bisect_left(days, stop, past)
        if here > done and until == past:
            for kind in ("person", "organization"):
                inside = [n for n in names[done:here] if n.kind == kind]
                yield from _in_sentence(text, folded, inside, begin, stop)
        begin, done, past = stop, here, until


@lru_cache(maxsize=1)
def _folded(text: str) -> str:
    """The folded text; several reports in a row may be of one page."""
    return fold(text)


def _stops(text: str, names: list[_Name]) -> Iterator[int]:
    """Ends of sentences, as far as names stand."""
    for m in _STOP.finditer(text, names[0].begin):
        if not _ABBREVIATED.search(text, max(0, m.start() - 4), m.end()):
            yield m.end()
            if m.end() > names[-1].begin:
                return
    yield len(text)


def _in_sentence(text: str, folded: str, names: list[_Name], begin: int, stop: int) -> Iterator[tuple[_Name, str, str]]:
    previous, role, at = None, None, begin
    waiting: list[_Name] = []  # members of an enumeration whose role may stand behind its last one
    for i, name in enumerate(names):
        until = names[i + 1].begin if i + 1 < len(names) else stop
        before = folded[max(at, name.begin - NEAR_BEFORE) : name.begin]
        listed = previous is not None and _LISTED.match(text, previous.end) is not None
        if _PRESENT.search(before):
            role, rule = "attendee", "list_of_those_present"
        elif ahead := [r for _, _, r in _cues(name.kind, "before").find(before)]:
            role, rule = ahead[-1], "cue_before"
        elif after := next(
            (r for _, _, r in _cues(name.kind, "after").find(folded[name.end : min(until, name.end + NEAR_AFTER)])),
            None,
        ):
            role, rule = after, "cue_after"
        elif listed and role:
            rule = "enumeration"
        else:
            role, rule = None, ""
        if not (listed and name.begin - (previous.end if previous else 0) <= NEAR_LISTED):
            waiting = []
        if role:
            if rule == "cue_after":
                yield from ((earlier, role, "enumeration") for earlier in waiting)
            waiting = []
            yield name, role, rule
        else:
            waiting.append(name)
        previous, at = name, name.end


def _speakers(names: list[_Name], said: list[dict[str, Any]]) -> Iterator[tuple[_Name, str, str]]:
    """The speaker of every statement, at the mention nearest before its words, or the nearest of all."""
    for row in said:
        at = row["spans"]["begin"]
        own = [n for n in names if n.entity == row["speaker_id"]]
        if own:
            nearest = min(own, key=lambda n: (n.begin > at, abs(n.begin - at)))
            yield nearest, "speaker", "statement"
