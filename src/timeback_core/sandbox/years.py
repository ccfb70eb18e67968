"""School years, and the days of them on which there is school."""

from datetime import date, timedelta
from typing import Final

FIRST_MONTH: Final = 8
"""A school year begins on the first of this month, and ends on the day before the next one begins."""

_HOLIDAYS: Final = frozenset(
    ((1, 1), (1, 2), (5, 25), (7, 3), (7, 4), (9, 1), (11, 27), (11, 28), *((12, day) for day in range(22, 32)))
)
"""(month, day)"""


def school_year(day: date) -> tuple[date, date]:
    """The first and the last day of the school year that a day belongs to."""
    first = date(day.year if day.month >= FIRST_MONTH else day.year - 1, FIRST_MONTH, 1)
    return first, date(first.year + 1, FIRST_MONTH, 1) - timedelta(days=1)


def school_days(first: date, last: date) -> int:
    """How many days with school there are from one day to another, both included."""
    days = (first + timedelta(days=at) for at in range((last - first).days + 1))
    return sum(day.weekday() < 5 and (day.month, day.day) not in _HOLIDAYS for day in days)
