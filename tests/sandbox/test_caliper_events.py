"""Sending, checking, listing and fetching events, and the jobs that store them."""

from typing import Any

import httpx
import pytest
from tests.sandbox.caliper_bodies import PERSON, activity, envelope, sent, time_spent, urn, viewed, within
from tests.sandbox.conftest import authorized

from timeback_core.sandbox import Sandbox, Switches

SEND, VALIDATE, EVENTS = "/caliper/event", "/caliper/event/validate", "/caliper/events"


def test_what_is_sent_is_stored_and_read_as_it_was(api: httpx.Client) -> None:
    told = sent(api, activity(), viewed())
    assert told == {"status": "success", "message": "Events queued", "jobId": "1", "eventsAccepted": 2}
    event = api.get(f"{EVENTS}/{urn(1).replace(':', '%3A')}").json()["event"]
    assert {name: event[name] for name in activity() if name != "id"} == {
        name: each for name, each in activity().items() if name != "id"
    }
    assert (event["id"], event["externalId"]) == (1, urn(1))
    assert (event["sensor"], event["sendTime"]) == ("https://app.example/sensor", "2026-01-15T11:00:01.000Z")
    assert (event["created_at"], event["deleted_at"]) == ("2026-09-21T14:13:20.125Z", None)
    assert "sourcedId" not in event


def test_entities_are_taken_and_not_stored(api: httpx.Client) -> None:
    told = sent(api, PERSON, viewed())
    assert told["eventsAccepted"] == 1
    results = api.get("/jobs/1/status").json()["job"]["returnValue"]["results"]
    assert results == [{"allocatedId": "1", "externalId": urn(3)}]


def test_an_event_that_comes_again_stays_as_it_was(api: httpx.Client) -> None:
    sent(api, viewed())
    told = sent(api, viewed(action="Changed"), viewed(4))
    assert told["eventsAccepted"] == 2
    results = api.get(f"/jobs/{told['jobId']}/status").json()["job"]["returnValue"]["results"]
    assert [row["allocatedId"] for row in results] == ["1", "2"]
    assert api.get(f"{EVENTS}/{urn(3)}").json()["event"]["action"] == "Viewed"


def test_validating_stores_nothing(api: httpx.Client) -> None:
    answer = api.post(VALIDATE, json=envelope(activity()))
    assert (answer.status_code, answer.json()["status"]) == (200, "success")
    assert api.get(EVENTS).json()["pagination"]["total"] == 0


ENVELOPES: list[tuple[str, Any, str]] = [
    ("sensor", ..., "Required"),
    ("sensor", "app", "Invalid url"),
    ("sendTime", "2026-01-15", "Invalid datetime"),
    ("sendTime", None, "Expected string, received null"),
    ("dataVersion", f"{envelope()['dataVersion']}p3", "Invalid enum value"),
    ("data", [], "Array must contain at least 1 element"),
    ("data", {}, "Expected array, received object"),
    ("data.0", "text", "Expected object, received string"),
]
EVERY: list[tuple[str, Any, str]] = [
    ("id", "1", "Invalid URN"),
    ("type", ..., "Required"),
    ("profile", ..., "Required"),
    ("profile", "OtherProfile", "Invalid enum value"),
    ("actor", ..., "Required"),
    ("action", "", "String must contain"),
    ("object", None, "received null"),
    ("eventTime", "2026-02-30T10:00:00Z", "Invalid datetime"),
    ("eventTime", "0001-01-01T00:00:00Z", "Invalid datetime"),
    ("edApp", None, "received null"),
    ("session", 7, "Expected string or object"),
    ("session", "mine", "Invalid url"),
    ("group", {"id": "urn:x:1", "members": [{"name": None}]}, "received null"),
    ("extensions", [], "Expected object, received array"),
    ("surprise", 1, "Unrecognized key"),
]
TIMEBACK: list[tuple[str, Any, str]] = [
    *(row for row in EVERY if row[0] not in {"surprise", "profile", "type", "action"}),
    ("type", ..., "Invalid enum value"),
    ("type", "ViewEvent", "Invalid enum value"),
    ("action", ..., "Required"),
    ("type", [], "Invalid enum value"),
    ("action", "Started", "Invalid enum value"),
    ("actor", "https://api.example/users/1", "Expected object, received string"),
    ("actor.email", "none", "Invalid email"),
    ("actor.name", None, "Expected string, received null"),
    ("actor.role", "pupil", "Invalid enum value"),
    ("actor.surprise", 1, "Unrecognized key"),
    ("object.subject", "Maths", "Invalid enum value"),
    ("object.app", ..., "Required"),
    ("object.app.name", "", "String must contain"),
    ("object.course.id", "course-1", "Invalid url"),
    ("object.process", "true", "Expected boolean, received string"),
    ("object.extensions", None, "Expected object, received null"),
    ("generated", ..., "Required"),
    ("generated.items", ..., "Required"),
    ("generated.items.0.type", "pctComplete", "Invalid enum value"),
    ("generated.items.0.value", "5", "Expected number, received string"),
    ("generated.items.0.value", True, "Expected number, received boolean"),
    ("generated.items.0.value", 1e300, "Number must be less"),
    ("generated.attempt", 0, "Number must be greater"),
    ("generated.attempt", 1.5, "Expected integer"),
    ("generated.attempt", None, "Expected number, received null"),
]


