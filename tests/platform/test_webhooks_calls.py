"""How the calls of Webhooks are made."""

import pytest
from tests.answering import Answering
from tests.scripted_server import Reply, ScriptedServer, in_turn
from tests.support import calls, error, value

from timeback_core import TimebackClient, evolve
from timeback_core.engine.platforms import BEYOND_AI
from timeback_core.errors import ServiceNotConfigured
from timeback_core.sandbox import Sandbox
from timeback_core.webhooks import WebhookInput, create_webhook, get_webhook, list_webhook_filters, list_webhooks

HOOK = WebhookInput(name="A", target_url="https://x.test/a", secret="s", active=True)


@pytest.mark.parametrize("env", ["staging", "production"])
def test_webhooks_live_where_events_do(env: str) -> None:
    services = BEYOND_AI.hosts[env].services
    assert services["webhooks"] == services["caliper"] != BEYOND_AI.hosts[env].api


def test_webhooks_live_where_events_do__an_address_of_their_own() -> None:
    with ScriptedServer(in_turn(Reply({"webhooks": []}))) as server:
        told = TimebackClient.open(services={"webhooks": server.base_url}, environ={})
        with told.unwrap() as client:
            assert list(value(client.webhooks.webhooks.list())) == []
            assert isinstance(error(client.caliper.events.list()), ServiceNotConfigured)


def test_collections_of_webhooks_end_in_a_slash(client: TimebackClient, sandbox: Sandbox) -> None:
    sandbox.switches.strict_slash = True
    made = value(client.webhooks.webhooks.create(HOOK))
    value(client.webhooks.webhooks.list())
    value(client.webhooks.webhooks.get(made.id))
    value(client.webhooks.webhook_filters.list())
    value(client.webhooks.webhook_filters.list_by_webhook(made.id))
    paths = [request.path for request in calls(sandbox)]
    one = f"/webhooks/{made.id}"
    assert paths == ["/webhooks/", "/webhooks/", one, "/webhook-filters/", f"/webhook-filters/webhook/{made.id}"]


def test_lists_come_whole(answering: Answering) -> None:
    session = answering(Reply({"webhooks": [], "filters": [], "totalCount": 7, "limit": 1}))
    for listing, path in ((list_webhooks, "/webhooks/"), (list_webhook_filters, "/webhook-filters/")):
        assert value(listing.collect(session)) == ()
        assert answering.sent[-1].target == path
    assert len(answering.sent) == 2


def test_the_sensor_narrows_the_list(client: TimebackClient, sandbox: Sandbox, answering: Answering) -> None:
    session = client.session
    for sensor in ("https://one.example", "https://two.example"):
        value(create_webhook(session, evolve(HOOK, sensor=sensor)))
    assert [each.sensor for each in value(list_webhooks(session, "https://one.example"))] == ["https://one.example"]
    assert calls(sandbox)[-1].target == "/webhooks/?sensor=https%3A%2F%2Fone.example"
    for none in (None, ""):
        assert len(value(list_webhooks(session, sensor=none))) == 2
        assert calls(sandbox)[-1].target == "/webhooks/"
    row = {"id": "w", "name": "A", "targetUrl": "https://x.test", "secret": "s", "active": True, "sensor": "other"}
    assert len(value(list_webhooks(answering(Reply({"webhooks": [row]})), "https://one.example"))) == 1


def test_the_other_platform_has_other_webhooks() -> None:
    sandbox = Sandbox(students=1, platform="LEARNWITH_AI")
    with TimebackClient.open(**sandbox.settings, environ={}).unwrap() as client:
        for failed in (get_webhook(client.session, "w"), create_webhook(client.session, HOOK)):
            assert isinstance(error(failed), ServiceNotConfigured)
    assert sandbox.requests() == ()
