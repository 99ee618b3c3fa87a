"""Which role the persons and organizations of a report play in what it tells.

In: the text of a page and what was extracted from one of its reports. Out: (mention, role, rule), in order, a role of somebody
more than once where the report says so more than once.
A role is read off the words between a name and its neighbours in the same sentence (`role_cues.csv`: "chủ trì" behind a
name, "tiếp" before or behind it), is handed on through an enumeration, and every speaker of a statement is a speaker.
Names that stand in no such place are mentioned, not present: background, thanks, institutions named after somebody. A sentence
dated on another day than the event is background as well.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from transforms import lexicon
from transforms.records import Extraction, Mention, Statement
from transforms.text.matcher import PhraseMatcher
from transforms.text.normalise import fold

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

Role = tuple[Mention, str, str]


def find(text: str, found: Extraction) -> list[Role]:
    """Roles of persons and organizations of a report in `text`, the page's."""
    names = [m for m in found.mentions if m.kind in ("person", "organization")]
    month, day = found.event_date.month, found.event_date.day
    other_days = [d.begin for d in found.dates if d.month and d.day and day and (d.month, d.day) != (month, day)]
    return [*_roles(text, names, other_days), *_speakers(names, found.statements)]


@cache
def _cues(kind: str, side: str) -> PhraseMatcher[str]:
    return PhraseMatcher(
        (row["cue"], row["role"]) for row in lexicon.table("role_cues") if row["kind"] == kind and row["side"] == side
    )


def _roles(text: str, names: list[Mention], other_days: list[int]) -> Iterator[Role]:
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


def _stops(text: str, names: list[Mention]) -> Iterator[int]:
    """Ends of sentences, as far as names stand."""
    for m in _STOP.finditer(text, names[0].begin):
        if not _ABBREVIATED.search(text, m.start() - 4, m.end()):
            yield m.end()
            if m.end() > names[-1].begin:
                return
    yield len(text)


def _in_sentence(text: str, folded: str, names: list[Mention], begin: int, stop: int) -> Iterator[Role]:
    previous, role, at = None, None, begin
    waiting: list[Mention] = []  # members of an enumeration whose role may stand behind its last one
    for i, name in enumerate(names):
        until = names[i + 1].begin if i + 1 < len(names) else stop
        before = folded[max(at, name.begin - NEAR_BEFORE) : name.begin]
        listed = previous is not None and _LISTED.match(text, previous.end) is not None
        if ("có" in before or "gồm" in before) and _PRESENT.search(before):
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


def _speakers(names: list[Mention], said: Iterable[Statement]) -> Iterator[Role]:
    """The speaker of every statement, at the mention nearest before its words, or the nearest of all."""
    for statement in said:
        at = statement.spans[0][0]
        own = [n for n in names if n.kind == "person" and n.key == statement.speaker_key]
        if own:
            nearest = min(own, key=lambda n: (n.begin > at, abs(n.begin - at)))
            yield nearest, "speaker", "statement"
