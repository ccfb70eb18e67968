"""What becomes of events on the other platform."""

import json
from collections.abc import Iterator

import pytest
from tests.caliper.happenings import LESSON, SENSOR, activity, metric, time_spent, urn
from tests.scripted_server import Reply, ScriptedServer, in_turn
from tests.support import calls, client_of, error, value

from timeback_core import TimebackClient, evolve
from timeback_core.caliper import AssessmentItemEvent, SendEventsResult, TimebackCourse, question_seen_event
from timeback_core.errors import InvalidInput, UnsupportedOperation
from timeback_core.sandbox import Sandbox, Server


@pytest.fixture
def server() -> Iterator[Server]:
    """A sandbox of the other platform."""
    with Sandbox(students=12, platform="LEARNWITH_AI").serve() as running:
        yield running


def seen() -> AssessmentItemEvent:
    """An event of a profile of the standard."""
    return question_seen_event(id=urn(3), actor="urn:user", object="urn:item", ed_app="https://app.example")


def arrived(sandbox: Sandbox) -> list[dict[str, object]]:
    """The events that arrived last."""
    data: list[dict[str, object]] = json.loads(calls(sandbox)[-1].body)["data"]
    return data


def test_events_can_be_sent_there_and_nothing_else(client: TimebackClient, sandbox: Sandbox) -> None:
    assert value(client.caliper.events.send(SENSOR, [activity(), time_spent(), seen()])) == SendEventsResult()
    assert calls(sandbox)[-1].path == "/caliper/v1p2"
    for told in (client.caliper.events.list(), client.caliper.events.get(urn(1)), client.caliper.jobs.status("1")):
        assert isinstance(error(told), UnsupportedOperation)


def test_timeback_events_have_another_form_there(client: TimebackClient, sandbox: Sandbox) -> None:
    value(client.caliper.events.send(SENSOR, [activity(1, metric("masteredUnits", 2)), seen()]))
    first, second = arrived(sandbox)
    assert first["profile"] == "AggregationProfile"
    assert isinstance(first["generated"], dict)
    (figure,) = first["generated"]["items"]
    assert figure == figure | {"type": "ActivityMetric", "metricType": "MasteredUnits", "metricValue": 2}
    assert second["profile"] == "AssessmentProfile"
    assert second["object"] == "urn:item"


def test_every_event_has_a_session_there(client: TimebackClient, sandbox: Sandbox) -> None:
    run = "urn:uuid:3b1e6a54-9d5b-4c39-8d7f-2f1d4f5a6b7c"
    value(client.caliper.events.send(SENSOR, [activity(1), evolve(activity(2), session=run), seen()]))
    assert [event["session"] for event in arrived(sandbox)] == ["urn:tag:auto-attach", run, "urn:tag:auto-attach"]


def test_a_course_is_named_by_its_id_there(client: TimebackClient, sandbox: Sandbox) -> None:
    nameless = evolve(activity(), object=evolve(LESSON, course=TimebackCourse(name="Math G3")))
    failed = error(client.caliper.events.send_activity(SENSOR, nameless))
    assert isinstance(failed, InvalidInput)
    assert [problem.path for problem in failed.problems] == ["activity.object.course.id"]
    assert calls(sandbox) == []


def test_the_older_path_can_still_be_reached() -> None:
    with ScriptedServer(in_turn(Reply(status=202))) as server:
        paths = {"caliper": {"send": "/events/1.0/"}}
        with client_of(server, platform="LEARNWITH_AI", paths=paths) as client:
            assert value(client.caliper.events.send(SENSOR, [seen()])) == SendEventsResult()
        assert [call.path for call in server.calls()] == ["/events/1.0/"]
