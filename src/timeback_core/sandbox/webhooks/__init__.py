"""Webhooks on the sandbox: their receivers are told of the events that it takes, where these are on this machine."""

from timeback_core.sandbox.machine import Api
from timeback_core.sandbox.webhooks.kinds import FILTER, WEBHOOK, refuse
from timeback_core.sandbox.webhooks.routes import routes


def api() -> Api:
    """Webhooks, whole."""
    return Api(
        name="webhooks",
        bases=("/webhooks", "/webhook-filters"),
        routes=tuple(routes()),
        refuse=refuse,
        collections=(WEBHOOK.collection, FILTER.collection),
    )
