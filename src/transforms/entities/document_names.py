"""Where the proper name behind a document's type word ends, for documents cited by name and not by number.

In: the report's text and folded text, the type word's place, its kind and manner of naming (lexicon `document_types`) and
the places where type words stand. Out: the end of the name, or None where no specific document is named.

A resolution, decree, circular or directive without a number is told by what it lays down ("Nghị định về …", of several of
them none), in small letters only where it is drafted or adopted; a draft resolution needs no link.

A name is read word by word up to a word that ends names (lexicon `document_name_ends`) unless it stands in an inner pair
(`document_name_inner`: "trong lĩnh vực", "tại khu vực"). Commas and "và" belong to the name only between items of a list
("Mua bán, trao đổi hàng hóa và dịch vụ"); where names tell a subject, also between short items or before one that goes on
(", trình tự, thủ tục cấp …"). "của" goes on with what the paper is about, and ends it before whose it is. "và" before
another type word parts two documents. A name in quotation marks ends with them; that of a plan, strategy or scheme with its
period ("giai đoạn 2016 - 2025"). Then the name must be specific: "một hiệp định thương mại tự do", "biên bản ghi nhớ hợp
tác" are not. The rules were read off official news.
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from itertools import pairwise

from transforms.lexicon import column, table
from transforms.text.letters import UPPER
from transforms.text.normalise import fold

_ENDS = frozenset(r["phrase"] for r in table("document_name_ends") if not r["where"])
_OWNERS = frozenset(r["phrase"] for r in table("document_name_ends") if r["where"] == "of")
_CLAUSES = frozenset(r["phrase"] for r in table("document_name_ends") if r["where"] == "comma")
_INNER = frozenset(column("document_name_inner", "phrase"))
# Words that a comma does not part: "phòng, chống", "khám bệnh, chữa bệnh".
_PAIRS = tuple(tuple(pair.split(", ")) for pair in column("document_name_pairs", "phrase"))
_JOINS = frozenset(("và", "về", "giữa"))
_DANGLING = _JOINS | {"với", "cho", "của", "trong", "các"}
_LONGEST = 60

_WORD = r"[^\s.,;:!?()\[\]\"“”…_]+"
_STEP = re.compile(rf"(?P<gap>\s?[-–]\s?(?=\w)|,?\s)(?P<word>{_WORD})(?P<next>(?=\s({_WORD}))?)")
_AMENDS = re.compile(r"\s(?:(?:sửa đổi|bổ sung)(?:,?\s(?:và\s)?bổ sung)?)(?=\s)")
# The rest of a list behind its comma: ", trao đổi hàng hóa và", ", khoa học, giáo dục và", ", tài liệu giữa".
_LIST = re.compile(r"(?P<items>,(?:\s[^\W\d_]+){1,6}?(?:,(?:\s[^\W\d_]+){1,6}?)*)\s(?:và|giữa|về)\s")
_OF_WHOM = re.compile(r"\scủa\s[^.,;:()\"“”]{3,120}?\svề\s")
# … đối với ông X | từ tỉnh A về tỉnh B
_FROM_TO = re.compile(
    rf"\stừ\s(?:tỉnh\s|thành phố\s|huyện\s|quận\s)?[{UPPER}][^.,;:()\"“”\n]{{2,60}}?\s(?:về|sang|đến|thành)\s"
)
_SHORT_ITEM = re.compile(r"(?P<items>,(?:\s[^\W\d_]+){1,4})(?=,\s)")
_CLOSED_ITEM = re.compile(r"(?P<items>,(?:\s(?:-\s)?[^\W\d_]+){1,7}?)\s(?:của|trên|trong|đối với|cho|tại)\s")
_ITEM = re.compile(r"(?P<items>,(?:\s[^\W\d_]+){2})")
_OF_YEAR = re.compile(r"\snăm\s(?:19|20)\d\d\s(?:về|giữa)\s")
_ANY_PARTIES = re.compile(
    r"\sgiữa\s(?:hai|2|ba|các)\s(?:nước|bên|quốc gia|chính phủ|địa phương|doanh nghiệp|bộ ngành|cơ quan)(?! (?:thành viên|asean|châu|đông|eu)\b)"
)
_QUOTED = re.compile(r"\s(?:về\s(?:việc\s)?)?(?:“[^“”\"\n]{8,200}[”\"]|\"[^“”\"\n;]{8,200}\")")
# "Nghị quyết về kết quả giám sát chuyên đề “Việc thực hiện …”"
_TITLE_BEHIND = re.compile(rf"\s(?:về\s)?(?:“[{UPPER}][^“”\"\n]{{12,250}}[”\"]|\"[{UPPER}][^“”\"\n;]{{12,250}}\")")
_ACRONYM = re.compile(r"\s\((?!FTA\))[A-ZĐ]{3,8}\)")
_SENTENCE_START = re.compile(r"(?:^|[.!?…]\s*|\n\s*|[”\"]\s)$")

_YEARS = r"20\d\d(?:\s?[-–]\s?(?:20)?\d\d)?(?!\d)(?:,?\s(?:và\s)?(?:tầm nhìn|định hướng)(?:\sđến)?(?:\snăm)?\s20\d\d)?"
_PERIOD = re.compile(rf"\s(?:cho\s)?(?:giai đoạn\s(?:từ\s)?(?:năm\s)?|(?:từ nay\s)?đến\s(?:năm\s)?|năm\s)?{_YEARS}")
_SPAN_OF_YEARS = re.compile(
    rf"\s\(?(?:(?:cho\s)?giai đoạn\s(?:từ\s)?(?:năm\s)?(?=20)|đến năm\s|(?=20\d\d\s?[-–]\s?(?:20)?\d\d)){_YEARS}\)?"
)
_TO_PERIOD = re.compile(
    rf"(?:,?\s{_WORD}){{1,26}}?(?=\s\(?(?:cho\s)?(?:giai đoạn|đến năm|20\d\d\s?[-–]\s?(?:20)?\d\d))"
)
_NO_PLAN = re.compile(
    r"\s(?:được|đã|sẽ|đang|là|để|do|mà|thì|bị|này|đó|cũng|nhưng|nhằm|rằng|nêu|theo|cần|phải|từ|còn|vẫn|với|của các|của bộ|của nhà|công tác năm)\b"
)
_PLAN_WORDS = re.compile(
    r"\s(?:hành động|phát triển|tổng thể|nghị sự|mục tiêu|quốc gia|chiến lược|cải cách|đổi mới|bảo vệ)\s"
)
_UN_PROGRAMME = re.compile(
    r"\s(?:phát triển|môi trường|lương thực|định cư)\s(?:(?:của\s)?(?:lhq|liên hợp quốc)|và quỹ|thế giới)"
)
_BEFORE_PLAN = re.compile(
    r"(?<!\w)(?:bộ|(?<!cơ )sở|vụ|phòng|cục|ban|ngành|trưởng|viện|đối tác|trung tâm|nghiên cứu|khoa|nhóm|đối thoại|(?<!quốc )hội|các|những)\s$|[-–]\s?$"
)
_GENERIC = re.compile(
    r"(?:\s(?:về|tự do|thương mại|hợp tác|khung|song phương|đa phương|làm việc|chung|hữu nghị|liên chính phủ|chính phủ|kinh tế|thị trường|đầy đủ|quốc tế|toàn diện|đầu tư|tự nguyện|cấp cao|khu vực|thế hệ|mới|fta|mou|việc|này|hòa bình|ngừng bắn|vay vốn|mua bán|liên doanh|ứng xử|cấp|đối tác chiến lược|và tiêu chuẩn cao|và chất lượng cao))+"
)
_OF_SUBJECT = ("about", "subject", "plan")
_PAPERS = ("Đề án", "Quy hoạch")  # always papers; a programme or a plan need not be one
_OWN_PAPERS = (*_PAPERS, "Chiến lược")
_SHORTEST = dict.fromkeys(("phối", "chuyển", "tương", "dẫn", "tránh", "khuyến"), 2) | dict.fromkeys(
    ("về", "giữa", "của"), 3
)
_SENTENCE_OPENERS = frozenset(
    (
        "Các",
        "Những",
        "Một",
        "Đây",
        "Ông",
        "Bà",
        "Tại",
        "Theo",
        "Trong",
        "Sau",
        "Trước",
        "Ngày",
        "Sáng",
        "Chiều",
        "Tối",
        "Phát",
        "Hiện",
    )
)
_SEVERAL_OF = ("các", "những")
_NEXT_PAPER = ("", "dự")  # "và dự thảo Luật …"
_CARRIES_OUT = ("thực hiện", "triển khai")
_PLAN_OPENERS = (" về ", " hợp tác ", " phối hợp ", " tổng thể ", " hành động ", " quốc gia ")
_VISIT = " chuyến thăm"
# Where a visit led and whose it was: … chuyến thăm chính thức | tại Hà Lan của Thủ tướng …
_WORDS_OF_NAME = rf"(?: [{UPPER}][^\W\d_]*)+"
_OF_VISIT = re.compile(
    rf"(?: (?:tại|tới|đến){_WORDS_OF_NAME})?(?: của(?: [^\W\d_]+){{1,14}}?{_WORDS_OF_NAME}(?= [^\W\d_{UPPER}]|[^\w ]|$)(?! (?:nước|hội|quốc|cộng|hòa|xã|chủ|nghĩa|phủ|tướng|bang)\b))?"
)
_STATUS = " kinh tế thị trường"  # a standing that a country is granted
_FREE_TRADE = " thương mại tự do,"  # no name goes on behind it
_LOWER_KINDS = frozenset(("Hiệp định", "Hiệp định khung", "Hiệp ước", "Công ước", "Nghị định thư"))
_PARTIED = (*_LOWER_KINDS, "Bản ghi nhớ", "Biên bản ghi nhớ", "Ý định thư", "Thỏa thuận", "Biên bản thỏa thuận")
_TWO_PARTIES = re.compile(
    rf" giữa (?!ông |bà |anh |chị |cô )(?:\S+ ){{0,5}}?[{UPPER}][^.,;:()]*? (?:và|với) (?:\S+ ){{0,5}}?[{UPPER}]"
)
_VERBS = (
    "Tuyên bố",
    "Thông báo",
    "Kết luận",
    "Quyết định",
    "Quy định",
    "Hướng dẫn",
    "Kế hoạch",
    "Chỉ thị",
    "Thỏa thuận",
    "Quy chế",
)
_SAYINGS = ("Tuyên bố", "Tuyên bố chung", "Thông cáo chung")  # a verb behind them tells what they say
_OPENERS = frozenset(
    (
        "về",
        "giữa",
        "hữu",
        "hợp",
        "phối",
        "thương",
        "chuyển",
        "tương",
        "dẫn",
        "khung",
        "thành",
        "của",
        "tránh",
        "khuyến",
        "ứng",
        "tầm",
        "cao",
    )
)


_IN_YEAR = re.compile(r"\snăm\s20\d\d(?![\d/])")
_DRAFTED = re.compile(r"(?:dự thảo|dự án|ban hành|thông qua|soạn thảo|xây dựng|toàn văn)\s$")
_SEVERAL = re.compile(r"(?:các|những|nhiều|một số|hai|ba|bốn|một|\d)\s$")
_LAYS_DOWN = re.compile(
    r"\s(?:về(?:\sviệc)?(?:\ssửa đổi(?:, bổ sung)?(?:\smột số)?(?:\sđiều)?(?:\scủa)?)?|phê chuẩn(?:\sviệc)?|thành lập|cho thôi|bãi nhiệm|miễn nhiệm"
    r"|của\s(?!hđqt|hội đồng quản trị|đại hội đồng)[^.,;:()\"“”\n]{3,50}?\svề(?:\sviệc)?"
    r"|(?P<verb>quy định(?:\s(?:chi tiết|cụ thể))?(?:\svề)?|hướng dẫn(?:\s(?:chi tiết|thi hành|thực hiện))?))(?=\s)"
)
_NO_SUBJECT = re.compile(r"\s(?:những\s|các\s)?(?:vấn đề|nội dung|việc|lĩnh vực)\s(?:này|đó|trên|nêu|ảnh|quan|liên)\b")


@dataclass(frozen=True, slots=True)
class TypeWord:
    """A type word in the text: its extent, the kind of document and how such documents are named."""

    begin: int
    end: int
    kind: str
    naming: str


def end_of_name(text: str, folded: str, word: TypeWord, opens: Container[int]) -> int | None:
    """The end of the name behind a type word, or None. `opens` holds the beginnings of all type words."""
    capital = text[word.begin].isupper()
    if word.naming == "law":
        return _law(text, folded, word, opens) if capital else None
    if word.naming == "plan" and _BEFORE_PLAN.search(folded, word.begin - 12, word.begin):
        return None
    if (capital or word.kind not in _VERBS) and (quoted := _quoted(text, word)):
        return quoted
    read = {"plan": _plan, "subject": _decree}.get(word.naming, _treaty)
    stop = read(text, folded, word, opens)
    titled = _TITLE_BEHIND.match(text, stop) if stop and capital else None
    return titled.end() if titled else stop


def subject(text: str, folded: str, at: int, opens: Container[int]) -> str | None:
    """What a document is said to be about behind its number: "Nghị quyết 10 | về phát triển kinh tế tư nhân"."""
    if not folded.startswith(" về ", at):
        return None
    end = at + 3 if not folded.startswith(" về việc ", at) else at + 8
    stop, words = _walk(text, folded, TypeWord(at, end, "", "subject"), opens)
    return text[end:stop].strip() if words > 2 else None


def _law(text: str, folded: str, word: TypeWord, opens: Container[int]) -> int | None:
    if not text[word.end + 1 : word.end + 2].isupper():
        return None
    stop, words = _walk(text, folded, word, opens)
    return stop if 0 < words <= 8 else None


def _quoted(text: str, word: TypeWord) -> int | None:
    m = _QUOTED.match(text, word.end)
    if not m or word.kind in ("Chương trình", "Chiến lược") or not re.search(r"[“\"]\s?[^\W\d_]", m[0]):
        return None
    said = word.kind == "Tuyên bố" or not re.search(
        rf"[“\"]\s?[{UPPER}]", m[0]
    )  # a speaker's words, or a word in irony
    return None if said else m.end()


def _decree(text: str, folded: str, word: TypeWord, opens: Container[int]) -> int | None:
    """A resolution, decree, circular or directive told by what it lays down: "Nghị định về quản lý phân bón"."""
    begin, end = word.begin, word.end
    drafted = _DRAFTED.search(folded, begin - 14, begin)
    lead = _LAYS_DOWN.match(folded, end)
    capital = text[begin].isupper()
    if _SEVERAL.search(folded, begin - 7, begin) or not (capital or drafted) or (lead and lead["verb"] and not drafted):
        return None
    if not lead and not (capital and drafted and word.kind == "Nghị quyết"):
        return None
    if lead and lead["verb"] and lead.end() + 1 in opens:  # "thông tư hướng dẫn Luật …" is any of them
        return None
    if not lead and _ENDS & {
        folded[end + 1 : end + 12].split(" ")[0],
        " ".join(folded[end + 1 : end + 24].split(" ")[:2]),
    }:
        return None
    start = lead.end() if lead else end  # "dự thảo Nghị quyết xử lý nợ xấu của …" has no link
    stop, words = _walk(text, folded, TypeWord(begin, start, word.kind, word.naming), opens)
    name = text[start:stop]
    if (
        words < (3 if lead else 4)
        or _NO_SUBJECT.match(folded, start)
        or not (capital or words > 6 or re.search(rf"\s[{UPPER}]", name))
    ):
        return None
    of_year = _IN_YEAR.match(folded, stop)  # "Nghị quyết về chương trình giám sát năm 2018": one for every year
    return of_year.end() if of_year else stop


def _treaty(text: str, folded: str, word: TypeWord, opens: Container[int]) -> int | None:
    begin, end = word.begin, word.end
    capital, proper = text[begin].isupper(), text[end + 1 : end + 2].isupper()
    if folded.endswith("tổ chức ", 0, begin) or (
        not capital and re.search(r"(?:các|những|nhiều|\d)\s$", folded[max(0, begin - 6) : begin])
    ):
        return None
    first = folded[end + 1 : end + 12].split(" ")[0]
    if not proper and (
        (not capital and word.kind not in _PARTIED)
        or (word.kind in _SAYINGS and first not in _OPENERS)
        or (first not in _OPENERS and _SENTENCE_START.search(text, begin - 3, begin))
    ):
        return None
    if proper and not capital and word.kind == "Tuyên bố":  # "ông tuyên bố Mỹ sẽ …"
        return None
    stop, words = _walk(text, folded, word, opens)
    if folded.find(_VISIT, end, stop) >= 0 and (visit := _OF_VISIT.match(text, stop)):
        stop = visit.end()
    if not words or folded.startswith((_STATUS, _FREE_TRADE), end) or folded.startswith(" này", stop):
        return None
    acronym = bool(_ACRONYM.match(text, stop))
    name = text[end:stop]
    if (_GENERIC.fullmatch(folded, end, stop) or (" với " in name and not capital)) and not acronym:
        return None
    named = re.search(rf"[\s-][{UPPER}]", name.partition(" giữa ")[0] if not capital else name)
    if not capital and " về " in f"{name} " and _TWO_PARTIES.search(name):
        return stop
    if not capital or text.startswith("FTA", begin):
        known = proper or capital or word.kind in _LOWER_KINDS
        return stop if named and known and not (not capital and re.fullmatch(r"\s[A-ZĐ]+", name)) else None
    if proper or named or acronym:
        return stop if words > 1 or proper else None
    return stop if words >= (4 if word.kind == "Nghị quyết" else _SHORTEST.get(first, 4)) else None


def _plan(text: str, folded: str, word: TypeWord, opens: Container[int]) -> int | None:
    begin, end = word.begin, word.end
    capital, proper = text[begin].isupper(), text[end + 1 : end + 2].isupper()
    if _UN_PROGRAMME.match(folded, end):
        return None
    lead = _TO_PERIOD.match(folded, end)
    period = _SPAN_OF_YEARS.match(folded, lead.end()) if lead else None
    if (
        lead
        and period
        and (
            capital
            or (" giai đoạn " in period[0] and (proper or word.kind in _OWN_PAPERS) and end + 1 not in opens)
            or (proper and word.kind in _OWN_PAPERS and end + 1 not in opens)
        )
        and (lead[0].count(" ") > 1 or " " in folded[begin:end].removeprefix(fold(word.kind)))
        and not _NO_PLAN.search(lead[0])
        and not _parts(opens, lead)
    ):
        return period.end()
    if folded.startswith((" của ", " thuộc "), end):
        return None
    titled = (
        word.kind == "Đề án" and proper and end + 1 not in opens and text[end + 2 : end + 3].islower()
    )  # "đề án Giải thưởng Sách Quốc gia"
    if not (capital or titled):
        return None
    if not (
        proper or folded.startswith(_PLAN_OPENERS, end) or word.kind.endswith(" hành động") or word.kind in _OWN_PAPERS
    ):
        return None
    stop, words = _walk(text, folded, word, opens)
    name = text[end:stop]
    specific = (
        (_PLAN_WORDS.match(folded, end) and words > 2)
        or " giữa " in name
        or bool(_ACRONYM.match(text, stop))
        or (
            word.kind.endswith(" hành động")
            and not name.startswith(" của")
            and (re.search(rf"\s[{UPPER}]", name) or (name.startswith(" về ") and words > 4))
        )
        or (
            word.kind in _PAPERS
            and (
                re.search(rf"\s(?!Bộ\b)[{UPPER}]", name)
                or (words > 4 and not _SENTENCE_START.search(text, begin - 3, begin))
            )
        )
    )
    period = _PERIOD.match(folded, stop)
    if words < (2 if capital else 4) or not (specific or (period and proper)):
        return None
    return period.end() if period else stop


def _parts(opens: Container[int], m: re.Match[str]) -> bool:
    """Whether another type word begins behind "và" or a comma within a stretch: two documents."""
    return any(m.start() + j.end() in opens for j in re.finditer(r"(?:\svà|,)\s(?i:dự thảo\s)?", m[0]))


def _walk(text: str, folded: str, word: TypeWord, opens: Container[int]) -> tuple[int, int]:
    """(end of the name, number of its words), reading word by word."""
    amends = _AMENDS.match(folded, word.end)
    at = amends.end() if amends and amends.end() + 1 in opens else word.end
    words, between, last, last_proper = 0, False, "", False
    while words < _LONGEST and (step := _STEP.match(text, at)):
        begin, end = step.span("word")
        if step["gap"][0] == "," and (
            (begin in opens and not (last == "luật" and text[begin].islower()))
            or last_proper
            or not words
            or not _goes_on(text, folded, at, between, word)
        ):
            break
        this, proper = folded[begin:end], step["word"][0].isupper() or step["word"][0].isdigit()
        following = folded[end + 1 : end + 1 + len(step[4])] if step[4] else ""
        if f"{this} {following}" in _CARRIES_OUT and (
            f"{last} {this}" in _INNER or (word.naming == "plan" and end + len(following) + 2 in opens)
        ):  # "Kế hoạch … thực hiện Chương trình …", "về việc thực hiện …": both syllables at once
            at, words, last, last_proper = end + 1 + len(following), words + 2, following, False
            continue
        if words and last_proper and (step["word"] in _SENTENCE_OPENERS or this == "các"):
            break
        sentence = proper and words and step[4] and step["word"][0].isupper() and text[end + 1].islower()
        if (not proper or sentence) and _ends(text, folded, at, last, this, following, word, words, between):
            break
        if this == "và" and (
            end + 1 in opens
            or (following in _SEVERAL_OF and (end + 2 + len(following) in opens or word.naming not in _OF_SUBJECT[:2]))
            or (word.naming == "subject" and not last_proper and step[4] and text[end + 1].isupper())
            or (not between and (following in _NEXT_PAPER or following in _ENDS))
        ):
            break
        if this == "giữa" and _ANY_PARTIES.match(folded, at):
            break
        between = between or this == "giữa"
        at, words, last, last_proper = end, words + 1, this, proper
    while last in _DANGLING and words:
        at -= len(last) + 1
        words -= 1
        last = folded[max(0, at - 12) : at].rpartition(" ")[2]
    for left in (" giai đoạn", " về việc"):
        if folded.endswith(left, word.end, at):
            at, words = at - len(left), words - 2
    return at, words


def _ends(
    text: str, folded: str, at: int, last: str, this: str, following: str, word: TypeWord, words: int, between: bool
) -> bool:
    """Whether a small word ends the name."""
    pair = f"{this} {following}"
    if word.naming == "subject" and not words:  # behind "về" a subject begins, whatever its word
        return False
    if this == "về":
        return word.naming != "subject" and pair in _ENDS and words > 0 and not folded.startswith(" của ", word.end)
    if (this not in _ENDS and pair not in _ENDS) or f"{last} {this}" in _INNER or pair in _INNER:
        return False
    if last == "về" and pair not in _ENDS:
        return False
    if this == "của":
        if not words:
            return not _OF_WHOM.match(folded, at)
        if word.naming == "law":
            return True
        # whose paper it is ends its name: "của Chính phủ"; what it is about goes on: "của đơn vị sự nghiệp công lập"
        own = following in _OWNERS or (text[at + 5].isupper() and not text.startswith("Đảng", at + 5))
        return word.naming not in ("about", "subject") and own
    if this == "từ":
        return not (word.naming in _OF_SUBJECT and _FROM_TO.match(text, at))
    if pair == "thông qua" or f"{last} {this}" == "thông qua":  # by means of something that has a name
        return not (words and text[folded.find("qua", at) + 4 : folded.find("qua", at) + 5].isupper())
    if word.naming == "subject" and (pair in _CARRIES_OUT or f"{last} {this}" in _CARRIES_OUT):
        return False
    if this == "trong":
        return not folded.startswith(" trong các lĩnh vực", at)
    if this == "năm":
        if word.naming in _OF_SUBJECT and last.isdecimal() and following[:2] == "20":  # "kế hoạch 5 năm 2016 - 2020"
            return False
        return not _OF_YEAR.match(folded, at)
    if this == "với":
        return following in _SEVERAL_OF or not (between or last in ("do", "mại", "tác"))
    return True


def _goes_on(text: str, folded: str, at: int, between: bool, word: TypeWord) -> bool:
    """Behind this comma the list of the name goes on; else a new clause begins."""
    if any(folded.startswith(f", {b}", at) and folded.endswith(f" {a}", 0, at) for a, b in _PAIRS):
        return True
    m = _LIST.match(folded, at)
    if not m and word.naming in _OF_SUBJECT:
        # ", trình tự, thủ tục cấp …": short items between commas; ", tổ chức trên …": what goes on behind them is the name's
        m = _SHORT_ITEM.match(folded, at) or _CLOSED_ITEM.match(folded, at)
        before = folded.rfind(",", word.end, at)
        if not m and before >= 0 and folded.count(" ", before, at) <= 4:
            m = _ITEM.match(folded, at)
    if not m or (text[at + 2].isupper() and not between):
        return False
    items = re.split(r"[,\s-]+", m["items"].strip(", "))
    pairs = {f"{a} {b}" for a, b in pairwise(items)}
    inner = {w for pair in pairs & _INNER for w in pair.split()}
    return not (pairs & _CLAUSES or (set(items) - inner) & _ENDS or items[0] in _CLAUSES or (pairs - _INNER) & _ENDS)
