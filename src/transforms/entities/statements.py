"""Who said what: direct and indirect statements of identified persons.

In: a report, the persons it names, the later references to them and their offices. Out: one `Statement` per continuous
statement, with its speaker, reporting verb and the span of what was said.

Each reporting verb (lexicon `reporting_verbs`) outside quotation marks is a cue. `takes` says what makes it one:
`clause` any complement; `said` a complement that can only be a clause; `marked` a colon, `rằng` or a quotation; `order`
a complement that is no occasion; `naming` a quotation behind `là`; `nothing` never (a phrase that merely contains a verb).
The speaker is the verb's subject (`speakers`): named, an office, a pronoun, shared with the verb before it
(`…, đồng thời đề nghị`), or left out because the sentence goes on with the last speaker. What is said is the quotation
next to the cue, in pieces where the cue interrupts it; else the rest of the sentence; else, if nothing follows the verb,
what stands before the cue. Verbs that go on after an indirect statement in the same sentence belong to the same
statement. `Theo ông X, …` reports like a verb. In an interview each answer is one statement.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from transforms.entities import interviews
from transforms.entities import quotes as quotations
from transforms.entities.quotes import Quote
from transforms.entities.speakers import ADVERB, Speakers
from transforms.lexicon import table
from transforms.records import Found, OfficeClaim, Statement
from transforms.text.doc import Doc
from transforms.text.matcher import PhraseMatcher

SPOKEN = frozenset({"body", "dateline"})
FEWEST_WORDS = 3

_CAN_BE_NOUNS = frozenset(row["verb"] for row in table("reporting_verbs") if row["noun"])
_JOINS = re.compile(r"(?:\s+và|,|\s*,\s+đồng thời)?\s+" + ADVERB)
_CONNECTED = re.compile(r"(?:[,;]|(?<!\w)(?:và|đồng thời|cũng như|qua đó|từ đó|nhưng|song))[\s,]+" + ADVERB + r"$")
_SERIAL = re.compile(r"[^,;:.\"]{0,80}")
_SENTENCE_START = re.compile(r"[\s*+\-]*" + ADVERB)
_COMPLEMENT = re.compile(r"\s*(?:thêm(?=[\s:,]))?\s*[,:]?\s*(?:(?:rằng|là)(?!\w))?\s*[,:]?\s*")
_MARKED = re.compile(
    r"[^.;:\"\n]{0,90}?(?:(?<!\w)rằng(?!\w)\s*[,:]?|:)\s*|\s*,\s*(?=\"|'')|\s+(?=\"|'')|[^.;:\"\n]{0,60} là\s+(?=\"|'')"
)
_ADDRESSEE = re.compile(
    r"\s+(?:với|trước|tại)\s(?:báo|phóng viên|pv|chúng tôi|các|cử tri|giới|truyền thông|đông đảo|đoàn|hội nghị|buổi|cuộc|phiên|lễ)"
    r"(?!\w)[^.;:,\"\n]{0,70},\s*"
)
_COLON_QUOTE = re.compile(r"[^.;:\"\n]{0,60}:\s*(?=\"|'')")
_CLAUSE_START = re.compile(r"\s*(?:[,:]|(?:rằng|việc|đây|hiện|khi|nếu|mình|ông|bà|vì|do|chưa|đã)(?!\w)|thêm[\s,:])")
_NO_COMPLEMENT = re.compile(r"\s*(?:của|về|tại|lên)(?!\w)")
_NOUN = re.compile(r"(?<!\w)(?:các|những|một số|nhiều|mọi|sự|lời|bài|bản|theo|với|từ|đáp ứng|ý kiến|nhà|người|cuộc|phần|trước|\d+) $")
_OCCASION = re.compile(r"\s*(?:hội nghị|đại hội|buổi|cuộc|phiên|công tác|lễ|tại)(?!\w)")
_NAMING = re.compile(r"[^.;:\"\n]{2,120}?(?:là|như|:)?\s*(?=\"|'')")
_QUOTE_THEN_CUE = re.compile(r"\s*[,.]?\s*[-]*\s*(?:theo |như )?")
_UNKNOWN = re.compile(r"[^.;:,\"]{1,90}\s")
_CUE_THEN_QUOTE = re.compile(r"[\s,:]*(?=\"|'')")
_ENDS = re.compile(r"\s*(?:như vậy|như thế|thêm|rõ)?\s*(?:[.!?…;\n]|/\.|$)")
_ACCORDING = re.compile(
    r"(?<!\w)theo (?:lời |lời kể của |ý kiến (?:của )?|nhận định của |đánh giá của |quan điểm của |chia sẻ của )?(?=\w)"
)
_BEFORE_ACCORDING = re.compile(r"(?:,|(?<!\w)(?:cũng|song|nhưng|tuy nhiên|còn|và|trong khi|vì)) $")
_PREDICATE = re.compile(r"(?<!\w)(?:là|đã|sẽ|có|cần|phải|đang|được|còn|rất|luôn|không|chưa|tiếp tục|ngày càng)(?!\w)")
_COMMA_BEFORE = re.compile(r"[,\-]\s*$")


@dataclass(frozen=True, slots=True)
class _Cue:
    """Reporting verbs in a row: where the first begins, and the last one's extent and complement."""

    begin: int
    verb: tuple[int, int]
    takes: str
    first: tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Open:
    """A sentence with a cue: where it begins, who spoke, where the cue ended, and whether it still waits for its complement."""

    floor: int
    keys: list[str]
    end: int
    waits: bool


