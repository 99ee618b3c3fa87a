"""The DuckDB catalog: a view per table with comments on tables and columns, and the folder's macros.

Views name their files absolutely and point into one snapshot, so a session that holds the catalog open never sees a mix
of two. `connect` builds the same views in memory for any folder of tables, which also works after a folder was moved.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from flows.layout import files_of
from transforms.schema import TABLES

CATALOG = "sukien.duckdb"

_MACROS = """
create or replace macro holders(office_like, on_day) as table
    select e.name, t.office, t.first_observed, t.last_observed, t.n_reports, t.is_acting, t.is_contested
    from tenures t join entities e on e.entity_id = t.person_id
    where t.office ilike office_like and on_day between t.first_observed and t.last_observed
    order by t.n_reports desc;
create or replace macro said(speaker_like, words_like) as table
    select r.event_date, e.name, s.mode, s.verb, s.text, a.source, a.url
    from statements s join entities e on e.entity_id = s.speaker_id join reports r using (report_id) join articles a on a.article_id = s.article_id
    where e.name ilike speaker_like and s.text ilike words_like
    order by r.event_date;
create or replace macro surface(article, from_, to_) as (
    select substr(text, from_ + 1, to_ - from_) from articles where article_id = article);
"""


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def create_views(db: duckdb.DuckDBPyConnection, tables: Path) -> None:
    """Create a commented view per table of the folder, and the macros; an older dataset may lack tables and columns."""
    for name, schema in TABLES.items():
        if not (files := files_of(tables, name)):
            continue
        place = str(files[0] if files[0].parent == tables else files[0].parent / "*.parquet")
        db.execute(f"create or replace view {name} as select * from read_parquet({_quoted(place)})")
        db.execute(f"comment on view {name} is {_quoted((schema.__doc__ or '').strip())}")
        there = {row[0] for row in db.execute(f"describe {name}").fetchall()}
        for column, definition in schema.columns().items():
            if column in there:
                db.execute(f'comment on column {name}."{column}" is {_quoted(definition.description or "")}')
    db.execute(_MACROS)


def write_catalog(tables: Path) -> None:
    """Write the catalog file into a folder of published tables."""
    with duckdb.connect(str(tables / CATALOG)) as db:
        create_views(db, tables)


def connect(tables: Path) -> duckdb.DuckDBPyConnection:
    """An in-memory connection with the views and macros over a folder of published tables.

    `current` is followed once, here: a session stays with the snapshot that was live when it began.
    """
    db = duckdb.connect()
    create_views(db, tables.resolve())
    return db
