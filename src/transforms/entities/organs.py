"""How far the name of an organ reaches: extents of organization names as a small grammar over data files.

In: a report's text and a position where the head of an organ stands (Bộ, Sở, Ủy ban, Công ty, …) or a whole known name.
Out: where the name ends. Decided: a name is its head and what the head's kind (`grammar` in `organ_heads.csv` and
`organs.csv`) allows:

- portfolio  fields of work (`fields`), then at most a country or area
- open       the same, but capitalised syllables unknown to the lexicon belong to the name too (`organ_walk`)
- board      as open, and the council or party that it is a part of
- department as open, and a field that is no verb may stand in lower case (Vụ | tổ chức cán bộ)
- of         as open, and it may say whose it is or what for: của, về
- council    as of, and its task may stand in lower case (Hội đồng | kỷ luật)
- party      a party commission; with the level it works for (Trung ương, Tỉnh ủy, …)
- wrap       another organ that it is a part of (Văn phòng | UBND tỉnh), or an area
- area       a level and the name of a unit (UBND | tỉnh Lào Cai)
- abroad     whose mission, and tại where
- number     a number or a proper name (Quân khu 7)
- name       any capitalised syllables and fields: schools, hospitals, societies
- firm       as name, after a line of business in lower case (nhà máy | bột giấy | Phương Nam)
- ministry   a country, also after further fields (Bộ Y tế, Lao động và Phúc lợi | Nhật Bản)
- country    a country, or nothing; committee: "của Quốc hội", or nothing; fixed: nothing

A name stops before a person's name (Bộ trưởng Bộ Công an | Tô Lâm), told by surname and capitals, and before the next
organ. Method: bounded look-ahead over syllables with precompiled patterns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping

from transforms.entities.areas import (
    CAPITAL,
    area_after,
    ends_in_area,
    level_after,
    person_at,
    state_after,
    unit_after,
)
from transforms.entities.fields import field_after, fields_after, more_fields
from transforms.entities.organ_walk import Allows, Walk
from transforms.lexicon import column, table
from transforms.text.letters import LOWER
from transforms.text.normalise import fold
from transforms.text.organ_names import key_of, known
from transforms.text.tries import trie

_HEAD = re.compile(f" (?:{trie(fold(head) for head in column('organ_heads', 'head'))})(?!\\w)")
# Words that begin like a head: bộ phận, bộ môn.
_OTHER_WORD = re.compile(
    r" (?:bộ (?!trưởng)|ban (?=đầu|ngày)|hội (?=nghị|thảo|đàm|trường|viên|chợ)|sở (?=hữu|thích)|viện (?=trợ))(?=[a-zđ])"
)
_ACRONYM = re.compile(rf" \({CAPITAL}[A-ZĐƯ&-]{{1,11}}\)(?= {CAPITAL})")
_SHORT_NAME = re.compile(rf" \({CAPITAL}[{LOWER}]+ [{LOWER}]+\)(?= )")
_OF_ASSEMBLY = re.compile(r" (?:của )?quốc hội(?!\w)")
_OF_CHAMBER = re.compile(r" (?:của )?(?=thượng viện|hạ viện|nghị viện|quốc hội \w)")
_CENTRAL = re.compile(r" (?:trung ương|t\.ư|tw|tư)(?!\w)(?: đảng(?! (?:cộng|nhân dân))(?!\w))?")
_OVER_BOARDS = re.compile(r" (?:của )?(?=hđnd|hội đồng nhân dân|trung ương đảng cộng sản )")
_WHERE = re.compile(r" (?:tại|ở|bên cạnh)(?= )")
_NUMBER = re.compile(rf" (?:(?:số )?\d{{1,4}}|{CAPITAL}\w*(?: {CAPITAL}\w*)?)(?!\w)")
_NUMERAL = re.compile(r" \d{1,4}(?!\w)")
_MANAGES = ("quản lý", "bql", "qlda", "quản lý dự án")
_MANAGED = re.compile(
    rf" (?:vịnh|vườn quốc gia|khu (?:kinh tế|công nghiệp|di tích|bảo tồn|du lịch|chế xuất|đô thị|phố cổ)|rừng|chợ|cảng|phố cổ|lăng|chùa|công viên|di tích|di sản)"
    rf"(?: [{LOWER}]+){{0,4}} (?={CAPITAL})"
)
_SOCIETIES = frozenset(
    ("hội", "hiệp hội", "tổng hội", "liên hiệp", "liên đoàn", "liên minh", "chi hội", "liên chi hội")
)
_QUOTED = re.compile(rf" (?:“{CAPITAL}[^“”\"\n.,;:!?]{{1,40}}”|\"{CAPITAL}[^“”\"\n.,;:!?]{{1,40}}\")")
_LONGEST_TAIL = 60  # of a name up to the brackets with its acronym
_ACRONYM_GIVEN = re.compile(rf" \((?:gọi tắt là |viết tắt là )?{CAPITAL}[A-Z&]+[A-Za-z]*(?: -[^)]*)?\)")
_TAIL = re.compile(r"(?:(?: | ?- ?)[^\W\d_]+)+")
_SPACES = re.compile(r" ")
_SCOPES = (" thế giới", " quốc tế", " quốc gia", " toàn quốc", " trung ương")
_NO_TAIL = frozenset(row["word"] for row in table("organ_stops") if row["use"] in ("lower", "clause")) - frozenset(
    (
        "và",
        "của",
        "các",
        "những",
        "cho",
        "về",
        "mới",
        "nước",
        "cấp",
        "nhà",
        "hàng",
        "người",
        "vừa",
        "nhỏ",
        "lớn",
        "vì",
        "đường",
        "nhất",
        "mẹ",
        "con",
        "tư",
        "mua",
        "bán",
        "vùng",
        "đối",
    )
)
_OF_ANY = (" tỉnh", " thành phố", " Thành phố", " huyện", " quận", " xã", " phường", " thị xã")  # of which one?
_LONGEST_REST = 160  # of a name told in full once, up to the brackets with its shorter form
_SENTENCE_ENDS = re.compile(r"[.;:!?\n_]")
_CUT = re.compile(r", | và ")
_LEGAL_FORMS = frozenset(row["word"] for row in table("organ_stops") if row["use"] == "legal")


_PHRASES = tuple(
    fold(row[column_]) for name, column_ in (("organ_heads", "head"), ("organs", "name")) for row in table(name)
)


def organ_begins_with(words: str) -> bool:
    """Whether some head of an organ, or known name, begins with these folded words."""
    return any(phrase == words or phrase.startswith(words + " ") for phrase in _PHRASES)


def unnamed_after(text: str, folded: str, at: int) -> int | None:
    """End of an organ without a name of its own that follows `at`: UBND tỉnh, Thành ủy, Công ty."""
    head = _HEAD.match(folded, at)
    if head is None or _OTHER_WORD.match(text, at):
        return None
    return area_after(text, folded, head.end()) or level_after(text, head.end()) or head.end()


class Extents:
    """Extents of organ names in one report. `inner` gives the end of an organ's name already found at a position.

    `bodies` are those positions among them where an acronym or an international body stands.
    """

    def __init__(self, text: str, folded: str, inner: Mapping[int, int], bodies: Container[int] = ()):
        self.text, self.folded, self.inner, self.bodies = text, folded, inner, bodies

    def end(self, grammar: str, begin: int, end: int) -> int:
        """End of the name whose head, or known name, stands at text[begin:end]; `end` where nothing follows. KeyError
        for an unknown grammar."""
        return _GRAMMARS[grammar](self, begin, end)

    def fields(self, at: int, *, lower: bool = False) -> int | None:
        """End of the fields of work after `at`."""
        return fields_after(self.text, self.folded, at, lower=lower)

    def enumerated(self, at: int, marks: tuple[str, ...] = (", ", " và ")) -> list[tuple[int, int]]:
        """Further fields where several ministries share one head: các Bộ Tài chính | , Nội vụ, TN&MT; các Bộ | : Tài chính."""
        out = []
        while self.text.startswith(marks, at):
            at += 3 if self.text[at] == " " else 1
            end = self.fields(at)
            if end is None or at + 1 in self.inner:
                break
            if known(key_of("Bộ " + self.text[at + 1 : end])) is None:  # several ministries, not several fields of one
                cut = _CUT.search(self.text, at + 1, end)
                end = cut.start() if cut else end
            out.append((at + 1, end))
            at = end
        return out

    def _walk(self, at: int, allows: Allows) -> int:
        return Walk(self.text, self.folded, self.inner, self.bodies, allows).run(at)

    def _part(self, end: int) -> int | None:
        """The organ that follows at once and is the rest of the name: Cục | Cảnh sát hình sự."""
        return self.inner.get(end + 1) if self.text[end : end + 1] == " " else None

    def _central(self, end: int) -> int | None:
        m = _CENTRAL.match(self.folded, end)
        return m.end() if m else None

    def _country(self, end: int) -> int | None:
        """Also behind the short name in brackets: Đại hội đại biểu nhân dân toàn quốc (Nhân đại) | Trung Quốc."""
        inside = _SHORT_NAME.match(self.text, end) if self.text.startswith(" (", end) else None
        return state_after(self.text, self.folded, inside.end() if inside else end)

    def _committee(self, end: int) -> int:
        chamber = _OF_CHAMBER.match(self.folded, end)
        if chamber and chamber.end() in self.inner:
            return self.inner[chamber.end()]
        m = _OF_ASSEMBLY.match(self.folded, end)
        return m.end() if m else end

    def _ministry(self, end: int) -> int:
        more = more_fields(self.folded, end)
        country = self._country(more.end()) if more and " và " in more[0] else None
        if country and self.folded.endswith("việt nam", 0, country):
            country = None  # the ministries of this country are known: further ones in a list follow
        return country or self._country(end) or end

    def _portfolio(self, begin: int, end: int) -> int:
        reach = self.fields(end)
        if reach is not None:
            level = level_after(self.text, reach) if self.folded.startswith("sở", begin) else None
            level = level - 1 if level and self.text[level - 1] == "." else level
            return area_after(self.text, self.folded, reach) or level or reach
        reach = self._walk(end, _PLAIN)  # unknown fields: only a ministry abroad, or an office of a province
        if reach == area_after(self.text, self.folded, end):
            return end  # what the ministry or office is for goes untold
        return reach if ends_in_area(self.text[begin:reach]) else end

    def _open(self, begin: int, end: int) -> int:
        """A division is one of what it is a division of: Phòng CSGT | Công an tỉnh Hà Tĩnh."""
        reach = self._part(end) or self._walk(end, _PLAIN)
        whole = self._part(reach) if reach > end and self.folded[begin:end] in ("phòng", "đội", "trạm") else None
        return whole if whole and self.text[reach + 1].isupper() else reach

    def _board(self, end: int) -> int:
        """Ban Pháp chế | HĐND tỉnh Lào Cai, Ban Liên lạc Đối ngoại | Trung ương Đảng Cộng sản Trung Quốc."""
        reach = self._part(end) or self._walk(end, _PLAIN)
        upper = _OVER_BOARDS.match(self.folded, reach) if reach > end else None
        return self.inner.get(upper.end(), reach) if upper else reach

    def _department(self, begin: int, end: int) -> int:
        """Vụ | tổ chức cán bộ; not where the capital is the sentence's: Vụ | ma túy lớn nhất …"""
        opens = begin == 0 or self.text[begin - 2 : begin - 1] in ".!?:" or self.text[begin - 1] in "\n_"
        allows = _PLAIN if opens or self.text[begin].islower() else _DEPARTMENT
        return self._part(end) or self._walk(end, allows)

    def _of(self, begin: int, end: int) -> int:
        """Ban Quản lý | vịnh Hạ Long, BQL | khu kinh tế Vân Phong."""
        reach = self._part(end) or self._walk(end, _WHOSE)
        reach = self._to_bracket(begin, end, reach) or reach
        if reach > end or not self.folded.endswith(_MANAGES, begin, end):
            return reach
        m = _MANAGED.match(self.text, end)
        return self._walk(m.end() - 1, _PROPER) if m else end

    def _to_bracket(self, begin: int, end: int, reach: int) -> int | None:
        """Where brackets name the organ a second time, the name reaches to them: Ban Chỉ đạo | … (Ban Chỉ đạo 1899)."""
        bracket = self.text.find(" (", reach, reach + _LONGEST_REST)
        if bracket < 0 or not self.folded.startswith(self.folded[begin:end] + " ", bracket + 2):
            return None
        return None if _SENTENCE_ENDS.search(self.text, reach, bracket) else bracket

    def _wrap(self, end: int) -> int:
        for link in (" của ", " cơ quan "):
            upper = self.inner.get(end + len(link)) if self.folded.startswith(link, end) else None
            if upper and not (link != " của " and self.text.endswith(_OF_ANY, 0, upper)):
                return upper
        part = self._part(end) or area_after(self.text, self.folded, end) or level_after(self.text, end)
        return part or self._walk(end, _PLAIN)

    def _area(self, end: int) -> int:
        inside = _ACRONYM.match(self.text, end)
        end = inside.end() if inside else end
        country = self._country(end)
        end = country or end
        reach = unit_after(self.text, self.folded, end) or level_after(self.text, end)
        if reach or country:
            return reach or end
        return self._walk(end, _SHORT) if field_after(self.folded, end) else end

    def _abroad(self, end: int) -> int:
        area = area_after(self.text, self.folded, end)
        end = area or end
        at = _WHERE.match(self.folded, end)
        where = (self.inner.get(at.end() + 1) or unit_after(self.text, self.folded, at.end())) if at else None
        return where or area or self._walk(end, _PLAIN)

    def _number(self, end: int) -> int:
        arm = field_after(self.folded, end)
        if arm and self.text[end + 1 : end + 2].isupper():  # Sư đoàn | Phòng không 361, Trung đoàn | Cảnh sát cơ động
            number = _NUMERAL.match(self.text, arm.end)
            return number.end() if number else arm.end
        m = _NUMBER.match(self.text, end)
        arm = field_after(self.folded, m.end()) if m and m[0][-1].isdigit() else None
        if m and arm and self.text[m.end() + 1].isupper():  # Vùng | 3 Hải quân
            return arm.end
        return m.end() if m and not person_at(self.text, self.folded, end) else end

    def _tells_its_work(self, begin: int, end: int) -> bool:
        """A centre in capitals within a sentence is named by its work, whatever the words: Trung tâm | bảo tồn voi Tây Nguyên."""
        if not (self.folded[begin:end] == "trung tâm" and self.text[begin].isupper()):
            return False
        inside = self.text[begin - 2 : begin - 1].islower() and self.text[begin - 1] == " "
        return inside and self.text[end + 1 : end + 2].islower()

    def _allowed(self, begin: int, end: int) -> Allows:
        """What the name of a school, hospital or society may hold; no society is called after a person."""
        if self._tells_its_work(begin, end):
            return _FIRM
        return _SOCIETY if self.folded[begin:end] in _SOCIETIES else _PROPER

    def _named(self, begin: int, end: int, allows: Allows) -> int:
        """A proper name is more than a legal form, and "nhiều công ty Việt Nam" has none; it may stand in quotation marks."""
        quoted = _QUOTED.match(self.text, end) if self.text.startswith((" “", ' "'), end) else None
        if quoted:
            return quoted.end()
        reach = self._walk(end, allows)
        reach = self._to_acronym(reach) or reach
        proper = any(not w[0].islower() and w not in _LEGAL_FORMS for w in self.text[end:reach].split())
        only_area = self.text[begin].islower() and area_after(self.text, self.folded, end) == reach
        proper = proper or (self._within_sentence(begin) and self.folded.endswith(_SCOPES, end + 1, reach))
        return reach if proper and not only_area else end

    def _within_sentence(self, begin: int) -> bool:
        """A capital that is not the sentence's."""
        before = self.text[begin - 2 : begin]
        return self.text[begin].isupper() and before[1:] == " " and (before[0].islower() or before[0] == ",")

    def _to_acronym(self, reach: int) -> int | None:
        """Where brackets give a name's acronym, it reaches to them: Hiệp hội | vì người yếu thế (VNYT)."""
        if self.text[reach : reach + 1] not in " -" or self.text.startswith(" (", reach):
            return None
        bracket = self.text.find(" (", reach, reach + _LONGEST_TAIL)
        if bracket < 0 or not _ACRONYM_GIVEN.match(self.text, bracket):
            return None
        rest = self.text[reach:bracket]
        words = rest.split()
        if _NO_TAIL & set(words) or not _TAIL.fullmatch(rest) or any(reach < b < bracket for b in self.inner):
            return None
        if any(person_at(self.text, self.folded, reach + m.start()) for m in _SPACES.finditer(rest)):
            return None
        return bracket


