"""Whether an event passes the filters of a webhook."""

import operator
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, TypeAlias

import orjson

from timeback_core.sandbox.messages import Document
from timeback_core.sandbox.store import values_at

Value: TypeAlias = str | float | bool
"""What is compared: a value of the filter's type."""

TYPES: Final = ("string", "number", "boolean")

_BY_VALUE: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "eq": operator.eq,
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
}
_BY_TEXT: Final[Mapping[str, Callable[[str, str], bool]]] = {
    "contains": operator.contains,
    "startsWith": str.startswith,
    "endsWith": str.endswith,
    "regexp": lambda text, written: pattern(written).search(text) is not None,
}
_NEGATED: Final = {"neq": "eq", "notContains": "contains", "notIn": "in"}

OPERATORS: Final = (*_BY_VALUE, *_BY_TEXT, "in", *_NEGATED)


def passes(event: Document, filters: Iterable[Document]) -> bool:
    """Whether an event passes every filter."""
    return all(_passes(event, each) for each in filters)


def converted(value: object, kind: str) -> Value | None:
    """A value of an event, or of a filter, as a value of a filter's type; None where it is none."""
    if kind == "string":
        return _text(value) if isinstance(value, str | bool | int | float) else None
    if isinstance(value, str):
        try:
            value = orjson.loads(value)
        except orjson.JSONDecodeError:
            return None
    if kind == "boolean":
        return value if isinstance(value, bool) else None
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def pattern(text: str) -> re.Pattern[str]:
    """The regular expression of a filter, whose groups may be named as in JavaScript; raises where it is none."""
    return re.compile(re.sub(r"\(\?<(?=\w)", "(?P<", text))


def in_list(text: str) -> list[str]:
    """The values of a filter by `in` or `notIn`."""
    return [part.strip() for part in text.split(",")]


def _passes(event: Document, each: Document) -> bool:
    """What is not there, or not of the filter's type, passes the negations alone."""
    kind: str = each["filterType"]
    named: str = each["filterOperator"]
    values = [found for value in _values(event, each["filterKey"]) if (found := converted(value, kind)) is not None]
    test = _test(_NEGATED.get(named, named), kind, each["filterValue"])
    return any(map(test, values)) != (named in _NEGATED)


def _values(event: Document, key: str) -> Iterator[Any]:
    """The values under a key, which is a dotted path where the event has no such member; of a list each item."""
    return values_at(event, [key] if key in event else key.split("."))


def _test(named: str, kind: str, text: str) -> Callable[[Value], bool]:
    if named == "in":
        wanted = [converted(part, kind) for part in in_list(text)]
        return lambda value: value in wanted
    if compare := _BY_TEXT.get(named):
        return lambda value: compare(_text(value), text)
    limit, order = converted(text, kind), _BY_VALUE[named]
    return lambda value: limit is not None and order(value, limit)


def _text(value: Value) -> str:
    return value if isinstance(value, str) else orjson.dumps(value).decode()
