"""Students: users who have that role, of the platform, a school or a class."""

from typing import Unpack

from timeback_core.engine.call.expect import Many
from timeback_core.engine.call.options import FieldOptions, ListOptions, SearchOptions
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.operation import GET, operation
from timeback_core.oneroster.bases import ROSTERING
from timeback_core.oneroster.models.users import User
from timeback_core.oneroster.operations.users import USER, USERS


@operation(GET, ROSTERING, "/students/", USERS)
def list_students(**options: Unpack[SearchOptions]) -> Call:
    """List the users who are students.

    options: `where`, `search` (given name, family name, e-mail), `sort`, `order_by`, `fields`, `limit` (1
    to 3000), `offset`.

    Source: GET /ims/oneroster/rostering/v1p2/students/
    """
    return Call(options=options)


@operation(GET, ROSTERING, "/students/{sourcedId}", USER)
def get_student(sourced_id: str, **options: Unpack[FieldOptions]) -> Call:
    """Fetch one student.

    sourced_id: the user's id. options: `fields`.

    Errors: `NotFound`, also for a user who is no student.

    Source: GET /ims/oneroster/rostering/v1p2/students/{sourcedId}
    """
    return Call(path={"sourcedId": sourced_id}, options=options)


@operation(GET, ROSTERING, "/schools/{schoolSourcedId}/students", USERS)
def list_students_for_school(school_id: str, **options: Unpack[ListOptions]) -> Call:
    """List the students of a school.

    school_id: the school's id. options: `where`, `sort`, `order_by`, `fields`, `limit` (1 to 3000),
    `offset`.

    Errors: `NotFound` where there is no such school.

    Source: GET /ims/oneroster/rostering/v1p2/schools/{schoolSourcedId}/students
    """
    return Call(path={"schoolSourcedId": school_id}, options=options)


@operation(GET, ROSTERING, "/schools/{schoolSourcedId}/classes/{classSourcedId}/students", USERS)
def list_students_for_class_in_school(school_id: str, class_id: str, **options: Unpack[ListOptions]) -> Call:
    """List the students of a class of a school.

    school_id: the school's id. class_id: the class's id. options: `where`, `sort`, `order_by`, `fields`,
    `limit` (1 to 3000), `offset`.

    Errors: `NotFound` where the school has no such class.

    Source: GET /ims/oneroster/rostering/v1p2/schools/{schoolSourcedId}/classes/{classSourcedId}/students
    """
    return Call(path={"schoolSourcedId": school_id, "classSourcedId": class_id}, options=options)


@operation(
    GET,
    ROSTERING,
    "/classes/{classSourcedId}/students",
    Many("users", User, also=("students",), names=("role",)),
)
def list_students_for_class(class_id: str, **options: Unpack[ListOptions]) -> Call:
    """List the students of a class, those who have left it included: see `list_class_roster`.

    class_id: the class's id. options: `where`, `sort`, `order_by`, `fields`, `limit` (1 to 3000),
    `offset`.

    Errors: `NotFound` where there is no such class.

    Source: GET /ims/oneroster/rostering/v1p2/classes/{classSourcedId}/students
    """
    return Call(path={"classSourcedId": class_id}, options=options)
