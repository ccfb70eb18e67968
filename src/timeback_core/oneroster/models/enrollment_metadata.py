"""Goals and figures that applications keep in the metadata of enrollments and courses."""

from timeback_core.engine.codec import Flag, LaxNumber, Loose, model


@model
class EnrollmentGoals(Loose):
    """What a student is to reach on a day."""

    daily_xp: LaxNumber | None = None
    daily_lessons: LaxNumber | None = None
    daily_active_minutes: LaxNumber | None = None
    daily_accuracy: LaxNumber | None = None
    """Percent of right answers."""
    daily_mastered_units: LaxNumber | None = None


@model
class EnrollmentMetrics(Loose):
    """The size of a course for one student, or of a course."""

    total_xp: LaxNumber | None = None
    total_lessons: LaxNumber | None = None
    total_grades: LaxNumber | None = None
    course_type: str | None = None
    """Sort of course, such as `base`."""
    is_supplemental: Flag | None = None


@model
class EnrollmentMetadata(Loose):
    """Metadata of an enrollment; any other key is in `extra`."""

    goals: EnrollmentGoals | None = None
    metrics: EnrollmentMetrics | None = None
    student_specific_goals: Flag | None = None
    """Whether the goals are this student's own, so that those of the course are not set over them."""
    pct_complete_app: LaxNumber | None = None
    """Percent of the course that is done, as the application tells it."""
    pct_complete_app_updated_at: str | None = None
    completion_type: str | None = None
    completion_reason: str | None = None
