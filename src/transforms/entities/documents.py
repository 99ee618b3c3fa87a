"""Party and state documents that a report cites: by number, or by a proper name.

In: a report. Out: one entity per document and its mentions. A type word (lexicon `document_types`) opens every mention;
what follows decides. A number makes it a document at once ("Nghị quyết số 34-NQ/TW"); without one it needs a name: a law
(`laws`), a treaty or other well-known document in any of its spellings (`named_documents`), the resolution of a congress or
plenum, or, for types that carry names, a name as `document_names` reads it. "nghị quyết này" is none. An acronym of a
well-known document in capitals (EVFTA) is a mention by itself. A bill ("Luật Du lịch (sửa đổi)") is another document than the
law; laws and titles in a list behind one type word are documents each.

Party numbers start anew with each congress, so a document's key is type, number and whatever the report says to tell it
apart (date, else term). Within a report "Nghị quyết 25" is the "Nghị quyết 25-NQ/TW" named there if that is the only one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping
from dataclasses import replace
from functools import cache
from itertools import chain, pairwise, product

from transforms.entities.dates import full_date
from transforms.entities.document_links import Citation, linked, number_key, with_shared_issuers
from transforms.entities.document_names import TypeWord, end_of_name, subject
from transforms.lexicon import column, table
from transforms.records import Entity, Found, Mention
from transforms.text.doc import Doc
from transforms.text.letters import LOWER, UPPER
from transforms.text.matcher import REPORT, PhraseMatcher
from transforms.text.normalise import canonical, fold

# 34-NQ/TW · 122- CTr/ĐUB · 100/2015/NĐ-CP · 19-2017/NQ-CP · 51/C46 (P12) · 30a/NQ-CP · 25
_SUFFIX = rf"[{UPPER}][\w.&]*(?:[-/–—][{UPPER}][\w.&]*|\s?[-/–—]\s?[{UPPER}](?![{LOWER}])[\w.&]*)*(?:\s\([A-Z]\d+\))?"
_NUMBER = re.compile(
    rf"\s{{0,3}}(?P<so>(?:số|Số)\s?:?\s?)?(?P<number>\d{{1,6}}[a-z]?(?:[/-]\d{{4}}(?!\d))?(?P<suffix>\s?[-–—/]\s?{_SUFFIX})?)(?![\w%]|[.,/-]\d)"
)
# Words between type and number: "Quyết định khởi tố bị can số 363/C46".
_DETACHED = re.compile(
    rf"(?:\s[{LOWER}]+){{1,6}}\s(?P<so>số\s)(?P<number>\d{{1,6}}[a-z]?(?:/\d{{4}}(?!\d))?(?P<suffix>\s?[-–—/]\s?{_SUFFIX}))"
)
_AND_NUMBER = re.compile(
    rf"\s?(?:,|;|và|hay|hoặc)\s(?:số\s)?(?P<number>\d{{1,6}}[a-z]?(?:/\d{{4}}(?!\d))?(?P<suffix>\s?[-–—/]\s?{_SUFFIX})?)(?![\w%]|[.,/-]\d)"
)
_COUNTED = re.compile(
    r"\s(?:năm(?!\s(?:19|20)\d\d)|tháng|ngày(?!\s\d{1,2}[/.-]\d)|giờ|tỷ|tỉ|triệu|nghìn|ngàn|người|lần|vấn|nội|nhóm|trường|vụ|điểm|dự|bước|cấp|tuần|doanh|đơn|tỉnh|bộ|ha|km|m2|tấn|đồng|usd|đến)\b"
)
_TERM = re.compile(r"[\s,]{0,2}\(?\s?khóa\s(?P<term>[ivxl]+|\d+)\b\)?")
_YEAR = re.compile(r"\s(?:(?:sửa\sđổi(?:,?\sbổ\ssung)?\s)?năm\s)?((?:19|20)\d\d)(?!\d|[/.-]\d)")
_LAWS = ("Luật", "Bộ luật", "Pháp lệnh")
_OF_A_YEAR = ("Công ước", "Hiến chương", "Hiệp ước", "Tuyên ngôn", "Nghị định thư")  # named with "năm" as well
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}
_ROMAN_TERMS = {"10": "X", "11": "XI", "12": "XII", "13": "XIII", "14": "XIV"}
_PLURAL = re.compile(r"(?:các|những|hai|ba|bốn)\s$")

# Resolutions and papers of congresses and plenums, on the folded text behind the type word.
_NTH = r"(?:thứ\s)?(?:[ivxl]+|\d+|nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười)"
_CONGRESS = re.compile(
    r"(?:\scủa)?\sđại\shội\s(?:(?:đại\sbiểu\s)?(?:đảng\s)?(?:đại\sbiểu\s)?(?:toàn\squốc\s)?(?:của\sđảng\s)?(?:lần\s)?(?:thứ\s)?(?P<congress>[ivxl]+|1\d)\b(?:\s(?:của\s)?đảng(?:\scộng\ssản\sviệt\snam)?)?"
    rf"|đảng\sbộ\s(?!các)(?P<branch>[^.,;:()\"]{{2,40}}?)\s(?:lần\s)?(?P<nth>{_NTH})\b"
    rf"|đảng\s(?:cộng\ssản|nhân\sdân|lao\sđộng|dân\schủ)\s(?!việt\snam)[^.,;:()\"]{{2,40}}?\slần\s{_NTH}\b)"
)  # fmt: skip
_OF_BRANCH = re.compile(
    rf"(?:\scủa)?\sđại\shội\s(?:lần\s)?{_NTH}\s(?:của\s)?đảng\sbộ\s(?:tỉnh|thành\sphố|tp|huyện|quận|thị\sxã|xã|phường|khối|bộ|quân\sđội|công\san)\b"
)
_PROPER_WORDS = re.compile(rf"(?:[.\s][{UPPER}][^\W\d_]*)+")
_PLENUM = re.compile(
    r"(?:\scủa)?(?:\shội\snghị)?(?:\slần\s(?:thứ\s)?(?P<a>[ivx]+|\d+|nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười))?"
    r"(?:\scủa)?\s(?:ban\schấp\shành\strung\sương|bch\s?trung\sương|bch\s?t\.?[wư]\.?|trung\sương|t\.ư|tư|tw)(?:\sđảng)?(?:\slần\s(?:thứ\s)?|\s)?(?P<b>[ivx]+\b|\d+)?"
    r"(?:[\s,]{0,2}\(?\s?khóa\s(?P<term>[ivxl]+|\d+)\b)?(?P<more>(?:\s?(?:,|và)\s(?:khóa\s)?[ivxl]+\b)*)\)?"
)
_ORDINALS = {w: n for n, w in enumerate(("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười"), 1)}

_WORD = re.compile(r"[^\s.,;:!?()\[\]\"“”…_]+")
_NOT_LAW = re.compile(
    r"(?:kỷ|kỉ|pháp|quy|(?<!dự )(?<!đề )(?<!phương )án|(?<!quy )(?<!quyết )(?<!hiệp )(?<!nghị )định|văn phòng|công ty|công ty tnhh|đại học|trường|khoa|hội)\s$"
)
_SUBJECT = re.compile(r"(?<!\w)(?:về|(?:ban hành|phê duyệt|thông qua)(?:\skèm theo)?)\s[“\"]?$")
_AMENDING = re.compile(
    r"\s(?:về\s(?:việc\s)?)?sửa đổi(?:,|\svà)?(?:\sbổ sung)?(?:\s(?:một số|các))?(?:\sđiều)?(?:\scủa)?\s(?=(?:bộ )?luật|pháp lệnh|bl)"
)
_NEXT_LAW = re.compile(r"(?:,|\svà)\s(?!(?:bộ )?luật\b)")
_ENDS_ITEM = re.compile(r"[.,;:)\]\"”]|\s?$|\n|\s(?:và|năm|được|đã|có|\()")
_SIGNED = re.compile(
    r"\s(?:được\s)?ký(?:\skết)?\s(?:vào\s)?ngày\s(?P<day>\d{1,2})[/.-]\d{1,2}[/.-]\d{4}(?=\s(?:về|giữa)\s)"
)
_ON_DAY = re.compile(
    r"(?P<name>\s(?:thương mại tự do|thương mại|đối tác kinh tế|hòa bình|đình chiến))\s(?:(?:đã|được|ký|kết|vào)\s){0,4}ngày\s(?P<day>\d)"
)
_TITLED = ("Nghị quyết", "Chỉ thị", "Kết luận", "Đề án", "Nghị định", "Thông tư")
_SEVERAL = re.compile(r"(?:\d|hai|ba|bốn|năm|sáu|các|những)\s$")
_TO_TITLES = re.compile(r"[^.“”\"\n;]{0,60}?:\s")
_TITLE = re.compile(
    rf"(?:[\s;,.]*(?:và\s)?(?:(?:Một|Hai|Ba|Bốn|Năm|một|hai|ba|bốn|năm) là:?\s)?(?:về\s)?)[“\"](?P<title>[{UPPER}][^“”\"\n]{{14,250}}?)[.,;]?[”\"]"
)
_TYPE_AND = re.compile(r"(?P<kind>Hiệp ước|Hiệp định|Nghị định thư|Thỏa thuận|Bản ghi nhớ|Công ước|Tuyên bố)\svà\s$")
_CARRIED = re.compile(r"\s(?:thực hiện|triển khai)\s")  # a plan that carries out another document cites it too
_DATED = re.compile(r"\sngày\s\d{1,2}[/.-]\d")
_OF_BODIES = ("hội đồng ", "ủy ban ", "chủ tịch ", "ban thư ký ")
_ISSUED_BY = re.compile(r"[\s,]{0,2}(?:do|của)\s")
_ISSUES = re.compile(r"\s(?:đã\s|vừa\s|mới\s)*(?:ký\s)?(?:ban\shành|ra|ký)\s")
_SPACES = re.compile(r"\s+")
_QUOTES = re.compile(r"[“”\"]")
_HAS_YEAR = re.compile(r"[/-]\d{4}(?!\d)")
_ACRONYM = re.compile(r"\s\([A-Z]{3,7}\)")
# "Luật Du lịch (sửa đổi)", "Luật Du lịch sửa đổi với …": a bill; "Luật Du lịch sửa đổi nhiều điều" tells what the law does.
_REVISED = re.compile(
    r"\s?\(sửa đổi(?:,? bổ sung)?\)|\ssửa đổi(?:,? bổ sung)?(?!,? bổ sung)(?=[.,;:)\]\"”]|\s?$|\n|\s(?:với|đang|đã|lần|có|sẽ|được|vốn|này|và|trong|do|tại|cũng|là|vừa|lại)\b)"
)
_ALL_CAPITALS = re.compile(rf"\b[{UPPER}&]{{2,}}\b")
_IN_BRACKETS = re.compile(r"\s\(([A-ZĐ]{3,8})\)")
_LAW_NUMBER = re.compile(rf"\ssố\s(\d+/\d{{4}}/{_SUFFIX})")
_BEFORE_DATE = re.compile(r"[\s,(]{0,3}(?:ban\shành\s|ký\s)?(?=(?:ngày\s+)?\d)")
_ORGAN = re.compile(
    r"(?<!\S)(?:Đảng ủy|Ban|Bộ|Ủy ban|UBND|Chính phủ|Thủ tướng|Quốc hội|Cơ quan|Văn phòng|Tỉnh ủy|Thành ủy|Hội đồng|Chủ tịch|Tổng cục|Cục|Sở|Trung ương)(?!\w)"
)
_ORGAN_LINKS = frozenset(("tỉnh", "phố", "huyện", "quận", "phường", "xã", "nước", "quốc", "gia", "của"))
_NO_ORGAN_ENDS = frozenset(("và", "&", "của", "về", "các", "cho"))
_PARTY_ABROAD = re.compile(
    rf"\s(?:Nhân dân|Cộng sản|Lao động|Dân chủ|Cách mạng|Xã hội)(?:\s[{UPPER}][\w-]*(?:\s(?:dân|sản|động|chủ|mạng|hội|nghĩa))?)+"
)


def find(doc: Doc) -> Found:
    """Documents cited in the report and where."""
    citations = linked(with_shared_issuers(list(_citations(doc))))
    entities: dict[str, Entity] = {}
    written: dict[str, str] = {}
    for c in citations:
        key = _key(c)
        surface = _SPACES.sub(" ", doc.text[c.begin : c.end])
        if c.name and (
            (c.rule == "well_known" and _is_part(surface, c.name))
            or (c.rule == "law" and any(w not in c.name for w in _ALL_CAPITALS.findall(surface)))
        ):
            surface = c.name
        elif (
            c.name
            and c.rule in ("law", "name_title", "name_joined")
            and (c.rule == "name_joined" or not fold(surface).startswith(fold(c.doc_type)))
        ):
            surface = c.name  # an item of a list
        written[key] = max(written.get(key, ""), surface[0].upper() + surface[1:], key=len)
        known = entities[key].attributes if key in entities else {}
        entities[key] = Entity(
            "document", key, f"{c.doc_type} {c.number}" if c.number else written[key], _attributes(c, known)
        )
    mentions = tuple(Mention("document", _key(c), c.begin, c.end, c.form, c.rule) for c in citations)
    return Found(tuple(entities.values()), mentions)


def _attributes(c: Citation, known: Mapping[str, object]) -> dict[str, object]:
    """The columns of the documents table, added to what earlier citations of the same document said."""
    earlier = known.get("issuers")
    issuers = list(earlier) if isinstance(earlier, list) else []
    if c.issuer and c.issuer not in issuers:
        issuers.append(c.issuer)
    return {
        "doc_type": c.doc_type,
        "number": c.number,
        "issuers": issuers,
        "term": c.term or known.get("term"),
        "issued_on": c.issued_on or known.get("issued_on"),
    }


def _is_part(short: str, name: str) -> bool:
    """Whether all words of a shorter name are the whole one's: Chương trình nghị sự 2030."""
    return set(fold(short).split()) < set(fold(name).split())


