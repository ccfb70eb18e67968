"""Commands that change lesson plans, by short names: `move_to_start(resource("cr-1"))`.

Ids are those of components and component resources in the course. All are of one type, so that a list of them is one of
commands.
"""

from timeback_core.flows.steps import given
from timeback_core.powerpath.models.operations import (
    AddCustomResource,
    BesidePayload,
    ChangeItemParent,
    CustomResourcePayload,
    LessonPlanItemType,
    LessonPlanOperationCommand as Command,
    MoveItemAfter,
    MoveItemBefore,
    MoveItemToEnd,
    MoveItemToStart,
    OperationTarget,
    ParentPayload,
    Position,
    SetSkipped,
    SkippedPayload,
    TargetPayload,
)

__all__ = [
    "add_resource",
    "change_parent",
    "component",
    "move_after",
    "move_before",
    "move_to_end",
    "move_to_start",
    "resource",
    "show",
    "skip",
]


def component(sourced_id: str) -> OperationTarget:
    """A component, as what a command is about."""
    return OperationTarget(type=LessonPlanItemType.COMPONENT, id=sourced_id)


def resource(sourced_id: str) -> OperationTarget:
    """A lesson, as what a command is about; its id is that of the component resource."""
    return OperationTarget(type=LessonPlanItemType.RESOURCE, id=sourced_id)


def skip(target: OperationTarget) -> Command:
    """Hide an item from the student, with all that is in it."""
    return SetSkipped(payload=SkippedPayload(target=target, value=True))


def show(target: OperationTarget) -> Command:
    """Show an item that is hidden."""
    return SetSkipped(payload=SkippedPayload(target=target, value=False))


def move_before(target: OperationTarget, reference_id: str) -> Command:
    """Put an item directly before another one of the same parent."""
    return MoveItemBefore(payload=BesidePayload(target=target, reference_id=reference_id))


def move_after(target: OperationTarget, reference_id: str) -> Command:
    """Put an item directly after another one of the same parent."""
    return MoveItemAfter(payload=BesidePayload(target=target, reference_id=reference_id))


def move_to_start(target: OperationTarget) -> Command:
    """Put an item before all others of its parent."""
    return MoveItemToStart(payload=TargetPayload(target=target))


def move_to_end(target: OperationTarget) -> Command:
    """Put an item after all others of its parent."""
    return MoveItemToEnd(payload=TargetPayload(target=target))


def add_resource(resource_id: str, parent_component_id: str, *, skipped: bool | None = None) -> Command:
    """Add a lesson of any course at the end of a component.

    resource_id: id of a component resource that is in use. skipped: whether it is hidden, which it is not by itself.
    """
    return AddCustomResource(
        payload=CustomResourcePayload(
            resource_id=resource_id, parent_component_id=parent_component_id, skipped=given(skipped)
        )
    )


def change_parent(target: OperationTarget, new_parent_id: str, position: Position | str | None = None) -> Command:
    """Put an item under another component.

    position: `start` or `end` of it, which is the usual one.
    """
    return ChangeItemParent(payload=ParentPayload(target=target, new_parent_id=new_parent_id, position=given(position)))
