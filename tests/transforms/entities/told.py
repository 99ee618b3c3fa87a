"""Reports for tests of later mentions and statements, with their persons and offices marked by hand.

In the text `[Nguyễn Văn An]` is a person named in full, `<Bộ trưởng>` an office; an office belongs to the person right
behind it, also over further offices, or right before it and set off by a comma; a `<!…>` belongs to nobody. Marks are taken out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from transforms.entities import coreference, statements
from transforms.records import Entity, Found, Mention, Office, OfficeClaim, Statement, Zone
from transforms.text.doc import Doc

_MARKED = re.compile(r"\[([^\]]+)\]|<(!?)([^>|]+)(?:\|([^>]+))?>")


@dataclass(frozen=True)
class Told:
    """A report and what the layers before found in it."""

    doc: Doc
    persons: Found
    claims: list[OfficeClaim]
    offices: list[Office]

    @property
    def references(self) -> Found:
        return coreference.find(self.doc, self.persons, self.claims, self.offices)

    @property
    def statements(self) -> list[Statement]:
        return statements.find(self.doc, self.persons, self.references, self.claims)

    def mentioned(self) -> list[tuple[str, str, str]]:
        """(surface, person, form) of every later mention."""
        return [(self.doc.text[m.begin : m.end], m.key, m.form) for m in self.references.mentions]

    def said(self) -> list[tuple[str, str, str]]:
        """(speaker, verb, text) of every statement."""
        text = self.doc.text
        return [(s.speaker_key, s.verb, " … ".join(text[b:e] for b, e in s.spans)) for s in self.statements]


def told(marked: str, kind: str = "body") -> Told:
    """Read the marks of a report; an office behind `cựu` is a former one."""
    text, at = "", 0
    mentions: list[Mention] = []
    offices: list[tuple[Office, bool]] = []
    for m in _MARKED.finditer(marked):
        text += marked[at : m.start()]
        at = m.end()
        surface = m[1] or m[3]
        begin, end = len(text), len(text) + len(surface)
        text += surface
        if m[1]:
            mentions.append(Mention("person", surface, begin, end, "name", "test"))
        else:
            title = m[4] or surface
            offices.append(
                (
                    Office(((begin, end),), surface, title, None, text[:begin].endswith("cựu "), False, "test"),
                    bool(m[2]),
                )
            )
    text += marked[at:]
    claims: list[OfficeClaim] = []
    holder_at = {m.begin: m.key for m in mentions}
    for office, alone in reversed(offices):
        before = next((m.key for m in mentions if m.end + 2 == office.begin and text[m.end] == ","), None)
        holder = holder_at.get(office.end + 1) or holder_at.get(office.end + 2) or before
        if holder and not alone:
            holder_at[office.begin] = holder
            claims.append(OfficeClaim(holder, office, "test"))
    names = dict.fromkeys(m.key for m in mentions)
    persons = Found(tuple(Entity("person", n, n) for n in names), tuple(mentions))
    doc = Doc(text, [Zone(0, len(text), kind, "test")])
    return Told(doc, persons, claims, [office for office, _ in offices])
