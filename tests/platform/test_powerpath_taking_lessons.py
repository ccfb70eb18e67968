"""What the platform makes of attempts at lessons: in which order they go, what they score, and what is left of them."""

from collections.abc import Iterator
from typing import Any, TypeVar

import httpx
import pytest
from returns.io import IOResult
from tests.answering import Answering
from tests.sandbox import powerpath_lessons as qti
from tests.sandbox.conftest import authorized
from tests.scripted_server import Reply
from tests.support import error, value

from timeback_core import TimebackClient, TimebackError
from timeback_core.errors import NotFound, Rejected
from timeback_core.oneroster import (
    ComponentResourceInput,
    ComponentResourceMetadata,
    QtiMetadata,
    ResourceInput,
    ScoreStatus,
    ref_to,
)
from timeback_core.powerpath import (
    AssessmentBankSource,
    Attempt,
    CreateInternalAssessmentBankInput,
    InternalQtiSource,
    PowerPath100Answered,
    PowerPath100Progress,
    TestProgress,
    get_attempts,
)
from timeback_core.sandbox import Sandbox, Server

T = TypeVar("T")
STUDENT = "student-1"
FIVE: dict[str, dict[str, Any]] = {f"q{at}": {} for at in range(1, 6)}
ALL_RIGHT = (14, 27, 39, 50, 59, 68, 76, 83, 89, 95, 100)


@pytest.fixture(scope="module")
def running() -> Iterator[Server]:
    """A small district."""
    with Sandbox(students=2).serve() as started:
        yield started


@pytest.fixture
def server(running: Server) -> Server:
    """It as it was at first."""
    running.sandbox.reset()
    return running


@pytest.fixture
def web(server: Server) -> Iterator[httpx.Client]:
    """Raw calls, for the questions of lessons."""
    sandbox = server.sandbox
    with httpx.Client(transport=sandbox.transport(), base_url=sandbox.base_url) as opened:
        yield authorized(opened, sandbox)


@pytest.fixture
def quiz(web: httpx.Client) -> str:
    """A quiz of five questions that is worth ten points; `A` is right."""
    return qti.add_lesson(web, "quiz", FIVE, xp=10)


def answer(client: TimebackClient, lesson: str, question: str, text: str = "A") -> object:
    """What an answer of the student has done."""
    given = client.powerpath.assessments.update_student_question_response(STUDENT, lesson, question, response=text)
    return value(given)


def score_after(client: TimebackClient, lesson: str, question: str, text: str = "A") -> float:
    """The score of a PowerPath 100 lesson after an answer."""
    told = answer(client, lesson, question, text)
    assert isinstance(told, PowerPath100Answered)
    assert told.response_result is not None
    assert told.response_result.is_correct is (text == "A")
    return told.powerpath_score


def state_of(client: TimebackClient, lesson: str, attempt: int | None = None) -> TestProgress:
    """How far the student is in a test."""
    told = value(client.powerpath.assessments.get_assessment_progress(STUDENT, lesson, attempt))
    assert isinstance(told, TestProgress)
    return told


def is_rejected(told: IOResult[T, TimebackError]) -> None:
    """A call that breaks a rule."""
    assert isinstance(error(told), Rejected)


def test_the_resource_says_of_which_type_a_lesson_is(client: TimebackClient) -> None:
    unit = ref_to("course-1-unit-1")
    for name, of_resource, of_link, expected in (
        ("both", "quiz", "placement", "quiz"),
        ("link", None, "placement", "placement"),
        ("none", None, None, None),
    ):
        metadata = QtiMetadata(sub_type="qti-test", lesson_type=of_resource, url="https://qti.example/x")
        resource = ResourceInput(sourced_id=f"r-{name}", title=name, vendor_resource_id=name, metadata=metadata)
        value(client.oneroster.resources.create(resource))
        link = ComponentResourceInput(
            sourced_id=name,
            title=name,
            course_component=unit,
            resource=ref_to(f"r-{name}"),
            metadata=ComponentResourceMetadata(lesson_type=of_link),
        )
        value(client.oneroster.component_resources.create(link))
        if expected is None:
            told = client.powerpath.assessments.get_assessment_progress(STUDENT, name)
            assert isinstance(error(told), NotFound)
        else:
            assert state_of(client, name).lesson_type == expected


def test_the_first_answer_begins_the_first_attempt(client: TimebackClient, quiz: str) -> None:
    assessments = client.powerpath.assessments
    begun = state_of(client, quiz)
    assert (begun.attempt, begun.score, begun.finalized, begun.test_result_id) == (1, 0, False, None)
    assert [question.id for question in begun.questions] == list(FIVE)
    assert not value(assessments.get_attempts(STUDENT, quiz))
    is_rejected(assessments.final_student_assessment_response(STUDENT, quiz))
    answer(client, quiz, "q1")
    (attempt,) = value(assessments.get_attempts(STUDENT, quiz))
    assert (attempt.attempt, attempt.score_status, attempt.is_open) == (1, "partially graded", True)


