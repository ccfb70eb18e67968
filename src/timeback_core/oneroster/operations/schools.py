"""Schools: organizations of that kind."""

from typing import Unpack

from timeback_core.engine.call.expect import Created, Many, Maybe, Nothing, One
from timeback_core.engine.call.options import FieldOptions, ListOptions
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.operation import DELETE, GET, POST, PUT, operation
from timeback_core.oneroster.bases import ROSTERING
from timeback_core.oneroster.models.orgs import Org, SchoolInput


@operation(GET, ROSTERING, "/schools/", Many("orgs", Org))
def list_schools(**options: Unpack[ListOptions]) -> Call:
    """List the organizations that are schools.

    options: `where`, `sort`, `order_by`, `fields`, `limit` (1 to 3000), `offset`.

    Source: GET /ims/oneroster/rostering/v1p2/schools/
    """
    return Call(options=options)


@operation(POST, ROSTERING, "/schools/", Created())
def create_school(school: SchoolInput) -> Call:
    """Create a school, and give the id that the server allocated.

    school: without `sourced_id` the server chooses one.

    Errors: `Conflict` where the id exists (deleted ones included), `Rejected` where the parent is unknown.

    Source: POST /ims/oneroster/rostering/v1p2/schools/
    """
    return Call(body={"org": school})


@operation(GET, ROSTERING, "/schools/{sourcedId}", One("org", Org))
def get_school(sourced_id: str, **options: Unpack[FieldOptions]) -> Call:
    """Fetch one school.

    sourced_id: its id. options: `fields`.

    Errors: `NotFound`, also for an organization that is no school. A deleted one is found, with status
    `tobedeleted`.

    Source: GET /ims/oneroster/rostering/v1p2/schools/{sourcedId}
    """
    return Call(path={"sourcedId": sourced_id}, options=options)


@operation(PUT, ROSTERING, "/schools/{sourcedId}", Maybe(One("org", Org, bare=True)))
def update_school(sourced_id: str, school: SchoolInput) -> Call:
    """Replace a school: what the input does not hold is lost. Gives the school where the server answers it.

    sourced_id: its id; it wins over the one in the input.

    Errors: `NotFound` where there is none (it is not created), `Rejected`.

    Source: PUT /ims/oneroster/rostering/v1p2/schools/{sourcedId}
    """
    return Call(path={"sourcedId": sourced_id}, body={"org": school})


@operation(DELETE, ROSTERING, "/schools/{sourcedId}", Nothing())
def delete_school(sourced_id: str) -> Call:
    """Delete a school softly.

    It stays readable with status `tobedeleted`, and its id cannot be created again.

    sourced_id: its id.

    Errors: `NotFound`.

    Source: DELETE /ims/oneroster/rostering/v1p2/schools/{sourcedId}
    """
    return Call(path={"sourcedId": sourced_id})
