"""The types of webhooks, of what receivers verify and of what they read; checked by mypy and pyright, never run."""

from typing import assert_type

from returns.future import FutureResult
from returns.io import IOResult
from returns.result import Result

from timeback_core import TimebackError, evolve, then
from timeback_core.client import AsyncTimebackClient, TimebackClient
from timeback_core.engine.call.page import Page
from timeback_core.errors import InvalidDocument, SignatureInvalid
from timeback_core.webhooks import (
    SANDBOX_SCHEME,
    Delivered,
    StatusMessage,
    Webhook,
    WebhookFilter,
    WebhookFilterInput,
    WebhookInput,
    read_delivery,
    verify,
)


def in_threads(client: TimebackClient, webhook: WebhookInput) -> None:
    """A call of each shape."""
    webhooks = client.webhooks.webhooks
    assert_type(webhooks.list("https://app.example"), IOResult[Page[Webhook], TimebackError])
    assert_type(webhooks.create(webhook), IOResult[Webhook, TimebackError])
    assert_type(webhooks.delete("w"), IOResult[StatusMessage | None, TimebackError])
    assert_type(webhooks.modify("w", lambda it: evolve(it, name="B")), IOResult[Webhook, TimebackError])
    assert_type(webhooks.upsert(webhook), IOResult[Webhook, TimebackError])


def in_loops(client: AsyncTimebackClient, each: WebhookFilterInput) -> None:
    """The same in loops."""
    filters = client.webhooks.webhook_filters
    assert_type(filters.list_by_webhook("w"), FutureResult[Page[WebhookFilter], TimebackError])
    assert_type(filters.update("f", each), FutureResult[WebhookFilter, TimebackError])
    assert_type(filters.modify("f", lambda it: it), FutureResult[WebhookFilter, TimebackError])


def received(
    payload: bytes, headers: dict[str, str], raw: list[tuple[bytes, bytes]], environ: dict[str, object]
) -> None:
    """What a receiver has."""
    assert_type(verify(payload, headers, "s", SANDBOX_SCHEME), Result[bytes, SignatureInvalid])
    assert_type(verify(payload, raw, b"s", SANDBOX_SCHEME), Result[bytes, SignatureInvalid])
    verified = verify(payload, environ, "s", SANDBOX_SCHEME)
    assert_type(then(verified, read_delivery), Result[Delivered, SignatureInvalid | InvalidDocument])