def test_an_attempt_ends_before_the_next_begins(client: TimebackClient, web: httpx.Client, quiz: str) -> None:
    assessments = client.powerpath.assessments
    first = value(assessments.create_new_attempt(STUDENT, quiz))
    assert (first.attempt, first.score_status, first.xp, first.completed_at) == (1, "not submitted", None, None)
    is_rejected(assessments.create_new_attempt(STUDENT, quiz))
    value(assessments.final_student_assessment_response(STUDENT, quiz))
    is_rejected(assessments.update_student_question_response(STUDENT, quiz, "q1", response="A"))
    assert value(assessments.create_new_attempt(STUDENT, quiz)).attempt == 2
    assert [state_of(client, quiz, number).finalized for number in (1, 2)] == [True, False]
    # Only those whose questions come one by one may be left as they are.
    mastery = qti.add_lesson(web, "powerpath-100", {"m": {}})
    assert [value(assessments.create_new_attempt(STUDENT, mastery)).attempt for _ in range(2)] == [1, 2]


def test_an_attempt_ends_before_the_next_begins__older_servers(answering: Answering) -> None:
    rows = [{"attempt": 1.0, "score": 80}, {"attempt": None, "score": "0", "scoreStatus": "not submitted", "xp": None}]
    told = value(get_attempts(answering(Reply({"attempts": rows})), "s", "l"))
    assert list(told) == [Attempt(attempt=1, score=80), Attempt(score=0, score_status=ScoreStatus.NOT_SUBMITTED)]


def test_a_test_tells_what_was_right_at_its_end(client: TimebackClient, quiz: str) -> None:
    for question, text in (("q1", "B"), ("q1", "A"), ("q2", "B"), ("q3", "SKIPPED")):
        answer(client, quiz, question, text)
    told = state_of(client, quiz)
    assert [question.responses for question in told.questions] == [
        {"RESPONSE": "A"},
        {"RESPONSE": "B"},
        {"RESPONSE": "SKIPPED"},
        None,
        None,
    ]
    assert {question.correct for question in told.questions} == {None}
    assert (told.score, told.accuracy, told.correct_questions) == (0, 0, 0)
    for _ in range(2):
        value(client.powerpath.assessments.final_student_assessment_response(STUDENT, quiz))
        told = state_of(client, quiz)
        assert [question.correct for question in told.questions] == [True, False, False, None, None]
        assert (told.score, told.accuracy, told.correct_questions, told.total_questions) == (20, 20, 1, 5)


def test_each_answer_moves_the_score_of_a_powerpath_100_lesson(client: TimebackClient, web: httpx.Client) -> None:
    lesson = qti.add_lesson(web, "powerpath-100", {"only": {}})
    assert score_after(client, lesson, "only", "B") == 0
    assert [score_after(client, lesson, "only") for _ in ALL_RIGHT[:-1]] == list(ALL_RIGHT[:-1])
    # The higher the score, the more a wrong answer costs.
    assert score_after(client, lesson, "only", "B") == 87
    assert [score_after(client, lesson, "only") for _ in range(3)] == [93, 98, 100]
    is_rejected(client.powerpath.assessments.update_student_question_response(STUDENT, lesson, "only", response="A"))
    is_rejected(client.powerpath.assessments.get_next_question(STUDENT, lesson))
    told = value(client.powerpath.assessments.get_assessment_progress(STUDENT, lesson))
    assert isinstance(told, PowerPath100Progress)
    # A question that is asked again counts each time.
    assert (told.correct_questions, told.total_questions, len(told.seen_questions)) == (13, 1, 1)


def test_the_next_question_fits_the_score(client: TimebackClient, web: httpx.Client) -> None:
    easy = {f"e{at}": {"difficulty": "easy", "humanApproved": at == 2} for at in range(3)}
    lesson = qti.add_lesson(web, "powerpath-100", {**easy, "m": {"difficulty": "medium"}, "h": {"difficulty": "hard"}})
    asked: list[str] = []
    for _ in range(6):
        question = value(client.powerpath.assessments.get_next_question(STUDENT, lesson)).question
        assert value(client.powerpath.assessments.get_next_question(STUDENT, lesson)).question == question
        asked.append(question.id)
        answer(client, lesson, question.id)
    assert asked[0] == "e2"
    assert set(asked[1:3]) == {"e0", "e1"}
    # None of them is left below 50; then all were answered, and those that fit 50 come again.
    assert asked[3:5] == ["m", "h"]
    assert asked[5] in {"m", "h"}