@cache
def _verbs() -> PhraseMatcher[str]:
    return PhraseMatcher((row["verb"], row["takes"]) for row in table("reporting_verbs"))


def find(doc: Doc, persons: Found, references: Found, claims: Sequence[OfficeClaim]) -> list[Statement]:
    """The statements of one report, in order."""
    if not persons.mentions:
        return []
    return sorted(_Reading(doc, Speakers(doc, persons, references, claims)).statements(), key=lambda s: s.spans)


class _Reading:
    """One pass over a report, cue by cue, remembering who spoke last."""

    def __init__(self, doc: Doc, speakers: Speakers):
        self._doc = doc
        self._text = doc.folded
        self._speakers = speakers
        self._quotes = quotations.find(doc.text)
        self._quote_ends = [q.end for q in self._quotes]
        self._quote_begins = [q.begin for q in self._quotes]
        self._verb_begins: frozenset[int] = frozenset()
        self._used: dict[int, int] = {}  # begin of a quotation → index of the statement it belongs to
        self._found: list[Statement] = []
        self._last: tuple[str, int] | None = None  # last speaker, and where the statement or its cue ended
        self._open: _Open | None = None
        self._previous = -1  # where the cue before this one begins
        self._direct: dict[int, Statement] = {}  # where a direct statement and its cue end

    def statements(self) -> list[Statement]:
        answers = interviews.find(self._doc, self._speakers)
        for a in answers:
            self._found.append(Statement(a.key, "direct", "trả lời", ((a.begin, a.end),), "interview"))
        spoken = [(a.begin, a.end) for a in answers]
        cues = {cue.begin: cue for cue in self._cues()}
        self._verb_begins = frozenset(cues)
        according = {m.start(): m for m in self._according()}
        for at in sorted(cues.keys() | according.keys()):
            if self._quoted(at) or self._doc.kind_at(at) not in SPOKEN or _inside(spoken, at):
                continue
            if at in cues:
                self._read(cues[at])
                self._previous = at
            else:
                self._read_according(according[at])
        self._continue_quotes()
        return self._found

    def _according(self) -> Iterator[re.Match[str]]:
        at = self._text.find("theo ")
        while at >= 0:
            if m := _ACCORDING.match(self._text, at):
                yield m
            at = self._text.find("theo ", at + 5)

    def _cues(self) -> Iterator[_Cue]:
        """Reporting verbs, verbs in a row as one."""
        row: _Cue | None = None
        for begin, end, takes in _verbs().find(self._text):
            if self._text[begin:end] in _CAN_BE_NOUNS and _NOUN.search(self._text, max(0, begin - 10), begin):
                takes = "nothing"
            if row and takes != "nothing" and (joint := _JOINS.fullmatch(self._text, row.verb[1], begin)):
                if joint[0] == " " and self._text[row.verb[0] : row.verb[1]] == "bày tỏ":
                    continue  # "bày tỏ mong muốn": the second verb is what is expressed
                if takes == "courtesy":  # "đánh giá cao và cảm ơn"
                    row = _Cue(row.begin, (row.verb[0], end), row.takes, row.first)
                else:
                    row = _Cue(row.begin, (begin, end), takes, row.first)
                continue
            if row:
                yield row
            row = _Cue(begin, (begin, end), takes, (begin, end)) if takes != "nothing" else None
        if row:
            yield row

    # ------------------------------------------------------------ who

    def _read(self, cue: _Cue) -> None:
        sentence = self._doc.sentence_at(cue.begin)
        if sentence is None:
            return
        floor, end = sentence
        subjects = self._speakers.explicit(cue.begin, floor, self._previous)
        if subjects:
            self._say(cue, [s.key for s in subjects], min(s.begin for s in subjects), sentence, "named")
            return
        pronoun = self._speakers.pronoun(cue.begin, floor)
        if pronoun:
            key = self._speakers.antecedent(pronoun[1], pronoun[0], self._last)
            if key and not self._within_statement(pronoun[0], key):
                self._say(cue, [key], pronoun[0], sentence, "pronoun")
            return
        if _SENTENCE_START.fullmatch(self._text, floor, cue.begin):
            self._fronted(cue, floor, end)
            return
        keys = self._shared(cue, floor)
        if keys:
            self._say(cue, keys, cue.begin, sentence, "shared_subject")
        elif cue.takes == "clause" and (self._open is None or self._open.floor != floor):
            self._open = _Open(floor, [], cue.verb[1], False)  # somebody unnamed speaks

    def _fronted(self, cue: _Cue, floor: int, end: int) -> None:
        """`Nhấn mạnh …, ông X …`: the subject follows; without one the last speaker goes on."""
        for s in self._speakers.within(cue.verb[1], end):
            following = self._text[s.end : s.end + 1]
            if _COMMA_BEFORE.search(self._text, s.begin - 2, s.begin) and following in (" ", ","):
                comma = self._text.rindex(",", 0, s.begin) if "," in self._text[cue.verb[1] : s.begin] else s.begin
                reports = any(s.end <= verb < end for verb in self._verb_begins)
                if reports and not _PREDICATE.search(self._text, cue.verb[1], comma):
                    return
                self._say(cue, [s.key], cue.begin, (floor, comma), "fronted", forward=True)
                self._open = None
                return
        if self._last and cue.takes != "marked" and self._continues(floor):
            self._say(cue, [self._last[0]], cue.begin, (floor, end), "zero_subject", forward=True)

    def _within_statement(self, at: int, key: str) -> bool:
        """The position lies in what this person is reported to have said already."""
        said = self._found[-1] if self._found else None
        return said is not None and said.speaker_key == key and said.spans[0][0] <= at < said.spans[-1][1]

    def _continues(self, floor: int) -> bool:
        """The last statement ended in the sentence before this one."""
        return self._last is not None and self._text[self._last[1] : floor].strip(' .!?…"\n') == ""

    def _shared(self, cue: _Cue, floor: int) -> list[str]:
        """The subject of an earlier verb of the sentence."""
        if self._open and self._open.floor == floor:
            serial = self._open.waits and _SERIAL.fullmatch(self._text, self._open.end, cue.begin)
            return self._open.keys if serial or _CONNECTED.search(self._text, floor, cue.begin) else []
        if not _CONNECTED.search(self._text, floor, cue.begin):
            return []
        for s in self._speakers.within(floor, cue.begin):
            before = self._text[floor : s.begin].rstrip()
            if not before.strip(" *+-") or before[-1] in ",;:":
                return [s.key]
        return []

    # ------------------------------------------------------------ what

    def _say(
        self, cue: _Cue, keys: list[str], subject: int, sentence: tuple[int, int], rule: str, forward: bool = False
    ) -> None:
        floor, end = sentence
        known = len(self._found)
        if cue.takes == "courtesy":
            self._open = _Open(floor, keys, cue.verb[1], False)
            return
        before = None if forward else self._quote_before(subject, cue)
        goes_on = self._open is not None and self._open.floor == floor and rule == "shared_subject"
        if before:
            self._add(keys, cue.first, before.inner, "direct", f"{rule}+quote_before")
            self._used[before.begin] = len(self._found) - 1
            self._join_interrupted(cue)
            if cue.first != cue.verb:
                self._after(cue, keys, end, rule)
        elif goes_on and self._found and self._found[-1].mode == "indirect" and self._found[-1].spans[0][0] >= floor:
            pass  # one continuous statement
        elif not self._after(cue, keys, end, rule) and not forward:
            self._before(cue, keys, subject, floor, rule)
        self._open = _Open(floor, keys, cue.verb[1], cue.takes in ("marked", "said") and len(self._found) == known)

    def _after(self, cue: _Cue, keys: list[str], end: int, rule: str) -> bool:
        """What follows the verb: a quotation, or the rest of the sentence."""
        begin = self._complement(cue, end)
        if begin is None:
            return False
        quote = self._quote_at(begin)
        if quote:
            self._add(keys, cue.verb, quote.inner, "direct", f"{rule}+quote_after")
            self._used[quote.begin] = len(self._found) - 1
            return True
        begin, end = self._clause(begin, end)
        if len(self._text[begin:end].split()) < FEWEST_WORDS:
            return False
        self._add(keys, cue.verb, ((begin, end),), "indirect", f"{rule}+clause")
        return True

    def _clause(self, begin: int, end: int) -> tuple[int, int]:
        """The extent of what is said, with a quotation that the sentence ends in, without the final stop."""
        i = bisect_right(self._quote_begins, end - 1) - 1
        if i >= 0 and begin < self._quotes[i].begin and self._quotes[i].end > end:
            end = self._quotes[i].end
        while end > begin and self._text[end - 1] in " .;,:/\n":
            end -= 1
        return begin, end

    def _complement(self, cue: _Cue, end: int) -> int | None:
        """Where the complement of the verb begins."""
        at = cue.verb[1]
        marked = _MARKED.match(self._text, at, end) if at < end else None
        if marked and self._speakers.within(at, marked.end()):
            marked = None
        quote = self._quote_at(marked.end()) if marked else None
        if cue.takes == "naming":
            naming = _NAMING.match(self._text, at, end)
            return naming.end() if naming and self._quote_at(naming.end()) else None
        if cue.takes == "marked":
            comma = re.match(r"\s*,\s*", self._text[at : at + 3]) if cue.begin != at else None
            return (
                marked.end()
                if marked
                else at + comma.end()
                if comma and self._text[cue.verb[0] : at] == "nói"
                else None
            )
        if quote and marked and (colon_quote := _COLON_QUOTE.match(self._text, at, end)):
            return colon_quote.end()
        if addressee := _ADDRESSEE.match(self._text, at, end):
            return addressee.end()
        if _NO_COMPLEMENT.match(self._text, at, end):
            return marked.end() if marked else None
        if cue.takes == "said" and not (
            _CLAUSE_START.match(self._text, at, end) or self._doc.text[at + 1 : at + 2].isupper()
        ):
            return None
        if cue.takes == "order" and _OCCASION.match(self._text, at, end):
            return None
        skipped = _COMPLEMENT.match(self._text, at, end)
        return skipped.end() if skipped else None

    def _before(self, cue: _Cue, keys: list[str], subject: int, floor: int, rule: str) -> None:
        """`…, ông X cho hay.`: nothing follows, so what precedes was said."""
        if cue.takes in ("marked", "order") or rule == "shared_subject" or not _ENDS.match(self._text, cue.verb[1]):
            return
        if not _COMMA_BEFORE.search(self._text, max(floor, subject - 3), subject):
            return
        end = subject
        while end > floor and self._text[end - 1] in " ,-\n":
            end -= 1
        if len(self._text[floor:end].split()) >= FEWEST_WORDS * 2:
            self._add(keys, cue.verb, ((floor, end),), "indirect", f"{rule}+clause_before")

    def _add(
        self, keys: list[str], verb: tuple[int, int], spans: tuple[tuple[int, int], ...], mode: str, rule: str
    ) -> None:
        word = self._text[verb[0] : verb[1]]
        self._found += (Statement(key, mode, word, spans, rule) for key in keys)
        self._last = (keys[0], max(spans[-1][1], verb[1]))
        if mode == "direct":
            self._direct[len(self._text[: self._last[1]].rstrip(" .\n"))] = self._found[-1]

    # ------------------------------------------------------------ quotations

    def _quoted(self, at: int) -> bool:
        i = bisect_right(self._quote_begins, at) - 1
        return i >= 0 and at < self._quotes[i].end

    def _quote_at(self, begin: int) -> Quote | None:
        i = bisect_right(self._quote_begins, begin) - 1
        return self._quotes[i] if i >= 0 and self._quote_begins[i] == begin else None

    def _quote_before(self, subject: int, cue: _Cue) -> Quote | None:
        """An unclaimed quotation that the cue follows."""
        i = bisect_right(self._quote_ends, subject) - 1
        if i < 0 or self._quotes[i].begin in self._used:
            return None
        q = self._quotes[i]
        between = _QUOTE_THEN_CUE.match(self._text, q.end, subject)
        if not between or self._doc.kind_at(q.begin) not in SPOKEN:
            return None
        unknown = subject > between.end()
        if unknown and not (_UNKNOWN.fullmatch(self._text, between.end(), subject) and self._speakers.describes(between.end())):
            return None
        ends = _ENDS.match(self._text, cue.first[1]) or _CUE_THEN_QUOTE.match(self._text, cue.first[1])
        if not ends and not (set(",-") & set(between[0]) and self._opens_sentence(q)):
            return None
        return q

    def _opens_sentence(self, quote: Quote) -> bool:
        sentence = self._doc.sentence_at(quote.begin)
        return sentence is None or not self._text[sentence[0] : quote.begin].strip(" *+-")

    def _join_interrupted(self, cue: _Cue) -> None:
        """`“…”, ông X nói, “…”`: the second piece goes on."""
        gap = _CUE_THEN_QUOTE.match(self._text, cue.verb[1])
        quote = self._quote_at(gap.end()) if gap else None
        if quote:
            s = self._found[-1]
            self._found[-1] = Statement(s.speaker_key, s.mode, s.verb, s.spans + quote.inner, s.rule + "+interrupted")
            self._used[quote.begin] = len(self._found) - 1

    def _continue_quotes(self) -> None:
        """`“…”, ông X nói. “…”`: a quotation of its own without a cue goes on with the last speaker."""
        ends = dict(self._direct)
        for quote in self._quotes:
            at = len(self._text[: quote.begin].rstrip(" .\n"))
            before = ends.get(at)
            if before is None or quote.begin in self._used or not self._stands_alone(quote):
                continue
            said = Statement(before.speaker_key, "direct", before.verb, quote.inner, "quote_continues")
            self._found.append(said)
            ends[quote.end] = said

    def _stands_alone(self, quote: Quote) -> bool:
        begin, end = quote.inner[-1]
        whole = self._text[end - 1 : end] in tuple(".!?…") or self._text[quote.end : quote.end + 1] in ("", ".", "\n")
        return whole and len(self._text[quote.inner[0][0] : end].split()) > FEWEST_WORDS

    # ------------------------------------------------------------ theo

    def _read_according(self, m: re.Match[str]) -> None:
        sentence = self._doc.sentence_at(m.start())
        s = self._speakers.at(m.end())
        if sentence is None:
            return
        floor, end = sentence
        if s is None:
            self._according_to_pronoun(m, floor, end)
            return
        opening = not self._text[floor : m.start()].strip(" *+-") or self._doc.text[m.start()].isupper()
        if not opening and not _BEFORE_ACCORDING.search(self._text, floor, m.start()):
            return
        begin = self._speakers.past_apposition(s)
        if (quote := self._quote_at(begin)) is not None:
            self._add([s.key], (m.start(), m.start() + 4), quote.inner, "direct", "according_to+quote_after")
            self._used[quote.begin] = len(self._found) - 1
        elif begin in self._verb_begins or len(self._text[begin:end].split()) < FEWEST_WORDS:
            return
        else:
            self._add([s.key], (m.start(), m.start() + 4), (self._clause(begin, end),), "indirect", "according_to")


    def _according_to_pronoun(self, m: re.Match[str], floor: int, end: int) -> None:
        """`Theo ông, …`"""
        word = self._speakers.pronoun_at(m.end())
        if not word or self._text[floor : m.start()].strip(" *+-"):
            return
        key = self._speakers.antecedent(word[0], m.start(), self._last)
        if key:
            begin = word.end()
            self._add([key], (m.start(), m.start() + 4), (self._clause(begin, end),), "indirect", "according_to_pronoun")


def _inside(spans: list[tuple[int, int]], at: int) -> bool:
    i = bisect_right(spans, (at, at)) - 1
    return i >= 0 and at < spans[i][1]
