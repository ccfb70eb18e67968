"""Course sequences: the stages of a subject, courses and the assessments that follow them."""

from collections.abc import Sequence
from typing import Final

from timeback_core.sandbox.calls import Call, Route
from timeback_core.sandbox.described import Parameter, asked_by, described
from timeback_core.sandbox.list_queries import read_whole
from timeback_core.sandbox.messages import Document, Reply, json_reply
from timeback_core.sandbox.oneroster.members import FREE, TEXT, TEXTS
from timeback_core.sandbox.oneroster.vocabulary import GRADE
from timeback_core.sandbox.oneroster.writes import checked
from timeback_core.sandbox.refusals import unknown
from timeback_core.sandbox.schema import Choice, ListOf, Member, Number, Record, must, musts
from timeback_core.sandbox.world import World

SEQUENCES: Final = "courseSequences"
_BASE: Final = "/powerpath/course-sequence/{id}"
_SHOWN: Final = ("subject", "title", "author", "status", "statusUpdatedAt", "stages", "description")
_STAGES: Final = Record((Member(name="grade", shape=Choice(GRADE)),))
_AFTER: Final = Record((must("test_grade", Choice(GRADE)),))
_USUAL_TEST: Final = "end_of_grade"

_STAGE: Final = Record(
    (
        *musts(TEXT, "id", "title", "subject"),
        must("grades", TEXTS),
        must("type", Choice(("course", "assessment"))),
        must("properties", FREE),
    ),
    name="CourseSequenceStage",
)
_SEQUENCE: Final = Record(
    (
        *musts(TEXT, "id", "subject", "title", "author", "status", "statusUpdatedAt", "description"),
        must("stages", ListOf(_STAGE)),
    ),
    name="CourseSequence",
)
_ASKED_AFTER: Final = (*asked_by(_AFTER), *(Parameter(name) for name in ("test_type", "wcpm", "cqpm")))
_LIMIT: Final = Parameter("limit", Number(whole=True, least=1))


def active_sequence(world: World, subject: str) -> Document | None:
    """The sequence that a subject is taught by."""
    sequences = world.store.find(SEQUENCES, "subject", subject)
    return next((sequence for sequence in sequences if sequence["status"] == "active"), None)


def is_assessment(stage: Document) -> bool:
    """Whether a stage is a test, not a course."""
    return bool(stage["type"] == "assessment")


@described(_SEQUENCE)
def _get(call: Call) -> Reply:
    """The stages of a subject."""
    sequence = _sequence(call)
    return json_reply(200, {"id": sequence["sourcedId"], **{name: sequence[name] for name in _SHOWN}})


@described(ListOf(_STAGE), asks=(*asked_by(_STAGES), _LIMIT))
def _list_stages(call: Call) -> Reply:
    """The stages of a sequence, or those of a grade."""
    stages = _sequence(call)["stages"]
    query = checked(call.world, _STAGES, call.query, "")
    limit = read_whole(call.query, "limit", len(stages), least=1)
    if "grade" in query:
        stages = [stage for stage in stages if query["grade"] in stage["grades"]]
    return json_reply(200, stages[:limit])


@described(_STAGE, asks=_ASKED_AFTER)
def _stage_after(call: Call) -> Reply:
    """The stage that follows an assessment."""
    stages = _sequence(call)["stages"]
    grade = checked(call.world, _AFTER, call.query, "")["test_grade"]
    test_type = call.query.get("test_type", _USUAL_TEST)
    for at, stage in enumerate(stages[:-1]):
        if is_assessment(stage) and grade in stage["grades"] and test_type in stage["properties"]["testTypes"]:
            return json_reply(200, stages[at + 1])
    raise unknown("No stage follows such an assessment.")


def _sequence(call: Call) -> Document:
    sequence = call.world.store.get(SEQUENCES, call.ids[0])
    if sequence is None:
        raise unknown("Course sequence not found.")
    return sequence


COURSE_SEQUENCES: Final[Sequence[Route]] = (
    Route("powerpath.course_sequences.get", "GET", _BASE, _get),
    Route("powerpath.course_sequences.list_stages", "GET", f"{_BASE}/stages", _list_stages),
    Route(
        "powerpath.course_sequences.get_stage_after_assessment", "GET", f"{_BASE}/stages/after/assessment", _stage_after
    ),
)
