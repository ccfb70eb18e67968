"""Attempts of students at lessons, and how far they are, by the type of the lesson."""

from datetime import datetime
from typing import Literal, TypeAlias

from timeback_core.engine.codec import Flag, JsonValue, LaxNumber, Model, Open, Unknown, model
from timeback_core.oneroster.models.enums import LessonType, ScoreStatus
from timeback_core.powerpath.models.common import Count
from timeback_core.powerpath.models.questions import PowerPathTestQuestion, ResponseResult


@model
class Attempt(Model):
    """One attempt of a student at a lesson."""

    attempt: Count | None = None
    """Its number, from 1 on."""
    score: LaxNumber
    """0 to 100."""
    score_status: Open[ScoreStatus] | None = None
    """`fully graded` where it is over."""
    xp: LaxNumber | None = None
    """Experience points earned; none before it is over."""
    started_at: datetime | None = None
    completed_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether it still takes answers."""
        return self.score_status != ScoreStatus.FULLY_GRADED


@model
class FinalStudentAssessmentResult(Model):
    """An attempt that was brought to its end."""

    finalized: Flag
    """Whether it is final."""
    lesson_type: Open[LessonType] | None = None
    attempt: Count | None = None


@model
class ResetAttemptResult(Model):
    """An attempt that begins anew."""

    success: Flag = True
    score: LaxNumber = 0


@model
class Tally(Model):
    """What an attempt has come to."""

    accuracy: LaxNumber | None = None
    """Percent of the answers that are correct."""
    correct_questions: Count | None = None
    total_questions: Count | None = None
    """How many questions the lesson has."""
    xp: LaxNumber | None = None
    """Experience points earned; none before the end."""
    multiplier: LaxNumber | None = None
    """What the points of the lesson were multiplied by; none before the end."""


@model
class AttemptProgress(Tally):
    """How far an attempt is."""

    attempt: Count | None = None
    """Its number."""
    test_result_id: str | None = None
    """Id of the assessment result of the attempt."""


@model
class RemainingQuestions(Model):
    """How many questions a student has not seen, by difficulty."""

    easy: Count = 0
    medium: Count = 0
    hard: Count = 0


@model
class PowerPath100Progress(AttemptProgress):
    """How far an attempt is whose questions come one by one until the score is 100."""

    lesson_type: Literal["powerpath-100"]
    score: LaxNumber
    """0 to 100."""
    seen_questions: tuple[PowerPathTestQuestion, ...] = ()
    """Those that were answered."""
    remaining_questions_per_difficulty: RemainingQuestions | None = None


@model
class TestProgress(AttemptProgress):
    """How far an attempt is whose questions are all known from the start."""

    lesson_type: Literal["quiz", "test-out", "placement", "unit-test"]
    finalized: Flag = False
    """Whether it is over; before, answers can be changed, and none is judged."""
    score: LaxNumber | None = None
    """0 to 100."""
    questions: tuple[PowerPathTestQuestion, ...] = ()
    """All of the test, in its order; none where it is taken in another tool."""
    tool_provider: str | None = None
    """Whose tool the test is taken in; none where it is taken here."""
    enrollment_failed: Flag = False
    """Whether the student could not be enrolled in what follows from the test."""

    @property
    def unanswered(self) -> tuple[PowerPathTestQuestion, ...]:
        """The questions that are still to be answered, in order."""
        return tuple(question for question in self.questions if not question.is_answered)


AssessmentProgress: TypeAlias = PowerPath100Progress | TestProgress | Unknown
"""How far an attempt is, by `lesson_type`."""


@model
class PowerPath100Answered(Tally):
    """What an answer has done in a lesson whose questions come one by one."""

    lesson_type: Literal["powerpath-100"]
    powerpath_score: LaxNumber
    """The score with it, 0 to 100; at 100 the lesson is complete."""
    response_result: ResponseResult | None = None
    """What the answer was worth."""
    question_result: JsonValue = None
    """What was stored of the question, for debugging."""
    test_result: JsonValue = None
    """What was stored of the attempt, for debugging."""


@model
class TestAnswered(Model):
    """An answer that was kept until the test is final."""

    lesson_type: Literal["quiz", "test-out", "placement", "unit-test"]
    question_result: JsonValue = None
    """What was stored of the question, for debugging."""


UpdateStudentQuestionResponseResult: TypeAlias = PowerPath100Answered | TestAnswered | Unknown
"""What an answer has done, by `lesson_type`."""
