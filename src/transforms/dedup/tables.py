"""Which shingles a report has, and where: one small hash table per report, all in one array, probed set-wise.

In: shingle hashes of several reports (CSR: hashes and offsets). Out: `Tables.find`, the position of the first occurrence of
any hash in any of the reports; and `Sieve.holds`, a one-hash Bloom filter that answers the cheaper question whether a hash
occurs at all, wrongly with yes at most once in sixteen.

Every report has a region of its own, so that lookups ordered by report stay in the cache. The report's number is mixed
into the keys: a chain of collisions that runs over into the next region does no harm. Insertion and lookup work on all
hashes at once, in as many rounds as the longest chain of collisions (linear probing; at most a third of a region is full).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from transforms.dedup.syllables import I64, U64

_SALT = np.uint64(0x9FB21C651E98DF25)


@dataclass(frozen=True, slots=True)
class _Regions:
    """First slot of each report's region, and by how many bits a hash is shifted to fall into it."""

    bases: I64
    shifts: U64
    total: int

    @classmethod
    def build(cls, sizes: I64, slots_per_hash: int) -> _Regions:
        bits = np.ceil(np.log2(np.maximum(sizes * slots_per_hash, 2))).astype(np.int64)
        ends = np.cumsum(np.int64(1) << bits)
        return cls(ends - (np.int64(1) << bits), (64 - bits).astype(np.uint64), int(ends[-1]) if len(ends) else 0)

    def homes(self, hashes: U64, report: I64) -> I64:
        return self.bases.take(report) + (hashes >> self.shifts.take(report)).view(np.int64)


@dataclass(frozen=True, slots=True)
class Tables:
    """`keys[slot]` is a salted hash or 0, `positions[slot]` where it first stands in its report."""

    regions: _Regions
    keys: U64
    positions: NDArray[np.int32]

    @classmethod
    def build(cls, hashes: U64, offsets: I64) -> tuple[Tables, NDArray[np.bool_]]:
        """The tables, and for every hash whether it is the first of its kind in its report."""
        sizes = np.diff(offsets)
        regions = _Regions.build(sizes, 3)
        report = np.repeat(np.arange(len(sizes)), sizes)
        own = _salted(hashes, report)
        slot = regions.homes(hashes, report)
        size = regions.total + _SLACK
        keys = np.zeros(size, np.uint64)
        keys[slot] = own
        left = np.flatnonzero(keys[slot] != own)
        while len(left):
            slot[left] = (slot[left] + 1) % size
            at = slot[left]
            free = keys[at] == 0
            keys[at[free]] = own[left[free]]
            left = left[keys[at] != own[left]]
        position = (np.arange(len(hashes)) - np.repeat(offsets[:-1], sizes)).astype(np.int32)
        positions = np.zeros(size, np.int32)
        positions[slot[::-1]] = position[::-1]  # backwards: of equal hashes the first is written last
        return cls(regions, keys, positions), positions[slot] == position

    def find(self, hashes: U64, report: I64) -> tuple[NDArray[np.bool_], NDArray[np.int32]]:
        """Whether each hash stands in the given report, and where first (anything where it does not)."""
        own = _salted(hashes, report)
        slot = self.regions.homes(hashes, report)
        held = self.keys.take(slot)
        found = held == own
        left = np.flatnonzero(~found & (held != 0))
        while len(left):
            slot[left] = at = (slot[left] + 1) % len(self.keys)
            held, wanted = self.keys.take(at), own[left]
            hit = held == wanted
            found[left[hit]] = True
            left = left[~hit & (held != 0)]
        return found, self.positions.take(slot)


_SLACK = 64
"""Free slots behind the last region; a chain longer than that goes on at the first."""


def _salted(hashes: U64, report: I64) -> U64:
    own = hashes + (report.view(np.uint64) + np.uint64(1)) * _SALT
    return own | np.uint64(own == 0)  # 0 marks a free slot


@dataclass(frozen=True, slots=True)
class Sieve:
    """`bits[slot]` is set where some hash of the report falls."""

    regions: _Regions
    bits: NDArray[np.bool_]

    @classmethod
    def build(cls, hashes: U64, offsets: I64) -> Sieve:
        sizes = np.diff(offsets)
        regions = _Regions.build(sizes, 16)
        bits = np.zeros(regions.total, bool)
        bits[regions.homes(hashes, np.repeat(np.arange(len(sizes)), sizes))] = True
        return cls(regions, bits)

    def holds(self, hashes: U64, report: I64) -> NDArray[np.bool_]:
        """Whether each hash may stand in the given report."""
        return self.bits[self.regions.homes(hashes, report)]
