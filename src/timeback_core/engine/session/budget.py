"""The retry budget of a session: an outage must not multiply the traffic."""

from __future__ import annotations

from threading import Lock

CAPACITY = 500
COST = 5
"""What one repetition takes; a success gives 1 back, so that in the long run one call in five may be repeated."""


class Budget:
    """A bucket that repetitions draw from and successes refill."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._left = CAPACITY

    def spend(self) -> bool:
        """Take the cost of a repetition; False where there is not enough left."""
        with self._lock:
            if self._left < COST:
                return False
            self._left -= COST
            return True

    def refund(self) -> None:
        """Give a little back, after a success."""
        if self._left < CAPACITY:
            with self._lock:
                self._left = min(CAPACITY, self._left + 1)
