"""How PowerPath serves lessons, takes answers and judges them."""

import pytest
from tests.answering import Answering
from tests.powerpath.model_cases_powerpath_lessons import ANSWERED, MASTERY, QUESTION, TEST
from tests.scripted_server import Reply
from tests.support import error, value

from timeback_core import TimebackClient
from timeback_core.engine.codec import JsonValue, Unknown
from timeback_core.errors import NotFound, Rejected
from timeback_core.oneroster import ScoreStatus
from timeback_core.powerpath import (
    Attempt,
    PowerPath100Answered,
    PowerPath100Progress,
    ResponseResult,
    TestAnswered,
    TestProgress,
    get_assessment_progress,
    get_attempts,
    update_student_question_response,
)

STUDENT = "student-1"
QUIZ = "course-1-unit-1-lesson-1-link"
MASTERED_BY_100 = "course-1-unit-1-lesson-2-link"
RIGHT = {"item-math-1": "w-56", "item-math-2": "w-54"}


def test_the_type_of_a_lesson_says_what_is_told_of_it(client: TimebackClient, answering: Answering) -> None:
    progress = client.powerpath.assessments.get_assessment_progress
    assert isinstance(value(progress(STUDENT, MASTERED_BY_100)), PowerPath100Progress)
    assert isinstance(value(progress(STUDENT, QUIZ)), TestProgress)
    article: dict[str, JsonValue] = {"lessonType": "alpha-read-article", "pages": 3}
    assert value(get_assessment_progress(answering(Reply(article)), "s", "l")) == Unknown(article)
    assert value(update_student_question_response(answering(Reply(article)), "s", "l", "q", response="A")) == Unknown(
        article
    )
    for kind in ("quiz", "test-out", "placement", "unit-test"):
        told = value(get_assessment_progress(answering(Reply({**TEST, "lessonType": kind})), "s", "l", "2"))
        assert isinstance(told, TestProgress)
        assert told.lesson_type == kind
        assert [seen.target for seen in answering.sent] == [
            "/powerpath/getAssessmentProgress?student=s&lesson=l&attempt=2"
        ]


def test_one_form_of_an_answer_is_sent(answering: Answering) -> None:
    for given, sent in (
        ({"response": "A"}, {"RESPONSE": "A"}),
        ({"response": ["A", "B"]}, {"RESPONSE": ["A", "B"]}),
        ({"responses": {"X": "A", "Y": ("B",)}}, {"X": "A", "Y": ["B"]}),
    ):
        session = answering(Reply(ANSWERED))
        value(session.perform(update_student_question_response.request("s", "l", "q", **given)))
        assert answering.body() == {"student": "s", "question": "q", "responses": sent, "lesson": "l"}


def test_an_answer_to_a_powerpath_100_lesson_is_judged_at_once(client: TimebackClient) -> None:
    assessments = client.powerpath.assessments
    scores = []
    for question, answer in (("item-math-1", "w-56"), ("item-math-1", "w-56"), ("item-math-2", "w-48")):
        told = value(assessments.update_student_question_response(STUDENT, MASTERED_BY_100, question, response=answer))
        assert isinstance(told, PowerPath100Answered)
        assert told.response_result is not None
        assert told.response_result.is_correct is (RIGHT[question] == answer)
        scores.append(told.powerpath_score)
    assert scores == [14, 27, 25]
    progress = value(assessments.get_assessment_progress(STUDENT, MASTERED_BY_100))
    assert isinstance(progress, PowerPath100Progress)
    assert (progress.score, progress.correct_questions, len(progress.seen_questions)) == (25, 2, 2)


def test_a_test_is_judged_at_its_end(client: TimebackClient) -> None:
    assessments = client.powerpath.assessments
    told = value(assessments.update_student_question_response(STUDENT, QUIZ, "item-math-1", response="w-48"))
    assert isinstance(told, TestAnswered)
    for answer in ("w-54", "w-54"):
        value(assessments.update_student_question_response(STUDENT, QUIZ, "item-math-2", response=answer))
    before = value(assessments.get_assessment_progress(STUDENT, QUIZ))
    assert isinstance(before, TestProgress)
    assert [question.correct for question in before.questions] == [None] * len(before.questions)
    assert len(before.unanswered) == len(before.questions) - 2
    for _ in range(2):
        ended = value(assessments.final_student_assessment_response(STUDENT, QUIZ))
        assert (ended.finalized, ended.attempt) == (True, 1)
    after = value(assessments.get_assessment_progress(STUDENT, QUIZ))
    assert isinstance(after, TestProgress)
    assert (after.finalized, after.correct_questions) == (True, 1)
    assert after.score == pytest.approx(100 / len(after.questions))
    late = assessments.update_student_question_response(STUDENT, QUIZ, "item-math-1", response="w-56")
    assert isinstance(error(late), Rejected)