def _key(c: Citation) -> str:
    if c.number is None:
        kind, name = canonical(c.doc_type), canonical(c.name or "")
        if c.rule.startswith("name_"):  # "Hiệp định về dẫn độ", "Hiệp định dẫn độ"
            about = name.removeprefix(f"{kind} về ")
            name = name if about == name else f"{kind} {about.removeprefix('việc ')}"
        return f"{name}|{c.issued_on}" if c.rule == "name_dated" else name
    number = number_key(c.number)
    apart = "" if _HAS_YEAR.search(number) else str(c.issued_on or "") or (f"khóa {c.term}" if c.term else "")
    return "|".join(filter(None, (fold(c.doc_type), number, apart)))


# ------------------------------------------------------------------------------------------------ lexicon


_TYPES = PhraseMatcher(((r["phrase"], (r["doc_type"], r["naming"])) for r in table("document_types")), REPORT)


def _law_names() -> Iterator[tuple[str, str]]:
    """Every spelling of a law's name → the name: the name, its aliases, its initials where no other law has them (ĐGTS)."""
    initials = Counter(_initials(row["name"]) for row in table("laws"))
    for row in table("laws"):
        letters = _initials(row["name"])
        spellings = [row["name"], *filter(None, row["aliases"].split("|"))]
        if initials[letters] == 1 and len(letters) > 2:
            spellings.append(letters)
        yield from ((spelling, row["name"]) for spelling in dict.fromkeys(spellings))


