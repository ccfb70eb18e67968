"""Rules for single values, used as `wire(check=non_empty)`, and one across fields.

Each rule gives the text of the problem, or `None`, whatever it is given. Every number of a model is checked to be
finite without being asked.
"""

import re
from collections.abc import Callable, Iterator, Sized
from enum import Enum
from math import inf

from timeback_core.engine.codec.model import Model
from timeback_core.engine.narrow import is_number
from timeback_core.problems import Problem

EMAIL = re.compile(r"[^@\s\x00-\x1f\x7f]+@[^@\s\x00-\x1f\x7f.]+(\.[^@\s\x00-\x1f\x7f.]+)*")


def non_empty(value: object) -> str | None:
    """Text that is more than white space."""
    if not isinstance(value, str):
        return "must be text"
    return None if value.strip() else "must not be empty"


def positive(value: object) -> str | None:
    """A number above zero."""
    return None if is_number(value) and 0 < value < inf else "must be greater than 0"


def non_negative(value: object) -> str | None:
    """A number that is not below zero."""
    return None if is_number(value) and 0 <= value < inf else "must not be negative"


def email(value: object) -> str | None:
    """An e-mail address: something, one `@`, a host, no white space; whether it exists is for the server."""
    return None if isinstance(value, str) and EMAIL.fullmatch(value) else "must be an e-mail address"


def url(value: object) -> str | None:
    """An http or https address with a host; it is never rewritten."""
    from urllib.parse import urlsplit

    wrong = "must be an http or https address"
    if not isinstance(value, str) or any(character.isspace() for character in value):
        return wrong
    try:
        parts = urlsplit(value)
        sound = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        return wrong
    return None if sound else wrong


def at_least(count: int) -> Callable[[object], str | None]:
    """A list, or text, of at least so many."""

    def check(value: object) -> str | None:
        size = len(value) if isinstance(value, Sized) else 0
        return None if size >= count else f"must have at least {count}, has {size}"

    return check


def one_of(*allowed: object) -> Callable[[object], str | None]:
    """One of these values; an enum class stands for all of its members."""
    values: list[object] = []
    for each in allowed:
        members = each if isinstance(each, type) and issubclass(each, Enum) else ()
        values += [member.value for member in members] or [each]

    def check(value: object) -> str | None:
        return None if value in values else f"must be one of {', '.join(map(str, values))}"

    return check


def matches(pattern: str, text: str) -> Callable[[object], str | None]:
    """Text of which the whole matches a regular expression.

    text: what to say otherwise, such as `must be a day (YYYY-MM-DD)`.
    """
    compiled = re.compile(pattern)

    def check(value: object) -> str | None:
        return None if isinstance(value, str) and compiled.fullmatch(value) else text

    return check


def in_order(model: Model, first: str, second: str) -> Iterator[Problem]:
    """A problem where both fields are given and the second lies before the first."""
    earlier, later = getattr(model, first), getattr(model, second)
    if earlier and later and later < earlier:
        yield Problem(second, f"must not be before {first}")
