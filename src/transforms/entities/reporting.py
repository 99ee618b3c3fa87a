"""The language of reporting: which words report speech, and where what they report begins.

In: a folded text. Out: `Cue`s, one for each row of reporting verbs, and the places around them that matter. All is
lexicon and small patterns; who speaks and what becomes of it is decided in `statements`.

`takes` (lexicon `reporting_verbs`) says what makes a verb report: `clause` any complement; `said` a complement that can
only be a clause; `marked` a colon, `rằng` or a quotation; `spoken` these or a clause with a predicate; `order` a complement that is no occasion; `naming` a quotation
behind `là`; `courtesy` never, but its subject goes on to the next verb (thanks, congratulations); `nothing` never: a
phrase that merely contains a verb. `noun`: the word is a noun too, and is one behind `những`, `theo` and the like (`mostly`: also where it opens a sentence).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from transforms.entities.speakers import ADVERB, alternatives, comes_before, has_predicate
from transforms.lexicon import column, table
from transforms.text.letters import last_letters
from transforms.text.matcher import REPORT, PhraseMatcher
from transforms.text.normalise import fold

_NOUNS = frozenset(fold(row["verb"]) for row in table("reporting_verbs") if row["noun"])
_MOSTLY_NOUNS = frozenset(fold(row["verb"]) for row in table("reporting_verbs") if row["noun"] == "mostly")
_BEFORE_NOUN = re.compile(r"(?<!\w)(?:" + alternatives(column("before_speech_nouns", "word")) + r"|\d+) $")
_NOUN_ENDS = last_letters(map(fold, column("before_speech_nouns", "word")), " ")
_DIRECT = frozenset({"marked", "spoken", "said", "order"})
_JOINT = re.compile(r"(?:\s+và|,|\s*,\s+đồng thời)?\s+" + ADVERB)

_QUOTE = r"(?=\"|'')"
_MARK = re.compile(
    rf"(?:[^.;:\"\n]|\.(?=\w)){{0,90}}?(?:(?<!\w)rằng(?!\w)\s*[,:]?|:)\s*|\s*,\s*{_QUOTE}|\s+{_QUOTE}|[^.;:\"\n]{{0,60}} là\s+{_QUOTE}"
)
_MATTER = re.compile(r",\s+(?=\w+ \w+ \w)")  # nêu vấn đề, | hiện trạng …
_EXPRESSED = re.compile(r"(?: [^\s,.;:\"]+){1,6}? rằng(?!\w),?\s*")  # bày tỏ | tin tưởng chắc chắn rằng …
_HAS_MARK = re.compile(r"[:\"']|rằng")
_MARK_WITHIN = 120
_COLON_QUOTE = re.compile(rf"[^.;:\"\n]{{0,60}}:\s*{_QUOTE}")
_NAMING = re.compile(rf"[^.;:\"\n]{{2,120}}?(?:là|như|:)?\s*{_QUOTE}")
_SPOKEN = re.compile(r"\s*,\s*|\s+(?!(?:" + alternatives(column("after_speak", "word")) + r")(?!\w))")
_ADDRESSEE = re.compile(
    r"\s+(?:với|trước|tại)\s(?:" + alternatives(column("audiences", "word")) + r")(?!\w)[^.;:,\"\n]{0,70},\s*"
)
_CLAUSE_START = re.compile(r"\s*(?:[,:]|(?:rằng|việc|đây|hiện|khi|nếu|mình|ông|bà|vì|do|chưa|đã)(?!\w)|thêm[\s,:])")
_NO_COMPLEMENT = re.compile(
    r"\s*(?:của|về|tại|lên|này|ấy|đó|hàng đầu|chung|nói trên|đặt ra|như vậy|như thế|như trên)(?!\w)"
)
# What was said is told elsewhere: nhấn mạnh | thông tin trên | tại hội nghị.
_TOLD_ELSEWHERE = re.compile(
    r"\s*(?:những |các )?(?:điều|việc|thông tin|ý kiến|quan điểm|nội dung|nhận định)(?: nói)? (?:trên|này|đó)"
    r"(?=\s*(?:[.,;]|$)| (?:tại|trong|khi|với|ở|sau|trước|trên|vào|bên lề)(?!\w))"
)
_THIS = (" trên", " này", " đó", " nói trên")
_OCCASION = re.compile(r"\s*(?:hội nghị|đại hội|buổi|cuộc|phiên|công tác|lễ|tại|rất|sát sao|quyết liệt)(?!\w)")
_SKIPPED = re.compile(
    r"\s*(?:bằng (?:văn bản|lời)(?= là| rằng|:))?\s*(?:thêm(?=[\s:,]))?\s*[,:]?\s*(?:(?:rằng|là)(?!\w))?\s*[,:]?\s*"
)
_PASSIVE = re.compile(r"(?<!\w)(?:được|bị) $")
_PASSIVE_MARK = re.compile(rf"\s*(?:là|rằng|:)(?!\w)|\s*{_QUOTE}")

_ENDS = re.compile(r"\s*(?:như vậy|như thế|thêm|rõ)?\s*(?:[.!?…;\n]|/\.|$)")
_THEN_QUOTE = re.compile(rf"[\s,:]*{_QUOTE}")
_AFTER_QUOTE = re.compile(r"\s*[,.]?\s*[-]*\s*(?:theo |như )?")
_CONJUNCTIONS = ("và", "đồng thời", "cũng như", "qua đó", "từ đó", "nhưng", "song")
_CONNECTED = re.compile(r"(?:[,;]|(?<!\w)(?:" + "|".join(_CONJUNCTIONS) + r"))[\s,]+" + ADVERB + r"$")
_CONJUNCTION_ENDS = frozenset(word.rpartition(" ")[2] for word in _CONJUNCTIONS)
_STOPS = frozenset(",;")
_SERIAL = re.compile(r"[^,;:.\"]{0,80}")
_SENTENCE_START = re.compile(r"[\s*+\-]*" + ADVERB)
_ACCORDING = re.compile(
    r"(?<!\w)theo (?:lời |lời kể của |ý kiến (?:của )?|nhận định của |đánh giá của |quan điểm của |chia sẻ của )?(?=\w)"
)
_BEFORE_ACCORDING = re.compile(r"(?:,|(?<!\w)(?:cũng|song|nhưng|tuy nhiên|còn|và|trong khi|vì)) $")


_TEXT_NOT_SPEECH = re.compile(
    r"(?<!\w)(?:chủ đề|khẩu hiệu|dòng chữ|tên|tựa|đề tài|bài|câu|thơ|sách|chuyên đề|tiêu đề|nội dung|danh hiệu|phương châm|quy định|luật"
    r"|nghị định|điều|khoản|thông điệp|tin nhắn|lời bài hát|lời dạy|băng rôn|bức thư|giấy|văn bản|quyết định|nghị quyết|mục|là|như|gồm|tội)(?!\w)"
)
_CITED = re.compile(
    r"[\s,–-]*(?:(?:[Tt]ờ|[Bb]áo|[Hh]ãng(?: tin| thông tấn)?|[Đđ]ài|[Kk]ênh|[Tt]rang|[Tt]ruyền thông)(?: [^\s,.:;\"]+){1,5}|[A-Z][\w.]*(?: [A-Z][\w.]*){0,3})"
    r" (?:dẫn|trích)(?: lại)? (?:lời(?: của)?|tuyên bố của|phát biểu của|thông cáo của) "
)


class Cue(NamedTuple):
    """Reporting verbs in a row: where the first begins and ends, and the last one's extent and complement."""

    begin: int
    first_end: int
    verb: tuple[int, int]
    takes: str

    @property
    def end(self) -> int:
        return self.verb[1]

    @property
    def is_single(self) -> bool:
        return self.verb[0] == self.begin


