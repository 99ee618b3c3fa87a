"""Later, shorter mentions of a person that the report has named in full: "ông Quân", "Thủ tướng Phúc", "Trump", "Thủ tướng".

In: the persons named in full, who holds which office, and every office found. Out: mentions only. A name cut short
(`short_name`) needs a word of address or a title before it, unless it is a foreign surname, which no other word looks
like. An office alone (`title`) stands for a person only where the report itself makes one holder meant: it must be part
of an office the report ascribes to that person, and if several persons share it, the one at home is meant rather than
a foreign colleague, else the one mentioned last. An office with a country means a foreigner whose country the report
does not tell otherwise. Who holds an office is never known from elsewhere.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from transforms.lexicon import column, table
from transforms.records import Found, Mention, Office, OfficeClaim
from transforms.text.doc import Doc
from transforms.text.letters import last_letters
from transforms.text.normalise import fold, fold_name
from transforms.text.remembered import remembered

_ADDRESS = re.compile(
    r"(?<!\w)(?:" + "|".join(sorted(map(re.escape, column("address_words", "word")), key=len, reverse=True)) + r")\s$"
)
_ADDRESS_ENDS = last_letters(column("address_words", "word"))
_NOT_VIETNAMESE = re.compile(
    r"(?!(?:b|ch?|d|đ|gh?|gi|h|kh?|l|m|ngh?|nh?|ph?|qu|r|s|th?|tr|v|x)?"
    r"[aăâeêioôơuưyàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]{1,3}"
    r"(?:ch?|m|ng|nh?|p|t)?$)",
    re.IGNORECASE,
)
_NEXT_WORD = re.compile(r" +([^\W_]+)")
_PREVIOUS_WORD = re.compile(r"(?<!\w)(\w+)[ ]$")
# "Phó" before a title makes another office, "hai" several persons, "Văn phòng" an organ, "nguyên" somebody else.
_OTHER_OFFICE = frozenset(column("title_neighbours", "before")) - {""}
_LONGER_OFFICE = frozenset(column("title_neighbours", "after")) - {""}
_DESCRIBED = {row["description"]: row["office"] for row in table("office_descriptions")}
_HEADS = "người đứng đầu "
_NO_HEADS = ("phó", "thứ", "ủy", "đại", "thành", "quyền", "trợ", "chuyên", "thư")  # first syllables of other offices
_LEADERS = re.compile(
    r"lãnh đạo ([^.;:,\"\n]{2,80}?)(?: cũng| còn| đã| tiếp tục| vẫn| thẳng thắn)*"
    r" (?:khẳng định|cho biết|cho rằng|cho hay|nói|nhấn mạnh|lên tiếng|chia sẻ|thông tin|lưu ý|giải thích|lý giải|nhận định|xác nhận|thừa nhận)(?!\w)"
)
_CONTRASTS = (" nhưng", " song", " còn")
_CLAUSE_ENDS = '.,;:!?…"”)\n'
_COUNTRIES = frozenset(fold(n) for r in table("countries") for n in (r["name"], *r["aliases"].split("|"))) - {
    "việt nam"
}
_IMPLIED = frozenset({"chính", "phủ"})


@remembered
def looks_foreign(name: str) -> bool:
    """A word of the name is no Vietnamese syllable."""
    return any(_NOT_VIETNAMESE.match(word) for word in name.split())


def find(doc: Doc, persons: Found, claims: Sequence[OfficeClaim], offices: Sequence[Office]) -> Found:
    """Mentions of `persons` by part of their name or by their office alone."""
    named = sorted((m.begin, m.end, m.key) for m in persons.mentions)
    short = list(_short_names(doc, persons, claims, offices, named))
    known = sorted([*named, *((m.begin, m.end, m.key) for m in short)])
    titles = list(_titles(doc, persons, claims, offices, known))
    leaders = _leaders(doc, claims) if claims else ()
    return Found(mentions=tuple(sorted([*short, *titles, *leaders], key=lambda m: m.begin)))


# ---------------------------------------------------------------- part of a name


def _short_names(
    doc: Doc,
    persons: Found,
    claims: Sequence[OfficeClaim],
    offices: Sequence[Office],
    named: list[tuple[int, int, str]],
) -> Iterator[Mention]:
    bearers: dict[str, set[str]] = defaultdict(set)
    surnames: dict[str, set[str]] = defaultdict(set)
    for person in persons.entities:
        words = (person.name.title() if person.name.isupper() else person.name).split()
        if len(words) < 2:
            continue
        bearers[words[-1]].add(person.key)
        if len(words) > 2:
            bearers[" ".join(words[-2:])].add(person.key)
        surnames[words[0]].add(person.key)
    for surname, keys in surnames.items():  # "ông Tập": a transcribed name is cut to its surname
        if surname not in bearers:
            bearers[surname] = keys
    held = _titles_held(claims)
    office_ends = {o.end for o in offices}
    taken = _Taken((b, e) for b, e, _ in named)
    occurrences = _Occurrences(doc.text)
    for name in sorted(bearers, key=len, reverse=True):
        foreign = len(name) > 2 and looks_foreign(name)
        for begin in occurrences.of(name):
            end = begin + len(name)
            if taken.overlaps(begin, end) or _runs_on(doc.text, end):
                continue
            title = _title_before(doc.folded, begin, bearers[name], held)
            rule = "title_and_name" if title else "address_and_name"
            if not (title or begin - 1 in office_ends or _is_addressed(doc.folded, begin)):
                if not foreign or _continues_name(doc.text, begin):
                    continue
                rule = "foreign_surname"
            keys = {k for k in bearers[name] if not title or title in held[k]}
            key = next(iter(keys)) if len(keys) == 1 else _last_mentioned(doc, named, keys, begin)
            if key:
                taken.add(begin, end)
                yield Mention("person", key, begin, end, "short_name", rule)


def _is_addressed(folded: str, begin: int) -> bool:
    """A word of address stands right before `begin`."""
    return folded[begin - 3 : begin - 1] in _ADDRESS_ENDS and _ADDRESS.search(folded, begin - 20, begin) is not None


def _titles_held(claims: Sequence[OfficeClaim]) -> dict[str, set[str]]:
    held: dict[str, set[str]] = defaultdict(set)
    for c in claims:
        held[c.person_key] |= {fold_name(c.office.title), fold_name(c.office.office)}
    return held


def _title_before(folded: str, begin: int, keys: Iterable[str], held: dict[str, set[str]]) -> str | None:
    """The title of one of these persons that stands right before `begin`."""
    if not begin or folded[begin - 1] != " ":
        return None
    titles = [t for k in keys for t in held.get(k, ()) if folded.endswith(t, 0, begin - 1)]
    return max(titles, key=lambda t: (len(t), t), default=None)


def _runs_on(text: str, end: int) -> bool:
    """The name is longer, or another's, or no name at all ("Quốc hội", "Thành ủy")."""
    following = _NEXT_WORD.match(text, end)
    if following is None:
        return text[end : end + 1] == "-"
    return following[1][0].isupper() or following[1] in _LONGER_OFFICE