def _initials(name: str) -> str:
    return "".join(word[0].upper() for word in re.findall(r"[^\W\d_]+", name) if word not in ("và", "của"))


def _named() -> Iterator[tuple[str, tuple[str, str]]]:
    """Every spelling of a law or well-known document → (type, canonical name)."""
    for kind in _LAWS:
        for spelling, name in _law_names():
            yield f"{kind} {spelling}", (kind, f"{kind} {name}")
    for row in table("named_documents"):
        for spelling in filter(None, (row["name"], *row["aliases"].split("|"), *row["acronyms"].split("|"))):
            bodies = (spelling.replace("Liên hợp quốc", body) for body in ("Liên hợp quốc", "Liên hiệp quốc", "LHQ"))
            for order in {o for b in bodies for o in (b, re.sub("(?i)thương mại tự do", "tự do thương mại", b))}:
                yield from ((variant, (row["doc_type"], row["name"])) for variant in _dash_variants(order))


def _dash_variants(name: str) -> Iterator[str]:
    """ "Á - Âu" is also printed "Á-Âu", "Á- Âu" and "Á -Âu"."""
    parts = name.split(" - ")
    for dashes in product((" - ", "-", "- ", " -"), repeat=len(parts) - 1):
        yield "".join(p + d for p, d in zip(parts, (*dashes, ""), strict=True))


