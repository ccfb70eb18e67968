"""How tests of MasteryTrack are given and taken back."""

from collections.abc import Iterator
from datetime import timedelta

import httpx
import pytest
from tests.masterytrack.stage import Stage, saying, staged
from tests.scripted_server import Reply
from tests.support import error, value

from timeback_core.errors import Conflict, NotFound, Rejected
from timeback_core.masterytrack import (
    AssignGradeForResultInput,
    AssignGradeInput,
    Assignment,
    AssignmentStatus,
    AssignPlacementInput,
    AssignTestForResultInput,
    AssignTestInput,
    InvalidateAssignmentInput,
    InvalidateGradeInput,
    InvalidateTestInput,
)


@pytest.fixture(scope="module", name="whole")
def one_stage() -> Iterator[Stage]:
    with staged() as stage:
        yield stage


@pytest.fixture(name="stage")
def stage_at_its_start(whole: Stage) -> Stage:
    whole.sandbox.reset()
    return whole


def assigned(stage: Stage) -> list[str]:
    """What the sandbox has given, by test, in order."""
    return [str(each["timeback_id"]) for each in stage.sandbox.documents("masteryAssignments")]


def told(stage: Stage, **news: object) -> None:
    """Tell the sandbox how far a student is."""
    url = f"{stage.client.config.services[0].base}/.sandbox/mastery-results"
    httpx.post(url, json=news).raise_for_status()


def test_there_are_five_ways_to_assign(stage: Stage) -> None:
    assign = stage.client.masterytrack.assignments.assign
    one = value(assign(AssignTestInput(student_email=stage.kid, timeback_id="_math-3-2"))).assignment
    assert one is not None
    assert (one.test_name, one.status, one.assigned_by) == ("Math G3.2", AssignmentStatus.ASSIGNED, 1)
    grade = value(assign(AssignGradeInput(student_email=stage.kid, subject="Math", grade_rank=3))).assignment
    assert grade is not None
    assert grade.test_name == "Math G3.1"
    test = AssignTestForResultInput(
        student_email=stage.kid,
        timeback_id="_math-4-1",
        assessment_line_item_sourced_id="li",
        assessment_result_sourced_id="r",
    )
    value(assign(test))
    next_one = AssignGradeForResultInput(
        student_email=stage.kid,
        subject="Reading",
        grade_rank=3,
        assessment_line_item_sourced_id="li",
        assessment_result_sourced_id="r",
    )
    value(assign(next_one))
    value(assign(AssignPlacementInput(student_email=stage.kid, subject="reading")))
    assert assigned(stage) == ["_math-3-2", "_math-3-1", "_math-4-1", "_reading-3-1", "_reading-3-2"]


def test_a_placement_tells_no_assignment(stage: Stage) -> None:
    begun = value(
        stage.client.masterytrack.assignments.assign(AssignPlacementInput(student_email=stage.kid, subject="Math"))
    )
    assert (begun.assignment, bool(begun.message)) == (None, True)


def test_the_server_chooses_a_test_that_the_student_has_not_had(stage: Stage) -> None:
    assign = stage.client.masterytrack.assignments.assign
    wanted = AssignGradeInput(student_email=stage.kid, subject="Math", grade_rank=3)
    for name in ("Math G3.1", "Math G3.2"):
        given = value(assign(wanted)).assignment
        assert given is not None
        assert given.test_name == name
    none_left = error(assign(wanted))
    assert isinstance(none_left, Rejected)
    assert none_left.reply.codes == (("code", "TEST_NOT_FOUND"),)


def test_an_assignment_that_is_there_is_a_conflict(stage: Stage) -> None:
    assignments = stage.client.masterytrack.assignments
    wanted = AssignTestInput(student_email=stage.kid, timeback_id="_math-3-1")
    first = value(assignments.get_or_assign(wanted))
    assert first.created
    refused = error(assignments.assign(wanted))
    assert isinstance(refused, Conflict)
    assert refused.reply.codes == (("code", "ASSIGNMENT_EXISTS"),)
    told(stage, assignmentId=first.value.id, status="PAUSED")
    again = value(assignments.get_or_assign(wanted))
    assert (again.created, again.value.id, again.value.status) == (False, first.value.id, AssignmentStatus.PAUSED)
    assert again.value.is_open
    assert again.value.expires_at is None
    told(stage, assignmentId=first.value.id, score=80)
    assert value(assignments.get_or_assign(wanted)).created


def test_unknown_students_and_tests_are_told_by_code(stage: Stage) -> None:
    assign = stage.client.masterytrack.assignments.assign
    for who, what, code in (
        ("nobody@example.com", "_math-3-1", "USER_NOT_FOUND"),
        (stage.kid, "_none", "TEST_NOT_FOUND"),
    ):
        refused = error(assign(AssignTestInput(student_email=who, timeback_id=what)))
        assert isinstance(refused, Rejected)
        assert (refused.status, refused.reply.codes) == (404, (("code", code),))


