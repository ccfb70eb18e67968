"""Categories of line items, such as homework, with their share in the final grade."""

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


@model
class Category(Model):
    """A category of line items."""

    sourced_id: str
    title: str
    status: Open[Status] | None = None
    date_last_modified: datetime | None = None
    """When the server stored the document last."""
    metadata: JsonObject | None = None
    weight: Number | None = None
    """Share in the final grade."""


@model
class CategoryInput(Input, reads=Category, drops=("date_last_modified",)):
    """A category of line items, as created or replaced."""

    sourced_id: str | Unset = wire(default=UNSET, check=non_empty)
    title: str = wire(check=non_empty)
    status: Open[Status] | Unset = wire(default=Status.ACTIVE, check=one_of(Status))
    metadata: JsonObject | Unset | None = UNSET
    weight: Number | Unset | None = UNSET
    """Share in the final grade."""
