"""What the calls of Webhooks answer beside documents."""

import json
from collections.abc import Callable
from typing import TypeAlias

import pytest
from returns.io import IOResult
from tests.answering import Answering
from tests.platform.test_webhooks_documents import HOOK, filter_of
from tests.scripted_server import Reply
from tests.support import calls, error, value

from timeback_core import Session, TimebackClient, TimebackError, evolve
from timeback_core.errors import NotFound, Rejected
from timeback_core.sandbox import Sandbox
from timeback_core.webhooks import (
    StatusMessage,
    activate_webhook,
    create_webhook,
    create_webhook_filter,
    deactivate_webhook,
    delete_webhook,
    delete_webhook_filter,
    get_webhook,
    get_webhook_filter,
    modify_webhook,
    modify_webhook_filter,
    update_webhook,
    update_webhook_filter,
)

Ask: TypeAlias = Callable[[Session], IOResult[object, TimebackError]]

OF_ONE: tuple[Ask, ...] = (
    lambda session: get_webhook(session, "nobody"),
    lambda session: update_webhook(session, "nobody", HOOK),
    lambda session: activate_webhook(session, "nobody"),
    lambda session: deactivate_webhook(session, "nobody"),
    lambda session: modify_webhook(session, "nobody", lambda webhook: webhook),
    lambda session: get_webhook_filter(session, "nobody"),
    lambda session: update_webhook_filter(session, "nobody", filter_of("w")),
    lambda session: modify_webhook_filter(session, "nobody", lambda each: each),
)
DELETES = (delete_webhook, delete_webhook_filter)


@pytest.mark.parametrize("delete", DELETES)
def test_a_deletion_may_say_something(
    answering: Answering, delete: Callable[..., IOResult[object, TimebackError]]
) -> None:
    said = {"status": "success", "message": "Gone", "errors": None, "more": 1}
    told = value(delete(answering(Reply(said)), "w"))
    assert isinstance(told, StatusMessage)
    assert (told.status, told.message, told.extra) == ("success", "Gone", {"more": 1})
    for nothing in (Reply(status=204), Reply(b"")):
        assert value(delete(answering(nothing), "w")) is None
    for odd in (Reply(b"OK"), Reply({"message": 7})):
        assert value(delete(answering(odd), "w")) is None
    failed = error(delete(answering(Reply({"status": "error", "message": "Busy"})), "w"))
    assert isinstance(failed, Rejected)
    assert failed.reply.text == "Busy"


@pytest.mark.parametrize("ask", OF_ONE)
def test_not_found_comes_in_two_forms(answering: Answering, ask: Ask) -> None:
    for reply in (
        Reply({"status": "error", "message": "Not found"}, 404),
        Reply({"message": "Webhook filter not found"}, 404),
        Reply(status=404),
        Reply({}),
        Reply({"webhook": None, "filter": None}),
        Reply({"status": "success"}),
        Reply(b""),
        Reply(status=204),
    ):
        assert isinstance(error(ask(answering(reply))), NotFound), reply


@pytest.mark.parametrize("as_200", [False, True])
@pytest.mark.parametrize("ask", OF_ONE)
def test_not_found_comes_in_two_forms__in_the_sandbox(
    client: TimebackClient, sandbox: Sandbox, ask: Ask, as_200: bool
) -> None:
    sandbox.switches.missing_as_200 = as_200
    assert isinstance(error(ask(client.session)), NotFound)


@pytest.mark.parametrize("delete", DELETES)
def test_not_found_comes_in_two_forms__a_deletion(
    client: TimebackClient, delete: Callable[..., IOResult[object, TimebackError]]
) -> None:
    assert isinstance(error(delete(client.session, "nobody")), NotFound)


def test_webhooks_and_filters_are_refused_in_two_shapes(client: TimebackClient, answering: Answering) -> None:
    webhook = value(client.webhooks.webhooks.create(HOOK))
    failed = error(client.webhooks.webhook_filters.create(filter_of("nobody")))
    assert isinstance(failed, Rejected)
    assert (failed.reply.text, [*map(str, failed.reply.problems)]) == (
        "Invalid webhook filter data",
        ["webhookId: Webhook not found"],
    )
    issues = [{"path": ["targetUrl"], "message": "Invalid url", "code": "x"}, {"path": ["a", 0], "message": "Required"}]
    failed = error(create_webhook(answering(Reply({"error": "An error occurred", "details": issues}, 400)), HOOK))
    assert isinstance(failed, Rejected)
    assert (failed.reply.text, [*map(str, failed.reply.problems)]) == (
        "An error occurred",
        ["targetUrl: Invalid url", "a.0: Required"],
    )
    nothing: tuple[object, ...] = (None, {}, [], "no", {"a": {"b": 1}})
    for errors in nothing:
        refusal = Reply({"status": "error", "message": "No", "errors": errors}, 400)
        failed = error(create_webhook_filter(answering(refusal), filter_of(webhook.id)))
        assert isinstance(failed, Rejected)
        assert (failed.reply.text, failed.reply.problems) == ("No", ())


def test_an_update_takes_the_whole(client: TimebackClient, sandbox: Sandbox) -> None:
    webhooks = client.webhooks.webhooks
    made = value(webhooks.create(evolve(HOOK, description="d", sensor="https://one.example", secret=" t0p ")))
    changed = value(webhooks.modify(made.id, lambda webhook: evolve(webhook, name="B", sensor=None)))
    assert (changed.name, changed.description, changed.sensor, changed.secret) == ("B", "d", None, " t0p ")
    (sent,) = [json.loads(request.body) for request in calls(sandbox) if request.verb == "PUT"]
    assert sent.keys() == {"name", "targetUrl", "secret", "active", "description", "sensor"}
    filters = client.webhooks.webhook_filters
    each = value(filters.create(filter_of(made.id)))
    assert each.id is not None
    assert value(filters.modify(each.id, lambda it: evolve(it, filter_value="TimeSpentEvent"))).filter_key == "type"
    assert value(webhooks.modify(made.id, lambda webhook: webhook)).name == "B"
    assert len([request for request in calls(sandbox) if request.verb == "PUT"]) == 2
