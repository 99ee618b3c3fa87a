"""One report, ready for matching: the article's text with everything else blanked, its folded form, syllables, sentences.

In: an article's text and the zones (`article_spans`) that belong to one report. Out: a `Doc` whose every position is a
position in `articles.text`. Characters outside the wanted zones are blanked to newlines instead of cut out, so no
offset ever has to be translated.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Sequence

from transforms.records import Zone
from transforms.text.normalise import fold

# A syllable: letters or digits, with inner dots of abbreviations (T.Ư, TP.HCM, V.Putin) and inner apostrophes.
SYLLABLE = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\"“,;/-])(?:[A-ZĐ]|TP|Tp|tp|TX|TT|GS|PGS|TS|ThS|Th\.?S|BS|ThS|KTS|LS|NSND|NSƯT|Ths|Mr|Mrs|Ms|Dr|St|Jr|Q|P|H|No|T\.Ư|tr|v\.v)$"
)
_LAST_SMALL = frozenset("psrtov")  # the small letters that those abbreviations end in
# One character class in front: the engine then skips to the next candidate instead of trying every position.
_END = re.compile(r"[.!?…\n/](?:(?<=\n)\n*|(?<=/)\.|(?<=[.!?…])[.!?…]*[\"”'’)\]]*(?=\s|$|_))")
_OPENS = re.compile(r"[\s\"“'‘(\[*+–—-]*")


class Doc:
    """A report's text in article coordinates. `zones` are in order and do not overlap; `title` is the record's own.

    `folded` is `fold(text)`, `sentences` are (begin, end) of every sentence, within one paragraph and zone.
    """

    def __init__(self, text: str, zones: Sequence[Zone], title: str | None = None):
        self.zones = tuple(zones)
        self.title = title
        self._source = text
        self._kinds = frozenset(z.kind for z in self.zones)
        self._zone_begins = [z.begin for z in self.zones]
        self.text = self._blanked(self._kinds)
        self.folded = fold(self.text)
        self.sentences = self._sentences()
        self._sentence_begins = [b for b, _ in self.sentences]

    def view(self, *kinds: str) -> str:
        """The text with all but the zones of these kinds blanked to newlines; same length."""
        return self.text if self._kinds.issubset(kinds) else self._blanked(frozenset(kinds))

    def _blanked(self, kinds: frozenset[str]) -> str:
        out, at = [], 0
        for z in self.zones:
            if z.kind in kinds:
                out.append("\n" * (z.begin - at))
                out.append(self._source[z.begin : z.end])
                at = z.end
        out.append("\n" * (len(self._source) - at))
        return "".join(out)

    def kind_at(self, position: int) -> str | None:
        """The kind of zone that a position lies in, or None."""
        i = bisect_right(self._zone_begins, position) - 1
        return self.zones[i].kind if i >= 0 and position < self.zones[i].end else None

    def _sentences(self) -> list[tuple[int, int]]:
        cuts = {z.begin for z in self.zones} | {z.end for z in self.zones}
        for m in _END.finditer(self.text):
            if self._ends_sentence(m):
                cuts.add(m.end())
        bounds = sorted(cuts)
        spans = []
        for a, b in itertools.pairwise(bounds):
            piece = self.text[a:b]
            begin, end = b - len(piece.lstrip()), a + len(piece.rstrip())
            if begin < end:
                spans.append((begin, end))
        return spans

    def _ends_sentence(self, m: re.Match[str]) -> bool:
        text, mark, (begin, end) = self.text, m[0], m.span()
        if mark[0] in "\n/":
            return True
        following = text[end + 1 : end + 2] if text[end : end + 1] == " " else ""
        if not following.isalnum():
            end = rest.end() if (rest := _OPENS.match(text, end)) else end
            following = text[end : end + 1]
        if following and not (following.isupper() or following.isdigit()):
            return False
        before = text[begin - 1] if mark == "." and begin else ""
        ends_like_one = before.isupper() or before in _LAST_SMALL
        return not (ends_like_one and _ABBREVIATION.search(text, begin - 6, begin))

    def sentence_at(self, position: int) -> tuple[int, int] | None:
        """The sentence that a position lies in, or None."""
        i = bisect_right(self._sentence_begins, position) - 1
        return self.sentences[i] if i >= 0 and position < self.sentences[i][1] else None
