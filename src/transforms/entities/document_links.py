"""The citations of one report that mean one document, however it is spelled there.

In: what `documents` read at each place, in reading order. Out: the same with one number, one name and one issuer for each
document. A bare number is the full number of the report; a short name is the fuller one that the report has: its beginning,
its subject, or all its words in their order. What could be two of the report's documents stays by itself.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from transforms.lexicon import table
from transforms.text.letters import UPPER
from transforms.text.normalise import canonical, fold
from transforms.text.remembered import remembered

_BARE_NUMBER = re.compile(r"\d+[a-z]?(?:/\d{4})?")
_CENTRAL = re.compile(r"\bt\.?(?:ư|w)\b\.?")


@dataclass(frozen=True, slots=True)
class Citation:
    """A document as one place of the report names it."""

    begin: int
    end: int
    doc_type: str
    form: str
    rule: str
    number: str | None = None
    name: str | None = None
    issuer: str | None = None
    term: str | None = None
    issued_on: dt.date | None = None
    subject: str | None = None  # what a numbered document is about, where the text says so behind the number


def with_shared_issuers(citations: Sequence[Citation]) -> list[Citation]:
    """One office's documents carry one mark ("122-CTr/ĐUB", "1066-KH/ĐUB"): the issuer told with one is the other's too."""
    by_mark: dict[str, set[str]] = {}
    for c in citations:
        if c.issuer and (mark := _mark(c)):
            by_mark.setdefault(mark, set()).add(c.issuer)
    known = {mark: issuers.pop() for mark, issuers in by_mark.items() if len(issuers) == 1}
    return [replace(c, issuer=c.issuer or known.get(_mark(c))) if c.number else c for c in citations]


def _mark(c: Citation) -> str:
    """The issuing office in a document's number; "" where several share it."""
    mark = (c.number or "").rpartition("/")[2]
    return "" if mark == "TW" or "-" in mark or mark.isdigit() else mark


def linked(citations: Sequence[Citation]) -> list[Citation]:
    """Bare numbers and undated citations joined with the only fuller form of the same document in the report."""
    full = [c for c in citations if c.number is not None]
    out: list[Citation] = []
    for c in citations:
        if c.number is None:
            out.append(_same_name(_with_year(c, citations), out, citations))
            continue
        fuller = [x for x in full if x.doc_type == c.doc_type and _is_spelling_of(c, x)]
        best = max(fuller, key=lambda x: (len(number_key(x.number or "")), x.issued_on is not None, x.term is not None))
        one = len({number_key(x.number or "") for x in fuller if len(x.number or "") == len(best.number or "")}) == 1
        dates = {
            x.issued_on for x in fuller if x.issued_on and number_key(x.number or "") == number_key(best.number or "")
        }
        terms = {x.term for x in fuller if x.term}
        if one:
            c = replace(c, number=best.number)
            c = replace(
                c,
                issued_on=c.issued_on or (next(iter(dates)) if len(dates) == 1 else None),
                term=c.term or (next(iter(terms)) if len(terms) == 1 else None),
            )
        out.append(c)
    return out


def _with_year(c: Citation, citations: Sequence[Citation]) -> Citation:
    """ "Luật Đất đai" is the "Luật Đất đai 2013" of the same report where it names one year only."""
    if c.rule != "law":
        return c
    years = {x.name for x in citations if x.rule == "law" and x.name and c.name and _is_with_year(x.name, c.name)}
    if not years:  # only the bill is there: "Luật Đất đai (sửa đổi)"
        years = {x.name for x in citations if x.rule == "law" and x.name == f"{c.name} (sửa đổi)"}
    return replace(c, name=next(iter(years))) if len(years) == 1 else c


def _is_with_year(name: str, law: str) -> bool:
    year = name.removeprefix(f"{law} ")
    return len(year) == 4 and year.isdecimal() and len(name) == len(law) + 5


def _same_name(c: Citation, earlier: Sequence[Citation], citations: Sequence[Citation]) -> Citation:
    """A name that begins one fuller name of the report, or all but repeats an earlier one of its type, is that document."""
    if c.rule == "plenum" and c.name and c.term is None:  # "Nghị quyết Trung ương 4" of the term told elsewhere
        terms = {x.name: x for x in citations if x.rule == "plenum" and x.name and x.name.startswith(f"{c.name} khóa ")}
        return replace(c, name=(x := terms.popitem()[1]).name, term=x.term) if len(terms) == 1 else c
    if not c.rule.startswith(("name_", "well_known")) or not c.name:
        return c
    if c.rule == "name_subject" and (numbered := _numbered_of_subject(c, citations)):
        return replace(numbered, begin=c.begin, end=c.end, form=c.form, rule=c.rule)
    if c.rule != "well_known" and (fuller := _fuller_name(c, citations)):
        return replace(c, name=fuller)
    begins = {x.name for x in citations if x.name and canonical(x.name).startswith(canonical(c.name) + " ")}
    if len(begins) == 1:
        return replace(c, name=begins.pop())
    if c.rule == "well_known":
        return c
    # "Bản ghi nhớ về đào tạo nghề" is the only one "giữa A và B về đào tạo nghề"
    subject = canonical(c.name).removeprefix(f"{canonical(c.doc_type)} về ")
    alike = {
        x.name
        for x in citations
        if x.name and x.doc_type == c.doc_type and f" {subject} " in f" {_of_parties(canonical(x.name))} "
    }
    if len(alike) == 1 and len(subject.split()) > 2:
        return replace(c, name=alike.pop())
    opening = canonical(c.name).split()[: len(c.doc_type.split()) + 1]
    words = set(canonical(c.name).split())
    parties = _loose(c.name)
    for x in earlier:
        if x.name and x.doc_type == c.doc_type and " giữa " in f"{c.name} {x.name}" and parties == _loose(x.name):
            return replace(c, name=x.name)
        if x.rule == c.rule and x.doc_type == c.doc_type and x.name:
            other = set(spelled := canonical(x.name).split())
            if spelled[: len(opening)] != opening or _other_parties(c.name, x.name):
                continue
            if len(words & other) >= 0.7 * len(words | other) and not any(w.isdigit() for w in words ^ other):
                return replace(c, name=x.name)
    return c


