"""Many phrases, one pass: phrases of lexicons in folded text.

In: phrases with a payload each, and a folded text (`normalise.fold`). Out: the leftmost-longest occurrences that stand
between word boundaries. `_` glues captions to text in this material, so it counts as a boundary, unlike in `\\b`.
Method: from every place where a word may begin the hash of what follows is looked up wherever a word ends, as far as some
phrase goes on (`phrase_kernels`, compiled).

Matchers that read the same texts share a `PhraseBook`: one table of the phrases of all of them, and one pass over a text,
whose hits are kept, list by list, until the next text is asked for. What is leftmost and longest is decided for each matcher
by itself, so that it finds the same alone and in company.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from typing import Any, Generic, NamedTuple, TypeVar

import numpy as np

from transforms.compiled import I32, U8, U32, U64
from transforms.text import phrase_kernels
from transforms.text.normalise import fold, normalise

T = TypeVar("T")
Hit = tuple[int, int, T]


class _Compiled(NamedTuple):
    """The table of `phrase_kernels`; which list has a phrase, and with which payload."""

    table: U64
    seen: U8
    users: I32
    lists: I32
    payloads: list[Any]


class PhraseBook:
    """The phrases of several matchers, and what they found in the text read last."""

    def __init__(self) -> None:
        self._lists: list[dict[str, Any]] = []
        self._compiled: _Compiled | None = None
        self._read: tuple[str, list[list[Hit[Any]]]] | None = None

    def add(self, phrases: dict[str, Any]) -> int:
        """The number of a new list. The table is built when the next text is read."""
        self._lists.append(phrases)
        self._compiled = self._read = None
        return len(self._lists) - 1

    def hits(self, number: int, folded: str) -> Sequence[Hit[Any]]:
        """What the phrases of one list found."""
        read = self._read
        if read is None or read[0] is not folded:
            self._read = read = (folded, self._scan(folded))
        return read[1][number]

    def _scan(self, folded: str) -> list[list[Hit[Any]]]:
        if self._compiled is None:
            self._compiled = _compiled(self._lists)
        table, seen, users, lists, payloads = self._compiled
        last = np.empty(len(self._lists), np.int32)
        rows = phrase_kernels.scan(_letters(folded), _words(), table, seen, users, lists, last)
        begins, ends, used = rows.tolist()
        hits = list(zip(begins, ends, map(payloads.__getitem__, used), strict=True))
        return [hits[start:end] for start, end in pairwise([0, *last.tolist()])]


def _compiled(every: Sequence[dict[str, Any]]) -> _Compiled:
    users: dict[str, list[tuple[int, Any]]] = {}
    for number, phrases in enumerate(every):
        for phrase, payload in phrases.items():
            users.setdefault(phrase, []).append((number, payload))
    users.pop("", None)
    together = "".join(users)
    beginnings = len(users) + sum(not letter.isalnum() for letter in together)
    table = np.zeros(1 << beginnings.bit_length(), np.uint64)  # many begin alike: it stays half empty
    seen = np.zeros(1 << 16, np.uint8)
    phrase_kernels.fill(_letters(together), _offsets(map(len, users)), _words(), table, seen)
    flat = [user for of_phrase in users.values() for user in of_phrase]
    lists = np.array([number for number, _ in flat], np.int32)
    return _Compiled(table, seen, _offsets(map(len, users.values())), lists, [payload for _, payload in flat])


def _offsets(sizes: Iterable[int]) -> I32:
    return np.cumsum([0, *sizes], dtype=np.int32)


def _letters(text: str) -> U32:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


@cache
def _words() -> U8:
    """By code point: 1 for letters and digits."""
    return np.fromiter((chr(c).isalnum() for c in range(0x20000)), np.uint8)


class PhraseMatcher(Generic[T]):
    """Finds phrases of a lexicon in folded text; a later duplicate phrase replaces an earlier one."""

    def __init__(self, phrases: Iterable[tuple[str, T]], book: PhraseBook | None = None):
        """`book` is shared with the other matchers that read the same texts."""
        self._book = book or PhraseBook()
        self._number = self._book.add({fold(normalise(phrase)): payload for phrase, payload in phrases})

    def find(self, folded: str) -> Sequence[Hit[T]]:
        """(begin, end, payload) of every hit, leftmost-longest, not overlapping, in order of appearance."""
        return self._book.hits(self._number, folded)


REPORT = PhraseBook()  # of the layers of extraction, which read one report after the other
