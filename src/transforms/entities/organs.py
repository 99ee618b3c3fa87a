"""How far the name of an organ reaches: extents of organization names as a small grammar over data files.

In: a report's text and a position where the head of an organ stands (Bộ, Sở, Ủy ban, Công ty, …) or a whole known name.
Out: where the name ends. Decided: a name is its head and what the head's kind (`grammar` in `organ_heads.csv`) allows:

- portfolio  fields of work from `organ_words.csv`, enumerated by comma, hyphen, và; then at most a country or area
- open       the same, but capitalised syllables unknown to the lexicon belong to the name too
- of         as open, and it may say whose it is or what for: của, về, tại
- party      a party commission; only with the level it works for (Trung ương, Tỉnh ủy, …)
- wrap       another organ it is a part of (Văn phòng | UBND tỉnh), or an area
- area       a level and the name of a unit (UBND | tỉnh Lào Cai)
- abroad     whose mission, and tại where
- number     a number or a proper name (Quân khu 7)
- council    as of, and its task may stand in lower case (Hội đồng | kỷ luật)
- ministry   a country, also after further fields (Bộ Y tế, Lao động và Phúc lợi | Nhật Bản)
- firm       as name, after a line of business in lower case (nhà máy | bột giấy | Phương Nam)
- name       any capitalised syllables and known words: firms, schools, hospitals, societies
- country    a country, or nothing; committee: "của Quốc hội", or nothing; fixed: nothing

A name stops before a person's name ("Bộ trưởng Bộ Công an | Tô Lâm"), told by surname and capitals, and before the next
organ. Method: bounded look-ahead over syllables with precompiled patterns; nothing is backtracked.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from functools import lru_cache

from transforms.entities.tries import trie
from transforms.lexicon import column, table
from transforms.text.abbreviations import expand
from transforms.text.normalise import canonical, fold

CAPITAL = r"[A-ZÀ-ÖØ-ÞĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ]"
_SYLLABLE = r"[^\W_]+(?:['’.&][^\W_]+)*"
_NEXT = re.compile(rf"( | ?[-–&/] ?|, )({_SYLLABLE})")
_LEVEL = r"(?:tỉnh|thành phố|thủ đô|TP\.?|tp\.?|Tp\.?|quận|huyện|thị xã|TX\.?|thị trấn|phường|xã|bang|Tỉnh|Thành phố|Quận|Huyện|Thị xã|Phường|Xã)"
_LEVEL_NAME = re.compile(
    rf" ?{_LEVEL} ?(?:(?=HCM|{CAPITAL})|(?=\d))(\d{{1,2}}(?!\d)|{CAPITAL}[\w.'’]*(?:[ -]{CAPITAL}[\w'’]*){{0,4}})"
)
_COMMUNE = re.compile(r" ?(?:phường|xã|thị trấn|bang)\b")
_BARE_LEVEL = re.compile(rf" {_LEVEL}(?!\w)")
_ACRONYM_INSIDE = re.compile(rf" \(({CAPITAL}[A-ZĐƯ&-]{{1,11}})\)(?= {CAPITAL})")
_WORD = re.compile(r"\w+")

_SURNAMES = frozenset(row["surname"] for row in table("surnames"))
_SURE_SURNAMES = frozenset(row["surname"] for row in table("surnames") if row["certainty"] == "sure")
_PERSON = re.compile(rf" ({CAPITAL}[^\W\d_]*)((?: {CAPITAL}[^\W\d_]*){{1,4}})(?!\w)")

_NOUNS = frozenset(fold(row["words"]) for row in table("organ_words") if row["kind"] == "noun")
_VERBS = frozenset(fold(row["words"]) for row in table("organ_words") if row["kind"] == "verb")
_FIELD = f"(?:{trie(_NOUNS | _VERBS)})(?!\\w)"
_MORE_FIELDS = re.compile(rf"(?:(?: ?[-&] ?|, | và | ){_FIELD})+")
_JOINED_FIELD = re.compile(rf"( ?[-&/] ?|, | và | )({_FIELD})")
_SHORT_FIELD = re.compile(
    rf" {CAPITAL}[A-ZĐƯ]*(?:(?: ?[-–&] ?|,| (?=(?:ĐT|TT|TTDL|DL|MT|CN|PTNT|TB|XH|VT)\b)){CAPITAL}[A-ZĐƯ]+)*(?![\w])"
)
_ONE_WORD = re.compile(rf" ({_FIELD})")


def _names(*tables: str) -> set[str]:
    return {
        fold(name)
        for t in tables
        for row in table(t)
        for name in (row["name"], *row.get("aliases", "").split("|"))
        if name
    }


_COUNTRY_NAME = {
    fold(alias): row["name"]
    for row in table("countries")
    for alias in (row["name"], *row["aliases"].split("|"))
    if alias and not alias.startswith("nước ")
}
_COUNTRIES = _names("countries") | {fold(row["name"]) for row in table("organ_areas") if row["kind"] == "country"}
_AREAS = _COUNTRIES | _names("provinces", "organ_areas")
_AREA_WORDS = f"({trie(_AREAS)})(?!\\w)"
_AREA = re.compile(" (?!hồ chí minh)" + _AREA_WORDS)
_UNIT = re.compile(f"({trie(_AREAS | _names('districts', 'places_abroad'))})(?!\\w)")
_ENDS_IN_AREA = re.compile(" " + _AREA_WORDS + "$")
_ENDS_IN_COUNTRY = re.compile(f" ({trie(_COUNTRY_NAME)})$")
_FOLLOWING_AREA = re.compile(r" ?- ?" + _AREA_WORDS)

# Capitalised words that open a sentence or a caption where the full stop before them is lost.
_OPENERS = frozenset(row["phrase"] for row in table("sentence_openers") if " " not in row["phrase"]) - {
    "Tổng",
    "Hai",
    "Hội",
} | set(
    ["Vào", "Lúc", "Hiện", "Ngoài", "Bên", "Nhân", "Ngày", "Sáng", "Chiều", "Tối", "Trưa", "Hôm", "Cụ", "Như", "Tuy", "Do", "Bởi", "Ảnh", "Nguồn", "Trả", "Nói", "Mặc", "Đồng", "Phải", "Nhiều", "Từ", "Đến", "Cho"]
)

_SHORT_COUNTRIES = frozenset(
    ["Việt", "Trung", "Nga", "Mỹ", "Lào", "Nhật", "Hàn", "Đức", "Pháp", "Anh", "Ấn", "Nam", "Á", "Âu", "Phi", "Hungary", "Cuba", "Campuchia"]
)

_FORMS = frozenset(row["abbreviation"] for row in table("abbreviations"))
_LEGAL_FORMS = frozenset(["TNHH", "MTV", "CP", "TMCP", "Cổ", "Phần", "Trách", "Nhiệm", "Hữu", "Hạn", "Một", "Thành", "Viên"])

# A firm's line of business in lower case, before the name proper: nhà máy | bột giấy | Phương Nam.
_LINE = re.compile(rf"(?: [^\W\d_]+){{1,5}}? ({CAPITAL}\w*)")
_STOP = frozenset(
    ["đã", "đang", "sẽ", "là", "có", "của", "cho", "và", "với", "tại", "ở", "được", "bị", "do", "từ", "trong", "trên", "này", "đó", "phải", "không", "cần", "về", "để", "khi", "đến", "ra", "vào", "cùng", "nhưng", "mà", "thì", "nên", "theo", "báo", "gồm", "như", "ký", "nhận", "bán", "mua", "gây", "làm", "xin", "nộp", "chưa", "vẫn", "cũng", "ông", "bà", "anh", "chị", "nào", "khác", "lớn", "nhỏ", "mẹ", "con", "nước", "nhất", "mới", "cũ", "thuộc", "các", "những", "một", "hai", "ba", "nhiều", "mỗi", "hay", "hoặc", "giữa", "bằng", "qua", "sang", "sau", "trước", "đưa", "giao", "mời", "gặp", "tiếp", "thăm", "đón", "gửi", "nói", "rằng", "vì", "đối", "gọi", "lên", "xuống", "lại", "còn", "chỉ", "vừa", "hơn", "hàng", "nằm", "đóng", "đây", "đấy", "ấy", "tới", "dự", "chào", "mừng", "đề", "nghị", "yêu", "bởi", "tên", "đường", "phố", "tỉnh", "huyện", "quận", "xã", "phường", "trực", "cấp", "nhà", "em", "cô", "chú", "bác", "tư"]
)

# A Vietnamese syllable, folded: what a foreign or coined name mostly is not.
_SYLLABLE_VI = re.compile(
    r"(?:ngh?|nh|ch|gh?|gi|kh|ph|qu|th|tr|[bcdđhklmnpqrstvx])?[aăâeêioôơuưyà-ỹ]{1,3}(?:ng|nh|ch|[cmnpt])?"
)

_HEAD = re.compile(f" (?:{trie({fold(row['head']) for row in table('organ_heads')})})(?!\\w)")

# Words that keep a name open when something of the name follows them.
_LINKS = {"và", "các", "về", "cho", "vì", "của", "tại", "ở", "theo", "liên", "với", "&"}


def area_after(text: str, folded: str, at: int) -> int | None:
    """End of the country, province or other named area that follows `at`, with the word for its level; None without one."""
    area = _AREA.match(folded, at)
    if (area and text[area.start(1)].isupper()) or (area and area[1].startswith("châu")):
        return area.end()
    level = _LEVEL_NAME.match(text, at)
    if level is None:
        return None
    known = _UNIT.match(folded, level.start(1))
    if known:
        return known.end()
    # Communes are too many to list; of the units above them, what is not listed is no unit (thành phố | Nguyễn Văn A).
    if level[1][0].isdigit() or _COMMUNE.match(folded, at):
        return _before_person(text, level.start(1), level.end())
    return None


def country_after(folded: str, text: str, at: int) -> int | None:
    """End of the country that follows `at`."""
    area = _AREA.match(folded, at)
    if area and area[1] in _COUNTRIES and text[area.start(1)].isupper():
        return area.end()
    return None


def unit_after(text: str, folded: str, at: int) -> int | None:
    """End of the area, district or city abroad that follows `at`."""
    unit = _UNIT.match(folded, at + 1)
    return area_after(text, folded, at) or (unit.end() if unit and text[at] == " " and text[at + 1].isupper() else None)


def unnamed_after(text: str, folded: str, at: int) -> int | None:
    """End of an organ without a name of its own that follows `at`: UBND tỉnh, Thành ủy, Công ty."""
    head = _HEAD.match(folded, at)
    if head is None:
        return None
    level = _BARE_LEVEL.match(text, head.end())
    return level.end() if level else head.end()


def country_name(name: str) -> str:
    """The country's usual name, for any of its names."""
    return _COUNTRY_NAME.get(fold(name), name)


