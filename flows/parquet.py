"""Published Parquet files, typed and described by the schema."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from transforms.schema import arrow_schema

# Columns that are published as Arrow maps; frames hold them as lists of key and value.
_MAPS = {"seconds_by_stage": pa.map_(pa.string(), pa.float64())}


def arrow_table(name: str, frame: pl.DataFrame) -> pa.Table:
    """A validated frame in the table's Arrow schema, field metadata included."""
    schema, table = arrow_schema(name), frame.to_arrow()
    for position, field in enumerate(schema):
        if kind := _MAPS.get(field.name):
            entries = [[(e["key"], e["value"]) for e in row or ()] for row in table.column(position).to_pylist()]
            schema = schema.set(position, field.with_type(kind))
            table = table.set_column(position, field.name, pa.array(entries, kind))
    return table.cast(schema)


def write_table(name: str, table: pl.DataFrame | pa.Table, file: Path) -> None:
    """Write rows of a table into a file."""
    pq.write_table(
        table if isinstance(table, pa.Table) else arrow_table(name, table),
        file,
        compression="zstd",
        row_group_size=100_000,
    )
