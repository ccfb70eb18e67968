"""`client.oneroster.classes`."""

from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.oneroster.flows.classes import (
    class_exists,
    ensure_class,
    modify_class,
    read_classes_by_ids,
    upsert_class,
)
from timeback_core.oneroster.flows.rosters import list_class_roster
from timeback_core.oneroster.flows.seats import (
    enroll,
    ensure_enrolled,
    list_current_enrollments_for_class,
    unenroll,
)
from timeback_core.oneroster.operations.categories import list_categories_for_class
from timeback_core.oneroster.operations.classes import (
    create_class,
    delete_class,
    get_class,
    list_classes,
    update_class,
)
from timeback_core.oneroster.operations.enrollments import (
    add_student_to_class,
    add_teacher_to_class,
    list_enrollments_for_class,
)
from timeback_core.oneroster.operations.line_items import (
    create_line_items_for_class,
    list_line_items_for_class,
)
from timeback_core.oneroster.operations.results import (
    create_results_for_academic_session_in_class,
    list_results_for_class,
    list_results_for_line_item_in_class,
    list_results_for_student_in_class,
)
from timeback_core.oneroster.operations.score_scales import list_score_scales_for_class
from timeback_core.oneroster.operations.students import list_students_for_class
from timeback_core.oneroster.operations.teachers import list_teachers_for_class


class Classes(Namespace[S_co]):
    """Classes, who takes part in them, and their gradebook."""

    list = list_classes
    get = get_class
    create = create_class
    update = update_class
    delete = delete_class
    get_many = read_classes_by_ids
    exists = class_exists
    modify = modify_class
    upsert = upsert_class
    ensure = ensure_class
    list_students = list_students_for_class
    list_teachers = list_teachers_for_class
    list_enrollments = list_enrollments_for_class
    list_current_enrollments = list_current_enrollments_for_class
    list_roster = list_class_roster
    add_student = add_student_to_class
    add_teacher = add_teacher_to_class
    enroll = enroll
    ensure_enrolled = ensure_enrolled
    unenroll = unenroll
    list_categories = list_categories_for_class
    list_line_items = list_line_items_for_class
    create_line_items = create_line_items_for_class
    list_results = list_results_for_class
    list_line_item_results = list_results_for_line_item_in_class
    list_student_results = list_results_for_student_in_class
    create_academic_session_results = create_results_for_academic_session_in_class
    list_score_scales = list_score_scales_for_class
