"""Who is named in a report: every person once, with all places where the full name stands.

In: a report and what was found in it before: offices, organizations, places, documents. Out: persons (`key` is the folded
longest form of the name) and their mentions, form `name`; `short_name` only for someone of whom the whole report gives no
fuller form ("bà Sáu"). Later short forms of a named person are the business of `coreference`.

Method: runs of capitalised words outside the names of organizations, places and documents are cut into stretches that
have the shape of a name (`names`), and each stretch is judged by its shape and by what stands around it:
- a sure surname with two or more syllables is a person unless it names a street, school, prize or the like, or is a credit;
- a weaker shape needs a cue: an honorific, a calling or an office before it, an office, age or speech behind it, or a
  place in a row with persons, or the same words accepted elsewhere in the report;
- a foreign name needs a cue or a known first name, and no word of firms, media or competitions in it.
Forms of one name within a report (V.Putin, Vladimir Putin; tone placement; capitals) are joined under the longest.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from transforms.entities import names
from transforms.lexicon import column, table
from transforms.records import Entity, Found, Mention, Office
from transforms.text.doc import Doc
from transforms.text.normalise import canonical, fold

_UPPER = "".join(c for c in map(chr, range(0x41, 0x1F00)) if unicodedata.category(c) == "Lu")
_LOWER = "".join(c for c in map(chr, range(0x61, 0x1F00)) if unicodedata.category(c) == "Ll")
_WORD = rf"[{_UPPER}][{_UPPER}{_LOWER}]*(?:['’][{_UPPER}{_LOWER}]+)?(?:-(?:[{_LOWER}]+|[A-Z][a-z]+))*(?![^\W_])"
_PARTICLE = r"(?:de|da|do|dos|das|del|della|di|van|von|der|den|bin|bint|ibn|al|el|ul|ur|af|ter|ten)"
_RUN = re.compile(
    rf"(?<![^\W_])(?<!/)(?:{_WORD}|[{_UPPER}]\.)(?:(?: |(?<=\.)|'|-(?=[A-Z]))(?:{_WORD}|[{_UPPER}]\.|{_PARTICLE}(?= [{_UPPER}])))*"
)
_PIECE = re.compile(rf"[{_UPPER}]\.|{_WORD}|[{_LOWER}]+")

_CUES = {row["phrase"]: row["kind"] for row in table("person_cues")}
_TAILS = frozenset(column("name_tails", "phrase"))
_HIDDEN = ("byline", "credit", "furniture")
_JOINERS = re.compile(r"(?:,| và| cùng| với|;|, cùng| -| –|/)? ?(?:(?:các )?(?:ông|bà|anh|chị|em|đồng chí) )?")
_BEHIND = re.compile(
    r" ?(?:\(|, ?|- ?|– ?)(?:sn |sinh (?:năm|ngày|tại)|\d\d? tuổi|\d\d\)|trú |ngụ |quê |thường trú|hkt|nguyên |cựu |chủ tịch|phó |giám đốc|"
    r"trưởng |tổng |bộ trưởng|thứ trưởng|ủy viên|bí thư|cục |vụ |viện |hiệu |đại sứ|chuyên |thư ký|thủ tướng|ngoại trưởng|đại biểu|luật sư|bác sĩ|"
    r"người |chủ |giảng viên|giáo sư|tiến sĩ|thành viên|cố vấn|đại diện|nhà |chồng |vợ |con |cán bộ|hướng dẫn viên)"
    r"| (?:cho biết|nói|khẳng định|phát biểu|nhấn mạnh|chia sẻ|cho rằng|đề nghị|yêu cầu|trả lời|bày tỏ|kể|tâm sự|khai|thừa nhận|viết|"
    r"tuyên bố|thông tin|cho hay|nhận định|đánh giá|giải thích|lý giải|bộc bạch|thổ lộ|trình bày|báo cáo|chỉ đạo|phân tích|tin rằng|lưu ý|"
    r"nêu|đọc|tặng|trao|chủ trì|dẫn đầu|ghi bàn|lập công|sinh năm|sinh ngày|qua đời|tử vong)(?![^\W_])"
)
_SPEAKS_ONLY = re.compile(r"^ ")


@dataclass(slots=True)
class _Candidate:
    begin: int
    end: int
    words: list[str]
    kind: str
    cue: str | None
    adjacent: bool
    accepted: str | None = None
    rejected: bool = False

    @property
    def key(self) -> str:
        return canonical(" ".join(w.rstrip(".") for w in self.words))


@dataclass(slots=True)
class _Person:
    words: list[str]
    spans: list[tuple[int, int, str]] = field(default_factory=list)


def find(doc: Doc, offices: Sequence[Office], organizations: Found, places: Found, documents: Found) -> Found:
    """Every person the report names, and where the full names stand."""
    reading = _Reading(doc, offices, organizations, places, documents)
    candidates = reading.candidates()
    _judge(candidates, reading)
    return _found(_group(candidates), reading.text)


class _Reading:
    """The text with what is already known of it, and the look to the left and right of a position."""

    def __init__(self, doc: Doc, offices: Sequence[Office], organizations: Found, places: Found, documents: Found):
        self.text = doc.view(*{z.kind for z in doc.zones if z.kind not in _HIDDEN})
        self.folded = doc.folded
        taken = [
            (m.begin, m.end, kind)
            for kind, f in (("organization", organizations), ("place", places), ("document", documents))
            for m in f.mentions
        ]
        spans = [s for o in offices for s in o.spans]
        self.masks = sorted(taken + [(b, e, "office") for b, e in spans])
        self.office_ends = {e for _, e in spans}
        self.office_begins = {b for b, _ in spans}
        self.mask_ends = {e: b for b, e, _ in taken}

    def candidates(self) -> list[_Candidate]:
        """All stretches of capitalised words that have the shape of a name, in order."""
        found: list[_Candidate] = []
        text, masks, k = self.text, self.masks, 0
        for m in _RUN.finditer(text):
            begin, end = m.span()
            while k < len(masks) and masks[k][1] <= begin:
                k += 1
            if k < len(masks) and masks[k][0] < end:
                for b, e in self._unmasked(begin, end, k):
                    self._cut(b, e, found)
            elif " " in m[0] or "." in m[0] or "-" in m[0] or self._honoured(begin):
                self._cut(begin, end, found)
        return found

    def _honoured(self, begin: int) -> bool:
        """Whether an honorific or the like stands right before a single word."""
        at = self.folded.rfind(" ", 0, begin - 1) + 1
        return self.folded[at : begin - 1] in _LAST_WORDS

    def _unmasked(self, begin: int, end: int, k: int) -> list[tuple[int, int]]:
        """The parts of a run that no mask covers. A place inside a name that begins with a surname is part of the name."""
        first = self.text[begin:end].split(" ", 1)[0]
        parts, at = [], begin
        for b, e, kind in self.masks[k:]:
            if b >= end:
                break
            if (
                kind == "place"
                and e <= end
                and (b > begin and names.shape(first) & names.SURE or self._named(begin, b))
            ):
                continue
            if b > at:
                parts.append((at, b))
            at = max(at, e)
        if at < end:
            parts.append((at, end))
        return parts

    def _named(self, begin: int, place: int) -> bool:
        return begin == place and _CUES.get(self._word_before(begin)) == "honorific"

    def _word_before(self, begin: int) -> str:
        at = self.folded.rfind(" ", 0, begin - 1) + 1
        return self.folded[at : begin - 1]

    def _cut(self, begin: int, end: int, found: list[_Candidate]) -> None:
        """Cut one run of capitalised words into candidates."""
        text = self.text
        pieces = [(p.start(), p.end()) for p in _PIECE.finditer(text, begin, end)]
        words = [text[b:e] for b, e in pieces]
        follows = text[end : end + 2]
        before_letter = len(follows) == 2 and follows[0] == " " and follows[1].islower()
        if before_letter and len(words) > 1 and self._tail(pieces[-1][0], end):
            pieces.pop()
            words.pop()
        for s in names.stretches(words):
            b, e = pieces[s.i][0], pieces[s.j - 1][1]
            if text[e - 1] == ".":
                e -= 1
            cue, adjacent = self.cue(b)
            found.append(_Candidate(b, e, words[s.i : s.j], s.kind, cue, adjacent))

    def _tail(self, begin: int, end: int) -> bool:
        """Whether the last capitalised word and the small word behind it are one expression ("Chiều nay")."""
        stop = self.folded.find(" ", end + 1)
        return self.folded[begin : stop if stop > 0 else len(self.folded)].rstrip(",.;:") in _TAILS

    def cue(self, begin: int) -> tuple[str | None, bool]:
        """What kind of word leads to a name that begins here, and whether it stands right before it."""
        at, adjacent = begin, True
        for _ in range(3):
            end = at
            while end > 0 and self.folded[end - 1] in " :\"'“(":
                end -= 1
            if end in self.office_ends:
                return "office", adjacent
            if end in self.mask_ends and end < at:
                at, adjacent = self.mask_ends[end], False
                continue
            kind = self._phrase(end, self.folded[end:at])
            if kind:
                return kind, adjacent
            before = _CAPITALS_BEFORE.search(self.text, max(0, at - 40), at)
            if not before or at - before.start() < 2:
                return None, adjacent
            at, adjacent = before.start(), False
        return None, False

    def _phrase(self, end: int, gap: str) -> str | None:
        """Kind of the longest cue that ends at `end`."""
        words = self.folded[max(0, end - 36) : end].rsplit(" ", 4)[-4:]
        for n in range(len(words), 0, -1):
            phrase = " ".join(words[-n:]).lstrip("(\"'“[_-–*+.,;:")
            kind = _CUES.get(phrase)
            if kind is None:
                continue
            if kind == "unit":
                rest = " ".join(words[:-n])
                return "office" if any(rest.endswith(o) for o in _OFFICES) else "container"
            return kind if ":" not in gap or kind in ("credit", "honorific") else None
        return None

    def behind(self, end: int) -> bool:
        """Whether what follows a name says that it was one: an apposition, an age, a verb of speech."""
        return bool(_BEHIND.match(self.folded, end)) or any(end + d in self.office_begins for d in (2, 3))


_OFFICES = tuple(p for p, k in _CUES.items() if k == "office")
_LAST_WORDS = frozenset(p.rsplit(" ", 1)[-1] for p, k in _CUES.items() if k in ("honorific", "role", "office"))
_CAPITALS_BEFORE = re.compile(rf"(?:(?<![^\W_])[{_UPPER}][{_UPPER}{_LOWER}]* )+$")
_PERSONAL = ("honorific", "role", "office")


def _judge(candidates: list[_Candidate], reading: _Reading) -> None:
    """Accept or reject every candidate; `accepted` is the rule."""
    for c in candidates:
        if c.cue in ("credit", "container") and c.adjacent:
            c.rejected = True
        else:
            c.accepted = _alone(c, reading)
    _in_rows(candidates, reading.folded)
    _in_rows(candidates[::-1], reading.folded)
    known = {c.key for c in candidates if c.accepted and c.kind != "word"}
    for c in candidates:
        if not c.accepted and not c.rejected and c.key in known:
            c.accepted = "repeated"


def _alone(c: _Candidate, reading: _Reading) -> str | None:
    """The rule by which a candidate is a person by its own shape and surroundings, or None."""
    led = c.cue in _PERSONAL
    if c.kind in ("kinh", "minority"):
        return c.kind
    if c.kind in ("weak_kinh", "weak_short", "short_kinh", "foreign") and led:
        return f"{c.kind}_{c.cue}"
    if c.kind == "weak_kinh":
        return c.kind
    if c.kind == "given":
        if c.adjacent and c.cue in ("honorific", "role"):
            return f"given_{c.cue}"
        return None
    if c.kind == "foreign" and names.shape(c.words[0]) & names.FIRST_NAME:
        return "first_name"
    if c.kind == "word":
        return _short(c)
    if c.kind in ("short_kinh", "weak_short") and reading.behind(c.end):
        return f"{c.kind}_behind"
    if c.kind == "foreign" and reading.behind(c.end):
        return "foreign_behind"
    if c.kind == "short_kinh" and names.shape(c.words[-1]) & names.GIVEN:
        return c.kind
    return None


def _short(c: _Candidate) -> str | None:
    """A single word after an honorific; whether a fuller form stands elsewhere is decided later."""
    f = names.shape(c.words[0])
    if not c.adjacent or c.cue not in _PERSONAL or f & (names.CAPITALS | names.NEVER | names.BRAND):
        return None
    if c.cue == "honorific" and f & (names.GIVEN | names.RARE_GIVEN | names.FOREIGN | names.INITIAL):
        return "short_honorific"
    return None


def _in_rows(candidates: Iterable[_Candidate], folded: str) -> None:
    """Candidates joined by a comma or "và" to an accepted person are persons; to a rejected name, rejected."""
    last: _Candidate | None = None
    for c in candidates:
        if (
            last is not None
            and not c.accepted
            and not c.rejected
            or last is not None
            and last.rejected
            and c.accepted in ("kinh", "weak_kinh", "short_kinh")
        ):
            left, right = (last, c) if last.end <= c.begin else (c, last)
            between = folded[left.end : right.begin]
            if len(between) < 22 and between.strip() and _JOINERS.fullmatch(between):
                if last.rejected and last.cue == "container" and left is last:
                    c.rejected, c.accepted = True, None
                    c.cue = "container"
                elif (
                    last.accepted
                    and c.kind not in ("word",)
                    and (c.kind != "given" or last.accepted.startswith(("given", "row")))
                ):
                    c.accepted = "row"
        last = c


def _group(candidates: Sequence[_Candidate]) -> list[_Person]:
    """Accepted candidates, joined into persons: forms of one name under the longest."""
    groups: dict[str, _Person] = {}
    for c in candidates:
        if c.accepted:
            person = groups.setdefault(c.key, _Person([w.rstrip(".") for w in c.words]))
            person.spans.append((c.begin, c.end, c.accepted))
    ordered = sorted(groups.values(), key=lambda p: (-len(p.words), -sum(map(len, p.words))))
    kept: list[_Person] = []
    for person in ordered:
        folded = [fold(w) for w in person.words]
        full = next((k for k in kept if _same(folded, [fold(w) for w in k.words])), None)
        if full is None:
            kept.append(person)
        elif len(folded) > 1 and not all(r.startswith("given") for _, _, r in person.spans):
            full.spans += person.spans
    return kept


def _same(short: list[str], full: list[str]) -> bool:
    """Whether the shorter of two names may be a form of the longer one in the same report."""
    if len(short) == 1:
        return short[0] in (full if any(names.shape(w) & names.FOREIGN for w in full) else full[-1:])
    if len(short) < len(full) and short == full[-len(short) :]:
        return True
    if not any(names.shape(w) & names.FOREIGN for w in full):
        return False
    if short[-1] == full[-1] or short[-1] in full:
        rest = full[: full.index(short[-1])]
        return all(any(w == r or len(w) == 1 and r.startswith(w) for r in rest) for w in short[:-1])
    return short == full[: len(short)]


def _found(persons: Sequence[_Person], text: str) -> Found:
    entities, mentions = [], []
    for person in persons:
        form = "name" if len(person.words) > 1 else "short_name"
        name = _display(person, text)
        key = canonical(name)
        entities.append(Entity("person", key, name))
        mentions += [Mention("person", key, b, e, form, rule) for b, e, rule in person.spans]
    return Found(tuple(entities), tuple(sorted(mentions, key=lambda m: m.begin)))


def _display(person: _Person, text: str) -> str:
    """The longest form as most often written; a name that stands in capitals only gets small letters."""
    key = [fold(w) for w in person.words]
    forms = Counter(text[b:e] for b, e, _ in person.spans if [fold(w) for w in _PIECE.findall(text[b:e])] == key)
    cased = [f for f in forms if not f.isupper()] if len(key) > 1 else []
    best = max(cased or forms or [" ".join(person.words)], key=lambda f: forms[f])
    return (
        best
        if cased or not best.isupper() or len(best) < 4
        else " ".join(w[:1] + w[1:].lower() for w in best.split(" "))
    )
