"""`client.oneroster.enrollments`."""

from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.oneroster.flows.enrollments import (
    enrollment_exists,
    modify_enrollment,
    read_enrollments_by_ids,
    upsert_enrollment,
)
from timeback_core.oneroster.operations.enrollments import (
    create_enrollment,
    delete_enrollment,
    get_enrollment,
    list_enrollments,
    patch_enrollment,
    update_enrollment,
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
    exists = enrollment_exists
    modify = modify_enrollment
    upsert = upsert_enrollment
