"""When the reported event happened: which of the report's dates is the event's, and in which year.

In: a report and its date expressions. Out: one `EventDate`, or an empty one.

Which day: news says when in its lead ("Chiều 28-1, tại Hà Nội, …"). Days are ranked: a lead sentence that opens with a day or
names a part of the day first, other days of the lead next, then later ones of the same make; only within one rank the first
in the text wins. Days of birth, of cited documents, deadlines, holidays, commemorations and days inside quotations are
background and never the event's.

Which year: the one stated with the day or with the same day elsewhere in the report; else inferred from what the report says
of its own time, whose kinds of evidence (`_EVIDENCE`) vote. Nothing comes from the clock; with thin or split evidence the year stays open.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from transforms.records import DateExpression, EventDate
from transforms.text.doc import Doc
from transforms.text.matcher import REPORT, PhraseMatcher

_LEAD = 3  # sentences
_BEHIND_LEAD = 3  # highest rank of a day told behind the lead, without "nay"
_CHRONICLE = 3  # different days
_NEIGHBOUR_DAYS = 15
_EARLY = 45  # characters from the beginning of a sentence
_PLANNED_BEFORE = 3  # years: a period is planned no earlier, so that reports that name it are no older
_SAME_DAY_WITHIN = 80  # characters before a leading "Cùng ngày"

_QUOTED = re.compile(r'"[^"\n]{40,2000}"')
_BACKGROUND = re.compile(
    r"(?:(?<!\w)(?:sinh|sn)(?:\s+(?:vào|năm))?|ngày\s+sinh[^.;)]{0,40}|số\s+[^\s,;]+,?|\d[\w.]*\s?[-/][^\s,;]*[a-zđ][^\s,;]*,?"
    r"|(?:nghị\s+quyết|quyết\s+định|công\s+văn|công\s+điện|chỉ\s+thị|văn\s+bản|thông\s+báo|tờ\s+trình|báo\s+cáo|luật|nghị\s+định|thông\s+tư|kết\s+luận)(?:\s+\d+)?(?:\s+(?:ký|ra|ban\s+hành))?"
    r"|so\s+với(?:\s+thời\s+điểm)?|kể\s+từ|trước|(?<!\w)sau|chậm\s+nhất(?:\s+(?:là|vào|đến))?|hạn(?:\s+(?:là|đến))?|đến\s+hết|hết|cho\s+đến|đến|tới|từ\s+nay\s+đến|(?:có\s+)?hiệu\s+lực(?:\s+thi\s+hành)?(?:\s+(?:từ|vào|kể\s+từ))?"
    r"|thành\s+lập|truyền\s+thống|kỷ\s+niệm|kỉ\s+niệm|quốc\s+khánh|tính\s+đến|tính\s+từ)\s*(?:ngày\s*)?\(?\s*$"
)
_CITED = re.compile(
    r"(?:(?<!\w)(?:sinh|sn)(?:\s+(?:vào|năm))?|ngày\s+sinh[^.;)]{0,40}|số\s+[^\s,;]+,?|\d[\w.]*\s?[-/][^\s,;]*[a-zđ][^\s,;]*,?|thành\s+lập|ngoại\s+giao|truyền\s+thống|giải\s+phóng"
    r"|(?:nghị\s+quyết|quyết\s+định|công\s+văn|công\s+điện|chỉ\s+thị|văn\s+bản|thông\s+báo|tờ\s+trình|luật|nghị\s+định|thông\s+tư|kết\s+luận)(?:\s+(?:ký|ra|ban\s+hành))?)[\s,]*(?:ngày\s*|vào\s*)?\(?\s*$"
)
_COMMEMORATED = re.compile(
    r"(?:k[ỷỉ]\s+niệm|truyền\s+thống|thành\s+lập|ngày\s+sinh|quan\s+hệ\s+ngoại\s+giao|vào\s+đảng|chính\s+thức)[^.;]{0,120}$|(?<!học\s)(?<!\w)sinh\s+$"
)
# With a year written out, these too are background: news leaves the year of its own day to the reader.
_PAST_WITH_YEAR = re.compile(
    r"(?:(?<!\w)(?:thông\s+qua|ban\s+hành|phê\s+duyệt|sản\s+xuất|ra\s+đời|kết\s+thúc|xảy\s+ra|so\s+với|hsd|nsx|từ|kể\s+từ|hồi)(?:\s+(?:thời\s+điểm|vào))?(?:\s+(?:khoảng|lúc)[^.;]{0,20})?"
    r"|(?<!\w)(?:thời\s+kỳ|giai\s+đoạn|thời\s+gian|bình\s+quân)[^.;]{0,30})[\s:]*$"
)
_OUT_OF_A_FILE = re.compile(
    r"(?<!\w)theo\s+(?:bản\s+)?(?:cáo\s+trạng|hồ\s+sơ|quy\s+định|nội\s+dung|luật|nghị\s+định)(?!\w)"
)
_OTHER_YEAR = re.compile(r"\s+(?:của\s+)?(?:năm\s+(?:ngoái|trước|sau|tới)|(?:hàng|hằng|mỗi)\s+năm)(?!\w)")
_AN_EVENT = re.compile(r"(?<!\w)(?:họp|lễ|hội\s+nghị|buổi|phiên|hội\s+thảo|đại\s+hội|hội\s+đàm|hội\s+kiến|tiếp)(?!\w)")
_LONGEST_DAYS = 60
_EARLIER = re.compile(
    r"(?:trước\s+đó|trước\s+đây|như\s+(?:tin\s+)?đã\s+(?:đưa|thông\s+tin)|hồi|vào\s+hồi|đã\s+từng)[\s,]*(?:vào\s*)?$"
)
_FUTURE = re.compile(r"(?<!\w)(?:sẽ|dự\s+kiến|sắp|tới\s+đây|chuẩn\s+bị|hội\s+quân)(?!\w)[^.;]{0,60}$")
_SOURCE = re.compile(r"(?:tin\s+từ|nguồn\s+tin|trang\s+mạng|báo|tờ|hãng)\s[^.;]{0,60}$")
_SOURCE_VERB = re.compile(r"[\s)]*(?:cho\s+biết|đưa\s+tin|dẫn\s+lời|đăng)")
_JUST_ISSUED = re.compile(
    r"(?:vừa|mới)\s+(?:có|ký|ban\s+hành|ra|gửi)(?:\s+ban\s+hành)?\s+(?:nghị|quyết|chỉ|công|văn|thông|kế|tờ|luật)[^.;]{0,60}$"
)
_PART_OF_DAY = re.compile(r"^(?:đầu\s+giờ\s+)?(?:rạng\s+sáng|sáng|trưa|chiều|tối|đêm|khuya)|^hôm|nay|qua")
_TODAY = re.compile(r"(?<!\w)nay(?!\w)")
_TOMORROW = re.compile(r"(?<!\w)mai(?!\w)")
_ALSO_ON = re.compile(r"(?:cũng|cùng)\s+(?:(?:trong|vào)\s*)?$")
_HELD = re.compile(r"(?:(?:giờ|phút|\dh\d*)\s*$|diễn\s+ra|tổ\s+chức|khai\s+mạc|họp)\s*(?:vào|trong)?\s*(?:từ\s*)?$")


def event_date(doc: Doc, dates: Sequence[DateExpression]) -> EventDate:
    """The day of the main event as far as the report tells it. rule "same_day" without a date: it is the story above's."""
    days = [d for d in dates if (d.day and d.basis == "stated") or d.rule == "same_day"]
    opening = len(doc.text) - len(doc.text.lstrip())
    if days and days[0].rule == "same_day" and days[0].day is None and days[0].begin - opening < _SAME_DAY_WITHIN:
        return EventDate(rule="same_day")
    quoted = [m.span() for m in _QUOTED.finditer(doc.folded)]
    begins = [b for b, _ in doc.sentences]
    newest = max(
        (
            d.year - _PLANNED_BEFORE * (d.rule == "period")
            for d in dates
            if d.year and (d.rule == "period" or not _is_plan(doc.folded, d))
        ),
        default=0,
    )
    ranked = []
    for d in days:
        if d.basis == "stated" and (rank := _rank(doc, d, begins, quoted, newest)):
            ranked.append((rank, -d.begin, d))
    if not ranked:
        return EventDate()
    rank, _, best = max(ranked, key=lambda r: r[:2])
    days_told = {(d.month or 0, d.day or 0) for _, _, d in ranked}
    if rank <= _BEHIND_LEAD and len(days_told) >= _CHRONICLE and (best.month, best.day) != max(days_told):
        return EventDate()  # none of the days told one after the other is the report's own
    return _dated(doc, best, dates)


