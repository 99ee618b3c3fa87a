"""Offices as they stand in the text, and who the text says holds them.

`find`: a report and its organizations → `Office`s. An office is the head of a title (`titles.TITLES`) and what completes
it: the organization that follows or that the head runs into (Trưởng | ban Tuyên giáo Trung ương), a field of government
without its ministry (Bộ trưởng Công Thương), a country or unit (Tổng thống Nga, Chủ tịch tỉnh). "nguyên", "cựu", "cố" stay
outside the span and set `is_former`; "quyền", "tập sự" stay inside, and "quyền", "phụ trách" set `is_acting`. Ông, bà,
đồng chí are no offices. The canonical office spells the organ's canonical name out; `offices.csv` maps the short forms of
the highest offices.

`link`: offices and persons → `OfficeClaim`s. Offices that follow one another by comma, dash or "kiêm" form a chain; a
chain belongs to the name right after it, else to the name before it in apposition; "các Phó Thủ tướng A, B, C" shares one
office; the words of decisions and biographies (`appointments`) give an office, or take it (former), to the name before
them, to the one behind "đối với", or to the person of the sentence before whom a pronoun means; further posts of a career
go to the same person. A chain never reaches over the end of a sentence. A bare head of one person takes the organ that
the same report names with it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from transforms.entities.appointments import Cue, cue_before, reference_before
from transforms.entities.areas import area_after, country_after, unit_after
from transforms.entities.fields import fields_after
from transforms.entities.office_reach import in_apposition, lacks_name, part_up_to_name, up_to_name
from transforms.entities.organs import organ_begins_with, unnamed_after
from transforms.entities.titles import TITLES, Title
from transforms.lexicon import column, table
from transforms.records import Found, Mention, Office, OfficeClaim
from transforms.text.abbreviations import expand
from transforms.text.doc import Doc
from transforms.text.letters import LOWER, UPPER, last_letters
from transforms.text.normalise import fold, fold_name
from transforms.text.organ_names import country_name, is_country, key_of, known, plain
from transforms.text.remembered import remembered
from transforms.text.tries import trie

_STANDING = re.compile(r" (?:thường trực|thứ nhất|chuyên trách|nước)")
_WHOLE = {fold(row["surface"]): row["office"] for row in table("offices")}
_NEEDS_ORGAN = {"đại diện", "thành viên", "thường trực", "người đứng đầu", "trưởng nhóm", "nhà lãnh đạo", "đại biểu"}
_SERVING = ("Trợ lý", "Trợ lý đặc biệt", "Thư ký", "Cố vấn", "Cố vấn cấp cao", "Đặc phái viên")
_SERVED = re.compile(
    rf" (?:của )?({trie(fold(row['title']) for row in table('titles') if row['follows'] == 'state')})(?!\w)"
)
_BEFORE_HEAD = re.compile(
    r"(?<!\w)(?<!thẩm )(?<!chính )(?<!chủ )(?<!toàn )(?<!ủy )(?<!cầm )(?<!nắm )((?:quyền|tập sự|hàm) )$", re.I
)
_MARK_ENDS = last_letters(("quyền", "tập sự", "hàm", "nguyên", "cựu", "cố", "là"), " ")
_FORMER = re.compile(r"(?<!\w)(?:nguyên|cựu|(?<!sự )cố|nguyên là)(?: là)? (?:(?:quyền|tập sự|hàm) )?$", re.I)
_ACTING = re.compile(r"(?<!\w)(?:quyền|phụ trách)(?!\w)", re.I)
_OF = re.compile(r" (?:của|tại|ở|thuộc)(?= )")
_SET_OFF = re.compile(r"(?: ?[-–] |, )")
_HYPHEN = re.compile(r" ?[-–] ?")
_PART_OF = re.compile(r" ?[-–] |, | của ")
_STATE_WORDS = re.compile(
    r"(?: nước)?(?: (?:cộng hòa(?: (?:dân chủ|nhân dân|xã hội chủ nghĩa|hồi giáo|liên bang|liên hiệp|ả rập|a-rập))*"
    r"|hợp (?:chúng|chủng) quốc|ch[a-zđ]*|vương quốc|liên bang|đại công quốc))?(?= )"
)
_CENTRE = re.compile(r" (?:trung ương|t\.ư|t\.w|tư|tw)(?!\w)")
_WORK = re.compile(rf"(?: [{LOWER}]+){{1,5}}? (?:của|tại|thuộc)(?= )")
_AT_COUNTRY = re.compile(r" (?:tại|ở)(?= )")
_BARE_LEVEL = re.compile(r" (?:tỉnh|thành phố|TP|quận|huyện|thị xã|phường|xã|nước)(?!\w)")
_LOWER_ORGAN = re.compile(
    r"(?:tổng )?cục|vụ|phòng|viện|khoa|trung tâm|học viện|chi cục|chi nhánh|bộ chính trị|ban bí thư|ban chấp hành trung ương|cơ quan|trường|thanh tra|đội|ban ",
    re.I,
)
_UPPER_ORGAN = re.compile(r"bộ|sở|văn phòng|tổng cục|ủy ban|ubnd|thanh tra|công an|đại học|viện|ngân hàng|tập đoàn|tổng công ty|cục|bệnh viện|bv|thành ủy|tỉnh ủy|học viện|trường đại học|quân khu|thượng viện|hạ viện|quốc hội|công ty|đảng (?:\w+ )+", re.I)  # fmt: skip


class _Organ(NamedTuple):
    """What completes a head: where it ends, how it reads in the canonical office, and its key."""

    end: int
    name: str
    key: str | None
    drops: int = 0  # syllables of the head that are the organ's own (Trưởng | ban …)


def find(doc: Doc, organizations: Found) -> list[Office]:
    """The offices named in a report, in order of appearance."""
    text, folded = doc.text, doc.folded
    organs = _Organs(organizations)
    offices: list[Office] = []
    for begin, end, title in TITLES.find(folded):
        if organs.inside(begin, end) or (offices and begin < offices[-1].end):
            continue
        organ = _organ(text, folded, begin, end, title, organs)
        if organ is None and (
            fold_name(title.name) in _NEEDS_ORGAN
            or (title.name == "Trưởng đoàn" and text[begin].islower())
            or folded.startswith(" các ", end)
        ):
            continue
        is_marked = text[begin - 3 : begin].lower() in _MARK_ENDS
        prefix = _BEFORE_HEAD.search(text, begin - 20, begin) if is_marked else None
        start = begin - len(prefix[1]) if prefix else begin
        offices.append(
            Office(
                spans=((start, organ.end if organ else end),),
                office=_canonical(title, organ, prefix[1] if prefix else ""),
                title=title.name,
                organization_key=organ.key if organ else None,
                is_former=is_marked and _FORMER.search(text, begin - 20, begin) is not None,
                is_acting=(prefix is not None or "phụ trách" in title.name)
                and _ACTING.search(text, start, end) is not None,
                rule=f"{title.follows}_organ" if organ else title.follows,
            )
        )
    return list(_combined(offices, text))


def _combined(offices: Sequence[Office], text: str) -> Iterator[Office]:
    """Phó Chủ tịch - Tổng Thư ký of one organ is one office."""
    last: Office | None = None
    for office in offices:
        if (
            last
            and last.rule == "organ"
            and office.rule.startswith("organ")
            and office.title.endswith("Thư ký")
            and last.title.endswith("Chủ tịch")
            and _HYPHEN.fullmatch(text, last.end, office.begin)
        ):
            office = office._replace(
                spans=((last.begin, office.end),),
                office=f"{last.office} - {office.office}",
                title=f"{last.title} - {office.title}",
                is_former=last.is_former,
                is_acting=last.is_acting or office.is_acting,
            )
        elif last:
            yield last
        last = office
    if last:
        yield last


class _Organs:
    """The report's organizations by place."""

    def __init__(self, found: Found):
        self.names = {e.key: e.name for e in found.entities}
        self.mentions = found.mentions
        self.begins = [m.begin for m in found.mentions]
        self.at: Mapping[int, Mention] = {m.begin: m for m in found.mentions}

    def inside(self, begin: int, end: int) -> bool:
        """Whether a head is only part of an organization's name (Ban Bí thư)."""
        i = bisect_right(self.begins, begin) - 1
        return i >= 0 and end <= self.mentions[i].end

    def organ(self, m: Mention, drops: int = 0) -> _Organ:
        return _Organ(m.end, plain(self.names[m.key]), m.key, drops)

    def known(self, name: str) -> str | None:
        """The key of a name, where the report's organizations have it."""
        key = key_of(name)
        return key if key in self.names else None


