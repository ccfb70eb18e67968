"""Terms: sessions of that type; they are written as academic sessions."""

from typing import Unpack

from timeback_core.engine.call.expect import Many, One
from timeback_core.engine.call.options import FieldOptions, ListOptions
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.operation import GET, operation
from timeback_core.oneroster.bases import ROSTERING
from timeback_core.oneroster.models.sessions import AcademicSession

TERMS = Many("terms", AcademicSession, also=("academicSessions",))


@operation(GET, ROSTERING, "/terms/", TERMS)
def list_terms(**options: Unpack[ListOptions]) -> Call:
    """List the sessions that are terms.

    options: `where`, `sort`, `order_by`, `fields`, `limit` (1 to 3000), `offset`.

    Source: GET /ims/oneroster/rostering/v1p2/terms/
    """
    return Call(options=options)


@operation(GET, ROSTERING, "/terms/{sourcedId}", One("term", AcademicSession, also=("academicSession",)))
def get_term(sourced_id: str, **options: Unpack[FieldOptions]) -> Call:
    """Fetch one term.

    sourced_id: its id. options: `fields`.

    Errors: `NotFound`, also for a session of another type. A deleted one is found, with status
    `tobedeleted`.

    Source: GET /ims/oneroster/rostering/v1p2/terms/{sourcedId}
    """
    return Call(path={"sourcedId": sourced_id}, options=options)


@operation(GET, ROSTERING, "/schools/{schoolSourcedId}/terms", TERMS)
def list_terms_for_school(school_id: str, **options: Unpack[ListOptions]) -> Call:
    """List the terms of a school.

    school_id: the school's id. options: `where`, `sort`, `order_by`, `fields`, `limit` (1 to 3000),
    `offset`.

    Errors: `NotFound` where there is no such school.

    Source: GET /ims/oneroster/rostering/v1p2/schools/{schoolSourcedId}/terms
    """
    return Call(path={"schoolSourcedId": school_id}, options=options)