def inherit_same_day(previous: EventDate, own: EventDate) -> EventDate:
    """The date of a story that opens with "Cùng ngày": that of the story above it on the page."""
    if own.rule != "same_day" or own.day is not None or previous.day is None:
        return own
    return EventDate(
        previous.year, previous.month, previous.day, basis="inferred" if previous.year else None, rule="same_day"
    )


def year_from_neighbour(own: EventDate, neighbour: EventDate) -> EventDate:
    """The year of a dated story on the same page, where the two days lie within about two weeks of each other."""
    if own.year or not (own.month and own.day) or neighbour.precision != "day" or neighbour.date is None:
        return own
    for year in (neighbour.date.year, neighbour.date.year - 1, neighbour.date.year + 1):
        day = _calendar_day(year, own.month, own.day)
        if day and abs((day - neighbour.date).days) <= _NEIGHBOUR_DAYS:
            end = own.end.replace(year=year) if own.end else None
            return replace(own, year=year, end=end, basis="inferred", rule=f"{own.rule}+neighbour")
    return own


def _rank(doc: Doc, d: DateExpression, begins: Sequence[int], quoted: Sequence[tuple[int, int]], newest: int) -> int:
    """0 for background; else the higher the likelier the day of the event."""
    text = doc.folded
    before = text[max(0, d.begin - 70) : d.begin]
    surface = text[d.begin : d.end]
    sentence = bisect_right(begins, d.begin) - 1
    in_lead = sentence < _LEAD
    # "Luật Ngày 24-5-2017, Quốc hội …": a caption without a full stop, then the sentence
    heads = doc.text[d.begin].isupper()
    opens = heads or (bool(begins) and d.begin - begins[max(sentence, 0)] < 3)
    marked = opens or bool(_PART_OF_DAY.search(surface) or _ALSO_ON.search(before) or _HELD.search(before))
    if not in_lead and (d.year or not (marked or _TODAY.search(surface))):
        return 0
    if d.year and sentence == 0 and _JUST_ISSUED.search(text, begins[0], d.begin):
        return 1  # the document is the news: "vừa có Quyết định … ngày 16/5/2017"
    in_quotation = quoted and any(b <= d.begin < e for b, e in quoted)
    if d.rule == "holiday" or in_quotation or (not heads and _BACKGROUND.search(before)):
        return 0
    if _TOMORROW.search(surface) or _OTHER_YEAR.match(text, d.end):
        return 0
    heading = heads and sentence <= 1  # the day of the dateline, though next year's tasks follow
    if d.year and (
        d.year < newest - heading
        or before.rstrip().endswith(("(",) if heading else ("(", "-"))
        or (d.rule == "range" and "(" in before[-3:])
        or _is_past(doc, d, before, sentence)
        or _COMMEMORATED.search(text, d.begin - 130, d.begin)
    ):
        return 0
    if _SINCE.search(before) and not d.rule.endswith("range"):
        return 1 if in_lead else 0
    if _EARLIER.search(before):
        return 1 if in_lead else 0
    if _SOURCE.search(before) and _SOURCE_VERB.match(text, d.end):
        return 2 if in_lead else 0
    if _FUTURE.search(before) and not _PART_OF_DAY.search(surface):
        announced = sentence == 0 and _HELD.search(before) is not None
        return 4 if announced else 2 if in_lead else 0
    if _TODAY.search(surface):
        return 6 if in_lead else 4
    if marked:
        return 5 if in_lead else 3
    return 4 if in_lead else 0


