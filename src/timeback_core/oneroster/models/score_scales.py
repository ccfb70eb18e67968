"""Score scales: what raw scores are called."""

from collections.abc import Sequence
from datetime import datetime

from timeback_core.engine.codec import (
    UNSET,
    Input,
    JsonObject,
    Model,
    Open,
    Unset,
    at_least,
    model,
    non_empty,
    one_of,
    wire,
)
from timeback_core.oneroster.models.enums import Status
from timeback_core.oneroster.models.refs import Ref, RefInput


@model
class ScoreScaleValue(Model):
    """One line of a score scale."""

    item_value_lhs: str | None = wire("itemValueLHS", default=None)
    """Raw score or range of scores."""
    item_value_rhs: str | None = wire("itemValueRHS", default=None)
    """What it is called."""
    value: str | None = None
    description: str | None = None


@model
class ScoreScaleValueInput(Input, reads=ScoreScaleValue):
    """One line of a score scale, as written."""

    item_value_lhs: str = wire("itemValueLHS", check=non_empty)
    """Raw score or range of scores."""
    item_value_rhs: str = wire("itemValueRHS", check=non_empty)
    """What it is called."""
    value: str | Unset = UNSET
    description: str | Unset = UNSET


@model
class ScoreScale(Model):
    """A score scale of a class."""

    sourced_id: str
    title: str
    status: Open[Status] | None = None
    date_last_modified: datetime | None = None
    """When the server stored the document last."""
    metadata: JsonObject | None = None
    type: str | None = None
    class_: Ref | None = None
    course: Ref | None = None
    score_scale_value: tuple[ScoreScaleValue, ...] = ()


@model
class ScoreScaleInput(Input, reads=ScoreScale, drops=("date_last_modified",)):
    """A score scale of a class, as created or replaced."""

    sourced_id: str | Unset = wire(default=UNSET, check=non_empty)
    title: str = wire(check=non_empty)
    type: str = wire(check=non_empty)
    class_: RefInput
    status: Open[Status] | Unset = wire(default=Status.ACTIVE, check=one_of(Status))
    metadata: JsonObject | Unset | None = UNSET
    course: RefInput | Unset | None = UNSET
    score_scale_value: Sequence[ScoreScaleValueInput] = wire(check=at_least(1))
