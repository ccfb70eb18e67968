"""Tests of the platform's own: lessons that are made of QTI tests."""

from timeback_core.engine.call.expect import One
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.operation import POST, operation
from timeback_core.powerpath.common import POWERPATH
from timeback_core.powerpath.models.tests import CreateInternalTestInput, CreateInternalTestResult


@operation(POST, POWERPATH, "/createInternalTest", One(None, CreateInternalTestResult))
def create_internal_test(test: CreateInternalTestInput) -> Call:
    """Make a lesson of one QTI test, or of several that are taken one after the other.

    The test-out of a course, and its placement test, are changed where they are there already; any other lesson is made
    anew each time.

    Errors: `Rejected` where a course or a unit is unknown.
    """
    return Call(body=test)
