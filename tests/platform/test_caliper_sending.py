"""What becomes of events that are sent."""

import json

import httpx
from tests.answering import Answering
from tests.caliper.happenings import (
    CONTEXT,
    LESSON,
    NOON,
    NOON_JSON,
    SENSOR,
    STUDENT,
    activity,
    metric,
    time_spent,
    urn,
)
from tests.scripted_server import Reply
from tests.support import calls, error, value

from timeback_core import TimebackClient, encode, evolve
from timeback_core.caliper import Envelope, JobState, activity_event, wait_for_completion
from timeback_core.engine.codec import JsonObject
from timeback_core.errors import ConnectionFailed, InvalidInput, JobFailed, NotFound
from timeback_core.sandbox import Fault, Sandbox


def said(number: int = 1, **changes: object) -> JsonObject:
    """An event as JSON, changed."""
    told = value(encode(activity(number)))
    assert isinstance(told, dict)
    return {name: each for name, each in {**told, **changes}.items() if each != "left out"}


def sent_raw(sandbox: Sandbox, event: JsonObject) -> httpx.Response:
    """The answer to an event that goes past the client."""
    with sandbox.serve() as server, httpx.Client(base_url=server.base_url) as web:
        form = {"grant_type": "client_credentials"}
        token = web.post(server.token_url, data=form, auth=(server.client_id, server.client_secret)).json()
        web.headers["authorization"] = f"Bearer {token['access_token']}"
        envelope = {"sensor": SENSOR, "sendTime": NOON_JSON, "dataVersion": CONTEXT, "data": [event]}
        return web.post("/caliper/event", json=envelope)


def test_events_are_stored_later(client: TimebackClient, sandbox: Sandbox) -> None:
    sandbox.switches.job_seconds = 0.2
    sent = value(client.caliper.events.send(SENSOR, [activity(1), time_spent(2)]))
    assert sent.job_id is not None
    assert sent.job_id.isdigit()
    assert sent.events_accepted == 2
    assert value(client.caliper.jobs.status(sent.job_id)).state != JobState.COMPLETED
    job = value(client.caliper.jobs.wait_for_completion(sent.job_id, poll_interval=0.05))
    assert job.return_value is not None
    assert [row.external_id for row in job.return_value.results] == [urn(1), urn(2)]


def test_a_job_may_end_badly_in_two_ways(client: TimebackClient, sandbox: Sandbox, answering: Answering) -> None:
    sandbox.switches.failing_jobs = True
    sent = value(client.caliper.events.send(SENSOR, [activity()]))
    failed = error(client.caliper.jobs.wait_for_completion(sent.job_id))
    assert isinstance(failed, JobFailed)
    assert failed.reason == "The sandbox was told to fail"
    job = {"id": "7", "state": "completed", "returnValue": {"status": "error"}}
    assert isinstance(error(wait_for_completion(answering(Reply({"job": job})), "7")), JobFailed)


def test_times_have_three_decimals(client: TimebackClient, sandbox: Sandbox) -> None:
    late = time_spent()
    spent = evolve(late, generated=evolve(late.generated, items=(evolve(late.generated.items[0], end_date=NOON),)))
    value(client.caliper.events.send(SENSOR, [activity(), spent]))
    first, second = json.loads(calls(sandbox)[-1].body)["data"]
    assert first["eventTime"] == second["eventTime"] == second["generated"]["items"][0]["endDate"] == NOON_JSON
    local = evolve(activity(3), event_time=NOON.replace(tzinfo=None))
    assert isinstance(error(client.caliper.events.send(SENSOR, [local])), InvalidInput)
    value(client.caliper.events.send(SENSOR, [said(4, eventTime="2026-09-01T12:00:00")]))
    assert value(client.caliper.events.get(urn(4))).event_time == NOON.replace(microsecond=0)


def test_null_is_taken_in_extensions_only(client: TimebackClient, sandbox: Sandbox) -> None:
    actor = {"id": STUDENT.id, "type": "TimebackUser", "email": STUDENT.email, "name": None}
    assert sent_raw(sandbox, said(actor=actor)).status_code == 400
    for event in (said(actor=actor), said(edApp=None)):
        assert isinstance(error(client.caliper.events.send(SENSOR, [event])), InvalidInput)
    value(client.caliper.events.send(SENSOR, [said(1, extensions={"note": None})]))
    assert value(client.caliper.events.get(urn(1))).extensions == {"note": None}
    value(client.caliper.events.send(SENSOR, [evolve(activity(2), actor=evolve(STUDENT, name=None), ed_app=None)]))


def test_every_event_says_its_context_and_its_profile(client: TimebackClient, sandbox: Sandbox) -> None:
    value(client.caliper.events.send(SENSOR, [activity()]))
    (sent,) = json.loads(calls(sandbox)[-1].body)["data"]
    assert (sent["@context"], sent["profile"]) == (CONTEXT, "TimebackProfile")
    assert sent_raw(sandbox, said(2, **{"@context": "left out"})).status_code == 200
    assert sent_raw(sandbox, said(3, profile="left out")).status_code == 400


def test_the_sender_makes_the_ids(client: TimebackClient) -> None:
    event = activity_event(actor=STUDENT, object=LESSON, metrics=[metric("xpEarned", 1)])
    value(client.caliper.events.send(SENSOR, [event]))
    assert value(client.caliper.events.get(event.id)).as_event().unwrap().generated == event.generated
    assert isinstance(error(client.caliper.events.send(SENSOR, [evolve(event, id="e-1")])), InvalidInput)


def test_nothing_is_told_of_an_event_that_comes_twice(client: TimebackClient, sandbox: Sandbox) -> None:
    sandbox.faults(Fault("cut", times=1, path="/caliper/event"))
    assert isinstance(error(client.caliper.events.send(SENSOR, [activity(1, metric("xpEarned", 1))])), ConnectionFailed)
    assert len(calls(sandbox)) == 1
    for points in (2, 3):
        value(client.caliper.events.send(SENSOR, [activity(1, metric("xpEarned", points))]))
    stored = value(client.caliper.events.list())
    assert [event.external_id for event in stored] == [urn(1)]


def test_a_check_may_say_no_by_its_status(client: TimebackClient, sandbox: Sandbox) -> None:
    envelope = Envelope(sensor=SENSOR, send_time=NOON, data=(activity(),))
    assert value(client.caliper.events.validate(envelope)).is_valid
    data = [said(actor=None)]
    wrong: JsonObject = {"sensor": SENSOR, "sendTime": NOON_JSON, "dataVersion": CONTEXT, "data": data}
    found = value(client.caliper.events.validate(wrong))
    assert calls(sandbox)[-1].status == 400
    assert not found.is_valid
    assert found.errors
    assert isinstance(error(client.caliper.events.get(urn(1))), NotFound)
