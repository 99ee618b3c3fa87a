"""Where one story ends and the next begins on a page: starred stories, a second headline, a cut-off teaser.

Marks are zones: `split` cuts a page at the rules of `STARTS` and needs to know nothing else. A star alone proves
nothing (lists use it too): it opens a story only where a story's opening follows, a time, a place or an occasion.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from transforms.pages.names import UPPER
from transforms.records import Zone

STAR, SECOND_TITLE, TEASER, SHARED_OPENING = "story_star", "story_title", "cut_off_story", "shared_opening"
# A zone with one of these rules begins another story.
STARTS = frozenset((STAR, SECOND_TITLE, TEASER))

_DAY = r"\d{1,2}\s*(?:[-/.]\s*\d{1,2}|tháng\s+\d{1,2})(?:\s*[-/.]\s*\d{4}|\s+năm\s+\d{4})?"
_PART_OF_DAY = r"(?:Rạng sáng|Sáng sớm|Sáng|Trưa|Đầu giờ chiều|Chiều tối|Chiều|Tối|Đêm|Trong|Vào)"
_WHEN = rf"(?:{_PART_OF_DAY}\s+(?:nay|qua|(?:cùng\s+)?ngày|(?:ngày\s+)?{_DAY})|Ngày\s+{_DAY}|Hôm\s+(?:nay|qua)|Cùng\s+(?:ngày|thời gian|dịp|thời điểm))"
_WHERE = rf"(?:Cũng\s+)?[Tt]ại\s+(?:(?:[^\W\d_]+\s){{0,4}}[{UPPER}]|(?:buổi|cuộc|lễ|hội nghị))"
_OCCASION = r"(?:Buổi\s+(?:sáng|trưa|chiều|tối)|Cũng\s+(?:trong|nhân|vào|tại)|Nhân\s+dịp|Trong\s+(?:khuôn khổ|chương trình|thời gian|ngày|cuộc gặp|cuộc tiếp|buổi tiếp)|Trước\s+đó,\s+(?:cũng\s+|vào\s+|trong\s+)*(?:sáng|trưa|chiều|tối|ngày|tại)|Tiếp\s+theo\s+(?:chương trình|chuyến))"
_ACTOR = rf"(?:Tổng Bí thư|Chủ tịch nước|Chủ tịch Quốc hội|Thủ tướng|(?:Phó\s+)[{UPPER}]|Đồng chí|Bộ trưởng|Bí thư|Ủy viên)\s[^.]{{2,140}}?\s(?:đã|tiếp|dự|thăm|gửi|chủ trì|làm việc)\s"
_OPENING = rf"(?:{_WHEN}|{_WHERE}|{_OCCASION}|{_ACTOR})"

_STAR = re.compile(rf"\*(?!\*)\s*(?={_OPENING})")
_MAY_STAND_BEFORE_STAR = re.compile(r"[.!?…)\]”\"/\w]\s+$")
# "Cùng ngày" refers to the story above, so that what stands above is a story and no shared opening; a star with a date of
# its own shares the opening only where that spans several days.
_REFERRING_STAR = re.compile(rf"\*\s*(?:{_PART_OF_DAY}\s+cùng|Cùng|Cũng|Trước\s+đó)")
_DATED_STAR = re.compile(rf"\*\s*{_WHEN}")
_SPAN_OF_DAYS = re.compile(
    r"(?:hai|ba|bốn|các|những|nhiều)\s+ngày|từ\s+ngày|(?<![\d/-])\d{1,2}\s*(?:-|–|và|đến)\s*(?:ngày\s+)?\d{1,2}\s*[-/]\s*\d{1,2}(?!\d)",
    re.IGNORECASE,
)
_OPENS_DATED = re.compile(rf"{_WHEN}|{_DAY}")
# A second story's first sentence says when and where, or when and who.
_STORY_OPENING = re.compile(
    rf"(?:\(?[^()\n]{{2,20}}\)?\s*[-–—]\s*)?{_WHEN}[^.\n]{{0,60}}?(?:,\s+|\s+)(?:tại\s|ở\s|[{UPPER}]|đồng chí\s|ông\s|bà\s)"
)
_CUT_OFF = re.compile(r"[^\s.…](?:\.{3}|…)\s*$")
_MIN_STORY = 60
_MAX_OPENING = 900


def stars(text: str, begin: int, end: int) -> Iterator[Zone]:
    """The stars that open a story."""
    last = None
    for m in _STAR.finditer(text, begin, end):
        star = m.start()
        line = text.rfind("\n", begin, star) + 1 or begin
        if text[line:star].strip() and not _MAY_STAND_BEFORE_STAR.search(text, max(line, star - 3), star):
            continue
        if end - star < _MIN_STORY or (last is not None and star - last < _MIN_STORY):
            continue
        last = star
        yield Zone(star, star + 1, "furniture", STAR)


def shared_opening(text: str, begin: int, stars_at: list[int]) -> Zone | None:
    """The dated paragraph above two or more starred stories that do not refer back to it as a story."""
    if len(stars_at) < 2 or _REFERRING_STAR.match(text, stars_at[0]):
        return None
    opening = text[begin : stars_at[0]].strip()
    if not opening or len(opening) > _MAX_OPENING or "\n" in opening or not _OPENS_DATED.search(opening[:120]):
        return None
    if _DATED_STAR.match(text, stars_at[0]) and not _SPAN_OF_DAYS.search(opening):
        return None
    return Zone(begin, stars_at[0], "dateline", SHARED_OPENING)


def opens_story(text: str, begin: int, end: int) -> bool:
    """Does this paragraph open as a story does: when, and where or who?"""
    return _STORY_OPENING.match(text, begin, end) is not None


def is_cut_off_story(text: str, begin: int, end: int, *, signed_above: bool) -> bool:
    """Is this paragraph a story of its own that breaks off with an ellipsis?

    Its dated opening begins a sentence, or the story above has been signed and a date stands anywhere.
    """
    paragraph = text[begin:end]
    if not _CUT_OFF.search(paragraph):
        return False
    if signed_above and re.search(_DAY, paragraph):
        return True
    return any(
        m.start() == 0 or paragraph[: m.start()].rstrip()[-1:] in tuple('.!?”"') for m in re.finditer(_WHEN, paragraph)
    )
