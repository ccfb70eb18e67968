"""Values of paths, queries and comparisons: which ones there are, the scalar that each stands for, and its text."""

from datetime import UTC, date, datetime
from enum import Enum
from math import isfinite
from typing import NamedTuple, TypeAlias
from uuid import UUID

Scalar: TypeAlias = str | bool | int | float
"""What a filter can spell: text is quoted, the others are bare."""

FilterValue: TypeAlias = Scalar | date | UUID | Enum
"""What a condition takes: a scalar, an aware date-time, a date, a UUID, or an enumeration's member."""

_MOST_BITS = 1024
"""Bits of the largest integer: what a float can hold, and far below Python's limit on digits."""


class Unsayable(NamedTuple):
    """A value that no filter can spell, and why."""

    reason: str


def scalar(value: object) -> Scalar | Unsayable:
    """The scalar that stands for a value: exact, or not at all."""
    match value:
        case Enum():
            inner: object = value.value
            if isinstance(inner, str | int | float) and not isinstance(inner, Enum):
                return scalar(inner)
            return Unsayable(f"has no plain value: {type(value).__name__} holds {type(inner).__name__}")
        case bool():
            return value
        case str():
            return _of_text(value)
        case int():
            return int(value) if value.bit_length() <= _MOST_BITS else Unsayable("has too many digits")
        case float():
            return float(value) if isfinite(value) else Unsayable("must be a finite number")
        case datetime():
            return _of_instant(value)
        case date():
            return date.isoformat(value)
        case UUID():
            return str(value)
        case None:
            return Unsayable("must not be None: leave it out")
        case _:
            return _of_decimal(value)


def plain(value: bool | float) -> str:
    """The text of a scalar that is no text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    text = repr(value)
    if "e" not in text:
        return text
    from decimal import Decimal

    # Digits alone, which every reader of numbers understands, with a point, so that a float stays one.
    text = f"{Decimal(text):f}"
    return text if "." in text else f"{text}.0"


def _of_text(value: str) -> Scalar | Unsayable:
    text = str.__str__(value)
    try:
        text.encode()
    except UnicodeEncodeError:
        return Unsayable("holds half a character (a lone surrogate)")
    return text


def _of_instant(value: datetime) -> Scalar | Unsayable:
    try:
        if value.utcoffset() is None:
            return Unsayable("must have a time zone")
        instant = value.astimezone(UTC)
    except (OverflowError, ValueError, TypeError):
        return Unsayable("has no counterpart in UTC")
    # Milliseconds are what the platform writes; finer times are kept, as rounding would move the limit.
    spec = "microseconds" if instant.microsecond % 1000 else "milliseconds"
    return instant.replace(tzinfo=None).isoformat(timespec=spec) + "Z"


def _of_decimal(value: object) -> Scalar | Unsayable:
    # decimal costs milliseconds to import, and few filters hold one.
    from decimal import Decimal

    if not isinstance(value, Decimal):
        return Unsayable(f"must be text, a number, a boolean, a date or a UUID, not {type(value).__name__}")
    if not value.is_finite() or abs(value.adjusted()) > 300:
        return Unsayable("must be a finite number of less than 300 digits")
    if value == value.to_integral_value():
        return scalar(int(value))
    nearest = float(value)
    return nearest if Decimal(repr(nearest)) == value else Unsayable("has more digits than a number can hold")
