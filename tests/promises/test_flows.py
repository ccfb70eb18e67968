"""Flows of several requests come out as one call would."""

import asyncio
import json
import multiprocessing
import pickle
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from returns.io import IOResult
from returns.result import Failure
from tests.scripted_server import Reply, ScriptedServer, Seen, in_turn
from tests.support import PERSON, USER, async_client_of, calls, client_of, documents_sent, error, new_user, query, value

from timeback_core import Perform, Session, Steps, TimebackClient, TimebackError, evolve, flow
from timeback_core.engine.codec import UNSET
from timeback_core.errors import Conflict, Forbidden, InvalidInput, Rejected, ServerFault
from timeback_core.oneroster import (
    AcademicSessionInput,
    ClassInput,
    ComponentResourceInput,
    CourseInput,
    DemographicsInput,
    EnrollmentPatch,
    OrgInput,
    ResourceInput,
    User,
    create_user,
    delete_course,
    ensure_academic_session,
    ensure_class,
    ensure_course,
    ensure_enrolled,
    ensure_org,
    find_user_by_email,
    get_course,
    get_demographics,
    get_enrollment,
    get_user,
    list_class_roster,
    list_current_enrollments_for_class,
    list_students_for_class,
    modify_enrollment,
    patch_enrollment,
    ref_to,
    unenroll,
    upsert_class,
    upsert_component_resource,
    upsert_course,
    upsert_demographics,
    upsert_org,
    upsert_resource,
    upsert_user,
)
from timeback_core.sandbox import Fault, Sandbox, Server

Upsert = Callable[[Session, str], IOResult[Any, TimebackError]]

UPSERTS: dict[str, tuple[str, Upsert]] = {
    "orgs": ("o-9", lambda session, at: upsert_org(session, at, OrgInput(name="n", type="department"))),
    "users": ("u-9", lambda session, at: upsert_user(session, at, new_user(UNSET))),
    "classes": (
        "c-9",
        lambda session, at: upsert_class(
            session,
            at,
            ClassInput(
                title="t", course=ref_to("course-1"), org=ref_to("school-1"), terms=(ref_to("session-1-term-1"),)
            ),
        ),
    ),
    "resources": (
        "r-9",
        lambda session, at: upsert_resource(session, at, ResourceInput(title="t", vendor_resource_id="v")),
    ),
    "demographics": (
        "student-1",
        lambda session, at: upsert_demographics(session, at, DemographicsInput(sourced_id="another", asian=True)),
    ),
}


@pytest.mark.parametrize("collection", UPSERTS)
def test_an_upsert_creates_under_the_id_it_was_given(client: TimebackClient, sandbox: Sandbox, collection: str) -> None:
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


def test_an_upsert_creates_under_the_id_it_was_given__whatever_the_input_holds(
    client: TimebackClient, sandbox: Sandbox
) -> None:
    assert value(upsert_user(client.session, "u-9", new_user(UNSET))).sourced_id == "u-9"
    eve = evolve(new_user("x"), given_name="Eve")
    assert value(upsert_user(client.session, "u-9", eve)).given_name == "Eve"
    assert value(get_user(client.session, "u-9")).given_name == "Eve"
    assert len([row for row in sandbox.documents("users") if row["email"] == "ada.li@example.com"]) == 1


def test_an_upsert_is_checked_before_its_first_step(client: TimebackClient, sandbox: Sandbox) -> None:
    told = upsert_resource(client.session, "r-9", ResourceInput(title="n", vendor_resource_id=""))
    assert isinstance(error(told), InvalidInput)
    assert calls(sandbox) == []


def test_an_upsert_that_loses_a_race_replaces() -> None:
    verbs: list[str] = []

    def script(seen: Seen) -> Reply:
        verbs.append(seen.verb)
        if seen.verb == "POST":
            return Reply({"imsx_description": "User already exists."}, 404)
        if seen.verb == "PUT" and verbs.count("PUT") == 1:
            return Reply({"imsx_description": "User not found."}, 404)
        return Reply({"user": {**PERSON, "givenName": "Mine" if seen.verb == "PUT" else "Theirs"}})

    with ScriptedServer(script) as server, client_of(server) as client:
        assert value(upsert_user(client.session, "u", new_user(UNSET))).given_name == "Mine"
    assert verbs == ["PUT", "POST", "GET", "PUT"]


def test_an_upsert_creates_only_what_is_missing(client: TimebackClient, sandbox: Sandbox) -> None:
    course = CourseInput(title="t", org=ref_to("nowhere"))
    failed = error(upsert_course(client.session, "course-1", course))
    assert isinstance(failed, Rejected)
    assert failed.status == 404
    assert [request.verb for request in calls(sandbox)] == ["PUT"]
    assert value(get_course(client.session, "course-1")).title == "Math"


