"""One key for an outlet, whether a page credits it by name ("Theo báo Tuổi Trẻ") or its address tells it (tuoitre.vn).

Host names carry no tone marks, so names are compared without them here, and only here: this decides which outlet is meant,
never what a text says.
"""

from __future__ import annotations

import re
import unicodedata

_GENERIC = re.compile(r"^(?:bao|dai|tap chi|trang|thong tan xa|cong thong tin dien tu)\s+(?=\S)")
_HOST = re.compile(r"^[a-z0-9-]+(?:\.[a-z0-9-]+)+$")


def outlet_key(name: str | None) -> str | None:
    """Key of a printed name or a host: letters and digits of the name, or of the host's first label, without "báo"."""
    if not name:
        return None
    bare = "".join(
        c for c in unicodedata.normalize("NFD", name.lower().replace("đ", "d")) if not unicodedata.combining(c)
    ).strip()
    if _HOST.match(bare):
        return re.sub(r"^bao(?=.)", "", bare.partition(".")[0].replace("-", "")) or None
    return re.sub(r"[^a-z0-9]", "", _GENERIC.sub("", bare)) or None
