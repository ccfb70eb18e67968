"""`client.clr`: the namespaces of all its resources."""

from __future__ import annotations

from timeback_core.engine.surface.namespace import Namespace, S_co


class Clr(Namespace[S_co]):
    """CLR: comprehensive learner records as verifiable credentials, and the discovery of the service."""
