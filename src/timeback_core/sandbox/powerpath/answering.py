"""Taking lessons: attempts are begun, answered, finalised and put back."""

from collections.abc import Sequence
from typing import Final

from timeback_core.sandbox.calls import Call, Route
from timeback_core.sandbox.described import Either, described, under
from timeback_core.sandbox.messages import Document, Reply, json_reply
from timeback_core.sandbox.oneroster.kinds import ASSESSMENT_RESULT
from timeback_core.sandbox.oneroster.members import FREE, FULL_TEXT, NUMBER, TEXT
from timeback_core.sandbox.oneroster.reads import show
from timeback_core.sandbox.oneroster.writes import checked
from timeback_core.sandbox.powerpath.answers import Responses, answers_of, forget_answers, put_answer, scored_answer
from timeback_core.sandbox.powerpath.attempts import (
    ANSWERED,
    ATTEMPT,
    UNTOUCHED,
    Attempt,
    clear_attempt,
    latest,
    open_attempt,
    store_attempt,
)
from timeback_core.sandbox.powerpath.completion import complete
from timeback_core.sandbox.powerpath.lessons import AT_LESSON, POWERPATH_100, QUIZ_LIKE, Lesson, student_and_lesson
from timeback_core.sandbox.powerpath.mastery import MASTERED, moved
from timeback_core.sandbox.powerpath.progress import REACHED, attempt_view, reached
from timeback_core.sandbox.powerpath.questions import RESPONSE, Question, questions_at
from timeback_core.sandbox.refusals import RefusalError, invalid, unknown
from timeback_core.sandbox.schema import WHOLE, Boolean, MapOf, Record, may, may_null, must

_ANSWER: Final = Record(
    (*AT_LESSON.members, must("question", FULL_TEXT), may("response", RESPONSE), may("responses", MapOf(RESPONSE)))
)

_RESPONSE_RESULT: Final = Record((must("isCorrect", Boolean()), must("score", NUMBER), may_null("feedback", FREE)))
_OF_TEST: Final = (must("lessonType", TEXT), must("questionResult", ASSESSMENT_RESULT.record))
_OF_MASTERY: Final = (
    *_OF_TEST,
    must("powerpathScore", NUMBER),
    must("responseResult", _RESPONSE_RESULT),
    must("testResult", ASSESSMENT_RESULT.record),
    *REACHED,
)
_ANSWERED: Final = Either((Record(_OF_MASTERY, name="MasteryAnswer"), Record(_OF_TEST, name="TestAnswer")))
_FINALISED: Final = Record((must("lessonType", TEXT), must("finalized", Boolean()), must("attempt", WHOLE)))


@described(under("attempt", ATTEMPT), takes=AT_LESSON)
def _begin(call: Call) -> Reply:
    """Begin an attempt at a lesson."""
    student_id, lesson = _sent(call)
    before = latest(call.world, student_id, lesson)
    if before is not None and not before.is_final and lesson.lesson_type != POWERPATH_100:
        raise RefusalError(400, "The current attempt is not complete.")
    return json_reply(200, {"attempt": attempt_view(_open(call, student_id, lesson))})


@described(_ANSWERED, takes=_ANSWER)
def _answer(call: Call) -> Reply:
    """Answer a question of a lesson."""
    body = checked(call.world, _ANSWER, call.body(), "")
    if "response" not in body and "responses" not in body:
        raise invalid("responses", "Required")
    student_id, lesson = student_and_lesson(call.world, body)
    attempt = latest(call.world, student_id, lesson)
    if attempt is not None and attempt.is_final:
        raise RefusalError(400, "The attempt is complete.")
    questions = questions_at(call.world, lesson, attempt)
    question = next((each for each in questions if each.id == body["question"]), None)
    if question is None:
        raise unknown("Question not found.")
    responses: Responses = body["responses"] if "responses" in body else {question.first_response: body["response"]}
    attempt = attempt or _open(call, student_id, lesson)
    answer = _answer_mastery if lesson.lesson_type == POWERPATH_100 else _answer_test
    return json_reply(
        200, {"lessonType": lesson.lesson_type, **answer(call, lesson, attempt, question, responses, len(questions))}
    )


