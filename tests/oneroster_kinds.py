"""Every kind of document that OneRoster updates: how it is listed, made an input, and written."""

from collections.abc import Callable
from typing import Any, NamedTuple

from returns.result import Result

from timeback_core import Operation, Page, oneroster as o
from timeback_core.errors import InvalidInput


class Kind(NamedTuple):
    """One kind of document; `creates` says that its update creates what is missing."""

    collection: str
    listing: Operation[..., Page[Any]]
    input_of: Callable[[Any], Result[object, InvalidInput]]
    update: Operation[..., object]
    creates: bool = False


KINDS = (
    Kind("users", o.list_users, o.UserInput.of, o.update_user),
    Kind("orgs", o.list_orgs, o.OrgInput.of, o.update_org),
    Kind("academicSessions", o.list_academic_sessions, o.AcademicSessionInput.of, o.update_academic_session),
    Kind("courses", o.list_courses, o.CourseInput.of, o.update_course),
    Kind("courseComponents", o.list_course_components, o.CourseComponentInput.of, o.update_course_component),
    Kind("componentResources", o.list_component_resources, o.ComponentResourceInput.of, o.update_component_resource),
    Kind("classes", o.list_classes, o.ClassUpdateInput.of, o.update_class),
    Kind("enrollments", o.list_enrollments, o.EnrollmentUpdateInput.of, o.update_enrollment),
    Kind("demographics", o.list_demographics, o.DemographicsInput.of, o.update_demographics),
    Kind("categories", o.list_categories, o.CategoryInput.of, o.update_category, creates=True),
    Kind("scoreScales", o.list_score_scales, o.ScoreScaleInput.of, o.update_score_scale, creates=True),
    Kind("lineItems", o.list_line_items, o.LineItemInput.of, o.update_line_item, creates=True),
    Kind("results", o.list_results, o.ResultInput.of, o.update_result, creates=True),
    Kind(
        "assessmentLineItems",
        o.list_assessment_line_items,
        o.AssessmentLineItemInput.of,
        o.update_assessment_line_item,
        creates=True,
    ),
    Kind(
        "assessmentResults",
        o.list_assessment_results,
        o.AssessmentResultInput.of,
        o.update_assessment_result,
        creates=True,
    ),
    Kind("resources", o.list_resources, o.ResourceUpdateInput.of, o.update_resource),
)
