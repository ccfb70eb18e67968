"""`client.caliper`: the namespaces of all its resources."""

from __future__ import annotations

from timeback_core.engine.surface.namespace import Namespace, S_co


class Caliper(Namespace[S_co]):
    """Caliper: learning events, sent, checked and read back, and the jobs that store them."""
