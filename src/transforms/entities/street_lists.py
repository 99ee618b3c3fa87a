"""Streets, crossings and quarters listed behind one head word, though they bear the names of persons.

In: a report's text, its folded form and a position behind a word for streets or the like ("ngã tư", "các tuyến phố",
"khu vực"). Out: where the names of the list begin and end. Names are joined by comma, dash or "và"; each may have a word
of its own ("dốc", "ngõ"), a figure ("52,1mm") and a remark in brackets behind it. A row of names behind a word in the
singular is one of persons as easily: there only pairs joined by a dash go on with the list. A name with a title, a small
word, an age or a verb of speech behind it ends the list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from transforms.entities import names
from transforms.entities.name_context import follows_person
from transforms.text.letters import LOWER, UPPER

Span = tuple[int, int]

_WORD = rf"[{UPPER}][{LOWER}]+"
_OWN = r"(?:phố|đường|dốc|hầm|cầu|ngã tư|ngã ba|nút giao|nút|khu vực|khu|chợ|hồ)"
_NAME = rf"(?:{_OWN} )?((?:ngõ {_WORD}|{_WORD})(?: {_WORD}){{0,3}})(?![^\W_])"
_ITEM = re.compile(_NAME)
_FIGURE = re.compile(r" \d+(?:[.,]\d+)? ?(?:mm|cm|m)(?!\w)")
_REMARK = re.compile(r" ?\(([^()\n]{0,60})\)")
_DASH = re.compile(r" ?[-–] ?(?=\w)")
_JOINT = re.compile(r" ?[,;] ?(?:và )?(?=\w)| và (?=\w)")
_END = re.compile(
    r" ?(?:[.;…)\n]|,|$)| (?:đã|bị|đang|là|có|thường|vào|trong|lúc|với|thuộc|gây|khiến|ngập|ùn|còn|đều|vẫn|do|sẽ|dự kiến|theo|nhưng|sáng|trưa|chiều|tối|đêm|hôm|ngày)(?!\w)"
)
_DIRECTIONS = frozenset(("Đông", "Tây", "Nam", "Bắc"))
_SEVERAL = re.compile(r"(?<!\w)(?:các|những|nhiều|một số|loạt|số|như|gồm|hai|ba|bốn|năm|\d+)(?: [^\W\d_]+){0,3} $")


def is_several(folded: str, begin: int) -> bool:
    """Whether the head word that begins here is spoken of in the plural ("các phố", "như tại khu vực")."""
    return _SEVERAL.search(folded, max(0, begin - 32), begin) is not None


def listed(text: str, folded: str, at: int, several: bool) -> Iterator[Span]:
    """The names of the list whose first name begins at `at`, as far as it surely goes on; nothing where it is no list."""
    found: list[Span] = []
    first = at
    while (group := _group(text, folded, at)) and (at == first or several or len(group[0]) > 1):
        found += group[0]
        joint = _JOINT.match(text, group[1])
        if joint is None:
            break
        at = joint.end()
    if len(found) > 1:
        yield from found


def _group(text: str, folded: str, at: int) -> tuple[list[Span], int] | None:
    """The names from `at` on that dashes join, and where what belongs to the last of them ends."""
    found: list[Span] = []
    stop = at
    while m := _ITEM.match(text, at):
        begin, end = m.span(1)
        last, inner = _extras(text, folded, end)
        if m[1] in _DIRECTIONS:  # đại lộ Đông - Tây
            return None
        if follows_person(folded, last) or (last == end and not _goes_on(text, end)):
            break  # Lê Lai - Yết Kiêu - | Ảnh: …
        found += [(begin, end), *inner]
        stop = last
        dash = _DASH.match(text, stop)
        if dash is None or not _ITEM.match(text, dash.end()):
            break
        at = dash.end()
    return (found, stop) if found else None


def _extras(text: str, folded: str, end: int) -> tuple[int, list[Span]]:
    """Where the figure and the remark behind a name end, and the names in the remark, where it lists nothing else."""
    figure = _FIGURE.match(text, end)
    stop = figure.end() if figure else end
    remark = _REMARK.match(text, stop)
    if remark is None or remark[1][:1].isdigit():
        return stop, []
    inner = list(listed(text, folded, remark.start(1), False))
    return remark.end(), inner if inner and inner[-1][1] == remark.end(1) else []


def _goes_on(text: str, end: int) -> bool:
    """Whether the list goes on or ends well behind a name: not in the middle of a phrase ("Lê Lợi | nói")."""
    return bool(_END.match(text, end) or _DASH.match(text, end) or _JOINT.match(text, end))


def opens_pair(text: str, at: int) -> bool:
    """Whether two names joined by a dash begin here of which the first has the shape of a person's (not "Đông Á - …")."""
    m = _ITEM.match(text, at)
    dash = _DASH.match(text, m.end()) if m else None
    if m is None or dash is None or not _ITEM.match(text, dash.end()):
        return False
    words = m[1].split(" ")
    return [s.j - s.i for s in names.stretches(words) if s.kind.endswith("kinh")] == [len(words)]
