"""The end of an attempt: its accuracy, its XP, the event that tells of them, and what follows from it."""

from timeback_core.sandbox.calls import Call
from timeback_core.sandbox.powerpath.attempts import FINAL, Attempt, store_attempt
from timeback_core.sandbox.powerpath.completion_events import tell_completion
from timeback_core.sandbox.powerpath.lessons import Lesson
from timeback_core.sandbox.powerpath.outcomes import after_finalised


def complete(
    call: Call, lesson: Lesson, attempt: Attempt, *, score: float, accuracy: float, correct: int, total: int
) -> Attempt:
    """Make an attempt final, with `score` and `accuracy` from 0 to 100 and how many of its questions were right."""
    multiplier = xp_multiplier(accuracy, attempt.number)
    completed = store_attempt(
        call,
        attempt,
        score=score,
        status=FINAL,
        xp=None if lesson.xp is None else lesson.xp * multiplier,
        multiplier=multiplier,
        accuracy=accuracy,
        totalQuestions=total,
        correctQuestions=correct,
        completedAt=call.stamp,
    )
    tell_completion(call, lesson, completed)
    after_finalised(call, lesson, completed)
    return completed


def xp_multiplier(accuracy: float, attempt: int) -> float:
    """How much of the XP of a lesson an attempt earns: accuracy pays, and the first attempt pays more."""
    is_first = attempt == 1
    if accuracy >= 100:
        return 1.25 if is_first else 1.0
    if accuracy >= 80:
        return 1.0 if is_first else 0.5
    return 0
