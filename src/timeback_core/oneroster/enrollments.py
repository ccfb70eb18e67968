"""Seats in classes."""

from typing import Final, Unpack

from timeback_core.engine.call.effects import Steps
from timeback_core.engine.call.expect import Created, Many, Nothing, One
from timeback_core.engine.call.options import FieldOptions, ListOptions
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.flow import flow
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import DELETE, GET, IDEMPOTENT, PATCH, POST, PUT, operation
from timeback_core.flows.factories import by_ids, existing, modifying
from timeback_core.flows.steps import narrowed_to, upserted, with_id
from timeback_core.oneroster.common import ROSTERING
from timeback_core.oneroster.models.enrollments import (
    Enrollment,
    EnrollmentInput,
    EnrollmentPatch,
    EnrollmentUpdateInput,
)


@operation(GET, ROSTERING, "/enrollments/", Many("enrollments", Enrollment))
def list_enrollments(**options: Unpack[ListOptions]) -> Call:
    """List enrollments; an `active` one may have ended all the same: see `Enrollment.is_current`."""
    return Call()


@operation(GET, ROSTERING, "/enrollments/{sourced_id}", One("enrollment", Enrollment))
def get_enrollment(sourced_id: str, **options: Unpack[FieldOptions]) -> Call:
    """Fetch one enrollment.

    Errors: `NotFound`. A deleted one is found, with status `tobedeleted`.
    """
    return Call()


@operation(POST, ROSTERING, "/enrollments/", Created())
def create_enrollment(enrollment: EnrollmentInput) -> Call:
    """Create an enrollment of any role, and give the id that the server allocated.

    A second seat of the same person in the same class is a second enrollment: see `ensure_enrolled`.

    enrollment: without `sourced_id` the server chooses one.

    Errors: `Conflict` where the id exists (deleted ones included), `Rejected` where the user or the class is
    unknown.
    """
    return Call(body={"enrollment": enrollment})


@operation(PUT, ROSTERING, "/enrollments/{sourced_id}", Nothing())
def update_enrollment(sourced_id: str, enrollment: EnrollmentUpdateInput) -> Call:
    """Replace an enrollment: what the input does not hold is lost.

    Errors: `NotFound` where there is none (it is not created), `Rejected`.
    """
    return Call(body={"enrollment": enrollment})


@operation(PATCH, ROSTERING, "/enrollments/{sourced_id}", Nothing(), repeat=IDEMPOTENT)
def patch_enrollment(sourced_id: str, enrollment: EnrollmentPatch) -> Call:
    """Change an enrollment: what is not given stays, and `metadata` is merged with what is stored.

    Errors: `NotFound`, `Rejected`.
    """
    return Call(body={"enrollment": enrollment})


@operation(DELETE, ROSTERING, "/enrollments/{sourced_id}", Nothing())
def delete_enrollment(sourced_id: str) -> Call:
    """Delete an enrollment softly.

    It stays readable with status `tobedeleted`, and its id cannot be created again.

    Errors: `NotFound`.
    """
    return Call()


read_enrollments_by_ids: Final = flow(by_ids("read_enrollments_by_ids", list_enrollments))
enrollment_exists: Final = flow(existing("enrollment_exists", get_enrollment))
modify_enrollment: Final = flow(
    modifying(
        "modify_enrollment", get_enrollment, EnrollmentUpdateInput.of_stored, update_enrollment, part=patch_enrollment
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


class Enrollments(Namespace[S_co]):
    """Seats in classes."""

    list = list_enrollments
    get = get_enrollment
    create = create_enrollment
    update = update_enrollment
    patch = patch_enrollment
    delete = delete_enrollment
    get_many = read_enrollments_by_ids
    """Read many enrollments by their ids, up to fifty in one request."""
    exists = enrollment_exists
    """Whether there is an enrollment of that id; a deleted one counts, see `is_active`."""
    modify = modify_enrollment
    """Change an enrollment: read it, change it, write it back; gives it as stored."""
    upsert = upsert_enrollment
