"""The stage tables of all shards as one: what the pages that are published say, whichever run read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from flows.store import Ref, Store
from transforms.pages.parts import part_numbers

Ids = Mapping[str, pl.Enum]
_PUBLISHED, _PARTIAL = "published.parquet", "partial.parquet"


@dataclass(frozen=True, slots=True)
class Kept:
    """Lazy tables over all shards, reduced to the pages that are published; rows in an order that follows from them alone.

    `published`: article_id, raw_file, supersedes, the number of the shard in `pages` and of the part that it is published
    in; `partial`: shards of which some pages are not published.
    """

    store: Store
    pages: Sequence[Ref]
    published: pl.DataFrame
    partial: frozenset[int]

    @classmethod
    def load(cls, store: Store, kept: Ref, pages: Sequence[Ref]) -> Kept:
        """Over the results of stage `keep` and of the shards."""
        published = pl.read_parquet(store.file(kept, _PUBLISHED))
        partial = pl.read_parquet(store.file(kept, _PARTIAL))["shard"]
        return cls(store, pages, published, frozenset(partial))

    def ids(self) -> Ids:
        """The ids of all published pages and reports, as types: columns of them are numbers that sort and join as the ids do."""
        reports = self.rows("reports").select("report_id").collect()
        return {
            "article_id": pl.Enum(self.published["article_id"].sort()),
            "report_id": pl.Enum(reports["report_id"].sort()),
        }

    def articles(self, *columns: str) -> pl.LazyFrame:
        """The published articles, in the order of their ids."""
        return self.unordered("articles").select(columns).sort("article_id")

    def rows(self, name: str, ids: Ids | None = None) -> pl.LazyFrame:
        """Rows of another table that belong to published articles; within a report in the order of its extraction. Columns of `ids` are
        of these types."""
        found = typed(self.unordered(name), ids or {})
        by = "report_id" if "report_id" in found.collect_schema() else "article_id"
        return found.sort(by, maintain_order=True)

    def unordered(self, name: str) -> pl.LazyFrame:
        """As `rows`, but in the order of the shards."""
        whole = [ref for n, ref in enumerate(self.pages) if n not in self.partial]
        return pl.concat([*([gathered(self.store, whole, name)] if whole else []), *self._left(name)])

    def shards(self, name: str) -> list[pl.LazyFrame]:
        """As `unordered`, shard by shard."""
        whole = (ref for n, ref in enumerate(self.pages) if n not in self.partial)
        return [*(gathered(self.store, [ref], name) for ref in whole), *self._left(name)]

    def _left(self, name: str) -> list[pl.LazyFrame]:
        return [self._of_shard(name, n, self.published.filter(pl.col("shard") == n)) for n in sorted(self.partial)]

    def _of_shard(self, name: str, shard: int, pages: pl.DataFrame) -> pl.LazyFrame:
        """Rows of a shard that belong to the given pages."""
        rows = gathered(self.store, [self.pages[shard]], name)
        known = rows.collect_schema()
        if "raw_file" in known:  # a page may stand in a shard twice
            return rows.join(pages.lazy(), on=["article_id", "raw_file"], how="semi", maintain_order="left")
        if "article_id" in known:
            return rows.join(pages.lazy(), on="article_id", how="semi", maintain_order="left")
        reports = self._of_shard("reports", shard, pages).select("report_id")
        return rows.join(reports, on="report_id", how="semi", maintain_order="left")

    def parts(self) -> dict[int, pl.DataFrame]:
        """The rows of `published` by the part that they stand in, in the order of their ids. There is one part, if an empty one,
        where nothing is published."""
        found = self.published.sort("article_id").partition_by("part", as_dict=True)
        return {n: rows for (n,), rows in sorted(found.items())} or {0: self.published}

    def of_pages(self, name: str, pages: pl.DataFrame) -> pl.LazyFrame:
        """Rows of a table that belong to some of the published pages (rows of `published`)."""
        sizes = dict(self.published["shard"].value_counts().iter_rows())
        shards = pages.sort("shard").partition_by("shard", as_dict=True)
        whole = [n for (n,), rows in shards.items() if n not in self.partial and rows.height == sizes[n]]
        parts = [self._of_shard(name, n, rows) for (n,), rows in shards.items() if n not in whole]
        if whole or not parts:
            parts.append(gathered(self.store, [self.pages[n] for n in whole] or self.pages, name))
        return pl.concat(parts) if pages.height else parts[0].clear()


def save(read: pl.DataFrame, chosen: pl.DataFrame, folder: Path) -> None:
    """Write what `Kept.load` reads: of all pages `read` (article_id, raw_file, shard) those `chosen` (article_id, raw_file,
    supersedes)."""
    page = ["article_id", "raw_file"]
    published = read.select(*page, "shard").join(part_numbers(chosen), on=page, maintain_order="left")
    published.write_parquet(folder / _PUBLISHED)
    read.join(chosen, on=page, how="anti").select(pl.col("shard").unique()).write_parquet(folder / _PARTIAL)


def numbered(store: Store, results: Sequence[Ref], name: str, columns: Sequence[str]) -> pl.DataFrame:
    """Columns of one stage table over the results of many shards, and the number of each row's shard in `results`."""
    numbers = {str(file): n for n, file in enumerate(store.files(results, f"{name}.parquet"))}
    rows = pl.scan_parquet(list(numbers), include_file_paths="file")
    return rows.select(*columns, shard=pl.col("file").replace_strict(numbers, return_dtype=pl.Int32)).collect()


def gathered(store: Store, results: Iterable[Ref], name: str) -> pl.LazyFrame:
    """One stage table over the results of many shards."""
    return pl.scan_parquet(store.files(results, f"{name}.parquet"))


def typed(rows: pl.LazyFrame, ids: Ids) -> pl.LazyFrame:
    """Columns of ids as these types; an id that is not published becomes null."""
    known = rows.collect_schema()
    return rows.with_columns(pl.col(name).cast(kind, strict=False) for name, kind in ids.items() if name in known)
