"""By which renderer the questions of a course are shown."""

from collections.abc import Sequence
from typing import Annotated

from timeback_core.engine.codec import UNSET, Flag, Input, Model, Unset, at_least, model, non_empty, url, wire


@model
class RenderConfig(Model):
    """The renderer of a course."""

    course_id: str
    renderer_id: str
    renderer_url: str
    """Where it lives."""
    renderer_version: str | None = None
    suppress_feedback: Flag = False
    suppress_correct_response: Flag = False
    """Whether it hides the right answer."""


@model
class RenderConfigUpsertInput(Input):
    """A renderer for several courses, instead of all that was said of theirs before."""

    course_ids: Sequence[Annotated[str, non_empty]] = wire(check=at_least(1))
    renderer_id: str = wire(check=non_empty)
    renderer_url: str = wire(check=url)
    """Where it lives; sent as it is."""
    renderer_version: str | Unset = wire(default=UNSET, check=non_empty)
    suppress_feedback: bool | Unset = UNSET
    suppress_correct_response: bool | Unset = UNSET
    """Whether it hides the right answer."""


@model
class RenderConfigUpsertResult(Model):
    """The courses that have a renderer now."""

    updated: tuple[str, ...] = ()


@model
class RenderConfigDeleted(Model):
    """The course that has no renderer of its own any more."""

    deleted: str
