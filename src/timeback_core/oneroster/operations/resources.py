"""Resources: what students work with; all of them, those of a class, a course, a user."""

from typing import Unpack

from timeback_core.engine.call.expect import Created, Download, Many, Nothing, One
from timeback_core.engine.call.options import FieldOptions, ListOptions
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.operation import DELETE, GET, POST, PUT, SAFE, operation
from timeback_core.oneroster.bases import RESOURCES
from timeback_core.oneroster.models.resources import Resource, ResourceInput, ResourceUpdateInput

RESOURCES_LIST = Many("resources", Resource)


@operation(GET, RESOURCES, "/resources/", RESOURCES_LIST)
def list_resources(**options: Unpack[ListOptions]) -> Call:
    """List resources.

    options: `where`, `sort`, `order_by`, `fields`, `limit` (1 to 3000), `offset`.

    Source: GET /ims/oneroster/resources/v1p2/resources/
    """
    return Call(options=options)


@operation(POST, RESOURCES, "/resources/", Created())
def create_resource(resource: ResourceInput) -> Call:
    """Create a resource, and give the id that the server allocated.

    resource: without `sourced_id` the server chooses one.

    Errors: `Conflict` where the id exists (deleted ones included), `Rejected`.

    Source: POST /ims/oneroster/resources/v1p2/resources/
    """
    return Call(body={"resource": resource})


@operation(GET, RESOURCES, "/resources/{sourcedId}", One("resource", Resource))
def get_resource(sourced_id: str, **options: Unpack[FieldOptions]) -> Call:
    """Fetch one resource.

    sourced_id: its id. options: `fields`.

    Errors: `NotFound`. A deleted one is found, with status `tobedeleted`.

    Source: GET /ims/oneroster/resources/v1p2/resources/{sourcedId}
    """
    return Call(path={"sourcedId": sourced_id}, options=options)


@operation(PUT, RESOURCES, "/resources/{sourcedId}", Nothing())
def update_resource(sourced_id: str, resource: ResourceUpdateInput) -> Call:
    """Change a resource: what the input does not hold stays.

    sourced_id: its id.

    Errors: `NotFound` where there is none (it is not created), `Rejected`.

    Source: PUT /ims/oneroster/resources/v1p2/resources/{sourcedId}
    """
    return Call(path={"sourcedId": sourced_id}, body={"resource": resource})


@operation(DELETE, RESOURCES, "/resources/{sourcedId}", Nothing())
def delete_resource(sourced_id: str) -> Call:
    """Delete a resource softly.

    It stays readable with status `tobedeleted`, and its id cannot be created again.

    sourced_id: its id.

    Errors: `NotFound`.

    Source: DELETE /ims/oneroster/resources/v1p2/resources/{sourcedId}
    """
    return Call(path={"sourcedId": sourced_id})


@operation(GET, RESOURCES, "/resources/classes/{classSourcedId}/resources", RESOURCES_LIST)
def list_resources_for_class(class_id: str, **options: Unpack[ListOptions]) -> Call:
    """List the resources of a class.

    class_id: the class's id. options: `where`, `sort`, `order_by`, `fields`, `limit` (1 to 3000),
    `offset`.

    Errors: `NotFound` where there is no such class.

    Source: GET /ims/oneroster/resources/v1p2/resources/classes/{classSourcedId}/resources
    """
    return Call(path={"classSourcedId": class_id}, options=options)


@operation(GET, RESOURCES, "/resources/courses/{courseSourcedId}/resources", RESOURCES_LIST)
def list_resources_for_course(course_id: str, **options: Unpack[ListOptions]) -> Call:
    """List the resources of a course.

    course_id: the course's id. options: `where`, `sort`, `order_by`, `fields`, `limit` (1 to 3000),
    `offset`.

    Errors: `NotFound` where there is no such course.

    Source: GET /ims/oneroster/resources/v1p2/resources/courses/{courseSourcedId}/resources
    """
    return Call(path={"courseSourcedId": course_id}, options=options)


@operation(GET, RESOURCES, "/resources/users/{userSourcedId}/resources", RESOURCES_LIST)
def list_resources_for_user(user_id: str, **options: Unpack[ListOptions]) -> Call:
    """List the resources of a user.

    user_id: the user's id. options: `where`, `sort`, `order_by`, `fields`, `limit` (1 to 3000), `offset`.

    Errors: `NotFound` where there is no such user.

    Source: GET /ims/oneroster/resources/v1p2/resources/users/{userSourcedId}/resources
    """
    return Call(path={"userSourcedId": user_id}, options=options)


@operation(POST, RESOURCES, "/resources/export/{sourceId}", Download(), repeat=SAFE)
def export_resource(sourced_id: str) -> Call:
    """Export a resource as a file in the Common Cartridge format (a ZIP archive).

    sourced_id: its id.

    Errors: `Rejected` where there is no such resource.

    Source: POST /ims/oneroster/resources/v1p2/resources/export/{sourceId}
    """
    return Call(path={"sourceId": sourced_id}, accept="application/zip")
