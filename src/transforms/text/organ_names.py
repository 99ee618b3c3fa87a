"""An organ's name as printed → the key under which all its spellings are one organization.

Spellings differ in abbreviations (T.Ư, GD-ĐT), separators (Lao động-Thương binh, Lao động, Thương binh), the word tỉnh,
the country at the end (Mỹ, Hoa Kỳ) and "Việt Nam" after a national organ. `loose` drops what differs without telling
organs apart; `organs.csv` and `acronyms.csv` map former, short and foreign names to the canonical one (`key_of`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from transforms.lexicon import table
from transforms.text.abbreviations import expand
from transforms.text.normalise import canonical, fold, fold_name
from transforms.text.remembered import remembered
from transforms.text.tries import trie

_COUNTRY_NAME = {
    fold(alias): row["name"]
    for row in table("countries")
    for alias in (row["name"], *row["aliases"].split("|"))
    if alias and not alias.startswith("nước ")
}
_ENDS_IN_COUNTRY = re.compile(f" ({trie(_COUNTRY_NAME)})$")
_BRACKET = re.compile(r" \([^)]*\)")
_SEPARATORS = re.compile(r"\s*[-,&/–]\s*|\bvà\b|\bcác\b|\bcủa\b")
_STYLE = re.compile(
    r"(?:(?<!nhà) nước| hợp (?:chúng|chủng) quốc| hoàng gia| vương quốc| liên bang| chdcnd| chxhcn| cộng hòa(?: dân chủ)?(?: nhân dân)?(?: xã hội chủ nghĩa)?(?: liên bang)?)+ $"
)
_SPACES = re.compile(r"\s+")
_SCHOOL = re.compile(r"^trường (?=đại học|cao đẳng|học viện)")
_SHORT_DIVISION = re.compile(
    r"^(phòng giáo dục) (?=(?:quận|huyện|thị xã) )"
)  # of training too, whatever its short name
_LEVEL = re.compile(r" tỉnh (?=\w)| thành phố (?=(?:hà nội|hồ chí minh|đà nẵng|hải phòng|cần thơ)\b)")
_NATIONAL = re.compile(
    r"^(bộ|chính phủ|quốc hội|nhà nước|đảng cộng sản|(?:ủy ban trung ương )?mặt trận tổ quốc|tổng liên đoàn lao động|"
    r"ủy ban thường vụ quốc hội|thanh tra chính phủ)\b(.*) việt nam$"
)
_PARTY = re.compile(r"^((?:ủy )?ban (?!chấp hành|bí thư).*trung ương) đảng$")
_KIND_OF_FIRM = re.compile(r"^(?:(?:tổng )?công ty|tập đoàn|ngân hàng|hãng(?: tin| thông tấn)?|báo|tờ|tổ chức|quỹ) ")


def country_name(name: str) -> str:
    """The country's usual name, for any of its names; other names unchanged."""
    return _COUNTRY_NAME.get(fold_name(name), name)


def is_country(name: str) -> bool:
    """Whether a name is a country's."""
    return fold_name(name) in _COUNTRY_NAME


def loose(name: str) -> str:
    """What the spellings of one organ's name share."""
    key = canonical(expand(_BRACKET.sub("", name)))
    key = _SPACES.sub(" ", _SEPARATORS.sub(" ", _LEVEL.sub(" ", key))).strip()
    key = _PARTY.sub(r"\1", _SCHOOL.sub("", key))
    key = _SHORT_DIVISION.sub(r"\1 đào tạo ", key)
    country = _ENDS_IN_COUNTRY.search(key)
    if country:
        key = _STYLE.sub(" ", key[: country.start(1)]) + fold(_COUNTRY_NAME[country[1]])
    return _NATIONAL.sub(r"\1\2", key)


_ACRONYMS = frozenset(loose(name["name"]) for name in table("acronyms"))
_CANONICAL = {loose(row["name"]): row["canonical"] or row["name"] for row in (*table("acronyms"), *table("organs"))}
_KNOWN = {loose(row["name"]): row for row in (*table("acronyms"), *table("organs")) if not row["canonical"]}


def _in_provinces() -> dict[str, tuple[str, str]]:
    """Folded name → (level, name) of every province and city of the first rank."""
    return {
        fold(alias): (row["kind"], row["name"])
        for row in table("provinces")
        for alias in (row["name"], *row.get("aliases", "").split("|"))
        if alias
    }


_PROVINCES = _in_provinces()
_IN_PROVINCE = re.compile(rf"( (?:tỉnh|thành phố))? ({trie(_PROVINCES)})$", re.I)
_OF_LEVEL = re.compile(r"(?:ủy ban nhân dân|hội đồng nhân dân|công an|mặt trận tổ quốc(?: việt nam)?)$", re.I)
_STYLED = re.compile(rf"{_STYLE.pattern[:-2]}(?= (?:{trie(_COUNTRY_NAME)})$)", re.I)
_OF_STATE = re.compile(
    r"(?:chính phủ|quốc hội|bộ(?! tư pháp$)|thượng viện|hạ viện|nghị viện|viện đại biểu|nhà nước|đảng|văn phòng|ủy ban|đại sứ quán)(?!\w)"
)
_OF_FIRM = re.compile(r"(?:tổng )?công ty|tập đoàn|ngân hàng|hãng|trường|đại học|quỹ|báo|hội người")
_VIETNAMESE = re.compile(
    r"^(chính phủ|quốc hội|ủy ban thường vụ quốc hội|bộ [^–-]*?|nhà nước)(?: của)? việt nam$", re.I
)


@remembered
def plain(name: str) -> str:
    """An organ's name without what newspapers write now and leave out then: a country's style, a province's level.

    Chính phủ nước Cộng hòa … Việt Nam → Chính phủ; UBND Lào Cai → Ủy ban nhân dân tỉnh Lào Cai; Sở Y tế tỉnh Lào Cai →
    Sở Y tế Lào Cai."""
    folded = fold(name)
    if _OF_STATE.match(folded):
        name = _STYLED.sub("", name)
    country = _ENDS_IN_COUNTRY.search(fold(name))
    if country and name[country.start(1)].isupper():
        if not _OF_STATE.match(folded) and (_OF_FIRM.match(folded) or country[1].startswith("liên bang")):
            return name
        name = name[: country.start(1)] + country_name(country[1])
        return _VIETNAMESE.sub(r"\1", name)
    province = _IN_PROVINCE.search(name)
    if province is None:
        return name
    level, own = _PROVINCES[fold(province[2])]
    organ = name[: province.start()]
    if own == "Hồ Chí Minh":  # alone it is the man's name
        alone = province[1] is None and fold(province[2]) == fold(own)
        return name if alone else f"{organ} Thành phố Hồ Chí Minh"
    if province[1] and fold(province[1].strip()) != level:
        return name  # the city of that name in the province
    return f"{organ} {level} {own}" if _OF_LEVEL.search(organ) else f"{organ} {own}"


@remembered
def key_of(name: str) -> str:
    """The key under which an organization of this name is one entity, however it is spelt."""
    key = loose(name)
    bare = _KIND_OF_FIRM.sub("", key)
    if bare in _ACRONYMS:
        key = bare
    return loose(_CANONICAL[key]) if key in _CANONICAL else key


def known(key: str) -> Mapping[str, str] | None:
    """The lexicon's row of an organization, by key."""
    return _KNOWN.get(key)
