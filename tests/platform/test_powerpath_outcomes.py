"""What the outcomes of PowerPath's tests lead to."""

import httpx
import pytest
from tests.support import error, value

from timeback_core import TimebackClient, evolve
from timeback_core.errors import Rejected
from timeback_core.powerpath import (
    CreateExternalPlacementInput,
    MakeExternalTestAssignmentInput,
    TestAssignmentInput,
    TestProgress,
)
from timeback_core.sandbox import Server

STUDENT = "student-1"
PLACEMENT = CreateExternalPlacementInput(course_id="course-1", tool_provider="edulastic", grades=[4])


def take(client: TimebackClient, server: Server, lesson: str | None, score: float, *, skip: bool = False) -> None:
    """Let a student take a test of another tool, which gives a score from 0 to 1."""
    assert lesson is not None
    assignment = MakeExternalTestAssignmentInput(student=STUDENT, lesson=lesson, skip_course_enrollment=skip)
    value(client.powerpath.assessments.make_external_test_assignment(assignment))
    told = {"student": STUDENT, "lesson": lesson, "questions": [score]}
    assert httpx.post(f"{server.base_url}/.sandbox/external-scores", json=told).is_success
    assert value(client.powerpath.assessments.import_external_test_assignment_results(STUDENT, lesson)).finalized


def courses_of(client: TimebackClient) -> set[str]:
    seats = value(client.edubridge.enrollments.list(STUDENT))
    return {seat.course.id for seat in seats}


@pytest.fixture
def tests(client: TimebackClient) -> list[str]:
    """The lessons of three placement tests of Science, for grades that have no track."""
    make = client.powerpath.assessments.create_external_placement_test
    inputs = [evolve(PLACEMENT, course_id="course-3", grades=[grade]) for grade in (9, 10, 11)]
    return [value(make(each)).lesson_id for each in inputs]


def test_placement_goes_on_while_tests_are_passed(client: TimebackClient, server: Server, tests: list[str]) -> None:
    placement = client.powerpath.placement

    def stands() -> tuple[object, ...]:
        following = value(placement.get_next_placement_test(STUDENT, "Science"))
        level = value(placement.get_current_level(STUDENT, "Science"))
        return following.lesson, following.onboarded, following.exhausted_tests, level.grade_level

    assert stands() == (tests[0], False, False, "9")
    take(client, server, tests[1], 0.9)
    assert stands() == (tests[2], False, False, "11")
    take(client, server, tests[0], 0)
    assert stands() == (tests[2], False, False, "11")
    take(client, server, tests[2], 0.89)
    assert stands() == (None, True, True, "11")
    take(client, server, tests[1], 0)
    value(placement.reset_user_placement(STUDENT, "Science"))
    take(client, server, tests[0], 0.5)
    assert stands() == (None, True, False, "9")


def test_a_student_who_fails_is_enrolled(client: TimebackClient, server: Server, tests: list[str]) -> None:
    make = client.powerpath.assessments.create_external_placement_test
    progress = client.powerpath.assessments.get_assessment_progress
    before = courses_of(client)
    named = value(make(evolve(PLACEMENT, course_id_on_fail="course-6"))).lesson_id
    take(client, server, named, 0, skip=True)
    assert courses_of(client) == before
    take(client, server, named, 0)
    assert courses_of(client) == before | {"course-6"}
    take(client, server, value(make(evolve(PLACEMENT, course_id="course-5"))).lesson_id, 0)
    assert courses_of(client) == before | {"course-5", "course-6"}
    take(client, server, tests[0], 0)
    told = value(progress(STUDENT, tests[0]))
    assert isinstance(told, TestProgress)
    assert told.enrollment_failed


def test_the_same_test_is_not_assigned_twice(client: TimebackClient) -> None:
    assignments = client.powerpath.test_assignments
    math = TestAssignmentInput(student=STUDENT, subject="Math", grade=4)
    first = value(assignments.create(math))
    assert isinstance(error(assignments.create(math)), Rejected)
    assert [row.row for row in value(assignments.bulk([evolve(math, grade=5), math])).errors] == [1]
    value(assignments.delete(first.assignment_id))
    value(assignments.create(math))


@pytest.mark.parametrize(("score", "state"), [(1, "completed"), (0.9, "completed"), (0.89, "failed")])
def test_an_assignment_goes_where_its_test_goes(
    client: TimebackClient, server: Server, score: float, state: str
) -> None:
    assignments = client.powerpath.test_assignments
    made = value(assignments.create(TestAssignmentInput(student=STUDENT, subject="Math", grade=12)))
    assert made.lesson_id is not None
    assignment = MakeExternalTestAssignmentInput(student=STUDENT, lesson=made.lesson_id)
    assert value(assignments.get(made.assignment_id)).assignment_status == "assigned"
    value(client.powerpath.assessments.make_external_test_assignment(assignment))
    assert value(assignments.get(made.assignment_id)).assignment_status == "in_progress"
    take(client, server, made.lesson_id, score)
    assert value(assignments.get(made.assignment_id)).assignment_status == state


def test_a_test_out_proves_a_subject_and_a_grade(client: TimebackClient, server: Server) -> None:
    start, test_out = client.powerpath.lesson_plans.start_test_out, client.powerpath.test_out
    value(client.edubridge.enrollments.enroll(STUDENT, "course-1"))
    value(client.edubridge.enrollments.enroll(STUDENT, "course-2"))
    made = value(start("course-1", STUDENT))
    found = value(client.powerpath.test_assignments.get(made.assignment_id))
    assert (found.subject, found.grade) == ("Math", "3")
    take(client, server, made.lesson_id, 1)
    assert isinstance(error(start("course-1", STUDENT)), Rejected)
    for subject, grade in (("math", "4"), ("Reading", "3")):
        assert value(test_out.get_eligibility(STUDENT, subject)).eligible
        assert value(test_out.create_assignment(STUDENT, subject)).success
        (newest, *_) = value(client.powerpath.test_assignments.list(STUDENT))
        assert newest.grade == grade
        assert not value(test_out.get_eligibility(STUDENT, subject)).eligible
