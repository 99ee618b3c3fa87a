"""Who is named in a report: every person once, with all places where the full name stands.

In: a report and what was found in it before: offices, organizations, places, documents. Out: persons (`key` is the folded
longest form of the name) and their mentions, form `name`; `short_name` only for someone of whom the whole report gives no
fuller form ("bà Sáu"). Later short forms of a named person are the business of `coreference`.

Method: runs of capitalised words outside the names of organizations, places and documents are cut into stretches that
have the shape of a name (`names`), and each stretch is judged by its shape and by what stands around it (`name_context`):
- a sure surname with two or more syllables is a person unless it names a street, school, prize or the like, or is a credit;
- a weaker shape needs a cue: an honorific, a calling or an office before it, an office, age or speech behind it, a place in
  a row with persons, or the same words accepted elsewhere in the report;
- a foreign name needs a cue or a known first name, and no word of firms, media or competitions in it.
Forms of one name within a report (V.Putin, Vladimir Putin; tone placement; capitals) are joined under the longest.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from transforms.entities import names
from transforms.entities.name_context import (
    LOWER,
    PERSONAL,
    UPPER,
    Cue,
    Surroundings,
    bears_names,
    first_words_of_tails,
    is_expression,
    is_honorific,
)
from transforms.lexicon import column, table
from transforms.records import Entity, Found, Mention, Office
from transforms.text.doc import Doc
from transforms.text.normalise import canonical, fold
from transforms.text.remembered import remembered

# Small letters behind a capital, an apostrophe (H'Bơ), transcribed parts (Jong-un). No letter or digit may follow.
_REST = rf"[{UPPER}{LOWER}]*(?:['’][{UPPER}{LOWER}]+)?(?:-(?:[{LOWER}]+|[A-Z][a-z]+))*(?![^\W_])"
_WORD = rf"[{UPPER}]{_REST}"
_ITEM = rf"[{UPPER}](?:\.|{_REST})"
_PARTICLE = r"(?:de|da|do|dos|das|del|della|di|van|von|der|den|bin|bint|ibn|al|el|ul|ur|af|ter|ten)"
# The boundary is looked at behind the first capital: a pattern that begins with a set of letters is searched faster.
_RUN = re.compile(
    rf"[{UPPER}](?<![^\W_].)(?<!/.)(?:\.|{_REST})"
    rf"(?: {_ITEM}|(?<=\.){_ITEM}|'{_ITEM}| {_PARTICLE}(?= [{UPPER}])| (?:al|el|ad|as|ar|ash|an)-{_WORD})*"
)
_PIECE = re.compile(rf"[{UPPER}]\.|{_WORD}|[{LOWER}]+(?:-{_WORD})?")
_HIDDEN = ("byline", "credit", "furniture")
_ROW = re.compile(r" ?(?:[,;]|và|cùng|với)(?: (?:và|cùng|với))? ?")
_NAMESAKE_ROW = re.compile(
    r" ?(?:[,–-]|và|với|đến|cùng)(?: ?[\d./-]+[, ])?(?: ?(?:đường|phố|ngõ|cầu|trường)[^.;:()\n]{0,40},)? ?"
)
_ROW_ENDS = re.compile(r" ?(?:[,.;:()\n…–-]|$|và |là |đến |đi |hướng |giao |với |thuộc |đoạn |\.\.\.)")
_DASHES = frozenset("-–")
_BYNAMES = {row["byname"]: row["name"] for row in table("person_bynames")}
_BYNAME_KEYS = {fold(byname) for byname in _BYNAMES}  # "con cháu Bác Hồ" addresses nobody by that name
_CLOSING = frozenset(",.;)…")
_EXCEPTIONS = frozenset(fold(p) for p in column("name_exceptions", "phrase"))
_NATIONS = frozenset("việt nga mỹ anh pháp đức lào séc hàn nhật trung ý úc thái ấn bỉ áo".split())  # noqa: SIM905
_PROVINCES = frozenset(fold(p) for p in column("provinces", "name"))
_PARTS_OF_DAY = frozenset(("rạng", "sáng", "trưa", "chiều", "tối", "đêm", "khuya", "ngày", "hôm"))  # | Sáng 13/5
_TAIL_WORDS = first_words_of_tails()


class _Part(NamedTuple):
    """A stretch of a run that may be a name: its kind, where it begins in the run, its words, their ends, its key."""

    kind: str
    begin: int
    words: tuple[str, ...]
    ends: tuple[int, ...]
    key: str
    is_last: bool


class _Run(NamedTuple):
    """What a run of capitalised words says by itself, wherever it stands. `spans` are those of its words.

    `whole` is the run without an honorific at its head, where all of it may be a name of no known shape.
    """

    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    parts: tuple[_Part, ...]
    whole: _Part | None


@dataclass(slots=True)
class _Candidate:
    """A stretch that may be a name. `ends` are the ends of its words; `rule` says why it is a person, None while open."""

    begin: int
    ends: Sequence[int]
    words: Sequence[str]
    key: str
    kind: str
    cue: str | None
    adjacent: bool
    before_letter: bool
    rule: str | None = None
    rejected: bool = False

    @property
    def end(self) -> int:
        return self.ends[-1]

    def cut(self, n: int) -> None:
        """Keep the first n words."""
        self.words, self.ends = self.words[:n], self.ends[:n]
        self.key = _key_of_words(self.words)


@dataclass(slots=True)
class _Person:
    """One name with the places where it stands; `surfaces` in its own spelling, `spans` those of its other forms too."""

    words: list[str]
    surfaces: Counter[str] = field(default_factory=Counter)
    spans: list[tuple[int, int, str]] = field(default_factory=list)


def find(doc: Doc, offices: Sequence[Office], organizations: Found, places: Found, documents: Found) -> Found:
    """Every person the report names, and where the full names stand."""
    text = doc.view(*(z.kind for z in doc.zones if z.kind not in _HIDDEN))
    masks = [(m.begin, m.end, m.kind) for f in (places, documents) for m in f.mentions]
    masks += [(m.begin, m.end - _holder_in(text[m.begin : m.end]), m.kind) for m in organizations.mentions]
    masks += [(b, e - _holder_in(text[b:e]), "office") for o in offices for b, e in o.spans]
    masks.sort()
    around = Surroundings(text, doc.folded, masks)
    candidates = _candidates(text, around, masks)
    _judge(candidates, around, doc.folded)
    _reject_places(candidates, {doc.folded[m.begin : m.end] for m in places.mentions if m.rule.startswith("generic")})
    people = [p for p in _joined(candidates, text) if " ".join(p.words) not in _BYNAME_KEYS]
    return _found(people, _by_byname(text, around, people))


@remembered
def _holder_in(surface: str) -> int:
    """How many characters at the end of an organ or office are its holder's name, where that was taken for a part of it.

    In "Chủ tịch UBND thành phố Trần An Bình" nobody but the reader knows that no town is called so.
    """
    words = surface.rsplit(" ", 5)
    for n in (4, 3):
        name = words[-n:]
        # Two spaces in a row make an empty word, which is no part of a name.
        if len(words) <= n or not all(w[:1].isupper() for w in name) or not names.shape(name[0]) & names.SURE:
            continue
        if not bears_names(words[:-n]) and [s.j - s.i for s in names.stretches(name)] == [n]:
            return len(" ".join(name)) + 1
    return 0


def _candidates(text: str, around: Surroundings, masks: Sequence[tuple[int, int, str]]) -> list[_Candidate]:
    """All stretches of capitalised words that have the shape of a name, in order."""
    found: list[_Candidate] = []
    k, n = 0, len(masks)
    for m in _RUN.finditer(text):
        begin, end = m.span()
        while k < n and masks[k][1] <= begin:
            k += 1
        if k < n and masks[k][0] < end:
            b, e, kind = masks[k]
            if b <= begin and e >= end and not (kind == "place" and names.shape(m[0].split(" ", 1)[0]) & names.SURNAME):
                continue
            inside = [mask for mask in masks[k : k + 8] if mask[0] < end]
            parts = _unmasked(text, around, begin, end, inside)
            for b, e in parts:
                found += _cut(text, around, b, e)
            found += _namesakes(text, begin, [mask for mask in inside if not any(b <= mask[0] < e for b, e in parts)])
        elif " " in m[0] or "." in m[0] or around.addressed(begin):
            found += _cut(text, around, begin, end)
    return sorted(found, key=lambda c: c.begin)


def _namesakes(text: str, begin: int, masks: Sequence[tuple[int, int, str]]) -> Iterable[_Candidate]:
    """Streets and other places within a run that bear the name of a person: what stands in a row with them is one too."""
    for b, e, kind in masks:
        if kind == "place" and b >= begin and " " in text[b:e] and names.shape(text[b:e].split(" ", 1)[0]) & names.SURE:
            key = names.key_of(text[b:e])
            yield _Candidate(b, (e,), (text[b:e],), key, "namesake", "container", True, False, rejected=True)


def _unmasked(
    text: str, around: Surroundings, begin: int, end: int, masks: Sequence[tuple[int, int, str]]
) -> list[tuple[int, int]]:
    """The parts of a run that no mask covers. A place behind a sure surname, or behind "ông", is part of a person's name."""
    parts, at = [], begin
    for b, e, kind in masks:
        if b > begin and e <= end and _is_in_name(text[begin:b].split(), text[b:e], kind):
            continue
        if kind == "place" and b >= begin and e <= end and _is_named(text[b:e], around, b):
            continue
        if b > at:
            parts.append((at, b))
        at = max(at, e)
    if at < end:
        parts.append((at, end))
    return parts


