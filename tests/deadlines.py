"""Measuring time on a machine that may be slow, and busy besides."""

from collections.abc import Callable

DEADLINE = 0.8
"""Seconds that the tests of deadlines give a call."""
AT_ONCE = 10.0
"""Seconds in which whatever does not wait is done, on any machine; who is kept waiting in a test is for thirty."""


def quickest(measure: Callable[[], float], good: float = DEADLINE * 1.05, tries: int = 8) -> float:
    """The shortest of some measurements: a busy machine may wake us late, but not every time."""
    best = measure()
    while best > good and tries > 1:
        best = min(best, measure())
        tries -= 1
    return best