def _continues_name(text: str, begin: int) -> bool:
    before = _PREVIOUS_WORD.search(text, begin - 15, begin)
    return before is not None and before[1][0].isupper()


# ---------------------------------------------------------------- an office alone


def _titles(
    doc: Doc,
    persons: Found,
    claims: Sequence[OfficeClaim],
    offices: Sequence[Office],
    known: list[tuple[int, int, str]],
) -> Iterator[Mention]:
    foreign = {e.key for e in persons.entities if looks_foreign(e.name)}
    if not claims:
        return
    holders = {former: _Holders(claims, former, foreign) for former in (False, True)}
    linked = {c.office.spans for c in claims}
    linked_begins = {c.office.begin for c in claims}
    taken = _Taken((b, e) for b, e, _ in known)
    # How the claimed offices are written, longer than an organ that no list knows lets them be found alone.
    held_as: dict[str, set[str]] = defaultdict(set)
    surfaces: dict[str, set[str]] = defaultdict(set)
    for c in claims:
        if c.office.organization_key is None and c.office.rule.endswith("_organ") and not c.office.is_former:
            surface = doc.text[c.office.begin : c.office.end]
            held_as[surface].add(c.person_key)
            surfaces[c.office.title].add(surface)
    for office in offices:
        if office.spans in linked or len(office.spans) > 1 or office.begin in linked_begins:
            continue
        begin = office.begin
        end, whole = office.end, False
        for surface in surfaces.get(office.title, ()):
            at = begin + len(surface)
            if at > end and doc.text.startswith(surface, begin) and not doc.text[at : at + 1].isalnum():
                end, whole = (at, True) if not _runs_on(doc.text, at) else (end, whole)
        chained = doc.text.startswith(", ", end) and end + 2 in linked_begins
        if chained or taken.overlaps(begin, end) or not (whole or _stands_alone(doc, office)):
            continue
        keys = held_as[doc.text[begin:end]] if whole else holders[office.is_former].of(office)
        if len(keys) > 1:  # a bare office beside a foreign colleague's is the one at home
            keys = {k for k in keys if k not in foreign} or keys
        key = _last_mentioned(doc, known, keys, begin) if len(keys) > 1 else next(iter(keys), None)
        if key:
            yield Mention("person", key, begin, end, "title", "office_of_holder")


