"""Reports about a student: MAP tests, and the time that was saved."""

from datetime import datetime

from timeback_core.engine.codec import JsonObject, LaxNumber, Model, OneOrMany, model
from timeback_core.oneroster.models.grades import Grade


@model
class MapProfileReport(Model):
    """A report on MAP tests as a document, or, on other servers, the result of one."""

    title: str | None = None
    pdf_url: str | None = None
    tests: OneOrMany[str] = ()
    grade: Grade | None = None
    schoolname: str | None = None
    assessment_result_provider_system: str | None = None
    user_id: str | None = None
    """This and the following: of servers that tell a result."""
    rit_score: LaxNumber | None = None
    percentile: LaxNumber | None = None
    grade_level: Grade | None = None
    test_date: str | None = None
    subject: str | None = None
    metadata: JsonObject | None = None


@model
class TimeSavedCalculation(Model):
    """How the saved time was computed."""

    standard_school_hours_per_day: LaxNumber | None = None
    timeback_hours_per_day: LaxNumber | None = None
    hours_saved_per_day: LaxNumber | None = None
    formula: str | None = None


@model
class TimeSaved(Model):
    """The time that a student has saved against an ordinary school."""

    total_hours_saved: LaxNumber | None = None
    total_days_saved: LaxNumber | None = None
    """Days of 24 hours."""
    school_days_elapsed: LaxNumber | None = None
    earliest_start_date: datetime | None = None
    """The later one of the beginning of the school year and of the first enrollment."""
    school_year_start_date: datetime | None = None
    calculation: TimeSavedCalculation | None = None
