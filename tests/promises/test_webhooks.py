"""What holds of webhooks, their secrets, their filters, and of whoever receives."""

import hmac
import json
import logging
from collections.abc import Callable
from typing import Any

import pytest
from returns.io import IOResult
from returns.result import Success
from tests.answering import Answering
from tests.scripted_server import Reply, ScriptedServer, in_turn
from tests.support import calls, client_of, error, value
from tests.webhooks.model_cases_webhooks import FILTER, WEBHOOK

from timeback_core import TimebackClient, evolve
from timeback_core.caliper import (
    ActivityEvent,
    TimebackActivityContext,
    TimebackActivityMetric,
    TimebackApp,
    TimebackUser,
    activity_event,
)
from timeback_core.errors import DecodeError, InvalidInput, NotFound, Rejected, ServerFault, SignatureInvalid
from timeback_core.sandbox import Sandbox, Server
from timeback_core.webhooks import (
    SANDBOX_SCHEME,
    SignatureScheme,
    WebhookFilterInput,
    WebhookInput,
    activate_webhook,
    create_webhook,
    create_webhook_filter,
    delete_webhook,
    get_webhook,
    list_webhook_filters,
    modify_webhook,
    read_delivery,
    update_webhook,
    upsert_webhook,
    verify,
)

SECRET = " t0p s3cret "
ADDRESS = "HTTP://Hooks.Example:80/a/../b?q=%7e#\u00e9"
HOOK = WebhookInput(name="A", target_url=ADDRESS, secret=SECRET, active=True)


def condition(webhook_id: str, **changes: Any) -> WebhookFilterInput:
    """A filter, changed."""
    known = WebhookFilterInput(
        webhook_id=webhook_id,
        filter_key="type",
        filter_value="x",
        filter_type="string",
        filter_operator="eq",
        active=True,
    )
    return evolve(known, **changes)


def test_secret_and_address_are_sent_as_they_are_given(answering: Answering) -> None:
    session = answering(Reply({"webhook": WEBHOOK}))
    for write in (create_webhook(session, HOOK), update_webhook(session, "w", HOOK)):
        value(write)
        assert answering.body() == {"name": "A", "targetUrl": ADDRESS, "secret": SECRET, "active": True}


def test_secret_and_address_are_sent_as_they_are_given__or_refused(answering: Answering) -> None:
    session = answering(Reply({"webhook": WEBHOOK}))
    failed = error(create_webhook(session, evolve(HOOK, secret=" ", target_url="hooks.example")))
    assert isinstance(failed, InvalidInput)
    assert [problem.path for problem in failed.problems] == ["target_url", "secret"]
    assert answering.sent == []


