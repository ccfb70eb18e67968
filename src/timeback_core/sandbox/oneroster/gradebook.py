"""The gradebook seen from a class, a school, a student or a line item."""

from collections.abc import Iterable

from timeback_core.sandbox.calls import Call
from timeback_core.sandbox.described import Described
from timeback_core.sandbox.messages import Document, Reply
from timeback_core.sandbox.oneroster.collections import (
    CLASSES,
    LINE_ITEMS,
    RESULTS,
    SCHOOLS,
    SESSIONS,
    STUDENTS,
    Collection,
)
from timeback_core.sandbox.oneroster.views import targets
from timeback_core.sandbox.oneroster.writes import create_rows, creates_rows, must_exist
from timeback_core.sandbox.store import reference


def create_line_items(owner: Collection, member: str) -> Described:
    """POST of line items under a class or a school, which they belong to whatever the rows say."""

    @creates_rows(LINE_ITEMS)
    def answer(call: Call) -> Reply:
        found = owner.get(call.world, call.ids[0])
        return create_rows(call, LINE_ITEMS, {member: reference(found["sourcedId"])})

    return answer


@creates_rows(RESULTS)
def create_results_for_line_item(call: Call) -> Reply:
    """POST of results under a line item."""
    found = LINE_ITEMS.get(call.world, call.ids[0])
    return create_rows(call, RESULTS, {"lineItem": reference(found["sourcedId"])})


@creates_rows(RESULTS)
def create_results_for_session(call: Call) -> Reply:
    """POST of results of a class in a session."""
    class_id, session_id = call.ids
    text = "Class or academic session not found."
    must_exist(CLASSES, call.world, class_id, text)
    must_exist(SESSIONS, call.world, session_id, text)
    return create_rows(call, RESULTS, {"class": reference(class_id)})


def categories_of_class(call: Call) -> Iterable[Document]:
    """The categories that line items of the class use."""
    found = CLASSES.get(call.world, call.ids[0])
    items = call.world.store.referring("lineItems", "class", found["sourcedId"])
    return targets(call.world, "categories", "category", items)


def results_of_class(call: Call) -> Iterable[Document]:
    """The results of the class: by their own class, or else by that of their line item."""
    found = CLASSES.get(call.world, call.ids[0])
    return _results(call, found["sourcedId"])


def results_of_line_item_in_class(call: Call) -> Iterable[Document]:
    """The results of one line item in a class."""
    class_id, item_id = call.ids
    text = "Class or line item not found."
    must_exist(CLASSES, call.world, class_id, text)
    must_exist(LINE_ITEMS, call.world, item_id, text)
    return [row for row in _results(call, class_id) if row["lineItem"]["sourcedId"] == item_id]


def results_of_student_in_class(call: Call) -> Iterable[Document]:
    """The results of one student in a class."""
    class_id, student_id = call.ids
    text = "Class or student not found."
    must_exist(CLASSES, call.world, class_id, text)
    must_exist(STUDENTS, call.world, student_id, text)
    return [row for row in _results(call, class_id) if row["student"]["sourcedId"] == student_id]


def score_scales_of_school(call: Call) -> Iterable[Document]:
    """The score scales of all classes of a school."""
    store = call.world.store
    school = SCHOOLS.get(call.world, call.ids[0])
    return store.pick(
        "scoreScales",
        (
            scale["sourcedId"]
            for found in store.referring("classes", "school", school["sourcedId"])
            for scale in store.referring("scoreScales", "class", found["sourcedId"])
        ),
    )


def _results(call: Call, class_id: str) -> list[Document]:
    store = call.world.store
    own = (row["sourcedId"] for row in store.referring("results", "class", class_id))
    through_items = (
        row["sourcedId"]
        for item in store.referring("lineItems", "class", class_id)
        for row in store.referring("results", "lineItem", item["sourcedId"])
        if row.get("class") is None
    )
    return store.pick("results", [*own, *through_items])
