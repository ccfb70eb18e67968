"""Flows over courses: exists, modify, upsert, ensure, read many."""

from collections.abc import Callable, Sequence

from timeback_core.engine.call.effects import Steps
from timeback_core.engine.surface.flow import flow
from timeback_core.oneroster.flows.batches import Batch, read_by_ids
from timeback_core.oneroster.flows.inputs import with_id
from timeback_core.oneroster.flows.steps import ensured, exists, modified, upserted
from timeback_core.oneroster.models.courses import Course, CourseInput
from timeback_core.oneroster.operations.courses import create_course, get_course, list_courses, update_course


@flow
def course_exists(sourced_id: str) -> Steps[bool]:
    """Whether there is a course of that id; a deleted one counts, see `is_active`."""
    return (yield from exists(get_course.request(sourced_id, fields=("status",))))


@flow
def read_courses_by_ids(ids: Sequence[str]) -> Steps[Batch[Course]]:
    """Read many courses by their ids, up to fifty in one request."""
    return (yield from read_by_ids(ids, list_courses.request))


@flow
def modify_course(sourced_id: str, change: Callable[[CourseInput], CourseInput]) -> Steps[Course]:
    """Change a course: read it, change it, write it back whole; gives it as stored.

    What somebody else writes between the read and the write is lost.

    change: gives the changed input, made with `evolve`.
    """
    return (
        yield from modified(sourced_id, get_course.request, CourseInput.of, change, update_course.request)
    )


@flow
def upsert_course(sourced_id: str, course: CourseInput) -> Steps[Course]:
    """Replace a course, or create it where there is none; gives it as stored.

    sourced_id: its id; it wins over the one in the input.

    Errors: `Conflict` where the id is that of one that was deleted softly and cannot be replaced.
    """
    body = with_id(course, sourced_id)
    return (
        yield from upserted(
            sourced_id,
            get_course.request,
            update_course.request(sourced_id, body),
            create_course.request(body),
        )
    )


@flow
def ensure_course(sourced_id: str, course: CourseInput) -> Steps[Course]:
    """Make sure of a course: give it as it is, or create it where there is none.

    sourced_id: its id; it wins over the one in the input.

    Errors: `Conflict` where the id is that of one that was deleted softly.
    """
    body = with_id(course, sourced_id)
    return (yield from ensured(sourced_id, get_course.request, create_course.request(body)))
