"""Test assignments: tests that are given to students outside of any course."""

from datetime import datetime
from enum import StrEnum

from timeback_core.engine.codec import UNSET, Flag, Input, Model, Open, Unset, model, non_empty, wire
from timeback_core.oneroster.models.grades import Grade, GradeInput
from timeback_core.powerpath.models.common import AnySubject, Count, KnownSubject


class AssignmentStatus(StrEnum):
    """How far a test assignment is."""

    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    FAILED = "failed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


@model
class TestAssignmentInput(Input):
    """A test of a subject and grade, to be given to a student."""

    student: str = wire(check=non_empty)
    subject: KnownSubject
    grade: GradeInput
    test_name: str | Unset = wire(default=UNSET, check=non_empty)
    """How it is called in lists."""


@model
class TestAssignmentCreated(Model):
    """What was made for a test assignment."""

    assignment_id: str
    lesson_id: str | None = None
    """Id of the component resource, by which the test is taken; no course lists it."""
    resource_id: str | None = None


@model
class TestAssignment(Model):
    """A test that was given to a student."""

    sourced_id: str
    student_sourced_id: str | None = None
    student_email: str | None = None
    assigned_by_user_sourced_id: str | None = None
    subject: AnySubject | None = None
    grade: Grade | None = None
    assignment_status: Open[AssignmentStatus] | None = None
    test_name: str | None = None
    assigned_at: datetime | str | None = None
    expires_at: datetime | str | None = None
    completed_at: datetime | str | None = None
    resource_sourced_id: str | None = None
    component_resource_sourced_id: str | None = None
    """The lesson."""


@model
class RowError(Model):
    """What is wrong with one row of several."""

    row: Count
    """Its index, from 0 on."""
    message: str = ""


@model
class BulkTestAssignmentsResult(Model):
    """What became of several test assignments: all were made, or none, and then some row is wrong."""

    success: Flag
    """Whether all were made."""
    results: tuple[TestAssignmentCreated, ...] = ()
    errors: tuple[RowError, ...] = ()
