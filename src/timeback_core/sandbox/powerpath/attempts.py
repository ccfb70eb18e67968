"""Attempts at lessons, kept in the gradebook of OneRoster: a line item for each lesson, a result for each attempt.

A bank has a line item more for each of its tests, which holds the attempts at it; that of the lesson holds, for each
student, which test each attempt was given. All are made by the first who needs them.
"""

from typing import Final
from uuid import UUID, uuid5

import attrs

from timeback_core.sandbox.calls import Call
from timeback_core.sandbox.messages import Document, is_object
from timeback_core.sandbox.oneroster.kind import metadata_of
from timeback_core.sandbox.oneroster.kinds import ASSESSMENT_LINE_ITEM, ASSESSMENT_RESULT
from timeback_core.sandbox.oneroster.members import NUMBER, TEXT
from timeback_core.sandbox.oneroster.writes import store
from timeback_core.sandbox.powerpath.lessons import Lesson, QtiTest
from timeback_core.sandbox.schema import WHOLE, Record, may_null, may_nulls, must
from timeback_core.sandbox.store import reference
from timeback_core.sandbox.world import World

UNTOUCHED: Final = "not submitted"
ANSWERED: Final = "partially graded"
FINAL: Final = "fully graded"
_PASS_MARK: Final = 90

_IDS: Final = UUID("6f0c2c0e-93c3-4a53-9c43-6d7f8b2a1d10")
_UNSCORED: Final[Document] = {
    "xp": None,
    "multiplier": None,
    "accuracy": 0,
    "totalQuestions": 0,
    "correctQuestions": 0,
    "completedAt": None,
}
"""What an attempt tells before anything is scored."""


ATTEMPT: Final = Record(
    (
        must("attempt", WHOLE),
        must("score", NUMBER),
        must("scoreStatus", TEXT),
        may_null("xp", NUMBER),
        *may_nulls(TEXT, "startedAt", "completedAt"),
    ),
    name="LessonAttempt",
)
"""An attempt as answers have it."""


@attrs.frozen
class Attempt:
    """An attempt of a student, as its result in OneRoster."""

    result: Document

    @property
    def metadata(self) -> Document:
        """What PowerPath notes of the attempt."""
        return metadata_of(self.result)

    @property
    def number(self) -> int:
        """Which attempt of the student it is, from 1 on."""
        number: int = self.metadata["attempt"]
        return number

    @property
    def score(self) -> float:
        """The score so far, from 0 to 100."""
        return max(0, min(100, self.result.get("score") or 0))

    @property
    def is_final(self) -> bool:
        """Whether nothing more can be answered."""
        return bool(self.result["scoreStatus"] == FINAL)

    @property
    def is_passed(self) -> bool:
        """Whether it ended well enough for a placement test or a test-out."""
        return self.is_final and self.score >= _PASS_MARK

    @property
    def student_id(self) -> str:
        """Whose attempt it is."""
        student_id: str = self.result["student"]["sourcedId"]
        return student_id

    @property
    def item_id(self) -> str:
        """The id of the line item that holds it."""
        item_id: str = self.result["assessmentLineItem"]["sourcedId"]
        return item_id

    def count(self, name: str) -> int:
        """A number of things that is noted of it; 0 where none is, as in results that others have written."""
        noted = self.metadata.get(name)
        return noted if type(noted) is int and noted > 0 else 0


def attempts_of(world: World, student_id: str, lesson: Lesson) -> list[Attempt]:
    """The attempts of a student at a lesson by their numbers, deleted ones left out."""
    item_id = lesson_item_id(world, lesson)
    parts = world.store.referring(ASSESSMENT_LINE_ITEM.collection, "parentAssessmentLineItem", item_id)
    holders = {item_id, *(part["sourcedId"] for part in parts if lesson.is_bank)}
    results = world.store.referring(ASSESSMENT_RESULT.collection, "student", student_id)
    held = (result for result in results if result["assessmentLineItem"]["sourcedId"] in holders)
    return sorted((Attempt(result) for result in held if _is_attempt(result)), key=lambda attempt: attempt.number)


def latest(world: World, student_id: str, lesson: Lesson) -> Attempt | None:
    """The newest attempt of a student at a lesson."""
    return next(reversed(attempts_of(world, student_id, lesson)), None)