def _is_past(doc: Doc, d: DateExpression, before: str, sentence: int) -> bool:
    """A day with its year that tells what went before: of a file, a deed, a law, a photo, a long period, a second paragraph."""
    text, (begin, _) = doc.folded, doc.sentence_at(d.begin) or (d.begin, d.end)
    if d.end_value and d.value and (d.end_value - d.value).days > _LONGEST_DAYS:
        return True
    if doc.kind_at(d.begin) == "caption" and not _AN_EVENT.search(text, begin, d.begin):
        return True
    if _PAST_WITH_YEAR.search(before) and not d.rule.endswith("range"):
        return True
    if _OUT_OF_A_FILE.search(text, begin, d.begin) or (sentence == _LEAD - 1 and d.begin - begin < _EARLY):
        return True
    return sentence > 0 and _tells_of_crime(text)


def _tells_of_crime(text: str) -> bool:
    """A story of a crime, its investigation or trial."""
    return len(_CRIME_WORDS_BY.find(text)) > 1 and len(_CRIME.findall(text)) > 1  # what is found already is asked first


def _dated(doc: Doc, d: DateExpression, dates: Sequence[DateExpression]) -> EventDate:
    if not (d.month and d.day):
        return EventDate()
    year, basis, rule = d.year, "stated", "stated"
    if year is None:
        year, rule = _stated_elsewhere(doc, d, dates), "same_day_elsewhere"
    if year is None:
        basis = "inferred"
        year, rule = _inferred(doc, d, dates) or (None, "")
    if year is None or not _calendar_day(year, d.month, d.day):
        return EventDate(None, d.month, d.day, rule=d.rule)
    return EventDate(year, d.month, d.day, _range_end(doc, d, year), basis, rule if d.year is None else d.rule)


