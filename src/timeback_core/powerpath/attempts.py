"""Attempts of students at lessons: questions served, answers taken, and lessons that an application leads through."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Final, TypeAlias

from returns.result import Failure, Success

from timeback_core.engine.call.effects import Perform, Steps
from timeback_core.engine.call.expect import Many, One, Tagged
from timeback_core.engine.call.paging import UNPAGED
from timeback_core.engine.call.request import Call
from timeback_core.engine.narrow import is_listing, is_mapping
from timeback_core.engine.surface.flow import flow
from timeback_core.engine.surface.operation import GET, IDEMPOTENT, POST, PUT, UNSAFE, operation
from timeback_core.powerpath.common import POWERPATH, Id
from timeback_core.powerpath.models.attempts import (
    AssessmentProgress,
    Attempt,
    FinalStudentAssessmentResult,
    PowerPath100Answered,
    PowerPath100Progress,
    ResetAttemptResult,
    TestAnswered,
    TestProgress,
)
from timeback_core.powerpath.models.questions import NextQuestion, PowerPathTestQuestion
from timeback_core.problems import Problem

GivenAnswer: TypeAlias = str | Sequence[str]
"""What a student answers: one text or several, sent as they are."""

TESTS: Final = ("quiz", "test-out", "placement", "unit-test")
PROGRESS: Final = Tagged[PowerPath100Progress | TestProgress](
    "lessonType", {"powerpath-100": PowerPath100Progress, **dict.fromkeys(TESTS, TestProgress)}
)
ANSWERED: Final = Tagged[PowerPath100Answered | TestAnswered](
    "lessonType", {"powerpath-100": PowerPath100Answered, **dict.fromkeys(TESTS, TestAnswered)}
)
ONLY: Final = "RESPONSE"
"""What the response variable of an item with a single one is called."""
FULL: Final = 100


def is_attempt(value: object) -> str | None:
    """The number of an attempt, also as text."""
    fits = not isinstance(value, bool) and re.fullmatch("0*[1-9][0-9]*", str(value))
    return None if fits else "must be the number of an attempt, from 1 on"


@operation(GET, POWERPATH, "/getAttempts", Many("attempts", Attempt, paging=UNPAGED))
def get_attempts(student: Id, lesson: Id) -> Call:
    """List the attempts of a student at a lesson, all at once.

    lesson: id of a component resource, here and in all that follows.

    Errors: `NotFound`.
    """
    return Call(query={"student": student, "lesson": lesson})


@operation(POST, POWERPATH, "/createNewAttempt", One("attempt", Attempt))
def create_new_attempt(student: Id, lesson: Id) -> Call:
    """Begin another attempt at a lesson, once the one before is complete.

    Errors: `Rejected` where student or lesson is unknown, or a test is still open.
    """
    return Call(body={"student": student, "lesson": lesson})


@operation(POST, POWERPATH, "/resetAttempt", One(None, ResetAttemptResult, verdict="success"), repeat=IDEMPOTENT)
def reset_attempt(student: Id, lesson: Id) -> Call:
    """Take back all answers of the attempt that a student is in.

    Errors: `Rejected` where student or lesson is unknown, or there is no attempt.
    """
    return Call(body={"student": student, "lesson": lesson})


@operation(GET, POWERPATH, "/getAssessmentProgress", PROGRESS)
def get_assessment_progress(student: Id, lesson: Id, attempt: Annotated[int | str, is_attempt] | None = None) -> Call:
    """Fetch how far a student is in a lesson; what, depends on its type.

    attempt: the number of one; the newest without it.

    Errors: `NotFound`.
    """
    number = None if attempt is None else str(attempt)
    return Call(query={"student": student, "lesson": lesson, "attempt": number})


@operation(GET, POWERPATH, "/getNextQuestion", One(None, NextQuestion))
def get_next_question(student: Id, lesson: Id) -> Call:
    """Fetch the question that a student gets next in a PowerPath 100 lesson; each time it may be another one.

    Errors: `NotFound`, `Rejected` where the lesson is of another type, or complete.
    """
    return Call(query={"student": student, "lesson": lesson})


@operation(PUT, POWERPATH, "/updateStudentQuestionResponse", ANSWERED, repeat=UNSAFE)
def update_student_question_response(
    student: Id,
    lesson: Id,
    question: Id,
    *,
    response: GivenAnswer | None = None,
    responses: Mapping[str, GivenAnswer] | None = None,
) -> Call:
    """Answer a question: judged at once in a PowerPath 100 lesson, whose score moves with each answer, else at the end.

    It is not sent again where it may have arrived: `get_assessment_progress` tells whether it has.

    question: id of the question. response: the answer to an item with a single response variable. responses: the
    answers by identifier of the variable; exactly one of both. They are sent as they are, blank ones too.

    Errors: `Rejected` where student, lesson or question is unknown, or the attempt is complete.
    """
    given = {ONLY: response} if responses is None else responses
    body = {"student": student, "question": question, "responses": given, "lesson": lesson}
    return Call(body=body, problems=tuple(wrong_answers(response, responses)))


@operation(POST, POWERPATH, "/finalStudentAssessmentResponse", One(None, FinalStudentAssessmentResult))
def finalize_assessment(student: Id, lesson: Id) -> Call:
    """Bring the attempt at a test to its end, and judge all answers; a question without one is wrong.

    Errors: `Rejected` where student or lesson is unknown, or the lesson is PowerPath 100 or taken in another tool.
    """
    return Call(body={"student": student, "lesson": lesson})


def wrong_answers(response: object, responses: object) -> Iterator[Problem]:
    """What is wrong with answers: there are both forms or none, or one is no text and no texts."""
    if (response is None) == (responses is None):
        yield Problem("response", f"must {'be given, or' if responses is None else 'not be given beside'} responses")
    elif responses is None:
        yield from wrong_answer("response", response)
    elif not is_mapping(responses) or not responses:
        yield Problem("responses", "must be a mapping of identifiers to answers, with at least one")
    else:
        for name, each in responses.items():
            yield from wrong_answer(f"responses.{name}", each)


def wrong_answer(path: str, answer: object) -> Iterator[Problem]:
    """What is wrong with one answer."""
    if isinstance(answer, str) or (is_listing(answer) and all(isinstance(each, str) for each in answer)):
        return
    yield Problem(path, "must be text, or a sequence of texts")


@flow
def start_lesson(student: str, lesson: str, *, force_new: bool = False) -> Steps[AssessmentProgress]:
    """Go on with the attempt that is open, or begin one where none is; tells how far it is.

    Where it fails on the way, call it again without `force_new`: an attempt that was begun is gone on with.

    force_new: begin another attempt all the same, and bring a test that is open to its end first, with whatever was
    answered.

    Errors: `NotFound`, `Rejected` where a test that is open is taken in another tool.
    """
    told = yield from Perform(get_attempts.request(student, lesson))
    if isinstance(told, Failure):
        return told
    newest = max(told.unwrap(), key=lambda attempt: attempt.attempt or 0, default=None)
    is_open = newest is not None and newest.is_open
    if is_open and force_new:
        ended = yield from complete_lesson.steps(student, lesson)
        if isinstance(ended, Failure):
            return ended
    if force_new or not is_open:
        begun = yield from Perform(create_new_attempt.request(student, lesson))
        if isinstance(begun, Failure):
            return begun
    return (yield from Perform(get_assessment_progress.request(student, lesson)))


@flow
def serve_next_question(student: str, lesson: str) -> Steps[PowerPathTestQuestion | None]:
    """The question that a student gets next, in a lesson of either kind; none where nothing is left to be answered.

    In a test it is the first that has no answer; `get_assessment_progress` gives all of them at once.

    Errors: `NotFound`, `Rejected` where the lesson was completed in the meantime.
    """
    told = yield from Perform(get_assessment_progress.request(student, lesson))
    if isinstance(told, Failure):
        return told
    progress = told.unwrap()
    if isinstance(progress, TestProgress):
        return Success(None if progress.finalized else next(iter(progress.unanswered), None))
    if isinstance(progress, PowerPath100Progress) and progress.score >= FULL:
        return Success(None)
    served = yield from Perform(get_next_question.request(student, lesson))
    return served.map(lambda next_one: next_one.question)


@flow
def complete_lesson(student: str, lesson: str) -> Steps[AssessmentProgress]:
    """Bring the attempt at a test to its end, unless it is; tells what it came to.

    A PowerPath 100 lesson completes by itself, when its score is 100; of it this tells how far it is.

    Errors: `NotFound`, `Rejected` where the test is taken in another tool.
    """
    told = yield from Perform(get_assessment_progress.request(student, lesson))
    if isinstance(told, Failure):
        return told
    progress = told.unwrap()
    if not isinstance(progress, TestProgress) or progress.finalized:
        return told
    ended = yield from Perform(finalize_assessment.request(student, lesson))
    if isinstance(ended, Failure):
        return ended
    return (yield from Perform(get_assessment_progress.request(student, lesson)))
