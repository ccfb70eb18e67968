"""`client.oneroster.schools`."""

from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.oneroster.flows.schools import (
    ensure_school,
    modify_school,
    read_schools_by_ids,
    school_exists,
    upsert_school,
)
from timeback_core.oneroster.operations.classes import list_classes_for_school
from timeback_core.oneroster.operations.courses import list_courses_for_school
from timeback_core.oneroster.operations.enrollments import (
    list_enrollments_for_class_in_school,
    list_enrollments_for_school,
)
from timeback_core.oneroster.operations.line_items import (
    create_line_items_for_school,
    list_line_items_for_school,
)
from timeback_core.oneroster.operations.schools import (
    create_school,
    delete_school,
    get_school,
    list_schools,
    update_school,
)
from timeback_core.oneroster.operations.score_scales import list_score_scales_for_school
from timeback_core.oneroster.operations.students import (
    list_students_for_class_in_school,
    list_students_for_school,
)
from timeback_core.oneroster.operations.teachers import (
    list_teachers_for_class_in_school,
    list_teachers_for_school,
)
from timeback_core.oneroster.operations.terms import list_terms_for_school


class Schools(Namespace[S_co]):
    """Schools, and what belongs to them; `list_class_...` is about one class of a school."""

    list = list_schools
    get = get_school
    create = create_school
    update = update_school
    delete = delete_school
    get_many = read_schools_by_ids
    exists = school_exists
    modify = modify_school
    upsert = upsert_school
    ensure = ensure_school
    list_classes = list_classes_for_school
    list_courses = list_courses_for_school
    list_students = list_students_for_school
    list_teachers = list_teachers_for_school
    list_enrollments = list_enrollments_for_school
    list_terms = list_terms_for_school
    list_class_enrollments = list_enrollments_for_class_in_school
    list_class_students = list_students_for_class_in_school
    list_class_teachers = list_teachers_for_class_in_school
    list_line_items = list_line_items_for_school
    create_line_items = create_line_items_for_school
    list_score_scales = list_score_scales_for_school
