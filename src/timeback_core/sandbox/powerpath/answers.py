"""Answers to questions, each kept as a result in OneRoster: one for each student, question and attempt."""

from collections.abc import Iterator
from typing import Final, TypeAlias

from timeback_core.sandbox.calls import Call
from timeback_core.sandbox.messages import Document
from timeback_core.sandbox.oneroster.collections import ASSESSMENT_RESULTS
from timeback_core.sandbox.oneroster.kind import metadata_of
from timeback_core.sandbox.oneroster.kinds import ASSESSMENT_LINE_ITEM, ASSESSMENT_RESULT
from timeback_core.sandbox.oneroster.members import FREE, FULL_TEXT
from timeback_core.sandbox.oneroster.writes import mark_deleted
from timeback_core.sandbox.powerpath.attempts import FINAL, Attempt, made_id, put_item, put_result
from timeback_core.sandbox.powerpath.lessons import Lesson
from timeback_core.sandbox.powerpath.questions import RESPONSE, Question
from timeback_core.sandbox.qti.scoring import Scored, score
from timeback_core.sandbox.schema import Boolean, Findings, MapOf, Number, Record, may, may_null, must
from timeback_core.sandbox.store import reference
from timeback_core.sandbox.world import World

Responses: TypeAlias = dict[str, str | list[str]]
"""What was answered, by the identifiers of the responses."""

_SKIPPED: Final = "SKIPPED"
_NOTED: Final = Record(
    (
        must("questionId", FULL_TEXT),
        must("position", Number(whole=True)),
        must("responses", MapOf(RESPONSE)),
        may("correct", Boolean()),
        may_null("feedback", FREE),
        may("outcomes", FREE),
    )
)
"""What a result tells of an answer; one that tells it otherwise was changed by others, and is none."""
_NOTHING: Final = Scored(0, correct=False, feedback=None, outcomes={})


def scored_answer(world: World, question: Question, responses: Responses) -> Scored:
    """What an answer is worth; one that says that the question was skipped is worth nothing."""
    if responses and all(value in (_SKIPPED, [_SKIPPED]) for value in responses.values()):
        return _NOTHING
    return score(question.item, responses, world.switches.free_text_score)


def answers_of(world: World, attempt: Attempt | None) -> dict[str, Document]:
    """The answers of an attempt by the ids of their questions, in the order in which they were given."""
    if attempt is None:
        return {}
    given = sorted(_answers(world, attempt), key=_position)
    return {metadata_of(answer)["questionId"]: answer for answer in given}


def put_answer(
    call: Call, lesson: Lesson, attempt: Attempt, question: Question, responses: Responses, scored: Scored | None
) -> Document:
    """Store an answer in place of an earlier one of the same attempt: scored, or still to be scored."""
    item_id = made_id(call.world, attempt.item_id, question.id)
    put_item(call, lesson, item_id, question.item["title"], attempt.item_id, 1, {"questionId": question.id})
    noted: Document = {
        "questionId": question.id,
        "attempt": attempt.number,
        "position": max(map(_position, _answers(call.world, attempt)), default=0) + 1,
        "responses": responses,
    }
    if scored is not None:
        noted |= {"correct": scored.correct, "feedback": scored.feedback, "outcomes": scored.outcomes}
    answer = {
        "sourcedId": _answer_id(call.world, item_id, attempt),
        "assessmentLineItem": reference(item_id),
        "student": reference(attempt.student_id),
        "score": None if scored is None else scored.score,
        "scoreStatus": "submitted" if scored is None else FINAL,
        "metadata": noted,
    }
    return put_result(call, answer)


def forget_answers(call: Call, attempt: Attempt) -> None:
    """Mark the answers of an attempt as deleted."""
    for answer in list(_answers(call.world, attempt)):
        mark_deleted(call, ASSESSMENT_RESULTS, answer)


def _answers(world: World, attempt: Attempt) -> Iterator[Document]:
    for item in world.store.referring(ASSESSMENT_LINE_ITEM.collection, "parentAssessmentLineItem", attempt.item_id):
        answer = world.store.get(ASSESSMENT_RESULT.collection, _answer_id(world, item["sourcedId"], attempt))
        if answer is not None and answer["status"] == "active" and _is_answer(answer):
            yield answer


def _is_answer(result: Document) -> bool:
    findings = Findings()
    _NOTED.check(metadata_of(result), "", findings)
    return not findings.problems


def _position(answer: Document) -> int:
    """Where an answer stands among those of its attempt."""
    position: int = metadata_of(answer)["position"]
    return position


def _answer_id(world: World, item_id: str, attempt: Attempt) -> str:
    return made_id(world, item_id, attempt.student_id, str(attempt.number))
