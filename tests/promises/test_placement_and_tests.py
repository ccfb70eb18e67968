"""What holds of placement, screening and tests in other tools."""

import json
import logging

import pytest
from tests.answering import Answering, refused
from tests.powerpath.model_cases_powerpath import SESSION
from tests.powerpath.model_cases_powerpath_tests import ATTEMPT
from tests.scripted_server import Reply, in_turn
from tests.support import error, value

from timeback_core import TimebackClient, evolve
from timeback_core.engine.codec import Unknown
from timeback_core.errors import DecodeError, InvalidInput, NotFound, Rejected, ServerFault, TimedOut
from timeback_core.powerpath import (
    BulkTestAssignmentsResult,
    CreateExternalPlacementInput,
    ImportExternalTestAssignmentResultsResult,
    MakeExternalTestAssignmentResult,
    RowError,
    TestAssignmentInput,
    TestProgress,
    create_external_placement_test,
    create_test_assignments,
    get_screening_session,
    import_external_test_assignment_results,
    import_test_assignments,
    screen_student,
    take_external_test,
    take_next_placement_test,
    wait_for_external_results,
    wait_for_screening,
)

OPEN = Reply({"finalized": False, "attempt": 1, "testUrl": "https://tool.example/1"})
FINAL = Reply({"finalized": True, "attempt": 1})
BUSY = Reply({"message": "busy"}, 503)
PLACEMENT = CreateExternalPlacementInput(course_id="course-1", tool_provider="edulastic", grades=[8])


def screened(status: str | None) -> Reply:
    """A session whose test is so far."""
    return Reply({**SESSION, "assignment": {"assignedTestKey": "k", "status": status, "nweaStatus": None}})


def problems(failed: object) -> list[str]:
    """Where an input is wrong."""
    assert isinstance(failed, InvalidInput)
    return [problem.path for problem in failed.problems]


def test_the_next_placement_test_is_given_as_it_is_to_be_taken(client: TimebackClient) -> None:
    powerpath = client.powerpath
    turn = value(powerpath.placement.take_next("student-1", "Math"))
    assert turn.next.lesson is not None
    assert isinstance(turn.test, TestProgress)
    assert len(turn.test.unanswered) > 1
    question = turn.test.questions[0].id
    value(powerpath.assessments.update_student_question_response("student-1", turn.next.lesson, question, response="A"))
    again = value(powerpath.placement.take_next("student-1", "Math"))
    assert isinstance(again.test, TestProgress)
    assert (again.test.attempt, len(again.test.unanswered)) == (1, len(turn.test.unanswered) - 1)
    value(powerpath.assessments.complete("student-1", turn.next.lesson))
    last = value(powerpath.placement.take_next("student-1", "Math"))
    assert (last.test, last.next.lesson, last.next.onboarded) == (None, None, True)
    placed = value(powerpath.placement.get_placement("student-1")).math
    assert placed is not None
    assert "FAILED" in {result.status for result in placed.results if not isinstance(result, Unknown)}


def test_the_next_placement_test_is_given_as_it_is_to_be_taken__in_a_tool(answering: Answering) -> None:
    first, second = (Reply({"lesson": each, "availableTests": 2}) for each in ("l-1", "l-2"))
    progress = Reply({"lessonType": "placement", "toolProvider": "edulastic"})
    turn = value(take_next_placement_test(answering(first, progress, FINAL, second, progress, OPEN), "s", "Math"))
    assert turn.next.lesson == "l-2"
    assert isinstance(turn.test, ImportExternalTestAssignmentResultsResult)
    assert turn.test.test_url == "https://tool.example/1"
    stuck = in_turn(first, progress, FINAL, first, progress, FINAL, first, progress, OPEN)
    turn = value(take_next_placement_test(answering.by(stuck), "s", "Math"))
    assert (turn.next.lesson, len(answering.sent)) == ("l-1", 6)


def test_the_next_placement_test_is_given_as_it_is_to_be_taken__and_a_test_out(client: TimebackClient) -> None:
    begun = value(client.powerpath.test_out.take("course-1", "student-1"))
    again = value(client.powerpath.test_out.take("course-1", "student-1"))
    assert isinstance(begun.test, MakeExternalTestAssignmentResult)
    assert isinstance(again.test, ImportExternalTestAssignmentResultsResult)
    assert (again.given.lesson_id, again.test.test_url) == (begun.given.lesson_id, begun.test.test_url)
    assert isinstance(error(client.powerpath.test_out.take("nowhere", "student-1")), Rejected | NotFound)


def test_a_test_of_another_tool_is_taken_where_it_was_left(client: TimebackClient) -> None:
    assessments = client.powerpath.assessments
    lesson = value(assessments.create_external_placement_test(PLACEMENT)).lesson_id
    made = value(assessments.take_external_test("student-1", lesson))
    again = value(assessments.take_external_test("student-1", lesson))
    assert isinstance(made, MakeExternalTestAssignmentResult)
    assert isinstance(again, ImportExternalTestAssignmentResultsResult)
    assert (again.attempt, again.test_url, again.assignment_id) == (made.attempt, made.test_url, made.assignment_id)
    assert isinstance(error(assessments.take_external_test("student-1", "nowhere")), Rejected | NotFound)


