"""Assessment line items: tests, their parts and their questions, independent of a gradebook."""

from collections.abc import Sequence
from datetime import datetime

from timeback_core.engine.codec import UNSET, Input, Model, Number, Open, Unset, model, non_empty, one_of, wire
from timeback_core.oneroster.models.assessment_metadata import AssessmentLineItemMetadata
from timeback_core.oneroster.models.enums import Status
from timeback_core.oneroster.models.objectives import LearningObjectiveIds, LearningObjectiveIdsInput
from timeback_core.oneroster.models.refs import Ref, RefInput


@model
class AssessmentLineItem(Model):
    """A test, a part of one, or a question."""

    sourced_id: str
    title: str
    status: Open[Status] | None = None
    date_last_modified: datetime | None = None
    """When the server stored the document last."""
    metadata: AssessmentLineItemMetadata | None = None
    description: str | None = None
    class_: Ref | None = None
    parent_assessment_line_item: Ref | None = None
    """The test that this is a part or a question of."""
    score_scale: Ref | None = None
    result_value_min: Number | None = None
    result_value_max: Number | None = None
    component: Ref | None = None
    """The course component that is graded."""
    component_resource: Ref | None = None
    """The lesson that is graded."""
    learning_objective_set: tuple[LearningObjectiveIds, ...] = ()
    course: Ref | None = None
    category: Ref | None = None


@model
class AssessmentLineItemInput(Input, reads=AssessmentLineItem, drops=("date_last_modified", "category")):
    """A test, a part of one, or a question, as created or replaced."""

    sourced_id: str | Unset = wire(default=UNSET, check=non_empty)
    title: str = wire(check=non_empty)
    status: Open[Status] = wire(default=Status.ACTIVE, check=one_of(Status))
    """Always sent: some stored documents lack it, and writes must have it."""
    metadata: AssessmentLineItemMetadata | Unset | None = UNSET
    description: str | Unset | None = UNSET
    class_: RefInput | Unset | None = UNSET
    parent_assessment_line_item: RefInput | Unset | None = UNSET
    """The test that this is a part or a question of."""
    score_scale: RefInput | Unset | None = UNSET
    result_value_min: Number | Unset | None = UNSET
    result_value_max: Number | Unset | None = UNSET
    component: RefInput | Unset | None = UNSET
    """The course component that is graded."""
    component_resource: RefInput | Unset | None = UNSET
    """The lesson that is graded."""
    learning_objective_set: Sequence[LearningObjectiveIdsInput] | Unset | None = UNSET
    course: RefInput | Unset | None = UNSET


@model
class AssessmentLineItemPatch(Input, reads=AssessmentLineItem, drops=("sourced_id", "date_last_modified", "category")):
    """What is to change in an assessment line item; `metadata` is merged with what is stored."""

    title: str | Unset = wire(default=UNSET, check=non_empty)
    status: Open[Status] | Unset = wire(default=UNSET, check=one_of(Status))
    metadata: AssessmentLineItemMetadata | Unset | None = UNSET
    description: str | Unset | None = UNSET
    class_: RefInput | Unset | None = UNSET
    parent_assessment_line_item: RefInput | Unset | None = UNSET
    score_scale: RefInput | Unset | None = UNSET
    result_value_min: Number | Unset | None = UNSET
    result_value_max: Number | Unset | None = UNSET
    component: RefInput | Unset | None = UNSET
    component_resource: RefInput | Unset | None = UNSET
    learning_objective_set: Sequence[LearningObjectiveIdsInput] | Unset | None = UNSET
    course: RefInput | Unset | None = UNSET
