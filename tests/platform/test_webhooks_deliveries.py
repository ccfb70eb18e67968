"""What arrives at receivers, as far as it is known, and as the sandbox has it."""

import pytest
from returns.result import Success
from tests.platform.test_webhooks_documents import HOOK, filter_of
from tests.support import value

from timeback_core import TimebackClient, decode, evolve
from timeback_core.caliper import Envelope
from timeback_core.sandbox import Sandbox
from timeback_core.webhooks import SANDBOX_SCHEME, verify

SENSOR = "https://app.example/sensor"
EVENT = {
    "@context": "http://purl.imsglobal.org/ctx/caliper/v1p2",
    "id": "urn:uuid:c51570e4-f8ed-4c18-bb3a-dfe51b2cc594",
    "type": "ViewEvent",
    "action": "Viewed",
    "actor": {
        "id": "https://example.edu/users/1",
        "type": "Person",
        "extensions": {"score": 7, "ok": True, "none": None},
    },
    "object": "https://example.edu/pages/1",
    "profile": "ReadingProfile",
    "eventTime": "2026-01-15T11:00:00Z",
    "extensions": {"tags": ["red", "green"], "level": "12", "a.b": "dotted"},
}


def send(client: TimebackClient) -> None:
    """Send the event."""
    sent = {"sendTime": "2026-01-15T11:00:00.000Z", "dataVersion": EVENT["@context"]}
    envelope = {"sensor": SENSOR, **sent, "data": [EVENT]}
    value(client.caliper.events.send_envelope(decode(Envelope, envelope).unwrap()))


def test_nothing_is_known_of_deliveries(client: TimebackClient, sandbox: Sandbox) -> None:
    value(client.webhooks.webhooks.create(evolve(HOOK, secret=" t0p ")))
    send(client)
    (delivery,) = sandbox.deliveries()
    assert delivery.state == "refused", "the sandbox sends nothing to other machines"
    assert verify(delivery.body, delivery.headers, " t0p ", SANDBOX_SCHEME) == Success(delivery.body)
    assert [name for name, _ in delivery.headers if "sandbox" in name.lower()] == ["X-Sandbox-Signature"]


@pytest.mark.parametrize(
    ("key", "how", "text", "kind", "passes"),
    [
        ("type", "eq", "ViewEvent", "string", True),
        ("type", "eq", "viewevent", "string", False),
        ("sensor", "eq", SENSOR, "string", True),
        ("actor.type", "in", "Group, Person", "string", True),
        ("actor.extensions.score", "gte", "7.0", "number", True),
        ("actor.extensions.score", "lt", "7", "number", False),
        ("actor.extensions.score", "eq", "7", "string", True),
        ("actor.extensions.ok", "eq", "true", "boolean", True),
        ("actor.extensions.ok", "neq", "true", "boolean", False),
        ("actor.extensions.none", "eq", "null", "string", False),
        ("extensions.level", "gt", "9", "number", True),
        ("extensions.level", "gt", "9", "string", False),
        ("extensions.tags", "eq", "green", "string", True),
        ("extensions.tags", "neq", "green", "string", False),
        ("extensions.tags", "notIn", "blue,black", "string", True),
        ("action", "startsWith", "View", "string", True),
        ("action", "startsWith", "iew", "string", False),
        ("action", "endsWith", "wed", "string", True),
        ("action", "endsWith", "View", "string", False),
        ("action", "contains", "iew", "string", True),
        ("action", "notContains", "iew", "string", False),
        ("action", "regexp", "^(?<word>V.e)", "string", True),
        ("action", "regexp", "^iew", "string", False),
        ("object", "eq", "https://example.edu/pages/1", "string", True),
        ("actor", "neq", "x", "string", True),
        ("actor", "contains", "", "string", False),
        ("nothing.at.all", "eq", "x", "string", False),
        ("nothing.at.all", "neq", "x", "string", True),
        ("type", "notIn", "1,2", "number", True),
    ],
)
def test_filters_are_read_as_this_sandbox_reads_them(
    client: TimebackClient, sandbox: Sandbox, key: str, how: str, text: str, kind: str, passes: bool
) -> None:
    webhook = value(client.webhooks.webhooks.create(HOOK))
    each = evolve(
        filter_of(webhook.id), filter_key=key, filter_operator=how, filter_value=text or "x", filter_type=kind
    )
    value(client.webhooks.webhook_filters.create(each))
    send(client)
    assert bool(sandbox.deliveries()) is passes
