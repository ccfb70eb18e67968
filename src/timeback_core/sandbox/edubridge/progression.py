"""Progression: a catalogue of lessons, courses that are made of some of them, and jobs that are queued."""

from collections.abc import Sequence
from itertools import chain
from typing import Final

from timeback_core.sandbox.calls import Call, Route
from timeback_core.sandbox.described import Parameter, described
from timeback_core.sandbox.edubridge.enrollments import enroll
from timeback_core.sandbox.edubridge.structure import add
from timeback_core.sandbox.edubridge.views import figure
from timeback_core.sandbox.list_queries import read_whole
from timeback_core.sandbox.messages import Document, Reply, Steps, json_reply, mapped
from timeback_core.sandbox.oneroster import kinds
from timeback_core.sandbox.oneroster.collections import ORGS
from timeback_core.sandbox.oneroster.kind import metadata_of
from timeback_core.sandbox.oneroster.members import EMAIL, FREE, FULL_TEXT, NUMBER, TEXT, TEXTS
from timeback_core.sandbox.oneroster.views import resources_in
from timeback_core.sandbox.oneroster.writes import checked
from timeback_core.sandbox.refusals import unknown
from timeback_core.sandbox.schema import WHOLE, Boolean, Choice, Flag, ListOf, Number, Record, may, must, musts
from timeback_core.sandbox.store import reference

_GRADES: Final = {"PK": "-1", "K": "0", **{str(grade): str(grade) for grade in range(1, 13)}}
_SUBJECTS: Final = {
    "math": "Math",
    "reading": "Reading",
    "science": "Science",
    "writing": "Writing",
    "language": "Language",
    "ela": "Language",
}
_APPS: Final = ("edia", "freckle", "mobymax", "vocabloco", "lalilo", "anton", "alphawrite", "timeback")
_MOST_LESSONS: Final = 500
_COURSE: Final = Record(
    (
        must("subject", Choice(tuple(_SUBJECTS))),
        must("grade", Choice(tuple(_GRADES), integers_too=True)),
        must("app", Choice(_APPS)),
        must("email", EMAIL),
        must("lessonIds", ListOf(FULL_TEXT, min_items=1)),
        may("next", FULL_TEXT),
        may("courseDetails", Record((may("title", TEXT), may("xpPerLesson", NUMBER), may("metadata", FREE)))),
    )
)
_JOB: Final = Record(
    (
        must("assignmentId", NUMBER),
        *(
            must(name, FULL_TEXT)
            for name in ("studentTimebackId", "studentEmail", "subject", "grade", "currentCourseSourcedId")
        ),
        may("flowType", Choice(("dcan", "existingPlan", "legacy"))),
        may("score", NUMBER),
        *(may(name, TEXT) for name in ("testType", "aiModel")),
        *(may(name, Flag()) for name in ("readOnly", "extendedCatalog", "existingPlan")),
    )
)

_LESSON: Final = Record(
    (*musts(TEXT, "id", "title"), must("xp", NUMBER), *musts(TEXTS, "subjects", "gradeLevels")), name="CatalogLesson"
)
_CATALOG: Final = Record((must("lessons", ListOf(_LESSON)), *musts(WHOLE, "page", "limit", "total")))
_PAGES: Final = (
    Parameter("page", Number(whole=True, least=1)),
    Parameter("limit", Number(whole=True, least=1)),
    Parameter("subject", TEXTS),
    Parameter("gradeLevel", TEXTS),
)
_MADE: Final = Record(
    (
        must("success", Boolean()),
        must("course", Record((*musts(TEXT, "sourcedId", "title"), *musts(NUMBER, "totalLessons", "totalXp")))),
        must("enrollment", Record((must("statusCode", WHOLE), must("message", TEXT)))),
        *musts(WHOLE, "resourcesCreated", "resourcesFailed"),
    )
)


