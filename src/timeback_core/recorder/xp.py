"""A rule for experience points that applications may use: minutes of work, weighed by accuracy and attempt."""

from math import floor, isfinite
from typing import Final

FULL: Final = 0.999999
"""From this accuracy on everything counts as correct."""
ENOUGH: Final = 0.8
FACTORS: Final = (1.0, 0.5, 0.25)
"""What the first, second and third attempt count; later ones count nothing."""


def suggested_xp(active_seconds: float, accuracy: float, attempt: int = 1) -> float:
    """Points for an activity, to one decimal: its minutes, a quarter more for all correct, none below 80 %.

    accuracy: correct answers by answers, 0 to 1. attempt: from 1.
    """
    sound = isfinite(active_seconds) and active_seconds > 0 and isfinite(accuracy) and accuracy >= ENOUGH
    if not sound or not 1 <= attempt <= len(FACTORS):
        return 0.0
    points = active_seconds / 60 * (1.25 if accuracy >= FULL else 1.0) * FACTORS[attempt - 1]
    return floor(points * 10 + 0.5) / 10
