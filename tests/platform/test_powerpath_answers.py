"""What PowerPath tells of lessons, and in which form it takes answers."""

import pytest
from tests.answering import Answering
from tests.powerpath.model_cases_powerpath_lessons import ANSWERED, MASTERY, QUESTION, TEST
from tests.scripted_server import Reply
from tests.support import error, value

from timeback_core import TimebackClient
from timeback_core.engine.codec import JsonValue, Unknown
from timeback_core.errors import NotFound, Rejected
from timeback_core.powerpath import (
    PowerPath100Answered,
    PowerPath100Progress,
    ResponseResult,
    TestProgress,
    get_assessment_progress,
    update_student_question_response,
)

STUDENT = "student-1"
QUIZ = "course-1-unit-1-lesson-1-link"
MASTERED_BY_100 = "course-1-unit-1-lesson-2-link"


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
