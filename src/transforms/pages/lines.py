"""The layout of a page that still has its lines: furniture, page date, title, captions, headings, bylines, second stories.

A line is judged by what it says (lexicon of furniture, forms of dates and credits), then by its form and place: a short
line without a full stop is a title before the first paragraph, a caption where it describes a picture, a title of another
story where a dated opening follows, else a heading; behind the last paragraph it is a signature or a link.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache

from transforms.lexicon import table
from transforms.pages import credits, stories
from transforms.pages.names import signature
from transforms.pages.pictures import describes_picture, is_scene
from transforms.pages.zones import Canvas
from transforms.records import Zone
from transforms.text.normalise import canonical, fold


@dataclass(frozen=True, slots=True)
class Line:
    """A line with something on it, trimmed; `gap` blank lines stand before it."""

    begin: int
    end: int
    text: str
    gap: int

    @property
    def is_display(self) -> bool:
        """Short and without the punctuation that ends a sentence: a title, heading, caption, name or link."""
        return (
            len(self.text) <= _LONGEST_DISPLAY
            and not self.text.endswith(_SENTENCE_FINAL)
            and not self.text.startswith(_BULLETS)
        )


_LONGEST_DISPLAY = 250
_SENTENCE_FINAL = (".", "!", "…", ":", ";", ",", '."', ".”", "/")
_BULLETS = ("- ", "+ ", "* ", "• ", "– ")
_LINE = re.compile(r"[^\n]+")
_WEEKDAY = r"(?:Thứ\s+(?:hai|ba|tư|năm|sáu|bảy|bẩy|[2-7])|Chủ\s+nhật|CN|T[2-7])"
_DATE = (
    r"(?:(?P<d>\d{1,2})\s*(?:[-/.]|tháng|thg)\s*(?P<m>\d{1,2})\s*(?:[-/.,]|năm)\s*(?P<y>(?:19|20)\d{2})"
    r"|(?P<iso>(?:19|20)\d{2}-\d{2}-\d{2}))"
)
_CLOCK = r"(?:\d{1,2}\s*(?::|h|giờ|g)\s*\d{2}(?::\d{2})?(?:\s*(?:AM|PM|phút|'))?)"
_PAGE_DATE = re.compile(
    rf"(?i)(?:(?:ngày\s+đăng|đăng\s+(?:lúc|ngày)|cập\s+nhật(?:\s+(?:lúc|ngày|lần cuối))?|ngày\s+cập\s+nhật|xuất\s+bản|thời\s+gian|hôm nay)\s*:?\s*)?"
    rf"(?:Hà Nội\s*,\s*)?(?:{_CLOCK}\s*[,|-]?\s*)?(?:{_WEEKDAY}\s*,?\s*(?:ngày\s+)?|ngày\s+)?(?:{_CLOCK}\s*[,|-]?\s*)?{_DATE}"
    rf"\s*[,|-]?\s*(?:(?:lúc\s+)?{_CLOCK})?\s*\(?(?:GMT\s*[+-]\s*\d+)?\)?\s*\.?(?:\s*[|,-]?\s*(?:số\s+)?lượt\s+(?:xem|đọc)\s*:?\s*[\d.,]+)?"
)
_SIZE_OF_TYPE = re.compile(r"(?:A\s*[-+]?|a\s*A|A\s*a)(?:\s*A\s*[-+]?)*")
# Lines above the headline that name an occasion.
_KICKER = re.compile(
    r"(?:Kỳ họp thứ|Phiên họp thứ|Hướng tới|Kỷ niệm|Chào mừng|Nhân dịp|Học tập và làm theo|Đưa nghị quyết)\b",
    re.IGNORECASE,
)
_MIN_TITLE_SYLLABLES = 4
_MIN_STORY_TITLE_SYLLABLES = 7
_LONGEST_CAPTION = 450
_SHORTEST_LIST = 3


@cache
def _furniture() -> dict[str, frozenset[str]]:
    scopes: dict[str, set[str]] = {}
    for row in table("furniture"):
        scopes.setdefault(row["scope"], set()).add(fold(row["phrase"]).strip(" :"))
    return {scope: frozenset(phrases) for scope, phrases in scopes.items()}


@cache
def _prefixes() -> tuple[str, ...]:
    return tuple(fold(row["phrase"]) for row in table("furniture") if row["scope"] == "prefix")


def read(canvas: Canvas, title: str | None) -> dt.date | None:
    """Claim what the lines of a page show; the page date, where one is printed."""
    lines = _lines(canvas.text)
    page_date = _claim_furniture(canvas, lines)
    _claim_credited(canvas, lines)
    _claim_display(canvas, _free(canvas, lines), title)
    return page_date


def _lines(text: str) -> list[Line]:
    found: list[Line] = []
    last = 0
    for m in _LINE.finditer(text):
        stripped = m[0].strip()
        if stripped:
            begin = m.start() + m[0].index(stripped[0])
            gap = text.count("\n", last, begin) - 1 if found else 0
            found.append(Line(begin, begin + len(stripped), stripped, gap))
            last = begin + len(stripped)
    return found


def _free(canvas: Canvas, lines: list[Line]) -> list[Line]:
    """Lines that are still wholly free."""
    return [line for line in lines if canvas.free(line.begin, line.end) == [(line.begin, line.end)]]


def page_date(line: str) -> dt.date | None:
    """The date of a line that shows nothing else."""
    m = _PAGE_DATE.fullmatch(line)
    if not m:
        return None
    try:
        return dt.date.fromisoformat(m["iso"]) if m["iso"] else dt.date(int(m["y"]), int(m["m"]), int(m["d"]))
    except ValueError:
        return None


def _claim_furniture(canvas: Canvas, lines: list[Line]) -> dt.date | None:
    shown: dt.date | None = None
    in_block = False
    for line in lines:
        if len(line.text) <= 60 and (date := page_date(line.text)):
            shown = shown or date
            canvas.claim(Zone(line.begin, line.end, "furniture", "page_date"))
            continue
        rule = _furniture_rule(line.text)
        if rule:
            in_block = rule == "link_block"
        elif in_block:
            in_block = line.is_display or len(line.text) < 120
            rule = "link_block" if in_block else None
        if rule:
            canvas.claim(Zone(line.begin, line.end, "furniture", rule))
    return shown


_COUNT = re.compile(r"\s*\(?\d*\)?\s*$")
_CRUMB = re.compile(r"\s*(?:[>»›|/]|::)\s*")


def _furniture_rule(line: str) -> str | None:
    if len(line) > 300:
        return None
    folded = fold(line)
    plain = _COUNT.sub("", folded).strip(" :.>»›|-–[]")
    scopes = _furniture()
    if plain in scopes["block"]:
        return "link_block"
    if plain in scopes["line"] or not plain or _SIZE_OF_TYPE.fullmatch(line):
        return "page_control"
    if plain in scopes["section"]:
        return "breadcrumb"
    crumbs = [c for c in _CRUMB.split(folded) if c]
    if len(crumbs) > 1 and all(c in scopes["section"] or c == "trang chủ" for c in crumbs[:2]):
        return "breadcrumb"
    if folded.startswith(_prefixes()) and len(line) < 200:
        return "page_control"
    return None


def _claim_credited(canvas: Canvas, lines: list[Line]) -> None:
    """Lines that end with a photo credit are captions as a whole."""
    for line in lines:
        if len(line.text) > _LONGEST_CAPTION or canvas.free(line.begin, line.end) != [(line.begin, line.end)]:
            continue
        found = [z for z in credits.find(canvas.text, line.begin, line.end) if z.kind == "credit"]
        if found and found[-1].end >= line.end - 1 and found[0].begin - line.begin <= _LONGEST_CAPTION:
            canvas.claim_all(found)
            canvas.claim_rest(Zone(line.begin, line.end, "caption", "line_with_credit"))


def _claim_display(canvas: Canvas, lines: list[Line], title: str | None) -> None:
    wanted = canonical(title) if title else None
    blocks = _blocks(lines)
    bodies = [i for i, b in enumerate(blocks) if not b.is_display]
    if not bodies:  # a list or a poem: nothing tells a heading from a line
        _claim_head(canvas, blocks[:1] if len(blocks) > 1 else [], wanted)
        return
    first, last = bodies[0], bodies[-1]
    _claim_head(canvas, blocks[:first], wanted)
    for i in range(first, last):
        if blocks[i].is_display and (claimed := _between(canvas.text, blocks, i)):
            canvas.claim(Zone(blocks[i].begin, blocks[i].end, *claimed))
    if last > first:
        begin, end = blocks[last].begin, blocks[last].end
        if stories.is_cut_off_story(canvas.text, begin, end, signed_above=_is_signed_above(canvas, begin)):
            canvas.claim(Zone(begin, end, "teaser", stories.TEASER))
    _claim_tail(canvas, blocks[last + 1 :])


def _between(text: str, blocks: list[Line], i: int) -> tuple[str, str] | None:
    """(kind, rule) of a short line between paragraphs; None for an item of a list."""
    block, following = blocks[i], blocks[i + 1 : i + 3]
    opens = _is_second_title(text, block, following)
    if describes_picture(block.text) and (is_scene(block.text) or not opens):
        return "caption", "describes_picture"
    if any(b.text == block.text for b in (*blocks[max(0, i - 1) : i], *following[:1])):
        return "caption", "repeated_line"
    if opens:
        return "title", stories.SECOND_TITLE
    if block.text[:1].islower() or _in_list(blocks, i):
        return None
    return "heading", "short_line"


def _in_list(blocks: list[Line], i: int) -> bool:
    """Is this one of several short lines in a row? A heading stands alone above its paragraph, or below a larger one."""
    begin = end = i
    while begin > 0 and blocks[begin - 1].is_display:
        begin -= 1
    while end + 1 < len(blocks) and blocks[end + 1].is_display:
        end += 1
    return end - begin + 1 >= _SHORTEST_LIST


def _is_signed_above(canvas: Canvas, begin: int) -> bool:
    """Does a signature or a photographer's name on a line of its own stand right above?"""
    above = [z for z in canvas.zones if z.end <= begin]
    return (
        bool(above)
        and above[-1].kind in ("byline", "credit")
        and not canvas.text[above[-1].end : begin].strip()
        and canvas.text[canvas.text.rfind("\n", 0, above[-1].begin) + 1 : above[-1].begin].strip() == ""
    )


