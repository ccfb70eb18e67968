"""`client.clr`: the namespaces of all its resources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeback_core.engine.surface.namespace import Namespace, S_co

if TYPE_CHECKING:
    from timeback_core.clr.credentials import Credentials
    from timeback_core.clr.discovery import Discovery


class Clr(Namespace[S_co]):
    """CLR: comprehensive learner records as verifiable credentials, and the discovery of the service."""

    credentials: Credentials[S_co]
    discovery: Discovery[S_co]
