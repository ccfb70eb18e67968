"""The options of list operations: one definition of names and types for all lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, TypedDict

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Protocol, SupportsIndex

    from timeback_core.engine.filters import Filter, Where

    class Fields(Protocol):
        """Names of fields to be answered: a list or a tuple, and no single text, which is a sequence of texts too."""

        def __contains__(self, value: object, /) -> bool: ...
        def __getitem__(self, index: SupportsIndex, /) -> str: ...
        def __iter__(self) -> Iterator[str]: ...
        def __len__(self) -> int: ...

else:
    Fields = Sequence[str]
    """Names of fields to be answered, in the model's or the wire's spelling; what the model requires is added."""

Order: TypeAlias = Literal["asc", "desc"]


class FieldOptions(TypedDict, total=False):
    """The option of operations that answer one model. None is as if an option were not given."""

    fields: Fields | None
    """Only these fields (and those that the model requires)."""


class ListOptions(FieldOptions, total=False):
    """The options that every list takes. None is as if an option were not given."""

    where: Where | None
    """Only rows that match, such as `{"status": "active"}` or `field("score").gte(80)`."""
    sort: str | None
    """Field to sort by; without it the server's order holds, which may change between pages."""
    order_by: Order | None
    limit: int | None
    """Rows per page."""
    offset: int | None
    """Rows to skip."""


class SearchOptions(ListOptions, total=False):
    """The options of lists that can be searched as well."""

    search: str | None
    """Case-insensitive text to be found in the fields that the platform searches."""


class Narrowed(NamedTuple):
    """What a caller gave as `where`, and the operation's own condition that holds besides."""

    own: Filter
    given: object


def narrowed(options: Mapping[str, object], own: Filter) -> Mapping[str, object]:
    """Options of a list that is narrowed by a condition of the operation's own; no `where` can widen it."""
    return {**options, "where": Narrowed(own, options.get("where"))}
