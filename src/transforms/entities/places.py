"""Places named in a report, and where its main event took place.

In: a report, its organizations and documents. Out: one entity per place and its mentions. A place inside the name of an
organization or a document is not mentioned by it. Three ways to find one:

- known names (`gazetteer`): countries, provinces, districts, cities abroad, regions, buildings. Names that are also words or
  given names (Anh, Đức, Hòa Bình) count by capital letters and neighbours; a rural district's bare name needs a locative
  word before it or its province behind it, unless the report also names it in full ("huyện Lương Sơn").
- a generic word and capitalised words behind it ("xã Phú Đình", "đường Lê Duẩn", "sân bay JFK"). Units are looked up among
  the units of that level, by the parent the report names where several share the name.
- short forms of units before known ones ("P. Trung Liệt", "Q.1").

The surface is the bare name where the generic word is only that ("tỉnh Lào Cai" → "Lào Cai"); it is kept where the name
needs it ("Quốc lộ 1A", "Quận 1") and for a city that shares its province's name ("TP Thanh Hóa").
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from transforms.entities import gazetteer
from transforms.entities.gazetteer import Place
from transforms.entities.name_context import follows_person
from transforms.entities.names import is_syllable
from transforms.entities.street_lists import is_several, listed, opens_pair
from transforms.lexicon import column, table
from transforms.records import DateExpression, Entity, Found, Mention
from transforms.text.doc import Doc
from transforms.text.letters import LOWER, UPPER
from transforms.text.matcher import REPORT, PhraseMatcher
from transforms.text.normalise import canonical, fold, fold_name

_KINDS = ("title", "dateline", "body", "caption", "heading", "teaser")
_WORD = re.compile(r"[^\W\d_][\w'’]*(?:[.-][^\W\d_][\w'’]*)*")
_NAME = re.compile(
    r"(?:số\s\d+[A-Z]?\b|\d{1,2}[-/]\d{1,2}(?![\w/-])|[A-Z]{0,2}\d+[A-Z]?(?![\w%]|[.,/]\d)"
    r"|[^\W\d_][\w'’]*(?:\.\s?[A-Z][\w'’]*)?(?:-[^\W\d_][\w'’]*)*(?:(?:\s|\s?[-–]\s?)(?:[^\W\d_][\w'’]*(?:\.[A-Z][\w'’]*)?(?:-[^\W\d_][\w'’]*)*|\d{1,2}(?![\w%:]|[.,/]\d| (?:tháng|năm|ngày|giờ|tuổi|người|tàu|xe|tỷ|tỉ|triệu|đồng|lần|vụ|căn|hộ|tấn|ha|km)\b)))*)"
)
# Begins with letters, not with a look behind: fast; small ones are rare and asked for first.
_SHORT = re.compile(rf"[PQHT][XxPpT]?(?:\.\s?|\s|(?=HCM))(?=[{UPPER}\d])")
_SHORT_SMALL = re.compile(rf"t[xp](?:\.\s?|\s|(?=HCM))(?=[{UPPER}\d])")
_SHORT_LEVELS = {
    "p": ("commune", "phường"),
    "q": ("district", "quận"),
    "h": ("district", "huyện"),
    "tx": ("district", "thị xã"),
    "tt": ("commune", "thị trấn"),
}
_SHORT_UNITS = ("P", "Q", "H", "TX", "Tx", "tx", "TT")
_SHORT_CITY = ("TP", "Tp", "tp")
_A_NUMBER = re.compile(r"(?:số\s|[A-Z]{0,2}\d)")
_NAME_WORDS = re.compile(r"(?:^|\s?[-–]\s?|\s)([^\s–]+)")
_FOLLOWER = re.compile(r"\s([^\W\d_]+)")
_MARK_BEFORE = re.compile(r"[,;(\-–/]\s?$")
_SPACED_DASH = re.compile(r"\s[-–]\s")
_SPACE = re.compile(r"\s")
# Words that begin a sentence or a phrase, never the name behind a generic word: "sân bay | Chiều 12/6", "thành phố | Theo …".
_NEVER_FIRST = frozenset(
    (
        "theo",
        "chiều",
        "sáng",
        "tối",
        "trưa",
        "tại",
        "trong",
        "khi",
        "để",
        "những",
        "các",
        "cuộc",
        "vì",
        "nếu",
        "tuy",
        "được",
        "hôm",
    )
)
_LOWER_FOLLOWS = re.compile(r" ([^\W\d_]+)")
_FUNCTION_WORDS = frozenset(column("function_words", "word"))
# What may follow a name of one syllable in lower case, beside function words.
_AFTER_NAMES = frozenset(column("after_place_names", "word"))
_FALSE_END = re.compile(r" (?:Bộ|Chủ|Phó|Thủ|Tổng|Ông|Bà|Các|Theo)$")
_WATERS = frozenset(("sông", "suối", "hồ", "núi", "rạch", "kênh", "vịnh", "đèo", "đảo"))
# A power station or a stage of a project is called by a place and a number: Thái Bình 2.
_NUMBERED_WORKS = re.compile(r" \d(?:[,.;)…](?!\d)|$| (?:và|ở|tại|đã|đang|do|là|có|sẽ|cũng|với)\b)")
_KEPT = frozenset(r["word"] for r in table("place_words") if r["capital"] == "kept")
# Generic words that are also surnames or first syllables of names and titles when capitalised.
_LOWER_ONLY = frozenset(r["word"] for r in table("place_words") if r["capital"] == "never")
_NOT_NAMES = re.compile(
    r"(?:Chủ tịch|Tổng Bí thư|Trung ương|Đảng|Nhà nước|Quốc gia|Quốc hội|Chính phủ|Tuyên bố|Ghi nhớ|Kế hoạch|Hiến pháp|Nghị quyết|ASEAN|APEC|EU|Bộ|Hội|Ban|FTA|Covid|Tổ quốc|Facebook|Internet|Kinh tế|Thương mại|Tổng|Nhân dân|Hiệp (?:định|ước|hội|hòa|nghị|thương|chủng)|Thỏa|Cách mạng|Di chúc|Điều ước|Báo cáo|Quốc ca)\b"
)
_NAME_ENDS = frozenset(column("place_name_ends", "word"))
_STREET_OR_UNIT = frozenset(r["word"] for r in table("place_words"))  # that rule is `_behind`'s
_UNIT_KINDS = ("province", "city", "district", "commune")
_OF_TWO_WORDS = ("New ", "North ", "South ", "West ", "Western ")
_STREETS = frozenset(("road", "crossing"))
_OF_LISTS = frozenset(("road", "crossing", "region", "list"))
_NUMBERED = frozenset(("quốc lộ", "tỉnh lộ", "vành đai", "xa lộ"))
_LANES = frozenset(("ngõ", "ngách", "hẻm"))
_A_NUMBER_ALONE = re.compile(r"\d+[A-Z]?$")
_BRIDGES = frozenset(("cầu", "cầu vượt", "hầm chui"))
_ADDRESS = re.compile(rf" số (?:nhà )?\d+[A-Z]?(?:[/-]\d+)*,? (?=[{UPPER}])")
_HOUSE = ("tại", "ở", "nhà", "địa chỉ", "địa chỉ:", "trụ sở", "đất", "căn", "quán", "cửa hàng", "cửa")
_ENDS_ADDRESS = re.compile(r"\s?(?:[,(.;)]|-\s|$)|\s(?:thuộc|với|và|là|nơi|do|của)\s")
_AND = re.compile(r"(?:,|\s[-–]|\svà)\s")
_HAMLET_OF = re.compile(r"\s?(?:,|\(|-|và)\s?(?:xã|phường|thị trấn|huyện|tx|xóm)\b")
# Lower-case words inside the name of a building: "Cung thể thao Tiên Sơn", "Bảo tàng Bác sĩ Yersin".
_INNER = re.compile(
    rf"(?:[{UPPER}][\w-]+\s)?(?:(?!(?:ở|tại|của|và|về|do|để|có|là|đã|sẽ|cho|với|từ|trên)\s)[{LOWER}]+\s){{1,3}}[{UPPER}][\w-]+(?:\s[{UPPER}][\w-]+){{0,4}}"
)
# Names inside the names of plants, clubs, campaigns; money.
_INSIDE = re.compile(
    r"(?:(?<!\w)(?:nhà\s+máy|công\s+ty|xí\s+nghiệp|ngân\s+hàng|câu\s+lạc\s+bộ|clb|đội\s+bóng|dự\s+án\s+(?:nhà\s+máy|thủy\s+điện)|đạm|ethanol|dap\s+\d|gang\s+thép|thủy\s+điện|nhiệt\s+điện|xi\s+măng)"
    r"(?:\s+(?!tại|ở|của|tỉnh|trên|số|lớn|hàng)[^\s.,;:()]+){0,4}?|chiến\s+dịch|chiến\s+thắng|trận|chiến\s+khu|huân\s+chương|đô\s*-?\s?la|usd|xổ\s+số|tiếng|món|bia|nước\s+mắm|phở|ca\s+khúc)\s+$"
)
_INSIDE_WITHIN = 45
# How such a name begins: looked for in one pass, so that the pattern is asked only behind one of them.
_INSIDE_WORDS = (
    "nhà máy", "công ty", "xí nghiệp", "ngân hàng", "câu lạc bộ", "clb", "đội bóng", "dự án nhà máy", "dự án thủy điện",
    "đạm", "ethanol", "dap", "gang thép", "thủy điện", "nhiệt điện", "xi măng", "chiến dịch", "chiến thắng", "trận",
    "chiến khu", "huân chương", "đô la", "đô-la", "đô - la", "đô -la", "đô- la", "đôla", "usd", "xổ số", "tiếng", "món", "bia",
    "nước mắm", "phở", "ca khúc",
)  # fmt: skip
_INSIDE_BEGINS = PhraseMatcher(((word, None) for word in _INSIDE_WORDS), REPORT)
_OF_ANOTHER = re.compile(r" nước (?!ta\b)|(?<=miền tây) (?:bắc|nam|nguyên)(?!\w)")
_BEFORE_BARE = re.compile(
    r"(?<!\w)(?:ở|tại|về|đến|tới|từ|quanh|lên|xuống|ra|vào|gần|qua|địa\s+bàn|người|dân|vùng|cử\s+tri)\s+$"
)
_PRONOUNS = (
    "ông",
    "bà",
    "anh",
    "chị",
    "em",
    "cháu",
    "cô",
    "chú",
    "bác",
    "bầu",
    "hlv",
    "mc",
    "ca sĩ",
    "đồng chí",
    "đ/c",
    "tên",
    "diễn viên",
    "thầy",
    "nghệ sĩ",
    "cầu thủ",
    "tiền đạo",
)
_PRONOUN_ENDS = tuple({p.split()[-1] for p in _PRONOUNS})
_PRONOUN = re.compile(r"(?<!\w)(?:" + "|".join(p.replace(" ", r"\s+") for p in _PRONOUNS) + r")\s+$")
# Countries whose name is also a word or given name, and the syllables that with it make another word.
_ONE_SYLLABLE = {r["name"]: frozenset(r["followers"].split()) for r in table("short_country_names")}
_LONG_ENOUGH = 3


class _Span(NamedTuple):
    begin: int
    end: int
    place: Place
    rule: str


def find(doc: Doc, organizations: Found, documents: Found) -> Found:
    """Places named in the report and where."""
    text = doc.view(*_KINDS)
    folded = doc.folded if text == doc.text else fold(text)
    taken = _Spans([(m.begin, m.end) for f in (organizations, documents) for m in f.mentions])
    known = list(_known(text, folded, taken))
    generic = [s for s in _generic(text, folded, known) if not taken.covers(s.begin, s.end)]
    spans = _outermost([*generic, *known])
    spans = _one_per_name(list(_settled(spans, folded)), folded)
    named = {s.place.key: s.place for s in spans}
    entities = tuple(Entity("place", key, place.name, place.attributes) for key, place in named.items())
    mentions = tuple(Mention("place", s.place.key, s.begin, s.end, "name", s.rule) for s in spans)
    return Found(entities, mentions)


class _Spans:
    """Disjoint or nested stretches, asked whether one of them covers another stretch."""

    def __init__(self, spans: Sequence[tuple[int, int]]):
        self._spans = sorted(spans)
        self._begins = [b for b, _ in self._spans]
        self._reach = []
        reach = 0
        for _, e in self._spans:
            reach = max(reach, e)
            self._reach.append(reach)

    def covers(self, begin: int, end: int) -> bool:
        """Some stretch begins at or before `begin` and ends at or behind `end`."""
        i = bisect_right(self._begins, begin) - 1
        return i >= 0 and self._reach[i] >= end


# ------------------------------------------------------------------------------------------------ known names


@cache
def _surnames() -> frozenset[str]:
    return frozenset(fold(s) for s in column("surnames", next(iter(table("surnames")[0]))))


@cache
def _sure_surnames() -> frozenset[str]:
    return frozenset(row["surname"] for row in table("surnames") if row["certainty"] == "sure")


def _known(text: str, folded: str, taken: _Spans) -> Iterator[_Span]:
    inside = [begin for begin, _, _ in _INSIDE_BEGINS.find(folded)]
    for begin, end, place in gazetteer.PLACES.find(folded):
        if taken.covers(begin, end):
            continue
        i = bisect_right(inside, begin) - 1
        near = i >= 0 and inside[i] >= begin - _INSIDE_WITHIN
        if _is_name(text, folded, begin, end, place) and not (
            near and _INSIDE.search(folded, begin - _INSIDE_WITHIN, begin)
        ):
            yield _Span(begin, end, place, f"known_{place.level}")


def _is_name(text: str, folded: str, begin: int, end: int, place: Place) -> bool:
    """Capital letters and neighbours speak for the place and not for a word or a person's name."""
    surface = text[begin:end]
    if len(surface) < _LONG_ENOUGH and surface.isupper() and surface not in ("VN", "TQ", "US"):
        return False
    words = surface.split()
    if not (words[0][0].isupper() or place.level == "other") or (
        not words[-1][0].isupper() and place.level != "other" and place.name.split()[-1][0].isupper()
    ):
        return False
    if not (words[0][0].isupper() or any(w[0].isupper() for w in words)):
        return False
    if (begin and text[begin - 1] in "@/") or (text[end : end + 1] in "@" and end < len(text)):
        return False
    if surface in ("VN", "TQ") and text[begin - 1 : begin] == ".":
        return False  # of an address
    if text.startswith(" Anh hùng", end) or (folded.startswith("miền ", begin) and _OF_ANOTHER.match(folded, end)):
        return False  # Bà mẹ Việt Nam Anh hùng; miền Nam nước Pháp; miền Tây Bắc
    if (
        text[end + 1 : end + 2].isdigit()
        and place.level in ("province", "district")
        and _NUMBERED_WORKS.match(text, end)
    ):
        return False
    before = _last_word(text, begin)
    one = " " not in surface and "-" not in surface
    if one and folded[begin:end] in _ONE_SYLLABLE:
        return _is_country(text, folded, begin, end, before)
    if place.level == "other" and not one and before in _sure_surnames():
        return False
    if place.level in ("province", "district") or one:
        if len(before) > 1 and before.isupper() and place.level != "country":
            return False
        if before and before[0].isupper():
            earlier = _last_word(text, begin - len(before) - 1)
            if (fold_name(before) in _surnames() and not before.isupper()) or (
                earlier
                and earlier[0].isupper()
                and fold_name(earlier) in _surnames()
                and not before.isupper()
                and len(words) < 3
            ):
                return False
        if _follows_pronoun(folded, begin):
            return False
    return True


