"""The comparison of pairs of texts, compiled.

In: the codes of texts, and pairs in portions (consecutive pairs whose texts are looked at together). Out: figures of each
pair. Within a portion equal shingles get one number, small and in order of appearance, so that what a text shares with
another is read off an array: each text is hashed once, however many pairs it is in, and a pair costs little more than
walking along its shorter text. The same holds of the pairs of neighbouring syllables in the openings, which are bits of a row per text.
"""

from __future__ import annotations

import numpy as np

from transforms.compiled import F64, I32, I64, U8, U32, U64, M, Q, compiled
from transforms.dedup.kernels import power

_ZERO, _ONE = np.uint64(0), np.uint64(1)

_NUMBER = np.uint64((1 << 24) - 1)
"""Bits of a slot for a number: more where a portion has more shingles. Those above, and the slot itself, tell hashes apart."""

FIRST, TEMPLATE = 1, 2
"""Flags of a position: its shingle stands here for the first time; it is template."""

N_FIGURES = 10
SHARED, TEMPLATES, MATCHED, LONGEST, OPENING_SHORT, OPENING_LONG, NUMBERS, OWN_SHORT, OWN_LONG, BARE = range(N_FIGURES)
"""Columns of what `figures` returns. Shared shingles, and those of them that are template; syllables in shared shingles;
the longest common run; shares of either opening that stand in the other text; places where numbers changed; distinct shingles
of either text without template, or all where `BARE`: one of the texts is nothing but template."""


@compiled
def _slots(n: int) -> int:
    size = 64
    while size < 2 * n:
        size *= 2
    return size


@compiled
def table(keys: U64) -> U64:
    """An open-addressing table of the keys; 0 marks a free slot, and stands for 1 as a key."""
    out, mask = np.zeros(_slots(2 * len(keys)), np.uint64), np.uint64(_slots(2 * len(keys)) - 1)
    for key in keys:
        wanted = max(key, _ONE)
        slot = (wanted * M >> np.uint64(20)) & mask
        while out[slot] != _ZERO and out[slot] != wanted:
            slot = (slot + _ONE) & mask
        out[slot] = wanted
    return out


@compiled
def _among(keys: U64, key: np.uint64) -> bool:
    mask, wanted = np.uint64(len(keys) - 1), max(key, _ONE)
    slot = (wanted * M >> np.uint64(20)) & mask
    while keys[slot] != _ZERO:
        if keys[slot] == wanted:
            return True
        slot = (slot + _ONE) & mask
    return False


@compiled
def _slot(keys: U64, mask: np.uint64, h: np.uint64) -> np.uint64:
    """Where a hash (not 0) stands in a table, or the free slot where it would."""
    slot = (h >> np.uint64(20)) & mask
    while keys[slot] != _ZERO and keys[slot] != h:
        slot = (slot + _ONE) & mask
    return slot


@compiled
def sieve(keys: U64) -> U64:
    """Bits that are set where a key's hash falls, whatever its scope: most hashes are told from all keys by one bit."""
    words = 64
    while 64 * words < 16 * len(keys):
        words *= 2
    out, mask = np.zeros(words, np.uint64), np.uint64(64 * words - 1)
    for key in keys:
        out[(key & mask) >> np.uint64(6)] |= _ONE << (key & np.uint64(63))
    return out


@compiled
def _marked(
    codes: U32, k: int, limit: np.uint64, shift: np.uint64, scope: np.uint64, stops: U64, likely: U64,
    text: int, table: U64, mask: np.uint64, low: np.uint64, owner: I32, n: int, ids: I32, marks: U8, hashes: U64, sampled: I32,
) -> int:  # fmt: skip
    """Number the shingles of one text, from `n` on where they are new, and flag their positions; returns how many numbers there are.

    A position is template when the nearest sampled shingles before and after it in the text are stopped (under the text's
    scope or under 0); a text without sampled shingles has none. `hashes` and `sampled` have room for all positions.
    """
    leaving, h = power(k - 1), _ZERO
    size, m = max(len(codes) - k + 1, 0), 0
    for at in range(min(len(codes), k - 1)):
        h = h * Q + np.uint64(codes[at])
    for i in range(size):
        h = h * Q + np.uint64(codes[i + k - 1])
        spread = h * M
        hashes[i] = spread
        sampled[m] = i
        m += int(spread < limit)  # no branch: one in `sample` would be foretold wrongly
        h -= np.uint64(codes[i]) * leaving
    for i in range(size):
        spread = hashes[i]
        # A slot has the upper bits of a hash and, below them, its number plus one.
        slot = (spread >> np.uint64(4)) & mask
        while table[slot] != _ZERO and (table[slot] ^ spread) > low:
            slot = (slot + _ONE) & mask
        # `n` changes in a branch that the processor foretells; derived from the number looked up, it would wait for every look-up.
        if table[slot] == _ZERO:
            n += 1
            table[slot] = (spread & ~low) | np.uint64(n)
        number = np.int64(table[slot] & low) - 1
        ids[i], marks[i] = number, FIRST if owner[number] != text else 0
        owner[number] = text
    if len(stops) == 0 or m == 0:
        return n
    begin, before, bits = 0, True, np.uint64(64 * len(likely) - 1)
    for s in range(m):
        i = int(sampled[s])
        short = hashes[i] >> shift
        after = False
        if (likely[(short & bits) >> np.uint64(6)] >> (short & np.uint64(63))) & _ONE:
            after = _among(stops, short) or (bool(scope > _ZERO) and _among(stops, scope | short))
        if after:
            if before:
                for j in range(begin, i):
                    marks[j] |= TEMPLATE
            marks[i] |= TEMPLATE
        begin, before = i + 1, after
    if before:
        for j in range(begin, size):
            marks[j] |= TEMPLATE
    return n


