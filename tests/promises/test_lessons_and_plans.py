"""What holds of lessons that are taken, and of lesson plans that are changed."""

import json
from typing import Any

import pytest
from defusedxml import ElementTree
from tests.answering import Answering
from tests.powerpath.model_cases_powerpath_lessons import TEST
from tests.scripted_server import Reply, ScriptedServer, in_turn
from tests.support import calls, client_of, error, value

from timeback_core import Operation, TimebackClient
from timeback_core.errors import InvalidInput, NotFound, Rejected, TimebackError
from timeback_core.powerpath import (
    LessonPlanStructure,
    PowerPath100Answered,
    PowerPath100Progress,
    PowerPath100State,
    PowerPathTestQuestion,
    TestProgress,
    add_resource,
    change_parent,
    complete_lesson,
    component,
    create_lesson_plan_operation,
    create_new_attempt,
    finalize_assessment,
    move_before,
    move_to_end,
    move_to_start,
    plan_of,
    replay,
    resource,
    score,
    serve_next_question,
    skip,
    start_lesson,
    update_student_question_response,
)
from timeback_core.sandbox import Sandbox

STUDENT = "student-1"
QUIZ = "course-1-unit-1-lesson-1-link"
MASTERED_BY_100 = "course-1-unit-1-lesson-2-link"
OPEN = {"attempts": [{"attempt": 1, "score": 0, "scoreStatus": "not submitted"}]}
DONE = {"attempts": [{"attempt": 1, "score": 80, "scoreStatus": "fully graded"}]}
BEGUN = Reply({"attempt": {"attempt": 2, "score": 0}})
RUNNING = Reply({**TEST, "finalized": False})

ONCE: list[tuple[Operation[..., object], tuple[Any, ...], dict[str, Any]]] = [
    (update_student_question_response, ("s", "l", "q"), {"response": "A"}),
    (create_new_attempt, ("s", "l"), {}),
    (finalize_assessment, ("s", "l"), {}),
    (create_lesson_plan_operation, ("p", skip(component("u"))), {}),
]


@pytest.mark.parametrize(("operation", "arguments", "named"), ONCE, ids=lambda it: getattr(it, "__name__", ""))
def test_what_moves_a_score_is_sent_once(
    operation: Operation[..., object], arguments: tuple[Any, ...], named: dict[str, Any]
) -> None:
    for reply in (Reply(cut=True), Reply({}, 500), Reply({}, 502)):
        with ScriptedServer(in_turn(reply)) as server, client_of(server) as client:
            assert isinstance(error(operation(client.session, *arguments, **named)), TimebackError)
            assert len(server.calls()) == 1


@pytest.mark.parametrize("answer", ["", "  x y\n", [], ["b", " ", "a"], "SKIPPED", "7.0"])
def test_an_answer_is_what_the_student_gave(client: TimebackClient, sandbox: Sandbox, answer: Any) -> None:
    assessments = client.powerpath.assessments
    value(assessments.update_student_question_response(STUDENT, QUIZ, "item-math-5", response=answer))
    assert json.loads(calls(sandbox)[-1].body) == {
        "student": STUDENT,
        "question": "item-math-5",
        "responses": {"RESPONSE": answer},
        "lesson": QUIZ,
    }
    told = value(assessments.get_assessment_progress(STUDENT, QUIZ))
    assert isinstance(told, TestProgress)
    (kept,) = (question for question in told.questions if question.id == "item-math-5")
    assert kept.responses == {"RESPONSE": answer if isinstance(answer, str) else tuple(answer)}
    assert kept.is_answered


def test_a_lesson_is_gone_on_with_where_it_was_left(client: TimebackClient) -> None:
    assessments = client.powerpath.assessments
    for lesson in (QUIZ, MASTERED_BY_100):
        begun = value(assessments.start(STUDENT, lesson))
        value(assessments.update_student_question_response(STUDENT, lesson, "item-math-1", response="w-56"))
        again = value(assessments.start(STUDENT, lesson))
        anew = value(assessments.start(STUDENT, lesson, force_new=True))
        for told, attempt in ((begun, 1), (again, 1), (anew, 2)):
            assert isinstance(told, TestProgress | PowerPath100Progress)
            assert told.attempt == attempt
    ended = value(assessments.get_assessment_progress(STUDENT, QUIZ, attempt=1))
    assert isinstance(ended, TestProgress)
    assert (ended.finalized, ended.correct_questions) == (True, 1)
    value(assessments.complete(STUDENT, QUIZ))
    third = value(assessments.start(STUDENT, QUIZ))
    assert isinstance(third, TestProgress)
    assert third.attempt == 3
    assert isinstance(error(assessments.start(STUDENT, "nowhere")), NotFound)


def test_a_lesson_is_gone_on_with_where_it_was_left__one_call_for_each_step(answering: Answering) -> None:
    value(start_lesson(answering(Reply(OPEN), RUNNING), "s", "l"))
    assert [seen.target.split("?")[0].rpartition("/")[2] for seen in answering.sent] == [
        "getAttempts",
        "getAssessmentProgress",
    ]
    value(start_lesson(answering(Reply(DONE), BEGUN, RUNNING), "s", "l"))
    assert len(answering.sent) == 3
    for replies in ([Reply({}, 500)], [Reply(DONE), Reply({}, 500)], [Reply(OPEN), Reply({}, 500)]):
        failed = start_lesson(answering(*replies), "s", "l", force_new=True)
        assert isinstance(error(failed), TimebackError)
        assert len(answering.sent) == len(replies)
    refusing = answering(Reply(OPEN), RUNNING, Reply({"message": "taken in another tool"}, 400))
    assert isinstance(error(start_lesson(refusing, "s", "l", force_new=True)), Rejected)
    assert isinstance(error(complete_lesson(answering(RUNNING, Reply({}, 500)), "s", "l")), TimebackError)
    assert isinstance(error(serve_next_question(answering(Reply({}, 500)), "s", "l")), TimebackError)