def _numbered_of_subject(c: Citation, citations: Sequence[Citation]) -> Citation | None:
    """The one numbered document of the report whose subject the name gives: "Nghị quyết 10 về phát triển kinh tế tư nhân" is
    the "Nghị quyết của Trung ương về kinh tế tư nhân".
    """
    name = canonical(c.name or "").removeprefix(f"{canonical(c.doc_type)} ")
    words = _content(re.sub(r"^(?:của .*? )?về (?:việc )?", "", name))
    found = {
        x.number: x
        for x in citations
        if x.subject
        and x.doc_type == c.doc_type
        and len(about := _content(x.subject)) > 2
        and (_in_order(words, about) or _in_order(about, words))
    }
    return next(iter(found.values())) if len(found) == 1 and len(words) > 2 else None


def _fuller_name(c: Citation, citations: Sequence[Citation]) -> str | None:
    """The one longer name that has all content words of a short one in their order: "Quy hoạch Sơn Trà" in "Quy hoạch tổng thể
    phát triển khu du lịch quốc gia Sơn Trà". A name with its parties is no short one, and an amendment is not what it amends.
    """
    name = c.name or ""
    words = _content(name)
    kind = len(c.doc_type.split())
    if c.rule in ("name_law", "name_dated") or len(words) < kind + 2 or " giữa " in name:
        return None
    longer = {
        x.name
        for x in citations
        if x.name
        and x.doc_type == c.doc_type
        and x.rule.startswith("name_")
        and (" sửa đổi" in x.name) == (" sửa đổi" in name)
        and (c.rule == "name_plan" or _content(x.name)[: kind + 1] == words[: kind + 1])
        and _in_order(words, _content(x.name))
    }
    fullest = max(longer, key=lambda n: (len(_content(n)), len(n), n))
    whole = _content(fullest)
    return fullest if fullest != name and all(_in_order(_content(n), whole) for n in longer) else None


@remembered
def _content(name: str) -> tuple[str, ...]:
    """The words of a name without those that only join others."""
    words = re.split(r"[^\w/]+", canonical(name))
    return tuple(
        w
        for w in words
        if w and w not in _JOINING and w not in ("về", "việc", "trong", "cho", "tại", "ở", "hợp", "tác")
    )


def _in_order(short: Sequence[str], whole: Sequence[str]) -> bool:
    """Whether all words of `short` stand in `whole` in the same order."""
    rest = iter(whole)
    return all(word in rest for word in short)


def _other_parties(name: str, other: str) -> bool:
    """Whether two names give parties of which each lacks some of the other's; an acronym may be any of them."""
    a, b = (n.partition(" giữa ")[2].partition(" về ")[0] for n in (name, other))
    return not re.search(rf"[{UPPER}]{{2}}", a + b) and bool(_loose(a) - _loose(b) and _loose(b) - _loose(a))


def _of_parties(name: str) -> str:
    """What a treaty is about whose name gives its parties; nothing of one that amends another."""
    return "" if " sửa đổi" in name else name.partition(" giữa ")[2].partition(" về ")[2]


@remembered
def _loose(name: str) -> frozenset[str]:
    """The words of a treaty's name, however the parties are joined and abbreviated: giữa Việt Nam và EU, Việt Nam - EU."""
    words = (_BODIES.get(word, word) for word in re.split(r"[\s()–-]+", canonical(name)))
    return frozenset(" ".join(words).replace("-", " ").split()) - _JOINING


_BODIES = {canonical(row["name"]): canonical(row["canonical"]) for row in table("acronyms") if row["canonical"]}
_JOINING = frozenset(("giữa", "và", "với", "của", "nước", "các"))


def _is_spelling_of(c: Citation, fuller: Citation) -> bool:
    a, b = number_key(c.number or ""), number_key(fuller.number or "")
    if a == b:
        return True
    return b.startswith((f"{a}-", f"{a}/")) and _BARE_NUMBER.fullmatch(a) is not None


@remembered
def number_key(number: str) -> str:
    """A number in the form in which spellings are compared."""
    return _CENTRAL.sub("tw", fold(number)).replace(" ", "").lstrip("0") or "0"
