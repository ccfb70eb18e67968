"""The events of recorded activities: pure functions, whose ids come from what happened.

What is recorded a second time makes events of the same ids, so that nothing counts twice.
"""

from collections.abc import Iterator
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from timeback_core.caliper.factories import activity_event, time_spent_event
from timeback_core.caliper.models.timeback import (
    ActivityEvent,
    ActivityMetricType,
    TimebackActivity,
    TimebackActivityContext,
    TimebackActivityMetric,
    TimebackApp,
    TimebackCourse,
    TimebackUser,
    TimeSpentEvent,
    TimeSpentMetric,
    TimeSpentMetricType,
)
from timeback_core.recorder.application import RecordedCourse, RecordingApp
from timeback_core.recorder.gradebook import milliseconds_of
from timeback_core.recorder.models.activities import Activity, ActivityOutcome, ActivityTime, TimeWindow


def completed_event(
    app: RecordingApp,
    course: RecordedCourse,
    user: TimebackUser,
    activity: Activity,
    *,
    attempt: int,
    percent: float | None,
) -> ActivityEvent:
    """The event of an activity that was completed.

    course: as `app.course(activity.course)` gives it. attempt: from 1. percent: how much of the course is done.
    """
    context = _context(app, course, activity.id, activity.name, process=activity.process)
    return activity_event(
        actor=user,
        object=context,
        metrics=tuple(_metrics(activity.metrics)),
        attempt=attempt,
        id=_id("completed", context.id, user.id, activity.ended_at),
        event_time=activity.ended_at,
        metrics_id=_id("achieved", context.id, user.id, activity.ended_at),
        generated_extensions=None if percent is None else {"pctCompleteApp": percent},
        session=_session(activity.run_id),
        extensions={"courseId": course.id},
    )


def activity_time_event(
    app: RecordingApp, course: RecordedCourse, user: TimebackUser, activity: Activity, time: ActivityTime
) -> TimeSpentEvent:
    """The event of the time that a completed activity took."""
    context = _context(app, course, activity.id, activity.name, process=activity.process)
    return time_spent_event(
        actor=user,
        object=context,
        metrics=_seconds(time.active_ms, time.inactive_ms, time.started_at, activity.ended_at),
        id=_id("spent", context.id, user.id, activity.ended_at),
        event_time=activity.ended_at,
        metrics_id=_id("time", context.id, user.id, activity.ended_at),
        session=_session(activity.run_id),
        extensions={"courseId": course.id},
    )


def window_event(app: RecordingApp, course: RecordedCourse, user: TimebackUser, window: TimeWindow) -> TimeSpentEvent:
    """The event of a stretch of time that was spent on an activity, the same however often the window is reported."""
    return time_spent_event(
        actor=user,
        object=_context(app, course, window.id, window.name, process=True),
        metrics=_seconds(window.elapsed_ms, window.paused_ms, window.started_at, window.ended_at),
        id=_id("window", window.run_id.lower(), user.id, window.started_at),
        event_time=window.ended_at,
        metrics_id=_id("elapsed", window.run_id.lower(), user.id, window.started_at),
        session=_session(window.run_id),
        extensions={"courseId": course.id},
    )


def _context(
    app: RecordingApp, course: RecordedCourse, activity: str, name: str, *, process: bool
) -> TimebackActivityContext:
    return TimebackActivityContext(
        id=course.activity_id(activity),
        subject=course.entry.subject,
        app=TimebackApp(name=app.name),
        course=TimebackCourse(id=app.course_url(course.id), name=course.name),
        activity=TimebackActivity(name=name),
        process=process,
    )


def _metrics(metrics: ActivityOutcome) -> Iterator[TimebackActivityMetric]:
    for kind, value in (
        (ActivityMetricType.TOTAL_QUESTIONS, metrics.total_questions),
        (ActivityMetricType.CORRECT_QUESTIONS, metrics.correct_questions),
        (ActivityMetricType.XP_EARNED, metrics.xp_earned),
        (ActivityMetricType.MASTERED_UNITS, metrics.mastered_units),
    ):
        if value is not None:
            yield TimebackActivityMetric(type=kind, value=value)


def _seconds(active_ms: int, inactive_ms: int, start: datetime | None, end: datetime) -> tuple[TimeSpentMetric, ...]:
    spent = [(TimeSpentMetricType.ACTIVE, active_ms), (TimeSpentMetricType.INACTIVE, inactive_ms)]
    end_date = None if start is None else end
    return tuple(
        TimeSpentMetric(type=kind, value=value / 1000, start_date=start, end_date=end_date)
        for kind, value in spent
        if value or kind is TimeSpentMetricType.ACTIVE
    )


def _session(run_id: str | None) -> str | None:
    return None if run_id is None else f"urn:uuid:{run_id.lower()}"


def _id(kind: str, what: str, user: str, when: datetime) -> str:
    """The same id for the same thing, in whichever zone its time is told."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, ascii([kind, what, user, milliseconds_of(when)]))}"
