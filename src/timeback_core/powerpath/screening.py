"""Screening with NWEA: a test is assigned in the session of a student, who takes it there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final, NamedTuple

from returns.result import Failure, Success

from timeback_core.engine.call.effects import Perform, Steps
from timeback_core.engine.call.expect import Nothing, One
from timeback_core.engine.call.reading import json_of
from timeback_core.engine.call.request import Call, Expect, Listed
from timeback_core.engine.codec import one_of
from timeback_core.engine.surface.flow import flow
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import GET, IDEMPOTENT, POST, operation
from timeback_core.flows.steps import invalid, problems_in
from timeback_core.flows.waiting import waited, wrong_bounds
from timeback_core.oneroster.models.enums import Subject
from timeback_core.powerpath.common import POWERPATH, Id
from timeback_core.powerpath.models.screening import (
    ScreeningAssignmentStatus,
    ScreeningResult,
    ScreeningResults,
    ScreeningSession,
    ScreeningSubject,
)

if TYPE_CHECKING:
    from timeback_core.engine.call.http import HttpResponse
    from timeback_core.engine.call.request import Request
    from timeback_core.engine.codec import JsonValue

SESSION: Final = One(None, ScreeningSession)

OVER: Final = (
    None,
    ScreeningAssignmentStatus.COMPLETED,
    ScreeningAssignmentStatus.ABANDONED,
    ScreeningAssignmentStatus.FAILED,
)
"""When nothing more is to be expected of an assignment."""


class SessionOrRows(Expect["ScreeningSession | tuple[JsonValue, ...]"]):
    """A session; of older servers rows instead, as they are."""

    @property
    def rows(self) -> Listed:
        return Listed(ScreeningSession)

    def read(self, request: Request[object], response: HttpResponse) -> ScreeningSession | tuple[JsonValue, ...]:
        body = json_of(response, self)
        return tuple(body) if isinstance(body, list) else SESSION.read(request, response)


@operation(GET, POWERPATH, "/screening/results/{user_id}", One(None, ScreeningResults))
def get_screening_results(user_id: str) -> Call:
    """Fetch what a student reached in each subject that is screened.

    Errors: `NotFound`.
    """
    return Call()


@operation(GET, POWERPATH, "/screening/session/{user_id}", SESSION)
def get_screening_session(user_id: str) -> Call:
    """Fetch the session of a student, with what is needed to sign in, and how far the assigned test is.

    Errors: `NotFound`.
    """
    return Call()


@operation(POST, POWERPATH, "/screening/session/reset", Nothing(verdict="success"), repeat=IDEMPOTENT)
def reset_screening_session(user_id: Id) -> Call:
    """Take back the test that is assigned in a student's session.

    Errors: `Rejected` where the student is unknown.
    """
    return Call(body={"userId": user_id})


@operation(POST, POWERPATH, "/screening/tests/assign", SessionOrRows())
def assign_screening_test(user_id: Id, subject: Annotated[ScreeningSubject | str, one_of(ScreeningSubject)]) -> Call:
    """Assign a test in a student's session, and give the session.

    Errors: `Rejected` where a test is assigned already, or the student is unknown.
    """
    return Call(body={"userId": user_id, "subject": subject})


class Screened(NamedTuple):
    """How a screening went."""

    session: ScreeningSession
    """As it was in the end; its assignment tells whether the test was completed."""
    result: ScreeningResult | None
    """None where it was not."""


@flow
def wait_for_screening(
    user_id: str, *, timeout: float = 7200.0, poll_interval: float = 30.0
) -> Steps[ScreeningSession]:
    """Wait until the test that is assigned in a student's session is over; gives the session as it is then.

    It is over when it was completed, abandoned or failed; where none is assigned, there is nothing to wait for. A look
    that fails for a reason that may pass does not end the wait.

    timeout: seconds to wait at most, requests included. poll_interval: seconds until the second look; the waits double
    up to ten times as long.

    Errors: `TimedOut`, `NotFound`.
    """
    return waited(
        get_screening_session.request(user_id),
        lambda session, _: Success(session) if session.assignment.status in OVER else None,
        timeout=timeout,
        poll_interval=poll_interval,
        waiting_for="result",
    )


@flow
def screen_student(
    user_id: str, subject: ScreeningSubject | str, *, timeout: float = 7200.0, poll_interval: float = 30.0
) -> Steps[Screened]:
    """Assign a test in a student's session, wait until it is over, and give what came of it.

    timeout, poll_interval: as for `wait_for_screening`.

    Errors: `Rejected` where a test is assigned already, or the student is unknown; `TimedOut`.
    """
    assign = assign_screening_test.request(user_id, subject)
    if problems := (*problems_in(assign), *wrong_bounds(timeout, poll_interval)):
        return invalid(*problems)
    assigned = yield from Perform(assign)
    if isinstance(assigned, Failure):
        return assigned
    over = yield from wait_for_screening.steps(user_id, timeout=timeout, poll_interval=poll_interval)
    if isinstance(over, Failure):
        return over
    session = over.unwrap()
    if session.assignment.status != ScreeningAssignmentStatus.COMPLETED:
        return Success(Screened(session, None))
    results = yield from Perform(get_screening_results.request(user_id))
    return results.map(lambda told: Screened(session, told.by_subject.get(Subject(subject))))


class Screening(Namespace[S_co]):
    """Screening with NWEA."""

    get_results = get_screening_results
    get_session = get_screening_session
    reset_session = reset_screening_session
    assign_test = assign_screening_test
    wait_for_completion = wait_for_screening
    screen = screen_student