def _calendar_day(year: int, month: int, day: int) -> dt.date | None:
    return dt.date(year, month, day) if 1 <= day <= calendar.monthrange(year, month)[1] else None


def _range_end(doc: Doc, d: DateExpression, year: int) -> dt.date | None:
    if d.end_value or not d.rule.endswith("range") or d.month is None:
        return d.end_value
    days = [int(n) for n in re.findall(r"\d+", doc.folded[d.begin : d.end])]
    month, day = (days[-1], days[-2]) if len(days) > 2 else (d.month, days[-1])
    end = _calendar_day(year, month, day) if 1 <= month <= 12 else None
    return end if end and end > dt.date(year, d.month, d.day or 1) else None


# ------------------------------------------------------------------------------------------------ the year

_PLAN = re.compile(r"(?:đến|tới|tầm\s+nhìn|hướng\s+tới|mục\s+tiêu|vào|trước|cuối)\s*(?:đến\s*)?$")
_AHEAD = re.compile(
    r"(?:trước|(?<!tính\s)(?:đến|tới)|hết|chậm\s+nhất|hạn|sẽ[^.;]{0,60}|dự\s+kiến[^.;]{0,60}|hiệu\s+lực[^.;]{0,30})\s*$"
)
_SINCE = re.compile(r"(?<!\w)(?:hồi|từ|kể\s+từ)\s*$")
_ANY_YEAR = (re.compile(r"19\d\d"), re.compile(r"20\d\d"))  # two words are found faster than one of two
_JUST = re.compile(r"(?:trước\s+đó|vừa\s+qua|mới\s+đây|gần\s+đây)[^.;]{0,15}$")
_REPORTING = re.compile(
    r"(?:tổng\s+kết|sơ\s+kết|kiểm\s+điểm|đánh\s+giá|nhìn\s+lại|kết\s+quả)[^.;]{0,160}?năm\s+(20\d\d)(?!\d|\s?-)[^.]{0,160}?năm\s+(20\d\d)(?!\d|\s?-)"
)
_SEASON = re.compile(r"năm\s+(?:học\s+)?(20\d\d)\s?-\s?(20\d\d)[^.]{0,120}?năm\s+(?:học\s+)?(20\d\d)\s?-\s?(20\d\d)")
_SO_FAR = re.compile(
    r"(?<!\d)(1[01]|[1-9])\s+tháng\s+(?:đầu\s+)?(?:của\s+)?năm\s+(20\d\d)(?!\d)|quý\s+(i{1,3}v?|iv|[1-4])(?:\s+năm\s+|[/-])(20\d\d)(?!\d)|(?:từ\s+)đầu\s+năm\s+(20\d\d)\s+đến\s+nay"
)
_BEGUN = re.compile(r"(nửa|(?:những|các|mấy)\s+tháng|từ)\s+đầu\s+(?:của\s+)?năm\s+(20\d\d)(?!\d)")
_TO_COME = re.compile(
    r"(?:từ\s+nay\s+(?:cho\s+)?đến\s+(?:hết|cuối)\s+năm|tháng\s+(?:cuối|còn\s+lại)(?:\s+của)?\s+năm)(?:\s+(20\d\d)|[^.]{0,140}?(?:nhiệm\s+vụ|kế\s+hoạch|mục\s+tiêu|chỉ\s+tiêu)\s+(?:năm|5\s+năm\s+20\d\d\s?-)\s*(20\d\d))(?![\d-])"
)
_HAS_REST = re.compile(r"nay|cuối|còn")
_TASK = re.compile(
    r"(?:nhiệm\s+vụ|kế\s+hoạch|mục\s+tiêu|chỉ\s+tiêu|công\s+tác|chương\s+trình|dự\s+toán|đặt\s+ra\s+cho|đề\s+ra(?:\s+cho)?)[^.;]{0,60}?(?<!đến )(?<!vào )năm\s+(20\d\d)(?![\d]|\s?-)"
)
_WITHIN = re.compile(r"trong\s+năm\s+(20\d\d)(?![\d]|\s?-)")
_END_OF = re.compile(r"(?<!từ\s)(?<!hồi\s)(?<!so\svới\s)cuối\s+năm\s+(20\d\d)(?![\d]|\s?-)")
_ANNIVERSARY = re.compile(
    r"k[ỷỉ]\s+niệm[^.]{0,30}?(?:lần\s+thứ\s+)?(\d{2,3})(?:\s+năm)?(?!\d)[^.]{0,160}?\(\s*(?:\d{1,2}\s?[-/.]\s?)?(?:\d{1,2}\s?[-/.]\s?)?(\d{4})(?:\s?-\s?(?:(\d{1,2})\s?[-/.]\s?)?(?:(\d{1,2})\s?[-/.]\s?)?(\d{4}))?\s*\)"
)
_NAMED_EDITION = re.compile(
    r"(?:kỳ\s+thi|hội\s+nghị|festival|giải(?!\s+(?:quyết|nghệ|ra|trình|phóng|thể|ngân|pháp|thưởng))|cuộc\s+thi|lễ\s+hội|apec|sea\s+games|liên\s+hoan|diễn\s+đàn|g20|tuần\s+lễ|tháng\s+hành\s+động|năm\s+du\s+lịch|năm\s+apec|tuyển\s+sinh|xét\s+tuyển|năm\s+đoàn\s+kết|năm\s+hữu\s+nghị|triển\s+lãm|chiến\s+dịch(?!\s+(?:tranh\s+cử|tự\s+do|vận\s+động))|ngày\s+hội|hội\s+thi|hội\s+chợ)(?!\w)"
    r"(?:(?!tới|hậu|đến|sau|tầm\s+nhìn|vào|từ|trước|cuối|\d{4})[^.;,]){0,50}?\s(?:năm\s+)?(20\d\d)(?![\d]|\s?[-/])"
)  # fmt: skip
_CRIME_WORDS = (
    "bị cáo",
    "bị can",
    "cáo trạng",
    "khởi tố",
    "truy tố",
    "xét xử",
    "nghi phạm",
    "hung thủ",
    "vụ án",
    "truy nã",
    "án tù",
    "hđxx",
    "bị hại",
)
_CRIME_WORDS_BY = PhraseMatcher(((word, None) for word in _CRIME_WORDS), REPORT)
_CRIME = re.compile(r"(?<!\w)(?:" + "|".join(_CRIME_WORDS) + r")(?!\w)")
_WEEKDAY = re.compile(r"(?:thứ\s(hai|ba|tư|năm|sáu|bảy|[2-7])|(chủ\snhật))[\s,]*\(?(?:ngày\s*)?$")
_WEEKDAYS = {"hai": 0, "ba": 1, "tư": 2, "năm": 3, "sáu": 4, "bảy": 5, "2": 0, "3": 1, "4": 2, "5": 3, "6": 4, "7": 5}
_QUARTERS = {"i": 3, "ii": 6, "iii": 9, "iv": 12, "1": 3, "2": 6, "3": 9, "4": 12}


