"""Test-outs that students ask for themselves."""

from timeback_core.engine.call.expect import One
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import GET, POST, operation
from timeback_core.powerpath.common import POWERPATH, Id
from timeback_core.powerpath.models.test_out import SelfElectedTestOutResult, TestOutEligibility

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


class TestOut(Namespace[S_co]):
    """Test-outs that students ask for themselves."""

    get_eligibility = get_test_out_eligibility
    create_assignment = create_test_out_assignment
