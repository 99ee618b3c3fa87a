"""Data files of the language and the state, loaded once. Each CSV has a header; `sources.md` beside them notes origins."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """Rows of `<name>.csv` as dicts of strings, in file order. Raises FileNotFoundError for an unknown table."""
    text = (files(__package__) / f"{name}.csv").read_text(encoding="utf8")
    return tuple(csv.DictReader(text.splitlines()))


def column(name: str, field: str) -> tuple[str, ...]:
    """One column of a table."""
    return tuple(row[field] for row in table(name))
