"""Demographics: facts about people, each document with the id of its user."""

from typing import Unpack

from timeback_core.engine.call.expect import Created, Many, Maybe, Nothing, One
from timeback_core.engine.call.options import FieldOptions, ListOptions
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.operation import DELETE, GET, POST, PUT, operation
from timeback_core.oneroster.bases import ROSTERING
from timeback_core.oneroster.models.demographics import Demographics, DemographicsInput


@operation(GET, ROSTERING, "/demographics/", Many("demographics", Demographics))
def list_demographics(**options: Unpack[ListOptions]) -> Call:
    """List the demographics of all users who have any.

    options: `where`, `sort`, `order_by`, `fields`, `limit` (1 to 3000), `offset`.

    Source: GET /ims/oneroster/rostering/v1p2/demographics/
    """
    return Call(options=options)


@operation(POST, ROSTERING, "/demographics/", Created())
def create_demographics(demographics: DemographicsInput) -> Call:
    """Create the demographics of a user, and give the id, which is that of the user.

    Errors: `Conflict` where the id exists (deleted ones included), `Rejected` where the user is unknown.

    Source: POST /ims/oneroster/rostering/v1p2/demographics/
    """
    return Call(body={"demographics": demographics})


@operation(GET, ROSTERING, "/demographics/{sourcedId}", One("demographics", Demographics))
def get_demographics(sourced_id: str, **options: Unpack[FieldOptions]) -> Call:
    """Fetch the demographics of one user.

    sourced_id: the user's id. options: `fields`.

    Errors: `NotFound`. Deleted ones are found, with status `tobedeleted`.

    Source: GET /ims/oneroster/rostering/v1p2/demographics/{sourcedId}
    """
    return Call(path={"sourcedId": sourced_id}, options=options)


@operation(PUT, ROSTERING, "/demographics/{sourcedId}", Maybe(One("demographics", Demographics, bare=True)))
def update_demographics(sourced_id: str, demographics: DemographicsInput) -> Call:
    """Replace the demographics of a user: what the input does not hold is lost.

    Gives them where the server answers them.

    sourced_id: the user's id, the same as in the input.

    Errors: `NotFound` where there is none (it is not created), `Rejected`.

    Source: PUT /ims/oneroster/rostering/v1p2/demographics/{sourcedId}
    """
    return Call(path={"sourcedId": sourced_id}, body={"demographics": demographics})


@operation(DELETE, ROSTERING, "/demographics/{sourcedId}", Nothing())
def delete_demographics(sourced_id: str) -> Call:
    """Delete the demographics of a user softly.

    They stay readable with status `tobedeleted`, and cannot be created again.

    sourced_id: its id.

    Errors: `NotFound`.

    Source: DELETE /ims/oneroster/rostering/v1p2/demographics/{sourcedId}
    """
    return Call(path={"sourcedId": sourced_id})
