"""OneRoster's quirks of bodies and writes, by their number in section 9 of the wire reference."""

import json
from datetime import UTC, date, datetime

import pytest
from tests.quirks.answering import Answering, refused
from tests.support import calls, documents_sent, error, new_user, value

from timeback_core import TimebackClient, evolve
from timeback_core.errors import Conflict, DecodeError, InvalidInput, NotFound
from timeback_core.oneroster import (
    CategoryInput,
    ClassInput,
    ClassUpdateInput,
    ComponentResourceInput,
    CourseComponentInput,
    CourseInput,
    CredentialInput,
    CredentialPair,
    GradingPeriodInput,
    OrgInput,
    ResourceInput,
    ResultInput,
    SchoolInput,
    TermGradingPeriodInput,
    TextMetadata,
    add_agent,
    create_class,
    create_component_resource,
    create_course,
    create_course_component,
    create_grading_period,
    create_grading_period_for_term,
    create_resource,
    create_results_for_line_item,
    create_school,
    create_user,
    delete_course,
    enroll,
    export_resource,
    get_course_component,
    get_resource,
    get_user,
    list_agents_for_user,
    modify_class,
    modify_course,
    modify_user,
    ref_to,
    register_credential,
    update_category,
    update_course,
    update_course_component,
    update_org,
    upsert_class,
)
from timeback_core.sandbox import Sandbox
from timeback_core.testing.scripted import Answer

PAIR = {"suppliedSourcedId": "a", "allocatedSourcedId": "b"}
CREATED = Answer(201, {"sourcedIdPairs": dict(PAIR)})
COURSE = CourseInput(title="t", org=ref_to("school-1"))
PERIOD = GradingPeriodInput(
    sourced_id="p-9",
    title="t",
    start_date=date(2026, 1, 1),
    end_date=date(2026, 2, 1),
    school_year=2026,
    org=ref_to("school-1"),
)
ROOM = ClassInput(
    title="t", course=ref_to("course-1"), org=ref_to("school-1"), terms=(ref_to("session-1-term-1"),)
)
RESULT = ResultInput(
    line_item=ref_to("l"),
    student=ref_to("s"),
    score_status="submitted",
    score_date=datetime(2026, 1, 5, tzinfo=UTC),
)


def test_oneroster_09_03_bodies_without_the_usual_envelope(answering: Answering) -> None:
    """Agents and credentials have no envelope, grading periods, schools and seats another one.

    Guard: the `body` of each operation in `timeback_core.oneroster.operations`.
    """
    session = answering(Answer(200, {}))
    value(add_agent(session, "u", "a"))
    assert answering.body() == {"agentSourcedId": "a"}
    login = {"username": "n", "password": "p"}
    session = answering(Answer(201, {"userProfileId": "f", "credentialId": "c"}))
    value(
        register_credential(
            session,
            "u",
            CredentialInput(application_name="x", credentials=CredentialPair(username="n", password="p")),
        )
    )
    assert answering.body() == {"applicationName": "x", "credentials": login}
    session = answering(CREATED)
    value(create_grading_period(session, PERIOD))
    value(create_school(session, SchoolInput(name="n")))
    value(enroll(session, "c", "u"))
    value(create_results_for_line_item(session, "l", [RESULT]))
    envelopes = [list(json.loads(request.content)) for request in answering.sent]
    assert envelopes == [["academicSession"], ["org"], ["enrollment"], ["results"]]
    session = answering(Answer(200, b"PK"))
    value(export_resource(session, "r"))
    assert answering.sent[-1].content == b""


@pytest.mark.parametrize(
    ("pairs", "single", "bulk"),
    [
        (PAIR, ("b",), ("b",)),
        ([PAIR], ("b",), ("b",)),
        ([PAIR, {"allocatedSourcedId": "c"}], ("b", "c"), ("b", "c")),
        ({"suppliedSourcedId": "a"}, ("a",), ("a",)),
        ({"suppliedSourcedId": "a", "allocatedSourcedId": None}, ("a",), ("a",)),
        ([], None, ()),
        ({}, None, ()),
        (None, None, None),
        ("b", None, None),
    ],
    ids=str,
)
def test_oneroster_09_05_id_pairs_in_every_form(
    answering: Answering, pairs: object, single: tuple[str, ...] | None, bulk: tuple[str, ...] | None
) -> None:
    """Pairs are documented as an object and come as a list of one, of many, or of none.

    A single create without an id is an error. Guard: `timeback_core.engine.policy.id_pairs.read_pairs`.
    """
    answer = Answer(201, json.dumps({"sourcedIdPairs": pairs}).encode())
    one = create_user(answering(answer), new_user())
    many = create_results_for_line_item(answering(answer), "l", [RESULT, RESULT])
    for told, expected in ((one, single), (many, bulk)):
        if expected is None:
            assert isinstance(error(told), DecodeError)
        else:
            assert value(told).sourced_ids == expected


