"""How far a student is in a course: the results of every component and lesson, and the test-out."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Literal, TypeAlias

from timeback_core.engine.codec import (
    UNSET,
    Flag,
    Input,
    LaxNumber,
    Model,
    Number,
    Open,
    TextFlag,
    Unknown,
    Unset,
    model,
    one_of,
    wire,
)
from timeback_core.engine.codec.kinds import read_datetime
from timeback_core.oneroster.models.assessment_line_items import AssessmentLineItem
from timeback_core.oneroster.models.assessment_metadata import AssessmentResultMetadata
from timeback_core.oneroster.models.assessment_results import AssessmentResult
from timeback_core.oneroster.models.enums import ScoreStatus, Status
from timeback_core.oneroster.models.objectives import LearningObjectiveResults, LearningObjectiveResultsInput
from timeback_core.oneroster.models.refs import Mention


@model
class CourseProgressResult(Model):
    """What a student reached once in a component or a lesson."""

    sourced_id: str | None = None
    status: Open[Status] | None = None
    date_last_modified: datetime | None = None
    metadata: AssessmentResultMetadata | None = None
    """Experience points, accuracy, number of the attempt."""
    score: LaxNumber | None = None
    """0 where nothing is graded."""
    text_score: str | None = None
    """`Completed` where nothing is graded."""
    score_date: datetime | None = None
    score_scale: Mention | None = None
    score_percentile: LaxNumber | None = None
    score_status: Open[ScoreStatus] | None = None
    comment: str | None = None
    learning_objective_set: tuple[LearningObjectiveResults, ...] = ()
    in_progress: TextFlag | None = None
    incomplete: TextFlag | None = None
    late: TextFlag | None = None
    missing: TextFlag | None = None


@model
class GradedItem(Model):
    """What is told of everything in a course that can have results."""

    assessment_line_item_sourced_id: str | None = None
    title: str | None = None
    results: tuple[CourseProgressResult, ...] = ()
    """Those of the student, one for each time; none where it was not tried."""

    @property
    def latest(self) -> CourseProgressResult | None:
        """The result with the latest date."""
        return max(self.results, key=lambda result: result.score_date or NEVER, default=None)


NEVER = datetime.min.replace(tzinfo=UTC)


@model
class ComponentLineItem(GradedItem):
    """The results of a component."""

    type: Literal["component"]
    course_component_sourced_id: str


@model
class ResourceLineItem(GradedItem):
    """The results of a lesson."""

    type: Literal["resource"]
    course_component_resource_sourced_id: str


CourseProgressLineItem: TypeAlias = ComponentLineItem | ResourceLineItem | Unknown
"""The results of a component or a lesson, by `type`."""


@model
class CourseTestOutOffer(Model):
    """There is no test-out: the student may start one, or not."""

    status: Literal["not_eligible", "available"]


@model
class CourseTestOutAssignment(Model):
    """There is a test-out: it can be taken, or the student has passed or failed it."""

    status: Literal["in_progress", "completed", "failed"]
    assignment_id: str
    lesson_id: str
    """Id of the component resource, by which the test is taken."""


CourseTestOut: TypeAlias = CourseTestOutOffer | CourseTestOutAssignment | Unknown
"""The test-out of a course, by `status`."""


@model
class CourseProgress(Model):
    """How far a student is in a course."""

    line_items: tuple[CourseProgressLineItem, ...] = ()
    test_out: CourseTestOut | None = None
    """None of servers that do not tell."""


def is_moment(value: object) -> str | None:
    """A date and time, also as text."""
    try:
        if isinstance(value, str) and "T" in value:
            value = read_datetime(value)
    except ValueError:
        pass
    return None if isinstance(value, datetime) else "must be a date and time (ISO 8601)"


@model
class StudentItemResult(Input):
    """What a student reached in a component or a lesson, as written."""

    status: Open[Status] = wire(default=Status.ACTIVE, check=one_of(Status))
    score_date: datetime | str = wire(check=is_moment)
    score_status: Open[ScoreStatus] = wire(check=one_of(ScoreStatus))
    metadata: AssessmentResultMetadata | Unset = UNSET
    """Experience points, accuracy, number of the attempt."""
    score: Number | Unset | None = UNSET
    text_score: str | Unset | None = UNSET
    """`Completed` where nothing is graded."""
    score_percentile: Number | Unset | None = UNSET
    comment: str | Unset | None = UNSET
    learning_objective_set: Sequence[LearningObjectiveResultsInput] | Unset | None = UNSET
    in_progress: TextFlag | Unset | None = UNSET
    incomplete: TextFlag | Unset | None = UNSET
    late: TextFlag | Unset | None = UNSET
    missing: TextFlag | Unset | None = UNSET


@model
class UpdateStudentItemResponseResult(Model):
    """What was stored of a result."""

    component_resource_line_item: AssessmentLineItem | None = None
    component_resource_result: AssessmentResult | None = None
    success: Flag | None = None
    """Told by some servers."""
