"""Creates and updates of OneRoster: its wire reference, section 12, rows 3, 10, 11 and 12."""

import json
from collections.abc import Callable, Mapping

import pytest
from returns.io import IOResult
from tests.scripted_server import Reply, ScriptedServer, Seen
from tests.support import calls, client_of, error, value

from timeback_core import Session, TimebackClient, TimebackError, evolve
from timeback_core.engine.call.pairs import Created
from timeback_core.errors import InvalidInput, NotFound
from timeback_core.oneroster import (
    AcademicSession,
    AcademicSessionInput,
    CategoryInput,
    Class,
    ClassUpdateInput,
    ComponentResourceInput,
    CourseComponentInput,
    CourseInput,
    Demographics,
    DemographicsInput,
    LineItemInput,
    Org,
    SchoolInput,
    User,
    UserInput,
    create_component_resource,
    create_course,
    create_course_component,
    create_line_items_for_class,
    enroll,
    get_academic_session,
    get_category,
    get_class,
    get_demographics,
    get_school,
    get_user,
    modify_category,
    modify_course,
    modify_enrollment,
    modify_score_scale,
    modify_user,
    ref_to,
    update_academic_session,
    update_category,
    update_class,
    update_demographics,
    update_school,
    update_user,
)
from timeback_core.sandbox import Sandbox

REF = {"sourcedId": "x"}
ROLE = {
    "roleType": "primary",
    "role": "student",
    "org": REF,
    "userProfile": "p-1",
    "metadata": {"timebackRole": "student", "own": 1},
    "beginDate": "2025-08-01",
}
SCALE_LINE = {"itemValueLHS": "90-100", "itemValueRHS": "A", "value": "A", "own": True}
Modify = Callable[[Session], IOResult[object, TimebackError]]
STORED: dict[str, tuple[Modify, dict[str, object]]] = {
    "user": (
        lambda session: modify_user(session, "x", lambda user: evolve(user, given_name="New")),
        {
            "givenName": "Old",
            "familyName": "B",
            "enabledUser": True,
            "email": "a@b.test",
            "roles": [ROLE],
            "userMasterIdentifier": "master",
            "preferredFirstName": "P",
            "preferredMiddleName": "Q",
            "preferredLastName": "R",
            "pronouns": "they",
            "userIds": [{"type": "SIS", "identifier": "7"}],
        },
    ),
    "course": (
        lambda session: modify_course(session, "x", lambda course: evolve(course, title="New")),
        {
            "title": "Old",
            "status": "active",
            "org": REF,
            "level": "AP",
            "academicSession": REF,
            "gradingScheme": "letters",
            "metadata": {"AlphaLearn": {"DailyXPGoal": 25, "own": 1}, "own": [1, None]},
        },
    ),
    "enrollment": (
        lambda session: modify_enrollment(session, "x", lambda seat: evolve(seat, role="teacher")),
        {
            "role": "student",
            "user": REF,
            "class": REF,
            "primary": False,
            "beginDate": "2025-08-01",
            "metadata": {"goals": {"dailyXp": 10, "own": 1}, "own": 2},
        },
    ),
    "category": (
        lambda session: modify_category(session, "x", lambda category: evolve(category, title="New")),
        {"title": "Old", "status": "active", "weight": 0.2},
    ),
    "scoreScale": (
        lambda session: modify_score_scale(session, "x", lambda scale: evolve(scale, title="New")),
        {
            "title": "Old",
            "status": "active",
            "type": "letters",
            "class": REF,
            "course": REF,
            "scoreScaleValue": [SCALE_LINE],
        },
    ),
}
CHANGED: Mapping[str, tuple[str, str]] = {
    "user": ("givenName", "New"),
    "enrollment": ("role", "teacher"),
}


@pytest.mark.parametrize("kind", STORED)
def test_oneroster_03_read_change_write(kind: str) -> None:
    """The official client loses what its models lack: names, roles' metadata, levels, weights, whole scales.

    Guard: `timeback_core.oneroster.flows.steps.modified`, `timeback_core.engine.codec.translate.translate`.
    """
    modify, body = STORED[kind]
    ids = {} if kind == "enrollment" else {"sourcedId": "x"}
    whole = {**body, **ids, "addedByTheServer": {"deep": [1, None]}}

    def script(seen: Seen) -> Reply:
        return Reply({kind: {**whole, "sourcedId": "x"}}) if seen.verb == "GET" else Reply(None, 200)

    with ScriptedServer(script) as server, client_of(server) as client:
        value(modify(client.session))
        (put,) = (json.loads(seen.body) for seen in server.calls() if seen.verb == "PUT")
    field, text = CHANGED.get(kind, ("title", "New"))
    assert put == {kind: {**whole, field: text}}