_THEO = PhraseMatcher([("theo", None)], REPORT)
_VERBS = PhraseMatcher(((row["verb"], row["takes"]) for row in table("reporting_verbs")), REPORT)


def cues(text: str, folded: str) -> Iterator[Cue]:
    """The reporting verbs of a text, verbs in a row ("ghi nhận và đánh giá cao") as one."""
    row: Cue | None = None
    for begin, end, takes in _VERBS.find(folded):
        verb = folded[begin:end]
        if (verb in _NOUNS and _is_noun(folded, begin, end)) or _is_name(text, begin, end):
            takes = "nothing"
        joint = _joint(row, folded, begin) if row and takes != "nothing" else None
        if row and joint is not None:
            if joint == " " and (folded[slice(*row.verb)] == "bày tỏ" or (row.takes == "clause" and takes in _DIRECT)):
                continue  # "bày tỏ mong muốn", "yêu cầu báo cáo": the second verb is what is expressed or asked
            if takes == "courtesy":  # "đánh giá cao và cảm ơn"
                row = Cue(row.begin, row.first_end, (row.verb[0], end), row.takes)
            else:
                row = Cue(row.begin, row.first_end, (begin, end), takes)
            continue
        if row:
            yield row
        row = Cue(begin, end, (begin, end), takes) if takes != "nothing" else None
    if row:
        yield row


