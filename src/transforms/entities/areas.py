"""Names of countries, provinces, districts and communes, and of persons, where an organ's name or an office may end.

In: a report's text, its folded form and a position before a space. Out: where the area that follows ends, or None.
Countries, provinces and districts are known by the lists of places; communes, too many to list, by the word before them.
"""

from __future__ import annotations

import re
from itertools import pairwise

from transforms.entities.names import is_syllable
from transforms.lexicon import column, table
from transforms.text.letters import UPPER
from transforms.text.normalise import fold
from transforms.text.remembered import remembered
from transforms.text.tries import trie

CAPITAL = f"[{UPPER}]"


def _names(*tables: str) -> set[str]:
    """Folded names and aliases of tables of places."""
    rows = (row for name in tables for row in table(name))
    return {fold(name) for row in rows for name in (row["name"], *row.get("aliases", "").split("|")) if name}


_COUNTRIES = _names("countries") | {fold(row["name"]) for row in table("organ_areas") if row["kind"] == "country"}
_PROVINCES = _names("provinces")
_AREAS = _COUNTRIES | _names("provinces", "organ_areas")
_AREA_NAME = f"({trie(_AREAS)})(?!\\w)"
_AREA = re.compile(" (?!hồ chí minh)" + _AREA_NAME)  # Chủ tịch | Hồ Chí Minh is a person
_ENDS_IN_AREA = re.compile(" " + _AREA_NAME + "$")
_JOINED_AREA = re.compile(" ?- ?" + _AREA_NAME)
_UNIT = re.compile(f"({trie(_AREAS | _names('districts', 'places_abroad'))})(?!\\w)")

_STYLE = re.compile(
    r"(?: nước| hợp (?:chúng|chủng) quốc| hoàng gia| vương quốc| liên bang| chdcnd| chxhcn| cộng hòa(?: dân chủ)?(?: nhân dân)?(?: xã hội chủ nghĩa)?(?: liên bang)?){1,3}(?= )"
)
_LEVEL = (
    r"(?:[Tt]ỉnh|[Tt]hành phố|thủ đô|TP\.?|[Tt]p\.?|[Qq]uận|[Hh]uyện|[Tt]hị xã|TX\.?|thị trấn|[Pp]hường|[Xx]ã|bang)"
)
_BEGIN_AREAS = frozenset("tpqhxbcm")  # what else than capitals these begin with, châu and miền: asked first
_LEVEL_AND_NAME = re.compile(
    rf" ?{_LEVEL} ?(?=HCM|{CAPITAL}|\d)(\d{{1,2}}(?!\d)|{CAPITAL}[\w.'’]*(?:-\w+)*(?:[ -]{CAPITAL}[\w'’]*(?:-\w+)*){{0,4}})"
)
_COMMUNE = re.compile(r" ?(?:phường|xã|thị trấn|bang)\b")
_BARE_LEVEL = re.compile(rf" {_LEVEL}(?!\w| ủy| đoàn)")
_WORD = re.compile(r"\w+(?:-[^\W\d_A-ZĐ]\w*)*")  # Rai-lan, but Hessen-Mark are two
_SECOND = re.compile(rf" ({CAPITAL}\w*)(?!\w)")
_LONGEST_COMMUNE = 3  # syllables

_SURNAMES = frozenset(column("surnames", "surname"))
_GIVEN_ABROAD = frozenset(column("foreign_first_names", "name"))
_SURE_SURNAMES = frozenset(row["surname"] for row in table("surnames") if row["certainty"] == "sure")
_PERSON = re.compile(rf" ({CAPITAL}[^\W\d_]*) ({CAPITAL}[^\W\d_]*)((?: {CAPITAL}[^\W\d_]*){{0,3}})(?!\w)")
_ORGAN_WORDS = frozenset(fold(row["words"]) for row in table("organ_words"))


