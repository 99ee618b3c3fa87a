"""Ids as functions of content: stable across runs, machines, paths and the order of ingestion."""

from __future__ import annotations

from hashlib import blake2b


def content_id(*parts: str | int | None) -> str:
    """20 hex digits (80 bits) of BLAKE2b over the parts; None and "" differ, and so do ("ab", "c") and ("a", "bc")."""
    pieces: list[bytes] = []
    for part in parts:
        data = b"" if part is None else str(part).encode()
        pieces += (b"\x00" if part is None else b"\x01", len(data).to_bytes(8, "big"), data)
    return blake2b(b"".join(pieces), digest_size=10).hexdigest()
