"""Organizations of every kind."""

from typing import Final, Unpack

from timeback_core.engine.call.expect import Created, Many, Nothing, One
from timeback_core.engine.call.options import FieldOptions, SearchOptions
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.flow import flow
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import DELETE, GET, POST, PUT, operation
from timeback_core.flows.factories import by_ids, ensuring, existing, modifying, upserting
from timeback_core.oneroster.common import ROSTERING
from timeback_core.oneroster.models.orgs import Org, OrgInput


@operation(GET, ROSTERING, "/orgs/", Many("orgs", Org))
def list_orgs(**options: Unpack[SearchOptions]) -> Call:
    """List organizations of every kind; `search` looks at the name."""
    return Call()


@operation(GET, ROSTERING, "/orgs/{sourced_id}", One("org", Org))
def get_org(sourced_id: str, **options: Unpack[FieldOptions]) -> Call:
    """Fetch one organization.

    Errors: `NotFound`. A deleted one is found, with status `tobedeleted`.
    """
    return Call()


@operation(POST, ROSTERING, "/orgs/", Created())
def create_org(org: OrgInput) -> Call:
    """Create an organization, and give the id that the server allocated.

    org: without `sourced_id` the server chooses one.

    Errors: `Conflict` where the id exists (deleted ones included), `Rejected` where the parent is unknown.
    """
    return Call(body={"org": org})


@operation(PUT, ROSTERING, "/orgs/{sourced_id}", Nothing())
def update_org(sourced_id: str, org: OrgInput) -> Call:
    """Replace an organization: what the input does not hold is lost.

    sourced_id: its id; it wins over the one in the input.

    Errors: `NotFound` where there is none (it is not created), `Rejected`.
    """
    return Call(body={"org": org})


@operation(DELETE, ROSTERING, "/orgs/{sourced_id}", Nothing())
def delete_org(sourced_id: str) -> Call:
    """Delete an organization softly.

    It stays readable with status `tobedeleted`, and its id cannot be created again.

    Errors: `NotFound`.
    """
    return Call()


read_orgs_by_ids: Final = flow(by_ids("read_orgs_by_ids", list_orgs))
org_exists: Final = flow(existing("org_exists", get_org))
modify_org: Final = flow(modifying("modify_org", get_org, OrgInput.of_stored, update_org))
upsert_org: Final = flow(upserting("upsert_org", get_org, update_org, create_org))
ensure_org: Final = flow(ensuring("ensure_org", get_org, create_org, like=upsert_org))


class Orgs(Namespace[S_co]):
    """Organizations of every kind."""

    list = list_orgs
    get = get_org
    create = create_org
    update = update_org
    delete = delete_org
    get_many = read_orgs_by_ids
    """Read many organizations by their ids, up to fifty in one request."""
    exists = org_exists
    """Whether there is an organization of that id; a deleted one counts, see `is_active`."""
    modify = modify_org
    """Change an organization: read it, change it, write it back; gives it as stored."""
    upsert = upsert_org
    """Replace an organization, or create it where there is none; gives it as stored."""
    ensure = ensure_org
    """Make sure of an organization: give it as it is, or create it where there is none."""
