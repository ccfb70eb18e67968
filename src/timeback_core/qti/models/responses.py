"""What comes of a response."""

from timeback_core.engine.codec import Flag, LaxNumber, Loose, model


@model
class ItemFeedback(Loose):
    """What is said about a response."""

    identifier: str | None = None
    """Such as `correct`, `incorrect`, or of the item's own."""
    value: str | None = None
    """Such as `Correct`, or what a grader wrote."""


@model
class ProcessResponseResult(Loose):
    """What a response was worth."""

    score: LaxNumber | None = None
    """From 0 (wrong) to 1 (right); None while it is being graded elsewhere."""
    feedback: ItemFeedback | None = None
    is_correct: Flag | None = None
    requires_async_grading: Flag | None = None
    """Whether another grader will answer later."""
    grader_url: str | None = None
    """That grader."""
