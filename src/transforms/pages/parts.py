"""Published pages → the parts that tables of pages are published in.

In: the pages that are published. Out: a number for each. Decided: pages that arrived together stand together, so that a day's
pages change few parts and all others stay the very files they were; which part that is follows from the pages' names and
from how many there are (to the power of two), never from the order in which runs saw them, so that an update has the parts
of a rebuild.
"""

from __future__ import annotations

import polars as pl

from transforms.ids import content_id

PAGES = 4096  # of a part, about
TOGETHER = 2000  # records of a container that stand together


def part_numbers(pages: pl.DataFrame) -> pl.DataFrame:
    """`pages` (raw_file) with a column `part`, numbers from 0."""
    n_parts = 1 << max(pages.height // PAGES, 1).bit_length() - 1
    container = pl.col("raw_file").str.extract_groups(r"^(?<name>.*)#(?<record>\d+)$")
    portion = container.struct.field("record").cast(pl.Int64, strict=False) // TOGETHER
    folder = pl.col("raw_file").str.extract(r"^(.*/)").fill_null("")
    together = pl.when(portion.is_null()).then(folder)
    names = pages.select(together.otherwise(pl.format("{}#{}", container.struct.field("name"), portion)))
    numbers = {name: int(content_id(name), 16) % n_parts for name in names.to_series().unique()}
    return pages.with_columns(part=names.to_series().replace_strict(numbers, return_dtype=pl.Int32))
