"""Assessment results: what students reached in tests and questions."""

from collections.abc import Sequence
from datetime import datetime

from timeback_core.engine.codec import (
    UNSET,
    Input,
    Model,
    Number,
    Open,
    TextFlag,
    Unset,
    model,
    non_empty,
    one_of,
    wire,
)
from timeback_core.oneroster.models.assessment_metadata import AssessmentResultMetadata
from timeback_core.oneroster.models.enums import ScoreStatus, Status
from timeback_core.oneroster.models.objectives import LearningObjectiveResults, LearningObjectiveResultsInput
from timeback_core.oneroster.models.refs import Ref, RefInput


@model
class AssessmentResult(Model):
    """What one student reached in one assessment line item."""

    sourced_id: str
    assessment_line_item: Ref
    student: Ref
    status: Open[Status] | None = None
    date_last_modified: datetime | None = None
    """When the server stored the document last."""
    metadata: AssessmentResultMetadata | None = None
    score: Number | None = None
    """Stored with about seven digits: compare with a tolerance."""
    text_score: str | None = None
    score_date: datetime | None = None
    score_scale: Ref | None = None
    score_percentile: Number | None = None
    score_status: Open[ScoreStatus] | None = None
    comment: str | None = None
    learning_objective_set: tuple[LearningObjectiveResults, ...] = ()
    in_progress: TextFlag | None = None
    incomplete: TextFlag | None = None
    late: TextFlag | None = None
    missing: TextFlag | None = None


@model
class AssessmentResultInput(Input, reads=AssessmentResult, drops=("date_last_modified",)):
    """What one student reached in one assessment line item, as created or replaced."""

    sourced_id: str | Unset = wire(default=UNSET, check=non_empty)
    assessment_line_item: RefInput
    student: RefInput
    score_date: datetime
    score_status: Open[ScoreStatus] = wire(check=one_of(ScoreStatus))
    status: Open[Status] | Unset = wire(default=Status.ACTIVE, check=one_of(Status))
    metadata: AssessmentResultMetadata | Unset | None = UNSET
    score: Number | Unset | None = UNSET
    text_score: str | Unset | None = UNSET
    score_scale: RefInput | Unset | None = UNSET
    score_percentile: Number | Unset | None = UNSET
    comment: str | Unset | None = UNSET
    learning_objective_set: Sequence[LearningObjectiveResultsInput] | Unset | None = UNSET
    in_progress: TextFlag | Unset | None = UNSET
    incomplete: TextFlag | Unset | None = UNSET
    late: TextFlag | Unset | None = UNSET
    missing: TextFlag | Unset | None = UNSET


@model
class AssessmentResultPatch(Input, reads=AssessmentResult, drops=("sourced_id", "date_last_modified")):
    """What is to change in an assessment result; `metadata` is merged with what is stored."""

    assessment_line_item: RefInput | Unset = UNSET
    student: RefInput | Unset = UNSET
    score_date: datetime | Unset = UNSET
    score_status: Open[ScoreStatus] | Unset = wire(default=UNSET, check=one_of(ScoreStatus))
    status: Open[Status] | Unset = wire(default=UNSET, check=one_of(Status))
    metadata: AssessmentResultMetadata | Unset | None = UNSET
    score: Number | Unset | None = UNSET
    text_score: str | Unset | None = UNSET
    score_scale: RefInput | Unset | None = UNSET
    score_percentile: Number | Unset | None = UNSET
    comment: str | Unset | None = UNSET
    learning_objective_set: Sequence[LearningObjectiveResultsInput] | Unset | None = UNSET
    in_progress: TextFlag | Unset | None = UNSET
    incomplete: TextFlag | Unset | None = UNSET
    late: TextFlag | Unset | None = UNSET
    missing: TextFlag | Unset | None = UNSET
