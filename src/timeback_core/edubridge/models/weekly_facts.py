"""What students did in a week, event by event."""

import datetime as time
from enum import StrEnum

from timeback_core.engine.codec import LaxNumber, Model, Number, Open, model
from timeback_core.oneroster.models.grades import Grade


class FactEventType(StrEnum):
    """Kinds of events that facts are made of."""

    ACTIVITY = "ActivityEvent"
    TIME_SPENT = "TimeSpentEvent"


@model
class WeeklyFactRecord(Model):
    """One event that was taken in: what was learned (an activity), or the time that it took."""

    id: Number | str
    date: time.date
    """The day in the time zone that was asked for."""
    datetime: time.datetime
    """When it happened."""
    email: str | None = None
    username: str | None = None
    user_id: str | None = None
    user_grade: Grade | None = None
    user_given_name: str | None = None
    user_family_name: str | None = None
    subject: str | None = None
    app: str | None = None
    course_id: str | None = None
    """The course in which the student was enrolled, whatever the application's own course."""
    course_name: str | None = None
    campus_id: str | None = None
    """The student's school."""
    campus_name: str | None = None
    enrollment_id: str | None = None
    activity_id: str | None = None
    activity_name: str | None = None
    total_questions: LaxNumber | None = None
    correct_questions: LaxNumber | None = None
    xp_earned: LaxNumber | None = None
    """May be a fraction, and below zero."""
    mastered_units: LaxNumber | None = None
    active_seconds: LaxNumber | None = None
    inactive_seconds: LaxNumber | None = None
    waste_seconds: LaxNumber | None = None
    source: str | None = None
    """What the fact was made of, such as `caliper:event:<id>`."""
    alpha_level: str | None = None
    generated_at: time.datetime | None = None
    """When the fact was made."""
    send_time: time.datetime | None = None
    """When the event was sent."""
    sensor: str | None = None
    event_type: Open[FactEventType] | None = None
    year: LaxNumber | None = None
    month: LaxNumber | None = None
    day: LaxNumber | None = None
    day_of_week: LaxNumber | None = None
    """From 0, Sunday, to 6."""


@model
class WeeklyFactsResponse(Model):
    """The events of a student in a week. `event_cells` lays them flat."""

    message: str | None = None
    start_date: time.datetime | None = None
    """When the week begins, as the platform counts weeks."""
    end_date: time.datetime | None = None
    facts: tuple[WeeklyFactRecord, ...] = ()
