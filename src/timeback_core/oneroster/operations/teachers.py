"""Teachers: users who have that role, of the platform, a school or a class."""

from typing import Unpack

from timeback_core.engine.call.expect import Many
from timeback_core.engine.call.options import FieldOptions, ListOptions
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.operation import GET, operation
from timeback_core.oneroster.bases import ROSTERING
from timeback_core.oneroster.models.users import User
from timeback_core.oneroster.operations.users import USER, USERS


@operation(GET, ROSTERING, "/teachers/", USERS)
def list_teachers(**options: Unpack[ListOptions]) -> Call:
    """List the users who are teachers.

    options: `where`, `sort`, `order_by`, `fields`, `limit` (1 to 3000), `offset`.

    Source: GET /ims/oneroster/rostering/v1p2/teachers/
    """
    return Call(options=options)


@operation(GET, ROSTERING, "/teachers/{sourcedId}", USER)
def get_teacher(sourced_id: str, **options: Unpack[FieldOptions]) -> Call:
    """Fetch one teacher.

    sourced_id: the user's id. options: `fields`.

    Errors: `NotFound`, also for a user who is no teacher.

    Source: GET /ims/oneroster/rostering/v1p2/teachers/{sourcedId}
    """
    return Call(path={"sourcedId": sourced_id}, options=options)


@operation(GET, ROSTERING, "/schools/{schoolSourcedId}/teachers", USERS)
def list_teachers_for_school(school_id: str, **options: Unpack[ListOptions]) -> Call:
    """List the teachers of a school.

    school_id: the school's id. options: `where`, `sort`, `order_by`, `fields`, `limit` (1 to 3000),
    `offset`.

    Errors: `NotFound` where there is no such school.

    Source: GET /ims/oneroster/rostering/v1p2/schools/{schoolSourcedId}/teachers
    """
    return Call(path={"schoolSourcedId": school_id}, options=options)


@operation(GET, ROSTERING, "/schools/{schoolSourcedId}/classes/{classSourcedId}/teachers", USERS)
def list_teachers_for_class_in_school(school_id: str, class_id: str, **options: Unpack[ListOptions]) -> Call:
    """List the teachers of a class of a school.

    school_id: the school's id. class_id: the class's id. options: `where`, `sort`, `order_by`, `fields`,
    `limit` (1 to 3000), `offset`.

    Errors: `NotFound` where the school has no such class.

    Source: GET /ims/oneroster/rostering/v1p2/schools/{schoolSourcedId}/classes/{classSourcedId}/teachers
    """
    return Call(path={"schoolSourcedId": school_id, "classSourcedId": class_id}, options=options)


@operation(
    GET,
    ROSTERING,
    "/classes/{classSourcedId}/teachers",
    Many("users", User, also=("teachers",), names=("role",)),
)
def list_teachers_for_class(class_id: str, **options: Unpack[ListOptions]) -> Call:
    """List the teachers of a class, those who have left it included: see `list_class_roster`.

    class_id: the class's id. options: `where`, `sort`, `order_by`, `fields`, `limit` (1 to 3000),
    `offset`.

    Errors: `NotFound` where there is no such class.

    Source: GET /ims/oneroster/rostering/v1p2/classes/{classSourcedId}/teachers
    """
    return Call(path={"classSourcedId": class_id}, options=options)
