"""OneRoster's quirks of lists, by their number in section 9 of the wire reference."""

from datetime import date
from inspect import Parameter, signature

import pytest
from tests.quirks.answering import Answering
from tests.support import calls, error, query, value

from timeback_core import TimebackClient, Where, catalogue
from timeback_core.engine.call.paging import Page
from timeback_core.engine.codec.json import JsonValue
from timeback_core.engine.surface.operation import Operation
from timeback_core.errors import DecodeError
from timeback_core.oneroster import (
    Enrollment,
    EnrollmentPatch,
    User,
    delete_enrollment,
    delete_user,
    enroll,
    get_grading_period,
    get_term,
    get_user,
    get_user_with_demographics,
    is_active,
    list_agents_for_user,
    list_class_roster,
    list_classes_for_student,
    list_classes_for_user,
    list_course_components,
    list_current_enrollments_for_class,
    list_enrollments,
    list_grading_periods,
    list_students_for_class,
    list_teachers_for_class,
    list_terms,
    list_users,
    list_users_for_agent,
    patch_enrollment,
    user_exists,
)
from timeback_core.sandbox import Sandbox
from timeback_core.testing.scripted import Answer

PERSON: dict[str, JsonValue] = {"sourcedId": "u", "givenName": "A", "familyName": "B"}
SESSION: dict[str, JsonValue] = {
    "sourcedId": "t",
    "title": "Autumn",
    "type": "term",
    "startDate": "2025-08-01T00:00:00.000Z",
    "endDate": "2025-12-20",
}
DAY = date(2026, 1, 5)


@pytest.mark.parametrize(
    ("members", "headers", "total", "more"),
    [
        ({"totalCount": 5, "pageCount": 3, "pageNumber": 1, "offset": 0, "limit": 2}, {}, 5, True),
        ({"totalCount": "5", "pageCount": "3", "limit": "2"}, {}, 5, True),
        ({"totalCount": 2, "limit": 2}, {}, 2, False),
        ({"total": 5}, {}, 5, True),
        ({}, {"X-Total-Count": "5"}, 5, True),
        ({}, {"X-Total-Count": "2"}, 2, False),
        ({}, {"X-Total-Count": "invalid", "Link": '<https://p.test/users?offset=2>; rel="next"'}, None, True),
        ({}, {"Link": "<https://p.test/users?offset=2>; rel='next'"}, None, True),
        ({}, {"Link": "<https://p.test/users?offset=2>; rel=next"}, None, True),
        ({"limit": 50}, {"Link": '<https://p.test/users?offset=0>; rel="prev"'}, None, False),
        ({}, {}, None, True),
    ],
)
def test_oneroster_09_01_totals_in_the_body_or_in_headers(
    answering: Answering,
    members: dict[str, int | str],
    headers: dict[str, str],
    total: int | None,
    more: bool,
) -> None:
    """The published pages hold five numbers, others send headers, and some servers neither.

    A full page without any total may go on. Guard: `timeback_core.engine.policy.totals.totals_of`.
    """
    session = answering(Answer(200, {"users": [PERSON, PERSON], **members}, headers=headers))
    page = value(list_users(session, limit=2))
    assert page.total == total
    assert (page.next is not None) is more
    if page.next is not None:
        assert page.next.query_value("offset") == "2"


def test_oneroster_09_01_no_total_decides_before_the_last_row(answering: Answering) -> None:
    """A short page in the middle does not end a list whose total says that more is to come.

    Guard: `timeback_core.engine.call.paging.following`.
    """
    pages = [[PERSON, PERSON], [PERSON], [PERSON, PERSON]]
    session = answering(*(Answer(200, {"users": rows, "totalCount": 5}) for rows in pages))
    assert len(value(list_users.collect(session, limit=2))) == 5
    assert [request.url.params.get("offset") for request in answering.sent] == [None, "2", "3"]


def fully_optional(operation: Operation[..., object]) -> bool:
    """Whether an operation can be called without arguments."""
    parameters = signature(operation.function).parameters.values()
    return all(each.kind is Parameter.VAR_KEYWORD for each in parameters)