def test_an_upsert_creates_only_what_is_missing__not_a_link_whose_resource_is_unknown(
    client: TimebackClient, sandbox: Sandbox
) -> None:
    known = "course-1-unit-1-lesson-1-link"
    link = ComponentResourceInput(
        sourced_id=known,
        title="t",
        course_component=ref_to("course-1-unit-1-lesson-1"),
        resource=ref_to("nowhere"),
        sort_order=1,
    )
    assert isinstance(error(upsert_component_resource(client.session, known, link)), Rejected)
    assert documents_sent(sandbox, "POST") == []


def test_an_upsert_creates_only_what_is_missing__not_demographics_of_nobody(
    client: TimebackClient, sandbox: Sandbox
) -> None:
    failed = error(upsert_demographics(client.session, "nobody", DemographicsInput(sourced_id="nobody")))
    assert isinstance(failed, Rejected)
    assert value(get_demographics(client.session, "student-2")).sourced_id == "student-2"


def test_an_upsert_brings_back_what_was_deleted(client: TimebackClient, sandbox: Sandbox) -> None:
    value(delete_course(client.session, "course-1"))
    course = CourseInput(title="back", org=ref_to("school-1"))
    assert value(upsert_course(client.session, "course-1", course)).status == "active"
    assert "POST" not in [request.verb for request in calls(sandbox)]


def test_an_upsert_brings_back_what_was_deleted__or_says_why_it_cannot() -> None:
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


def test_making_sure_twice_creates_once(client: TimebackClient, sandbox: Sandbox) -> None:
    session = client.session
    term = AcademicSessionInput(
        sourced_id="ignored",
        title="t",
        type="term",
        start_date=date(2026, 1, 1),
        end_date=date(2026, 2, 1),
        school_year=2026,
        org=ref_to("o-9"),
    )
    room = ClassInput(title="t", course=ref_to("k-9"), org=ref_to("o-9"), terms=(ref_to("s-9"),))
    for _ in range(2):
        assert value(ensure_org(session, "o-9", OrgInput(name="n", type="school"))).name == "n"
        assert value(ensure_academic_session(session, "s-9", term)).title == "t"
        assert value(ensure_course(session, "k-9", CourseInput(title="t", org=ref_to("o-9")))).title == "t"
        assert value(ensure_class(session, "c-9", room)).sourced_id == "c-9"
    assert [request.verb for request in calls(sandbox)].count("POST") == 4
    assert "PUT" not in [request.verb for request in calls(sandbox)]
    value(delete_course(session, "k-9"))
    gone = error(ensure_course(session, "k-9", CourseInput(title="t", org=ref_to("o-9"))))
    assert isinstance(gone, Conflict)
    assert gone.deleted


def test_a_flow_is_data_too(client: TimebackClient, server: Server, sandbox: Sandbox) -> None:
    request = upsert_user.request("u-9", new_user())
    same, other = upsert_user.request("u-9", new_user()), upsert_user.request("u-9", new_user(email="b@example.com"))
    assert calls(sandbox) == []
    assert request == same != other
    assert len({request, same, other}) == 2
    assert pickle.loads(pickle.dumps(request)) == request  # noqa: S301 -- our own bytes
    assert "oneroster.upsert_user 'u-9'" in repr(request)
    assert client.oneroster.users.upsert.request("u-9", new_user()) == request

    async def by_loop() -> list[Any]:
        async with async_client_of(server) as opened:
            told = [value(await opened.session.perform(request))]
            return told + [value(each) async for _, each in opened.session.perform_all([same, same], concurrency=1)]

    with ThreadPoolExecutor(1) as executor:
        told = [
            value(client.session.perform(request)),
            *(value(each) for _, each in client.session.perform_all([same, same], concurrency=1)),
            *(value(each) for _, each in client.session.perform_all([request], executor=executor)),
            *asyncio.run(by_loop()),
        ]
    assert [user.email for user in told] == ["ada.li@example.com"] * 7


def test_a_flow_is_data_too__in_another_process(server: Server) -> None:
    request = upsert_user.request("u-9", new_user())
    spawning = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawning) as executor, client_of(server) as client:
        ((told, result),) = client.session.perform_all([request], executor=executor)
    assert told == request
    assert value(result).sourced_id == "u-9"


DAY = date(2025, 9, 1)


def test_making_sure_twice_creates_once__seats_too(client: TimebackClient, sandbox: Sandbox) -> None:
    value(unenroll(client.session, "class-1", "student-1"))
    first = value(ensure_enrolled(client.session, "class-1", "student-1", begin_date=DAY))
    again = value(ensure_enrolled(client.session, "class-1", "student-1", begin_date=DAY))
    assert (first.created, again.created) == (True, False)
    assert first.value.sourced_id == again.value.sourced_id


