"""Lesson plans: made from the course, read as tree or structure, changed by operations that are logged first."""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any, Final

from timeback_core.sandbox.calls import Call, Route
from timeback_core.sandbox.described import Again, described, under
from timeback_core.sandbox.messages import Document, Reply, empty_reply, json_reply
from timeback_core.sandbox.oneroster.collections import CLASSES, COURSES, USERS
from timeback_core.sandbox.oneroster.kinds import COURSE, RESOURCE
from timeback_core.sandbox.oneroster.members import FREE, FULL_TEXT, TEXT, TEXTS
from timeback_core.sandbox.oneroster.reads import show
from timeback_core.sandbox.oneroster.writes import checked
from timeback_core.sandbox.powerpath.plan_items import LISTS, mirrored, perform
from timeback_core.sandbox.refusals import unknown
from timeback_core.sandbox.schema import (
    WHOLE,
    Boolean,
    Choice,
    ListOf,
    Member,
    Record,
    Tagged,
    may,
    may_nulls,
    must,
    musts,
)
from timeback_core.sandbox.store import reference
from timeback_core.sandbox.world import World

_BASE: Final = "/powerpath/lessonPlans"
_PLANS: Final = "lessonPlans"
_NEW: Final = Record((must("courseId", FULL_TEXT), must("userId", FULL_TEXT), may("classId", FULL_TEXT)))
_TARGET: Final = must(
    "target", Record((must("type", Choice(tuple(LISTS))), must("id", TEXT)), closed=True, name="OperationTarget")
)
_REFERENCE: Final = must("reference_id", TEXT)
_NEW_PARENT: Final = (must("new_parent_id", TEXT), may("position", Choice(("start", "end"))))
_ADDED: Final = (must("resource_id", TEXT), must("parent_component_id", TEXT), may("skipped", Boolean()))


def _command(*payload: Member, closed: bool = True) -> Record:
    return Record((must("type", TEXT), must("payload", Record(payload, closed=closed))), closed=True)


_COMMAND: Final = Tagged(
    "LessonPlanCommand",
    "type",
    {
        "set-skipped": _command(_TARGET, must("value", Boolean())),
        "move-item-before": _command(_TARGET, _REFERENCE),
        "move-item-after": _command(_TARGET, _REFERENCE),
        "move-item-to-start": _command(_TARGET),
        "move-item-to-end": _command(_TARGET),
        "add-custom-resource": _command(*_ADDED),
        "change-item-parent": _command(_TARGET, *_NEW_PARENT, closed=False),
    },
)
_OPERATION: Final = Record((must("operation", _COMMAND), may("reason", TEXT)), closed=True)
_TOLD: Final = ("id", "type", "payload", "reason", "createdAt", "sequenceNumber", "createdBy")

_PLAN_ID: Final = Record(musts(TEXT, "lessonPlanId"))
_LOGGED: Final = Record(
    (
        *musts(TEXT, "id", "type", "createdAt"),
        must("payload", FREE),
        must("sequenceNumber", WHOLE),
        *may_nulls(TEXT, "reason", "createdBy"),
    ),
    name="LessonPlanOperation",
)
_OUTCOME: Final = Record((must("success", Boolean()), may("errors", ListOf(Record(musts(TEXT, "message"))))))
_PERFORMED: Final = Record(
    (must("success", Boolean()), must("operationCount", WHOLE), must("operationResults", ListOf(_OUTCOME))),
    name="LessonPlanSync",
)
_TREE_RESOURCE: Final = Record(
    (
        *may_nulls(TEXT, "tenantId", "clientAppId"),
        *musts(TEXT, "id", "sortOrder", "courseComponentSourcedId"),
        may("metadata", FREE),
        must("resource", RESOURCE.record),
    ),
    name="LessonPlanResource",
)
_TREE_COMPONENT: Final = Record(
    (
        *musts(TEXT, "id", "sourcedId", "status", "title", "sortOrder"),
        *(may(name, TEXT) for name in ("unlockDate", "prerequisiteCriteria")),
        may("metadata", FREE),
        may("prerequisites", TEXTS),
        must("componentResources", ListOf(_TREE_RESOURCE)),
        must("subComponents", ListOf(Again("LessonPlanComponent"))),
    ),
    name="LessonPlanComponent",
)
_TREE: Final = Record((must("course", COURSE.record), must("subComponents", ListOf(_TREE_COMPONENT))))
_NODE: Final = (*musts(TEXT, "type", "title", "order", "itemId"), must("skipped", Boolean()))
_RESOURCE_NODE: Final = Record((must("componentResourceId", TEXT), *_NODE), name="ResourceNode")
_COMPONENT_NODE: Final = Record(
    (
        must("componentId", TEXT),
        *_NODE,
        must("componentResources", ListOf(_RESOURCE_NODE)),
        must("subComponents", ListOf(Again("ComponentNode"))),
    ),
    name="ComponentNode",
)
_STRUCTURE: Final = Record((*musts(TEXT, "id", "courseId", "courseTitle"), must("structure", ListOf(_COMPONENT_NODE))))


