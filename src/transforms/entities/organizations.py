"""Organizations in their full extent, each once, with every place where a report names them.

In: a report and the documents found in it. Out: `Found` of kind organization. Heads of organs, whole known names and
acronyms are found in one pass of a phrase matcher; `organs.Extents` says how far each name reaches, from the last head
to the first, so that a name that ends in another organ's name takes it in whole (Văn phòng | UBND tỉnh Lào Cai). An
acronym that the text itself defines in brackets points to the long form, and a shortened form (Ban Chỉ đạo, UBND tỉnh)
to the fuller name of the same report. What has no name of its own ("các bộ, ngành", "Tỉnh ủy" of no stated province,
names of agencies in photo credits) is no organization.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from transforms.entities.areas import CAPITAL, ends_in_area, unit_after
from transforms.entities.organ_walk import ENGLISH_ENDS, OPENERS, is_coined
from transforms.entities.organs import Extents
from transforms.lexicon import table
from transforms.records import Entity, Found, Mention
from transforms.text.abbreviations import expand
from transforms.text.doc import Doc
from transforms.text.letters import LOWER
from transforms.text.matcher import REPORT, PhraseMatcher
from transforms.text.normalise import fold
from transforms.text.organ_names import key_of, known
from transforms.text.remembered import remembered

KIND = "organization"


class _Head(NamedTuple):
    grammar: str
    branch: str
    level: str
    bare: bool
    lower: bool
    unless_after: frozenset[str]
    whole: bool
    size: int


_MAY_BE_MANY = ("country", "firm")
_OF_SEVERAL = (" hai nước", " hai bên", " các nước", " mỗi nước", " ba nước")
_CENTRES = ("Trung ương", "T.Ư", "TƯ", "TW", "T.W")


_FIRMS = ("liên doanh", "doanh nghiệp", "nhà mạng", "thương hiệu")


def _heads() -> Iterator[tuple[str, _Head]]:
    for word in _FIRMS:
        for several in ("các", "những", "nhiều", "hai", "ba"):
            yield f"{several} {word}", _Head("row", "other", "", False, True, frozenset(), False, 2)
    for word in ENGLISH_ENDS:
        yield word, _Head("tail", "other", "", True, False, frozenset(), False, 1)
    for row in table("organ_heads"):
        head = _Head(
            row["grammar"], row["branch"], row["level"], bool(row["bare"]), bool(row["lower"]),
            frozenset(filter(None, row["unless_after"].lower().split("|"))), False, row["head"].count(" ") + 1,
        )  # fmt: skip
        for centre in _CENTRES:
            yield row["head"].replace("Trung ương", centre), head
    for row in table("organs"):
        if row["grammar"] == "alias":
            continue
        head = _Head(
            row["grammar"], row["branch"], row["level"], True, True, frozenset(), True, row["name"].count(" ") + 1
        )
        for hyphen in (" - ", "-", " -"):
            for centre in _CENTRES:
                name = row["name"].replace(" - ", hyphen).replace("Trung ương", centre)
                yield name, head
                if row["branch"] == "party" and row["name"].startswith(("Ban ", "Ủy ban ")) and name.endswith(centre):
                    yield f"{name} Đảng", head


_ENGLISH = re.compile(r"(?<![\w.&'-])([A-Z][A-Za-z&'-]+) $")
_FIRM_ENDS = ("Group", "Corporation", "Corp ", "Holdings")  # also behind a Vietnamese name: Sao Mai | Group
_CAPITALISED = re.compile(rf"(?:^|[{LOWER}] |[.,;:(“] ?)(({CAPITAL}[{LOWER}]+)(?: {CAPITAL}[{LOWER}]+){{1,2}}) $")
_NO_FIRMS = frozenset(
    ("CEO", "CFO", "TTXVN", "VGP", "VOV", "VTV", "USD", "GDP", "TPP", "APEC", "ASEAN", "EU", "Chairman")
)


class _Acronym(NamedTuple):
    spellings: frozenset[str]
    kind: str


def _acronyms() -> Iterator[tuple[str, _Acronym]]:
    spellings: dict[str, set[str]] = {}
    for row in table("acronyms"):
        spellings.setdefault(fold(row["name"]), set()).add(row["name"])
    for row in table("acronyms"):
        yield row["name"], _Acronym(frozenset(spellings[fold(row["name"])]), row["kind"])


_MATCHER: PhraseMatcher[_Head | _Acronym] = PhraseMatcher((*_heads(), *_acronyms()), REPORT)
_WHOLE = {"fixed", "country", "committee", "ministry"}  # names that are never cut short
_QUIET_ZONES = {"byline", "credit", "furniture", "teaser"}
_PLURAL = frozenset(["các", "những", "nhiều", "mọi", "hai", "ba", "bốn", "từng", "mỗi"])
_LEVEL = re.compile(rf" (?:tỉnh|thành phố|TP|quận|huyện|thị xã|phường|xã)\.? ?(?={CAPITAL}|\d)")
_BRACKET = re.compile(r" \([^)]*\)")
_LEVELS = "tỉnh|thành phố|quận|huyện|thị xã|phường|xã"
_BARE_LEVEL_KEY = re.compile(rf" ({_LEVELS})$")
_LEVEL_KEY = re.compile(rf" ({_LEVELS}|tp)$")
_LEVEL_OF = re.compile(rf"({_LEVELS})(?!\w)")
_BEFORE_SEVERAL = ("ác ", "ng ")
# What firm, of which legal form, called what.
_FIRM = re.compile(
    r"((?:tổng )?công ty|tập đoàn|nhà máy|xí nghiệp|hợp tác xã)(?: (?:cổ phần|trách nhiệm hữu hạn|một thành viên|đại chúng|tập đoàn))* (.+)$"
)
_LEAST_IN_ROW = 3  # where no word such as "như" leads to it
# Firms in a row behind a word for several: các liên doanh | Vietsovpetro, Rusvietpetro và Gazpromviet.
_ROW = re.compile(
    rf"(?:(?: [{LOWER}]+){{1,6}}?(?: của {CAPITAL}\w+(?: {CAPITAL}\w+)?)?(?: như:?| gồm:?| là|:)|((?: [{LOWER}]+){{1,3}}))? ({CAPITAL}[\w&.+-]*(?: {CAPITAL}[\w&.+-]*){{0,3}}(?:(?:, | và |, và ){CAPITAL}[\w&.+-]*(?: {CAPITAL}[\w&.+-]*){{0,3}})+)"
)
_ITEM = re.compile(rf"{CAPITAL}(?:(?!, | và ).)*")
# Whom one tells (báo | Chính phủ), not the name of a paper.
_REPORTED_TO = (
    " Chính phủ",
    " Quốc hội",
    " Thủ tướng",
    " Bộ ",
    " Sở ",
    " Cục ",
    " Ban ",
    " Ủy ban",
    " UBND",
    " Chủ tịch",
    " Đảng",
)
# Of which unit or organ a division in lower case is: phòng GD&ĐT | huyện …
_SAYS_WHOSE = re.compile(
    rf" (?:[Qq]uận|[Hh]uyện|[Tt]hị xã|[Tt]ỉnh|[Tt]hành phố|TP\.?|Công an|Viện|Sở|UBND|Văn phòng) ?(?={CAPITAL}|\d)"
)
_HEADS_OF_DIVISIONS = ("Trưởng ", "trưởng ")
_SEVERAL = re.compile(r"(?:các|Các) (?:Bộ trưởng |bộ trưởng |Thứ trưởng )?$")
# Capitalised words that a head of one syllable may follow.
_OPEN = frozenset(row["word"] for row in table("organ_stops") if row["use"] == "before")
_SHORT = frozenset(row["abbreviation"] for row in table("abbreviations")) | {"GD", "TT&TT", "TTTT"}
_TREATIES = frozenset(a for row in table("named_documents") for a in row["acronyms"].split("|"))
_ADOPTED = ("congress", "plenum", "well_known")  # rules of documents
_CREDIT = re.compile(r"(?:/|\b(?:Ảnh|ảnh|Nguồn|nguồn|Video|Clip|Nguồn ảnh)\s?: ?[^.():]{0,40}|\()$")
_TALKS_TO = re.compile(r"(?<!\w)(?:với|như|PV|phóng viên) $")  # before a paper whose name is a phrase otherwise
_STREET = re.compile(
    r"(?:đường|phố|chợ|cầu|hồ|đoàn|Đoàn|lực lượng|Nhà văn hóa) $"
)  # before a name that a paper has too
_CAPITALS = re.compile(r"(?:[A-ZĐ][A-ZĐƯ&]{2,9}|(?!Ma?c[A-Z])(?:[A-Z]{2,}[a-z]+|[A-Z][a-z]+[A-Z][A-Za-z]*))(?![\w-])")
_HEADED = (
    "chủ tịch",
    "giám đốc",
    "tgđ",
    "tổng thư ký",
    "chủ nhiệm",
    "thành viên",
    "kế toán trưởng",
    "giám đốc điều hành",
    "hđqt",
    "hđtv",
    "hội đồng quản trị",
)
_HEADED_BY = PhraseMatcher(((title, None) for title in _HEADED), REPORT)
_JOINED_BEFORE = re.compile(r"[\w/-]")
_JOINED_BEHIND = re.compile(r"[\w/]|-\w")
_DEFINED = re.compile(
    rf" ?\((?:gọi tắt là |viết tắt là |viết tắt: |sau đây gọi là )?({CAPITAL}[\w&-]*(?: {CAPITAL}[\w&]*)?)(?: -[^)]*)?\)"
)


class _Span(NamedTuple):
    begin: int
    end: int
    head: _Head
    rule: str


def find(doc: Doc, documents: Found) -> Found:
    """The organizations that a report names."""
    spans = _spans(doc, _named_documents(documents, doc.folded))
    return _entities(doc, spans, frozenset(m.end for m in documents.mentions if m.rule in _ADOPTED))


def _named_documents(documents: Found, folded: str) -> list[tuple[int, int]]:
    """The names of documents but for the parties that they name: Thỏa thuận | giữa Bộ Y tế và Bộ Công an | về dân số.

    What a congress, a plenum or an international body adopted names who did."""
    names = []
    for m in documents.mentions:
        if m.form != "name" or m.rule in _ADOPTED:
            continue
        between = folded.find(" giữa ", m.begin, m.end)
        about = folded.find(" về ", between, m.end) if between >= 0 else -1
        names += [(m.begin, between), (about, m.end)] if about >= 0 else [(m.begin, m.end)]
    return names


def _spans(doc: Doc, documents: list[tuple[int, int]]) -> list[_Span]:
    text, folded = doc.text, doc.folded
    inner: dict[int, int] = {}
    bodies: set[int] = set()
    extents = Extents(text, folded, inner, bodies)
    spans: list[_Span] = []
    has_quiet = any(z.kind in _QUIET_ZONES for z in doc.zones)
    for begin, end, head in _found(text, folded):
        if isinstance(head, _Acronym):
            if not _is_acronym(text, begin, end, head):
                continue
        elif head.grammar == "tail":  # of a name in English
            first = _coined_before(text, begin)
            if first is not None and not (has_quiet and doc.kind_at(begin) in _QUIET_ZONES):
                spans.append(_Span(first, end, _ACRONYM, "coined"))
            continue
        elif text.startswith(": ", end) and folded[begin:end] == "bộ" and _SEVERAL.search(text, begin - 16, begin):
            spans += (_Span(b, e, head, "enumerated") for b, e in extents.enumerated(end, (": ", ", ", " và ")))
            continue
        elif head.grammar == "row":  # of firms
            spans += (_Span(b, e, _ACRONYM, "listed") for b, e in _listed(text, folded, end) if b not in inner)
            continue
        elif (
            (not head.lower and not text[begin].isupper())
            or head.grammar == "never"
            or not _counts(text, begin, end, head)
        ):
            continue
        if (has_quiet and doc.kind_at(begin) in _QUIET_ZONES) or (
            documents and any(b <= begin and end <= e for b, e in documents)
        ):
            continue
        if isinstance(head, _Acronym):
            inner[begin] = end
            bodies.add(begin)
            spans.append(_Span(begin, end, _ACRONYM, "acronym"))
            continue
        reach = extents.end(head.grammar, begin, end)
        if text.startswith("phòng ", begin) and not _SAYS_WHOSE.search(text, end, reach):
            continue
        if reach > end + 1 and folded.startswith("tờ ", begin):
            begin, end = end + 1, end + 1  # the paper's name alone
        if reach > end or head.bare or head.grammar in ("area", "portfolio"):
            inner[begin] = reach
            if head.branch == "foreign" or (head.grammar == "country" and head.branch == "assembly"):
                bodies.add(begin)
        spans.append(
            _Span(
                begin, reach, head, ("known" if head.whole else head.grammar) if reach > end or head.whole else "bare"
            )
        )
        if text.startswith(_BEFORE_SEVERAL, begin - 3) and _SEVERAL.search(text, begin - 16, begin):
            spans += (_Span(b, e, head, "enumerated") for b, e in reversed(extents.enumerated(reach)))
    return list(_outermost(sorted(spans, key=lambda s: (s.begin, -s.end))))


def _found(text: str, folded: str) -> list[tuple[int, int, _Head | _Acronym]]:
    """Heads, known names and acronyms, also unknown ones behind a title (Chủ tịch | VAFA), from the last to the first."""
    found = list(_MATCHER.find(folded))
    known_at: set[int] | None = None
    for _, end, _ in _HEADED_BY.find(folded):
        begin = end + 1
        capitals = _CAPITALS.match(text, begin) if text[end:begin] == " " else None
        if capitals and capitals[0] not in _SHORT and capitals[0] not in _TREATIES:
            known_at = known_at or {b for b, _, _ in found}
            if begin not in known_at:
                found.append((begin, capitals.end(), _Acronym(frozenset((capitals[0],)), "body")))
    if known_at is None:
        return found[::-1]
    return sorted(found, key=lambda h: -h[0])


def _coined_before(text: str, begin: int) -> int | None:
    """Begin of the name in English whose last word begins at `begin`: Puma | Energy, KKR Global | Institute."""
    first = None
    for _ in range(4):
        word = _ENGLISH.search(text, max(0, begin - 24), begin)
        if word is None or not text[begin].isupper() or word[1] in _NO_FIRMS or not is_coined(word[1]):
            break
        first = begin = word.start(1)
    if first is None and text.startswith(_FIRM_ENDS, begin):
        names = _CAPITALISED.search(text, max(0, begin - 32), begin)
        first = names.start(1) if names and names[2] not in _OPEN and names[2] not in OPENERS else None
    return first


def _listed(text: str, folded: str, end: int) -> Iterator[tuple[int, int]]:
    """The coined names in a row behind a word for several firms that ends at `end`."""
    if text.startswith(" ", end):
        row = _ROW.match(text, end)
        items = [(m.start(), m.end()) for m in _ITEM.finditer(text, row.start(2), row.end())] if row else []
        items = [(b, b + len(text[b:e].rstrip("."))) for b, e in items]
        if row and row[1] and len(items) < _LEAST_IN_ROW:
            return
        if all(is_coined(text[b:e]) and unit_after(text, folded, b - 1) is None for b, e in items):
            yield from items


_ACRONYM = _Head("fixed", "", "", True, True, frozenset(), True, 1)


def _counts(text: str, begin: int, end: int, head: _Head) -> bool:
    """Whether the head stands there as the head of a name: capitals, and no word before it that makes it another word."""
    if begin > 1 and text[begin - 1] == "/" and text[begin - 2].isdigit():
        return False  # the mark of a document: 3445/UBND-VX
    if not text[begin].isupper():
        if not head.lower:
            return False
        inside = text[begin:end]
        named = text[end + 1 : end + 2].isupper() or head.grammar == "firm"
        named = named or (head.grammar == "area" and _LEVEL.match(text, end) is not None)
        named = named or (head.grammar == "number" and text.startswith(" số ", end))
        named = named or (head.grammar == "of" and text.startswith(" của ", end))
        if inside == "báo" and text.startswith(_REPORTED_TO, end):
            return False
        if inside == "phòng" and (
            text.startswith(" Phòng ", end)
            or not (text.startswith((" GD", " Giáo dục"), end) or text.endswith(_HEADS_OF_DIVISIONS, 0, begin))
        ):
            return False  # a room: phòng Tiệc
        if text[begin - 1 : begin] == "-" or (inside.islower() and (head.whole or not named)):
            return False
    if text.startswith(_OF_SEVERAL if head.grammar == "country" else " khu vực ", end) and head.grammar in _MAY_BE_MANY:
        return False
    if head.size > 1 and not head.unless_after:
        return True
    before = text[max(0, begin - 12) : max(0, begin - 1)].rpartition(" ")[2]
    if (
        head.size == 1
        and before[:1].isupper()
        and not before.isupper()
        and before not in _OPEN
        and before[-1].isalnum()
        and text[begin - 1 : begin] == " "
    ):
        return False  # the end of a person's name (Minh | Trường), of a region's (Nam | Bộ)
    before = before.lower()
    if before == "trưởng" and text.startswith("Ban ", begin) and text[end + 1 : end + 2].isupper():
        return True  # Phó Trưởng | Ban Liên lạc …
    return before not in head.unless_after and not (head.size == 1 and before in _PLURAL)


def _is_acronym(text: str, begin: int, end: int, acronym: _Acronym) -> bool:
    """Whether the acronym stands there in its own case and by itself, not in a photo credit."""
    if text[begin:end] not in acronym.spellings or (text[end : end + 1] == "-" and text[end + 1 : end + 2].isalnum()):
        return False
    if begin and text[begin - 1] == "-" and text[begin - 2 : begin - 1].isalnum():
        return False
    if text.startswith(" Cup", end):
        return False
    if acronym.kind == "body":
        return True
    if acronym.kind == "paper" and not _TALKS_TO.search(text, begin - 14, begin):
        return False
    if _STREET.search(text, begin - 14, begin):
        return False
    return not (_CREDIT.search(text, begin - 45, begin) or text.startswith("/", end))


def _outermost(spans: Iterable[_Span]) -> Iterator[_Span]:
    last = 0
    for s in spans:
        if s.begin >= last:
            last = s.end
            yield s


def _entities(doc: Doc, spans: list[_Span], closed: Container[int]) -> Found:
    """The organizations of the spans. What brackets tell at `closed`, where documents end, is no organ's acronym."""
    text = doc.text
    keys = [key_of(_surface(text, s)) for s in spans]
    written = {b: a for a, b in _in_brackets(text, spans, keys)}
    keys = [written.get(key, key) for key in keys]
    fuller = _fuller(text, keys, spans)
    names: dict[str, str] = {}
    heads: dict[str, _Head] = {}
    mentions: list[Mention] = []
    for i, (s, raw) in enumerate(zip(spans, keys, strict=True)):
        key = raw
        if i in fuller:
            key = fuller[i]
            key = fuller.get(keys.index(key), key)
        if s.rule == "bare" and s.head.size == 1 and not s.head.bare and text.startswith(", ", s.begin - 2):
            continue
        if s.rule == "bare" and text.startswith(_UNNAMED_UNITS, s.end):
            continue
        if key == raw and ((s.rule == "bare" and not s.head.bare) or _of_any_unit(s, raw)):
            continue
        if key == raw and s.end - s.begin > len(names.get(key, "")):
            names[key] = _surface(text, s)
            heads[key] = s.head
        mentions.append(Mention(KIND, key, s.begin, s.end, "acronym" if s.rule == "acronym" else "name", s.rule))
    defined = _defined_acronyms(text, mentions, closed)
    entities = tuple(
        Entity(KIND, key, _name(key, surface), _attributes(key, heads[key])) for key, surface in names.items()
    )
    if defined:
        mentions = sorted([*mentions, *defined], key=lambda m: m.begin)
    return Found(entities, tuple(m for m in mentions if m.key in names))


