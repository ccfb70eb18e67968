"""What is told of one student: map profiles, the highest grades mastered, the time that was saved."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from timeback_core.sandbox.calls import Call, Route
from timeback_core.sandbox.described import described, under
from timeback_core.sandbox.edubridge.enrollments import active_enrollments
from timeback_core.sandbox.edubridge.structure import managed_year
from timeback_core.sandbox.messages import Reply, json_reply
from timeback_core.sandbox.oneroster.collections import STUDENTS, USERS
from timeback_core.sandbox.oneroster.members import NUMBER, TEXT, TEXTS
from timeback_core.sandbox.refusals import unknown
from timeback_core.sandbox.schema import ListOf, Record, may_nulls, must, musts
from timeback_core.sandbox.years import school_days, school_year

MAP_PROFILES: Final = "mapProfiles"
"""Under the id of a student: `reports`."""
MASTERY: Final = "gradesMastered"
"""Under the ids of a student and a subject (in lower case): one grade for each way to show it."""

WAYS: Final = ("ritGrade", "edulasticGrade", "placementGrade", "testOutGrade")
"""The ways to show mastery of a grade."""

_REPORT: Final = Record(
    (*musts(TEXT, "title", "pdfUrl", "grade", "schoolname", "assessmentResultProviderSystem"), must("tests", TEXTS)),
    name="MapReport",
)
_HIGHEST: Final = Record(
    (*musts(TEXT, "studentId", "subject"), must("grades", Record(may_nulls(TEXT, *WAYS, "highestGradeOverall"))))
)
_SAVED: Final = Record(
    (
        *musts(NUMBER, "totalHoursSaved", "totalDaysSaved", "schoolDaysElapsed"),
        *musts(TEXT, "earliestStartDate", "schoolYearStartDate"),
        must(
            "calculation",
            Record(
                (
                    *musts(NUMBER, "standardSchoolHoursPerDay", "timebackHoursPerDay", "hoursSavedPerDay"),
                    must("formula", TEXT),
                )
            ),
        ),
    ),
    name="TimeSaved",
)
_SCHOOL_HOURS: Final = 7
_TIMEBACK_HOURS: Final = 2


@described(under("data", ListOf(_REPORT)))
def _map_profile(call: Call) -> Reply:
    """The reports of the MAP tests of a student."""
    kept = call.world.store.get(MAP_PROFILES, call.ids[0])
    if kept is None:
        raise unknown("The student has no map profile.")
    return json_reply(200, {"data": kept["reports"]})


@described(_HIGHEST)
def _highest_grade(call: Call) -> Reply:
    """The highest grade that a student masters in a subject, by each way to show it."""
    student_id, subject = call.ids
    STUDENTS.get(call.world, student_id)
    kept = call.world.store.get(MASTERY, f"{student_id}\x00{subject.lower()}") or {}
    grades = {way: kept.get(way) for way in WAYS}
    present = [grade for grade in grades.values() if grade is not None]
    grades["highestGradeOverall"] = max(present, key=int, default=None)
    return json_reply(200, {"studentId": student_id, "subject": subject, "grades": grades})


@described(under("data", _SAVED))
def _time_saved(call: Call) -> Reply:
    """The time that a student has saved since the school year began."""
    seats = active_enrollments(call.world, call.ids[0])
    if not seats:
        raise unknown("The student has no enrollments.")
    year = _year_start(call)
    begun = min(date.fromisoformat((seat.get("beginDate") or year.isoformat())[:10]) for seat in seats)
    first = max(year, begun)
    days, saved = school_days(first, call.today), _SCHOOL_HOURS - _TIMEBACK_HOURS
    hours = days * saved
    report = {
        "totalHoursSaved": hours,
        "totalDaysSaved": hours / 24,
        "schoolDaysElapsed": days,
        "earliestStartDate": f"{first}T00:00:00.000Z",
        "schoolYearStartDate": f"{year}T00:00:00.000Z",
        "calculation": {
            "standardSchoolHoursPerDay": _SCHOOL_HOURS,
            "timebackHoursPerDay": _TIMEBACK_HOURS,
            "hoursSavedPerDay": saved,
            "formula": f"{days} school days × {saved} hours saved per day = {hours} hours",  # noqa: RUF001 -- as the platform writes it
        },
    }
    return json_reply(200, {"data": report})


def _year_start(call: Call) -> date:
    """When the school year began at the student's school."""
    home = USERS.get(call.world, call.ids[0]).get("primaryOrg")
    year = None if home is None else managed_year(call, home["sourcedId"])
    return school_year(call.today)[0] if year is None else date.fromisoformat(year["startDate"][:10])


REPORTS: Final[Sequence[Route]] = (
    Route(
        "edubridge.learning_reports.get_map_profile",
        "GET",
        "/edubridge/learning-reports/map-profile/{userId}",
        _map_profile,
    ),
    Route("edubridge.learning_reports.get_time_saved", "GET", "/edubridge/time-saved/user/{userId}", _time_saved),
    Route(
        "edubridge.analytics.get_highest_grade_mastered",
        "GET",
        "/edubridge/analytics/highestGradeMastered/{studentId}/{subject}",
        _highest_grade,
    ),
)
