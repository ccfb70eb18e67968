"""How the rows for which a filter holds are found: by what is looked up, else by a look at whole columns."""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, compress, islice
from typing import TypeAlias

import attrs

from timeback_core.sandbox.query.columns import Column
from timeback_core.sandbox.query.compare import is_plain
from timeback_core.sandbox.query.syntax import AllOf, Comparison, Filter

Lookup: TypeAlias = Callable[[str, str], Sequence[int] | None]
"""Gives the rows that hold a text at a path; None where they are too many to look at one by one."""

ColumnOf: TypeAlias = Callable[[str], Column]
"""Gives what the rows hold at a path."""


@attrs.frozen
class Plan:
    """Rows among which are all that a filter holds for, and what of the filter has still to be checked for them."""

    rows: Sequence[int]
    rest: Filter | None


def is_sought(comparison: Comparison) -> bool:
    """Whether its rows are looked up by their text."""
    return comparison.operator == "=" and is_plain(comparison.value)


def plan(tree: Filter, lookup: Lookup) -> Plan | None:
    """The plan for a filter; None where too many documents would have to be looked at."""
    if isinstance(tree, Comparison):
        if not is_sought(tree):
            return None
        rows = lookup(tree.field, tree.value.text)
        return None if rows is None else Plan(rows, None)
    plans = [plan(part, lookup) for part in tree.parts]
    usable = [(found, at) for at, found in enumerate(plans) if found is not None]
    if not usable or (len(usable) < len(plans) and not isinstance(tree, AllOf)):
        return None
    if isinstance(tree, AllOf):
        narrowest, place = min(usable, key=lambda pair: len(pair[0].rows))
        left = [part for at, part in enumerate(tree.parts) if at != place]
        left += [] if narrowest.rest is None else [narrowest.rest]
        return Plan(narrowest.rows, AllOf(tuple(left)))
    rows = sorted({row for found, _ in usable for row in found.rows})
    return Plan(rows, None if all(found.rest is None for found, _ in usable) else tree)


def marked(tree: Filter, column_of: ColumnOf) -> bytes:
    """For each row whether a filter holds for it."""
    if isinstance(tree, Comparison):
        return column_of(tree.field).marked(tree)
    first, *others = (marked(part, column_of) for part in tree.parts)
    joined = int.from_bytes(first, "little")
    for other in others:
        marks = int.from_bytes(other, "little")
        joined = joined & marks if isinstance(tree, AllOf) else joined | marks
    return joined.to_bytes(len(first), "little")


def rows_in(marks: bytes, first: int, end: int) -> Iterator[int]:
    """The marked rows in order of creation, from one place among them to another."""
    return islice(compress(range(len(marks)), marks), first, end)


def sorted_rows_in(marks: bytes, column: Column, first: int, end: int, *, descending: bool) -> Iterator[int]:
    """The same of the rows as a column sorts them, where those without a value come last."""
    order = column.order(descending=descending)
    valued = compress(order, map(marks.__getitem__, order))
    return islice(chain(valued, _without_value(marks, column)), first, end)


def _without_value(marks: bytes, column: Column) -> Iterator[int]:
    """The others, which are looked for when they are asked for."""
    yield from (row for row in compress(range(len(marks)), column.unsorted()) if marks[row])
