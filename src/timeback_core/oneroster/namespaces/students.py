"""`client.oneroster.students`."""

from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.oneroster.flows.students import student_exists
from timeback_core.oneroster.operations.classes import list_classes_for_student
from timeback_core.oneroster.operations.students import get_student, list_students


class Students(Namespace[S_co]):
    """Users who are students; they are written as users."""

    list = list_students
    get = get_student
    exists = student_exists
    list_classes = list_classes_for_student