def _is_in_name(before: Sequence[str], masked: str, kind: str) -> bool:
    """Whether a place or an organ found in the middle of a run belongs to a name (Trương Hòa Bình, Hà Ban)."""
    if not before:
        return False
    if kind == "place":
        surname = any(names.shape(w) & names.SURE for w in before[-3:])
        return surname or bool(names.shape(before[-1]) & (names.FIRST_NAME | names.INITIAL))
    return bool(names.shape(masked) & names.SOFT)


def _is_named(place: str, around: Surroundings, begin: int) -> bool:
    """Whether what was taken for a place is a person by the words before it ("ông Hà Giang", "Chủ tịch Hồ Chí Minh")."""
    if " " not in place or not names.shape(place.split(" ", 1)[0]) & names.SURNAME:
        return False
    kind, adjacent = around.cue(begin)
    if not adjacent or kind not in ("honorific", "role", "office", "work"):
        return False
    whole = names.stretches(place.split(" "))
    return len(whole) == 1 and (
        whole[0].kind.endswith("kinh") or (kind == "honorific" and whole[0].kind == "weak_short")
    )


def _cut(text: str, around: Surroundings, begin: int, end: int) -> Iterable[_Candidate]:
    """Cut one run of capitalised words into candidates."""
    follows = text[end : end + 2]
    run = _read(text[begin:end], follows[:1] in _CLOSING)
    before_letter = len(follows) == 2 and follows[0] == " " and follows[1].islower()
    counts = follows[:1] == " " and follows[1:].isdigit() and run.words and fold(run.words[-1]) in _PARTS_OF_DAY
    if counts or (before_letter and run.words and around.is_tail(begin + run.spans[-1][0], end)):
        run = _read(text[begin : begin + run.spans[-2][1]], False) if len(run.words) > 1 else _NOTHING
        before_letter = False
    if (
        run.whole
        and around.cue(b := begin + run.whole.begin) == ("honorific", True)
        and not around.opens_with_capital(b)
    ):
        yield _candidate(run.whole, begin, ("honorific", True), before_letter)
        return
    for part in run.parts:
        b = begin + part.begin
        if part.kind == "word" and (
            not around.addressed(b)
            or (follows[:1] == " " and not follows[1:2].islower())  # goes on in a mask, or a number
        ):
            continue
        last = before_letter and part.is_last
        if part.kind == "given" and part.key.startswith("anh ") and around.opens_sentence(b):  # "Anh Linh là …"
            yield _candidate(_without_first(part), begin, ("honorific", True), last)
        else:
            yield _candidate(part, begin, around.cue(b), last)


