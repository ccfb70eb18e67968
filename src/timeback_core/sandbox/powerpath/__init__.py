"""PowerPath on the sandbox, over the same documents as the other APIs."""

from collections.abc import Sequence
from typing import Final

from timeback_core.sandbox.calls import Route
from timeback_core.sandbox.machine import Api
from timeback_core.sandbox.powerpath.answering import ANSWERING
from timeback_core.sandbox.powerpath.internal_tests import INTERNAL_TESTS
from timeback_core.sandbox.powerpath.lesson_plans import LESSON_PLANS
from timeback_core.sandbox.powerpath.progress import PROGRESS
from timeback_core.sandbox.powerpath.render_config import RENDER_CONFIG
from timeback_core.sandbox.powerpath.syllabus import SYLLABUS

ROUTES: Final[Sequence[Route]] = (*LESSON_PLANS, *SYLLABUS, *RENDER_CONFIG, *INTERNAL_TESTS, *ANSWERING, *PROGRESS)


def api() -> Api:
    """PowerPath, whole."""
    return Api(name="powerpath", bases=("/powerpath/",), routes=ROUTES)
