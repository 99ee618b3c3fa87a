"""Data files of the language and the state, loaded once. Each CSV has a header; `sources.md` beside them notes origins."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """Rows of `<name>.csv` as dicts of strings, in file order. Raises FileNotFoundError for an unknown table."""
    with (files(__package__) / f"{name}.csv").open(encoding="utf8", newline="") as f:
        return tuple(csv.DictReader(f))


def column(name: str, field: str) -> tuple[str, ...]:
    """One column of a table."""
    return tuple(row[field] for row in table(name))
