"""OneRoster's flows: what takes several requests."""

from typing import TYPE_CHECKING

from timeback_core.lazy import lazy_names

if TYPE_CHECKING:
    from timeback_core.oneroster.flows.academic_sessions import (
        academic_session_exists as academic_session_exists,
    )
    from timeback_core.oneroster.flows.academic_sessions import (
        ensure_academic_session as ensure_academic_session,
    )
    from timeback_core.oneroster.flows.academic_sessions import (
        modify_academic_session as modify_academic_session,
    )
    from timeback_core.oneroster.flows.academic_sessions import (
        read_academic_sessions_by_ids as read_academic_sessions_by_ids,
    )
    from timeback_core.oneroster.flows.academic_sessions import (
        upsert_academic_session as upsert_academic_session,
    )
    from timeback_core.oneroster.flows.assessment_line_items import (
        assessment_line_item_exists as assessment_line_item_exists,
    )
    from timeback_core.oneroster.flows.assessment_line_items import (
        modify_assessment_line_item as modify_assessment_line_item,
    )
    from timeback_core.oneroster.flows.assessment_line_items import (
        read_assessment_line_items_by_ids as read_assessment_line_items_by_ids,
    )
    from timeback_core.oneroster.flows.assessment_line_items import (
        upsert_assessment_line_item as upsert_assessment_line_item,
    )
    from timeback_core.oneroster.flows.assessment_results import (
        assessment_result_exists as assessment_result_exists,
    )
    from timeback_core.oneroster.flows.assessment_results import (
        modify_assessment_result as modify_assessment_result,
    )
    from timeback_core.oneroster.flows.assessment_results import (
        read_assessment_results_by_ids as read_assessment_results_by_ids,
    )
    from timeback_core.oneroster.flows.assessment_results import (
        upsert_assessment_result as upsert_assessment_result,
    )
    from timeback_core.oneroster.flows.batches import Batch as Batch
    from timeback_core.oneroster.flows.categories import category_exists as category_exists
    from timeback_core.oneroster.flows.categories import modify_category as modify_category
    from timeback_core.oneroster.flows.categories import read_categories_by_ids as read_categories_by_ids
    from timeback_core.oneroster.flows.categories import upsert_category as upsert_category
    from timeback_core.oneroster.flows.classes import class_exists as class_exists
    from timeback_core.oneroster.flows.classes import ensure_class as ensure_class
    from timeback_core.oneroster.flows.classes import modify_class as modify_class
    from timeback_core.oneroster.flows.classes import read_classes_by_ids as read_classes_by_ids
    from timeback_core.oneroster.flows.classes import upsert_class as upsert_class
    from timeback_core.oneroster.flows.component_resources import (
        component_resource_exists as component_resource_exists,
    )
    from timeback_core.oneroster.flows.component_resources import (
        modify_component_resource as modify_component_resource,
    )
    from timeback_core.oneroster.flows.component_resources import (
        read_component_resources_by_ids as read_component_resources_by_ids,
    )
    from timeback_core.oneroster.flows.component_resources import (
        upsert_component_resource as upsert_component_resource,
    )
    from timeback_core.oneroster.flows.course_components import (
        course_component_exists as course_component_exists,
    )
    from timeback_core.oneroster.flows.course_components import (
        modify_course_component as modify_course_component,
    )
    from timeback_core.oneroster.flows.course_components import (
        read_course_components_by_ids as read_course_components_by_ids,
    )
    from timeback_core.oneroster.flows.course_components import (
        upsert_course_component as upsert_course_component,
    )
    from timeback_core.oneroster.flows.courses import course_exists as course_exists
    from timeback_core.oneroster.flows.courses import ensure_course as ensure_course
    from timeback_core.oneroster.flows.courses import modify_course as modify_course
    from timeback_core.oneroster.flows.courses import read_courses_by_ids as read_courses_by_ids
    from timeback_core.oneroster.flows.courses import upsert_course as upsert_course
    from timeback_core.oneroster.flows.demographics import demographics_exist as demographics_exist
    from timeback_core.oneroster.flows.demographics import modify_demographics as modify_demographics
    from timeback_core.oneroster.flows.demographics import (
        read_demographics_by_ids as read_demographics_by_ids,
    )
    from timeback_core.oneroster.flows.demographics import upsert_demographics as upsert_demographics
    from timeback_core.oneroster.flows.enrollments import enrollment_exists as enrollment_exists
    from timeback_core.oneroster.flows.enrollments import modify_enrollment as modify_enrollment
    from timeback_core.oneroster.flows.enrollments import read_enrollments_by_ids as read_enrollments_by_ids
    from timeback_core.oneroster.flows.enrollments import upsert_enrollment as upsert_enrollment
    from timeback_core.oneroster.flows.grading_periods import grading_period_exists as grading_period_exists
    from timeback_core.oneroster.flows.grading_periods import modify_grading_period as modify_grading_period
    from timeback_core.oneroster.flows.grading_periods import (
        read_grading_periods_by_ids as read_grading_periods_by_ids,
    )
    from timeback_core.oneroster.flows.grading_periods import upsert_grading_period as upsert_grading_period
    from timeback_core.oneroster.flows.line_items import line_item_exists as line_item_exists
    from timeback_core.oneroster.flows.line_items import modify_line_item as modify_line_item
    from timeback_core.oneroster.flows.line_items import read_line_items_by_ids as read_line_items_by_ids
    from timeback_core.oneroster.flows.line_items import upsert_line_item as upsert_line_item
    from timeback_core.oneroster.flows.orgs import ensure_org as ensure_org
    from timeback_core.oneroster.flows.orgs import modify_org as modify_org
    from timeback_core.oneroster.flows.orgs import org_exists as org_exists
    from timeback_core.oneroster.flows.orgs import read_orgs_by_ids as read_orgs_by_ids
    from timeback_core.oneroster.flows.orgs import upsert_org as upsert_org
    from timeback_core.oneroster.flows.resources import modify_resource as modify_resource
    from timeback_core.oneroster.flows.resources import read_resources_by_ids as read_resources_by_ids
    from timeback_core.oneroster.flows.resources import resource_exists as resource_exists
    from timeback_core.oneroster.flows.resources import upsert_resource as upsert_resource
    from timeback_core.oneroster.flows.results import modify_result as modify_result
    from timeback_core.oneroster.flows.results import read_results_by_ids as read_results_by_ids
    from timeback_core.oneroster.flows.results import result_exists as result_exists
    from timeback_core.oneroster.flows.results import upsert_result as upsert_result
    from timeback_core.oneroster.flows.rosters import Seat as Seat
    from timeback_core.oneroster.flows.rosters import list_class_roster as list_class_roster
    from timeback_core.oneroster.flows.schools import ensure_school as ensure_school
    from timeback_core.oneroster.flows.schools import modify_school as modify_school
    from timeback_core.oneroster.flows.schools import read_schools_by_ids as read_schools_by_ids
    from timeback_core.oneroster.flows.schools import school_exists as school_exists
    from timeback_core.oneroster.flows.schools import upsert_school as upsert_school
    from timeback_core.oneroster.flows.score_scales import modify_score_scale as modify_score_scale
    from timeback_core.oneroster.flows.score_scales import (
        read_score_scales_by_ids as read_score_scales_by_ids,
    )
    from timeback_core.oneroster.flows.score_scales import score_scale_exists as score_scale_exists
    from timeback_core.oneroster.flows.score_scales import upsert_score_scale as upsert_score_scale
    from timeback_core.oneroster.flows.seats import enroll as enroll
    from timeback_core.oneroster.flows.seats import ensure_enrolled as ensure_enrolled
    from timeback_core.oneroster.flows.seats import (
        list_current_enrollments_for_class as list_current_enrollments_for_class,
    )
    from timeback_core.oneroster.flows.seats import unenroll as unenroll
    from timeback_core.oneroster.flows.students import student_exists as student_exists
    from timeback_core.oneroster.flows.teachers import teacher_exists as teacher_exists
    from timeback_core.oneroster.flows.terms import term_exists as term_exists
    from timeback_core.oneroster.flows.users import find_user_by_email as find_user_by_email
    from timeback_core.oneroster.flows.users import modify_user as modify_user
    from timeback_core.oneroster.flows.users import read_users_by_ids as read_users_by_ids
    from timeback_core.oneroster.flows.users import upsert_user as upsert_user
    from timeback_core.oneroster.flows.users import user_exists as user_exists

