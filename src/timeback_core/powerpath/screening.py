"""Screening with NWEA: a test is assigned in the session of a student, who takes it there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final, TypeAlias

from timeback_core.engine.call.expect import Nothing, One, json_of
from timeback_core.engine.call.request import Call, Expect, Listed
from timeback_core.engine.codec import JsonValue, one_of
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import GET, IDEMPOTENT, POST, operation
from timeback_core.powerpath.common import POWERPATH, Id
from timeback_core.powerpath.models.screening import ScreeningResults, ScreeningSession, ScreeningSubject

if TYPE_CHECKING:
    from timeback_core.engine.call.http import HttpResponse
    from timeback_core.engine.call.request import Request

SESSION: Final = One(None, ScreeningSession)

Assigned: TypeAlias = ScreeningSession | tuple[JsonValue, ...]
"""The session; of older servers rows instead, as they are."""


class SessionOrRows(Expect[Assigned]):
    """A session, or an array as it came."""

    @property
    def rows(self) -> Listed:
        return Listed(ScreeningSession)

    def read(self, request: Request[object], response: HttpResponse) -> Assigned:
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

    Errors: `NotFound`.
    """
    return Call(body={"userId": user_id})


@operation(POST, POWERPATH, "/screening/tests/assign", SessionOrRows())
def assign_screening_test(user_id: Id, subject: Annotated[ScreeningSubject | str, one_of(ScreeningSubject)]) -> Call:
    """Assign a test in a student's session, and give the session.

    Errors: `NotFound`, `Rejected` where a test is assigned already.
    """
    return Call(body={"userId": user_id, "subject": subject})


class Screening(Namespace[S_co]):
    """Screening with NWEA."""

    get_results = get_screening_results
    get_session = get_screening_session
    reset_session = reset_screening_session
    assign_test = assign_screening_test
