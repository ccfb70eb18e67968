"""Events are delivered to the receivers on this machine that ask for them, again where they fail, and nowhere else."""

import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from tests.deadlines import AT_ONCE
from tests.sandbox.caliper_bodies import activity, envelope, sent, time_spent, urn, viewed
from tests.scripted_server import Reply, ScriptedServer, in_turn

from timeback_core.sandbox import Delivery, Sandbox, Server
from timeback_core.sandbox.deliveries import ANSWER_KEPT, DELIVERIES_KEPT, DeliveryBook
from timeback_core.sandbox.faces import courier

SENSOR = "https://app.example/sensor"
GONE = "http://127.0.0.1:1/"
"""Where nobody listens."""
OK = Reply(status=204)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(courier, "PAUSES", (0.001, 0.001, 0.001))
    monkeypatch.setattr(courier, "TIMEOUT", 30.0)


@pytest.fixture
def receiver() -> Iterator[ScriptedServer]:
    """A server that takes every delivery, unless its script is another."""
    with ScriptedServer(in_turn(OK)) as running:
        yield running


def hook(api: httpx.Client, target: str, **changes: Any) -> str:
    """The id of a new webhook."""
    body = {"name": "A", "targetUrl": target, "secret": " s3cr\u00e9t ", "active": True, **changes}
    answer = api.post("/webhooks/", json=body)
    assert answer.status_code == 201, answer.text
    found: str = answer.json()["webhook"]["id"]
    return found


def condition(api: httpx.Client, webhook_id: str, key: str, how: str, value: str, **changes: Any) -> str:
    """The id of a new filter of texts."""
    named = {"webhookId": webhook_id, "filterKey": key, "filterOperator": how, "filterValue": value}
    answer = api.post("/webhook-filters/", json={**named, "filterType": "string", "active": True, **changes})
    assert answer.status_code == 201, answer.text
    found: str = answer.json()["filter"]["id"]
    return found


def events_at(receiver: ScriptedServer, path: str = "/") -> list[str]:
    """The ids of the events that arrived."""
    return [event["id"] for seen in receiver.seen if seen.path == path for event in json.loads(seen.body)["data"]]


def outcomes(sandbox: Sandbox) -> list[tuple[str, int, int]]:
    """State, attempts and status of every delivery."""
    return [(each.state, each.attempts, each.status) for each in sandbox.deliveries()]


def test_an_event_is_delivered_in_an_envelope_and_signed(
    sandbox: Sandbox, api: httpx.Client, receiver: ScriptedServer
) -> None:
    webhook_id = hook(api, f"{receiver.base_url}/hooks/a?b=c d")
    sent(api, activity())

    (delivery,) = sandbox.deliver()

    (seen,) = receiver.seen
    assert (seen.verb, seen.target) == ("POST", "/hooks/a?b=c%20d")
    assert seen.headers["content-type"] == "application/json"
    signature = hmac.new(" s3cr\u00e9t ".encode(), seen.body, hashlib.sha256).hexdigest()
    assert seen.headers["x-sandbox-signature"] == signature
    assert json.loads(seen.body) == {
        "sensor": SENSOR,
        "sendTime": "2026-09-21T14:13:20.125Z",
        "dataVersion": "http://purl.imsglobal.org/ctx/caliper/v1p2",
        "data": [activity()],
    }
    assert (delivery.webhook_id, delivery.event_id) == (webhook_id, urn(1))
    assert (delivery.state, delivery.attempts, delivery.status, delivery.error) == ("delivered", 1, 204, "")
    assert (delivery.body, dict(delivery.headers)["X-Sandbox-Signature"]) == (seen.body, signature)


def test_a_server_delivers_by_itself(
    sandbox: Sandbox, server: Server, web: httpx.Client, receiver: ScriptedServer
) -> None:
    hook(web, receiver.base_url)
    sent(web, activity(1), activity(2))
    assert len(sandbox.deliver()) == 2
    assert events_at(receiver) == [urn(1), urn(2)]
    told = httpx.get(f"{server.base_url}/.sandbox/deliveries").json()["deliveries"]
    assert [(each["state"], each["attempts"], each["status"]) for each in told] == [("delivered", 1, 204)] * 2
    assert json.loads(told[0]["body"])["data"] == [activity(1)]


def test_the_answer_of_a_receiver_is_kept_without_its_secrets(sandbox: Sandbox, api: httpx.Client) -> None:
    answer = Reply(status=200, headers=(("Set-Cookie", "session=s3cr3t"),), body=b"thanks " + b"x" * 10_000)
    with ScriptedServer(in_turn(answer)) as receiver:
        hook(api, receiver.base_url)
        sent(api, activity())
        (delivery,) = sandbox.deliver()
    assert delivery.answer.startswith(b"HTTP/1.1 200")
    assert b"thanks xxx" in delivery.answer
    assert b"s3cr3t" not in delivery.answer
    assert len(delivery.answer) <= ANSWER_KEPT


