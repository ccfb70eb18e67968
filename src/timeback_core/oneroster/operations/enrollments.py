"""Enrollments: who takes part in which class."""

from typing import Unpack

from timeback_core.engine.call.expect import Created, Many, Nothing, One
from timeback_core.engine.call.options import FieldOptions, ListOptions, narrowed
from timeback_core.engine.call.request import Call
from timeback_core.engine.filters import field
from timeback_core.engine.surface.operation import DELETE, GET, IDEMPOTENT, PATCH, POST, PUT, operation
from timeback_core.oneroster.bases import ROSTERING
from timeback_core.oneroster.checks import Id
from timeback_core.oneroster.models.enrollments import (
    ClassEnrollInput,
    Enrollment,
    EnrollmentInput,
    EnrollmentPatch,
    EnrollmentUpdateInput,
)

ENROLLMENTS = Many("enrollments", Enrollment)


@operation(GET, ROSTERING, "/enrollments/", ENROLLMENTS)
def list_enrollments(**options: Unpack[ListOptions]) -> Call:
    """List enrollments; an `active` one may have ended all the same: see `Enrollment.is_current`.

    options: `where`, `sort`, `order_by`, `fields`, `limit` (1 to 3000), `offset`.

    Source: GET /ims/oneroster/rostering/v1p2/enrollments/
    """
    return Call(options=options)


@operation(POST, ROSTERING, "/enrollments/", Created())
def create_enrollment(enrollment: EnrollmentInput) -> Call:
    """Create an enrollment of any role, and give the id that the server allocated.

    A second seat of the same person in the same class is a second enrollment: see `ensure_enrolled`.

    enrollment: without `sourced_id` the server chooses one.

    Errors: `Conflict` where the id exists (deleted ones included), `Rejected` where the user or the class
    is unknown.

    Source: POST /ims/oneroster/rostering/v1p2/enrollments/
    """
    return Call(body={"enrollment": enrollment})


@operation(GET, ROSTERING, "/enrollments/{sourcedId}", One("enrollment", Enrollment))
def get_enrollment(sourced_id: str, **options: Unpack[FieldOptions]) -> Call:
    """Fetch one enrollment.

    sourced_id: its id. options: `fields`.

    Errors: `NotFound`. A deleted one is found, with status `tobedeleted`.

    Source: GET /ims/oneroster/rostering/v1p2/enrollments/{sourcedId}
    """
    return Call(path={"sourcedId": sourced_id}, options=options)


@operation(PUT, ROSTERING, "/enrollments/{sourcedId}", Nothing())
def update_enrollment(sourced_id: str, enrollment: EnrollmentUpdateInput) -> Call:
    """Replace an enrollment: what the input does not hold is lost.

    sourced_id: its id.

    Errors: `NotFound` where there is none (it is not created), `Rejected`.

    Source: PUT /ims/oneroster/rostering/v1p2/enrollments/{sourcedId}
    """
    return Call(path={"sourcedId": sourced_id}, body={"enrollment": enrollment})


@operation(DELETE, ROSTERING, "/enrollments/{sourcedId}", Nothing())
def delete_enrollment(sourced_id: str) -> Call:
    """Delete an enrollment softly.

    It stays readable with status `tobedeleted`, and its id cannot be created again.

    sourced_id: its id.

    Errors: `NotFound`.

    Source: DELETE /ims/oneroster/rostering/v1p2/enrollments/{sourcedId}
    """
    return Call(path={"sourcedId": sourced_id})


@operation(PATCH, ROSTERING, "/enrollments/{sourcedId}", Nothing(), repeat=IDEMPOTENT)
def patch_enrollment(sourced_id: str, enrollment: EnrollmentPatch) -> Call:
    """Change an enrollment: what is not given stays, and `metadata` is merged with what is stored.

    sourced_id: its id.

    Errors: `NotFound`, `Rejected`.

    Source: PATCH /ims/oneroster/rostering/v1p2/enrollments/{sourcedId}
    """
    return Call(path={"sourcedId": sourced_id}, body={"enrollment": enrollment})


@operation(GET, ROSTERING, "/schools/{schoolSourcedId}/enrollments", ENROLLMENTS)
def list_enrollments_for_school(school_id: str, **options: Unpack[ListOptions]) -> Call:
    """List the enrollments in the classes of a school.

    school_id: the school's id. options: `where`, `sort`, `order_by`, `fields`, `limit` (1 to 3000),
    `offset`.

    Errors: `NotFound` where there is no such school.

    Source: GET /ims/oneroster/rostering/v1p2/schools/{schoolSourcedId}/enrollments
    """
    return Call(path={"schoolSourcedId": school_id}, options=options)


@operation(GET, ROSTERING, "/schools/{schoolSourcedId}/classes/{classSourcedId}/enrollments", ENROLLMENTS)
def list_enrollments_for_class_in_school(
    school_id: str, class_id: str, **options: Unpack[ListOptions]
) -> Call:
    """List the enrollments in a class of a school.

    school_id: the school's id. class_id: the class's id. options: `where`, `sort`, `order_by`, `fields`,
    `limit` (1 to 3000), `offset`.

    Errors: `NotFound` where the school has no such class.

    Source: GET /ims/oneroster/rostering/v1p2/schools/{schoolSourcedId}/classes/{classSourcedId}/enrollments
    """
    return Call(path={"schoolSourcedId": school_id, "classSourcedId": class_id}, options=options)


@operation(GET, ROSTERING, "/enrollments/", ENROLLMENTS)
def list_enrollments_for_class(class_id: Id, **options: Unpack[ListOptions]) -> Call:
    """List the enrollments in a class; a class that does not exist has none.

    It is the list of all enrollments with a condition on the class, which a `where` can only narrow
    further.

    class_id: the class's id. options: `where`, `sort`, `order_by`, `fields`, `limit` (1 to 3000),
    `offset`.

    Source: GET /ims/oneroster/rostering/v1p2/enrollments/
    """
    return Call(options=narrowed(options, field("class.sourcedId").eq(class_id)))


@operation(POST, ROSTERING, "/classes/{classSourcedId}/students", Created())
def add_student_to_class(class_id: str, enrollment: ClassEnrollInput) -> Call:
    """Enroll a student in a class, and give the id of the enrollment.

    A second seat of the same person is a second enrollment: see `ensure_enrolled`.

    class_id: the class's id. enrollment: who, and from when to when.

    Errors: `NotFound` where there is no such class, `Rejected` where there is no such user.

    Source: POST /ims/oneroster/rostering/v1p2/classes/{classSourcedId}/students
    """
    return Call(path={"classSourcedId": class_id}, body={"enrollment": enrollment})


@operation(POST, ROSTERING, "/classes/{classSourcedId}/teachers", Created())
def add_teacher_to_class(class_id: str, enrollment: ClassEnrollInput) -> Call:
    """Enroll a teacher in a class, and give the id of the enrollment.

    A second seat of the same person is a second enrollment: see `ensure_enrolled`.

    class_id: the class's id. enrollment: who, and from when to when.

    Errors: `NotFound` where there is no such class, `Rejected` where there is no such user.

    Source: POST /ims/oneroster/rostering/v1p2/classes/{classSourcedId}/teachers
    """
    return Call(path={"classSourcedId": class_id}, body={"enrollment": enrollment})
