"""How PowerPath arranges courses for students, and how it tells how far they are."""

import pytest
from tests.answering import Answering, refused
from tests.powerpath.model_cases_powerpath_plans import NODE, OPERATION, PROGRESS, STRUCTURE
from tests.scripted_server import Reply
from tests.support import error, value

from timeback_core import TimebackClient, evolve
from timeback_core.engine.codec import Unknown
from timeback_core.errors import NotFound, Rejected
from timeback_core.oneroster import CourseComponentInput, ref_to
from timeback_core.powerpath import (
    CourseTestOutOffer,
    LessonPlanStructureNode,
    ResourceLineItem,
    StudentItemResult,
    component,
    get_course_progress,
    get_lesson_plan_structure,
    list_lesson_plan_operations,
    move_to_end,
    move_to_start,
    resource,
    skip,
    update_student_item_response,
)

STUDENT = "student-1"
COURSE = "course-1"
UNIT = "course-1-unit-1"
LESSON = "course-1-unit-1-lesson-1-link"
DONE = StudentItemResult(score_date="2026-01-05T12:00:00Z", score_status="fully graded", score=80)


def plan_in(client: TimebackClient) -> str:
    """The lesson plan of the student."""
    return value(client.powerpath.lesson_plans.create(COURSE, STUDENT)).value.lesson_plan_id


def test_a_student_has_one_plan_of_a_course(client: TimebackClient) -> None:
    plans = client.powerpath.lesson_plans
    assert isinstance(error(plans.get(COURSE, STUDENT)), NotFound)
    made, again = value(plans.create(COURSE, STUDENT)), value(plans.create(COURSE, STUDENT))
    assert (made.created, again.created) == (True, False)
    assert made.value == again.value
    assert value(plans.get(COURSE, STUDENT)) == value(plans.get_tree(made.value.lesson_plan_id))
    assert value(plans.delete_all(COURSE)) is None
    assert isinstance(error(plans.get_tree(made.value.lesson_plan_id)), NotFound)
    assert isinstance(error(plans.create("nowhere", STUDENT)), Rejected)


@pytest.mark.parametrize("envelope", [{"lessonPlan": {"lessonPlan": STRUCTURE}}, {"lessonPlan": STRUCTURE}])
def test_a_plan_comes_in_one_envelope_or_in_two(answering: Answering, envelope: object) -> None:
    told = value(get_lesson_plan_structure(answering(Reply(envelope)), "p"))
    assert [node.component_id or node.component_resource_id for node in told.nodes] == ["u-1", "l-1", "u-2"]


def test_what_is_skipped_is_in_the_structure_alone(client: TimebackClient) -> None:
    plans, plan = client.powerpath.lesson_plans, plan_in(client)
    value(plans.store_and_sync(plan, [skip(component(UNIT))], "Knows it"))
    tree, structure = value(plans.get_tree(plan)), value(plans.get_structure(plan))
    assert UNIT not in [unit.sourced_id for unit in tree.sub_components]
    assert [node.skipped for node in structure.nodes if node.component_id == UNIT] == [True]


def test_an_operation_waits_for_the_next_sync(client: TimebackClient) -> None:
    plans, plan = client.powerpath.lesson_plans, plan_in(client)
    before = value(plans.get_structure(plan))
    stored = value(plans.create_operations(plan, move_to_end(component(UNIT))))
    assert value(plans.get_structure(plan)) == before
    assert value(plans.sync(plan)).operation_count == 1
    assert value(plans.sync(plan)).operation_count == 0
    (kept,) = value(plans.list_operations(plan))
    assert (kept.id, kept.sequence_number, kept.reason) == (stored.operation_id, 1, None)
    assert isinstance(error(plans.create_operations("nowhere", move_to_end(component(UNIT)))), NotFound)


def test_an_operation_without_effect_stops_no_other(client: TimebackClient) -> None:
    plans, plan = client.powerpath.lesson_plans, plan_in(client)
    told = value(plans.store_and_sync(plan, [move_to_start(resource("nowhere")), skip(component(UNIT))]))
    assert told.success
    assert [result.success for result in told.operation_results] == [False, True]
    assert [len(result.errors) for result in told.operation_results] == [1, 0]


