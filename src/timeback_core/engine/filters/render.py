"""Filters as the text that goes over the wire."""

from timeback_core.engine.filters.algebra import And, Comparison, Filter, spelled
from timeback_core.engine.filters.values import Scalar


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
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    text = repr(value)
    return _without_exponent(text) if "e" in text else text


def _without_exponent(text: str) -> str:
    """Plain digits, which every reader of numbers understands, with a point, so that a float stays one."""
    digits, _, exponent = text.partition("e")
    sign, digits = ("-", digits[1:]) if digits.startswith("-") else ("", digits)
    whole, _, fraction = digits.partition(".")
    shift = int(exponent)
    if shift > 0:
        return f"{sign}{whole}{fraction.ljust(shift, '0')}.0"
    return f"{sign}0.{'0' * (-shift - 1)}{whole}{fraction}"