def _is_plan(text: str, d: DateExpression) -> bool:
    return bool(_PLAN.search(text, d.begin - 25, d.begin))


def _is_cited(text: str, d: DateExpression) -> bool:
    """The date of a document, a birth, a foundation: it tells nothing of when the report was written but that it was later."""
    return bool(_CITED.search(text, d.begin - 60, d.begin))


def _stated_elsewhere(doc: Doc, d: DateExpression, dates: Sequence[DateExpression]) -> int | None:
    """The year of the same day where it is written out, unless that day is one that is commemorated."""
    same = [x for x in dates if x.year and (x.month, x.day) == (d.month, d.day)]
    newest = max((x.year or 0 for x in same), default=0)
    written = [
        x
        for x in same
        if x.year == newest and not (len(same) == 1 and _COMMEMORATED.search(doc.folded, x.begin - 160, x.begin))
    ]
    return newest if written and newest >= max((x.year or 0 for x in dates if x.day), default=0) - 1 else None


def _inferred(doc: Doc, d: DateExpression, dates: Sequence[DateExpression]) -> tuple[int, str] | None:
    """The year that the evidence of the whole report agrees on, and the strongest kind of it; None where it is thin or split."""
    votes: dict[int, list[tuple[float, str]]] = {}
    context = _Context(doc, d, [x for x in dates if x.year and not _is_cited(doc.folded, x)])
    told = [x for x in dates if x.year and x.month and x.rule != "period" and not context.is_ahead(x)]
    for name, kind in _EVIDENCE:
        found: dict[int, list[float]] = {}
        for year, weight in kind(context):
            found.setdefault(year, []).append(weight)
        for year, weights in found.items():  # a second sign of one kind counts half, further ones nothing
            first, second = (*sorted(weights, reverse=True), 0.0)[:2]
            votes.setdefault(year, []).append((first + second / 2, name))
    scores = []
    for y, found_for in votes.items():
        outdated = y < context.newest or any((context.days_to(x, y) or 0) < -31 for x in told)
        scores.append((sum(w for w, _ in found_for) - (_OUTDATED if outdated else 0), y))
    scores.sort(reverse=True)
    if not scores or scores[0][0] < _ENOUGH or (len(scores) > 1 and scores[0][0] - scores[1][0] < _MARGIN):
        return None
    year = scores[0][1]
    return year, max(votes[year])[1]


