"""`client.oneroster.courses`."""

from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.oneroster.flows.courses import (
    course_exists,
    ensure_course,
    modify_course,
    read_courses_by_ids,
    upsert_course,
)
from timeback_core.oneroster.operations.classes import list_classes_for_course
from timeback_core.oneroster.operations.course_components import list_course_components_for_course
from timeback_core.oneroster.operations.course_structures import create_course_structure
from timeback_core.oneroster.operations.courses import (
    create_course,
    delete_course,
    get_course,
    list_courses,
    update_course,
)


class Courses(Namespace[S_co]):
    """Courses, and what belongs to them."""

    list = list_courses
    get = get_course
    create = create_course
    update = update_course
    delete = delete_course
    get_many = read_courses_by_ids
    exists = course_exists
    modify = modify_course
    upsert = upsert_course
    ensure = ensure_course
    create_structure = create_course_structure
    list_classes = list_classes_for_course
    list_components = list_course_components_for_course
