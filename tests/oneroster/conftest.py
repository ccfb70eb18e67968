"""A small district in a sandbox, clients of it, and one valid input of every kind."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from inspect import Parameter, signature
from typing import Any, TypeAlias, get_args, get_type_hints

import pytest
from tests.support import SCHOOL_DAY, below

from timeback_core import oneroster as o
from timeback_core.client import AsyncTimebackClient, TimebackClient
from timeback_core.engine.surface.operation import Operation
from timeback_core.oneroster import ref_to
from timeback_core.sandbox import Sandbox

Inputs: TypeAlias = Mapping[type[Any], Any]

NOON = datetime(2025, 9, 15, 12, tzinfo=UTC)


def arguments(operation: Operation[..., Any], inputs: Inputs, text: Callable[[str], str]) -> dict[str, object]:
    """A valid argument for every parameter of an operation's function; `text` gives those that are text."""
    kinds = get_type_hints(operation.function)
    made: dict[str, object] = {}
    for parameter in signature(operation.function).parameters.values():
        kind = kinds[parameter.name]
        if parameter.kind is Parameter.VAR_KEYWORD:
            continue
        if kind is str:
            made[parameter.name] = text(parameter.name)
        else:
            parents = {name.removesuffix("_id"): each for name, each in made.items() if isinstance(each, str)}
            rows = (below(inputs[get_args(kind)[0]], parents.get),) if get_args(kind) else ()
            made[parameter.name] = rows or inputs[kind]
    return made


@pytest.fixture
def box() -> Sandbox:
    return Sandbox(students=12, now=SCHOOL_DAY)


@pytest.fixture
def client(box: Sandbox) -> Iterator[TimebackClient]:
    with TimebackClient.open(**box.settings, environ={}).unwrap() as opened:
        yield opened


@pytest.fixture
def async_client(box: Sandbox) -> Iterator[AsyncTimebackClient]:
    opened = AsyncTimebackClient.open(**box.settings, environ={}).unwrap()
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def inputs() -> Inputs:
    """One valid input of every class that an operation takes; what they refer to exists in the district."""
    period: dict[str, Any] = {
        "title": "Quarter 5",
        "start_date": date(2026, 6, 8),
        "end_date": date(2026, 7, 3),
        "school_year": 2026,
        "org": ref_to("school-1"),
    }
    course = o.CourseInput(title="Fractions", org=ref_to("school-1"))
    made: tuple[Any, ...] = (
        o.UserInput(
            given_name="Ada",
            family_name="Byron",
            enabled_user=True,
            email="ada@example.com",
            roles=(
                o.UserRoleAssignmentInput(
                    role=o.UserRole.STUDENT, role_type=o.RoleType.PRIMARY, org=ref_to("school-1")
                ),
            ),
        ),
        o.CredentialInput(
            application_name="AlphaNumbers", credentials=o.CredentialPair(username="ada", password="tops3cret")
        ),
        o.OrgInput(name="North", type=o.OrgType.DEPARTMENT),
        o.SchoolInput(name="North School"),
        o.AcademicSessionInput(sourced_id="new-term", type=o.SessionType.TERM, **period),
        o.GradingPeriodInput(sourced_id="new-period", **period),
        o.TermGradingPeriodInput(sourced_id="new-period", **period),
        course,
        o.CourseStructureInput(
            course=course,
            course_structure={
                "lesson-1": o.CourseStructureItem(
                    url="https://content.example.com/1",
                    skill_code="S1",
                    lesson_code="L1",
                    title="Halves",
                    unit_title="Unit 1",
                    status="active",
                    xp=10,
                )
            },
        ),
        o.CourseComponentInput(title="Unit", course=ref_to("course-1")),
        o.ComponentResourceInput(
            sourced_id="new-link",
            title="Lesson",
            course_component=ref_to("course-1-unit-1-lesson-1"),
            resource=ref_to("course-1-unit-1-lesson-1-resource"),
        ),
        o.ClassInput(
            title="Fractions 1", course=ref_to("course-1"), org=ref_to("school-1"), terms=(ref_to("session-1-term-1"),)
        ),
        o.ClassUpdateInput(title="Fractions 2"),
        o.EnrollmentInput(role="student", user=ref_to("student-1"), class_=ref_to("class-1")),
        o.EnrollmentUpdateInput(role="student", user=ref_to("student-1"), class_=ref_to("class-1")),
        o.EnrollmentPatch(end_date=date(2025, 12, 19)),
        o.ClassEnrollInput(user=ref_to("student-1")),
        o.DemographicsInput(sourced_id="student-1", birth_date=date(2015, 5, 5)),
        o.CategoryInput(title="Homework"),
        o.ScoreScaleInput(
            title="Letters",
            type="letter",
            class_=ref_to("class-1"),
            score_scale_value=(o.ScoreScaleValueInput(item_value_lhs="0-100", item_value_rhs="A"),),
        ),
        o.LineItemInput(
            title="Worksheet",
            assign_date=NOON,
            due_date=NOON,
            class_=ref_to("class-1"),
            school=ref_to("school-1"),
            category=ref_to("category-1"),
        ),
        o.ResultInput(
            line_item=ref_to("class-1-item-1"),
            student=ref_to("student-1"),
            score_status=o.ScoreStatus.FULLY_GRADED,
            score_date=NOON,
            score=90,
        ),
        o.AssessmentLineItemInput(title="Quiz", class_=ref_to("class-1")),
        o.AssessmentLineItemPatch(title="Quiz 2"),
        o.AssessmentResultInput(
            assessment_line_item=ref_to("class-1-assessment"),
            student=ref_to("student-1"),
            score_date=NOON,
            score_status=o.ScoreStatus.SUBMITTED,
        ),
        o.AssessmentResultPatch(score=95),
        o.ResourceInput(title="Halves", vendor_resource_id="qti-1"),
        o.ResourceUpdateInput(title="Thirds"),
    )
    return {type(each): each for each in made}
