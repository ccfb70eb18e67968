"""`client.webhooks`: the namespaces of all its resources."""

from __future__ import annotations

from timeback_core.engine.surface.namespace import Namespace, S_co


class WebhooksApi(Namespace[S_co]):
    """Webhooks: who is told of which events."""
