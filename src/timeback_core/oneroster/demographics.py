"""Facts about people; each document has the id of its user."""

from typing import Final, Unpack

from timeback_core.engine.call.expect import Created, Many, Maybe, Nothing, One
from timeback_core.engine.call.options import FieldOptions, ListOptions
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.flow import flow
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import DELETE, GET, POST, PUT, operation
from timeback_core.flows.factories import by_ids, existing, modifying, upserting
from timeback_core.oneroster.common import ROSTERING
from timeback_core.oneroster.models.demographics import Demographics, DemographicsInput


@operation(GET, ROSTERING, "/demographics/", Many("demographics", Demographics))
def list_demographics(**options: Unpack[ListOptions]) -> Call:
    """List the demographics of all users who have any."""
    return Call()


@operation(GET, ROSTERING, "/demographics/{sourced_id}", One("demographics", Demographics))
def get_demographics(sourced_id: str, **options: Unpack[FieldOptions]) -> Call:
    """Fetch the demographics of one user.

    Errors: `NotFound`. Deleted ones are found, with status `tobedeleted`.
    """
    return Call()


@operation(POST, ROSTERING, "/demographics/", Created())
def create_demographics(demographics: DemographicsInput) -> Call:
    """Create the demographics of a user, and give the id, which is that of the user.

    Errors: `Conflict` where the id exists (deleted ones included), `Rejected` where the user is unknown.
    """
    return Call(body={"demographics": demographics})


@operation(PUT, ROSTERING, "/demographics/{sourced_id}", Maybe(One("demographics", Demographics, bare=True)))
def update_demographics(sourced_id: str, demographics: DemographicsInput) -> Call:
    """Replace the demographics of a user: what the input does not hold is lost.

    Gives them where the server answers them.

    sourced_id: the user's id, the same as in the input.

    Errors: `NotFound` where there is none (it is not created), `Rejected`.
    """
    return Call(body={"demographics": demographics})


@operation(DELETE, ROSTERING, "/demographics/{sourced_id}", Nothing())
def delete_demographics(sourced_id: str) -> Call:
    """Delete the demographics of a user softly.

    They stay readable with status `tobedeleted`, and cannot be created again.

    Errors: `NotFound`.
    """
    return Call()


read_demographics_by_ids: Final = flow(by_ids("read_demographics_by_ids", list_demographics))
demographics_exist: Final = flow(existing("demographics_exist", get_demographics))
modify_demographics: Final = flow(
    modifying("modify_demographics", get_demographics, DemographicsInput.of_stored, update_demographics)
)
upsert_demographics: Final = flow(
    upserting("upsert_demographics", get_demographics, update_demographics, create_demographics)
)


class UserDemographics(Namespace[S_co]):
    """Facts about people; each document has the id of its user."""

    list = list_demographics
    get = get_demographics
    create = create_demographics
    update = update_demographics
    delete = delete_demographics
    get_many = read_demographics_by_ids
    """Read the demographics of many users by their ids, up to fifty in one request."""
    exists = demographics_exist
    """Whether there are demographics of that user; deleted ones count, see `is_active`."""
    modify = modify_demographics
    """Change the demographics of a user: read them, change them, write them back; gives them as stored."""
    upsert = upsert_demographics
    """Replace the demographics of a user, or create them where there are none; gives them as stored."""