def _organ(text: str, folded: str, begin: int, end: int, title: Title, organs: _Organs) -> _Organ | None:
    """What completes the head at text[begin:end]."""
    if title.follows == "rank":
        return None
    first = _running_into(text, folded, begin, end, title, organs)
    if first is None and end + 1 in organs.at and text[end] == " ":
        first = organs.organ(organs.at[end + 1])
    if first is None and text.startswith("  ", end) and end + 2 in organs.at:
        first = organs.organ(organs.at[end + 2])
    if first is None:
        first = _implied(text, folded, end, title, organs)
    if first is None:
        of = (
            _OF.match(folded, end)
            or (title.follows == "organ" and _WORK.match(text, end))
            or (_SET_OFF.match(text, end) if title.follows == "organ" else None)
        )
        at = of.end() + (of[0][-1] != " ") if of else -1
        if at in organs.at and not (of and of[0][0] == "," and not _LOWER_ORGAN.match(folded, at)):
            first = organs.organ(organs.at[at])
    if first is None and title.follows == "organ":
        unnamed = unnamed_after(text, folded, end)
        first = _Organ(unnamed, expand(text[end + 1 : unnamed]), None) if unnamed else None
    return first and _with_upper(text, folded, first, organs)


def _running_into(text: str, folded: str, begin: int, end: int, title: Title, organs: _Organs) -> _Organ | None:
    """The organization that starts with the last syllables of the head."""
    if not _may_run_into(title):
        return None
    at, drops = text.rfind(" ", begin, end), 1
    while at > begin:
        m = organs.at.get(at + 1)
        if m and m.end > end:
            return organs.organ(m, drops)
        unnamed = unnamed_after(text, folded, at)
        if unnamed and unnamed > end:
            return _Organ(unnamed, expand(text[at + 1 : unnamed]), None, drops)
        at, drops = text.rfind(" ", begin, at), drops + 1
    return None


@remembered
def _may_run_into(title: Title) -> bool:
    """Whether the head's last syllables begin the name of an organ: Trưởng | ban."""
    words = fold(title.name).split(" ")
    return any(organ_begins_with(" ".join(words[i:])) for i in range(1, len(words)))


def _implied(text: str, folded: str, end: int, title: Title, organs: _Organs) -> _Organ | None:
    """A field of government, a country or a unit right after the head."""
    if title.follows == "ministry":
        reach = fields_after(text, folded, end, lower=True)
        if reach:
            state = area_after(text, folded, reach) if folded.startswith(" bang ", reach) else None
            reach = country_after(text, folded, reach) or state or reach
            name = "Bộ " + text[end + 1 : reach]
            row = known(key_of(name))
            return _Organ(reach, row["name"] if row else expand(name), organs.known(name))
        return None
    if title.follows == "state":
        words = _STATE_WORDS.match(folded, end)
        reach = country_after(text, folded, words.end()) if words else None
        if reach and words:
            return _Organ(reach, country_name(text[words.end() + 1 : reach]), None)
        reach = area_after(text, folded, end)  # Thủ hiến bang Hessen
        return _Organ(reach, text[end + 1 : reach], None) if reach else None
    if title.name in _SERVING:
        return _served(text, folded, end, organs)
    if title.name.startswith("Ủy viên"):
        centre = _CENTRE.match(folded, end)
        return _Organ(centre.end(), "Trung ương", None) if centre else None
    if title.name.endswith(("phòng", "khoa", "ban", "Cục trưởng", "Vụ trưởng", "Viện trưởng")):
        reach = fields_after(text, folded, end)
        if reach:
            return _Organ(
                area_after(text, folded, reach) or reach,
                expand(text[end + 1 : area_after(text, folded, reach) or reach]),
                None,
            )
    reach = unit_after(text, folded, end) if title.follows == "area" else area_after(text, folded, end)
    if title.follows == "embassy":
        words = _STATE_WORDS.match(folded, end)
        reach = reach or (country_after(text, folded, words.end()) if words else None)
        abroad = _AT_COUNTRY.match(folded, reach or end)
        reach = (unit_after(text, folded, abroad.end()) if abroad else None) or reach
        return _Organ(reach, text[end + 1 : reach], None) if reach else None
    if reach is None and title.follows in ("organ", "area"):
        level = _BARE_LEVEL.match(text, end)
        reach = level.end() if level else None
    if reach is None:
        return None
    of = _OF.match(folded, reach)
    if of and of.end() + 1 in organs.at:
        return organs.organ(organs.at[of.end() + 1])
    return _Organ(reach, expand(text[end + 1 : reach]), None)


