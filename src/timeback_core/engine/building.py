"""From an operation's arguments to its request: every value rendered, every problem collected."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING, TypeVar

from timeback_core.engine.narrow import is_sequence
from timeback_core.engine.problems import Problem
from timeback_core.engine.request import Call, QueryPart, Request

if TYPE_CHECKING:
    from timeback_core.engine.arguments import ArgumentCheck
    from timeback_core.engine.operation import Operation

T = TypeVar("T")

PLACEHOLDER = re.compile(r"\{(\w+)\}")


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
    path = tuple((name, segment(name, value, problems)) for name, value in call.path.items())
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


def segment(name: str, value: object, problems: list[Problem]) -> str:
    """A path value as text; it must make exactly one segment."""
    if not isinstance(value, str):
        problems.append(Problem(name, f"expected text, found {type(value).__name__}"))
        return ""
    if not value.strip():
        problems.append(Problem(name, "must not be blank"))
    elif value in (".", ".."):
        problems.append(Problem(name, "must not be a relative path segment"))
    elif not sendable(value):
        problems.append(Problem(name, "holds characters that cannot be sent"))
    return value


def query_part(name: str, value: object, problems: list[Problem]) -> QueryPart | None:
    """A query value as text (or texts); None where it is to be left out."""
    if value is None:
        return None
    if is_sequence(value):
        parts = [text_of(f"{name}[{index}]", each, problems) for index, each in enumerate(value)]
        return tuple(parts)
    return text_of(name, value, problems)


def text_of(name: str, value: object, problems: list[Problem]) -> str:
    """A single value as the text of a query parameter."""
    match value:
        case bool():
            return "true" if value else "false"
        case Enum():
            return text_of(name, value.value, problems)
        case str():
            if not sendable(value):
                problems.append(Problem(name, "holds characters that cannot be sent"))
            return value
        case int():
            return str(value)
        case float() if value == value and abs(value) != float("inf"):
            return repr(value)
        case datetime() if value.tzinfo is None:
            problems.append(Problem(name, "a time needs a time zone"))
            return ""
        case datetime():
            from datetime import UTC

            return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case _:
            problems.append(Problem(name, f"{type(value).__name__} cannot be sent as a parameter"))
            return ""


def sendable(text: str) -> bool:
    """Whether a text has a form in UTF-8 (lone surrogates have none)."""
    return text.isascii() or text.encode("utf-8", "ignore").decode() == text
