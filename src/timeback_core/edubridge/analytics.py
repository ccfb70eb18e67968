"""What students have learned, and the time that they took."""

from collections.abc import Iterator
from typing import Annotated

from timeback_core.edubridge.common import EDUBRIDGE
from timeback_core.edubridge.instants import Bound, Instants, Zone
from timeback_core.edubridge.models.activity import ActivityResponse, EnrollmentFactsResponse
from timeback_core.edubridge.models.mastery import HighestGradeMastered
from timeback_core.edubridge.models.weekly_facts import WeeklyFactsResponse
from timeback_core.engine.call.expect import One
from timeback_core.engine.call.request import Call
from timeback_core.engine.codec import email as is_email
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import GET, operation
from timeback_core.flows.steps import is_id
from timeback_core.problems import Problem


@operation(GET, EDUBRIDGE, "/analytics/activity", One(None, ActivityResponse))
def get_activity(
    *,
    student_id: Annotated[str, is_id] | None = None,
    email: Annotated[str, is_email] | None = None,
    start_date: Bound,
    end_date: Bound,
    timezone: Zone | None = None,
) -> Call:
    """Fetch what a student did in a period, by day and subject.

    student_id, email: who; one of them is needed. start_date, end_date: days, as they are in the time zone, or moments
    with an offset; both belong to the period. timezone: in which days are told; UTC without it.

    A student whom nobody knows has done nothing. One long period is one request, which may take a minute for a year.
    """
    instants = Instants(timezone)
    span = instants.span(start_date, end_date)
    query = {**span, "email": email, "studentId": student_id, "timezone": instants.name}
    return Call(query=query, problems=(*unnamed(student_id, email), *instants.problems))


@operation(GET, EDUBRIDGE, "/analytics/facts/weekly", One(None, WeeklyFactsResponse))
def get_weekly_facts(
    *,
    student_id: Annotated[str, is_id] | None = None,
    email: Annotated[str, is_email] | None = None,
    week_date: Bound,
    timezone: Zone | None = None,
) -> Call:
    """Fetch everything that a student did in a week, event by event, of all applications; there may be thousands.

    student_id, email: who; one of them is needed. week_date: any day or moment of the week; the answer tells from when
    to when that is. timezone: in which days and weeks are told; UTC without it.
    """
    instants = Instants(timezone)
    query = {"weekDate": instants.start("week_date", week_date)}
    query |= {"email": email, "studentId": student_id, "timezone": instants.name}
    return Call(query=query, problems=(*unnamed(student_id, email), *instants.problems))


@operation(GET, EDUBRIDGE, "/analytics/enrollment/{enrollment_id}", One(None, EnrollmentFactsResponse))
def get_enrollment_facts(
    enrollment_id: str, *, start_date: Bound | None = None, end_date: Bound | None = None, timezone: Zone | None = None
) -> Call:
    """Fetch what a student did in the course of an enrollment, by day and subject.

    start_date, end_date: as for `get_activity`; without them from the first day on, to the last. timezone: in which
    days are told; UTC without it.
    """
    instants = Instants(timezone, open_ended=True)
    span = instants.span(start_date, end_date)
    return Call(query={**span, "timezone": instants.name}, problems=tuple(instants.problems))


@operation(GET, EDUBRIDGE, "/analytics/highestGradeMastered/{student_id}/{subject}", One(None, HighestGradeMastered))
def get_highest_grade_mastered(student_id: str, subject: str) -> Call:
    """Fetch the highest grade that a student has mastered in a subject, by each source that knows one.

    subject: as the server spells it, such as `Math`; it is sent as it is.

    Errors: `NotFound` where the student or the subject is unknown; some servers know a subject in lower case only.
    """
    return Call()


def unnamed(student_id: str | None, email: str | None) -> Iterator[Problem]:
    """What is wrong where nothing says who is meant."""
    if student_id is None and email is None:
        yield Problem("student_id", "must be given, or email")
        yield Problem("email", "must be given, or student_id")


class Analytics(Namespace[S_co]):
    """What students have learned, and the time that they took."""

    get_activity = get_activity
    get_weekly_facts = get_weekly_facts
    get_enrollment_facts = get_enrollment_facts
    get_highest_grade_mastered = get_highest_grade_mastered
