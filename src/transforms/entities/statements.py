"""Who said what: direct and indirect statements of identified persons.

In: a report, the persons it names, the later references to them and their offices. Out: one `Statement` per continuous
statement, with its speaker, reporting verb and the span of what was said.

Each reporting verb (`reporting`) outside quotation marks (`quotes`) is a cue. The speaker is the verb's subject
(`speakers`): named, an office, a pronoun, shared with the verb before it (`…, đồng thời đề nghị`), behind it (`Nhấn
mạnh …, ông X …`), or left out because the sentence goes on with the last speaker. What is said is the quotation next to
the cue, in pieces where the cue interrupts it; else the rest of the sentence; else, if nothing follows the verb, what
stands before the cue. Verbs that go on after an indirect statement in the same sentence belong to the same statement.
`Theo ông X, …` reports like a verb. In an interview each answer is one statement (`interviews`). Captions, headings and
titles say nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from transforms.entities import interviews, reporting
from transforms.entities.interviews import Answer
from transforms.entities.quotes import Quotations, Quote
from transforms.entities.reporting import Cue
from transforms.entities.speakers import Speakers, has_predicate
from transforms.records import Found, OfficeClaim, Statement
from transforms.text.doc import Doc

SPOKEN = frozenset({"body", "dateline"})
FEWEST_WORDS = 3
LONGEST_TITLE = 90
LEAST_BEHIND_COLON = 8  # words


def find(doc: Doc, persons: Found, references: Found, claims: Sequence[OfficeClaim]) -> list[Statement]:
    """The statements of one report, in order."""
    if not persons.mentions:
        return []
    return sorted(_Reading(doc, Speakers(doc, persons, references, claims)).statements(), key=lambda s: s.spans)


@dataclass(frozen=True, slots=True)
class _Open:
    """A sentence with a cue: where it begins, who spoke, where the cue ended, whether it still waits for its complement."""

    floor: int
    keys: list[str]
    end: int
    waits: bool


class _Reading:
    """One pass over a report, cue by cue, remembering who spoke last."""

    def __init__(self, doc: Doc, speakers: Speakers):
        self._doc = doc
        self._text = doc.folded
        self._speakers = speakers
        self._quotes = Quotations(doc.text)
        self._cues = {cue.begin: cue for cue in reporting.cues(doc.text, doc.folded)}
        self._found: list[Statement] = []
        self._used: set[int] = set()  # where quotations begin that a statement has
        self._direct: dict[int, Statement] = {}  # where a direct statement and its cue end
        self._last: tuple[str, int] | None = None  # last speaker, and where the statement or its cue ended
        self._open: _Open | None = None
        self._previous = -1  # where the cue before this one begins

    def statements(self) -> list[Statement]:
        """All statements, in the order found."""
        answers = self._without_sequel(interviews.find(self._doc, self._speakers))
        self._found += (Statement(a.key, "direct", "trả lời", ((a.begin, a.end),), "interview") for a in answers)
        answered = [(a.begin, a.end) for a in answers]
        according = reporting.according(self._text)
        for at in sorted(self._cues.keys() | according.keys()):
            if self._quotes.around(at) or self._doc.kind_at(at) not in SPOKEN or _inside(answered, at):
                continue
            if self._speakers.in_office(at):
                continue  # Giám đốc Sở | Thông tin …
            sentence = self._doc.sentence_at(at)
            if sentence and at in self._cues:
                self._read(self._cues[at], *sentence)
                self._previous = at
            elif sentence:
                self._read_according(at, according[at], *sentence)
        self._read_cited()
        self._read_colons()
        self._continue_quotes()
        self._precede_quotes()
        return self._found

    def _without_sequel(self, answers: list[Answer]) -> list[Answer]:
        """The last answer up to where the report goes on about what somebody else said, with quotations."""
        if not answers:
            return answers
        last = answers[-1]
        quotes = [q.begin for q in self._quotes.all if q.begin < last.end]
        for at in sorted(at for at in self._cues if last.begin < at < last.end and not self._quotes.around(at)):
            floor = (self._doc.sentence_at(at) or (at, at))[0]
            subjects = self._speakers.explicit(at, floor, -1) if floor > last.begin else []
            if subjects and subjects[0].key != last.key and quotes and quotes[-1] > at:
                return [*answers[:-1], replace(last, end=floor)]
        return answers

    # ------------------------------------------------------------ who

    def _read(self, cue: Cue, floor: int, end: int) -> None:
        subjects = self._speakers.explicit(cue.begin, floor, self._previous)
        if subjects:
            begin = min(s.begin for s in subjects)
            if not reporting.is_passive(cue, self._text, begin):
                self._say(cue, [s.key for s in subjects], begin, floor, end, "named")
        elif pronoun := self._speakers.pronoun(cue.begin, floor):
            key = self._speakers.antecedent(pronoun[1], pronoun[0], self._last)
            if key and not self._has_said(key, pronoun[0]):
                self._say(cue, [key], pronoun[0], floor, end, "pronoun")
        elif reporting.opens_sentence(self._text, floor, cue.begin):
            self._read_fronted(cue, floor, end)
        elif keys := self._shared_subject(cue, floor):
            self._say(cue, keys, cue.begin, floor, end, "shared_subject")
        elif cue.takes == "clause" and (self._open is None or self._open.floor != floor):
            self._open = _Open(floor, [], cue.end, False)  # somebody unnamed speaks

    def _read_fronted(self, cue: Cue, floor: int, end: int) -> None:
        """`Nhấn mạnh …, ông X …`: the subject follows; without one the last speaker goes on."""
        report_says = not cue.is_single and cue.verb[0] - cue.first_end == 1  # "Thông tin cho biết …"
        if cue.takes == "courtesy" or report_says or reporting.opens_as_noun(cue, self._text):
            return
        for s in self._speakers.within(cue.end, end):
            comma = self._text.rfind(",", cue.end, s.begin)
            if comma < 0 or self._text[comma + 1 : s.begin].strip() or self._text[s.end : s.end + 1] not in (" ", ","):
                continue
            reports = any(s.end <= verb < end for verb in self._cues)
            if not reports or has_predicate(self._text, cue.end, comma):
                self._after(cue, [s.key], comma, "fronted")
            return
        goes_on = self._last is not None and not self._text[self._last[1] : floor].strip(' .!?…"\n')
        if self._last and goes_on and cue.takes not in ("marked", "spoken") and not self._has_subject_later(cue, end):
            self._after(cue, [self._last[0]], end, "zero_subject")
            self._open = _Open(floor, [self._last[0]], cue.end, False)

    def _has_subject_later(self, cue: Cue, end: int) -> bool:
        """A later verb of the sentence has a subject of its own, so that the first clause is its."""
        later = [verb for verb in self._cues if cue.end <= verb < end]
        return any(self._speakers.explicit(v, cue.end, -1) or self._speakers.pronoun(v, cue.end) for v in later)

    def _has_said(self, key: str, at: int) -> bool:
        """The position lies in what this person is reported to have said already."""
        said = self._found[-1] if self._found else None
        return said is not None and said.speaker_key == key and said.spans[0][0] <= at < said.spans[-1][1]

    def _shared_subject(self, cue: Cue, floor: int) -> list[str]:
        """The subject of an earlier verb of the sentence."""
        connected = reporting.is_connected(self._text, floor, cue.begin)
        if self._open and self._open.floor == floor:
            serial = self._open.waits and reporting.is_serial(self._text, self._open.end, cue.begin)
            return self._open.keys if connected or serial else []
        if connected:
            for s in self._speakers.within(floor, cue.begin):
                before = self._text[floor : s.begin].rstrip()
                if not before.strip(" *+-") or before[-1] in ",;:":
                    return [s.key]
        return []

    # ------------------------------------------------------------ what

    def _say(self, cue: Cue, keys: list[str], subject: int, floor: int, end: int, rule: str) -> None:
        """What stands before the cue, behind it, or on both sides."""
        known = len(self._found)
        if cue.takes != "courtesy":
            quote = self._quote_before(subject, cue)
            if quote:
                self._add_quote(keys, (cue.begin, cue.first_end), quote, f"{rule}+quote_before")
                self._join_interrupted(cue)
                if not cue.is_single:
                    self._after(cue, keys, end, rule)
            elif not self._goes_on(cue, floor, rule) and not self._after(cue, keys, end, rule):
                self._before(cue, keys, subject, floor, rule)
        self._open = _Open(
            floor, keys, cue.end, cue.takes in ("marked", "said", "spoken") and len(self._found) == known
        )

    def _goes_on(self, cue: Cue, floor: int, rule: str) -> bool:
        """One continuous statement: the verb shares the subject of an indirect statement of the same sentence."""
        if rule != "shared_subject" or self._open is None or self._open.floor != floor or not self._found:
            return False
        said = self._found[-1]
        if said.mode != "indirect" or said.spans[0][0] < floor:
            return False
        cut = reporting.told_anew(cue, self._text, said.spans[0][0])
        if cut is None or said.speaker_key not in self._open.keys:
            return True
        begin = said.spans[0][0]
        end = begin + len(self._text[begin:cut].rstrip(" ,;"))
        if len(self._text[begin:end].split()) < FEWEST_WORDS:
            return True
        self._found = [s._replace(spans=((begin, end),)) if s.spans == said.spans else s for s in self._found]
        return False

    def _after(self, cue: Cue, keys: list[str], end: int, rule: str) -> bool:
        """What follows the verb: a quotation, or the rest of the sentence."""
        begin = reporting.complement(cue, self._doc.text, self._text, end, self._speakers.next_subject(cue.end, end))
        if begin is None:
            return False
        if quote := self._quotes.at(begin):
            self._add_quote(keys, cue.verb, quote, f"{rule}+quote_after")
            return True
        return cue.takes != "naming" and self._add_clause(keys, cue.verb, begin, end, f"{rule}+clause")

    def _before(self, cue: Cue, keys: list[str], subject: int, floor: int, rule: str) -> None:
        """`…, ông X cho hay.`: nothing follows, so what precedes was said."""
        if (
            cue.takes not in ("clause", "said", "spoken")
            or rule == "shared_subject"
            or not reporting.closes(self._text, cue.end)
        ):
            return
        said = self._text[floor:subject].rstrip()
        if said.endswith((",", "-")) and len(said.split(None, FEWEST_WORDS * 2)) >= FEWEST_WORDS * 2:
            end = floor + len(said.rstrip(" ,-"))
            self._add(keys, cue.verb, ((floor, end),), "indirect", f"{rule}+clause_before")

    def _add_clause(self, keys: list[str], verb: tuple[int, int], begin: int, end: int, rule: str) -> bool:
        """The rest of a sentence, with the quotation it ends in, without its stop."""
        last = self._quotes.around(end - 1)
        if last and last.begin > begin:
            end = max(end, last.end)
        end = begin + len(self._text[begin:end].rstrip(" .;,:/\n"))
        if len(self._text[begin:end].split(None, FEWEST_WORDS)) < FEWEST_WORDS:
            return False
        self._add(keys, verb, ((begin, end),), "indirect", rule)
        return True

    def _add_quote(self, keys: list[str], verb: tuple[int, int], quote: Quote, rule: str) -> None:
        self._used.add(quote.begin)
        self._add(keys, verb, quote.inner, "direct", rule)
        if self._last:
            self._direct[self._stripped(self._last[1])] = self._found[-1]
            self._direct.setdefault(self._stripped(quote.end), self._found[-1])

    def _add(
        self, keys: list[str], verb: tuple[int, int], spans: tuple[tuple[int, int], ...], mode: str, rule: str
    ) -> None:
        self._found += (Statement(key, mode, self._text[slice(*verb)], spans, rule) for key in keys)
        self._last = (keys[0], max(spans[-1][1], verb[1]))

    # ------------------------------------------------------------ quotations

    def _quote_before(self, subject: int, cue: Cue) -> Quote | None:
        """An unclaimed quotation that the cue follows."""
        quote = self._quotes.before(subject)
        if quote is None or quote.begin in self._used or self._doc.kind_at(quote.begin) not in SPOKEN:
            return None
        begin, led = reporting.after_quote(self._text, quote.end, subject)
        title = self._text[begin:subject]  # what was not recognised as an office, if anything
        if title and (len(title) > LONGEST_TITLE or set('.;:,"') & set(title) or not self._speakers.describes(begin)):
            return None
        ends = reporting.closes(self._text, cue.first_end) or reporting.quote_follows(self._text, cue.first_end)
        return quote if ends or (led and self._opens_sentence(quote)) else None

    def _opens_sentence(self, quote: Quote) -> bool:
        sentence = self._doc.sentence_at(quote.begin)
        return sentence is None or not self._text[sentence[0] : quote.begin].strip(" *+-")

    def _join_interrupted(self, cue: Cue) -> None:
        """`“…”, ông X nói, “…”`: the second piece goes on."""
        begin = reporting.quote_follows(self._text, cue.end)
        quote = self._quotes.at(begin) if begin is not None else None
        if quote:
            said = self._found[-1]
            self._found[-1] = said._replace(spans=said.spans + quote.inner, rule=said.rule + "+interrupted")
            self._used.add(quote.begin)

    def _read_cited(self) -> None:
        """`“…”, Reuters dẫn lời ông X.`: the outlet is the subject, and who spoke stands behind."""
        for quote in self._quotes.all if "dẫn" in self._text else ():
            name = reporting.cited_after(self._doc.text, quote.end)
            said_by = self._speakers.at(name) if name is not None else None
            unclaimed = quote.begin not in self._used and self._doc.kind_at(quote.begin) in SPOKEN
            if said_by and unclaimed and self._opens_sentence(quote):
                self._used.add(quote.begin)
                said = Statement(said_by.key, "direct", "dẫn", quote.inner, "cited+quote_before")
                self._found.append(said)
                self._direct[self._stripped(quote.end)] = said

    def _read_colons(self) -> None:
        """`Ông X vui mừng khi trở lại: “…”`: a whole quotation behind a colon is the sentence's subject's, whatever he does."""
        for quote in self._quotes.all:
            if quote.begin in self._used or not self._text.startswith(": ", quote.begin - 2):
                continue
            sentence = self._doc.sentence_at(quote.begin - 2)
            if sentence is None or self._doc.kind_at(quote.begin) not in SPOKEN or not self._is_long(quote):
                continue
            floor, colon = sentence[0], quote.begin - 2
            subject = self._speakers.opening(floor, colon)
            if subject is None or any(floor <= at < colon for at in self._cues):
                continue
            if len(self._speakers.within(subject.end, colon)) or reporting.quotes_a_text(
                self._text, subject.end, colon
            ):
                continue
            self._add_quote([subject.key], (colon, colon + 1), quote, "colon+quote_after")

    def _is_long(self, quote: Quote) -> bool:
        begin, end = quote.inner[0][0], quote.inner[-1][1]
        return (
            self._stands_alone(quote)
            and len(self._text[begin:end].split(None, LEAST_BEHIND_COLON)) > LEAST_BEHIND_COLON
        )

    def _precede_quotes(self) -> None:
        """`“…”. “…”, ông X nói.`: a quotation of its own right before one that the cue follows is of the same speaker."""
        led = {s.spans[0][0]: s for s in self._found if "quote_before" in s.rule}
        following: Quote | None = None
        for quote in reversed(self._quotes.all):
            said = led.get(following.inner[0][0]) if following else None
            if (
                said
                and following
                and quote.begin not in self._used
                and not self._text[quote.end : following.begin].strip(" .\n")
                and self._doc.kind_at(quote.begin) in SPOKEN
                and self._stands_alone(quote)
                and self._opens_sentence(quote)
            ):
                earlier = Statement(said.speaker_key, "direct", said.verb, quote.inner, "quote_precedes")
                self._found.append(earlier)
                self._used.add(quote.begin)
                led[quote.inner[0][0]] = earlier
            following = quote

    def _continue_quotes(self) -> None:
        """`“…”, ông X nói. “…”`: a quotation of its own without a cue goes on with the last speaker."""
        for quote in self._quotes.all:
            before = self._direct.get(self._stripped(quote.begin))
            if before and quote.begin not in self._used and self._stands_alone(quote):
                said = Statement(before.speaker_key, "direct", before.verb, quote.inner, "quote_continues")
                self._found.append(said)
                self._used.add(quote.begin)
                self._direct[quote.end] = said

    def _stands_alone(self, quote: Quote) -> bool:
        begin, end = quote.inner[0][0], quote.inner[-1][1]
        whole = self._text[end - 1] in ".!?…" or self._text[quote.end : quote.end + 1] in ("", ".", "\n")
        return whole and len(self._text[begin:end].split(None, FEWEST_WORDS + 1)) > FEWEST_WORDS

    def _stripped(self, end: int) -> int:
        return len(self._text[:end].rstrip(" .\n"))

    # ------------------------------------------------------------ theo

    def _read_according(self, theo: int, name: int, floor: int, end: int) -> None:
        """`Theo ông X, …`, `Theo ông, …`; in the middle of a sentence behind a comma or conjunction."""
        opens = not self._text[floor:theo].strip(" *+-") or self._doc.text[theo].isupper()
        verb = (theo, theo + len("theo"))
        subject = self._speakers.at(name)
        if subject is None:
            pronoun = self._speakers.pronoun_at(name) if opens else None
            key = self._speakers.antecedent(pronoun[1], theo, self._last) if pronoun else None
            if pronoun and key and not self._text.startswith("?", end) and self._text[end - 1] != "?":
                self._add_clause([key], verb, pronoun.end(), end, "according_to_pronoun")
            return
        begin = self._speakers.past_apposition(subject)
        if begin in self._cues or not (opens or reporting.opens_clause(self._text, floor, theo)):
            return
        if quote := self._quotes.at(begin):
            self._add_quote([subject.key], verb, quote, "according_to+quote_after")
        else:
            self._add_clause([subject.key], verb, begin, end, "according_to")


def _inside(spans: list[tuple[int, int]], at: int) -> bool:
    i = bisect_right(spans, (at, at)) - 1
    return i >= 0 and at < spans[i][1]