def test_each_kind_of_lesson_has_calls_that_the_other_lacks(client: TimebackClient) -> None:
    assessments = client.powerpath.assessments
    value(assessments.update_student_question_response(STUDENT, MASTERED_BY_100, "item-math-1", response="w-56"))
    assert isinstance(error(assessments.final_student_assessment_response(STUDENT, MASTERED_BY_100)), Rejected)
    assert isinstance(error(assessments.get_next_question(STUDENT, QUIZ)), Rejected)
    served = value(assessments.get_next_question(STUDENT, MASTERED_BY_100))
    assert (served.score, served.question.difficulty) == (14, "easy")
    assert isinstance(error(assessments.get_next_question(STUDENT, "nowhere")), NotFound)


@pytest.mark.parametrize("told", ["Correct", {"identifier": "C", "value": "Correct"}, {"value": "Correct", "html": 1}])
def test_feedback_has_several_forms(answering: Answering, told: object) -> None:
    answered = {**ANSWERED, "responseResult": {"isCorrect": True, "score": 1, "feedback": told}}
    found = value(update_student_question_response(answering(Reply(answered)), "s", "l", "q", response="A"))
    assert isinstance(found, PowerPath100Answered)
    assert isinstance(found.response_result, ResponseResult)
    assert found.response_result.feedback_text == "Correct"


def test_an_odd_question_costs_no_other(answering: Answering) -> None:
    odd = {"id": "q-2", "difficulty": "brutal", "index": 1.5, "content": {"type": "hologram"}}
    told = value(get_assessment_progress(answering(Reply({**MASTERY, "seenQuestions": [odd, QUESTION]})), "s", "l"))
    assert isinstance(told, PowerPath100Progress)
    assert [question.difficulty for question in told.seen_questions] == ["brutal", "hard"]


def test_a_test_in_another_tool_has_no_questions(answering: Answering) -> None:
    told = {**TEST, "questions": [], "toolProvider": "edulastic", "finalized": False, "score": None}
    found = value(get_assessment_progress(answering(Reply(told)), "s", "l"))
    assert isinstance(found, TestProgress)
    assert (found.tool_provider, found.questions, found.unanswered) == ("edulastic", (), ())


def test_an_attempt_at_a_test_is_ended_before_the_next(client: TimebackClient) -> None:
    assessments = client.powerpath.assessments
    assert list(value(assessments.get_attempts(STUDENT, QUIZ))) == []
    first = value(assessments.create_new_attempt(STUDENT, QUIZ))
    assert (first.attempt, first.score, first.is_open, first.xp) == (1, 0, True, None)
    assert isinstance(error(assessments.create_new_attempt(STUDENT, QUIZ)), Rejected)
    value(assessments.final_student_assessment_response(STUDENT, QUIZ))
    assert value(assessments.create_new_attempt(STUDENT, QUIZ)).attempt == 2
    for number in (1, 2):
        assert value(assessments.create_new_attempt(STUDENT, MASTERED_BY_100)).attempt == number
    assert [each.is_open for each in value(assessments.get_attempts(STUDENT, QUIZ))] == [False, True]


def test_an_attempt_at_a_test_is_ended_before_the_next__older_servers(answering: Answering) -> None:
    rows = [{"attempt": 1.0, "score": 80}, {"attempt": None, "score": "0", "scoreStatus": "not submitted", "xp": None}]
    told = value(get_attempts(answering(Reply({"attempts": rows})), "s", "l"))
    assert list(told) == [Attempt(attempt=1, score=80), Attempt(score=0, score_status=ScoreStatus.NOT_SUBMITTED)]


def test_a_reset_takes_back_the_answers(client: TimebackClient) -> None:
    assessments = client.powerpath.assessments
    value(assessments.update_student_question_response(STUDENT, MASTERED_BY_100, "item-math-1", response="w-56"))
    assert value(assessments.reset_attempt(STUDENT, MASTERED_BY_100)).score == 0
    told = value(assessments.get_assessment_progress(STUDENT, MASTERED_BY_100, attempt=1))
    assert isinstance(told, PowerPath100Progress)
    assert (told.attempt, told.score, told.seen_questions) == (1, 0, ())
    assert isinstance(error(assessments.get_assessment_progress(STUDENT, MASTERED_BY_100, attempt=2)), NotFound)
