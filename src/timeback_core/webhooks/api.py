"""`client.webhooks`: the namespaces of all its resources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeback_core.engine.surface.namespace import Namespace, S_co

if TYPE_CHECKING:
    from timeback_core.webhooks.webhook_filters import WebhookFilters
    from timeback_core.webhooks.webhooks import Webhooks


class WebhooksApi(Namespace[S_co]):
    """Webhooks: who is told of which events."""

    webhooks: Webhooks[S_co]
    webhook_filters: WebhookFilters[S_co]
