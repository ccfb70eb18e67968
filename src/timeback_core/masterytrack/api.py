"""`client.masterytrack`: the namespaces of all its resources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeback_core.engine.surface.namespace import Namespace, S_co

if TYPE_CHECKING:
    from timeback_core.masterytrack.assignments import Assignments
    from timeback_core.masterytrack.authorizer import Authorizer
    from timeback_core.masterytrack.inventory import Inventory


class MasteryTrack(Namespace[S_co]):
    """MasteryTrack: the inventory of its tests, and their assignment to students."""

    authorizer: Authorizer[S_co]
    inventory: Inventory[S_co]
    assignments: Assignments[S_co]
