"""What a platform's dialect cannot say."""

from collections.abc import Iterator
from typing import Final

from timeback_core.engine.filters.algebra import And, Comparison, Filter, Or
from timeback_core.engine.platforms import Dialect
from timeback_core.problems import Problem

MAX_DEPTH: Final = 60
"""Levels of nesting that filters may have."""


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
