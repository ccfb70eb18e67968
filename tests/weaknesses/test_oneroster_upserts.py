"""Upserts of OneRoster: its wire reference, section 12, rows 13, 14 and 15."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from returns.io import IOResult
from tests.scripted_server import Reply, ScriptedServer, Seen
from tests.support import calls, client_of, error, new_user, value

from timeback_core import Session, TimebackClient, TimebackError
from timeback_core.errors import Conflict, InvalidInput, Rejected
from timeback_core.oneroster import (
    ClassInput,
    CourseInput,
    DemographicsInput,
    OrgInput,
    ResourceInput,
    delete_course,
    get_course,
    get_demographics,
    ref_to,
    upsert_class,
    upsert_course,
    upsert_demographics,
    upsert_org,
    upsert_resource,
    upsert_user,
)
from timeback_core.sandbox import Sandbox

Upsert = Callable[[Session, str], IOResult[Any, TimebackError]]
UPSERTS: dict[str, tuple[str, Upsert]] = {
    "orgs": (
        "o-9",
        lambda session, at: upsert_org(session, at, OrgInput(name="n", type="department")),
    ),
    "users": ("u-9", lambda session, at: upsert_user(session, at, new_user(None))),
    "classes": (
        "c-9",
        lambda session, at: upsert_class(
            session,
            at,
            ClassInput(
                title="t",
                course=ref_to("course-1"),
                org=ref_to("school-1"),
                terms=(ref_to("session-1-term-1"),),
            ),
        ),
    ),
    "resources": (
        "r-9",
        lambda session, at: upsert_resource(session, at, ResourceInput(title="t", vendor_resource_id="v")),
    ),
    "demographics": (
        "student-1",
        lambda session, at: upsert_demographics(
            session, at, DemographicsInput(sourced_id="another", asian=True)
        ),
    ),
}


@pytest.mark.parametrize("collection", UPSERTS)
def test_oneroster_13_upsert_creates_under_another_id(
    client: TimebackClient, sandbox: Sandbox, collection: str
) -> None:
    """The official upsert posts a body without the id, so that the row gets another one, or fails half-way.

    Guard: `timeback_core.oneroster.flows.inputs.with_id`, `timeback_core.oneroster.flows.steps.upserted`.
    """
    wanted, upsert = UPSERTS[collection]
    before = {row["sourcedId"] for row in sandbox.documents(collection)}
    assert wanted not in before
    assert value(upsert(client.session, wanted)).sourced_id == wanted
    assert {row["sourcedId"] for row in sandbox.documents(collection)} == before | {wanted}
    assert value(upsert(client.session, wanted)).sourced_id == wanted
    assert {row["sourcedId"] for row in sandbox.documents(collection)} == before | {wanted}
    (post,) = (request for request in calls(sandbox) if request.verb == "POST")
    (body,) = json.loads(post.body).values()
    assert body["sourcedId"] == wanted


def test_oneroster_13_both_steps_are_checked_first(client: TimebackClient, sandbox: Sandbox) -> None:
    """The official upsert sends the PUT, and finds only then that the create lacks a field.

    Guard: `timeback_core.oneroster.flows.inputs.problems_in`.
    """
    told = upsert_resource(client.session, "r-9", ResourceInput(title="n", vendor_resource_id=""))
    assert isinstance(error(told), InvalidInput)
    assert calls(sandbox) == []


def test_oneroster_14_a_404_about_something_else(client: TimebackClient, sandbox: Sandbox) -> None:
    """A PUT that is refused because its organization is unknown leads the official upsert to a POST.

    Guard: `timeback_core.engine.policy.refusals.names_something_else`.
    """
    course = CourseInput(title="t", org=ref_to("nowhere"))
    failed = error(upsert_course(client.session, "course-1", course))
    assert isinstance(failed, Rejected)
    assert failed.status == 404
    assert [request.verb for request in calls(sandbox)] == ["PUT"]
    assert value(get_course(client.session, "course-1")).title == "Math"


def test_oneroster_15_an_upsert_after_a_delete(client: TimebackClient, sandbox: Sandbox) -> None:
    """Where a deleted row can be replaced, it is.

    Guard: `timeback_core.oneroster.flows.steps.upserted`.
    """
    value(delete_course(client.session, "course-1"))
    course = CourseInput(title="back", org=ref_to("school-1"))
    assert value(upsert_course(client.session, "course-1", course)).status == "active"
    assert "POST" not in [request.verb for request in calls(sandbox)]


def test_oneroster_15_an_upsert_that_can_never_work() -> None:
    """Where it cannot, the official client says "already exists" of what it has just been told is missing.

    Guard: `timeback_core.oneroster.flows.steps.created`.
    """

    def script(seen: Seen) -> Reply:
        if seen.verb == "PUT":
            return Reply({"imsx_description": "Course not found."}, 404)
        if seen.verb == "POST":
            return Reply({"imsx_description": "Course already exists."}, 404)
        return Reply({"course": {"sourcedId": "k", "title": "t", "status": "tobedeleted"}})

    with ScriptedServer(script) as server, client_of(server) as client:
        failed = error(upsert_course(client.session, "k", CourseInput(title="t", org=ref_to("o"))))
    assert isinstance(failed, Conflict)
    assert failed.deleted
    assert "deleted" in failed.message


def test_oneroster_15_demographics_belong_to_a_user(client: TimebackClient, sandbox: Sandbox) -> None:
    """A create that is refused because its user is unknown is told as that.

    Guard: `timeback_core.engine.policy.failures.refusal`.
    """
    failed = error(upsert_demographics(client.session, "nobody", DemographicsInput(sourced_id="nobody")))
    assert isinstance(failed, Rejected)
    assert value(get_demographics(client.session, "student-2")).sourced_id == "student-2"
