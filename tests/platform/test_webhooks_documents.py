"""What webhooks and filters hold."""

from datetime import UTC, datetime
from typing import Any

import pytest
from tests.answering import Answering
from tests.scripted_server import Reply
from tests.support import error, value
from tests.webhooks.model_cases_webhooks import FILTER, TIMES, WEBHOOK

from timeback_core import TimebackClient, decode, evolve
from timeback_core.errors import Rejected
from timeback_core.sandbox import Sandbox
from timeback_core.webhooks import (
    FilterOperator,
    WebhookFilterInput,
    WebhookInput,
    create_webhook,
    create_webhook_filter,
    get_webhook,
    list_webhook_filters,
)

HOOK = WebhookInput(name="A", target_url="https://x.test/a", secret="s", active=True)
PUBLISHED = {"created_at": "createdAt", "updated_at": "updatedAt", "deleted_at": "deletedAt"}


def filter_of(webhook_id: str) -> WebhookFilterInput:
    """A filter of a webhook."""
    return WebhookFilterInput(
        webhook_id=webhook_id,
        filter_key="type",
        filter_value="ActivityEvent",
        filter_type="string",
        filter_operator="eq",
        active=True,
    )


def spelled(row: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    """A row with other names."""
    return {names.get(name, name): each for name, each in row.items()}


def test_times_come_in_two_spellings(answering: Answering) -> None:
    moment = datetime(2025, 1, 1, tzinfo=UTC)
    for row in (WEBHOOK, spelled(WEBHOOK, PUBLISHED)):
        found = value(get_webhook(answering(Reply({"webhook": row})), "w-1"))
        assert (found.created_at, found.deleted_at) == (moment, datetime(2025, 1, 3, tzinfo=UTC))
    bare = {name: each for name, each in WEBHOOK.items() if name not in TIMES}
    assert value(get_webhook(answering(Reply({"webhook": bare})), "w-1")).created_at is None


def test_the_comparison_of_a_filter_has_two_names(
    answering: Answering, client: TimebackClient, sandbox: Sandbox
) -> None:
    published = spelled(FILTER, {"filterOperator": "filterOperation"})
    for row in (FILTER, published, {**FILTER, "filterOperation": "neq"}):
        (found,) = value(list_webhook_filters(answering(Reply({"filters": [row]}))))
        assert found.filter_operator is FilterOperator.EQ
    given = {name: each for name, each in published.items() if name not in (*TIMES, "id")}
    read = decode(WebhookFilterInput, given).unwrap()
    assert read == decode(WebhookFilterInput, spelled(given, {"filterOperation": "filterOperator"})).unwrap()
    sandbox.switches.published_webhooks = True
    webhook = value(client.webhooks.webhooks.create(HOOK))
    assert value(client.webhooks.webhook_filters.create(evolve(read, webhook_id=webhook.id))).filter_operator == "eq"


def test_the_comparison_of_a_filter_has_two_names__the_other_is_wanted(answering: Answering) -> None:
    refusal = {"status": "error", "message": "Invalid", "errors": {"filterOperation": ["Required"]}}
    failed = error(create_webhook_filter(answering(Reply(refusal, 400)), filter_of("w")))
    assert isinstance(failed, Rejected)
    assert "filterOperation: Required" in failed.message
    assert answering.body() == {**filter_sent(), "filterOperator": "eq"}


def filter_sent() -> dict[str, object]:
    """What is sent for a filter, but for its comparison."""
    return {
        "webhookId": "w",
        "filterKey": "type",
        "filterValue": "ActivityEvent",
        "filterType": "string",
        "active": True,
    }


def test_a_filter_may_come_without_an_id(client: TimebackClient, sandbox: Sandbox) -> None:
    webhook = value(client.webhooks.webhooks.create(HOOK))
    assert value(client.webhooks.webhook_filters.create(filter_of(webhook.id))).id
    sandbox.switches.published_webhooks = True
    (found,) = value(client.webhooks.webhook_filters.list())
    assert (found.id, found.webhook_id) == (None, webhook.id)


def test_secrets_come_back_in_clear(client: TimebackClient) -> None:
    made = value(client.webhooks.webhooks.create(evolve(HOOK, secret="t0p")))
    (listed,) = value(client.webhooks.webhooks.list())
    assert made.secret == listed.secret == "t0p"
    assert "t0p" not in f"{made!r} {listed!r}"


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ({}, {}),
        ({"description": None, "sensor": None}, {"description": None, "sensor": None}),
        ({"description": ""},) * 2,
    ],
)
def test_a_description_need_not_be_given(
    answering: Answering, given: dict[str, str | None], sent: dict[str, object]
) -> None:
    body = {"name": "A", "targetUrl": "https://x.test/a", "secret": "s", "active": True}
    value(create_webhook(answering(Reply({"webhook": WEBHOOK}, 201)), evolve(HOOK, **given)))
    assert answering.body() == {**body, **sent}


def test_a_sensor_may_be_required(answering: Answering) -> None:
    issue = {"code": "invalid_type", "expected": "string", "received": "undefined"}
    refusal = {"error": "An error occurred", "details": [{**issue, "path": ["sensor"], "message": "Required"}]}
    failed = error(create_webhook(answering(Reply(refusal, 400)), HOOK))
    assert isinstance(failed, Rejected)
    assert [str(problem) for problem in failed.reply.problems] == ["sensor: Required"]


def test_what_was_deleted_is_not_there(client: TimebackClient) -> None:
    webhooks, filters = client.webhooks.webhooks, client.webhooks.webhook_filters
    first, second = value(webhooks.create(HOOK)), value(webhooks.create(HOOK))
    for webhook in (first, second):
        value(filters.create(filter_of(webhook.id)))
    value(webhooks.delete(first.id))
    assert [each.id for each in value(webhooks.list())] == [second.id]
    assert [each.webhook_id for each in value(filters.list())] == [second.id]
    assert list(value(filters.list_by_webhook(first.id))) == []
