"""What is written down is what the code does: docs/tables.md from the schema; in README.md the answers from a
run and the figures from the benchmarks' output.

`python -m flows.docs [processed folder]` (`make docs`) writes both; a test holds them against the code.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from flows.answers import aligned
from flows.catalog import connect
from transforms.schema import REFERENCES, TABLES

_MEASURED = re.compile(r"<!-- benchmark (\S+) -->\n.*?<!-- end -->", re.DOTALL)
_ANSWERED = re.compile(r"```sql\n(.*?)```\n\n```text\n(.*?)```", re.DOTALL)

_HEAD = """\
# The published tables

Made from `src/transforms/schema.py` by `make docs`; change a column there.

**Where.** `<processed>/current/sukien.duckdb` has a commented view per table. The rows stand beside it in `<table>.parquet`, those
of `articles`, `article_spans`, `dates` and `mentions` in parts, `<table>/*.parquet`.

**Offsets.** `begin` and `end` count Unicode code points, half-open, in `articles.text`: in DuckDB
`substr(a.text, m.begin + 1, m."end" - m.begin)` is the surface. What was said in pieces has a list `spans` of such pairs;
its text is the pieces joined by ` … `.

**Ids** are functions of content, never of paths or of the order of ingestion. An article's id follows from its outlet or
collection, its record id or address, and its raw bytes; a report's from its article and extent; a group's and an event's
from the member that is smallest by time of publication (unknown last) and id; an entity's from its kind and canonical key.

**Times.** Timestamps are UTC; a naive input is read as Asia/Ho_Chi_Minh. Dates of events are local dates. A date's year
that nobody states is null (`event_month` and `event_day` are kept) or inferred with its basis; never today's.

"""


def dictionary() -> str:
    """The data dictionary in Markdown."""
    parts = [_HEAD]
    for name, schema in TABLES.items():
        parts.append(
            f"## {name}\n\n{(schema.__doc__ or '').strip()}\n\n| column | type | | description |\n|---|---|---|---|\n"
        )
        keys = schema.primary_key()
        for column, definition in schema.columns().items():
            target = REFERENCES.get((name, column))
            marks = ", ".join(
                m for m in ("key" if column in keys else "", "nullable" if definition.nullable else "") if m
            )
            description = (definition.description or "") + (f" → `{target[0]}.{target[1]}`" if target else "")
            parts.append(f"| `{column}` | {_type(str(definition.dtype))} | {marks} | {description} |\n")
        parts.append("\n")
    return "".join(parts).rstrip() + "\n"


def _type(dtype: str) -> str:
    if dtype.startswith("List(Struct"):
        return "list of pairs"
    if dtype.startswith("List"):
        return "list of strings"
    return dtype.partition("(")[0].lower()


def with_answers(readme: str, tables: Path) -> str:
    """`readme` with the answer behind every SQL block that has one renewed from a folder of tables."""
    with connect(tables) as db:
        return _ANSWERED.sub(lambda m: f"```sql\n{m[1]}```\n\n```text\n{aligned(db.sql(m[1]))}\n```", readme)


def with_benchmarks(readme: str, results: Path) -> str:
    """`readme` with the tables between `<!-- benchmark NAME -->` and `<!-- end -->` renewed from `results/NAME.md`."""
    return _MEASURED.sub(
        lambda m: (
            f"<!-- benchmark {m[1]} -->\n{(results / f'{m[1]}.md').read_text(encoding='utf8').strip()}\n<!-- end -->"
        ),
        readme,
    )


def main(processed: str = "data/processed") -> None:
    """Write docs/tables.md and renew README.md."""
    Path("docs/tables.md").write_text(dictionary(), encoding="utf8")
    readme = Path("README.md")
    text = with_answers(readme.read_text(encoding="utf8"), Path(processed) / "current")
    readme.write_text(with_benchmarks(text, Path("benchmarks/results")), encoding="utf8")


if __name__ == "__main__":
    main(*sys.argv[1:])
