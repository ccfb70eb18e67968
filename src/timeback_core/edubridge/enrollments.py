"""Enrollments by course: the platform finds or makes the class, the term and the year that belong to it."""

from timeback_core.edubridge.common import EDUBRIDGE
from timeback_core.edubridge.models.enrollments import DefaultClass, EnrollInput, Enrollment, ResetGoalsResult
from timeback_core.engine.call.expect import Many, Nothing, One
from timeback_core.engine.call.paging import UNPAGED
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import DELETE, GET, POST, UNSAFE, operation


@operation(
    GET, EDUBRIDGE, "/enrollments/user/{user_id}", Many("data", Enrollment, paging=UNPAGED, absent_is_empty=True)
)
def list_enrollments(user_id: str) -> Call:
    """List the active enrollments of a person, in any role; one may be over all the same: see `Enrollment.is_current`.

    A person whom nobody knows has none.
    """
    return Call()


@operation(POST, EDUBRIDGE, "/enrollments/enroll/{user_id}/{course_id}/{school_id}?", One("data", Enrollment))
def enroll(user_id: str, course_id: str, school_id: str | None = None, options: EnrollInput | None = None) -> Call:
    """Enroll a person in a course, and give the enrollment; its class, term and year are made where they are missing.

    school_id: where; without it at the person's primary organization. options: as what, from when on, with which goals;
    without it as a student, from today on.

    Errors: `NotFound` where the person, the course or the school is unknown.
    """
    return Call(body={} if options is None else options)


@operation(DELETE, EDUBRIDGE, "/enrollments/unenroll/{user_id}/{course_id}/{school_id}?", Nothing())
def unenroll(user_id: str, course_id: str, school_id: str | None = None) -> Call:
    """End the enrollments of a person in a course, softly.

    school_id: only those at that school.

    Errors: `NotFound` where there are none.
    """
    return Call()


@operation(POST, EDUBRIDGE, "/enrollments/resetGoals/{course_id}", One("data", ResetGoalsResult))
def reset_goals(course_id: str) -> Call:
    """Set the goals of a course over those of its enrollments, but for goals that are a student's own.

    Errors: `NotFound`, and `Rejected` where the course has no goals.
    """
    return Call(body={})


@operation(POST, EDUBRIDGE, "/enrollments/propagateGoals/{course_id}", One("data", ResetGoalsResult))
def propagate_goals(course_id: str) -> Call:
    """Do as `reset_goals`, on servers that know it by this name.

    Errors: `NotFound`, and `Rejected` where the course has no goals.
    """
    return Call()


@operation(DELETE, EDUBRIDGE, "/enrollments/resetProgress/{user_id}/{course_id}", Nothing())
def reset_progress(user_id: str, course_id: str) -> Call:
    """Delete the assessment results of a person in a course, softly; what other applications keep stays."""
    return Call()


@operation(
    GET, EDUBRIDGE, "/enrollments/defaultClass/{course_id}/{school_id}?", One("data", DefaultClass), repeat=UNSAFE
)
def get_default_class(course_id: str, school_id: str | None = None) -> Call:
    """Fetch the class of a course that the platform keeps; it is made, with term and year, where it is missing.

    Errors: `NotFound` where the course or the school is unknown.
    """
    return Call()


class Enrollments(Namespace[S_co]):
    """Enrollments by course."""

    list = list_enrollments
    enroll = enroll
    unenroll = unenroll
    reset_goals = reset_goals
    propagate_goals = propagate_goals
    reset_progress = reset_progress
    get_default_class = get_default_class
