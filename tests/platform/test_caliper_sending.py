"""What becomes of events that are sent."""

import json

import pytest
from tests.answering import Answering
from tests.caliper.happenings import NOON, NOON_JSON, SENSOR, STUDENT, LESSON, activity, metric, time_spent, urn
from tests.scripted_server import Reply
from tests.support import calls, error, settings_of, value

from timeback_core import TimebackClient, encode, evolve
from timeback_core.caliper import Envelope, JobState, activity_event, send_activity, wait_for_completion
from timeback_core.errors import ConnectionFailed, InvalidInput, JobFailed, NotFound
from timeback_core.sandbox import Fault, Sandbox, Server


def test_events_are_stored_later(client: TimebackClient, sandbox: Sandbox) -> None:
    sandbox.switches.job_seconds = 0.2
    sent = value(client.caliper.events.send(SENSOR, [activity(1), time_spent(2)]))
    assert sent.job_id is not None
    assert sent.job_id.isdigit()
    assert sent.events_accepted == 2
    assert value(client.caliper.jobs.status(sent.job_id)).state == JobState.WAITING
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
    said = value(encode(activity(4)))
    assert isinstance(said, dict)
    value(client.caliper.events.send(SENSOR, [{**said, "eventTime": "2026-09-01T12:00:00"}]))
    assert value(client.caliper.events.get(urn(4))).event_time == NOON.replace(microsecond=0)


def test_null_is_taken_in_extensions_only(client: TimebackClient, sandbox: Sandbox) -> None: ...