def _joint(row: Cue, folded: str, begin: int) -> str | None:
    """What joins a verb to the row before it; `cho biết`, `cho rằng` end a row: a clause follows them."""
    if folded.startswith("cho ", row.verb[0]):
        return None
    found = _JOINT.fullmatch(folded, row.end, begin)
    return found[0] if found else None


def _is_noun(folded: str, begin: int, end: int) -> bool:
    """`những đề nghị`, `đề nghị của …`, `thông tin này`."""
    if folded.startswith(" của ", end):
        return True
    if folded[begin:end] in _MOSTLY_NOUNS and folded.startswith(_THIS, end) and folded[begin - 1 : begin] == " ":
        return True
    if folded[begin - 3 : begin] not in _NOUN_ENDS and not folded[max(0, begin - 2) : begin].strip().isdigit():
        return False
    return _BEFORE_NOUN.search(folded, begin - 10, begin) is not None


def _is_name(text: str, begin: int, end: int) -> bool:
    """A surname that looks like a verb ("Hứa Thị …"): a capital within the sentence, and another behind it."""
    return (
        text[begin].isupper()
        and text[begin - 1 : begin] == " "
        and " " not in text[begin:end]
        and text[end + 1 : end + 2].isupper()
    )


def complement(cue: Cue, text: str, folded: str, end: int, mark_reaches: int) -> int | None:
    """Where the complement of a cue begins; None where it has none. A colon or `rằng` behind `mark_reaches` is another's."""
    at = cue.end
    if at >= end:
        return None
    # The pattern steps from letter to letter: whether there is any mark is asked first.
    mark = _MARK.match(folded, at, end) if _HAS_MARK.search(folded, at, min(end, at + _MARK_WITHIN)) else None
    marked = mark.end() if mark and mark.end() <= mark_reaches else None
    if cue.takes == "naming":
        naming = _NAMING.match(folded, at, end)
        return naming.end() if naming else None
    if cue.takes == "marked":
        matter = _MATTER.match(folded, at, end) if folded.startswith(("nêu ", "đặt "), cue.verb[0]) else None
        return marked or (matter.end() if matter else None)
    if cue.takes == "spoken":
        spoken = _SPOKEN.match(folded, at, end)
        is_clause = spoken and ("," in spoken[0] or has_predicate(folded, at, end))
        return marked or (spoken.end() if spoken and is_clause else None)
    if marked and cue.takes == "said":
        return marked
    if marked and (quoted := _COLON_QUOTE.match(folded, at, end)):
        return quoted.end()
    if folded.startswith("bày tỏ", cue.verb[0]) and (expressed := _EXPRESSED.match(folded, at, end)):
        return expressed.end()
    if addressee := _ADDRESSEE.match(folded, at, end):
        return addressee.end()
    if _TOLD_ELSEWHERE.match(folded, at, end):
        return marked
    if _NO_COMPLEMENT.match(folded, at, end) and not folded.endswith("rằng", 0, at):
        return marked
    if cue.takes == "said" and not (_CLAUSE_START.match(folded, at, end) or text[at + 1 : at + 2].isupper()):
        return None
    if cue.takes == "order" and _OCCASION.match(folded, at, end):
        return None
    skipped = _SKIPPED.match(folded, at, end)
    return skipped.end() if skipped else at


