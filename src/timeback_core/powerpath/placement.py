"""Placement: where a student stands in a subject, found out by tests from grade to grade."""

from typing import Final

from timeback_core.engine.call.effects import Steps
from timeback_core.engine.call.expect import Many, One
from timeback_core.engine.call.paging import UNPAGED
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.flow import collected, flow
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import GET, POST, operation
from timeback_core.powerpath.common import POWERPATH, Id
from timeback_core.powerpath.models.common import KnownSubject, write_subject
from timeback_core.powerpath.models.placement import (
    CurrentLevel,
    NextPlacementTest,
    PlacementTest,
    ResetUserPlacementResult,
    StudentPlacementData,
    SubjectProgress,
)

TESTS: Final = Many("placementTests", PlacementTest, paging=UNPAGED)
PROGRESS: Final = Many("progress", SubjectProgress, paging=UNPAGED)


@operation(GET, POWERPATH, "/placement/{student_id}", One(None, StudentPlacementData))
def get_placement(student_id: str) -> Call:
    """Fetch how a student was placed in each subject, test by test.

    Errors: `NotFound`, also where nothing is known of the student's placement.
    """
    return Call()


@operation(GET, POWERPATH, "/placement/getAllPlacementTests", TESTS)
def get_all_placement_tests(student: Id, subject: KnownSubject) -> Call:
    """List the placement tests of a subject, lowest grade first, with what the student made of them; all at once.

    Errors: `NotFound`.
    """
    return Call(query=told(student, subject))


@operation(GET, POWERPATH, "/placement/getCurrentLevel", One(None, CurrentLevel))
def get_current_level(student: Id, subject: KnownSubject) -> Call:
    """Fetch the grade that a student is considered to be at in a subject.

    Errors: `NotFound` where the student is unknown or the subject has no tests.
    """
    return Call(query=told(student, subject))


@operation(GET, POWERPATH, "/placement/getNextPlacementTest", One(None, NextPlacementTest))
def get_next_placement_test(student: Id, subject: KnownSubject) -> Call:
    """Fetch which placement test a student takes next; it has no `lesson` where placement is finished.

    Errors: `NotFound` where the student is unknown or the subject has no tests.
    """
    return Call(query=told(student, subject))


@operation(GET, POWERPATH, "/placement/getSubjectProgress", PROGRESS)
def get_subject_progress(student: Id, subject: KnownSubject) -> Call:
    """List how far a student is in every course of a subject, all at once; there can be thousands, most not begun.

    It may take most of a minute: give it time, as by `client.using(timeout=60)`, and ask ten at a time at most.
    """
    return Call(query=told(student, subject))


@operation(POST, POWERPATH, "/placement/resetUserPlacement", One(None, ResetUserPlacementResult, verdict="success"))
def reset_user_placement(student: Id, subject: KnownSubject) -> Call:
    """Take back a student's placement in a subject, for good; tells how many results are gone.

    Errors: `Forbidden` but for administrators, `Rejected` where the student is unknown.
    """
    return Call(body=told(student, subject))


@flow
def get_begun_progress(student: str, subject: str) -> Steps[tuple[SubjectProgress, ...]]:
    """List how far a student is in the courses of a subject that concern the student, which are few.

    Those in which the student is enrolled, or has earned experience points.

    Errors: `NotFound`.
    """
    rows = yield from collected(get_subject_progress.request(student, subject))
    return rows.map(lambda each: tuple(row for row in each if row.is_enrolled or row.total_xp_earned > 0))


def told(student: str, subject: str) -> dict[str, str]:
    """Who is placed in what, as all of these operations are told it."""
    return {"student": student, "subject": write_subject(subject)}


class Placement(Namespace[S_co]):
    """Placement: where a student stands in a subject."""

    get_placement = get_placement
    get_all_placement_tests = get_all_placement_tests
    get_current_level = get_current_level
    get_next_placement_test = get_next_placement_test
    get_subject_progress = get_subject_progress
    reset_user_placement = reset_user_placement
    get_begun_progress = get_begun_progress
