"""Course components: the units and lessons of a course."""

from datetime import datetime
from enum import StrEnum
from typing import Self

from timeback_core.engine.codec import (
    Input,
    JsonObject,
    Model,
    Number,
    Open,
    evolve,
    model,
    non_empty,
    one_of,
    wire,
)
from timeback_core.oneroster.models.enums import Status
from timeback_core.oneroster.models.refs import Ref, RefInput


class PrerequisiteCriteria(StrEnum):
    """How many of the prerequisites are needed."""

    ALL = "ALL"
    ANY = "ANY"


@model
class CourseComponent(Model):
    """A part of a course: a unit, a lesson."""

    sourced_id: str
    title: str
    course: Ref
    status: Open[Status] | None = None
    date_last_modified: datetime | None = None
    """When the server stored the document last."""
    metadata: JsonObject | None = None
    course_component: Ref | None = None
    """Older name of `parent`: read `parent` first."""
    parent: Ref | None = None
    """The component that this one is a part of; none on the top level."""
    sort_order: Number | None = None
    """May be zero, negative, or the same as another one's."""
    prerequisites: tuple[str, ...] = ()
    """Ids of the components that come before."""
    prerequisite_criteria: Open[PrerequisiteCriteria] | None = None
    unlock_date: datetime | None = None


@model
class CourseComponentInput(Input, reads=CourseComponent, drops=("date_last_modified",)):
    """A part of a course, as created or replaced. Without `sourced_id` the server chooses one.

    Below another component the server wants both `parent` and `course_component`: see `with_both_parents`.
    """

    sourced_id: str | None = wire(default=None, check=non_empty, null=False)
    title: str = wire(check=non_empty)
    course: RefInput
    status: Open[Status] = wire(default=Status.ACTIVE, check=one_of(Status))
    metadata: JsonObject | None = None
    course_component: RefInput | None = None
    """Older name of `parent`."""
    parent: RefInput | None = None
    """The component that this one is a part of."""
    sort_order: int | None = wire(default=None, null=False)
    prerequisites: tuple[str, ...] = ()
    """Ids of the components that come before."""
    prerequisite_criteria: Open[PrerequisiteCriteria] | None = None
    unlock_date: datetime | None = wire(default=None, null=False)

    def with_both_parents(self) -> Self:
        """The same component with both names of its parent filled; `parent` wins where they differ."""
        parent = self.parent or self.course_component
        return evolve(self, parent=parent, course_component=parent) if parent else self
