"""The inner loops of near-duplicate detection, compiled: shingle hashes of a text, pairs of a posting list, and the comparison
of two texts.

In and out: flat NumPy arrays; texts stand one after the other, text i from `offsets[i]` to `offsets[i + 1]`. Everything else
in this package works on whole columns; these loops cannot, and set-wise NumPy was three times as slow on the whole.

A run of k codes is hashed by Horner's rule, (…(c₀·Q + c₁)·Q + …)·Q + c, modulo 2⁶⁴, and rolled along the text: constant work
per position whatever k (Karp and Rabin 1987). A last multiplication spreads the lower bits over the upper ones.
"""

from __future__ import annotations

import numpy as np

from transforms.compiled import F64, I32, I64, U8, U32, U64, M, Q, compiled

_ZERO, _ONE = np.uint64(0), np.uint64(1)

FIRST, TEMPLATE = 1, 2
"""Flags of a position: its shingle stands here for the first time; it is template."""


@compiled
def _power(k: int) -> np.uint64:
    out = _ONE
    for _ in range(k):
        out *= Q
    return out


@compiled
def shingles(codes: U32, k: int) -> U64:
    """Hashes of all runs of k codes of one text; none of a shorter text."""
    n = max(len(codes) - k + 1, 0)
    out = np.empty(n, np.uint64)
    gone, h = _power(k), _ZERO
    for i in range(len(codes)):
        h = h * Q + np.uint64(codes[i])
        if i >= k:
            h -= np.uint64(codes[i - k]) * gone
        if i >= k - 1:
            out[i - k + 1] = h * M
    return out


@compiled
def samples(codes: U32, offsets: I64, k: int, limit: np.uint64, shift: np.uint64, hash_bits: int, out: U64) -> int:
    """Write the hashes below `limit`, shifted, under the number of their text; returns how many."""
    n, gone = 0, _power(k)
    for i in range(len(offsets) - 1):
        text, h = np.uint64(i) << np.uint64(hash_bits), _ZERO
        begin = offsets[i]
        for at in range(begin, offsets[i + 1]):
            h = h * Q + np.uint64(codes[at])
            if at >= begin + k:
                h -= np.uint64(codes[at - k]) * gone
            if at >= begin + k - 1:
                spread = h * M
                if spread < limit:
                    out[n] = text | (spread >> shift)
                    n += 1
    return n


@compiled
def distinct(ordered: U64, hash_bits: int, sizes: I64) -> int:
    """Keep one of equal neighbours, in place, without the number of the text; counts by text go to `sizes`. Returns how many."""
    n, last = 0, ~_ZERO
    mask = (_ONE << np.uint64(hash_bits)) - _ONE
    for key in ordered:
        if key != last:
            sizes[key >> np.uint64(hash_bits)] += 1
            ordered[n] = key & mask
            n += 1
            last = key
    return n


@compiled
def postings(
    hashes: U64, sizes: I64, low: np.uint64, high: np.uint64, drop: np.uint64, report_bits: int, first: int, out: U64
) -> int:
    """Pack each hash in [low, high) with the number of its report, counted from `first`; returns how many."""
    n, at = 0, 0
    for i in range(len(sizes)):
        report = np.uint64(first + i)
        for h in hashes[at : at + sizes[i]]:
            if low <= h < high:
                out[n] = (((h - low) >> drop) << np.uint64(report_bits)) | report
                n += 1
        at += sizes[i]
    return n


@compiled
def posting_pairs(
    reports: U32, starts: I64, sizes: I64, weights: I64, report_bits: int, count_bits: int, out: U64
) -> int:
    """All pairs of members of each run as packed integers (a, b, weight); returns how many."""
    n = 0
    most = (1 << count_bits) - 1
    for run in range(len(starts)):
        weight = np.uint64(min(weights[run], most))
        for i in range(starts[run], starts[run] + sizes[run]):
            a = np.uint64(reports[i]) << np.uint64(report_bits)
            for j in range(i + 1, starts[run] + sizes[run]):
                out[n] = ((a | np.uint64(reports[j])) << np.uint64(count_bits)) | weight
                n += 1
    return n