def _surface(text: str, s: _Span) -> str:
    """A name as it stands, with the head that several ministries share."""
    return f"Bộ {text[s.begin : s.end]}" if s.rule == "enumerated" else text[s.begin : s.end]


def _in_brackets(text: str, spans: list[_Span], keys: list[str]) -> Iterator[tuple[str, str]]:
    """(long, short): an acronym of the lexicon in brackets after a name is that name's; so is a name of the same head."""
    for i in range(len(spans) - 1):
        a, b = spans[i], spans[i + 1]
        if keys[i] == keys[i + 1] or text[b.end : b.end + 1] != ")":
            continue
        acronym = b.rule in ("acronym", "coined") and text[a.end : b.begin] == " ("
        if acronym or (text.startswith(_BRACKETS, a.end) and _is_called(text, a, b)):
            yield keys[i], keys[i + 1]


def _is_called(text: str, a: _Span, b: _Span) -> bool:
    """Whether brackets call an organ by a shorter name of the same head: Hội đồng … | (Hội đồng TIFA)."""
    if (
        a.head != b.head
        or a.rule != b.rule
        or text[a.begin : a.begin + 4].lower() != text[b.begin : b.begin + 4].lower()
    ):
        return False
    return _CALLED.fullmatch(text, a.end, b.begin) is not None


