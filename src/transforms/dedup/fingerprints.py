"""Report texts → stored fingerprints: a fixed fraction of each report's shingle hashes.

In: reports (`report_id`, `text`). Out: one row per report with `codes`, its syllables as numbers of 32 bits, and `hashes`, the
sorted distinct sampled hashes, of 64; both as their bytes, little end first, because files with lists of numbers take five times
as long to read (`transforms.text.packed`). A hash is kept when it is smaller than 2⁶⁴ / sample, so the same shingle is kept in every report or in none:
unlike MinHash signatures, such samples estimate containment as well as Jaccard (FracMinHash: Irber et al. 2022, as in
sourmash). 48 bits of a hash are stored: they serve to find candidates. Every candidate is verified on the full shingle
sets, which the codes give again without reading the text a second time.

A fingerprint depends on its report's text alone: it is computed once and stays valid as long as `VERSION`, the shingle
length and the sampling rate do.
"""

from __future__ import annotations

import numpy as np
import polars as pl
import pyarrow as pa
from numpy.typing import NDArray

from transforms.compiled import I64, U64
from transforms.dedup import kernels
from transforms.dedup.parameters import Parameters
from transforms.text.packed import packed
from transforms.text.syllables import Syllables, Vocabulary, each_block

VERSION = "fingerprints-3"
"""Changes with anything that changes a stored hash."""

HASH_BITS = 48
SHIFT = np.uint64(64 - HASH_BITS)
SCHEMA = pl.Schema({"report_id": pl.String(), "n_syllables": pl.Int32(), "codes": pl.Binary(), "hashes": pl.Binary()})


def fingerprints(
    reports: pl.DataFrame, parameters: Parameters | None = None, vocabulary: Vocabulary | None = None
) -> pl.DataFrame:
    """Rows of `SCHEMA` in the order of `reports`; a report shorter than a shingle has no hashes."""
    p = parameters or Parameters()
    parts = list(each_block(reports["text"], lambda s: (s.codes, s.counts, *sampled(s, p)), vocabulary))
    if not parts:
        return SCHEMA.to_frame()
    codes, counts, hashes, sizes = (np.concatenate(column) for column in zip(*parts, strict=True))
    columns = {
        "report_id": reports["report_id"],
        "n_syllables": counts.astype(np.int32),
        "codes": packed(codes, counts),
        "hashes": packed(hashes, sizes),
    }
    return pl.DataFrame(columns, schema=SCHEMA)


def lists(values: NDArray[np.generic], sizes: I64) -> pl.Series:
    """A column of lists from their values, one after the other."""
    offsets = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    return pl.Series(pl.from_arrow(pa.LargeListArray.from_arrays(pa.array(offsets), pa.array(values))))


def sampled(s: Syllables, p: Parameters) -> tuple[U64, I64]:
    """Sorted distinct sampled hashes of each text, one text after the other, and how many each has."""
    keys, sizes = np.empty(len(s.codes) + 1, np.uint64), np.zeros(len(s.counts), np.int64)
    n = kernels.samples(s.codes, s.offsets, p.shingle, limit(p), SHIFT, HASH_BITS, keys)
    ordered = np.sort(keys[:n])
    return ordered[: kernels.distinct(ordered, HASH_BITS, sizes)].copy(), sizes


def limit(p: Parameters) -> np.uint64:
    """Hashes below this are sampled."""
    return np.uint64(min((1 << 64) // p.sample, (1 << 64) - 1))
