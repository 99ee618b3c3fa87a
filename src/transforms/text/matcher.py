"""Many phrases, one pass: a compiled multi-pattern matcher over folded text.

In: phrases with a payload each, and a folded text (`normalise.fold`). Out: the leftmost-longest occurrences that stand
between word boundaries. `_` glues captions to text in this material, so it counts as a boundary, unlike in `\\b`.
Method: Aho–Corasick (`ahocorasick-rs`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from transforms.text.normalise import fold, normalise

T = TypeVar("T")


class PhraseMatcher(Generic[T]):
    """Finds phrases of a lexicon in folded text; a later duplicate phrase replaces an earlier one."""

    def __init__(self, phrases: Iterable[tuple[str, T]]):
        table = {fold(normalise(phrase)): payload for phrase, payload in phrases}
        self._payloads = list(table.values())
        self._automaton = AhoCorasick(list(table), matchkind=MatchKind.Standard, implementation=Implementation.DFA)

    def find(self, folded: str) -> Iterator[tuple[int, int, T]]:
        """Yield (begin, end, payload), leftmost-longest, not overlapping, in order of appearance."""
        size = len(folded)
        # Boundaries are checked before the longest is chosen: "ban bí thư" must not hide behind a longer non-word match.
        hits = sorted(
            ((b, -e, k) for k, b, e in self._automaton.find_matches_as_indexes(folded, overlapping=True)
             if not (b and folded[b - 1].isalnum()) and not (e < size and folded[e].isalnum())),
        )  # fmt: skip
        last = 0
        for begin, minus_end, k in hits:
            if begin >= last:
                last = -minus_end
                yield begin, last, self._payloads[k]
