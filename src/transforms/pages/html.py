"""An HTML page or fragment → visible text in lines, with what its markup says of them.

In: decoded HTML. Out: `Document`: every block element is a line of its own, nothing visible is left out; `zones` carry
what the markup states outright: headings, figure captions, navigation, and what names of classes and ids tell
(`html_classes.csv`: one row for another site's habit). Parser: Lexbor (`selectolax`), which reads broken
HTML as browsers do. The walk keeps its own stack, so that deeply nested pages cannot exhaust Python's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from selectolax.lexbor import LexborHTMLParser, LexborNode

from transforms.lexicon import table
from transforms.records import Zone
from transforms.text.normalise import normalise


@dataclass(frozen=True, slots=True)
class Document:
    """Visible text, normalised, and the zones that the markup states; metadata of the head."""

    text: str
    zones: tuple[Zone, ...] = ()
    title: str | None = None
    published: str | None = None


def _tags(names: str) -> frozenset[str]:
    return frozenset(names.split())


_INVISIBLE = _tags("script style noscript template svg iframe head object canvas audio video select math")
_BLOCKS = _tags(
    "address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr li main nav ol p pre section summary table tbody thead tfoot tr ul button label br"
)
_MEANING = {
    "h1": ("title", "html_title"),
    **dict.fromkeys(("h2", "h3", "h4", "h5", "h6"), ("heading", "html_heading")),
    "figcaption": ("caption", "html_figcaption"),
    **dict.fromkeys(("nav", "footer", "aside", "button"), ("furniture", "html_navigation")),
}
_NAME = re.compile(r"[A-Za-z]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
# A class that speaks for more than this share of the page names the page's kind, not a part of it.
_LARGEST_PART = 0.4
_SPACES = re.compile(r"\s+")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def read(source: str) -> Document:
    """Parse a page; a page without visible text gives an empty text."""
    tree = LexborHTMLParser(source)
    blocks = _blocks(tree.body) if tree.body else []
    text, zones = _compose(blocks)
    printed = next((text[z.begin : z.end] for z in zones if z.rule == "html_title"), "")
    head = tree.css_first("title")
    title = _line(_meta(tree, "og:title") or printed or (head.text() if head else ""))
    return Document(text, zones, title or None, _meta(tree, "article:published_time"))


def _meta(tree: LexborHTMLParser, name: str) -> str | None:
    node = tree.css_first(f'meta[property="{name}"]') or tree.css_first(f'meta[name="{name}"]')
    return (node.attributes.get("content") or "").strip() or None if node else None


def _line(text: str) -> str:
    return normalise(_SPACES.sub(" ", text)).strip()


def _blocks(body: LexborNode) -> list[tuple[str, tuple[str, str] | None]]:
    """(text, meaning) of every block in reading order."""
    blocks: list[tuple[str, tuple[str, str] | None]] = []
    whole = len(body.text())
    pieces: list[str] = []
    meaning: tuple[str, str] | None = None

    def flush() -> None:
        line = _line("".join(pieces))
        if line:
            blocks.append((line, meaning))
        pieces.clear()

    stack: list[tuple[LexborNode | None, bool, tuple[str, str] | None]] = [(body, False, None)]
    while stack:
        node, leaving, outer = stack.pop()
        if node is None:
            continue
        if leaving:
            flush()
            meaning = outer
            continue
        if node is not body:
            stack.append((node.next, False, None))
        tag = node.tag
        if tag == "-text":
            pieces.append(node.text_content or "")
            continue
        if tag in _INVISIBLE or not tag or tag.startswith("-") or _is_hidden(node):
            continue
        if tag in ("td", "th"):
            pieces.append(" ")
        if tag in _BLOCKS:
            flush()
            stack.append((node, True, meaning))
            # A story's own headline inside a header or aside stays a headline; navigation inside anything stays navigation.
            own = _MEANING.get(tag) or _classified(node, whole)
            if own and (meaning is None or meaning[0] != "furniture"):
                meaning = own
        if node.child is not None:
            stack.append((node.child, False, None))
    flush()
    return blocks


@cache
def _classes() -> dict[str, tuple[str, str]]:
    return {row["token"]: (row["kind"], f"html_class_{row['kind']}") for row in table("html_classes")}


def _classified(node: LexborNode, whole: int) -> tuple[str, str] | None:
    """What the class or id of a block says of it: whole names ("tin-lien-quan") first, then their words."""
    attributes = node.attributes
    for name in f"{attributes.get('class') or ''} {attributes.get('id') or ''}".split():
        words = [w.lower() for part in _NAME.findall(name) for w in _CAMEL.split(part)]
        for token in ("".join(words), *("".join(pair) for pair in pairwise(words)), *words):
            if (meaning := _classes().get(token)) and len(node.text()) <= _LARGEST_PART * whole:
                return meaning
    return None


def _is_hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    return "hidden" in attributes or bool(_HIDDEN.search(attributes.get("style") or ""))


def _compose(blocks: list[tuple[str, tuple[str, str] | None]]) -> tuple[str, tuple[Zone, ...]]:
    zones, at = [], 0
    for line, meaning in blocks:
        if meaning:
            zones.append(Zone(at, at + len(line), *meaning))
        at += len(line) + 1
    return "\n".join(line for line, _ in blocks), tuple(zones)
