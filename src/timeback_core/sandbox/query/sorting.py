"""Sorting of many, with pauses."""

from bisect import bisect_right
from typing import Any

from timeback_core.sandbox.messages import Steps


def sorted_in_pieces(items: list[Any], piece: int) -> Steps[list[Any]]:
    """The items in their order, with a pause after about so many of them."""
    if len(items) <= piece:
        return sorted(items)
    # A few of them in their order are bounds of parts, of which each is sorted by itself.
    bounds = sorted(items[:: max(piece // 2, len(items) // piece)])
    parts: list[list[Any]] = [[] for _ in range(len(bounds) + 1)]
    for first in range(0, len(items), piece):
        for item in items[first : first + piece]:
            parts[bisect_right(bounds, item)].append(item)
        yield
    found: list[Any] = []
    for part in parts:
        part.sort()
        found += part
        yield
    return found
