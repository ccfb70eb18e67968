"""From days and moments to the instants that the platform wants: text in UTC, with milliseconds and `Z`.

A day is meant as it is lived in a time zone: it ends a millisecond before the next one begins, so that days follow each
other without a gap where clocks change, at midnight too.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Annotated, Final, TypeAlias
from zoneinfo import ZoneInfo

from timeback_core.problems import Inspector

__all__ = ("Bound", "Zone")

Bound: TypeAlias = date | datetime | str
"""A day, a moment with its offset, or the text of either (ISO 8601)."""
DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


def zone_of(zone: object) -> ZoneInfo | None:
    """A time zone, by its name too; None where this machine knows none of that name."""
    try:
        known = ZoneInfo(zone) if isinstance(zone, str) else zone
    except (KeyError, ValueError, OSError):  # a folder of the database is no zone either
        return None
    return known if isinstance(known, ZoneInfo) and known.key else None


def is_zone(value: object) -> str | None:
    """A time zone that has a name, or the name of one."""
    return None if zone_of(value) else "must be the name of a time zone that this machine knows, as IANA has it"


Zone: TypeAlias = Annotated[ZoneInfo | str, is_zone]
"""A time zone, or its name (IANA), such as `America/Chicago`."""


def start_of(day: date, zone: tzinfo = UTC) -> datetime:
    """When a day begins in a time zone, in UTC: its first midnight, or where clocks skip that, the moment after it.

    Raises:
        OverflowError: the calendar of UTC has no such moment.
    """
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


def end_of(day: date, zone: tzinfo = UTC) -> datetime:
    """The last millisecond of a day in a time zone, in UTC.

    Raises:
        OverflowError: the calendar of UTC has no such moment.
    """
    return start_of(day + timedelta(days=1), zone) - timedelta(milliseconds=1)


class Instants(Inspector):
    """Reads the bounds of one call, all in its time zone, and collects what is wrong with them.

    open_ended: whether there need not be any.
    """

    def __init__(self, zone: Zone | None, *, open_ended: bool = False) -> None:
        super().__init__()
        self._open_ended = open_ended
        known = zone_of(zone)
        self._zone: tzinfo = known or UTC
        self.name: str | None = None if known is None else known.key
        """What is sent of the time zone; without one the server takes UTC."""

    def start(self, name: str, bound: Bound | None) -> str | None:
        """The text of the instant at which something begins."""
        return written(self._read(name, bound, start_of))

    def span(self, start: Bound | None, end: Bound | None) -> dict[str, str | None]:
        """The query of a period; both bounds belong to it."""
        first, last = self._read("start_date", start, start_of), self._read("end_date", end, end_of)
        if first and last and last < first:
            self.refuse("end_date", "must not be before start_date")
        return {"startDate": written(first), "endDate": written(last)}

    def _read(self, name: str, bound: Bound | None, of_day: Callable[[date, tzinfo], datetime]) -> datetime | None:
        if bound is None and self._open_ended:
            return None
        try:
            if isinstance(bound, str):
                bound = (date if DAY.fullmatch(bound) else datetime).fromisoformat(bound)
            if isinstance(bound, datetime):
                if bound.utcoffset() is not None:
                    return bound.astimezone(UTC)
                self.refuse(name, "needs a time zone")
            elif isinstance(bound, date):
                return of_day(bound, self._zone)
            else:
                self.refuse(name, f"expected a day or a moment, found {type(bound).__name__}")
        except OverflowError:
            self.refuse(name, "has no counterpart in UTC")
        except ValueError:
            self.refuse(name, "must be a day (YYYY-MM-DD), or a date and time with its offset (ISO 8601)")
        return None


def written(moment: datetime | None) -> str | None:
    """A moment in UTC as the platform wants it; finer times than milliseconds are cut off."""
    return None if moment is None else moment.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"
