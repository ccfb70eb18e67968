"""Test assignments: tests of a subject and grade that are given to students outside of any course."""

from collections.abc import Sequence
from typing import Annotated, Final, TypeAlias, TypedDict, Unpack

from timeback_core.engine.call.expect import Many, Maybe, Nothing, One
from timeback_core.engine.call.request import Call
from timeback_core.engine.codec import at_least, one_of, url
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import DELETE, GET, POST, PUT, operation
from timeback_core.oneroster.models.grades import GradeInput, write_grade
from timeback_core.powerpath.common import POWERPATH, Id
from timeback_core.powerpath.models.test_assignments import (
    AssignmentStatus,
    BulkTestAssignmentsResult,
    TestAssignment,
    TestAssignmentCreated,
    TestAssignmentInput,
)

KnownStatus: TypeAlias = Annotated[AssignmentStatus | str, one_of(AssignmentStatus)]

PAGE: Final = Many("testAssignments", TestAssignment)
ROWS: Final = One(None, BulkTestAssignmentsResult, statuses=(400,))


class TestAssignmentOptions(TypedDict, total=False):
    """How test assignments are listed. None is as if an option were not given."""

    limit: int | None
    """Rows per page, 3000 at most."""
    offset: int | None
    """Rows to skip."""


@operation(POST, POWERPATH, "/test-assignments", One(None, TestAssignmentCreated))
def create_test_assignment(assignment: TestAssignmentInput) -> Call:
    """Give a student a test of a subject and grade, and tell by which lesson it is taken.

    Errors: `Rejected` where the student is unknown, or has such a test already.
    """
    return Call(body=assignment)


@operation(GET, POWERPATH, "/test-assignments", PAGE)
def list_test_assignments(
    student: Id,
    *,
    status: KnownStatus | None = None,
    subject: Id | None = None,
    grade: GradeInput | None = None,
    **options: Unpack[TestAssignmentOptions],
) -> Call:
    """List the tests that were given to a student.

    subject: any text, as the assignments have it.

    Errors: `NotFound` where the student is unknown.
    """
    return Call(query=narrowed_to(student, status, subject, grade), options=options)


@operation(GET, POWERPATH, "/test-assignments/admin", PAGE)
def list_all_test_assignments(
    *,
    student: Id | None = None,
    status: KnownStatus | None = None,
    subject: Id | None = None,
    grade: GradeInput | None = None,
    **options: Unpack[TestAssignmentOptions],
) -> Call:
    """List the tests that were given to anybody.

    subject: any text, as the assignments have it.

    Errors: `Forbidden` but for administrators.
    """
    return Call(query=narrowed_to(student, status, subject, grade), options=options)


@operation(GET, POWERPATH, "/test-assignments/{assignment_id}", One(None, TestAssignment))
def get_test_assignment(assignment_id: str) -> Call:
    """Fetch one test assignment.

    Errors: `NotFound`.
    """
    return Call()


@operation(PUT, POWERPATH, "/test-assignments/{assignment_id}", Maybe(One(None, TestAssignment)))
def update_test_assignment(assignment_id: str, test_name: Id) -> Call:
    """Rename a test assignment, which is all that can be changed; gives it only if the server does.

    Errors: `NotFound`.
    """
    return Call(body={"testName": test_name})


@operation(DELETE, POWERPATH, "/test-assignments/{assignment_id}", Nothing())
def delete_test_assignment(assignment_id: str) -> Call:
    """Delete a test assignment softly.

    Errors: `NotFound`.
    """
    return Call()


@operation(POST, POWERPATH, "/test-assignments/bulk", ROWS)
def create_test_assignments(items: Annotated[Sequence[TestAssignmentInput], at_least(1)]) -> Call:
    """Give several tests, all or none; where a row is wrong, the result tells what is wrong with each that is."""
    return Call(body={"items": items})


@operation(POST, POWERPATH, "/test-assignments/import", ROWS)
def import_test_assignments(spreadsheet_url: Annotated[str, url], sheet: Id) -> Call:
    """Give the tests of a sheet, all or none; where a row is wrong, the result tells what is wrong with each that is.

    spreadsheet_url: of a Google spreadsheet that everybody may read, with the columns student (an id or an e-mail
    address), subject and grade. sheet: name of the tab, in its own case.
    """
    return Call(body={"spreadsheetUrl": spreadsheet_url, "sheet": sheet})


def narrowed_to(
    student: str | None, status: str | None, subject: str | None, grade: str | int | None
) -> dict[str, str | None]:
    """The query of a list that is narrowed."""
    wanted = None if grade is None else write_grade(grade)
    return {"student": student, "status": status, "subject": subject, "grade": wanted}


class TestAssignments(Namespace[S_co]):
    """Tests that are given to students outside of any course."""

    create = create_test_assignment
    list = list_test_assignments
    admin = list_all_test_assignments
    get = get_test_assignment
    update = update_test_assignment
    delete = delete_test_assignment
    bulk = create_test_assignments
    import_assignments = import_test_assignments
