"""How far a student is in every course of a subject: lessons done, and XP earned."""

from collections.abc import Sequence
from typing import Final

from timeback_core.sandbox.calls import Call, Route
from timeback_core.sandbox.described import described, under
from timeback_core.sandbox.edubridge.enrollments import active_enrollments
from timeback_core.sandbox.edubridge.views import class_of, figure
from timeback_core.sandbox.messages import Document, Reply, Steps, json_reply, mapped
from timeback_core.sandbox.oneroster.kind import metadata_of
from timeback_core.sandbox.oneroster.members import NUMBER, TEXT, TEXTS
from timeback_core.sandbox.powerpath.attempts import FINAL
from timeback_core.sandbox.powerpath.course_tree import CourseTree, is_active
from timeback_core.sandbox.powerpath.lessons import lesson_type_of
from timeback_core.sandbox.powerpath.placement import OF_SUBJECT, student_in, subject_in
from timeback_core.sandbox.refusals import unknown
from timeback_core.sandbox.schema import WHOLE, Boolean, ListOf, Record, may_null, may_nulls, must, musts
from timeback_core.sandbox.world import World

_COURSE: Final = ("courseCode", "dateLastModified", "grades", "level", "sourcedId", "status", "subjects", "title")

_PROGRESS: Final = Record(
    (
        must(
            "course",
            Record(
                (
                    *musts(TEXT, "sourcedId", "status", "dateLastModified", "title", "orgSourcedId"),
                    *may_nulls(TEXT, "courseCode", "level"),
                    *may_nulls(TEXTS, "grades", "subjects"),
                )
            ),
        ),
        *musts(Boolean(), "inEnrolled", "hasUsedTestOut"),
        may_null("testOutLessonId", TEXT),
        *musts(WHOLE, "completedLessons", "totalLessons"),
        *musts(NUMBER, "totalAttainableXp", "totalXpEarned"),
    ),
    name="SubjectProgress",
)


@described(under("progress", ListOf(_PROGRESS)), asks=OF_SUBJECT)
def _get(call: Call) -> Steps[Reply]:
    """How far a student is in every course of a subject."""
    subject, student = subject_in(call.query), student_in(call)
    courses = [row for row in call.world.store.find("courses", "subjects", subject) if is_active(row)]
    if not courses:
        raise unknown("No course has this subject.")
    done = _xp_by_lesson(call.world, student["sourcedId"])
    seats = active_enrollments(call.world, student["sourcedId"])
    enrolled = {class_of(call.world, seat)["course"]["sourcedId"] for seat in seats}
    progress = yield from mapped(courses, lambda course: _progress(call.world, course, enrolled, done))
    return json_reply(200, {"progress": progress})


def _progress(world: World, course: Document, enrolled: set[str], done: dict[str, float]) -> Document:
    lessons = list(CourseTree(world, course["sourcedId"]).all_links())
    resources = [world.store.get("resources", lesson["resource"]["sourcedId"]) or {} for lesson in lessons]
    test_outs = (
        lesson["sourcedId"]
        for lesson, resource in zip(lessons, resources, strict=True)
        if lesson_type_of(lesson, resource) == "test-out"
    )
    test_out = next(test_outs, None)
    completed = [lesson["sourcedId"] for lesson in lessons if lesson["sourcedId"] in done]
    return {
        "course": {**{name: course.get(name) for name in _COURSE}, "orgSourcedId": course["org"]["sourcedId"]},
        "inEnrolled": course["sourcedId"] in enrolled,
        "hasUsedTestOut": test_out in completed,
        "testOutLessonId": test_out,
        "completedLessons": len(completed),
        "totalLessons": len(lessons),
        "totalAttainableXp": sum(figure(resource, "xp") for resource in resources),
        "totalXpEarned": sum(done[lesson_id] for lesson_id in completed),
    }


def _xp_by_lesson(world: World, student_id: str) -> dict[str, float]:
    """For each lesson that a student has a fully graded result of, the XP of the best one."""
    best: dict[str, float] = {}
    for result in world.store.referring("assessmentResults", "student", student_id):
        item = world.store.get("assessmentLineItems", result["assessmentLineItem"]["sourcedId"])
        if item is None or not is_active(result) or result["scoreStatus"] != FINAL:
            continue
        lesson = item.get("componentResource")
        if lesson is not None and "questionId" not in metadata_of(item):
            best[lesson["sourcedId"]] = max(best.get(lesson["sourcedId"], 0), figure(result, "xp"))
    return best


SUBJECT_PROGRESS: Final[Sequence[Route]] = (
    Route("powerpath.placement.get_subject_progress", "GET", "/powerpath/placement/getSubjectProgress", _get),
)
