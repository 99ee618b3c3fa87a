"""What an earlier run verified, and whether it still holds: pairs are compared once, and their figures kept.

In: candidate pairs, a signature of each report, and figures of an earlier run with the signatures of then. Out: the figures
that still hold, and the pairs left to verify. The figures of a pair follow from both texts, which never change under one
report id, and from the shingles of them that the corpus stops as template (`candidates`). So the signature of a report is
a hash of its stopped shingles (`candidates.Search`): where a growing corpus learns more template in a report, its pairs are verified anew.
"""

from __future__ import annotations

import polars as pl

from transforms.dedup.verify import FIGURES

_SIGNED = {"signature_a": pl.UInt64(), "signature_b": pl.UInt64()}
KNOWN = pl.Schema({**FIGURES, **_SIGNED})
"""Figures with the signatures of both reports."""


def recalled(pairs: pl.DataFrame, known: pl.DataFrame | None) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(figures of `pairs` that `known` (`KNOWN`) still holds; the pairs it does not). `pairs`: report_a, report_b and the signatures of both."""
    if known is None:
        return KNOWN.to_frame(), pairs
    on = ["report_a", "report_b", *_SIGNED]
    return (
        pairs.join(known, on=on, how="inner", maintain_order="left").select(KNOWN.names()),
        pairs.join(known, on=on, how="anti", maintain_order="left"),
    )


def signed(figures: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """Rows of `KNOWN`: new figures with the signatures of their pairs, both in the same order."""
    return pl.concat([figures, pairs.select(_SIGNED.keys())], how="horizontal").match_to_schema(KNOWN)