def open_attempt(call: Call, student_id: str, lesson: Lesson, **noted: object) -> Attempt:
    """Store the next attempt of a student at a lesson; what else is to be noted of it goes into its metadata."""
    before = latest(call.world, student_id, lesson)
    number = 1 if before is None else before.number + 1
    test = lesson.test_of(number)
    item_id = lesson_item(call, lesson)
    if lesson.is_bank and test is not None:
        _note_test(call, lesson, item_id, student_id, number, test)
        item_id = _item_of_test(call, lesson, item_id, test)
        noted = {"testResourceId": test.resource["sourcedId"], **noted}
    result = {
        "sourcedId": made_id(call.world, item_id, student_id, str(number)),
        "assessmentLineItem": reference(item_id),
        "student": reference(student_id),
        "metadata": {"lessonType": lesson.lesson_type, "attempt": number, "startedAt": call.stamp, **noted},
    }
    return clear_attempt(call, Attempt(result))


def clear_attempt(call: Call, attempt: Attempt) -> Attempt:
    """Put an attempt back to where nothing is answered."""
    return store_attempt(call, attempt, score=0, status=UNTOUCHED, **_UNSCORED)


def store_attempt(call: Call, attempt: Attempt, *, score: float, status: str, **noted: object) -> Attempt:
    """Store the attempt with its score and status; what is noted joins its metadata."""
    return Attempt(
        put_result(
            call, {**attempt.result, "score": score, "scoreStatus": status, "metadata": {**attempt.metadata, **noted}}
        )
    )


def put_result(call: Call, result: Document) -> Document:
    """Store a result as one of now."""
    before = call.world.store.get(ASSESSMENT_RESULT.collection, result["sourcedId"])
    stored = {**result, "status": "active", "scoreDate": call.stamp}
    return store(call, ASSESSMENT_RESULT, stored, before, stored)


def lesson_item_id(world: World, lesson: Lesson) -> str:
    """The id of the line item of a lesson, whether it is there or not."""
    return made_id(world, lesson.id)


def lesson_item(call: Call, lesson: Lesson) -> str:
    """The id of the line item of a lesson, which is there afterwards."""
    noted = {"lessonType": lesson.lesson_type, **({"isAssessmentBank": True} if lesson.is_bank else {})}
    title = f"PowerPath Test: {lesson.link['title']}"
    return put_item(call, lesson, lesson_item_id(call.world, lesson), title, None, 100, noted)


def put_item(
    call: Call, lesson: Lesson, item_id: str, title: str, parent_id: str | None, most: int, noted: Document
) -> str:
    """The id of a line item of a lesson or of a part of it, which is there afterwards."""
    if call.world.store.get(ASSESSMENT_LINE_ITEM.collection, item_id) is None:
        item = {
            "sourcedId": item_id,
            "status": "active",
            "title": title,
            "resultValueMin": 0,
            "resultValueMax": most,
            "course": lesson.course and reference(lesson.course["sourcedId"]),
            "component": lesson.link.get("courseComponent"),
            "componentResource": reference(lesson.id),
            "parentAssessmentLineItem": parent_id and reference(parent_id),
            "metadata": noted if lesson.course is None else {"courseSourcedId": lesson.course["sourcedId"], **noted},
        }
        store(call, ASSESSMENT_LINE_ITEM, item, None, item)
    return item_id


def made_id(world: World, *parts: str) -> str:
    """The id of what belongs to these ids: always the same, so that it can be found again."""
    return world.plan.id_prefix + str(uuid5(_IDS, "\x00".join(parts)))


def _is_attempt(result: Document) -> bool:
    noted = metadata_of(result)
    number = noted.get("attempt")
    return result["status"] == "active" and type(number) is int and number > 0 and "questionId" not in noted


def _item_of_test(call: Call, lesson: Lesson, parent_id: str, test: QtiTest) -> str:
    resource_id: str = test.resource["sourcedId"]
    item_id = made_id(call.world, parent_id, resource_id)
    return put_item(call, lesson, item_id, test.resource["title"], parent_id, 100, {"testResourceId": resource_id})


def _note_test(call: Call, lesson: Lesson, item_id: str, student_id: str, number: int, test: QtiTest) -> None:
    """Note at the line item of a bank which test an attempt is given."""
    state_id = made_id(call.world, item_id, student_id)
    before = metadata_of(call.world.store.get(ASSESSMENT_RESULT.collection, state_id) or {}).get("tests")
    given = {**(before if is_object(before) else {}), str(number): test.resource["sourcedId"]}
    put_result(
        call,
        {
            "sourcedId": state_id,
            "assessmentLineItem": reference(item_id),
            "student": reference(student_id),
            "scoreStatus": ANSWERED,
            "metadata": {"lessonType": lesson.lesson_type, "currentAttempt": number, "tests": given},
        },
    )