def _candidate(part: _Part, begin: int, cue: Cue, before_letter: bool) -> _Candidate:
    """The candidate that a part of a run which begins at `begin` is."""
    ends = [begin + e for e in part.ends]
    return _Candidate(begin + part.begin, ends, part.words, part.key, part.kind, *cue, before_letter)


def _without_first(part: _Part) -> _Part:
    """A given name without its first word, which is an honorific."""
    first, *words = part.words
    kind = "given" if len(words) > 1 else "word"
    begin = part.begin + len(first) + 1
    return _Part(kind, begin, tuple(words), part.ends[1:], _key_of_words(words), part.is_last)


@lru_cache(maxsize=1 << 16)
def _read(run: str, closed: bool) -> _Run:
    """The words of a run and its stretches that may be names; `closed`: a comma or the like follows."""
    spans = _pieces(run)
    words = tuple(run[b:e] for b, e in spans)
    stretches = names.stretches(words, closed=closed)
    parts = []
    for s in stretches:
        key = _key_of_words(words[s.i : s.j])
        if key not in _EXCEPTIONS:
            ends = tuple(e - (run[e - 1] == ".") for _, e in spans[s.i : s.j])
            parts.append(_Part(s.kind, spans[s.i][0], words[s.i : s.j], ends, key, s.j == len(words)))
    whole = None
    skip = int(len(words) > 2 and is_honorific(words[0]))  # "Ông Hun Sen" at the head of a sentence
    if len(words) > 1 and _may_be_addressed(stretches, words[skip:]):
        ends = tuple(e for _, e in spans[skip:])
        whole = _Part("addressed", spans[skip][0], words[skip:], ends, _key_of_words(words[skip:]), True)
    return _Run(words, tuple(spans), tuple(parts), whole)


