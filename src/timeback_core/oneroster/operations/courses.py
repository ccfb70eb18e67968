"""Courses: read, list, create, replace and delete them; those of a school."""

from typing import Annotated, Unpack

from timeback_core.engine.call.expect import Created, Many, Nothing, One
from timeback_core.engine.call.options import FieldOptions, ListOptions, SearchOptions
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.operation import DELETE, GET, POST, PUT, operation
from timeback_core.oneroster.bases import ROSTERING
from timeback_core.oneroster.checks import CourseId, is_course
from timeback_core.oneroster.models.courses import Course, CourseInput

COURSES = Many("courses", Course)


@operation(GET, ROSTERING, "/courses/", COURSES)
def list_courses(**options: Unpack[SearchOptions]) -> Call:
    """List courses.

    options: `where`, `search` (title, course code), `sort`, `order_by`, `fields`, `limit` (1 to 3000),
    `offset`.

    Source: GET /ims/oneroster/rostering/v1p2/courses/
    """
    return Call(options=options)


@operation(POST, ROSTERING, "/courses/", Created())
def create_course(course: Annotated[CourseInput, is_course]) -> Call:
    """Create a course, and give the id that the server allocated.

    The server adds to its metadata.

    course: without `sourced_id` the server chooses one.

    Errors: `Conflict` where the id exists (deleted ones included), `Rejected` where the organization is
    unknown.

    Source: POST /ims/oneroster/rostering/v1p2/courses/
    """
    return Call(body={"course": course})


@operation(GET, ROSTERING, "/courses/{sourcedId}", One("course", Course))
def get_course(sourced_id: CourseId, **options: Unpack[FieldOptions]) -> Call:
    """Fetch one course.

    sourced_id: its id. options: `fields`.

    Errors: `NotFound`. A deleted one is found, with status `tobedeleted`.

    Source: GET /ims/oneroster/rostering/v1p2/courses/{sourcedId}
    """
    return Call(path={"sourcedId": sourced_id}, options=options)


@operation(PUT, ROSTERING, "/courses/{sourcedId}", Nothing())
def update_course(sourced_id: CourseId, course: CourseInput) -> Call:
    """Replace a course: what the input does not hold is lost, but for keys of its metadata.

    sourced_id: its id; it wins over the one in the input.

    Errors: `NotFound` where there is none (it is not created), `Rejected`.

    Source: PUT /ims/oneroster/rostering/v1p2/courses/{sourcedId}
    """
    return Call(path={"sourcedId": sourced_id}, body={"course": course})


@operation(DELETE, ROSTERING, "/courses/{sourcedId}", Nothing())
def delete_course(sourced_id: CourseId) -> Call:
    """Delete a course softly; its components and classes stay as they are.

    It stays readable with status `tobedeleted`, and its id cannot be created again.

    sourced_id: its id.

    Errors: `NotFound`.

    Source: DELETE /ims/oneroster/rostering/v1p2/courses/{sourcedId}
    """
    return Call(path={"sourcedId": sourced_id})


@operation(GET, ROSTERING, "/schools/{schoolSourcedId}/courses", COURSES)
def list_courses_for_school(school_id: str, **options: Unpack[ListOptions]) -> Call:
    """List the courses of a school.

    school_id: the school's id. options: `where`, `sort`, `order_by`, `fields`, `limit` (1 to 3000),
    `offset`.

    Errors: `NotFound` where there is no such school.

    Source: GET /ims/oneroster/rostering/v1p2/schools/{schoolSourcedId}/courses
    """
    return Call(path={"schoolSourcedId": school_id}, options=options)