def area_after(text: str, folded: str, at: int) -> int | None:
    """End of the country, province or other named area that follows, with the word for its level."""
    first = text[at + 1 : at + 2] if text[at : at + 1] == " " else text[at : at + 1]
    if not (first.isupper() or first in _BEGIN_AREAS):
        return None
    area = _AREA.match(folded, at)
    if area and (text[area.start(1)].isupper() or area[1].startswith(("châu ", "miền "))):
        return area.end()
    level = _LEVEL_AND_NAME.match(text, at)
    if level is None:
        return None
    unit = _UNIT.match(folded, level.start(1))
    if unit:
        return unit.end()
    first = level[1].split(" ", 1)[0].rstrip(".")
    if folded.startswith((" tỉnh ", " huyện "), at) and not is_syllable(fold(first)) and not first.isupper():
        end = level.start(1) + len(first)  # a province abroad, or a district in a spelling of its own: Krông Pắk
        second = _SECOND.match(text, end) if folded.startswith(" huyện ", at) else None
        return second.end() if second and second[1] not in _SURNAMES else end
    # Of the units above communes, what is not listed is no unit: Phó Chủ tịch UBND thành phố | Nguyễn Văn A.
    if level[1][0].isdigit():
        return level.end()
    return _commune(text, level.start(1), level.end()) if _COMMUNE.match(folded, at) else None


def _commune(text: str, begin: int, end: int) -> int:
    """End of a commune's name at the head of text[begin:end], which may run on into a person's."""
    words = [m.span() for m in _WORD.finditer(text, begin, end)][: _LONGEST_COMMUNE + 1]
    for (_, before), (b, e) in pairwise(words):
        if text[b:e] in _GIVEN_ABROAD and text[e : e + 1] == " " and text[e + 1 : e + 2].isupper():
            return before  # bang Hessen | Mark Olsen
    for (_, before), (b, e) in pairwise(words[1:]):
        if text[b:e] in _SURNAMES:
            return before
    return words[:_LONGEST_COMMUNE][-1][1]


def joined_area_after(folded: str, at: int) -> int | None:
    """End of an area joined to the one before by a hyphen: Việt Nam | - Lào."""
    area = _JOINED_AREA.match(folded, at)
    return area.end() if area else None


def is_province(folded: str) -> bool:
    """Whether a folded name is a province's."""
    return folded in _PROVINCES


def country_after(text: str, folded: str, at: int) -> int | None:
    """End of the country that follows."""
    area = _AREA.match(folded, at)
    return area.end() if area and area[1] in _COUNTRIES and text[area.start(1)].isupper() else None


def state_after(text: str, folded: str, at: int) -> int | None:
    """End of the country that follows, also by its full style: nước Cộng hòa …, Vương quốc …."""
    country = country_after(text, folded, at)
    if country is None:
        style = _STYLE.match(folded, at)
        country = country_after(text, folded, style.end()) if style else None
    return country


def unit_after(text: str, folded: str, at: int) -> int | None:
    """End of the area, district or city abroad that follows, with or without the word for its level."""
    unit = _UNIT.match(folded, at + 1)
    if unit and text[at : at + 1] == " " and text[at + 1].isupper():
        return max(unit.end(), area_after(text, folded, at) or 0)
    return area_after(text, folded, at)


def level_after(text: str, at: int) -> int | None:
    """End of a word for a level alone: UBND | tỉnh."""
    level = _BARE_LEVEL.match(text, at)
    return level.end() if level else None


def person_at(text: str, folded: str, at: int) -> bool:
    """Whether a person's name seems to follow: a surname and more capitals, and no area or field of work."""
    m = _PERSON.match(text, at)
    if m is None or m[1].capitalize() not in _SURNAMES:
        return False
    if folded[m.start(1) : m.end(2)] in _ORGAN_WORDS or _AREA.match(folded, at):
        return False
    return m[1].capitalize() in _SURE_SURNAMES or m[3] != ""


@remembered
def ends_in_area(name: str) -> bool:
    """Whether a name says of which country or province the organ is."""
    return _ENDS_IN_AREA.search(fold(name)) is not None
