"""Ids as functions of content: stable across runs, machines, paths and the order of ingestion."""

from __future__ import annotations

from hashlib import blake2b


def content_id(*parts: str | int | None) -> str:
    """20 hex digits (80 bits) of BLAKE2b over the parts; None and "" differ, and so do ("ab", "c") and ("a", "bc")."""
    h = blake2b(digest_size=10)
    for part in parts:
        data = b"" if part is None else str(part).encode()
        h.update(b"\x00" if part is None else b"\x01")
        h.update(len(data).to_bytes(8, "big"))
        h.update(data)
    return h.hexdigest()