_NOTHING = _Run((), (), (), None)


def _key_of_words(words: Iterable[str]) -> str:
    return " ".join(map(names.key_of, words))


def _pieces(run: str) -> list[tuple[int, int]]:
    """(begin, end) of the words of a run; initials stand without spaces."""
    if "." in run or "'" in run or run[0] == " " or run[-1] == " ":
        return [p.span() for p in _PIECE.finditer(run)]
    pieces, begin = [], 0
    for word in run.split(" "):
        end = begin + len(word)
        if "-" in word and (head := _firm_before(word)):
            pieces.append((begin, begin + head))
            begin += head + 1
        pieces.append((begin, end))
        begin = end + 1
    return pieces


def _firm_before(word: str) -> int:
    """How long the name of a firm is that a hyphen joins to a first name (Google-John), 0 where there is none."""
    firm, _, first = word.partition("-")
    if not (firm and first) or not names.shape(firm) & names.BRAND:
        return 0
    return len(firm) if names.shape(first) & names.FIRST_NAME else 0


def _may_be_addressed(stretches: Sequence[names.Stretch], words: Sequence[str]) -> bool:
    """Whether a whole run is a name if it stands behind "ông", "đồng chí", though of no known shape (Phết Ta Von Phi La Văn)."""
    if sum(s.j - s.i for s in stretches if s.kind != "word") == len(words):
        return False
    plain = all(s.kind in ("word", "given", "bare", "weak_short") for s in stretches)
    return plain and names.is_plausible(words)


