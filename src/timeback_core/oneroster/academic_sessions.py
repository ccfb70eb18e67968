"""Sessions of every type: school years, semesters, terms and grading periods."""

from typing import Final, Unpack

from timeback_core.engine.call.expect import Created, Many, Maybe, Nothing, One
from timeback_core.engine.call.options import FieldOptions, ListOptions
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.flow import flow
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import DELETE, GET, POST, PUT, operation
from timeback_core.flows.factories import by_ids, ensuring, existing, modifying, upserting
from timeback_core.oneroster.common import ROSTERING
from timeback_core.oneroster.models.academic_sessions import AcademicSession, AcademicSessionInput


@operation(GET, ROSTERING, "/academicSessions/", Many("academicSessions", AcademicSession))
def list_academic_sessions(**options: Unpack[ListOptions]) -> Call:
    """List sessions of every type."""
    return Call()


@operation(GET, ROSTERING, "/academicSessions/{sourced_id}", One("academicSession", AcademicSession))
def get_academic_session(sourced_id: str, **options: Unpack[FieldOptions]) -> Call:
    """Fetch one session.

    Errors: `NotFound`. A deleted one is found, with status `tobedeleted`.
    """
    return Call()


@operation(POST, ROSTERING, "/academicSessions/", Created())
def create_academic_session(academic_session: AcademicSessionInput) -> Call:
    """Create a session of any type, terms included, and give its id.

    Errors: `Conflict` where the id exists (deleted ones included), `Rejected` where the organization or the
    parent is unknown.
    """
    return Call(body={"academicSession": academic_session})


@operation(PUT, ROSTERING, "/academicSessions/{sourced_id}", Maybe(One("academicSession", AcademicSession, bare=True)))
def update_academic_session(sourced_id: str, academic_session: AcademicSessionInput) -> Call:
    """Replace a session of any type: what the input does not hold is lost.

    Gives the session where the server answers it.

    sourced_id: its id; it wins over the one in the input.

    Errors: `NotFound` where there is none (it is not created), `Rejected`.
    """
    return Call(body={"academicSession": academic_session})


@operation(DELETE, ROSTERING, "/academicSessions/{sourced_id}", Nothing())
def delete_academic_session(sourced_id: str) -> Call:
    """Delete a session of any type softly.

    It stays readable with status `tobedeleted`, and its id cannot be created again.

    Errors: `NotFound`.
    """
    return Call()


read_academic_sessions_by_ids: Final = flow(by_ids("read_academic_sessions_by_ids", list_academic_sessions))
academic_session_exists: Final = flow(existing("academic_session_exists", get_academic_session))
modify_academic_session: Final = flow(
    modifying("modify_academic_session", get_academic_session, AcademicSessionInput.of_stored, update_academic_session)
)
upsert_academic_session: Final = flow(
    upserting("upsert_academic_session", get_academic_session, update_academic_session, create_academic_session)
)
ensure_academic_session: Final = flow(
    ensuring("ensure_academic_session", get_academic_session, create_academic_session, like=upsert_academic_session)
)


class AcademicSessions(Namespace[S_co]):
    """Sessions of every type: school years, semesters, terms and grading periods."""

    list = list_academic_sessions
    get = get_academic_session
    create = create_academic_session
    update = update_academic_session
    delete = delete_academic_session
    get_many = read_academic_sessions_by_ids
    """Read many sessions by their ids, up to fifty in one request."""
    exists = academic_session_exists
    """Whether there is a session of that id; a deleted one counts, see `is_active`."""
    modify = modify_academic_session
    """Change a session: read it, change it, write it back; gives it as stored."""
    upsert = upsert_academic_session
    """Replace a session, or create it where there is none; gives it as stored."""
    ensure = ensure_academic_session
    """Make sure of a session: give it as it is, or create it where there is none."""