@dataclass(frozen=True)
class _Context:
    """The report, the day whose year is sought, and the dates with a year that say when the report was written."""

    doc: Doc
    day: DateExpression
    dated: Sequence[DateExpression]

    @property
    def month(self) -> int:
        return self.day.month or 1

    @cached_property
    def text(self) -> str:
        """The sentences that name a year: all that the patterns below need to read."""
        folded = self.doc.folded
        years = sorted(m.start() for pattern in _ANY_YEAR for m in pattern.finditer(folded))
        naming = dict.fromkeys(map(self.doc.sentence_at, years))
        return "\n".join(folded[slice(*sentence)] for sentence in naming if sentence)

    @cached_property
    def newest(self) -> int:
        """The newest year that the report names other than as the end of a plan; 0 if it names none."""
        ends = (
            x.year
            for x in self.dated
            if x.year and x.rule != "period" and not (x.month is None and _is_plan(self.doc.folded, x))
        )
        return max((*ends, *self.editions), default=0)

    @cached_property
    def tells_of_crime(self) -> bool:
        """See `_tells_of_crime`."""
        return _tells_of_crime(self.doc.folded)

    @cached_property
    def editions(self) -> list[int]:
        """The years of yearly occasions: "Festival Huế 2018", "kỳ thi quốc gia năm 2017"."""
        return [int(m[1]) for m in _NAMED_EDITION.finditer(self.text)] if self.text else []

    def named_early(self, year: int) -> bool:
        """The title or one of the first sentences names the year."""
        sentences = self.doc.sentences
        lead = self.doc.folded[: sentences[min(_LEAD, len(sentences)) - 1][1]] if sentences else ""
        return str(year) in lead or str(year) in (self.doc.title or "")

    def is_ahead(self, x: DateExpression) -> bool:
        """The text speaks of it as still to come."""
        return bool(_AHEAD.search(self.doc.folded, x.begin - 70, x.begin))

    def days_to(self, x: DateExpression, year: int) -> int | None:
        """Days from a dated day or month to the event, were it in that year."""
        event = _calendar_day(year, self.month, min(self.day.day or 1, 28))
        return (event - dt.date(x.year or year, x.month or 1, min(x.day or 15, 28))).days if event else None