_PLAIN = Allows()
_SHORT = Allows(numbers=False, longest=3)
_WHOSE = Allows(whose=True)
_DEPARTMENT = Allows(task=True)
_COUNCIL = Allows(whose=True, task=True)
_PROPER = Allows(proper=True)
_SOCIETY = Allows(proper=True, persons=False)
_FIRM = Allows(proper=True, firm=True)

_GRAMMARS: Mapping[str, Callable[[Extents, int, int], int]] = {
    "portfolio": Extents._portfolio,
    "open": lambda x, begin, end: x._open(begin, end),
    "board": lambda x, _, end: x._board(end),
    "department": lambda x, begin, end: x._department(begin, end),
    "of": lambda x, begin, end: x._of(begin, end),
    "council": lambda x, begin, end: x._walk(end, _COUNCIL if x.text[begin].isupper() else _WHOSE),
    "party": lambda x, _, end: x._central(end) or x._wrap(end),
    "wrap": lambda x, _, end: x._wrap(end),
    "area": lambda x, _, end: x._area(end),
    "abroad": lambda x, _, end: x._abroad(end),
    "number": lambda x, _, end: x._number(end),
    "name": lambda x, begin, end: x._named(begin, end, x._allowed(begin, end)),
    "firm": lambda x, begin, end: x._named(begin, end, _FIRM),
    "ministry": lambda x, _, end: x._ministry(end),
    "country": lambda x, _, end: x._country(end) or end,
    "committee": lambda x, _, end: x._committee(end),
    "fixed": lambda _x, _, end: end,
}