def _follows_pronoun(folded: str, begin: int) -> bool:
    """A form of address stands before the name; asked of the last letters first, which is faster."""
    window = folded[max(0, begin - 14) : begin]
    return window.rstrip().endswith(_PRONOUN_ENDS) and bool(_PRONOUN.search(folded, begin - 14, begin))


def _is_country(text: str, folded: str, begin: int, end: int, before: str) -> bool:
    """Anh, Đức, Mỹ …: a country unless it stands inside a name, behind a form of address or opens another word."""
    word = folded[begin:end]
    follower = _FOLLOWER.match(text[end : end + 12])
    if follower and fold_name(follower[1]) in _ONE_SYLLABLE[word]:
        return False
    if before and before[0].isupper() and not (before.isupper() and len(before) > 1):
        return False
    if _follows_pronoun(folded, begin):
        return False
    opens = not before and not _MARK_BEFORE.search(text[max(0, begin - 2) : begin])
    if opens and (word in ("anh", "ý", "áo", "bỉ") or (follower and follower[1][0].isupper())):
        return False
    return not (
        follower
        and follower[1][0].isupper()
        and word in ("anh", "đức", "mỹ", "nga", "hàn")
        and not before
        and _is_vietnamese(follower[1])
    )


_VIETNAMESE = re.compile(
    r"[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]|^(?:an|anh|chi|dung|duy|giang|ha|hai|hoa|hoa|huy|khanh|lan|lam|linh|mai|minh|nam|nga|phong|phan|quang|quy|sơn|tam|thanh|thu|trang|trinh|vinh|xuan|yen)$"
)


