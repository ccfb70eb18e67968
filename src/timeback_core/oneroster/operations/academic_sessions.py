"""Academic sessions of every type: school years, semesters, terms and grading periods."""

from typing import Unpack

from timeback_core.engine.call.expect import Created, Many, Maybe, Nothing, One
from timeback_core.engine.call.options import FieldOptions, ListOptions
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.operation import DELETE, GET, POST, PUT, operation
from timeback_core.oneroster.bases import ROSTERING
from timeback_core.oneroster.models.sessions import AcademicSession, AcademicSessionInput


@operation(GET, ROSTERING, "/academicSessions/", Many("academicSessions", AcademicSession))
def list_academic_sessions(**options: Unpack[ListOptions]) -> Call:
    """List sessions of every type.

    options: `where`, `sort`, `order_by`, `fields`, `limit` (1 to 3000), `offset`.

    Source: GET /ims/oneroster/rostering/v1p2/academicSessions/
    """
    return Call(options=options)


@operation(POST, ROSTERING, "/academicSessions/", Created())
def create_academic_session(academic_session: AcademicSessionInput) -> Call:
    """Create a session of any type, terms included, and give its id.

    Errors: `Conflict` where the id exists (deleted ones included), `Rejected` where the organization or
    the parent is unknown.

    Source: POST /ims/oneroster/rostering/v1p2/academicSessions/
    """
    return Call(body={"academicSession": academic_session})


@operation(GET, ROSTERING, "/academicSessions/{sourcedId}", One("academicSession", AcademicSession))
def get_academic_session(sourced_id: str, **options: Unpack[FieldOptions]) -> Call:
    """Fetch one session.

    sourced_id: its id. options: `fields`.

    Errors: `NotFound`. A deleted one is found, with status `tobedeleted`.

    Source: GET /ims/oneroster/rostering/v1p2/academicSessions/{sourcedId}
    """
    return Call(path={"sourcedId": sourced_id}, options=options)


@operation(
    PUT, ROSTERING, "/academicSessions/{sourcedId}", Maybe(One("academicSession", AcademicSession, bare=True))
)
def update_academic_session(sourced_id: str, academic_session: AcademicSessionInput) -> Call:
    """Replace a session of any type: what the input does not hold is lost.

    Gives the session where the server answers it.

    sourced_id: its id; it wins over the one in the input.

    Errors: `NotFound` where there is none (it is not created), `Rejected`.

    Source: PUT /ims/oneroster/rostering/v1p2/academicSessions/{sourcedId}
    """
    return Call(path={"sourcedId": sourced_id}, body={"academicSession": academic_session})


@operation(DELETE, ROSTERING, "/academicSessions/{sourcedId}", Nothing())
def delete_academic_session(sourced_id: str) -> Call:
    """Delete a session of any type softly.

    It stays readable with status `tobedeleted`, and its id cannot be created again.

    sourced_id: its id.

    Errors: `NotFound`.

    Source: DELETE /ims/oneroster/rostering/v1p2/academicSessions/{sourcedId}
    """
    return Call(path={"sourcedId": sourced_id})
