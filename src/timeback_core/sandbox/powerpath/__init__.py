"""PowerPath on the sandbox, over the same documents as the other APIs."""

from collections.abc import Sequence
from typing import Final

from timeback_core.sandbox.api import Api
from timeback_core.sandbox.calls import Route
from timeback_core.sandbox.powerpath.answering import ANSWERING
from timeback_core.sandbox.powerpath.course_progress import COURSE_PROGRESS
from timeback_core.sandbox.powerpath.course_sequences import COURSE_SEQUENCES
from timeback_core.sandbox.powerpath.external_tests import EXTERNAL_TESTS
from timeback_core.sandbox.powerpath.internal_tests import INTERNAL_TESTS
from timeback_core.sandbox.powerpath.lesson_plans import LESSON_PLANS
from timeback_core.sandbox.powerpath.outside import HOOKS
from timeback_core.sandbox.powerpath.placement import PLACEMENT
from timeback_core.sandbox.powerpath.progress import PROGRESS
from timeback_core.sandbox.powerpath.render_config import RENDER_CONFIG
from timeback_core.sandbox.powerpath.screening import SCREENING
from timeback_core.sandbox.powerpath.seed import seed_powerpath
from timeback_core.sandbox.powerpath.subject_progress import SUBJECT_PROGRESS
from timeback_core.sandbox.powerpath.syllabus import SYLLABUS
from timeback_core.sandbox.powerpath.test_assignments import TEST_ASSIGNMENTS
from timeback_core.sandbox.powerpath.test_out import TEST_OUTS

ROUTES: Final[Sequence[Route]] = (
    *PLACEMENT,
    *SUBJECT_PROGRESS,
    *SCREENING,
    *INTERNAL_TESTS,
    *EXTERNAL_TESTS,
    *ANSWERING,
    *PROGRESS,
    *LESSON_PLANS,
    *COURSE_PROGRESS,
    *SYLLABUS,
    *TEST_ASSIGNMENTS,
    *COURSE_SEQUENCES,
    *TEST_OUTS,
    *RENDER_CONFIG,
)


def api() -> Api:
    """PowerPath, whole."""
    return Api(
        name="powerpath",
        bases=("/powerpath/",),
        routes=ROUTES,
        seed=seed_powerpath,
        controls=HOOKS,
        collections=(
            "courseSequences",
            "lessonPlans",
            "renderConfigs",
            "testAssignments",
            "unlistedLessons",
            "externalScores",
            "sheets",
            "screeningSessions",
            "screeningResults",
        ),
    )
