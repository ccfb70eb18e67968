"""What the end of an attempt brings about beyond its own result: an assignment is over, a student is placed."""

from timeback_core.sandbox.calls import Call
from timeback_core.sandbox.edubridge.enrollments import enroll, school_for
from timeback_core.sandbox.edubridge.tracks import course_of_track
from timeback_core.sandbox.messages import Document
from timeback_core.sandbox.oneroster.collections import USERS
from timeback_core.sandbox.oneroster.vocabulary import GRADE
from timeback_core.sandbox.powerpath.attempts import FINAL, Attempt, store_attempt
from timeback_core.sandbox.powerpath.lessons import Lesson
from timeback_core.sandbox.powerpath.placement_tests import note_onboarding, placement_of
from timeback_core.sandbox.powerpath.test_assignments import move_assignment


def after_finalised(call: Call, lesson: Lesson, attempt: Attempt) -> None:
    """Follow up on an attempt that has just become final."""
    move_assignment(call, lesson.id, "completed" if attempt.is_passed else "failed")
    student = USERS.get(call.world, attempt.student_id)
    if lesson.lesson_type == "placement":
        course = None if attempt.is_passed else _enroll(call, student, lesson, attempt, lesson.grades[:1])
        if lesson.subject is not None:
            _tell_onboarding(call, student, lesson.subject, course)
    elif lesson.lesson_type == "test-out" and attempt.is_passed:
        _enroll(call, student, lesson, attempt, [str(int(grade) + 1) for grade in lesson.grades[:1] if grade in GRADE])


def _enroll(call: Call, student: Document, lesson: Lesson, attempt: Attempt, grades: list[str]) -> Document | None:
    """Enroll a student in the course that follows; that there is none is noted at a test that was given elsewhere."""
    if attempt.metadata.get("skipCourseEnrollment"):
        return None
    course = _course_on_fail(call, lesson) or _course_of_track(call, student, lesson, grades)
    if course is not None:
        enroll(call, student, course, school_for(call, (), course, student), {})
    elif lesson.is_external:
        store_attempt(call, attempt, score=attempt.score, status=FINAL, enrollmentFailed=True)
    return course


def _course_on_fail(call: Call, lesson: Lesson) -> Document | None:
    course_id = lesson.metadata.get("courseIdOnFail") if lesson.lesson_type == "placement" else None
    return call.world.store.get("courses", course_id) if isinstance(course_id, str) else None


def _course_of_track(call: Call, student: Document, lesson: Lesson, grades: list[str]) -> Document | None:
    if lesson.subject is None or not grades:
        return None
    home: Document = student.get("primaryOrg") or {}
    return course_of_track(call.world, lesson.subject, grades[0], home.get("sourcedId"))


def _tell_onboarding(call: Call, student: Document, subject: str, course: Document | None) -> None:
    """Note at the student that the subject is completed, once no placement test of it is left to take."""
    placement = placement_of(call.world, student, subject)
    if placement is None or not placement.is_over:
        return
    course_id = None if course is None else course["sourcedId"]
    state = {"state": "completed", "completedAt": call.stamp, "courseId": course_id}
    note_onboarding(call, student, subject, state)
