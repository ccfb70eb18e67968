"""The syllabus of a course: its units and lessons as one tree."""

from typing import Annotated

from timeback_core.engine.call.expect import One
from timeback_core.engine.call.request import Call
from timeback_core.engine.codec import one_of
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import GET, operation
from timeback_core.oneroster.models.enums import Status
from timeback_core.powerpath.common import POWERPATH
from timeback_core.powerpath.models.syllabus import Syllabus


@operation(GET, POWERPATH, "/syllabus/{course_sourced_id}", One("syllabus", Syllabus))
def get_syllabus(course_sourced_id: str, *, status: Annotated[Status | str, one_of(Status)] | None = None) -> Call:
    """Fetch the units and lessons of a course as one tree.

    status: only what has it; without it whatever the server gives.

    Errors: `NotFound`.
    """
    return Call(query={"status": status})


class Syllabi(Namespace[S_co]):
    """The syllabus of a course."""

    get = get_syllabus