@pytest.mark.parametrize("strict", [False, True])
def test_oneroster_09_02_trailing_slashes(client: TimebackClient, sandbox: Sandbox, strict: bool) -> None:
    """Nineteen collections end in a slash, and some servers answer 404 to another spelling.

    Every path is sent as it is documented. Guard: `timeback_core.oneroster.operations`.
    """
    sandbox.switches.strict_slash = strict
    asked = 0
    for entry in catalogue():
        if isinstance(entry.operation, Operation) and entry.paged and fully_optional(entry.operation):
            assert isinstance(value(client.session.perform(entry.operation.request())), Page), entry.name
            asked += 1
    assert asked == 21
    ends = [request.path.endswith("/") for request in calls(sandbox)]
    assert (ends.count(True), ends.count(False)) == (19, 2)


def test_oneroster_09_04_filters_over_references(client: TimebackClient, sandbox: Sandbox) -> None:
    """Filters over nested members are not documented, and are the only ones that find references.

    Both dotted spellings are offered. Guard: `timeback_core.engine.filters.vocabulary`.
    """
    dotted: tuple[Where, ...] = ({"user.sourcedId": "student-1"}, {"user.sourced_id": "student-1"})
    for where in dotted:
        rows = value(list_enrollments.collect(client.session, where=where))
        assert {row.user.sourced_id for row in rows} == {"student-1"}
        assert query(calls(sandbox)[-1])["filter"] == "user.sourcedId='student-1'"
    components = list_course_components(client.session, where={"course.sourcedId": "course-1"}, limit=1)
    assert value(components)[0].course.sourced_id == "course-1"
    assert value(list_enrollments(client.session, where={"metadata.note": "x"})).total == 0


@pytest.mark.parametrize("key", ["terms", "academicSessions"])
def test_oneroster_09_06_terms_under_their_key(answering: Answering, key: str) -> None:
    """Terms and grading periods are sessions under keys of their own, and of sessions on some servers.

    Guard: `timeback_core.oneroster.operations.terms`, `timeback_core.oneroster.operations.grading_periods`.
    """
    assert value(list_terms(answering(Answer(200, {key: [SESSION]}))))[0].start_date == date(2025, 8, 1)
    single = "term" if key == "terms" else "academicSession"
    assert value(get_term(answering(Answer(200, {single: SESSION})), "t")).end_date == date(2025, 12, 20)
    period: JsonValue = {**SESSION, "type": "gradingPeriod"}
    for lists, name in (("gradingPeriods", "gradingPeriod"), ("academicSessions", "academicSession")):
        assert value(list_grading_periods(answering(Answer(200, {lists: [period]}))))[0].sourced_id == "t"
        assert value(get_grading_period(answering(Answer(200, {name: period})), "t")).type == "gradingPeriod"


def test_oneroster_09_06_terms_have_no_writes(client: TimebackClient, sandbox: Sandbox) -> None:
    """No route writes terms, and whether a semester is one depends on the server.

    Terms are written as sessions. Guard: `timeback_core.oneroster.namespaces`.
    """
    offered = {name for name in dir(client.oneroster.terms) if not name.startswith("_")}
    assert offered.isdisjoint({"create", "update", "patch", "delete", "upsert"})
    kinds = []
    for semesters in (False, True):
        sandbox.switches.terms_include_semesters = semesters
        kinds.append({str(term.type) for term in value(list_terms.collect(client.session))})
    assert kinds == [{"term"}, {"term", "semester"}]


@pytest.mark.parametrize("key", ["users", "students", "teachers"])
def test_oneroster_09_13_class_students_under_either_key(answering: Answering, key: str) -> None:
    """The people of a class are documented as `students` and `teachers` and come as `users`.

    Guard: `timeback_core.oneroster.operations.students`, `timeback_core.oneroster.operations.teachers`.
    """
    answer = Answer(200, {key: [PERSON], "totalCount": 1})
    listing = list_teachers_for_class if key == "teachers" else list_students_for_class
    assert [user.sourced_id for user in value(listing(answering(answer), "c"))] == ["u"]


def test_oneroster_09_13_users_count_first(answering: Answering) -> None:
    """Where both keys come, `users` counts; where neither does, that is an error and no empty class.

    Guard: `timeback_core.engine.policy.reading.list_of`.
    """
    both = Answer(200, {"students": [], "users": [PERSON]})
    assert len(value(list_students_for_class(answering(both), "c"))) == 1
    neither = error(list_students_for_class(answering(Answer(200, {"people": []})), "c"))
    assert isinstance(neither, DecodeError)
    assert neither.expected == "member 'users'"


