"""Test-outs: may a student prove a course or a grade by a test instead, and the assignment of that test."""

from collections.abc import Iterator, Sequence
from typing import Final

from timeback_core.sandbox.calls import Call, Route
from timeback_core.sandbox.described import Either, asked_by, described
from timeback_core.sandbox.edubridge.enrollments import active_enrollments
from timeback_core.sandbox.edubridge.views import class_of, course_of
from timeback_core.sandbox.messages import Document, Reply, json_reply
from timeback_core.sandbox.oneroster.collections import COURSES, STUDENTS
from timeback_core.sandbox.oneroster.kind import metadata_of
from timeback_core.sandbox.oneroster.members import FULL_TEXT, TEXT
from timeback_core.sandbox.oneroster.vocabulary import GRADE
from timeback_core.sandbox.oneroster.writes import checked
from timeback_core.sandbox.powerpath.attempts import attempts_of, latest
from timeback_core.sandbox.powerpath.course_sequences import active_sequence, is_assessment
from timeback_core.sandbox.powerpath.external_tests import ACCESS, access
from timeback_core.sandbox.powerpath.lessons import lessons_in
from timeback_core.sandbox.powerpath.placement import subject_named
from timeback_core.sandbox.powerpath.placement_tests import placement_tests
from timeback_core.sandbox.powerpath.test_assignments import (
    ACTIVE,
    CREATED,
    active_assignment,
    assign,
    assignments_of,
    created_view,
)
from timeback_core.sandbox.refusals import RefusalError
from timeback_core.sandbox.schema import Boolean, Choice, Record, may, may_nulls, must, musts
from timeback_core.sandbox.world import World

_BASE: Final = "/powerpath/test-out"
_START: Final = Record((must("courseId", FULL_TEXT), must("studentId", FULL_TEXT)))
_TEST_OUT: Final = Record((must("student", FULL_TEXT), must("course", FULL_TEXT)))
_SELF_ELECTED: Final = Record((must("oneRosterSourcedId", FULL_TEXT), must("subject", FULL_TEXT)))
_NO_SUBJECT: Final = ("None", "Other")
_ELECTIVE: Final = ("Math", "Reading", "Language", "Science", "Writing", "Vocabulary")
"""The subjects of which a student may ask for a test."""

TEST_OUT_STATE: Final = Record((must("status", TEXT), *(may(name, TEXT) for name in ("assignmentId", "lessonId"))))
_STARTED: Final = Record((*CREATED.members, must("status", Choice(("existing", "created")))))
_LESSON: Final = (must("lessonType", TEXT), *may_nulls(TEXT, "lessonId", "toolProvider"), must("finalized", Boolean()))
_SHOWN: Final = Either((Record((*_LESSON, *ACCESS), name="AssignedTestOut"), Record(_LESSON, name="TestOut")))
_ELIGIBLE: Final = Record((must("eligible", Boolean()), may("reason", TEXT)))
_ELECTED: Final = Record(
    (must("success", Boolean()), must("data", Record((*CREATED.members, *musts(TEXT, "subject", "grade")))))
)


def test_out_state(world: World, student: Document, course: Document) -> Document:
    """How a student stands with the test-out of a course, as the progress in it tells."""
    place = _place(course)
    if place is None or not _is_enrolled(world, student, *place):
        return {"status": "not_eligible"}
    rows = assignments_of(world, student["sourcedId"], *place)
    if not rows:
        return {"status": "available"}
    row = next((row for row in rows if row["assignmentStatus"] in ACTIVE), rows[-1])
    state = "in_progress" if row["assignmentStatus"] in ACTIVE else row["assignmentStatus"]
    told = created_view(row)
    return {"status": state, "assignmentId": told["assignmentId"], "lessonId": told["lessonId"]}


def _place(course: Document) -> tuple[str, str] | None:
    """The subject and grade of a course that a test-out of it proves."""
    subjects: list[str] = course.get("subjects") or []
    grades: list[str] = course.get("grades") or []
    is_one = subjects and grades and subjects[0] not in _NO_SUBJECT
    return (subjects[0], grades[0]) if is_one else None


def _courses(world: World, student: Document) -> Iterator[Document]:
    """The courses of a student's active enrollments."""
    return (course_of(world, class_of(world, seat)) for seat in active_enrollments(world, student["sourcedId"]))


def _is_enrolled(world: World, student: Document, subject: str, grade: str) -> bool:
    return any(
        subject in (course.get("subjects") or ()) and grade in (course.get("grades") or ())
        for course in _courses(world, student)
    )