def _claim_head(canvas: Canvas, head: list[Line], wanted: str | None) -> None:
    """Lines above the first paragraph: one title, captions, bylines below it, mastheads and kickers above it."""
    known = next((z for z in canvas.zones if z.kind == "title"), None)
    same = next((line for line in head if wanted and canonical(line.text) == wanted), None)
    likely = [
        b
        for b in head
        if len(b.text.split()) >= _MIN_TITLE_SYLLABLES and not signature(b.text) and not is_scene(b.text)
    ]
    likely.sort(key=lambda b: _KICKER.match(b.text) is not None)
    chosen = None if known else same or next(iter(likely), None)
    title_at = known.begin if known else chosen.begin if chosen else -1
    for block in head:
        kind, rule = "heading", "kicker"
        if chosen and block.text == chosen.text:
            kind, rule = "title", "headline"
        elif signed := signature(block.text):
            kind, rule = (signed, "under_headline") if block.begin > title_at else ("furniture", "masthead")
        elif describes_picture(block.text) or (block.begin > title_at and _repeated(head, block)):
            kind, rule = "caption", "describes_picture"
        canvas.claim(Zone(block.begin, block.end, kind, rule))


def _claim_tail(canvas: Canvas, tail: list[Line]) -> None:
    """Lines behind the last paragraph: captions, a signature, then links. Without a signature above them, they stay body."""
    signed = False
    for block in tail:
        if kind := signature(block.text):
            canvas.claim(Zone(block.begin, block.end, kind, "sign_off"))
            signed = True
        elif describes_picture(block.text):
            canvas.claim(Zone(block.begin, block.end, "caption", "describes_picture"))
        elif signed:
            canvas.claim(Zone(block.begin, block.end, "furniture", "behind_the_end"))


def _repeated(lines: list[Line], line: Line) -> bool:
    return sum(other.text == line.text for other in lines) > 1


def _blocks(lines: list[Line]) -> list[Line]:
    """Lines, with what a line break cuts through (long captions, wrapped paragraphs) taken as one."""
    blocks: list[Line] = []
    for line in lines:
        above = blocks[-1] if blocks else None
        if above and line.gap <= 0 and _runs_on(above, line):
            blocks[-1] = Line(above.begin, line.end, f"{above.text} {line.text}", above.gap)
        else:
            blocks.append(line)
    return blocks


def _runs_on(above: Line, line: Line) -> bool:
    if above.is_display:
        return line.text[:1].islower()
    if above.text.endswith(","):
        return line.is_display and len(above.text) + len(line.text) <= _LONGEST_DISPLAY
    return above.text[-1].isalnum()  # a wrapped paragraph


def _is_second_title(text: str, line: Line, following: list[Line]) -> bool:
    """A headline in the middle of a page: long enough, and a dated opening follows."""
    if len(line.text.split()) < _MIN_STORY_TITLE_SYLLABLES:
        return False
    opening = next((b for b in following if not b.is_display), None)
    return opening is not None and stories.opens_story(text, opening.begin, opening.end)
