"""From an operation's arguments to its request: every value rendered, every problem collected."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeVar

from timeback_core.engine.call.request import Call, Endpoint, QueryPart, Request
from timeback_core.problems import Problem

if TYPE_CHECKING:
    from timeback_core.engine.call.arguments import ArgumentCheck

T = TypeVar("T")


def build_request(
    endpoint: Endpoint[T],
    call: Call,
    given: Mapping[str, object],
    parameters: tuple[str, ...],
    checks: Mapping[str, tuple[ArgumentCheck, ...]],
) -> Request[T]:
    """The request of a call; what is wrong with the arguments stands in its `problems`.

    given: the arguments by name. Those that the template names are its path, and those that are no `parameters` of
    the function are its options, unless the call itself says otherwise.
    """
    problems: list[Problem] = []
    if checks:
        from timeback_core.engine.call.arguments import problems_of

        problems.extend(problems_of(checks, given))
    values = {name: given[name] for name in endpoint.placeholders if name in given} | dict(call.path)
    path = tuple(
        (name, segment(name, value, problems))
        for name, value in values.items()
        if value is not None or f"{{{name}}}?" not in endpoint.template
    )
    query: list[tuple[str, QueryPart]] = []
    if call.query:
        from timeback_core.engine.call.query import query_part

        parts = ((name, query_part(name, value, problems)) for name, value in call.query.items())
        query.extend((name, part) for name, part in parts if part is not None)
    options = call.options or {name: given[name] for name in given if name not in parameters}
    if options:
        from timeback_core.engine.call.arguments import option_problems
        from timeback_core.engine.call.query import list_query

        problems.extend(option_problems(endpoint.function, options))
        query.extend(list_query(options, endpoint.expect, problems))
    return Request(endpoint, path, tuple(query), call.body, call.accept, call.content_type, tuple(problems))


def segment(name: str, value: object, problems: list[Problem]) -> str:
    """A path value as text; it must make exactly one segment."""
    if not isinstance(value, str):
        problems.append(Problem(name, f"expected text, found {type(value).__name__}"))
        return ""
    if not value.strip():
        problems.append(Problem(name, "must not be blank"))
    elif value in (".", ".."):
        problems.append(Problem(name, "must not be a relative path segment"))
    if value.isascii():
        return value
    from timeback_core.engine.call.query import text_of

    return text_of(name, value, problems)
