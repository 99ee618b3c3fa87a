"""A phrase list as one regular expression that shares prefixes, for matching at a known position.

In: phrases. Out: a pattern whose alternatives form a trie, so that trying 700 phrases at one place costs one walk down the
letters instead of 700 attempts; longer phrases win. For finding phrases anywhere in a text use `text.matcher`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any


def trie(phrases: Iterable[str]) -> str:
    """Source of a pattern that matches the longest of the phrases at a position."""
    root: dict[str, Any] = {}
    for phrase in phrases:
        node = root
        for letter in phrase:
            node = node.setdefault(letter, {})
        node[""] = {}
    return _pattern(root)


def _pattern(node: dict[str, Any]) -> str:
    branches = [re.escape(letter) + _pattern(below) for letter, below in sorted(node.items()) if letter]
    if not branches:
        return ""
    body = branches[0] if len(branches) == 1 and "" not in node else "(?:" + "|".join(branches) + ")"
    return body + "?" if "" in node else body
