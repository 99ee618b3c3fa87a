"""A raw page → its published text and what each stretch of it is.

In: a record as a reader found it. Out: `Page`, whose text is the normalised page, furniture included, and whose zones
partition it. Nothing is cut out: later stages choose by kind of zone. Pages come with their lines (a text file, HTML) or
flattened into one line by an aggregator; `lines` reads the layout of the former, and the rest reads running text, so
that both get the same kinds of zones.

Order of trust: what HTML says, furniture known by its words, photo credits, the form and place of lines, stars between
stories, agency marks and signatures at the ends of a story. What nobody claims is body. Another outlet's habits are one
more row in one of the lexicon files: `furniture` (words on its pages), `html_classes` (its markup), `outlets` (its name).
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

from transforms.lexicon import table
from transforms.pages import bylines, credits, glued, html, lines, stories
from transforms.pages.language import language
from transforms.pages.names import credited, outlet, signature
from transforms.pages.zones import Canvas
from transforms.records import Page, RawRecord, Zone
from transforms.text.normalise import normalise

PARSER = "pages-1"


# A text shorter than this is judged with its title: of some pages only a name or a line-up is left.
_ENOUGH = 400


class Unusable(ValueError):
    """A page that cannot be published; `reason` is a short code for the rejections table."""

    def __init__(self, reason: str, detail: str):
        super().__init__(detail)
        self.reason = reason


def clean(record: RawRecord) -> Page:
    """The cleaned page; raises `Unusable` where there is nothing to read on it."""
    document = html.read(record.content) if record.is_html else html.Document(normalise(record.content))
    text = document.text
    if not text.strip():
        raise Unusable("no_text", "no visible text" if record.is_html else "nothing but white space")
    if not any(c.isalpha() for c in text):
        raise Unusable("no_letters", f"{len(text)} characters without a letter")
    title = normalise(record.title).strip() if record.title and record.title.strip() else document.title
    canvas = Canvas(text)
    _claim_hints(canvas, document.zones)
    page_date = lines.read(canvas, title) if "\n" in text.strip() else None
    _claim_running(canvas)
    _claim_stories(canvas)
    for begin, end in canvas.free():
        canvas.claim_all(glued.find(text, begin, end))
    return _page(canvas, title, record.byline, page_date, document.published)


def _claim_hints(canvas: Canvas, hints: tuple[Zone, ...]) -> None:
    for hint in hints:
        if hint.kind == "caption":
            canvas.claim_all(z for z in credits.find(canvas.text, hint.begin, hint.end) if z.kind == "credit")
        canvas.claim_rest(hint)


def _claim_running(canvas: Canvas) -> None:
    """Furniture phrases, credits and captions inside running text."""
    text = canvas.text
    for begin, end in canvas.free():
        for m in _phrases("inline").finditer(text, begin, end):
            canvas.claim(Zone(m.start(), m.end(), "furniture", "page_control"))
    if (free := canvas.free()) and (tail := _tail(text, *free[-1])):
        canvas.claim_rest(tail)
    for begin, end in canvas.free():
        canvas.claim_all(credits.find(text, begin, end))


@cache
def _phrases(scope: str) -> re.Pattern[str]:
    phrases = (re.escape(row["phrase"]) for row in table("furniture") if row["scope"] == scope)
    return re.compile("|".join(sorted(phrases, key=len, reverse=True)))


# How far before the end of the text a list of links or an appeal to the readers may begin, and how much of it that is.
_REACH = {"tail": 700, "appeal": 1500}
_LARGEST_SHARE = 0.4


def _tail(text: str, begin: int, end: int) -> Zone | None:
    """What follows the report in running text: links to others, appeals to readers."""
    found: list[Zone] = []
    for scope, reach in _REACH.items():
        m = _phrases(scope).search(text, max(end - reach, end - int(_LARGEST_SHARE * (end - begin))), end)
        # A list of links does not tell in sentences.
        if m and (scope == "appeal" or text.count(". ", m.start(), end) <= 2):
            # In front of a mere signature only the phrase goes.
            stop = m.end() if signature(text[m.end() : end].strip(" :>")) else end
            found.append(Zone(m.start(), stop, "furniture", "behind_the_end" if scope == "appeal" else "link_block"))
    return min(found, key=lambda z: z.begin, default=None)


def _claim_stories(canvas: Canvas) -> None:
    """Stars, the shared opening above them, and at the ends of each story the marks of who wrote it."""
    text = canvas.text
    starred = []
    for begin, end in canvas.free():
        for star in stories.stars(text, begin, end):
            canvas.claim(star)
            starred.append(star.begin)
    cuts = sorted({z.begin for z in canvas.zones if z.rule in stories.STARTS})
    for begin, end in zip([0, *cuts], [*cuts, len(text)], strict=True):
        _claim_ends(canvas, begin, end)
    if starred:
        above = canvas.free(0, starred[0])
        if len(above) == 1 and (opening := stories.shared_opening(text, above[0][0], starred)):
            canvas.claim(Zone(above[0][0], above[0][1], opening.kind, opening.rule))


def _claim_ends(canvas: Canvas, begin: int, end: int) -> None:
    text = canvas.text
    for start, stop in canvas.free(begin, end):
        canvas.claim_all(bylines.lead_mark(text, start, stop))
    for _ in range(2):
        free = canvas.free(begin, end)
        signed = bylines.sign_off(text, *free[-1]) if free else None
        if not signed:
            return
        canvas.claim(signed)


def _page(
    canvas: Canvas, title: str | None, byline: str | None, page_date: dt.date | None, published: str | None
) -> Page:
    text = canvas.text
    zones = canvas.tiles()

    def shown(kind: str, *rules: str) -> str | None:
        return next(
            (text[z.begin : z.end].strip() for z in zones if z.kind == kind and (not rules or z.rule in rules)), None
        )

    signed = shown("byline")
    return Page(
        text=text,
        zones=zones,
        title=title or shown("title", "headline", "html_title"),
        byline=normalise(byline).strip() if byline and byline.strip() else signed,
        credit=_credit(text, zones) or (outlet(signed) if signed else None),
        page_date=page_date,
        language=language(text if len(text) >= _ENOUGH or not title else f"{title}\n{text}"),
        published=published,
    )


_SAYS_SOURCE = re.compile(r"[(\[]?\s*(?:theo|nguồn)(?!\s+(?:ảnh|clip|video))(?![^\W_])", re.IGNORECASE)


def _credit(text: str, zones: tuple[Zone, ...]) -> str | None:
    """Whom the text is credited to: what says "Theo", "Nguồn" behind it, then a signing agency, then the mark that opens it."""
    printed = [
        (z, text[z.begin : z.end].strip())
        for z, before in zip(zones, (None, *zones), strict=False)
        if z.kind == "credit" and not (before and before.kind == "caption")
    ]
    stated = [words for z, words in printed if _SAYS_SOURCE.match(words) and _is_last(z, zones)]
    marks = [words for rule in ("sign_off", "under_headline", "lead_mark") for z, words in printed if z.rule == rule]
    return next((name for words in (*stated, *marks) if (name := credited(words))), None)


def _is_last(zone: Zone, zones: tuple[Zone, ...]) -> bool:
    """Does nothing but signatures and furniture follow?"""
    return all(z.kind in ("byline", "credit", "furniture") for z in zones if z.begin >= zone.end)
