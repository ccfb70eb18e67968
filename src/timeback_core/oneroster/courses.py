"""Courses, and what belongs to them."""

from typing import Annotated, Final, Unpack

from timeback_core.engine.call.expect import Created, Many, Nothing, One
from timeback_core.engine.call.options import FieldOptions, ListOptions, SearchOptions, narrowed
from timeback_core.engine.call.request import Call
from timeback_core.engine.filters import field
from timeback_core.engine.surface.flow import flow
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import DELETE, GET, POST, PUT, operation
from timeback_core.flows.factories import by_ids, ensuring, existing, modifying, upserting
from timeback_core.oneroster.common import ROSTERING, CourseId, Id, is_course, is_structure
from timeback_core.oneroster.models.classes import Class
from timeback_core.oneroster.models.course_components import CourseComponent
from timeback_core.oneroster.models.courses import Course, CourseInput
from timeback_core.oneroster.models.structure import CourseStructureInput


@operation(GET, ROSTERING, "/courses/", Many("courses", Course))
def list_courses(**options: Unpack[SearchOptions]) -> Call:
    """List courses; `search` looks at title and course code."""
    return Call()


@operation(GET, ROSTERING, "/courses/{sourced_id}", One("course", Course))
def get_course(sourced_id: CourseId, **options: Unpack[FieldOptions]) -> Call:
    """Fetch one course.

    Errors: `NotFound`. A deleted one is found, with status `tobedeleted`.
    """
    return Call()


@operation(POST, ROSTERING, "/courses/", Created())
def create_course(course: Annotated[CourseInput, is_course]) -> Call:
    """Create a course, and give the id that the server allocated.

    The server adds to its metadata.

    course: without `sourced_id` the server chooses one.

    Errors: `Conflict` where the id exists (deleted ones included), `Rejected` where the organization is
    unknown.
    """
    return Call(body={"course": course})


@operation(PUT, ROSTERING, "/courses/{sourced_id}", Nothing())
def update_course(sourced_id: CourseId, course: CourseInput) -> Call:
    """Replace a course: what the input does not hold is lost, but for keys of its metadata.

    sourced_id: its id; it wins over the one in the input.

    Errors: `NotFound` where there is none (it is not created), `Rejected`.
    """
    return Call(body={"course": course})


@operation(DELETE, ROSTERING, "/courses/{sourced_id}", Nothing())
def delete_course(sourced_id: CourseId) -> Call:
    """Delete a course softly; its components and classes stay as they are.

    It stays readable with status `tobedeleted`, and its id cannot be created again.

    Errors: `NotFound`.
    """
    return Call()


@operation(POST, ROSTERING, "/courses/structure", Created())
def create_course_structure(structure: Annotated[CourseStructureInput, is_structure]) -> Call:
    """Create a course with its components and resources, and give the id of the course.

    structure: the course, and its lessons by keys of your choice.

    Errors: `Conflict` where the id exists (deleted ones included), `Rejected`.
    """
    return Call(body=structure)


@operation(GET, ROSTERING, "/courses/{course_id}/classes", Many("classes", Class))
def list_classes_for_course(course_id: CourseId, **options: Unpack[ListOptions]) -> Call:
    """List the classes of a course.

    Errors: `NotFound` where there is no such course.
    """
    return Call()


@operation(GET, ROSTERING, "/courses/components", Many("courseComponents", CourseComponent))
def list_course_components_for_course(course_id: Id, **options: Unpack[ListOptions]) -> Call:
    """List the components of a course; a course that does not exist has none.

    It is the list of all components with a condition on the course, which a `where` can only narrow further.
    """
    return Call(options=narrowed(options, field("course.sourcedId").eq(course_id)))


read_courses_by_ids: Final = flow(by_ids("read_courses_by_ids", list_courses))
course_exists: Final = flow(existing("course_exists", get_course))
modify_course: Final = flow(modifying("modify_course", get_course, CourseInput.of_stored, update_course))
upsert_course: Final = flow(upserting("upsert_course", get_course, update_course, create_course))
ensure_course: Final = flow(ensuring("ensure_course", get_course, create_course, like=upsert_course))


class Courses(Namespace[S_co]):
    """Courses, and what belongs to them."""

    list = list_courses
    get = get_course
    create = create_course
    update = update_course
    delete = delete_course
    get_many = read_courses_by_ids
    """Read many courses by their ids, up to fifty in one request."""
    exists = course_exists
    """Whether there is a course of that id; a deleted one counts, see `is_active`."""
    modify = modify_course
    """Change a course: read it, change it, write it back; gives it as stored."""
    upsert = upsert_course
    """Replace a course, or create it where there is none; gives it as stored."""
    ensure = ensure_course
    """Make sure of a course: give it as it is, or create it where there is none."""
    create_structure = create_course_structure
    list_classes = list_classes_for_course
    list_components = list_course_components_for_course