def _as_plan(shape: Record) -> Record:
    return under("lessonPlan", under("lessonPlan", shape))


@described({200: _PLAN_ID, 201: _PLAN_ID}, takes=_NEW)
def _create(call: Call) -> Reply:
    """Make the lesson plan of a student in a course: 200 where there is one."""
    body = checked(call.world, _NEW, call.body(), "")
    course, user = COURSES.get(call.world, body["courseId"]), USERS.get(call.world, body["userId"])
    if "classId" in body:
        CLASSES.get(call.world, body["classId"])
    plan = _plan_of(call.world, course["sourcedId"], user["sourcedId"])
    status = 201 if plan is None else 200
    if plan is None:
        plan = {
            "sourcedId": call.world.new_id(),
            "course": reference(course["sourcedId"]),
            "user": reference(user["sourcedId"]),
            "items": mirrored(call.world, course["sourcedId"]),
            "log": list[Document](),
            "applied": 0,
        }
        call.world.store.put(_PLANS, plan)
    return json_reply(status, {"lessonPlanId": plan["sourcedId"]})


@described({204: None})
def _delete_all(call: Call) -> Reply:
    """Take the lesson plans of a course away."""
    for plan in _plans_of_course(call):
        call.world.store.remove(_PLANS, plan["sourcedId"])
    return empty_reply(204)


@described({201: Record((must("success", Boolean()), must("operationId", TEXT)))}, takes=_OPERATION)
def _store_operation(call: Call) -> Reply:
    """Log an operation, to be performed by the next sync."""
    plan = _plan(call)
    body = checked(call.world, _OPERATION, call.body(), "")
    entry = {
        "id": call.world.new_id(),
        **body["operation"],
        "reason": body.get("reason"),
        "createdAt": call.stamp,
        "sequenceNumber": len(plan["log"]) + 1,
        "createdBy": None,
    }
    call.world.store.put(_PLANS, {**plan, "log": [*plan["log"], entry]})
    return json_reply(201, {"success": True, "operationId": entry["id"]})


@described(under("operations", ListOf(_LOGGED)))
def _list_operations(call: Call) -> Reply:
    """The operations of a lesson plan."""
    return json_reply(200, {"operations": [{name: entry[name] for name in _TOLD} for entry in _plan(call)["log"]]})


@described(_PERFORMED)
def _sync(call: Call) -> Reply:
    """Perform the operations that have not been performed."""
    return _performed(call.world, _plan(call))


@described(_PERFORMED)
def _recreate(call: Call) -> Reply:
    """Make a lesson plan anew from the course, and perform all its operations."""
    return _performed(call.world, _mirrored_again(call.world, _plan(call)))


@described(under("lessonPlansAffected", TEXTS))
def _sync_course(call: Call) -> Reply:
    """Make all lesson plans of a course anew."""
    plans = _plans_of_course(call)
    for plan in plans:
        _performed(call.world, _mirrored_again(call.world, plan))
    return json_reply(200, {"lessonPlansAffected": [plan["sourcedId"] for plan in plans]})


def _mirrored_again(world: World, plan: Document) -> Document:
    return {**plan, "items": mirrored(world, plan["course"]["sourcedId"]), "applied": 0}


def _performed(world: World, plan: Document) -> Reply:
    """What becomes of the operations of a plan that are still to be performed; it is stored with their effects."""
    items = deepcopy(plan["items"])
    failures = [perform(world, items, entry) for entry in plan["log"][plan["applied"] :]]
    world.store.put(_PLANS, {**plan, "items": items, "applied": len(plan["log"])})
    results = [
        {"success": True} if failure is None else {"success": False, "errors": [{"message": failure}]}
        for failure in failures
    ]
    return json_reply(200, {"success": True, "operationCount": len(results), "operationResults": results})


def _plan(call: Call) -> Document:
    plan = call.world.store.get(_PLANS, call.ids[0])
    if plan is None:
        raise unknown("Lesson plan not found.")
    return plan


def _plan_of(world: World, course_id: str, user_id: str) -> Document | None:
    plans = world.store.referring(_PLANS, "user", user_id)
    return next((plan for plan in plans if plan["course"] == reference(course_id)), None)


def _plans_of_course(call: Call) -> list[Document]:
    course = COURSES.get(call.world, call.ids[0])
    return call.world.store.referring(_PLANS, "course", course["sourcedId"])


@described(_as_plan(_TREE))
def _get(call: Call) -> Reply:
    """The lesson plan of a student in a course."""
    plan = _plan_of(call.world, *call.ids)
    if plan is None:
        raise unknown("Lesson plan not found.")
    return _tree_reply(call, plan)


@described(_as_plan(_TREE))
def _get_tree(call: Call) -> Reply:
    """A lesson plan, as its student sees it."""
    return _tree_reply(call, _plan(call))


