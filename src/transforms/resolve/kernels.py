"""The inner loops of event linking, compiled: terms of texts, their numbers and weights, sums over shared terms, nearest texts.

In and out: flat NumPy arrays. What belongs to text i stands from `at[i]` to `at[i + 1]`. No loop holds more than its
arguments and one row of accumulators, so memory follows the texts and not their pairs.
"""

from __future__ import annotations

import numpy as np

from transforms.compiled import F32, F64, I32, I64, U8, U16, U32, U64, compiled

TERM_BITS = 48
"""Below a term in a key stands its text's place in the block, and below that two flags."""
PLACE_BITS = 12
FLAG_BITS = 2
IN_TITLE, IN_LEAD = 1, 2


@compiled
def _mixed(x: np.uint64) -> np.uint64:
    """The finaliser of SplitMix64: numbers spread evenly over 64 bits."""
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


@compiled
def term_keys(codes: U32, at: I64, begin: int, end: int, longest: int, lead: int, flags: int, keys: U64, n: int) -> int:
    """Write a key for every syllable and every pair of adjacent ones of texts `begin` to `end`, behind the first `n` keys;
    `flags` mark all of them, `IN_LEAD` those among the first `lead` syllables as well."""
    above = np.uint64(PLACE_BITS + FLAG_BITS)
    for i in range(begin, end):
        place = np.uint64(i - begin) << np.uint64(FLAG_BITS)
        for j in range(at[i], min(at[i + 1], at[i] + longest)):
            below = place | np.uint64(flags | (IN_LEAD if j - at[i] < lead else 0))
            code = np.uint64(codes[j])
            keys[n] = _mixed(code) >> np.uint64(64 - TERM_BITS) << above | below
            n += 1
            if j + 1 < min(at[i + 1], at[i] + longest):
                both = (code + np.uint64(1)) << np.uint64(32) | np.uint64(codes[j + 1])
                keys[n] = _mixed(both) >> np.uint64(64 - TERM_BITS) << above | below
                n += 1
    return n


@compiled
def merge_keys(keys: U64, title_counts: int, texts: U16, counts: U8, flags: U8) -> int:
    """Sorted keys → the hash of each distinct term of each text, in place; the text, how often and where it stands there. Returns
    how many."""
    n = 0
    last = np.uint64(0)
    for i in range(len(keys)):
        key = keys[i] >> np.uint64(FLAG_BITS)
        mark = np.uint8(keys[i] & np.uint64((1 << FLAG_BITS) - 1))
        if i == 0 or key != last:
            keys[n] = key >> np.uint64(PLACE_BITS)
            texts[n] = key & np.uint64((1 << PLACE_BITS) - 1)
            counts[n], flags[n] = 0, 0
            n += 1
            last = key
        step = title_counts if mark & IN_TITLE else 1
        counts[n - 1] = min(255, counts[n - 1] + step)
        flags[n - 1] |= mark
    return n


@compiled
def number_terms(hashes: U64, slots: U64, numbers: I32, shift: int, df: I32, known: int) -> int:
    """Replace sorted hashes, one per text that has the term, by numbers, new ones after the `known`; `df` counts the texts of each.
    Returns how many terms are known. `slots` is an open table, 0 meaning free; a hash's place in it is in the bits above
    `shift`."""
    mask, slot = len(slots) - 1, np.int64(0)
    last = np.uint64(0)
    for i in range(len(hashes)):
        key = hashes[i] + np.uint64(1)
        if key != last:
            slot = np.int64(hashes[i] >> np.uint64(shift)) & mask
            while slots[slot] != key and slots[slot] != 0:
                slot = (slot + 1) & mask
            if slots[slot] == 0:
                slots[slot], numbers[slot] = key, known
                known += 1
            last = key
        df[numbers[slot]] += 1
        hashes[i] = np.uint64(numbers[slot])
    return known


RANGE_BITS = 16
_COUNT_BITS = 24  # of texts, and of the terms of a range
CLASSES = _COUNT_BITS + 1
"""Terms are of one class whose numbers of texts have the same number of bits."""


