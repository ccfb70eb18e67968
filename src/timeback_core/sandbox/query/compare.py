"""How stored values compare with the literal of a filter, and how they are sorted."""

import heapq
import operator
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from operator import itemgetter
from typing import Any, Final, TypeAlias

from timeback_core.sandbox.messages import PACE, Document, Steps
from timeback_core.sandbox.query.syntax import AllOf, Comparison, Filter, Literal

Values: TypeAlias = str | tuple[Any, ...]
"""What a document holds at a path, without nulls; a text that is alone stands for itself."""

Look: TypeAlias = Callable[[Document, str], Iterable[Any]]
"""Gives the values of a document at a dotted path."""

Predicate: TypeAlias = Callable[[Document], bool]

_ORDER: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "=": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}
_PART: Final = 4096
"""How many values are sorted between two pauses."""

_NUMBER: Final = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?", re.ASCII)
_TIME: Final = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}.*)?")


def values_of(found: Iterable[Any]) -> Values:
    """What was found at a path, as it is compared."""
    values = tuple(value for value in found if value is not None)
    return values[0] if len(values) == 1 and isinstance(values[0], str) else values


def predicate(tree: Filter, look: Look) -> Predicate:
    """A filter as a function of a document."""
    if isinstance(tree, Comparison):
        test, field = tester(tree), tree.field
        return lambda document: test(values_of(look(document, field)))
    parts = [predicate(part, look) for part in tree.parts]
    if isinstance(tree, AllOf):
        return lambda document: all(part(document) for part in parts)
    return lambda document: any(part(document) for part in parts)


def tester(comparison: Comparison) -> Callable[[Values], bool]:
    """A comparison as a function of the values that a document holds at its path."""
    is_unequal = comparison.operator == "!="
    every = all if is_unequal else any
    compares = _comparer(comparison.operator, comparison.value)

    def test(values: Values) -> bool:
        if isinstance(values, str):
            return compares(values)
        # A reference as a whole never matches, whatever the operator.
        if not values or any(isinstance(value, dict) for value in values):
            return is_unequal and not values
        return every(map(compares, values))

    return test


def _comparer(sign: str, literal: Literal) -> Callable[[Any], bool]:
    """The comparison with a single value."""
    if sign == "~":
        needle = literal.text.casefold()
        return lambda value: needle in _text(value).casefold()
    order, written = _ORDER[sign], literal.text
    number, moment = _number(written), _known_time(written)

    def compares(value: Any) -> bool:
        text = _text(value)
        if number is not None and (not literal.quoted or not isinstance(value, str | bool)):
            given = _number(text)
            if given is not None:
                return order(given, number)
        if moment is not None:
            then = _known_time(text)
            if then is not None:
                return order(then, moment)
        return order(text, written)

    return compares


def time_test(comparison: Comparison) -> Callable[[float], bool] | None:
    """A comparison as a function of times; None where its literal is none."""
    moment = None if comparison.operator == "~" else _known_time(comparison.value.text)
    if moment is None:
        return None
    order = _ORDER[comparison.operator]
    return lambda then: order(then, moment)


def _text(value: Any) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def is_plain(literal: Literal) -> bool:
    """Whether a text equals this literal only if it is the same text."""
    return literal.quoted and _known_time(literal.text) is None


def _number(text: str) -> float | None:
    return float(text) if _NUMBER.fullmatch(text) else None


def time_of(text: str) -> float | None:
    """The time that a text tells, in seconds of the epoch; None where it tells none."""
    if _TIME.fullmatch(text) is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)).timestamp()


_known_time: Final = lru_cache(maxsize=4096)(time_of)


SortKey: TypeAlias = tuple[int, Any]


def sort_key(values: Values) -> SortKey | None:
    """By which documents are sorted: numbers before texts; None for those that come last, whatever the direction."""
    if isinstance(values, str):
        return 1, values
    if not values:
        return None
    first = values[0]
    return (0, first) if isinstance(first, int | float) else (1, str(first))


def sorted_rows(rows: Sequence[Document], look: Look, field: str, *, descending: bool) -> Steps[list[Document]]:
    """The rows by one member, numbers before texts; rows without it come last, equal ones keep their order."""
    numbers: list[tuple[float, Document]] = []
    texts: list[tuple[str, Document]] = []
    without: list[Document] = []
    for at, row in enumerate(rows):
        if at % PACE == 0:
            yield
        key = sort_key(values_of(look(row, field)))
        if key is None:
            without.append(row)
        else:
            (texts if key[0] else numbers).append((key[1], row))
    # Keys of one type each compare several times as fast as keys of any type.
    found: list[Document] = []
    for keyed in (texts, numbers) if descending else (numbers, texts):
        found += yield from _by_key(keyed, descending=descending)
    return found + without


def _by_key(keyed: Sequence[tuple[Any, Document]], *, descending: bool) -> Steps[list[Document]]:
    """The rows by their keys: sorted part by part, then merged."""
    parts: list[list[tuple[Any, Document]]] = []
    for first in range(0, len(keyed), _PART):
        parts.append(sorted(keyed[first : first + _PART], key=itemgetter(0), reverse=descending))
        yield
    found: list[Document] = []
    for at, (_, row) in enumerate(heapq.merge(*parts, key=itemgetter(0), reverse=descending)):
        if at % PACE == 0:
            yield
        found.append(row)
    return found
