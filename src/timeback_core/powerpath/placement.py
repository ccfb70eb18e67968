"""Placement: where a student stands in a subject, found out by tests from grade to grade."""

from typing import Final, NamedTuple

from returns.result import Failure, Success

from timeback_core.engine.call.effects import Perform, Steps
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
from timeback_core.powerpath.models.tests import ImportExternalTestAssignmentResultsResult
from timeback_core.powerpath.tests import TestToTake, take_test

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
    return Call(query=asked_of(student, subject))


@operation(GET, POWERPATH, "/placement/getCurrentLevel", One(None, CurrentLevel))
def get_current_level(student: Id, subject: KnownSubject) -> Call:
    """Fetch the grade that a student is considered to be at in a subject.

    Errors: `NotFound` where the student is unknown or the subject has no tests.
    """
    return Call(query=asked_of(student, subject))


@operation(GET, POWERPATH, "/placement/getNextPlacementTest", One(None, NextPlacementTest))
def get_next_placement_test(student: Id, subject: KnownSubject) -> Call:
    """Fetch which placement test a student takes next; it has no `lesson` where placement is finished.

    Errors: `NotFound` where the student is unknown or the subject has no tests.
    """
    return Call(query=asked_of(student, subject))


@operation(GET, POWERPATH, "/placement/getSubjectProgress", PROGRESS)
def get_subject_progress(student: Id, subject: KnownSubject) -> Call:
    """List how far a student is in every course of a subject, all at once; there can be thousands, most not begun.

    It may take most of a minute: give it time, as by `client.using(timeout=60)`, and ask ten at a time at most.

    Errors: `NotFound` where the student is unknown, or no course has the subject.
    """
    return Call(query=asked_of(student, subject))


@operation(POST, POWERPATH, "/placement/resetUserPlacement", One(None, ResetUserPlacementResult, verdict="success"))
def reset_user_placement(student: Id, subject: KnownSubject) -> Call:
    """Take back a student's placement in a subject, for good; tells how many results are gone.

    Errors: `Forbidden` but for administrators, `Rejected` where the student is unknown.
    """
    return Call(body=asked_of(student, subject))


@flow
def get_begun_progress(student: str, subject: str) -> Steps[tuple[SubjectProgress, ...]]:
    """List how far a student is in the courses of a subject that concern the student, which are few.

    Those in which the student is enrolled, or has earned experience points.

    Errors: `NotFound` where the student is unknown, or no course has the subject.
    """
    rows = yield from collected(get_subject_progress.request(student, subject))
    return rows.map(lambda each: tuple(row for row in each if row.is_enrolled or row.total_xp_earned > 0))


class PlacementTurn(NamedTuple):
    """Which placement test it is a student's turn to take."""

    next: NextPlacementTest
    test: TestToTake | None
    """The test itself; none where placement is finished."""


@flow
def take_next_placement_test(student: str, subject: str, application_name: str | None = None) -> Steps[PlacementTurn]:
    """Go on with the placement test that a student takes next, or begin it; or tell that placement is finished.

    Called again after each test it leads through placement. Results of another tool that have come are fetched on the
    way, and then it is the turn of the test after.

    application_name: the application by which the student signs in on another tool.

    Errors: `NotFound` where the student is unknown or the subject has no tests; `Rejected`.
    """
    before: str | None = None
    while True:
        turn = yield from Perform(get_next_placement_test.request(student, subject))
        if isinstance(turn, Failure):
            return turn
        following = turn.unwrap()
        if following.lesson is None:
            return Success(PlacementTurn(following, None))
        taken = yield from take_test.steps(student, following.lesson, application_name)
        if isinstance(taken, Failure):
            return taken
        test = taken.unwrap()
        has_ended = isinstance(test, ImportExternalTestAssignmentResultsResult) and test.finalized
        if not has_ended or following.lesson == before:
            return Success(PlacementTurn(following, test))
        before = following.lesson


def asked_of(student: str, subject: str) -> dict[str, str]:
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
    take_next = take_next_placement_test
