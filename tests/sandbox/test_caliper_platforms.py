"""Events on the other platform, in its words, and the endpoint of partners on both."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from tests.sandbox.caliper_bodies import (
    PERSON,
    SESSION,
    activity,
    aggregated,
    envelope,
    graded,
    session,
    spent,
    urn,
    viewed,
    within,
)
from tests.sandbox.conftest import authorized

from timeback_core.sandbox import Sandbox

AT_LEARNWITH, AT_PARTNERS = "/caliper/v1p2", "/events/1.0/"


@contextmanager
def client_of(sandbox: Sandbox) -> Iterator[httpx.Client]:
    """A client of a sandbox, with a token."""
    with httpx.Client(transport=sandbox.transport(), base_url=sandbox.base_url) as client:
        yield authorized(client, sandbox)


@pytest.fixture
def learnwith() -> Sandbox:
    """A sandbox that plays the other platform."""
    return Sandbox(students=1, platform="LEARNWITH_AI")


def test_learnwith_takes_its_own_words_and_answers_nothing(learnwith: Sandbox) -> None:
    with client_of(learnwith) as client:
        standard = viewed(4, **SESSION, eventTime="2026-01-15T11:00:00.000Z")
        answer = client.post(AT_LEARNWITH, json=envelope(aggregated(), within(spent(), "id", urn(2)), standard, PERSON))
        assert (answer.status_code, answer.content) == (200, b"")
    assert [event["externalId"] for event in learnwith.documents("caliperEvents")] == [urn(1), urn(2), urn(4)]
    assert learnwith.documents("facts") == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("profile", "TimebackProfile"),
        ("session", ...),
        ("@context", ...),
        ("eventTime", "2026-01-15T10:30:00Z"),
        ("eventTime", "2026-01-15T10:30:00.123456Z"),
        ("eventTime", "2026-01-15T10:30:00.123+01:00"),
        ("actor.email", "kid@example.edu"),
        ("actor.type", "TimebackUser"),
        ("object.type", "TimebackActivityContext"),
        ("object.isPartOf.id", None),
        ("generated.type", "TimebackActivityMetricsCollection"),
        ("generated.items.0.metricType", "xpEarned"),
        ("generated.items.0.id", ...),
    ],
)
def test_learnwith_refuses_other_words(learnwith: Sandbox, path: str, value: Any) -> None:
    with client_of(learnwith) as client:
        answer = client.post(AT_LEARNWITH, json=envelope(within(aggregated(), path, value)))
        assert (answer.status_code, answer.json()["status"]) == (400, "error")
        assert learnwith.documents("caliperEvents") == []


def test_learnwith_has_nothing_else(learnwith: Sandbox, api: httpx.Client) -> None:
    with client_of(learnwith) as client:
        for verb, path in (
            ("POST", "/caliper/event"),
            ("POST", "/caliper/event/validate"),
            ("GET", "/caliper/events"),
            ("GET", f"/caliper/events/{urn(1)}"),
            ("GET", "/jobs/1/status"),
        ):
            assert client.request(verb, path).status_code == 404
    assert api.post(AT_LEARNWITH, json=envelope(aggregated())).status_code == 404


@pytest.mark.parametrize("platform", ["BEYOND_AI", "LEARNWITH_AI"])
def test_partners_send_one_event_bare_or_in_an_envelope(platform: Any) -> None:
    sandbox = Sandbox(students=1, platform=platform)
    with client_of(sandbox) as client:
        answers = [client.post(AT_PARTNERS, json=body) for body in (graded(), envelope(session(edApp="urn:x:1")))]
        assert [(answer.status_code, answer.content) for answer in answers] == [(202, b""), (200, b"")]
        client.post(AT_PARTNERS, json=session(id=urn(3), edApp="urn:x:1"))
        del (bare := graded(id=urn(4)))["edApp"]
        client.post(AT_PARTNERS, json=bare)
    sensors = [event["sensor"] for event in sandbox.documents("caliperEvents")]
    assert sensors == ["https://api.example/applications/1.0/app-1", "https://app.example/sensor", "urn:x:1", ""]


@pytest.mark.parametrize(
    "body",
    [
        activity(),
        envelope(graded(), session()),
        envelope(),
        envelope("text"),
        graded(action="Viewed"),
        graded(type="Event"),
        graded(actor="https://api.example/applications/1.0/app-1"),
        graded(object="https://app.example/attempts/1"),
        graded(object={"id": "https://app.example/attempts/1", "type": "Attempt", "name": None}),
        graded(id="1"),
        graded(extensions={"runId": "1"}),
        graded(**{"@context": "http://other.example"}),
    ],
)
def test_partners_send_nothing_else(sandbox: Sandbox, api: httpx.Client, body: Any) -> None:
    assert api.post(AT_PARTNERS, json=body).status_code == 400
    assert sandbox.documents("caliperEvents") == []
