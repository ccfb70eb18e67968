"""Users who are teachers; they are written as users."""

from typing import Final, Unpack

from timeback_core.engine.call.expect import Many, One
from timeback_core.engine.call.options import FieldOptions, ListOptions
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.flow import flow
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import GET, operation
from timeback_core.flows.factories import existing
from timeback_core.oneroster.common import ROSTERING
from timeback_core.oneroster.models.classes import Class
from timeback_core.oneroster.models.users import User


@operation(GET, ROSTERING, "/teachers/", Many("users", User, names=("role",)))
def list_teachers(**options: Unpack[ListOptions]) -> Call:
    """List the users who are teachers."""
    return Call()


@operation(GET, ROSTERING, "/teachers/{sourced_id}", One("user", User))
def get_teacher(sourced_id: str, **options: Unpack[FieldOptions]) -> Call:
    """Fetch one teacher.

    Errors: `NotFound`, also for a user who is no teacher.
    """
    return Call()


@operation(GET, ROSTERING, "/teachers/{teacher_id}/classes", Many("classes", Class))
def list_classes_for_teacher(teacher_id: str, **options: Unpack[ListOptions]) -> Call:
    """List the classes of a teacher.

    Errors: `NotFound` where there is no such teacher.
    """
    return Call()


teacher_exists: Final = flow(existing("teacher_exists", get_teacher))


class Teachers(Namespace[S_co]):
    """Users who are teachers; they are written as users."""

    list = list_teachers
    get = get_teacher
    exists = teacher_exists
    """Whether there is a teacher of that id; a deleted one counts, see `is_active`."""
    list_classes = list_classes_for_teacher
