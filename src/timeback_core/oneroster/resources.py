"""What students work with; its paths begin with `resources` for classes, courses and users as well."""

from typing import Final, Unpack

from timeback_core.engine.call.effects import Steps
from timeback_core.engine.call.expect import Created, Download, Many, Nothing, One
from timeback_core.engine.call.options import FieldOptions, ListOptions
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.flow import flow
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import DELETE, GET, POST, PUT, SAFE, operation
from timeback_core.flows.factories import by_ids, existing, modifying
from timeback_core.flows.steps import narrowed_to, upserted, with_id
from timeback_core.oneroster.common import RESOURCES
from timeback_core.oneroster.models.resources import Resource, ResourceInput, ResourceUpdateInput

RESOURCES_LIST = Many("resources", Resource)


@operation(GET, RESOURCES, "/resources/", RESOURCES_LIST)
def list_resources(**options: Unpack[ListOptions]) -> Call:
    """List resources."""
    return Call()


@operation(GET, RESOURCES, "/resources/{sourced_id}", One("resource", Resource))
def get_resource(sourced_id: str, **options: Unpack[FieldOptions]) -> Call:
    """Fetch one resource.

    Errors: `NotFound`. A deleted one is found, with status `tobedeleted`.
    """
    return Call()


@operation(POST, RESOURCES, "/resources/", Created())
def create_resource(resource: ResourceInput) -> Call:
    """Create a resource, and give the id that the server allocated.

    resource: without `sourced_id` the server chooses one.

    Errors: `Conflict` where the id exists (deleted ones included), `Rejected`.
    """
    return Call(body={"resource": resource})


@operation(PUT, RESOURCES, "/resources/{sourced_id}", Nothing())
def update_resource(sourced_id: str, resource: ResourceUpdateInput) -> Call:
    """Change a resource: what the input does not hold stays.

    Errors: `NotFound` where there is none (it is not created), `Rejected`.
    """
    return Call(body={"resource": resource})


@operation(DELETE, RESOURCES, "/resources/{sourced_id}", Nothing())
def delete_resource(sourced_id: str) -> Call:
    """Delete a resource softly.

    It stays readable with status `tobedeleted`, and its id cannot be created again.

    Errors: `NotFound`.
    """
    return Call()


@operation(GET, RESOURCES, "/resources/classes/{class_id}/resources", RESOURCES_LIST)
def list_resources_for_class(class_id: str, **options: Unpack[ListOptions]) -> Call:
    """List the resources of a class.

    Errors: `NotFound` where there is no such class.
    """
    return Call()


@operation(GET, RESOURCES, "/resources/courses/{course_id}/resources", RESOURCES_LIST)
def list_resources_for_course(course_id: str, **options: Unpack[ListOptions]) -> Call:
    """List the resources of a course.

    Errors: `NotFound` where there is no such course.
    """
    return Call()


@operation(GET, RESOURCES, "/resources/users/{user_id}/resources", RESOURCES_LIST)
def list_resources_for_user(user_id: str, **options: Unpack[ListOptions]) -> Call:
    """List the resources of a user.

    Errors: `NotFound` where there is no such user.
    """
    return Call()


@operation(POST, RESOURCES, "/resources/export/{sourced_id}", Download(), repeat=SAFE)
def export_resource(sourced_id: str) -> Call:
    """Export a resource as a file in the Common Cartridge format (a ZIP archive).

    Errors: `Rejected` where there is no such resource.
    """
    return Call(accept="application/zip")


read_resources_by_ids: Final = flow(by_ids("read_resources_by_ids", list_resources))
resource_exists: Final = flow(existing("resource_exists", get_resource))
modify_resource: Final = flow(
    modifying("modify_resource", get_resource, ResourceUpdateInput.of_stored, update_resource, part=update_resource)
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


class Resources(Namespace[S_co]):
    """What students work with; its paths begin with `resources` for classes, courses and users as well."""

    list = list_resources
    get = get_resource
    create = create_resource
    update = update_resource
    delete = delete_resource
    get_many = read_resources_by_ids
    """Read many resources by their ids, up to fifty in one request."""
    exists = resource_exists
    """Whether there is a resource of that id; a deleted one counts, see `is_active`."""
    modify = modify_resource
    """Change a resource: read it, change it, write it back; gives it as stored."""
    upsert = upsert_resource
    list_for_class = list_resources_for_class
    list_for_course = list_resources_for_course
    list_for_user = list_resources_for_user
    export = export_resource
