"""What applications keep in the metadata of courses: goals, size, rules for experience points."""

from timeback_core.engine.codec import Flag, LaxNumber, Loose, model, wire
from timeback_core.oneroster.models.enrollment_metadata import EnrollmentGoals


@model
class CourseMetrics(Loose):
    """The size of a course."""

    total_xp: LaxNumber | None = None
    total_lessons: LaxNumber | None = None
    total_grades: LaxNumber | None = None


@model
class AccuracyMultiplier(Loose):
    """What the points of a quiz are multiplied by for a range of accuracy."""

    start: LaxNumber | None = None
    end: LaxNumber | None = None
    xp_multiplier: LaxNumber | None = None


@model
class AttemptMultiplier(Loose):
    """What the points of a quiz are multiplied by on an attempt."""

    attempt: LaxNumber | None = None
    """Number of the attempt, from 1."""
    xp_multiplier: LaxNumber | None = None


@model
class QuizRules(Loose):
    """How a quiz gives experience points."""

    value: LaxNumber | None = None
    """Points before multiplication."""
    multipliers: tuple[AccuracyMultiplier, ...] = ()
    attempt_multipliers: tuple[AttemptMultiplier, ...] = ()


@model
class AlphaLearnSettings(Loose):
    """What the server adds to every course."""

    daily_xp_goal: LaxNumber | None = wire("DailyXPGoal", default=None)
    publish_status: str | None = None


@model
class CourseMetadata(Loose):
    """Metadata of a course; any other key is in `extra`."""

    publish_status: str | None = None
    """Label such as `draft`, `testing` or `published`."""
    goals: EnrollmentGoals | None = None
    metrics: CourseMetrics | None = None
    primary_app: str | None = None
    """Application that delivers the course, such as `alpha_read`."""
    course_type: str | None = None
    """Sort of course, such as `base`."""
    is_supplemental: Flag | None = None
    is_alpha_read: Flag | None = None
    timeback_visible: Flag | None = None
    content_grade: str | None = None
    total_lessons: LaxNumber | None = None
    """Older place of `metrics.total_lessons`."""
    quiz: QuizRules | None = None
    alpha_learn: AlphaLearnSettings | None = wire("AlphaLearn", default=None)