def test_a_bank_gives_each_attempt_another_of_its_tests(client: TimebackClient, web: httpx.Client) -> None:
    assessments = client.powerpath.assessments
    urls = [qti.add_test(web, name, {f"{name}-q": {}}) for name in ("first", "second")]
    bank = AssessmentBankSource(resources=tuple(InternalQtiSource(url=url) for url in urls))
    made = CreateInternalAssessmentBankInput(course_id="course-1", lesson_type="quiz", assessment_bank=bank)
    lesson = value(assessments.create_internal_test(made)).lesson_id

    def questions(attempt: int | None = None) -> list[str]:
        return [question.id for question in state_of(client, lesson, attempt).questions]

    seen: list[list[str]] = []
    for _ in range(3):
        value(assessments.create_new_attempt(STUDENT, lesson))
        seen.append(questions())
        value(assessments.final_student_assessment_response(STUDENT, lesson))
    assert seen == [["first-q"], ["second-q"], ["first-q"]]
    assert questions(2) == ["second-q"]
    value(assessments.create_new_attempt(STUDENT, lesson))
    value(assessments.reset_attempt(STUDENT, lesson))
    assert questions() == ["second-q"]


def test_accuracy_and_attempt_decide_on_the_points(client: TimebackClient, quiz: str) -> None:
    assessments = client.powerpath.assessments
    earned: list[tuple[float | None, float | None]] = []
    for right in (5, 4, 5, 3):
        value(assessments.create_new_attempt(STUDENT, quiz))
        for at, question in enumerate(FIVE):
            answer(client, quiz, question, "A" if at < right else "B")
        value(assessments.final_student_assessment_response(STUDENT, quiz))
        told = state_of(client, quiz)
        earned.append((told.multiplier, told.xp))
    assert earned == [(1.25, 12.5), (0.5, 5), (1, 10), (0, 0)]


def test_attempts_stand_in_the_gradebook(client: TimebackClient, quiz: str) -> None:
    answer(client, quiz, "q1")
    value(client.powerpath.assessments.final_student_assessment_response(STUDENT, quiz))
    listed = client.oneroster.assessment_line_items.list(where={"componentResource.sourcedId": quiz})
    items = {item.title: item for item in value(listed)}
    assert {title: item.result_value_max for title, item in items.items()} == {
        "PowerPath Test: Math: quiz": 100,
        "Title of q1": 1,
    }
    whole = items["PowerPath Test: Math: quiz"]
    parent = items["Title of q1"].parent_assessment_line_item
    assert parent is not None
    assert parent.sourced_id == whole.sourced_id
    result = value(client.oneroster.assessment_results.get(state_of(client, quiz).test_result_id or ""))
    assert (result.score, result.assessment_line_item.sourced_id) == (20, whole.sourced_id)
    # What is deleted there is no attempt any more.
    value(client.oneroster.assessment_results.delete(result.sourced_id))
    assert not value(client.powerpath.assessments.get_attempts(STUDENT, quiz))


def test_a_completed_lesson_is_told_by_the_platform(client: TimebackClient, quiz: str) -> None:
    answer(client, quiz, "q1")
    value(client.powerpath.assessments.final_student_assessment_response(STUDENT, quiz))
    attempts = value(client.powerpath.assessments.get_attempts(STUDENT, quiz))
    completed = attempts[0].completed_at
    assert completed is not None
    week = value(client.edubridge.analytics.get_weekly_facts(student_id=STUDENT, week_date=completed))
    (fact,) = week.facts
    assert (fact.app, fact.xp_earned, fact.total_questions, fact.correct_questions) == ("PowerPath", 0, 5, 1)
    # Nobody else has to send it.
    (event,) = value(client.caliper.events.list())
    assert (event.type, event.action) == ("ActivityEvent", "Completed")


def test_a_reset_forgets_answers_and_keeps_the_number(client: TimebackClient, web: httpx.Client, quiz: str) -> None:
    assessments = client.powerpath.assessments
    answer(client, quiz, "q1")
    value(assessments.final_student_assessment_response(STUDENT, quiz))
    assert value(assessments.reset_attempt(STUDENT, quiz)).score == 0
    told = state_of(client, quiz)
    assert (told.attempt, told.finalized, told.score, told.multiplier) == (1, False, 0, None)
    assert len(told.unanswered) == 5
    mastery = qti.add_lesson(web, "powerpath-100", {"m": {}})
    assert score_after(client, mastery, "m") == 14
    value(assessments.reset_attempt(STUDENT, mastery))
    again = value(assessments.get_assessment_progress(STUDENT, mastery, attempt=1))
    assert isinstance(again, PowerPath100Progress)
    assert (again.attempt, again.score, again.seen_questions) == (1, 0, ())
    assert isinstance(error(assessments.get_assessment_progress(STUDENT, mastery, attempt=2)), NotFound)


@pytest.mark.parametrize("elsewhere", [{"toolProvider": "edulastic"}, {"launchUrl": "https://tool.example/1"}])
def test_a_test_that_is_elsewhere_shows_no_questions(
    client: TimebackClient, web: httpx.Client, elsewhere: dict[str, str]
) -> None:
    lesson = qti.add_lesson(web, "unit-test", FIVE, resourceMetadata=elsewhere)
    told = state_of(client, lesson)
    assert (told.questions, told.tool_provider) == ((), elsewhere.get("toolProvider"))
    value(client.powerpath.assessments.create_new_attempt(STUDENT, lesson))
    is_rejected(client.powerpath.assessments.final_student_assessment_response(STUDENT, lesson))
