"""`client.caliper`: the namespaces of all its resources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeback_core.engine.surface.namespace import Namespace, S_co

if TYPE_CHECKING:
    from timeback_core.caliper.events import Events
    from timeback_core.caliper.jobs import Jobs


class Caliper(Namespace[S_co]):
    """Caliper: learning events, sent, checked and read back, and the jobs that store them."""

    events: Events[S_co]
    jobs: Jobs[S_co]
