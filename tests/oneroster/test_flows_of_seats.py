"""Flows over the seats of classes: rosters, enroll, make sure of a seat, end it."""

import asyncio
import json
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

import pytest
from returns.io import IOResult
from returns.unsafe import unsafe_perform_io

from timeback_core import oneroster as o
from timeback_core.client import AsyncTimebackClient, TimebackClient
from timeback_core.errors import InvalidInput, NotFound, Rejected
from timeback_core.oneroster import EnrollmentRole, Status, ref_to
from timeback_core.sandbox import Fault, Sandbox

T = TypeVar("T")
AUTUMN = date(2025, 9, 15)


def value(told: IOResult[T, Any]) -> T:
    return unsafe_perform_io(told.unwrap())


def error(told: IOResult[Any, Any]) -> Any:
    return unsafe_perform_io(told.failure())


def calls(box: Sandbox) -> list[str]:
    """What was asked of OneRoster, such as `GET users/student-1`."""
    told = (request for request in box.requests() if "/oneroster/" in request.path)
    return [f"{request.verb} {request.path.partition('/v1p2/')[2]}" for request in told]


def people(seats: tuple[o.Seat, ...]) -> set[str]:
    return {seat.enrollment.user.sourced_id for seat in seats}


def test_a_roster_holds_the_seats_of_the_day_with_their_users(client: TimebackClient) -> None:
    roster = value(client.oneroster.classes.list_roster("class-2", on=AUTUMN))
    assert people(roster) == {"teacher-1", "student-3", "student-7", "student-9"}
    assert [seat.user and seat.user.sourced_id for seat in roster] == [
        seat.enrollment.user.sourced_id for seat in roster
    ]
    assert value(client.oneroster.classes.list_roster("class-2", on=date(2025, 1, 1))) == ()


def test_a_roster_of_one_role(box: Sandbox, client: TimebackClient) -> None:
    roster = value(client.oneroster.classes.list_roster("class-2", EnrollmentRole.TEACHER, on=AUTUMN))
    assert people(roster) == {"teacher-1"}
    assert calls(box) == ["GET enrollments/", "GET classes/class-2/teachers"]


def test_a_roster_leaves_out_who_has_left(client: TimebackClient) -> None:
    """Neither removed seats, nor active ones whose end has passed."""
    enrollments, classes = client.oneroster.enrollments, client.oneroster.classes
    value(enrollments.delete("enrollment-5"))
    value(enrollments.patch("enrollment-6", o.EnrollmentPatch(end_date=AUTUMN - timedelta(days=1))))
    assert people(value(classes.list_roster("class-2", on=AUTUMN))) == {"teacher-1", "student-9"}
    everybody = value(classes.list_students.collect("class-2"))
    assert {user.sourced_id for user in everybody} == {"student-3", "student-7", "student-9"}


def test_a_roster_finds_people_of_other_roles(box: Sandbox, client: TimebackClient) -> None:
    proctor = o.EnrollmentInput(role="proctor", user=ref_to("administrator-1"), class_=ref_to("class-2"))
    value(client.oneroster.enrollments.create(proctor))
    (seat,) = value(client.oneroster.classes.list_roster("class-2", "proctor", on=AUTUMN))
    assert seat.user is not None
    assert seat.user.sourced_id == "administrator-1"
    unknown = json.dumps({"imsx_description": "User not found."})
    box.faults(Fault("body", status=404, body=unknown, path="*/users/administrator-1"))
    (seat,) = value(client.oneroster.classes.list_roster("class-2", "proctor", on=AUTUMN))
    assert seat.user is None


def test_a_roster_for_event_loops(async_client: AsyncTimebackClient) -> None:
    async def run() -> tuple[o.Seat, ...]:
        return value(await async_client.oneroster.classes.list_roster("class-2", on=AUTUMN))

    assert len(asyncio.run(run())) == 4


def test_enroll_chooses_the_route_by_the_role(box: Sandbox, client: TimebackClient) -> None:
    """Students and teachers have routes of their own; what is not given is not sent."""
    classes = client.oneroster.classes
    value(classes.enroll("class-1", "student-9", primary=False, end_date=date(2025, 5, 5)))
    value(classes.enroll("class-1", "teacher-2", "teacher", begin_date=date(2025, 1, 1)))
    assert calls(box) == ["POST classes/class-1/students", "POST classes/class-1/teachers"]
    first, second = (json.loads(each.body) for each in box.requests() if "/classes/" in each.path)
    assert first == {"enrollment": {"user": {"sourcedId": "student-9"}, "primary": False, "endDate": "2025-05-05"}}
    assert second == {"enrollment": {"user": {"sourcedId": "teacher-2"}, "beginDate": "2025-01-01"}}


