"""A cleaned page → its reports.

In: a page whose zones say where a story begins (a star, a second headline, a teaser: `BEGINS`) and which paragraph opens
several starred stories (`SHARED`). Out: the reports in order. Each counts the shared opening as its context; its hull
runs from its first to its last zone that tells something, so that furniture, signatures and credits at its ends stay outside.
"""

from __future__ import annotations

from transforms.records import Page, Report, Zone

BEGINS = frozenset(("story_star", "story_title", "cut_off_story"))
SHARED = "shared_opening"
TELLING = frozenset(("dateline", "body", "caption", "heading", "teaser"))
READING = frozenset(("dateline", "body", "teaser"))


def split(page: Page) -> list[Report]:
    """The reports of a page, at least one where it has any text to read."""
    context = next((z for z in page.zones if z.rule == SHARED), None)
    stories: list[list[Zone]] = [[]]
    for zone in page.zones:
        if zone is context:
            continue
        if zone.rule in BEGINS and any(z.kind in READING for z in stories[-1]):
            stories.append([])
        stories[-1].append(zone)
    reports: list[Report] = []
    for zones in stories:
        if any(z.kind in TELLING for z in zones):
            reports.append(_report(page, zones, len(reports), context))
    return reports


def _report(page: Page, zones: list[Zone], position: int, context: Zone | None) -> Report:
    telling = [z for z in zones if z.kind in TELLING]
    reading = [z for z in telling if z.kind in READING] or telling
    titles = [page.text[z.begin : z.end].strip() for z in zones if z.kind == "title"]
    starred = next((z for z in zones if z.rule == "story_star"), None)
    begin = starred.begin if starred else telling[0].begin
    last = telling[-1]
    return Report(
        position=position,
        title=titles[0] if titles else page.title if position == 0 else None,
        text="\n".join(page.text[z.begin : z.end].strip() for z in reading),
        begin=begin,
        end=last.begin + len(page.text[last.begin : last.end].rstrip()),
        zones=((context,) if context else ()) + tuple(telling),
        context=(context.begin, context.begin + len(page.text[context.begin : context.end].rstrip()))
        if context
        else None,
        is_teaser=all(z.kind == "teaser" for z in reading),
    )
