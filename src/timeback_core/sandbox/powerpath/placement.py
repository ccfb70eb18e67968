"""Placement: the tests of a subject, the next one for a student, the level that they show, and starting over."""

from collections.abc import Mapping, Sequence
from typing import Final

from timeback_core.sandbox.calls import Call, Route
from timeback_core.sandbox.described import Either, Null, asked_by, described, under
from timeback_core.sandbox.messages import Document, Reply, json_reply
from timeback_core.sandbox.oneroster.collections import ASSESSMENT_RESULTS, STUDENTS
from timeback_core.sandbox.oneroster.members import FREE, FULL_TEXT, NUMBER, TEXT
from timeback_core.sandbox.oneroster.vocabulary import SUBJECT
from timeback_core.sandbox.oneroster.writes import checked, mark_deleted
from timeback_core.sandbox.powerpath.answers import forget_answers
from timeback_core.sandbox.powerpath.attempts import lesson_item_id
from timeback_core.sandbox.powerpath.placement_tests import Placement, Taken, note_onboarding, placement_of
from timeback_core.sandbox.powerpath.screening import screening_result
from timeback_core.sandbox.refusals import invalid, unknown
from timeback_core.sandbox.schema import WHOLE, Boolean, Choice, ListOf, Record, may, may_null, may_nulls, must, musts

_BASE: Final = "/powerpath/placement"
_STUDENT: Final = Record((must("student", FULL_TEXT),))
_RESET: Final = Record((*_STUDENT.members, must("subject", FULL_TEXT)), name="PlacementReset")

OF_SUBJECT: Final = asked_by(_RESET)
"""What names a student and a subject in queries."""
_OVER: Final = (must("onboarded", Boolean()), must("availableTests", WHOLE))
_NEXT: Final = Record((must("exhaustedTests", Boolean()), *may_nulls(TEXT, "gradeLevel", "lesson"), *_OVER))
_LEVEL: Final = Record((must("gradeLevel", TEXT), *_OVER))
_ROWS: Final = Record(
    (
        *musts(FREE, "component_resources", "resources", "resources_metadata"),
        may_null("assessment_line_items", FREE),
        may_null("assessment_results", ListOf(FREE)),
    ),
    name="PlacementTest",
)
_RESULT: Final = Record(
    (
        *musts(TEXT, "testId", "title", "subject", "source"),
        must("grade", WHOLE),
        must("status", Choice(("PASSED", "FAILED", "STARTED", "SKIP", "NOT_STARTED"))),
        may("score", NUMBER),
        may("completedAt", Either((TEXT, Null()))),
    ),
    name="PlacementResult",
)
_SUBJECT: Final = Record(
    (
        *musts(WHOLE, "startingGrade", "currentGrade", "subjectLowestGrade", "subjectHighestGrade"),
        must("RIT", Record((may("SCREENING", Record(musts(WHOLE, "score", "grade"))),))),
        must("results", ListOf(_RESULT)),
        must("status", Choice(("completed", "in_progress"))),
        may_null("nextTestId", TEXT),
    ),
    name="SubjectPlacement",
)
_GONE: Final = Record((*musts(Boolean(), "success", "onboardingReset"), must("placementResultsDeleted", WHOLE)))


def student_in(call: Call) -> Document:
    """The student that the query names."""
    return STUDENTS.get(call.world, checked(call.world, _STUDENT, call.query, "")["student"])


def subject_named(text: str) -> str | None:
    """The subject that a text names in any case."""
    return next((subject for subject in SUBJECT if subject.casefold() == text.casefold()), None)


def subject_in(named: Mapping[str, str]) -> str:
    """The subject that a query or a body names; 422 where it names none."""
    text = named.get("subject")
    if text is None:
        raise invalid("subject", "Required")
    subject = subject_named(text)
    if subject is None:
        expected = " | ".join(f"'{each}'" for each in SUBJECT)
        raise invalid("subject", f"Invalid enum value. Expected {expected}")
    return subject


def _placement(call: Call) -> Placement:
    subject = subject_in(call.query)
    placement = placement_of(call.world, student_in(call), subject)
    if placement is None:
        raise unknown("There are no placement tests of this subject.")
    return placement


@described(_NEXT, asks=OF_SUBJECT)
def _next(call: Call) -> Reply:
    """The next placement test of a student."""
    placement = _placement(call)
    test = placement.next
    return json_reply(
        200,
        {
            "exhaustedTests": placement.is_exhausted,
            "gradeLevel": None if test is None else test.grade,
            "lesson": None if test is None else test.lesson.id,
            "onboarded": placement.is_over,
            "availableTests": len(placement.tests),
        },
    )


