"""Tables of pages in parts: what is new is written, all other parts stay the files that they are.

A row of `articles`, `article_spans` and `dates` depends on its page alone, a row of `mentions` also on which entity its key
is. So a part's name is a hash of its pages, and for mentions of the keys in it that lead to an entity of another key;
where that is as before, the part is there already. Which part a page stands in: `transforms.pages.parts`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from flows.kept import Kept
from flows.layout import file_of
from flows.parquet import write_table
from flows.store import Ref, Store
from transforms.checks import validated
from transforms.ids import content_id
from transforms.resolve.entities import mention_table
from transforms.schema import PARTED

MOVED = "moved.parquet"
"""File of stage `resolve`: the keys of reports that are known under another key, and their entities."""
_OF_PAGES = tuple(name for name in PARTED if name != "mentions")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of some tables: its number, and the result of the stage that wrote it."""

    number: int
    tables: tuple[str, ...]
    ref: Ref


def page_parts(kept: Ref, store: Store, pages: Sequence[Ref]) -> list[Part]:
    """Stage `parts`: the parts of all tables that follow from pages alone."""
    found = Kept.load(store, kept, pages)
    return [Part(n, _OF_PAGES, _page_part(rows, found, store)) for n, rows in found.parts().items()]


def _page_part(rows: pl.DataFrame, kept: Kept, store: Store) -> Ref:
    shards = (kept.pages[n].key for n in rows["shard"].unique().sort())
    key = content_id(*shards, *(x for row in rows.select("article_id", "raw_file", "supersedes").rows() for x in row))

    def build(folder: Path) -> None:
        chosen = rows.select("article_id", "raw_file", "supersedes").lazy()
        articles = kept.of_pages("articles", rows).drop("supersedes")
        frames = {
            "articles": articles.join(chosen, on=["article_id", "raw_file"], how="left").collect(),
            **{name: kept.of_pages(name, rows).collect() for name in _OF_PAGES if name != "articles"},
        }
        reports = kept.of_pages("reports", rows).select("report_id").collect()["report_id"]
        for name, table in validated(frames, _OF_PAGES, {("reports", "report_id"): reports}).items():
            write_table(name, table, folder / file_of(name))

    return store.stage("parts", key, build)


def mention_parts(tables: Ref, store: Store, kept: Ref, pages: Sequence[Ref], parts: Sequence[Part]) -> list[Part]:
    """Stage `mentions`: the parts of `mentions`, after the result of stage `resolve`."""
    found = Kept.load(store, kept, pages)
    moved = pl.read_parquet(store.file(tables, MOVED))
    entities = store.file(tables, file_of("entities"))
    page_of = found.unordered("reports").select("report_id", "article_id").collect()
    placed = moved.join(page_of, on="report_id").join(found.published.select("article_id", "part"), on="article_id")
    placed = placed.select("part", *moved.columns).sort(moved.columns)
    moved_in = {n: rows.drop("part") for (n,), rows in placed.partition_by("part", as_dict=True).items()}
    of_pages = {part.number: part.ref for part in parts}
    return [
        Part(n, ("mentions",), _mention_part(of_pages[n], rows, moved_in.get(n, moved.clear()), found, store, entities))
        for n, rows in found.parts().items()
    ]


def _mention_part(
    page_part: Ref, rows: pl.DataFrame, moved: pl.DataFrame, kept: Kept, store: Store, entities: Path
) -> Ref:
    def build(folder: Path) -> None:
        found = mention_table(kept.of_pages("mentions", rows).collect(), moved)
        known = {
            ("articles", "article_id"): rows["article_id"],
            ("reports", "report_id"): kept.of_pages("reports", rows).select("report_id").collect()["report_id"],
            ("entities", "entity_id"): pl.read_parquet(entities, columns=["entity_id"])["entity_id"],
        }
        table = validated({"mentions": found}, ["mentions"], known)["mentions"]
        write_table("mentions", table, folder / file_of("mentions"))

    key = content_id(page_part.key, *(x for row in moved.rows() for x in row))
    return store.stage("mentions", key, build)


def published_files(store: Store, parts: Iterable[Part]) -> dict[str, Path]:
    """The files of parts, by their place in a published folder."""
    return {file_of(name, part.number): store.file(part.ref, file_of(name)) for part in parts for name in part.tables}
