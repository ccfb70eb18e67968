"""Lessons whose test is given by another application: made, assigned to a student, and imported once it is scored."""

from collections.abc import Sequence
from typing import Final
from urllib.parse import quote

import attrs

from timeback_core.sandbox.calls import Call, Route
from timeback_core.sandbox.described import Parameter, asked_by, described
from timeback_core.sandbox.messages import Document, Reply, json_reply
from timeback_core.sandbox.oneroster.members import FULL_TEXT, GRADES, NUMBER, TEXT, TEXTS
from timeback_core.sandbox.oneroster.writes import checked
from timeback_core.sandbox.powerpath.attempts import ANSWERED, Attempt, latest, made_id, open_attempt, store_attempt
from timeback_core.sandbox.powerpath.completion import complete
from timeback_core.sandbox.powerpath.lessons import AT_LESSON, Lesson, lesson_of, student_of
from timeback_core.sandbox.powerpath.new_lessons import IN_COURSE, course_for, lesson_metadata, place_for, put_lesson
from timeback_core.sandbox.powerpath.outside import take_report
from timeback_core.sandbox.powerpath.test_assignments import move_assignment
from timeback_core.sandbox.refusals import RefusalError
from timeback_core.sandbox.schema import WHOLE, Boolean, Choice, Record, Tagged, may, may_null, may_nulls, must, musts
from timeback_core.sandbox.world import World

EXTERNAL: Final = ("test-out", "placement", "unit-test")
"""The types of lessons that another application can give."""
TOOLS: Final = ("edulastic", "mastery-track")

_TEST: Final = (
    *(member for member in IN_COURSE if member.name not in {"grades", "xp"}),
    must("toolProvider", Choice(TOOLS)),
    must("grades", attrs.evolve(GRADES, min_items=1)),
    must("lessonType", TEXT),
    *(may(name, FULL_TEXT) for name in ("launchUrl", "vendorId", "description")),
)
_NEW_TEST: Final = Tagged(
    "ExternalTestInput",
    "lessonType",
    {"test-out": Record((*_TEST, must("xp", NUMBER))), "placement": Record((*_TEST, may("xp", NUMBER)))},
)
_MAKE: Final = Record(
    (
        *AT_LESSON.members,
        may("applicationName", FULL_TEXT),
        may("testId", FULL_TEXT),
        may("skipCourseEnrollment", Boolean()),
    )
)
_OF_ATTEMPT: Final = ("assignmentId", "classId", "testUrl", "testId")

ACCESS: Final = (
    must("attempt", WHOLE),
    must("credentials", Record(musts(TEXT, "email", "password"))),
    *may_nulls(TEXT, *_OF_ATTEMPT),
)
"""How a student gets to a test."""
_CREATED: Final = Record(
    (
        *musts(TEXT, "lessonType", "lessonId", "courseComponentId", "resourceId", "toolProvider"),
        may_null("courseIdOnFail", TEXT),
        must("grades", TEXTS),
        *(may(name, TEXT) for name in ("launchUrl", "vendorId")),
    ),
    name="ExternalTest",
)
_MADE: Final = Record((*musts(TEXT, "toolProvider", "lessonType"), *ACCESS), name="ExternalTestAssignment")
_IMPORTED: Final = Record(
    (*musts(TEXT, "lessonType", "lessonId", "toolProvider"), must("finalized", Boolean()), *ACCESS),
    name="ExternalTestResult",
)


@described(_CREATED, takes=_NEW_TEST)
def _create(call: Call) -> Reply:
    """Make a lesson whose test another application gives."""
    body = checked(call.world, _NEW_TEST, call.body(), "")
    course = course_for(call, body)
    title = body.get("lessonTitle") or f"{course['title']}: {body['lessonType']}"
    before, unit = place_for(call, course, body, title)
    given = ("toolProvider", "launchUrl", "vendorId", "description")
    told: Document = {name: body[name] for name in given if name in body}
    metadata = {"type": "interactive", **lesson_metadata(course, body, body["lessonType"]), **told}
    link, resource = put_lesson(call, before, unit, body, title, body.get("vendorId") or title, metadata)
    shown = resource["metadata"]
    return json_reply(
        200,
        {
            "lessonType": body["lessonType"],
            "lessonId": link["sourcedId"],
            "courseComponentId": link["courseComponent"]["sourcedId"],
            "resourceId": resource["sourcedId"],
            "toolProvider": body["toolProvider"],
            "courseIdOnFail": shown.get("courseIdOnFail"),
            "grades": shown["grades"],
            **{name: shown[name] for name in ("launchUrl", "vendorId") if name in shown},
        },
    )


