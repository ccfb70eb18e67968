"""Events arrive as they are, once, and what becomes of them is told."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from time import monotonic

import pytest
from returns.result import Result
from tests.answering import Answering
from tests.caliper.event_table import ROWS, document
from tests.caliper.happenings import LESSON, NOON, NOON_JSON, SENSOR, STUDENT, activity, metric, time_spent, urn
from tests.deadlines import AT_ONCE
from tests.scripted_server import Reply, ScriptedServer, in_turn
from tests.session.ways import Way, run
from tests.support import client_of, error, settings_of, value

from timeback_core import AsyncTimebackClient, TimebackClient, TimebackError, encode, evolve
from timeback_core.caliper import (
    Document,
    Envelope,
    EventOptions,
    JobState,
    JobStatus,
    SendEventsResult,
    TimebackActivity,
    TimebackApp,
    TimebackCourse,
    TimebackUser,
    TimeSpentMetric,
    activity_event,
    find_problems,
    get_event,
    list_events,
    read_event,
    send_activity,
    send_envelope,
    send_events,
    send_many_events,
    send_time_spent,
    time_spent_event,
    validate_envelope,
    wait_for_completion,
)
from timeback_core.engine.codec import wire_name
from timeback_core.errors import (
    DecodeError,
    InvalidInput,
    JobFailed,
    NotFound,
    Rejected,
    TimedOut,
    UnexpectedStatus,
    UnsupportedOperation,
)

OLDER = "http://purl.imsglobal.org/ctx/caliper/v1p1"
SENT = Reply({"status": "success", "message": "queued", "jobId": "7", "eventsAccepted": 1})


def problems(failed: object) -> list[str]:
    """The places of an input's problems."""
    assert isinstance(failed, InvalidInput)
    return [problem.path for problem in failed.problems]


def test_every_problem_of_every_event_is_told_at_once(answering: Answering) -> None:
    session = answering(SENT)
    bad = activity_event(
        id="7",
        actor=TimebackUser(id="u-1", email="nobody"),
        object=evolve(
            LESSON, id="", subject="Latin", app=TimebackApp(name=" "), course=TimebackCourse(id="c", name="C")
        ),
        metrics=[metric("totalQuestions", -1), metric("stars", 1), metric("xpEarned", float("nan"))],
        event_time=NOON.replace(tzinfo=None),
        attempt=0,
        metrics_id="m",
    )
    told = problems(error(send_events(session, "app", [activity(), bad, time_spent(2, active=-1, idle=float("inf"))])))
    assert sorted(told) == [
        "events[1].actor.email",
        "events[1].actor.id",
        "events[1].event_time",
        "events[1].generated.attempt",
        "events[1].generated.id",
        "events[1].generated.items[0].value",
        "events[1].generated.items[1].type",
        "events[1].generated.items[2].value",
        "events[1].id",
        "events[1].object.app.name",
        "events[1].object.course.id",
        "events[1].object.id",
        "events[1].object.subject",
        "events[2].generated.items[0].value",
        "events[2].generated.items[1].type",
        "events[2].generated.items[1].value",
        "sensor",
    ]
    assert answering.sent == []


def test_every_problem_of_every_event_is_told_at_once__where_the_caller_has_it(answering: Answering) -> None:
    session = answering(SENT)
    more = activity(1, metric("totalQuestions", 3), metric("correctQuestions", 4))
    assert problems(error(send_activity(session, SENSOR, more))) == ["activity.generated.items"]
    assert problems(error(send_time_spent(session, SENSOR, time_spent(1, active=-1)))) == [
        "time_spent.generated.items[0].value"
    ]
    assert problems(error(send_many_events(session, SENSOR, [activity(1), activity(2), more], batch=2))) == [
        "events[2].generated.items"
    ]
    assert problems(error(send_events(session, SENSOR, []))) == ["events"]
    assert problems(error(send_envelope(session, Envelope(sensor=" ", send_time=NOON, data_version="1", data=())))) == [
        "sensor",
        "data_version",
        "data",
    ]
    assert answering.sent == []


def test_an_event_keeps_its_id(answering: Answering) -> None:
    made = activity_event(actor=STUDENT, object=LESSON, metrics=[metric("xpEarned", 1)])
    session = answering(SENT)
    for _ in range(2):
        value(send_activity(session, SENSOR, made))
    (first,), (second,) = (json.loads(seen.body)["data"] for seen in answering.sent)
    assert first == second
    assert first["id"] == made.id
    assert first["generated"]["id"] == made.generated.id