_NAMED = PhraseMatcher(_named(), REPORT)


@cache
def _organ_pairs() -> frozenset[str]:
    """Neighbouring syllables within the words of organs' names: "chính phủ", "giáo dục"; not "phủ đặt"."""
    phrases = chain(
        column("organ_words", "words"),
        column("organ_heads", "head"),
        column("organs", "name"),
        column("acronyms", "name"),
        column("titles", "title"),
        ("tổ công tác", "phó giám đốc", "cơ quan cảnh sát điều tra"),
    )
    return frozenset(" ".join(pair) for p in phrases for pair in pairwise(fold(p).replace(",", "").split()))


@cache
def _acronyms() -> dict[str, str]:
    """Acronyms that name a document by themselves (EVFTA, UNCLOS) → its name."""
    return {a: r["name"] for r in table("named_documents") for a in r["acronyms"].split("|") if a}


@cache
def _suffix_issuers() -> dict[str, str]:
    return {r["suffix"]: r["issuer"] for r in table("document_suffixes")}


# ------------------------------------------------------------------------------------------------ citations


def _citations(doc: Doc) -> Iterator[Citation]:
    text, folded = doc.text, doc.folded
    named = {b: (e, payload) for b, e, payload in _NAMED.find(folded)}
    done, last = 0, None
    types = list(_TYPES.find(folded))
    types += [(b, e, ("", "acronym")) for b, (e, _) in named.items() if _stands_alone(text, folded, b, e)]
    types.sort()
    opens = frozenset(begin for begin, _, _ in types)
    for begin, end, (kind, naming) in types:
        if begin < done or (naming == "law" and _NOT_LAW.search(folded, begin - 14, begin)):
            continue
        twice = folded[begin:end] == folded[end + 1 : 2 * end - begin + 1]  # "Công văn Công văn số 12"
        if twice and begin not in named and folded[2 * end - begin + 1 :][:1] == " ":
            continue
        found = list(_numbered(text, folded, begin, end, kind)) if kind else []
        if not found and kind in _TITLED:
            found = list(_titles(text, folded, begin, end, kind))
        if not found and naming == "law" and (amending := _amending(text, folded, begin, end, kind, named)):
            found = amending
        if not found and begin in named and (text[begin].isupper() or text[end : end + 2].strip()[:1].isupper()):
            found = [_well_known(text, folded, begin, *named[begin])]
        if (
            not found
            and not (naming in ("plan", "about") and last and _is_its_subject(folded, last, begin))
            and (c := _by_name(text, folded, begin, end, kind, naming, opens))
        ):
            found = [c]
        if found and found[-1].rule == "law":
            found = [*found, *_more_laws(text, folded, found[-1])]
        for c in found:
            done, last = c.end, c
            if c.rule == "name_plan":
                done = next((m.end() for m in _CARRIED.finditer(folded, c.begin, c.end) if m.end() in opens), done)
            elif c.rule == "name_subject":  # a decree about another document cites that too, unless it adopts it
                done = next(
                    (
                        b
                        for b, _, (_, way) in types
                        if begin < b < done and (way not in ("plan", "about") or folded.endswith(" của ", 0, b))
                    ),
                    done,
                )
            yield _with_context(doc, c, opens)
        if found and found[0].rule == "name_treaty" and (joined := _joined(text, folded, begin, found[0])):
            yield joined


