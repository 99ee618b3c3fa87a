"""One document, one key: type, number, issuer and date or term, because party numbers start anew each congress.

In: the documents that reports cite. Out: for every (report, key) the key of the document in the whole dataset, and for a bare
number ("Nghị quyết 34") the key of the one number of that type that begins so, where the corpus leaves no choice and no
congress is named that the other does not name. A bare number stays a document of its own beside that link: what looks
unique in a small corpus need not be. An undated citation is that of the one date known for its number.
"""

from __future__ import annotations

from collections import defaultdict

import polars as pl

from transforms.text.normalise import canonical

_Row = tuple[str, str, str, str | None, list[str] | None, str | None, str | None]


def document_keys(documents: pl.DataFrame) -> pl.DataFrame:
    """(report_id, key, document, whole) from `documents` (report_id, key, doc_type, number, issuers, term, issued_on); `whole`
    is null for all but bare numbers that can be only one.
    """
    cited = documents.select(
        "report_id", "key", "doc_type", "number", "issuers", "term", pl.col("issued_on").cast(pl.String)
    )
    found = _resolve(cited.rows())
    return cited.select("report_id", "key").with_columns(
        document=pl.Series([own for own, _ in found], dtype=pl.String),
        whole=pl.Series([whole for _, whole in found], dtype=pl.String),
    )


def _resolve(rows: list[_Row]) -> list[tuple[str, str | None]]:
    numbered: dict[tuple[str, str], set[str]] = defaultdict(set)  # (type, digits) → full numbers
    dated: dict[tuple[str, str], set[str]] = defaultdict(set)  # (type, number) → dates of issue
    terms: dict[tuple[str, str], set[str]] = defaultdict(set)
    for _, _, doc_type, number, _, term, issued in rows:
        if number:
            kind, number = canonical(doc_type), canonical(number)
            if not number.isdigit():
                numbered[kind, _digits(number)].add(number)
            if issued:
                dated[kind, number].add(issued)
            if term:
                terms[kind, number].add(canonical(term))
    return [_key(row, numbered, dated, terms) for row in rows]


def _key(
    row: _Row,
    numbered: dict[tuple[str, str], set[str]],
    dated: dict[tuple[str, str], set[str]],
    terms: dict[tuple[str, str], set[str]],
) -> tuple[str, str | None]:
    _, key, doc_type, number, issuers, term, issued = row
    if not number:
        return key, None
    kind, number = canonical(doc_type), canonical(number)
    if number.isdigit():
        own = (
            kind,
            number,
            *sorted(canonical(i) for i in issuers or ()),
            canonical(term) if term else "",
            issued or "",
        )
        full = numbered[kind, _digits(number)]
        only = next(iter(full)) if len(full) == 1 else None
        # "Chỉ thị 34 … khóa XI" is no 34-CT/TW of an unknown congress.
        if not only or (term and canonical(term) not in terms[kind, only]):
            return "|".join(own), None
        return "|".join(own), _numbered(kind, only, term, issued, dated, terms)
    return _numbered(kind, number, term, issued, dated, terms), None


def _numbered(
    kind: str,
    number: str,
    term: str | None,
    issued: str | None,
    dated: dict[tuple[str, str], set[str]],
    terms: dict[tuple[str, str], set[str]],
) -> str:
    """Key of a full number."""
    if not issued and len(dated[kind, number]) == 1:
        issued = next(iter(dated[kind, number]))
    # A number with the year in it (86/2015/NĐ-CP) needs no date; others are told apart by date of issue, or else term.
    apart = (
        "" if number.count("/") > 1 else issued or (canonical(term) if term and len(terms[kind, number]) > 1 else "")
    )
    return "|".join((kind, number, apart))


def _digits(number: str) -> str:
    return number[: next((i for i, c in enumerate(number) if not c.isdigit()), len(number))].lstrip("0")