def _judge(candidates: list[_Candidate], around: Surroundings, folded: str) -> None:
    """Give every candidate that is a person its rule."""
    for c in candidates:
        if c.cue in ("credit", "container") and c.adjacent:
            c.rejected = True
        elif c.cue is None and (around.is_credit(c.begin, c.end) or _is_listed_place(c, around)):
            c.rejected, c.cue = True, "container"
        else:
            c.rule = _alone(c, around)
    _reject_crossings(candidates, around, folded)
    _reject_namesakes(candidates, around, folded)
    _accept_rows(candidates, folded)
    _accept_rows(candidates[::-1], folded)
    if any(c.rule and c.rule.startswith("given") for c in candidates):
        for c in candidates:
            if (
                not c.rule
                and not c.rejected
                and c.kind == "given"
                and c.cue is None
                and names.is_likely_given(c.words)
                and c.key not in _PROVINCES
            ):
                c.rule = "given_among_given"
    known = Counter(c.key for c in candidates if c.rule and len(c.words) > 1)
    for c in candidates:
        if not c.rule and not c.rejected and c.key in known:
            c.rule = "repeated"
        elif c.rule and len(c.words) > 2 and known[c.key] == 1:
            if c.before_letter and _runs_on(c, known):
                c.cut(len(c.words) - 1)
            elif n := _glued(c, known):
                c.cut(n)


def _runs_on(c: _Candidate, known: Mapping[str, int]) -> bool:
    """Whether the last word belongs to what follows: the name without it is known, or it is one word too many."""
    last = names.key_of(c.words[-1])
    doubtful = last in _TAIL_WORDS or not names.shape(c.words[-1]) & (names.GIVEN | names.RARE_GIVEN)
    return doubtful and c.kind.endswith("kinh") and (c.key.rsplit(" ", 1)[0] in known or len(c.words) > 4)


def _glued(c: _Candidate, known: Mapping[str, int]) -> int:
    """How many words are the name proper where a byline or a caption runs into it: the name without them is known."""
    for n in range(len(c.words) - 1, 2, -1):
        times = known[" ".join(map(names.key_of, c.words[:n]))]
        if times > 1 or (times and len(c.words) > 4):
            return n
    return 0


def _reject_places(candidates: Iterable[_Candidate], places: Container[str]) -> None:
    """A weak shape without an honorific or office that the report calls a commune, a river … elsewhere is that place."""
    for c in candidates:
        if (
            c.rule
            and c.kind in ("weak_short", "bare", "given")
            and c.cue not in ("honorific", "role", "office")
            and c.key in places
        ):
            c.rule, c.rejected = None, True


def _is_listed_place(c: _Candidate, around: Surroundings) -> bool:
    """Whether a Vietnamese name without any cue stands in a list of streets or stations."""
    return (
        c.kind in ("kinh", "weak_kinh", "short_kinh", "weak_short")
        and not around.behind(c.end)
        and around.among_streets(c.begin)
    )


def _alone(c: _Candidate, around: Surroundings) -> str | None:
    """The rule by which a candidate is a person by its own shape and surroundings, or None."""
    led = c.cue in PERSONAL
    if c.kind in ("kinh", "minority", "weak_kinh", "addressed"):
        return c.kind
    if c.kind in ("short_kinh", "weak_short"):
        if led or (around.behind if c.kind == "short_kinh" else around.in_apposition)(c.end):
            return f"{c.kind}_{c.cue if led else 'behind'}"
        return c.kind if c.kind == "short_kinh" and names.shape(c.words[-1]) & names.GIVEN else None
    if c.kind == "foreign":
        if c.cue == "where" and c.adjacent:
            return None
        if led or around.in_apposition(c.end):
            return f"foreign_{c.cue if led else 'behind'}"
        return "foreign_first_name" if names.shape(c.words[0]) & names.FIRST_NAME else None
    if c.kind == "bare":
        return f"bare_{c.cue}" if c.cue in ("honorific", "role", "office") else None
    if c.kind == "brand":
        first = names.shape(c.words[0]) & names.FIRST_NAME
        return f"brand_{c.cue}" if c.adjacent and (c.cue == "honorific" or (c.cue == "role" and first)) else None
    if c.kind == "initials":
        led = c.adjacent and c.cue in ("honorific", "role") and not around.opens_with_capital(c.begin)
        return f"initials_{c.cue}" if led else None
    if c.kind == "initialed":  # Tổng thống Mỹ Đ.Trăm
        return "initialed_office" if c.cue in ("role", "office") and around.is_statesman(c.begin) else None
    if c.kind == "given" and is_expression(names.key_of(c.words[0]), names.key_of(c.words[1])):
        return None
    if c.kind == "given":
        held = (  # Tổng Bí thư Trường Chinh; not who signs: Tổng Công ty Miền Nam | Minh Hà
            c.cue == "office"
            and names.is_likely_given(c.words)
            and c.key not in _PROVINCES
            and not around.ends_text(c.end)
        )
        return f"given_{c.cue}" if c.adjacent and (c.cue in ("honorific", "role") or held) else None
    return _short(c, around)