@described(_LEVEL, asks=OF_SUBJECT)
def _level(call: Call) -> Reply:
    """The grade that the placement tests of a student show."""
    placement = _placement(call)
    told = {"gradeLevel": placement.level, "onboarded": placement.is_over, "availableTests": len(placement.tests)}
    return json_reply(200, told)


@described(under("placementTests", ListOf(_ROWS)), asks=OF_SUBJECT)
def _list(call: Call) -> Reply:
    """The placement tests of a subject, with the results of a student."""
    subject = subject_in(call.query)
    placement = placement_of(call.world, student_in(call), subject)
    tests = () if placement is None else placement.tests
    return json_reply(200, {"placementTests": [_rows(call, test) for test in tests]})


def _rows(call: Call, test: Taken) -> Document:
    item = call.world.store.get("assessmentLineItems", lesson_item_id(call.world, test.lesson))
    return {
        "component_resources": test.lesson.link,
        "resources": test.lesson.resource,
        "resources_metadata": test.lesson.metadata,
        "assessment_line_items": item,
        "assessment_results": [attempt.result for attempt in test.attempts] or None,
    }


@described(Record(tuple(may(subject, _SUBJECT) for subject in SUBJECT)))
def _data(call: Call) -> Reply:
    """The placement of a student by subject."""
    student = STUDENTS.get(call.world, call.ids[0])
    placements = ((subject, placement_of(call.world, student, subject)) for subject in SUBJECT)
    begun = {
        subject: _subject_data(call, student, subject, placement)
        for subject, placement in placements
        if placement is not None and any(test.attempts for test in placement.tests)
    }
    if not begun:
        raise unknown("The student has no placement data.")
    return json_reply(200, begun)


def _subject_data(call: Call, student: Document, subject: str, placement: Placement) -> Document:
    grades = [int(test.grade) for test in placement.tests]
    start = min(grade for grade, test in zip(grades, placement.tests, strict=True) if test.attempts)
    screened = screening_result(call.world, student["sourcedId"], subject)
    rit = (
        {} if screened is None else {"SCREENING": {"score": int(screened["ritScore"]), "grade": int(screened["grade"])}}
    )
    return {
        "startingGrade": start,
        "currentGrade": int(placement.level),
        "subjectLowestGrade": grades[0],
        "subjectHighestGrade": grades[-1],
        "RIT": rit,
        "results": [_result(test, subject, start) for test in placement.tests],
        "status": "completed" if placement.is_over else "in_progress",
        "nextTestId": None if placement.next is None else placement.next.lesson.id,
    }


def _result(test: Taken, subject: str, start: int) -> Document:
    attempt = test.completed
    if attempt is not None:
        status = "PASSED" if test.is_passed else "FAILED"
        scored = {"score": attempt.score, "completedAt": attempt.metadata.get("completedAt")}
    else:
        scored = {}
        status = "STARTED" if test.attempts else "SKIP" if int(test.grade) < start else "NOT_STARTED"
    return {
        "testId": test.lesson.id,
        "title": test.lesson.link["title"],
        "subject": subject,
        "grade": int(test.grade),
        "status": status,
        **scored,
        "source": "EDULASTIC" if test.lesson.tool_provider == "edulastic" else "PLACEMENT",
    }


@described(_GONE, takes=_RESET)
def _reset(call: Call) -> Reply:
    """Let a student start over with the placement in a subject."""
    body = checked(call.world, _RESET, call.body(), "")
    subject, student = subject_in(body), STUDENTS.get(call.world, body["student"])
    placement = placement_of(call.world, student, subject)
    attempts = [attempt for test in (placement.tests if placement else ()) for attempt in test.attempts]
    for attempt in attempts:
        forget_answers(call, attempt)
        mark_deleted(call, ASSESSMENT_RESULTS, attempt.result)
    note_onboarding(call, student, subject, {"state": "in_progress"})
    told = {"success": True, "placementResultsDeleted": len(attempts), "onboardingReset": True}
    return json_reply(200, told)


PLACEMENT: Final[Sequence[Route]] = (
    Route("powerpath.placement.get_all_placement_tests", "GET", f"{_BASE}/getAllPlacementTests", _list),
    Route("powerpath.placement.get_current_level", "GET", f"{_BASE}/getCurrentLevel", _level),
    Route("powerpath.placement.get_next_placement_test", "GET", f"{_BASE}/getNextPlacementTest", _next),
    Route("powerpath.placement.reset_user_placement", "POST", f"{_BASE}/resetUserPlacement", _reset),
    Route("powerpath.placement.get_placement", "GET", f"{_BASE}/{{studentId}}", _data),
)