def _is_vietnamese(word: str) -> bool:
    return bool(_VIETNAMESE.search(fold_name(word)))


_NO_WORD = frozenset(' \n.,;:!?()[]"“”‘’…_/–-')


def _last_word(text: str, at: int) -> str:
    """The word before `at`, with one space between; "" at the start of a sentence or behind punctuation."""
    floor, end = max(0, at - 20), at - 1
    if end > floor and text[end] == "\n" and text[end - 1] == " ":
        end -= 1
    if end <= floor or not text[end].isspace():
        return ""
    begin = end
    while begin > floor and text[begin - 1] not in _NO_WORD:
        begin -= 1
    return text[begin:end]


# ------------------------------------------------------------------------------------------------ behind a generic word


_WORDS = PhraseMatcher(((r["word"], (r["word"], r["kind"])) for r in table("place_words")), REPORT)


def _generic(text: str, folded: str, known: Sequence[_Span]) -> Iterator[_Span]:
    at_known = {s.begin: s for s in known}
    for begin, end, (word, kind) in _WORDS.find(folded):
        start = end + 1
        if kind == "none" or text[end:start] != " " or (text[begin].isupper() and word in _LOWER_ONLY):
            continue
        if (kind in _OF_LISTS or (word in _BRIDGES and is_several(folded, begin))) and text[
            start : start + 1
        ].isupper():
            yield from _listed(text, folded, begin, start, kind, at_known)
        if kind == "list":
            continue
        if text[begin].isupper() and word in _KEPT and (m := _INNER.match(text, start)):
            end = m.end()
            if text[end : end + 1] == " " and text[end + 1 : end + 2].islower():
                end -= len(cut[0]) if (cut := _FALSE_END.search(text, start, end)) else 0  # … Quốc gia | Bộ trưởng
            yield _Span(begin, end, _named(word, text[start:end]), "generic_building")
            continue
        if not _opens_name(text, start):
            continue
        name = _capitalised(text, start, kind)
        if not name or _NOT_NAMES.match(text, start) or (word == "vành đai" and not name[0].isdigit()):
            continue
        if name.partition(" ")[0].lower() in _NEVER_FIRST or (
            kind not in ("district", "hamlet") and _is_cut_short(text, start, name)
        ):
            continue
        if word in _WATERS and (name[-1].isdigit() or (word == "kênh" and not _is_all_vietnamese(name))):
            continue  # Sông Hậu 1 is a power station, kênh HTV7 a channel
        yield from _behind(text, folded, begin, start, name, word, kind, at_known)
    yield from _addressed(text)
    small = _SHORT_SMALL.finditer(text) if "tp" in text or "tx." in text else ()
    for m in (*_SHORT.finditer(text), *small):
        if not m.start() or not (text[m.start() - 1].isalnum() or text[m.start() - 1] in "_."):
            yield from _abbreviated(text, m)


