"""Component resources: the resources that hang on the components of a course."""

from datetime import datetime
from typing import Self

from timeback_core.engine.codec import (
    Input,
    Loose,
    Model,
    Number,
    Open,
    evolve,
    model,
    non_empty,
    one_of,
    wire,
)
from timeback_core.oneroster.models.enums import LessonType, Status
from timeback_core.oneroster.models.refs import Ref, RefInput


@model
class ComponentResourceMetadata(Loose):
    """Metadata of a component resource; any other key is in `extra`."""

    lesson_type: Open[LessonType] | None = None
    """Where most documents keep the type of the lesson."""


@model
class ComponentResource(Model):
    """A resource as a part of a course component."""

    sourced_id: str
    title: str
    course_component: Ref
    resource: Ref
    status: Open[Status] | None = None
    date_last_modified: datetime | None = None
    """When the server stored the document last."""
    metadata: ComponentResourceMetadata | None = None
    sort_order: Number | None = None
    lesson_type: Open[LessonType] | None = None
    """Missing on most documents: see `known_lesson_type`."""

    @property
    def known_lesson_type(self) -> Open[LessonType] | None:
        """The type of the lesson, from the document itself or else from its metadata."""
        return self.lesson_type or (self.metadata.lesson_type if self.metadata else None)


@model
class ComponentResourceInput(Input, reads=ComponentResource, drops=("date_last_modified",)):
    """A resource as a part of a course component, as created or replaced."""

    sourced_id: str = wire(check=non_empty)
    title: str = wire(check=non_empty)
    course_component: RefInput
    resource: RefInput
    status: Open[Status] = wire(default=Status.ACTIVE, check=one_of(Status))
    metadata: ComponentResourceMetadata | None = None
    sort_order: int | None = wire(default=None, null=False)
    lesson_type: Open[LessonType] | None = wire(default=None, check=one_of(LessonType))
    """Applications look for it in the metadata as well: see `with_lesson_type_in_metadata`."""

    def with_lesson_type_in_metadata(self) -> Self:
        """The same resource with its `lesson_type` in its metadata too."""
        if not self.lesson_type:
            return self
        metadata = evolve(self.metadata or ComponentResourceMetadata(), lesson_type=self.lesson_type)
        return evolve(self, metadata=metadata)