def _joined(text: str, folded: str, begin: int, c: Citation) -> Citation | None:
    """ "Hiệp ước và Nghị định thư về đường biên giới": the type before "và" has the name of the other."""
    before = _TYPE_AND.search(text, begin - 24, begin)
    if not before or folded.endswith(("các ", "hai ", "những "), 0, before.start("kind")):
        return None
    name = f"{before['kind']}{(c.name or '').removeprefix(c.doc_type)}"
    return Citation(before.start("kind"), before.end("kind"), before["kind"], "name", "name_joined", name=name)


def _stands_alone(text: str, folded: str, begin: int, end: int) -> bool:
    """An acronym in capitals, not where brackets explain what it stands for, not as part of a longer one, not a body of the
    treaty (Hội đồng TIFA)."""
    return (
        text[begin:end] in _acronyms()
        and text[begin - 1 : begin] not in ("(", "-")
        and text[end : end + 1] != "-"
        and not folded.endswith(_OF_BODIES, 0, begin)
    )


def _numbered(text: str, folded: str, begin: int, end: int, kind: str) -> Iterator[Citation]:
    m = _NUMBER.match(text, end)
    if m and not m["so"] and not m["suffix"]:
        bare_year = re.fullmatch(r"(?:19|20)\d\d", m["number"])
        if bare_year or (not text[begin].isupper() and not re.search(r"[/-]", m["number"]) and len(m["number"]) < 2):
            return
        if not text[m.start() : m.start("number")].isspace() or _COUNTED.match(folded, m.end()):
            return
        by_organ = len(m["number"]) > 1 and re.match(rf"\scủa\s[{UPPER}]", text[m.end() : m.end() + 6])
        dated = len(m["number"]) > 1 and _DATED.match(text, m.end())
        if not (by_organ or dated) and kind in (
            "Chương trình",
            "Kế hoạch",
            "Đề án",
            "Báo cáo",
            "Thông báo",
            "Luật",
            "Tuyên bố",
            "Thỏa thuận",
            "Hiệp định",
            "Công hàm",
            "Chiến lược",
            "Quy hoạch",
            "Quy chế",
            "Lệnh",
            "Văn bản",
        ):
            return
    m = m or _DETACHED.match(text, end)
    if not m:
        return
    yield Citation(begin, m.end(), kind, "number", "number", _normal_number(m["number"]))
    chained = bool(m["suffix"]) or bool(_PLURAL.search(folded, begin - 6, begin))
    at = m.end()
    while (
        (n := _AND_NUMBER.match(text, at))
        and (chained or (m["so"] and "số" in n[0]))
        and (n["suffix"] or not m["suffix"])
        and not _COUNTED.match(folded, n.end())
    ):
        yield Citation(n.start("number"), n.end(), kind, "number", "number_chain", _normal_number(n["number"]))
        at = n.end()