def test_a_flow_that_fails_half_way_tells_what_it_has_written() -> None:
    stored = {"sourcedId": "e", "role": "student", "user": {"sourcedId": "u"}, "class": {"sourcedId": "c"}}
    replies = in_turn(Reply({"enrollment": stored}), Reply(None, 204), Reply({}, 500), Reply({}, 500))
    with ScriptedServer(replies) as server, client_of(server, max_attempts=1) as client:
        failed = error(modify_enrollment(client.session, "e", lambda seat: evolve(seat, primary=True)))
        unwritten = error(modify_enrollment(client.session, "e", lambda seat: evolve(seat, primary=True)))
    assert isinstance(failed, ServerFault)
    assert (failed.call.operation, failed.call.flow) == ("oneroster.get_enrollment", "oneroster.modify_enrollment")
    assert failed.call.done == ("oneroster.patch_enrollment e",)
    assert "after oneroster.patch_enrollment e was done" in failed.message
    assert isinstance(unwritten, ServerFault)
    assert unwritten.call.done == ()


def test_a_flow_that_fails_half_way_tells_what_it_has_written__in_flows_that_are_its_steps() -> None:
    @flow
    def twice() -> Steps[User]:
        """Two upserts, of which the second one is refused in its second step."""
        first = yield from Perform(upsert_user.request("u-1", new_user()))
        return first if isinstance(first, Failure) else (yield from Perform(upsert_user.request("u-2", new_user())))

    replies = in_turn(Reply(USER), Reply(None, 204), Reply(None, 403))
    with ScriptedServer(replies) as server, client_of(server, max_attempts=1) as client:
        failed = error(twice(client.session))
    assert isinstance(failed, Forbidden)
    assert (failed.call.operation, failed.call.flow) == ("oneroster.get_user", "oneroster.upsert_user")
    assert failed.call.done == ("oneroster.update_user u-1", "oneroster.update_user u-2")


def test_a_flow_that_fails_half_way_tells_what_it_has_written__what_it_created(
    client: TimebackClient, sandbox: Sandbox
) -> None:
    sandbox.faults(Fault("status", verb="GET"))
    failed = error(upsert_user(client.session, "u-9", new_user()))
    assert failed.call is not None
    assert failed.call.done == ("oneroster.create_user u-9",)
    assert "after oneroster.create_user u-9 was done" in failed.message


def test_a_roster_holds_those_who_are_there(client: TimebackClient, sandbox: Sandbox) -> None:
    session = client.session
    everyone = {user.sourced_id for user in value(list_students_for_class.collect(session, "class-1"))}
    seats = value(list_current_enrollments_for_class(session, "class-1", role="student", on=DAY))
    assert {seat.user.sourced_id for seat in seats} == everyone
    leaver, stayer = seats[0], seats[1]
    value(patch_enrollment(session, leaver.sourced_id, EnrollmentPatch(end_date=date(2025, 8, 25))))
    roster = value(list_class_roster(session, "class-1", "student", on=DAY))
    assert {seat.enrollment.user.sourced_id for seat in roster} == everyone - {leaver.user.sourced_id}
    assert all(seat.user is not None and seat.user.sourced_id in everyone for seat in roster)
    assert value(get_enrollment(session, leaver.sourced_id)).status == "active"

    value(unenroll(session, "class-1", stayer.user.sourced_id, last_day=date(2025, 8, 30)))
    left = value(list_class_roster(session, "class-1", "student", on=DAY))
    assert len(left) == len(roster) - 1


def test_a_user_is_found_by_e_mail_in_any_case(client: TimebackClient, sandbox: Sandbox) -> None:
    address = next(str(row["email"]) for row in sandbox.documents("users") if row["sourcedId"] == "student-3")
    for spelling in (address, address.upper()):
        found = value(find_user_by_email(client.session, spelling))
        assert found is not None
        assert found.sourced_id == "student-3"
    assert value(find_user_by_email(client.session, "o'nobody@example.com")) is None


def test_a_user_is_found_by_e_mail_in_any_case__and_the_exact_one_first(
    client: TimebackClient, sandbox: Sandbox
) -> None:
    value(create_user(client.session, new_user(email="Ada.Li@example.com")))
    assert documents_sent(sandbox, "POST")[-1]["email"] == "Ada.Li@example.com"
    for spelling in ("Ada.Li@example.com", "ada.li@example.com"):
        found = value(find_user_by_email(client.session, spelling))
        assert found is not None
        assert found.sourced_id == "new"
    filters = [query(call)["filter"] for call in calls(sandbox) if call.verb == "GET"]
    assert filters == ["email='Ada.Li@example.com'", "email='ada.li@example.com'", "email~'ada.li@example.com'"]
