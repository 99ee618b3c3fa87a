"""Small made-up reports for the tests of near-duplicates."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
import polars as pl

_ONSETS, _RHYMES = (
    ["b", "c", "ch", "d", "đ", "g", "h", "kh", "l", "m", "n", "nh", "ph", "r", "s", "t", "th", "tr", "v", "x"],
    ["a", "à", "ao", "ăn", "âu", "ê", "ong", "ươi"],
)
SYLLABLES = [onset + rhyme for onset in _ONSETS for rhyme in _RHYMES]


def words(seed: int, n: int) -> str:
    """n syllables that no other seed gives in the same order."""
    return " ".join(random.Random(seed).choices(SYLLABLES, k=n))


def reports(texts: Sequence[str], titles: Sequence[str] | None = None) -> pl.DataFrame:
    """Reports r00, r01, … with these texts."""
    return pl.DataFrame(
        {"report_id": [f"r{i:02d}" for i in range(len(texts))], "title": titles or [""] * len(texts), "text": texts},
        schema={"report_id": pl.String, "title": pl.String, "text": pl.String},
    )


def hashes_of(printed: pl.DataFrame) -> list[list[int]]:
    """The sampled hashes of each report."""
    return [np.frombuffer(row, np.uint64).tolist() for row in printed["hashes"]]
