"""`client.masterytrack`: the namespaces of all its resources."""

from __future__ import annotations

from timeback_core.engine.surface.namespace import Namespace, S_co


class MasteryTrack(Namespace[S_co]):
    """MasteryTrack: the inventory of its tests, and their assignment to students."""
