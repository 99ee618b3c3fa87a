"""Date expressions of a report: days, months, years, ranges and relative ones, each with its rule and basis.

In: a report. Out: every date expression in order. A day without a year keeps month and day and leaves the year open
(which year it was is `event_date`'s to infer, for the event alone). Relative expressions (cùng ngày, hôm qua, sáng nay)
are resolved only where the report itself offers an anchor: a day named before, or "sáng nay (6/7)".

Digits with a hyphen, slash or dot are dates only behind a word that announces one (ngày, sáng, chiều, từ … đến, …), so that
scores (2-1), fractions (2/3), "24/7", prices and document numbers are none. Dates of the lunar calendar are left out.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator, Sequence

from transforms.entities.event_date import event_date, inherit_same_day, year_from_neighbour
from transforms.records import DateExpression, EventDate
from transforms.text.doc import Doc
from transforms.text.matcher import REPORT, PhraseMatcher

__all__ = ["event_date", "find", "full_date", "inherit_same_day", "mark_event", "year_from_neighbour"]

_WEEKDAYS = r"(?:thứ\s(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ\snhật)"
_PART = r"(?:rạng\s+sáng|sáng\s+sớm|sáng|trưa|chiều\s+tối|chiều|tối|đêm|khuya)"

# 4/7 · 28-1 · 30.5 · 9-1-2023, and the ranges 29-31/5 · 7 đến 8/7 · 5 và 6/7 · 5, 6 và 7/7. `(?:…)*` holds the days before the last.
_NUMERIC = re.compile(
    r"(?P<first>\d{1,2})(?P<more>(?:\s?(?:-|,|và|đến|tới)\s?(?:hết\s)?(?:ngày\s)?\d{1,2}){0,3}?)"
    r"\s?(?P<sep>[-/.])\s?(?P<month>\d{1,2})(?:(?:\s?(?P=sep)\s?|\s+năm\s+)(?P<year>\d{4}))?(?![\d%]|[/.,]\d|[-/][a-zđ])"
)
# ngày 23 tháng 12 (năm 2014) · từ ngày 5 đến ngày 7 tháng 6
_WORDS = re.compile(
    r"(?P<cue>ngày|mùng|mồng|"
    + _PART
    + r")\s+(?:mùng\s+)?(?P<first>\d{1,2})(?P<more>(?:\s?(?:-|,|và|đến|tới)\s?(?:ngày\s)?\d{1,2}){0,3}?)"
    r"\s+tháng\s+(?P<month>1[0-2]|0?[1-9])(?!\d)(?:\s*(?:,?\s*năm|[-/.])\s*(?P<year>\d{4})(?!\d))?"
)
_MONTH = re.compile(
    r"tháng\s+(?P<month>1[0-2]|0?[1-9])(?:(?:\s?[-/.]\s?|\s+năm\s+)(?P<year>\d{4})(?!\d)|(?![\d/%]|[.,-]\d|\s?-\s?\d))"
)
_NOT_MONTH = re.compile(r"(?:\d|mỗi|hằng|hàng|một|mấy|nhiều|vài|nửa)\s$")
_COUNTED = re.compile(r"\s(?:triệu|tỷ|tỉ|nghìn|ngàn|ngày|lần|người|đồng|usd|kg|tấn|buổi|âm lịch|vụ|giờ|tuổi)\b")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d(?![\d/%]|[.,]\d|\s?-\s?\d)")
_YEAR_BEFORE = re.compile(r"(?<!\w)năm\s+$")
_PERIOD = re.compile(
    r"(?P<year>(?:1[89]|20)\d\d)\s?(?:-|đến|tới)\s?(?:năm\s)?(?P<until>(?:1[89]|20)?\d\d)(?![\d/%]|[.,]\d)"
)
_PERIOD_BEFORE = re.compile(r"(?<!\w)(?:giai\s+đoạn|nhiệm\s+kỳ|thời\s+kỳ|năm)\s+(?:từ\s+)?(?:năm\s+)?$")
_CUE_BEFORE = re.compile(r"(?<!\w)(?:(?P<month>tháng)|ngày|mùng|mồng|sáng|trưa|chiều|tối|đêm|khuya)\s+(?:mùng\s+)?$")
_GOES_ON = (
    "/",
    "-",
    ".",
    ",",
    " tháng",
    " /",
    " -",
    " và",
    " đến",
    " tới",
    "  ",
)  # what follows the first number of a date
_MORE_DAYS = re.compile(r"\d+")
_DIGITS = re.compile(r"[0-9][0-9]*")  # begins with one of a class, not with a repetition: found faster
# Relative words are found by their last one and read backwards.
_RELATIVE = {
    "cùng ngày": re.compile(r"(?<!\w)(?:" + _PART + r"\s+)?cùng ngày$"),
    "nay": re.compile(r"(?<!\w)(?:" + _PART + r"|(?:ngày\s+)?hôm)\s+nay$"),
    "qua": re.compile(r"(?<!\w)(?:" + _PART + r"|(?:ngày\s+)?hôm)\s+qua$"),
    "mai": re.compile(r"(?<!\w)(?:" + _PART + r"|ngày)\s+mai$"),
}
_RELATIVE_BY = PhraseMatcher(_RELATIVE.items(), REPORT)
_DAY_TOLD = re.compile(r"\s\(?\d{1,2}\s?[-/.]\s?\d")
_RELATIVE_WORD = re.compile(r"(?:sáng|trưa|chiều|tối|đêm|khuya|hôm|ngày)\s+(?:hôm\s+)?(nay|qua|mai)(?!\w)")
_LUNAR = re.compile(r"\s?\(?âm\s+lịch|\s+tết(?!\w)")

# What may stand right before digits for them to be a date. Weak words also stand before fractions and counts.
_STRONG = re.compile(
    r"(?:(?:đầu\s+giờ\s+)?(?:" + _PART + r")(?:\s+(?:sớm|nay|qua|mai))?(?:\s+ngày)?|(?:trong\s+)?ngày(?:\s+mùng)?|hôm(?:\s+(?:nay|qua|kia))?|"
    + _WEEKDAYS + r"|ngày\s+(?:mai|hôm\s+qua)|mùng|mồng)[\s,]*\(?(?:ngày\s+)?$"
)  # fmt: skip
_WEAK = re.compile(r"(?<!\w)(?:từ|đến|tới|hết|trước|sau|vào|lúc|\d\s?giờ|\d+h\d*|và|kể\s+từ|lễ|quốc\s+khánh|-|,)\s*$")
_HOLIDAY = re.compile(r"(?<!\w)(?:lễ|quốc\s+khánh|dịp)\s*$")
_RANGE = re.compile(r"\s?(?:-|đến|tới|đến\s+hết|cho\s+đến)\s?(?:hết\s)?(?:ngày\s)?$")
_BEFORE = 30

_FULL = re.compile(
    r"(?:ngày\s+)?(?P<d>\d{1,2})(?:\s?(?P<sep>[-/.])\s?(?P<m>\d{1,2})\s?(?P=sep)\s?|\s+tháng\s+(?P<mw>\d{1,2})(?:,?\s+năm\s+|\s?[-/]\s?))(?P<y>\d{4})(?!\d)"
)


def find(doc: Doc) -> list[DateExpression]:
    """Every date expression of the report, in order, none inside another."""
    text = doc.folded
    found = _outermost([*_numbered(text)])
    return _resolve_relative(_outermost([*_join_ranges(text, found), *_relative(text)]), text)


def full_date(text: str, begin: int) -> tuple[dt.date, int] | None:
    """The date with day, month and year that stands at `begin` of a folded text, and where it ends."""
    m = _FULL.match(text, begin)
    if not m:
        return None
    day, month, year = int(m["d"]), int(m["m"] or m["mw"]), int(m["y"])
    return (dt.date(year, month, day), m.end()) if _valid(day, month, year) else None


def mark_event(dates: Sequence[DateExpression], event: EventDate) -> list[DateExpression]:
    """The expressions that name the day of the event, marked; they take over the year inferred for it."""
    if event.month is None or event.day is None:
        return list(dates)
    return [
        d._replace(
            is_event_date=True, year=d.year or event.year, basis=d.basis if d.year or not event.year else "inferred"
        )
        if (d.month, d.day) == (event.month, event.day) and d.year in (None, event.year)
        else d
        for d in dates
    ]


def _valid(day: int, month: int, year: int | None) -> bool:
    return (
        1 <= month <= 12
        and 1 <= day <= calendar.monthrange(year or 2000, month)[1]
        and (year is None or 1000 <= year <= 2100)
    )


def _day(m: re.Match[str], begin: int, rule: str) -> DateExpression | None:
    """The expression of a match with groups first, more, month, year: a day, or a range that begins with `first`."""
    first, month = int(m["first"]), int(m["month"])
    year = int(m["year"]) if m["year"] else None
    days = [first, *map(int, _MORE_DAYS.findall(m["more"]))] if m["more"] else [first]
    if any(not _valid(d, month, year) for d in days) or days != sorted(set(days)):
        return None
    end = dt.date(year, month, days[-1]) if year and len(days) > 1 else None
    name = rule if year else rule.replace("_year", "")
    closed = m.string[begin : m.end()].count("(") > 0 and m.string[m.end() : m.end() + 1] == ")"
    return DateExpression(
        begin, m.end() + closed, year, month, first, "stated", f"{name}_range" if len(days) > 1 else name, end
    )


def _numbered(text: str) -> Iterator[DateExpression]:
    """Dates written with digits, read at every number: only there can one stand."""
    accepted_until = -1  # end of the last accepted day: what follows it in an enumeration or range is a date as well
    at = 0
    for digits in _DIGITS.finditer(text):
        begin, end = digits.span()
        size = end - begin
        if begin < at or size not in (1, 2, 4):
            continue
        if size == 4:
            yield from _year(text, begin)
            continue
        if not text.startswith(_GOES_ON, end) and not text.startswith("tháng ", max(0, begin - 6)):
            continue
        cue = _CUE_BEFORE.search(text, begin - 12, begin)
        expression = (
            _month(text, cue.start()) if cue and cue["month"] else _in_words(text, cue.start()) if cue else None
        )
        if expression is None:
            expression = _numeric(text, begin, accepted_until)
        if expression and not _LUNAR.match(text, expression.end):
            at = expression.end
            accepted_until = expression.end if expression.day else accepted_until
            yield expression


def _numeric(text: str, begin: int, accepted_until: int) -> DateExpression | None:
    """A day in digits at `begin`, if what stands before it announces one."""
    if begin and (text[begin - 1] == "/" or (text[begin - 1] in ".," and text[begin - 2 : begin - 1].isdigit())):
        return None
    m = _NUMERIC.match(text, begin)
    if not m:
        return None
    strong = _STRONG.search(text, begin - _BEFORE, begin)
    holiday = bool(_HOLIDAY.search(text, begin - 12, begin))
    if not strong and not _plausible(m, text, begin, accepted_until):
        return None
    return _day(m, strong.start() if strong else begin, "holiday" if holiday and not m["year"] else "day_month_year")


def _plausible(m: re.Match[str], text: str, begin: int, accepted_until: int) -> bool:
    """Digits without a strong cue: a full date, or one after a weak cue that cannot be a fraction or goes on with a range."""
    if m["year"]:
        return m["sep"] != "." or len(m["first"]) + len(m["month"]) > 2
    if m["sep"] == "." or m["more"]:
        return False
    weak = _WEAK.search(text, begin - 12, begin)
    if not weak:
        return False
    follows = accepted_until >= 0 and begin - accepted_until <= 12
    fraction = int(m["first"]) < int(m["month"])
    return follows or (m["sep"] == "/" and not fraction and weak[0].strip() not in ("-", ","))


def _in_words(text: str, begin: int) -> DateExpression | None:
    m = _WORDS.match(text, begin)
    return _day(m, m.start(), "words_year") if m else None


def _month(text: str, begin: int) -> DateExpression | None:
    m = _MONTH.match(text, begin)
    if not m or (not m["year"] and _NOT_MONTH.search(text, begin - 7, begin)) or _COUNTED.match(text, m.end()):
        return None
    year = int(m["year"]) if m["year"] else None
    return DateExpression(begin, m.end(), year, int(m["month"]), None, "stated", "month_year" if year else "month")


def _year(text: str, begin: int) -> Iterator[DateExpression]:
    if m := _PERIOD.match(text, begin):
        before = _PERIOD_BEFORE.search(text, begin - 24, begin)
        year, until = int(m["year"]), int(m["until"] if len(m["until"]) == 4 else m["year"][:2] + m["until"])
        if before and year < until:
            yield DateExpression(before.start(), m.end(), year, None, None, "stated", "period", dt.date(until, 12, 31))
    elif (m := _YEAR.match(text, begin)) and (before := _YEAR_BEFORE.search(text, begin - 8, begin)):
        yield DateExpression(before.start(), m.end(), int(m[0]), None, None, "stated", "year")


def _relative(text: str) -> Iterator[DateExpression]:
    for begin, end, pattern in _RELATIVE_BY.find(text):
        word = text[begin:end]
        dated = word == "cùng ngày" and _DAY_TOLD.match(text, end)  # the digits are a date of their own
        if not dated and (m := pattern.search(text, begin - 24, end)):
            rule = "same_day" if word == "cùng ngày" else f"relative_{word}"
            yield DateExpression(m.start(), end, None, None, None, "relative", rule)


def _join_ranges(text: str, found: Sequence[DateExpression]) -> list[DateExpression]:
    """từ ngày 28/5 đến 2/6 and từ 29-5 đến 31-5-2017 as one range that begins on the first day."""
    joined: list[DateExpression] = []
    for d in found:
        last = joined[-1] if joined else None
        if (
            last
            and last.day
            and d.day
            and last.end_value is None
            and _RANGE.fullmatch(text, last.end, d.begin)
            and (last.year or d.year) == d.year
        ):
            year = last.year or d.year
            if (last.month, last.day) < (d.month, d.day):
                end = dt.date(d.year, d.month, d.day) if d.year and d.month else None
                joined[-1] = last._replace(end=d.end, year=year, rule="range", end_value=end)
                continue
        joined.append(d)
    return joined


def _outermost(found: Sequence[DateExpression]) -> list[DateExpression]:
    kept: list[DateExpression] = []
    for d in sorted(found, key=lambda d: (d.begin, -d.end)):
        if not kept or d.begin >= kept[-1].end:
            kept.append(d)
    return kept


def _resolve_relative(found: Sequence[DateExpression], text: str) -> list[DateExpression]:
    """Give relative expressions the day they mean, where a day named before them or "sáng nay (6/7)" anchors them."""
    out: list[DateExpression] = []
    named: DateExpression | None = None
    today = next((day for d in found if (day := _shifted(d, -_offset(text[d.begin : d.end])))), None)
    for d in found:
        if d.basis == "stated":
            named = d if d.day and d.rule != "holiday" else named
        elif d.rule == "same_day":
            d = d._replace(year=named.year, month=named.month, day=named.day) if named else d
        elif today and (day := _shifted(today, _offset(text[d.begin : d.end]))):
            d = d._replace(year=day.year, month=day.month, day=day.day)
        out.append(d)
    return out


def _offset(surface: str) -> int:
    """Days from today that a relative word means; 9 where there is none."""
    m = _RELATIVE_WORD.search(surface)
    return {"nay": 0, "qua": -1, "mai": 1}[m[1]] if m else 9


def _shifted(d: DateExpression, days: int) -> DateExpression | None:
    """`d` moved by a day at most; None without a day, or where a leap year would have to be known."""
    if d.day is None or d.month is None or abs(days) > 1:
        return None
    if d.year is None and (d.month, d.day) in ((2, 28), (2, 29), (3, 1)):
        return d if days == 0 else None
    day = dt.date(d.year or 2000, d.month, d.day) + dt.timedelta(days)
    return d._replace(year=d.year and day.year, month=day.month, day=day.day)