def test_an_event_keeps_its_id__and_is_the_same_for_the_same_arguments() -> None:
    assert activity() == activity()
    assert time_spent() == time_spent()
    assert activity_event(actor=STUDENT, object=LESSON, metrics=[]) != activity_event(
        actor=STUDENT, object=LESSON, metrics=[]
    )


def test_many_events_go_in_envelopes_of_a_bounded_size(answering: Answering) -> None:
    session = answering(SENT)
    results = value(send_many_events(session, SENSOR, [activity(number) for number in range(5)], batch=2))
    sent = [[event["id"] for event in json.loads(seen.body)["data"]] for seen in answering.sent]
    assert sent == [[urn(0), urn(1)], [urn(2), urn(3)], [urn(4)]]
    assert [result.job_id for result in results] == ["7"] * 3


def test_many_events_go_in_envelopes_of_a_bounded_size__and_a_failure_tells_what_was_sent(answering: Answering) -> None:
    session = answering(SENT, Reply({"status": "error", "message": "no"}, 400))
    failed = error(send_many_events(session, SENSOR, [activity(number) for number in range(5)], batch=2))
    assert isinstance(failed, Rejected)
    assert failed.call.done == ("caliper.send_envelope",)
    assert len(answering.sent) == 2


@pytest.mark.parametrize(
    "answer",
    [
        {"status": "error", "message": "Invalid payload"},
        {"status": "success", "errors": [{"path": "event.actor.name", "message": "Expected string, received null"}]},
    ],
)
def test_a_send_that_tells_of_errors_is_a_failure(answering: Answering, answer: dict[str, object]) -> None:
    failed = error(send_activity(answering(Reply(answer)), SENSOR, activity()))
    assert isinstance(failed, Rejected)
    assert failed.status == 200
    assert failed.reply.text or failed.reply.problems


def test_a_send_that_tells_of_errors_is_a_failure__and_so_is_a_redirect(answering: Answering) -> None:
    moved = Reply(status=302, headers=(("Location", "https://elsewhere.example/"),))
    assert isinstance(error(send_activity(answering(moved), SENSOR, activity())), UnexpectedStatus)


@pytest.mark.parametrize(
    ("answer", "job"),
    [
        (Reply({"jobId": 1042}), "1042"),
        (Reply({"jobId": None, "eventsAccepted": None, "status": None, "message": None, "errors": None}), None),
        (Reply({"eventsAccepted": "one", "jobId": "7"}), "7"),
        (Reply({}), None),
        (Reply([]), None),
        (Reply(b"queued"), None),
        (Reply({"jobId": {}, "status": 1}), None),
        (Reply(), None),
        (Reply(status=204), None),
        (Reply({"id": 3}, 202), None),
    ],
)
def test_an_odd_answer_to_a_send_is_no_failure(answering: Answering, answer: Reply, job: str | None) -> None:
    assert value(send_activity(answering(answer), SENSOR, activity())).job_id == job


def test_an_odd_answer_to_a_send_is_no_failure__but_a_page_of_another_server_is(answering: Answering) -> None:
    page = Reply(b"<html>Log in to the wireless network</html>")
    assert isinstance(error(send_activity(answering(page), SENSOR, activity())), DecodeError)


def test_an_odd_answer_to_a_send_is_no_failure__and_a_whole_one_is_kept_whole(answering: Answering) -> None:
    answer = Reply({"status": "queued", "message": "m", "jobId": "7", "eventsAccepted": 3, "errors": [], "more": 1})
    told = value(send_events(answering(answer), SENSOR, [activity()]))
    assert (told.status, told.message, told.job_id, told.events_accepted, told.errors) == ("queued", "m", "7", 3, [])
    assert told.extra == {"more": 1}


def test_an_event_holds_no_null_and_times_to_the_millisecond(answering: Answering) -> None:
    session = answering(SENT)
    mine = {"note": None, "eventTime": "2026-09-01T12:00:00.123456Z"}
    value(send_activity(session, SENSOR, activity(extensions=mine)))
    envelope = json.loads(answering.sent[0].body)
    (sent,) = envelope["data"]
    assert sent["eventTime"] == NOON_JSON
    assert re.fullmatch(r"[-\d]{10}T[:\d]{8}\.\d{3}Z", envelope["sendTime"])
    assert sent.pop("extensions") == mine
    assert None not in members(envelope)