def person_at(text: str, folded: str, at: int) -> bool:
    """Whether a person's name seems to follow `at` (which is before a space): a surname and more capitals."""
    m = _PERSON.match(text, at)
    if m is None or m[1].capitalize() not in _SURNAMES:
        return False
    first_two = folded[m.start(1) : m.start(2)] + folded[m.start(2) : m.start(2) + 1 + len(m[2].split()[0])]
    if first_two in _NOUNS or first_two in _VERBS or _AREA.match(folded, at):
        return False
    return m[1].capitalize() in _SURE_SURNAMES or len(m[2].split()) >= 2


def _before_person(text: str, begin: int, end: int) -> int:
    """`end` moved before a person's name inside text[begin:end], which starts with a unit's own name."""
    if text[begin].isdigit():
        return end
    words = [m.span() for m in _WORD.finditer(text, begin, end)]
    for n in range(1, len(words)):
        b = words[n][0]
        if n >= 2 and text[words[n][0] : words[n][1]] in _SURNAMES and b - 1 >= begin:
            return words[n - 1][1]
    return words[min(len(words), 3) - 1][1] if words else end


class Extents:
    """Extents of organ names in one report. `inner` gives the end of an organ's name already found at a position.

    `bodies` are those positions among them where an acronym or an international body stands.
    """

    def __init__(self, text: str, folded: str, inner: Mapping[int, int], bodies: Container[int] = ()):
        self.text, self.folded, self.inner, self.bodies = text, folded, inner, bodies

    def end(self, grammar: str, begin: int, end: int) -> int:
        """End of the name whose head (or known name) stands at text[begin:end]; `end` itself where nothing belongs to it."""
        return getattr(self, "_" + grammar)(begin, end)

    def _fixed(self, begin: int, end: int) -> int:
        return end

    def _country(self, begin: int, end: int) -> int:
        return country_after(self.folded, self.text, end) or end

    def _ministry(self, begin: int, end: int) -> int:
        """Bộ Y tế, or abroad more than that: Bộ Y tế, Lao động và Phúc lợi Nhật Bản."""
        more = _MORE_FIELDS.match(self.folded, end)
        country = country_after(self.folded, self.text, more.end()) if more and " và " in more[0] else None
        return country or self._country(begin, end)

    def _committee(self, begin: int, end: int) -> int:
        m = re.compile(r" (?:của )?quốc hội(?!\w)").match(self.folded, end)
        return m.end() if m else end

    def _portfolio(self, begin: int, end: int) -> int:
        reach = self.fields(end)
        if reach is None:
            reach = self._run(end)
            return reach if is_complete(self.text[begin:reach]) else end
        return area_after(self.text, self.folded, reach) or reach

    def fields(self, at: int, *, lower: bool = False) -> int | None:
        """End of an enumeration of fields of work after `at`, the first one capitalised, or of its abbreviation."""
        first = _ONE_WORD.match(self.folded, at)
        if first is None or not (lower or self.text[at + 1].isupper()):
            short = _SHORT_FIELD.match(self.text, at)
            return short.end() if short and short.end() - at > 2 else None
        end, comma, closed = first.end(), None, False
        while m := _JOINED_FIELD.match(self.folded, end):
            if m[1] == " " and m[2] in _VERBS and not self.text[m.start(2)].isupper():
                break
            if closed and m[1] != " ":
                break
            if m[1] == ", " and comma is None:
                comma = end
            end = m.end()
            closed = closed or m[1].strip() in ("và", "&")
        return end if closed or comma is None else comma

    def enumerated(self, at: int) -> list[tuple[int, int]]:
        """Further fields after an organ's name where several organs share one head: các Bộ Tài chính | , Nội vụ, TN&MT."""
        out = []
        while self.text.startswith(", ", at) or self.text.startswith(" và ", at):
            at += 1 if self.text[at] == "," else 3
            end = self.fields(at)
            if end is None or at + 1 in self.inner:
                break
            if (
                known(key_of("Bộ " + self.text[at + 1 : end])) is None
            ):  # several fields of one ministry, or several ministries
                cut = re.search(r", | và ", self.text[at + 1 : end])
                end = at + 1 + cut.start() if cut else end
            out.append((at + 1, end))
            at = end
        return out

    def _open(self, begin: int, end: int) -> int:
        if end + 1 in self.inner and self.text[end] == " ":
            return self.inner[end + 1]
        return self._run(end)

    def _of(self, begin: int, end: int) -> int:
        if end + 1 in self.inner and self.text[end] == " ":
            return self.inner[end + 1]
        return self._run(end, of=True)

    def _council(self, begin: int, end: int) -> int:
        return self._run(end, of=True, council=self.text[begin].isupper())

    def _firm(self, begin: int, end: int) -> int:
        reach = self._run(end, free=True, firm=True)
        proper = [
            w for w in self.text[end:reach].split() if (w[0].isupper() or w[0].isdigit()) and w not in _LEGAL_FORMS
        ]
        only_area = area_after(self.text, self.folded, end) == reach
        return reach if proper and not (only_area and self.text[begin].islower()) else end

    def _party(self, begin: int, end: int) -> int:
        m = re.compile(r" (?:trung ương|t\.ư|tw|tư)(?!\w)").match(self.folded, end)
        if m:
            return m.end()
        return self._wrap(begin, end)

    def _wrap(self, begin: int, end: int) -> int:
        for gap in (1, 5):  # " ", " của "
            if end + gap in self.inner and self.folded[end : end + gap] in (" ", " của "):
                return self.inner[end + gap]
        area = area_after(self.text, self.folded, end)
        if area:
            return area
        return self._run(end)

    def _area(self, begin: int, end: int) -> int:
        inside = _ACRONYM_INSIDE.match(self.text, end)
        if inside:
            end = inside.end()
        country = country_after(self.folded, self.text, end)
        if country:
            end = country
        area = area_after(self.text, self.folded, end)
        if area:
            return area
        bare = _BARE_LEVEL.match(self.text, end)
        if bare:
            return bare.end()
        unit = _UNIT.match(self.folded, end + 1)
        if unit and self.text[end] == " " and self.text[end + 1].isupper():
            return unit.end()
        field = _ONE_WORD.match(self.folded, end)
        return self._run(end, longest=3) if field and not country else end

    def _abroad(self, begin: int, end: int) -> int:
        area = area_after(self.text, self.folded, end)
        if area:
            end = area
        at = re.compile(r" (?:tại|ở|bên cạnh)(?= )").match(self.folded, end)
        if at:
            if at.end() + 1 in self.inner:
                return self.inner[at.end() + 1]
            where = area_after(self.text, self.folded, at.end())
            city = _UNIT.match(self.folded, at.end() + 1)
            if where or city:
                return where or city.end()  # type: ignore[union-attr]
        return end if area else self._run(end)

    def _number(self, begin: int, end: int) -> int:
        m = re.compile(rf" (?:\d{{1,4}}|{CAPITAL}[\w]*(?: {CAPITAL}\w*)?)(?!\w)").match(self.text, end)
        return m.end() if m and not person_at(self.text, self.folded, end) else end

    def _name(self, begin: int, end: int) -> int:
        reach = self._run(end, free=True)
        return reach if any(c.isupper() for c in self.text[end:reach]) else end

    def _run(
        self,
        end: int,
        *,
        of: bool = False,
        free: bool = False,
        firm: bool = False,
        council: bool = False,
        longest: int = 16,
    ) -> int:
        """Walk on while the next syllables belong to the name."""
        text, folded = self.text, self.folded
        taken, was_verb, was_area, named, last, alone, initials = 0, True, False, False, -1, False, False
        while taken < longest:
            inside = _ACRONYM_INSIDE.match(text, end) if text[end : end + 2] == " (" else None
            if inside and (taken == 0 or text.startswith(" Việt Nam", inside.end())):
                end = inside.end()
            m = _NEXT.match(text, end)
            if m is None:
                return end
            gap, word = m[1], m[2]
            if m.start(2) in self.inner and not (free and taken == 0):
                whose = self.inner[m.start(2)]
                of_body = gap == " " and (free or of) and m.start(2) in self.bodies
                return whose if of_body else end
            if gap != " ":
                joined = self._joined(end, m, was_area, free, taken)
                if joined is None:
                    return end
                end, was_area, taken = joined, bool(_FOLLOWING_AREA.match(folded, end)), taken + 1
                continue
            known = _ONE_WORD.match(folded, end)
            area = area_after(text, folded, end)
            if area is not None and not (known and known.end() > area):
                end, was_area, was_verb, taken = area, True, False, taken + 1
                continue
            if was_area and taken > 1:
                return self._continued(end, of or free)
            if word[0].isupper():
                if (person_at(text, folded, end) and (named or not free)) or (word in _OPENERS and not known):
                    return end
                if initials and not known and not word.isupper():  # Tập đoàn NASDAQ | Bob McCooey
                    return end
                initials = free and len(word) > 2 and word.isupper() and word not in _FORMS
                was_verb = bool(known) and known[1] in _VERBS
                alone = known is None and last < 0  # one capital after lower case: a word's first syllable
                last = end
                if known:
                    last = -1
                end, named = known.end() if known else m.end(), named or (not known and not word.isupper())
                taken, was_area = taken + 1, False
                continue
            if word[0].isdigit():
                if not (free or taken == 0 or of) or longest < 16:
                    return end
                if len(word) > 4 or re.compile(r"[/.,:]\d|%| ?(?:tỷ|triệu|người|tháng|năm)").match(text, m.end()):
                    return end
                end, taken, named, was_area = m.end(), taken + 1, True, False
                continue
            if known and ((known[1] in _NOUNS and (taken or of or free)) or (known[1] in _VERBS and was_verb)):
                if not taken and not council and not self._ahead(known.end()) and text[end : known.end()].islower():
                    return end
                end, was_verb, taken, was_area, last = known.end(), known[1] in _VERBS, taken + 1, False, -1
                continue
            if alone and not known and word not in _STOP and _SYLLABLE_VI.fullmatch(folded, last + 1, end):
                end, taken, alone, last = m.end(), taken + 1, False, -1
                continue
            if firm and not named and taken < 3 and word not in _STOP:
                line = _LINE.match(text, end)
                if line and not _STOP & set(line[0].split()[:-1]):
                    end, taken, was_verb, was_area = line.start(1) - 1, taken + 1, False, False
                    continue
            if (word in _LINKS and taken) or (of and word in ("về", "của")):
                linked = self._linked(m, word, of, free, was_area)
                if linked is None:
                    return end
                end, taken, was_verb, named, was_area = linked, taken + 1, True, True, False
                continue
            return end
        return end

    def _ahead(self, at: int) -> bool:
        """A capital or another known word follows: the lower-case word is inside a name."""
        m = _NEXT.match(self.text, at)
        if m is None or m[1] != " ":
            return False
        return (
            m[2][0].isupper()
            or area_after(self.text, self.folded, at) is not None
            or _ONE_WORD.match(self.folded, at) is not None
        )

    def _continued(self, end: int, linked: bool) -> int:
        """After the area: về what, or tại where, as far as the head allows."""
        m = _NEXT.match(self.text, end)
        if m and linked and m[2] == "về":
            return self._linked(m, "về", True, False, True) or end
        if m and linked and m[2] == "tại" and self.text.endswith("Việt Nam", 0, end):
            return area_after(self.text, self.folded, m.end()) or end
        return end

    def _linked(self, m: re.Match[str], word: str, of: bool, free: bool, was_area: bool) -> int | None:
        """End of the piece that a linking word joins to the name, or None."""
        text, folded, at = self.text, self.folded, m.end()
        if word == "của":
            return (self.inner.get(at + 1) or area_after(text, folded, at)) if of else None
        if word in ("tại", "ở"):
            return None
        if at + 1 in self.inner:
            return None
        if word == "về":
            if not of:
                return None
            phrase = _ONE_WORD.match(folded, at)
            if phrase:
                return self._more(phrase.end())
            nxt = _NEXT.match(text, at)
            return self._run(at) if nxt and nxt[2][0].isupper() else None
        if word in ("và", "&"):
            if was_area:
                return None
            known = _ONE_WORD.match(folded, at)
            return known.end() if known else None
        if word in ("các", "liên", "cho", "vì", "với", "theo"):
            known = _ONE_WORD.match(folded, at)
            return known.end() if known else None
        return None

    def _more(self, at: int) -> int:
        m = _MORE_FIELDS.match(self.folded, at)
        at = m.end() if m else at
        at = area_after(self.text, self.folded, at) or at
        following = _FOLLOWING_AREA.match(self.folded, at)
        return following.end() if following else at

    def _joined(self, end: int, m: re.Match[str], was_area: bool, free: bool, taken: int) -> int | None:
        """End of a piece joined by hyphen, ampersand or comma, or None."""
        gap, word = m[1], m[2]
        following = _FOLLOWING_AREA.match(self.folded, end)
        if following and was_area:
            return following.end()
        known = _ONE_WORD.match(self.folded, m.start(2) - 1) if self.folded[m.start(2) - 1] == " " else None
        if known is None:
            known = _ONE_WORD.match(" " + self.folded[m.start(2) : m.start(2) + 40])
            tail = m.start(2) + known.end() - 1 if known else None
        else:
            tail = known.end()
        if gap == ", ":
            if tail is None or free or was_area or not taken:
                return None
            more = _MORE_FIELDS.match(self.folded, end)
            # A comma belongs to a name only inside an enumeration that closes with và, &.
            return more.end() if more and re.search(r" và |&", more[0]) else None
        if "/" in gap:
            return None
        if tail is not None and taken and not was_area:
            return tail
        if word in _SHORT_COUNTRIES and self.text[max(0, end - 12) : end].rpartition(" ")[2] in _SHORT_COUNTRIES:
            return m.end()
        if len(gap) == 1 and word[0].isupper() and taken and self.text[end - 1] != ".":
            return m.end()
        return None


