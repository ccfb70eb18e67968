"""Events of the standard: each is read as its own class, written as it came, and checked before it is sent."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import cast
from uuid import UUID

import pytest
from tests.caliper.event_table import ROWS, Row, document, entity, parts
from tests.support import error, value

from timeback_core import caliper, decode, encode, evolve
from timeback_core.caliper import CALIPER_CONTEXT, Entity, Event, Item, Person, find_problems, read_event
from timeback_core.caliper.models import standard_events
from timeback_core.sandbox.messages import Document

every_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.cls)


def first(row: Row) -> Document:
    """The event of a row with its first action."""
    return document(row, row.actions.split()[0])


def paths(body: object) -> list[str]:
    """Where something is wrong."""
    document = cast("Document", body)  # whatever it is: that is tried
    return [problem.path for problem in find_problems(document)]


def test_every_event_of_the_standard_has_its_class() -> None:
    declared = {
        name for name, each in vars(standard_events).items() if isinstance(each, type) and name.endswith("Event")
    }
    assert declared - {"Event", "AnyPersonEvent"} == {row.cls for row in ROWS}


@every_row
def test_what_is_read_has_its_own_class_and_is_written_as_it_came(row: Row) -> None:
    for action in row.actions.split():
        body = document(row, action)
        event = value(read_event(json.dumps(body)))
        assert type(event).__name__ == row.cls
        assert type(event.object).__name__ == row.object
        assert value(encode(event)) == body
        assert find_problems(event) == ()


@every_row
def test_what_a_server_would_refuse_is_told_with_its_place(row: Row) -> None:
    body = first(row)
    assert paths(body | {"action": "Danced"}) == ["action"]
    assert paths(body | {"profile": "RecipeProfile"}) == ["profile"]
    assert paths(body | {"object": entity("SystemIdentifier") | {"type": "Membership"}, "id": "1"})[0] == "id"
    assert paths(body | {"actor": entity("Organization")}) == ["actor"]
    for name, kind in parts(row).items():
        without = {each: body[each] for each in body if each != name}
        assert paths(without) == ([name] if kind.endswith("!") else [])
        assert paths(body | {name: entity("Membership") | {"member": "a:b", "organization": "a:b"}}) == [name]


def test_actions_that_only_the_standard_has_pass_in_a_general_event_alone() -> None:
    general = first(ROWS[1]) | {"type": "Event", "profile": "GeneralProfile", "action": "Reset"}
    assert type(value(read_event(general))) is Event
    assert paths(general) == []
    assert paths(general | {"action": "Danced"}) == ["action"]
    assert paths(first(ROWS[1]) | {"action": "Reset"}) == ["action"]


@pytest.mark.parametrize("kind", ["NavigationEvent", "ViewEvent"])
def test_events_of_which_the_platform_has_no_form_of_their_own_are_general_ones(kind: str) -> None:
    action = {"NavigationEvent": "NavigatedTo", "ViewEvent": "Viewed"}[kind]
    for profile in ("GeneralProfile", "AssessmentProfile"):
        body = first(ROWS[1]) | {"type": kind, "profile": profile, "action": action}
        assert type(value(read_event(body))) is Event
        assert paths(body) == []


def test_older_events_have_no_profile_and_another_context() -> None:
    for version in (
        "http://purl.imsglobal.org/ctx/caliper/v1p1",
        ["https://purl.imsglobal.org/ctx/caliper/v1p0", "x:y"],
    ):
        body = {name: each for name, each in first(ROWS[1]).items() if name != "profile"} | {"@context": version}
        event = value(read_event(body))
        assert type(event).__name__ == "AssessmentEvent"
        assert value(encode(event)) == body
        assert paths(body) == []


@pytest.mark.parametrize(
    ("version", "fits"),
    [
        ("http://purl.imsglobal.org/ctx/caliper", True),
        ("http://purl.imsglobal.org/ctx/caliper/v1", True),
        ("http://purl.imsglobal.org/ctx/caliper/v1p1/ToolUseProfile-extension", True),
        ("http://purl.imsglobal.org/ctx/caliper/v9", False),
        ("http://purl.imsglobal.org/ctx/caliper/v1p22", False),
        ("http://purl.imsglobal.org/ctx/caliper/v1p2/a/b", False),
        ("http://purl.imsglobal.org/ctx/oneroster", False),
        ("http://school.example/ctx/caliper/v1p2", False),
        ([], False),
    ],
    ids=str,
)
def test_only_contexts_of_caliper_are_sent(version: object, fits: bool) -> None:
    assert paths({**first(ROWS[1]), "@context": version}) == ([] if fits else ["context"])


@pytest.mark.parametrize("blank", ["", " "])
def test_nothing_is_of_a_blank_type(blank: str) -> None:
    named = first(ROWS[1])
    assert paths({**named, "object": {"id": "x:1", "type": blank}}) == ["object.type"]
    assert paths({**named, "type": blank}) == ["type"]


def test_mere_iris_do_for_entities() -> None:
    body = first(ROWS[1]) | {"object": "https://school.example/tests/1", "edApp": "https://app.example", "group": "a:b"}
    event = value(read_event(body))
    assert (event.object, event.ed_app) == ("https://school.example/tests/1", "https://app.example")
    assert value(encode(event)) == body
    assert paths(body) == []
    assert paths(body | {"object": "tests/1"}) == ["object"]


def test_what_is_odd_is_kept_and_told() -> None:
    odd: Document = {
        "session": {"type": "Session"},
        "edApp": {"id": "https://app.example", "type": "Spaceship", "crew": 7},
        "group": {"id": "x:1", "type": "CourseSection", "courseNumber": 5},
        "generated": {"id": "x:2", "type": "Attempt", "count": "first", "startedAtTime": "at noon"},
    }
    body = first(ROWS[3]) | odd
    event = value(read_event(body))
    assert type(event.ed_app) is Entity
    assert event.extra == {"session": {"type": "Session"}}
    assert value(encode(event)) == body
    assert {problem.path: problem.text for problem in find_problems(event)} == {
        "group.course_number": "expected string or null, found number",
        "generated.count": "expected number or null, found string",
        "generated.started_at_time": "expected date and time (ISO 8601) or null, found string",
    }
    assert paths({**body, "group": "x:1", "generated": "x:2"}) == ["session.id"]


ATTEMPT = {"id": "x:1", "type": "Attempt"}
MEMBERSHIP = {"id": "x:1", "type": "Membership", "member": "x:2", "organization": "x:3"}
LTI = {"id": "x:1", "type": "LtiSession"}


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"id": "urn:uuid:1"}, "id"),
        ({"id": None}, "id"),
        ({"actor": "Ada"}, "actor"),
        ({"actor": {"id": "Ada", "type": "Person"}}, "actor.id"),
        ({"actor": {"type": "Person"}}, "actor.id"),
        ({"actor": {"id": "x:1", "type": "Person", "name": None}}, "actor.name"),
        ({"actor": {"id": "x:1", "type": "Person", "shoes": 44}}, "actor.shoes"),
        ({"actor": {"id": "x:1", "type": "Person", "extensions": {"email": None}}}, None),
        ({"@context": "https://school.example/context"}, "context"),
        ({"@context": None}, "context"),
        ({"eventTime": "at noon"}, "eventTime"),
        ({"eventTime": None}, "eventTime"),
        ({"edApp": None}, "ed_app"),
        ({"edApp": {"id": "x:1", "type": "Person"}}, "ed_app"),
        ({"weather": {"wind": None}}, "weather.wind"),
        ({"weather": {"extensions": {"wind": None}}}, None),
        ({"generated": ATTEMPT | {"count": -1}}, "generated.count"),
        ({"generated": ATTEMPT | {"duration": "an hour"}}, "generated.duration"),
        ({"generated": ATTEMPT | {"assignee": {"id": "Ada", "type": "Person"}}}, "generated.assignee.id"),
        ({"membership": MEMBERSHIP | {"roles": "Learner"}}, "membership.roles"),
        ({"membership": {"id": "x:1", "type": "Membership", "member": "x:2"}}, "membership.organization"),
        ({"membership": MEMBERSHIP | {"roles": ["Learner", "Mentor#Tutor"]}}, None),
        ({"membership": MEMBERSHIP | {"roles": ["Learner", "Pupil"]}}, "membership.roles[1]"),
        ({"membership": {**MEMBERSHIP, "type": None}}, "membership.type"),
        ({"edApp": {"id": "x:1"}}, "ed_app.type"),
        ({"type": None}, "type"),
        ({"membership": MEMBERSHIP | {"status": "Asleep"}}, "membership.status"),
        ({"session": {"id": "x:1", "type": "Session", "duration": -1}}, "session.duration"),
        ({"session": {"id": "x:1", "type": "Session", "duration": "PT50M"}}, None),
        ({"federatedSession": LTI | {"messageParameters": {"a": None}}}, "federated_session.message_parameters.a"),
    ],
)
def test_whatever_cannot_be_sent_is_found_where_it_is(change: Document, where: str | None) -> None:
    body = first(ROWS[3]) | change
    assert paths(body) == ([where] if where else [])
    assert paths(
        {"sensor": "x:1", "sendTime": "2026-01-15T10:30:00Z", "dataVersion": CALIPER_CONTEXT, "data": [body]}
    ) == ([f"data[0].{where}"] if where else [])


def test_a_field_that_is_given_as_none_is_left_out() -> None:
    event = value(read_event(first(ROWS[1]) | {"edApp": "https://app.example"}))
    body = value(encode(evolve(event, ed_app=None)))
    assert isinstance(body, dict)
    assert "edApp" not in body
    assert find_problems(evolve(event, ed_app=None)) == ()
    assert find_problems(evolve(event, object=Person(id="https://school.example/users/1")))[0].path == "object"


def test_a_plain_event_is_none_of_a_known_kind() -> None:
    when = datetime(2026, 1, 15, tzinfo=UTC)
    plain = Event(id=f"urn:uuid:{UUID(int=1)}", actor="x:1", action="Started", object="x:2", event_time=when)
    assert find_problems(plain) == ()
    (problem,) = find_problems(evolve(plain, type="AssessmentEvent", profile="AssessmentProfile"))
    assert (problem.path, "AssessmentEvent" in problem.text) == ("type", True)


def test_an_endpoint_may_say_what_it_takes() -> None:
    body: Document = {"caliper_maximum_payload_size": 512, "caliper_supported_versions": ["x:1"], "other": 1}
    config = value(decode(caliper.EndpointConfig, body))
    assert (config.maximum_payload_size, config.supported_versions) == (512, ("x:1",))
    assert value(encode(config)) == body


def test_what_cannot_be_read_at_all_hides_no_other_problem() -> None:
    unreadable, odd = first(ROWS[1]) | {"id": 7}, first(ROWS[1]) | {"action": "Danced"}
    envelope = {"sensor": "x:1", "sendTime": "soon", "data": [unreadable, first(ROWS[1]), odd]}
    assert sorted(paths(envelope)) == ["data[0].id", "data[2].action", "sendTime"]


def test_an_event_is_read_as_a_base_that_fits_it() -> None:
    for base in (Item, Event, caliper.AssessmentEvent):
        assert type(value(decode(base, first(ROWS[1])))) is caliper.AssessmentEvent
    assert "action" in str(error(decode(caliper.AssessmentEvent, first(ROWS[1]) | {"action": "Reset"})))


@pytest.mark.parametrize("document", [b"", b"[]", b"{", "7", None, 7, [], {}, {"id": 7}, {"type": ["a"]}, {"data": 7}])
def test_reading_and_checking_are_total(document: object) -> None:
    anything = cast("Mapping[str, None]", document)  # whatever a caller has
    for read in (caliper.read_event, caliper.read_entity, caliper.read_envelope):
        assert error(read(anything)).problems
    assert find_problems(anything)