@pytest.mark.parametrize("body", [b"", b" ", b"{}", b"null", b"[]", b"<html>"])
def test_oneroster_09_05_no_pairs_at_all(answering: Answering, body: bytes) -> None:
    """Without the member there is no id to give. Guard: `timeback_core.engine.policy.id_pairs.read_pairs`."""
    assert isinstance(error(create_user(answering(Answer(201, body)), new_user())), DecodeError)
    bulk = create_results_for_line_item(answering(Answer(201, body)), "l", [RESULT])
    assert isinstance(error(bulk), DecodeError)


def test_oneroster_09_07_a_class_and_its_school(client: TimebackClient, sandbox: Sandbox) -> None:
    """The school is created as `org`, read as `school`, and never changes; neither does the course.

    Guard: `timeback_core.oneroster.models.classes.ClassUpdateInput`.
    """
    assert not any(hasattr(ClassUpdateInput, name) for name in ("org", "course", "school"))
    created = value(upsert_class(client.session, "c-9", ROOM))
    assert documents_sent(sandbox, "POST")[-1]["org"] == {"sourcedId": "school-1"}
    assert created.school is not None
    assert created.school.sourced_id == "school-1"
    value(upsert_class(client.session, "c-9", evolve(ROOM, org=ref_to("school-2"))))
    changed = value(modify_class(client.session, "c-9", lambda body: evolve(body, title="new")))
    assert (changed.title, changed.school, changed.course) == ("new", created.school, created.course)
    assert all({"org", "course", "school"}.isdisjoint(sent) for sent in documents_sent(sandbox, "PUT"))


def test_oneroster_09_10_a_put_replaces(client: TimebackClient) -> None:
    """A PUT loses what it does not hold, but for keys of a course's metadata.

    What reads, changes and writes back sends all of it. Guard: `timeback_core.oneroster.flows.steps.modified`.
    """
    before = value(get_user(client.session, "student-1"))
    after = value(modify_user(client.session, "student-1", lambda body: evolve(body, given_name="Ada")))
    assert after == evolve(before, given_name="Ada", date_last_modified=after.date_last_modified)
    kept = value(modify_course(client.session, "course-1", lambda body: evolve(body, title="new")))
    assert kept.metadata is not None
    assert (kept.title, kept.metadata.alpha_learn is not None) == ("new", True)


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_oneroster_09_11_any_2xx_is_success(answering: Answering, status: int) -> None:
    """An update is answered with 200 or 201, and neither tells whether something is new.

    Guard: `timeback_core.engine.policy.answer.read_answer`.
    """
    session = answering(Answer(status, b"" if status == 204 else b"{}"))
    value(update_course(session, "course-1", COURSE))
    value(update_org(session, "o", OrgInput(name="n", type="district")))
    value(update_category(session, "c", CategoryInput(title="t")))
    assert len(answering.sent) == 3


@pytest.mark.parametrize("status", [404, 409, 500])
def test_oneroster_09_12_an_id_that_exists(answering: Answering, status: int) -> None:
    """An id that exists is told as 404, as 500 or, by the standard, as 409.

    All of them are `Conflict`. Guard: `timeback_core.engine.policy.failures.refusal`.
    """
    link = ComponentResourceInput(
        sourced_id="l", title="t", course_component=ref_to("c"), resource=ref_to("r"), sort_order=1
    )
    session = answering(refused(status, "Component Resource Already Exists."))
    failed = error(create_component_resource(session, link))
    assert isinstance(failed, Conflict)
    assert failed.status == status


@pytest.mark.parametrize("standard", [False, True])
def test_oneroster_09_12_created_again_after_a_delete(
    client: TimebackClient, sandbox: Sandbox, standard: bool
) -> None:
    """The id of a deleted course stays taken. Guard: `timeback_core.engine.policy.failures.refusal`."""
    sandbox.switches.standard_conflict = standard
    value(delete_course(client.session, "course-1"))
    assert isinstance(error(create_course(client.session, evolve(COURSE, sourced_id="course-1"))), Conflict)


@pytest.mark.parametrize("given", ["parent", "course_component"])
def test_oneroster_09_16_two_names_of_a_parent(client: TimebackClient, sandbox: Sandbox, given: str) -> None:
    """The server derives `courseComponent` from `parent`, and never the reverse.

    Whichever is given, both are sent, and `parent` is read. Guard:
    `timeback_core.oneroster.models.components.with_both_parents`.
    """
    unit = ref_to("course-1-unit-1")
    plain = CourseComponentInput(sourced_id="p-9", title="t", course=ref_to("course-1"), sort_order=1)
    component = evolve(plain, parent=unit) if given == "parent" else evolve(plain, course_component=unit)
    value(create_course_component(client.session, component))
    value(update_course_component(client.session, "p-9", component))
    for sent in (*documents_sent(sandbox, "POST"), *documents_sent(sandbox, "PUT")):
        assert sent["parent"] == sent["courseComponent"] == {"sourcedId": "course-1-unit-1"}
    read = value(get_course_component(client.session, "p-9"))
    assert read.parent == read.course_component
    value(create_course_component(client.session, evolve(plain, sourced_id="p-10")))
    assert not {"parent", "courseComponent"} & documents_sent(sandbox, "POST")[-1].keys()


