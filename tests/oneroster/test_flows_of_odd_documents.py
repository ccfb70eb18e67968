"""Flows over documents that are not stored as writes want them: parents under one name, no status."""

import json

from tests.support import documents_sent, value

from timeback_core import UNSET, TimebackClient, evolve, oneroster as o
from timeback_core.oneroster import ref_to
from timeback_core.sandbox import Fault, Sandbox


def test_a_component_moves_by_its_parent_alone(box: Sandbox, client: TimebackClient) -> None:
    session = client.session
    parts = value(o.list_course_components(session, limit=100))
    lesson = next(part for part in parts if part.parent is not None)
    assert lesson.parent is not None
    for parent in (None, ref_to(lesson.parent.sourced_id)):

        def move(part: o.CourseComponentInput, to: o.RefInput | None = parent) -> o.CourseComponentInput:
            return evolve(part, parent=to)

        moved = value(o.modify_course_component(session, lesson.sourced_id, move))
        sent = documents_sent(box, "PUT")[-1]
        assert sent["parent"] == sent["courseComponent"]
        assert (moved.parent is None) == (moved.course_component is None) == (parent is None)


def test_a_component_that_stores_its_parent_under_the_older_name_keeps_it(box: Sandbox, client: TimebackClient) -> None:
    """The server never fills `parent` from `courseComponent`, so such documents exist."""
    session = client.session
    unit = value(o.list_course_components(session, limit=1))[0]
    stored = {
        "sourcedId": "odd",
        "status": "active",
        "title": "t",
        "course": {"sourcedId": unit.course.sourced_id},
        "courseComponent": {"sourcedId": unit.sourced_id},
        "parent": None,
    }
    box.faults(
        Fault("body", body=json.dumps({"courseComponent": stored}), verb="GET", path="*/components/odd", times=1)
    )
    o.modify_course_component(session, "odd", lambda part: evolve(part, title="new"))
    sent = documents_sent(box, "PUT")[-1]
    assert sent["parent"] == sent["courseComponent"] == {"sourcedId": unit.sourced_id}


def test_an_assessment_line_item_without_status_is_replaced_with_one(box: Sandbox, client: TimebackClient) -> None:
    """Some stored ones lack it, and a PUT without it is refused."""
    odd = "class-1-assessment"
    stored = {"assessmentLineItem": {"sourcedId": odd, "title": "t", "description": "d"}}
    old = Fault("body", body=json.dumps(stored), verb="GET", path=f"*/assessmentLineItems/{odd}", times=1)
    box.faults(old)
    session = client.session
    assert value(o.modify_assessment_line_item(session, odd, lambda item: evolve(item, title="new"))).title == "new"
    assert documents_sent(box, "PATCH") == [{"title": "new"}]
    box.faults(old)
    value(o.modify_assessment_line_item(session, odd, lambda item: evolve(item, description=UNSET)))
    assert documents_sent(box, "PUT") == [{"title": "t", "sourcedId": odd, "status": "active"}]