def _tree_reply(call: Call, plan: Document) -> Reply:
    course = COURSES.get(call.world, plan["course"]["sourcedId"])
    tree = {"course": show(call, COURSE, course), "subComponents": _shown_components(call, plan["items"])}
    return json_reply(200, {"lessonPlan": {"lessonPlan": tree}})


def _shown_components(call: Call, holder: Document) -> list[Document]:
    return [
        _shown_component(call, item, order) for item, order in _in_order(holder["components"]) if not item["skipped"]
    ]


def _shown_component(call: Call, item: Document, order: str) -> Document:
    row = _row(call.world, item)
    optional = ("unlockDate", "metadata", "prerequisites", "prerequisiteCriteria")
    return {
        "id": item["itemId"],
        **{name: row[name] for name in ("sourcedId", "status", "title")},
        "sortOrder": order,
        **{name: row[name] for name in optional if row.get(name) is not None},
        "componentResources": [
            _shown_resource(call, each, item, at) for each, at in _in_order(item["resources"]) if not each["skipped"]
        ],
        "subComponents": _shown_components(call, item),
    }


def _shown_resource(call: Call, item: Document, parent: Document, order: str) -> Document:
    row = _row(call.world, item)
    resource = call.world.store.get("resources", row["resource"]["sourcedId"]) or {}
    return {
        "tenantId": None,
        "clientAppId": None,
        "id": item["itemId"],
        "sortOrder": order,
        **({} if row.get("metadata") is None else {"metadata": row["metadata"]}),
        "courseComponentSourcedId": parent["id"],
        "resource": show(call, RESOURCE, resource),
    }


@described(_as_plan(_STRUCTURE))
def _get_structure(call: Call) -> Reply:
    """A lesson plan with all its items, skipped ones too."""
    plan = _plan(call)
    course = COURSES.get(call.world, plan["course"]["sourcedId"])
    structure = {
        "id": plan["sourcedId"],
        "courseId": course["sourcedId"],
        "courseTitle": course["title"],
        "structure": _nodes(call.world, plan["items"]["components"]),
    }
    return json_reply(200, {"lessonPlan": {"lessonPlan": structure}})


def _nodes(world: World, siblings: list[Document]) -> list[Document]:
    return [_node(world, item, order) for item, order in _in_order(siblings)]


def _node(world: World, item: Document, order: str) -> Document:
    told: dict[str, Any] = {
        "type": item["type"],
        "title": _row(world, item)["title"],
        "order": order,
        **{name: item[name] for name in ("skipped", "itemId")},
    }
    if item["type"] == "resource":
        return {"componentResourceId": item["id"], **told}
    below = {"componentResources": item["resources"], "subComponents": item["components"]}
    return {"componentId": item["id"], **told, **{name: _nodes(world, held) for name, held in below.items()}}


def _row(world: World, item: Document) -> Document:
    """The component or component resource as it is now: a plan keeps its place alone."""
    collection = "componentResources" if item["type"] == "resource" else "courseComponents"
    return world.store.get(collection, item["id"]) or {}


_DIGITS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def _in_order(siblings: list[Document]) -> Iterator[tuple[Document, str]]:
    """Siblings with keys that have their order as texts: `a0` to `az`, `b00` to `bzz`, and so on."""
    base, width, first = len(_DIGITS), 1, 0
    for at, item in enumerate(siblings):
        if at - first == base**width:
            first, width = at, width + 1
        digits = (_DIGITS[(at - first) // base**place % base] for place in reversed(range(width)))
        yield item, chr(ord("a") + width - 1) + "".join(digits)


LESSON_PLANS: Final[Sequence[Route]] = (
    Route("powerpath.lesson_plans.create", "POST", f"{_BASE}/", _create),
    Route("powerpath.lesson_plans.get", "GET", f"{_BASE}/{{courseId}}/{{userId}}", _get),
    Route("powerpath.lesson_plans.delete_all", "DELETE", f"{_BASE}/{{courseId}}/deleteAll", _delete_all),
    Route("powerpath.lesson_plans.create_operations", "POST", f"{_BASE}/{{lessonPlanId}}/operations", _store_operation),
    Route("powerpath.lesson_plans.list_operations", "GET", f"{_BASE}/{{lessonPlanId}}/operations", _list_operations),
    Route("powerpath.lesson_plans.sync", "POST", f"{_BASE}/{{lessonPlanId}}/operations/sync", _sync),
    Route("powerpath.lesson_plans.recreate", "POST", f"{_BASE}/{{lessonPlanId}}/recreate", _recreate),
    Route("powerpath.lesson_plans.sync_course", "POST", f"{_BASE}/course/{{courseId}}/sync", _sync_course),
    Route("powerpath.lesson_plans.get_tree", "GET", f"{_BASE}/tree/{{lessonPlanId}}", _get_tree),
    Route("powerpath.lesson_plans.get_structure", "GET", f"{_BASE}/tree/{{lessonPlanId}}/structure", _get_structure),
)