def test_oneroster_09_17_the_address_of_a_resource(client: TimebackClient, sandbox: Sandbox) -> None:
    """A `url` beside the title is dropped without a word; it belongs into the metadata.

    Guard: `timeback_core.oneroster.models.resources.ResourceInput`.
    """
    assert not hasattr(ResourceInput, "url")
    metadata = TextMetadata(format="html", url="https://content.example.com")
    resource = ResourceInput(sourced_id="r-9", title="t", vendor_resource_id="v", metadata=metadata)
    value(create_resource(client.session, resource))
    (sent,) = documents_sent(sandbox, "POST")
    assert sent["metadata"] == {"type": "text", "format": "html", "url": "https://content.example.com"}
    assert value(get_resource(client.session, "r-9")).metadata == metadata


def test_oneroster_09_18_importance_is_sent(answering: Answering) -> None:
    """`importance` is optional on paper and not null in the tables.

    Guard: `timeback_core.oneroster.models.resources.ResourceInput`.
    """
    value(create_resource(answering(CREATED), ResourceInput(title="t", vendor_resource_id="v")))
    assert answering.body() == {"resource": {"title": "t", "vendorResourceId": "v", "importance": "primary"}}


def test_oneroster_09_19_the_type_of_a_class_is_sent(answering: Answering) -> None:
    """`classType` is optional on paper and not null in the tables.

    Guard: `timeback_core.oneroster.models.classes.ClassInput`.
    """
    value(create_class(answering(CREATED), ROOM))
    body = answering.body()
    assert isinstance(body, dict)
    assert body["class"]["classType"] == "scheduled"


def test_oneroster_09_20_resources_that_would_be_dropped() -> None:
    """Creates take `resources` of courses and classes and drop them, so ours do not offer them.

    Guard: `timeback_core.oneroster.models.courses.CourseInput`, `timeback_core.oneroster.models.classes.ClassInput`.
    """
    assert not hasattr(CourseInput, "resources")
    assert not hasattr(ClassInput, "resources")


def test_oneroster_09_26_tenant_and_application_of_a_grading_period(answering: Answering) -> None:
    """A grading period of a term needs two members that nobody knows: they are sent as null.

    The answer is a session and no id pair. Guard:
    `timeback_core.oneroster.models.sessions.with_owners`.
    """
    period = TermGradingPeriodInput(
        sourced_id="p",
        title="t",
        start_date=date(2026, 1, 1),
        end_date=date(2026, 2, 1),
        school_year=2026,
        org=ref_to("o"),
    )
    stored = {
        "sourcedId": "p",
        "title": "t",
        "type": "gradingPeriod",
        "startDate": "2026-01-01",
        "endDate": "2026-02-01",
    }
    session = answering(Answer(201, {"academicSession": {**stored, "tenantId": None}}))
    assert value(create_grading_period_for_term(session, "t", period)).sourced_id == "p"
    body = answering.body()
    assert isinstance(body, dict)
    sent = body["academicSession"]
    assert (sent["tenantId"], sent["clientAppId"], sent["type"], sent["schoolYear"]) == (
        None,
        None,
        "gradingPeriod",
        "2026",
    )


def test_oneroster_09_28_agents_in_a_user(client: TimebackClient) -> None:
    """Agents stand in a user's body and have routes of their own; which one wins is unknown.

    Ours keeps them by the routes, and a change of the user leaves them as they are. Guard:
    `timeback_core.oneroster.operations.agents`.
    """
    session = client.session
    value(add_agent(session, "student-1", "teacher-1"))
    agents = {agent.sourced_id for agent in value(list_agents_for_user(session, "student-1"))}
    assert "teacher-1" in agents
    value(modify_user(session, "student-1", lambda body: evolve(body, given_name="Ada")))
    assert {agent.sourced_id for agent in value(list_agents_for_user(session, "student-1"))} == agents


def test_oneroster_09_40_which_puts_create(client: TimebackClient, sandbox: Sandbox) -> None:
    """Six PUTs create what is missing, and the others answer 404.

    Guard: `timeback_core.oneroster.operations.categories`, `timeback_core.oneroster.operations.orgs`.
    """
    assert value(update_category(client.session, "new", CategoryInput(title="t"))) is not None
    missing = error(update_org(client.session, "new", OrgInput(name="n", type="district")))
    assert isinstance(missing, NotFound)
    assert calls(sandbox)[-1].verb == "PUT"
    wrong = error(update_category(client.session, "new", CategoryInput(title="")))
    assert isinstance(wrong, InvalidInput)
