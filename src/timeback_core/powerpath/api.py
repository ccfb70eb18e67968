"""`client.powerpath`: the namespaces of all its resources."""

from __future__ import annotations

from timeback_core.engine.surface.namespace import Namespace, S_co


class PowerPath(Namespace[S_co]):
    """PowerPath: placement, adaptive lessons, lesson plans and test assignments."""
