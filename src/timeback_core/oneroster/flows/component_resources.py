"""Flows over component resources: exists, modify, upsert, read many."""

from collections.abc import Callable, Sequence

from timeback_core.engine.call.effects import Steps
from timeback_core.engine.surface.flow import flow
from timeback_core.oneroster.flows.batches import Batch, read_by_ids
from timeback_core.oneroster.flows.inputs import with_id
from timeback_core.oneroster.flows.steps import exists, modified, upserted
from timeback_core.oneroster.models.component_resources import ComponentResource, ComponentResourceInput
from timeback_core.oneroster.operations.component_resources import (
    create_component_resource,
    get_component_resource,
    list_component_resources,
    update_component_resource,
)


@flow
def component_resource_exists(sourced_id: str) -> Steps[bool]:
    """Whether there is a component resource of that id; a deleted one counts, see `is_active`."""
    return (yield from exists(get_component_resource.request(sourced_id, fields=("status",))))


@flow
def read_component_resources_by_ids(ids: Sequence[str]) -> Steps[Batch[ComponentResource]]:
    """Read many component resources by their ids, up to fifty in one request."""
    return (yield from read_by_ids(ids, list_component_resources.request))


@flow
def modify_component_resource(
    sourced_id: str, change: Callable[[ComponentResourceInput], ComponentResourceInput]
) -> Steps[ComponentResource]:
    """Change a component resource: read it, change it, write it back whole; gives it as stored.

    What somebody else writes between the read and the write is lost.

    change: gives the changed input, made with `evolve`.
    """
    return (
        yield from modified(
            sourced_id,
            get_component_resource.request,
            ComponentResourceInput.of,
            change,
            update_component_resource.request,
        )
    )


@flow
def upsert_component_resource(sourced_id: str, link: ComponentResourceInput) -> Steps[ComponentResource]:
    """Replace a component resource, or create it where there is none; gives it as stored.

    sourced_id: its id; it wins over the one in the input.

    Errors: `Conflict` where the id is that of one that was deleted softly and cannot be replaced.
    """
    body = with_id(link, sourced_id)
    return (
        yield from upserted(
            sourced_id,
            get_component_resource.request,
            update_component_resource.request(sourced_id, body),
            create_component_resource.request(body),
        )
    )