@compiled
def sum_pairs(packed: U64, count_bits: int) -> int:
    """Merge equal neighbours of sorted packed pairs in place, adding up their counts (at most what fits); returns how many are left."""
    bits, most = np.uint64(count_bits), np.uint64((1 << count_bits) - 1)
    n = 0
    for i in range(len(packed)):
        if n and packed[n - 1] >> bits == packed[i] >> bits:
            total = min((packed[n - 1] & most) + (packed[i] & most), most)
            packed[n - 1] = ((packed[i] >> bits) << bits) | total
        else:
            packed[n] = packed[i]
            n += 1
    return n


@compiled
def _insert(keys: U64, positions: I32, mask: np.uint64, h: np.uint64, position: int) -> bool:
    """Put a hash into an open-addressing table unless it is there; whether it was new. 0 marks a free slot."""
    h |= np.uint64(h == _ZERO)
    slot = (h >> np.uint64(20)) & mask
    while keys[slot] != _ZERO:
        if keys[slot] == h:
            return False
        slot = (slot + _ONE) & mask
    keys[slot], positions[slot] = h, position
    return True


@compiled
def _find(keys: U64, positions: I32, mask: np.uint64, h: np.uint64) -> int:
    """Position of a hash in a table, −1 where it is not."""
    h |= np.uint64(h == _ZERO)
    slot = (h >> np.uint64(20)) & mask
    while keys[slot] != _ZERO:
        if keys[slot] == h:
            return int(positions[slot])
        slot = (slot + _ONE) & mask
    return -1


@compiled
def _size(n: int) -> int:
    size = 64
    while size < 3 * n:
        size *= 2
    return size


@compiled
def _filled(hashes: U64, keys: U64, positions: I32) -> np.uint64:
    """Clear as much of a table as the hashes need and put them in; returns its mask."""
    size = _size(len(hashes))
    keys[:size] = 0
    mask = np.uint64(size - 1)
    for i in range(len(hashes)):
        _insert(keys, positions, mask, hashes[i], i)
    return mask


@compiled
def flags(
    codes: U32, offsets: I64, k: int, limit: np.uint64, shift: np.uint64, scopes: I64, stops: U64, hash_bits: int
) -> tuple[U8, I64, I64]:
    """FIRST and TEMPLATE of every position that begins a shingle (0 elsewhere); distinct shingles of each text, all and template.

    A position is template when the nearest sampled shingles before and after it in the text are stopped (in `stops`, sorted,
    under the text's scope or under scope 0); a text without sampled shingles has none.
    """
    longest = 1
    for i in range(len(offsets) - 1):
        longest = max(longest, offsets[i + 1] - offsets[i])
    keys, positions = np.empty(_size(longest), np.uint64), np.empty(_size(longest), np.int32)
    out = np.zeros(len(codes), np.uint8)
    totals, templates = np.zeros(len(offsets) - 1, np.int64), np.zeros(len(offsets) - 1, np.int64)
    for t in range(len(offsets) - 1):
        own = shingles(codes[offsets[t] : offsets[t + 1]], k)
        mark = out[offsets[t] : offsets[t + 1]]
        keys[: _size(len(own))] = 0
        mask = np.uint64(_size(len(own)) - 1)
        for i in range(len(own)):
            if _insert(keys, positions, mask, own[i], i):
                mark[i] = FIRST
        if len(stops):
            begin, before = 0, True
            sampled = False
            for i in range(len(own) + 1):
                if i < len(own) and own[i] >= limit:
                    continue
                after = True
                if i < len(own):
                    sampled = True
                    short = own[i] >> shift
                    here = (np.uint64(scopes[t]) << np.uint64(hash_bits)) | short
                    after = _among(stops, short) or _among(stops, here)
                if before and after and sampled:
                    for j in range(begin, i):
                        mark[j] |= TEMPLATE
                if i < len(own) and after:
                    mark[i] |= TEMPLATE
                begin, before = i + 1, after
        for i in range(len(own)):
            totals[t] += mark[i] & FIRST
            templates[t] += mark[i] == FIRST | TEMPLATE
    return out, totals, templates