def _listed(
    text: str, folded: str, begin: int, start: int, kind: str, at_known: Mapping[int, _Span]
) -> Iterator[_Span]:
    """What is listed behind a word for streets, crossings or quarters, up to a country or province."""
    if kind == "region" and not opens_pair(text, start):
        return
    for b, e in listed(text, folded, start, kind == "list" or is_several(folded, begin)):
        known = at_known.get(b)
        if known and known.place.level in ("country", "province"):
            return
        place = known.place if known and known.end == e else _named("đường", text[b:e])
        yield _Span(b, e, place, "enumerated_road")


def _addressed(text: str) -> Iterator[_Span]:
    """ "tại số 12 Tôn Đản, …": the street of an address, without the word for it."""
    at = text.find(" số ")
    while at >= 0:
        if text.endswith(_HOUSE, max(0, at - 8), at) and (m := _ADDRESS.match(text, at)):
            name = _capitalised(text, m.end(), "road")
            end = m.end() + len(name)
            if (
                1 < len(name.split()) < 5
                and _ENDS_ADDRESS.match(text, end)
                and fold(name.split()[0]) not in _STREET_OR_UNIT
            ):
                yield _Span(m.end(), end, _named("đường", name), "generic_address")
        at = text.find(" số ", at + 4)


def _abbreviated(text: str, m: re.Match[str]) -> Iterator[_Span]:
    """ "TP.Trà Vinh", "P. Trung Liệt", "Q.1": short generic words count before units that the lexicon knows."""
    short = m[0].partition(".")[0]
    city = short.rstrip() in _SHORT_CITY
    if not city and (short not in _SHORT_UNITS or "." not in m[0]):
        return
    level, word = ("city", "thành phố") if city else _SHORT_LEVELS[short.lower()]
    name = _capitalised(text, m.end(), "district")
    if len(name) == 1 and name.isalpha():
        return  # P.V wrote it
    place, size = _longest_unit(level, name, word)
    if place is None or (not city and place.unit_code is None and place.level != "district"):
        return
    begin = m.start() if _keeps_word(place, level) else m.end()
    yield _Span(begin, m.end() + size, place, f"short_{level}")


