"""What an earlier run verified, and whether it still holds: pairs are compared once, and their figures kept.

In: candidate pairs, a signature of each report, and figures of an earlier run with the signatures of then. Out: the figures
that still hold, and the pairs left to verify. The figures of a pair follow from both texts, which never change under one
report id, and from the shingles of them that the corpus stops as template (`candidates`). So the signature of a report is
a hash of its stopped shingles: where a growing corpus learns more template in a report, its pairs are verified anew.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from transforms.compiled import U64
from transforms.dedup.fingerprints import HASH_BITS
from transforms.dedup.verify import FIGURES, stopped_keys

_SIGNED = {"signature_a": pl.UInt64(), "signature_b": pl.UInt64()}
KNOWN = pl.Schema({**FIGURES, **_SIGNED})
"""Figures with the signatures of both reports."""

_SIEVE_BITS = 20


def signatures(printed: pl.DataFrame, stops: pl.DataFrame, scopes: pl.Series | None = None) -> pl.DataFrame:
    """(report_id, signature) of `printed` (report_id, hashes); `scopes`: the outlet of each, null where unknown. 0 is a report
    without stopped shingles.
    """
    hashes = printed["hashes"].explode(empty_as_null=False).to_numpy()
    sizes = printed["hashes"].list.len().to_numpy()
    scope = scopes if scopes is not None else pl.Series([None], dtype=pl.String).new_from_index(0, printed.height)
    keys, numbers = stopped_keys(stops, scope)
    found = np.zeros(printed.height, np.uint64)
    if len(keys):
        of = np.repeat(np.arange(printed.height), sizes)
        # Few shingles are stopped: a small table of their low bits spares most of the exact look-ups.
        sieve = np.zeros(1 << _SIEVE_BITS, bool)
        mask = np.uint64(len(sieve) - 1)
        sieve[keys & mask] = True
        likely = np.flatnonzero(sieve[hashes & mask])
        for number in (np.zeros(printed.height, np.int64), numbers):
            key = (number[of[likely]].astype(np.uint64) << np.uint64(HASH_BITS)) | hashes[likely]
            hit = keys[np.minimum(np.searchsorted(keys, key), len(keys) - 1)] == key
            if number is numbers:
                hit &= number[of[likely]] > 0
            # The key of a scope counts its number, which another corpus may count differently: the hash alone is kept.
            np.add.at(found, of[likely][hit], _mixed(hashes[likely][hit]))
    return printed.select("report_id").with_columns(signature=pl.Series(found, dtype=pl.UInt64))


def recalled(
    pairs: pl.DataFrame, known: pl.DataFrame | None, signatures: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(figures of `pairs` that `known` (`KNOWN`) still holds; the pairs it does not), given (report_id, signature)."""
    now = pairs.select("report_a", "report_b")
    for end in ("a", "b"):
        named = signatures.select(
            pl.col("report_id").alias(f"report_{end}"), pl.col("signature").alias(f"signature_{end}")
        )
        now = now.join(named, on=f"report_{end}", how="left", maintain_order="left")
    if known is None:
        return KNOWN.to_frame(), now
    on = ["report_a", "report_b", *_SIGNED]
    return (
        now.join(known, on=on, how="inner", maintain_order="left").select(KNOWN.names()),
        now.join(known, on=on, how="anti", maintain_order="left"),
    )


def signed(figures: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """Rows of `KNOWN`: new figures with the signatures of their pairs, both in the same order."""
    return pl.concat([figures, pairs.select(_SIGNED.keys())], how="horizontal").match_to_schema(KNOWN)


def _mixed(hashes: U64) -> U64:
    """Hashes spread over 64 bits (SplitMix64), so that their sum tells sets apart."""
    x = hashes * np.uint64(0x9E3779B97F4A7C15)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    return x ^ (x >> np.uint64(27))
