"""From reading to writing in OneRoster: its wire reference, section 12, row 4."""

import pytest
from returns.result import Result
from tests.support import calls, error, unchecked, value

from timeback_core import Page, TimebackClient
from timeback_core.engine.codec import Model
from timeback_core.engine.codec.model import Body
from timeback_core.engine.surface.operation import Operation
from timeback_core.errors import InvalidInput
from timeback_core.oneroster import (
    AcademicSessionInput,
    AssessmentLineItemInput,
    AssessmentResultInput,
    CategoryInput,
    ClassUpdateInput,
    ComponentResourceInput,
    CourseComponentInput,
    CourseInput,
    DemographicsInput,
    EnrollmentUpdateInput,
    LineItemInput,
    OrgInput,
    ResourceInput,
    ResourceUpdateInput,
    ResultInput,
    ScoreScaleInput,
    UserInput,
    list_academic_sessions,
    list_assessment_line_items,
    list_assessment_results,
    list_categories,
    list_classes,
    list_component_resources,
    list_course_components,
    list_courses,
    list_demographics,
    list_enrollments,
    list_line_items,
    list_orgs,
    list_resources,
    list_results,
    list_score_scales,
    list_users,
    update_academic_session,
    update_assessment_line_item,
    update_assessment_result,
    update_category,
    update_class,
    update_component_resource,
    update_course,
    update_course_component,
    update_demographics,
    update_enrollment,
    update_line_item,
    update_org,
    update_resource,
    update_result,
    update_score_scale,
    update_user,
)
from timeback_core.sandbox import Sandbox

Listing = Operation[..., Page[Model]]
Update = Operation[..., object]
KINDS: list[tuple[str, Listing, type[Body], Update]] = [
    ("users", list_users, UserInput, update_user),
    ("orgs", list_orgs, OrgInput, update_org),
    ("academicSessions", list_academic_sessions, AcademicSessionInput, update_academic_session),
    ("courses", list_courses, CourseInput, update_course),
    ("courseComponents", list_course_components, CourseComponentInput, update_course_component),
    ("componentResources", list_component_resources, ComponentResourceInput, update_component_resource),
    ("classes", list_classes, ClassUpdateInput, update_class),
    ("enrollments", list_enrollments, EnrollmentUpdateInput, update_enrollment),
    ("demographics", list_demographics, DemographicsInput, update_demographics),
    ("categories", list_categories, CategoryInput, update_category),
    ("scoreScales", list_score_scales, ScoreScaleInput, update_score_scale),
    ("lineItems", list_line_items, LineItemInput, update_line_item),
    ("results", list_results, ResultInput, update_result),
    ("assessmentLineItems", list_assessment_line_items, AssessmentLineItemInput, update_assessment_line_item),
    ("assessmentResults", list_assessment_results, AssessmentResultInput, update_assessment_result),
    ("resources", list_resources, ResourceInput, update_resource),
]


def without_nulls(value: object) -> object:
    """JSON without what is null, and without the time of the last change."""
    if isinstance(value, dict):
        kept = {name: held for name, held in value.items() if held is not None and name != "dateLastModified"}
        return {name: without_nulls(held) for name, held in kept.items()}
    return [without_nulls(each) for each in value] if isinstance(value, list) else value


@pytest.mark.parametrize(("collection", "listing", "body", "update"), KINDS, ids=[kind[0] for kind in KINDS])
def test_oneroster_04_what_was_read_can_be_written(
    client: TimebackClient,
    sandbox: Sandbox,
    collection: str,
    listing: Listing,
    body: type[Body],
    update: Update,
) -> None:
    """The official read models do not fit its write models: sessions, users and courses are refused.

    Here every document of the district is read and written back, and none of them changes.

    Guard: `timeback_core.engine.codec.translate.translate`.
    """
    wanted = ResourceUpdateInput if body is ResourceInput else body
    before = without_nulls(sandbox.documents(collection))
    for row in value(listing.take(client.session, 12)):
        written: Result[Body, InvalidInput] = wanted.of(row)
        value(update(client.session, row.sourced_id, written.unwrap()))  # type: ignore[attr-defined]  # all have it
    assert without_nulls(sandbox.documents(collection)) == before


def test_oneroster_04_a_read_model_is_no_input(client: TimebackClient, sandbox: Sandbox) -> None:
    """`users.update("u", user)` with what was read raises a `TypeError` in the official client.

    Guard: `timeback_core.engine.call.arguments.problems_of`.
    """
    (user,) = value(list_users.take(client.session, 1))
    sandbox.forget_requests()
    failed = error(unchecked(update_user)(client.session, user.sourced_id, user))
    assert isinstance(failed, InvalidInput)
    assert "expected UserInput, found User" in failed.message
    assert calls(sandbox) == []