@described(_STARTED, takes=_START)
def _start(call: Call) -> Reply:
    """Assign the test-out of a course, once."""
    body = checked(call.world, _START, call.body(), "")
    course, student = COURSES.get(call.world, body["courseId"]), STUDENTS.get(call.world, body["studentId"])
    place = _place(course)
    if place is None or not _is_enrolled(call.world, student, *place):
        raise RefusalError(400, "The student is not eligible for a test-out of the course.")
    row = active_assignment(call.world, student["sourcedId"], *place)
    if row is not None:
        return json_reply(200, {**created_view(row), "status": "existing"})
    if assignments_of(call.world, student["sourcedId"], *place):
        raise RefusalError(400, "The student has taken the test-out of the course.")
    return json_reply(200, {**created_view(assign(call, student, *place)), "status": "created"})


@described(_SHOWN, asks=asked_by(_TEST_OUT))
def _test_out(call: Call) -> Reply:
    """The test-out lesson of a course, and how a student gets to it once it is assigned."""
    query = checked(call.world, _TEST_OUT, call.query, "")
    student, course = STUDENTS.get(call.world, query["student"]), COURSES.get(call.world, query["course"])
    lesson = next(lessons_in(call.world, course["sourcedId"], "test-out"), None)
    attempt = None if lesson is None else latest(call.world, student["sourcedId"], lesson)
    told = {
        "lessonType": "test-out",
        "lessonId": None if lesson is None else lesson.id,
        "finalized": attempt is not None and attempt.is_final,
        "toolProvider": None if lesson is None else lesson.tool_provider,
    }
    if lesson is None or attempt is None or attempt.metadata.get("assignmentId") is None:
        return json_reply(200, told)
    return json_reply(200, {**told, **access(call.world, student, lesson, attempt)})


@described(_ELIGIBLE)
def _eligibility(call: Call) -> Reply:
    """Whether a student may ask for a test-out of a subject."""
    target = _target(call.world, STUDENTS.get(call.world, call.ids[0]), subject_named(call.ids[1]))
    return json_reply(200, {"eligible": False, "reason": target} if isinstance(target, str) else {"eligible": True})


@described(_ELECTED, takes=_SELF_ELECTED)
def _create_assignment(call: Call) -> Reply:
    """Assign the test-out of a subject that a student asks for."""
    body = checked(call.world, _SELF_ELECTED, call.body(), "")
    student = STUDENTS.get(call.world, body["oneRosterSourcedId"])
    target = _target(call.world, student, subject_named(body["subject"]))
    if isinstance(target, str):
        raise RefusalError(400, target)
    subject, grade = target
    told = created_view(assign(call, student, subject, grade))
    return json_reply(200, {"success": True, "data": {**told, "subject": subject, "grade": grade}})


def _target(world: World, student: Document, subject: str | None) -> tuple[str, str] | str:
    """The subject and grade that a student may ask to be tested in, or why there are none."""
    if subject not in _ELECTIVE:
        return "There is no test-out of this subject."
    courses = (course for course in _courses(world, student) if subject in (course.get("subjects") or ()))
    if all(metadata_of(course).get("placementPlaceholder") for course in courses):
        return "The student is not enrolled in a course of this subject."
    grade = _next_grade(world, student["sourcedId"], subject)
    if grade is None:
        return "No grade can be determined."
    if assignments_of(world, student["sourcedId"], subject, grade):
        return f"The student has a test-out of grade {grade} already."
    return subject, grade


def _next_grade(world: World, student_id: str, subject: str) -> str | None:
    """The grade after the highest that was mastered, else the lowest that the active sequence tests."""
    done = (row for row in assignments_of(world, student_id, subject) if row["assignmentStatus"] == "completed")
    passed = (
        test.grades[0]
        for test in placement_tests(world, subject)
        if any(attempt.is_passed for attempt in attempts_of(world, student_id, test))
    )
    mastered = [*(row["grade"] for row in done), *passed]
    if mastered:
        following = str(max(map(int, mastered)) + 1)
        return following if following in GRADE else None
    sequence = active_sequence(world, subject)
    stages: list[Document] = [] if sequence is None else sequence["stages"]
    tested: list[str] = [grade for stage in filter(is_assessment, stages) for grade in stage["grades"]]
    return min(tested, key=int, default=None)


TEST_OUTS: Final[Sequence[Route]] = (
    Route("powerpath.lesson_plans.start_test_out", "POST", "/powerpath/lessonPlans/startTestOut", _start),
    Route("powerpath.assessments.test_out", "GET", "/powerpath/testOut", _test_out),
    Route(
        "powerpath.test_out.get_eligibility",
        "GET",
        f"{_BASE}/getTestOutEligibility/{{studentId}}/{{subject}}",
        _eligibility,
    ),
    Route(
        "powerpath.test_out.create_assignment",
        "POST",
        f"{_BASE}/makeExternalStudentTestOutAssignment",
        _create_assignment,
    ),
)