_SQUASH = re.compile(r"\s*[-,&/–]\s*|\bvà\b|\bcác\b")
_SCHOOL = re.compile(r"^trường (?=đại học|cao đẳng|học viện)")
_FOLD_LEVEL = re.compile(r" tỉnh (?=\w)| thành phố (?=(?:hà nội|hồ chí minh|đà nẵng|hải phòng|cần thơ)\b)")
_NATIONAL = re.compile(
    r"^(bộ|chính phủ|quốc hội|nhà nước|đảng cộng sản|mặt trận tổ quốc|ủy ban trung ương mặt trận tổ quốc|tổng liên đoàn lao động|ủy ban thường vụ quốc hội|thanh tra chính phủ)\b(.*) việt nam$"
)


def loose(name: str) -> str:
    """What spellings of one organ's name share: abbreviations written out, connectives and levels left out."""
    key = canonical(expand(re.sub(r" \([^)]*\)", "", name)))
    key = _FOLD_LEVEL.sub(" ", key)
    key = _SCHOOL.sub("", re.sub(r"\s+", " ", _SQUASH.sub(" ", key)).strip())
    country = _ENDS_IN_COUNTRY.search(key)
    if country:
        key = key[: country.start(1)] + fold(_COUNTRY_NAME[country[1]])
    return _NATIONAL.sub(r"\1\2", key)


