"""Where OneRoster's documents are, and under which keys."""

import json
from datetime import date
from inspect import Parameter, signature

import pytest
from tests.answering import CREATED, RESULT, Answering
from tests.scripted_server import Reply
from tests.support import PERSON, calls, client_of, error, value

from timeback_core import Operation, Page, TimebackClient, Where, catalogue, evolve
from timeback_core.errors import DecodeError, InvalidInput
from timeback_core.oneroster import (
    CourseInput,
    CredentialInput,
    CredentialPair,
    GradingPeriodInput,
    SchoolInput,
    add_agent,
    create_course,
    create_grading_period,
    create_results_for_line_item,
    create_school,
    delete_course,
    enroll,
    export_resource,
    get_course,
    get_grading_period,
    get_term,
    get_user,
    list_agents_for_user,
    list_classes_for_course,
    list_grading_periods,
    list_students_for_class,
    list_teachers_for_class,
    list_terms,
    list_users_for_agent,
    ref_to,
    register_credential,
    update_course,
)
from timeback_core.sandbox import Sandbox


def fully_optional(operation: Operation[..., object]) -> bool:
    """Whether an operation needs nothing but a session."""
    _, *parameters = signature(operation).parameters.values()
    return all(each.kind is Parameter.KEYWORD_ONLY for each in parameters)


@pytest.mark.parametrize("strict", [False, True])
def test_collections_end_in_a_slash(client: TimebackClient, sandbox: Sandbox, strict: bool) -> None:
    sandbox.switches.strict_slash = strict
    asked = 0
    for entry in (each for each in catalogue() if each.service == "oneroster"):
        if isinstance(entry.operation, Operation) and entry.paged and fully_optional(entry.operation):
            assert isinstance(value(client.session.perform(entry.operation.request())), Page), entry.name
            asked += 1
    assert asked == 21
    ends = [request.path.endswith("/") for request in calls(sandbox)]
    assert (ends.count(True), ends.count(False)) == (19, 2)


def test_collections_end_in_a_slash__and_documents_do_not(client: TimebackClient, sandbox: Sandbox) -> None:
    for listing in (
        client.oneroster.users.list(limit=1),
        client.oneroster.course_components.list(limit=1),
        client.oneroster.component_resources.list(limit=1),
    ):
        value(listing)
    value(client.oneroster.users.get("student-1"))
    base = "/ims/oneroster/rostering/v1p2"
    assert [call.path.removeprefix(base) for call in calls(sandbox)] == [
        "/users/",
        "/courses/components",
        "/courses/component-resources",
        "/users/student-1",
    ]


@pytest.mark.parametrize("taken", ["components", "component-resources", "structure"])
def test_three_ids_of_courses_are_taken(answering: Answering, taken: str) -> None:
    session = answering(Reply({}))
    course = CourseInput(sourced_id=taken, title="t", org=ref_to("o"))
    for told in (
        error(get_course(session, taken)),
        error(update_course(session, taken, evolve(course, sourced_id="k"))),
        error(delete_course(session, taken)),
        error(list_classes_for_course(session, taken)),
        error(create_course(session, course)),
    ):
        assert isinstance(told, InvalidInput)
        assert taken in told.message
    assert answering.sent == []


PERIOD = GradingPeriodInput(
    sourced_id="p-9",
    title="t",
    start_date=date(2026, 1, 1),
    end_date=date(2026, 2, 1),
    school_year=2026,
    org=ref_to("school-1"),
)


def test_some_bodies_have_no_envelope_or_another_one(answering: Answering) -> None:
    session = answering(Reply({}))
    value(add_agent(session, "u", "a"))
    assert answering.body() == {"agentSourcedId": "a"}
    login = {"username": "n", "password": "p"}
    session = answering(Reply({"userProfileId": "f", "credentialId": "c"}, 201))
    value(
        register_credential(
            session, "u", CredentialInput(application_name="x", credentials=CredentialPair(username="n", password="p"))
        )
    )
    assert answering.body() == {"applicationName": "x", "credentials": login}
    session = answering(CREATED)
    value(create_grading_period(session, PERIOD))
    value(create_school(session, SchoolInput(name="n")))
    value(enroll(session, "c", "u"))
    value(create_results_for_line_item(session, "l", [RESULT]))
    envelopes = [list(json.loads(request.body)) for request in answering.sent]
    assert envelopes == [["academicSession"], ["org"], ["enrollment"], ["results"]]
    session = answering(Reply(b"PK"))
    value(export_resource(session, "r"))
    assert answering.sent[-1].body == b""


SESSION: dict[str, object] = {
    "sourcedId": "t",
    "title": "Autumn",
    "type": "term",
    "startDate": "2025-08-01T00:00:00.000Z",
    "endDate": "2025-12-20",
}


