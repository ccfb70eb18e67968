"""CASE on the sandbox."""

from collections.abc import Sequence
from typing import Final

from timeback_core.sandbox.calls import Route
from timeback_core.sandbox.machine import Api

ROUTES: Final[Sequence[Route]] = ()


def api() -> Api:
    """CASE, whole."""
    return Api(name="case", bases=("/ims/case/v1p1/", "/case/1.1/"), routes=ROUTES)