@described(_MADE, takes=_MAKE)
def _make(call: Call) -> Reply:
    """Assign such a test to a student."""
    body = checked(call.world, _MAKE, call.body(), "")
    student, lesson = _external(call, body)
    attempt = latest(call.world, student["sourcedId"], lesson)
    if attempt is None or attempt.is_final or attempt.metadata.get("assignmentId") is None:
        noted = {**_assigned(call, lesson, body), "skipCourseEnrollment": body.get("skipCourseEnrollment", False)}
        if attempt is None or attempt.is_final:
            attempt = open_attempt(call, student["sourcedId"], lesson, **noted)
        else:
            attempt = store_attempt(call, attempt, score=attempt.score, status=attempt.result["scoreStatus"], **noted)
        move_assignment(call, lesson.id, "in_progress")
    told = {"toolProvider": lesson.tool_provider, "lessonType": lesson.lesson_type}
    return json_reply(200, {**told, **access(call.world, student, lesson, attempt)})


def _assigned(call: Call, lesson: Lesson, body: Document) -> Document:
    """What the application that gives the test tells of a new assignment."""
    assignment_id = call.world.new_id()
    class_id, test_id = "", body.get("testId")
    if lesson.tool_provider == "edulastic":
        class_id, test_id = call.world.new_id(), test_id or assignment_id
    elif test_id is None:
        if lesson.subject is None or not lesson.grades:
            raise RefusalError(400, "The lesson has no subject and grade, and no test is named.")
        test_id = f"{lesson.subject}-{lesson.grades[0]}"
    url = lesson.metadata.get("launchUrl") or f"https://{lesson.tool_provider}.example.com/tests/{quote(test_id, '')}"
    return {"assignmentId": assignment_id, "classId": class_id, "testUrl": url, "testId": test_id}


def access(world: World, student: Document, lesson: Lesson, attempt: Attempt) -> Document:
    """How a student gets to the test of an attempt."""
    password = made_id(world, student["sourcedId"], lesson.id, "password")[-12:]
    return {
        "attempt": attempt.number,
        "credentials": {"email": student["email"], "password": password},
        **{name: attempt.metadata.get(name) for name in _OF_ATTEMPT},
    }


@described(_IMPORTED, asks=(*asked_by(AT_LESSON), Parameter("applicationName")))
def _import(call: Call) -> Reply:
    """What became of a test that another application gives."""
    student, lesson = _external(call, checked(call.world, AT_LESSON, call.query, ""))
    attempt = latest(call.world, student["sourcedId"], lesson)
    if attempt is None or attempt.metadata.get("assignmentId") is None:
        raise RefusalError(400, "The test was not assigned to the student.")
    report = None if attempt.is_final else take_report(call.world, student["sourcedId"], lesson.id)
    if report is not None and report.is_final:
        attempt = complete(
            call,
            lesson,
            attempt,
            score=report.score,
            accuracy=report.score,
            correct=report.correct,
            total=len(report.questions),
        )
    elif report is not None:
        attempt = store_attempt(call, attempt, score=report.score, status=ANSWERED)
    told = {
        "lessonType": lesson.lesson_type,
        "lessonId": lesson.id,
        "toolProvider": lesson.tool_provider,
        "finalized": attempt.is_final,
    }
    return json_reply(200, {**told, **access(call.world, student, lesson, attempt)})


def _external(call: Call, named: Document) -> tuple[Document, Lesson]:
    """The student and the lesson, which must be one that another application gives."""
    student, lesson = student_of(call.world, named["student"]), lesson_of(call.world, named["lesson"])
    if lesson.lesson_type not in EXTERNAL or lesson.tool_provider not in TOOLS:
        raise RefusalError(400, "No other application gives the test of this lesson.")
    return student, lesson


EXTERNAL_TESTS: Final[Sequence[Route]] = (
    Route(
        "powerpath.assessments.create_external_placement_test",
        "POST",
        "/powerpath/createExternalPlacementTest",
        _create,
    ),
    Route("powerpath.assessments.create_external_test_out", "POST", "/powerpath/createExternalTestOut", _create),
    Route(
        "powerpath.assessments.make_external_test_assignment", "POST", "/powerpath/makeExternalTestAssignment", _make
    ),
    Route(
        "powerpath.assessments.import_external_test_assignment_results",
        "GET",
        "/powerpath/importExternalTestAssignmentResults",
        _import,
    ),
)
