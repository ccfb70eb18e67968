"""Progress of a student in a course: the results of its parts, and results that an application writes itself."""

from collections.abc import Iterator, Sequence
from typing import Final

from timeback_core.sandbox.calls import Call, Route
from timeback_core.sandbox.described import Either, asked_by, described
from timeback_core.sandbox.messages import Document, Reply, json_reply
from timeback_core.sandbox.oneroster.collections import COMPONENT_RESOURCES, COMPONENTS, COURSES, STUDENTS
from timeback_core.sandbox.oneroster.kind import metadata_of
from timeback_core.sandbox.oneroster.kinds import ASSESSMENT_LINE_ITEM, ASSESSMENT_RESULT
from timeback_core.sandbox.oneroster.members import FULL_TEXT, TEXT
from timeback_core.sandbox.oneroster.reads import show
from timeback_core.sandbox.oneroster.writes import checked, store
from timeback_core.sandbox.powerpath.attempts import made_id
from timeback_core.sandbox.powerpath.course_tree import is_active
from timeback_core.sandbox.powerpath.test_out import TEST_OUT_STATE, test_out_state
from timeback_core.sandbox.refusals import invalid
from timeback_core.sandbox.schema import Choice, ListOf, Record, may, must, musts
from timeback_core.sandbox.store import reference
from timeback_core.sandbox.world import World

_BASE: Final = "/powerpath/lessonPlans"
_LESSON: Final = Record((may("lessonId", FULL_TEXT),))
_PLACE: Final = ("assessmentLineItem", "student")
"""Members of a result that say where it belongs."""
_RESULT: Final = Record(
    tuple(member for member in ASSESSMENT_RESULT.record.members if member.name not in {"sourcedId", *_PLACE})
)
_TYPES: Final = {
    "component": ("component", "courseComponentSourcedId"),
    "componentResource": ("resource", "courseComponentResourceSourcedId"),
}
"""For each owner of line items the type that they have here, and the member that names the owner."""
_RESPONSE: Final = Record(
    (
        must("studentId", FULL_TEXT),
        may("componentResourceId", FULL_TEXT),
        may("componentId", FULL_TEXT),
        must("result", _RESULT),
    )
)

_RESULT_VIEW: Final = Record(
    tuple(member for member in ASSESSMENT_RESULT.record.members if member.name not in _PLACE), name="PlanResult"
)
_LINE_ITEM: Final = Record(
    (
        must("type", Choice(tuple(name for name, _ in _TYPES.values()))),
        *musts(TEXT, "assessmentLineItemSourcedId", "title"),
        *(may(name, TEXT) for _, name in _TYPES.values()),
        must("results", ListOf(_RESULT_VIEW)),
    ),
    name="PlanLineItem",
)
_PROGRESS: Final = Record((must("lineItems", ListOf(_LINE_ITEM)), must("testOut", TEST_OUT_STATE)))
_STORED: Final = Either(
    tuple(
        Record(
            (must(f"{owner}LineItem", ASSESSMENT_LINE_ITEM.record), must(f"{owner}Result", ASSESSMENT_RESULT.record))
        )
        for owner in _TYPES
    )
)


@described(_PROGRESS, asks=asked_by(_LESSON))
def _get(call: Call) -> Reply:
    """The results of a student in a course."""
    course, student = COURSES.get(call.world, call.ids[0]), STUDENTS.get(call.world, call.ids[1])
    lesson_id = checked(call.world, _LESSON, call.query, "").get("lessonId")
    items = [_item_view(call, item, student) for item in _items_of_course(call.world, course, lesson_id)]
    return json_reply(200, {"lineItems": items, "testOut": test_out_state(call.world, student, course)})


