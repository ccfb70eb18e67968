"""Seats in classes are given once, and ended as was said."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from tests.support import documents_sent, error, value

from timeback_core import FlowRequest, TimebackClient
from timeback_core.errors import Conflict, Forbidden, InvalidInput, NotFound, Rejected
from timeback_core.oneroster import (
    AcademicSessionInput,
    ClassInput,
    CourseInput,
    OrgInput,
    SchoolInput,
    enroll,
    ensure_academic_session,
    ensure_class,
    ensure_course,
    ensure_enrolled,
    ensure_org,
    ensure_school,
    list_class_roster,
    list_current_enrollments_for_class,
    ref_to,
    unenroll,
)
from timeback_core.sandbox import Fault, Sandbox

TODAY = date.today()
ROOM, PUPIL = "class-1", "student-9"
TERM = AcademicSessionInput(
    sourced_id="s-9",
    title="t",
    type="term",
    start_date=date(2026, 1, 1),
    end_date=date(2026, 2, 1),
    school_year=2026,
    org=ref_to("school-1"),
)
ENSURES: dict[str, FlowRequest[Any]] = {
    "orgs": ensure_org.request("o-9", OrgInput(name="n", type="district")),
    "schools": ensure_school.request("o-9", SchoolInput(name="n")),
    "academicSessions": ensure_academic_session.request("s-9", TERM),
    "courses": ensure_course.request("k-9", CourseInput(title="t", org=ref_to("school-1"))),
    "classes": ensure_class.request(
        "c-9",
        ClassInput(title="t", course=ref_to("course-1"), org=ref_to("school-1"), terms=(ref_to("session-1-term-1"),)),
    ),
    "enrollments": ensure_enrolled.request(ROOM, PUPIL),
}


def at_once(client: TimebackClient, sandbox: Sandbox, request: FlowRequest[Any]) -> list[Any]:
    """What sixteen callers get, none of whom writes before all have read."""
    sandbox.faults(Fault("latency", verb="GET", seconds=0.1))
    with ThreadPoolExecutor(16) as callers:
        told = list(callers.map(lambda _: client.session.result_of(request), range(16)))
    sandbox.clear_faults()
    return [each.unwrap() for each in told]


def seats_of(sandbox: Sandbox, user_id: str = PUPIL) -> list[dict[str, Any]]:
    """The seats on record of a person in the room, as stored."""
    rows: list[dict[str, Any]] = [dict(row) for row in sandbox.documents("enrollments")]
    return [row for row in rows if (row["user"]["sourcedId"], row["class"]["sourcedId"]) == (user_id, ROOM)]


@pytest.mark.parametrize("collection", ENSURES)
def test_who_makes_sure_at_once_makes_one(client: TimebackClient, sandbox: Sandbox, collection: str) -> None:
    stored = {"schools": "orgs"}.get(collection, collection)
    before = len(sandbox.documents(stored))
    told = at_once(client, sandbox, ENSURES[collection])
    assert len(set(told)) == (2 if collection == "enrollments" else 1)  # one of them has created it
    assert len(sandbox.documents(stored)) == before + 1


def test_who_makes_sure_at_once_makes_one__after_seats_that_have_ended(
    client: TimebackClient, sandbox: Sandbox
) -> None:
    for _ in range(2):
        told = at_once(client, sandbox, ensure_enrolled.request(ROOM, PUPIL))
        assert [each.created for each in told].count(True) == 1
        value(unenroll(client.session, ROOM, PUPIL))
    value(ensure_enrolled(client.session, ROOM, PUPIL))
    assert [row["status"] for row in seats_of(sandbox)] == ["tobedeleted", "tobedeleted", "active"]


def test_who_makes_sure_at_once_makes_one__on_servers_that_do_not_list_deleted_seats(
    client: TimebackClient, sandbox: Sandbox
) -> None:
    value(ensure_enrolled(client.session, ROOM, PUPIL))
    value(unenroll(client.session, ROOM, PUPIL))
    sandbox.faults(Fault("body", body='{"enrollments": [], "totalCount": 0}', verb="GET", path="*/enrollments/"))
    assert value(ensure_enrolled(client.session, ROOM, PUPIL)).created
    assert [row["status"] for row in seats_of(sandbox)] == ["tobedeleted", "active"]


def test_who_makes_sure_at_once_makes_one__or_is_told_of_a_conflict_that_never_ends(
    client: TimebackClient, sandbox: Sandbox
) -> None:
    value(ensure_enrolled(client.session, ROOM, PUPIL))
    (seat,) = seats_of(sandbox)
    ended = json.dumps({"enrollment": {**seat, "status": "tobedeleted"}})
    sandbox.faults(
        Fault("body", body='{"enrollments": [], "totalCount": 0}', verb="GET", path="*/enrollments/"),
        Fault("status", status=409, verb="POST", path="*/enrollments/"),
        Fault("body", body=ended, verb="GET", path="*/enrollments/*"),
    )
    assert isinstance(error(ensure_enrolled(client.session, ROOM, PUPIL)), Conflict)


def test_a_seat_counts_that_begins_later(client: TimebackClient, sandbox: Sandbox) -> None:
    session, later = client.session, TODAY + timedelta(days=30)
    value(enroll(session, ROOM, PUPIL, begin_date=later))
    assert not value(ensure_enrolled(session, ROOM, PUPIL)).created
    assert not value(ensure_enrolled(session, ROOM, PUPIL, end_date=later)).created
    assert value(ensure_enrolled(session, ROOM, PUPIL, end_date=later - timedelta(days=1))).created
    assert len(seats_of(sandbox)) == 2


def test_a_seat_counts_that_begins_later__and_one_that_is_over_does_not(
    client: TimebackClient, sandbox: Sandbox
) -> None:
    session, past = client.session, TODAY - timedelta(days=30)
    assert value(ensure_enrolled(session, ROOM, PUPIL, begin_date=past, end_date=past)).created
    assert not value(ensure_enrolled(session, ROOM, PUPIL, begin_date=past)).created
    assert value(ensure_enrolled(session, ROOM, PUPIL)).created
    failed = error(ensure_enrolled(session, ROOM, PUPIL, end_date=past))
    assert isinstance(failed, InvalidInput)
    assert [problem.path for problem in failed.problems] == ["end_date"]


def test_a_seat_is_never_lengthened(client: TimebackClient, sandbox: Sandbox) -> None:
    session = client.session
    soon, late = TODAY + timedelta(days=3), TODAY + timedelta(days=300)
    value(enroll(session, ROOM, PUPIL, end_date=soon))
    value(enroll(session, ROOM, PUPIL))
    ended = value(unenroll(session, ROOM, PUPIL, last_day=late))
    assert [seat.end_date for seat in ended] == [None]
    assert [row.get("endDate") for row in seats_of(sandbox)] == [str(soon), str(late)]
    assert value(unenroll(session, ROOM, PUPIL, last_day=late)) == ()


@pytest.mark.parametrize("begins", [-5, 30])
def test_a_seat_is_never_lengthened__nor_does_it_end_before_it_begins(
    client: TimebackClient, sandbox: Sandbox, begins: int
) -> None:
    session, begin = client.session, TODAY + timedelta(days=begins)
    value(enroll(session, ROOM, PUPIL))
    value(enroll(session, ROOM, PUPIL, begin_date=begin))
    failed = error(unenroll(session, ROOM, PUPIL, last_day=begin - timedelta(days=1)))
    assert isinstance(failed, InvalidInput)
    assert [problem.path for problem in failed.problems] == ["last_day"]
    assert str(begin) in failed.message
    assert documents_sent(sandbox, "PATCH") == []
    assert len(value(unenroll(session, ROOM, PUPIL, last_day=begin))) == 2
    assert {row["endDate"] for row in seats_of(sandbox)} == {str(begin)}


def test_who_leaves_has_no_seat_later_either(client: TimebackClient, sandbox: Sandbox) -> None:
    session = client.session
    for begins in (-400, 0, 30):
        begin = TODAY + timedelta(days=begins)
        value(enroll(session, ROOM, PUPIL, begin_date=begin, end_date=begin + timedelta(days=90)))
    assert len(value(unenroll(session, ROOM, PUPIL))) == 2
    assert [row["status"] for row in seats_of(sandbox)] == ["active", "tobedeleted", "tobedeleted"]


def test_an_end_in_the_middle_tells_what_was_ended(client: TimebackClient, sandbox: Sandbox) -> None:
    for _ in range(3):
        value(enroll(client.session, ROOM, PUPIL))
    first, second, third = (str(row["sourcedId"]) for row in seats_of(sandbox))
    sandbox.faults(Fault("status", status=403, verb="DELETE", path=f"*/{second}"))
    failed = error(unenroll(client.session, ROOM, PUPIL))
    assert isinstance(failed, Forbidden)
    assert failed.call.done == (f"oneroster.delete_enrollment {first}",)
    sandbox.clear_faults()
    assert [seat.sourced_id for seat in value(unenroll(client.session, ROOM, PUPIL))] == [second, third]


SEAT_FLOWS: dict[str, FlowRequest[Any]] = {
    "current": list_current_enrollments_for_class.request("nowhere"),
    "of one": list_current_enrollments_for_class.request("nowhere", user_id=PUPIL),
    "roster": list_class_roster.request("nowhere"),
    "enroll": enroll.request("nowhere", PUPIL),
    "ensure": ensure_enrolled.request("nowhere", PUPIL),
    "unenroll": unenroll.request("nowhere", PUPIL),
    "leave": unenroll.request("nowhere", PUPIL, last_day=TODAY),
}


@pytest.mark.parametrize("flow", SEAT_FLOWS)
def test_seats_of_a_class_that_is_none_are_not_found(client: TimebackClient, flow: str) -> None:
    assert isinstance(client.session.result_of(SEAT_FLOWS[flow]).failure(), NotFound)


def test_seats_of_a_class_that_is_none_are_not_found__and_people_that_are_none_are_told(client: TimebackClient) -> None:
    session = client.session
    assert isinstance(error(ensure_enrolled(session, ROOM, "nobody")), Rejected)
    assert value(unenroll(session, ROOM, "nobody")) == ()
    assert value(list_current_enrollments_for_class(session, ROOM, user_id="nobody")) == ()