def members(body: object) -> list[object]:
    """All values in a JSON body, those inside others too."""
    inner = body.values() if isinstance(body, dict) else body if isinstance(body, list) else ()
    return [body, *(value for each in inner for value in members(each))]


def test_an_event_can_say_all_that_there_is_to_say(answering: Answering) -> None:
    said = EventOptions(
        ed_app="https://app.example",
        session="urn:uuid:3b1e6a54-9d5b-4c39-8d7f-2f1d4f5a6b7c",
        target="https://app.example/targets/1",
        referrer="https://app.example/before",
        group="https://app.example/groups/1",
        membership="https://app.example/memberships/1",
        federated_session="https://lms.example/sessions/1",
    )
    made = (
        activity_event(actor=STUDENT, object=LESSON, metrics=[], generated_extensions={"a": 1}, **said),
        time_spent_event(actor=STUDENT, object=LESSON, metrics=[], generated_extensions={"a": 1}, **said),
    )
    value(send_events(answering(SENT), SENSOR, made))
    for sent in json.loads(answering.sent[0].body)["data"]:
        assert {wire_name(name): each for name, each in said.items()}.items() <= sent.items()
        assert sent["generated"]["extensions"] == {"a": 1}


def test_what_the_standard_describes_has_a_class_and_what_is_read_is_kept() -> None:
    for row in ROWS:
        body = document(row, row.actions.split()[0]) | {"@context": OLDER, "weather": "fine"}
        for cls, changed in ((row.cls, body), ("Event", body | {"action": "Danced"})):
            event = value(read_event(json.dumps(changed)))
            assert type(event).__name__ == cls
            assert value(encode(event)) == changed


def test_what_the_standard_would_refuse_is_told_before_it_is_sent(answering: Answering) -> None:
    event = value(read_event(document(ROWS[0], "Tagged")))
    odd = evolve(event, actor=Document(id="https://app.example/texts/1"), object=Document(id="no iri"))
    assert [problem.path for problem in find_problems(odd)] == ["actor", "object.id"]
    assert problems(error(send_events(answering(SENT), SENSOR, [odd]))) == ["events[0].actor", "events[0].object.id"]
    assert answering.sent == []
    assert [problem.path for problem in find_problems(b"{")] == [""]


def test_a_check_that_refuses_is_a_result(answering: Answering) -> None:
    envelope = Envelope(sensor=SENSOR, send_time=NOON, data=(activity(),))
    wrong = [{"path": "event.actor.name", "message": "Expected string, received null"}]
    found = value(
        validate_envelope(answering(Reply({"status": "error", "message": "m", "errors": wrong}, 400)), envelope)
    )
    assert (found.is_valid, found.message, found.errors) == (False, "m", wrong)
    assert value(validate_envelope(answering(Reply({"status": "success"})), envelope)).is_valid
    failed = error(validate_envelope(answering(Reply({"error": "what?"}, 400)), envelope))
    assert isinstance(failed, Rejected)


STORED = {
    "id": 88,
    "externalId": urn(1),
    "sensor": SENSOR,
    "type": "ActivityEvent",
    "profile": None,
    "action": "Completed",
    "eventTime": NOON_JSON,
    "created_at": "2026-09-01T12:00:01.000Z",
    "updated_at": None,
    "actor": "https://api.example/users/u-1",
    "object": {"id": "https://app.example/activities/1", "type": "Sculpture", "weight": 7},
    "@context": "http://purl.imsglobal.org/ctx/caliper/v1p2",
    "clientAppId": 5,
    "colour": "blue",
}


@pytest.mark.parametrize(
    "change", [{}, {"id": "88"}, {"eventTime": "at noon"}, {"extensions": "none"}, {"actor": None}]
)
def test_a_stored_event_is_read_whole_whatever_it_holds(answering: Answering, change: dict[str, object]) -> None:
    event = value(get_event(answering(Reply({"event": STORED | change})), urn(1)))
    assert event.external_id == urn(1)
    assert value(encode(event)) == STORED | {"clientAppId": "5"} | change


