"""One document, one key: type, number, issuer and date or term, because party numbers start anew each congress.

In: the documents that reports cite. Out: for every (report, key) the key of the document in the whole dataset. A citation that
says less than another is linked to it only where the corpus leaves no choice: a bare number ("Nghị quyết 34") to the one
number of that type that begins so, if it names no congress that the other does not, an undated citation to the one date known for that number. Where two would fit, it
stays a document of its own.
"""

from __future__ import annotations

from collections import defaultdict

import polars as pl

from transforms.text.normalise import canonical

_Row = tuple[str, str, str, str | None, list[str] | None, str | None, str | None]


def document_keys(documents: pl.DataFrame) -> pl.DataFrame:
    """(report_id, key, document) from `documents` (report_id, key, doc_type, number, issuers, term, issued_on, name)."""
    cited = documents.select(
        "report_id", "key", "doc_type", "number", "issuers", "term", pl.col("issued_on").cast(pl.String)
    )
    found = _resolve(cited.rows())
    return cited.select("report_id", "key").with_columns(document=pl.Series(found, dtype=pl.String))


def _resolve(rows: list[_Row]) -> list[str]:
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
) -> str:
    _, key, doc_type, number, issuers, term, issued = row
    if not number:
        return key
    kind, number = canonical(doc_type), canonical(number)
    full = numbered[kind, _digits(number)]
    if number.isdigit():
        # "Chỉ thị 34 … khóa XI" is no 34-CT/TW of an unknown congress.
        if len(full) != 1 or (term and canonical(term) not in terms[kind, next(iter(full))]):
            return "|".join(
                (
                    kind,
                    number,
                    *sorted(canonical(i) for i in issuers or ()),
                    canonical(term) if term else "",
                    issued or "",
                )
            )
        number = next(iter(full))
    if not issued and len(dated[kind, number]) == 1:
        issued = next(iter(dated[kind, number]))
    # A number with the year in it (86/2015/NĐ-CP) needs no date; others are told apart by date of issue, or else term.
    apart = (
        "" if number.count("/") > 1 else issued or (canonical(term) if term and len(terms[kind, number]) > 1 else "")
    )
    return "|".join((kind, number, apart))


def _digits(number: str) -> str:
    return number[: next((i for i, c in enumerate(number) if not c.isdigit()), len(number))].lstrip("0")