_BRACKETS = (" (", "(")
_CALLED = re.compile(r" ?\((?:gọi tắt là |viết tắt là |gọi là |sau đây gọi là |gọi tắt: )?")


def _fuller(text: str, keys: list[str], spans: list[_Span]) -> dict[int, str]:
    """Shortened forms, by index: the fuller name that begins with it, the last one named before, else the first after."""
    out: dict[int, str] = {}
    of_any = [_of_any_unit(s, key) for s, key in zip(spans, keys, strict=True)]

    def complete(i: int) -> bool:
        return ends_in_area(text[spans[i].begin : spans[i].end])

    firms = [i for i, s in enumerate(spans) if s.rule == "firm"]
    if len({keys[i] for i in firms}) > 1:
        out |= _fuller_firms(text, keys, spans, firms)
    for i, (s, key) in enumerate(zip(spans, keys, strict=True)):
        if (
            s.head.grammar in _WHOLE
            or (s.head.grammar in ("name", "firm") and s.rule != "bare")
            or known(key)
            or complete(i)
        ):
            continue
        central = s.head.grammar == "portfolio" and s.head.level == "central"
        level = _LEVEL_KEY.search(key) if s.head.grammar in ("area", "wrap", "portfolio") else None
        stem = (key[: level.start()] if level else key) + " "
        for j in (*range(i - 1, -1, -1), *range(i + 1, len(keys))):
            if keys[j].startswith(stem) and keys[j] != key and not (central and complete(j)) and not of_any[j]:
                if level and not _is_of_level(keys[j], len(stem), level[1]):
                    continue  # UBND quận is not short for UBND thành phố Hà Nội
                out[i] = keys[j]
                break
    return out


