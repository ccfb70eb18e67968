"""Values of paths and queries as text: every value rendered, every problem told."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING

from timeback_core.engine.narrow import is_sequence
from timeback_core.problems import Problem

if TYPE_CHECKING:
    from timeback_core.engine.call.request import QueryPart


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
        case int() if is_sendable_number(value):
            return str(value)
        case int():
            problems.append(Problem(name, "is too large a number"))
            return ""
        case float() if value == value and abs(value) != float("inf"):
            return repr(value)
        case datetime() if value.tzinfo is None:
            problems.append(Problem(name, "a time needs a time zone"))
            return ""
        case datetime():
            from datetime import UTC

            try:
                utc = value.astimezone(UTC)
            except OverflowError:
                problems.append(Problem(name, "is a time out of range"))
                return ""
            return utc.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case _:
            problems.append(Problem(name, f"{type(value).__name__} cannot be sent as a parameter"))
            return ""


def is_sendable_number(number: int) -> bool:
    """Whether a whole number fits into 64 bits; larger ones no server reads, and Python may refuse to print them."""
    return -(2**63) <= number < 2**63


def sendable(text: str) -> bool:
    """Whether a text has a form in UTF-8 (lone surrogates have none)."""
    return text.isascii() or text.encode("utf-8", "ignore").decode() == text
