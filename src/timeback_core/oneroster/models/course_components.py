"""Course components: the units and lessons of a course."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from timeback_core.engine.codec import (
    UNSET,
    Input,
    JsonObject,
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
from timeback_core.oneroster.models.enums import Status
from timeback_core.oneroster.models.refs import Ref, RefInput
from timeback_core.problems import Problem


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
    """A part of a course, as created or replaced. Without `sourced_id` the server chooses one."""

    sourced_id: str | Unset = wire(default=UNSET, check=non_empty)
    title: str = wire(check=non_empty)
    course: RefInput
    status: Open[Status] | Unset = wire(default=Status.ACTIVE, check=one_of(Status))
    metadata: JsonObject | Unset | None = UNSET
    course_component: RefInput | Unset | None = UNSET
    """Older name of `parent`: a write fills each from the other, and `parent` wins where they differ."""
    parent: RefInput | Unset | None = UNSET
    """The component that this one is a part of."""
    sort_order: int | Unset = UNSET
    prerequisites: Sequence[Annotated[str, non_empty]] | Unset | None = UNSET
    """Ids of the components that come before."""
    prerequisite_criteria: Open[PrerequisiteCriteria] | Unset | None = UNSET
    unlock_date: datetime | Unset = UNSET

    def problems(self) -> Iterable[Problem]:
        """A component that is moved to the top level has neither parent."""
        if self.course_component and self.parent is None:
            yield Problem("parent", "must not be null while course_component is not")


def with_both_parents(component: object) -> object:
    """A component under both names of its parent, as servers want it; what is no component is left as it is."""
    if not isinstance(component, CourseComponentInput):
        return component
    parent = component.course_component if component.parent is UNSET else component.parent
    if not isinstance(parent, RefInput):
        return component
    return evolve(component, parent=parent, course_component=parent)


def with_one_parent(component: CourseComponentInput) -> CourseComponentInput:
    """A component with its parent under the name `parent` alone, from either name."""
    if not component.course_component:
        return component
    return evolve(component, parent=component.parent or component.course_component, course_component=None)
