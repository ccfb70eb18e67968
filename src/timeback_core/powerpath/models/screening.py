"""Screening with NWEA: the session of a student, the test that is assigned in it, and what came of it."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from timeback_core.engine.codec import LaxNumber, Model, Open, fields_of, model, wire
from timeback_core.oneroster.models.enums import Subject
from timeback_core.oneroster.models.grades import Grade


class ScreeningSubject(StrEnum):
    """Subjects that are screened."""

    MATH = "Math"
    READING = "Reading"
    LANGUAGE = "Language"
    SCIENCE = "Science"


class ScreeningSessionStatus(StrEnum):
    """Whether a session is in use."""

    ACTIVE = "active"
    INACTIVE = "inactive"


class ScreeningAssignmentStatus(StrEnum):
    """How far an assigned test is, in the platform's words."""

    ENQUEUED = "enqueued"
    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    BLOCKED = "blocked"
    COMPLETED = "completed"
    ABANDONED = "abandoned"
    FAILED = "failed"


class NweaStatus(StrEnum):
    """How far an assigned test is, in NWEA's words."""

    ENQUEUED = "ENQUEUED"
    AWAITING_STUDENT = "AWAITING_STUDENT"
    IN_PROGRESS = "IN_PROGRESS"
    PAUSED = "PAUSED"
    SUSPENDED = "SUSPENDED"
    TERMINATED = "TERMINATED"
    ABANDONED = "ABANDONED"
    COMPLETED = "COMPLETED"
    FAILED = "FAILED"


@model
class ScreeningAssignment(Model):
    """The test that is assigned in a session; nothing is told where there is none."""

    assigned_test_key: str | None = None
    """NWEA's key of the test."""
    status: Open[ScreeningAssignmentStatus] | None = None
    nwea_status: Open[NweaStatus] | None = None


@model
class ScreeningSession(Model):
    """A student's session with NWEA. Its password and its PIN are in no repr."""

    nwea_student_id: str | None = None
    created_on: datetime | None = None
    password: str | None = wire(default=None, secret=True)
    name: str | None = None
    proctor_id: str | None = None
    pin: str | None = wire(default=None, secret=True)
    test_session_id: str | None = None
    status: Open[ScreeningSessionStatus] | None = None
    assignment: ScreeningAssignment = wire(default=ScreeningAssignment())
    term_id: str | None = None


@model
class ScreeningResult(Model):
    """What a student reached in a subject."""

    grade: Grade | None = None
    rit_score: LaxNumber
    """On NWEA's scale."""
    test_name: str | None = None
    completed_at: datetime | str | None = None


@model
class ScreeningResults(Model):
    """What a student reached, by subject; none where there was no test. Further subjects are in `extra`."""

    math: ScreeningResult | None = wire("Math", default=None, also=("math",))
    reading: ScreeningResult | None = wire("Reading", default=None, also=("reading",))
    language: ScreeningResult | None = wire("Language", default=None, also=("language",))
    science: ScreeningResult | None = wire("Science", default=None, also=("science",))

    @property
    def by_subject(self) -> Mapping[Subject, ScreeningResult]:
        """The subjects in which there was a test."""
        told = ((Subject(field.wire), getattr(self, field.name)) for field in fields_of(type(self)))
        return {subject: result for subject, result in told if result is not None}
