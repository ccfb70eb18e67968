"""The options of list operations: one definition of names and types for all lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, TypedDict

if TYPE_CHECKING:
    from timeback_core.engine.filters import Filter, Where

Fields: TypeAlias = Sequence[str]
"""Names of fields to be answered, in the model's or the wire's spelling; what the model requires is added."""
Order: TypeAlias = Literal["asc", "desc"]


class FieldOptions(TypedDict, total=False):
    """The option of operations that answer one model."""

    fields: Fields
    """Only these fields (and those that the model requires)."""


class ListOptions(FieldOptions, total=False):
    """The options that every list takes."""

    where: Where
    """Only rows that match, such as `{"status": "active"}` or `field("score").gte(80)`."""
    sort: str
    """Field to sort by; without it the server's order holds, which may change between pages."""
    order_by: Order
    limit: int
    """Rows per page."""
    offset: int
    """Rows to skip."""


class SearchOptions(ListOptions, total=False):
    """The options of lists that can be searched as well."""

    search: str
    """Case-insensitive text to be found in the fields that the platform searches."""


class Narrowed(NamedTuple):
    """What a caller gave as `where`, and the operation's own condition that holds besides."""

    own: Filter
    given: object


def narrowed(options: Mapping[str, object], own: Filter) -> Mapping[str, object]:
    """Options of a list that is narrowed by a condition of the operation's own; no `where` can widen it."""
    return {**options, "where": Narrowed(own, options.get("where"))}
