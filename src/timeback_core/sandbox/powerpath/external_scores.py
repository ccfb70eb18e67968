"""What test applications report: a control call says how one of them scored a student's test of a lesson."""

from typing import Final

import attrs

from timeback_core.sandbox.messages import Document
from timeback_core.sandbox.oneroster.members import FULL_TEXT, must
from timeback_core.sandbox.schema import Boolean, ListOf, Member, Number, Record
from timeback_core.sandbox.world import World

EXTERNAL_SCORE: Final = Record(
    (
        must("student", FULL_TEXT),
        must("lesson", FULL_TEXT),
        must("questions", ListOf(Number(least=0, most=1), min_items=1)),
        Member(name="graded", shape=Boolean(), default=True),
    )
)
_SCORES: Final = "externalScores"


@attrs.frozen
class Report:
    """The score of each question, from 0 to 1, and whether there is nothing more to come."""

    questions: list[float]
    is_final: bool

    @property
    def score(self) -> float:
        """The score of the test: their mean, from 0 to 100."""
        return 100 * sum(self.questions) / len(self.questions)

    @property
    def correct(self) -> int:
        """How many were wholly right."""
        return sum(score == 1 for score in self.questions)


def put_external_score(world: World, given: Document) -> None:
    """Keep a report until the platform asks for it."""
    told = {name: given[name] for name in ("questions", "graded")}
    world.store.put(_SCORES, {"sourcedId": _id(given["student"], given["lesson"]), **told})


def take_report(world: World, student_id: str, lesson_id: str) -> Report | None:
    """The report on a student's test, where there is one; it is given once."""
    found = world.store.get(_SCORES, _id(student_id, lesson_id))
    if found is None:
        return None
    world.store.remove(_SCORES, found["sourcedId"])
    return Report(found["questions"], found["graded"])


def _id(student_id: str, lesson_id: str) -> str:
    return f"{student_id}\x00{lesson_id}"
