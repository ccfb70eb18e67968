"""Line items: what is graded in a class."""

from collections.abc import Sequence
from datetime import datetime

from timeback_core.engine.codec import (
    UNSET,
    Input,
    JsonObject,
    Model,
    Number,
    Open,
    Unset,
    model,
    non_empty,
    one_of,
    wire,
)
from timeback_core.oneroster.models.enums import Status
from timeback_core.oneroster.models.objectives import LearningObjectiveIds, LearningObjectiveIdsInput
from timeback_core.oneroster.models.refs import Ref, RefInput


@model
class LineItem(Model):
    """Something that is graded in a class: a column of its gradebook."""

    sourced_id: str
    title: str
    status: Open[Status] | None = None
    date_last_modified: datetime | None = None
    """When the server stored the document last."""
    metadata: JsonObject | None = None
    description: str | None = None
    assign_date: datetime | None = None
    due_date: datetime | None = None
    class_: Ref | None = None
    school: Ref | None = None
    category: Ref | None = None
    grading_period: Ref | None = None
    academic_session: Ref | None = None
    score_scale: Ref | None = None
    result_value_min: Number | None = None
    result_value_max: Number | None = None
    learning_objective_set: tuple[LearningObjectiveIds, ...] = ()


@model
class LineItemInput(Input, reads=LineItem, drops=("date_last_modified",)):
    """Something that is graded in a class, as created or replaced."""

    sourced_id: str | Unset = wire(default=UNSET, check=non_empty)
    title: str = wire(check=non_empty)
    assign_date: datetime
    due_date: datetime
    class_: RefInput
    school: RefInput
    category: RefInput
    status: Open[Status] | Unset = wire(default=UNSET, check=one_of(Status))
    metadata: JsonObject | Unset | None = UNSET
    description: str | Unset | None = UNSET
    grading_period: RefInput | Unset | None = UNSET
    academic_session: RefInput | Unset | None = UNSET
    score_scale: RefInput | Unset | None = UNSET
    result_value_min: Number | Unset | None = UNSET
    result_value_max: Number | Unset | None = UNSET
    learning_objective_set: Sequence[LearningObjectiveIdsInput] | Unset | None = UNSET