def _is_its_subject(folded: str, last: Citation, begin: int) -> bool:
    """Whether a plan is what the numbered document before it is about: "Nghị quyết 49-NQ/TW về Chiến lược …" is one."""
    between = folded[last.end : begin]
    return bool(
        (last.number or last.rule == "plenum")
        and len(between) < 120
        and not re.search(r"[.;:]\s", between)
        and _SUBJECT.search(between)
    )


def _more_laws(text: str, folded: str, first: Citation) -> Iterator[Citation]:
    """The laws behind a law whose type word stands once: "các Luật Đất đai, Nhà ở và Xây dựng". Where it is no plural, only
    a capital, or small letters throughout and a name of three syllables, shows a law and no clause.
    """
    plural = bool(_PLURAL.search(folded, first.begin - 6, first.begin))
    small = not re.search(rf"[{UPPER}]", text[first.begin + len(first.doc_type) : first.end])
    at = first.end
    while (comma := _NEXT_LAW.match(folded, at)) and (law := _law_at(folded, comma.end())):
        begin, end, name = law
        told = plural or text[begin].isupper() or (small and folded.count(" ", begin, end) > 1)
        if not told or not _ENDS_ITEM.match(folded, end):
            return
        yield Citation(begin, end, first.doc_type, "name", "law", name=f"{first.doc_type} {name}")
        at = end


@cache
def _laws_by_syllable() -> dict[str, list[tuple[str, str]]]:
    """First syllable → the spellings of laws that begin with it, longest first, and their names."""
    found: dict[str, list[tuple[str, str]]] = {}
    for spelling, name in sorted(_law_names(), key=lambda law: (-len(law[0]), law)):
        found.setdefault(re.split(r"\W", fold(spelling))[0], []).append((fold(spelling), name))
    return found


def _law_at(folded: str, begin: int) -> tuple[int, int, str] | None:
    word = _WORD.match(folded, begin)
    for spelling, name in _laws_by_syllable().get(word[0], ()) if word else ():
        end = begin + len(spelling)
        if folded.startswith(spelling, begin) and not folded[end : end + 1].isalnum():
            return begin, end, name
    return None


def _amending(
    text: str, folded: str, begin: int, end: int, kind: str, named: Mapping[int, tuple[int, tuple[str, str]]]
) -> list[Citation]:
    """ "Luật sửa đổi, bổ sung một số điều của Luật Đất đai": a law of its own, named by the law it amends; that is cited by itself where a
    number or year tells which one."""
    m = _AMENDING.match(folded, end)
    if not m or m.end() not in named or not text[begin].isupper():
        return []
    inner = _well_known(text, folded, m.end(), *named[m.end()])
    name = f"{kind} sửa đổi, bổ sung một số điều của {inner.name}"
    amending = Citation(begin, inner.end, kind, "name", "amending_law", name=name)
    return [amending, inner] if inner.end > named[m.end()][0] else [amending]


def _normal_number(number: str) -> str:
    """ "122- CTr/ĐUB" → "122-CTr/ĐUB"; T.Ư and TƯ are TW."""
    number = re.sub(r"\s?([-/])\s?", r"\1", re.sub("[–—]", "-", number))
    return re.sub(r"\bT\.?(?:Ư|W)\b\.?|(?<=[/-])TƯ\b", "TW", number).rstrip(".")


def _well_known(text: str, folded: str, begin: int, end: int, payload: tuple[str, str]) -> Citation:
    kind, name = payload
    acronym = _ACRONYM.match(text, end)
    numbered = _LAW_NUMBER.match(text, end)
    if numbered:
        return Citation(begin, numbered.end(), kind, "number", "law_number", _normal_number(numbered[1]), name=name)
    year = (_YEAR.match(folded, acronym.end()) if acronym else None) or _YEAR.match(folded, end)
    if kind not in _LAWS:
        # "Công ước … về Luật Biển năm 1982": the year belongs to the name
        told = year and year.start() == end and (kind in _OF_A_YEAR or not folded.startswith("năm", end + 1))
        return Citation(begin, year.end() if told and year else end, kind, "name", "well_known", name=name)
    if year:
        return Citation(begin, year.end(), kind, "name", "law", name=f"{name} {year[1]}")
    if revised := _REVISED.match(folded, end):
        return Citation(begin, revised.end(), kind, "name", "law", name=f"{name} (sửa đổi)")
    return Citation(begin, end, kind, "name", "law", name=name)


