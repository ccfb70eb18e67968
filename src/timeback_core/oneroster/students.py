"""Users who are students; they are written as users."""

from typing import Final, Unpack

from timeback_core.engine.call.expect import Many, One
from timeback_core.engine.call.options import FieldOptions, ListOptions, SearchOptions
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.flow import flow
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import GET, operation
from timeback_core.flows.factories import existing
from timeback_core.oneroster.common import ROSTERING
from timeback_core.oneroster.models.classes import Class
from timeback_core.oneroster.models.users import User


@operation(GET, ROSTERING, "/students/", Many("users", User, names=("role",)))
def list_students(**options: Unpack[SearchOptions]) -> Call:
    """List the users who are students; `search` looks at names and e-mail."""
    return Call()


@operation(GET, ROSTERING, "/students/{sourced_id}", One("user", User))
def get_student(sourced_id: str, **options: Unpack[FieldOptions]) -> Call:
    """Fetch one student.

    Errors: `NotFound`, also for a user who is no student.
    """
    return Call()


@operation(GET, ROSTERING, "/students/{student_id}/classes", Many("classes", Class))
def list_classes_for_student(student_id: str, **options: Unpack[ListOptions]) -> Call:
    """List the classes of a student, ended ones included; a condition on `status` has no effect here.

    Errors: `NotFound` where there is no such student.
    """
    return Call()


student_exists: Final = flow(existing("student_exists", get_student))


class Students(Namespace[S_co]):
    """Users who are students; they are written as users."""

    list = list_students
    get = get_student
    exists = student_exists
    """Whether there is a student of that id; a deleted one counts, see `is_active`."""
    list_classes = list_classes_for_student
