"""How PowerPath places students, and how it screens them."""

from datetime import UTC, datetime
from typing import Any

import pytest
from tests.answering import Answering, refused
from tests.powerpath.model_cases_powerpath import PLACED, SESSION
from tests.scripted_server import Reply
from tests.support import calls, error, query, value

from timeback_core import TimebackClient
from timeback_core.engine.codec import Unknown
from timeback_core.errors import NotFound, Rejected
from timeback_core.oneroster import Subject
from timeback_core.powerpath import (
    EdulasticTestResult,
    PlatformTestResult,
    ScreeningSession,
    assign_screening_test,
    get_begun_progress,
    get_current_level,
    get_next_placement_test,
    get_placement,
    get_screening_results,
    get_subject_progress,
    list_test_assignments,
    reset_screening_session,
)
from timeback_core.sandbox import Sandbox

COURSE = {"sourcedId": "c", "title": "Math"}


def test_a_subject_is_taken_in_any_case(client: TimebackClient, sandbox: Sandbox, answering: Answering) -> None:
    level = value(client.powerpath.placement.get_current_level(student="student-1", subject="mATH"))
    assert level == value(client.powerpath.placement.get_current_level("student-1", Subject.MATH))
    assert {query(each)["subject"] for each in calls(sandbox)} == {"Math"}
    rows = [{"course": {**COURSE, "subjects": ["math", "SOCIAL STUDIES", "Chess"]}}]
    (row,) = value(get_subject_progress(answering(Reply({"progress": rows})), "s", "Math"))
    assert row.course.subjects == (Subject.MATH, Subject.SOCIAL_STUDIES, "Chess")


def test_a_grade_is_text_whatever_it_was_given_as(answering: Answering) -> None:
    for told in (4, "4", 4.0):
        session = answering(Reply({"gradeLevel": told, "onboarded": True, "availableTests": 1}))
        assert value(get_current_level(session, "s", "Math")).grade_level == "4"
    session = answering(Reply({"testAssignments": [], "totalCount": 0}))
    for given, sent in ((4, "4"), ("4th grade", "4"), ("K", "0"), (-1, "-1")):
        value(list_test_assignments(session, "s", grade=given))
        assert f"grade={sent}" in answering.sent[-1].target


def test_a_student_without_placement_is_not_found(client: TimebackClient) -> None:
    for student in ("student-1", "nobody"):
        assert isinstance(error(client.powerpath.placement.get_placement(student)), NotFound)


def test_placement_ends_without_a_test(answering: Answering, client: TimebackClient) -> None:
    first = value(client.powerpath.placement.get_next_placement_test("student-1", "Math"))
    assert (first.onboarded, first.exhausted_tests) == (False, False)
    assert first.lesson is not None
    told = {"lesson": None, "gradeLevel": None, "exhaustedTests": True, "onboarded": True, "availableTests": 3}
    last = value(get_next_placement_test(answering(Reply(told)), "s", "Math"))
    assert (last.lesson, last.grade_level, last.exhausted_tests, last.onboarded) == (None, None, True, True)


def test_a_result_of_placement_tells_where_it_was_taken(answering: Answering) -> None:
    placed = value(get_placement(answering(Reply({"Math": PLACED, "Robotics": {}})), "s"))
    assert placed.math is not None
    assert placed.by_subject == {Subject.MATH: placed.math}
    assert placed.extra == {"Robotics": {}}
    kinds: list[type[Any]] = []
    for each in placed.math.results:
        match each:
            case PlatformTestResult() | EdulasticTestResult():
                kinds.append(type(each))
            case Unknown(raw=raw):
                assert raw["source"] == "NEW"
    assert kinds == [PlatformTestResult, EdulasticTestResult]


def test_progress_in_a_subject_is_one_long_list(client: TimebackClient, answering: Answering) -> None:
    listed = value(client.powerpath.placement.get_subject_progress.collect("student-1", "Math"))
    begun = value(client.powerpath.placement.get_begun_progress("student-1", "Math"))
    assert set(begun) == {row for row in listed if row.is_enrolled or row.total_xp_earned > 0}
    rows = [
        {"course": COURSE, "inEnrolled": True},
        {"course": COURSE, "isEnrolled": True},
        {"course": COURSE, "inEnrolled": False, "totalXpEarned": 3},
        {"course": COURSE, "inEnrolled": False},
    ]
    told = value(get_begun_progress(answering(Reply({"progress": rows})), "s", "Math"))
    assert [(row.is_enrolled, row.total_xp_earned) for row in told] == [(True, 0), (True, 0), (False, 3)]


def test_a_reset_takes_results_back(client: TimebackClient) -> None:
    told = value(client.powerpath.placement.reset_user_placement("student-1", "Math"))
    assert (told.success, told.placement_results_deleted, told.onboarding_reset) == (True, 0, True)
    assert isinstance(error(client.powerpath.placement.reset_user_placement("nobody", "Math")), Rejected)


def test_one_test_is_taken_at_a_time(client: TimebackClient) -> None:
    screening = client.powerpath.screening
    assert value(screening.get_session("student-1")).assignment.status is None
    assigned = value(screening.assign_test("student-1", "Math"))
    assert isinstance(assigned, ScreeningSession)
    assert assigned.assignment.status == "enqueued"
    assert isinstance(error(screening.assign_test("student-1", "Reading")), Rejected)
    assert value(screening.reset_session("student-1")) is None
    value(screening.assign_test("student-1", "Reading"))
    assert isinstance(error(screening.get_session("nobody")), NotFound)


@pytest.mark.parametrize("reply", [Reply(None, 204), Reply(b"", 200), Reply({"success": True}), Reply({"any": 1})])
def test_one_test_is_taken_at_a_time__resets(answering: Answering, reply: Reply) -> None:
    assert value(reset_screening_session(answering(reply), "u")) is None
    assert answering.body() == {"userId": "u"}


def test_older_servers_answer_rows_to_an_assignment(answering: Answering) -> None:
    rows = [{"assignedTestKey": "k", "status": "assigned"}]
    assert value(assign_screening_test(answering(Reply(rows)), "u", "Math")) == tuple(rows)
    session = value(assign_screening_test(answering(Reply(SESSION)), "u", "Math"))
    assert isinstance(session, ScreeningSession)
    assert answering.body() == {"userId": "u", "subject": "Math"}
    assert isinstance(error(assign_screening_test(answering(refused(400, "active")), "u", "Math")), Rejected)


def test_results_stand_beside_the_subjects_without_any(answering: Answering, client: TimebackClient) -> None:
    assert value(client.powerpath.screening.get_results("student-1")).by_subject == {}
    reached = {"grade": 4, "ritScore": 211, "testName": "S", "completedAt": "2026-01-05T10:00:00Z"}
    told = value(get_screening_results(answering(Reply({"Math": reached, "Reading": None})), "u"))
    (result,) = told.by_subject.values()
    assert (result.grade, result.rit_score) == ("4", 211)
    assert result.completed_at == datetime(2026, 1, 5, 10, tzinfo=UTC)
    assert told.reading is None