_Votes = Iterator[tuple[int, float]]


def _report_and_plan(c: _Context) -> _Votes:
    """ "Review of year N, tasks for N+1": held in the last months of N or the first of N+1."""
    for m in _REPORTING.finditer(c.text):
        done, ahead = int(m[1]), int(m[2])
        if ahead == done + 1 and (c.month >= 10 or c.month <= 4):
            yield (done if c.month >= 10 else ahead), 6
    for m in _SEASON.finditer(c.text):
        if int(m[3]) == int(m[1]) + 1 == int(m[2]):
            yield int(m[2]), 4


def _anniversary(c: _Context) -> _Votes:
    """ "70 years (27/7/1947 - 27/7/2017)": the year of the anniversary."""
    for m in _ANNIVERSARY.finditer(c.text) if "niệm" in c.text else ():
        reached = int(m[2]) + int(m[1])
        if (m[5] is None or int(m[5]) == reached) and 1900 < int(m[2]) < reached:
            yield reached, 4


def _progress(c: _Context) -> _Votes:
    """ "In the first six months of 2017": told after they ended, in that year; "from now to the end of 2020": before."""
    for m in _SO_FAR.finditer(c.text):
        year, months = (
            (int(m[2]), int(m[1])) if m[1] else (int(m[4]), _QUARTERS.get(m[3], 12)) if m[3] else (int(m[5]), 0)
        )
        if months <= c.month <= (months or 6) + 6:
            yield year, 3
    for m in _BEGUN.finditer(c.text) if "đầu" in c.text else ():
        if c.month >= (6 if m[1] == "nửa" else 2):
            yield int(m[2]), 2
    for m in _TO_COME.finditer(c.text) if _HAS_REST.search(c.text) else ():
        yield int(m[1] or m[2]), 3 if m[2] or c.month <= 8 else 1