def _keeps_word(place: Place, kind: str) -> bool:
    """The generic word belongs to the name: numbered units, the city of Hồ Chí Minh, a city that shares its province's name."""
    if place.unit_code == "79" or place.name.split()[-1].isdigit():
        return True
    return place.level == "district" and kind == "city" and canonical(place.name) in _province_names()


def _opens_name(text: str, at: int) -> bool:
    first = text[at : at + 1]
    return first.isupper() or first.isdigit() or (first == "s" and text.startswith("số ", at))


def _capitalised(text: str, begin: int, kind: str) -> str:
    """Capitalised words (or a number) from `begin` on."""
    m = _NAME.match(text, begin)
    if not m:
        return ""
    if _A_NUMBER.match(m[0]):
        return m[0] if kind in ("road", "crossing", "highway", "district", "commune", "site") else ""
    out = begin
    for w in _NAME_WORDS.finditer(m[0]):
        if (
            (
                kind in _STREETS and w.start() and w[0].lstrip()[0] in "-–"
            )  # "đường A - B" are two, a highway A - B is one
            or not (w[1][0].isupper() or w[1][0].isdigit())
            or (w.start() and (len(text[begin:out].split()) >= 5 or fold_name(w[1]) in _NAME_ENDS))
        ):
            break
        out = begin + w.end()
        if w[1].endswith(".") and w[1] != "St." and not (w.start() and len(w[1]) == 2):
            break
    return text[begin:out].rstrip(".-– ")


def _is_cut_short(text: str, start: int, name: str) -> bool:
    """A word's first syllable alone is capitalised, no name: chợ | Triển lãm, cảng | Điện tử."""
    if " " in name or not is_syllable(fold(name)):
        return False
    follower = _LOWER_FOLLOWS.match(text, start + len(name))
    return (
        follower is not None
        and follower[1].islower()
        and follower[1] not in _FUNCTION_WORDS
        and follower[1] not in _AFTER_NAMES
    )


def _is_all_vietnamese(name: str) -> bool:
    return all(
        w.isdigit() or (is_syllable(fold(w)) and not (w.isupper() and len(w) > 1))
        for w in name.split()
        if w not in "-–"
    )


