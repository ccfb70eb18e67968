"""Operations of lesson plans: the commands that change a plan, the log of them, and what became of each.

Ids are those of components and component resources in the course, never those of items of a plan.
"""

from collections.abc import Mapping
from contextlib import suppress
from copy import deepcopy
from datetime import datetime
from enum import StrEnum
from typing import Final, Literal, TypeAlias

from timeback_core.engine.codec import (
    UNSET,
    Flag,
    Input,
    JsonValue,
    Model,
    Open,
    Unknown,
    Unset,
    model,
    non_empty,
    one_of,
    wire,
)
from timeback_core.powerpath.models.common import Count


class LessonPlanItemType(StrEnum):
    """What an item of a lesson plan is."""

    COMPONENT = "component"
    RESOURCE = "resource"


class Position(StrEnum):
    """Where among its new siblings an item comes to stand."""

    START = "start"
    END = "end"


@model
class OperationTarget(Input):
    """The item that a command is about."""

    type: Open[LessonPlanItemType] = wire(check=one_of(LessonPlanItemType))
    id: str = wire(check=non_empty)


@model
class TargetPayload(Input):
    """Which item moves."""

    target: OperationTarget


@model
class SkippedPayload(TargetPayload):
    """Which item is hidden or shown."""

    value: bool
    """Whether it is hidden."""


@model
class BesidePayload(TargetPayload):
    """Which item moves, and beside which one."""

    reference_id: str = wire("reference_id", check=non_empty)
    """Id of an item with the same parent."""


@model
class CustomResourcePayload(Input):
    """Which lesson is added, and where."""

    resource_id: str = wire("resource_id", check=non_empty)
    """Id of a component resource of any course."""
    parent_component_id: str = wire("parent_component_id", check=non_empty)
    skipped: bool | Unset = UNSET
    """Whether it is hidden; it is not where nothing is said."""


@model
class ParentPayload(TargetPayload):
    """Which item gets another parent."""

    new_parent_id: str = wire("new_parent_id", check=non_empty)
    position: Open[Position] | Unset = wire(default=UNSET, check=one_of(Position))
    """At the end where nothing is said."""


@model
class SetSkipped(Input):
    """Hide an item from the student, or show it."""

    type: Literal["set-skipped"] = "set-skipped"
    payload: SkippedPayload


@model
class MoveItemBefore(Input):
    """Put an item directly before another one."""

    type: Literal["move-item-before"] = "move-item-before"
    payload: BesidePayload


@model
class MoveItemAfter(Input):
    """Put an item directly after another one."""

    type: Literal["move-item-after"] = "move-item-after"
    payload: BesidePayload


@model
class MoveItemToStart(Input):
    """Put an item before all others with its parent."""

    type: Literal["move-item-to-start"] = "move-item-to-start"
    payload: TargetPayload


@model
class MoveItemToEnd(Input):
    """Put an item after all others with its parent."""

    type: Literal["move-item-to-end"] = "move-item-to-end"
    payload: TargetPayload


@model
class AddCustomResource(Input):
    """Add a lesson, at the end of a component."""

    type: Literal["add-custom-resource"] = "add-custom-resource"
    payload: CustomResourcePayload


@model
class ChangeItemParent(Input):
    """Put an item under another component."""

    type: Literal["change-item-parent"] = "change-item-parent"
    payload: ParentPayload


LessonPlanOperationCommand: TypeAlias = (
    SetSkipped | MoveItemBefore | MoveItemAfter | MoveItemToStart | MoveItemToEnd | AddCustomResource | ChangeItemParent
)
"""What changes a lesson plan, by `type`."""

COMMANDS: Final[Mapping[str, type[LessonPlanOperationCommand]]] = {
    "set-skipped": SetSkipped,
    "move-item-before": MoveItemBefore,
    "move-item-after": MoveItemAfter,
    "move-item-to-start": MoveItemToStart,
    "move-item-to-end": MoveItemToEnd,
    "add-custom-resource": AddCustomResource,
    "change-item-parent": ChangeItemParent,
}


@model
class LessonPlanOperation(Model):
    """An operation in the log of a lesson plan."""

    id: str
    type: str
    payload: JsonValue = None
    reason: str | None = None
    """Why it was made."""
    created_at: datetime | str | None = None
    sequence_number: Count | None = None
    """Its place in the log, from 1 on."""
    created_by: str | None = None

    @property
    def command(self) -> LessonPlanOperationCommand | Unknown:
        """What it asks for; `Unknown` where it is none of the known commands, or not made like one."""
        from timeback_core.engine.codec.runtime import Bad, decoder

        known = COMMANDS.get(self.type)
        if known is not None:
            with suppress(Bad, RecursionError):
                return decoder(known)({"type": self.type, "payload": deepcopy(self.payload)})  # reading consumes it
        return Unknown({"type": self.type, "payload": self.payload})


@model
class StoreOperationResult(Model):
    """An operation that was stored; it takes effect with the next sync."""

    success: Flag = True
    message: str | None = None
    operation_id: str | None = None


@model
class OperationError(Model):
    """Why an operation had no effect."""

    message: str = ""


@model
class OperationResult(Model):
    """What became of one operation."""

    success: Flag
    """Whether it had its effect."""
    errors: tuple[OperationError, ...] = ()


@model
class SyncOperationsResult(Model):
    """What became of the operations that were applied; one that has no effect does not stop those after it."""

    success: Flag = True
    """Whether the run came to its end."""
    message: str | None = None
    operation_count: Count | None = None
    operation_results: tuple[OperationResult, ...] = ()
    """One for each operation, in order."""


@model
class SyncCourseLessonPlansResult(Model):
    """The lesson plans that were made anew."""

    lesson_plans_affected: tuple[str, ...] = ()
    """Their ids."""
