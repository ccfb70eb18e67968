"""Sessions that are grading periods."""

from typing import Final, Unpack

from timeback_core.engine.call.expect import Created, Many, Nothing, One
from timeback_core.engine.call.options import FieldOptions, ListOptions
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.flow import flow
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import DELETE, GET, POST, PUT, operation
from timeback_core.flows.factories import by_ids, existing, modifying, upserting
from timeback_core.oneroster.common import ROSTERING
from timeback_core.oneroster.models.academic_sessions import AcademicSession, GradingPeriodInput


@operation(GET, ROSTERING, "/gradingPeriods/", Many("gradingPeriods", AcademicSession, also=("academicSessions",)))
def list_grading_periods(**options: Unpack[ListOptions]) -> Call:
    """List the sessions that are grading periods."""
    return Call()


@operation(
    GET, ROSTERING, "/gradingPeriods/{sourced_id}", One("gradingPeriod", AcademicSession, also=("academicSession",))
)
def get_grading_period(sourced_id: str, **options: Unpack[FieldOptions]) -> Call:
    """Fetch one grading period.

    Errors: `NotFound`, also for a session of another type. A deleted one is found, with status `tobedeleted`.
    """
    return Call()


@operation(POST, ROSTERING, "/gradingPeriods/", Created())
def create_grading_period(period: GradingPeriodInput) -> Call:
    """Create a grading period, and give its id.

    Errors: `Conflict` where the id exists (deleted ones included), `Rejected` where the organization or the
    parent is unknown.
    """
    return Call(body={"academicSession": period})


@operation(PUT, ROSTERING, "/gradingPeriods/{sourced_id}", Nothing())
def update_grading_period(sourced_id: str, period: GradingPeriodInput) -> Call:
    """Replace a grading period: what the input does not hold is lost.

    sourced_id: its id; it wins over the one in the input.

    Errors: `NotFound` where there is none (it is not created), `Rejected`.
    """
    return Call(body={"academicSession": period})


@operation(DELETE, ROSTERING, "/gradingPeriods/{sourced_id}", Nothing())
def delete_grading_period(sourced_id: str) -> Call:
    """Delete a grading period softly.

    It stays readable with status `tobedeleted`, and its id cannot be created again.

    Errors: `NotFound`.
    """
    return Call()


read_grading_periods_by_ids: Final = flow(by_ids("read_grading_periods_by_ids", list_grading_periods))
grading_period_exists: Final = flow(existing("grading_period_exists", get_grading_period))
modify_grading_period: Final = flow(
    modifying("modify_grading_period", get_grading_period, GradingPeriodInput.of_stored, update_grading_period)
)
upsert_grading_period: Final = flow(
    upserting("upsert_grading_period", get_grading_period, update_grading_period, create_grading_period)
)


class GradingPeriods(Namespace[S_co]):
    """Sessions that are grading periods."""

    list = list_grading_periods
    get = get_grading_period
    create = create_grading_period
    update = update_grading_period
    delete = delete_grading_period
    get_many = read_grading_periods_by_ids
    """Read many grading periods by their ids, up to fifty in one request."""
    exists = grading_period_exists
    """Whether there is a grading period of that id; a deleted one counts, see `is_active`."""
    modify = modify_grading_period
    """Change a grading period: read it, change it, write it back; gives it as stored."""
    upsert = upsert_grading_period
    """Replace a grading period, or create it where there is none; gives it as stored."""
