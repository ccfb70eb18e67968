"""Course structures: a whole course with its lessons, written at once."""

from typing import Annotated

from timeback_core.engine.call.expect import Created
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.operation import POST, operation
from timeback_core.oneroster.bases import ROSTERING
from timeback_core.oneroster.checks import is_structure
from timeback_core.oneroster.models.structure import CourseStructureInput


@operation(POST, ROSTERING, "/courses/structure", Created())
def create_course_structure(structure: Annotated[CourseStructureInput, is_structure]) -> Call:
    """Create a course with its components and resources, and give the id of the course.

    structure: the course, and its lessons by keys of your choice.

    Errors: `Conflict` where the id exists (deleted ones included), `Rejected`.

    Source: POST /ims/oneroster/rostering/v1p2/courses/structure
    """
    return Call(body=structure)
