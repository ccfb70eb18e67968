"""How the score of a PowerPath 100 lesson moves, computed here: what an answer would do, without giving it.

The server alone decides; this says by the same rules what it will decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

import attrs

from timeback_core.oneroster.models.resource_metadata import Difficulty

if TYPE_CHECKING:
    from timeback_core.powerpath.models.attempts import PowerPath100Progress

__all__ = ["PowerPath100State", "score"]

COMPLETE: Final = 100
LOSSES: Final = (1, 1, 2, 3, 4, 5, 5, 6, 7, 8)
"""What a wrong answer costs, by tens of the score."""
BRACKETS: Final[tuple[tuple[float, Mapping[Difficulty, float]], ...]] = (
    (50, {Difficulty.EASY: 1.0}),
    (90, {Difficulty.MEDIUM: 0.75, Difficulty.HARD: 0.25}),
    (COMPLETE, {Difficulty.HARD: 1.0}),
)
"""Below which score which difficulties are served, and how likely."""
NONE: Final[Mapping[Difficulty, float]] = {}


MOST: Final = 1_000_000
"""More answers than anybody gives."""
LEAST: Final = 1e-6
"""A smaller accuracy tells nothing."""


def whole(told: float) -> int:
    """A count within bounds."""
    return int(min(max(0, told), MOST))


@attrs.frozen
class PowerPath100State:
    """A PowerPath 100 lesson as it stands."""

    score: float = 0
    """0 to 100."""
    answered: int = 0
    correct: int = 0
    attempt: int = 1
    """The number of the attempt; those after the first earn less."""

    @classmethod
    def of(cls, progress: PowerPath100Progress) -> PowerPath100State:
        """The state that the server tells of an attempt, whatever else it tells."""
        correct, attempt = (whole(told or 0) for told in (progress.correct_questions, progress.attempt))
        accuracy = progress.accuracy or 0
        # A question that was answered twice is seen once, and counts twice.
        told = round(100 * correct / accuracy) if accuracy > LEAST else 0
        return cls(
            min(max(0, progress.score), COMPLETE),
            max(told, correct, len(progress.seen_questions)),
            correct,
            max(attempt, 1),
        )

    @property
    def is_complete(self) -> bool:
        """Whether the score is 100, after which no answer is taken."""
        return self.score >= COMPLETE

    @property
    def accuracy(self) -> float:
        """Percent of the answers that are correct; 0 where there is none."""
        return 100 * self.correct / self.answered if self.answered else 0.0

    @property
    def multiplier(self) -> float:
        """What the points of the lesson are multiplied by, if it is completed with this accuracy."""
        first = self.attempt <= 1
        if self.accuracy >= 100:
            return 1.25 if first else 1.0
        return (1.0 if first else 0.5) if self.accuracy >= 80 else 0.0

    @property
    def difficulties(self) -> Mapping[Difficulty, float]:
        """How likely the next question is of each difficulty, while the lesson has questions of all; empty at 100.

        Where none of a difficulty is left, the next one that there is takes its place.
        """
        return next((likely for below, likely in BRACKETS if self.score < below), NONE)

    def after(self, *, correct: bool) -> PowerPath100State:
        """The state after another answer; a complete lesson stays as it is."""
        if self.is_complete:
            return self
        tens = int(self.score // 10)
        moved = self.score + (max(4, 14 - tens) if correct else -LOSSES[tens])
        return attrs.evolve(
            self, score=min(max(moved, 0), COMPLETE), answered=self.answered + 1, correct=self.correct + bool(correct)
        )


def score(history: Iterable[bool], *, attempt: int = 1) -> PowerPath100State:
    """The state of a lesson after answers, in order.

    history: of each whether it was correct; what comes after a score of 100 does not count. attempt: its number.
    """
    state = PowerPath100State(attempt=attempt)
    for correct in history:
        state = state.after(correct=correct)
    return state
