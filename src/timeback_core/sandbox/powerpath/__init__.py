"""PowerPath on the sandbox, over the same documents as the other APIs."""

from collections.abc import Sequence
from typing import Final

from timeback_core.sandbox.calls import Route
from timeback_core.sandbox.machine import Api

ROUTES: Final[Sequence[Route]] = ()


def api() -> Api:
    """PowerPath, whole."""
    return Api(name="powerpath", bases=("/powerpath/",), routes=ROUTES)
