"""Component resources: the resources that hang on the components of courses."""

from typing import Unpack

from timeback_core.engine.call.expect import Created, Many, Nothing, One
from timeback_core.engine.call.options import FieldOptions, ListOptions
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.operation import DELETE, GET, POST, PUT, operation
from timeback_core.oneroster.bases import ROSTERING
from timeback_core.oneroster.models.component_resources import (
    ComponentResource,
    ComponentResourceInput,
    with_both_lesson_types,
)


@operation(GET, ROSTERING, "/courses/component-resources", Many("componentResources", ComponentResource))
def list_component_resources(**options: Unpack[ListOptions]) -> Call:
    """List component resources, such as those `where={"courseComponent.sourcedId": "cc-1"}`.

    options: `where`, `sort`, `order_by`, `fields`, `limit` (1 to 3000), `offset`.

    Source: GET /ims/oneroster/rostering/v1p2/courses/component-resources
    """
    return Call(options=options)


@operation(POST, ROSTERING, "/courses/component-resources", Created())
def create_component_resource(link: ComponentResourceInput) -> Call:
    """Hang a resource on a component, and give the id of the component resource.

    link: its type of lesson is written in both places where applications look for it.

    Errors: `Conflict` where the id exists (deleted ones included), `Rejected` where the component is
    unknown, `ServerFault` from some servers for an unknown resource or an id that exists.

    Source: POST /ims/oneroster/rostering/v1p2/courses/component-resources
    """
    return Call(body={"componentResource": with_both_lesson_types(link)})


@operation(
    GET, ROSTERING, "/courses/component-resources/{sourcedId}", One("componentResource", ComponentResource)
)
def get_component_resource(sourced_id: str, **options: Unpack[FieldOptions]) -> Call:
    """Fetch one component resource.

    sourced_id: its id. options: `fields`.

    Errors: `NotFound`. A deleted one is found, with status `tobedeleted`.

    Source: GET /ims/oneroster/rostering/v1p2/courses/component-resources/{sourcedId}
    """
    return Call(path={"sourcedId": sourced_id}, options=options)


@operation(PUT, ROSTERING, "/courses/component-resources/{sourcedId}", Nothing())
def update_component_resource(sourced_id: str, link: ComponentResourceInput) -> Call:
    """Replace a component resource: what the input does not hold is lost.

    sourced_id: its id; it wins over the one in the input. link: its type of lesson is written in both places
    where applications look for it.

    Errors: `NotFound` where there is none (it is not created), `Rejected`.

    Source: PUT /ims/oneroster/rostering/v1p2/courses/component-resources/{sourcedId}
    """
    return Call(path={"sourcedId": sourced_id}, body={"componentResource": with_both_lesson_types(link)})


@operation(DELETE, ROSTERING, "/courses/component-resources/{sourcedId}", Nothing())
def delete_component_resource(sourced_id: str) -> Call:
    """Delete a component resource softly.

    It stays readable with status `tobedeleted`, and its id cannot be created again.

    sourced_id: its id.

    Errors: `NotFound`.

    Source: DELETE /ims/oneroster/rostering/v1p2/courses/component-resources/{sourcedId}
    """
    return Call(path={"sourcedId": sourced_id})
