"""From an operation's arguments to its request: every value rendered, every problem collected."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeVar

from timeback_core.engine.parameters import query_part, segment
from timeback_core.engine.request import Call, QueryPart, Request
from timeback_core.problems import Problem

if TYPE_CHECKING:
    from timeback_core.engine.arguments import ArgumentCheck
    from timeback_core.engine.operation import Operation

T = TypeVar("T")


def build_request(
    operation: Operation[..., T],
    call: Call,
    checks: Mapping[str, tuple[ArgumentCheck, ...]],
    args: tuple[object, ...],
    kwargs: Mapping[str, object],
) -> Request[T]:
    """The request of a call; what is wrong with the arguments stands in its `problems`."""
    problems: list[Problem] = []
    if checks:
        from timeback_core.engine.arguments import problems_of

        problems.extend(problems_of(operation.function, checks, args, kwargs))
    path = tuple(
        (name, segment(name, value, problems))
        for name, value in call.path.items()
        if value is not None or f"{{{name}}}?" not in operation.template
    )
    query: list[tuple[str, QueryPart]] = []
    for name, value in call.query.items():
        part = query_part(name, value, problems)
        if part is not None:
            query.append((name, part))
    if call.options:
        from timeback_core.engine.arguments import option_problems
        from timeback_core.engine.list_query import list_query

        problems.extend(option_problems(operation.function, call.options))
        query.extend(list_query(call.options, operation.expect, problems))
    return Request(operation, path, tuple(query), call.body, call.accept, call.content_type, tuple(problems))