def test_a_delivery_can_be_sent_once_more(sandbox: Sandbox, api: httpx.Client, receiver: ScriptedServer) -> None:
    hook(api, receiver.base_url)
    hook(api, "https://elsewhere.test/")
    sent(api, activity())
    sandbox.deliver()
    for delivery_id, state in (("delivery-1", "waiting"), ("delivery-2", "refused")):
        again = api.post("/.sandbox/deliveries/repeat", json={"id": delivery_id}).json()["delivery"]
        assert (again["state"], again["attempts"], again["answer"]) == (state, 0, "")
    assert len(sandbox.deliver()) == 4
    assert events_at(receiver) == [urn(1), urn(1)]
    assert [seen.body for seen in receiver.seen[:1]] * 2 == [seen.body for seen in receiver.seen]
    unknown = api.post("/.sandbox/deliveries/repeat", json={"id": "delivery-9"})
    assert (unknown.status_code, unknown.json()) == (404, {"error": "no delivery has the id delivery-9"})


def test_an_event_that_comes_again_is_delivered_once(
    sandbox: Sandbox, api: httpx.Client, receiver: ScriptedServer
) -> None:
    hook(api, receiver.base_url)
    sent(api, activity(), activity())
    sent(api, activity())
    sandbox.deliver()
    assert events_at(receiver) == [urn(1)]


def test_only_who_asks_for_an_event_is_told(sandbox: Sandbox, api: httpx.Client, receiver: ScriptedServer) -> None:
    at = {name: f"{receiver.base_url}/{name}" for name in ("all", "off", "mine", "other", "type", "both", "gone")}
    hook(api, at["all"])
    api.put(f"/webhooks/{hook(api, at['off'])}/deactivate")
    hook(api, at["mine"], sensor=SENSOR)
    hook(api, at["other"], sensor=f"{SENSOR}/other")
    by_type = hook(api, at["type"])
    condition(api, by_type, "type", "eq", "ActivityEvent")
    condition(api, by_type, "type", "eq", "Never", active=False)
    api.delete(f"/webhook-filters/{condition(api, by_type, 'type', 'eq', 'Never')}")
    both = hook(api, at["both"])
    condition(api, both, "type", "in", "ActivityEvent, TimeSpentEvent")
    condition(api, both, "sensor", "startsWith", "https://")
    condition(api, both, "generated.items.value", "gt", "500", filterType="number")
    api.delete(f"/webhooks/{hook(api, at['gone'])}")

    sent(api, activity(1), time_spent(2), viewed(3))
    sandbox.deliver()

    everything = [urn(1), urn(2), urn(3)]
    told = {name: events_at(receiver, f"/{name}") for name in at}
    assert told == {
        "all": everything,
        "off": [],
        "mine": everything,
        "other": [],
        "type": [urn(1)],
        "both": [urn(2)],
        "gone": [],
    }


def test_a_receiver_that_fails_is_asked_again(sandbox: Sandbox, api: httpx.Client, receiver: ScriptedServer) -> None:
    hook(api, receiver.base_url)
    receiver.script = in_turn(Reply(status=500), Reply(cut=True), Reply(status=301), OK)
    sent(api, activity())
    sandbox.deliver()
    assert outcomes(sandbox) == [("delivered", 4, 204)]
    assert len({(seen.body, seen.headers["x-sandbox-signature"]) for seen in receiver.seen}) == 1


@pytest.mark.parametrize(
    ("reply", "status", "error"),
    [
        (Reply(status=503), 503, "answered 503"),
        (Reply(cut=True), 0, "no answer in HTTP/1.1"),
        (Reply(delay=30), 0, "no answer within 0.1 seconds"),
    ],
)
def test_a_receiver_that_goes_on_failing_is_given_up(
    sandbox: Sandbox,
    api: httpx.Client,
    receiver: ScriptedServer,
    monkeypatch: pytest.MonkeyPatch,
    reply: Reply,
    status: int,
    error: str,
) -> None:
    monkeypatch.setattr(courier, "TIMEOUT", 0.1 if reply.delay else 30.0)
    hook(api, receiver.base_url)
    receiver.script = in_turn(reply)
    sent(api, activity())
    (delivery,) = sandbox.deliver()
    assert (delivery.state, delivery.attempts, delivery.status, delivery.error) == ("failed", 4, status, error)
    assert len(receiver.seen) == 4


def test_nobody_listens(sandbox: Sandbox, api: httpx.Client) -> None:
    hook(api, GONE)
    hook(api, "http://127.0.0.1:99999/")
    sent(api, activity())
    first, second = sandbox.deliver()
    assert (first.state, first.attempts, first.status) == ("failed", 4, 0)
    assert "111" in first.error or "refused" in first.error.lower()
    assert (second.state, second.status) == ("failed", 0)


