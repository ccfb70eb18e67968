"""How long one operation on a socket may take."""

from time import monotonic

LONGEST_WAIT = 86_400.0
"""Seconds; sockets and timers refuse infinity."""


class Seconds(float):
    """A duration, as httpx counts; any other number given to a stream is an instant of `time.monotonic`."""


def seconds_left(limit: float | None) -> float:
    """The seconds that `limit` leaves, which may be none or fewer."""
    if limit is None:
        return LONGEST_WAIT
    left = limit if isinstance(limit, Seconds) else limit - monotonic()
    return min(left, LONGEST_WAIT)
