"""Reports about a student."""

from timeback_core.edubridge.common import EDUBRIDGE
from timeback_core.edubridge.models.learning_reports import MapProfileReport, TimeSaved
from timeback_core.engine.call.expect import Many, One
from timeback_core.engine.call.paging import UNPAGED
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import GET, operation

REPORTS = Many("data", MapProfileReport, paging=UNPAGED, absent_is_empty=True, one_or_many=True, statuses=(404,))


@operation(GET, EDUBRIDGE, "/learning-reports/map-profile/{user_id}", REPORTS)
def get_map_profile(user_id: str) -> Call:
    """List the reports on MAP tests of a student; a student without any, or unknown, has none.

    A server that tells one result instead of reports gives one row.
    """
    return Call()


@operation(GET, EDUBRIDGE, "/time-saved/user/{user_id}", One("data", TimeSaved))
def get_time_saved(user_id: str) -> Call:
    """Fetch the time that a student has saved against an ordinary school.

    Errors: `NotFound` where the student is unknown or has no enrollments.
    """
    return Call()


class LearningReports(Namespace[S_co]):
    """Reports about a student."""

    get_map_profile = get_map_profile
    get_time_saved = get_time_saved
