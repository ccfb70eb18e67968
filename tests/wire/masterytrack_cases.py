"""A case for every operation of MasteryTrack. Nothing reads what it has: see the platform's tests for what they do."""

from tests.wire.case import Case

from timeback_core.masterytrack import (
    AssignGradeForResultInput,
    AssignGradeInput,
    AssignPlacementInput,
    AssignTestForResultInput,
    AssignTestInput,
    InvalidateAssignmentInput,
    InvalidateGradeInput,
    InvalidateTestInput,
    assign_test,
    get_or_assign_test,
    get_token,
    invalidate_assignments,
    search_inventory,
)

ASSIGN, INVALIDATE = "/delivery/assignments/assign", "/delivery/assignments/invalidate"
SEARCH = "/authoring/inventory/search"
KID = "rafael.chen.student-1@juniper.example.com"
TEST = "_math-3-1"
RESULT = {"assessment_line_item_sourced_id": "li", "assessment_result_sourced_id": "r"}

ONE = AssignTestInput(student_email=KID, timeback_id=TEST)
ONE_SENT = {"student_email": KID, "timeback_id": TEST}
GRADE = {"student_email": KID, "subject": "Math", "grade_rank": 3}
MAKE = (assign_test.request(ONE),)


def assigned(given: object, sent: object) -> Case:
    """A case of assigning."""
    return Case(assign_test, (given,), ASSIGN, sent, harmless=True)


def taken_back(given: object, sent: object) -> Case:
    """A case of taking back the assignment that there is."""
    return Case(invalidate_assignments, (given,), INVALIDATE, sent, before=MAKE, harmless=True)


CASES = (
    Case(get_token, (), "/authorizer", {"email": "app@example.com"}, harmless=True),
    Case(search_inventory, (), SEARCH),
    Case(
        search_inventory,
        (),
        SEARCH,
        named={"name": " g3 ", "grade": "Third grade", "subject": "math", "timeback_id": TEST, "all": True},
        query=f"name=g3&timeback_id={TEST}&grade=Third grade&subject=math&all=true",
    ),
    assigned(ONE, ONE_SENT),
    assigned(AssignPlacementInput(student_email=KID, subject="Math"), {"student_email": KID, "subject": "Math"}),
    assigned(
        AssignTestForResultInput(
            student_email=KID, timeback_id=TEST, assessment_line_item_sourced_id="li", assessment_result_sourced_id="r"
        ),
        ONE_SENT | RESULT,
    ),
    assigned(AssignGradeInput(student_email=KID, subject="Math", grade_rank=3), GRADE),
    assigned(
        AssignGradeForResultInput(
            student_email=KID,
            subject="Math",
            grade_rank=3,
            assessment_line_item_sourced_id="li",
            assessment_result_sourced_id="r",
        ),
        GRADE | RESULT,
    ),
    Case(get_or_assign_test, (ONE,), ASSIGN, ONE_SENT, harmless=True),
    taken_back(
        InvalidateAssignmentInput(student_email=KID, assignment_id=1), {"student_email": KID, "assignment_id": 1}
    ),
    taken_back(InvalidateTestInput(student_email=KID, timeback_id=TEST), ONE_SENT),
    taken_back(InvalidateGradeInput(student_email=KID, subject="Math", grade_rank=3), GRADE),
)
