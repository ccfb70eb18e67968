"""Filters: comparisons joined by AND and OR, their text, and what the dialect of a platform cannot say."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, TypeAlias, TypedDict

import attrs

from timeback_core.engine.filters.values import FilterValue, Unsayable, plain, scalar
from timeback_core.engine.platforms import Dialect
from timeback_core.problems import Problem

Op: TypeAlias = Literal["=", "!=", ">", ">=", "<", "<=", "~"]


def all_of(*filters: "Filter") -> "Filter":
    """All of these filters at once; of none, it is a filter that `build` refuses."""
    return filters[0] if len(filters) == 1 else And(filters)


def any_of(*filters: "Filter") -> "Filter":
    """Any of these filters; of none, it is a filter that `build` refuses."""
    return filters[0] if len(filters) == 1 else Or(filters)


@attrs.frozen
class Comparison:
    """One field compared with one value."""

    field: str
    """Name of the field, dotted for references and metadata."""
    op: Op
    """`~` means contains."""
    # `1`, `1.0` and `True` are equal in Python and differ in a filter.
    value: FilterValue = attrs.field(eq=lambda value: (type(value), value))

    __and__ = all_of
    __or__ = any_of


@attrs.frozen
class Joined:
    """Filters that are joined, at least two; those among them that are joined likewise are taken apart."""

    terms: "tuple[Filter, ...]"

    def __attrs_post_init__(self) -> None:
        flat = (inner for term in self.terms for inner in (term.terms if isinstance(term, type(self)) else (term,)))
        object.__setattr__(self, "terms", tuple(flat))

    __and__ = all_of
    __or__ = any_of


class And(Joined):
    """Every term holds."""

    __slots__ = ()


class Or(Joined):
    """At least one term holds."""

    __slots__ = ()


Filter: TypeAlias = Comparison | And | Or


class Field:
    """A field by name, to be compared."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = name

    def eq(self, value: FilterValue) -> Comparison:
        """The field is `value`."""
        return Comparison(self._name, "=", value)

    def ne(self, value: FilterValue) -> Comparison:
        """The field is not `value`."""
        return Comparison(self._name, "!=", value)

    def gt(self, value: FilterValue) -> Comparison:
        """The field is greater than `value`."""
        return Comparison(self._name, ">", value)

    def gte(self, value: FilterValue) -> Comparison:
        """The field is `value` or greater."""
        return Comparison(self._name, ">=", value)

    def lt(self, value: FilterValue) -> Comparison:
        """The field is less than `value`."""
        return Comparison(self._name, "<", value)

    def lte(self, value: FilterValue) -> Comparison:
        """The field is `value` or less."""
        return Comparison(self._name, "<=", value)

    def contains(self, text: str) -> Comparison:
        """The field contains `text`."""
        return Comparison(self._name, "~", text)

    def is_in(self, values: Sequence[FilterValue]) -> Filter:
        """The field is one of `values`; without any, `build` refuses it."""
        return any_of(*(self.eq(value) for value in values))

    def not_in(self, values: Sequence[FilterValue]) -> Filter:
        """The field is none of `values`; without any, `build` refuses it."""
        return all_of(*(self.ne(value) for value in values))


def field(name: str) -> Field:
    """A field to be compared, by its name in Python or on the wire: `field("score").gte(80)`."""
    return Field(name)


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

Condition: TypeAlias = "FilterValue | Operators | Mapping[str, FilterValue | Sequence[FilterValue]] | Sequence[Where]"
"""Beside a field: the value it must have, or operators. Beside `OR` and `AND`: a list of clauses."""

Where: TypeAlias = Mapping[str, Condition] | Filter
"""A mapping of fields to conditions, all of which must hold, or a filter made with `field`.

`{"role": "student"}`, `{"score": {"gte": 80, "lt": 90}}`, `{"OR": [{"status": "active"}, {"name": "x"}]}`.
"""


def render(filter_: Filter) -> str:
    """The text of a filter: single spaces, and parentheses only where an OR stands in an AND."""
    if isinstance(filter_, Comparison):
        return f"{filter_.field}{filter_.op}{_literal(filter_.value)}"
    if isinstance(filter_, Or):
        return " OR ".join(map(render, filter_.terms))
    return " AND ".join(f"({render(term)})" if isinstance(term, Or) else render(term) for term in filter_.terms)


def _literal(value: FilterValue) -> str:
    found = scalar(value)
    if isinstance(found, Unsayable):
        # `build` refuses such a value; this text matches nothing, so that a filter is never wider than it says.
        found = f"<{type(value).__name__}>"
    return "'" + found.replace("'", "''") + "'" if isinstance(found, str) else plain(found)


def refused(filter_: Filter, dialect: Dialect) -> tuple[Problem, ...]:
    """Why a platform cannot take a filter; a list of values counts once for each value."""
    problems: list[Problem] = []
    parts = tuple(_parts(filter_))
    comparisons = sum(isinstance(part, Comparison) for part in parts)
    if dialect.max_comparisons is not None and comparisons > dialect.max_comparisons:
        text = f"makes {comparisons} comparisons, and the platform takes at most {dialect.max_comparisons}"
        problems.append(Problem("where", text))
    if not dialect.mixes_and_or and {And, Or} <= set(map(type, parts)):
        problems.append(Problem("where", "mixes AND and OR, which the platform does not take"))
    return tuple(problems)


def _parts(filter_: Filter) -> Iterator[Filter]:
    yield filter_
    if not isinstance(filter_, Comparison):
        for term in filter_.terms:
            yield from _parts(term)