_CANONICAL = {loose(row["name"]): row["canonical"] or row["name"] for row in (*table("acronyms"), *table("organs"))}
_ACRONYMS = frozenset(loose(row["name"]) for row in table("acronyms"))
_FIRM = re.compile(r"^(?:tổng công ty|công ty|tập đoàn|ngân hàng|hãng|hãng tin|hãng thông tấn|báo|tờ|tổ chức|quỹ) ")
_KNOWN = {loose(row["name"]): row for row in (*table("acronyms"), *table("organs")) if not row["canonical"]}


@lru_cache(maxsize=1 << 16)
def key_of(name: str) -> str:
    """The key under which an organization of this name is one entity, however it is spelt."""
    key = loose(name)
    bare = _FIRM.sub("", key)
    if bare in _ACRONYMS:
        key = bare
    return loose(_CANONICAL[key]) if key in _CANONICAL else key


@lru_cache(maxsize=1 << 16)
def is_complete(name: str) -> bool:
    """Whether the name says of which country or area the organ is."""
    return _ENDS_IN_AREA.search(fold(name)) is not None


def known(key: str) -> Mapping[str, str] | None:
    """The lexicon's row of an organization, by key."""
    return _KNOWN.get(key)


__all__ = ["CAPITAL", "Extents", "area_after", "column", "country_after", "key_of", "known", "loose", "person_at"]
