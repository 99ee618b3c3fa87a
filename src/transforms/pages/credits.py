"""Photo credits and the captions in front of them, in lines and in flattened text.

In: a text and the stretches of it that are still free. Out: `credit` zones ("Ảnh: An Bình/TTXVN", "(Nguồn: AFP)",
"_Ảnh: TTXVN") and `caption` zones: the line, or in running text the one sentence, that the credit stands behind. The
credit is never part of the caption, so that no photographer is read as a person of the news.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from transforms.pages.names import UPPER, signature, source_end
from transforms.pages.zones import trim
from transforms.records import Zone

_CREDIT_WORD = (
    r"(?:Nguồn ảnh|Nguồn Ảnh|Ảnh nguồn|Bài và ảnh|Bài, ảnh|Tin, ảnh|Ảnh minh h[oọ][ạa]|Ảnh tư liệu|Ảnh chụp màn hình|Ảnh|ẢNH|Photo|"
    r"Nguồn|Đồ họa|Infographic|Video|Clip)"
)
# In brackets, whatever the brackets hold belongs to the credit.
_BRACKETED = re.compile(
    r"[_\-–—]?\s*[(\[]\s*(?:(?i:nguồn ảnh|ảnh nguồn|ảnh minh h[oọ][ạa]|ảnh tư liệu)|Ảnh|ẢNH|Nguồn|ảnh\s*:|Photo|Clip|Video)(?![^\W_])[^()\[\]\n]{0,120}(?:\([^()\n]{0,60}\)[^()\[\]\n]{0,40})?[)\]]\.?"
)
# Outside brackets, after the end of a sentence, a dash, an underscore or at the start of a line. "Ảnh" may go without a colon
# before a capital or a stock phrase; "Nguồn", "Video" and "Clip" may not.
_OPEN = re.compile(
    rf"(?:(?<=[_.!?…)\]\"”’»\s])|^)(?:[-–—|]\s*)?(?:{_CREDIT_WORD}\s*:|(?:Nguồn ảnh|Ảnh|ẢNH)\s+(?=[{UPPER}]|minh|tư liệu|chỉ|mang|internet|chụp|cắt|do |từ clip)|(?<=_)[Ảả]nh\s*:?)\s*",
    re.MULTILINE,
)
_BEFORE_OPEN = re.compile(r"(?:[.!?…:;,)\]\"”’»/_|\-–—]|^)\s*$")
_SENTENCE_END = re.compile(r"[.!?…]+[\"”’»)\]]*\s+(?=[\"“‘(\[]?[^\W_])")
_ABBREVIATED = re.compile(
    r"(?:^|[\s(\"“,/-])(?:[A-ZĐ]|TP|Tp|tp|TX|TT|GS|PGS|TS|ThS|BS|KTS|LS|NSND|NSƯT|Mr|Mrs|Ms|Dr|St|Jr|[A-ZĐ]\.[A-ZĐ])$"
)
_DATED = re.compile(r"(?:Sáng|Trưa|Chiều|Tối|Đêm|Rạng sáng|Ngày|Hôm nay|Hôm qua)\b[^.,]{0,40}\d{1,2}\s*[-/.]\s*\d{1,2}")
# A sentence that goes on behind a quotation (“…”, he said) tells; the picture then has no caption.
_QUOTED = re.compile(r"[”\"]\s*[,–-]\s|^[^“\"]*[”]")
_LONGEST_SUBJECT = 350
_LONGEST_CREDIT = 90
_WROTE = re.compile("Bài|Tin")


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
    while at < end:
        bracketed = _BRACKETED.search(text, at, end)
        opened = _next_open(text, at, bracketed.start() if bracketed else end)
        if opened:
            yield opened
            at = opened.end
        elif bracketed:
            yield Zone(bracketed.start(), bracketed.end(), "credit", "photo_credit_bracketed")
            at = bracketed.end()
        else:
            return


def _next_open(text: str, begin: int, end: int) -> Zone | None:
    for m in _OPEN.finditer(text, begin, end):
        start = m.start()
        if not _BEFORE_OPEN.search(text, max(0, start - 4), start) and not m[0].lstrip().startswith(
            ("-", "–", "—", "|")
        ):
            continue
        stop = source_end(text, m.end())
        if stop == m.end():
            if not re.match(r"Ảnh (?:minh|tư)", m[0]):
                continue
            stop = m.end()
        stop = min(stop, end, m.end() + _LONGEST_CREDIT)
        if text.startswith(".", stop):
            stop += 1
        kind = "byline" if _WROTE.match(m[0].strip(" -–—|")) else "credit"
        return Zone(start, stop, kind, "photo_credit")
    return None


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
    if end - start > _LONGEST_SUBJECT or _DATED.match(text, start) or _QUOTED.search(text, start, end):
        return None
    return Zone(start, end, "caption", "before_credit")