@described(_CATALOG, asks=_PAGES)
def _list_catalog(call: Call) -> Steps[Reply]:
    """A page of the lessons of all courses."""
    page = read_whole(call.query, "page", 1, least=1)
    limit = min(read_whole(call.query, "limit", 100, least=1), _MOST_LESSONS)
    subjects, grades = set(call.values("subject")), set(call.values("gradeLevel"))

    def lessons_of(course: Document) -> list[Document]:
        its_subjects: list[str] = course.get("subjects") or []
        its_grades: list[str] = course.get("grades") or []
        if (subjects and subjects.isdisjoint(its_subjects)) or (grades and grades.isdisjoint(its_grades)):
            return []
        common = {"subjects": its_subjects, "gradeLevels": its_grades}
        return [
            {"id": found["sourcedId"], "title": found["title"], "xp": figure(found, "xp"), **common}
            for found in resources_in(call.world, course)
        ]

    by_course = yield from mapped(call.world.store.rows("courses"), lessons_of)
    lessons = list(chain.from_iterable(by_course))
    first = (page - 1) * limit
    shown = lessons[first : first + limit]
    return json_reply(200, {"lessons": shown, "page": page, "limit": limit, "total": len(lessons)})


@described({201: _MADE}, takes=_COURSE)
def _create_course(call: Call) -> Reply:
    """Make a course of some lessons, and enroll a student in it."""
    body = checked(call.world, _COURSE, call.body(), "")
    users = [user for user in call.world.store.find("users", "email", body["email"]) if user["status"] == "active"]
    if not users:
        raise unknown("User not found.")
    user, details = users[0], body.get("courseDetails", {})
    home = user.get("primaryOrg") or user["roles"][0]["org"]
    wanted = [call.world.store.get("resources", lesson_id) for lesson_id in dict.fromkeys(body["lessonIds"])]
    found = [lesson for lesson in wanted if lesson is not None]
    xp = [details.get("xpPerLesson", figure(lesson, "xp")) for lesson in found]
    metrics = {"totalLessons": len(found), "totalXp": sum(xp)}
    subject, grade = _SUBJECTS[body["subject"]], _GRADES[body["grade"]]
    course = add(
        call,
        kinds.COURSE,
        title=details.get("title", f"{subject} {grade}"),
        subjects=[subject],
        grades=[grade],
        org=home,
        metadata={**details.get("metadata", {}), "primaryApp": body["app"], "metrics": metrics},
    )
    for at, (lesson, worth) in enumerate(zip(found, xp, strict=True), 1):
        _add_lesson(call, course, lesson, at, worth)
    status, _ = enroll(call, user, course, ORGS.get(call.world, home["sourcedId"]), {})
    shown = {
        "success": True,
        "course": {"sourcedId": course["sourcedId"], "title": course["title"], **metrics},
        "enrollment": {"statusCode": status, "message": "Enrolled"},
        "resourcesCreated": len(found),
        "resourcesFailed": len(wanted) - len(found),
    }
    return json_reply(201, shown)


@described(Record((must("success", Boolean()), must("messageId", TEXT))), takes=_JOB)
def _enqueue(call: Call) -> Reply:
    """Queue a job."""
    checked(call.world, _JOB, call.body(), "")
    return json_reply(200, {"success": True, "messageId": call.world.new_id()})


def _add_lesson(call: Call, course: Document, lesson: Document, order: int, xp: float) -> None:
    """Add a lesson of the catalogue to a course, as a resource of its own."""
    title = lesson["title"]
    copied = {name: lesson[name] for name in ("importance", "vendorResourceId", "vendorId") if name in lesson}
    resource = add(call, kinds.RESOURCE, title=title, metadata={**metadata_of(lesson), "xp": xp}, **copied)
    in_course = reference(course["sourcedId"])
    component = add(call, kinds.COURSE_COMPONENT, title=title, sortOrder=order, course=in_course)
    add(
        call,
        kinds.COMPONENT_RESOURCE,
        title=title,
        sortOrder=order,
        courseComponent=reference(component["sourcedId"]),
        resource=reference(resource["sourcedId"]),
    )


PROGRESSION: Final[Sequence[Route]] = (
    Route("edubridge.progression.list_catalog", "GET", "/edubridge/progression/catalog", _list_catalog),
    Route("edubridge.progression.create_course", "POST", "/edubridge/progression/create-course", _create_course),
    Route("edubridge.progression.enqueue", "POST", "/edubridge/progression/enqueue", _enqueue),
)