def _served(text: str, folded: str, end: int, organs: _Organs) -> _Organ | None:
    """Whose assistant somebody is, by office: Trợ lý | Tổng Bí thư; not where that one's name follows."""
    m = _SERVED.match(folded, end)
    if m is None:
        return None
    whose = Title(text[m.start(1) : m.end()], "state")
    organ = _organ(text, folded, m.start(1), m.end(), whose, organs)
    reach = organ.end if organ else m.end()
    return None if text[reach + 1 : reach + 2].isupper() else _Organ(reach, text[m.start(1) : reach], None)


def _with_upper(text: str, folded: str, organ: _Organ, organs: _Organs) -> _Organ:
    """The organ with the body it is a part of, or the country it works in: Liên Hợp Quốc | tại Việt Nam."""
    if organ.key and folded.startswith(" nước ", organ.end):
        country = country_after(text, folded, organ.end + 5)
        if country:
            own = country_name(text[organ.end + 6 : country])
            return organ._replace(end=country, name=organ.name if own == "Việt Nam" else f"{organ.name} {own}")
    there = _AT_COUNTRY.match(folded, organ.end)
    country = country_after(text, folded, there.end()) if there else None
    if there and country and organ.key and _of_abroad(organ):
        return _Organ(country, f"{organ.name} tại {text[there.end() + 1 : country]}", organ.key, organ.drops)
    m = _PART_OF.match(text, organ.end)
    upper = organs.at.get(m.end() if m else organ.end + 1)
    if upper is None or organ.key is None or not _UPPER_ORGAN.match(folded, upper.begin):
        return organ
    if not _LOWER_ORGAN.match(fold_name(organ.name)):
        return organ
    return _Organ(upper.end, f"{organ.name}, {organs.names[upper.key]}", organ.key, organ.drops)


def _of_abroad(organ: _Organ) -> bool:
    """Whether an organ may have an office in another country: an international body, a foreign one, one of capitals."""
    branch = (known(organ.key) or {}).get("branch") if organ.key else None
    last = organ.name.rpartition(" ")[2]
    return (
        branch == "foreign"
        or organ.name.isupper()
        or any(is_country(name) and name != "Việt Nam" for name in (last, " ".join(organ.name.split(" ")[-2:])))
    )


def _canonical(title: Title, organ: _Organ | None, prefix: str) -> str:
    if organ is None:
        return _spelt(title, "", False, 0, prefix)
    return _spelt(title, organ.name, organ.key is not None, organ.drops, prefix)


@lru_cache(maxsize=1 << 16)
def _spelt(title: Title, organ: str, is_named: bool, drops: int, prefix: str) -> str:
    """The canonical office: abbreviations written out, one spelling of the head, the organ's canonical name."""
    if is_named:
        organ = organ[:1].upper() + organ[1:]
    name = (
        re.sub(r"(?<=\w)[. -]+(?=[A-ZĐ])", ".", title.name)
        if title.follows == "rank" and title.name[1].isupper()
        else expand(title.name)
    )
    if organ:
        head = " ".join(name.split(" ")[:-drops]) if drops else name
        name = f"{head} {organ}"
    if title.name == "Chủ tịch" and organ and is_country(organ):
        name = f"{name[: -len(organ)]}nước {organ}"
    if organ or title.follows != "state":  # a bare "Thủ tướng" may be another country's
        name = _WHOLE.get(fold(name), name)
    return prefix.capitalize() + name if prefix else name


# ------------------------------------------------------------------------------------------------ who holds them

