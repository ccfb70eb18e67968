"""Checks that the arguments of Caliper's operations share."""

import re
from datetime import date, datetime
from typing import Annotated, Final, TypeAlias

from timeback_core.caliper.models.base import Envelope
from timeback_core.engine.codec import email
from timeback_core.engine.codec.kinds import read_datetime
from timeback_core.engine.narrow import is_mapping

ZONELESS: Final = re.compile(r".{11}[\d:.,]+")
"""A time, as text, that names no zone."""


def is_exact(value: object) -> str | None:
    """Text with nothing around it, which servers would compare as well; or None, which is none."""
    if value is None:
        return None
    if not isinstance(value, str):
        return f"expected text, found {type(value).__name__}"
    if not value.strip():
        return "must not be blank"
    return None if value == value.strip() else "must not begin or end with white space"


def is_email(value: object) -> str | None:
    """An e-mail address, or None, which is none."""
    return None if value is None else email(value)


def is_envelope(value: object) -> str | None:
    """An envelope, or JSON that may be one."""
    fits = isinstance(value, Envelope) or is_mapping(value)
    return None if fits else f"expected Envelope or its JSON, found {type(value).__name__}"


def is_moment(value: object) -> str | None:
    """A day or a time with its zone, as such or as text, or None, which is none."""
    if isinstance(value, datetime):
        return None if value.utcoffset() is not None else "needs a time zone"
    if value is None or isinstance(value, date):
        return None
    try:
        read_datetime(value) if isinstance(value, str) else None
    except ValueError:
        return "must be a day (YYYY-MM-DD) or a time (ISO 8601)"
    if isinstance(value, str):
        return "needs a time zone" if ZONELESS.fullmatch(value) else None
    return f"expected a date or a time, found {type(value).__name__}"


Exact: TypeAlias = Annotated[str | None, is_exact]
Email: TypeAlias = Annotated[str | None, is_email]
Bound: TypeAlias = Annotated[date | str | None, is_moment]
"""A day, a time with a zone, or either as text."""