def _fuller_firms(text: str, keys: list[str], spans: list[_Span], firms: list[int]) -> dict[int, str]:
    """The keys of those firms that are named in full elsewhere: before them, nearest first, else behind."""
    out = {}
    alike: dict[str, list[int]] = {}  # those whose names end in one word
    for i in firms:
        alike.setdefault(keys[i].rpartition(" ")[2], []).append(i)
    for group in alike.values():
        if len({keys[i] for i in group}) == 1:
            continue
        forms = {i: form for i in group if (form := _FIRM.match(keys[i]))}
        for i, short in forms.items():
            proper = all(w[0].isupper() for w in text[spans[i].begin : spans[i].end].split(" ")[-2:])
            for j in (*(j for j in reversed(forms) if j < i), *(j for j in forms if j > i)):
                if _is_same_firm(short, forms[j], proper):
                    out[i] = keys[j]
                    break
    return out


_UNNAMED_UNITS = (" các cấp", " từng cấp", " hai cấp", " cấp xã", " cấp huyện", " cấp tỉnh")


def _is_of_level(key: str, at: int, level: str) -> bool:
    """Whether the unit named at `at` is of a level; keys leave out that of provinces."""
    told = _LEVEL_OF.match(key, at)
    return told[1] == level if told else level in ("tỉnh", "thành phố", "tp")