@pytest.mark.parametrize(
    "target",
    [
        "https://hooks.example.com/",
        "http://192.168.0.1/",
        "http://0.0.0.0/",
        "http://127.0.0.1.example.com/",
        "http://localhost.example.com/",
        "http://127.0.0.1@example.com/",
        "ftp://127.0.0.1/",
        "http://[::ffff:10.0.0.1]/",
        "http://[",
        "nonsense",
        "http:///",
    ],
)
def test_nothing_leaves_this_machine(sandbox: Sandbox, api: httpx.Client, target: str) -> None:
    hook(api, target)
    sent(api, activity())
    (delivery,) = sandbox.deliver()
    assert (delivery.state, delivery.attempts, delivery.target) == ("refused", 0, target)
    assert "this machine" in delivery.error


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LocalHost", "127.0.0.1:{port}@127.0.0.1"])
def test_this_machine_has_several_names(
    sandbox: Sandbox, api: httpx.Client, receiver: ScriptedServer, host: str
) -> None:
    port = receiver.base_url.rpartition(":")[2]
    hook(api, f"http://{host.format(port=port)}:{port}/")
    sent(api, activity())
    sandbox.deliver()
    assert outcomes(sandbox) == [("delivered", 1, 204)]


def test_one_receiver_does_not_hold_up_another(sandbox: Sandbox, api: httpx.Client, receiver: ScriptedServer) -> None:
    hook(api, f"{receiver.base_url}/slow")
    hook(api, f"{receiver.base_url}/quick")
    arrived = threading.Event()

    def script(seen: Any) -> Reply:
        if seen.path == "/quick":
            arrived.set()
        return OK if seen.path == "/quick" or arrived.wait(20) else Reply(status=500)

    receiver.script = script
    sent(api, *(activity(number) for number in range(1, 4)))
    sandbox.deliver()
    assert outcomes(sandbox) == [("delivered", 1, 204)] * 6
    assert events_at(receiver, "/slow") == events_at(receiver, "/quick") == [urn(1), urn(2), urn(3)]


def test_what_is_not_delivered_waits_for_the_next_server(sandbox: Sandbox, receiver: ScriptedServer) -> None:
    begun = threading.Event()

    def script(_: object) -> Reply:
        begun.set()
        return Reply(delay=30)

    receiver.script = script
    with sandbox.serve() as server, httpx.Client(base_url=server.base_url) as client:
        form = {"grant_type": "client_credentials"}
        answer = client.post(server.token_url, data=form, auth=(server.client_id, server.client_secret))
        client.headers["authorization"] = f"Bearer {answer.json()['access_token']}"
        hook(client, receiver.base_url)
        sent(client, activity(1), activity(2))
        assert begun.wait(20)
    assert [each.state for each in sandbox.deliveries()] == ["waiting"] * 2
    assert threads_of_the_sandbox() == set()
    receiver.script = in_turn(OK)
    with sandbox.serve():
        sandbox.deliver()
    assert [each.state for each in sandbox.deliveries()] == ["delivered"] * 2
    assert events_at(receiver)[-2:] == [urn(1), urn(2)]
    assert threads_of_the_sandbox() == set()


def threads_of_the_sandbox() -> set[str]:
    """The names of those that go on running; the receiver of the test, and clients, have threads of their own."""
    end = time.monotonic() + AT_ONCE
    while (
        running := {each.name for each in threading.enumerate() if each.name.startswith("timeback-sandbox")}
    ) and time.monotonic() < end:
        time.sleep(0.01)
    return running


def test_a_reset_forgets_what_waits(sandbox: Sandbox, api: httpx.Client, receiver: ScriptedServer) -> None:
    hook(api, receiver.base_url)
    sent(api, activity())
    sandbox.reset()
    assert sandbox.deliver() == ()
    assert receiver.seen == []
    assert api.get("/webhooks/").json() == {"webhooks": []}


def test_a_reset_on_the_way_forgets_the_rest(sandbox: Sandbox, api: httpx.Client, receiver: ScriptedServer) -> None:
    hook(api, receiver.base_url)
    sent(api, activity(1), activity(2))

    def script(_: object) -> Reply:
        sandbox.reset()
        return Reply(status=500)

    receiver.script = script
    assert sandbox.deliver() == ()
    assert len(receiver.seen) == 1


def test_a_validated_event_is_not_delivered(sandbox: Sandbox, api: httpx.Client) -> None:
    hook(api, GONE)
    assert api.post("/caliper/event/validate", json=envelope(activity())).status_code == 200
    assert sandbox.deliver() == ()


def test_the_book_keeps_the_last() -> None:
    book = DeliveryBook(set())
    for _ in range(DELIVERIES_KEPT + 5):
        named = book.new_id()
        book.add(Delivery(id=named, webhook_id="w", event_id="e", target=GONE, headers=(), body=b"", at=0.0))
    kept = book.entries()
    assert len(kept) == len(book.take()) == DELIVERIES_KEPT
    assert kept[-1].id == f"delivery-{DELIVERIES_KEPT + 5}"
