"""How PowerPath makes tests and gives them to students."""

import json

import httpx
import pytest
from tests.answering import Answering, refused
from tests.powerpath.model_cases_powerpath import ASSIGNMENT
from tests.scripted_server import Reply, ScriptedServer, in_turn
from tests.support import client_of, error, value

from timeback_core import TimebackClient, evolve
from timeback_core.errors import ConnectionFailed, NotFound, Rejected
from timeback_core.powerpath import (
    CreateExternalPlacementInput,
    MakeExternalTestAssignmentInput,
    RowError,
    TestAssignmentInput,
    create_external_placement_test,
    import_external_test_assignment_results,
    list_all_test_assignments,
    make_external_test_assignment,
    update_test_assignment,
)
from timeback_core.sandbox import Server

PLACEMENT = CreateExternalPlacementInput(
    course_id="course-1", tool_provider="edulastic", grades=[8], course_id_on_fail="course-2"
)
SPRING = TestAssignmentInput(student="student-1", subject="Math", grade=4, test_name="Spring")


def test_a_test_that_is_made_again_is_changed(client: TimebackClient, answering: Answering) -> None:
    made = value(client.powerpath.assessments.create_external_placement_test(PLACEMENT))
    assert made.course_id_on_fail == "course-2"
    none = evolve(PLACEMENT, course_id_on_fail=None)
    again = value(client.powerpath.assessments.create_external_placement_test(none))
    assert (again.lesson_id, again.course_id_on_fail) == (made.lesson_id, None)
    other = evolve(PLACEMENT, tool_provider="mastery-track")
    assert isinstance(error(client.powerpath.assessments.create_external_placement_test(other)), Rejected)
    value(create_external_placement_test(answering(Reply({"lessonId": "l"})), none))
    assert json.loads(answering.sent[-1].body)["courseIdOnFail"] is None


@pytest.mark.parametrize("odd", [{}, {"credentials": None, "testUrl": None}, {"classId": "", "testId": ""}])
def test_a_tool_need_not_tell_everything(answering: Answering, odd: dict[str, object]) -> None:
    told = {"toolProvider": "edulastic", "lessonType": "test-out", "attempt": "2", **odd}
    assignment = MakeExternalTestAssignmentInput(student="s", lesson="l")
    made = value(make_external_test_assignment(answering(Reply(told)), assignment))
    assert (made.attempt, made.credentials, made.test_url) == (2, None, None)


def test_fetching_results_may_make_an_attempt_final(client: TimebackClient, server: Server) -> None:
    assessments = client.powerpath.assessments
    lesson = value(assessments.create_external_placement_test(PLACEMENT)).lesson_id
    assert isinstance(error(assessments.import_external_test_assignment_results("student-1", lesson)), Rejected)
    value(
        assessments.make_external_test_assignment(MakeExternalTestAssignmentInput(student="student-1", lesson=lesson))
    )
    assert not value(assessments.import_external_test_assignment_results("student-1", lesson)).finalized
    told = {"student": "student-1", "lesson": lesson, "questions": [1, 1, 0.5]}
    assert httpx.post(f"{server.base_url}/.sandbox/external-scores", json=told).is_success
    for _ in range(2):
        assert value(assessments.import_external_test_assignment_results("student-1", lesson)).finalized


def test_fetching_results_may_make_an_attempt_final__sent_again() -> None:
    with ScriptedServer(in_turn(Reply(cut=True), Reply({"finalized": True}))) as server, client_of(server) as other:
        assert value(import_external_test_assignment_results(other.session, "s", "l")).finalized
        assert len(server.calls()) == 2
    with ScriptedServer(in_turn(Reply(cut=True))) as server, client_of(server) as other:
        assignment = MakeExternalTestAssignmentInput(student="s", lesson="l")
        assert isinstance(error(make_external_test_assignment(other.session, assignment)), ConnectionFailed)
        assert len(server.calls()) == 1


def test_several_are_given_or_none(client: TimebackClient, server: Server) -> None:
    assignments = client.powerpath.test_assignments
    wrong = evolve(SPRING, student="nobody")
    told = value(assignments.bulk([SPRING, wrong]))
    assert (told.success, told.results) == (False, ())
    assert [row.row for row in told.errors] == [1]
    assert len(value(assignments.admin.collect())) == 0
    address = "https://docs.google.com/spreadsheets/d/1/edit"
    unread = value(assignments.import_assignments(address, "Spring"))
    assert not unread.success
    sheet = {"spreadsheetUrl": address, "sheet": "Spring", "csv": "Student,Subject,GRADE\nstudent-1,Math,4\n"}
    assert httpx.post(f"{server.base_url}/.sandbox/sheets", json=sheet).is_success
    told = value(assignments.import_assignments(address, "Spring"))
    assert (told.success, told.errors) == (True, ())
    (made,) = told.results
    assert value(assignments.get(made.assignment_id)).component_resource_sourced_id == made.lesson_id


def test_several_are_given_or_none__other_refusals(client: TimebackClient, answering: Answering) -> None:
    bulk = client.powerpath.test_assignments.bulk
    rows = {"success": False, "results": [], "errors": [{"row": 0, "message": "no"}]}
    request = bulk.request([SPRING])
    told = value(answering(Reply(rows, 400)).perform(request))
    assert told.errors == (RowError(row=0, message="no"),)
    assert isinstance(error(answering(refused(400, "no")).perform(request)), Rejected)
    assert isinstance(error(answering(Reply(rows, 422)).perform(request)), Rejected)


def test_a_renaming_answers_nothing_or_the_assignment(client: TimebackClient, answering: Answering) -> None:
    assignments = client.powerpath.test_assignments
    made = value(assignments.create(SPRING))
    assert value(assignments.update(made.assignment_id, "Autumn")) is None
    assert value(assignments.get(made.assignment_id)).test_name == "Autumn"
    told = value(update_test_assignment(answering(Reply(ASSIGNMENT)), "a", "Spring"))
    assert told is not None
    assert told.test_name == "Spring"
    assert answering.body() == {"testName": "Spring"}
    assert len(answering.sent) == 1


def test_assignments_come_in_pages_by_offset(client: TimebackClient, answering: Answering) -> None:
    assignments = client.powerpath.test_assignments
    for grade in range(3, 6):
        value(assignments.create(evolve(SPRING, grade=grade)))
    assert value(assignments.list("student-1", limit=2)).total == 3
    assert len(value(assignments.list.collect("student-1", limit=2, offset=1))) == 2
    assert {row.grade for row in value(assignments.admin.collect(limit=1))} == {"3", "4", "5"}
    (found,) = value(assignments.list("student-1", grade=4, subject="Math", status="assigned"))
    assert found.grade == "4"
    short = [Reply({"testAssignments": [ASSIGNMENT] * rows, "totalCount": 3}) for rows in (1, 2)]
    assert len(value(list_all_test_assignments.collect(answering(*short), limit=2))) == 3
    assert [seen.target.rpartition("offset=")[2] for seen in answering.sent][1:] == ["1"]


def test_a_deleted_assignment_is_gone(client: TimebackClient) -> None:
    assignments = client.powerpath.test_assignments
    made = value(assignments.create(SPRING))
    assert value(assignments.delete(made.assignment_id)) is None
    assert isinstance(error(assignments.get(made.assignment_id)), NotFound)
    assert list(value(assignments.list("student-1"))) == []
