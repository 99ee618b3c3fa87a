"""Many phrases, one pass: compiled multi-pattern matchers over folded text.

In: phrases with a payload each, and a folded text (`normalise.fold`). Out: the leftmost-longest occurrences that stand
between word boundaries. `_` glues captions to text in this material, so it counts as a boundary, unlike in `\\b`.
Method: Aho–Corasick (`ahocorasick-rs`), as a contiguous NFA: as fast as the DFA, which is eight times as large and soon out of
the cache.

Matchers that read the same texts share a `PhraseBook`: one automaton over the phrases of all of them, which goes over a
text once; the hits are sorted by matcher and kept until the next text is asked for. What is leftmost and longest is decided
for each matcher by itself, so that it finds the same alone and in company.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Generic, TypeVar

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from transforms.text.normalise import fold, normalise

T = TypeVar("T")
Hit = tuple[int, int, T]


class PhraseBook:
    """The phrases of several matchers, and what they found in the text read last."""

    def __init__(self) -> None:
        self._lists: list[dict[str, Any]] = []
        self._automaton: AhoCorasick | None = None
        self._users: list[tuple[tuple[int, Any], ...]] = []  # by phrase: which list has it, with which payload
        self._read: tuple[str, list[list[Hit[Any]]]] | None = None

    def add(self, phrases: dict[str, Any]) -> int:
        """The number of a new list. The automaton is built when the next text is read."""
        self._lists.append(phrases)
        self._automaton = self._read = None
        return len(self._lists) - 1

    def hits(self, number: int, folded: str) -> Sequence[Hit[Any]]:
        """What the phrases of one list found."""
        read = self._read
        if read is None or read[0] is not folded:
            self._read = read = (folded, self._scan(folded))
        return read[1][number]

    def _compiled(self) -> AhoCorasick:
        users: dict[str, list[tuple[int, Any]]] = {}
        for number, phrases in enumerate(self._lists):
            for phrase, payload in phrases.items():
                users.setdefault(phrase, []).append((number, payload))
        self._users = [tuple(u) for u in users.values()]
        return AhoCorasick(list(users), matchkind=MatchKind.Standard, implementation=Implementation.ContiguousNFA)

    def _scan(self, folded: str) -> list[list[Hit[Any]]]:
        if self._automaton is None:
            self._automaton = self._compiled()
        size = len(folded)
        # Boundaries are checked before the longest is chosen: "ban bí thư" must not hide behind a longer non-word match.
        hits = sorted(
            [(b, -e, k) for k, b, e in self._automaton.find_matches_as_indexes(folded, overlapping=True)
             if not (e < size and folded[e].isalnum()) and not (b and folded[b - 1].isalnum())],
        )  # fmt: skip
        found: list[list[Hit[Any]]] = [[] for _ in self._lists]
        last = [0] * len(self._lists)
        users = self._users
        for begin, minus_end, k in hits:
            for number, payload in users[k]:
                if begin >= last[number]:
                    last[number] = -minus_end
                    found[number].append((begin, -minus_end, payload))
        return found


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
