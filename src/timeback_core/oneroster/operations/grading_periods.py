"""Grading periods: sessions of that type, on their own and in their terms."""

from typing import Unpack

from timeback_core.engine.call.expect import Created, Many, Nothing, One
from timeback_core.engine.call.options import FieldOptions, ListOptions
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.operation import DELETE, GET, POST, PUT, operation
from timeback_core.oneroster.bases import ROSTERING
from timeback_core.oneroster.models.sessions import (
    AcademicSession,
    GradingPeriodInput,
    TermGradingPeriodInput,
    with_owners,
)

GRADING_PERIODS = Many("gradingPeriods", AcademicSession, also=("academicSessions",))


@operation(GET, ROSTERING, "/gradingPeriods/", GRADING_PERIODS)
def list_grading_periods(**options: Unpack[ListOptions]) -> Call:
    """List the sessions that are grading periods.

    options: `where`, `sort`, `order_by`, `fields`, `limit` (1 to 3000), `offset`.

    Source: GET /ims/oneroster/rostering/v1p2/gradingPeriods/
    """
    return Call(options=options)


@operation(POST, ROSTERING, "/gradingPeriods/", Created())
def create_grading_period(period: GradingPeriodInput) -> Call:
    """Create a grading period, and give its id.

    Errors: `Conflict` where the id exists (deleted ones included), `Rejected` where the organization or
    the parent is unknown.

    Source: POST /ims/oneroster/rostering/v1p2/gradingPeriods/
    """
    return Call(body={"academicSession": period})


@operation(
    GET,
    ROSTERING,
    "/gradingPeriods/{sourcedId}",
    One("gradingPeriod", AcademicSession, also=("academicSession",)),
)
def get_grading_period(sourced_id: str, **options: Unpack[FieldOptions]) -> Call:
    """Fetch one grading period.

    sourced_id: its id. options: `fields`.

    Errors: `NotFound`, also for a session of another type. A deleted one is found, with status
    `tobedeleted`.

    Source: GET /ims/oneroster/rostering/v1p2/gradingPeriods/{sourcedId}
    """
    return Call(path={"sourcedId": sourced_id}, options=options)


@operation(PUT, ROSTERING, "/gradingPeriods/{sourcedId}", Nothing())
def update_grading_period(sourced_id: str, period: GradingPeriodInput) -> Call:
    """Replace a grading period: what the input does not hold is lost.

    sourced_id: its id; it wins over the one in the input.

    Errors: `NotFound` where there is none (it is not created), `Rejected`.

    Source: PUT /ims/oneroster/rostering/v1p2/gradingPeriods/{sourcedId}
    """
    return Call(path={"sourcedId": sourced_id}, body={"academicSession": period})


@operation(DELETE, ROSTERING, "/gradingPeriods/{sourcedId}", Nothing())
def delete_grading_period(sourced_id: str) -> Call:
    """Delete a grading period softly.

    It stays readable with status `tobedeleted`, and its id cannot be created again.

    sourced_id: its id.

    Errors: `NotFound`.

    Source: DELETE /ims/oneroster/rostering/v1p2/gradingPeriods/{sourcedId}
    """
    return Call(path={"sourcedId": sourced_id})


@operation(GET, ROSTERING, "/terms/{termSourcedId}/gradingPeriods", GRADING_PERIODS)
def list_grading_periods_for_term(term_id: str, **options: Unpack[ListOptions]) -> Call:
    """List the grading periods of a term.

    term_id: the term's id. options: `where`, `sort`, `order_by`, `fields`, `limit` (1 to 3000), `offset`.

    Errors: `NotFound` where there is no such term.

    Source: GET /ims/oneroster/rostering/v1p2/terms/{termSourcedId}/gradingPeriods
    """
    return Call(path={"termSourcedId": term_id}, options=options)


@operation(POST, ROSTERING, "/terms/{termSourcedId}/gradingPeriods", One("academicSession", AcademicSession))
def create_grading_period_for_term(term_id: str, period: TermGradingPeriodInput) -> Call:
    """Create a grading period in a term, and give it as stored.

    term_id: the term's id. period: the server makes the term its parent unless it names another.

    Errors: `NotFound` where there is no such term, `Conflict` where the id exists (deleted ones included).

    Source: POST /ims/oneroster/rostering/v1p2/terms/{termSourcedId}/gradingPeriods
    """
    return Call(path={"termSourcedId": term_id}, body={"academicSession": with_owners(period)})
