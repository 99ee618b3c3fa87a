"""Ids as functions of content: stable across runs, machines, paths and the order of ingestion."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b


def content_id(*parts: str | int | None) -> str:
    """20 hex digits (80 bits) of BLAKE2b over the parts; None and "" differ, and so do ("ab", "c") and ("a", "bc")."""
    pieces: list[bytes] = []
    for part in parts:
        data = b"" if part is None else str(part).encode()
        pieces += (b"\x00" if part is None else b"\x01", len(data).to_bytes(8, "big"), data)
    return blake2b(b"".join(pieces), digest_size=10).hexdigest()


def content_ids(kind: str, names: Iterable[str]) -> list[str]:
    """`content_id(kind, name)` of many names."""
    begun = blake2b(digest_size=10)
    data = kind.encode()
    begun.update(b"\x01" + len(data).to_bytes(8, "big") + data)
    found = []
    for name in names:
        h, data = begun.copy(), name.encode()
        h.update(b"\x01" + len(data).to_bytes(8, "big") + data)
        found.append(h.hexdigest())
    return found
