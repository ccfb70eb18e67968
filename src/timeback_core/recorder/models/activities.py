"""What is recorded: an activity that a student completed, and time that was spent on one."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from timeback_core.engine.codec import Model, Number, email, in_order, model, non_empty, non_negative, positive, wire
from timeback_core.problems import Problem


def is_uuid(value: object) -> str | None:
    """A UUID of any version, with its four hyphens and nothing around it."""
    try:
        fits = str(UUID(str(value))) == str(value).lower()
    except ValueError:
        fits = False
    return None if fits else "must be a UUID, such as 3b1e7a52-5f2d-4c39-9a35-6f2c1c1c7f11"


def is_percent(value: object) -> str | None:
    """A number from 0 to 100."""
    return None if isinstance(value, int | float) and 0 <= value <= 100 else "must be from 0 to 100"


@model
class CourseSelector(Model):
    """Which course of the configuration: the one of a code, or that of a subject and a grade."""

    code: str | None = wire(default=None, check=non_empty)
    subject: str | None = wire(default=None, check=non_empty)
    grade: int | None = None

    def problems(self) -> Iterable[Problem]:
        if self.code is None and (self.subject is None or self.grade is None):
            yield Problem("code", "must be given, or subject and grade")


@model
class Learner(Model):
    """Who did it: the id is looked up by the e-mail address where it is not given."""

    email: str = wire(check=email)
    timeback_id: str | None = wire(default=None, check=non_empty)
    """`sourced_id` of the user in OneRoster."""


@model
class ActivityOutcome(Model):
    """What came of an activity."""

    xp_earned: Number
    """One point is a minute of focused work; a negative number corrects what was given before."""
    total_questions: int | None = wire(default=None, check=non_negative)
    correct_questions: int | None = wire(default=None, check=non_negative)
    mastered_units: int | None = wire(default=None, check=non_negative)

    def problems(self) -> Iterable[Problem]:
        total, correct = self.total_questions, self.correct_questions
        if (total is None) != (correct is None):
            yield Problem("total_questions" if total is None else "correct_questions", "must be given with the other")
        elif total is not None and correct is not None and correct > total:
            yield Problem("correct_questions", "must not be more than total_questions")


@model
class ActivityTime(Model):
    """How long an activity took, in milliseconds."""

    active_ms: int = wire(default=0, check=non_negative)
    inactive_ms: int = wire(default=0, check=non_negative)
    started_at: datetime | None = None


@model
class Activity(Model):
    """An activity that was completed."""

    id: str = wire(check=non_empty)
    """Short name of the activity within its course, such as `fractions-1`."""
    name: str = wire(check=non_empty)
    course: CourseSelector
    metrics: ActivityOutcome
    ended_at: datetime
    """Tells attempts apart: what is recorded again with the same instant is the same attempt."""
    run_id: str | None = wire(default=None, check=is_uuid)
    """Holds the events of one run together."""
    pct_complete: Number | None = wire(default=None, check=is_percent)
    """Percent of the course that is done by now; computed from the mastered units where it is not given."""
    attempt: int | None = wire(default=None, check=positive)
    """Looked up in the gradebook where it is not given."""
    process: bool = True
    """Whether the platform writes a result for it into the gradebook."""
    time: ActivityTime | None = None
    """Recorded beside it, in the same envelope."""

    def problems(self) -> Iterable[Problem]:
        start = None if self.time is None else self.time.started_at
        if start and start.tzinfo and self.ended_at.tzinfo and start > self.ended_at:
            yield Problem("time.started_at", "must not be after ended_at")


@model
class TimeWindow(Model):
    """A stretch of time that was spent on an activity, as applications report every few seconds."""

    id: str = wire(check=non_empty)
    """Short name of the activity within its course."""
    name: str = wire(check=non_empty)
    course: CourseSelector
    run_id: str = wire(check=is_uuid)
    """The window of a run is recorded once, however often it is sent."""
    started_at: datetime
    ended_at: datetime
    elapsed_ms: int = wire(check=non_negative)
    """Active time."""
    paused_ms: int = wire(check=non_negative)

    def problems(self) -> Iterable[Problem]:
        return in_order(self, "started_at", "ended_at")