def _short(c: _Candidate, around: Surroundings) -> str | None:
    """A single word behind an honorific; whether a fuller form stands elsewhere is decided later."""
    f = names.shape(c.words[0])
    if f & names.FOREIGN and not f & (names.CAPITALS | names.BRAND | names.NEVER) and c.cue == "office":
        return "short_office" if around.is_statesman(c.begin) else None
    if (
        not c.adjacent
        or (c.cue == "role" and c.key in _NATIONS)
        or f & (names.CAPITALS | names.NEVER | names.BRAND)
        or around.opens_with_capital(c.begin)
    ):
        return None
    if c.cue == "honorific" and f & (names.GIVEN | names.RARE_GIVEN | names.FOREIGN | names.INITIAL):
        return "short_honorific"
    if c.cue == "role" and f & (names.FOREIGN | names.GIVEN) and not around.is_plural(c.begin):
        return "short_role"
    return None


def _reject_crossings(candidates: Iterable[_Candidate], around: Surroundings, folded: str) -> None:
    """Vietnamese names without any cue, joined by a dash: "nút giao Lê Lợi - Trần Phú" is a crossing, not two persons."""
    for a, b in pairwise(candidates):
        if b.begin - a.end != 3 or folded[a.end : b.begin].strip() not in _DASHES or around.behind(b.end):
            continue
        if all(c.cue == "container" if c.rejected else c.cue is None and c.kind.endswith("kinh") for c in (a, b)):
            for c in (a, b):
                c.rejected, c.rule, c.cue = True, None, "container"


def _reject_namesakes(candidates: Iterable[_Candidate], around: Surroundings, folded: str) -> None:
    """In "các đường Lê Lợi, Nguyễn Huệ và …" all are streets; who is said to do something ("…, Lê An (30 tuổi)") is not."""
    last: _Candidate | None = None
    for c in candidates:
        if last and _is_listed_behind(last, c, folded) and not around.behind(c.end):
            c.rejected, c.rule, c.cue = True, None, "container"
        last = c


def _is_listed_behind(street: _Candidate, c: _Candidate, folded: str) -> bool:
    """Whether a name without a cue stands in a row with a rejected one and the row ends or goes on behind it."""
    if not (street.rejected and street.cue == "container" and c.cue is None and c.kind.endswith("kinh")):
        return False
    return bool(_NAMESAKE_ROW.fullmatch(folded, street.end, c.begin) and _ROW_ENDS.match(folded, c.end))


def _accept_rows(candidates: Iterable[_Candidate], folded: str) -> None:
    """Candidates joined by a comma or "và" to an accepted person are persons; given names only in a row of such."""
    last: _Candidate | None = None
    for c in candidates:
        if last and last.rule and not c.rule and not c.rejected and c.kind != "word":
            left, right = (last, c) if last.end <= c.begin else (c, last)
            alike = c.kind != "given" or last.kind in ("given", "weak_short")
            if alike and right.begin - left.end < 24 and _ROW.fullmatch(folded, left.end, right.begin):
                c.rule = "row"
        last = c