def test_a_test_that_the_player_does_not_know_is_refused(stage: Stage) -> None:
    wanted = AssignTestInput(student_email=stage.kid, timeback_id="_math-3-3")
    refused = error(stage.client.masterytrack.assignments.assign(wanted))
    assert isinstance(refused, Rejected)
    assert refused.reply.codes == (("code", "TEST_NOT_SUPPORTED"),)


def test_assignments_end_after_thirty_days(stage: Stage) -> None:
    wanted = AssignTestInput(student_email=stage.kid, timeback_id="_math-3-1")
    given = value(stage.client.masterytrack.assignments.assign(wanted)).assignment
    assert given is not None
    assert given.created_at is not None
    assert given.expires_at == given.created_at + timedelta(days=30)


def test_results_come_back_through_the_gradebook(stage: Stage) -> None:
    item = str(stage.sandbox.documents("assessmentLineItems")[0]["sourcedId"])
    wanted = AssignTestForResultInput(
        student_email=stage.kid,
        timeback_id="_math-3-1",
        assessment_line_item_sourced_id=item,
        assessment_result_sourced_id="mastery-1",
    )
    value(stage.client.masterytrack.assignments.assign(wanted))
    results = stage.client.oneroster.assessment_results
    assert isinstance(error(results.get("mastery-1")), NotFound)
    told(stage, assignmentId=1, score=92)
    result = value(results.get("mastery-1"))
    assert (result.score, result.score_status, result.assessment_line_item.sourced_id) == (92, "fully graded", item)


def test_assignments_are_taken_back_in_three_ways(stage: Stage) -> None:
    assignments = stage.client.masterytrack.assignments
    for form in (
        InvalidateAssignmentInput(student_email=stage.kid, assignment_id=1),
        InvalidateTestInput(student_email=stage.kid, timeback_id="_math-3-1"),
        InvalidateGradeInput(student_email=stage.kid, subject="math", grade_rank=3),
        InvalidateGradeInput(student_email=stage.kid, subject="Math", grade="third grade"),
    ):
        stage.sandbox.reset()
        value(assignments.assign(AssignTestInput(student_email=stage.kid, timeback_id="_math-3-1")))
        gone = value(assignments.invalidate(form))
        assert (gone.total_invalidated, [each.assignment_id for each in gone.invalidated_assignments]) == (1, [1])
        assert [each["status"] for each in stage.sandbox.documents("masteryAssignments")] == ["INVALIDATED"]
        assert isinstance(error(assignments.invalidate(form)), NotFound)


def test_errors_of_taking_back_have_no_code(stage: Stage) -> None:
    invalidate = stage.client.masterytrack.assignments.invalidate
    unknown = error(invalidate(InvalidateAssignmentInput(student_email="nobody@example.com", assignment_id=1)))
    assert isinstance(unknown, Rejected)
    assert (unknown.reply.codes, bool(unknown.reply.text)) == ((), True)
    nonsense = error(invalidate(InvalidateGradeInput(student_email=stage.kid, subject="Math", grade="K")))
    assert isinstance(nonsense, Rejected)
    assert nonsense.reply.codes == ()


def test_ids_are_numbers_or_text() -> None:
    row = {"id": "55", "student_email": "k@x.test", "status": "in_progress", "expires_at": "soon", "assigned_by": None}
    with saying(Reply({"success": True, "data": {"assignment": row, "message": None}}, 201)) as (client, _):
        given = value(
            client.masterytrack.assignments.assign(AssignTestInput(student_email="k@x.test", timeback_id="_1"))
        ).assignment
    assert isinstance(given, Assignment)
    assert (given.id, given.status, given.is_open, given.expires_at) == (55, "in_progress", True, None)
    assert given.extra == {"expires_at": "soon"}


def test_a_success_can_say_that_it_is_none() -> None:
    wanted = AssignTestInput(student_email="k@x.test", timeback_id="_1")
    failure = Reply({"success": False, "error": "Told.", "code": "USER_NOT_FOUND"}, 201)
    with saying(failure) as (client, _):
        for refused in (
            error(client.masterytrack.assignments.assign(wanted)),
            error(client.masterytrack.assignments.get_or_assign(wanted)),
            error(client.masterytrack.inventory.search()),
            error(
                client.masterytrack.assignments.invalidate(
                    InvalidateTestInput(student_email="k@x.test", timeback_id="_1")
                )
            ),
        ):
            assert isinstance(refused, Rejected)
            assert (refused.reply.text, refused.reply.codes) == ("Told.", (("code", "USER_NOT_FOUND"),))
