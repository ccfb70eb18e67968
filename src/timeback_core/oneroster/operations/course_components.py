"""Course components: the units and lessons of courses."""

from typing import Unpack

from timeback_core.engine.call.expect import Created, Many, Nothing, One
from timeback_core.engine.call.options import FieldOptions, ListOptions, narrowed
from timeback_core.engine.call.request import Call
from timeback_core.engine.filters import field
from timeback_core.engine.surface.operation import DELETE, GET, POST, PUT, operation
from timeback_core.oneroster.bases import ROSTERING
from timeback_core.oneroster.checks import Id
from timeback_core.oneroster.models.components import CourseComponent, CourseComponentInput, with_both_parents

COMPONENTS = Many("courseComponents", CourseComponent)


@operation(GET, ROSTERING, "/courses/components", COMPONENTS)
def list_course_components(**options: Unpack[ListOptions]) -> Call:
    """List the components of all courses.

    options: `where`, `sort`, `order_by`, `fields`, `limit` (1 to 3000), `offset`.

    Source: GET /ims/oneroster/rostering/v1p2/courses/components
    """
    return Call(options=options)


@operation(POST, ROSTERING, "/courses/components", Created())
def create_course_component(component: CourseComponentInput) -> Call:
    """Create a component, and give the id that the server allocated.

    component: without `sourced_id` the server chooses one. Its parent is written under both of its names.

    Errors: `Conflict` where the id exists (deleted ones included), `Rejected` where the course or the
    parent is unknown.

    Source: POST /ims/oneroster/rostering/v1p2/courses/components
    """
    return Call(body={"courseComponent": with_both_parents(component)})


@operation(GET, ROSTERING, "/courses/components/{sourcedId}", One("courseComponent", CourseComponent))
def get_course_component(sourced_id: str, **options: Unpack[FieldOptions]) -> Call:
    """Fetch one component.

    sourced_id: its id. options: `fields`.

    Errors: `NotFound`. A deleted one is found, with status `tobedeleted`.

    Source: GET /ims/oneroster/rostering/v1p2/courses/components/{sourcedId}
    """
    return Call(path={"sourcedId": sourced_id}, options=options)


@operation(PUT, ROSTERING, "/courses/components/{sourcedId}", Nothing())
def update_course_component(sourced_id: str, component: CourseComponentInput) -> Call:
    """Replace a component: what the input does not hold is lost.

    sourced_id: its id; it wins over the one in the input. component: its parent is written under both of its
    names.

    Errors: `NotFound` where there is none (it is not created), `Rejected`.

    Source: PUT /ims/oneroster/rostering/v1p2/courses/components/{sourcedId}
    """
    return Call(path={"sourcedId": sourced_id}, body={"courseComponent": with_both_parents(component)})


@operation(DELETE, ROSTERING, "/courses/components/{sourcedId}", Nothing())
def delete_course_component(sourced_id: str) -> Call:
    """Delete a component softly; what is below it stays as it is.

    It stays readable with status `tobedeleted`, and its id cannot be created again.

    sourced_id: its id.

    Errors: `NotFound`.

    Source: DELETE /ims/oneroster/rostering/v1p2/courses/components/{sourcedId}
    """
    return Call(path={"sourcedId": sourced_id})


@operation(GET, ROSTERING, "/courses/components", COMPONENTS)
def list_course_components_for_course(course_id: Id, **options: Unpack[ListOptions]) -> Call:
    """List the components of a course; a course that does not exist has none.

    It is the list of all components with a condition on the course, which a `where` can only narrow
    further.

    course_id: the course's id. options: `where`, `sort`, `order_by`, `fields`, `limit` (1 to 3000),
    `offset`.

    Source: GET /ims/oneroster/rostering/v1p2/courses/components
    """
    return Call(options=narrowed(options, field("course.sourcedId").eq(course_id)))
