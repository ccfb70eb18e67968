"""EduBridge on the sandbox, over the same documents as the other APIs."""

from collections.abc import Sequence
from typing import Final

from timeback_core.sandbox.api import Api
from timeback_core.sandbox.calls import Route
from timeback_core.sandbox.edubridge.analytics import ANALYTICS
from timeback_core.sandbox.edubridge.applications import REGISTRY
from timeback_core.sandbox.edubridge.enrollments import ENROLLING
from timeback_core.sandbox.edubridge.goals import GOALS
from timeback_core.sandbox.edubridge.progression import PROGRESSION
from timeback_core.sandbox.edubridge.reports import REPORTS
from timeback_core.sandbox.edubridge.seed import seed_edubridge
from timeback_core.sandbox.edubridge.tracks import TRACKS
from timeback_core.sandbox.edubridge.users import PEOPLE

ROUTES: Final[Sequence[Route]] = (*ENROLLING, *PEOPLE, *ANALYTICS, *REGISTRY, *TRACKS, *REPORTS, *GOALS, *PROGRESSION)


def api() -> Api:
    """EduBridge, whole."""
    return Api(
        name="edubridge",
        bases=("/edubridge/", "/goals/"),
        routes=ROUTES,
        seed=seed_edubridge,
        collections=(
            "applications",
            "applicationMetrics",
            "subjectTracks",
            "subjectGoals",
            "mapProfiles",
            "gradesMastered",
        ),
    )
