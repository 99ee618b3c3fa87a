"""Interviews: whose answer each turn is.

In: a report and its speakers. Out: the answers in order. A turn opens a line or follows the end of a sentence, with a
dash, a plus or an asterisk, or with whoever speaks and a colon ("Phóng viên:", "Thứ trưởng X:"). A turn that ends
in a question mark, or that the interviewer opens, is a question. A turn with a name is that person's; one without a
name answers the question before it and belongs to the person who answered before, or else was mentioned last before
the first question. Two questions at least make an interview.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from transforms.entities.speakers import Speakers, alternatives
from transforms.lexicon import column
from transforms.text.doc import Doc

_OPENING = re.compile(
    r"(?:^|\n|(?<=[.?!…”\"*)/] )|(?<=  ))[ ]*(?P<mark>[-–—+*•.]?)[ ]*"
    r"(?:(?P<asks>(?:"
    + alternatives(column("interviewers", "name"))
    + r")[^:.?!\n]{0,40}:)|(?=[^\W\d_a-zà-ỹđ]|[“\"]))",
    re.IGNORECASE,
)
_NAMED = re.compile(r"\s*(?:\([^)\n]{1,100}\))?\s*:\s*")
FEWEST_QUESTIONS = 2


@dataclass(frozen=True, slots=True)
class Answer:
    """What one person answered: [begin, end)."""

    begin: int
    end: int
    key: str


def find(doc: Doc, speakers: Speakers) -> list[Answer]:
    """The answers of an interview; none where the report is no interview."""
    text = doc.text
    if text.count("?") < FEWEST_QUESTIONS:
        return []
    turns = _turns(doc, speakers)
    questions = [t for t in turns if t.asks]
    if len(questions) < FEWEST_QUESTIONS:
        return []
    before = speakers.before(questions[0].begin, 0)
    interviewee = before.key if before else None
    answers, asked = [], False
    for turn in turns:
        if turn.asks:
            asked = True
            continue
        key = turn.key or (interviewee if asked else None)
        if key:
            interviewee = key
            end = turn.end - len(text[turn.begin : turn.end]) + len(text[turn.begin : turn.end].rstrip())
            answers.append(Answer(turn.begin, end, key))
        asked = False
    return answers


@dataclass(frozen=True, slots=True)
class _Turn:
    begin: int
    end: int
    key: str | None
    asks: bool


def _turns(doc: Doc, speakers: Speakers) -> list[_Turn]:
    text = doc.text
    opened: list[tuple[int, int, str | None, bool]] = []  # begin, begin of what is said, speaker, asks
    for m in _OPENING.finditer(text):
        subject = speakers.at(m.end())
        named = _NAMED.match(text, subject.end) if subject else None
        if named and subject:
            opened.append((m.start(), named.end(), subject.key, False))
        elif m["asks"] or m["mark"] in set("-–—+*•") and m["mark"]:
            opened.append((m.start(), m.end(), None, bool(m["asks"])))
    turns = []
    for i, (_, begin, key, asks) in enumerate(opened):
        end = opened[i + 1][0] if i + 1 < len(opened) else len(text)
        asks = asks or (key is None and text[begin:end].rstrip().endswith("?"))
        turns.append(_Turn(begin, end, key, asks))
    return turns
