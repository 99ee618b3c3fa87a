"""Statements → groups of the same statement in other reports, so that the edits of a quotation can be followed.

In: statements with speaker, event and text. Out: a group for each. Two statements are one where the same person says them
at the same event, in several reports, and most shingles of the shorter stand in the longer; a statement alone has its own group. A group is named by
its smallest statement.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from transforms.compiled import I64, U32, U64, M, Q
from transforms.components import components
from transforms.distinct import distinct
from transforms.text.syllables import Syllables, syllables

SHINGLE = 3  # syllables; a statement is a sentence, far shorter than a report
CONTAINED = 0.6


def statement_groups(statements: pl.DataFrame) -> pl.Series:
    """`statement_group_id` for each row of `statements` (statement_id, report_id, speaker_id, event_id, text)."""
    rows = statements.select("statement_id", "report_id", "speaker_id", "event_id", "text").with_row_index("row")
    # Only where several reports tell what a person said at an event is there anything to compare.
    occasion = ["speaker_id", "event_id"]
    told = rows.filter(pl.col("event_id").is_not_null()).group_by(occasion).agg(n=pl.col("report_id").n_unique())
    told = told.filter(pl.col("n") > 1).with_row_index("occasion")
    several = rows.join(told, on=occasion, maintain_order="left")
    text, said = _shingles(syllables(several["text"]), several["occasion"].to_numpy())
    number, met, size = _met_again(text, said, several.height)
    a, b, shared = _pairs(number, met)
    alike = shared >= CONTAINED * np.minimum(size[a], size[b])
    row = several["row"].to_numpy().astype(np.int64)
    label = components(row[a[alike]], row[b[alike]], statements.height)
    groups = rows.select("statement_id", label=pl.Series(label, dtype=pl.Int64))
    return groups.select(statement_group_id=pl.col("statement_id").min().over("label"))["statement_group_id"]


def _shingles(texts: Syllables, occasion: U32) -> tuple[I64, U64]:
    """For every run of `SHINGLE` syllables the text that it stands in, and a number for the run and the occasion on which it was said."""
    counts = texts.counts
    sizes = np.where(counts > 0, np.maximum(counts - SHINGLE + 1, 1), 0)  # a shorter text is one shingle
    text = np.repeat(np.arange(len(counts)), sizes)
    place = np.arange(len(text)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    codes = np.concatenate([texts.codes, np.zeros(SHINGLE, np.uint32)]).astype(np.uint64)
    said = occasion[text].astype(np.uint64)
    for k in range(SHINGLE):
        stands = place + k < counts[text]
        said = said * Q + np.where(stands, codes[texts.offsets[text] + place + k], 0).astype(np.uint64)
    return text, said * M


def _met_again(text: I64, said: U64, n: int) -> tuple[I64, I64, I64]:
    """What is said more than once, numbered: distinct (number, text) in order. And how many distinct shingles each of n texts has.
    Most shingles stand alone, which sorting shows at once."""
    order = np.argsort(said)
    said = said[order]
    begins = np.append(True, said[1:] != said[:-1])[: len(said)]
    again = ~(begins & np.append(begins[1:], True)[: len(said)])
    some = text[order[again]]
    met = distinct(np.cumsum(begins[again]) << 32 | some)
    repeats = np.bincount(some, minlength=n) - np.bincount(met & 0xFFFFFFFF, minlength=n)
    return met >> 32, met & 0xFFFFFFFF, np.bincount(text, minlength=n) - repeats


def _pairs(number: I64, text: I64) -> tuple[I64, I64, I64]:
    """Pairs of texts (a, b), a < b, and how many numbers they share, from distinct (number, text) in order."""
    found, first, step = [np.empty(0, np.int64)], np.arange(len(number)), 0
    while len(first):
        step += 1
        first = first[first < len(number) - step]
        first = first[number[first] == number[first + step]]
        found.append(text[first] << 32 | text[first + step])
    pairs = np.sort(np.concatenate(found))
    starts = np.flatnonzero(np.diff(pairs, prepend=-1))
    return pairs[starts] >> 32, pairs[starts] & 0xFFFFFFFF, np.diff(starts, append=len(pairs))