@compiled
def _among(ordered: U64, wanted: np.uint64) -> bool:
    at = np.searchsorted(ordered, wanted)
    return bool(at < len(ordered) and ordered[at] == wanted)


N_FIGURES = 8
SHARED, TEMPLATES, MATCHED, LONGEST, OPENING_SHORT, OPENING_LONG, NUMBERS, _ = range(N_FIGURES)
"""Columns of what `figures` returns: counts, and shares for the openings."""


@compiled
def figures(codes: U32, offsets: I64, marks: U8, short: I64, long: I64, k: int, opening: int, gap: int) -> F64:
    """Compare each short text with its long one; best called with `long` in order, so that its table is built once."""
    longest = 1
    for i in range(len(offsets) - 1):
        longest = max(longest, offsets[i + 1] - offsets[i])
    keys, positions = np.empty(_size(longest), np.uint64), np.empty(_size(longest), np.int32)
    open_keys, open_positions = np.empty(_size(opening), np.uint64), np.empty(_size(opening), np.int32)
    told_keys, told_positions = np.empty(_size(opening), np.uint64), np.empty(_size(opening), np.int32)
    mask = open_mask = _ZERO
    out = np.zeros((len(short), N_FIGURES))
    held = -1
    retold = np.zeros(opening, np.uint8)
    opens, pairs_of_long = np.empty(0, np.uint64), np.empty(0, np.uint64)
    for p in range(len(short)):
        b = codes[offsets[long[p]] : offsets[long[p] + 1]]
        if long[p] != held:
            held = long[p]
            mask = _filled(shingles(b, k), keys, positions)
            pairs_of_long = shingles(b, 2)
            opens = pairs_of_long[: opening - 1]
            open_mask = _filled(opens, open_keys, open_positions)
        a = codes[offsets[short[p]] : offsets[short[p] + 1]]
        mark = marks[offsets[short[p]] : offsets[short[p] + 1]]

        # Shared shingles in the order of a; `last` is where the one before stands in a, `far` where it stands in b.
        last, far, run, hashes = -1, -1, 0, shingles(a, k)
        for i in range(len(hashes)):
            j = _find(keys, positions, mask, hashes[i])
            if j < 0:
                continue
            if mark[i] & FIRST:
                out[p, SHARED] += 1
                if mark[i] & TEMPLATE:
                    out[p, TEMPLATES] += 1
            out[p, MATCHED] += k if last < 0 else min(k, i - last)
            run = run + 1 if last >= 0 and i == last + 1 and j == far + 1 else 1
            out[p, LONGEST] = max(out[p, LONGEST], run + k - 1)
            here, there = i - last - k, j - far - k
            if last >= 0 and 1 <= here <= gap and 1 <= there <= gap:
                n_here, sum_here = _numbers(a[i - here : i])
                n_there, sum_there = _numbers(b[j - there : j])
                if n_here > 0 and n_here == n_there and sum_here != sum_there:
                    out[p, NUMBERS] += 1
            last, far = i, j

        # Neighbouring syllables of either opening that stand anywhere in the other text.
        pairs_of_short = shingles(a, 2)
        told = pairs_of_short[: opening - 1]
        told_mask = _filled(told, told_keys, told_positions)
        out[p, OPENING_SHORT] = _retold(told, pairs_of_long, told_keys, told_positions, told_mask, retold)
        out[p, OPENING_LONG] = _retold(opens, pairs_of_short, open_keys, open_positions, open_mask, retold)
    return out


@compiled
def _retold(told: U64, by: U64, keys: U64, positions: I32, mask: np.uint64, seen: U8) -> float:
    """Share of the hashes in `told`, which fill the table, that stand in `by`."""
    seen[:] = 0
    for h in by:
        at = _find(keys, positions, mask, h)
        if at >= 0:
            seen[at] = 1
    n = 0
    for h in told:  # of equal ones the first was marked
        n += seen[_find(keys, positions, mask, h)]
    return n / max(len(told), 1)


@compiled
def _numbers(codes: U32) -> tuple[int, np.uint64]:
    """How many numbers stand among the codes, and a sum that tells them apart."""
    n, total = 0, _ZERO
    for c in codes:
        if c & 1:
            n += 1
            total += np.uint64(c)
    return n, total