def test_a_test_of_another_tool_is_taken_where_it_was_left__or_not(answering: Answering) -> None:
    told = value(take_external_test(answering(FINAL), "s", "l"))
    assert isinstance(told, ImportExternalTestAssignmentResultsResult)
    assert told.finalized
    assert [seen.verb for seen in answering.sent] == ["GET"]
    assert isinstance(error(take_external_test(answering(BUSY), "s", "l")), ServerFault)
    value(take_external_test(answering(refused(400, "not assigned"), Reply({"attempt": 1})), "s", "l", "app"))
    assert answering.body() == {"student": "s", "lesson": "l", "applicationName": "app"}
    assert problems(error(take_external_test(answering(FINAL), " ", "", ""))) == [
        "student",
        "lesson",
        "application_name",
    ]
    assert answering.sent == []


def test_waiting_for_a_result_ends_with_it(answering: Answering) -> None:
    told = value(wait_for_external_results(answering(OPEN, BUSY, OPEN, FINAL), "s", "l", "a", poll_interval=0.01))
    assert told.finalized
    assert {seen.target.partition("?")[2] for seen in answering.sent} == {"student=s&lesson=l&applicationName=a"}
    assert len(answering.sent) == 4
    assert isinstance(error(wait_for_external_results(answering(refused(404, "no")), "s", "l")), NotFound)
    late = error(wait_for_external_results(answering(OPEN), "s", "l", timeout=0.05, poll_interval=0.01))
    assert isinstance(late, TimedOut)
    assert (late.timeout, late.waiting_for) == (0.05, "result")
    assert problems(error(wait_for_external_results(answering(OPEN), "s", "l", timeout=0))) == ["timeout"]


@pytest.mark.parametrize("status", [None, "completed", "abandoned", "failed"])
def test_waiting_for_a_result_ends_with_it__screenings(answering: Answering, status: str | None) -> None:
    session = answering(screened("enqueued"), screened("blocked"), screened("new"), BUSY, screened(status))
    assert value(wait_for_screening(session, "u", poll_interval=0.01)).assignment.status == status
    assert len(answering.sent) == 5


def test_waiting_for_a_result_ends_with_it__from_the_assignment_on(answering: Answering) -> None:
    results = Reply({"Math": {"grade": "4", "ritScore": 211}, "Reading": None})
    session = answering(screened("enqueued"), screened("in_progress"), screened("completed"), results)
    told = value(screen_student(session, "u", "Math", poll_interval=0.01))
    assert told.result is not None
    assert (told.session.assignment.status, told.result.rit_score) == ("completed", 211)
    assert [seen.verb for seen in answering.sent] == ["POST", "GET", "GET", "GET"]
    session = answering(screened("enqueued"), screened("abandoned"))
    assert value(screen_student(session, "u", "Math", poll_interval=0.01)).result is None
    taken = error(screen_student(answering(refused(400, "assigned already")), "u", "Math"))
    assert isinstance(taken, Rejected)
    wrong = error(screen_student(answering(screened(None)), " ", "Chess", timeout=0, poll_interval=-1))
    assert problems(wrong) == ["user_id", "subject", "timeout", "poll_interval"]
    assert answering.sent == []


def test_what_is_wrong_with_a_row_is_told_by_its_index(answering: Answering) -> None:
    rows = {"success": False, "results": [], "errors": [{"row": 1, "message": "Student not found"}, {"row": 3}]}
    wanted = BulkTestAssignmentsResult(
        success=False, errors=(RowError(row=1, message="Student not found"), RowError(row=3))
    )
    item = TestAssignmentInput(student="s", subject="Math", grade=4)
    assert value(create_test_assignments(answering(Reply(rows, 400)), [item, item])) == wanted
    assert answering.body() == {"items": [{"student": "s", "subject": "Math", "grade": "4"}] * 2}
    assert value(import_test_assignments(answering(Reply(rows, 400)), "https://s.example/1", "Tab")) == wanted
    for status in (400, 422):
        assert isinstance(error(create_test_assignments(answering(refused(status, "no")), [item])), Rejected)
    assert isinstance(error(create_test_assignments(answering(Reply({"results": []})), [item])), DecodeError)
    wrong = create_test_assignments(answering(Reply(rows)), [item, evolve(item, grade=14, student="")])
    assert problems(error(wrong)) == ["items[1].student", "items[1].grade"]
    assert answering.sent == []


def test_sign_in_data_of_tests_shows_nowhere(answering: Answering, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    session = value(get_screening_session(answering(Reply(SESSION)), "u"))
    attempt = value(
        import_external_test_assignment_results(answering(Reply({"finalized": False, **ATTEMPT})), "s", "l")
    )
    assert attempt.credentials is not None
    assert (session.password, session.pin, attempt.credentials.password) == ("t0p", "4711", "t0p")
    odd = Reply({**SESSION, "createdOn": "t0p 4711"})
    failed = error(get_screening_session(answering(odd), "u"))
    shown = f"{session!r} {session} {attempt!r} {failed!r} {failed} {caplog.text}"
    assert not any(secret in shown for secret in ("t0p", "4711"))


def test_null_and_absent_are_two_things_where_a_course_is_taken_away(answering: Answering) -> None:
    made = Reply({"lessonId": "l"})
    for test, told in ((PLACEMENT, False), (evolve(PLACEMENT, course_id_on_fail=None), True)):
        value(create_external_placement_test(answering(made), test))
        body = json.loads(answering.sent[-1].body)
        assert ("courseIdOnFail" in body, body.get("courseIdOnFail")) == (told, None)
