"""What OneRoster's official client lacks: its wire reference, section 12, rows 31, 35 and 36."""

from datetime import date

import pytest
from tests.support import calls, client_of, error, query, settings_of, value

from timeback_core import TimebackClient
from timeback_core.errors import Conflict, InvalidInput
from timeback_core.oneroster import (
    AcademicSessionInput,
    ClassInput,
    CourseInput,
    OrgInput,
    create_line_items_for_class,
    delete_course,
    ensure_academic_session,
    ensure_class,
    ensure_course,
    ensure_enrolled,
    ensure_org,
    find_user_by_email,
    get_enrollment,
    list_class_roster,
    list_current_enrollments_for_class,
    list_schools,
    list_students_for_class,
    list_users,
    patch_enrollment,
    read_users_by_ids,
    ref_to,
    unenroll,
)
from timeback_core.oneroster.models.enrollments import EnrollmentPatch
from timeback_core.sandbox import Sandbox
from timeback_core.sandbox.faces.server import Server

DAY = date(2025, 9, 1)


def test_oneroster_31_current_seats(client: TimebackClient, sandbox: Sandbox) -> None:
    """The lists of a class hold those who have left; the official client has no list of those who are there.

    Guard: `timeback_core.oneroster.flows.rosters`, `timeback_core.oneroster.flows.seats`.
    """
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


def test_oneroster_31_a_seat_is_had_once(client: TimebackClient, sandbox: Sandbox) -> None:
    """Enrolling twice gives two seats; making sure of a seat gives one.

    Guard: `timeback_core.oneroster.flows.seats.ensure_enrolled`.
    """
    value(unenroll(client.session, "class-1", "student-1"))
    first = value(ensure_enrolled(client.session, "class-1", "student-1", begin_date=DAY))
    again = value(ensure_enrolled(client.session, "class-1", "student-1", begin_date=DAY))
    assert (first.created, again.created) == (True, False)
    assert first.value.sourced_id == again.value.sourced_id


def test_oneroster_31_lookup_by_email(client: TimebackClient, sandbox: Sandbox) -> None:
    """A user is found by e-mail, however it is capitalized; nobody is no failure.

    Guard: `timeback_core.oneroster.flows.users.find_user_by_email`.
    """
    address = next(str(row["email"]) for row in sandbox.documents("users") if row["sourcedId"] == "student-3")
    for spelling in (address, address.upper()):
        found = value(find_user_by_email(client.session, spelling))
        assert found is not None
        assert found.sourced_id == "student-3"
    assert value(find_user_by_email(client.session, "o'nobody@example.com")) is None


def test_oneroster_31_many_at_once(client: TimebackClient, sandbox: Sandbox) -> None:
    """Reads over many ids take few requests, and tell which ids are unknown.

    Guard: `timeback_core.oneroster.flows.batches.read_by_ids`.
    """
    ids = [f"student-{number}" for number in range(12, 0, -1)]
    batch = value(read_users_by_ids(client.session, ["nobody", *ids, "x'y"]))
    assert [user.sourced_id for user in batch.found] == ids
    assert batch.missing == ("nobody", "x'y")
    assert len(calls(sandbox)) == 1


def test_oneroster_31_ensure(client: TimebackClient, sandbox: Sandbox) -> None:
    """Making sure of an organization, a session, a course and a class, twice, creates each once.

    Guard: `timeback_core.oneroster.flows.steps.ensured`.
    """
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


def test_oneroster_31_an_empty_bulk_create(client: TimebackClient, sandbox: Sandbox) -> None:
    """A bulk create of nothing is refused before it is sent.

    Guard: `timeback_core.oneroster.checks.has_rows`.
    """
    assert isinstance(error(create_line_items_for_class(client.session, "class-1", [])), InvalidInput)
    assert calls(sandbox) == []


def test_oneroster_35_the_sandbox_comes_with_the_package(timeback_sandbox: Server) -> None:
    """The official package ships a transport for tests that cannot be imported.

    Guard: `timeback_core.testing.plugin`, `timeback_core.sandbox`.
    """
    with client_of(timeback_sandbox) as client:
        assert value(client.oneroster.schools.list()).total == 2
    in_process = settings_of(timeback_sandbox)
    box = Sandbox(students=2)
    in_process.update({"base_url": box.base_url, "auth_url": box.token_url, "transport": box.transport()})
    with TimebackClient.open(**in_process).unwrap() as client:
        assert value(client.oneroster.students.list()).total == 2


def test_oneroster_36_what_its_readme_says_runs_here(client: TimebackClient, sandbox: Sandbox) -> None:
    """The examples in the official README fail: a page is not iterable, `role` is no filter, a class is refused.

    Guard: `timeback_core.engine.call.paging.Page`, `timeback_core.oneroster.operations.users`.
    """
    names = [school.name for school in value(list_schools(client.session))]
    assert len(names) == 2
    students = value(list_users.collect(client.session, where={"role": "student"}))
    assert len(students) == 12
    assert query(calls(sandbox)[1])["filter"] == "role='student'"
    kept = value(list_users(client.session, where={"status": {"ne": "tobedeleted"}}))
    assert kept.total == len(sandbox.documents("users"))


@pytest.mark.parametrize("what", ["courses", "enrollments", "terms", "grading_periods", "resources"])
def test_oneroster_36_nothing_is_coming_soon(client: TimebackClient, what: str) -> None:
    """What the official README announces for later is there.

    Guard: `timeback_core.oneroster.namespaces.OneRoster`.
    """
    assert value(getattr(client.oneroster, what).list(limit=1))[0].sourced_id