def right_answer(question: PowerPathTestQuestion) -> str | list[str]:
    """What the item itself holds to be right; of a free text anything."""
    assert question.content is not None
    item = ElementTree.fromstring(question.content.raw_xml or "")
    declaration = next(each for each in item if each.tag.endswith("response-declaration"))
    right = [each.text or "" for each in declaration.iter() if each.tag.endswith("}qti-value")]
    return (right or ["because"])[0] if declaration.get("cardinality") == "single" else right


@pytest.mark.parametrize("lesson", [QUIZ, MASTERED_BY_100])
def test_lessons_of_all_types_are_led_through_alike(client: TimebackClient, lesson: str) -> None:
    assessments = client.powerpath.assessments
    value(assessments.start(STUDENT, lesson))
    count = 0
    while (question := value(assessments.next_question(STUDENT, lesson))) is not None:
        answer = right_answer(question)
        value(assessments.update_student_question_response(STUDENT, lesson, question.id, response=answer))
        count += 1
    ended = value(assessments.complete(STUDENT, lesson))
    assert isinstance(ended, TestProgress | PowerPath100Progress)
    assert (ended.score, ended.accuracy, ended.multiplier) == (100, 100, 1.25)
    assert count == (11 if isinstance(ended, PowerPath100Progress) else len(ended.questions))
    assert value(assessments.complete(STUDENT, lesson)) == ended
    assert value(assessments.next_question(STUDENT, lesson)) is None


def test_what_an_answer_would_do_is_known_before_it_is_given(client: TimebackClient) -> None:
    assessments = client.powerpath.assessments
    history: list[bool] = []
    for correct in (True, True, False, True, True, True, False, True):
        question = value(assessments.next_question(STUDENT, MASTERED_BY_100))
        progress = value(assessments.get_assessment_progress(STUDENT, MASTERED_BY_100))
        assert isinstance(progress, PowerPath100Progress)
        assert question is not None
        state = PowerPath100State.of(progress)
        assert state == score(history)
        remaining = progress.remaining_questions_per_difficulty
        assert question.difficulty in state.difficulties or not any(
            getattr(remaining, each) for each in state.difficulties
        )
        history.append(correct)
        answer = right_answer(question) if correct else "SKIPPED"
        told = value(
            assessments.update_student_question_response(STUDENT, MASTERED_BY_100, question.id, response=answer)
        )
        assert isinstance(told, PowerPath100Answered)
        expected = state.after(correct=correct)
        assert (told.powerpath_score, told.accuracy) == (expected.score, expected.accuracy)


def shape(plan: LessonPlanStructure) -> list[object]:
    """A plan without what is another one whenever it is made anew."""
    return [(node.component_id or node.component_resource_id, node.title, node.skipped) for node in plan.nodes]


def test_a_plan_is_computed_as_the_server_makes_it(client: TimebackClient) -> None:
    plans = client.powerpath.lesson_plans
    plan = value(plans.create("course-1", STUDENT)).value.lesson_plan_id
    syllabus = value(client.powerpath.syllabus.get("course-1", status="active"))
    before = plan_of(syllabus)
    assert shape(before) == shape(value(plans.get_structure(plan)))
    unit, lesson = syllabus.sub_components[0].sourced_id, "course-2-unit-1-lesson-1-link"
    commands = [
        move_to_end(component(unit)),
        add_resource(lesson, unit, skipped=True),
        move_to_start(resource(lesson)),
        skip(resource(QUIZ)),
        move_before(resource(QUIZ), "nowhere"),
        change_parent(component(unit), unit),
    ]
    title = value(client.oneroster.component_resources.get(lesson)).title
    expected = replay(before, commands, lessons={lesson: title})
    told = value(plans.store_and_sync(plan, commands, "Try it first"))
    assert [each.success for each in expected.results] == [each.success for each in told.operation_results]
    value(plans.recreate(plan))
    assert shape(expected.structure) == shape(value(plans.get_structure(plan)))
    log = value(plans.list_operations(plan))
    assert replay(before, log, lessons={lesson: title}) == expected
    assert [each.command for each in log] == commands


def test_operations_are_checked_before_any_is_stored(client: TimebackClient, sandbox: Sandbox) -> None:
    plans = client.powerpath.lesson_plans
    none: Any
    wrong: Any = [skip(component("u")), move_before(resource(""), ""), "x"]
    told = error(plans.store_and_sync("..", wrong, " "))
    assert isinstance(told, InvalidInput)
    assert [problem.path for problem in told.problems] == [
        "lesson_plan_id",
        "reason",
        "operations[1].payload.target.id",
        "operations[1].payload.reference_id",
        "operations[2]",
    ]
    for none in (None, 7, "abc", iter(wrong)):
        refused = error(plans.store_and_sync("p", none))
        assert isinstance(refused, InvalidInput)
        assert [problem.path for problem in refused.problems] == ["operations"]
    assert calls(sandbox) == []
    assert isinstance(error(plans.store_and_sync("nowhere", wrong[:1])), NotFound)
