"""Organizations: read, list, create, replace and delete them."""

from typing import Unpack

from timeback_core.engine.call.expect import Created, Many, Nothing, One
from timeback_core.engine.call.options import FieldOptions, SearchOptions
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.operation import DELETE, GET, POST, PUT, operation
from timeback_core.oneroster.bases import ROSTERING
from timeback_core.oneroster.models.orgs import Org, OrgInput


@operation(GET, ROSTERING, "/orgs/", Many("orgs", Org))
def list_orgs(**options: Unpack[SearchOptions]) -> Call:
    """List organizations of every kind.

    options: `where`, `search` (name), `sort`, `order_by`, `fields`, `limit` (1 to 3000), `offset`.

    Source: GET /ims/oneroster/rostering/v1p2/orgs/
    """
    return Call(options=options)


@operation(POST, ROSTERING, "/orgs/", Created())
def create_org(org: OrgInput) -> Call:
    """Create an organization, and give the id that the server allocated.

    org: without `sourced_id` the server chooses one.

    Errors: `Conflict` where the id exists (deleted ones included), `Rejected` where the parent is unknown.

    Source: POST /ims/oneroster/rostering/v1p2/orgs/
    """
    return Call(body={"org": org})


@operation(GET, ROSTERING, "/orgs/{sourcedId}", One("org", Org))
def get_org(sourced_id: str, **options: Unpack[FieldOptions]) -> Call:
    """Fetch one organization.

    sourced_id: its id. options: `fields`.

    Errors: `NotFound`. A deleted one is found, with status `tobedeleted`.

    Source: GET /ims/oneroster/rostering/v1p2/orgs/{sourcedId}
    """
    return Call(path={"sourcedId": sourced_id}, options=options)


@operation(PUT, ROSTERING, "/orgs/{sourcedId}", Nothing())
def update_org(sourced_id: str, org: OrgInput) -> Call:
    """Replace an organization: what the input does not hold is lost.

    sourced_id: its id; it wins over the one in the input.

    Errors: `NotFound` where there is none (it is not created), `Rejected`.

    Source: PUT /ims/oneroster/rostering/v1p2/orgs/{sourcedId}
    """
    return Call(path={"sourcedId": sourced_id}, body={"org": org})


@operation(DELETE, ROSTERING, "/orgs/{sourcedId}", Nothing())
def delete_org(sourced_id: str) -> Call:
    """Delete an organization softly.

    It stays readable with status `tobedeleted`, and its id cannot be created again.

    sourced_id: its id.

    Errors: `NotFound`.

    Source: DELETE /ims/oneroster/rostering/v1p2/orgs/{sourcedId}
    """
    return Call(path={"sourcedId": sourced_id})