_HONORIFIC = r"(?:(?:các )?(?:ông|bà|anh|chị|cụ|đồng chí|đ/c|ngài|Ngài|Ông|Bà|đồng chí|Đồng chí|bác|Bác sĩ|bác sĩ|nhà báo|luật sư|Samdech(?: Techo| Akka)?) )"
_TERM = r"(?: khóa [IVX\d]+)?(?: nhiệm kỳ \d{4} ?[-–] ?\d{4})?"
_JOIN = re.compile(
    _TERM
    + r"(?:,\s*| ,\s?| ?[-–] ?| \((?=nguyên |cựu )| kiêm | ?, kiêm | đồng thời là |, đồng thời là )(?:đồng chí )?(?:(?:nguyên|cựu|cố|Nguyên|Cựu|Cố)(?: là)? )?"
)
_RANK_JOIN = re.compile(r" |\. ?")
_RANK_TO_NAME = re.compile(rf"\. ?|, {_HONORIFIC}|(?: [^\W\d_]+){{1,3}} học ")  # Phó Giáo sư Phương Đông học Trần An
_UNIT_TOLD = r"(?:huyện|quận|tỉnh|thị xã|thành phố|TP|xã|phường|thị trấn)[^()]{2,50}"
_TO_NAME = re.compile(
    rf"{_TERM}(?: {{1,3}}| ?[-–] ?| ?: | là |, nay là )(?:\((?:[^()]{{2,30}}|{_UNIT_TOLD})\) )?{_HONORIFIC}?"
)
_NAMELY = re.compile(rf"{_TERM} (?:như|gồm|là):? {_HONORIFIC}?")
_ANOTHER_SENTENCE = re.compile(rf"{_TERM} +(?:Ông|Bà) ")  # a heading or caption without a stop, then the text
_QUOTED = re.compile(r" ?: (?:Ông|Bà|ông|bà|Anh|Chị) ")
_TO_NAME_LOOSELY = re.compile(rf", {_HONORIFIC}")
# What newspapers tell of a person between the name and the office.
_ABOUT = r"(?: \([^()]{2,40}\)|\))?(?:, (?:người )?(?:dân tộc|sinh năm|sinh ngày|quê|nguyên quán|\d\d tuổi|năm nay|người con|con trai|con gái)[^,;()]{0,40})*"
_FROM_NAME = re.compile(
    _ABOUT
    + r"(?: ?, ?| ?[-–] ?| \()(?:hiện |nay |hiện nay |khi đó |lúc đó |đồng chí )?(?:là |đang là |đang giữ chức |đang làm )?(?:tân |Tân )?(?:(?:nguyên|cựu|cố|Nguyên|Cựu|Cố)(?: là)? )?"
)
_ADDRESSED = re.compile(r"(?<!\w)(?:[Ôô]ng|[Bb]à|[Đđ]ồng chí) $")
_MANY = "các|hai|ba|bốn|những|một số|một loạt|nhiều"
_OF_THEM = "đồng chí|vị|ông|bà|cán bộ|nguyên|cựu"
_PLURAL = re.compile(rf"(?<!\w)(?:{_MANY}|[234])(?: (?:đồng chí|vị|ông|bà|cán bộ))?(?: (?:nguyên|cựu))? $", re.I)
_PLURAL_ENDS = last_letters(f"{_MANY}|{_OF_THEM}".split("|"), " ")
# Deputies in a list of one seat have an office of their own besides: các Ủy viên …: Thủ tướng A; | các Phó Thủ tướng: B.
_ITEM = re.compile(r"[:;,](?:(?! [Cc]ác (?!Phó [^:;,.]{3,30}:)| cùng |đại diện|lãnh đạo)[^.]){0,160}")
# Each with a dash and what else he holds: … Trung ương Đảng: A - Bộ trưởng …, | B - Chủ tịch …
_DASHED_ITEM = re.compile(rf"\s[-–]\s(?:(?! [Cc]ác | cùng |đại diện|lãnh đạo)[^.:]){{2,120}}[;,] {_HONORIFIC}?")
_NEXT_NAME = re.compile(rf"(?: ?, | và |, và |; ){_HONORIFIC}?")
_GIVEN = re.compile(r"(?:chức(?: vụ)?|cương vị|vị trí|bầu làm|nhiệm làm) $")
_GIVEN_TO = re.compile(rf"{_TERM}(?: ?\([^()]{{2,40}}\))? (?:cho|đối với|với|của) {_HONORIFIC}?")
_GIVEN_TO_THEM = re.compile(
    rf"{_TERM}(?: ?\([^()]{{2,40}}\))? (?:cho|đối với|với|của) (ông|bà|đồng chí|anh|chị)(?= [{LOWER}]|[,.;])"
)
_DONE_BY = re.compile(rf"{_TERM}(?: (?:hiện|nay|sẽ|vẫn))* do {_HONORIFIC}?")
_DOES_IT = re.compile(
    r"(?:, [^.;:]{3,90}?)? (?:đang |sẽ |tạm )?(?:đảm nhiệm|đảm nhận|đảm đương|nắm giữ|phụ trách|kiêm nhiệm)(?!\w)"
)
_TELLS = re.compile(
    r"(?<!\w)(?:cho biết|cho rằng|nói|đề nghị|yêu cầu|nhấn mạnh|khẳng định|nêu|chúc mừng|phát biểu|người (?!vừa|từng|đã|đang)|ai|những|việc|trao|tặng|tiếp(?! tục)|gặp)(?!\w)"
)
_OF_OTHERS = re.compile(r"(?<!\w)rằng(?!\w)|(?<![,–-] )(?<!\w)(?:người|ai) $")
_BY = re.compile(r"được [^,.;]{0,56}$")
_PASSIVE = re.compile(r"(?:được|sẽ|vừa|giữ|đảm nhiệm|đảm nhận|trúng cử|đắc cử)\b(?! một)")
_OBJECT = re.compile(
    rf"(?:bổ nhiệm|điều động|phân công|giới thiệu|bầu|cử|chỉ định|phê chuẩn|luân chuyển|đồng ý|thống nhất|tín nhiệm|quyết định|việc)(?: có thời hạn)?(?: với| để| cho)? {_HONORIFIC}?$"
)
_IS = re.compile(r"(?:,? (?:hiện |nay |từng |đang |sẽ |chính |vốn )?là )(?:tân |vị |nguyên |cựu )?$")
_BIOGRAPHY = re.compile(
    r"(?: \([^()]*\))?(?:,? (?:sinh|quê|dân tộc|nguyên quán|\d\d tuổi|trước đây|trước đó|khi đó|lúc đó)(?! cho)[^,;.:]{0,60})*,? ?"
    r"(?:cũng |đã |đang |hiện |nay |người )?(?:từng )?"
)
_MORE = re.compile(
    r"(?: \([^()]{2,40}\))?(?:[,;]| và|,? rồi|; rồi|, sau đó)? (?:và |rồi |sau đó )?(?P<verb>(?:là|kiêm) |(?<=rồi ))?"
)
_WOMAN = re.compile(r"(?<!\w)(?:[Bb]à|[Cc]hị) | Thị ")
_MAN = re.compile(r"(?<!\w)(?:[Ôô]ng|[Aa]nh) ")
_SURNAMES = frozenset(column("surnames", "surname"))


def link(doc: Doc, offices: Sequence[Office], persons: Found) -> list[OfficeClaim]:
    """Who holds which office, as the text says it."""
    names = sorted((m for m in persons.mentions if m.form in ("name", "short_name")), key=lambda m: m.begin)
    if not names or not offices:
        return []
    begins, ends = [m.begin for m in names], [m.end for m in names]
    offices = [o for o in offices if not _covered(o, names, begins)]
    nexts = [o.begin for o in offices[1:]] + [len(doc.text)]
    offices = [_reaching(o, after, doc, names, begins, ends) for o, after in zip(offices, nexts, strict=False)]
    claims = list(_Linker(doc, offices, names).claims())
    return _unified(claims, offices, names, doc.text)


def _covered(office: Office, names: Sequence[Mention], begins: Sequence[int]) -> bool:
    """A name laid over the office: the office is part of the name, or a misread one."""
    i = bisect_left(begins, office.end) - 1
    return i >= 0 and names[i].end > office.begin


def _is_of_several(text: str, begin: int) -> bool:
    """The words before an office say that several persons hold it: các Phó Thủ tướng A, B."""
    asks = text[begin - 3 : begin].lower() in _PLURAL_ENDS or text[begin - 2 : begin - 1].isdigit()
    return asks and _PLURAL.search(text, begin - 30, begin) is not None


_LEAD = re.compile(rf"(?: ?[-–])? +{_HONORIFIC}?$")
_BARE = frozenset(("organ", "ministry", "area"))