def _behind(
    text: str, folded: str, begin: int, start: int, name: str, word: str, kind: str, at_known: Mapping[int, _Span]
) -> Iterator[_Span]:
    """What a generic word at `begin` and the capitalised `name` behind it make."""
    known, kept = at_known.get(start), text[begin].isupper() and word in _KEPT
    if kind not in _UNIT_KINDS:
        name = _without_known(name, start, at_known)
    stop = start + len(name)
    if kind in _UNIT_KINDS:
        place, size = _longest_unit(kind, name, word)
        if place is None:
            if kind == "province":
                name = _province_abroad(name)
            elif kind == "city":
                name = _without_known(name, start, at_known)  # "thành phố Cảng | Hải Phòng"
            if known or not name or (len(name) < 2 and not name.isdigit()) or _is_single_word(name, kind):
                return
            full = f"{word} {name}"
            shown = full.capitalize() if name.isdigit() else name
            level = "other" if kind in ("city", "province") else kind  # the country's own are all known
            place, size = Place(f"place:{canonical(full)}", shown, level, word), len(name)
        yield _Span(begin if _keeps_word(place, kind) else start, start + size, place, f"generic_{kind}")
        yield from _enumerated(text, folded, start + size, word, kind, at_known)
    elif kind == "hamlet":
        alone = word in ("thôn", "ấp") and not folded.endswith("nông ", 0, begin)
        if not known and (alone or _HAMLET_OF.match(folded, stop)):
            yield _Span(start, stop, _named(word, name), "generic_hamlet")
    elif kind == "region":
        if not known and not name.isupper() and (" " in name or not _is_vietnamese(name)):
            if name.count(" ") > 1 and not name.startswith(
                _OF_TWO_WORDS
            ):  # "bang Johor Mohamed Khaled": its head follows
                name = _SPACED_DASH.split(name)[0] if word == "khu vực" else name.partition(" ")[0]
            yield _Span(start, start + len(name), _named(word, name), "generic_region")
    elif (known and known.place.level == "country") or (
        kind in ("site", "crossing")
        and not kept
        and ((known and known.place.level != "district") or canonical(name) in _provinces_by_name())
    ):
        return
    elif len(name) > 1 or (name.isdigit() and kind == "road" and word in _NUMBERED):
        if known and known.end > stop:
            stop, name = known.end, text[start : known.end]
        number = _A_NUMBER_ALONE.match(name) if kind == "road" else None
        if number and word in _LANES and (street := _capitalised(text, stop + 1, "district")):  # ngõ 80 | Hoa Lâm
            yield _Span(stop + 1, stop + 1 + len(street), _named("đường", street), "generic_road")
            return
        keeps = (
            kept
            or number is not None
            or word in _NUMBERED
            or name.startswith("số ")
            or _is_second_syllable(text, begin, word, name)
        )
        if name[0].isdigit() and not keeps and kind != "road":
            return
        yield _Span(begin if keeps else start, stop, _named(word, name), f"generic_{kind}")
        yield from _enumerated(text, folded, stop, word, kind, at_known)


def _is_second_syllable(text: str, begin: int, word: str, name: str) -> bool:
    """Suối | Tiên, Chợ | Rẫy: a generic word with a capital within the sentence is half of a name of two syllables."""
    if " " in word or " " in name or not (text[begin].isupper() and is_syllable(fold(name))):
        return False
    return text[begin - 1 : begin] == " " and (text[begin - 2].isalnum() or text[begin - 2] in ",-–")


def _without_known(name: str, start: int, at_known: Mapping[int, _Span]) -> str:
    """ "sân bay Schiphol Amsterdam", "sân bay Vnukovo-2 Việt Nam coi trọng …": a known place behind the name is another."""
    for gap in _SPACE.finditer(name):
        inner = at_known.get(start + gap.end())
        if inner and inner.place.level in ("country", "province", "other"):
            return name[: gap.start()].rstrip(" -–")
    return name


def _province_abroad(name: str) -> str:
    """ "tỉnh Balkh": the first word where it is not Vietnamese; what else follows "tỉnh" may be its chairman."""
    first = name.partition(" ")[0]
    return "" if _is_vietnamese(first) or is_syllable(fold(first)) or first.isupper() else first


def _is_single_word(name: str, kind: str) -> bool:
    """ "thành phố Cảng", "thành phố Thông minh": one Vietnamese word behind "thành phố" that no city is called."""
    return kind == "city" and " " not in name and _is_vietnamese(name)


def _named(word: str, name: str) -> Place:
    word = "đường" if word in ("tuyến đường", "phố") else word
    return Place(f"place:{canonical(f'{word} {name}')}", f"{word} {name}", "other", word)


