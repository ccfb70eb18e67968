"""Results: what students reached in line items."""

from collections.abc import Sequence
from datetime import datetime

from timeback_core.engine.codec import (
    UNSET,
    Input,
    JsonObject,
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
from timeback_core.oneroster.models.enums import ScoreStatus, Status
from timeback_core.oneroster.models.objectives import LearningObjectiveResults, LearningObjectiveResultsInput
from timeback_core.oneroster.models.refs import Ref, RefInput


@model
class LineItemResult(Model):
    """What one student reached in one line item."""

    sourced_id: str
    line_item: Ref
    student: Ref
    status: Open[Status] | None = None
    date_last_modified: datetime | None = None
    """When the server stored the document last."""
    metadata: JsonObject | None = None
    class_: Ref | None = None
    score_scale: Ref | None = None
    score_status: Open[ScoreStatus] | None = None
    score: Number | None = None
    """Stored with about seven digits: compare with a tolerance."""
    text_score: str | None = None
    score_date: datetime | None = None
    comment: str | None = None
    learning_objective_set: tuple[LearningObjectiveResults, ...] = ()
    in_progress: TextFlag | None = None
    incomplete: TextFlag | None = None
    late: TextFlag | None = None
    missing: TextFlag | None = None


Result = LineItemResult
"""Its short name; no star import brings it, since `returns` has a `Result` as well."""


@model
class ResultInput(Input, reads=LineItemResult, drops=("date_last_modified",)):
    """What one student reached in one line item, as created or replaced."""

    sourced_id: str | Unset = wire(default=UNSET, check=non_empty)
    line_item: RefInput
    student: RefInput
    score_status: Open[ScoreStatus] = wire(check=one_of(ScoreStatus))
    score_date: datetime
    status: Open[Status] | Unset = wire(default=Status.ACTIVE, check=one_of(Status))
    metadata: JsonObject | Unset | None = UNSET
    class_: RefInput | Unset | None = UNSET
    score_scale: RefInput | Unset | None = UNSET
    """Some servers answer with an error when it is set."""
    score: Number | Unset | None = UNSET
    text_score: str | Unset | None = UNSET
    comment: str | Unset | None = UNSET
    learning_objective_set: Sequence[LearningObjectiveResultsInput] | Unset | None = UNSET
    in_progress: TextFlag | Unset = UNSET
    incomplete: TextFlag | Unset = UNSET
    late: TextFlag | Unset = UNSET
    missing: TextFlag | Unset = UNSET