@compiled
def figures(
    codes: U32, starts: I64, counts: I64, scopes: U64, short: I64, long: I64, bounds: I64, stops: U64, likely: U64,
    k: int, limit: np.uint64, shift: np.uint64, opening: int, gap: int,
) -> F64:  # fmt: skip
    """Figures of each pair (`short`, `long`); portion p has the pairs from `bounds[p]` to `bounds[p + 1]`, in order of `long`.

    Text t has `counts[t]` codes from `starts[t]` on; `scopes` come shifted to where `stops` (a `table`) has them.
    """
    out = np.zeros((bounds[-1] - bounds[0], N_FIGURES))
    place = np.full(len(counts), -1, np.int32)
    rows, begins = np.empty(64, np.int64), np.empty(64, np.int64)
    totals, templates = np.empty(64, np.int64), np.empty(64, np.int64)
    numbered, owner = np.empty(_slots(64), np.uint64), np.empty(64, np.int32)
    hashes, sampled = np.empty(64, np.uint64), np.empty(65, np.int32)
    ids, marks = np.empty(64, np.int32), np.empty(64, np.uint8)
    stamps, stamp = np.zeros(64, np.int64), 0
    open_bits = np.zeros(1 << 10, np.uint64)  # a sieve of the openings' neighbours: most of the others end there
    open_keys, open_numbers = np.empty(64, np.uint64), np.empty(64, np.int32)
    for portion in range(len(bounds) - 1):
        # The texts of the portion, and room for them.
        if 2 * (bounds[portion + 1] - bounds[portion]) > len(rows):
            size = 2 * (bounds[portion + 1] - bounds[portion])
            rows, begins = np.empty(size, np.int64), np.empty(size, np.int64)
            totals, templates = np.empty(size, np.int64), np.empty(size, np.int64)
        n_rows = total = 0
        for p in range(bounds[portion], bounds[portion + 1]):
            for row in (short[p], long[p]):
                if place[row] < 0:
                    place[row], rows[n_rows], begins[n_rows] = n_rows, row, total
                    n_rows += 1
                    total += max(counts[row] - k + 1, 0)
        if total > len(ids):
            ids, marks, owner = np.empty(total, np.int32), np.empty(total, np.uint8), np.empty(total, np.int32)
            stamps = np.zeros(total, np.int64)
            numbered = np.empty(_slots(total), np.uint64)
            hashes, sampled = np.empty(total, np.uint64), np.empty(total + 1, np.int32)
        mask, low = np.uint64(_slots(total) - 1), _NUMBER
        while low <= np.uint64(total):
            low = (low << _ONE) | _ONE
        numbered[: _slots(total)] = 0
        owner[:total] = -1
        n = 0
        for t in range(n_rows):
            row, begin = rows[t], begins[t]
            size = max(counts[row] - k + 1, 0)
            n = _marked(
                codes[starts[row] : starts[row] + counts[row]], k, limit, shift, scopes[row], stops, likely,
                t, numbered, mask, low, owner, n, ids[begin : begin + size], marks[begin : begin + size], hashes, sampled,
            )  # fmt: skip
            totals[t] = templates[t] = 0
            for mark in marks[begin : begin + size]:
                totals[t] += mark & FIRST
                templates[t] += mark == FIRST | TEMPLATE

        # Neighbouring syllables of all openings, and in which texts they stand.
        most = _slots(n_rows * opening)
        if most > len(open_keys):
            open_keys, open_numbers = np.empty(most, np.uint64), np.empty(most, np.int32)
        open_keys[:most] = 0
        open_mask = np.uint64(most - 1)
        told = np.empty((n_rows, opening), np.int32)
        open_bits[:] = 0
        n_open = 0
        for t in range(n_rows):
            own = codes[starts[rows[t]] : starts[rows[t]] + counts[rows[t]]]
            for i in range(min(len(own), opening) - 1):
                h = (np.uint64(own[i]) * Q + np.uint64(own[i + 1])) * M
                slot = _slot(open_keys, open_mask, max(h, _ONE))
                if open_keys[slot] == _ZERO:
                    open_keys[slot], open_numbers[slot] = max(h, _ONE), n_open
                    n_open += 1
                told[t, i] = open_numbers[slot]
                open_bits[h >> np.uint64(54)] |= _ONE << ((h >> np.uint64(48)) & np.uint64(63))
        stand = np.zeros((n_rows, n_open // 64 + 1), np.uint64)
        for t in range(n_rows):
            own = codes[starts[rows[t]] : starts[rows[t]] + counts[rows[t]]]
            for i in range(len(own) - 1):
                h = (np.uint64(own[i]) * Q + np.uint64(own[i + 1])) * M
                if not (open_bits[h >> np.uint64(54)] >> ((h >> np.uint64(48)) & np.uint64(63))) & _ONE:
                    continue
                slot = _slot(open_keys, open_mask, max(h, _ONE))
                if open_keys[slot] != _ZERO:
                    stand[t, open_numbers[slot] >> 6] |= _ONE << np.uint64(open_numbers[slot] & 63)

        held = -1
        for p in range(bounds[portion], bounds[portion + 1]):
            a, b = place[short[p]], place[long[p]]
            if b != held:
                held = b
                stamp += 1
                for j in range(max(counts[long[p]] - k + 1, 0)):
                    if marks[begins[b] + j] & FIRST:
                        stamps[ids[begins[b] + j]] = (stamp << 32) | j
            x = out[p - bounds[0]]
            _walk(
                codes[starts[short[p]] : starts[short[p]] + counts[short[p]]],
                codes[starts[long[p]] : starts[long[p]] + counts[long[p]]],
                ids[begins[a] : begins[a] + max(counts[short[p]] - k + 1, 0)], marks[begins[a] :], stamps, stamp, k, gap, x,
            )  # fmt: skip
            x[OPENING_SHORT] = _retold(told[a], min(counts[short[p]], opening) - 1, stand[b])
            x[OPENING_LONG] = _retold(told[b], min(counts[long[p]], opening) - 1, stand[a])
            bare = totals[a] == templates[a] or totals[b] == templates[b]
            x[BARE] = bare
            x[OWN_SHORT] = totals[a] if bare else totals[a] - templates[a]
            x[OWN_LONG] = totals[b] if bare else totals[b] - templates[b]
        for t in range(n_rows):
            place[rows[t]] = -1
    return out


@compiled
def _walk(a: U32, b: U32, ids: I32, marks: U8, stamps: I64, stamp: int, k: int, gap: int, x: F64) -> None:
    """Shared shingles in the order of a; those of b are stamped, with where they stand there first."""
    last, far, run = -1, -1, 0  # where the one before stands in a and in b, and how many go on together
    shared = template = matched = longest = changed = 0
    for i in range(len(ids)):
        found = stamps[ids[i]]
        if found >> 32 != stamp:
            continue
        j = found & 0xFFFFFFFF
        shared += marks[i] & FIRST
        template += marks[i] == FIRST | TEMPLATE
        if last >= 0 and i == last + 1 and j == far + 1:
            matched += 1
            run += 1
            last, far = i, j
            continue
        longest = max(longest, run)
        matched += k if last < 0 else min(k, i - last)
        run = 1
        here, there = i - last - k, j - far - k
        if last >= 0 and 1 <= here <= gap and 1 <= there <= gap:
            n_here, sum_here = _numbers(a[i - here : i])
            n_there, sum_there = _numbers(b[j - there : j])
            changed += n_here > 0 and n_here == n_there and sum_here != sum_there
        last, far = i, j
    longest = max(longest, run)
    x[SHARED], x[TEMPLATES], x[MATCHED], x[NUMBERS] = shared, template, matched, changed
    x[LONGEST] = longest + k - 1 if shared else 0


@compiled
def _retold(told: I32, size: int, stand: U64) -> float:
    """Share of the numbers in `told` whose bits are set."""
    n = _ZERO
    for number in told[: max(size, 0)]:
        n += (stand[number >> 6] >> np.uint64(number & 63)) & _ONE
    return np.int64(n) / max(size, 1)


@compiled
def _numbers(codes: U32) -> tuple[int, np.uint64]:
    """How many numbers stand among the codes, and a sum that tells them apart."""
    n, total = 0, _ZERO
    for c in codes:
        if c & 1:
            n += 1
            total += np.uint64(c)
    return n, total