def _enumerated(
    text: str, folded: str, at: int, word: str, kind: str, at_known: Mapping[int, _Span]
) -> Iterator[_Span]:
    """ "các đường Lê Lợi, Hàm Nghi và Nguyễn Huệ": what follows is of the same kind where the list says so."""
    while kind not in ("province", "highway") and (m := _AND.match(text, at)):
        name = _capitalised(text, m.end(), kind)
        follows = text[m.end() + len(name) : m.end() + len(name) + 2]
        following = at_known.get(m.end())
        unit = following and following.place.level in ("district", "province", "country")
        if (kind in ("site", "crossing") and following and following.place.level != "district") or (
            kind in ("commune", "road") and unit
        ):
            return  # "xã Xuân Hà, Xuân Lộc, Đồng Nai": the district and province it lies in
        if kind in _STREETS and follows_person(folded, m.end() + len(name)):
            return  # "…, Lê An, 30 tuổi"
        if not name or (
            kind not in _UNIT_KINDS
            and (
                not (" " in name or (kind == "road" and name[0].isdigit()))
                or not re.match(r"[,.;:()\n]|\s[-–]|\s?$|\sv", follows)
            )
        ):
            return
        if kind in _UNIT_KINDS:
            place, size = _longest_unit(kind, name, word)
            if place is None or size < len(name) or kind == "city":
                return
        else:
            place = _named(word, name)
        yield _Span(m.end(), m.end() + len(name), place, f"enumerated_{kind}")
        at = m.end() + len(name)


@cache
def _province_names() -> frozenset[str]:
    return frozenset(canonical(p.name) for p in gazetteer.provinces().values() if p.kind == "tỉnh")


def _longest_unit(kind: str, name: str, word: str) -> tuple[Place | None, int]:
    """The unit of that level whose name is the longest beginning of `name` ("tỉnh Hà Giang Nguyễn Văn Sơn" → Hà Giang)."""
    ends = [*(m.start() for m in _SPACE.finditer(name)), len(name)]
    for size in reversed(ends):
        if size and (place := _unit(kind, name[:size], word)):
            return place, size
    return None, 0


@cache
def _provinces_by_name() -> dict[str, Place]:
    out = {}
    for row in table("provinces"):
        for spelling in (row["name"], *filter(None, row["aliases"].split("|"))):
            out[canonical(spelling)] = gazetteer.provinces()[row["code"]]
    out["hcm"] = gazetteer.provinces()["79"]
    return out


@cache
def _cities_abroad() -> dict[str, Place]:
    out: dict[str, Place] = {}
    for row in table("places_abroad"):
        place = Place(f"place:{canonical(row['name'])}", row["name"], "other", parent_key=f"country:{row['country']}")
        out.update((canonical(s), place) for s in (row["name"], *filter(None, row["aliases"].split("|"))))
    return out


def _unit(kind: str, name: str, word: str) -> Place | None:
    """The unit of that level and name; one without a code where several units share it."""
    key = canonical(name)
    if kind == "province":
        return _provinces_by_name().get(key)
    if kind == "city":
        province = _provinces_by_name().get(key)
        if province and province.kind == "thành phố":
            return province
        if key in _cities_abroad():
            return _cities_abroad()[key]
        kind = "district"
    if kind == "district":
        found = gazetteer.districts().get(f"quận {key}" if key.isdigit() else key, ())
    else:
        found = gazetteer.communes().get(f"phường {key}" if key.isdigit() else key, ())
    if not found:
        return None
    same = [p for p in found if p.kind == word.lower()] or list(found)
    if len({p.key for p in same}) == 1:
        return same[0]
    old = [p for p in same if p.era == "before_2025_07"]
    if kind != "district" and len(old) == 1:
        return old[0]
    generic = word.lower() if len(word) > 2 else same[0].kind
    return Place(f"place:{canonical(f'{generic} {name}')}", name, kind, generic)


# ------------------------------------------------------------------------------------------------ the report as a whole


_PRECEDENCE = "sgek"  # short, generic, enumerated, known: what a rule's name begins with


def _outermost(spans: Sequence[_Span]) -> list[_Span]:
    kept: list[_Span] = []
    for s in sorted(spans, key=lambda s: (s.begin, -s.end, _PRECEDENCE.index(s.rule[0]))):
        if not kept or s.begin >= kept[-1].end:
            kept.append(s)
    return kept


def _settled(spans: Sequence[_Span], folded: str) -> Iterator[_Span]:
    """Bare names of districts kept where the report vouches for them; units of shared names settled by the parent it names."""
    provinces = {
        p
        for s in spans
        for p in (s.place.key, gazetteer.district_province().get(s.place.key, ""))
        if s.place.level in ("province", "district") and s.rule != "known_district"
    }
    districts = {s.place.key for s in spans if s.place.level == "district"}
    vouched = {s.place.key for s in spans if s.rule.startswith(("generic", "short"))}
    for i, s in enumerate(spans):
        if s.rule == "known_district" and s.place.key not in vouched:
            following = spans[i + 1] if i + 1 < len(spans) else None
            near = following and following.begin - s.end <= 8 and following.place.key == s.place.parent_key
            urban = s.place.kind in ("thành phố", "thị xã", "quận")
            if not (
                near
                or _BEFORE_BARE.search(folded, s.begin - 12, s.begin)
                or (urban and s.place.parent_key in provinces)
                or s.place.kind == "thành phố"
            ):
                continue
        if s.place.unit_code is None and s.place.level in ("district", "commune") and s.place.kind:
            s = _Span(s.begin, s.end, _by_parent(s.place, provinces, districts), s.rule)
        yield s


