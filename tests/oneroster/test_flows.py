"""Flows that write: modify, upsert and ensure; what they send, and what they give when something is in the way."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any, TypeVar

import pytest
from returns.io import IOResult
from returns.unsafe import unsafe_perform_io

from timeback_core import is_active, oneroster as o
from timeback_core.client import AsyncTimebackClient, TimebackClient
from timeback_core.engine.codec import evolve
from timeback_core.errors import Conflict, InvalidInput, NotFound, Rejected, ServerFault, Unexpected
from timeback_core.oneroster import Status, ref_to
from timeback_core.problems import Problem
from timeback_core.sandbox import Fault, Sandbox

T = TypeVar("T")


def value(told: IOResult[T, Any]) -> T:
    return unsafe_perform_io(told.unwrap())


def error(told: IOResult[Any, Any]) -> Any:
    return unsafe_perform_io(told.failure())


def calls(box: Sandbox) -> list[str]:
    """What was asked of OneRoster, such as `GET users/student-1`."""
    told = (request for request in box.requests() if "/oneroster/" in request.path)
    return [f"{request.verb} {request.path.partition('/v1p2/')[2]}" for request in told]


def bodies(box: Sandbox, verb: str) -> list[Any]:
    """The JSON bodies of the requests of one verb."""
    told = (request for request in box.requests() if "/oneroster/" in request.path)
    return [json.loads(request.body) for request in told if request.verb == verb]


def missing(text: str, *, path: str, times: int | None = None) -> Fault:
    """A PUT that is answered with 404."""
    return Fault("body", status=404, body=json.dumps({"imsx_description": text}), verb="PUT", path=path, times=times)


@pytest.fixture
def user(inputs: Mapping[type, Any]) -> o.UserInput:
    found = inputs[o.UserInput]
    assert isinstance(found, o.UserInput)
    return found


def test_exists_and_is_active(client: TimebackClient) -> None:
    users = client.oneroster.users
    assert value(users.exists("student-1")) is True
    assert value(users.exists("nobody")) is False
    value(users.delete("student-1"))
    assert value(users.exists("student-1")) is True
    assert value(users.get("student-1").map(is_active)) is False
    assert value(users.get("student-2").map(is_active)) is True


def test_exists_hides_no_other_failure(box: Sandbox, client: TimebackClient) -> None:
    box.faults(Fault("status", status=500))
    assert isinstance(error(client.oneroster.users.exists("student-1")), ServerFault)
    assert isinstance(error(client.oneroster.courses.exists("structure")), InvalidInput)


def test_modify_reads_changes_and_writes_back_whole(box: Sandbox, client: TimebackClient) -> None:
    """No member is lost between read and write."""
    users = client.oneroster.users
    before = value(users.get("student-1"))
    box.forget_requests()
    after = value(users.modify("student-1", lambda user: evolve(user, given_name="Grace")))
    assert calls(box) == ["GET users/student-1", "PUT users/student-1"]
    assert after == evolve(before, given_name="Grace", date_last_modified=after.date_last_modified)


def test_modify_reads_again_where_the_write_answers_nothing(box: Sandbox, client: TimebackClient) -> None:
    org = value(client.oneroster.orgs.modify("district-1", lambda org: evolve(org, name="Juniper")))
    assert org.name == "Juniper"
    assert calls(box) == ["GET orgs/district-1", "PUT orgs/district-1", "GET orgs/district-1"]


def test_modify_of_a_class_sends_neither_course_nor_school(box: Sandbox, client: TimebackClient) -> None:
    """Neither of them is part of an update."""
    changed = value(client.oneroster.classes.modify("class-1", lambda each: evolve(each, title="Maths")))
    (body,) = bodies(box, "PUT")
    assert not {"course", "org", "school", "sourcedId"} & set(body["class"])
    assert (changed.title, changed.course is None) == ("Maths", False)


@pytest.mark.parametrize(
    ("namespace", "sourced_id", "member"),
    [
        ("schools", "school-1", "name"),
        ("academic_sessions", "session-1-term-1", "title"),
        ("grading_periods", "session-1-period-1", "title"),
        ("courses", "course-1", "title"),
        ("course_components", "course-1-unit-1", "title"),
        ("component_resources", "course-1-unit-1-lesson-1-link", "title"),
        ("enrollments", "enrollment-2", "primary"),
        ("demographics", "student-2", "city_of_birth"),
        ("categories", "category-1", "title"),
        ("score_scales", "class-1-scale", "title"),
        ("line_items", "class-1-item-1", "title"),
        ("results", "class-1-item-1-result-1", "comment"),
        ("assessment_line_items", "class-1-assessment", "title"),
        ("assessment_results", "class-1-assessment-result-1", "comment"),
        ("resources", "course-1-unit-1-lesson-1-resource", "title"),
    ],
)
def test_modify_of_every_kind(client: TimebackClient, namespace: str, sourced_id: str, member: str) -> None:
    changed: Any = True if member == "primary" else "Changed"
    members = getattr(client.oneroster, namespace)
    after = value(members.modify(sourced_id, lambda each: evolve(each, **{member: changed})))
    assert getattr(after, member) == getattr(value(members.get(sourced_id)), member) == changed


def test_modify_of_what_is_missing_sends_no_write(box: Sandbox, client: TimebackClient) -> None:
    """The PUT of a gradebook kind would create it."""
    told = client.oneroster.categories.modify("nothing", lambda category: category)
    assert isinstance(error(told), NotFound)
    assert calls(box) == ["GET categories/nothing"]


def test_what_a_change_raises_is_a_failure(client: TimebackClient) -> None:
    def change(user: o.UserInput) -> o.UserInput:
        raise KeyError("mine")

    failure = error(client.oneroster.users.modify("student-1", change))
    assert isinstance(failure, Unexpected)
    assert failure.exception == "KeyError"


def test_a_change_that_makes_the_input_wrong_is_not_sent(box: Sandbox, client: TimebackClient) -> None:
    told = client.oneroster.users.modify("student-1", lambda user: evolve(user, email="nobody"))
    assert error(told) == InvalidInput((Problem("user.email", "must be an e-mail address"),))
    assert calls(box) == ["GET users/student-1"]


def test_modify_for_event_loops(async_client: AsyncTimebackClient) -> None:
    async def run() -> o.User:
        told = await async_client.oneroster.users.modify("student-1", lambda user: evolve(user, given_name="Grace"))
        return value(told)

    assert asyncio.run(run()).given_name == "Grace"


def test_upsert_of_what_exists_is_one_replace(box: Sandbox, client: TimebackClient, user: o.UserInput) -> None:
    stored = value(client.oneroster.users.upsert("student-1", user))
    assert (stored.sourced_id, stored.given_name) == ("student-1", "Ada")
    assert calls(box) == ["PUT users/student-1"]


def test_upsert_creates_under_the_id_that_was_asked_for(
    box: Sandbox, client: TimebackClient, user: o.UserInput
) -> None:
    """Not under another id, whatever the input holds."""
    stored = value(client.oneroster.users.upsert("new-1", evolve(user, sourced_id="other")))
    assert stored.sourced_id == "new-1"
    assert calls(box) == ["PUT users/new-1", "POST users/", "GET users/new-1"]
    assert bodies(box, "POST")[0]["user"]["sourcedId"] == "new-1"


def test_a_404_about_something_else_does_not_create(box: Sandbox, client: TimebackClient, user: o.UserInput) -> None:
    """Not any 404 is a missing row."""
    elsewhere = evolve(user, primary_org=ref_to("no-school"))
    assert isinstance(error(client.oneroster.users.upsert("student-1", elsewhere)), Rejected)
    assert calls(box) == ["PUT users/student-1"]


def test_both_requests_are_checked_before_the_first(box: Sandbox, client: TimebackClient, user: o.UserInput) -> None:
    told = client.oneroster.users.upsert(" ", evolve(user, email="nobody"))
    assert isinstance(error(told), InvalidInput)
    assert {problem.path for problem in error(told).problems} == {"sourced_id", "user.sourced_id", "user.email"}
    assert calls(box) == []


def test_what_is_no_input_is_refused(box: Sandbox, client: TimebackClient) -> None:
    given: Any = {"givenName": "Ada"}
    for told in (client.oneroster.users.upsert("u", given), client.oneroster.classes.upsert("c", given)):
        assert isinstance(error(told), InvalidInput)
    assert calls(box) == []


def test_upsert_after_a_soft_delete_says_why_it_cannot_work(
    box: Sandbox, client: TimebackClient, user: o.UserInput
) -> None:
    """A server that neither replaces nor creates a deleted row."""
    value(client.oneroster.users.delete("student-1"))
    box.faults(missing("User not found.", path="*/users/student-1"))
    failure = error(client.oneroster.users.upsert("student-1", user))
    assert isinstance(failure, Conflict)
    assert failure.deleted
    assert failure.message.endswith("it was deleted softly, and its id cannot be created again")


def test_upsert_while_another_creates_the_same(box: Sandbox, client: TimebackClient, user: o.UserInput) -> None:
    box.faults(missing("User not found.", path="*/users/student-1", times=1))
    stored = value(client.oneroster.users.upsert("student-1", user))
    assert (stored.sourced_id, stored.given_name) == ("student-1", "Ada")
    assert calls(box) == ["PUT users/student-1", "POST users/", "GET users/student-1", "PUT users/student-1"]


def test_upsert_of_a_class_sends_each_request_its_own_members(
    box: Sandbox, client: TimebackClient, inputs: Mapping[type, Any]
) -> None:
    stored = value(client.oneroster.classes.upsert("new-class", inputs[o.ClassInput]))
    assert stored.sourced_id == "new-class"
    (replaced,), (created,) = bodies(box, "PUT"), bodies(box, "POST")
    assert set(created["class"]) - set(replaced["class"]) == {"sourcedId", "course", "org"}
    assert set(replaced["class"]) == {"title", "terms", "classType"}


def test_upsert_of_an_enrollment_replaces_without_its_id(
    box: Sandbox, client: TimebackClient, inputs: Mapping[type, Any]
) -> None:
    stored = value(client.oneroster.enrollments.upsert("enrollment-2", inputs[o.EnrollmentInput]))
    assert stored.user.sourced_id == "student-1"
    assert set(bodies(box, "PUT")[0]["enrollment"]) == {"role", "user", "class"}


@pytest.mark.parametrize(
    ("namespace", "kind"),
    [
        ("orgs", o.OrgInput),
        ("schools", o.SchoolInput),
        ("academic_sessions", o.AcademicSessionInput),
        ("grading_periods", o.GradingPeriodInput),
        ("courses", o.CourseInput),
        ("course_components", o.CourseComponentInput),
        ("component_resources", o.ComponentResourceInput),
        ("classes", o.ClassInput),
        ("enrollments", o.EnrollmentInput),
        ("resources", o.ResourceInput),
    ],
)
def test_upsert_of_every_kind_that_is_not_created_by_a_replace(
    box: Sandbox, client: TimebackClient, inputs: Mapping[type, Any], namespace: str, kind: type
) -> None:
    members = getattr(client.oneroster, namespace)
    assert value(members.upsert("new-id", inputs[kind])).sourced_id == "new-id"
    assert [call.split()[0] for call in calls(box)] == ["PUT", "POST", "GET"]
    assert value(members.upsert("new-id", inputs[kind])).sourced_id == "new-id"


def test_upsert_of_demographics(client: TimebackClient, inputs: Mapping[type, Any]) -> None:
    stored = value(client.oneroster.demographics.upsert("student-1", inputs[o.DemographicsInput]))
    assert (stored.sourced_id, str(stored.birth_date)) == ("student-1", "2015-05-05")


@pytest.mark.parametrize(
    ("namespace", "kind"),
    [
        ("categories", o.CategoryInput),
        ("score_scales", o.ScoreScaleInput),
        ("line_items", o.LineItemInput),
        ("results", o.ResultInput),
        ("assessment_line_items", o.AssessmentLineItemInput),
        ("assessment_results", o.AssessmentResultInput),
    ],
)
def test_upsert_of_a_gradebook_kind_is_one_request(
    box: Sandbox, client: TimebackClient, inputs: Mapping[type, Any], namespace: str, kind: type
) -> None:
    members = getattr(client.oneroster, namespace)
    assert value(members.upsert("new-id", inputs[kind])).sourced_id == "new-id"
    assert value(members.upsert("new-id", inputs[kind])).sourced_id == "new-id"
    assert [call.split()[0] for call in calls(box)] == ["PUT", "PUT"]


@pytest.mark.parametrize(
    ("namespace", "kind"),
    [
        ("orgs", o.OrgInput),
        ("schools", o.SchoolInput),
        ("academic_sessions", o.AcademicSessionInput),
        ("courses", o.CourseInput),
        ("classes", o.ClassInput),
    ],
)
def test_ensure_creates_once(
    box: Sandbox, client: TimebackClient, inputs: Mapping[type, Any], namespace: str, kind: type
) -> None:
    members = getattr(client.oneroster, namespace)
    first = value(members.ensure("new-id", inputs[kind]))
    again = value(members.ensure("new-id", inputs[kind]))
    assert first == again
    assert [call.split()[0] for call in calls(box)] == ["GET", "POST", "GET", "GET"]


def test_ensure_of_what_was_deleted_softly(box: Sandbox, client: TimebackClient, inputs: Mapping[type, Any]) -> None:
    value(client.oneroster.courses.delete("course-1"))
    failure = error(client.oneroster.courses.ensure("course-1", inputs[o.CourseInput]))
    assert isinstance(failure, Conflict)
    assert failure.deleted
    assert value(client.oneroster.courses.get("course-1")).status == Status.TO_BE_DELETED


def test_ensure_while_another_creates_the_same(
    box: Sandbox, client: TimebackClient, inputs: Mapping[type, Any]
) -> None:
    not_yet = json.dumps({"imsx_description": "Course not found."})
    box.faults(Fault("body", status=404, body=not_yet, verb="GET", path="*/courses/course-1", times=1))
    stored = value(client.oneroster.courses.ensure("course-1", inputs[o.CourseInput]))
    assert stored.title != inputs[o.CourseInput].title
