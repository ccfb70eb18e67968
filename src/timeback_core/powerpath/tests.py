"""Tests as lessons, of the platform's own and in another tool: made, given to students, taken, results fetched."""

from typing import TYPE_CHECKING, Final, TypeAlias

from returns.result import Failure, Success

from timeback_core.engine.call.effects import Perform, Steps
from timeback_core.engine.call.expect import One
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.flow import flow
from timeback_core.engine.surface.operation import GET, POST, operation
from timeback_core.flows.steps import given, invalid, problems_in
from timeback_core.flows.waiting import waited
from timeback_core.powerpath.attempts import get_assessment_progress, start_lesson
from timeback_core.powerpath.common import POWERPATH, Id
from timeback_core.powerpath.models.attempts import AssessmentProgress, TestProgress
from timeback_core.powerpath.models.tests import (
    CreateExternalPlacementInput,
    CreateExternalTestOutInput,
    CreateExternalTestResult,
    CreateInternalTestInput,
    CreateInternalTestResult,
    ImportExternalTestAssignmentResultsResult,
    MakeExternalTestAssignmentInput,
    MakeExternalTestAssignmentResult,
    TestOutResult,
)

if TYPE_CHECKING:
    from timeback_core.errors import TimebackError

CREATED: Final = One(None, CreateExternalTestResult)
IMPORTED: Final = One(None, ImportExternalTestAssignmentResultsResult)

TestToTake: TypeAlias = (
    AssessmentProgress | ImportExternalTestAssignmentResultsResult | MakeExternalTestAssignmentResult
)
"""A test that a student is in: its questions, or of one in another tool what is needed to take it there."""


@operation(POST, POWERPATH, "/createInternalTest", One(None, CreateInternalTestResult))
def create_internal_test(test: CreateInternalTestInput) -> Call:
    """Make a lesson of one QTI test, or of several that are taken one after the other.

    The test-out of a course, and its placement test, are changed where they are there already; any other lesson is made
    anew each time.

    Errors: `Rejected` where a course or a unit is unknown.
    """
    return Call(body=test)


@operation(POST, POWERPATH, "/createExternalPlacementTest", CREATED)
def create_external_placement_test(test: CreateExternalPlacementInput) -> Call:
    """Make a placement test that is taken in another tool, or change the one of that course and first grade.

    Errors: `Rejected` where a course is unknown, or the test that is there is of another tool.
    """
    return Call(body=test)


@operation(POST, POWERPATH, "/createExternalTestOut", CREATED)
def create_external_test_out(test: CreateExternalTestOutInput) -> Call:
    """Deprecated, `start_test_out` needs none: make the test-out of a course in another tool, or change it.

    Errors: `Rejected` where the course is unknown, or the test-out that is there is of another tool.
    """
    return Call(body=test)


@operation(POST, POWERPATH, "/makeExternalTestAssignment", One(None, MakeExternalTestAssignmentResult))
def make_external_test_assignment(assignment: MakeExternalTestAssignmentInput) -> Call:
    """Open an attempt at an external test, and give what the student needs to take it in the tool.

    Twice may open two: `take_external_test` gives the one that is open.

    Errors: `Rejected` where student or lesson is unknown, or the lesson is no external test.
    """
    return Call(body=assignment)


@operation(GET, POWERPATH, "/importExternalTestAssignmentResults", IMPORTED)
def import_external_test_assignment_results(student: Id, lesson: Id, application_name: Id | None = None) -> Call:
    """Let the platform fetch what a student made of an external test, and tell whether the attempt is final.

    When it becomes final, the student may be enrolled by it; what is final is not fetched again.
    `wait_for_external_results` asks until it is.

    application_name: the application by which the student signed in on the tool.

    Errors: `NotFound`, `Rejected` where the student was given no such test.
    """
    return Call(query={"student": student, "lesson": lesson, "applicationName": application_name})


@operation(GET, POWERPATH, "/testOut", One(None, TestOutResult))
def get_test_out(student: Id, course: Id) -> Call:
    """Deprecated, `get_course_progress` tells it: fetch the test-out of a course, and whether a student has used it.

    Errors: `NotFound`.
    """
    return Call(query={"student": student, "course": course})


@flow
def take_external_test(
    student: str, lesson: str, application_name: str | None = None
) -> Steps[ImportExternalTestAssignmentResultsResult | MakeExternalTestAssignmentResult]:
    """Give what a student needs to take an external test in the tool: of the open attempt, or of one that is made.

    An attempt that is final is given as it is, `finalized`; `make_external_test_assignment` opens another one.

    application_name: the application by which the student signs in on the tool.

    Errors: `Rejected` where student or lesson is unknown, or the lesson is no external test.
    """
    assignment = MakeExternalTestAssignmentInput(
        student=student, lesson=lesson, application_name=given(application_name)
    )
    make = make_external_test_assignment.request(assignment)
    if problems := problems_in(make):
        return invalid(*problems)
    told = yield from Perform(import_external_test_assignment_results.request(student, lesson, application_name))
    if isinstance(told, Failure) and is_refused(told.failure()):
        return (yield from Perform(make))
    return told


def is_refused(error: "TimebackError") -> bool:
    """Whether a student has no assignment yet, as far as a server tells it."""
    from timeback_core.errors import NotFound, Rejected

    return isinstance(error, Rejected | NotFound)


@flow
def wait_for_external_results(
    student: str,
    lesson: str,
    application_name: str | None = None,
    *,
    timeout: float = 600.0,
    poll_interval: float = 10.0,
) -> Steps[ImportExternalTestAssignmentResultsResult]:
    """Let the platform fetch what a student made of an external test until the attempt is final.

    A look that fails for a reason that may pass does not end the wait.

    application_name: as for the import. timeout: seconds to wait at most, requests included. poll_interval: seconds
    until the second look; the waits double up to ten times as long.

    Errors: `TimedOut`, `NotFound`, `Rejected` where the student was given no such test.
    """
    look = import_external_test_assignment_results.request(student, lesson, application_name)
    return waited(
        look,
        lambda told, _: Success(told) if told.finalized else None,
        timeout=timeout,
        poll_interval=poll_interval,
        waiting_for="result",
    )


@flow
def take_test(student: str, lesson: str, application_name: str | None = None) -> Steps[TestToTake]:
    """Go on with a test, or begin it, wherever it is taken.

    Of a test that is taken here it gives the progress, with all questions; of one in another tool an attempt, with the
    address; see `start_lesson` and `take_external_test`.

    application_name: the application by which the student signs in on the tool.

    Errors: `NotFound`, `Rejected`.
    """
    told = yield from Perform(get_assessment_progress.request(student, lesson))
    if isinstance(told, Failure):
        return told
    progress = told.unwrap()
    if isinstance(progress, TestProgress) and progress.tool_provider is not None:
        return (yield from take_external_test.steps(student, lesson, application_name))
    return (yield from start_lesson.steps(student, lesson))