def is_passive(cue: Cue, folded: str, subject: int) -> bool:
    """`được Thủ tướng chỉ đạo …`: what follows is no speech unless `là` or a quotation says so."""
    return bool(_PASSIVE.search(folded, subject - 6, subject)) and not _PASSIVE_MARK.match(folded, cue.end)


def opens_as_noun(cue: Cue, folded: str) -> bool:
    """At the beginning of a sentence the word is rather a noun ("Thông tin ban đầu …")."""
    return folded[cue.begin : cue.first_end] in _MOSTLY_NOUNS


def closes(folded: str, end: int) -> bool:
    """Nothing follows the verb that ends at `end`."""
    return _ENDS.match(folded, end) is not None


def quote_follows(folded: str, end: int) -> int | None:
    """Where a quotation begins right behind `end`."""
    found = _THEN_QUOTE.match(folded, end)
    return found.end() if found else None


def after_quote(folded: str, begin: int, end: int) -> tuple[int, bool]:
    """Where the reporting clause behind a quotation begins, and whether a comma or a dash leads to it."""
    found = _AFTER_QUOTE.match(folded, begin, end)
    return (found.end(), bool(set(",-") & set(found[0]))) if found else (begin, False)


def cited_after(text: str, end: int) -> int | None:
    """Where the speaker's name may begin in `, Reuters dẫn lời …` behind a quotation."""
    found = _CITED.match(text, end)
    return found.end() if found else None


def quotes_a_text(folded: str, begin: int, colon: int) -> bool:
    """What stands before a colon announces a title, a slogan or a writing rather than speech."""
    return _TEXT_NOT_SPEECH.search(folded, begin, colon) is not None


def is_connected(folded: str, floor: int, verb: int) -> bool:
    """A comma, semicolon or conjunction joins the verb to what stands before it."""
    floor = max(floor, verb - 60)
    stop = folded[floor:verb].rstrip(" \n")[-1:]
    if stop not in _STOPS and not comes_before(_CONJUNCTION_ENDS, folded, floor, verb):
        return False
    return _CONNECTED.search(folded, floor, verb) is not None


_ANEW = re.compile(r"(?:;|,? và|,? đồng thời|, đồng thời cũng)(?: cũng| đồng thời)? $")
_TELLING = frozenset(
    ("cho biết", "cho hay", "cho rằng", "khẳng định", "nhấn mạnh", "nêu rõ", "lưu ý", "khẳng định rằng")
)


def told_anew(cue: Cue, folded: str, floor: int) -> int | None:
    """Where the first of two statements of one sentence ends: "… , và cho biết …"; None where one goes on."""
    if folded[cue.begin : cue.first_end] not in _TELLING:
        return None
    found = _ANEW.search(folded, max(floor, cue.begin - 24), cue.begin)
    return found.start() if found else None


def is_serial(folded: str, end: int, verb: int) -> bool:
    """Nothing divides the verb from the one that ends at `end` ("viết trên mạng xã hội khẳng định")."""
    return _SERIAL.fullmatch(folded, end, verb) is not None


def opens_sentence(folded: str, floor: int, verb: int) -> bool:
    """Only adverbs stand between the beginning of the sentence and the verb."""
    return _SENTENCE_START.fullmatch(folded, floor, verb) is not None


def according(folded: str) -> dict[int, int]:
    """`theo` at the beginning of a clause: its position → where the name behind it may begin."""
    matches = (_ACCORDING.match(folded, begin) for begin, _, _ in _THEO.find(folded))
    return {m.start(): m.end() for m in matches if m}


def opens_clause(folded: str, floor: int, theo: int) -> bool:
    """`theo` follows a comma or a conjunction."""
    return _BEFORE_ACCORDING.search(folded, max(floor, theo - 12), theo) is not None
