"""Walking on over the syllables after the head of an organ's name while they belong to it.

In: a report's text, the ends of organs already found further right, a position and what the head allows (`Allows`). Out:
where the name ends. Each kind of syllable has one rule, tried in order: another organ, a joining mark, an area, a capital,
a number, a known field of work, the second syllable of a word, a firm's line of business, a linking word. The first rule
that recognises the syllable decides whether the walk goes on; nothing is taken back.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from typing import NamedTuple

from transforms.entities.areas import CAPITAL, area_after, is_province, joined_area_after, person_at
from transforms.entities.fields import Field, field_after, field_at, more_fields
from transforms.lexicon import column, table
from transforms.text.letters import LOWER
from transforms.text.organ_names import is_country
from transforms.text.tries import trie


class Allows(NamedTuple):
    """What a kind of head lets its name hold."""

    whose: bool = False  # của, về, tại: Ban Chỉ đạo | của Chính phủ
    proper: bool = False  # proper names, also a person's right after the head: Trường | Lê Hồng Phong
    persons: bool = True  # … but no person's behind what it works on: Hiệp hội Vận tải | Nguyễn Văn An
    firm: bool = False  # a line of business in lower case before the proper name
    task: bool = False  # a field in lower case right after the head: Hội đồng | kỷ luật
    numbers: bool = True
    longest: int = 16  # steps


class _Step(NamedTuple):
    """The mark and the word that follow the name so far."""

    mark: str
    word: str
    begin: int
    end: int


def _words(use: str) -> frozenset[str]:
    return frozenset(row["word"] for row in table("organ_stops") if row["use"] == use)


_NEXT = re.compile(r"( | ?[-–&/] ?|, )([^\W_]+(?:['’.&][^\W_]+)*)")
_ACRONYM_INSIDE = re.compile(rf" \({CAPITAL}[A-ZĐƯ&-]{{1,11}}\)(?= \w)")
# A firm's line of business in lower case, before the name proper: nhà máy | bột giấy | Phương Nam.
_LINE = re.compile(rf"(?: [{LOWER}]+){{1,5}}? (?={CAPITAL})")
# A Vietnamese syllable, folded: what a foreign or coined name mostly is not.
_SYLLABLE = re.compile(
    rf"(?:ngh?|nh|ch|gh?|gi|kh|ph|qu|th|tr|[bcdđhklmnpqrstvx])?[{LOWER.removeprefix('a-z')}aeiouy]{{1,3}}(?:ng|nh|ch|[cmnpt])?"
)
_INITIALS = re.compile(r"(?:[A-Z]\.)+[A-Z]?$")
_MORE_CAPITALS = re.compile(f" {CAPITAL}[{LOWER}]")
_TWO_MORE = re.compile(f"(?: {CAPITAL}[{LOWER}]+){{2}}")
_SURE_SURNAMES = frozenset(row["surname"] for row in table("surnames") if row["certainty"] == "sure")
_QUANTITY = re.compile(r"[/.,:]\d|%| ?(?:tỷ|tỉ|triệu|nghìn|người|tháng|năm|đồng)\b")
# Last words of names in English, of firms and institutes that no head announces.
ENGLISH_ENDS = column("english_name_ends", "word")
_LEGAL_FORMS = tuple(
    f" {form}" for form in ("cổ phần", "cp", "tnhh", "mtv", "một thành viên", "trách nhiệm hữu hạn", "đại chúng")
)
_COMPOUND = 3  # spaces in a field that is a name's by itself: Phòng | công nghệ thông tin
# Fields that are verbs behind a name, and those that no other word's first syllable could be.
_ACTS = frozenset(
    ("hoạt động", "kinh doanh", "biểu diễn", "sản xuất", "xuất khẩu", "nhập khẩu", "phát hành", "chuyển giao")
)
_WHERE_KNOWN = frozenset(("quốc tế", "quốc gia", "trung ương", "thế giới", "khu vực", "điện tử", "nhà nước", "cơ sở"))
_TWO_CAPITALS = re.compile(f" {CAPITAL}[{LOWER}]+ {CAPITAL}[{LOWER}]+ $")
_FOREIGN_LINKS = frozenset(("of", "and", "for", "de", "der", "von"))  # Bank | of …, Circulo | de …
_LINKS = frozenset(("và", "các", "về", "cho", "vì", "của", "theo", "liên", "&"))
_LOWER_STOPS = _words("lower")
_SHORT_COUNTRIES = _words("country")
_FORMS = frozenset(row["abbreviation"] for row in table("abbreviations")) | _words("legal")
# Capitalised words that open a sentence or a caption where the full stop before them is lost.
OPENERS = (_words("opener") | {row["phrase"] for row in table("sentence_openers")}) - {"Tổng", "Hai", "Hội"}
_LIKE_NAMES = frozenset(("Nhân", "Hiện", "Phải"))
_OPENING_PHRASES = tuple(
    row["phrase"] for row in table("sentence_openers") if row["use"] == "sentence" and " " in row["phrase"]
)
_OPENS_WITH = re.compile(f"(?:{trie(_OPENING_PHRASES)})(?!\\w)")
_OPENS_FIRST = frozenset(phrase.partition(" ")[0] for phrase in _OPENING_PHRASES)
# Words of offices that stand in names of organs too: Phái đoàn | Thường trực.
_IN_NAMES = frozenset(("Đại biểu", "Đại diện", "Thành viên", "Thường trực", "Thư ký", "Giáo sư"))
_TITLE = re.compile(
    f" (?:{trie(row['title'] for row in table('titles') if row['title'] not in _IN_NAMES and ' ' in row['title'])}"
    r"|(?:GS|PGS|TS|ThS)(?=[. ]))(?!\w)"
)
_GIVEN_ABROAD = frozenset(column("foreign_first_names", "name"))
_OPENING = re.compile(r"đồng (?:chí|thời)(?!\w)")


def is_coined(name: str) -> bool:
    """Whether some word of a name is no Vietnamese syllable, as in most names of firms: Viettel, Gazprom, FPT."""
    return any(len(w) > 1 and (w.isupper() or not _SYLLABLE.fullmatch(w.lower())) for w in name.split(" "))


class Walk:
    """One walk. `inner` gives the end of organs found further right, `bodies` the begins of those that are international."""

    def __init__(self, text: str, folded: str, inner: Mapping[int, int], bodies: Container[int], allows: Allows):
        self.text, self.folded, self.inner, self.bodies, self.allows = text, folded, inner, bodies, allows
        self.begin = self.end = 0
        self.taken = 0
        self.after_verb = True
        self.after_area = False
        self.named = False  # something of the name proper is taken
        self.lone = -1  # begin of a single capital syllable that may want its second one
        self.fresh = True  # no capital run goes on
        self.initials = False

    def run(self, at: int) -> int:
        """End of the name that goes on at `at`."""
        self.begin = self.end = at
        while self.taken < self.allows.longest:
            self._acronym_inside()
            m = _NEXT.match(self.text, self.end)
            if m is None or not self._step(_Step(m[1], m[2], m.start(2), m.end())):
                break
        return self.end

    def _acronym_inside(self) -> None:
        """Tổng Liên đoàn Lao động | (LĐLĐ) Việt Nam, Bệnh viện | (BV) Bạch Mai, Ủy ban An toàn giao thông | (ATGT) quốc gia."""
        m = _ACRONYM_INSIDE.match(self.text, self.end)
        if m is None:
            return
        head = self.taken == 0 and self.text[m.end() + 1].isupper()
        if head or self.text.startswith((" Việt Nam", " quốc gia", " Quốc gia", " Trung ương"), m.end()):
            self.end = m.end()

    def _step(self, step: _Step) -> bool:
        """Take one more piece; False where the name has ended."""
        if step.begin in self.inner and not (self.allows.proper and self.taken == 0):
            return self._inner(step)
        if step.mark != " ":
            return self._joined(step)
        field = field_after(self.folded, self.end)
        area = area_after(self.text, self.folded, self.end)
        if area is not None and not (field and field.end > area):
            return self._take(area, area=True)
        if self.after_area and self.taken > 1:
            return self._after_area(step)
        if step.word[0].isupper():
            return self._capital(step, field)
        if step.word[0].isdigit():
            return self._number(step)
        if field:
            return self._field(field, step) or (self.taken == 0 and self._line(step))
        return self._second_syllable(step) or self._line(step) or self._linked(step)

    def _take(
        self,
        end: int,
        *,
        area: bool = False,
        verb: bool = False,
        named: bool = False,
        lone: int = -1,
        fresh: bool = True,
    ) -> bool:
        self.end, self.taken, self.after_area, self.after_verb = end, self.taken + 1, area, verb
        self.initials = False
        self.named, self.lone, self.fresh = self.named or named, lone, fresh
        return True

    def _inner(self, step: _Step) -> bool:
        """Another organ ends the name, but for the body it belongs to: Hội đồng Nhân quyền | Liên Hợp Quốc. After a legal
        form it is the firm itself: Công ty cổ phần | Tập đoàn Minh Phú."""
        if self.allows.firm and not self.named and self.folded.endswith(_LEGAL_FORMS, 0, self.end):
            self.end = self.inner[step.begin]
        if step.mark == " " and (self.allows.proper or self.allows.whose) and step.begin in self.bodies:
            self.end = self.inner[step.begin]
        return False

    def _joined(self, step: _Step) -> bool:
        """Hyphens, ampersands and commas."""
        area = joined_area_after(self.folded, self.end)
        if area and self.after_area and (not self.allows.proper or not self._is_where(step.begin, area)):
            return self._take(area, area=True)
        field = field_at(self.folded, step.begin)
        if step.mark == ", ":
            more = more_fields(self.folded, self.end)
            closes = more is not None and (" và " in more[0] or "&" in more[0])
            if field is None or self.allows.proper or self.after_area or not self.taken or more is None or not closes:
                return False
            return self._take(more.end(), verb=True)
        if "/" in step.mark:
            return False
        if field and self.taken and not self.after_area:
            return self._take(field.end, verb=True)
        last_word = self.text[max(0, self.end - 12) : self.end].rpartition(" ")[2]
        if step.word in _SHORT_COUNTRIES and last_word in _SHORT_COUNTRIES:
            return self._take(step.end, area=True)
        tight = len(step.mark) == 1 and step.word[0].isupper() and self.taken > 0 and self.text[self.end - 1] != "."
        return tight and self._take(step.end, verb=True)

    def _is_where(self, begin: int, end: int) -> bool:
        """A province behind the country that ends the name says where it is: Bệnh viện Việt Đức | - Hà Nội."""
        last = self.folded[max(0, self.end - 20) : self.end].split(" ")[-2:]
        return is_province(self.folded[begin:end]) and (is_country(last[-1]) or is_country(" ".join(last)))

    def _after_area(self, step: _Step) -> bool:
        """An area closes the name, but for về what and, after our own country, tại where."""
        if not (self.allows.whose or self.allows.proper):
            return False
        end = None
        if step.word == "về" and self.allows.whose:
            end = self._about(step.end)
        elif step.word == "tại" and self.text.endswith("Việt Nam", 0, self.end):
            end = area_after(self.text, self.folded, step.end)
        self.end = end or self.end
        return False

    def _capital(self, step: _Step, field: Field | None) -> bool:
        """A capitalised syllable belongs to the name unless a person's name or a sentence begins there."""
        if (
            person_at(self.text, self.folded, self.end)
            and (self.named or not self.allows.proper or (self.taken and not self.allows.persons))
            and not self._is_half(step)
        ):
            return False
        if not field and (
            self._opens(step) or (self.initials and not step.word.isupper() and step.word not in ENGLISH_ENDS)
        ):
            return False  # Cục Hàng hải | Theo …; Tập đoàn NASDAQ | Bob McCooey
        if self.taken and _INITIALS.match(step.word):
            return False  # Hội đồng An ninh Quốc gia | H.R. McMaster
        if self.taken and _TITLE.match(self.text, self.end):
            return False  # Cục Nghệ thuật biểu diễn | Thứ trưởng …
        if self.named and not field and self._foreigner(step):
            return False  # Tập đoàn Siemens | Joe Kaeser
        initials = self.allows.proper and len(step.word) > 1 and step.word.isupper() and step.word not in _FORMS
        if field:
            self._take(field.end, verb=field.is_verb)
        else:
            lone = self.end + 1 if self.fresh else -1
            self._take(step.end, named=not step.word.isupper(), lone=lone, fresh=step.word in _FORMS)
        self.initials = initials
        return True

    def _is_half(self, step: _Step) -> bool:
        """One syllable alone makes no name: Công ty Thiên | Ngọc Minh; but a sure surname and more is a person all the same."""
        if self.lone < 0 or self.end - self.lone < 2 or not _SYLLABLE.fullmatch(self.folded, self.lone, self.end):
            return False
        return not (step.word in _SURE_SURNAMES and _TWO_MORE.match(self.text, step.end))

    def _foreigner(self, step: _Step) -> bool:
        """A foreign first name and another capital."""
        return step.word in _GIVEN_ABROAD and _MORE_CAPITALS.match(self.text, step.end) is not None

    def _opens(self, step: _Step) -> bool:
        """A sentence or a caption begins with this word, or with it and the next one."""
        if step.word in _LIKE_NAMES and self.text[step.end + 1 : step.end + 2].isupper():
            return False  # Alumin | Nhân Cơ, not Nhân dịp
        return (
            step.word in OPENERS
            or (step.word in _OPENS_FIRST and _OPENS_WITH.match(self.text, step.begin) is not None)
            or _OPENING.match(self.folded, step.begin) is not None
        )

    def _number(self, step: _Step) -> bool:
        allowed = self.allows.numbers and (self.allows.proper or self.allows.whose or self.taken == 0)
        if not allowed or len(step.word) > 4 or _QUANTITY.match(self.text, step.end):
            return False
        return self._take(step.end, named=True)

    def _field(self, field: Field, step: _Step) -> bool:
        """A field of work in lower case."""
        if (field.is_verb and not self.after_verb) or (step.word.islower() and self._after_coined()):
            return self._linked(step)
        if not (field.is_verb or self.taken or self.allows.whose or self.allows.proper or self.allows.task):
            return self._linked(step)
        if step.word.islower() and self.named and self._is_act(step.begin, field.end) and not self._goes_on(field.end):
            return False
        task = self.allows.task and (self.allows.whose or not field.is_verb)
        about = self.allows.whose and not field.is_verb and self.text.startswith(" về ", field.end)
        bare = not (self.taken or task or about) and self.text[self.end : field.end].islower()
        if bare and self.text.count(" ", self.end + 1, field.end) < _COMPOUND and not self._goes_on(field.end):
            return False
        return self._take(field.end, verb=field.is_verb)

    def _is_act(self, begin: int, end: int) -> bool:
        """What the organ does rather than what it is called: Viện Phan Châu Trinh | hoạt động."""
        return self.folded[begin:end] in _ACTS or (
            self.folded[begin:end] not in _WHERE_KNOWN
            and _TWO_CAPITALS.search(self.text, max(self.begin, begin - 26), begin) is not None
        )

    def _after_coined(self) -> bool:
        """A foreign or coined proper name was the last word: Tập đoàn Viettel | sản xuất."""
        last = self.text[max(0, self.end - 20) : self.end].rpartition(" ")[2]
        return self.named and last.isalpha() and not last.isupper() and not _SYLLABLE.fullmatch(last.lower())

    def _goes_on(self, at: int) -> bool:
        """A capital, an area or another field follows: the lower-case field is inside a name."""
        m = _NEXT.match(self.text, at)
        if m is None or m[1] != " ":
            return False
        if self.allows.whose and m[2] == "của" and m.end() + 1 in self.inner:
            return True
        return (
            m[2][0].isupper()
            or area_after(self.text, self.folded, at) is not None
            or field_after(self.folded, at) is not None
        )

    def _second_syllable(self, step: _Step) -> bool:
        """Hoàng | thành: a word's first syllable is capitalised alone."""
        if (
            self.lone < 0
            or step.word in _LOWER_STOPS
            or (self.end - self.lone > 1 and self.text[self.lone : self.end].isupper())
        ):
            return False
        if not _SYLLABLE.fullmatch(self.folded, self.lone, self.end):
            return False
        return self._take(step.end)

    def _line(self, step: _Step) -> bool:
        """A firm's line of business, of words that no list knows."""
        if not self.allows.firm or self.named or self.taken >= 3 or step.word in _LOWER_STOPS:
            return False
        line = _LINE.match(self.text, self.end)
        if line is None or _LOWER_STOPS & set(line[0].split()) or person_at(self.text, self.folded, line.end() - 1):
            return False
        return self._take(line.end() - 1)

    def _linked(self, step: _Step) -> bool:
        """A linking word, where something of the name follows it."""
        word, at = step.word, step.end
        if word in _FOREIGN_LINKS:
            follower = _NEXT.match(self.text, at)
            goes_on = self.allows.proper and self.taken and follower is not None and follower[2][0].isupper()
            return bool(goes_on and follower and self._take(follower.end(), named=True))
        if word == "và" and self.folded.startswith(" thanh tra bộ", at):
            return False
        if not ((self.taken and word in _LINKS) or (self.allows.whose and word in ("về", "của"))):
            return False
        end: int | None = None
        if word == "của":
            if self.allows.whose:
                end = self.inner.get(at + 1) or area_after(self.text, self.folded, at)
                return end is not None and self._take(end, area=True, named=True)
        elif at + 1 in self.inner:
            end = None
        elif word == "về":
            end = self._about(at) if self.allows.whose else None
        elif not (self.after_area and word in ("và", "&")):
            field = field_after(self.folded, at)
            end = field.end if field and not self._begins_anew(word, at, field) else None
        return end is not None and self._take(end, verb=True, named=True)

    def _begins_anew(self, word: str, at: int, field: Field) -> bool:
        """Behind và something else: another council, or what is done with the firm (LICOGI | và chuyển giao)."""
        if word not in ("và", "&"):
            return False
        last = self.text[max(0, self.end - 20) : self.end].rpartition(" ")[2]
        acronym = self.allows.firm and len(last) > 2 and last.isupper() and last not in _FORMS
        return self.text.startswith(" Hội đồng", at) or (acronym and field.is_verb and self.text[at + 1].islower())

    def _about(self, at: int) -> int | None:
        """End of what an organ is for: Ủy ban Quốc gia về | biến đổi khí hậu."""
        field = field_after(self.folded, at)
        if field is None:
            m = _NEXT.match(self.text, at)
            opens = m is not None and m[2][0].isupper() and m.start(2) not in self.inner
            return Walk(self.text, self.folded, self.inner, self.bodies, Allows()).run(at) if opens else None
        more = more_fields(self.folded, field.end)
        end = more.end() if more else field.end
        end = area_after(self.text, self.folded, end) or end
        return joined_area_after(self.folded, end) or end