def refused(api: httpx.Client, body: Any) -> list[dict[str, str]]:
    """The errors of an envelope, which sending and validating tell alike; nothing of it is stored."""
    answers = [api.post(path, json=body) for path in (SEND, VALIDATE)]
    assert [answer.status_code for answer in answers] == [400, 400]
    assert answers[0].json() == answers[1].json()
    assert answers[0].json()["status"] == "error"
    assert api.get(EVENTS).json()["events"] == []
    errors: list[dict[str, str]] = answers[0].json()["errors"]
    return errors


def place(path: str, message: str) -> str:
    """Where an error is told: what nobody asked for is a fault of the object that has it."""
    return path.rpartition(".")[0] if message == "Unrecognized key" else path


@pytest.mark.parametrize(("path", "value", "message"), ENVELOPES)
def test_bad_envelopes(api: httpx.Client, path: str, value: Any, message: str) -> None:
    (error,) = refused(api, within(envelope(viewed()), path, value))
    assert error["path"] == path
    assert error["message"].startswith(message)


@pytest.mark.parametrize(
    ("event", "path", "value", "message"),
    [(viewed(), *row) for row in EVERY] + [(activity(), *row) for row in TIMEBACK],
)
def test_bad_events(api: httpx.Client, event: dict[str, Any], path: str, value: Any, message: str) -> None:
    (error,) = refused(api, envelope(within(event, path, value)))
    assert error["path"].startswith(place(f"event.{path}", message))
    assert message in error["message"]


@pytest.mark.parametrize(
    ("path", "value"),
    [("items.0.startDate", "10:20"), ("items.1.subType", None), ("items.0.type", "idle"), ("type", "Metrics")],
)
def test_bad_times_spent(api: httpx.Client, path: str, value: Any) -> None:
    (error,) = refused(api, envelope(within(time_spent(), f"generated.{path}", value)))
    assert error["path"] == f"event.generated.{path}"


@pytest.mark.parametrize(
    "entity", [within(PERSON, "id", ...), within(PERSON, "type", ...), within(PERSON, "name", None)]
)
def test_bad_entities(api: httpx.Client, entity: dict[str, Any]) -> None:
    assert len(refused(api, envelope(entity))) == 1


def test_every_problem_is_told_with_the_place_of_its_event(api: httpx.Client) -> None:
    bad = within(within(activity(), "actor.name", None), "object.subject", "Maths")
    errors = refused(api, envelope(viewed(), bad, within(viewed(), "action", ...)))
    assert [error["path"] for error in errors] == ["data.1.actor.name", "data.1.object.subject", "data.2.action"]


def test_what_is_taken_although_it_is_odd(api: httpx.Client) -> None:
    sent(
        api,
        within(activity(1), "surprise", 1),
        within(activity(2), "extensions", {"nothing": None}),
        within(activity(3), "generated.items.0.value", -3),
        within(activity(4), "@context", ...),
        within(activity(5), "object.id", "https://app.example/activities/Social Studies/g3/q"),
        viewed(6, actor="urn:uuid:1", generated={"id": "urn:x:1", "extensions": {"nothing": None}}),
    )
    assert api.get(EVENTS).json()["events"][3]["@context"] == envelope()["dataVersion"]


@pytest.mark.parametrize("path", [SEND, VALIDATE])
def test_other_content_types(api: httpx.Client, path: str) -> None:
    assert api.post(path, content="{}").status_code == 415
    assert api.post(path, data={"sensor": "x"}).status_code == 415
    told = api.post(path, content="{", headers={"content-type": "application/json; charset=utf-8"})
    assert (told.status_code, told.json()["status"]) == (400, "error")


def test_refusals_have_the_form_of_caliper(api: httpx.Client, bare: httpx.Client) -> None:
    missing = api.get(f"{EVENTS}/{urn(9)}")
    assert missing.json() == {"status": "error", "message": f"Event {urn(9)} not found", "errors": []}
    assert (missing.status_code, api.get("/jobs/7/status").status_code) == (404, 404)
    assert api.get("/caliper/nowhere").json()["status"] == "error"
    del bare.headers["authorization"]
    assert (bare.get(EVENTS).status_code, bare.get(EVENTS).json()["message"]) == (401, "Unauthorized")


