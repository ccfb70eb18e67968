"""The clock of a sandbox: it goes by another one, from wherever it was moved to."""

import time
from collections.abc import Callable


class Clock:
    """Seconds of the epoch, as a sandbox sees them."""

    def __init__(self, source: Callable[[], float] = time.time) -> None:
        self._source = source
        self._ahead = 0.0
        """Seconds from the source to what is told."""

    def now(self) -> float:
        """What time it is."""
        return self._source() + self._ahead

    def move_to(self, now: float) -> None:
        """Let it be this time, and go on from there."""
        self._ahead = now - self._source()
