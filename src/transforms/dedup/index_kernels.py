"""The inner loops of the inverted index, compiled: postings cut by hash, posting lists as sets of reports, shared hashes counted.

In and out: flat NumPy arrays. A posting is one integer, hash above, report number below; a set of reports has a signature
(the sum of its mixed members, so that equal sets have equal ones), a weight (how many hashes have this set) and its members
in order.
"""

from __future__ import annotations

import numpy as np

from transforms.compiled import I64, U8, U32, U64, M, Q, compiled

_ZERO, _ONE = np.uint64(0), np.uint64(1)


@compiled
def by_range(
    hashes: U64, offsets: I64, rows: I64, shift: int, drop: int, report_bits: int, starts: I64, out: U64
) -> None:
    """Postings of hashes, in ranges by their bits above `shift`: range r goes to `out[starts[r] : starts[r + 1]]`.

    `starts` comes zeroed, one longer than there are ranges. List i, from `offsets[i]` on, is of report `rows[i]`, or left out where that is −1.
    """
    for i in range(len(rows)):
        if rows[i] >= 0:
            for h in hashes[offsets[i] : offsets[i + 1]]:
                starts[(h >> np.uint64(shift)) + _ONE] += 1
    for r in range(1, len(starts)):
        starts[r] += starts[r - 1]
    at = starts.copy()
    mask = (_ONE << np.uint64(shift)) - _ONE
    for i in range(len(rows)):
        if rows[i] >= 0:
            report = np.uint64(rows[i])
            for h in hashes[offsets[i] : offsets[i + 1]]:
                r = h >> np.uint64(shift)
                out[at[r]] = (((h & mask) >> np.uint64(drop)) << np.uint64(report_bits)) | report
                at[r] += 1


@compiled
def _mixed(report: np.uint64) -> np.uint64:
    x = (report + _ONE) * M
    x = (x ^ (x >> np.uint64(29))) * Q
    return x ^ (x >> np.uint64(32))


@compiled
def _slots(n: int) -> int:
    size = 64
    while size < 2 * n:
        size *= 2
    return size


@compiled
def report_sets(
    postings: U64, report_bits: int, begin_of_range: np.uint64, drop: int, scopes: I64, n_scopes: int,
    outlet_cap: int, corpus_cap: int, lost: I64, signed: U64,
) -> tuple[U64, U64, U32, I64, U64, I64]:  # fmt: skip
    """The distinct sets of reports that share a hash, from sorted postings: signatures, weights, sizes and members.

    Hashes in more than `outlet_cap` reports of one scope are stopped there, such as are then left in more than `corpus_cap`
    everywhere. Also returned: scope (−1: everywhere), hash and number of reports of all stops; how many of its hashes each
    report lost is added to `lost`, and to `signed` a sum that tells them from others. Weights and sizes come in one integer, weight
    above bit 32. Hashes begin with `begin_of_range`, and lack their lowest `drop` bits.
    """
    bits, mask, n = np.uint64(report_bits), (_ONE << np.uint64(report_bits)) - _ONE, len(postings)
    runs = shared = 0
    begin = 0
    for i in range(1, n + 1):
        if i == n or postings[i] >> bits != postings[begin] >> bits:
            if i - begin > 1:
                runs += 1
                shared += i - begin
            begin = i
    table, size_of_table = np.zeros(_slots(runs), np.int32), np.uint64(_slots(runs) - 1)
    signatures, shapes, members = np.empty(runs, np.uint64), np.empty(runs, np.uint64), np.empty(shared, np.uint32)
    cap = min(outlet_cap, corpus_cap)
    most = n // (cap + 1) + 1
    stop_scopes, stop_hashes, stop_counts = (
        np.empty(most, np.int64),
        np.empty(most, np.uint64),
        np.empty(most, np.int64),
    )
    in_scope = np.zeros(n_scopes, np.int64)
    n_sets = n_members = n_stops = 0
    begin = 0
    for i in range(1, n + 1):
        if i < n and postings[i] >> bits == postings[begin] >> bits:
            continue
        first, begin = begin, i
        if i - first < 2:
            continue
        left, is_formula = i - first, False
        is_often = left > cap
        if is_often:
            for key in postings[first:i]:
                if scopes[key & mask] >= 0:
                    in_scope[scopes[key & mask]] += 1
            for key in postings[first:i]:
                scope = scopes[key & mask]
                if scope >= 0 and in_scope[scope] > outlet_cap:
                    stop_scopes[n_stops], stop_hashes[n_stops], stop_counts[n_stops] = (
                        scope,
                        key >> bits,
                        in_scope[scope],
                    )
                    n_stops += 1
                    left -= in_scope[scope]
                    in_scope[scope] = -1  # stopped, and told
            if left > corpus_cap:
                is_formula = True
                stop_scopes[n_stops], stop_hashes[n_stops], stop_counts[n_stops] = -1, postings[first] >> bits, left
                n_stops += 1
        signature, end = _ZERO, n_members
        for key in postings[first:i]:
            report = key & mask
            if is_often and (is_formula or (scopes[report] >= 0 and in_scope[scopes[report]] < 0)):
                lost[report] += 1
                signed[report] += _mixed(begin_of_range + ((key >> bits) << np.uint64(drop)))
                continue
            members[end] = report
            end += 1
            signature += _mixed(report)
        if is_often:
            for key in postings[first:i]:
                if scopes[key & mask] >= 0:
                    in_scope[scopes[key & mask]] = 0
        if end - n_members < 2:
            continue
        slot = (signature >> np.uint64(20)) & size_of_table
        while table[slot] and signatures[table[slot] - 1] != signature:
            slot = (slot + _ONE) & size_of_table
        if table[slot]:
            shapes[table[slot] - 1] += _ONE << np.uint64(32)
        else:
            signatures[n_sets], shapes[n_sets] = signature, (_ONE << np.uint64(32)) | np.uint64(end - n_members)
            n_sets += 1
            table[slot] = n_sets
            n_members = end
    return (
        signatures[:n_sets].copy(), shapes[:n_sets].copy(), members[:n_members].copy(),
        stop_scopes[:n_stops].copy(), stop_hashes[:n_stops].copy(), stop_counts[:n_stops].copy(),
    )  # fmt: skip