@pytest.mark.parametrize(("scope", "status"), [("event.create", 200), ("admin", 200), ("webhook.create", 403)])
def test_sending_needs_its_scope(scope: str, status: int) -> None:
    sandbox = Sandbox(students=1, scopes=[f"https://purl.imsglobal.org/spec/caliper/v1p1/scope/{scope}"])
    with httpx.Client(transport=sandbox.transport(), base_url=sandbox.base_url) as client:
        authorized(client, sandbox)
        assert client.post(SEND, json=envelope(viewed())).status_code == status
        assert client.get(EVENTS).status_code == 200


def listed(api: httpx.Client, **query: object) -> list[str]:
    """The numbers of the events that a list gives."""
    answer = api.get(EVENTS, params={name: str(each) for name, each in query.items()})
    assert answer.status_code == 200, answer.text
    return [event["externalId"][-1] for event in answer.json()["events"]]


def test_filters(api: httpx.Client) -> None:
    sent(api, activity(1), viewed(2), viewed(3, actor="https://example.edu/users/1"))
    api.post(SEND, json=envelope(viewed(4, eventTime="2026-01-16T01:00:00+02:00"), sensor="https://other.example"))
    assert listed(api) == ["1", "2", "3", "4"]
    assert listed(api, sensor="https://other.example") == ["4"]
    assert listed(api, startDate="2026-01-15T11:00:00.000Z") == ["2", "3", "4"]
    assert listed(api, endDate="2026-01-15T11:00:00.000Z") == ["1"]
    assert listed(api, startDate="2026-01-15", endDate="2026-01-16") == ["1", "2", "3", "4"]
    assert listed(api, startDate="2026-01-16") == []
    assert listed(api, actorId="https://example.edu/users/1") == ["2", "3", "4"]
    assert listed(api, actorEmail="Student-1@app.example") == ["1"]
    assert listed(api, actorEmail="") == ["1", "2", "3", "4"]
    for name, value in (("startDate", "soon"), ("limit", "0"), ("offset", "-1"), ("limit", "x")):
        answer = api.get(EVENTS, params={name: value})
        assert (answer.status_code, answer.json()["errors"][0]["path"]) == (400, name)


def test_pages(sandbox: Sandbox, api: httpx.Client) -> None:
    sent(api, *(viewed(number) for number in range(1, 6)))
    page = api.get(EVENTS, params={"limit": 2, "offset": 2}).json()
    assert page["pagination"] == {"total": 5, "totalPages": 3, "currentPage": 2, "limit": 2}
    assert listed(api, limit=2, offset=2) == ["3", "4"]
    assert listed(api, limit=2, offset=4) == ["5"]
    assert listed(api, limit=2, offset=6) == []
    sandbox.switches.short_pages = True
    assert listed(api, limit=2) == ["1"]


def test_a_missing_event_may_be_an_empty_answer(sandbox: Sandbox, api: httpx.Client) -> None:
    sandbox.switches.missing_as_200 = True
    answer = api.get(f"{EVENTS}/{urn(9)}")
    assert (answer.status_code, answer.json()) == (200, {})


def test_jobs_take_their_time_or_fail() -> None:
    now = [1_790_000_000.0]
    sandbox = Sandbox(students=1, clock=lambda: now[0], switches=Switches(job_seconds=4))
    with httpx.Client(transport=sandbox.transport(), base_url=sandbox.base_url) as client:
        authorized(client, sandbox)

        def job(number: str) -> dict[str, Any]:
            told: dict[str, Any] = client.get(f"/jobs/{number}/status").json()["job"]
            return told

        first = sent(client, viewed())["jobId"]
        assert job(first) == {"id": first, "state": "waiting"}
        now[0] += 2
        assert job(first) == {"id": first, "state": "active", "processedOn": "2026-09-21T14:13:22.000Z"}
        now[0] += 2
        assert job(first)["state"] == "completed"
        assert job(first)["returnValue"]["results"] == [{"allocatedId": "1", "externalId": urn(3)}]
        sandbox.switches.job_seconds, sandbox.switches.failing_jobs = 0, True
        second = sent(client, viewed(4))["jobId"]
        assert (job(second)["state"], "returnValue" in job(second)) == ("failed", False)
        assert listed(client) == ["3"]
    with pytest.raises(ValueError, match="job_seconds must be a number from 0 on"):
        Switches(job_seconds=-1)


def test_edubridge_passes_events_on(api: httpx.Client) -> None:
    answer = api.post("/edubridge/caliper/event", json=envelope(viewed()))
    assert (answer.status_code, answer.json()) == (200, {"success": True, "message": "Events sent"})
    assert listed(api) == ["3"]