def _by_name(
    text: str, folded: str, begin: int, end: int, kind: str, naming: str, opens: Container[int]
) -> Citation | None:
    if naming == "party":
        session = _congress_or_plenum(text, folded, begin, end, kind)
        if session or kind != "Nghị quyết":
            return session
        naming = "subject"
    if naming == "whole":
        year = _YEAR.match(folded, end) if kind == "Hiến pháp" else None
        if not text[begin].isupper():
            return None
        return Citation(
            begin,
            year.end() if year else end,
            kind,
            "name",
            "whole",
            name=f"{kind} {year[1]}" if year else text[begin:end],
        )
    if naming in ("number", "acronym"):
        return None
    signed = _SIGNED.match(folded, end) if naming == "treaty" else None
    issued = full_date(folded, signed.start("day")) if signed else None
    if signed:  # "Hiệp định ký ngày … về …": the name goes on behind the day
        end = signed.end()
    stop = end_of_name(text, folded, TypeWord(begin, end, kind, naming), opens)
    if stop is None:
        return _by_day(text, folded, begin, end, kind) if naming == "treaty" else None
    acronym = _IN_BRACKETS.match(text, stop)
    if acronym and acronym[1] in _acronyms():  # "Hiệp định Thương mại tự do (EVFTA)"
        return Citation(begin, stop, kind, "name", "well_known", name=_acronyms()[acronym[1]])
    if naming == "law" and (revised := _REVISED.match(folded, stop)):
        stop = revised.end()
    name = _QUOTES.sub("", kind + text[end:stop]).rstrip(" ,.")
    day = issued[0] if issued else None
    return Citation(begin, stop, kind, "name", f"name_{naming}", name=_SPACES.sub(" ", name), issued_on=day)


def _by_day(text: str, folded: str, begin: int, end: int, kind: str) -> Citation | None:
    """ "đã ký Hiệp định Thương mại tự do vào ngày 29/5/2015": the day tells which one a general name means."""
    m = _ON_DAY.match(folded, end) if text[begin].isupper() and text[end + 1 : end + 2].isupper() else None
    day = full_date(folded, m.start("day")) if m else None
    if not m or not day:
        return None
    name = _SPACES.sub(" ", text[begin : m.end("name")])
    return Citation(begin, m.end("name"), kind, "name", "name_dated", name=name, issued_on=day[0])


def _titles(text: str, folded: str, begin: int, end: int, kind: str) -> Iterator[Citation]:
    """ "ba nghị quyết: “A”, “B” và “C”": a document for every title of a list."""
    if not _SEVERAL.search(folded, begin - 5, begin):
        return
    at = lead.end() if (lead := _TO_TITLES.match(text, end)) else len(text)
    found = []
    while m := _TITLE.match(text, at):
        found.append(
            Citation(m.start("title"), m.end("title"), kind, "name", "name_title", name=f"{kind} {m['title']}")
        )
        at = m.end()
    if len(found) > 1:
        yield from found


def _congress_or_plenum(text: str, folded: str, begin: int, end: int, kind: str) -> Citation | None:
    if m := _OF_BRANCH.match(folded, end):  # "Đại hội XVI Đảng bộ thành phố Huế"
        proper = _PROPER_WORDS.match(text, m.end())
        stop = proper.end() if proper else m.end()
        return Citation(begin, stop, kind, "name", "congress_branch", name=_SPACES.sub(" ", text[begin:stop]))
    if m := _CONGRESS.match(folded, end):
        if m["congress"]:
            term = _ROMAN_TERMS.get(m["congress"], m["congress"].upper())
            abroad = _PARTY_ABROAD.match(text, m.end()) if folded.endswith(" đảng", 0, m.end()) else None
            if abroad and folded[slice(*abroad.span())] != " cộng sản việt nam":
                name = f"{kind} Đại hội {term} của Đảng{abroad[0]}"
                return Citation(begin, abroad.end(), kind, "name", "congress_abroad", name=name)
            return Citation(begin, m.end(), kind, "name", "congress", name=f"{kind} Đại hội {term}", term=term)
        return Citation(begin, m.end(), kind, "name", "congress_branch", name=_SPACES.sub(" ", text[begin : m.end()]))
    m = _PLENUM.match(folded, end)
    nth = m and (m["a"] or m["b"])
    if not m or not nth:
        return None
    session = _ORDINALS.get(nth) or (int(nth) if nth.isdigit() else _roman(nth))
    term = _ROMAN_TERMS.get(m["term"], m["term"].upper()) if m["term"] else None
    more = re.sub(r"\bkhóa\s", "", m["more"]).upper() if m["more"] else ""
    stop = m.end()
    name = f"{kind} Trung ương {session}" + (f" khóa {term}{more}" if term else "")
    return Citation(begin, stop, kind, "name", "plenum", name=name, term=term)