def two_line_items() -> list[LineItemInput]:
    """Two line items of a class."""
    sandbox = Sandbox(students=2)
    with sandbox.serve() as server, client_of(server) as client:
        (row,) = value(client.oneroster.line_items.list.take(1))
    made = LineItemInput.of(row).unwrap()
    return [evolve(made, sourced_id="li-1"), evolve(made, sourced_id="li-2")]


@pytest.mark.parametrize("switch", ["", "pairs_as_list", "pairs_always_object"])
def test_oneroster_10_one_type_for_creates(client: TimebackClient, sandbox: Sandbox, switch: str) -> None:
    """Eight creates of the official client give raw mappings, the others a model; further pairs are dropped.

    Guard: `timeback_core.engine.policy.id_pairs`.
    """
    if switch:
        setattr(sandbox.switches, switch, True)
    session = client.session
    rows = value(create_line_items_for_class(session, "class-1", two_line_items()))
    assert rows.sourced_ids == (("li-1",) if switch == "pairs_always_object" else ("li-1", "li-2"))
    course = CourseInput(sourced_id="k", title="t", org=ref_to("school-1"))
    component = CourseComponentInput(sourced_id="p", title="t", course=ref_to("k"), sort_order=1)
    link = ComponentResourceInput(
        sourced_id="link",
        title="t",
        course_component=ref_to("p"),
        resource=ref_to("course-1-unit-1-lesson-1-resource"),
        sort_order=1,
    )
    creates: dict[str, IOResult[Created, TimebackError]] = {
        "k": create_course(session, course),
        "p": create_course_component(session, component),
        "link": create_component_resource(session, link),
    }
    for sourced_id, told in creates.items():
        made = value(told)
        assert type(made) is Created
        assert made.sourced_id == sourced_id
        assert [(pair.supplied_sourced_id, pair.allocated_sourced_id) for pair in made] == [(sourced_id,) * 2]
    seat = value(enroll(session, "class-1", "student-1"))
    assert type(seat) is Created
    assert seat.sourced_id in [row["sourcedId"] for row in sandbox.documents("enrollments")]


Update = Callable[[Session], IOResult[object, TimebackError]]


def updates(session: Session) -> dict[type, Update]:
    """Updates that answer the entity, each with what is there already."""
    user = UserInput.of(value(get_user(session, "student-1"))).unwrap()
    school = SchoolInput.of(value(get_school(session, "school-1"))).unwrap()
    term = AcademicSessionInput.of(value(get_academic_session(session, "session-1-term-1"))).unwrap()
    class_ = ClassUpdateInput.of(value(get_class(session, "class-1"))).unwrap()
    demographics = DemographicsInput.of(value(get_demographics(session, "student-2"))).unwrap()
    return {
        User: lambda s: update_user(s, "student-1", user),
        Org: lambda s: update_school(s, "school-1", school),
        AcademicSession: lambda s: update_academic_session(s, "session-1-term-1", term),
        Class: lambda s: update_class(s, "class-1", class_),
        Demographics: lambda s: update_demographics(s, "student-2", demographics),
    }


def test_oneroster_11_updates_give_what_the_server_answers(client: TimebackClient, sandbox: Sandbox) -> None:
    """The official `update` throws the entity away, although five groups answer with it.

    Guard: `timeback_core.engine.call.expect.Maybe`.
    """
    every = updates(client.session)
    for kind, update in every.items():
        assert type(value(update(client.session))) is kind
    sandbox.switches.empty_put_bodies = True
    for update in every.values():
        assert value(update(client.session)) is None


def test_oneroster_12_a_gradebook_update_is_one_request(client: TimebackClient, sandbox: Sandbox) -> None:
    """The official update of a gradebook's rows asks first whether the row exists, even for bad input.

    Guard: `timeback_core.oneroster.operations.categories`.
    """
    value(update_category(client.session, "new", CategoryInput(title="Labs", weight=0.1)))
    assert [(call.verb, call.status) for call in calls(sandbox)] == [("PUT", 201)]
    assert value(get_category(client.session, "new")).weight == 0.1
    sandbox.forget_requests()
    assert isinstance(error(update_category(client.session, "new", CategoryInput(title=""))), InvalidInput)
    assert isinstance(error(modify_category(client.session, "no", lambda body: body)), NotFound)
    assert [call.verb for call in calls(sandbox)] == ["GET"]
