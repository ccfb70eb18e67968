"""Flows over organizations: exists, modify, upsert, ensure, read many."""

from collections.abc import Callable, Sequence

from timeback_core.engine.call.effects import Steps
from timeback_core.engine.surface.flow import flow
from timeback_core.oneroster.flows.batches import Batch, read_by_ids
from timeback_core.oneroster.flows.inputs import with_id
from timeback_core.oneroster.flows.steps import ensured, exists, modified, upserted
from timeback_core.oneroster.models.orgs import Org, OrgInput
from timeback_core.oneroster.operations.orgs import create_org, get_org, list_orgs, update_org


@flow
def org_exists(sourced_id: str) -> Steps[bool]:
    """Whether there is an organization of that id; a deleted one counts, see `is_active`."""
    return (yield from exists(get_org.request(sourced_id, fields=("status",))))


@flow
def read_orgs_by_ids(ids: Sequence[str]) -> Steps[Batch[Org]]:
    """Read many organizations by their ids, up to fifty in one request."""
    return (yield from read_by_ids(ids, list_orgs.request))


@flow
def modify_org(sourced_id: str, change: Callable[[OrgInput], OrgInput]) -> Steps[Org]:
    """Change an organization: read it, change it, write it back whole; gives it as stored.

    What somebody else writes between the read and the write is lost.

    change: gives the changed input, made with `evolve`.
    """
    return (yield from modified(sourced_id, get_org.request, OrgInput.of, change, update_org.request))


@flow
def upsert_org(sourced_id: str, org: OrgInput) -> Steps[Org]:
    """Replace an organization, or create it where there is none; gives it as stored.

    sourced_id: its id; it wins over the one in the input.

    Errors: `Conflict` where the id is that of one that was deleted softly and cannot be replaced.
    """
    body = with_id(org, sourced_id)
    return (
        yield from upserted(
            sourced_id, get_org.request, update_org.request(sourced_id, body), create_org.request(body)
        )
    )


@flow
def ensure_org(sourced_id: str, org: OrgInput) -> Steps[Org]:
    """Make sure of an organization: give it as it is, or create it where there is none.

    sourced_id: its id; it wins over the one in the input.

    Errors: `Conflict` where the id is that of one that was deleted softly.
    """
    body = with_id(org, sourced_id)
    return (yield from ensured(sourced_id, get_org.request, create_org.request(body)))
