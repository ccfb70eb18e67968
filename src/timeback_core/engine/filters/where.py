"""The types of what `where` takes."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias, TypedDict

from timeback_core.engine.filters.algebra import Filter
from timeback_core.engine.filters.values import FilterValue

Operators = TypedDict(
    "Operators",
    {
        "eq": FilterValue,
        "ne": FilterValue,
        "gt": FilterValue,
        "gte": FilterValue,
        "lt": FilterValue,
        "lte": FilterValue,
        "contains": str,
        "in": Sequence[FilterValue],
        "in_": Sequence[FilterValue],
        "notIn": Sequence[FilterValue],
        "not_in": Sequence[FilterValue],
    },
    total=False,
)
"""Conditions on one field, all of which must hold."""

Condition: TypeAlias = "FilterValue | Operators | Sequence[Where]"
"""Beside a field: the value it must have, or operators. Beside `OR` and `AND`: a list of clauses."""

Where: TypeAlias = Mapping[str, Condition] | Filter
"""A mapping of fields to conditions, all of which must hold, or a filter made with `field`.

`{"role": "student"}`, `{"score": {"gte": 80, "lt": 90}}`, `{"OR": [{"status": "active"}, {"name": "x"}]}`.
"""
