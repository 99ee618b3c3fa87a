"""Names as printed → names with their abbreviations written out ("Phó Chủ tịch UBND TP.HCM" → "… Ủy ban nhân dân Thành phố Hồ Chí Minh").

The long forms are data (`lexicon/abbreviations.csv`). An abbreviation counts where it stands as a word of its own and in
its printed case; an `&` in the data stands for any of the separators in use, or none (GD&ĐT, GD-ĐT, GDĐT). Abbreviations
inside document numbers (34-NQ/TW, 12/QĐ-UBND) are part of the number and stay. `unless_after` and `unless_before` keep
syllables of headlines in capitals from being read as abbreviations (ĐẦU TƯ).
"""

from __future__ import annotations

import re

from transforms.lexicon import table
from transforms.text.remembered import remembered

_SEPARATOR = r"(?:\s?[-–&]\s?|,\s?|\s)?"
# Anything with a digit and a slash, or a document type's code with its issuer, is a document number.
_NUMBER = r"\d[\w.-]*\s?[-/]\s?[\w-]*/?[\w-]+|\b(?:NQ|QĐ|CTr?|KL|KH|TB|TTr?|HD|NĐ|CV|ĐA|BC)(?<!KH(?=\s?-\s?(?:ĐT|CN)))\s?[-/]\s?[^\W\d]\w*"


def _pattern(row: dict[str, str]) -> str:
    word = row["abbreviation"]
    glued = word.endswith(".")  # "TP." may be printed TP, TP. or glued to the name: TP.Huế
    body = _SEPARATOR.join(re.escape(part) for part in word.rstrip(".").split("&"))
    before = f"(?<!{row['unless_after']} )" if row["unless_after"] else ""
    after = f"(?! (?:{row['unless_before']}))" if row["unless_before"] else ""
    return rf"{before}{body}(?:\.\s?(?=\w)|\s)" if glued else rf"{before}{body}{after}(?!\w)"


_ROWS = sorted(table("abbreviations"), key=lambda row: -len(row["abbreviation"]))
_LONG = [row["expansion"] + (" " if row["abbreviation"].endswith(".") else "") for row in _ROWS]
_ANY = re.compile(rf"({_NUMBER})|(?<![\w/])(?:{'|'.join(f'({_pattern(row)})' for row in _ROWS)})")


@remembered
def expand(name: str) -> str:
    """`name` with every known abbreviation written out. Idempotent."""
    return _ANY.sub(lambda m: m[0] if m.lastindex is None or m.lastindex == 1 else _LONG[m.lastindex - 2], name)
