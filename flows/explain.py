"""`sukien explain PAGE`: one page with every found span, its rule and what it was resolved to, for the terminal and as HTML.

A wrong row is a wrong rule: this view names the rule in seconds. The page goes through the very functions of a run, from
the reader to the extraction; only what needs other pages (copies, events, entities across reports) is not shown.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.readers import read
from transforms.entities.extract import extract
from transforms.entities.page_dates import page_dates
from transforms.pages.clean import clean
from transforms.records import Extraction, Page, RawRecord, Rejection, Report
from transforms.reports.split import split
from transforms.text.doc import Doc

_STYLE = {
    "person": "bold green", "organization": "cyan", "place": "magenta", "document": "yellow", "office": "underline blue",
    "date": "red", "statement": "italic",
}  # fmt: skip
_COLOUR = {
    "person": "#b7e4b0", "organization": "#b5e3ec", "place": "#ecc8ec", "document": "#f3e3a0", "office": "#c8d3f7",
    "date": "#f5bdb5", "statement": "#eeeeee",
}  # fmt: skip


class NotExplained(Exception):
    """The page cannot be read; the message says why."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One found span: what it is, the rule that found it, and what it means."""

    begin: int
    end: int
    kind: str
    rule: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Explained:
    """A page and, per report, what was found in it."""

    page: Page
    reports: list[tuple[Report, Extraction, list[Finding]]]


def explain(page: str) -> Explained:
    """Run one page, given as a file or as `container#record`. Raises `NotExplained`."""
    file, _, number = page.rpartition("#") if "#" in page and not Path(page).exists() else (page, "", "")
    path = Path(file)
    if not path.is_file():
        raise NotExplained(f"no such page: {page}")
    wanted = f"{path.name}#{number}" if number else None
    item = next((i for i in read(path, path.name, 50_000_000) if wanted is None or i.raw_file == wanted), None)
    if item is None:
        raise NotExplained(f"no record {number} in {path}")
    if isinstance(item, Rejection):
        raise NotExplained(f"rejected: {item.reason}: {item.detail}")
    return explained(item)


def explained(record: RawRecord) -> Explained:
    """What the rules find in one record. Raises `NotExplained` where the page is rejected."""
    try:
        cleaned = clean(record)
    except ValueError as e:
        raise NotExplained(f"rejected: {e}") from e
    reports = split(cleaned)
    said = [extract(Doc(cleaned.text, r.zones, r.title or (None if r.position else cleaned.title))) for r in reports]
    dated = [replace(x, event_date=d) for x, d in zip(said, page_dates([x.event_date for x in said]), strict=True)]
    findings = [sorted(_findings(x), key=lambda f: (f.begin, -f.end, f.kind)) for x in dated]
    return Explained(cleaned, list(zip(reports, dated, findings, strict=True)))


def _findings(found: Extraction) -> Iterator[Finding]:
    names = {(e.kind, e.key): e.name for e in found.entities}
    for m in found.mentions:
        yield Finding(m.begin, m.end, m.kind, m.rule, f"{names.get((m.kind, m.key), m.key)} ({m.form})")
    for c in found.claims:
        held = f"{names.get(('person', c.person_key), c.person_key)}: {c.office.office}"
        held += " (former)" * c.office.is_former + " (acting)" * c.office.is_acting
        for begin, end in c.office.spans:
            yield Finding(begin, end, "office", f"{c.office.rule}+{c.rule}", held)
    for d in found.dates:
        value = str(d.value or f"{d.year or '····'}-{d.month or '··'}-{d.day or '··'}")
        yield Finding(d.begin, d.end, "date", d.rule, f"{value} ({d.basis})" + " event" * d.is_event_date)
    for s in found.statements:
        for begin, end in s.spans:
            yield Finding(
                begin,
                end,
                "statement",
                s.rule,
                f"{names.get(('person', s.speaker_key), s.speaker_key)} {s.verb} ({s.mode})",
            )


def print_page(console: Console, page: Explained) -> None:
    """The page in colours, its zones, and a table of findings per report."""
    text = Text(page.page.text)
    for _, _, findings in page.reports:
        for f in findings:
            text.stylize(_STYLE[f.kind], f.begin, f.end)
    for zone in page.page.zones:
        console.print(Text(f"[{zone.kind} · {zone.rule}]", style="dim"))
        console.print(text[zone.begin : zone.end])
    for report, found, findings in page.reports:
        when = found.event_date
        table = Table(
            "span", "kind", "text", "rule", "means",
            title=f"report {report.position}: {report.title or '(no title)'}{' (teaser)' * report.is_teaser}",
            caption=f"event date {when.date or (when.month, when.day)} by {when.rule}, place {found.place_key}", title_justify="left",
        )  # fmt: skip
        for f in findings:
            table.add_row(f"{f.begin}–{f.end}", f.kind, _short(page.page.text[f.begin : f.end]), f.rule, f.meaning)
        console.print(table)


def _short(text: str, width: int = 60) -> str:
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width - 1] + "…"


def html(page: Explained) -> str:
    """The same as one self-contained HTML page: hover a span for its rule and meaning."""
    findings = [f for _, _, found in page.reports for f in found]
    parts = []
    for zone in page.page.zones:
        cuts = sorted(
            {zone.begin, zone.end, *(p for f in findings for p in (f.begin, f.end) if zone.begin < p < zone.end)}
        )
        inner = "".join(
            _segment(page.page.text[a:b], [f for f in findings if f.begin <= a and b <= f.end])
            for a, b in itertools.pairwise(cuts)
        )
        parts.append(
            f'<section class="{zone.kind}"><h6>{zone.kind} · {escape(zone.rule)}</h6><pre>{inner}</pre></section>'
        )
    rows = "".join(
        f"<tr><td>{f.begin}–{f.end}</td><td class={f.kind}>{f.kind}</td><td>{escape(_short(page.page.text[f.begin : f.end], 120))}</td>"
        f"<td>{escape(f.rule)}</td><td>{escape(f.meaning)}</td></tr>"
        for f in findings
    )
    style = "".join(f".{kind}{{background:{colour}}}" for kind, colour in _COLOUR.items())
    legend = " ".join(f'<span class="{kind}">{kind}</span>' for kind in _COLOUR)
    return (
        f'<!doctype html><meta charset="utf-8"><title>{escape(page.page.title or "page")}</title><style>body{{font:15px/1.5 sans-serif;max-width:60em;margin:2em auto}}'
        f"pre{{white-space:pre-wrap;font:inherit;margin:0}}h6{{margin:.6em 0 0;color:#888;font-weight:normal}}section.furniture,section.teaser{{opacity:.5}}"
        f"table{{border-collapse:collapse;font-size:13px}}td{{border-top:1px solid #ddd;padding:2px 8px}}{style}</style>"
        f"<h1>{escape(page.page.title or '')}</h1><p>{legend}</p>{''.join(parts)}<table>{rows}</table>"
    )


def _segment(text: str, findings: list[Finding]) -> str:
    if not findings:
        return escape(text)
    inmost = min(findings, key=lambda f: f.end - f.begin)
    title = "\n".join(f"{f.kind}: {f.meaning} [{f.rule}]" for f in findings)
    return f'<span class="{inmost.kind}" title="{escape(title, quote=True)}">{escape(text)}</span>'