def test_enroll_is_for_students_and_teachers(box: Sandbox, client: TimebackClient) -> None:
    assert isinstance(error(client.oneroster.classes.enroll("class-1", "u", "proctor")), InvalidInput)
    assert calls(box) == []


def test_ensure_enrolled_gives_a_second_seat_to_nobody(client: TimebackClient) -> None:
    classes = client.oneroster.classes
    first = value(classes.ensure_enrolled("class-1", "student-9", begin_date=AUTUMN))
    again = value(classes.ensure_enrolled("class-1", "student-9", begin_date=AUTUMN))
    other = value(classes.ensure_enrolled("class-1", "student-9", "proctor", begin_date=AUTUMN))
    assert (first.created, again.created, other.created) == (True, False, True)
    assert first.value == again.value
    assert (first.value.class_.sourced_id, first.value.role) == ("class-1", "student")


def test_ensure_enrolled_is_checked_before_anything_is_sent(box: Sandbox, client: TimebackClient) -> None:
    classes = client.oneroster.classes
    told = classes.ensure_enrolled(" ", "", "aide")
    assert isinstance(error(told), InvalidInput)
    assert {problem.path for problem in error(told).problems} == {
        "enrollment.class_.sourced_id",
        "enrollment.user.sourced_id",
        "enrollment.role",
    }
    assert calls(box) == []
    assert isinstance(error(classes.ensure_enrolled("class-1", "nobody")), NotFound | Rejected)


def test_unenroll_deletes_the_seats_of_a_person(client: TimebackClient) -> None:
    classes, enrollments = client.oneroster.classes, client.oneroster.enrollments
    today = date.today()
    mine = value(classes.ensure_enrolled("class-1", "student-9", begin_date=today)).value
    ended = value(classes.unenroll("class-1", "student-9"))
    assert [seat.sourced_id for seat in ended] == [mine.sourced_id]
    assert value(enrollments.get(mine.sourced_id)).status == Status.TO_BE_DELETED
    assert value(classes.unenroll("class-1", "student-9")) == ()


def test_unenroll_with_a_last_day_keeps_the_record(client: TimebackClient) -> None:
    classes, enrollments = client.oneroster.classes, client.oneroster.enrollments
    today = date.today()
    student = value(classes.ensure_enrolled("class-1", "student-9", begin_date=today)).value
    proctor = value(classes.ensure_enrolled("class-1", "student-9", "proctor", begin_date=today)).value
    value(classes.unenroll("class-1", "student-9", "student", last_day=today))
    assert value(enrollments.get(student.sourced_id)).end_date == today
    assert value(enrollments.get(student.sourced_id)).status == Status.ACTIVE
    assert value(enrollments.get(proctor.sourced_id)).end_date is None


def test_a_role_that_does_not_exist_is_no_empty_roster(box: Sandbox, client: TimebackClient) -> None:
    session = client.session
    for told in (
        o.list_class_roster(session, "class-1", "students"),
        o.list_current_enrollments_for_class(session, "class-1", role="pupil"),
        o.unenroll(session, "class-1", "student-1", "pupil"),
    ):
        failed = error(told)
        assert isinstance(failed, InvalidInput)
        assert [problem.path for problem in failed.problems] == ["role"]
    assert calls(box) == []


@pytest.mark.parametrize("nobody", ["", " ", None])
def test_unenroll_of_nobody_ends_no_seat(box: Sandbox, client: TimebackClient, nobody: Any) -> None:
    assert isinstance(error(client.oneroster.classes.unenroll("class-1", nobody)), InvalidInput)
    assert calls(box) == []


@pytest.mark.parametrize("day", ["2025-09-15", datetime(2025, 9, 15), "", 0])
def test_a_day_that_is_none_is_refused(box: Sandbox, client: TimebackClient, day: Any) -> None:
    classes = client.oneroster.classes
    told = (
        error(classes.unenroll("class-1", "student-1", last_day=day)),
        error(classes.list_current_enrollments("class-1", on=day)),
        error(classes.list_roster("class-1", on=day)),
        error(classes.ensure_enrolled("class-1", "student-1", begin_date=day, end_date=AUTUMN)),
        error(classes.ensure_enrolled("class-1", "student-1", end_date=day)),
    )
    assert [problem.path for each in told for problem in each.problems] == [
        *("last_day", "on", "on", "enrollment.begin_date", "enrollment.end_date")
    ]
    assert all("expected date" in each.message or "expected a date" in each.message for each in told)
    assert calls(box) == []