def test_a_stored_event_is_read_whole_whatever_it_holds__and_one_that_cannot_be_leaves_the_others(
    answering: Answering,
) -> None:
    page = Reply({"events": [STORED, {"id": 1}, STORED], "pagination": {"total": 3, "limit": 100}})
    session = answering(page)
    failed = error(list_events(session))
    assert isinstance(failed, DecodeError)
    assert failed.path == "$.events[1].externalId"
    assert len(value(list_events(session.using(bad_rows="skip")))) == 2


@pytest.fixture
def elsewhere() -> Iterator[tuple[ScriptedServer, TimebackClient]]:
    """A client of the other platform before a server, and that server."""
    with ScriptedServer(in_turn(Reply(status=204))) as server, client_of(server, platform="LEARNWITH_AI") as client:
        yield server, client


def test_each_platform_gets_its_own_form(elsewhere: tuple[ScriptedServer, TimebackClient]) -> None:
    server, client = elsewhere
    sent = value(client.caliper.events.send(SENSOR, [activity(1), time_spent(2, active=1.5)]))
    assert sent == SendEventsResult()
    (seen,) = server.calls()
    assert seen.path == "/caliper/v1p2"
    first, second = json.loads(seen.body)["data"]
    assert first["profile"] == second["profile"] == "AggregationProfile"
    assert first["actor"] == {"type": "Person", "id": STUDENT.id}
    assert first["object"] == {
        "type": "AssignableDigitalResource",
        "id": LESSON.id,
        "name": "Times 7",
        "isPartOf": {
            "type": "CourseOffering",
            "id": "https://api.example/ims/oneroster/rostering/v1p2/courses/course-1",
            "name": "Math G3",
        },
        "extensions": {"app": {"type": "SoftwareApplication", "name": "My App"}},
    }
    assert first["session"] == "urn:tag:auto-attach"
    assert first["generated"]["type"] == "ActivityMetricsCollection"
    assert second["generated"]["type"] == "TimeSpentMetricsCollection"
    (metric,) = second["generated"]["items"]
    assert metric == {"id": metric["id"], "type": "TimeSpentMetric", "metricType": "Active", "metricValue": 1.5}
    value(client.caliper.events.send(SENSOR, [time_spent(2, active=1.5)]))
    assert json.loads(server.calls()[1].body)["data"] == [second]


def test_each_platform_gets_its_own_form__and_what_it_lacks_is_told(
    elsewhere: tuple[ScriptedServer, TimebackClient],
) -> None:
    server, client = elsewhere
    envelope = Envelope(sensor=SENSOR, send_time=NOON, data=(activity(),))
    for told in (
        client.caliper.events.validate(envelope),
        client.caliper.events.list(),
        client.caliper.events.get(urn(1)),
        client.caliper.jobs.status("7"),
        client.caliper.jobs.wait_for_completion("7"),
    ):
        assert isinstance(error(told), UnsupportedOperation)
    assert isinstance(error(client.caliper.events.list(actor_id=" ")), InvalidInput)
    assert isinstance(error(client.caliper.events.get("")), InvalidInput)
    assert server.seen == []


def test_nothing_that_was_said_by_choice_is_lost_on_another_platform(
    elsewhere: tuple[ScriptedServer, TimebackClient],
) -> None:
    server, client = elsewhere
    user = evolve(STUDENT, name="Ada", role="student", extensions={"a": 1})
    lesson = evolve(
        LESSON,
        process=True,
        activity=TimebackActivity(id="https://app.example/r", name="Quiz"),
        course=TimebackCourse(name="Math G3"),
        extensions={"app": 1},
    )
    start = datetime(2026, 9, 1, 11, tzinfo=UTC)
    spent = TimeSpentMetric(
        type="waste", value=1, sub_type="eating", start_date=start, end_date=NOON, extensions={"a": 1}
    )
    told = problems(
        error(
            client.caliper.events.send(
                SENSOR, [activity(), time_spent_event(actor=user, object=lesson, metrics=[spent])]
            )
        )
    )
    assert sorted(told) == [
        "events[1].actor.extensions",
        "events[1].actor.name",
        "events[1].actor.role",
        "events[1].generated.items[0].endDate",
        "events[1].generated.items[0].extensions",
        "events[1].generated.items[0].startDate",
        "events[1].generated.items[0].subType",
        "events[1].object.activity.id",
        "events[1].object.course.id",
        "events[1].object.extensions.app",
        "events[1].object.process",
    ]
    assert server.seen == []


