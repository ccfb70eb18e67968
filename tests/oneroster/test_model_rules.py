"""Rules of models that are more than a table: what is kept secret, written twice, derived or refused."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, TypeAlias

import pytest
from tests.oneroster.model_cases_classes import ENROLLMENT
from tests.oneroster.model_cases_courses import COMPONENT_INPUT, COMPONENTS, LINK_INPUT, LINK_JSON, NESTED_INPUT
from tests.oneroster.model_cases_people import USER, USER_INPUT
from tests.services.model_case import Changes, changed, problems_of, read, read_in_part, varied, written

from timeback_core import Request, oneroster as o
from timeback_core.oneroster import ref_to

Write: TypeAlias = Callable[[Any], Request[Any]]


def update_component(component: Any) -> Request[Any]:
    return o.update_course_component.request("cc-2", component)


def update_link(link: Any) -> Request[Any]:
    return o.update_component_resource.request("cr-1", link)


def create_period(period: Any) -> Request[Any]:
    return o.create_grading_period_for_term.request("t-1", period)


COMPONENT_WRITES: Sequence[Write] = (o.create_course_component.request, update_component)
LINK_WRITES: Sequence[Write] = (o.create_component_resource.request, update_link)


def body_of(request: Request[Any]) -> Any:
    """The entity in the body of a request."""
    assert isinstance(request.body, dict)
    (body,) = request.body.values()
    return body


def test_passwords_are_in_no_repr() -> None:
    pair = o.CredentialPair(username="ada", password="s3cret")
    shown = [
        repr(varied(USER_INPUT.known, {"password": "s3cret"})),
        repr(read(o.User, changed(USER, {"password": "s3cret"}))),
        repr(o.CredentialInput(application_name="AlphaNumbers", credentials=pair)),
        repr(o.DecryptedCredential(password="s3cret")),
        repr(read(o.AgentUser, {"sourcedId": "u", "password": "s3cret"})),
    ]
    assert [text for text in shown if "s3cret" in text] == []


def test_a_user_read_with_some_fields_only_is_no_input() -> None:
    partial = read_in_part(o.User, {"sourcedId": "u", "givenName": "A", "familyName": "B"})
    assert o.UserInput.of(partial).failure().problems


def test_parts_of_users_are_translated_on_their_own() -> None:
    there = o.UserId(type="clever", identifier="1")
    assert o.UserIdInput.of(there).unwrap() == o.UserIdInput(type="clever", identifier="1")
    role = o.UserRoleAssignment(
        role=o.UserRole.AIDE, role_type=o.RoleType.SECONDARY, org=o.Mention(sourced_id="o", name="N")
    )
    assert written(o.UserRoleAssignmentInput.of(role).unwrap()) == {
        "role": "aide",
        "roleType": "secondary",
        "org": {"sourcedId": "o"},
    }


@pytest.mark.parametrize(
    ("changes", "day", "current"),
    [
        ({}, date(2026, 1, 1), True),
        ({}, date(2025, 8, 15), True),
        ({}, date(2025, 8, 14), False),
        ({"endDate": "2025-12-31"}, date(2025, 12, 31), True),
        ({"endDate": "2025-12-31"}, date(2026, 1, 1), False),
        ({"beginDate": None}, date(1999, 1, 1), True),
        ({"status": "tobedeleted"}, date(2026, 1, 1), False),
        ({"status": "inactive"}, date(2026, 1, 1), False),
        ({"status": None}, date(2026, 1, 1), True),
    ],
)
def test_a_seat_is_current_if_active_begun_and_not_over(changes: Changes, day: date, current: bool) -> None:
    assert read(o.Enrollment, changed(ENROLLMENT, changes)).is_current(day) is current


@pytest.mark.parametrize("write", COMPONENT_WRITES)
@pytest.mark.parametrize("given", ["parent", "course_component"])
def test_a_component_below_another_names_it_twice(write: Write, given: str) -> None:
    sent = body_of(write(varied(COMPONENT_INPUT, {given: ref_to("cc-1")})))
    assert written(sent) == written(NESTED_INPUT)


@pytest.mark.parametrize("write", COMPONENT_WRITES)
def test_the_parent_of_a_component_wins_over_its_older_name(write: Write) -> None:
    moved = varied(COMPONENT_INPUT, {"parent": ref_to("cc-9"), "course_component": ref_to("cc-1")})
    sent = body_of(write(moved))
    assert (sent.parent, sent.course_component) == (ref_to("cc-9"), ref_to("cc-9"))
    assert body_of(write(COMPONENT_INPUT)) is COMPONENT_INPUT


def test_a_component_loses_both_parents() -> None:
    nested = o.CourseComponentInput.of(read(COMPONENTS.model, COMPONENTS.json)).unwrap()
    sent = written(body_of(update_component(varied(nested, {"parent": None, "course_component": None}))))
    assert (sent["parent"], sent["courseComponent"]) == (None, None)


@pytest.mark.parametrize("wrong", [None, "cc-1", {"title": "t"}])
@pytest.mark.parametrize("write", [*COMPONENT_WRITES, *LINK_WRITES, create_period])
def test_writes_leave_alone_what_is_no_input(write: Write, wrong: object) -> None:
    request = write(wrong)
    assert body_of(request) is wrong
    assert len(request.problems) == 1


def test_writes_leave_alone_what_is_wrong_within() -> None:
    component = varied(COMPONENT_INPUT, {"parent": "cc-1"})
    assert body_of(update_component(component)) is component
    link = varied(LINK_INPUT, {"metadata": {"lessonType": "quiz"}, "lesson_type": "quiz"})
    assert body_of(update_link(link)) is link


@pytest.mark.parametrize("write", LINK_WRITES)
@pytest.mark.parametrize(
    "given", [{"lesson_type": "quiz"}, {"metadata": o.ComponentResourceMetadata(lesson_type="quiz")}]
)
def test_the_type_of_a_lesson_is_written_in_both_places(write: Write, given: Changes) -> None:
    body = body_of(write(varied(LINK_INPUT, given)))
    assert problems_of(body) == []
    assert written(body) == {**LINK_JSON, "lessonType": "quiz", "metadata": {"lessonType": "quiz"}}
    assert body_of(write(LINK_INPUT)) is LINK_INPUT


def test_the_type_of_a_lesson_wins_over_the_one_in_the_metadata() -> None:
    metadata = o.ComponentResourceMetadata(lesson_type="quiz", extra={"note": "x"})
    sent = body_of(update_link(varied(LINK_INPUT, {"metadata": metadata, "lesson_type": "test-out"})))
    assert sent.metadata == o.ComponentResourceMetadata(lesson_type="test-out", extra={"note": "x"})


@pytest.mark.parametrize(
    ("lesson", "kept"),
    [
        ("quiz", {"lesson_type": None}),  # null on purpose stays null
        ("exercise", {"title": "x"}),  # the metadata may name types that the document itself may not
    ],
)
def test_what_the_place_of_a_lesson_type_cannot_say_stays_as_it_is(lesson: str, kept: Changes) -> None:
    metadata = o.ComponentResourceMetadata(lesson_type=lesson)
    link = varied(LINK_INPUT, {"metadata": metadata, **kept})
    assert body_of(update_link(link)) is link


def test_a_grading_period_under_a_term_sends_null_for_tenant_and_application() -> None:
    period = o.TermGradingPeriodInput(
        sourced_id="g-1",
        title="Q1",
        start_date=date(2025, 8, 15),
        end_date=date(2025, 10, 15),
        school_year=2026,
        org=ref_to("o-1"),
    )

    def sent(body: o.TermGradingPeriodInput) -> Any:
        named = body_of(create_period(body))
        assert problems_of(named) == []
        return written(named)

    usual = sent(period)
    assert usual["type"] == "gradingPeriod"
    assert (usual["tenantId"], usual["clientAppId"]) == (None, None)
    assert sent(varied(period, {"tenant_id": "t"})) == {**usual, "tenantId": "t"}
