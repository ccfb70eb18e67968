"""Test-outs: those of a course, and those that students ask for themselves."""

from typing import NamedTuple

from returns.result import Failure

from timeback_core.engine.call.effects import Perform, Steps
from timeback_core.engine.call.expect import One
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.flow import flow
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import GET, POST, operation
from timeback_core.powerpath.common import POWERPATH, Id
from timeback_core.powerpath.models.lesson_plans import StartTestOutResult
from timeback_core.powerpath.models.tests import SelfElectedTestOutResult, TestOutEligibility
from timeback_core.powerpath.tests import TestToTake, take_test

MADE = One(None, SelfElectedTestOutResult, verdict="success")


@operation(GET, POWERPATH, "/test-out/getTestOutEligibility/{student_id}/{subject}", One(None, TestOutEligibility))
def get_test_out_eligibility(student_id: str, subject: str) -> Call:
    """Tell whether a student may ask for a test-out in a subject, and if not, why.

    subject: any text, such as `Math`; servers take it in any case.

    Errors: `NotFound`.
    """
    return Call()


@operation(POST, POWERPATH, "/test-out/makeExternalStudentTestOutAssignment", MADE)
def create_test_out_assignment(student_id: Id, subject: Id) -> Call:
    """Let a student take a test-out of the grade after the highest one that is mastered.

    Errors: `Rejected` where the student is unknown, or may not.
    """
    return Call(body={"oneRosterSourcedId": student_id, "subject": subject})


class BegunTestOut(NamedTuple):
    """A test-out of a course that a student is in."""

    given: StartTestOutResult
    """What was made for it, or was there."""
    test: TestToTake


@flow
def take_test_out(course_id: str, student_id: str, application_name: str | None = None) -> Steps[BegunTestOut]:
    """Give a student the test-out of a course, and begin it, or go on with the one that is open.

    `get_course_progress` tells before whether there may be one, and afterwards how it ended.

    application_name: the application by which the student signs in on another tool.

    Errors: `Rejected` where course or student is unknown, or the student may not test out of the course.
    """
    from timeback_core.powerpath.lesson_plans import start_test_out  # no chapter loads another one

    given = yield from Perform(start_test_out.request(course_id, student_id))
    if isinstance(given, Failure):
        return given
    made = given.unwrap()
    taken = yield from take_test.steps(student_id, made.lesson_id, application_name)
    return taken.map(lambda test: BegunTestOut(made, test))


class TestOut(Namespace[S_co]):
    """Test-outs of courses, and those that students ask for themselves."""

    get_eligibility = get_test_out_eligibility
    create_assignment = create_test_out_assignment
    take = take_test_out
