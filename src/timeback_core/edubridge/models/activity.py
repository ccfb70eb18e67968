"""What students did, as the platform sums it up: by day and subject, and by application besides."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, Never, TypeAlias

from timeback_core.engine.codec import LaxNumber, Model, model, wire

NONE: Final[Mapping[str, Never]] = {}


@model
class ActivityMetrics(Model):
    """What was learned."""

    xp_earned: LaxNumber = 0
    """May be a fraction, and below zero: there are penalties."""
    total_questions: LaxNumber = 0
    correct_questions: LaxNumber = 0
    mastered_units: LaxNumber = 0


@model
class TimeSpentMetrics(Model):
    """The seconds that were spent; zero also where an application does not measure them."""

    active_seconds: LaxNumber = 0
    inactive_seconds: LaxNumber = 0
    waste_seconds: LaxNumber = 0


@model
class SubjectMetrics(Model):
    """What was learned on a day in a subject, and the time that it took."""

    activity_metrics: ActivityMetrics = wire(default=ActivityMetrics())
    time_spent_metrics: TimeSpentMetrics = wire(default=TimeSpentMetrics())
    apps: tuple[str, ...] = ()
    """Names of the applications that it was done in."""


FactsByDay: TypeAlias = Mapping[str, Mapping[str, SubjectMetrics]]
"""By day (`YYYY-MM-DD` in the time zone that was asked for) and subject. A day on which nothing was done is missing."""
FactsByApp: TypeAlias = Mapping[str, Mapping[str, Mapping[str, SubjectMetrics]]]
"""By day, subject and application."""


@model
class ActivityResponse(Model):
    """What a student did in a period. `day_cells` and `app_cells` lay it flat."""

    message: str | None = None
    start_date: datetime | None = None
    end_date: datetime | None = None
    facts: FactsByDay = wire(default=NONE)
    facts_by_app: FactsByApp = wire(default=NONE)


@model
class EnrollmentFactsResponse(ActivityResponse):
    """What a student did in the course of an enrollment. `day_cells` and `app_cells` lay it flat."""

    enrollment_id: str | None = None
