from timeback_core.recorder.application import (
    Environment as Environment,
    RecordedCourse as RecordedCourse,
    RecordingApp as RecordingApp,
)
from timeback_core.recorder.events import (
    activity_time_event as activity_time_event,
    completed_event as completed_event,
    window_event as window_event,
)
from timeback_core.recorder.flows import (
    Recorded as Recorded,
    record_activity as record_activity,
    record_time as record_time,
)
from timeback_core.recorder.gradebook import (
    attempt_number as attempt_number,
    completion_line_item as completion_line_item,
    completion_result as completion_result,
    line_item_id as line_item_id,
    percent_complete as percent_complete,
)
from timeback_core.recorder.models.activities import (
    Activity as Activity,
    ActivityOutcome as ActivityOutcome,
    ActivityTime as ActivityTime,
    CourseSelector as CourseSelector,
    Learner as Learner,
    TimeWindow as TimeWindow,
)
from timeback_core.recorder.models.config import (
    ActivityConfig as ActivityConfig,
    CourseEntry as CourseEntry,
    CourseOverrides as CourseOverrides,
)
from timeback_core.recorder.xp import suggested_xp as suggested_xp
