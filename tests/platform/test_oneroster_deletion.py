"""What becomes of a document of OneRoster that was deleted."""

import pytest
from tests.support import calls, error, value

from timeback_core import TimebackClient, evolve, is_active
from timeback_core.errors import Conflict, NotFound
from timeback_core.oneroster import (
    CourseInput,
    create_course,
    delete_course,
    delete_resource,
    delete_user,
    get_user,
    list_users,
    ref_to,
    user_exists,
)
from timeback_core.sandbox import Sandbox


def test_what_was_deleted_can_still_be_read(client: TimebackClient, sandbox: Sandbox) -> None:
    session = client.session
    value(delete_user(session, "student-1"))
    assert value(user_exists(session, "student-1"))
    assert not value(user_exists(session, "nobody"))
    assert [call.verb for call in calls(sandbox)] == ["DELETE", "GET", "GET"]
    user = value(get_user(session, "student-1"))
    assert user.status == "tobedeleted"
    assert not is_active(user)
    assert is_active(value(get_user(session, "student-2")))


def test_lists_hold_what_was_deleted(client: TimebackClient) -> None:
    before = value(list_users(client.session)).total
    value(delete_user(client.session, "student-1"))
    assert value(list_users(client.session)).total == before
    kept = value(list_users.collect(client.session, where={"status": "active"}))
    assert "student-1" not in {user.sourced_id for user in kept}


def test_deleting_twice_is_a_success(client: TimebackClient) -> None:
    known = "course-1-unit-1-lesson-1-resource"
    for _ in range(2):
        assert value(delete_resource(client.session, known)) is None
    assert isinstance(error(delete_resource(client.session, "nowhere")), NotFound)


COURSE = CourseInput(title="t", org=ref_to("school-1"))


@pytest.mark.parametrize("standard", [False, True])
def test_the_id_of_what_was_deleted_stays_taken(client: TimebackClient, sandbox: Sandbox, standard: bool) -> None:
    sandbox.switches.standard_conflict = standard
    value(delete_course(client.session, "course-1"))
    assert isinstance(error(create_course(client.session, evolve(COURSE, sourced_id="course-1"))), Conflict)
