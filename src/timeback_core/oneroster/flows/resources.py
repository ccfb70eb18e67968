"""Flows over resources: exists, modify, upsert, read many."""

from collections.abc import Callable, Sequence

from timeback_core.engine.call.effects import Steps
from timeback_core.engine.surface.flow import flow
from timeback_core.oneroster.flows.batches import Batch, read_by_ids
from timeback_core.oneroster.flows.inputs import narrowed_to, with_id
from timeback_core.oneroster.flows.steps import exists, modified, upserted
from timeback_core.oneroster.models.resources import Resource, ResourceInput, ResourceUpdateInput
from timeback_core.oneroster.operations.resources import (
    create_resource,
    get_resource,
    list_resources,
    update_resource,
)


@flow
def resource_exists(sourced_id: str) -> Steps[bool]:
    """Whether there is a resource of that id; a deleted one counts, see `is_active`."""
    return (yield from exists(get_resource.request(sourced_id, fields=("status",))))


@flow
def read_resources_by_ids(ids: Sequence[str]) -> Steps[Batch[Resource]]:
    """Read many resources by their ids, up to fifty in one request."""
    return (yield from read_by_ids(ids, list_resources.request))


@flow
def modify_resource(
    sourced_id: str, change: Callable[[ResourceUpdateInput], ResourceUpdateInput]
) -> Steps[Resource]:
    """Change a resource: read it, change it, write it back; gives it as stored.

    What somebody else writes between the read and the write is lost.

    change: gives the changed input, made with `evolve`.
    """
    return (
        yield from modified(
            sourced_id, get_resource.request, ResourceUpdateInput.of, change, update_resource.request
        )
    )


@flow
def upsert_resource(sourced_id: str, resource: ResourceInput) -> Steps[Resource]:
    """Change a resource, or create it where there is none; gives it as stored.

    The status of a resource that exists stays as it is.

    sourced_id: its id; it wins over the one in the input.

    Errors: `Conflict` where the id is that of one that was deleted softly and cannot be replaced.
    """
    body = with_id(resource, sourced_id)
    return (
        yield from upserted(
            sourced_id,
            get_resource.request,
            update_resource.request(sourced_id, narrowed_to(ResourceUpdateInput, body)),
            create_resource.request(body),
        )
    )