def _joined(candidates: Sequence[_Candidate], text: str) -> list[_Person]:
    """Accepted candidates, joined into persons: forms of one name under the longest; short forms of a named one dropped."""
    groups: dict[str, _Person] = {}
    alias: dict[str, str] = {}  # a transcription and the spelling it explains: An-tô-ni-ô Gu-tê-rết (Antonio Guterres)
    for a, b in pairwise(candidates):
        if not (a.rule and text[a.end : b.begin] == " (" and text[b.end : b.end + 1] == ")" and b.kind == "foreign"):
            continue
        if a.kind == "foreign":
            b.rule = b.rule or "alias"
            alias[max(a.key, b.key, key=_hyphens)] = min(a.key, b.key, key=_hyphens)
        elif a.key[0] == b.key[0] and len(a.words) > 2:  # Lạc Thụ Cương (Luo Shugang)
            b.rule = b.rule or "alias"
            alias[b.key] = a.key
    for c in candidates:
        if c.rule:
            key = alias.get(c.key, c.key)
            person = groups.get(key)
            if person is None:
                person = groups[key] = _Person(key.split(" "))
            if key == c.key:
                person.surfaces[text[c.begin : c.end]] += 1
            person.spans.append((c.begin, c.end, c.rule))
    kept: list[_Person] = []
    for person in sorted(
        groups.values(), key=lambda p: (-len(p.words), -sum(map(len, p.words)), names.is_bare(p.words))
    ):
        full = next((k for k in kept if names.is_form(person.words, k.words)), None)
        if full is None:
            kept.append(person)
        elif not names.is_short_form(person.words, full.words):
            full.spans += person.spans
    return sorted(kept, key=lambda p: min(p.spans))


def _hyphens(key: str) -> int:
    return key.count("-")


def _by_byname(text: str, around: Surroundings, persons: Sequence[_Person]) -> Iterable[tuple[str, int, int]]:
    """(name, begin, end) of those called by a byname (Bác Hồ) whose full name the report never gives."""
    for byname, name in _BYNAMES.items():
        if byname in text and not any(p.words == fold(name).split(" ") for p in persons):
            for m in re.finditer(rf"{byname}(?!\w)", text):
                if around.cue(m.start())[0] != "container":
                    yield name, m.start(), m.end()


@remembered
def _key(name: str) -> str:
    """The key of a person; the same few names stand in thousands of reports."""
    return canonical(name)


def _found(persons: Sequence[_Person], bynames: Iterable[tuple[str, int, int]]) -> Found:
    entities: list[Entity] = []
    mentions: list[Mention] = []
    for name, begin, end in bynames:
        mentions.append(Mention("person", canonical(name), begin, end, "short_name", "byname"))
        if all(e.name != name for e in entities):
            entities.append(Entity("person", canonical(name), name))
    for person in persons:
        form = "name" if len(person.words) > 1 else "short_name"
        name = _display(person)
        key = _key(name)
        entities.append(Entity("person", key, name))
        mentions += [Mention("person", key, b, e, form, rule) for b, e, rule in person.spans]
    return Found(tuple(entities), tuple(sorted(mentions, key=lambda m: m.begin)))


def _display(person: _Person) -> str:
    """The name as most often written; one that stands in capitals only, or has a slip of the shift key, gets small letters."""
    best, _ = max(person.surfaces.items(), key=lambda item: (not _has_capitals(item[0]), item[1]))
    if len(person.words) == 1 or not _has_capitals(best):
        return best
    return " ".join(w[:1] + w[1:].lower() if names.is_syllable(names.key_of(w)) else w for w in best.split(" "))


@remembered
def _has_capitals(surface: str) -> bool:
    """Whether a Vietnamese word of a name has capitals behind its first letter (HỒ, CHí); McCooey has them rightly."""
    return any(not w[1:].islower() and names.is_syllable(names.key_of(w)) for w in surface.split(" ") if len(w) > 1)