def _weekday(c: _Context) -> _Votes:
    """A weekday with the day: the years near the newest on which they agree."""
    text, d = c.doc.folded, c.day
    m = _WEEKDAY.search(text[max(0, d.begin - 15) : d.begin + 12].split("(")[0]) or _WEEKDAY.search(
        text, d.begin - 20, d.begin
    )
    if m and c.newest and d.day:
        wanted = 6 if m[2] else _WEEKDAYS[m[1]]
        for year in (c.newest - 1, c.newest, c.newest + 1):
            if (day := _calendar_day(year, c.month, d.day)) and day.weekday() == wanted:
                yield year, 2.5


def _nearby_date(c: _Context) -> _Votes:
    """Full dates about the event, and months with their year shortly before it or, announced, shortly after.

    A story of a crime or a trial is told with the dates of the deed, which say little of when it is told.
    """
    for x in c.dated:
        if not x.month or not x.year or x.rule == "period":
            continue
        past = 0.4 if c.tells_of_crime else 1.0
        ahead, since = c.is_ahead(x), bool(_SINCE.search(c.doc.folded, x.begin - 12, x.begin))
        for year in (x.year - 1, x.year, x.year + 1):
            days = c.days_to(x, year)
            if days is None:
                continue
            if x.day and (0 <= days <= 30 or (ahead and -60 <= days < 0)):
                yield year, past * (1.5 if since else 2.5)
            elif x.day and -180 <= days <= 180:
                yield year, past * (1 if days > -30 or ahead else 0.5)
            elif not x.day and since:
                yield year, past * (0.5 if 0 < days <= 75 else 0)
            elif not x.day and x.month != c.month and 0 < days <= 45:
                yield year, past * 2
            elif not x.day and (0 < days <= 150 or (ahead and -180 <= days < 0)):
                yield year, past * (2 if days > 0 and _JUST.search(c.doc.folded, x.begin - 40, x.begin) else 1)


def _year_named(c: _Context) -> _Votes:
    """The newest year that stands by itself: likelier the current than the last."""
    text = c.text
    if any(int(m[1]) == c.newest for m in _WITHIN.finditer(text)):
        yield c.newest, 1.5
    elif any(int(m[1]) == c.newest for m in _TASK.finditer(text)) and c.month <= 9:
        yield c.newest, 1
    elif c.newest:
        yield c.newest, 0.5
    for m in _END_OF.finditer(text) if "cuối" in text else ():
        if (year := int(m[1])) <= c.newest + 1:
            yield year, 1


def _edition(c: _Context) -> _Votes:
    """The year of a yearly occasion (a contest, a forum), no older than any other year named."""
    if c.newest in c.editions:
        in_passing = bool(c.dated) and not c.named_early(c.newest)
        yield c.newest, (1.0 if in_passing else 1.5) + 0.5 * (c.editions.count(c.newest) > 1)


_EVIDENCE: tuple[tuple[str, Callable[[_Context], _Votes]], ...] = (
    ("report_and_plan", _report_and_plan),
    ("anniversary", _anniversary),
    ("progress", _progress),
    ("weekday", _weekday),
    ("nearby_date", _nearby_date),
    ("year_named", _year_named),
    ("edition", _edition),
)
# Weights are coarse: one strong sign (a full date nearby) suffices, weak ones must add up. A year that the report itself
# outdates needs more; two years too close to call leave the year open.
_ENOUGH, _MARGIN, _OUTDATED = 2.0, 1.0, 2.0
