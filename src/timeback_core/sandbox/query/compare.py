"""How a stored value compares with the literal of a filter, and how values are sorted."""

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


def predicate(tree: Filter, look: Look) -> Predicate:
    """A filter as a function of a document."""
    if isinstance(tree, Comparison):
        return _comparison(tree, look)
    parts = [predicate(part, look) for part in tree.parts]
    if isinstance(tree, AllOf):
        return lambda document: all(part(document) for part in parts)
    return lambda document: any(part(document) for part in parts)


def _comparison(comparison: Comparison, look: Look) -> Predicate:
    field, sign, literal = comparison.field, comparison.operator, comparison.value
    every = all if sign == "!=" else any

    def holds(document: Document) -> bool:
        values = [value for value in look(document, field) if value is not None]
        if not values:
            return sign == "!="
        # A reference as a whole never matches, whatever the operator.
        if any(isinstance(value, dict) for value in values):
            return False
        return every(_compares(value, sign, literal) for value in values)

    return holds


def _compares(value: Any, sign: str, literal: Literal) -> bool:
    text = ("true" if value else "false") if isinstance(value, bool) else str(value)
    if sign == "~":
        return literal.text.casefold() in text.casefold()
    order = _ORDER[sign]
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    wanted_number = _number(literal.text) if is_number or not literal.quoted else None
    if wanted_number is not None:
        number = _number(text)
        if number is not None:
            return order(number, wanted_number)
    wanted_time = _time(literal.text)
    if wanted_time is not None:
        moment = _time(text)
        if moment is not None:
            return order(moment, wanted_time)
    return order(text, literal.text)


def is_plain(literal: Literal) -> bool:
    """Whether a text equals this literal only if it is the same text."""
    return literal.quoted and _time(literal.text) is None


def _number(text: str) -> float | None:
    return float(text) if _NUMBER.fullmatch(text) else None


@lru_cache(maxsize=4096)
def _time(text: str) -> datetime | None:
    if _TIME.fullmatch(text) is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def sorted_rows(rows: Sequence[Document], look: Look, field: str, *, descending: bool) -> Steps[list[Document]]:
    """The rows by one member, numbers before texts; rows without it come last, equal ones keep their order."""
    numbers: list[tuple[float, Document]] = []
    texts: list[tuple[str, Document]] = []
    without: list[Document] = []
    for at, row in enumerate(rows):
        if at % PACE == 0:
            yield
        value = next((value for value in look(row, field) if value is not None), None)
        if value is None:
            without.append(row)
        elif isinstance(value, int | float):
            numbers.append((value, row))
        else:
            texts.append((str(value), row))
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
