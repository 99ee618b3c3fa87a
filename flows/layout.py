"""Where the rows of a table lie in a folder of published tables: in a file, or in a folder of parts."""

from __future__ import annotations

from pathlib import Path

from transforms.schema import TABLES


def file_of(name: str, part: int | None = None) -> str:
    """Path of a table, or of a part of it, below the folder."""
    return f"{name}.parquet" if part is None else f"{name}/{part:04}.parquet"


def files_of(folder: Path, name: str) -> list[Path]:
    """The files of a table, in the order of their rows; none where the folder lacks the table."""
    whole = folder / file_of(name)
    return [whole] if whole.exists() else sorted((folder / name).glob("*.parquet"))


def table_of(file: str) -> str | None:
    """The table that a file below the folder belongs to, by its path; None for what is no table."""
    name = file.removesuffix(".parquet").partition("/")[0]
    return name if file.endswith(".parquet") and name in TABLES else None