def test_the_secret_of_a_webhook_shows_nowhere(
    server: Server, sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with client_of(server) as client:
        made = value(client.webhooks.webhooks.create(HOOK))
        assert made.secret == SECRET
        shown: list[object] = [HOOK, made, create_webhook.request(HOOK), value(client.webhooks.webhooks.list())]
        shown.append(value(client.webhooks.webhooks.modify(made.id, lambda webhook: evolve(webhook, name="B"))))
        shown.append(error(client.webhooks.webhooks.update(made.id, evolve(HOOK, name=""))))
        shown.append(error(client.webhooks.webhooks.update("nobody", HOOK)))
    assert SECRET.strip() not in f"{shown} {shown[-1]!r} {caplog.text} {sandbox.requests()}"


@pytest.mark.parametrize("secret", [{"value": SECRET}, [SECRET], None])
def test_the_secret_of_a_webhook_shows_nowhere__where_it_cannot_be_read(answering: Answering, secret: object) -> None:
    failed = error(get_webhook(answering(Reply({"webhook": {**WEBHOOK, "name": 7, "secret": secret}})), "w"))
    assert SECRET.strip() not in f"{failed!r} {failed.message}"


def test_an_answer_in_the_published_spelling_is_read(answering: Answering) -> None:
    row = {name: each for name, each in FILTER.items() if name not in ("id", "filterOperator", "created_at")}
    published = {**row, "filterOperation": "in", "createdAt": FILTER["created_at"]}
    (found,) = value(list_webhook_filters(answering(Reply({"filters": [published]}))))
    assert (found.filter_operator, found.id) == ("in", None)
    assert found.created_at is not None


def test_a_deletion_is_a_success_whatever_it_says(answering: Answering) -> None:
    for reply in (Reply(status=204), Reply(b""), Reply({"status": "success"}), Reply({}), Reply(b"deleted")):
        value(delete_webhook(answering(reply), "w"))
        assert len(answering.sent) == 1
    told = value(delete_webhook(answering(Reply({"status": "success", "message": "Gone", "errors": {"a": 1}})), "w"))
    assert told is not None
    assert (told.status, told.message, told.errors) == ("success", "Gone", {"a": 1})


ONE: list[Callable[[Any], IOResult[Any, Any]]] = [
    lambda session: get_webhook(session, "nobody"),
    lambda session: update_webhook(session, "nobody", HOOK),
    lambda session: activate_webhook(session, "nobody"),
    lambda session: modify_webhook(session, "nobody", lambda it: it),
]


@pytest.mark.parametrize("ask", ONE)
def test_what_does_not_exist_is_not_found(answering: Answering, ask: Callable[[Any], IOResult[Any, Any]]) -> None:
    for reply in (Reply({"message": "Webhook not found"}, 404), Reply({}), Reply({"webhook": None}), Reply(b"")):
        assert isinstance(error(ask(answering(reply))), NotFound)


def test_equal_webhooks_are_not_made_by_repetition() -> None:
    with ScriptedServer(in_turn(Reply(status=503))) as server, client_of(server, max_attempts=4) as client:
        assert isinstance(error(client.webhooks.webhooks.create(HOOK)), ServerFault)
        assert len(server.calls()) == 1
        assert isinstance(error(client.webhooks.webhooks.update("w", HOOK)), ServerFault)
        assert len(server.calls()) == 5


def test_a_part_of_a_webhook_can_be_changed(client: TimebackClient, sandbox: Sandbox) -> None:
    webhooks = client.webhooks.webhooks
    made = value(webhooks.create(evolve(HOOK, description="d", sensor="https://one.example")))
    changed = value(webhooks.modify(made.id, lambda it: evolve(it, name="B", description=None)))
    assert (changed.name, changed.description, changed.sensor) == ("B", None, "https://one.example")
    assert (changed.secret, changed.target_url) == (SECRET, ADDRESS)
    writes = [json.loads(request.body) for request in calls(sandbox) if request.verb == "PUT"]
    assert [body["description"] for body in writes] == [None]


def test_a_receiver_registers_whenever_it_starts(client: TimebackClient, sandbox: Sandbox) -> None:
    webhooks, sensor = client.webhooks.webhooks, "https://one.example"
    first = value(webhooks.upsert(HOOK))
    other = value(webhooks.upsert(evolve(HOOK, sensor=sensor)))
    again = value(webhooks.upsert(evolve(HOOK, name="B", sensor="", secret="new")))
    assert (again.id, again.name, again.secret) == (first.id, "B", "new")
    value(webhooks.delete(other.id))
    assert value(webhooks.upsert(evolve(HOOK, sensor=sensor))).id not in (first.id, other.id)
    assert len(value(webhooks.list())) == 2
    sandbox.forget_requests()
    assert isinstance(error(webhooks.upsert(evolve(HOOK, name=""))), InvalidInput)
    assert calls(sandbox) == []


def test_a_receiver_registers_whenever_it_starts__unless_nobody_knows_what_is_there(answering: Answering) -> None:
    rows = [{**WEBHOOK, "id": 7}, WEBHOOK]
    assert isinstance(error(upsert_webhook(answering(Reply({"webhooks": rows})), HOOK)), DecodeError)
    skipping = answering(Reply({"webhooks": rows})).using(bad_rows="skip")
    assert isinstance(error(upsert_webhook(skipping, HOOK)), DecodeError)
    assert isinstance(error(upsert_webhook(answering(Reply(status=500)), HOOK)), ServerFault)
    assert {seen.verb for seen in answering.sent} == {"GET"}


@pytest.mark.parametrize(
    ("given", "kind", "sent"), [(5, "number", "5"), (0.5, "number", "0.5"), (False, "boolean", "false")]
)
def test_the_value_of_a_filter_is_of_its_type(answering: Answering, given: float | bool, kind: str, sent: str) -> None:
    session = answering(Reply({"filter": FILTER}))
    value(create_webhook_filter(session, condition("w", filter_value=given, filter_type=kind)))
    body = answering.body()
    assert isinstance(body, dict)
    assert (body["filterValue"], body["filterType"]) == (sent, kind)


@pytest.mark.parametrize(
    ("given", "kind", "how"),
    [
        ("abc", "number", "eq"),
        ("1, two", "number", "in"),
        ("\u0661\u0662", "number", "eq"),
        (1, "boolean", "eq"),
        ("(", "string", "regexp"),
        (" ", "string", "eq"),
        (float("nan"), "number", "eq"),
    ],
)
def test_the_value_of_a_filter_is_of_its_type__or_refused(
    answering: Answering, given: str | float, kind: str, how: str
) -> None:
    session = answering(Reply({"filter": FILTER}))
    wrong = condition("w", filter_value=given, filter_type=kind, filter_operator=how)
    failed = error(create_webhook_filter(session, wrong))
    assert isinstance(failed, InvalidInput)
    assert [problem.path for problem in failed.problems] == ["filter_value"]
    assert answering.sent == []


def test_a_refusal_names_the_fields_in_either_shape(answering: Answering) -> None:
    issue = {"code": "invalid_type", "expected": "string", "received": "undefined"}
    of_webhooks = {"error": "Bad", "details": [{**issue, "path": ["targetUrl"], "message": "Required"}]}
    of_filters = {"status": "error", "message": "Bad", "errors": {"filterValue": ["Required", "Too short"]}}
    for body, problems in (
        (of_webhooks, ["targetUrl: Required"]),
        (of_filters, ["filterValue: Required", "filterValue: Too short"]),
    ):
        failed = error(create_webhook(answering(Reply(body, 400)), HOOK))
        assert isinstance(failed, Rejected)
        assert (failed.reply.text, [*map(str, failed.reply.problems)]) == ("Bad", problems)


def test_a_delivery_is_verified_before_it_is_read(client: TimebackClient, sandbox: Sandbox) -> None:
    value(client.webhooks.webhooks.create(HOOK))
    value(client.caliper.events.send_activity("https://app.example/sensor", activity()))
    (delivery,) = sandbox.deliveries()
    read = verify(delivery.body, delivery.headers, SECRET, SANDBOX_SCHEME).map(read_delivery).unwrap()
    assert [type(event) for event in read.unwrap().events] == [ActivityEvent]
    for body, headers, secret in (
        (delivery.body + b" ", delivery.headers, SECRET),
        (delivery.body, delivery.headers, SECRET.strip()),
        (delivery.body, (), SECRET),
        (delivery.body, delivery.headers, ""),
    ):
        failed = verify(body, headers, secret, SANDBOX_SCHEME)
        assert isinstance(error(failed), SignatureInvalid)
        assert SECRET.strip() not in f"{failed!r} {error(failed).message}"


def test_a_receiver_is_told_how_deliveries_are_signed() -> None:
    signature = hmac.new(b"s", b"{}", "sha512").hexdigest()
    scheme = SignatureScheme(header="X-Own", algorithm="sha512", prefix="sha512=")
    assert verify(b"{}", {"x-own": f"sha512={signature}"}, "s", scheme) == Success(b"{}")
    assert "X-Sandbox" in SANDBOX_SCHEME.header, "no scheme is said to be the platform's"


def activity() -> ActivityEvent:
    """An activity that somebody has completed."""
    return activity_event(
        actor=TimebackUser(id="https://app.example/users/u1", email="u1@app.example"),
        object=TimebackActivityContext(id="https://app.example/a/1", subject="Math", app=TimebackApp(name="App")),
        metrics=[TimebackActivityMetric(type="xpEarned", value=1)],
    )