def _reaching(
    office: Office, after: int, doc: Doc, names: Sequence[Mention], begins: Sequence[int], ends: Sequence[int]
) -> Office:
    """The office with the organ that no list knows, where a name beside it shows how far that goes (`office_reach`)."""
    if not (office.rule in _BARE or office.rule == "organ_organ"):
        return office
    text, folded, end = doc.text, doc.folded, office.end
    if text[end : end + 1] != " ":
        return office
    i = bisect_left(begins, end)
    begin = names[i].begin if i < len(names) else len(text)
    stop = lead.start() if begin - end < 125 and (lead := _LEAD.search(text, end, begin)) else end
    if office.rule == "organ_organ" and not (office.organization_key is None and lacks_name(folded, office.begin, end)):
        reach = part_up_to_name(text, folded, end, stop)
    elif _is_of_several(text, office.begin):
        return office
    else:
        reach = up_to_name(text, folded, end, stop, office.title)
        before = bisect_right(ends, office.begin) - 1
        if reach is None and before >= 0 and _FROM_NAME.fullmatch(text, ends[before], office.begin):
            reach = in_apposition(text, folded, end, office.title)
    if reach is None or reach > min(begin, after):  # over a name, or over the next office, which begins at `after`
        return office
    more = text[end + 1 : reach]
    row = known(key_of("Bộ " + more)) if office.rule == "ministry" else None
    return office._replace(
        spans=((office.begin, reach),),
        office=f"{office.office} {row['name'] if row else expand(more)}",
        organization_key=None,
        rule="organ_organ",
    )


_GIVEN_NAME = re.compile(rf" ([{UPPER}]\w+) [{LOWER}]")
_CLOSED = re.compile(r"\s*(?:[,.;:)\]–_\n-]|$|và )")
# Bodies that the holders of other offices head besides, and an apposition closed by a comma.
_BESIDES = re.compile(
    r"^Ủy viên|^Bí thư (?:Trung ương|Quân ủy)|^Trưởng đoàn|^Trưởng [Bb]an [Tt]ổ chức (?!Trung|Tỉnh|Thành)|^Người phát ngôn|(?:Chủ tịch|Trưởng [Bb]an|Tổ trưởng)(?: thứ nhất| Thường trực)? (?:Hội đồng|Ban [Cc]hỉ đạo|[Cc]hỉ đạo|Ủy ban An toàn|Ủy ban [Qq]uốc gia|Ủy ban Nhà nước|Tiểu ban)"
)
_GOES_ON = re.compile(rf", (?!ông|bà|đồng chí|cùng|và|các)[{LOWER}]")
# Seats that say nothing against another office told after the name.
_SPELT = re.compile(r" \([A-Z][A-Za-z-]+(?: [A-Z][A-Za-z-]+){1,2}\)(?=,)")
_MEMBERS = frozenset(
    ("Đại biểu", "ĐBQH", *(f"{kind} {spelt}" for kind in ("Nghị", "Thượng nghị", "Hạ nghị") for spelt in ("sĩ", "sỹ")))
)
# An opening phrase about somebody else's office, closed by the comma before the subject's, and the verb of the subject:
# "Sau cuộc tiếp Thị trưởng …, | Thủ tướng A đã …"; a list of one person's offices begins with a seat (Ủy viên).
_OPENING = re.compile(
    r"(?:[^,;]{0,40}, )?(?:Sau|Trước|Tại|Trong|Khi|Nhân|Trao đổi|Trả lời|Báo cáo|Làm việc|Đáp|Cùng|Thay mặt|Được|Theo|sau|trước|tại|trong|khi|nhân|trao đổi|trả lời|báo cáo|làm việc|đáp)"
    r"(?!\w)[^,;:]{0,120}?(?<!\w)(?:của|với|cùng|cho|tới|tiếp|gặp|thăm|đón) $"
)
_CAPACITY = re.compile(r"(?:[Tt]rên|[Vv]ới|[Tt]rong) (?:cương vị|tư cách|vai trò)(?: là)? $")
_DOES = re.compile(
    r"(?: [^\s,;:.()]+){0,12}? (?:đã|sẽ|đang|vừa|cũng|"
    + trie(fold(row["verb"]) for row in table("reporting_verbs") if row["takes"] != "nothing")
    + r")(?!\w)"
)
_SEATS = ("Ủy viên", "Đại biểu", "Bí thư Trung ương", "Phó Bí thư Trung ương")
_OF_STATE = re.compile(
    r"(?:Tổng thống|Thủ tướng|(?:Phó )?Chủ tịch(?: nước| Quốc hội| Thượng viện| Hạ viện)?|Bộ trưởng Bộ .*|Ngoại trưởng) ((?:\w+ ){0,3}\w+)$"
)
_HIGHEST = frozenset(("Chủ tịch Quốc hội", "Thường trực Ban Bí thư"))
_BENEATH = (
    "Bộ trưởng",
    "Thứ trưởng",
    "Chủ tịch",
    "Phó Chủ tịch",
    "Giám đốc",
    "Phó Giám đốc",
    "Tổng Giám đốc",
    "Phó Tổng Giám đốc",
)
_ALONE = frozenset(("Tổng thống", "Thủ tướng", "Chủ tịch nước", "Quốc vương", "Ngoại trưởng"))


@remembered
def _abroad(office: str) -> str | None:
    """The foreign country that a high office of state is of."""
    m = _OF_STATE.match(office)
    return m[1] if m and m[1] != "Việt Nam" and is_country(m[1]) else None


def _cut(chain: list[Office], text: str) -> list[Office]:
    """What of a chain the name after it can hold: nobody is head of state or government and something else beneath it,
    nor minister there and here, and "trước đại biểu Quốc hội, Bộ trưởng A" speaks of all deputies."""
    if len(chain) > 1 and chain[0].title == "Đại biểu" and text[chain[0].begin].islower():
        chain = chain[1:]
    last = _abroad(chain[-1].office)
    for i in range(len(chain) - 2, -1, -1):
        if (
            (last is None and _abroad(chain[i].office))
            or chain[i].title in _ALONE
            or (
                (chain[i + 1].title in _ALONE or chain[i + 1].office in _HIGHEST)
                and chain[i].title.startswith(_BENEATH)
            )
            or (chain[i + 1].title.startswith("Phó Thủ tướng") and chain[i].title in ("Bộ trưởng", "Thứ trưởng"))
            or (chain[i].office in _HIGHEST and chain[i + 1].title not in ("Trưởng đoàn", "Chủ tịch"))
        ):
            return chain[i + 1 :]
    return chain


def _former_too(first: Office, office: Office, text: str) -> Office:
    """The second of two heads before one name, of which the first waits for it to name the organ: nguyên Bộ trưởng, Chủ nhiệm …"""
    waits = first.is_former and first.rule in _BARE and office.rule.endswith("_organ")
    between = text[first.end : office.begin]
    return office._replace(is_former=True) if waits and between in (", ", " - ") else office


