"""Feedback records, and what a deletion answers."""

from datetime import datetime

from timeback_core.engine.codec import UNSET, Flag, Input, Loose, Model, Open, Unset, model, non_empty, wire
from timeback_core.qti.models.enums import FeedbackType


@model
class FeedbackRecord(Loose):
    """What somebody said about a question or a lesson."""

    user_id: str
    feedback: str
    type: Open[FeedbackType]
    lesson_id: str
    question_id: str | None = None
    human_approved: Flag | tuple[Flag, ...] | None = None
    """Whether somebody has approved it; of several, one flag each."""
    identifier: str | None = wire(default=None, also=("id", "_id"))
    """Its id, by which it is deleted."""
    created_at: datetime | None = None
    updated_at: datetime | None = None


@model
class FeedbackInput(Input):
    """What somebody has to say about a question or a lesson."""

    user_id: str = wire(check=non_empty)
    feedback: str = wire(check=non_empty)
    lesson_id: str = wire(check=non_empty)
    question_id: str | Unset = UNSET
    human_approved: Flag | Unset = UNSET


@model
class MessageResponse(Model):
    """What the server says of a deletion."""

    message: str | None = None
