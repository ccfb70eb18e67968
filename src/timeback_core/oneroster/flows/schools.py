"""Flows over schools: exists, modify, upsert, ensure, read many."""

from collections.abc import Callable, Sequence

from timeback_core.engine.call.effects import Steps
from timeback_core.engine.surface.flow import flow
from timeback_core.oneroster.flows.batches import Batch, read_by_ids
from timeback_core.oneroster.flows.inputs import with_id
from timeback_core.oneroster.flows.steps import ensured, exists, modified, upserted
from timeback_core.oneroster.models.orgs import Org, SchoolInput
from timeback_core.oneroster.operations.schools import create_school, get_school, list_schools, update_school


@flow
def school_exists(sourced_id: str) -> Steps[bool]:
    """Whether there is a school of that id; a deleted one counts, see `is_active`."""
    return (yield from exists(get_school.request(sourced_id, fields=("status",))))


@flow
def read_schools_by_ids(ids: Sequence[str]) -> Steps[Batch[Org]]:
    """Read many schools by their ids, up to fifty in one request."""
    return (yield from read_by_ids(ids, list_schools.request))


@flow
def modify_school(sourced_id: str, change: Callable[[SchoolInput], SchoolInput]) -> Steps[Org]:
    """Change a school: read it, change it, write it back whole; gives it as stored.

    What somebody else writes between the read and the write is lost.

    change: gives the changed input, made with `evolve`.
    """
    return (
        yield from modified(sourced_id, get_school.request, SchoolInput.of, change, update_school.request)
    )


@flow
def upsert_school(sourced_id: str, school: SchoolInput) -> Steps[Org]:
    """Replace a school, or create it where there is none; gives it as stored.

    sourced_id: its id; it wins over the one in the input.

    Errors: `Conflict` where the id is that of one that was deleted softly and cannot be replaced.
    """
    body = with_id(school, sourced_id)
    return (
        yield from upserted(
            sourced_id,
            get_school.request,
            update_school.request(sourced_id, body),
            create_school.request(body),
        )
    )


@flow
def ensure_school(sourced_id: str, school: SchoolInput) -> Steps[Org]:
    """Make sure of a school: give it as it is, or create it where there is none.

    sourced_id: its id; it wins over the one in the input.

    Errors: `Conflict` where the id is that of one that was deleted softly.
    """
    body = with_id(school, sourced_id)
    return (yield from ensured(sourced_id, get_school.request, create_school.request(body)))