class _Linker:
    """Chains of offices and the names around them."""

    def __init__(self, doc: Doc, offices: Sequence[Office], names: Sequence[Mention]):
        self.text, self.doc, self.offices, self.names = doc.text, doc, offices, names
        self.name_begins = [m.begin for m in names]
        self.name_ends = [m.end for m in names]
        self.office_begins = [o.begin for o in offices]
        self.given_names = {doc.text[m.begin : m.end].rpartition(" ")[2] for m in names}
        self.titled: set[int] = set()  # names that an office other than a rank precedes
        self.career: tuple[int, str, bool] | None = None  # where the career told last ends, whose it is, former?
        self.sharing: set[int] = set()  # names after the first of an office held by several

    def claims(self) -> Iterator[OfficeClaim]:
        """Every office with its holder."""
        chains = list(self._chains())
        befores = [self._name_before(chain) for chain in chains]
        apposed = set(befores)
        for chain, before in zip(chains, befores, strict=True):
            after, tight = self._name_after(chain[-1])
            if (
                after is not None
                and tight
                and len(chain) > 1
                and _GIVEN.search(self.text, chain[0].begin - 16, chain[0].begin)
            ):
                yield from self._appointed(chain[:1])
                chain = chain[1:]
            if after is not None and (
                tight
                or (
                    before is None
                    and after not in apposed
                    and (self._acts_as(chain[0]) or (len(chain) == 1 and self._opens(chain[0], self.names[after])))
                )
            ):
                held = _cut(chain, self.text)
                if len(held) > 1 and self._belongs_to_opening(held[0], after):
                    held = held[1:]
                yield from self._left_over(chain[: len(chain) - len(held)])
                for office in held:
                    yield OfficeClaim(self.names[after].key, office, "before_name")
                listed = self.text.startswith(":", chain[-1].end)
                if not listed and not all(o.rule == "rank" or o.title in _MEMBERS for o in held):
                    self.titled.add(after)
                if _is_of_several(self.text, chain[-1].begin):
                    yield from (
                        (c for c in self._listed(chain[-1]) if c.person_key != self.names[after].key)
                        if listed
                        else self._shared(chain[-1], after)
                    )
            elif before is not None and (career := self._career_behind(before, chain)):
                yield from self._given(career[0], chain, career[1])
            elif before is not None and before not in self.sharing:
                if self._apposed(chain, before):
                    for office in chain:
                        yield OfficeClaim(self.names[before].key, office, "after_name")
            elif self.text.startswith(":", chain[-1].end) and _is_of_several(self.text, chain[-1].begin):
                yield from self._listed(chain[-1])
            elif (holder := self._follows_at_once(chain)) is not None:
                for office in chain:
                    yield OfficeClaim(self.names[holder].key, office, "after_name")
            else:
                yield from self._appointed(chain)

    def _left_over(self, chain: list[Office]) -> Iterator[OfficeClaim]:
        """What the name behind a chain cannot hold, of the name before it: ông A, Giám đốc B, | Thủ tướng C."""
        before = self._name_before(chain) if chain else None
        if before is not None and before not in self.sharing and self._apposed(chain, before):
            for office in chain:
                yield OfficeClaim(self.names[before].key, office, "after_name")

    def _belongs_to_opening(self, office: Office, after: int) -> bool:
        """Whether an office ends an opening phrase, so that only those behind its comma are the subject's."""
        if office.office.startswith(_SEATS) or office.rule == "rank" or not self.text.startswith(", ", office.end):
            return False
        sentence = self.doc.sentence_at(office.begin)
        if sentence is None or not _OPENING.fullmatch(self.text, sentence[0], office.begin):
            return False
        return _DOES.match(self.doc.folded, self.names[after].end) is not None

    def _acts_as(self, office: Office) -> bool:
        """An opening phrase tells in which office the subject behind it acts: trên cương vị | Chủ tịch Quốc hội, ông A …"""
        if not _CAPACITY.search(self.text, office.begin - 24, office.begin):
            return False
        sentence = self.doc.sentence_at(office.begin)
        return sentence is not None and not any(sentence[0] <= n.begin < office.begin for n in self.names)

    def _opens(self, office: Office, name: Mention) -> bool:
        """The office opens its sentence, or the name is set off by commas, so that ", ông A" names its holder."""
        if self.text.startswith((",", " ("), name.end):
            return True
        sentence = self.doc.sentence_at(office.begin)
        return sentence is not None and self.text[sentence[0] : office.begin].strip() in ("", "Theo")

    def _chains(self) -> Iterator[list[Office]]:
        chain: list[Office] = []
        last = 0
        for office in self.offices:
            begin = office.begin
            joined = chain and (
                _JOIN.fullmatch(self.text, last, begin)
                or (office.title.startswith("Phó ") and self.text[last:begin] == " (")
                or (office.rule == "rank" and _RANK_JOIN.fullmatch(self.text, last, begin))
            )
            if chain and (not joined or self._names_another(office)):
                yield chain
                chain = []
            chain.append(_former_too(chain[-1], office, self.text) if chain else office)
            last = office.end
        if chain:
            yield chain

    def _name_after(self, office: Office) -> tuple[int | None, bool]:
        """The name right after an office, and whether nothing but an honorific stands between."""
        end = office.end
        i = bisect_left(self.name_begins, end)
        if i < len(self.names) and self.names[i].begin - end <= 70:
            begin = self.names[i].begin
            if begin == end + 1 and self.text[end] == " ":
                return i, True
            several = _is_of_several(self.text, office.begin)
            if several and _NAMELY.fullmatch(self.text, end, begin):
                return i, True
            if not several and _QUOTED.fullmatch(self.text, end, begin):
                return None, False  # Tổng Bí thư: Ông A …, the head of what somebody says
            if (
                not several
                and self.text.endswith((" Ông ", " Bà "), end, begin)
                and _ANOTHER_SENTENCE.fullmatch(self.text, end, begin)
            ):
                return None, False
            if _TO_NAME.fullmatch(self.text, end, begin) or (
                office.rule == "rank" and _RANK_TO_NAME.fullmatch(self.text, end, begin)
            ):
                return i, True
            if _TO_NAME_LOOSELY.fullmatch(self.text, end, begin):
                return i, False
        return None, False

    def _name_before(self, chain: list[Office]) -> int | None:
        """The name that a chain is an apposition to."""
        begin, end = chain[0].begin, chain[-1].end
        if self._names_another(chain[-1]):
            return None
        i = bisect_right(self.name_ends, begin) - 1
        if i < 0 or begin - self.names[i].end > 100 or not _FROM_NAME.fullmatch(self.text, self.names[i].end, begin):
            return None
        # "… của ông A, Thủ tướng nhấn mạnh": the highest offices stand for their holder where the sentence goes on.
        if (
            len(chain) == 1
            and self._stands_alone(chain[0])
            and not self.text.startswith(" của ", end)
            and self.text[self.names[i].end] == ","
            and not _CLOSED.match(self.text, end)
        ):
            return None
        return i

    def _names_another(self, office: Office) -> bool:
        """Whether the given name of somebody the report knows follows: ông A, …, | Thứ trưởng Biên cho hay."""
        m = _GIVEN_NAME.match(self.text, office.end)
        return m is not None and m[1] in self.given_names

    def _career_behind(self, name: int, chain: list[Office]) -> tuple[str, bool] | None:
        """Whose career goes on behind the name of somebody served: từng là Thư ký cho ông A, là Chánh Văn phòng."""
        if self.career is None or not self.text.startswith(", là ", self.names[name].end):
            return None
        at, key, is_former = self.career
        served = self.text.startswith((" cho ", " của "), at) and self.names[name].begin - at < 120
        inside = "." not in self.text[at : chain[0].begin]
        return (key, is_former) if served and inside else None

    def _follows_at_once(self, chain: list[Office]) -> int | None:
        """The name that an office follows without a comma: ông A Giám đốc Công ty B."""
        begin, end = chain[0].begin, chain[-1].end
        i = bisect_right(self.name_ends, begin) - 1
        if i < 0 or i in self.titled or self.text[self.names[i].end : begin] != " ":
            return None
        addressed = _ADDRESSED.search(self.text, self.names[i].begin - 10, self.names[i].begin)
        return i if addressed and chain[-1].rule == "organ_organ" and not self.text.startswith(" và", end) else None

    def _apposed(self, chain: list[Office], before: int) -> bool:
        """Whether a chain after a comma goes on about the name: not where the name has its office already, but for one held besides."""
        end = self.names[before].end
        spelt = _SPELT.match(self.text, end)  # Hồng Tiểu Dũng (Hong Xiaoyong), …
        if before not in self.titled or self.text[spelt.end() if spelt else end] != ",":
            return True
        return _BESIDES.search(chain[0].office) is not None or _GOES_ON.match(self.text, chain[-1].end) is not None

    @staticmethod
    def _stands_alone(office: Office) -> bool:
        return office.rule.startswith("state") or not office.rule.endswith("_organ") or office.office in _HIGHEST

    def _shared(self, office: Office, first: int) -> Iterator[OfficeClaim]:
        """One office for several persons."""
        for a, b in zip(self.names[first:], self.names[first + 1 :], strict=False):
            if not _NEXT_NAME.fullmatch(self.text, a.end, b.begin):
                return
            self.sharing.add(self.names.index(b))
            yield OfficeClaim(b.key, office, "shared")

    def _listed(self, office: Office) -> Iterator[OfficeClaim]:
        """One office over a list: các Ủy viên Bộ Chính trị: Tổng Bí thư A; B, Trưởng Ban …; C."""
        sentence = self.doc.sentence_at(office.begin)
        at = office.end
        for i in range(bisect_left(self.name_begins, office.end), len(self.names)):
            name = self.names[i]
            if sentence is None or name.end > sentence[1]:
                return
            if not (_ITEM.fullmatch(self.text, at, name.begin) or _DASHED_ITEM.fullmatch(self.text, at, name.begin)):
                return
            at = name.end
            yield OfficeClaim(name.key, office, "listed")

    def _appointed(self, chain: list[Office]) -> Iterator[OfficeClaim]:
        """Offices that the words before them say somebody takes up, holds, held or gives up."""
        begin = chain[0].begin
        sentence = self.doc.sentence_at(begin)
        if sentence is None or chain[0].title == "Thành viên":
            return
        goes_on = self._goes_on(chain)
        if goes_on is not None:
            yield from self._given(goes_on[0], chain, goes_on[1])
            return
        if (by := self._done_by(chain)) is not None:
            yield from self._given(by, chain, False)
            return
        clause = max(self.text.rfind(";", sentence[0], begin) + 1, sentence[0])
        cue = cue_before(self.text, clause, begin)
        if cue is None:
            return
        given = _GIVEN_TO.match(self.text, chain[-1].end)
        after = bisect_left(self.name_begins, chain[-1].end)
        i = bisect_right(self.name_ends, begin) - 1
        if given and after < len(self.names) and self.names[after].begin == given.end():
            key: str | None = self.names[after].key
        elif them := _GIVEN_TO_THEM.match(self.text, chain[-1].end):
            key = self._told_of(sentence[0], them[1])
        elif i >= 0 and self.names[i].begin >= sentence[0]:
            key = self.names[i].key if self._becomes(i, cue, begin, sentence[0]) else None
        else:
            key = self._referred(sentence[0], clause, cue.begin)
        if key is not None:
            yield from self._given(key, chain, cue.is_former)

    def _done_by(self, chain: list[Office]) -> str | None:
        """Who does the office's work: vị trí Chủ tịch Hội đồng | do ông A, Phó Chủ tịch UBND, đảm nhiệm."""
        end = chain[-1].end
        by = _DONE_BY.match(self.text, end) if self.text.find(" do ", end, end + 40) >= 0 else None
        i = bisect_left(self.name_begins, by.end()) if by else len(self.names)
        if by is None or i == len(self.names) or self.names[i].begin != by.end():
            return None
        return self.names[i].key if _DOES_IT.match(self.text, self.names[i].end) else None

    def _given(self, key: str, chain: list[Office], is_former: bool) -> Iterator[OfficeClaim]:
        self.career = (chain[-1].end, key, is_former)
        for office in chain:
            former = office.is_former or is_former
            yield OfficeClaim(key, office._replace(is_former=True) if former else office, "appointed")

    def _goes_on(self, chain: list[Office]) -> tuple[str, bool] | None:
        """Holder and tense of the career that this chain goes on: từng là A, rồi là B; giữ chức A; C và D."""
        if self.career is None:
            return None
        at, key, is_former = self.career
        m = _MORE.fullmatch(self.text, at, chain[0].begin) if 0 <= chain[0].begin - at <= 40 else None
        if m is None or (m["verb"] is None and not (is_former and _CLOSED.match(self.text, chain[-1].end))):
            return None
        return key, is_former

    def _becomes(self, i: int, cue: Cue, begin: int, sentence: int) -> bool:
        """Whether the sentence makes name `i`, not somebody it is told of, the holder of the office at `begin`."""
        name = self.names[i]
        between = self.text[name.end : begin]
        before = self.text[max(0, name.begin - 60) : name.begin]
        if len(between) > 220 or ";" in between:
            return False
        if _BIOGRAPHY.fullmatch(self.text, name.end, cue.begin):
            return True
        if _OF_OTHERS.search(self.text, name.end, cue.begin) or (_IS.search(between) and len(between) > 12):
            return False
        if (_BY.search(before) and "được" not in between) or (between.startswith(",") and _IS.search(between)):
            return False
        last = bisect_left(self.office_begins, begin) - 1
        if last >= 0 and self.offices[last].begin > name.end and begin - self.offices[last].end <= 45:
            return True  # ông A, Phó Giám đốc …, giữ chức …
        if (
            cue.is_post
            and (i == 0 or self.names[i - 1].begin < sentence)
            and not _TELLS.search(self.text, name.end, cue.begin)
        ):
            return True  # the only one named
        return len(between) < 25 or _PASSIVE.search(between) is not None or _OBJECT.search(before) is not None

    def _referred(self, sentence: int, clause: int, cue: int) -> str | None:
        """The person that a clause without a full name is about."""
        reference = reference_before(self.text, clause, cue)
        if reference is None:
            return None
        if reference.name:
            keys = {
                m.key
                for m in self.names
                if reference.name in (words := self.text[m.begin : m.end].split())
                and reference.name in (words[0], words[-1])
            }
            return keys.pop() if len(keys) == 1 else None
        return self._told_of(sentence, reference.address)

    def _told_of(self, sentence: int, address: str) -> str | None:
        """The one person that a sentence just before `sentence` names and a pronoun can mean."""
        i = bisect_left(self.name_begins, sentence) - 1
        if i < 0 or sentence - self.names[i].end > 400:
            return None
        before = self.doc.sentence_at(self.names[i].begin)
        keys = {m.key for m in self.names[bisect_left(self.name_begins, before[0] if before else 0) : i + 1]}
        keys = self._addressed(keys, address)
        return keys.pop() if len(keys) == 1 else None

    def _addressed(self, keys: set[str], address: str) -> set[str]:
        """Those of several persons whom the report shows to be the man or woman addressed, else those not the opposite."""
        right, wrong = (_MAN, _WOMAN) if address in ("ông", "anh") else (_WOMAN, _MAN)
        if address not in ("ông", "anh", "bà", "chị"):
            return keys
        shown = {key for key in keys if self._shows(key, right)}
        return shown or {key for key in keys if not self._shows(key, wrong)}

    def _shows(self, key: str, sign: re.Pattern[str]) -> bool:
        return any(m.key == key and sign.search(self.text, m.begin - 4, m.end) for m in self.names)


