"""Photo credits and the captions in front of them, in lines and in flattened text.

In: a text and the stretches of it that are still free. Out: `credit` zones ("Ảnh: An Bình/TTXVN", "(Nguồn: AFP)",
"_Ảnh: TTXVN") and `caption` zones: the line, or in running text the one sentence, that the credit stands behind. The
credit is never part of the caption, so that no photographer is read as a person of the news.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from transforms.pages.names import SENTENCE_OPENER, UPPER, signature, source_end
from transforms.pages.zones import trim
from transforms.records import Zone

# Patterns begin with literal letters, so that the engine can skip to them; what stands before is looked at afterwards.
# In brackets, whatever the brackets hold belongs to the credit.
_BRACKETED = re.compile(
    r"[(\[]\s*(?:Nguồn ảnh|Nguồn|nguồn ảnh|Ảnh|ẢNH|Photo|Clip|Video|"
    rf"ảnh(?=\s*:|\s+(?:[{UPPER}]|nguồn|minh|tư liệu|từ|cắt|chụp|[a-z]+\.[a-z])))(?![^\W_])"
    r"[^()\[\]\n]{0,120}(?:\([^()\n]{0,60}\)[^()\[\]\n]{0,40})?[)\]]\.?"
)
# Outside brackets "Ảnh" may go without a colon before a capital or a stock phrase; "Nguồn", "Video" and the like may not.
_WORDS = (
    "Nguồn ảnh", "Nguồn Ảnh", "Nguồn clip", "Nguồn video", "Ảnh nguồn", "Bài và ảnh", "Bài, ảnh", "Tin, ảnh", "Tin và ảnh", "Ảnh minh họa",
    "Ảnh minh hoạ", "Ảnh tư liệu", "Ảnh chụp màn hình", "Ảnh", "ẢNH", "_ảnh", "Photo", "Nguồn", "Đồ họa", "Infographic", "Video", "Clip",
    "ẢNh", "Tác giả", "Thực hiện",
)  # fmt: skip
_STOCK = "minh|tư liệu|chỉ|mang|internet|chụp|cắt|do |từ clip"
_OPEN = re.compile(
    "|".join(rf"{word}\s*:\s*" for word in _WORDS)
    + "|"
    + "|".join(rf"{word}\s+(?=[{UPPER}]|{_STOCK})" for word in ("Nguồn ảnh", "Ảnh", "ẢNH"))
)
# "Ảnh:" needs no full stop in front of it; flattened captions have none.
_PICTURE = re.compile(r"(?:Ảnh|ẢNH|ẢNh|Nguồn ảnh)[^:]*:")
_GLUE = "_-–—| "
_BEFORE_OPEN = re.compile(r"[.!?…:;,)\]\"”’»/_|\-–—]\s*$")
_SENTENCE_END = re.compile(r"[.!?…]+[\"”’»)\]]*\s+(?=[\"“‘(\[]?[^\W_])")
_ABBREVIATED = re.compile(
    r"(?:^|[\s(\"“,/-])(?:[A-ZĐ]|TP|Tp|tp|TX|TT|GS|PGS|TS|ThS|BS|KTS|LS|NSND|NSƯT|Mr|Mrs|Ms|Dr|St|Jr|[A-ZĐ]\.[A-ZĐ])$"
)
_DATED = re.compile(r"(?:Sáng|Trưa|Chiều|Tối|Đêm|Rạng sáng|Ngày|Hôm nay|Hôm qua)\b[^.,]{0,40}\d{1,2}\s*[-/.]\s*\d{1,2}")
# A sentence that goes on behind a quotation (“…”, he said), or says at length what somebody said: the picture has no caption.
_QUOTED = re.compile(r"[”\"]\s*[,–-]\s|^[^“\"]*[”]")
_SAYS = re.compile(r"\b(?:cho rằng|cho biết|nhấn mạnh|khẳng định|đề nghị|yêu cầu|mong muốn|bày tỏ)\b")
_SENTENCE = re.compile(SENTENCE_OPENER)
_SHORT = 140
_LONGEST_SUBJECT = 350
_LONGEST_CREDIT = 90
# "Video: …" may as well announce what the video shows.
_CAPTIONED = re.compile("Video|Clip|Đồ họa|Infographic|Thực hiện")
_CREDIT_ENDS = re.compile(r"\s*(?:[.)\n]|$)")
_WROTE = re.compile("Bài|Tin|Tác giả|Thực hiện")


def find(text: str, begin: int, end: int) -> Iterator[Zone]:
    """Credits and captions within one free stretch (a line or flattened text), in order, credits first."""
    floor = begin
    for credit in _credits(text, begin, end):
        yield credit
        subject = _subject(text, floor, credit.begin)
        if subject and not text[credit.end :].strip() and (kind := signature(text[subject.begin : subject.end])):
            yield Zone(subject.begin, subject.end, kind, "sign_off")  # "An Bình - Ảnh: Lê Hà" at the very end
        elif subject:
            yield subject
        floor = credit.end


def _credits(text: str, begin: int, end: int) -> Iterator[Zone]:
    at = begin
    bracketed = _BRACKETED.search(text, at, end)
    while at < end:
        if bracketed and bracketed.start() < at:
            bracketed = _BRACKETED.search(text, at, end)
        opened = _next_open(text, at, bracketed.start() if bracketed else end)
        if opened:
            yield opened
            at = opened.end
        elif bracketed:
            yield Zone(_glued_from(text, at, bracketed.start()), bracketed.end(), "credit", "photo_credit_bracketed")
            at = bracketed.end()
        else:
            return


def _next_open(text: str, begin: int, end: int) -> Zone | None:
    for m in _OPEN.finditer(text, begin, end):
        start = _glued_from(text, begin, m.start())
        if start == m.start() and not _PICTURE.match(m[0]) and not _opens_here(text, begin, start):
            continue
        stop = source_end(text, m.end())
        if _CAPTIONED.match(m[0]) and not _CREDIT_ENDS.match(text, stop):
            continue
        if stop == m.end():
            if not re.match(r"Ảnh (?:minh|tư)", m[0]):
                continue
            stop = m.end()
        stop = min(stop, end, m.end() + _LONGEST_CREDIT)
        if text.startswith(".", stop):
            stop += 1
        kind = "byline" if _WROTE.match(m[0]) else "credit"
        return Zone(start, stop, kind, "photo_credit")
    return None


def _tells(text: str, begin: int, end: int) -> bool:
    """A sentence of the report, not a caption."""
    return bool(
        _DATED.match(text, begin)
        or _SENTENCE.match(text, begin)
        or _QUOTED.search(text, begin, end)
        or (end - begin > _SHORT and _SAYS.search(text, begin, end))
    )


def _opens_here(text: str, begin: int, at: int) -> bool:
    return at == begin or text[at - 1] == "\n" or _BEFORE_OPEN.search(text, max(0, at - 4), at) is not None


def _glued_from(text: str, floor: int, begin: int) -> int:
    """Where the dash or underscore in front of a credit begins; `begin` where there is none."""
    at = begin
    while at > floor and text[at - 1] in _GLUE:
        at -= 1
    return at if text[at:begin].strip() else begin


def _subject(text: str, floor: int, stop: int) -> Zone | None:
    """The sentence in front of a credit, back to `floor`; None where the credit stands alone."""
    begin, end = trim(text, floor, stop)
    while begin < end and text[end - 1] in "_|-–— ":  # what glues the credit on
        end -= 1
    if begin >= end:
        return None
    start = begin
    inner = text.rfind("\n", begin, end) + 1
    start = max(start, inner)
    for m in _SENTENCE_END.finditer(text, max(start, end - 3 * _LONGEST_SUBJECT), end - 1):
        if _ABBREVIATED.search(text, max(begin, m.start() - 8), m.start()):
            continue
        start = m.end()
    if text[start].islower() or end - start > _LONGEST_SUBJECT or _tells(text, start, end):
        return None
    return Zone(start, end, "caption", "before_credit")
