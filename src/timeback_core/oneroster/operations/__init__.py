"""OneRoster's operations: each stands with the resource that it answers."""

from typing import TYPE_CHECKING

from timeback_core.lazy import lazy_names

if TYPE_CHECKING:
    from timeback_core.oneroster.operations.academic_sessions import (
        create_academic_session as create_academic_session,
    )
    from timeback_core.oneroster.operations.academic_sessions import (
        delete_academic_session as delete_academic_session,
    )
    from timeback_core.oneroster.operations.academic_sessions import (
        get_academic_session as get_academic_session,
    )
    from timeback_core.oneroster.operations.academic_sessions import (
        list_academic_sessions as list_academic_sessions,
    )
    from timeback_core.oneroster.operations.academic_sessions import (
        update_academic_session as update_academic_session,
    )
    from timeback_core.oneroster.operations.agents import add_agent as add_agent
    from timeback_core.oneroster.operations.agents import list_agents_for_user as list_agents_for_user
    from timeback_core.oneroster.operations.agents import list_users_for_agent as list_users_for_agent
    from timeback_core.oneroster.operations.agents import remove_agent as remove_agent
    from timeback_core.oneroster.operations.assessment_line_items import (
        create_assessment_line_item as create_assessment_line_item,
    )
    from timeback_core.oneroster.operations.assessment_line_items import (
        delete_assessment_line_item as delete_assessment_line_item,
    )
    from timeback_core.oneroster.operations.assessment_line_items import (
        get_assessment_line_item as get_assessment_line_item,
    )
    from timeback_core.oneroster.operations.assessment_line_items import (
        list_assessment_line_items as list_assessment_line_items,
    )
    from timeback_core.oneroster.operations.assessment_line_items import (
        patch_assessment_line_item as patch_assessment_line_item,
    )
    from timeback_core.oneroster.operations.assessment_line_items import (
        update_assessment_line_item as update_assessment_line_item,
    )
    from timeback_core.oneroster.operations.assessment_results import (
        create_assessment_result as create_assessment_result,
    )
    from timeback_core.oneroster.operations.assessment_results import (
        delete_assessment_result as delete_assessment_result,
    )
    from timeback_core.oneroster.operations.assessment_results import (
        get_assessment_result as get_assessment_result,
    )
    from timeback_core.oneroster.operations.assessment_results import (
        list_assessment_results as list_assessment_results,
    )
    from timeback_core.oneroster.operations.assessment_results import (
        patch_assessment_result as patch_assessment_result,
    )
    from timeback_core.oneroster.operations.assessment_results import (
        update_assessment_result as update_assessment_result,
    )
    from timeback_core.oneroster.operations.categories import create_category as create_category
    from timeback_core.oneroster.operations.categories import delete_category as delete_category
    from timeback_core.oneroster.operations.categories import get_category as get_category
    from timeback_core.oneroster.operations.categories import list_categories as list_categories
    from timeback_core.oneroster.operations.categories import (
        list_categories_for_class as list_categories_for_class,
    )
    from timeback_core.oneroster.operations.categories import update_category as update_category
    from timeback_core.oneroster.operations.classes import create_class as create_class
    from timeback_core.oneroster.operations.classes import delete_class as delete_class
    from timeback_core.oneroster.operations.classes import get_class as get_class
    from timeback_core.oneroster.operations.classes import list_classes as list_classes
    from timeback_core.oneroster.operations.classes import list_classes_for_course as list_classes_for_course
    from timeback_core.oneroster.operations.classes import list_classes_for_school as list_classes_for_school
    from timeback_core.oneroster.operations.classes import (
        list_classes_for_student as list_classes_for_student,
    )
    from timeback_core.oneroster.operations.classes import (
        list_classes_for_teacher as list_classes_for_teacher,
    )
    from timeback_core.oneroster.operations.classes import list_classes_for_term as list_classes_for_term
    from timeback_core.oneroster.operations.classes import list_classes_for_user as list_classes_for_user
    from timeback_core.oneroster.operations.classes import update_class as update_class
    from timeback_core.oneroster.operations.component_resources import (
        create_component_resource as create_component_resource,
    )
    from timeback_core.oneroster.operations.component_resources import (
        delete_component_resource as delete_component_resource,
    )
    from timeback_core.oneroster.operations.component_resources import (
        get_component_resource as get_component_resource,
    )
    from timeback_core.oneroster.operations.component_resources import (
        list_component_resources as list_component_resources,
    )
    from timeback_core.oneroster.operations.component_resources import (
        update_component_resource as update_component_resource,
    )
    from timeback_core.oneroster.operations.course_components import (
        create_course_component as create_course_component,
    )
    from timeback_core.oneroster.operations.course_components import (
        delete_course_component as delete_course_component,
    )
    from timeback_core.oneroster.operations.course_components import (
        get_course_component as get_course_component,
    )
    from timeback_core.oneroster.operations.course_components import (
        list_course_components as list_course_components,
    )
    from timeback_core.oneroster.operations.course_components import (
        list_course_components_for_course as list_course_components_for_course,
    )
    from timeback_core.oneroster.operations.course_components import (
        update_course_component as update_course_component,
    )
    from timeback_core.oneroster.operations.course_structures import (
        create_course_structure as create_course_structure,
    )
    from timeback_core.oneroster.operations.courses import create_course as create_course
    from timeback_core.oneroster.operations.courses import delete_course as delete_course
    from timeback_core.oneroster.operations.courses import get_course as get_course
    from timeback_core.oneroster.operations.courses import list_courses as list_courses
    from timeback_core.oneroster.operations.courses import list_courses_for_school as list_courses_for_school
    from timeback_core.oneroster.operations.courses import update_course as update_course
    from timeback_core.oneroster.operations.credentials import decrypt_credential as decrypt_credential
    from timeback_core.oneroster.operations.credentials import register_credential as register_credential
    from timeback_core.oneroster.operations.demographics import create_demographics as create_demographics
    from timeback_core.oneroster.operations.demographics import delete_demographics as delete_demographics
    from timeback_core.oneroster.operations.demographics import get_demographics as get_demographics
    from timeback_core.oneroster.operations.demographics import list_demographics as list_demographics
    from timeback_core.oneroster.operations.demographics import update_demographics as update_demographics
    from timeback_core.oneroster.operations.enrollments import add_student_to_class as add_student_to_class
    from timeback_core.oneroster.operations.enrollments import add_teacher_to_class as add_teacher_to_class
    from timeback_core.oneroster.operations.enrollments import create_enrollment as create_enrollment
    from timeback_core.oneroster.operations.enrollments import delete_enrollment as delete_enrollment
    from timeback_core.oneroster.operations.enrollments import get_enrollment as get_enrollment
    from timeback_core.oneroster.operations.enrollments import list_enrollments as list_enrollments
    from timeback_core.oneroster.operations.enrollments import (
        list_enrollments_for_class as list_enrollments_for_class,
    )
    from timeback_core.oneroster.operations.enrollments import (
        list_enrollments_for_class_in_school as list_enrollments_for_class_in_school,
    )
    from timeback_core.oneroster.operations.enrollments import (
        list_enrollments_for_school as list_enrollments_for_school,
    )
    from timeback_core.oneroster.operations.enrollments import patch_enrollment as patch_enrollment
    from timeback_core.oneroster.operations.enrollments import update_enrollment as update_enrollment
    from timeback_core.oneroster.operations.grading_periods import (
        create_grading_period as create_grading_period,
    )
    from timeback_core.oneroster.operations.grading_periods import (
        create_grading_period_for_term as create_grading_period_for_term,
    )
    from timeback_core.oneroster.operations.grading_periods import (
        delete_grading_period as delete_grading_period,
    )
    from timeback_core.oneroster.operations.grading_periods import get_grading_period as get_grading_period
    from timeback_core.oneroster.operations.grading_periods import (
        list_grading_periods as list_grading_periods,
    )
    from timeback_core.oneroster.operations.grading_periods import (
        list_grading_periods_for_term as list_grading_periods_for_term,
    )
    from timeback_core.oneroster.operations.grading_periods import (
        update_grading_period as update_grading_period,
    )
    from timeback_core.oneroster.operations.line_items import create_line_item as create_line_item
    from timeback_core.oneroster.operations.line_items import (
        create_line_items_for_class as create_line_items_for_class,
    )
    from timeback_core.oneroster.operations.line_items import (
        create_line_items_for_school as create_line_items_for_school,
    )
    from timeback_core.oneroster.operations.line_items import delete_line_item as delete_line_item
    from timeback_core.oneroster.operations.line_items import get_line_item as get_line_item
    from timeback_core.oneroster.operations.line_items import list_line_items as list_line_items
    from timeback_core.oneroster.operations.line_items import (
        list_line_items_for_class as list_line_items_for_class,
    )
    from timeback_core.oneroster.operations.line_items import (
        list_line_items_for_school as list_line_items_for_school,
    )
    from timeback_core.oneroster.operations.line_items import update_line_item as update_line_item
    from timeback_core.oneroster.operations.orgs import create_org as create_org
    from timeback_core.oneroster.operations.orgs import delete_org as delete_org
    from timeback_core.oneroster.operations.orgs import get_org as get_org
    from timeback_core.oneroster.operations.orgs import list_orgs as list_orgs
    from timeback_core.oneroster.operations.orgs import update_org as update_org
    from timeback_core.oneroster.operations.resources import create_resource as create_resource
    from timeback_core.oneroster.operations.resources import delete_resource as delete_resource
    from timeback_core.oneroster.operations.resources import export_resource as export_resource
    from timeback_core.oneroster.operations.resources import get_resource as get_resource
    from timeback_core.oneroster.operations.resources import list_resources as list_resources
    from timeback_core.oneroster.operations.resources import (
        list_resources_for_class as list_resources_for_class,
    )
    from timeback_core.oneroster.operations.resources import (
        list_resources_for_course as list_resources_for_course,
    )
    from timeback_core.oneroster.operations.resources import (
        list_resources_for_user as list_resources_for_user,
    )
    from timeback_core.oneroster.operations.resources import update_resource as update_resource
    from timeback_core.oneroster.operations.results import create_result as create_result
    from timeback_core.oneroster.operations.results import (
        create_results_for_academic_session_in_class as create_results_for_academic_session_in_class,
    )
    from timeback_core.oneroster.operations.results import (
        create_results_for_line_item as create_results_for_line_item,
    )
    from timeback_core.oneroster.operations.results import delete_result as delete_result
    from timeback_core.oneroster.operations.results import get_result as get_result
    from timeback_core.oneroster.operations.results import list_results as list_results
    from timeback_core.oneroster.operations.results import list_results_for_class as list_results_for_class
    from timeback_core.oneroster.operations.results import (
        list_results_for_line_item as list_results_for_line_item,
    )
    from timeback_core.oneroster.operations.results import (
        list_results_for_line_item_in_class as list_results_for_line_item_in_class,
    )
    from timeback_core.oneroster.operations.results import (
        list_results_for_student_in_class as list_results_for_student_in_class,
    )
    from timeback_core.oneroster.operations.results import update_result as update_result
    from timeback_core.oneroster.operations.schools import create_school as create_school
    from timeback_core.oneroster.operations.schools import delete_school as delete_school
    from timeback_core.oneroster.operations.schools import get_school as get_school
    from timeback_core.oneroster.operations.schools import list_schools as list_schools
    from timeback_core.oneroster.operations.schools import update_school as update_school
    from timeback_core.oneroster.operations.score_scales import create_score_scale as create_score_scale
    from timeback_core.oneroster.operations.score_scales import delete_score_scale as delete_score_scale
    from timeback_core.oneroster.operations.score_scales import get_score_scale as get_score_scale
    from timeback_core.oneroster.operations.score_scales import list_score_scales as list_score_scales
    from timeback_core.oneroster.operations.score_scales import (
        list_score_scales_for_class as list_score_scales_for_class,
    )
    from timeback_core.oneroster.operations.score_scales import (
        list_score_scales_for_school as list_score_scales_for_school,
    )
    from timeback_core.oneroster.operations.score_scales import update_score_scale as update_score_scale
    from timeback_core.oneroster.operations.students import get_student as get_student
    from timeback_core.oneroster.operations.students import list_students as list_students
    from timeback_core.oneroster.operations.students import list_students_for_class as list_students_for_class
    from timeback_core.oneroster.operations.students import (
        list_students_for_class_in_school as list_students_for_class_in_school,
    )
    from timeback_core.oneroster.operations.students import (
        list_students_for_school as list_students_for_school,
    )
    from timeback_core.oneroster.operations.teachers import get_teacher as get_teacher
    from timeback_core.oneroster.operations.teachers import list_teachers as list_teachers
    from timeback_core.oneroster.operations.teachers import list_teachers_for_class as list_teachers_for_class
    from timeback_core.oneroster.operations.teachers import (
        list_teachers_for_class_in_school as list_teachers_for_class_in_school,
    )
    from timeback_core.oneroster.operations.teachers import (
        list_teachers_for_school as list_teachers_for_school,
    )
    from timeback_core.oneroster.operations.terms import get_term as get_term
    from timeback_core.oneroster.operations.terms import list_terms as list_terms
    from timeback_core.oneroster.operations.terms import list_terms_for_school as list_terms_for_school
    from timeback_core.oneroster.operations.users import create_user as create_user
    from timeback_core.oneroster.operations.users import delete_user as delete_user
    from timeback_core.oneroster.operations.users import get_user as get_user
    from timeback_core.oneroster.operations.users import (
        get_user_with_demographics as get_user_with_demographics,
    )
    from timeback_core.oneroster.operations.users import list_users as list_users
    from timeback_core.oneroster.operations.users import update_user as update_user

