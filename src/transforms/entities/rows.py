"""Extractions → frames with one row per entity, mention, claim, date, statement and role of a report.

The frames carry keys, not entity ids: which keys are one entity is decided over all reports, in `resolve`.
`STAGE` gives their columns; `key`, `person_key`, … identify an entity within its kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from transforms.entities import roles
from transforms.ids import content_id
from transforms.records import Extraction

_Columns = dict[str, pl.DataType | type[pl.DataType]]
_SPANS = pl.List(pl.Struct({"begin": pl.Int32, "end": pl.Int32}))
_WHERE: _Columns = {"article_id": pl.String, "report_id": pl.String}
_EXTENT: _Columns = {"begin": pl.Int32, "end": pl.Int32, "surface": pl.String}

STAGE: dict[str, pl.Schema] = {
    "mentions": pl.Schema({**_WHERE, "kind": pl.String, "key": pl.String, **_EXTENT, "form": pl.String, "rule": pl.String, "mention_id": pl.String}),
    "report_entities": pl.Schema(
        {
            **_WHERE, "kind": pl.String, "key": pl.String, "name": pl.String,
            "branch": pl.String, "level": pl.String, "parent_key": pl.String, "successor_key": pl.String,
            "unit_code": pl.String, "era": pl.String,
            "doc_type": pl.String, "number": pl.String, "issuers": pl.List(pl.String), "term": pl.String, "issued_on": pl.Date,
        }
    ),
    "claims": pl.Schema(
        {
            **_WHERE, "person_key": pl.String, "office": pl.String, "title": pl.String, "organization_key": pl.String,
            **_EXTENT, "spans": _SPANS, "is_former": pl.Boolean, "is_acting": pl.Boolean, "rule": pl.String, "claim_id": pl.String,
        }
    ),
    "dates": pl.Schema(
        {
            **_WHERE, **_EXTENT, "value": pl.Date, "end_value": pl.Date, "month": pl.Int8, "day": pl.Int8, "year": pl.Int16,
            "basis": pl.String, "is_event_date": pl.Boolean, "rule": pl.String,
        }
    ),
    "statements": pl.Schema(
        {**_WHERE, "speaker_key": pl.String, "mode": pl.String, "verb": pl.String, "text": pl.String, "spans": _SPANS, "rule": pl.String,
         "statement_id": pl.String}
    ),
    "roles": pl.Schema({**_WHERE, "kind": pl.String, "key": pl.String, "role": pl.String, "begin": pl.Int32, "end": pl.Int32, "rule": pl.String}),
    "event_dates": pl.Schema(
        {
            "report_id": pl.String, "event_date": pl.Date, "event_end_date": pl.Date, "event_month": pl.Int8, "event_day": pl.Int8,
            "event_date_precision": pl.String, "event_date_basis": pl.String, "place_key": pl.String,
        }
    ),
}  # fmt: skip

JOINT = " … "


def frames(extracted: Iterable[tuple[str, str, str, Extraction]]) -> dict[str, pl.DataFrame]:
    """Frames of `STAGE` from (article_id, report_id, article text, extraction) of any number of reports."""
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in STAGE}
    for article_id, report_id, text, found in extracted:
        where = {"article_id": article_id, "report_id": report_id}
        for name, new in _rows(report_id, text, found).items():
            for row in new:
                row.update(where)
            rows[name] += new
    return {name: pl.DataFrame(rows[name], schema=schema, orient="row") for name, schema in STAGE.items()}


def _rows(report_id: str, text: str, x: Extraction) -> Mapping[str, list[dict[str, Any]]]:
    return {
        "mentions": [
            {"kind": m.kind, "key": m.key, "begin": m.begin, "end": m.end, "surface": text[m.begin : m.end], "form": m.form, "rule": m.rule,
             "mention_id": content_id("mention", report_id, m.kind, m.begin, m.end)}
            for m in x.mentions
        ],
        "report_entities": [{"kind": e.kind, "key": e.key, "name": e.name, **e.attributes} for e in x.entities],
        "claims": [
            {
                "person_key": c.person_key, "office": c.office.office, "title": c.office.title, "organization_key": c.office.organization_key,
                "begin": c.office.begin, "end": c.office.end, "surface": _joined(text, c.office.spans), "spans": _spans(c.office.spans),
                "is_former": c.office.is_former, "is_acting": c.office.is_acting, "rule": f"{c.office.rule}+{c.rule}",
                "claim_id": content_id("claim", report_id, c.person_key, c.office.begin, c.office.end),
            }
            for c in x.claims
        ],
        "dates": [
            {
                "begin": d.begin, "end": d.end, "surface": text[d.begin : d.end], "value": d.value, "end_value": d.end_value,
                "month": d.month, "day": d.day, "year": d.year, "basis": d.basis, "is_event_date": d.is_event_date, "rule": d.rule,
            }
            for d in x.dates
        ],
        "statements": [
            {"speaker_key": s.speaker_key, "mode": s.mode, "verb": s.verb, "text": _joined(text, s.spans), "spans": _spans(s.spans), "rule": s.rule,
             "statement_id": content_id("statement", report_id, s.speaker_key, s.spans[0][0], s.spans[-1][1])}
            for s in x.statements
        ],
        "roles": [
            {"kind": m.kind, "key": m.key, "role": role, "begin": m.begin, "end": m.end, "rule": rule}
            for m, role, rule in roles.find(text, x)
        ],
        "event_dates": [
            {
                "event_date": x.event_date.date, "event_end_date": x.event_date.end, "event_month": x.event_date.month,
                "event_day": x.event_date.day, "event_date_precision": x.event_date.precision if x.event_date.year else None,
                "event_date_basis": x.event_date.basis if x.event_date.year else None, "place_key": x.place_key,
            }
        ],
    }  # fmt: skip


def _joined(text: str, spans: Iterable[tuple[int, int]]) -> str:
    return JOINT.join(text[b:e] for b, e in spans)


def _spans(spans: Iterable[tuple[int, int]]) -> list[dict[str, int]]:
    return [{"begin": b, "end": e} for b, e in spans]
