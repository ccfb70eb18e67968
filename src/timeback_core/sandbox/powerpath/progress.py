"""Reading where a student is at a lesson: its attempts, its questions with what was answered, and the next question."""

from collections.abc import Sequence
from random import Random
from re import compile as pattern
from typing import Final

from timeback_core.sandbox.calls import Call, Route
from timeback_core.sandbox.described import Either, asked_by, described, under
from timeback_core.sandbox.messages import Document, Reply, json_reply
from timeback_core.sandbox.oneroster.members import NUMBER, TEXT
from timeback_core.sandbox.oneroster.writes import checked
from timeback_core.sandbox.powerpath.answers import answers_of
from timeback_core.sandbox.powerpath.attempts import ATTEMPT, Attempt, attempts_of, latest, lesson_item_id
from timeback_core.sandbox.powerpath.lessons import AT_LESSON, POWERPATH_100, Lesson, number_of, student_and_lesson
from timeback_core.sandbox.powerpath.mastery import choose
from timeback_core.sandbox.powerpath.questions import (
    COUNTS,
    QUESTION,
    Question,
    counts_by_difficulty,
    question_view,
    questions_at,
)
from timeback_core.sandbox.refusals import RefusalError, unknown
from timeback_core.sandbox.schema import WHOLE, Boolean, ListOf, Record, Text, may, may_null, may_nulls, must, musts

_AT_ATTEMPT: Final = Record(
    (*AT_LESSON.members, may("attempt", Text(pattern=pattern("[1-9][0-9]{0,8}"), format="attempt number")))
)
_UNBEGUN: Final[Document] = {"xp": None, "multiplier": None, "accuracy": 0, "correctQuestions": 0}

REACHED: Final = (
    *may_nulls(NUMBER, "xp", "multiplier"),
    *musts(NUMBER, "accuracy", "correctQuestions"),
    must("totalQuestions", WHOLE),
)
"""How well an attempt goes."""
_PROGRESS: Final = (
    must("lessonType", TEXT),
    must("attempt", WHOLE),
    must("score", NUMBER),
    *REACHED,
    may("testResultId", TEXT),
)
_IN_MASTERY: Final = (must("remainingQuestionsPerDifficulty", COUNTS), must("seenQuestions", ListOf(QUESTION)))
_IN_TEST: Final = (
    must("finalized", Boolean()),
    must("questions", ListOf(QUESTION)),
    may_null("toolProvider", TEXT),
    may("enrollmentFailed", Boolean()),
)
_SHOWN: Final = Either(
    (Record((*_PROGRESS, *_IN_MASTERY), name="MasteryProgress"), Record((*_PROGRESS, *_IN_TEST), name="TestProgress"))
)


def attempt_view(attempt: Attempt) -> Document:
    """An attempt as answers have it."""
    noted = attempt.metadata
    return {
        "attempt": attempt.number,
        "score": attempt.score,
        "scoreStatus": attempt.result["scoreStatus"],
        "xp": number_of(noted, "xp"),
        **{name: noted.get(name) for name in ("startedAt", "completedAt")},
    }


def reached(attempt: Attempt | None, total: int) -> Document:
    """How well an attempt goes, at a lesson of so many questions."""
    noted = {} if attempt is None else {name: number_of(attempt.metadata, name) for name in _UNBEGUN}
    told = {name: number for name, number in noted.items() if number is not None}
    return {**_UNBEGUN, **told, "totalQuestions": total}


@described(under("attempts", ListOf(ATTEMPT)), asks=asked_by(AT_LESSON))
def _attempts(call: Call) -> Reply:
    """The attempts of a student at a lesson."""
    student_id, lesson = _asked(call, AT_LESSON)
    found = attempts_of(call.world, student_id, lesson)
    return json_reply(200, {"attempts": [attempt_view(attempt) for attempt in found]})


