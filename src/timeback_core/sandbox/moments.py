"""Moments: as bodies and queries write them, as answers do, and the days of a time zone."""

from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, tzinfo


def read_moment(text: str) -> datetime:
    """A day or a time in ISO 8601 as a moment in UTC, which is meant where no zone is written; raises `ValueError`."""
    moment = datetime.fromisoformat(text)
    if not MINYEAR < moment.year < MAXYEAR:
        raise ValueError(f"some time zones have no such year: {text}")
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def write_moment(moment: datetime) -> str:
    """A moment of UTC with milliseconds and `Z`; as texts they have the order of time."""
    return moment.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def midnight(day: date, zone: tzinfo) -> datetime:
    """When a day begins in a zone, in UTC; also where the clock changes just then."""
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
