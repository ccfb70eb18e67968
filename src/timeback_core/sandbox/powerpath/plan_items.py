"""The items of a lesson plan: what mirrors the course when the plan is made, and what each operation does to them.

A component holds `resources` and `components`, and those in one list are siblings; the plan is the outermost holder.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final, TypeAlias

import attrs

from timeback_core.sandbox.messages import Document
from timeback_core.sandbox.oneroster.kind import metadata_of
from timeback_core.sandbox.powerpath.course_tree import CourseTree, is_active
from timeback_core.sandbox.world import World

LISTS: Final = {"resource": "resources", "component": "components"}
"""Where the items of each type are held."""


@attrs.frozen
class Place:
    """Where an item stands."""

    siblings: list[Document]
    at: int

    @property
    def item(self) -> Document:
        """The item."""
        return self.siblings[self.at]

    def leave(self) -> Document:
        """Take the item out of the plan."""
        return self.siblings.pop(self.at)


def mirrored(world: World, course_id: str) -> Document:
    """The items of a new plan: those of the course, support lessons skipped."""
    tree = CourseTree(world, course_id)

    def component(row: Document) -> Document:
        item = _item(world, "component", row["sourcedId"], skipped=_is_support(row))
        item["resources"] = [link(each) for each in tree.links(row)]
        item["components"] = [component(each) for each in tree.children(row)]
        return item

    def link(row: Document) -> Document:
        resource = world.store.get("resources", row["resource"]["sourcedId"]) or {}
        return _item(world, "resource", row["sourcedId"], skipped=_is_support(row) or _is_support(resource))

    return {"resources": [], "components": [component(row) for row in tree.children(None)]}


def places(holder: Document) -> Iterator[Place]:
    """Every place of a plan or below an item, in reading order."""
    for name in LISTS.values():
        for at, item in enumerate(holder[name]):
            yield Place(holder[name], at)
            if item["type"] == "component":
                yield from places(item)


def perform(world: World, plan: Document, operation: Document) -> str | None:
    """Let an operation have its effect on the items of a plan; why it has none."""
    effect = _EFFECTS[operation["type"]]
    return effect(world, plan, operation["payload"])


def _item(world: World, item_type: str, sourced_id: str, *, skipped: bool) -> Document:
    return {"itemId": world.new_id(), "type": item_type, "id": sourced_id, "skipped": skipped}


def _is_support(row: Document) -> bool:
    return metadata_of(row).get("lessonRole") == "support"


def _find(plan: Document, item_type: str, sourced_id: str) -> Place | None:
    found = (place for place in places(plan) if (place.item["type"], place.item["id"]) == (item_type, sourced_id))
    return next(found, None)


_Payload: TypeAlias = Document
_Effect: TypeAlias = Callable[[World, Document, _Payload], str | None]


def _on_target(change: Callable[[Document, Place, _Payload], str | None]) -> _Effect:
    """The effect of an operation that names its target."""

    def effect(_: World, plan: Document, payload: _Payload) -> str | None:
        target = payload["target"]
        place = _find(plan, target["type"], target["id"])
        return f"The {target['type']} is not in the plan." if place is None else change(plan, place, payload)

    return effect


def _set_skipped(_: Document, place: Place, payload: _Payload) -> None:
    place.item["skipped"] = payload["value"]


def _move_beside(distance: int) -> Callable[[Document, Place, _Payload], str | None]:
    def change(plan: Document, place: Place, payload: _Payload) -> str | None:
        reference_id = payload["reference_id"]
        if all(sibling["id"] != reference_id for sibling in place.siblings):
            known = any(other.item["id"] == reference_id for other in places(plan))
            return "The reference has another parent." if known else "The reference is not in the plan."
        if place.item["id"] != reference_id:
            item = place.leave()
            at = next(at for at, sibling in enumerate(place.siblings) if sibling["id"] == reference_id)
            place.siblings.insert(at + distance, item)
        return None

    return change


def _move_to_start(_: Document, place: Place, __: _Payload) -> None:
    place.siblings.insert(0, place.leave())


def _move_to_end(_: Document, place: Place, __: _Payload) -> None:
    place.siblings.append(place.leave())


def _add_custom_resource(world: World, plan: Document, payload: _Payload) -> str | None:
    row = world.store.get("componentResources", payload["resource_id"])
    if row is None or not is_active(row):
        return "The component resource is unknown or not active."
    parent = _find(plan, "component", payload["parent_component_id"])
    if parent is None:
        return "The parent is no component of the plan."
    skipped = payload.get("skipped", False)
    parent.item["resources"].append(_item(world, "resource", row["sourcedId"], skipped=skipped))
    return None


def _change_parent(plan: Document, place: Place, payload: _Payload) -> str | None:
    item, parent = place.item, _find(plan, "component", payload["new_parent_id"])
    if parent is None:
        return "The parent is no component of the plan."
    inside = places(item) if item["type"] == "component" else ()
    if parent.item is item or any(other.item is parent.item for other in inside):
        return "A component cannot be moved into itself."
    siblings = parent.item[LISTS[item["type"]]]
    place.leave()
    siblings.insert(0 if payload.get("position") == "start" else len(siblings), item)
    return None


_EFFECTS: Final[Mapping[str, _Effect]] = {
    "set-skipped": _on_target(_set_skipped),
    "move-item-before": _on_target(_move_beside(0)),
    "move-item-after": _on_target(_move_beside(1)),
    "move-item-to-start": _on_target(_move_to_start),
    "move-item-to-end": _on_target(_move_to_end),
    "add-custom-resource": _add_custom_resource,
    "change-item-parent": _on_target(_change_parent),
}
