"""Events that tests send, as they are built and as they have to arrive."""

from datetime import UTC, datetime
from typing import Final

from timeback_core.caliper import (
    ActivityEvent,
    TimebackActivity,
    TimebackActivityContext,
    TimebackActivityMetric,
    TimebackApp,
    TimebackCourse,
    TimebackUser,
    TimeSpentEvent,
    TimeSpentMetric,
    activity_event,
    time_spent_event,
)
from timeback_core.engine.codec import JsonObject, Number

CONTEXT: Final = "http://purl.imsglobal.org/ctx/caliper/v1p2"
SENSOR: Final = "https://app.example/sensors/main"
USER_ID: Final = "https://api.example/ims/oneroster/rostering/v1p2/users/student-1"
COURSE_ID: Final = "https://api.example/ims/oneroster/rostering/v1p2/courses/course-1"
ACTIVITY_ID: Final = "https://app.example/activities/1"
NOON: Final = datetime(2026, 9, 1, 12, 0, 0, 123456, tzinfo=UTC)
NOON_JSON: Final = "2026-09-01T12:00:00.123Z"

STUDENT: Final = TimebackUser(id=USER_ID, email="student1@example.edu")
LESSON: Final = TimebackActivityContext(
    id=ACTIVITY_ID,
    subject="Math",
    app=TimebackApp(name="My App"),
    course=TimebackCourse(id=COURSE_ID, name="Math G3"),
    activity=TimebackActivity(name="Times 7"),
)


def urn(number: int) -> str:
    """An id of an event."""
    return f"urn:uuid:00000000-0000-4000-8000-{number:012}"


def metric(kind: str, value: Number) -> TimebackActivityMetric:
    """A figure of an activity."""
    return TimebackActivityMetric(type=kind, value=value)


def activity(number: int = 1, *metrics: TimebackActivityMetric, **changes: JsonObject) -> ActivityEvent:
    """An activity that was completed at noon, with ten XP unless told otherwise."""
    return activity_event(
        id=urn(number),
        event_time=NOON,
        metrics_id=urn(1000 + number),
        actor=STUDENT,
        object=LESSON,
        metrics=metrics or (metric("xpEarned", 10),),
        extensions=changes.get("extensions"),
    )


def time_spent(number: int = 2, **seconds: Number) -> TimeSpentEvent:
    """Time that was spent until noon."""
    return time_spent_event(
        id=urn(number),
        event_time=NOON,
        metrics_id=urn(1000 + number),
        actor=STUDENT,
        object=LESSON,
        metrics=[TimeSpentMetric(type=kind, value=value) for kind, value in (seconds or {"active": 60}).items()],
    )
