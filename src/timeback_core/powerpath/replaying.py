"""What operations make of a lesson plan, computed here: the structure that the server gives after recreating it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from operator import is_
from typing import TYPE_CHECKING, Final, TypeAlias

import attrs

from timeback_core.engine.codec import Unknown, evolve
from timeback_core.powerpath.models.lesson_plans import LessonPlanStructure, LessonPlanStructureNode
from timeback_core.powerpath.models.operations import (
    AddCustomResource,
    ChangeItemParent,
    LessonPlanItemType,
    LessonPlanOperation,
    LessonPlanOperationCommand,
    MoveItemAfter,
    MoveItemBefore,
    MoveItemToEnd,
    MoveItemToStart,
    OperationError,
    OperationResult,
    Position,
    SetSkipped,
)

if TYPE_CHECKING:
    from timeback_core.powerpath.models.operations import OperationTarget
    from timeback_core.powerpath.models.syllabus import Syllabus, SyllabusComponent, SyllabusComponentResource

    Operation: TypeAlias = LessonPlanOperation | LessonPlanOperationCommand

__all__ = ["Replayed", "plan_of", "replay"]

RESOURCE: Final = LessonPlanItemType.RESOURCE
COMPONENT: Final = LessonPlanItemType.COMPONENT
DIGITS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
NOT_IN_PLAN: Final = "the {0.type} {0.id} is not in the plan"


Nodes: TypeAlias = tuple[LessonPlanStructureNode, ...]


@attrs.frozen
class Replayed:
    """What operations make of a lesson plan."""

    structure: LessonPlanStructure
    """The plan with their effects; items that were added have no `item_id`."""
    results: tuple[OperationResult, ...]
    """What becomes of each operation, in order."""


def replay(
    plan: LessonPlanStructure, operations: Iterable[Operation], *, lessons: Mapping[str, str | None] | None = None
) -> Replayed:
    """What operations make of a plan, one after the other; one that has no effect does not stop those after it.

    plan: as it is without any operation, such as `plan_of` gives it of a syllabus; or with those before. operations:
    those of a log, or commands that are not stored yet. lessons: titles of the lessons of other courses that may be
    added, by id of the component resource; those of the plan are known.
    """
    arranging = Arranging(plan, lessons or {})
    results = tuple(map(arranging.perform, operations))
    return Replayed(arranging.structure(), results)


def plan_of(syllabus: Syllabus) -> LessonPlanStructure:
    """The plan that a student gets of a course before any operation: all of its syllabus, support content skipped."""
    course = syllabus.course
    made: dict[int, LessonPlanStructureNode] = {}
    for unit in reversed(list(units_of(syllabus.sub_components))):
        made[id(unit)] = LessonPlanStructureNode(
            type=COMPONENT,
            component_id=unit.sourced_id,
            title=unit.title,
            skipped=(unit.metadata or {}).get("lessonRole") == "support",
            component_resources=keyed(map(lesson_node, unit.component_resources)),
            sub_components=keyed(made[id(each)] for each in unit.sub_components),
        )
    return LessonPlanStructure(
        course_id=course.sourced_id if course else None,
        course_title=course.title if course else None,
        structure=keyed(made[id(each)] for each in syllabus.sub_components),
    )


def units_of(components: Iterable[SyllabusComponent]) -> Iterator[SyllabusComponent]:
    """All units of a syllabus, each before those in it."""
    left = list(components)
    while left:
        unit = left.pop()
        yield unit
        left.extend(unit.sub_components)


def lesson_node(lesson: SyllabusComponentResource) -> LessonPlanStructureNode:
    """A lesson of a syllabus as an item of a plan."""
    told = (lesson.metadata, lesson.resource and lesson.resource.metadata)
    return LessonPlanStructureNode(
        type=RESOURCE,
        component_resource_id=lesson.sourced_id,
        title=lesson.title,
        skipped=any(each is not None and each.extra.get("lessonRole") == "support" for each in told),
    )


def keyed(nodes: Iterable[LessonPlanStructureNode]) -> Nodes:
    """Siblings with keys of their order."""
    return tuple(evolve(node, order=order_key(index)) for index, node in enumerate(nodes))


def order_key(index: int) -> str:
    """The key of a place: `a0` to `az`, `b00` to `bzz` and so on, which as texts are in the order of the places."""
    width = 1
    while index >= len(DIGITS) ** width:
        index -= len(DIGITS) ** width
        width += 1
    digits = (DIGITS[index // len(DIGITS) ** place % len(DIGITS)] for place in reversed(range(width)))
    return chr(ord("a") + width - 1) + "".join(digits)


class Item:
    """An item of a plan, while it is being arranged."""

    def __init__(self, node: LessonPlanStructureNode, parent: Item | None = None) -> None:
        self.node: Final = node
        """As it was."""
        self.key: Final = (node.type, node.component_resource_id if node.type == RESOURCE else node.component_id)
        """What it is, and its id in the course."""
        self.parent = parent
        self.siblings: list[Item] = []
        """The list that it stands in, itself among them."""
        self.skipped: bool = node.skipped
        self.resources: list[Item] = []
        self.components: list[Item] = []

    def hold(self, items: list[Item], nodes: Nodes) -> None:
        """Fill one of its lists with what was in it."""
        items += (Item(node, self) for node in nodes)
        for item in items:
            item.siblings = items

    def above(self) -> Iterator[Item]:
        """The item itself, and all that it is in."""
        item: Item | None = self
        while item is not None:
            yield item
            item = item.parent

    def below(self) -> Iterator[Item]:
        """All that is in it, each before what is in that, the lessons of a component before the components in it."""
        left = [*reversed(self.components), *reversed(self.resources)]
        while left:
            item = left.pop()
            yield item
            left += [*reversed(item.components), *reversed(item.resources)]

    def lists(self) -> tuple[list[Item], list[Item]]:
        """What stands directly in it."""
        return self.resources, self.components

    def arranged(self, made: Mapping[Item, LessonPlanStructureNode]) -> LessonPlanStructureNode:
        """The item as it is now; the very same node where nothing has changed."""
        node = self.node
        lessons, units = (
            siblings_of(before, now, made)
            for before, now in zip((node.component_resources, node.sub_components), self.lists(), strict=True)
        )
        kept = lessons is node.component_resources and units is node.sub_components
        if kept and self.skipped == node.skipped:
            return node
        return evolve(node, skipped=self.skipped, component_resources=lessons, sub_components=units)


def siblings_of(before: Nodes, now: list[Item], made: Mapping[Item, LessonPlanStructureNode]) -> Nodes:
    """Siblings as they are now, with new keys where they do not stand as they stood."""
    nodes = tuple(made[item] for item in now)
    if len(before) != len(now) or any(item.node is not node for item, node in zip(now, before, strict=True)):
        return keyed(nodes)
    return before if all(map(is_, nodes, before)) else nodes


class Refused(Exception):  # noqa: N818 -- it never leaves this module: an operation has no effect, for this reason
    """An operation has no effect."""


class Arranging:
    """A plan whose items are being arranged."""

    def __init__(self, plan: LessonPlanStructure, lessons: Mapping[str, str | None]) -> None:
        self._plan = plan
        self._root = Item(LessonPlanStructureNode(type=COMPONENT, sub_components=plan.structure))
        self._lessons = dict(lessons)
        self._items: defaultdict[tuple[str, str | None], list[Item]] = defaultdict(list)
        """All items that bear a key, in no order."""
        left = [self._root]
        while left:
            item = left.pop()
            item.hold(item.resources, item.node.component_resources)
            item.hold(item.components, item.node.sub_components)
            left += item.resources + item.components
            self._items[item.key].append(item)
            if item.node.component_resource_id is not None:
                self._lessons[item.node.component_resource_id] = item.node.title

    def perform(self, operation: Operation) -> OperationResult:
        """Let an operation have its effect, and tell what becomes of it."""
        command = operation.command if isinstance(operation, LessonPlanOperation) else operation
        try:
            self._effect(command)
        except Refused as reason:
            return OperationResult(success=False, errors=(OperationError(message=str(reason)),))
        return OperationResult(success=True)

    def _effect(self, command: LessonPlanOperationCommand | Unknown) -> None:
        from timeback_core.engine.codec.runtime import check

        if not isinstance(command, LessonPlanOperationCommand):
            raise Refused("the operation is not known, or not made like one")
        if problems := check(command):
            raise Refused("; ".join(f"{problem.path}: {problem.text}" for problem in problems))
        match command:
            case SetSkipped(payload=said):
                self._target(said.target).skipped = said.value
            case MoveItemBefore(payload=said):
                self._move_beside(said.target, said.reference_id, 0)
            case MoveItemAfter(payload=said):
                self._move_beside(said.target, said.reference_id, 1)
            case MoveItemToStart(payload=said):
                item = self._target(said.target)
                item.siblings.remove(item)
                item.siblings.insert(0, item)
            case MoveItemToEnd(payload=said):
                item = self._target(said.target)
                item.siblings.remove(item)
                item.siblings.append(item)
            case AddCustomResource(payload=said):
                self._add(said.resource_id, said.parent_component_id, skipped=bool(said.skipped))
            case ChangeItemParent(payload=said):
                self._change_parent(said.target, said.new_parent_id, first=said.position == Position.START)

    def _target(self, target: OperationTarget) -> Item:
        item = self._first((target.type, target.id))
        if item is None:
            raise Refused(NOT_IN_PLAN.format(target))
        return item

    def _first(self, key: tuple[str, str]) -> Item | None:
        """The item that is meant by a key: of several the first."""
        items = self._items.get(key, ())
        if len(items) <= 1:
            return next(iter(items), None)
        return next(item for item in self._root.below() if item.key == key)

    def _move_beside(self, target: OperationTarget, reference_id: str, distance: int) -> None:
        item = self._target(target)
        beside = next((each for each in item.siblings if each.key[1] == reference_id), None)
        if beside is None:
            raise Refused(f"{reference_id} does not stand beside the {target.type} {target.id}")
        if reference_id != target.id:
            item.siblings.remove(item)
            item.siblings.insert(item.siblings.index(beside) + distance, item)

    def _add(self, resource_id: str, parent_id: str, *, skipped: bool) -> None:
        if resource_id not in self._lessons:
            raise Refused(f"the lesson {resource_id} is not known")
        parent = self._component(parent_id)
        node = LessonPlanStructureNode(
            type=RESOURCE, component_resource_id=resource_id, title=self._lessons[resource_id], skipped=skipped
        )
        item = Item(node, parent)
        parent.resources.append(item)
        item.siblings = parent.resources
        self._items[item.key].append(item)

    def _change_parent(self, target: OperationTarget, parent_id: str, *, first: bool) -> None:
        item, parent = self._target(target), self._component(parent_id)
        if item in parent.above():
            raise Refused(f"the component {target.id} cannot be moved into itself")
        item.siblings.remove(item)
        item.parent, item.siblings = parent, parent.resources if item.node.type == RESOURCE else parent.components
        item.siblings.insert(0 if first else len(item.siblings), item)

    def _component(self, sourced_id: str) -> Item:
        item = self._first((COMPONENT, sourced_id))
        if item is None:
            raise Refused(f"the component {sourced_id} is not in the plan")
        return item

    def structure(self) -> LessonPlanStructure:
        """The plan as it is now."""
        made: dict[Item, LessonPlanStructureNode] = {}
        for item in reversed([self._root, *self._root.below()]):  # what is in an item comes before it
            made[item] = item.arranged(made)
        structure = made[self._root].sub_components
        return self._plan if structure is self._plan.structure else evolve(self._plan, structure=structure)
