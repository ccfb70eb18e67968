"""How OneRoster's lists are paged and filtered, and whom they hold."""

from datetime import date

import pytest
from tests.answering import Answering
from tests.scripted_server import Reply
from tests.support import PERSON, calls, client_of, error, new_user, query, value

from timeback_core import TimebackClient, Where
from timeback_core.errors import DecodeError, InvalidInput
from timeback_core.oneroster import (
    Enrollment,
    EnrollmentPatch,
    create_user,
    delete_enrollment,
    enroll,
    list_class_roster,
    list_classes_for_student,
    list_classes_for_user,
    list_course_components,
    list_current_enrollments_for_class,
    list_enrollments,
    list_students_for_class,
    list_users,
    patch_enrollment,
)
from timeback_core.sandbox import Sandbox


@pytest.mark.parametrize(
    ("members", "headers", "total", "more"),
    [
        ({"totalCount": 5, "pageCount": 3, "pageNumber": 1, "offset": 0, "limit": 2}, (), 5, True),
        ({"totalCount": "5", "pageCount": "3", "limit": "2"}, (), 5, True),
        ({"totalCount": 2, "limit": 2}, (), 2, False),
        ({"total": 5}, (), 5, True),
        ({}, (("X-Total-Count", "5"),), 5, True),
        ({}, (("X-Total-Count", "2"),), 2, False),
        ({}, (("X-Total-Count", "invalid"), ("Link", '<https://p.test/users?offset=2>; rel="next"')), None, True),
        ({}, (("Link", "<https://p.test/users?offset=2>; rel='next'"),), None, True),
        ({}, (("Link", "<https://p.test/users?offset=2>; rel=next"),), None, True),
        ({"limit": 50}, (("Link", '<https://p.test/users?offset=0>; rel="prev"'),), None, False),
        ({}, (), None, True),
    ],
)
def test_totals_stand_in_the_body_or_in_headers(
    answering: Answering,
    members: dict[str, int | str],
    headers: tuple[tuple[str, str], ...],
    total: int | None,
    more: bool,
) -> None:
    session = answering(Reply({"users": [PERSON, PERSON], **members}, headers=headers))
    page = value(list_users(session, limit=2))
    assert page.total == total
    assert (page.next is not None) is more
    if page.next is not None:
        assert page.next.query_value("offset") == "2"


def test_totals_stand_in_the_body_or_in_headers__or_in_both(client: TimebackClient, sandbox: Sandbox) -> None:
    pages = []
    for headers in (False, True):
        sandbox.switches.header_totals = headers
        pages.append(value(list_users(client.session, limit=5)))
    assert pages[0] == pages[1]
    assert pages[0].total == len(sandbox.documents("users"))


@pytest.mark.parametrize(
    "echo", [{"limit": "2", "offset": "0", "totalCount": "3"}, {"limit": 2.0, "totalCount": 3.0}, {"totalCount": 3}]
)
def test_totals_stand_in_the_body_or_in_headers__also_as_text(
    answering: Answering, echo: dict[str, str | int | float]
) -> None:
    page = value(list_users(answering(Reply({"users": [PERSON, PERSON], **echo})), limit=2))
    assert (page.total, page.next is not None) == (3, True)


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b'{"users": {}}', b'{"people": []}'])
def test_a_list_without_its_key_is_an_error(answering: Answering, body: bytes) -> None:
    assert isinstance(error(list_users(answering(Reply(body)))), DecodeError)


def test_a_page_holds_at_most_3000_rows(client: TimebackClient, sandbox: Sandbox) -> None:
    assert isinstance(error(list_users(client.session, limit=3001)), InvalidInput)
    assert calls(sandbox) == []
    everyone = value(list_users(client.session, limit=3000))
    assert len(everyone) == everyone.total


def test_a_page_holds_at_most_3000_rows__and_100_unless_asked() -> None:
    with Sandbox(students=101).serve() as server, client_of(server) as client:
        page = value(list_users(client.session))
        assert (len(page), page.next is not None) == (100, True)


def test_filters_over_references_are_dotted(client: TimebackClient, sandbox: Sandbox) -> None:
    dotted: tuple[Where, ...] = ({"user.sourcedId": "student-1"}, {"user.sourced_id": "student-1"})
    for where in dotted:
        rows = value(list_enrollments.collect(client.session, where=where))
        assert {row.user.sourced_id for row in rows} == {"student-1"}
        assert query(calls(sandbox)[-1])["filter"] == "user.sourcedId='student-1'"
    components = list_course_components(client.session, where={"course.sourcedId": "course-1"}, limit=1)
    assert value(components)[0].course.sourced_id == "course-1"
    assert value(list_enrollments(client.session, where={"metadata.note": "x"})).total == 0


def test_e_mail_addresses_are_compared_with_their_case(client: TimebackClient) -> None:
    value(create_user(client.session, new_user(email="Ada.Li@example.com")))
    for address, found in (("Ada.Li@example.com", 1), ("ada.li@example.com", 0)):
        assert value(list_users(client.session, where={"email": address})).total == found


DAY = date(2026, 1, 5)


def test_lists_of_people_and_classes_hold_the_past(client: TimebackClient) -> None:
    session = client.session
    new = value(enroll(session, "class-1", "guardian-1")).sourced_id
    value(delete_enrollment(session, new))
    listed = {user.sourced_id for user in value(list_students_for_class.collect(session, "class-1"))}
    assert "guardian-1" in listed
    assert [each.sourced_id for each in value(list_classes_for_user(session, "guardian-1"))] == ["class-1"]
    roster = value(list_class_roster(session, "class-1", "student", on=DAY))
    assert {seat.user.sourced_id for seat in roster if seat.user} == listed - {"guardian-1"}


def test_the_classes_of_a_person_cannot_be_filtered_by_status(client: TimebackClient) -> None:
    session = client.session
    (seat, *_) = value(list_enrollments(session, where={"user.sourcedId": "student-1"}))
    class_id = seat.class_.sourced_id
    taken = list_current_enrollments_for_class(session, class_id, user_id="student-1", on=DAY)
    assert value(taken) == (seat,)
    value(delete_enrollment(session, seat.sourced_id))
    gone = list_classes_for_student(session, "student-1", where={"status": "tobedeleted"})
    assert class_id in {each.sourced_id for each in value(gone)}
    left = list_current_enrollments_for_class(session, class_id, user_id="student-1", on=DAY)
    assert value(left) == ()


def current_days(seat: Enrollment) -> list[bool]:
    """Whether a seat is taken the day before its first one, on its first, on its last and after it."""
    days = (date(2025, 8, 31), date(2025, 9, 1), date(2025, 12, 31), date(2026, 1, 1))
    return [seat.is_current(day) for day in days]


def test_an_enrollment_stays_active_after_its_last_day(client: TimebackClient) -> None:
    session = client.session
    new = value(enroll(session, "class-1", "guardian-1", begin_date=date(2025, 9, 1))).sourced_id
    value(patch_enrollment(session, new, EnrollmentPatch(end_date=date(2025, 12, 31))))
    (seat,) = value(list_enrollments(session, where={"sourcedId": new}))
    assert seat.status == "active"
    assert current_days(seat) == [False, True, True, False]
    taken = value(list_current_enrollments_for_class(session, "class-1", on=DAY))
    assert new not in {each.sourced_id for each in taken}
