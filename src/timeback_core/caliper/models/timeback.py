"""Events of the Timeback profile: what a student achieved in an activity, and how time was spent on it.

Only these are turned into XP and analytics; events of the standard's own profiles are kept and earn nothing.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from timeback_core.caliper.models.base import Event, Part, Thing, is_iri
from timeback_core.engine.codec import (
    JsonObject,
    Number,
    Open,
    email,
    in_order,
    model,
    non_empty,
    non_negative,
    one_of,
    positive,
    wire,
)
from timeback_core.problems import Problem


class TimebackUserRole(StrEnum):
    """What a user is."""

    STUDENT = "student"
    TEACHER = "teacher"
    ADMIN = "admin"
    GUIDE = "guide"


class TimebackSubject(StrEnum):
    """The subject that an activity belongs to."""

    READING = "Reading"
    LANGUAGE = "Language"
    VOCABULARY = "Vocabulary"
    SOCIAL_STUDIES = "Social Studies"
    WRITING = "Writing"
    SCIENCE = "Science"
    FAST_MATH = "FastMath"
    MATH = "Math"
    NONE = "None"
    OTHER = "Other"


class ActivityMetricType(StrEnum):
    """What a metric of an activity counts."""

    XP_EARNED = "xpEarned"
    TOTAL_QUESTIONS = "totalQuestions"
    CORRECT_QUESTIONS = "correctQuestions"
    MASTERED_UNITS = "masteredUnits"


class TimeSpentMetricType(StrEnum):
    """How time was spent."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    WASTE = "waste"
    UNKNOWN = "unknown"
    ANTI_PATTERN = "anti-pattern"


@model
class TimebackUser(Thing):
    """Who an event is about. The platform takes nothing besides these fields; `extensions` takes anything."""

    closed = True

    id: str = wire(check=is_iri)
    """Best the address of the user in OneRoster: `<api>/ims/oneroster/rostering/v1p2/users/<sourcedId>`."""
    type: Literal["TimebackUser"] = "TimebackUser"
    email: str = wire(check=email)
    name: str | None = None
    role: Open[TimebackUserRole] | None = wire(default=None, check=one_of(TimebackUserRole))


@model
class TimebackApp(Part):
    """The application in which an activity takes place."""

    id: str | None = wire(default=None, check=is_iri)
    name: str = wire(check=non_empty)
    extensions: JsonObject | None = None


@model
class TimebackCourse(Part):
    """The course that an activity belongs to."""

    id: str | None = wire(default=None, check=is_iri)
    """Give it whenever it is known, analytics go by it: `<api>/ims/oneroster/rostering/v1p2/courses/<sourcedId>`."""
    name: str = wire(check=non_empty)
    extensions: JsonObject | None = None


@model
class TimebackActivity(Part):
    """What an activity is called."""

    id: str | None = wire(default=None, check=is_iri)
    """An address; a bare id is none."""
    name: str = wire(check=non_empty)
    extensions: JsonObject | None = None


@model
class TimebackActivityContext(Thing):
    """The activity that an event is about, with subject, application and course."""

    id: str = wire(check=is_iri)
    """The address of the lesson: of a component resource in OneRoster, or one of the application's own."""
    type: Literal["TimebackActivityContext"] = "TimebackActivityContext"
    subject: Open[TimebackSubject] = wire(check=one_of(TimebackSubject))
    app: TimebackApp
    course: TimebackCourse | None = None
    activity: TimebackActivity | None = None
    process: bool | None = None
    """Whether the platform makes an assessment result in OneRoster of the event; without it there is none."""


@model
class TimebackActivityMetric(Part):
    """One figure of an activity."""

    type: Open[ActivityMetricType] = wire(check=one_of(ActivityMetricType))
    value: Number
    """Not negative, but for XP, where that corrects an earlier event. Decimals are taken."""
    extensions: JsonObject | None = None

    def problems(self) -> Iterable[Problem]:
        yield from super().problems()
        if self.type != ActivityMetricType.XP_EARNED and (text := non_negative(self.value)):
            yield Problem("value", text)


@model
class TimebackActivityMetricsCollection(Thing):
    """The figures of an activity."""

    id: str = wire(check=is_iri)
    """Id of this recording, not of the activity."""
    type: Literal["TimebackActivityMetricsCollection"] = "TimebackActivityMetricsCollection"
    items: tuple[TimebackActivityMetric, ...]
    attempt: Annotated[int, positive] | None = None
    """Which attempt it is, from 1 on. With `process` a new number makes a further assessment result, a repeated one
    replaces that of before."""
    extensions: JsonObject | None = None
    """Whatever else there is to say, such as `{"pctCompleteApp": 67}`."""

    def problems(self) -> Iterable[Problem]:
        yield from super().problems()
        values = {item.type: item.value for item in self.items}
        total = values.get(ActivityMetricType.TOTAL_QUESTIONS)
        correct = values.get(ActivityMetricType.CORRECT_QUESTIONS)
        if (total is None) != (correct is None):
            yield Problem("items", "must hold both totalQuestions and correctQuestions, or neither")
        elif total is not None and correct is not None and correct > total:
            yield Problem("items", "cannot hold more correctQuestions than totalQuestions")


@model
class TimeSpentMetric(Part):
    """Time that was spent in one way."""

    type: Open[TimeSpentMetricType] = wire(check=one_of(TimeSpentMetricType))
    value: Number = wire(check=non_negative)
    """Seconds; decimals are taken."""
    sub_type: str | None = None
    """What it was exactly, such as `eating`."""
    start_date: datetime | None = None
    """When it began."""
    end_date: datetime | None = None
    extensions: JsonObject | None = None

    def problems(self) -> Iterable[Problem]:
        yield from super().problems()
        yield from in_order(self, "start_date", "end_date")


@model
class TimebackTimeSpentMetricsCollection(Thing):
    """The time that was spent on an activity."""

    id: str = wire(check=is_iri)
    """Id of this recording, not of the activity."""
    type: Literal["TimebackTimeSpentMetricsCollection"] = "TimebackTimeSpentMetricsCollection"
    items: tuple[TimeSpentMetric, ...]


@model
class ActivityEvent(Event):
    """A student completed an activity."""

    type: Literal["ActivityEvent"] = "ActivityEvent"
    profile: Literal["TimebackProfile"] = "TimebackProfile"
    action: Literal["Completed"] = "Completed"
    actor: TimebackUser
    object: TimebackActivityContext
    generated: TimebackActivityMetricsCollection = wire()


@model
class TimeSpentEvent(Event):
    """A student spent time on an activity."""

    type: Literal["TimeSpentEvent"] = "TimeSpentEvent"
    profile: Literal["TimebackProfile"] = "TimebackProfile"
    action: Literal["SpentTime"] = "SpentTime"
    actor: TimebackUser
    object: TimebackActivityContext
    generated: TimebackTimeSpentMetricsCollection = wire()
