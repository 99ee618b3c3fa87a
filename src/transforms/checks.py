"""What must hold of a dataset before it may be published: types, keys, closed vocabularies, references, offsets.

In: the frames of tables. Out: the frames in their published order and types, or `InvalidDataset` with every
failed rule and its count. A violated rule is an error of ours and keeps the last snapshot live; it is never repaired here.

What offsets point to depends on a page alone: `sound_pages` asks that of the rows of some pages when they are made, once, and
no later step touches an offset. `validated` asks what only the whole dataset can answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl

from transforms.schema import REFERENCES, TABLES, polars_schema

# Tables that tell of the run itself are checked when it ends.
LATER = ("runs", "redirects")


class InvalidDataset(ValueError):
    """The dataset breaks its contract; the message lists the rules."""


def validated(
    frames: Mapping[str, pl.DataFrame], names: Iterable[str], known: Mapping[tuple[str, str], pl.Series] | None = None
) -> dict[str, pl.DataFrame]:
    """Tables `names`, conformed and checked; `known` as of `check_references`. Raises `InvalidDataset`."""
    problems: list[str] = []
    tables: dict[str, pl.DataFrame] = {}
    for name in names:
        try:
            tables[name] = conformed(name, frames.get(name))
        except InvalidDataset as e:
            problems.append(str(e))
    if problems:
        raise InvalidDataset("; ".join(problems))
    check_references(tables, known)
    return tables


def conformed(name: str, frame: pl.DataFrame | None) -> pl.DataFrame:
    """A table in its published order and types. Raises `InvalidDataset` where it breaks a rule of its own."""
    schema = TABLES[name]
    columns = polars_schema(schema)
    if frame is None:
        raise InvalidDataset(f"{name} is missing")
    try:
        # Sorted first: ids may be of types that sort faster than their texts.
        table = frame.select(*columns).sort(_order(list(columns), schema.primary_key())).cast(columns)
    except pl.exceptions.PolarsError as e:
        raise InvalidDataset(f"{name}: {str(e).splitlines()[0]}") from e
    if failures := schema.filter(table)[1].counts():
        raise InvalidDataset("; ".join(f"{name}: {rule} ({count} rows)" for rule, count in failures.items()))
    return table


def check_references(
    tables: Mapping[str, pl.DataFrame], known: Mapping[tuple[str, str], pl.Series] | None = None
) -> None:
    """Ids in `tables` lead somewhere. `known`: keys (table, column) of tables that stand elsewhere; references to what is neither here nor
    known are not followed. Raises `InvalidDataset`."""
    if problems := _broken_references(tables, known or {}):
        raise InvalidDataset("; ".join(problems))


def sound_pages(frames: Mapping[str, pl.DataFrame]) -> None:
    """Offsets of `articles`, `article_spans`, `reports`, `mentions`, `dates`, `statements` and `claims` hit what they say they do.

    `claims` are rows of `office_claims`, before persons and organizations have ids. Raises `InvalidDataset`.
    """
    if problems := [*_wrong_surfaces(frames), *_wrong_pieces(frames), *_gaps(frames)]:
        raise InvalidDataset("; ".join(problems))


def _order(columns: list[str], key: list[str]) -> list[str]:
    """Rows of one text together and in its order; the same rows in the same order, however they were computed."""
    near = [c for c in ("article_id", "report_id", "begin") if c in columns and c not in key]
    return [*near, *key] or columns


def _broken_references(tables: Mapping[str, pl.DataFrame], known: Mapping[tuple[str, str], pl.Series]) -> list[str]:
    problems = []
    for (table, column), (other, key) in REFERENCES.items():
        if table not in tables or (other not in tables and (other, key) not in known):
            continue
        keys = tables[other][key] if other in tables else known[other, key]
        lost = (
            tables[table]
            .select(column)
            .drop_nulls()
            .join(keys.to_frame(key), left_on=column, right_on=key, how="anti")
            .height
        )
        if lost:
            problems.append(f"{table}.{column}: {lost} values are not in {other}.{key}")
    return problems


def _wrong_surfaces(tables: Mapping[str, pl.DataFrame]) -> list[str]:
    """Offsets must give the surface back, in every table that has both."""
    texts = tables["articles"].select("article_id", "text")
    problems = []
    for name in ("mentions", "dates"):
        wrong = (
            tables[name]
            .select("article_id", "begin", "end", "surface")
            .join(texts, on="article_id")
            .filter(pl.col("text").str.slice(pl.col("begin"), pl.col("end") - pl.col("begin")) != pl.col("surface"))
            .height
        )
        if wrong:
            problems.append(f"{name}: {wrong} offsets do not give their surface")
    return problems


def _wrong_pieces(tables: Mapping[str, pl.DataFrame]) -> list[str]:
    """What is said in pieces is the pieces, joined."""
    texts = tables["articles"].select("article_id", whole="text")
    problems = []
    for name, column in (("statements", "text"), ("claims", "surface")):
        piece = pl.col("whole").str.slice(pl.col("begin"), pl.col("end") - pl.col("begin"))
        joined = (
            tables[name]
            .select("article_id", "spans", said=column)
            .with_row_index("row")
            .join(texts, on="article_id")
            .explode("spans")
            .unnest("spans")
            .group_by("row", maintain_order=True)
            .agg(piece.str.join(" … ").alias("joined"), pl.col("said").first())
        )
        wrong = joined.filter(pl.col("joined") != pl.col("said")).height + tables[name].height - joined.height
        if wrong:
            problems.append(f"{name}: {wrong} spans do not give their {column}")
    return problems


def _gaps(tables: Mapping[str, pl.DataFrame]) -> list[str]:
    """The spans of an article cover its text, each character once; nothing stands beyond the text."""
    lengths = tables["articles"].select("article_id", length=pl.col("text").str.len_chars())
    spans = tables["article_spans"].sort("article_id", "begin").join(lengths, on="article_id", maintain_order="left")
    is_last = pl.col("begin").shift(-1).over("article_id").is_null()
    torn = spans.filter(
        (pl.col("begin") != pl.col("end").shift(1).over("article_id").fill_null(0))
        | (is_last & (pl.col("end") != pl.col("length")))
    )["article_id"].n_unique()
    problems = [f"article_spans: {torn} articles are not covered once and whole"] if torn else []
    beyond = tables["reports"].join(lengths, on="article_id").filter(pl.col("end") > pl.col("length")).height
    return [*problems, *([f"reports: {beyond} end beyond their article"] if beyond else [])]