def test_oneroster_09_14_lists_of_classes_and_students_hold_the_past(client: TimebackClient) -> None:
    """Who has left a class is among its students, and a class that was left among those of the student.

    The roster and the current seats leave them out. Guard: `timeback_core.oneroster.flows.rosters`.
    """
    session = client.session
    new = value(enroll(session, "class-1", "guardian-1")).sourced_id
    value(delete_enrollment(session, new))
    listed = {user.sourced_id for user in value(list_students_for_class.collect(session, "class-1"))}
    assert "guardian-1" in listed
    assert [each.sourced_id for each in value(list_classes_for_user(session, "guardian-1"))] == ["class-1"]
    roster = value(list_class_roster(session, "class-1", "student", on=DAY))
    assert {seat.user.sourced_id for seat in roster if seat.user} == listed - {"guardian-1"}


def test_oneroster_09_14_a_condition_on_status_has_no_effect_there(client: TimebackClient) -> None:
    """The classes of a student ignore a condition on `status`, and seats do not.

    Guard: `timeback_core.oneroster.flows.seats.list_current_enrollments_for_class`.
    """
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


def test_oneroster_09_15_active_seats_that_have_ended(client: TimebackClient) -> None:
    """A seat stays `active` after its last day.

    Guard: `timeback_core.oneroster.models.enrollments.Enrollment.is_current`.
    """
    session = client.session
    new = value(enroll(session, "class-1", "guardian-1", begin_date=date(2025, 9, 1))).sourced_id
    value(patch_enrollment(session, new, EnrollmentPatch(end_date=date(2025, 12, 31))))
    (seat,) = value(list_enrollments(session, where={"sourcedId": new}))
    assert seat.status == "active"
    assert current_days(seat) == [False, True, True, False]
    taken = value(list_current_enrollments_for_class(session, "class-1", on=DAY))
    assert new not in {each.sourced_id for each in taken}


def current_days(seat: Enrollment) -> list[bool]:
    """Whether a seat is taken the day before its first one, on its first, on its last and after it."""
    days = (date(2025, 8, 31), date(2025, 9, 1), date(2025, 12, 31), date(2026, 1, 1))
    return [seat.is_current(day) for day in days]


def test_oneroster_09_27_agents_under_two_keys(answering: Answering) -> None:
    """Agents come as `agents`, those they act for as `users`; their organization may be a plain text.

    A missing key is no agents. Guard: `timeback_core.oneroster.models.agents.AgentUser`.
    """
    row: JsonValue = {
        **PERSON,
        "primaryOrg": "o-1",
        "enabledUser": "true",
        "tenantId": "t",
        "isTestUser": False,
    }
    (agent,) = value(list_agents_for_user(answering(Answer(200, {"agents": [row]})), "u"))
    assert (agent.primary_org, agent.enabled_user, agent.tenant_id) == ("o-1", True, "t")
    (child,) = value(list_users_for_agent(answering(Answer(200, {"users": [{"sourcedId": "k"}]})), "u"))
    assert (child.sourced_id, child.given_name) == ("k", None)
    assert len(value(list_agents_for_user(answering(Answer(200, {})), "u"))) == 0


def test_oneroster_09_31_exists_and_in_use(client: TimebackClient) -> None:
    """A row that was deleted softly can still be read.

    Both questions are offered. Guard: `timeback_core.oneroster.status.is_active`.
    """
    session = client.session
    value(delete_user(session, "student-1"))
    assert value(user_exists(session, "student-1"))
    assert not value(user_exists(session, "nobody"))
    user: User = value(get_user(session, "student-1"))
    assert user.status == "tobedeleted"
    assert not is_active(user)
    assert is_active(value(get_user(session, "student-2")))


def test_oneroster_09_39_what_official_texts_promise(client: TimebackClient, sandbox: Sandbox) -> None:
    """Official texts iterate pages, filter users by role, read sparse fields and demographics: none of it works there.

    Ours does all of it. Guard: `timeback_core.engine.call.paging.Page`, `timeback_core.oneroster.operations.users`.
    """
    session = client.session
    students = [user.sourced_id for user in value(list_users(session, where={"role": "student"}))]
    assert len(students) == 6
    assert [user.sourced_id for user in value(list_users(session, fields=("sourced_id",), limit=2))] == [
        row["sourcedId"] for row in sandbox.documents("users")[:2]
    ]
    facts = value(get_user_with_demographics(session, "student-2")).demographics
    assert facts is not None
    assert facts.sourced_id == "student-2"
    assert value(user_exists(session, "student-1"))
    assert calls(sandbox)[-1].verb == "GET"
