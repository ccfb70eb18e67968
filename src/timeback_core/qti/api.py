"""`client.qti`: the namespaces of all its resources."""

from __future__ import annotations

from timeback_core.engine.surface.namespace import Namespace, S_co


class Qti(Namespace[S_co]):
    """QTI: assessment content: stimuli, items, tests, and the scoring of responses."""
