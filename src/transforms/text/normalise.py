"""Raw characters → the one text that every offset points into, and a folded view of it for matching.

`normalise` decides what is published: NFC, Ð (U+00D0) as Đ, plain spaces and newlines, no invisible characters.
Tones, Đ/đ, case, tone placement and punctuation stay as the outlet printed them.

`fold` is for matching only and keeps the length, so that a position in the folded text is the same position in the
published one: lower case, one tone placement (hoà → hòa, uỷ → ủy), one kind of dash and quotation mark. Tones are
never folded away: "bãi nhiệm" (dismissed) and "bài nhiệm" are different words.

`canonical` turns a name into a comparison key: folded, single spaces, no space around hyphens and slashes.
"""

from __future__ import annotations

import re
import unicodedata
from functools import partial

from transforms.text.remembered import remembered

_INVISIBLE = dict.fromkeys(
    map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202b\u202c\u202d\u202e"), None
)
_SPACES = dict.fromkeys(
    map(ord, "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\v\f"), " "
)
_STROKE_D = {0x00D0: "Đ", 0x00F0: "đ", 0x0189: "Đ", 0x0256: "đ"}
_CONTROL = {c: None for c in range(32) if chr(c) not in "\n\r\t\v\f"} | {
    c: None for c in range(0x7F, 0xA0) if c != 0x85
}
_NEWLINES = {0x85: "\n", 0x2028: "\n", 0x2029: "\n"}
_PUBLISHED = _INVISIBLE | _SPACES | _STROKE_D | _CONTROL | _NEWLINES

# New tone placement (tone on the second vowel) → old (on the first). Syllable-final only: "hoàn" keeps its tone where it is.
_PLACEMENT = {
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa",
    "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe", "oẹ": "ọe",
    "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}  # fmt: skip
# After q the u belongs to the consonant: "quý" has one placement only, and is left alone.
_PLACEMENT_RE = re.compile(r"[ou](?<!q[ou])[àáảãạèéẻẽẹỳýỷỹỵ](?![a-zà-ỹđ])")
_ALIKE = (
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-")
    | dict.fromkeys("“”„«»‟″", '"')
    | dict.fromkeys("‘’‚‛′`´", "'")
)
_TO_PUBLISH = re.compile("[" + "".join(re.escape(chr(c)) for c in _PUBLISHED) + "]")


def normalise(raw: str) -> str:
    """The published form of `raw`. Idempotent."""
    text = raw.replace("\r\n", "\n").replace("\r", "\n")
    if _TO_PUBLISH.search(text):  # translating costs far more than looking, and most texts are clean
        text = text.translate(_PUBLISHED)
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Matching form of a normalised text, of the same length: lower case, one tone placement, one dash, one quote."""
    lower = text.lower()
    if len(lower) != len(text):  # "İ" is the one letter whose lower case is longer
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    for variant, plain in _ALIKE.items():  # a few searches for single characters beat one translation of all
        if variant in lower:
            lower = lower.replace(variant, plain)
    return _PLACEMENT_RE.sub(lambda m: _PLACEMENT.get(m[0], m[0]), lower)


fold_name = remembered(fold)  # of a word or name: they recur

_JOINTS = re.compile(r"\s*([-/&])\s*")
_SPACED = re.compile(r"\s+")


@partial(remembered, most=1 << 18)  # news names the same people and offices again and again, a dataset very many
def canonical(name: str) -> str:
    """Comparison key of a name: folded, single spaces, hyphens and slashes without spaces, no outer punctuation."""
    return _SPACED.sub(" ", _JOINTS.sub(r"\1", fold(normalise(name)))).strip(" .,;:\"'")
