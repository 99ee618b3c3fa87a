"""Answers of queries: an aligned table for people; CSV, JSON or Parquet for programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb
import polars as pl

FORMATS = ("table", "csv", "json", "parquet")
_WIDEST = 100


def write(answer: duckdb.DuckDBPyRelation, kind: str, output: Path | None) -> None:
    """Print the answer, or write it to a file; Parquet needs one."""
    if kind == "parquet":
        answer.pl().write_parquet(str(output))
        return
    text = _TEXTS[kind](answer)
    if output:
        output.write_text(text + "\n", encoding="utf8")
    else:
        print(text)


def aligned(answer: duckdb.DuckDBPyRelation) -> str:
    """The whole answer in columns as wide as their values (long texts cut), numbers to the right."""
    names, rows = answer.columns, answer.fetchall()
    cells = [[_cell(v) for v in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(names, *cells, strict=True)]
    right = [bool(rows) and all(v is None or _is_number(v) for v in column) for column in zip(*rows, strict=True)] or [
        False
    ] * len(names)

    def line(row: Sequence[str]) -> str:
        return "  ".join(c.rjust(w) if r else c.ljust(w) for c, w, r in zip(row, widths, right, strict=True)).rstrip()

    count = f"({len(rows)} row{'' if len(rows) == 1 else 's'})"
    return "\n".join([line(names), line(["─" * w for w in widths]), *map(line, cells), count])


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _cell(value: object) -> str:
    if value is None:
        return "–"
    text = ", ".join(map(str, value)) if isinstance(value, list) else " ".join(str(value).split())
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"


def _csv(answer: duckdb.DuckDBPyRelation) -> str:
    """CSV has no lists: they are written as JSON."""
    frame = answer.pl()
    nested = [
        pl.Series(
            c,
            [None if v is None else json.dumps(v, ensure_ascii=False, default=str) for v in frame[c].to_list()],
            dtype=pl.String,
        )
        for c, dtype in frame.schema.items()
        if dtype.is_nested()
    ]
    return str(frame.with_columns(nested).write_csv()).rstrip("\n")


def _json(answer: duckdb.DuckDBPyRelation) -> str:
    return str(answer.pl().write_json())


_TEXTS: dict[str, Callable[[duckdb.DuckDBPyRelation], str]] = {"table": aligned, "csv": _csv, "json": _json}
