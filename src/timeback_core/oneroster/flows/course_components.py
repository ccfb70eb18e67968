"""Flows over course components: exists, modify, upsert, read many."""

from collections.abc import Callable, Sequence

from timeback_core.engine.call.effects import Steps
from timeback_core.engine.surface.flow import flow
from timeback_core.oneroster.flows.batches import Batch, read_by_ids
from timeback_core.oneroster.flows.inputs import with_id
from timeback_core.oneroster.flows.steps import exists, modified, upserted
from timeback_core.oneroster.models.components import (
    CourseComponent,
    CourseComponentInput,
    with_one_parent,
)
from timeback_core.oneroster.operations.course_components import (
    create_course_component,
    get_course_component,
    list_course_components,
    update_course_component,
)


@flow
def course_component_exists(sourced_id: str) -> Steps[bool]:
    """Whether there is a component of that id; a deleted one counts, see `is_active`."""
    return (yield from exists(get_course_component.request(sourced_id, fields=("status",))))


@flow
def read_course_components_by_ids(ids: Sequence[str]) -> Steps[Batch[CourseComponent]]:
    """Read many components by their ids, up to fifty in one request."""
    return (yield from read_by_ids(ids, list_course_components.request))


@flow
def modify_course_component(
    sourced_id: str, change: Callable[[CourseComponentInput], CourseComponentInput]
) -> Steps[CourseComponent]:
    """Change a component: read it, change it, write it back whole; gives it as stored.

    What somebody else writes between the read and the write is lost.

    change: gives the changed input, made with `evolve`; only `parent` holds the parent there.
    """
    return (
        yield from modified(
            sourced_id,
            get_course_component.request,
            lambda read: CourseComponentInput.of(read).map(with_one_parent),
            change,
            update_course_component.request,
        )
    )


@flow
def upsert_course_component(sourced_id: str, component: CourseComponentInput) -> Steps[CourseComponent]:
    """Replace a component, or create it where there is none; gives it as stored.

    sourced_id: its id; it wins over the one in the input.

    Errors: `Conflict` where the id is that of one that was deleted softly and cannot be replaced.
    """
    body = with_id(component, sourced_id)
    return (
        yield from upserted(
            sourced_id,
            get_course_component.request,
            update_course_component.request(sourced_id, body),
            create_course_component.request(body),
        )
    )