@compiled
def _class_of(texts: np.int64) -> int:
    bits = 0
    while texts:
        bits += 1
        texts >>= 1
    return bits


@compiled
def describe(df: I32, most: int, number: int, sizes: I64) -> U64:
    """What is known of each term of a range; `sizes` counts the terms that have a rank, by class.

    From the lowest bit: the texts that have the term; its rank in its class and range, from 1, if these are two to `most`,
    else 0; the range.
    """
    known = np.empty(len(df), np.uint64)
    for term in range(len(df)):
        rank = 0
        if 1 < df[term] <= most:
            of = _class_of(np.int64(df[term]))
            sizes[of] += 1
            rank = sizes[of]
        known[term] = np.uint64(df[term]) | np.uint64(rank) << np.uint64(_COUNT_BITS)
        known[term] |= np.uint64(number) << np.uint64(2 * _COUNT_BITS)
    return known


@compiled
def _texts_of(term: np.uint64) -> np.int64:
    return np.int64(term & np.uint64((1 << _COUNT_BITS) - 1))


@compiled
def _rank_of(term: np.uint64) -> np.int64:
    return np.int64(term >> np.uint64(_COUNT_BITS) & np.uint64((1 << _COUNT_BITS) - 1))


@compiled
def lengths(terms: U64, texts: U16, counts: U8, flags: U8, idf: F64, times: F64, out: F64, sizes: I64) -> None:
    """Add up for the body, lead and title of each text of a block the squares of all its weights (`weigh`), and how many of its
    terms have a rank, that is, meet other texts."""
    for i in range(len(terms)):
        text, weight = texts[i], idf[_texts_of(terms[i])]
        meets = 1 if _rank_of(terms[i]) else 0
        body = weight * times[counts[i]]
        out[0, text] += body * body
        sizes[0, text] += meets
        if flags[i] & IN_LEAD:
            out[1, text] += weight * weight
            sizes[1, text] += meets
        if flags[i] & IN_TITLE:
            out[2, text] += weight * weight
            sizes[2, text] += meets


@compiled
def weigh(
    terms: U64, texts: U16, counts: U8, flags: U8, idf: F64, times: F64, length: F64, ranks: I64, at: I64,
    out_terms: tuple[I32, ...], out_weights: tuple[F32, ...],
) -> None:  # fmt: skip
    """Write the ranked terms of the body, lead and title of each text of a block from its places `at` on, which move: numbered
    over all ranges and classes by `ranks`, and in units of the text's `length`. A term weighs the `idf` of the number of its
    texts, in a body times what its count is worth in `times`."""
    for i in range(len(terms)):
        rank = _rank_of(terms[i])
        if not rank:
            continue
        text, of = texts[i], _texts_of(terms[i])
        number = ranks[np.int64(terms[i] >> np.uint64(2 * _COUNT_BITS)), _class_of(of)] + rank - 1
        for part in range(3):
            if (part == 1 and not flags[i] & IN_LEAD) or (part == 2 and not flags[i] & IN_TITLE):
                continue
            n = at[part, text]
            out_terms[part][n] = number
            out_weights[part][n] = idf[of] * (times[counts[i]] if part == 0 else 1.0) / length[part, text]
            at[part, text] = n + 1


@compiled
def _not_below(bits: I32, bound: np.int32) -> np.int32:
    n = np.int32(0)
    for j in range(len(bits)):
        n += np.int32(bits[j] >= bound)
    return n


