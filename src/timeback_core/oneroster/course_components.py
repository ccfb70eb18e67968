"""The units and lessons of courses."""

from collections.abc import Callable
from typing import Final, Unpack

from timeback_core.engine.call.effects import Steps
from timeback_core.engine.call.expect import Created, Many, Nothing, One
from timeback_core.engine.call.options import FieldOptions, ListOptions
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.flow import flow
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import DELETE, GET, POST, PUT, operation
from timeback_core.flows.factories import by_ids, existing, upserting
from timeback_core.flows.steps import modified
from timeback_core.oneroster.common import ROSTERING
from timeback_core.oneroster.models.course_components import (
    CourseComponent,
    CourseComponentInput,
    with_both_parents,
    with_one_parent,
)


@operation(GET, ROSTERING, "/courses/components", Many("courseComponents", CourseComponent))
def list_course_components(**options: Unpack[ListOptions]) -> Call:
    """List the components of all courses."""
    return Call()


@operation(GET, ROSTERING, "/courses/components/{sourced_id}", One("courseComponent", CourseComponent))
def get_course_component(sourced_id: str, **options: Unpack[FieldOptions]) -> Call:
    """Fetch one component.

    Errors: `NotFound`. A deleted one is found, with status `tobedeleted`.
    """
    return Call()


@operation(POST, ROSTERING, "/courses/components", Created())
def create_course_component(component: CourseComponentInput) -> Call:
    """Create a component, and give the id that the server allocated.

    component: without `sourced_id` the server chooses one. Its parent is written under both of its names.

    Errors: `Conflict` where the id exists (deleted ones included), `Rejected` where the course or the parent
    is unknown.
    """
    return Call(body={"courseComponent": with_both_parents(component)})


@operation(PUT, ROSTERING, "/courses/components/{sourced_id}", Nothing())
def update_course_component(sourced_id: str, component: CourseComponentInput) -> Call:
    """Replace a component: what the input does not hold is lost.

    sourced_id: its id; it wins over the one in the input. component: its parent is written under both of its
    names.

    Errors: `NotFound` where there is none (it is not created), `Rejected`.
    """
    return Call(body={"courseComponent": with_both_parents(component)})


@operation(DELETE, ROSTERING, "/courses/components/{sourced_id}", Nothing())
def delete_course_component(sourced_id: str) -> Call:
    """Delete a component softly; what is below it stays as it is.

    It stays readable with status `tobedeleted`, and its id cannot be created again.

    Errors: `NotFound`.
    """
    return Call()


read_course_components_by_ids: Final = flow(by_ids("read_course_components_by_ids", list_course_components))
course_component_exists: Final = flow(existing("course_component_exists", get_course_component))
upsert_course_component: Final = flow(
    upserting("upsert_course_component", get_course_component, update_course_component, create_course_component)
)


@flow
def modify_course_component(
    sourced_id: str, change: Callable[[CourseComponentInput], CourseComponentInput]
) -> Steps[CourseComponent]:
    """Change a component: read it, change it, write it back; gives it as stored.

    What somebody else writes between the read and the write is lost.

    change: gives the changed input, made with `evolve`; only `parent` holds the parent there.

    Errors: `NotFound` where there is none; it is not created.
    """
    return (
        yield from modified(
            sourced_id,
            get_course_component,
            lambda read: CourseComponentInput.of_stored(read).map(with_one_parent),
            change,
            update_course_component,
        )
    )


class CourseComponents(Namespace[S_co]):
    """The units and lessons of courses."""

    list = list_course_components
    get = get_course_component
    create = create_course_component
    update = update_course_component
    delete = delete_course_component
    get_many = read_course_components_by_ids
    """Read many components by their ids, up to fifty in one request."""
    exists = course_component_exists
    """Whether there is a component of that id; a deleted one counts, see `is_active`."""
    modify = modify_course_component
    upsert = upsert_course_component
    """Replace a component, or create it where there is none; gives it as stored."""