def _one_per_name(spans: Sequence[_Span], folded: str) -> list[_Span]:
    """Unlisted places of one bare name ("khu đô thị mới X", "dự án X") are one: the first."""
    first: dict[str, Place] = {}
    out = []
    for s in spans:
        bare = folded[s.begin : s.end]
        if s.place.unit_code is None and s.place.level == "other" and not s.rule.startswith("known"):
            s = _Span(s.begin, s.end, first.setdefault(bare, s.place), s.rule)
        out.append(s)
    return out


def _by_parent(place: Place, provinces: set[str], districts: set[str]) -> Place:
    """The one unit of that name whose parent the report names, else the place as it is."""
    key = canonical(place.name)
    found = gazetteer.districts().get(key, ()) if place.level == "district" else gazetteer.communes().get(key, ())
    parents = provinces if place.level == "district" else districts
    fit = [p for p in found if p.parent_key in parents]
    if not fit and place.level == "commune":
        fit = [p for p in found if gazetteer.district_province().get(p.parent_key or "", p.parent_key) in provinces]
    return fit[0] if len(fit) == 1 else place


# ------------------------------------------------------------------------------------------------ where it happened

_AT = re.compile(
    r"(?<!\w)(?:tại|ở)\s+(?:(?:trụ\s+sở|thủ\s+đô|thành\s+phố|hội\s+trường|địa\s+bàn|khu\s+vực|tỉnh|tp\.?|quận|huyện|phường|xã|thị\s+xã)\s*)*$"
)
_WORKED = re.compile(
    r"(?<!\w)(?:thăm(?:\s+và\s+làm\s+việc)?|kiểm\s+tra|làm\s+việc|thị\s+sát|khảo\s+sát|đến|tiếp\s+xúc(?:\s+với)?\s+cử\s+tri)(?:\s+(?:tại|với|ở|tỉnh|thành\s+phố|huyện|quận|phường|xã|thị\s+xã|tp\.?|chính\s+thức|nước|hữu\s+nghị))*\s*$"
)
_RESIDES = re.compile(r"(?<!\w)(?:trú|sinh|quê|ngụ|sống|sinh\s+ra|làm\s+việc|còn|học|học\s+tập|công\s+tác)\s*$")
_LEAD = 3


def event_place(doc: Doc, places: Found, dates: Sequence[DateExpression]) -> str | None:
    """Key of the place where the main event happened: the first "tại …" of the lead or title, else what was visited there.

    Where that is a foreign country and the sentence also names a city in it, the city is the narrower answer.
    """
    mentions = sorted(places.mentions, key=lambda m: m.begin)
    if not mentions:
        return None
    lead_end = doc.sentences[: _LEAD + 1][-1][1] if doc.sentences else 0
    event = next((d for d in dates if d.is_event_date), None) or next(
        (d for d in dates if d.day and d.begin < lead_end), None
    )
    sentence = doc.sentence_at(event.begin) if event else None
    lead = [m for m in mentions if m.begin < lead_end]
    told = [m for m in mentions if sentence and sentence[0] <= m.begin < sentence[1]]
    found = (
        _cued(doc, told, _AT)
        or _cued(doc, told, _WORKED)
        or _cued(doc, lead, _AT)
        or _in_title(doc, mentions)
        or _cued(doc, lead, _WORKED)
    )
    return _narrowed(doc, found, lead) if found else None


def _cued(doc: Doc, mentions: Sequence[Mention], cue: re.Pattern[str]) -> Mention | None:
    """The first place behind the cue."""
    for m in mentions:
        if (hit := cue.search(doc.folded, m.begin - 45, m.begin)) and not _RESIDES.search(
            doc.folded, hit.start() - 12, hit.start()
        ):
            return m
    return None


def _in_title(doc: Doc, mentions: Sequence[Mention]) -> Mention | None:
    """The place that the title names behind "tại" or "ở"."""
    title = fold(doc.title or "")
    for m in mentions:
        at = title.find(doc.folded[m.begin : m.end])
        if at > 0 and m.key != "country:VN" and _AT.search(title, 0, at):
            return m
    return None


def _narrowed(doc: Doc, found: Mention, lead: Sequence[Mention]) -> str:
    """The first city in the foreign country found that its sentence or the first one names; else the place found."""
    if not found.key.startswith("country:") or found.key == "country:VN":
        return found.key
    inside = {city.key for city in _cities_abroad().values() if city.parent_key == found.key}
    near = (doc.sentence_at(found.begin), doc.sentences[0])
    return next((m.key for m in lead if m.key in inside and doc.sentence_at(m.begin) in near), found.key)
