"""Assignments: tests are given to students, and taken back.

PowerPath gives tests of MasteryTrack too, and waits for their results: `make_external_test_assignment` there.
"""

from timeback_core.engine.call.expect import One, Stated
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import IDEMPOTENT, POST, operation
from timeback_core.masterytrack.common import MASTERYTRACK
from timeback_core.masterytrack.models.assignments import (
    AssignInput,
    Assignment,
    AssignResult,
    AssignTestInput,
    InvalidateInput,
    InvalidateResult,
)

RESULT = One("data", AssignResult, verdict="success")
NEW_OR_OLD = One("data.assignment", Assignment, also=("data.existing_assignment",), statuses=(409,), verdict="success")


@operation(POST, MASTERYTRACK, "/delivery/assignments/assign", RESULT)
def assign_test(assignment: AssignInput) -> Call:
    """Give a student a test; the kind of input says how it is chosen.

    It is not repeated when an answer is lost: where the server chooses the test, a second call may give another one.

    assignment: `AssignTestInput` for one test, `AssignGradeInput` for the next one of a subject and grade,
    `AssignPlacementInput` for the placement in a subject, and `...ForResultInput` where the result goes to the
    gradebook.

    Errors: `Rejected` where student or test is unknown, or the test cannot be assigned, which `reply.codes` tells;
    `Conflict` where the student has the test already (see `get_or_assign_test`).
    """
    return Call(body=assignment)


@operation(POST, MASTERYTRACK, "/delivery/assignments/assign", Stated(NEW_OR_OLD), repeat=IDEMPOTENT)
def get_or_assign_test(assignment: AssignTestInput) -> Call:
    """Give a student a test, or tell the active assignment of it that there is; `created` says which.

    Of an assignment that was there the server tells id, student, test, status and address alone.

    Errors: `Rejected` where student or test is unknown, or the test cannot be assigned, which `reply.codes` tells.
    """
    return Call(body=assignment)


@operation(
    POST,
    MASTERYTRACK,
    "/delivery/assignments/invalidate",
    One("data", InvalidateResult, verdict="success"),
    repeat=IDEMPOTENT,
)
def invalidate_assignments(assignments: InvalidateInput) -> Call:
    """Take active assignments of a student back; the kind of input says which.

    Errors: `NotFound` where no active assignment fits, also if a first answer was lost; `Rejected` where the student is
    unknown.
    """
    return Call(body=assignments)


class Assignments(Namespace[S_co]):
    """Assignments: tests are given to students, and taken back."""

    assign = assign_test
    get_or_assign = get_or_assign_test
    invalidate = invalidate_assignments
