"""The clock of a sandbox: it goes by another one, from wherever it was moved to, or it stands still."""

import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, Final

import attrs

FIRST_SHOWN: Final = datetime(1970, 1, 1, tzinfo=UTC)
LAST_SHOWN: Final = datetime(2999, 12, 31, tzinfo=UTC)
"""A clock can be moved to any time between these, so that all that is reckoned from it has a date too."""


def _whole_milliseconds(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 3)


@attrs.frozen
class Hands:
    """How a clock is set."""

    ahead: float = 0.0
    """Seconds from the clock by which it goes to what it tells."""
    stands_at: float | None = attrs.field(default=None, converter=_whole_milliseconds)
    """What it tells while it stands still, in whole milliseconds as documents have them; None while it goes."""


class Clock:
    """Seconds of the epoch, as a sandbox sees them."""

    def __init__(self, source: Callable[[], float] = time.time) -> None:
        self._source = source
        self._hands = self._first = Hands()

    def now(self) -> float:
        """What time it is."""
        return self._told_by(self._hands)

    @property
    def is_frozen(self) -> bool:
        """Whether it stands still."""
        return self._hands.stands_at is not None

    def begin_at(self, now: float) -> None:
        """Let it be this time at first; raises `ValueError` as `move_to` does."""
        self.move_to(now)
        self._first = self._hands

    def today(self) -> date:
        """What day it is in UTC."""
        return datetime.fromtimestamp(self.now(), UTC).date()

    def move_to(self, now: float) -> None:
        """Let it be this time, and go on from there unless it stands still.

        Raises `ValueError` for a time before 1970 or after 2999.
        """
        _check(now)
        self._hands = Hands(stands_at=now) if self.is_frozen else Hands(ahead=now - self._source())

    def advance(self, seconds: float) -> None:
        """Move it on, or back by less than nothing; raises `ValueError` as `move_to` does."""
        self.move_to(self.now() + seconds)

    def freeze(self) -> None:
        """Let it stand still."""
        self._hands = Hands(stands_at=self.now())

    def go_on(self) -> None:
        """Let it go, from where it stands if it does."""
        if self.is_frozen:
            self._hands = Hands(ahead=self.now() - self._source())

    def set_back(self) -> None:
        """Let it be as at first, as though it had never been moved."""
        self._hands = self._first

    def told(self) -> dict[str, Any] | None:
        """How it is set, as JSON; None where that is as at first."""
        return None if self._hands == self._first else attrs.asdict(self._hands)

    def be(self, told: dict[str, Any] | None) -> None:
        """Set it as it was told; raises `TypeError` or `ValueError` where that is no way to set a clock."""
        hands = self._first if told is None else Hands(**told)
        if told is not None:
            _check(self._told_by(hands))
        self._hands = hands

    def _told_by(self, hands: Hands) -> float:
        return self._source() + hands.ahead if hands.stands_at is None else hands.stands_at


def _check(now: float) -> None:
    if not FIRST_SHOWN.timestamp() <= now <= LAST_SHOWN.timestamp():
        raise ValueError(f"a clock can be moved from {FIRST_SHOWN:%Y} to {LAST_SHOWN:%Y}, no further")
