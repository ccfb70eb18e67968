"""What people note about what they use."""

from __future__ import annotations

from typing import ClassVar, Literal

from timeback_core.caliper.models.base import AgentRef, Entity, Part, PersonRef, ResourceRef
from timeback_core.engine.codec import Number, model, non_negative, wire


@model
class TextPositionSelector(Part):
    """A range of a text, by the offsets of its first character and of that behind its last."""

    type: Literal["TextPositionSelector"] = "TextPositionSelector"
    start: Number = wire(check=non_negative)
    end: Number = wire(check=non_negative)


@model
class AnyAnnotation(Entity):
    """Base of all annotations."""

    needs: ClassVar[tuple[str, ...]] = ("annotator", "annotated")

    annotator: PersonRef | None = None
    annotated: ResourceRef | None = None


@model
class Annotation(AnyAnnotation):
    """A note."""

    type: Literal["Annotation"] = "Annotation"


@model
class BookmarkAnnotation(AnyAnnotation):
    """A bookmark."""

    type: Literal["BookmarkAnnotation"] = "BookmarkAnnotation"
    bookmark_notes: str | None = None


@model
class HighlightAnnotation(AnyAnnotation):
    """A marked text."""

    type: Literal["HighlightAnnotation"] = "HighlightAnnotation"
    selection: TextPositionSelector | None = None
    selection_text: str | None = None


@model
class SharedAnnotation(AnyAnnotation):
    """Something that was shared."""

    type: Literal["SharedAnnotation"] = "SharedAnnotation"
    with_agents: tuple[AgentRef, ...] = ()


@model
class TagAnnotation(AnyAnnotation):
    """Tags."""

    type: Literal["TagAnnotation"] = "TagAnnotation"
    tags: tuple[str, ...] = ()