_NAMES = {
    "academic_sessions": (
        "list_academic_sessions create_academic_session get_academic_session "
        "update_academic_session delete_academic_session"
    ),
    "agents": "list_users_for_agent list_agents_for_user add_agent remove_agent",
    "assessment_line_items": (
        "list_assessment_line_items create_assessment_line_item get_assessment_line_item "
        "update_assessment_line_item delete_assessment_line_item patch_assessment_line_item"
    ),
    "assessment_results": (
        "list_assessment_results create_assessment_result get_assessment_result "
        "update_assessment_result delete_assessment_result patch_assessment_result"
    ),
    "categories": (
        "list_categories create_category get_category update_category delete_category "
        "list_categories_for_class"
    ),
    "classes": (
        "list_classes create_class get_class update_class delete_class list_classes_for_user "
        "list_classes_for_student list_classes_for_teacher list_classes_for_school "
        "list_classes_for_term list_classes_for_course"
    ),
    "component_resources": (
        "list_component_resources create_component_resource get_component_resource "
        "update_component_resource delete_component_resource"
    ),
    "course_components": (
        "list_course_components create_course_component get_course_component "
        "update_course_component delete_course_component list_course_components_for_course"
    ),
    "course_structures": "create_course_structure",
    "courses": ("list_courses create_course get_course update_course delete_course list_courses_for_school"),
    "credentials": "register_credential decrypt_credential",
    "demographics": (
        "list_demographics create_demographics get_demographics update_demographics delete_demographics"
    ),
    "enrollments": (
        "list_enrollments create_enrollment get_enrollment update_enrollment delete_enrollment "
        "patch_enrollment list_enrollments_for_school list_enrollments_for_class_in_school "
        "list_enrollments_for_class add_student_to_class add_teacher_to_class"
    ),
    "grading_periods": (
        "list_grading_periods create_grading_period get_grading_period update_grading_period "
        "delete_grading_period list_grading_periods_for_term create_grading_period_for_term"
    ),
    "line_items": (
        "list_line_items create_line_item get_line_item update_line_item delete_line_item "
        "list_line_items_for_school create_line_items_for_school list_line_items_for_class "
        "create_line_items_for_class"
    ),
    "orgs": "list_orgs create_org get_org update_org delete_org",
    "resources": (
        "list_resources create_resource get_resource update_resource delete_resource "
        "list_resources_for_class list_resources_for_course list_resources_for_user "
        "export_resource"
    ),
    "results": (
        "list_results create_result get_result update_result delete_result "
        "create_results_for_line_item list_results_for_line_item list_results_for_class "
        "list_results_for_line_item_in_class list_results_for_student_in_class "
        "create_results_for_academic_session_in_class"
    ),
    "schools": "list_schools create_school get_school update_school delete_school",
    "score_scales": (
        "list_score_scales create_score_scale get_score_scale update_score_scale "
        "delete_score_scale list_score_scales_for_school list_score_scales_for_class"
    ),
    "students": (
        "list_students get_student list_students_for_school list_students_for_class_in_school "
        "list_students_for_class"
    ),
    "teachers": (
        "list_teachers get_teacher list_teachers_for_school list_teachers_for_class_in_school "
        "list_teachers_for_class"
    ),
    "terms": "list_terms get_term list_terms_for_school",
    "users": "list_users create_user get_user update_user delete_user get_user_with_demographics",
}


MODULES = {name: f"{__name__}.{module}" for module, names in _NAMES.items() for name in names.split()}
"""Where each public name lives."""

if not TYPE_CHECKING:
    __all__ = tuple(MODULES)
    __getattr__, __dir__ = lazy_names(__name__, MODULES)