def job(state: str, **more: object) -> Reply:
    """What is told of a job."""
    return Reply({"job": {"id": 7, "state": state, **more}})


DONE = job("completed", returnValue={"status": "success", "results": [{"allocatedId": 88, "externalId": urn(1)}]})


def test_waiting_for_a_job_ends_with_it(answering: Answering) -> None:
    busy = (job("waiting"), job("delayed"), Reply({"message": "busy"}, 503), job("active", returnValue=None))
    session = answering(*busy, DONE)
    told = value(wait_for_completion(session, "7", timeout=5, poll_interval=0.01))
    assert told.state == JobState.COMPLETED
    assert told.return_value is not None
    assert [(row.allocated_id, row.external_id) for row in told.return_value.results] == [("88", urn(1))]
    assert len(answering.sent) == 5


@pytest.mark.parametrize(
    ("ended", "reason"),
    [
        (job("failed", failedReason="no space left"), "no space left"),
        (job("failed"), "no reason given"),
        (job("completed", returnValue={"status": "error", "results": None, "message": "m"}), "m"),
        (job("completed", returnValue={"status": "error"}), "no reason given"),
    ],
)
def test_waiting_for_a_job_ends_with_it__also_badly(answering: Answering, ended: Reply, reason: str) -> None:
    failed = error(wait_for_completion(answering(job("active"), ended), "7", poll_interval=0.01))
    assert isinstance(failed, JobFailed)
    assert (failed.job_id, failed.reason) == ("7", reason)


@pytest.mark.parametrize("results", [[None], [{"allocatedId": 88}], [{"allocatedId": None, "externalId": 1}], {}, "1"])
def test_waiting_for_a_job_ends_with_it__whatever_form_its_results_have(answering: Answering, results: object) -> None:
    ended = job("completed", returnValue={"status": "success", "results": results})
    told = value(wait_for_completion(answering(ended), "7")).return_value
    assert told is not None
    assert (told.results, told.extra) == ((), {"results": results})


def test_waiting_for_a_job_ends_with_it__or_in_time(answering: Answering) -> None:
    session = answering(job("active"))
    begun = monotonic()
    failed = error(wait_for_completion(session, "7", timeout=0.3, poll_interval=0.02))
    assert isinstance(failed, TimedOut)
    assert (failed.timeout, failed.waiting_for) == (0.3, "job")
    assert monotonic() - begun < AT_ONCE
    assert 1 < len(answering.sent) < 10
    slow = Reply({"job": {"id": "7", "state": "active"}}, delay=30)
    begun = monotonic()
    assert isinstance(error(wait_for_completion(answering(slow), "7", timeout=0.2)), TimedOut)
    assert monotonic() - begun < AT_ONCE
    refused = error(wait_for_completion(answering(Reply({"message": "Job not found"}, 404)), "7"))
    assert isinstance(refused, NotFound)


def test_waiting_for_a_job_ends_with_it__from_threads_and_from_event_loops(way: Way) -> None:
    script = in_turn(job("waiting"), Reply({"message": "busy"}, 503, (("Retry-After", "0"),)), DONE)
    wait = wait_for_completion.request("7", poll_interval=0.01)
    with ScriptedServer(script) as server:
        settings = settings_of(server)
        if way == "threads":
            with client_of(server) as client:
                told = client.session.result_of(wait)
        else:

            async def work() -> Result[JobStatus, TimebackError]:
                async with AsyncTimebackClient.open(**settings).unwrap() as client:
                    return await client.session.result_of(wait)

            told = run(way, work)
        assert told.unwrap().state == JobState.COMPLETED
        assert len(server.calls()) == 3


def test_waiting_for_a_job_ends_with_it__and_makes_sense(answering: Answering) -> None:
    session = answering(DONE)
    assert problems(error(wait_for_completion(session, None, timeout=0, poll_interval=float("inf")))) == [
        "timeout",
        "poll_interval",
        "job_id",
    ]
    assert problems(error(wait_for_completion(session, " 7"))) == ["job_id"]
    assert answering.sent == []
