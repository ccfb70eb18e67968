"""Kinds of values that JSON has no type for: flags, times, open enums, and those that a model declares."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from enum import Enum
from math import isfinite
from typing import Annotated, Any, Final, Generic, TypeAlias, TypeVar

import attrs

from timeback_core.engine.codec.json import JsonObject, JsonValue

T = TypeVar("T")
E = TypeVar("E", bound=Enum)


@attrs.frozen
class Kind(Generic[T]):
    """A kind of value with a spelling of its own: `Annotated[str, Kind(read_grade, str, "string")]`.

    `read` and `write` raise `ValueError` for what they do not take; `write` says in it what is wrong.
    """

    read: Callable[[Any], T] = attrs.field(repr=False)
    """From the JSON value, of one of the `json_types`, to the Python value."""
    write: Callable[[T], JsonValue] = attrs.field(repr=False)
    """From the Python value to the JSON value."""
    json_type: str | tuple[str, ...] = "string"
    """The JSON types that are read: `string`, `number`, `boolean`, `array`, `object`."""
    expected: str = ""
    """What error messages call it; the JSON types by default."""
    kept: tuple[type, ...] = ()
    """The classes of which `read` gives every value back as it is, so that it need not be asked."""

    @property
    def json_types(self) -> tuple[str, ...]:
        return (self.json_type,) if isinstance(self.json_type, str) else self.json_type


class OneOrManyMark:
    """Marks a list that may come as its only element."""


@attrs.frozen
class Unknown:
    """An object of a union whose tag no arm knows; kept, and written back as it came."""

    raw: JsonObject = attrs.field(hash=False)


class Flags(dict[bool | str, bool]):
    """Flags by what they are read from, text in any case; 1 and 0 are equal to true and false."""

    def __missing__(self, key: Any) -> bool:
        found = self.get(key.lower())
        if found is None:
            raise ValueError
        return found


def write_flag(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise TypeError


def write_text_flag(value: bool) -> str:
    return "true" if write_flag(value) else "false"


def read_number(value: int | float | str) -> int | float:
    """A number, also as text."""
    if not isinstance(value, str):
        return value
    number = float(value)
    if "_" in value or number - number != 0:
        raise ValueError
    return int(value) if value.strip().lstrip("+-").isdigit() else number


def write_number(value: object) -> int | float:
    """A finite number, as plain int or float."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError
    if isinstance(value, float) and not isfinite(value):
        raise ValueError("must be a finite number")
    return float(value) if isinstance(value, float) else int(value)


DAY: Final = len("YYYY-MM-DD")


def read_date(value: str) -> date:
    """The day of `YYYY-MM-DD` or of a full timestamp, in that timestamp's own offset."""
    if value[4:5] == "-" == value[7:8]:  # of the forms of ISO 8601 only those that begin with `YYYY-MM-DD`
        return date.fromisoformat(value) if len(value) == DAY else datetime.fromisoformat(value).date()
    raise ValueError


def write_date(value: date) -> str:
    """`YYYY-MM-DD`."""
    if isinstance(value, datetime):
        raise ValueError("expected a date, found a date and time")  # noqa: TRY004 - a `Kind` says it so
    return value.isoformat()


def read_datetime(value: str) -> datetime:
    """A moment in UTC; text without an offset is UTC already, and a mere day its beginning."""
    if value[7:8] != "-":  # as `YYYY-MM-DD` has it, and mere digits do not
        raise ValueError
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is UTC:
        return moment
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(UTC)
    except OverflowError:  # at the ends of the calendar UTC has no name for it
        return moment


def write_datetime(value: datetime) -> str:
    """`YYYY-MM-DDTHH:MM:SS.mmmZ`, with microseconds only where there are some."""
    # Needs orjson, which declarations do not load.
    from timeback_core.engine.codec.moments import write_moment

    return write_moment(value)


FLAGS: Final = Flags({True: True, False: False, "true": True, "false": False})

FLAG: Final = Kind(FLAGS.__getitem__, write_flag, ("boolean", "string", "number"), 'true, false, "true" or "false"')
TEXT_FLAG: Final = Kind(FLAGS.__getitem__, write_text_flag, FLAG.json_type, FLAG.expected)
LAX_NUMBER: Final = Kind(read_number, write_number, ("number", "string"), "number or its text", kept=(int, float))
DATE: Final = Kind(read_date, write_date, "string", "date (YYYY-MM-DD)")
DATETIME: Final = Kind(read_datetime, write_datetime, "string", "date and time (ISO 8601)")

Flag: TypeAlias = Annotated[bool, FLAG]
"""A boolean that also reads `"true"` and `"false"`, 1 and 0; written as true or false."""
TextFlag: TypeAlias = Annotated[bool, TEXT_FLAG]
"""A boolean that also reads `"true"` and `"false"`, 1 and 0; written as text."""
Number: TypeAlias = int | float
"""A JSON number; stays an int or a float as it came."""
LaxNumber: TypeAlias = Annotated[int | float, LAX_NUMBER]
"""A number that also reads its text; written as a number."""
Open: TypeAlias = E | str
"""An open enum: the member if it is known, else the text."""
OneOrMany: TypeAlias = Annotated[tuple[T, ...], OneOrManyMark()]
"""A list that also reads a single element; written as a list."""
