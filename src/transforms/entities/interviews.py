"""Interviews: whose answer each turn is.

In: a report and its speakers. Out: the answers in order. A turn opens with a dash, plus, asterisk or dot behind the end
of a sentence, or with whoever speaks and a colon ("Phóng viên:", "Thứ trưởng X:"). The interviewer's turns are
questions, so are unnamed ones that end in a question mark, and those whose mark only questions have. A turn with a name
is that person's; one without answers the question before it and belongs to the person who answered before, or else was
mentioned last before the first question. Two questions at least make an interview.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from transforms.entities.speakers import Speakers, alternatives
from transforms.lexicon import column
from transforms.text.doc import Doc
from transforms.text.normalise import fold

_MARK = re.compile(r"(?:^|(?<=\n)|(?<=[.?!…”\")/] ))[ ]*(?P<mark>[-–—+*•.])[ ]*(?=[^\W\d_a-zà-ỹđ]|[“\"])")
_INTERVIEWERS = [fold(name) for name in column("interviewers", "name")]
_ASKS = re.compile(r"(?<!\w)(?P<mark>[-–—+*•.]?) ?(?:(?i:" + alternatives(_INTERVIEWERS) + r"))[^:.?!\n]{0,40}: ?")
_NAMED = re.compile(r"\s*(?:\([^)\n]{1,100}\))?\s*:\s*")
# A title that was not recognised as an office may stand between the mark and the name.
_BEFORE_NAME = re.compile(r"(?:^|[\n.?!…”\")/])\s*(?P<mark>[-–—+*•.]?) ?(?:[^\W\d_a-zà-ỹđ][^.:;,?!\n]{0,60} )?$")
FEWEST_QUESTIONS = 2


@dataclass(frozen=True, slots=True)
class Answer:
    """What one person answered: [begin, end)."""

    begin: int
    end: int
    key: str


@dataclass(frozen=True, slots=True)
class _Turn:
    """`opens` is where the turn with its mark and name begins, `begin` where what is said does."""

    opens: int
    begin: int
    mark: str
    key: str | None
    asks: bool


def find(doc: Doc, speakers: Speakers) -> list[Answer]:
    """The answers of an interview; none where the report is no interview."""
    if doc.text.count("?") < FEWEST_QUESTIONS:
        return []
    turns = list(_turns(doc, speakers))
    said = [doc.text[t.begin : n.opens].rstrip() for t, n in zip(turns, [*turns[1:], _END], strict=False)]
    asking = [t.asks or (t.key is None and s.endswith("?")) for t, s in zip(turns, said, strict=True)]
    if sum(asking) < FEWEST_QUESTIONS:
        return []
    asking_marks = {t.mark for t, asks in zip(turns, asking, strict=True) if asks}
    answering_marks = {t.mark for t in turns if t.key}
    first = speakers.before(next(t.opens for t, asks in zip(turns, asking, strict=True) if asks), 0)
    interviewee = first.key if first else None
    answers: list[Answer] = []
    asked = False
    for turn, text, asks in zip(turns, said, asking, strict=True):
        if turn.key is None and (asks or (answering_marks and turn.mark in asking_marks - answering_marks)):
            asked = True
            continue
        key = turn.key or (interviewee if asked or turn.mark in answering_marks - asking_marks else None)
        if key and text:
            interviewee = key
            answers.append(Answer(turn.begin, turn.begin + len(text), key))
        asked = False
    return answers


_END = _Turn(10**9, 10**9, "", None, False)


def _turns(doc: Doc, speakers: Speakers) -> Iterator[_Turn]:
    text = doc.text
    turns = {m.end(): _Turn(m.start(), m.end(), m["mark"], None, False) for m in _MARK.finditer(text)}
    named = any(name in doc.folded for name in _INTERVIEWERS)  # the pattern tries every position
    for m in _ASKS.finditer(text) if named else ():
        turns.pop(m.start("mark") + 2, None)
        turns[m.start()] = _Turn(m.start(), m.end(), m["mark"], None, True)
    for s in speakers.subjects:
        colon = _NAMED.match(text, s.end)
        before = _BEFORE_NAME.search(text, s.begin - 80, s.begin) if colon else None
        if colon and before:
            turns[s.begin] = _Turn(before.start("mark"), colon.end(), before["mark"], s.key, False)
    last = -1
    for turn in sorted(turns.values(), key=lambda t: (t.opens, -t.begin)):
        if turn.opens >= last:
            yield turn
            last = turn.begin