def _leaders(doc: Doc, claims: Sequence[OfficeClaim]) -> Iterator[Mention]:
    """ "Lãnh đạo Bộ Công Thương khẳng định": the only one of whom the report says that he holds an office of that organ."""
    at = -1
    while (at := doc.folded.find("lãnh đạo ", at + 1)) >= 0:
        before = doc.folded[max(0, at - 12) : at].rstrip()
        if before and before[-1] not in _CLAUSE_ENDS and not before.endswith(_CONTRASTS):
            continue
        m = _LEADERS.match(doc.folded, at)
        if m is None:
            continue
        keys = {
            c.person_key
            for c in claims
            if c.office.organization_key
            and not c.office.is_former
            and doc.folded.startswith(f"{fold_name(c.office.title)} {m[1]}", c.office.begin)
            and c.office.end == c.office.begin + len(c.office.title) + 1 + len(m[1])
        }
        if len(keys) == 1:
            yield Mention("person", keys.pop(), m.start(), m.end(1), "title", "leadership")


class _Holders:
    """Who holds which office, or held it, as far as the report says."""

    def __init__(self, claims: Sequence[OfficeClaim], former: bool, foreign: set[str]):
        self._foreign = foreign
        stated = {(c.person_key, c.office.office, c.office.title) for c in claims if c.office.is_former == former}
        self._held = [(key, fold_name(office).split(), fold_name(title)) for key, office, title in sorted(stated)]

    def of(self, office: Office) -> set[str]:
        """Whom it can mean: holders of just it, else of a longer form of it, else foreigners whose country is not told."""
        name = fold_name(office.office)
        if name.startswith(_HEADS) and name not in _DESCRIBED:  # who heads it: Bí thư | Thành ủy, Giám đốc | Công an
            organ = name.removeprefix(_HEADS)
            return {
                key
                for key, held, title in self._held
                if held[0] not in _NO_HEADS and f"{' '.join(held)} ".startswith(f"{title} {organ} ")
            }
        words = fold_name(_DESCRIBED.get(name, name)).split()
        exact = {key for key, held, _ in self._held if held == words}
        if exact:
            return exact
        part = {key for key, held, _ in self._held if _is_part(words, held)}
        if part:
            return part
        title = fold_name(office.title)
        if name.removeprefix(title).strip() not in _COUNTRIES:
            return set()
        bare = {*title.split(), *_IMPLIED}
        return {key for key, held, head in self._held if head == title and key in self._foreign and bare >= set(held)}


def _stands_alone(doc: Doc, office: Office) -> bool:
    """Neither part of a longer office nor followed by a name."""
    before = _PREVIOUS_WORD.search(doc.folded, office.begin - 15, office.begin)
    if before and before[1] in _OTHER_OFFICE and not office.is_former:
        return False
    following = _NEXT_WORD.match(doc.text, office.end)
    return following is None or not (following[1][0].isupper() or following[1] in _LONGER_OFFICE)


def _is_part(words: list[str], office: list[str]) -> bool:
    """`words` name the office or a shorter form of it: "phó thủ tướng" of "phó thủ tướng thường trực chính phủ"."""
    return office[: min(2, len(words))] == words[:2] and set(words) - _IMPLIED <= set(office)


# ---------------------------------------------------------------- shared


def _last_mentioned(doc: Doc, mentions: list[tuple[int, int, str]], keys: Iterable[str], begin: int) -> str | None:
    """The one of `keys` mentioned last before `begin`; of several in that sentence the first, its subject."""
    wanted = set(keys)
    key, floor = None, 0
    for b, _, k in reversed(mentions[: bisect_left(mentions, (begin,))]):
        if b < floor:
            break
        if k in wanted:
            if key is None:
                floor = (doc.sentence_at(b) or (b, b))[0]
            key = k
    return key


class _Occurrences:
    """Where names stand in a text between word boundaries. The last words of names are looked for, each once."""

    def __init__(self, text: str):
        self._text = text
        self._known: dict[str, list[int]] = {}

    def of(self, name: str) -> list[int]:
        before, _, last = name.rpartition(" ")
        if last not in self._known:
            self._known[last] = list(self._of_word(last))
        if not before:
            return self._known[last]
        begins = (at - len(before) - 1 for at in self._known[last])
        return [at for at in begins if at >= 0 and self._text.startswith(name, at) and self._stands(at, name)]

    def _of_word(self, word: str) -> Iterator[int]:
        at = self._text.find(word)
        while at >= 0:
            if self._stands(at, word):
                yield at
            at = self._text.find(word, at + len(word))

    def _stands(self, at: int, name: str) -> bool:
        end = at + len(name)
        return not (at and self._text[at - 1].isalnum()) and not self._text[end : end + 1].isalnum()


class _Taken:
    """Stretches of text already spoken for."""

    def __init__(self, spans: Iterable[tuple[int, int]]):
        self._spans = sorted(spans)

    def overlaps(self, begin: int, end: int) -> bool:
        i = bisect_right(self._spans, (begin, end))
        return (i > 0 and self._spans[i - 1][1] > begin) or (i < len(self._spans) and self._spans[i][0] < end)

    def add(self, begin: int, end: int) -> None:
        self._spans.insert(bisect_right(self._spans, (begin, end)), (begin, end))
