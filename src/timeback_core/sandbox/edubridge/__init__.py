"""EduBridge on the sandbox, over the same documents as the other APIs."""

from collections.abc import Sequence
from typing import Final

from timeback_core.sandbox.calls import Route
from timeback_core.sandbox.edubridge.enrollments import ENROLLING
from timeback_core.sandbox.machine import Api

ROUTES: Final[Sequence[Route]] = (*ENROLLING,)


def api() -> Api:
    """EduBridge, whole."""
    return Api(name="edubridge", bases=("/edubridge/", "/goals/"), routes=ROUTES)
