"""MasteryTrack on the sandbox."""

from collections.abc import Sequence
from typing import Final

from timeback_core.sandbox.calls import Route
from timeback_core.sandbox.machine import Api

ROUTES: Final[Sequence[Route]] = ()


def api() -> Api:
    """MasteryTrack, whole."""
    return Api(
        name="masterytrack", bases=("/authorizer", "/authoring/inventory/", "/delivery/assignments/"), routes=ROUTES
    )