def _unified(
    claims: list[OfficeClaim], offices: Sequence[Office], names: Sequence[Mention], text: str
) -> list[OfficeClaim]:
    """One office of one person reads the same throughout a report: the shorter form takes the fuller one's name."""
    heads = [(c.person_key, _plain(c.office.office, c.office.title), c.office.is_former) for c in claims]
    held: dict[tuple[str, str, bool], list[Office]] = {}
    for c, head in zip(claims, heads, strict=True):
        held.setdefault(head, []).append(c.office)
    taken = {c.office.office for c in claims}
    held_by: dict[str, list[Office]] = {}
    for c in claims:
        held_by.setdefault(c.person_key, []).append(c.office)
    unheld = [o for o in offices if o.office not in taken]
    abroad = _foreigners(names, text)
    out = []
    for c, head in zip(claims, heads, strict=True):
        office = c.office
        for other in held[head]:
            if len(other.office) > len(office.office) and _words(c.office.office) < _words(other.office):
                office = other
        office = _of_country(office, unheld, c.person_key in abroad)
        office = (
            _of_party(office, held_by.get(c.person_key, ()))
            if c.person_key in abroad or office.rule == "state"
            else office
        )
        if office is not c.office:
            c = c._replace(office=c.office._replace(office=office.office, organization_key=office.organization_key))
        out.append(c)
    return out