@compiled
def heaviest(
    at: I64, term: I32, weight: F32, first: int, last: int, most: int, out_at: I64, node: I32, out_term: I32, out_weight: F32
) -> None:  # fmt: skip
    """The `most` heaviest terms of texts `first` to `last`, written from each text's place in `out_at`; ties go to those that come
    first."""
    whole = weight.view(np.int32)  # numbers above 0 are in the order of their bits
    for i in range(first, last):
        begin, end, n = at[i], at[i + 1], out_at[i]
        least, room = np.int32(-1), np.int32(most)
        if end - begin > most:
            # Counting is so much cheaper than sorting that the least of the heaviest is found by halving.
            bits, above = whole[begin:end], np.int32(0x7F800000)
            while above - least > 1:
                middle = np.int32(least + (above - least) // 2)
                if _not_below(bits, middle) >= most:
                    least = middle
                else:
                    above = middle
            room = most - _not_below(bits, above)
        for j in range(begin, end):
            if whole[j] < least or (whole[j] == least and room == 0):
                continue
            if whole[j] == least:
                room -= 1
            node[n], out_term[n], out_weight[n] = i, term[j], weight[j]
            n += 1


SLOT_BITS = 14
"""Of the table in which a text's terms are looked up: so small that it stays next to the processor."""


@compiled
def _enter(term: I32, begin: int, end: int, table: I32, following: I32) -> None:
    """Enter a text's terms `begin` to `end`: a slot of `table` holds 1 + the place of a term in the text, and `following` of that
    place the next one of the slot; 0 ends it."""
    for r in range(begin, end):
        slot = term[r] & (len(table) - 1)
        following[r - begin] = table[slot]
        table[slot] = r - begin + 1


@compiled
def _leave(term: I32, begin: int, end: int, table: I32) -> None:
    for r in range(begin, end):
        table[term[r] & (len(table) - 1)] = 0


@compiled
def _place(wanted: np.int32, term: I32, begin: int, table: I32, following: I32) -> int:
    """Where among a text's terms, which begin at `begin`, the wanted one stands, counted from 0; -1 for nowhere."""
    place = table[wanted & (len(table) - 1)]
    while place and term[begin + place - 1] != wanted:
        place = following[place - 1]
    return int(place - 1)


@compiled
def _maybe(term: I32, begin: int, end: int, table: I32, out: I32) -> int:
    """Those of the terms `begin` to `end` whose slot is not empty, and how many: what follows a branch that nobody can foretell costs
    more than the whole look-up, and here is none."""
    n = 0
    for r in range(begin, end):
        out[n] = r - begin
        n += int(table[term[r] & (len(table) - 1)] != 0)
    return n


@compiled
def _longest(at: I64) -> int:
    most = 0
    for i in range(len(at) - 1):
        most = max(most, at[i + 1] - at[i])
    return most


@compiled
def shared_sums(
    a: I64, b: I64,
    body_at: I64, body_term: I32, body_weight: F32,
    lead_at: I64, lead_term: I32, lead_weight: F32,
    title_at: I64, title_term: I32, title_weight: F32,
    cosine: F64, title: F64, there: F64, back: F64,
) -> None:  # fmt: skip
    """For each pair the cosine of the bodies and of the titles, the share of a's lead in b's body, and of b's in a's.

    Pairs come in order of a: its terms are entered once into small tables, in which its partners' are looked up. Most are not
    there, and an empty slot says so. The terms of leads stand in their bodies as well.
    """
    most = max(_longest(body_at), _longest(title_at)) + 1
    whole, whole_next = np.zeros(1 << SLOT_BITS, np.int32), np.empty(most, np.int32)
    head, head_next = np.zeros(1 << SLOT_BITS, np.int32), np.empty(most, np.int32)
    in_lead, maybe = np.zeros(most, np.float32), np.empty(most, np.int32)
    for k in range(len(a)):
        i, j = a[k], b[k]
        body = body_at[i]
        if k == 0 or i != a[k - 1]:
            if k > 0:
                old = a[k - 1]
                _leave(body_term, body_at[old], body_at[old + 1], whole)
                _leave(title_term, title_at[old], title_at[old + 1], head)
            _enter(body_term, body, body_at[i + 1], whole, whole_next)
            _enter(title_term, title_at[i], title_at[i + 1], head, head_next)
            in_lead[: body_at[i + 1] - body] = 0
            for r in range(lead_at[i], lead_at[i + 1]):
                place = _place(lead_term[r], body_term, body, whole, whole_next)
                in_lead[place] = lead_weight[r] * lead_weight[r]
        alike, covered, found, same = 0.0, 0.0, 0.0, 0.0
        begin = body_at[j]
        for m in range(_maybe(body_term, begin, body_at[j + 1], whole, maybe)):
            r = begin + maybe[m]
            place = _place(body_term[r], body_term, body, whole, whole_next)
            if place >= 0:
                alike += body_weight[body + place] * body_weight[r]
                covered += in_lead[place]
        begin = lead_at[j]
        for m in range(_maybe(lead_term, begin, lead_at[j + 1], whole, maybe)):
            r = begin + maybe[m]
            if _place(lead_term[r], body_term, body, whole, whole_next) >= 0:
                found += lead_weight[r] * lead_weight[r]
        begin = title_at[j]
        for m in range(_maybe(title_term, begin, title_at[j + 1], head, maybe)):
            r = begin + maybe[m]
            place = _place(title_term[r], title_term, title_at[i], head, head_next)
            if place >= 0:
                same += title_weight[title_at[i] + place] * title_weight[r]
        cosine[k], title[k], there[k], back[k] = min(alike, 1.0), min(same, 1.0), min(covered, 1.0), min(found, 1.0)


@compiled
def shared_weights(a: I64, b: I64, at: I64, term: I32, weight: I64, out: I64) -> None:
    """For each pair of nodes the summed weight of the terms of both; a node's terms stand in order."""
    for k in range(len(a)):
        i, j, shared = at[a[k]], at[b[k]], 0
        while i < at[a[k] + 1] and j < at[b[k] + 1]:
            if term[i] == term[j]:
                shared += weight[i]
                i, j = i + 1, j + 1
            elif term[i] < term[j]:
                i += 1
            else:
                j += 1
        out[k] = shared


@compiled
def nearest(
    first: int, last: int, node_at: I64, group: I32, weight: F32, group_at: I64, members: I64,
    before: I32, after: I32, searched: U8,
    floor: float, most: int, out_a: I32, out_b: I32,
) -> int:  # fmt: skip
    """Pairs (a, b) of texts with at least `floor` in common, for each of texts `first` to `last` those with its `most` nearest.

    A text's terms stand in groups of texts that are searched together: of `group` g where bit 1 of `searched` is set, of the
    group before it in time where bit 2 is, of the one after where bit 4 is. `members` of groups are texts, with the bits of the
    term's weight below.
    """
    n = len(node_at) - 1
    shared, touched = np.zeros(n), np.empty(n + 1, np.int32)
    best, value = np.empty(most, np.int32), np.empty(most)
    pairs = 0
    for i in range(first, last):
        count = 0
        for r in range(node_at[i], node_at[i + 1]):
            own = group[r]
            for turn in range(3):
                if not searched[own] & (1 << turn):
                    continue
                g = own if turn == 0 else before[own] if turn == 1 else after[own]
                if g < 0:
                    continue
                for m in range(group_at[g], group_at[g + 1]):
                    other = members[m] >> 32
                    has = shared[other]
                    touched[count] = other  # counted without a branch, which would often be foretold wrongly
                    count += int(has == 0)
                    shared[other] = has + weight[r] * np.uint32(members[m] & 0xFFFFFFFF).view(np.float32)
        kept = 0
        for c in range(count):
            other = touched[c]
            has = shared[other]
            shared[other] = 0
            if other == i or has < floor - 1e-6:
                continue
            has = np.floor(has * 1e6 + 0.5) / 1e6
            if has < floor:
                continue
            if kept == most and (has < value[most - 1] or (has == value[most - 1] and other > best[most - 1])):
                continue
            p = kept if kept < most else most - 1
            while p > 0 and (has > value[p - 1] or (has == value[p - 1] and other < best[p - 1])):
                best[p], value[p] = best[p - 1], value[p - 1]
                p -= 1
            best[p], value[p] = other, has
            kept = min(kept + 1, most)
        for c in range(kept):
            out_a[pairs], out_b[pairs] = min(i, best[c]), max(i, best[c])
            pairs += 1
    return pairs
