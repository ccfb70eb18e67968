"""Webhooks on the sandbox: their receivers are told of the events that it takes, where these are on this machine."""

from timeback_core.sandbox.api import Api
from timeback_core.sandbox.webhooks.kinds import FILTER, REFUSAL, WEBHOOK, refuse
from timeback_core.sandbox.webhooks.routes import routes


def api() -> Api:
    """Webhooks, whole."""
    return Api(
        name="webhooks",
        bases=("/webhooks", "/webhook-filters"),
        routes=tuple(routes()),
        refuse=refuse,
        refusal=REFUSAL,
        collections=(WEBHOOK.collection, FILTER.collection),
    )