_NAMES = {
    "academic_sessions": (
        "academic_session_exists read_academic_sessions_by_ids modify_academic_session "
        "upsert_academic_session ensure_academic_session"
    ),
    "assessment_line_items": (
        "assessment_line_item_exists read_assessment_line_items_by_ids "
        "modify_assessment_line_item upsert_assessment_line_item"
    ),
    "assessment_results": (
        "assessment_result_exists read_assessment_results_by_ids modify_assessment_result "
        "upsert_assessment_result"
    ),
    "batches": "Batch",
    "categories": "category_exists read_categories_by_ids modify_category upsert_category",
    "classes": "class_exists read_classes_by_ids modify_class upsert_class ensure_class",
    "component_resources": (
        "component_resource_exists read_component_resources_by_ids modify_component_resource "
        "upsert_component_resource"
    ),
    "course_components": (
        "course_component_exists read_course_components_by_ids modify_course_component "
        "upsert_course_component"
    ),
    "courses": "course_exists read_courses_by_ids modify_course upsert_course ensure_course",
    "demographics": "demographics_exist read_demographics_by_ids modify_demographics upsert_demographics",
    "enrollments": "enrollment_exists read_enrollments_by_ids modify_enrollment upsert_enrollment",
    "grading_periods": (
        "grading_period_exists read_grading_periods_by_ids modify_grading_period upsert_grading_period"
    ),
    "line_items": "line_item_exists read_line_items_by_ids modify_line_item upsert_line_item",
    "orgs": "org_exists read_orgs_by_ids modify_org upsert_org ensure_org",
    "resources": "resource_exists read_resources_by_ids modify_resource upsert_resource",
    "results": "result_exists read_results_by_ids modify_result upsert_result",
    "rosters": "Seat list_class_roster",
    "schools": "school_exists read_schools_by_ids modify_school upsert_school ensure_school",
    "score_scales": "score_scale_exists read_score_scales_by_ids modify_score_scale upsert_score_scale",
    "seats": "list_current_enrollments_for_class enroll ensure_enrolled unenroll",
    "students": "student_exists",
    "teachers": "teacher_exists",
    "terms": "term_exists",
    "users": "user_exists read_users_by_ids find_user_by_email modify_user upsert_user",
}


MODULES = {name: f"{__name__}.{module}" for module, names in _NAMES.items() for name in names.split()}
"""Where each public name lives."""

if not TYPE_CHECKING:
    __all__ = tuple(MODULES)
    __getattr__, __dir__ = lazy_names(__name__, MODULES)