@described(_SHOWN, asks=asked_by(_AT_ATTEMPT))
def _progress(call: Call) -> Reply:
    """Where a student is in an attempt at a lesson."""
    student_id, lesson = _asked(call, _AT_ATTEMPT)
    attempt = _wanted_attempt(call, student_id, lesson)
    questions = questions_at(call.world, lesson, attempt)
    answers = answers_of(call.world, attempt)
    show = _mastery if lesson.lesson_type == POWERPATH_100 else _test
    shown = {
        "lessonType": lesson.lesson_type,
        "attempt": 1 if attempt is None else attempt.number,
        "score": 0 if attempt is None else attempt.score,
        **show(call, lesson, attempt, questions, answers),
    }
    if attempt is not None:
        shown["testResultId"] = attempt.result["sourcedId"]
    return json_reply(200, shown)


def _wanted_attempt(call: Call, student_id: str, lesson: Lesson) -> Attempt | None:
    """The attempt of that number, which must be there, or else the newest; None when there is none yet."""
    number = call.query.get("attempt")
    if number is None:
        return latest(call.world, student_id, lesson)
    numbered = {attempt.number: attempt for attempt in attempts_of(call.world, student_id, lesson)}
    if int(number) not in numbered:
        raise unknown("Attempt not found.")
    return numbered[int(number)]


def _mastery(
    call: Call, _: Lesson, attempt: Attempt | None, questions: Sequence[Question], answers: dict[str, Document]
) -> Document:
    by_id = {question.id: question for question in questions}
    seen = [question_view(call, by_id[name], answer) for name, answer in answers.items() if name in by_id]
    return {
        "remainingQuestionsPerDifficulty": counts_by_difficulty(each for each in questions if each.id not in answers),
        "seenQuestions": seen,
        **reached(attempt, len(questions)),
    }


def _test(
    call: Call, lesson: Lesson, attempt: Attempt | None, questions: Sequence[Question], answers: dict[str, Document]
) -> Document:
    is_final = attempt is not None and attempt.is_final
    noted: Document = {} if attempt is None else attempt.metadata
    total = len(questions) if attempt is None or not lesson.is_external else attempt.count("totalQuestions")
    return {
        "finalized": is_final,
        "questions": [question_view(call, each, answers.get(each.id), scored=is_final) for each in questions],
        "toolProvider": lesson.tool_provider,
        **({"enrollmentFailed": noted["enrollmentFailed"]} if "enrollmentFailed" in noted else {}),
        **reached(attempt, total),
    }


@described(Record((must("score", NUMBER), must("question", QUESTION))), asks=asked_by(AT_LESSON))
def _next(call: Call) -> Reply:
    """The next question of a lesson that gives them one by one."""
    student_id, lesson = _asked(call, AT_LESSON)
    if lesson.lesson_type != POWERPATH_100:
        raise RefusalError(400, f"Only a {POWERPATH_100} lesson gives its questions one by one.")
    attempt = latest(call.world, student_id, lesson)
    if attempt is not None and attempt.is_final:
        raise RefusalError(400, "The attempt is complete.")
    score = 0 if attempt is None else attempt.score
    answers = answers_of(call.world, attempt)
    question = choose(
        questions_at(call.world, lesson, attempt), answers, score, _chance(call, student_id, lesson, attempt)
    )
    if question is None:
        raise unknown("The lesson has no questions.")
    return json_reply(200, {"score": score, "question": question_view(call, question)})


def _chance(call: Call, student_id: str, lesson: Lesson, attempt: Attempt | None) -> Random:
    """What decides on the next question: the same until the student has answered."""
    number, answered = (1, 0) if attempt is None else (attempt.number, attempt.count("totalQuestions"))
    place = (call.world.plan.seed, lesson_item_id(call.world, lesson), student_id, number, answered)
    return Random(repr(place))  # noqa: S311 -- reproducible on purpose


def _asked(call: Call, record: Record) -> tuple[str, Lesson]:
    return student_and_lesson(call.world, checked(call.world, record, call.query, ""))


PROGRESS: Final[Sequence[Route]] = (
    Route("powerpath.assessments.get_attempts", "GET", "/powerpath/getAttempts", _attempts),
    Route("powerpath.assessments.get_assessment_progress", "GET", "/powerpath/getAssessmentProgress", _progress),
    Route("powerpath.assessments.get_next_question", "GET", "/powerpath/getNextQuestion", _next),
)
