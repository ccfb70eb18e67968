"""Assignments of tests to students: what is assigned in which way, what comes of it, and what is taken back."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from timeback_core.engine.codec import UNSET, Input, Loose, Open, Unset, email, model, non_empty, positive, wire
from timeback_core.masterytrack.models.common import GradeRank, Whole
from timeback_core.masterytrack.models.inventory import TestMetadata
from timeback_core.problems import Problem


@model
class AssignTestInput(Input):
    """One test for a student."""

    student_email: str = wire("student_email", check=email)
    """A student of the platform; it is sent as it is given."""
    timeback_id: str = wire("timeback_id", check=non_empty)


@model
class AssignTestForResultInput(AssignTestInput):
    """One test for a student, whose result goes to the gradebook of OneRoster."""

    assessment_line_item_sourced_id: str = wire("assessment_line_item_sourced_id", check=non_empty)
    assessment_result_sourced_id: str = wire("assessment_result_sourced_id", check=non_empty)


@model
class AssignPlacementInput(Input):
    """The placement of a student in a subject; which test that takes is the platform's to find."""

    student_email: str = wire("student_email", check=email)
    """A student of the platform; it is sent as it is given."""
    subject: str = wire(check=non_empty)


@model
class AssignGradeInput(AssignPlacementInput):
    """The first test of a subject and grade that the student has not taken."""

    grade_rank: GradeRank = wire("grade_rank")


@model
class AssignGradeForResultInput(AssignGradeInput):
    """The first test of a subject and grade that the student has not taken; its result goes to the gradebook."""

    assessment_line_item_sourced_id: str = wire("assessment_line_item_sourced_id", check=non_empty)
    assessment_result_sourced_id: str = wire("assessment_result_sourced_id", check=non_empty)


AssignInput: TypeAlias = (
    AssignTestInput | AssignTestForResultInput | AssignPlacementInput | AssignGradeInput | AssignGradeForResultInput
)
"""The ways to assign a test."""


class AssignmentStatus(StrEnum):
    """How far an assignment is."""

    ASSIGNED = "ASSIGNED"
    IN_PROGRESS = "IN_PROGRESS"
    PAUSED = "PAUSED"
    COMPLETED = "COMPLETED"
    """This one, and those below, are named in prose only; the platform may spell them otherwise."""
    ABANDONED = "ABANDONED"
    INVALIDATED = "INVALIDATED"


@model
class Assignment(Loose):
    """A test that was given to a student. A value that does not fit a field is in `extra`."""

    id: Whole | None = None
    student_email: str | None = wire("student_email", default=None)
    test_name: str | None = wire("test_name", default=None)
    assigned_by: Whole | None = wire("assigned_by", default=None)
    """Number of whoever assigned it."""
    test_url: str | None = wire("test_url", default=None)
    """Where the student takes it, after a login."""
    status: Open[AssignmentStatus] | None = None
    expires_at: datetime | None = wire("expires_at", default=None)
    """30 days after it was made, as a rule."""
    metadata: TestMetadata | None = None
    created_at: datetime | None = wire("created_at", default=None)

    @property
    def is_open(self) -> bool:
        """Whether the student can still take it, as far as its status says, in any case of letters."""
        open_ones = (AssignmentStatus.ASSIGNED, AssignmentStatus.IN_PROGRESS, AssignmentStatus.PAUSED)
        return (self.status or "").upper() in open_ones


@model
class AssignResult(Loose):
    """What came of assigning."""

    assignment: Assignment | None = None
    """Of a placement it may be missing."""
    message: str | None = None


@model
class InvalidateAssignmentInput(Input):
    """One assignment of a student."""

    student_email: str = wire("student_email", check=email)
    assignment_id: int = wire("assignment_id", check=positive)


@model
class InvalidateTestInput(Input):
    """All active assignments of a test to a student."""

    student_email: str = wire("student_email", check=email)
    timeback_id: str = wire("timeback_id", check=non_empty)


@model
class InvalidateGradeInput(Input):
    """All active assignments of a subject and grade to a student."""

    student_email: str = wire("student_email", check=email)
    subject: str = wire(check=non_empty)
    grade_rank: GradeRank | Unset = wire("grade_rank", default=UNSET)
    grade: str | Unset = wire(default=UNSET, check=non_empty)
    """Name of the grade, such as `Third Grade`, in the place of `grade_rank`."""

    def problems(self) -> Iterable[Problem]:
        """The grade is told once."""
        if isinstance(self.grade_rank, Unset) == isinstance(self.grade, Unset):
            yield Problem("grade_rank", "give either grade_rank or grade")


InvalidateInput: TypeAlias = InvalidateAssignmentInput | InvalidateTestInput | InvalidateGradeInput
"""The ways to say which assignments are taken back."""


@model
class InvalidatedAssignment(Loose):
    """An assignment that was taken back."""

    assignment_id: Whole | None = wire("assignment_id", default=None)
    student_email: str | None = wire("student_email", default=None)


@model
class InvalidateResult(Loose):
    """What was taken back."""

    message: str | None = None
    total_invalidated: Whole | None = wire("total_invalidated", default=None)
    invalidated_assignments: tuple[InvalidatedAssignment, ...] = wire("invalidated_assignments", default=())
