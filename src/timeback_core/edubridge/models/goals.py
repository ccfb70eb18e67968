"""Experimental: what students are to reach, in a subject or in a course, and how far they are."""

from datetime import date

from timeback_core.engine.codec import (
    UNSET,
    Input,
    LaxNumber,
    Model,
    Number,
    Open,
    Unset,
    model,
    non_empty,
    one_of,
    wire,
)
from timeback_core.oneroster.models.enums import Subject
from timeback_core.oneroster.models.grades import Grade


@model
class GoalObjective(Model):
    """What is to be reached, such as the mastery of a grade."""

    type: str | None = None
    value: str | None = None


@model
class GoalPacing(Model):
    """How fast it is to be reached."""

    mode: str | None = None
    end_date: str | None = None
    daily_target_xp: LaxNumber | None = wire("dailyTargetXP", default=None)


@model
class SubjectGoal(Model):
    """A goal in a subject."""

    id: str | None = None
    type: str | None = None
    status: str | None = None
    start_date: str | None = None
    updated_at: str | None = None
    objective: GoalObjective | None = None
    pacing: GoalPacing | None = None


@model
class GoalBaseline(Model):
    """What holds without a goal."""

    goal_id: str | None = None
    daily_target_xp: LaxNumber | None = wire("dailyTargetXP", default=None)
    default_daily_target_xp: LaxNumber | None = wire("defaultDailyTargetXP", default=None)
    start_date: str | None = None
    updated_at: str | None = None


@model
class GoalExecution(Model):
    """Where the student is on the way."""

    stage_id: str | None = None
    course_ids: tuple[str, ...] = ()


@model
class GoalXp(Model):
    """Experience on the way."""

    total: LaxNumber | None = None
    earned: LaxNumber | None = None
    remaining: LaxNumber | None = None
    pct_complete: LaxNumber | None = None


@model
class GoalPace(Model):
    """Experience a day."""

    required_daily_xp: LaxNumber | None = wire("requiredDailyXP", default=None)
    effective_daily_xp: LaxNumber | None = wire("effectiveDailyXP", default=None)
    school_days_remaining: LaxNumber | None = None


@model
class GradeTimelineItem(Model):
    """A grade on the way."""

    grade: Grade | None = None
    remaining_xp: LaxNumber | None = wire("remainingXP", default=None)
    days_to_complete: LaxNumber | None = None
    total_xp: LaxNumber | None = wire("totalXP", default=None)
    earned_xp: LaxNumber | None = wire("earnedXP", default=None)
    projected_date: str | None = None
    status: str | None = None
    course_ids: tuple[str, ...] = ()


@model
class GoalProjection(Model):
    """When which grade is to be expected."""

    current_grade: Grade | None = None
    days_to_next_grade: LaxNumber | None = None
    grade_timeline: tuple[GradeTimelineItem, ...] = ()


@model
class GoalResolution(Model):
    """How the grade that is to be reached was found."""

    strategy: str | None = None
    resolved_target_grade: Grade | None = None
    target_rit: LaxNumber | None = None


@model
class GoalIssue(Model):
    """Why a goal could not be computed."""

    code: str | None = None
    message: str | None = None
    service: str | None = None
    path: str | None = None
    status: LaxNumber | None = None


@model
class GoalComputed(Model):
    """What the server makes of a goal."""

    xp: GoalXp | None = None
    pace: GoalPace | None = None
    projection: GoalProjection | None = None
    resolution: GoalResolution | None = None
    issue: GoalIssue | None = None


@model
class SubjectGoalPreview(Model):
    """What a goal would be; nothing is stored."""

    subject: str | None = None
    goal: SubjectGoal | None = None
    execution: GoalExecution | None = None
    computed: GoalComputed | None = None


@model
class SubjectGoalSnapshot(SubjectGoalPreview):
    """The goal in a subject, and how far the student is."""

    baseline: GoalBaseline | None = None


@model
class SubjectGoals(Model):
    """The goals of a student, one a subject."""

    student_id: str | None = None
    subjects: tuple[SubjectGoalSnapshot, ...] = ()


@model
class CourseGoalCourse(Model):
    """The course of a goal."""

    id: str | None = None
    title: str | None = None
    subject: str | None = None


@model
class CourseGoalTarget(Model):
    """What is to be reached in a course."""

    metric: str | None = None
    value: str | None = None


@model
class CourseGoal(Model):
    """A goal in a course."""

    id: str | None = None
    status: str | None = None
    target: CourseGoalTarget | None = None
    pacing: GoalPacing | None = None


@model
class CourseProgress(Model):
    """How far a student is in a course."""

    course_id: str | None = None
    course_title: str | None = None
    pct_complete: LaxNumber | None = None
    pct_complete_app: LaxNumber | None = None
    pct_complete_lessons: LaxNumber | None = None
    pct_complete_xp: LaxNumber | None = wire("pctCompleteXP", default=None)
    total_xp: LaxNumber | None = wire("totalXP", default=None)
    earned_xp: LaxNumber | None = wire("earnedXP", default=None)
    remaining_xp: LaxNumber | None = wire("remainingXP", default=None)
    total_units: LaxNumber | None = None
    completed_units: LaxNumber | None = None
    remaining_units: LaxNumber | None = None
    total_lessons: LaxNumber | None = None
    completed_lessons: LaxNumber | None = None
    remaining_lessons: LaxNumber | None = None


@model
class CourseGoalSnapshot(Model):
    """The goal in a course, and how far the student is."""

    course: CourseGoalCourse | None = None
    goal: CourseGoal | None = None
    progress: CourseProgress | None = None


@model
class GoalObjectiveInput(Input, reads=GoalObjective):
    """What is to be reached: `grade_mastery` and a grade."""

    type: str = wire(check=non_empty)
    value: str = wire(check=non_empty)


@model
class GoalPacingInput(Input, reads=GoalPacing):
    """How fast it is to be reached: `target_date` and a day."""

    mode: str = wire(check=non_empty)
    end_date: date | Unset = UNSET
    daily_target_xp: Number | Unset = wire("dailyTargetXP", default=UNSET)


@model
class SubjectGoalPatch(Input):
    """What is to change in the goal of a subject."""

    subject: Open[Subject] | Unset = wire(default=UNSET, check=one_of(Subject))
    objective: GoalObjectiveInput | Unset = UNSET
    pacing: GoalPacingInput | Unset = UNSET


@model
class SubjectGoalInput(SubjectGoalPatch):
    """A goal in a subject."""

    subject: Open[Subject] = wire(check=one_of(Subject))


@model
class CourseGoalTargetInput(Input, reads=CourseGoalTarget):
    """What is to be reached in a course: `xp` and how much."""

    metric: str = wire(check=non_empty)
    value: str = wire(check=non_empty)


@model
class CourseGoalPacingInput(Input):
    """Until when a course is to be done."""

    mode: str = wire(check=non_empty)
    end_date: date | Unset = UNSET


@model
class CourseGoalInput(Input):
    """A goal in a course."""

    course_id: str = wire(check=non_empty)
    target: CourseGoalTargetInput
    pacing: CourseGoalPacingInput | Unset = UNSET
