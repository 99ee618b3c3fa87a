"""Phrases of lists found in a text of code points: the compiled loop of `matcher`.

A phrase is looked up by the hash of its letters. The table holds every phrase and every beginning of one that ends where a
word may end, so that from each place where a word may begin the text is read on just as far as some phrase goes.
"""

from __future__ import annotations

import numpy as np

from transforms.compiled import I32, U8, U32, U64, M, Q, compiled

_ONE = np.uint64(1)
_NUMBER = np.uint64((1 << 20) - 1)
_MOST = 32  # phrases that begin in one place


@compiled
def _is_word(letter: np.uint32, words: U8) -> bool:
    """Whether a letter or digit; behind the table come the rare characters of Chinese, then marks."""
    return bool(words[letter] if letter < len(words) else letter < 0xE0000)


@compiled
def _slot(h: np.uint64, table: U64) -> tuple[np.int64, np.uint64]:
    """Where the table has a hash, or the empty slot where it may be put; and the bits of the hash that the slot has.

    A slot is one number, for memory is what costs here: bits of a hash, and below them the number of a phrase from 1, or 0.
    """
    h = (h ^ (h >> np.uint64(32))) * M
    slot, bits = h & np.uint64(len(table) - 1), h & ~_NUMBER
    while table[slot] != 0 and table[slot] & ~_NUMBER != bits:
        slot = (slot + _ONE) & np.uint64(len(table) - 1)
    return np.int64(slot), bits


@compiled
def fill(phrases: U32, offsets: I32, words: U8, table: U64, seen: U8) -> None:
    """Put phrases, one after the other in `phrases`, into an empty table of a power of two slots.

    `seen` marks the first 16 bits of their hashes: most words of a text begin no phrase, and are told by it without a look into
    the table.
    """
    for i in range(len(offsets) - 1):
        h = _ONE
        for at in range(offsets[i], offsets[i + 1]):
            h = (h ^ np.uint64(phrases[at])) * Q
            whole = at + 1 == offsets[i + 1]
            if whole or not _is_word(phrases[at + 1], words):
                slot, bits = _slot(h, table)
                seen[h >> np.uint64(48)] = 1
                table[slot] = bits | (np.uint64(i + 1) if whole else table[slot] & _NUMBER)


@compiled
def scan(text: U32, words: U8, table: U64, seen: U8, users: I32, lists: I32, ends: I32) -> I32:
    """Rows of begins, ends and users of what stands in a text, list by list; `ends` gets where the hits of each list end.

    User `u` of phrase `p`, `users[p] <= u < users[p + 1]`, is an entry of list `lists[u]`. Within a list hits are
    leftmost-longest and do not overlap.
    """
    n, found = len(text), 0
    hits = np.empty((4, 256), np.int32)
    last = np.zeros(len(ends), np.int32)
    here = np.empty((2, _MOST), np.int32)
    ends[:] = 0
    for begin in range(n):
        if begin and _is_word(text[begin - 1], words):
            continue
        h, at, depth = _ONE, begin, 0
        while at < n and depth < _MOST:
            h = (h ^ np.uint64(text[at])) * Q
            at += 1
            if at < n and _is_word(text[at], words):
                continue
            if not seen[h >> np.uint64(48)]:
                break
            slot, _ = _slot(h, table)
            if table[slot] == 0:
                break
            phrase = np.int64(table[slot] & _NUMBER)
            if phrase:
                here[0, depth], here[1, depth] = at, phrase - 1
                depth += 1
        for i in range(depth - 1, -1, -1):  # the longest first
            for u in range(users[here[1, i]], users[here[1, i] + 1]):
                if begin < last[lists[u]]:
                    continue
                if found == hits.shape[1]:
                    more = np.empty((4, 2 * found), np.int32)
                    more[:, :found] = hits
                    hits = more
                last[lists[u]] = here[0, i]
                hits[0, found], hits[1, found], hits[2, found], hits[3, found] = begin, here[0, i], u, lists[u]
                ends[lists[u]] += 1
                found += 1
    for i in range(1, len(ends)):
        ends[i] += ends[i - 1]
    out = np.empty((3, found), np.int32)
    for i in range(found - 1, -1, -1):
        ends[hits[3, i]] -= 1
        out[:, ends[hits[3, i]]] = hits[:3, i]
    for i in range(len(ends) - 1):  # from where each list begins to where it ends
        ends[i] = ends[i + 1]
    if len(ends):
        ends[-1] = found
    return out
