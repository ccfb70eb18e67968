"""Flows over enrollments: exists, modify, upsert, read many."""

from collections.abc import Callable, Sequence

from timeback_core.engine.call.effects import Steps
from timeback_core.engine.surface.flow import flow
from timeback_core.oneroster.flows.batches import Batch, read_by_ids
from timeback_core.oneroster.flows.inputs import narrowed_to, with_id
from timeback_core.oneroster.flows.steps import exists, modified, upserted
from timeback_core.oneroster.models.enrollments import Enrollment, EnrollmentInput, EnrollmentUpdateInput
from timeback_core.oneroster.operations.enrollments import (
    create_enrollment,
    get_enrollment,
    list_enrollments,
    update_enrollment,
)


@flow
def enrollment_exists(sourced_id: str) -> Steps[bool]:
    """Whether there is an enrollment of that id; a deleted one counts, see `is_active`."""
    return (yield from exists(get_enrollment.request(sourced_id, fields=("status",))))


@flow
def read_enrollments_by_ids(ids: Sequence[str]) -> Steps[Batch[Enrollment]]:
    """Read many enrollments by their ids, up to fifty in one request."""
    return (yield from read_by_ids(ids, list_enrollments.request))


@flow
def modify_enrollment(
    sourced_id: str, change: Callable[[EnrollmentUpdateInput], EnrollmentUpdateInput]
) -> Steps[Enrollment]:
    """Change an enrollment: read it, change it, write it back whole; gives it as stored.

    What somebody else writes between the read and the write is lost.

    change: gives the changed input, made with `evolve`.
    """
    return (
        yield from modified(
            sourced_id, get_enrollment.request, EnrollmentUpdateInput.of, change, update_enrollment.request
        )
    )


@flow
def upsert_enrollment(sourced_id: str, enrollment: EnrollmentInput) -> Steps[Enrollment]:
    """Replace an enrollment, or create it where there is none; gives it as stored.

    sourced_id: its id; it wins over the one in the input.

    Errors: `Conflict` where the id is that of one that was deleted softly and cannot be replaced.
    """
    body = with_id(enrollment, sourced_id)
    return (
        yield from upserted(
            sourced_id,
            get_enrollment.request,
            update_enrollment.request(sourced_id, narrowed_to(EnrollmentUpdateInput, body)),
            create_enrollment.request(body),
        )
    )
