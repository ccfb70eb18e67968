"""CLR on the sandbox."""

from collections.abc import Sequence
from typing import Final

from timeback_core.sandbox.calls import Route
from timeback_core.sandbox.machine import Api

ROUTES: Final[Sequence[Route]] = ()


def api() -> Api:
    """CLR, whole."""
    return Api(name="clr", bases=("/ims/clr/v2p0/",), routes=ROUTES)
