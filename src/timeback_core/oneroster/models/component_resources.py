"""Component resources: the resources that hang on the components of a course."""

from datetime import datetime

from timeback_core.engine.codec import (
    UNSET,
    Input,
    Loose,
    Model,
    Number,
    Open,
    Unset,
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
    status: Open[Status] | Unset = wire(default=Status.ACTIVE, check=one_of(Status))
    metadata: ComponentResourceMetadata | Unset | None = UNSET
    sort_order: int | Unset = UNSET
    lesson_type: Open[LessonType] | Unset | None = wire(default=UNSET, check=one_of(LessonType))
    """Applications look for it in the metadata as well: a write fills each place from the other, and this one wins
    where they differ."""


def fits(value: object, expected: type) -> bool:
    """Whether an optional value has its type, so that it can be written into another place too."""
    return not value or isinstance(value, expected)


def with_both_lesson_types(link: object) -> object:
    """A component resource with its type of lesson in both places; what is no component resource is left as it is."""
    if not isinstance(link, ComponentResourceInput):
        return link
    if not fits(link.metadata, ComponentResourceMetadata) or not fits(link.lesson_type, str):
        return link
    metadata = link.metadata or ComponentResourceMetadata()
    if link.lesson_type:
        if metadata.lesson_type == link.lesson_type:
            return link
        return evolve(link, metadata=evolve(metadata, lesson_type=link.lesson_type))
    if link.lesson_type is None or one_of(LessonType)(metadata.lesson_type):
        return link
    return evolve(link, lesson_type=metadata.lesson_type)
