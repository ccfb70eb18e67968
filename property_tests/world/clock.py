"""Virtual time: a queue of what happens when, worked off without waiting."""

import heapq
from collections.abc import Callable

STEPS = 200_000
"""More events than any world needs; beyond it something goes round in circles."""


class Clock:
    """The monotonic time of a world, in seconds; it moves from event to event."""

    def __init__(self) -> None:
        self.now = 0.0
        self._queue: list[tuple[float, int, Callable[[], None]]] = []
        self._count = 0
        self._broken: AssertionError | None = None

    def at(self, instant: float, act: Callable[[], None]) -> None:
        """Have something done at an instant; at once, after what is due already, where that has passed."""
        self._count += 1
        assert self._count < STEPS, "the world does not come to rest"
        heapq.heappush(self._queue, (max(instant, self.now), self._count, act))

    def fail(self, broken: AssertionError) -> None:
        """Keep what was found wrong where raising would be of no use: futures swallow what their callbacks raise."""
        self._broken = self._broken or broken

    def run(self, until: float = float("inf")) -> None:
        """Work off everything that happens up to an instant."""
        while self._queue and self._queue[0][0] <= until:
            instant, _, act = heapq.heappop(self._queue)
            assert instant >= self.now, "time ran backwards"
            self.now = instant
            act()
            if self._broken is not None:
                raise self._broken
        if until < float("inf"):
            self.now = max(self.now, until)