def _answer_mastery(
    call: Call, lesson: Lesson, attempt: Attempt, question: Question, responses: Responses, total: int
) -> Document:
    scored = scored_answer(call.world, question, responses)
    answer = put_answer(call, lesson, attempt, question, responses, scored)
    answered, correct = attempt.count("totalQuestions") + 1, attempt.count("correctQuestions") + scored.correct
    score, accuracy = moved(attempt.score, correct=scored.correct), 100 * correct / answered
    if score >= MASTERED:
        attempt = complete(call, lesson, attempt, score=score, accuracy=accuracy, correct=correct, total=answered)
    else:
        counts = {"accuracy": accuracy, "correctQuestions": correct, "totalQuestions": answered}
        attempt = store_attempt(call, attempt, score=score, status=ANSWERED, **counts)
    return {
        "powerpathScore": score,
        "responseResult": {"isCorrect": scored.correct, "score": scored.score, "feedback": scored.feedback},
        "questionResult": show(call, ASSESSMENT_RESULT, answer),
        "testResult": show(call, ASSESSMENT_RESULT, attempt.result),
        **reached(attempt, total),
    }


def _answer_test(
    call: Call, lesson: Lesson, attempt: Attempt, question: Question, responses: Responses, _: int
) -> Document:
    answer = put_answer(call, lesson, attempt, question, responses, None)
    store_attempt(call, attempt, score=0, status=ANSWERED)
    return {"questionResult": show(call, ASSESSMENT_RESULT, answer)}


@described(_FINALISED, takes=AT_LESSON)
def _finalise(call: Call) -> Reply:
    """Score the answers of an attempt and make it final."""
    student_id, lesson = _sent(call)
    if lesson.lesson_type not in QUIZ_LIKE or lesson.is_external:
        raise RefusalError(400, "A lesson of this type is not finalised by its student.")
    attempt = _current(call, student_id, lesson)
    if not attempt.is_final:
        attempt = _score_test(call, lesson, attempt)
    shown = {"lessonType": lesson.lesson_type, "finalized": True, "attempt": attempt.number}
    return json_reply(200, shown)


def _score_test(call: Call, lesson: Lesson, attempt: Attempt) -> Attempt:
    """Score every answer of an attempt and make it final; questions without an answer score nothing."""
    questions = {question.id: question for question in questions_at(call.world, lesson, attempt)}
    points, correct = 0.0, 0
    for question_id, answer in answers_of(call.world, attempt).items():
        if question_id in questions:
            question, responses = questions[question_id], answer["metadata"]["responses"]
            scored = scored_answer(call.world, question, responses)
            put_answer(call, lesson, attempt, question, responses, scored)
            points, correct = points + scored.score, correct + scored.correct
    total = len(questions)
    accuracy = 100 * points / total if total else 0
    return complete(call, lesson, attempt, score=accuracy, accuracy=accuracy, correct=correct, total=total)


@described(Record((must("success", Boolean()), must("score", NUMBER))), takes=AT_LESSON)
def _put_back(call: Call) -> Reply:
    """Put the current attempt back to its start."""
    student_id, lesson = _sent(call)
    attempt = _current(call, student_id, lesson)
    if lesson.is_external:
        store_attempt(call, attempt, score=0, status=UNTOUCHED)
    else:
        forget_answers(call, attempt)
        clear_attempt(call, attempt)
    return json_reply(200, {"success": True, "score": 0})


def _sent(call: Call) -> tuple[str, Lesson]:
    return student_and_lesson(call.world, checked(call.world, AT_LESSON, call.body(), ""))


def _open(call: Call, student_id: str, lesson: Lesson) -> Attempt:
    """The next attempt; what was once answered at a deleted one of its number is not part of it."""
    attempt = open_attempt(call, student_id, lesson)
    forget_answers(call, attempt)
    return attempt


def _current(call: Call, student_id: str, lesson: Lesson) -> Attempt:
    attempt = latest(call.world, student_id, lesson)
    if attempt is None:
        raise RefusalError(400, "There is no attempt yet.")
    return attempt


ANSWERING: Final[Sequence[Route]] = (
    Route("powerpath.assessments.create_new_attempt", "POST", "/powerpath/createNewAttempt", _begin),
    Route(
        "powerpath.assessments.update_student_question_response",
        "PUT",
        "/powerpath/updateStudentQuestionResponse",
        _answer,
    ),
    Route(
        "powerpath.assessments.final_student_assessment_response",
        "POST",
        "/powerpath/finalStudentAssessmentResponse",
        _finalise,
    ),
    Route("powerpath.assessments.reset_attempt", "POST", "/powerpath/resetAttempt", _put_back),
)