def _is_same_firm(short: re.Match[str], long: re.Match[str], proper: bool) -> bool:
    """Công ty Điện Quang, Công ty Bóng đèn Điện Quang: short for Công ty cổ phần Bóng đèn Điện Quang."""
    if short[1] != long[1] or len(short[0]) >= len(long[0]):
        return False
    return short[2] == long[2] or (proper and " " in short[2] and long[2].endswith(" " + short[2]))


def _of_any_unit(s: _Span, key: str) -> bool:
    """UBND tỉnh, Công an huyện: of which one, the name does not say."""
    return s.head.grammar in ("area", "wrap") and _BARE_LEVEL_KEY.search(key) is not None


def _defined_acronyms(text: str, mentions: list[Mention], closed: Container[int]) -> list[Mention]:
    """Acronyms that the text defines in brackets after a name, and their later uses."""
    out: list[Mention] = []
    for m in mentions:
        defined = _DEFINED.match(text, m.end) if "(" in text[m.end : m.end + 2] else None
        if (
            defined is None
            or m.end in closed
            or defined[1].startswith("Khóa ")
            or sum(c.isupper() for c in defined[1]) < 2
        ):
            continue
        if " " in defined[1] and unit_after(f" {defined[1]}", f" {fold(defined[1])}", 0):  # where it is: (Hà Nội)
            continue
        initials = "".join(word[0] for word in text[m.begin : m.end].split()).upper()
        if initials.find(defined[1]) > 0:  # of a part of the name only: Ủy ban An toàn giao thông (ATGT)
            continue
        for at in _uses(text, defined[1], defined.start(1)):
            if not any(o.begin <= at < o.end for o in (*mentions, *out)):
                out.append(Mention(KIND, m.key, at, at + len(defined[1]), "acronym", "defined_acronym"))
    return out


def _uses(text: str, acronym: str, begin: int) -> Iterator[int]:
    """Where an acronym stands by itself from `begin` on: in no longer word or number of a document."""
    at = text.find(acronym, begin)
    while at >= 0:
        end = at + len(acronym)
        if (at == begin or not _JOINED_BEFORE.match(text, at - 1)) and not _JOINED_BEHIND.match(text, end):
            yield at
        at = text.find(acronym, end)


@lru_cache(maxsize=1 << 16)
def _name(key: str, surface: str) -> str:
    row = known(key)
    return row["name"] if row else expand(_BRACKET.sub("", surface))


def _attributes(key: str, head: _Head) -> dict[str, object]:
    branch, level, parent = _described(key)
    return {"branch": branch or head.branch or None, "level": level or head.level or None, "parent_key": parent}


@remembered
def _described(key: str) -> tuple[str, str, str | None]:
    row = known(key)
    if row is None:
        return "", "", None
    parent = row.get("parent")
    return row.get("branch", ""), row.get("level", ""), key_of(parent) if parent else None
