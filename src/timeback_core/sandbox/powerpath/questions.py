"""The questions of a lesson, as they stand in its QTI test, and how they are shown with what was answered."""

from collections import Counter
from collections.abc import Iterable
from typing import Final
from urllib.parse import quote

import attrs

from timeback_core.sandbox.calls import Call
from timeback_core.sandbox.messages import Document
from timeback_core.sandbox.oneroster.kind import metadata_of
from timeback_core.sandbox.oneroster.members import FREE, NUMBER, TEXT, TEXTS
from timeback_core.sandbox.powerpath.attempts import Attempt
from timeback_core.sandbox.powerpath.lessons import Lesson
from timeback_core.sandbox.qti.content import items_of_test
from timeback_core.sandbox.schema import WHOLE, Boolean, Choice, MapOf, OneOrMany, Record, may, may_null, must, musts
from timeback_core.sandbox.store import values_at
from timeback_core.sandbox.world import World

DIFFICULTIES: Final = ("easy", "medium", "hard")
_FIRST_RESPONSE: Final = "RESPONSE"

RESPONSE: Final = OneOrMany(TEXT)
COUNTS: Final = Record(musts(WHOLE, *DIFFICULTIES))
QUESTION: Final = Record(
    (
        must("id", TEXT),
        must("index", WHOLE),
        *musts(TEXT, "title", "url"),
        must("difficulty", Choice(DIFFICULTIES)),
        may_null("humanApproved", Boolean()),
        must("content", Record(musts(TEXT, "type", "rawXml"))),
        must("learningObjectives", TEXTS),
        may("responses", MapOf(RESPONSE)),
        may("response", RESPONSE),
        may("resultId", TEXT),
        may("correct", Boolean()),
        may("result", Record((must("score", NUMBER), must("feedback", TEXT), must("outcomes", FREE)))),
    ),
    name="LessonQuestion",
)


@attrs.frozen
class Question:
    """A question: an item in its place in the test."""

    index: int
    item: Document

    @property
    def id(self) -> str:
        """The identifier of the item."""
        identifier: str = self.item["identifier"]
        return identifier

    @property
    def difficulty(self) -> str:
        """How hard it is; medium where the item does not tell."""
        told = metadata_of(self.item).get("difficulty")
        return told if told in DIFFICULTIES else "medium"

    @property
    def is_approved(self) -> bool:
        """Whether a person has approved it."""
        return metadata_of(self.item).get("humanApproved") is True

    @property
    def first_response(self) -> str:
        """The identifier of its first response."""
        declared = values_at(self.item, ["responseDeclarations", "identifier"])
        return next((identifier for identifier in declared if isinstance(identifier, str)), _FIRST_RESPONSE)

    @property
    def objectives(self) -> list[str]:
        """The ids of the learning objectives of the item."""
        listed = values_at(metadata_of(self.item), ["learningObjectiveSet", "learningObjectiveIds"])
        return [objective for objective in listed if isinstance(objective, str)]


def questions_at(world: World, lesson: Lesson, attempt: Attempt | None) -> list[Question]:
    """The questions of an attempt in test order, or of a first one; references that lead nowhere give none."""
    test = lesson.test_of(1 if attempt is None else attempt.number)
    if attempt is not None and lesson.is_bank:
        given = attempt.metadata.get("testResourceId")
        test = next((each for each in lesson.tests if each.resource["sourcedId"] == given), test)
    found = [] if test is None else items_of_test(world, test.identifier)
    return [Question(at, item) for at, item in enumerate(item for _, item in found if item is not None)]


def counts_by_difficulty(questions: Iterable[Question]) -> dict[str, int]:
    """How many of these questions there are of each difficulty."""
    found = Counter(question.difficulty for question in questions)
    return {difficulty: found[difficulty] for difficulty in DIFFICULTIES}


def question_view(call: Call, question: Question, answer: Document | None = None, *, scored: bool = True) -> Document:
    """A question as answers have it, with its answer, and with what that scored where this may be told."""
    shown: Document = {
        "id": question.id,
        "index": question.index,
        "title": question.item["title"],
        "url": f"{call.base_url}/assessment-items/{quote(question.id, safe='')}",
        "difficulty": question.difficulty,
        "humanApproved": metadata_of(question.item).get("humanApproved"),
        "content": {"type": question.item["type"], "rawXml": question.item["rawXml"]},
        "learningObjectives": question.objectives,
    }
    if answer is None:
        return shown
    noted = metadata_of(answer)
    responses: Document = noted["responses"]
    shown |= {"responses": responses, "resultId": answer["sourcedId"]}
    if question.first_response in responses:
        shown["response"] = responses[question.first_response]
    if scored and "correct" in noted:
        feedback: Document = noted.get("feedback") or {}
        shown["correct"] = noted["correct"]
        shown["result"] = {
            "score": answer.get("score") or 0,
            "feedback": feedback.get("value", ""),
            "outcomes": noted.get("outcomes") or {},
        }
    return shown
