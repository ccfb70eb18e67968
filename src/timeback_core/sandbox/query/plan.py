"""How a filter finds its documents by indices instead of looking at all of them."""

from collections.abc import Callable
from typing import TypeAlias

import attrs

from timeback_core.sandbox.query.compare import is_plain
from timeback_core.sandbox.query.syntax import AllOf, Comparison, Filter

Lookup: TypeAlias = Callable[[str, str], tuple[str, ...] | None]
"""Gives the ids of the documents that hold a text at a path; None where the path has no index."""


@attrs.frozen
class Plan:
    """Ids among which are all that a filter holds for, and what of the filter has still to be checked for them."""

    ids: tuple[str, ...]
    rest: Filter | None


def plan(tree: Filter, lookup: Lookup) -> Plan | None:
    """The plan for a filter; None when all documents have to be looked at."""
    if isinstance(tree, Comparison):
        if tree.operator != "=" or not is_plain(tree.value):
            return None
        ids = lookup(tree.field, tree.value.text)
        return None if ids is None else Plan(ids, None)
    plans = [plan(part, lookup) for part in tree.parts]
    usable = [(found, at) for at, found in enumerate(plans) if found is not None]
    if not usable or (len(usable) < len(plans) and not isinstance(tree, AllOf)):
        return None
    if isinstance(tree, AllOf):
        narrowest, place = min(usable, key=lambda pair: len(pair[0].ids))
        left = [part for at, part in enumerate(tree.parts) if at != place]
        left += [] if narrowest.rest is None else [narrowest.rest]
        return Plan(narrowest.ids, AllOf(tuple(left)))
    ids = tuple(dict.fromkeys(sourced_id for found, _ in usable for sourced_id in found.ids))
    return Plan(ids, None if all(found.rest is None for found, _ in usable) else tree)
