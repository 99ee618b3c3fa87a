"""Who is the subject of a verb: a name with its titles, an office standing for its holder, a pronoun, or nobody named.

In: a report, its person mentions, later references and office claims. Out: a `Speakers` that finds the person whose
predicate begins at a position. Vietnamese marks no case, so the subject is what stands before the verb in the same
sentence with nothing between but adverbs, an apposition (the office behind the name), or a phrase of time or place.
A pronoun means the last speaker if he spoke within the last sentences, else the person mentioned last whose gender,
as far as words of address tell it, agrees.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Container, Sequence
from functools import cached_property
from typing import NamedTuple

from transforms.entities.coreference import looks_foreign
from transforms.lexicon import column, table
from transforms.records import Found, OfficeClaim
from transforms.text.doc import Doc
from transforms.text.letters import last_letters
from transforms.text.normalise import fold


def alternatives(words: Sequence[str]) -> str:
    """A regex alternation of phrases, longest first."""
    return "|".join(sorted((re.escape(fold(w)) for w in words), key=len, reverse=True))


ADVERB = r"(?:(?:" + alternatives(column("speech_adverbs", "adverb")) + r"),?\s+)*"
_ADVERBS = re.compile(r"[\s,)]*" + ADVERB)
_ADVERB_ENDS = frozenset(fold(adverb).rpartition(" ")[2] for adverb in column("speech_adverbs", "adverb"))
_BETWEEN_COMMAS = re.compile(r"\s*(?:, ([^.;:\"]{3,160}?),|\([^)\n]{2,120}\),?|- [^.;:\"]{3,160}? [-,])\s*" + ADVERB)
_DESCRIBES = re.compile(r"(?:" + alternatives(column("describing_words", "word")) + r")(?!\w)")
_SURELY_DESCRIBES = re.compile(
    r"(?:" + alternatives([row["word"] for row in table("describing_words") if row["sure"]]) + r")(?!\w)"
)
_INSERTED = re.compile(r"(?:,| -) (?:[^.;:\"]|\.(?=\w)){3,160}")
_MANNER = re.compile(
    r"(?: \([^)\n]{1,60}\))?(?: (?!(?:và|với|của|là|sẽ|chưa|không|nghe|để|muốn|phải|được|các|bị|khi) )[a-zà-ỹđ]+){1,3} "
)
_COMMA = re.compile(r"\s*[,(:-]\s*")
_REST_OF_APPOSITION = re.compile(r"(?: \([^)\n]*\)| [^\s,.;:(]+){1,10}(?=,)")
_CLOSING = re.compile(r"[,)](?=[\s,])|[.;:\n]")
_WHEN_WHERE = re.compile(
    r",?\s+(?:(?:tại|trong|ngày|sáng|trưa|chiều|tối|hôm|ở|bên lề|nhân|vào|thay mặt|vừa qua)\s[^.;:\"]{2,110}?,?"
    r"|(?:khi|sau khi|sau)\s[^.;:\"]{2,110}?,)\s+" + ADVERB
)
# What may stand before the subject that a sentence opens with: a time or place.
_OPENS_WITH = re.compile(
    r"[\s*+\-]*(?:(?:trong|sau|trước|từ|năm|hôm|ngày|sáng|chiều|tối|tại|đến|cũng|mới đây|trước đó|sau đó)(?! khi )(?: [^\s,.;:\"]+){0,7},? )?"
)
_ADDRESS = re.compile(r"(?<!\w)(?:" + alternatives(column("address_words", "word")) + r")[ ]$")
_ADDRESS_ENDS = last_letters(map(fold, column("address_words", "word")), " ")
_ALONE = {row["word"]: row["gender"] for row in table("address_words") if row["stands_alone"] == "yes"}
_PRONOUN = re.compile(
    r"(?:(?<=[\s,;:\"(\-])|^)(" + alternatives(list(_ALONE)) + r")(?: (?:này|ấy|ta))?[\s,]+" + ADVERB + r"$"
)
# Callings that point back to somebody as a pronoun does: behind a quotation ("…", đại biểu nói), or with này.
_CALLINGS = alternatives(column("callings", "word"))
_CALLING = re.compile(
    r"(?:(?<=[\s,;:\"(\-])|^)(?:vị )?(?:(?:"
    + _CALLINGS
    + r") này|(?<=[\"”] )(?:"
    + _CALLINGS
    + r")|(?<=[\"”], )(?:"
    + _CALLINGS
    + r")|(?<=[\"”] - )(?:"
    + _CALLINGS
    + r"))[\s,]+"
    + ADVERB
    + r"$"
)
_PRONOUN_ENDS = frozenset(
    {"này", "ấy", "ta"} | {fold(word).rpartition(" ")[2] for word in (*_ALONE, *column("callings", "word"))}
)
_PRONOUN_COMMA = re.compile(r"(" + alternatives(list(_ALONE)) + r")(?: (?:này|ấy|ta))?,\s*")
_NOT_ALONE = re.compile(
    r"(?<!\w)(?:các|những|hai|ba|nhiều|quý|một số|với|của|cho|nước|tiếng|cùng|do|là|mà|đàn|nhà|con|mẹ|bố|vợ|chồng|gia đình) $"
)
_BEFORE_OBJECTS = table("before_objects")
_REQUESTS = [row["word"] for row in _BEFORE_OBJECTS if row["why"] == "request"]
_NOT_SUBJECT = re.compile(
    r"(?<!\w)(?:(?:"
    + alternatives(_REQUESTS)
    + r"),?|"
    + alternatives([row["word"] for row in _BEFORE_OBJECTS])
    + r") $"
)
_NOT_SUBJECT_ENDS = last_letters((fold(row["word"]) for row in _BEFORE_OBJECTS), " ") | last_letters(
    (f"{fold(word)}," for word in _REQUESTS), " "
)
_VOICE = re.compile(
    r"(?<!\w)(?:tài khoản|bài viết|diễn văn|thông điệp|thư|bức thư|điện|bức điện|tuyên bố|bài phát biểu)(?: [^.;:,\"]{0,40})? của $"
)
_CONTRAST = re.compile(r"(?<!\w)(?:còn|riêng|song|nhưng|và|trong khi|về phía) $")
_AND = re.compile(r",? (?:và|cùng|cùng với) $")
_PREDICATE = re.compile(r"(?<!\w)(?:là|đã|sẽ|có|cần|phải|đang|được|còn|rất|luôn|không|chưa|tiếp tục|ngày càng)(?!\w)")
_BEFORE_WORDS = ",;:\"'(-"  # may stand before a word without a space
PRONOUN_MEMORY = 3


def comes_before(words: Container[str], folded: str, floor: int, verb: int) -> bool:
    """Whether an adverb or one of these words is the last before a verb: a cheap test before a pattern that ends in ADVERB."""
    last = folded[floor:verb].rstrip(" ,\n").rpartition(" ")[2].rpartition("\n")[2].lstrip(_BEFORE_WORDS)
    return last in _ADVERB_ENDS or last in words


def has_predicate(folded: str, begin: int, end: int) -> bool:
    """The stretch says something of something, as far as a particle tells."""
    return _PREDICATE.search(folded, begin, end) is not None


class Subject(NamedTuple):
    """A person mention with the titles and words of address before it; `name_begin` is where the mention proper begins."""

    begin: int
    name_begin: int
    end: int
    key: str


class Speakers:
    """The persons of a report as possible subjects."""

    def __init__(self, doc: Doc, persons: Found, references: Found, claims: Sequence[OfficeClaim]):
        self._doc = doc
        self._text = doc.folded
        self._offices = sorted({span for c in claims for span in c.office.spans})
        self._office_begin = {end: begin for begin, end in self._offices}
        mentions = sorted({(m.begin, m.end, m.key) for f in (persons, references) for m in f.mentions})
        self.subjects = [Subject(self._with_titles(b), b, e, k) for b, e, k in mentions]
        self._ends = [s.end for s in self.subjects]
        self._begins = {s.begin: s for s in self.subjects} | {s.name_begin: s for s in self.subjects}
        self._persons = persons

    def _with_titles(self, begin: int) -> int:
        while True:
            at = begin
            while at and self._text[at - 1] in " ,":
                at -= 1
            office = self._office_begin.get(at)
            if office is not None and not ("," in self._text[at:begin] and self._follows_object_word(office)):
                begin = office
            elif self._text[begin - 3 : begin] in _ADDRESS_ENDS and (
                address := _ADDRESS.search(self._text, begin - 18, begin)
            ):
                begin = address.start()
            else:
                return begin

    @cached_property
    def _foreign(self) -> set[str]:
        return {e.key for e in self._persons.entities if looks_foreign(e.name)}

    @cached_property
    def _comrades(self) -> set[str]:
        return {s.key for s in self.subjects if self._is_called_comrade(s)}

    @cached_property
    def _gender(self) -> dict[str, str]:
        gender: dict[str, str] = {}
        for s in self.subjects:
            word = self._text[max(0, s.name_begin - 5) : s.name_begin].split()
            if word and word[-1] in _ALONE and _ALONE[word[-1]]:
                gender[s.key] = _ALONE[word[-1]]
            elif " thị " in self._text[s.name_begin : s.end]:
                gender.setdefault(s.key, "female")
        return gender

    def _is_called_comrade(self, s: Subject) -> bool:
        return self._text.startswith("đồng chí ", s.begin) or self._text.endswith("đồng chí ", 0, s.begin)

    def in_office(self, position: int) -> bool:
        """The position lies inside an office that somebody holds."""
        i = bisect_right(self._offices, (position, position)) - 1
        return i >= 0 and self._offices[i][0] < position < self._offices[i][1]

    def at(self, begin: int) -> Subject | None:
        """The mention that begins here, with or without its titles."""
        return self._begins.get(begin)

    def before(self, position: int, floor: int) -> Subject | None:
        """The last mention that ends at or before `position` and begins at or after `floor`."""
        i = bisect_right(self._ends, position) - 1
        return self.subjects[i] if i >= 0 and self.subjects[i].begin >= floor else None

    def within(self, begin: int, end: int) -> list[Subject]:
        """The mentions between two positions."""
        return [
            s for s in self.subjects[bisect_left(self._ends, begin) : bisect_right(self._ends, end)] if s.begin >= begin
        ]

    def next_subject(self, begin: int, end: int) -> int:
        """Where the next mention begins that can be a subject; `end` without one."""
        return next((s.begin for s in self.within(begin, end) if not self._follows_object_word(s.begin)), end)

    def explicit(self, verb: int, floor: int, previous: int) -> list[Subject]:
        """The subject, by name or office, of the verb at `verb` in the sentence that begins at `floor`; several joined by `và`.

        `previous` is where the verb before it begins: no phrase put in between reaches over another verb.
        """
        s = self.before(verb, floor)
        if s is None or not self._predicate_follows(s, verb, previous) or self._is_object(s):
            return []
        subjects = [s]
        while joined := _AND.search(self._text, max(floor, s.begin - 10), s.begin):
            other = self.before(joined.start(), floor)
            if other is None or not (
                self._apposition(other.end, joined.start())
                or (_INSERTED.fullmatch(self._text, other.end, joined.start()) and self.describes(other.end + 2))
            ):
                break
            subjects.append(s := other)
        return subjects

    def _is_object(self, s: Subject) -> bool:
        if not self._follows_object_word(s.begin):
            return False
        return not _VOICE.search(self._text, s.begin - 60, s.begin)

    def _follows_object_word(self, begin: int) -> bool:
        floor = max(0, begin - 15)
        return (
            self._text[begin - 3 : begin] in _NOT_SUBJECT_ENDS
            and _NOT_SUBJECT.search(self._text, floor, begin) is not None
        )

    def _predicate_follows(self, s: Subject, verb: int, previous: int) -> bool:
        if s.end == verb:
            return False
        if self._apposition(s.end, verb):
            return True
        if previous >= s.end:
            return False
        if self._clause_initial(s):
            apposed = _INSERTED.fullmatch(self._text, s.end, verb) and self.describes(
                s.end + 2 + (self._text[s.end] == " ")
            )
            if apposed or _MANNER.fullmatch(self._doc.text, s.end, verb):
                return True
        inserted = _BETWEEN_COMMAS.fullmatch(self._text, s.end, verb)
        if inserted and (inserted[1] is None or self.describes(inserted.start(1))):
            return True
        return _WHEN_WHERE.fullmatch(self._text, s.end, verb) is not None

    def _clause_initial(self, s: Subject) -> bool:
        before = _CONTRAST.sub("", self._text[max(0, s.begin - 14) : s.begin]).rstrip(" ")
        return not before or before[-1] in '.,;:\n"*+-!?'

    def past_apposition(self, s: Subject) -> int:
        """Where the sentence goes on behind a mention, its offices and the comma after them."""
        end = s.end
        while comma := _COMMA.match(self._text, end):
            begin, set_off = comma.end(), comma[0].strip() in ("(", "-")
            i = bisect_left(self._offices, (begin, 0))
            if i < len(self._offices) and self._offices[i][0] == begin:
                end = self._offices[i][1]
                rest = _REST_OF_APPOSITION.match(self._text, end)
                end = rest.end() if rest else end
            elif set_off or _SURELY_DESCRIBES.match(self._text, begin):
                closing = _CLOSING.search(self._text, begin, begin + 160)
                if not closing or (not set_off and has_predicate(self._text, begin, closing.start())):
                    return begin
                end = closing.start() if closing[0] == "," else closing.end()
            else:
                return begin
        return len(self._text) - len(self._text[end:].lstrip())

    def describes(self, begin: int) -> bool:
        """An apposition begins here, by its capital or a word for an office or a walk of life."""
        return self._doc.text[begin].isupper() or _DESCRIBES.match(self._text, begin) is not None

    def _apposition(self, begin: int, end: int) -> bool:
        """Only offices, punctuation and adverbs stand between the two positions."""
        i = bisect_left(self._offices, (begin, 0))
        while i < len(self._offices) and self._offices[i][1] <= end:
            if self._text[begin : self._offices[i][0]].strip(" ,(-") not in ("", "và", "kiêm"):
                return False
            begin = self._offices[i][1]
            i += 1
        return begin == end or _ADVERBS.fullmatch(self._text, begin, end) is not None

    def pronoun(self, verb: int, floor: int) -> tuple[int, str] | None:
        """(begin, word) of a pronoun that is the subject of the verb at `verb`."""
        floor_of_search = max(floor, verb - 70)
        if not comes_before(_PRONOUN_ENDS, self._text, floor_of_search, verb):
            return None
        if calling := self._calling(max(0, verb - 40), verb):
            begin = calling.start()
            if not _NOT_ALONE.search(self._text, max(0, begin - 12), begin):
                return begin, ""
        found = _PRONOUN.search(self._text, floor_of_search, verb)
        if not found or _NOT_ALONE.search(self._text, max(floor, found.start() - 12), found.start()):
            return None
        begin = found.start(1)
        if self._doc.text[begin].isupper() and self._text[floor:begin].rstrip(" *+-")[-1:].isalnum():
            return None  # part of a name ("Tú Anh"), unless a heading without a stop runs into the sentence
        return begin, found[1]

    def _calling(self, floor: int, verb: int) -> re.Match[str] | None:
        """A calling right before the verb; behind a quotation, or with này: asked for first."""
        if self._text.find(" này", floor, verb) < 0 and self._text.find('"', floor, verb) < 0:
            return None
        return _CALLING.search(self._text, floor, verb)

    def antecedent(self, word: str, position: int, last: tuple[str, int] | None) -> str | None:
        """Whom a pronoun at `position` means; `last` is the last speaker and where he ended."""
        sentences = self._doc.sentences
        here = bisect_right(sentences, (position, len(self._text))) - 1
        floor = sentences[max(0, here - PRONOUN_MEMORY)][0] if sentences else 0
        if here and (last is None or last[1] <= sentences[here - 1][0]):
            subject = self.opening(*sentences[here - 1])  # of the sentence just before, in which nothing was said
            if subject and self._agrees(subject.key, word):
                return subject.key
        if last and last[1] >= floor and self._agrees(last[0], word):
            return last[0]
        i = bisect_right(self._ends, position)
        for s in reversed(self.subjects[:i]):
            if s.begin < floor:
                return None
            if self._agrees(s.key, word):
                return s.key
        return None

    def opening(self, begin: int, end: int) -> Subject | None:
        """The mention that a sentence begins with."""
        s = next(iter(self.within(begin, end)), None)
        return s if s and _OPENS_WITH.fullmatch(self._text, begin, s.begin) else None

    def pronoun_at(self, begin: int) -> re.Match[str] | None:
        """A pronoun and the comma behind it at `begin`."""
        return _PRONOUN_COMMA.match(self._text, begin)

    def _agrees(self, key: str, word: str) -> bool:
        """The person can be meant by this pronoun; a foreigner is a comrade only where the report calls him so."""
        if word == "đồng chí":
            return key in self._comrades or key not in self._foreign
        gender = _ALONE.get(word, "")  # a calling tells none
        return not gender or self._gender.get(key, gender) == gender
