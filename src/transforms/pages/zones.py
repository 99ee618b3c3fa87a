"""Found stretches → a partition of the text.

Finders yield `Zone`s in order of trust; a later one only gets what is still free. What no finder claims is body. White
space belongs to the zone in front of it, so that zones tile the text and nothing is thrown away.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import islice

from transforms.records import Zone

BODY_RULE = "running_text"


class Canvas:
    """The zones claimed so far, in order, not overlapping, trimmed of outer white space."""

    def __init__(self, text: str):
        self.text = text
        self.zones: list[Zone] = []

    def claim(self, zone: Zone) -> bool:
        """Take a stretch if all of it is free; trimmed. False where it is empty or (partly) taken."""
        begin, end = trim(self.text, zone.begin, zone.end)
        i = bisect_left(self.zones, begin, key=lambda z: z.begin)
        if begin >= end or (i and self.zones[i - 1].end > begin) or (i < len(self.zones) and self.zones[i].begin < end):
            return False
        self.zones.insert(i, zone if (begin, end) == (zone.begin, zone.end) else Zone(begin, end, zone.kind, zone.rule))
        return True

    def claim_all(self, zones: Iterable[Zone]) -> None:
        """Take each stretch that is free."""
        for zone in zones:
            self.claim(zone)

    def claim_rest(self, zone: Zone) -> None:
        """Take what is still free of a stretch."""
        for begin, end in self.free(zone.begin, zone.end):
            self.claim(Zone(begin, end, zone.kind, zone.rule))

    def free(self, begin: int = 0, end: int | None = None) -> list[tuple[int, int]]:
        """The stretches within [begin, end) that nobody has claimed, trimmed, without blank ones."""
        stop = len(self.text) if end is None else end
        gaps, at = [], begin
        for zone in islice(self.zones, bisect_right(self.zones, begin, key=lambda z: z.end), None):
            if zone.begin >= stop:
                break
            gaps.append(trim(self.text, at, max(at, zone.begin)))
            at = zone.end
        gaps.append(trim(self.text, at, max(at, stop)))
        return [(b, e) for b, e in gaps if b < e]

    def tiles(self) -> tuple[Zone, ...]:
        """The partition of [0, len): claimed zones, body between them, white space added to the zone before."""
        zones = sorted([*self.zones, *(Zone(b, e, "body", BODY_RULE) for b, e in self.free())], key=lambda z: z.begin)
        if not zones:
            return ()
        begins = [0, *(z.begin for z in zones[1:])]
        return tuple(
            Zone(b, e, z.kind, z.rule) for z, b, e in zip(zones, begins, [*begins[1:], len(self.text)], strict=True)
        )


def trim(text: str, begin: int, end: int) -> tuple[int, int]:
    """The stretch without white space at its ends; (end, end) where nothing is left."""
    while end > begin and text[end - 1].isspace():
        end -= 1
    while begin < end and text[begin].isspace():
        begin += 1
    return begin, end
