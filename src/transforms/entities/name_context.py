"""What stands around a possible name: words that lead to a person, words that lead to a street, words that follow a person.

In: a report's folded text and the spans already taken by organizations, places, documents and offices. Out: for a
position, the kind of cue before it and whether the words behind it speak of a person. A cue may stand before a place or
an organization ("Thủ tướng | Nhật Bản | Shinzo Abe"): those are stepped over. The words are data: `person_cues.csv`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from transforms.entities.names import key_of
from transforms.lexicon import column, table

UPPER = "".join(c for c in map(chr, range(0x41, 0x1F00)) if unicodedata.category(c) == "Lu")
LOWER = "".join(c for c in map(chr, range(0x61, 0x1F00)) if unicodedata.category(c) == "Ll")

CUES = {row["phrase"]: row["kind"] for row in table("person_cues")}
PERSONAL = frozenset({"honorific", "role", "office", "group"})
# Behind a unit ("xã", "công ty") stands its name, or, where an office precedes the unit, the holder's.
_OFFICES = tuple(p for p, kind in CUES.items() if kind == "office")
# A title that may be part of a name given to a thing: "đường Đại tướng …", "Bảo tàng Bác sĩ …"; "ông" never is.
_TITLES = frozenset(p for p, kind in CUES.items() if kind in ("role", "office")) | {
    "bác sĩ",
    "anh hùng",
    "liệt sĩ",
    "mẹ",
    "vua",
    "chủ tịch",
}
_NAMESAKES = tuple(row["phrase"] for row in table("person_cues") if row["kind"] == "container")
_MEMORIALS = ("tượng đài", "lăng", "bảo tàng", "đền thờ", "quảng trường", "di tích", "lưu niệm", "tưởng niệm")
_MEMORIAL = re.compile(
    r"(?<!\w)(?:tượng đài|lăng|bảo tàng|đền thờ|quảng trường|(?:khu|nhà) (?:di tích|lưu niệm|tưởng niệm))$"
)
_NAMESAKE_ENDS = frozenset(p[-2:] for p in (*_NAMESAKES, *_MEMORIALS))  # asked first: faster
_NAMESAKE_WORDS = frozenset(p.rsplit(" ", 1)[-1] for p in _NAMESAKES) | {"ty", "viện", "thông", "sở", "cấp"}
_LAST_WORDS = frozenset(p.rsplit(" ", 1)[-1] for p, kind in CUES.items() if kind in PERSONAL)
_LONGEST = 4  # words of a cue that are looked at


def _sizes() -> dict[str, list[int]]:
    """Of how many words the cues are that end in a word, the longest first."""
    sizes: dict[str, set[int]] = {}
    for phrase in CUES:
        if (n := phrase.count(" ") + 1) <= _LONGEST:
            sizes.setdefault(phrase.rsplit(" ", 1)[-1], set()).add(n)
    return {last: sorted(n, reverse=True) for last, n in sizes.items()}


_SIZES = _sizes()
_PUNCTUATION = "(\"'“[_-–*+.,;:/"
_TAILS = frozenset(column("name_tails", "phrase"))
_NEXT_WORDS = re.compile(r" ([^\W\d_]+)(?: ([^\W\d_]+))?")
_CAPITALS_BEFORE = re.compile(rf"(?:(?<![^\W_])[{UPPER}][{UPPER}{LOWER}]* ){{1,4}}$")
_SENTENCE_OPENS = re.compile(r"(?:^|[.!?…:;\n“\"(_*–-] ?)$")
_BEHIND = re.compile(
    r" \d\d tuổi| ?(?:\(|, ?- ?|, ?|- ?|– ?)(?:sn |sinh (?:năm|ngày|tại)|\d\d? tuổi|(?:19|20)\d\d\)|\d\d?\)|trú |ngụ |quê |thường trú|hkt|nguyên |cựu |quyền |"
    r"chủ tịch|phó |giám đốc|trưởng |tổng |bộ trưởng|thứ trưởng|ủy viên|bí thư|cục |vụ |viện trưởng|hiệu |đại sứ|chuyên |thư ký|thủ tướng|"
    r"ngoại trưởng|đại biểu|luật sư|bác sĩ|người |chủ |giảng viên|giáo sư|tiến sĩ|thành viên|cố vấn|đại diện|nhà |chồng |vợ |con |cán bộ |"
    r"một |hướng dẫn viên|thợ|nhân viên|học sinh|sinh viên|đội trưởng|tác giả)"
)
_CREDIT_BEHIND = re.compile(
    r" ?[-–(]? ?(?:lược ghi|ghi|tổng hợp|thực hiện|lược dịch|biên dịch|theo [\w.]+\))(?: ?\)|[.:]|$| [^a-zà-ỹđ]|\n)"
)
_STREETS_BEFORE = re.compile(
    r"(?:các|những|tuyến|số|nhiều|loạt|gồm|dọc|trên) (?:tuyến |con |nút |khu |cửa )*(?:đường|phố|ga|phường|ngõ|quận|huyện|xã|trường|chợ|cầu|phường|tuyến)(?: phố)?[^.;\n]{0,90}$"
)
_STATESMAN = re.compile(
    r"(?:tổng thống|thủ tướng|ngoại trưởng|bộ trưởng(?: (?:bộ )?(?:quốc phòng|ngoại giao|tài chính|thương mại))?|quốc vương|thượng nghị s[ĩỹ]|"
    r"hạ nghị s[ĩỹ]|thị trưởng|đại sứ|giáo hoàng|thủ hiến)(?: [^\W\d_]+){0,4} $"
)
_PLURAL = re.compile(r"(?:các|những|nhiều|đội)(?: [^\W\d_]+){1,2} $")
_SPEAKS = re.compile(
    r" (?:cho biết|nói|khẳng định|phát biểu|nhấn mạnh|chia sẻ|cho rằng|đề nghị|yêu cầu|trả lời|bày tỏ|kể|tâm sự|khai|thừa nhận|viết|"
    r"tuyên bố|cho hay|nhận định|đánh giá|giải thích|lý giải|bộc bạch|thổ lộ|trình bày|báo cáo|chỉ đạo|phân tích|tin rằng|lưu ý|nêu rõ|"
    r"chủ trì|dẫn đầu|qua đời|tử vong|sinh năm|sinh ngày)(?![^\W_])"
)

Cue = tuple[str | None, bool]


class Surroundings:
    """Looks to the left and right of positions in one report."""

    def __init__(self, text: str, folded: str, masks: Sequence[tuple[int, int, str]]):
        """`masks`: (begin, end, kind) of the organizations, places, documents and offices found before."""
        self._text, self._folded = text, folded
        self._taken: dict[int, int] = {}
        self._office_ends, self._office_begins = set[int](), set[int]()
        for b, e, kind in masks:
            if kind == "office":
                self._office_ends.add(e)
                self._office_begins.add(b)
            else:
                self._taken[e] = b

    def addressed(self, begin: int) -> bool:
        """Whether the word right before is the last of some cue: a cheap test before `cue`."""
        end, folded = begin - 1, self._folded
        if end in self._taken or end in self._office_ends:
            return True
        if end < 1 or folded[end] != " ":
            return False
        return folded[folded.rfind(" ", 0, end) + 1 : end].lstrip(_PUNCTUATION) in _LAST_WORDS

    def opens_with_capital(self, begin: int) -> bool:
        """Whether the word before the name is capitalised within a sentence, as in names of places (Tháp Bà, Núi Bà Đen)."""
        at = self._folded.rfind(" ", 0, begin - 1) + 1
        return self._text[at].isupper() and not self.opens_sentence(at)

    def is_statesman(self, begin: int) -> bool:
        """Whether an office of state stands before a single foreign name, a country between them or not."""
        return _STATESMAN.search(self._folded, begin - 48, begin) is not None

    def is_plural(self, begin: int) -> bool:
        """Whether several are spoken of ("các cầu thủ Barca"): then a single name is their club's or country's."""
        return _PLURAL.search(self._folded, begin - 24, begin) is not None

    def opens_sentence(self, begin: int) -> bool:
        """Whether a sentence or a quotation begins here."""
        return _SENTENCE_OPENS.search(self._text, begin - 2, begin) is not None

    def is_tail(self, begin: int, end: int) -> bool:
        """Whether the capitalised word and the small one behind it are an expression of their own ("Chiều nay")."""
        following = _NEXT_WORDS.match(self._folded, end)
        if not following or f"{self._folded[begin:end]} {following[1]}" not in _TAILS:
            return False
        # "Kiên quyết định": the small word belongs to the one behind it
        return f"{following[1]} {following[2]}" not in _TAILS

    def cue(self, begin: int) -> Cue:
        """Kind of the words that lead to a name beginning here, and whether they stand right before it."""
        at, adjacent = begin, True
        for _ in range(3):
            end = at
            while end > 0 and self._folded[end - 1] in " :\"'“":
                end -= 1
            kind = self._phrase(end, self._folded[end:at])
            if kind == "namesake":
                return "container", adjacent
            if end in self._office_ends:
                return kind if kind in PERSONAL else "office", adjacent
            if kind == "container" or (kind and end not in self._taken):
                return kind, adjacent
            if end in self._taken:
                at, adjacent = self._taken[end], False
                continue
            last = self._text[self._text.rfind(" ", 0, at - 1) + 1 : at]
            before = None if last.islower() else _CAPITALS_BEFORE.search(self._text, at - 40, at)
            if not before:
                return None, adjacent
            at, adjacent = before.start(), False
        return None, False

    def _phrase(self, end: int, gap: str) -> str | None:
        """Kind of the longest cue that ends at `end`; across a colon only credits and honorifics lead to names."""
        floor = max(0, end - 40)
        last = self._folded[max(floor, self._folded.rfind(" ", floor, end) + 1) : end]
        sizes = _SIZES.get(last.lstrip(_PUNCTUATION).rstrip("."))
        if sizes is None:
            return None
        words = self._folded[floor:end].rsplit(" ", _LONGEST + 1)[-_LONGEST - 1 :]
        for n in sizes:
            if n > len(words):
                continue
            phrase = " ".join(words[-n:]).lstrip(_PUNCTUATION).rstrip(".")
            kind = CUES.get(phrase)
            if kind is None:
                continue
            if kind == "neutral":
                return None
            rest = " ".join(words[:-n])
            if kind == "unit":
                return "office" if rest.endswith(_OFFICES) else "container"
            if phrase in _TITLES and rest[-2:] in _NAMESAKE_ENDS:
                if _MEMORIAL.search(rest):
                    return "namesake"  # also where the title has been found as an office
                if rest.endswith(_NAMESAKES):
                    return "container"
            return kind if ":" not in gap or kind in ("credit", "honorific") else None
        return None

    def behind(self, end: int) -> bool:
        """Whether an apposition, an age or a verb of speech follows a name that ends here."""
        return follows_person(self._folded, end) or any(end + d in self._office_begins for d in (2, 3))

    def is_credit(self, begin: int, end: int) -> bool:
        """Whether a name without a cue stands alone behind a sentence at the end of a text, or before "(ghi)"."""
        if _CREDIT_BEHIND.match(self._folded, end):
            return True
        rest = self._folded[end : end + 12].strip(" .")
        return not rest.strip("\n") and self.opens_sentence(begin)

    def ends_text(self, end: int) -> bool:
        """Whether nothing follows, not even a full stop."""
        return not self._folded[end:].strip()

    def among_streets(self, begin: int) -> bool:
        """Whether streets, stations, wards and the like are being listed here."""
        return bool(_STREETS_BEFORE.search(self._folded, begin - 130, begin))

    def in_apposition(self, end: int) -> bool:
        """Like `behind`, without the verbs, which firms and papers take as well."""
        return bool(_BEHIND.match(self._folded, end)) or any(end + d in self._office_begins for d in (2, 3))


def follows_person(folded: str, end: int) -> bool:
    """Whether an age, an apposition or a verb of speech follows what ends here."""
    return bool(_BEHIND.match(folded, end) or _SPEAKS.match(folded, end))


def bears_names(before: Sequence[str]) -> bool:
    """Whether things called by the last of these words are named after persons (trường, bệnh viện; not thành phố)."""
    last = [key_of(w) for w in before[-2:]]
    return last[-1] in _NAMESAKE_WORDS and last != ["thành", "phố"]


def is_honorific(word: str) -> bool:
    """Whether a capitalised word is an honorific of one word (Ông, Bà)."""
    return CUES.get(key_of(word)) == "honorific"


def is_expression(first: str, second: str) -> bool:
    """Whether two folded words are an expression of the language rather than a name (Quyết Định)."""
    return f"{first} {second}" in _TAILS


def first_words_of_tails() -> frozenset[str]:
    """Words that may begin an expression behind a name."""
    return frozenset(p.split(" ")[0] for p in _TAILS)
