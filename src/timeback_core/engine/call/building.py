"""From an operation's arguments to its request: every value rendered, every problem collected."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeVar

from timeback_core.engine.call.parameters import query_part, segment
from timeback_core.engine.call.request import Call, QueryPart, Request
from timeback_core.problems import Problem

if TYPE_CHECKING:
    from timeback_core.engine.call.arguments import ArgumentCheck
    from timeback_core.engine.surface.operation import Operation

T = TypeVar("T")


def build_request(
    operation: Operation[..., T],
    call: Call,
    checks: Mapping[str, tuple[ArgumentCheck, ...]],
    given: Mapping[str, object],
) -> Request[T]:
    """The request of a call; what is wrong with the arguments stands in its `problems`.

    given: the arguments by name. Those that the template names are its path, and those that are no parameters of the
    function are its options, unless the call itself says otherwise.
    """
    problems: list[Problem] = []
    if checks:
        from timeback_core.engine.call.arguments import problems_of

        problems.extend(problems_of(checks, given))
    values = {name: given[name] for name in operation.placeholders if name in given} | dict(call.path)
    path = tuple(
        (name, segment(name, value, problems))
        for name, value in values.items()
        if value is not None or f"{{{name}}}?" not in operation.template
    )
    query: list[tuple[str, QueryPart]] = []
    for name, value in call.query.items():
        part = query_part(name, value, problems)
        if part is not None:
            query.append((name, part))
    options = call.options or {name: given[name] for name in given if name not in operation.parameters}
    if options:
        from timeback_core.engine.call.arguments import option_problems
        from timeback_core.engine.call.list_query import list_query

        problems.extend(option_problems(operation.function, options))
        query.extend(list_query(options, operation.expect, problems))
    return Request(operation, path, tuple(query), call.body, call.accept, call.content_type, tuple(problems))
