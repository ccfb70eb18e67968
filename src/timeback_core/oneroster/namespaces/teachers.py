"""`client.oneroster.teachers`."""

from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.oneroster.flows.teachers import teacher_exists
from timeback_core.oneroster.operations.classes import list_classes_for_teacher
from timeback_core.oneroster.operations.teachers import get_teacher, list_teachers


class Teachers(Namespace[S_co]):
    """Users who are teachers; they are written as users."""

    list = list_teachers
    get = get_teacher
    exists = teacher_exists
    list_classes = list_classes_for_teacher
