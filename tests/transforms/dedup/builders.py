"""Small made-up reports for the tests of near-duplicates."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

SYLLABLES = ["ba", "bà", "cá", "chợ", "dân", "đò", "đất", "gió", "hoa", "khe", "làng", "mưa", "nắng", "ngô", "nhà", "ông", "phố", "quê", "rừng", "sông", "tre", "thôn", "trăng", "vườn", "xóm", "xuân"]


def words(seed: int, n: int) -> str:
    """n syllables that no other seed gives in the same order."""
    state, out = seed * 2654435761 + 1, []
    for _ in range(n):
        state = (state * 6364136223846793005 + 1442695040888963407) % (1 << 64)
        out.append(SYLLABLES[(state >> 33) % len(SYLLABLES)])
    return " ".join(out)


def reports(texts: Sequence[str], titles: Sequence[str] | None = None) -> pl.DataFrame:
    """Reports r00, r01, … with these texts."""
    return pl.DataFrame(
        {"report_id": [f"r{i:02d}" for i in range(len(texts))], "title": titles or [""] * len(texts), "text": texts},
        schema={"report_id": pl.String, "title": pl.String, "text": pl.String},
    )
