"""The resources that hang on the components of courses."""

from typing import Final, Unpack

from timeback_core.engine.call.expect import Created, Many, Nothing, One
from timeback_core.engine.call.options import FieldOptions, ListOptions
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.flow import flow
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import DELETE, GET, POST, PUT, operation
from timeback_core.flows.factories import by_ids, existing, modifying, upserting
from timeback_core.oneroster.common import ROSTERING
from timeback_core.oneroster.models.component_resources import (
    ComponentResource,
    ComponentResourceInput,
    with_both_lesson_types,
)


@operation(GET, ROSTERING, "/courses/component-resources", Many("componentResources", ComponentResource))
def list_component_resources(**options: Unpack[ListOptions]) -> Call:
    """List component resources, such as those `where={"courseComponent.sourcedId": "cc-1"}`."""
    return Call()


@operation(GET, ROSTERING, "/courses/component-resources/{sourced_id}", One("componentResource", ComponentResource))
def get_component_resource(sourced_id: str, **options: Unpack[FieldOptions]) -> Call:
    """Fetch one component resource.

    Errors: `NotFound`. A deleted one is found, with status `tobedeleted`.
    """
    return Call()


@operation(POST, ROSTERING, "/courses/component-resources", Created())
def create_component_resource(link: ComponentResourceInput) -> Call:
    """Hang a resource on a component, and give the id of the component resource.

    link: its type of lesson is written in both places where applications look for it.

    Errors: `Conflict` where the id exists (deleted ones included), `Rejected` where the component is unknown,
    `ServerFault` from some servers for an unknown resource or an id that exists.
    """
    return Call(body={"componentResource": with_both_lesson_types(link)})


@operation(PUT, ROSTERING, "/courses/component-resources/{sourced_id}", Nothing())
def update_component_resource(sourced_id: str, link: ComponentResourceInput) -> Call:
    """Replace a component resource: what the input does not hold is lost.

    sourced_id: its id; it wins over the one in the input. link: its type of lesson is written in both places
    where applications look for it.

    Errors: `NotFound` where there is none (it is not created), `Rejected`.
    """
    return Call(body={"componentResource": with_both_lesson_types(link)})


@operation(DELETE, ROSTERING, "/courses/component-resources/{sourced_id}", Nothing())
def delete_component_resource(sourced_id: str) -> Call:
    """Delete a component resource softly.

    It stays readable with status `tobedeleted`, and its id cannot be created again.

    Errors: `NotFound`.
    """
    return Call()


read_component_resources_by_ids: Final = flow(by_ids("read_component_resources_by_ids", list_component_resources))
component_resource_exists: Final = flow(existing("component_resource_exists", get_component_resource))
modify_component_resource: Final = flow(
    modifying(
        "modify_component_resource", get_component_resource, ComponentResourceInput.of_stored, update_component_resource
    )
)
upsert_component_resource: Final = flow(
    upserting("upsert_component_resource", get_component_resource, update_component_resource, create_component_resource)
)


class ComponentResources(Namespace[S_co]):
    """The resources that hang on the components of courses."""

    list = list_component_resources
    get = get_component_resource
    create = create_component_resource
    update = update_component_resource
    delete = delete_component_resource
    get_many = read_component_resources_by_ids
    """Read many component resources by their ids, up to fifty in one request."""
    exists = component_resource_exists
    """Whether there is a component resource of that id; a deleted one counts, see `is_active`."""
    modify = modify_component_resource
    """Change a component resource: read it, change it, write it back; gives it as stored."""
    upsert = upsert_component_resource
    """Replace a component resource, or create it where there is none; gives it as stored."""
