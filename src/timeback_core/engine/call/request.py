"""A request as data: what an operation makes of its arguments, before anything is sent.

A `Request` can be printed, compared, hashed, pickled, queued and sent from another machine; a session performs it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar

import attrs

from timeback_core.engine.narrow import is_mapping, is_sequence
from timeback_core.problems import Problem

if TYPE_CHECKING:
    from timeback_core.engine.filters import Filter
    from timeback_core.engine.surface.operation import Operation

T_co = TypeVar("T_co", covariant=True)

QueryPart: TypeAlias = "str | tuple[str, ...] | Filter"
"""The value of a query parameter: text, a repeated parameter, or a filter (rendered for the platform)."""

EMPTY: Mapping[str, object] = {}


class Call:
    """The parts of one call, as an operation's function gives them.

    path: values of the template's placeholders; None leaves an optional segment out.
    query: further query parameters; None is left out, a tuple or list repeats the parameter.
    options: the list options of the operation (`where`, `sort`, `limit` ...), as they were given.
    body: a model, a mapping of envelope keys to models, plain JSON, or text and bytes as they are.
    content_type: of the body, JSON where it is not given; sent without a body as well where it is.
    """

    __slots__ = ("accept", "body", "content_type", "options", "path", "query")

    def __init__(
        self,
        *,
        path: Mapping[str, str | None] | None = None,
        query: Mapping[str, object] | None = None,
        options: Mapping[str, object] | None = None,
        body: object = None,
        accept: str = "application/json",
        content_type: str | None = None,
    ) -> None:
        self.path: Mapping[str, object] = path or EMPTY
        self.query: Mapping[str, object] = query or EMPTY
        self.options: Mapping[str, object] = options or EMPTY
        self.body: object = body
        self.accept: str = accept
        self.content_type: str | None = content_type


@attrs.frozen(repr=False)
class Request(Generic[T_co]):
    """One call of an operation: pure data, nothing sent yet."""

    operation: Operation[..., T_co]
    path: tuple[tuple[str, str], ...]
    query: tuple[tuple[str, QueryPart], ...]
    body: object = attrs.field(default=None, hash=False)
    accept: str = "application/json"
    content_type: str | None = None
    problems: tuple[Problem, ...] = ()
    """What is wrong with the arguments; performing the request gives them as `InvalidInput`."""

    def query_value(self, name: str) -> str | None:
        """The text of a query parameter, or None where it is absent or no plain text."""
        for key, value in self.query:
            if key == name:
                return value if isinstance(value, str) else None
        return None

    def with_query(self, name: str, value: str) -> Request[T_co]:
        """The same request with one query parameter set."""
        # In its place, so that equal requests come of equal changes in any order.
        query = dict(self.query) | {name: value}
        return attrs.evolve(self, query=tuple(query.items()))

    def __repr__(self) -> str:
        parts = [f"{name}={value!r}" for name, value in self.path]
        parts += [f"?{name}={value!r}" for name, value in self.query]
        if self.body is not None:
            parts.append(f"body={describe_body(self.body)}")
        if self.problems:
            parts.append(f"problems={len(self.problems)}")
        operation = self.operation
        return f"<Request {operation.full_name} {operation.verb} {operation.template} {' '.join(parts)}>".replace(
            " >", ">"
        )


def describe_body(body: object) -> str:
    """A body for people: models show themselves (without secrets), anything else its type alone."""
    if is_mapping(body):
        return "{" + ", ".join(f"{key}: {describe_body(value)}" for key, value in body.items()) + "}"
    if is_sequence(body):
        return f"<{len(body)} items>"
    return repr(body) if attrs.has(type(body)) else f"<{type(body).__name__}>"
