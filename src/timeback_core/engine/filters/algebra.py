"""Filters as data: comparisons, joined by AND and OR."""

from collections.abc import Iterable, Sequence
from typing import Literal, TypeAlias

import attrs

from timeback_core.engine.filters.values import FilterValue, Scalar, scalar

Op: TypeAlias = Literal["=", "!=", ">", ">=", "<", "<=", "~"]


def _by_type(value: FilterValue) -> tuple[type, FilterValue]:
    """`1`, `1.0` and `True` are equal in Python and differ in a filter."""
    return type(value), value


@attrs.frozen
class Comparison:
    """One field compared with one value."""

    field: str
    """Name of the field, dotted for references and metadata."""
    op: Op
    """`~` means contains."""
    value: FilterValue = attrs.field(eq=_by_type)

    def __and__(self, other: "Filter") -> "Filter":
        return all_of(self, other)

    def __or__(self, other: "Filter") -> "Filter":
        return any_of(self, other)


def _without_nested_and(terms: "Iterable[Filter]") -> "tuple[Filter, ...]":
    return tuple(inner for term in terms for inner in (term.terms if isinstance(term, And) else (term,)))


def _without_nested_or(terms: "Iterable[Filter]") -> "tuple[Filter, ...]":
    return tuple(inner for term in terms for inner in (term.terms if isinstance(term, Or) else (term,)))


@attrs.frozen
class And:
    """Every term holds; an `And` among the terms is taken apart."""

    terms: "tuple[Filter, ...]" = attrs.field(converter=_without_nested_and)
    """At least two."""

    def __and__(self, other: "Filter") -> "Filter":
        return all_of(self, other)

    def __or__(self, other: "Filter") -> "Filter":
        return any_of(self, other)


@attrs.frozen
class Or:
    """At least one term holds; an `Or` among the terms is taken apart."""

    terms: "tuple[Filter, ...]" = attrs.field(converter=_without_nested_or)
    """At least two."""

    def __and__(self, other: "Filter") -> "Filter":
        return all_of(self, other)

    def __or__(self, other: "Filter") -> "Filter":
        return any_of(self, other)


Filter: TypeAlias = Comparison | And | Or


def all_of(*filters: Filter) -> Filter:
    """All of these filters at once; of none, it is a filter that `build` refuses."""
    return filters[0] if len(filters) == 1 else And(filters)


def any_of(*filters: Filter) -> Filter:
    """Any of these filters; of none, it is a filter that `build` refuses."""
    return filters[0] if len(filters) == 1 else Or(filters)


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


def spelled(value: FilterValue) -> Scalar:
    """The scalar that a filter spells for a value.

    For a value that `build` refuses it is a text that names its type: it matches nothing, so that a filter is
    never wider than it says.
    """
    found = scalar(value)
    return found if isinstance(found, str | bool | int | float) else f"<{type(value).__name__}>"