def test_items_have_other_ids_once_a_plan_is_made_anew(client: TimebackClient) -> None:
    plans, plan = client.powerpath.lesson_plans, plan_in(client)
    value(plans.store_and_sync(plan, [skip(component(UNIT))]))

    def items(by: str) -> list[object]:
        return [getattr(node, by) for node in value(plans.get_structure(plan)).nodes]

    ids, skipped = items("item_id"), items("skipped")
    assert value(plans.recreate(plan)).operation_count == 1
    assert not set(ids) & set(items("item_id"))
    assert items("skipped") == skipped
    assert value(plans.sync_course(COURSE)).lesson_plans_affected == (plan,)


def test_a_plan_follows_its_course_in_words_alone(client: TimebackClient) -> None:
    plans, plan, components = client.powerpath.lesson_plans, plan_in(client), client.oneroster.course_components

    def units() -> dict[str, str | None]:
        return {unit.sourced_id: unit.title for unit in value(plans.get_tree(plan)).sub_components}

    value(components.modify(UNIT, lambda unit: evolve(unit, title="Fractions")))
    more = CourseComponentInput(sourced_id="more", title="More", course=ref_to(COURSE), sort_order=9)
    value(components.create(more))
    assert (units()[UNIT], "more" in units()) == ("Fractions", False)
    value(plans.recreate(plan))
    assert units()["more"] == "More"


def test_an_odd_operation_stays_in_the_log(answering: Answering) -> None:
    rows = [OPERATION, {**OPERATION, "type": "fold"}, {**OPERATION, "payload": "x", "sequenceNumber": "3"}]
    log = value(list_lesson_plan_operations(answering(Reply({"operations": rows})), "p"))
    assert [isinstance(each.command, Unknown) for each in log] == [False, True, True]
    assert log.items[0].command == skip(component("u-1"))
    assert log.items[2].sequence_number == 3


def test_a_place_is_text_or_a_number(answering: Answering) -> None:
    nodes = [{**NODE, "order": order} for order in ("a0", 1, 2.0)]
    told = value(get_lesson_plan_structure(answering(Reply({"lessonPlan": {"structure": nodes}})), "p"))
    assert [node.order for node in told.structure] == ["a0", "1", "2"]
    assert all(isinstance(node, LessonPlanStructureNode) for node in told.nodes)


def test_the_progress_in_a_course_is_in_its_results(client: TimebackClient) -> None:
    plans = client.powerpath.lesson_plans
    stored = value(plans.update_student_item_response("student-3", DONE, component_resource_id=LESSON))
    assert stored.component_resource_result is not None
    assert stored.component_resource_result.score == 80
    told = value(plans.get_course_progress(COURSE, "student-3", lesson_id=LESSON))
    (found,) = told.line_items
    assert isinstance(found, ResourceLineItem)
    assert found.course_component_resource_sourced_id == LESSON
    assert stored.component_resource_result.sourced_id in [result.sourced_id for result in found.results]
    assert found.latest is not None


def test_the_progress_in_a_course_is_in_its_results__other_forms(answering: Answering) -> None:
    items = PROGRESS["lineItems"]
    for body, test_out in ((items, None), ({"lineItems": items}, None), (PROGRESS, "completed")):
        told = value(get_course_progress(answering(Reply(body)), "c", "s"))
        assert len(told.line_items) == 3
        assert isinstance(told.line_items[2], Unknown)
        assert getattr(told.test_out, "status", None) == test_out


def test_a_result_is_that_of_a_lesson_or_of_a_component(answering: Answering) -> None:
    for target in ("component_id", "component_resource_id"):
        value(update_student_item_response(answering(Reply({"success": True}, 201)), "s", DONE, **{target: "x"}))
        body = answering.body()
        assert isinstance(body, dict)
        assert [name for name in body if name.startswith("component")] == [
            "componentId" if target == "component_id" else "componentResourceId"
        ]
    refusing = answering(refused(400, "no such component"))
    assert isinstance(error(update_student_item_response(refusing, "s", DONE, component_id="x")), Rejected)


def test_a_test_out_is_started_once(client: TimebackClient) -> None:
    plans = client.powerpath.lesson_plans
    before = value(plans.get_course_progress(COURSE, STUDENT)).test_out
    assert before == CourseTestOutOffer(status="available")
    made, again = value(plans.start_test_out(COURSE, STUDENT)), value(plans.start_test_out(COURSE, STUDENT))
    assert (made.status, again.status) == ("created", "existing")
    assert made.lesson_id == again.lesson_id
    after = value(plans.get_course_progress(COURSE, STUDENT)).test_out
    assert getattr(after, "lesson_id", None) == made.lesson_id
    assert isinstance(error(plans.start_test_out("nowhere", STUDENT)), Rejected)
