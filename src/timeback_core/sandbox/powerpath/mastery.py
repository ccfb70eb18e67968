"""PowerPath 100: how answers move the score from 0 to 100, and which question comes next."""

from collections.abc import Collection, Sequence
from random import Random
from typing import Final

from timeback_core.sandbox.powerpath.questions import Question

MASTERED: Final = 100

_LOSSES: Final = (1, 1, 2, 3, 4, 5, 5, 6, 7, 8)
"""What a wrong answer costs in each ten of the score."""
_FALLBACKS: Final = {
    "easy": ("easy", "medium", "hard"),
    "medium": ("medium", "hard", "easy"),
    "hard": ("hard", "medium", "easy"),
}
_HARD_SHARE: Final = 0.25
"""How often the middle of the score asks for a hard question instead of a medium one."""


def moved(score: float, *, correct: bool) -> float:
    """The score after an answer; the higher it was, the less a right one gains and the more a wrong one costs."""
    tens = min(int(score) // 10, 9)
    return min(MASTERED, score + max(4, 14 - tens)) if correct else max(0, score - _LOSSES[tens])


def choose(questions: Sequence[Question], answered: Collection[str], score: float, random: Random) -> Question | None:
    """A question for a student of that score: unanswered ones first, then of the fitting difficulty, then approved."""
    open_ones = [question for question in questions if question.id not in answered] or questions
    for difficulty in _FALLBACKS[_wanted(score, random)]:
        fitting = [question for question in open_ones if question.difficulty == difficulty]
        if fitting:
            return random.choice([question for question in fitting if question.is_approved] or fitting)
    return None


def _wanted(score: float, random: Random) -> str:
    if score < 50:
        return "easy"
    if score < 90:
        return "hard" if random.random() < _HARD_SHARE else "medium"
    return "hard"
