"""What a sentence says right before an office: that somebody takes it up or holds it, used to hold it, or gives it up.

In: a report's text, where the clause begins and where the office does. Out: a `Cue`, or None. Decided: the words right
before the office carry the meaning (bầu … giữ chức | thôi giữ chức | từng là), so that in "thôi giữ chức A, giữ chức B" A
is former and B is not; an opening "Trước đó," makes former only what was held, not what somebody was appointed to.
Word lists: the formulas of decisions on personnel and of the short biographies that newspapers add to them.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from transforms.text.letters import LOWER, UPPER, last_letters

_POST = r"(?:các |những )?(?:(?:chức vụ|chức danh|chức|cương vị|vai trò|vị trí|trọng trách|nhiệm vụ|ghế)(?:, )?){1,2}(?: lãnh đạo)?(?:, quản lý)?"
_QUALIFIED = r"(?: (?:tân|vị|một|nguyên|cựu))?(?:,? (?:như|gồm|là))?:? $"
_ENDS = re.compile(
    rf"(?<!\w)(?:(?:thôi|miễn nhiệm|bãi nhiệm|cách chức|từ nhiệm)(?: (?:giữ|làm|đảm nhiệm|đảm nhận))?(?: {_POST})?"
    rf"|(?:rời|rời khỏi|rút khỏi|từ bỏ|mất) {_POST}|cách chức){_QUALIFIED}"
)
_TAKES = re.compile(
    r"(?<!\w)(?:bổ nhiệm|tham gia|trở thành|là|làm|giữ|nắm giữ|kiêm giữ|kiêm nhiệm|đảm nhiệm|đảm nhận|chức vụ|chức danh|giữ chức quyền|"
    rf"(?:bầu|bầu vào|bầu giữ|bầu làm|bổ nhiệm|bổ nhiệm vào|bổ nhiệm giữ|cử|cử giữ|vào|giữ|giữ các|tiếp tục|trở lại(?: với)?|nhận|nhậm|tiếp nhận|"
    rf"nắm giữ|kiêm giữ|đảm nhiệm|đảm nhận|đảm đương|kinh qua|trải qua|phân công|chỉ định|chỉ định giữ|điều động giữ|với) {_POST}){_QUALIFIED}"
)
_LAST_LETTERS = last_letters(re.findall(r"[^\W\d_]{2,}", _ENDS.pattern + _TAKES.pattern))  # both end in words and marks
_IS_POST = re.compile(r"chức|cương vị|vai trò|vị trí|trọng trách|nhiệm vụ|ghế")
_PAST = re.compile(r"(?<!\w)(?:từng|lần lượt|kinh qua|trải qua|trước đây|nguyên là|vốn là)(?!\w)")
_NOW = re.compile(r"(?<!\w)(?:nay|hiện|hiện nay|đang|tiếp tục|trở lại)(?!\w)")
_EARLIER = re.compile(
    r"\s*(?:Trước (?:khi|đó|đây|nữa)|trước (?:khi|đó|đây|nữa)|Từ (?:tháng |năm )?[\d/.-]+ (?:đến|tới|[-–]) )"
)
_ACT = re.compile(
    r"(?<!\w)(?:bầu|bổ nhiệm|điều động|phân công|cử|chỉ định|phê chuẩn|quyết định|điều|luân chuyển)(?!\w)"
)
# Not where the one spoken of speaks or acts on others: ông cho biết … là.
_REFERENCE = re.compile(
    rf"(?<!\w)(?<!người )([Ôô]ng|[Bb]à|[Đđ]ồng chí|[Aa]nh|[Cc]hị)(?: ([{UPPER}]\w+)| này)?"
    rf"(?= [{LOWER}])(?! (?:cho (?:biết|rằng|hay)|nói|nhấn|khẳng|đề nghị|yêu cầu|kể|chia sẻ|tiếp (?!tục)|gặp|bày tỏ|cảm ơn|chúc|mong|và|với)(?!\w))"
)
_SPEECH = re.compile(r"[:“”\"]")
_NOBODY = re.compile(r"(?:(?:đã|từng|được|sau đó|rồi|lần lượt|và|Từng|Được|Đã|Hiện|Nay|còn|sẽ|đang|vừa|hiện)(?: |$))*")
_ADVERBIAL = re.compile(
    r"\s*(?:(?:Trước|trước|Từ|từ|Năm|Tháng|Ngày|Sau|Đến|Trong|Cuối|Đầu|Giai đoạn|Nhiệm kỳ)\b[^,;]{0,60}[,:] )?"
)


# A stretch of years that is over.
_YEARS = re.compile(
    r"(?<!\w)[Tt]ừ (?:\w+ )?[\d/.-]{4,10} ?(?:đến|tới|[-–]) ?(?:\w+ ){0,2}[\d/.-]{4,10}|[Gg]iai đoạn \d{4} ?[-–] ?\d{4}"
)
_UNTIL = re.compile(r"(?<!\w)[Tt]rước khi [^,;]*$")
_UNREAL = re.compile(
    r"(?<!\w)(?:đề nghị|ứng cử|tranh cử|muốn|mong|không|chưa|từ chối|dự định|dự kiến|có thể|mơ|nếu|phải)(?: được| sẽ| phải| bao giờ)? $"
)


class Cue(NamedTuple):
    """Where the words before an office begin that give it to somebody, whether they speak of the past, and whether they
    name it a post (giữ chức, cương vị)."""

    begin: int
    is_former: bool
    is_post: bool = False


class Reference(NamedTuple):
    """Whom a clause without a full name is about: the word of address, and the part of a name that follows it."""

    address: str
    name: str | None


def cue_before(text: str, clause: int, office: int) -> Cue | None:
    """What text[clause:office] says of the office at `office`."""
    if text[clause:office].rstrip(" :,")[-2:] not in _LAST_LETTERS:
        return None
    window = max(clause, office - 70)
    ends = _ENDS.search(text, window, office)
    if ends:
        return Cue(ends.start(), True, True)
    takes = _TAKES.search(text, window, office)
    if takes is None:
        return None
    begin = takes.start()
    post = _IS_POST.search(takes[0]) is not None
    if _UNREAL.search(text, clause, begin):
        return None
    # Trước khi giữ chức A, …: A comes later, and is no more than somebody's present office.
    if _UNTIL.search(text, clause, begin) or _NOW.search(text, max(clause, begin - 40), office):
        return Cue(begin, False, post)
    lead = _after_adverbial(text, clause)
    past = _PAST.search(text, max(clause, begin - 60), office) is not None
    acts = _ACT.search(text, min(lead, begin), office) is not None
    earlier = lead <= begin and _EARLIER.match(text, clause) is not None
    over = _YEARS.search(text, clause, begin) is not None
    return Cue(begin, past or ((earlier or over) and not acts), post)


def reference_before(text: str, clause: int, cue: int) -> Reference | None:
    """The pronoun, or "ông Quân", that text[clause:cue] is about; an empty address where the subject is left out."""
    subjects = list(_REFERENCE.finditer(text, clause, cue + 8))
    if subjects:
        subject = subjects[-1]
        near = subject.end() <= cue and cue - subject.end() <= 60 and not _SPEECH.search(text, subject.end(), cue)
        return Reference(subject[1].lower(), subject[2]) if near else None
    lead = _after_adverbial(text, clause)
    return Reference("", None) if _NOBODY.fullmatch(text, lead, max(lead, cue)) else None


def _after_adverbial(text: str, clause: int) -> int:
    m = _ADVERBIAL.match(text, clause)
    return m.end() if m else clause