_CHAMBER = re.compile(r"^(?:Quốc hội|Thượng viện|Hạ viện|Nghị viện|Chính phủ) ")


def _of_country(office: Office, unheld: Sequence[Office], abroad: bool) -> Office:
    """A bare "Thủ tướng", "Chủ tịch Quốc hội": of this country, or of the one other whose holder the report tells of besides."""
    here = _WHOLE.get(fold_name(office.office))
    if here and not abroad:
        return office._replace(office=here)
    if not abroad and office.rule != "state":
        return office
    anyones = office.title in (
        "Chủ tịch",
        "Bí thư",
        "Giám đốc",
        "Chủ nhiệm",
    )  # heads of many organs, not of one country's
    elsewhere = {
        o.office: o
        for o in unheld
        if o.office.startswith(office.office + " ")
        and o.office != here
        and "Việt Nam" not in o.office
        and (not anyones or is_country(_CHAMBER.sub("", o.office[len(office.office) + 1 :])))
    }
    return next(iter(elsewhere.values())) if len(elsewhere) == 1 else office


def _of_party(office: Office, others: Sequence[Office]) -> Office:
    """A bare "Tổng Bí thư" of somebody who is head of a foreign state: that country's."""
    if office.office != "Tổng Bí thư":
        return office
    countries = {country for o in others if (country := _abroad(o.office))}
    return office._replace(office=f"{office.office} {countries.pop()}") if len(countries) == 1 else office


def _foreigners(names: Sequence[Mention], text: str) -> set[str]:
    """Persons none of whose full names starts with a Vietnamese surname."""
    here = {m.key for m in names if _has_surname(text[m.begin : m.end])}
    return {m.key for m in names} - here


@remembered
def _has_surname(name: str) -> bool:
    first, _, rest = name.partition(" ")
    return rest != "" and first.capitalize() in _SURNAMES


@remembered
def _words(office: str) -> frozenset[str]:
    return frozenset(fold_name(office).split())


@lru_cache(maxsize=1 << 14)
def _plain(office: str, title: str) -> str:
    """A head without the words that mark standing, but with what marks the office as not yet or not fully held."""
    first = office.split(" ", 1)[0]
    return (first if first in ("Quyền", "Tập", "Hàm") else "") + _STANDING.sub("", fold(title))