@pytest.mark.parametrize("key", ["terms", "academicSessions"])
def test_terms_and_grading_periods_are_sessions_under_keys_of_their_own(answering: Answering, key: str) -> None:
    assert value(list_terms(answering(Reply({key: [SESSION]}))))[0].start_date == date(2025, 8, 1)
    single = "term" if key == "terms" else "academicSession"
    assert value(get_term(answering(Reply({single: SESSION})), "t")).end_date == date(2025, 12, 20)
    period: object = {**SESSION, "type": "gradingPeriod"}
    for lists, name in (("gradingPeriods", "gradingPeriod"), ("academicSessions", "academicSession")):
        assert value(list_grading_periods(answering(Reply({lists: [period]}))))[0].sourced_id == "t"
        assert value(get_grading_period(answering(Reply({name: period})), "t")).type == "gradingPeriod"


def test_terms_cannot_be_written(client: TimebackClient, sandbox: Sandbox) -> None:
    offered = {name for name in dir(client.oneroster.terms) if not name.startswith("_")}
    assert offered.isdisjoint({"create", "update", "patch", "delete", "upsert"})
    kinds = []
    for semesters in (False, True):
        sandbox.switches.terms_include_semesters = semesters
        kinds.append({str(term.type) for term in value(list_terms.collect(client.session))})
    assert kinds == [{"term"}, {"term", "semester"}]


@pytest.mark.parametrize("key", ["users", "students", "teachers"])
def test_the_people_of_a_class_come_under_either_of_two_keys(answering: Answering, key: str) -> None:
    answer = Reply({key: [PERSON], "totalCount": 1})
    listing = list_teachers_for_class if key == "teachers" else list_students_for_class
    assert [user.sourced_id for user in value(listing(answering(answer), "c"))] == ["u"]


def test_the_people_of_a_class_come_under_either_of_two_keys__users_count_first(answering: Answering) -> None:
    both = Reply({"students": [], "users": [PERSON]})
    assert len(value(list_students_for_class(answering(both), "c"))) == 1
    neither = error(list_students_for_class(answering(Reply({"people": []})), "c"))
    assert isinstance(neither, DecodeError)
    assert neither.expected == "member 'users'"


@pytest.mark.parametrize("spec_keys", [False, True])
def test_the_people_of_a_class_come_under_either_of_two_keys__from_the_sandbox(
    client: TimebackClient, sandbox: Sandbox, *, spec_keys: bool
) -> None:
    sandbox.switches.spec_keys = spec_keys
    students = value(list_students_for_class.collect(client.session, "class-1"))
    assert [user.sourced_id for user in students] == ["student-1", "student-5"]
    assert [user.sourced_id for user in value(list_teachers_for_class(client.session, "class-1"))] == ["teacher-1"]


def test_agents_come_under_two_keys(answering: Answering) -> None:
    row: object = {**PERSON, "primaryOrg": "o-1", "enabledUser": "true", "tenantId": "t", "isTestUser": False}
    (agent,) = value(list_agents_for_user(answering(Reply({"agents": [row]})), "u"))
    assert (agent.primary_org, agent.enabled_user, agent.tenant_id) == ("o-1", True, "t")
    (child,) = value(list_users_for_agent(answering(Reply({"users": [{"sourcedId": "k"}]})), "u"))
    assert (child.sourced_id, child.given_name) == ("k", None)
    assert len(value(list_agents_for_user(answering(Reply({})), "u"))) == 0


def test_agents_come_all_at_once(answering: Answering) -> None:
    page = value(list_agents_for_user(answering(Reply({"agents": [{"sourcedId": "a"}]})), "u"))
    assert (len(page), page.total, page.next) == (1, 1, None)
    assert len(value(list_agents_for_user(answering(Reply({})), "u"))) == 0
    assert answering.sent[-1].query == {}


def test_tokens_are_asked_for_by_http_basic(client: TimebackClient, sandbox: Sandbox) -> None:
    value(get_user(client.session, "student-1"))
    token = sandbox.requests()[0]
    assert (token.verb, token.path) == ("POST", sandbox.token_path)
    assert dict(token.headers)["authorization"].startswith("Basic ")
    assert b"client_secret" not in token.body
    assert b"grant_type=client_credentials" in token.body


def test_learnwith_ai_has_shorter_paths_and_simpler_filters() -> None:
    box = Sandbox(students=2, platform="LEARNWITH_AI")
    with box.serve() as server, client_of(server) as client:
        value(client.oneroster.users.list(where={"status": "active", "role": "student"}))
        mixed: Where = {"status": "active", "OR": [{"role": "student"}, {"role": "teacher"}]}
        three: Where = {"status": "active", "role": "student", "email": "a@b.test"}
        for where in (mixed, three):
            assert isinstance(error(client.oneroster.users.list(where=where)), InvalidInput)
        assert isinstance(error(client.oneroster.users.list(limit=101)), InvalidInput)
        assert [call.path for call in calls(box)] == ["/rostering/1.0/users/"]