def _roman(numeral: str) -> int:
    values = [_ROMAN[c] for c in numeral.upper()]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))


# ------------------------------------------------------------------------------------------------ date, issuer, term


def _with_context(doc: Doc, c: Citation, opens: Container[int]) -> Citation:
    """The citation with the date, issuer and term that stand around it."""
    if c.number is None:
        return c
    text, folded = doc.text, doc.folded
    issued_on, issuer, term, at = None, None, c.term, c.end
    for _ in range(4):
        lead = _BEFORE_DATE.match(folded, at, at + 14)
        if issued_on is None and lead and (dated := full_date(folded, lead.end())):
            issued_on, at = dated
        elif term is None and (m := _TERM.match(folded, at)):
            term, at = m["term"].upper(), m.end()
        elif issuer is None and (m := _ISSUED_BY.match(folded, at)) and (stop := _issuer_end(text, folded, m.end())):
            issuer, at = text[m.end() : stop], stop
        else:
            break
    issuer = issuer or _issuer_before(doc, c.begin) or _issuer_by_suffix(c.number)
    return replace(c, issued_on=issued_on, issuer=issuer, term=term, subject=subject(text, folded, at, opens))


def _issuer_end(text: str, folded: str, begin: int) -> int | None:
    """Where the organ named at `begin` ends: before the first small word that no organ's name goes on with."""
    at = stop = begin
    previous = ""
    for n in range(12):
        m = _WORD.match(text, at + (n > 0))
        if not m or (n and text[at] != " "):
            break
        word, capital = folded[m.start() : m.end()], m[0][0].isupper()
        if (not n and not capital) or (n and not capital and not _belongs_to_organ(previous, word, text, m.end())):
            break
        if folded.startswith("quy định", m.start()):  # a heading without a stop runs on
            break
        at, previous = m.end(), word
        stop = stop if word in _NO_ORGAN_ENDS else at
    return stop if stop > begin else None


def _belongs_to_organ(previous: str, word: str, text: str, end: int) -> bool:
    """A small word goes on with an organ's name: the second syllable of one of its words, a level, a link to another field."""
    if word in ("và", "&"):
        field = re.match(r" ([^\W\d_]+) ([^\W\d_]+)", text[end : end + 24])
        return bool(
            field and field[1][0].isupper() and field[1] != "Bộ" and fold(f"{field[1]} {field[2]}") in _organ_pairs()
        )
    if word == "thành":
        return text.startswith(" phố ", end)
    return word in _ORGAN_LINKS or word.isdigit() or f"{previous} {word}" in _organ_pairs()


def _issuer_before(doc: Doc, begin: int) -> str | None:
    """ "Đảng ủy Ngoài nước ban hành Kế hoạch số …; Chương trình … số …": the subject of "ban hành" in the same sentence."""
    sentence = doc.sentence_at(begin)
    if not sentence:
        return None
    text = doc.text[sentence[0] : begin]
    verbs = list(_ISSUES.finditer(doc.folded, sentence[0], begin))
    if not verbs:
        return None
    verb = verbs[-1].start()
    for organ in _ORGAN.finditer(text, 0, verb - sentence[0]):
        start = sentence[0] + organ.start()
        stop = _issuer_end(doc.text, doc.folded, start)
        if stop and stop >= verb:
            return doc.text[start:verb].strip()
    return None


def _issuer_by_suffix(number: str) -> str | None:
    issuers = _suffix_issuers()
    _, _, suffix = number.partition("/")
    for tail in (
        suffix.rpartition("/")[2],
        suffix.rpartition("/")[2].rstrip("0123456789"),
        *suffix.split("/")[-1].split("-")[1:2],
        *suffix.split("/")[-1].split("-")[:1],
    ):
        if tail in issuers:
            return issuers[tail]
    return None