@compiled
def from_report(signatures: U64, shapes: U64, members: U32, low: int, high: int) -> tuple[U64, U64, U32]:
    """Sets with a member numbered from `low` to below `high` that others follow, without the members before it."""
    keep, begin, end, n, total = np.empty(len(shapes), np.int64), 0, 0, 0, 0
    for s in range(len(shapes)):
        begin, end = end, end + int(shapes[s] & np.uint64(0xFFFFFFFF))
        while begin < end and members[begin] < low:
            begin += 1
        keep[s] = begin if begin + 1 < end and members[begin] < high else -1
        if keep[s] >= 0:
            n += 1
            total += end - begin
    some, shape, out = np.empty(n, np.uint64), np.empty(n, np.uint64), np.empty(total, np.uint32)
    n, total, end = 0, 0, 0
    for s in range(len(shapes)):
        end += int(shapes[s] & np.uint64(0xFFFFFFFF))
        if keep[s] >= 0:
            size = end - keep[s]
            out[total : total + size] = members[keep[s] : end]
            some[n], shape[n] = signatures[s], ((shapes[s] >> np.uint64(32)) << np.uint64(32)) | np.uint64(size)
            n, total = n + 1, total + size
    return some, shape, out


@compiled
def indexed(signatures: U64, shapes: U64, members: U32, low: int, high: int) -> tuple[U32, U8, I64, I64]:
    """Of each distinct set its weight; and by member, from `low` to below `high`, where in `members` it stands.

    Returned: for every position in `members` the weight of the set, whether it is the set's last (1), where the positions of
    each report begin, and the positions. Sets met before are left out and their weight is added to the first.
    """
    table, size_of_table = np.zeros(_slots(len(shapes)), np.int32), np.uint64(_slots(len(shapes)) - 1)
    weights, last = np.zeros(len(members), np.uint32), np.zeros(len(members), np.uint8)
    begins, total = np.empty(len(shapes), np.int64), np.zeros(len(shapes), np.int64)
    starts = np.zeros(high - low + 1, np.int64)
    end = 0
    for s in range(len(shapes)):
        begin, end = end, end + int(shapes[s] & np.uint64(0xFFFFFFFF))
        begins[s] = begin
        weight = int(shapes[s] >> np.uint64(32))
        slot = (signatures[s] >> np.uint64(20)) & size_of_table
        while table[slot] and signatures[table[slot] - 1] != signatures[s]:
            slot = (slot + _ONE) & size_of_table
        if table[slot]:
            total[table[slot] - 1] += weight
            continue
        table[slot] = s + 1
        total[s] = weight
        last[end - 1] = 1
        for i in range(begin, end - 1):
            if members[i] < high:
                starts[members[i] - low + 1] += 1
    for r in range(1, len(starts)):
        starts[r] += starts[r - 1]
    positions, at = np.empty(starts[-1], np.int64), starts.copy()
    for s in range(len(shapes)):
        if total[s]:
            i = begins[s]
            while True:
                weights[i] = total[s]
                if last[i]:
                    break
                if members[i] < high:
                    positions[at[members[i] - low]] = i
                    at[members[i] - low] += 1
                i += 1
    return weights, last, starts, positions


@compiled
def shared(
    members: U32, weights: U32, last: U8, starts: I64, positions: I64, low: int, begin: int, end: int,
    sizes: I64, least: int, containment: float,
) -> I64:  # fmt: skip
    """Pairs (a, b, shared hashes), a from `begin` to below `end`, that share at least `least` hashes and this share of either's.

    Every set that a stands in is walked from a on, and what it weighs is added to a counter per report; no pair is held but
    those that are returned.
    """
    count, touched = np.zeros(len(sizes), np.uint32), np.empty(len(sizes), np.uint32)
    out, n = np.empty((1024, 3), np.int64), 0
    for a in range(begin, end):
        met = 0
        for at in positions[starts[a - low] : starts[a - low + 1]]:
            i, weight = at, weights[at]
            while not last[i]:
                i += 1
                b = members[i]
                if count[b] == 0:
                    touched[met] = b
                    met += 1
                count[b] += weight
        if n + met > len(out):
            more = np.empty((2 * (n + met), 3), np.int64)
            more[:n] = out[:n]
            out = more
        for b in touched[:met]:
            c = count[b]
            count[b] = 0
            if c >= least and max(c / max(sizes[a], 1), c / max(sizes[b], 1)) >= containment:
                out[n, 0], out[n, 1], out[n, 2] = a, b, c
                n += 1
    return out[:n].copy()