def _items_of_course(world: World, course: Document, lesson_id: str | None) -> Iterator[Document]:
    """The line items of the components and lessons of a course, or those of one lesson."""
    for component in world.store.referring("courseComponents", "course", course["sourcedId"]):
        if lesson_id is None:
            yield from _items_at(world, "component", component["sourcedId"])
        for link in world.store.referring("componentResources", "courseComponent", component["sourcedId"]):
            if lesson_id in {None, link["sourcedId"]}:
                yield from _items_at(world, "componentResource", link["sourcedId"])


def _items_at(world: World, owner: str, owner_id: str) -> list[Document]:
    """The line items of a component itself, or of a component resource; those of single questions left out."""
    return [
        item
        for item in world.store.referring(ASSESSMENT_LINE_ITEM.collection, owner, owner_id)
        if is_active(item) and "questionId" not in metadata_of(item) and _owner_of(item) == owner
    ]


def _owner_of(item: Document) -> str:
    return "component" if item.get("componentResource") is None else "componentResource"


def _item_view(call: Call, item: Document, student: Document) -> Document:
    owner, own = _owner_of(item), reference(item["sourcedId"])
    type_name, name = _TYPES[owner]
    results = call.world.store.referring(ASSESSMENT_RESULT.collection, "student", student["sourcedId"])
    return {
        "type": type_name,
        "assessmentLineItemSourcedId": item["sourcedId"],
        name: item[owner]["sourcedId"],
        "title": item["title"],
        "results": [
            _result_view(call, result)
            for result in results
            if result["assessmentLineItem"] == own and is_active(result)
        ],
    }


def _result_view(call: Call, result: Document) -> Document:
    shown = show(call, ASSESSMENT_RESULT, result)
    return {name: value for name, value in shown.items() if name not in _PLACE}


@described({201: _STORED}, takes=_RESPONSE)
def _update_response(call: Call) -> Reply:
    """Write a result of a component or a lesson."""
    body = checked(call.world, _RESPONSE, call.body(), "")
    if ("componentResourceId" in body) == ("componentId" in body):
        raise invalid("componentResourceId", "Required, or componentId in its place")
    student = STUDENTS.get(call.world, body["studentId"])
    if "componentResourceId" in body:
        owner, found = "componentResource", COMPONENT_RESOURCES.get(call.world, body["componentResourceId"])
    else:
        owner, found = "component", COMPONENTS.get(call.world, body["componentId"])
    item = _item(call, owner, found)
    attempt = metadata_of(body["result"]).get("attempt", "")
    result: Document = {
        **body["result"],
        "sourcedId": made_id(call.world, item["sourcedId"], student["sourcedId"], str(attempt)),
        "assessmentLineItem": reference(item["sourcedId"]),
        "student": reference(student["sourcedId"]),
    }
    before = call.world.store.get(ASSESSMENT_RESULT.collection, result["sourcedId"])
    kept = store(call, ASSESSMENT_RESULT, result, before, result)
    return json_reply(
        201,
        {
            f"{owner}LineItem": show(call, ASSESSMENT_LINE_ITEM, item),
            f"{owner}Result": show(call, ASSESSMENT_RESULT, kept),
        },
    )


def _item(call: Call, owner: str, found: Document) -> Document:
    """The line item of a component or component resource, made for the first result."""
    item = next(iter(_items_at(call.world, owner, found["sourcedId"])), None)
    if item is not None:
        return item
    new = {
        "sourcedId": made_id(call.world, found["sourcedId"]),
        "status": "active",
        "title": found["title"],
        "resultValueMin": 0,
        "resultValueMax": 100,
        owner: reference(found["sourcedId"]),
    }
    return store(call, ASSESSMENT_LINE_ITEM, new, None, new)


COURSE_PROGRESS: Final[Sequence[Route]] = (
    Route(
        "powerpath.lesson_plans.get_course_progress",
        "GET",
        f"{_BASE}/getCourseProgress/{{courseId}}/student/{{studentId}}",
        _get,
    ),
    Route(
        "powerpath.lesson_plans.update_student_item_response",
        "POST",
        f"{_BASE}/updateStudentItemResponse",
        _update_response,
    ),
)
