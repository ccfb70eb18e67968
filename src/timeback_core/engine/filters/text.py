"""Filters as the text of the wire: written, read back, and what the dialect of a platform cannot say."""

import re
from collections.abc import Iterator
from typing import cast

from returns.result import Failure, Result, Success

from timeback_core.engine.filters.algebra import MAX_DEPTH, And, Comparison, Filter, Op, Or, all_of, any_of, spelled
from timeback_core.engine.filters.values import Scalar, Unsayable, plain, scalar
from timeback_core.engine.platforms import Dialect
from timeback_core.problems import Problem

_BLANKS = re.compile(r"[ \t]*")
_COMPARISON = re.compile(
    r"""(?P<field>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)
        [ \t]*(?P<op>!=|>=|<=|=|>|<|~)[ \t]*
        (?:(?P<text>'[^']*(?:''[^']*)*')
          |(?P<flag>(?:true|false)\b)
          |(?P<number>-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?))""",
    re.VERBOSE,
)
_OPEN = re.compile(r"\(")
_CLOSE = re.compile(r"\)")
_AND = re.compile(r"[ \t]+AND[ \t]+")
_OR = re.compile(r"[ \t]+OR[ \t]+")
_MOST_DIGITS = 400


def render(filter_: Filter) -> str:
    """The text of a filter: single spaces, and parentheses only where an OR stands in an AND."""
    if isinstance(filter_, Comparison):
        return f"{filter_.field}{filter_.op}{literal(spelled(filter_.value))}"
    if isinstance(filter_, And):
        return " AND ".join(
            render(term) if isinstance(term, Comparison) else f"({render(term)})" for term in filter_.terms
        )
    return " OR ".join(map(render, filter_.terms))


def literal(value: Scalar) -> str:
    """The text of a value; a text is quoted, and no quote in it can end it."""
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return plain(value)


def refused(filter_: Filter, dialect: Dialect) -> tuple[Problem, ...]:
    """Why a platform cannot take a filter; nothing where it can.

    Args:
        filter_: A filter that `build` gave; a list of values counts once for each value.
        dialect: What the platform's filters can say.
    """
    problems: list[Problem] = []
    parts = tuple(_parts(filter_))
    comparisons = sum(isinstance(part, Comparison) for part in parts)
    if dialect.max_comparisons is not None and comparisons > dialect.max_comparisons:
        text = f"makes {comparisons} comparisons, and the platform takes at most {dialect.max_comparisons}"
        problems.append(Problem("where", text))
    has_both = any(isinstance(part, And) for part in parts) and any(isinstance(part, Or) for part in parts)
    if has_both and not dialect.mixes_and_or:
        problems.append(Problem("where", "mixes AND and OR, which the platform does not take"))
    return tuple(problems)


def _parts(filter_: Filter) -> Iterator[Filter]:
    yield filter_
    if not isinstance(filter_, Comparison):
        for term in filter_.terms:
            yield from _parts(term)


class _ReadError(Exception):
    """Where reading stopped, and what was expected there; never leaves this module."""

    def __init__(self, expected: str, position: int) -> None:
        super().__init__(f"expected {expected} at position {position}")


def parse(text: str) -> Result[Filter, str]:
    """The filter that a text spells, or a sentence on where it stops to be one.

    Names are taken as they stand. A number with a point or an exponent is a float, one without is an integer.
    """
    reader = _Reader(text)
    try:
        found = reader.either(0)
        reader.end()
    except _ReadError as error:
        return Failure(str(error))
    return Success(found)


class _Reader:
    """Recursive descent, one method for each rule of the grammar."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def either(self, depth: int) -> Filter:
        """Terms joined by OR."""
        terms = [self._every(depth)]
        while self._takes(_OR):
            terms.append(self._every(depth))
        return any_of(*terms)

    def end(self) -> None:
        """Nothing but blanks is left."""
        self._takes(_BLANKS)
        if self._at < len(self._text):
            raise _ReadError("AND, OR or the end", self._at)

    def _every(self, depth: int) -> Filter:
        terms = [self._factor(depth)]
        while self._takes(_AND):
            terms.append(self._factor(depth))
        return all_of(*terms)

    def _factor(self, depth: int) -> Filter:
        self._takes(_BLANKS)
        if not self._takes(_OPEN):
            return self._comparison()
        if depth == MAX_DEPTH:
            raise _ReadError(f"at most {MAX_DEPTH} levels of parentheses", self._at)
        inner = self.either(depth + 1)
        self._takes(_BLANKS)
        if not self._takes(_CLOSE):
            raise _ReadError("')', AND or OR", self._at)
        return inner

    def _comparison(self) -> Comparison:
        match = _COMPARISON.match(self._text, self._at)
        if match is None:
            raise _ReadError("a comparison such as name='value'", self._at)
        start, self._at = self._at, match.end()
        # The pattern takes operators and nothing else.
        return Comparison(match["field"], cast(Op, match["op"]), _value(match, start))

    def _takes(self, token: re.Pattern[str]) -> bool:
        match = token.match(self._text, self._at)
        if match is not None:
            self._at = match.end()
        return match is not None


def _value(match: re.Match[str], position: int) -> Scalar:
    if match["text"] is not None:
        return match["text"][1:-1].replace("''", "'")
    if match["flag"] is not None:
        return match["flag"] == "true"
    number = match["number"]
    if number.lstrip("-").isdigit():
        found = scalar(int(number)) if len(number) <= _MOST_DIGITS else Unsayable("has too many digits")
    else:
        found = scalar(float(number))
    if isinstance(found, Unsayable):
        raise _ReadError("a number of usual size", position)
    return found
