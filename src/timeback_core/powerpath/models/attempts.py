"""Attempts of students at lessons."""

from datetime import datetime

from timeback_core.engine.codec import Flag, LaxNumber, Model, Open, model
from timeback_core.oneroster.models.enums import LessonType, ScoreStatus
from timeback_core.powerpath.models.common import Count


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
