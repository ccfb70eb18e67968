"""Operations of each shape that EduBridge, PowerPath, CLR and MasteryTrack have, described on the real engine."""

from collections.abc import Sequence
from typing import Annotated, Literal, Unpack

from tests.engine.content_apis import Item, RowOptions

from timeback_core.engine.call.expect import Created, Json, Many, Nothing, One, Stated, Tagged
from timeback_core.engine.call.paging import UNPAGED
from timeback_core.engine.call.request import Base, Call
from timeback_core.engine.codec import UNSET, Input, Model, OneOrMany, Unset, model, positive, wire
from timeback_core.engine.codec.json import JsonValue
from timeback_core.engine.surface.operation import DELETE, GET, POST, PUT, UNSAFE, operation

EDUBRIDGE = Base("edubridge", "base")
POWERPATH = Base("powerpath", "base")
MASTERYTRACK = Base("masterytrack", "base")
CLR = Base("clr", "credentials")


@operation(DELETE, EDUBRIDGE, "/subject-track/groups", Nothing())
def delete_group(name: str) -> Call:
    """Delete what the body names."""
    return Call(body={"group": name})


@operation(POST, EDUBRIDGE, "/enrollments/enroll/{user_id}/{course_id}/{school_id}?", One("data", Item))
def enroll(user_id: str, course_id: str, school_id: str | None = None) -> Call:
    """Post an empty object to a path whose last segment may be left out."""
    return Call(body={})


@operation(GET, EDUBRIDGE, "/enrollments/defaultClass/{course_id}/{school_id}?", One("data", Item), repeat=UNSAFE)
def get_default_class(course_id: str, school_id: str | None = None) -> Call:
    """Read what the server creates where it is missing."""
    return Call()


@operation(GET, EDUBRIDGE, "/users/", Many("users", Item))
def list_people(roles: Sequence[str], **options: Unpack[RowOptions]) -> Call:
    """List by a repeated parameter."""
    return Call(query={"roles": roles}, options=options)


PLAN = One("lessonPlan.lessonPlan", Item, also=("lessonPlan",))


@operation(GET, POWERPATH, "/lessonPlans/tree/{plan_id}", PLAN)
def get_plan(plan_id: str) -> Call:
    """Fetch what comes in two envelopes, or in one."""
    return Call()


@model
class Mastery(Model):
    """Progress that is counted."""

    lesson_type: Literal["powerpath-100"]
    score: float


@model
class Tested(Model):
    """Progress of a test."""

    lesson_type: Literal["quiz", "placement"]
    finalized: bool = False


PROGRESS = Tagged[Mastery | Tested]("lessonType", {"powerpath-100": Mastery, "quiz": Tested, "placement": Tested})


@operation(GET, POWERPATH, "/getAssessmentProgress", PROGRESS)
def get_progress(student: str, lesson: str) -> Call:
    """Fetch one of several models."""
    return Call(query={"student": student, "lesson": lesson})


@operation(PUT, POWERPATH, "/updateStudentQuestionResponse", PROGRESS, repeat=UNSAFE)
def answer_question(student: str, question: str) -> Call:
    """Put what moves a score each time that it arrives."""
    return Call(body={"student": student, "question": question})


@model
class Bulk(Model):
    """What became of the rows of a bulk call."""

    success: bool
    errors: OneOrMany[str] = ()


@operation(POST, POWERPATH, "/test-assignments/bulk", One(None, Bulk, statuses=(400,)))
def assign_many(rows: Sequence[str]) -> Call:
    """Post rows; a refusal says what is wrong with each."""
    return Call(body={"items": rows})


@operation(POST, CLR, "/", Stated(One(None, Item)))
def upsert_credential(credential: JsonValue) -> Call:
    """Write; the status tells whether it is new."""
    return Call(body=credential)


@operation(GET, Base("clr", "discovery"), "/", Json(), auth="nothing")
def discover() -> Call:
    """Read what is public."""
    return Call()


@model
class Pass(Model):
    """A token."""

    jwt: str = wire(secret=True)


@operation(POST, MASTERYTRACK, "/authorizer", One(None, Pass, verdict="success"), auth="credentials")
def get_pass(email: str) -> Call:
    """Ask for a token of one's own by the key that stands in the configuration."""
    return Call(body={"email": email})


@operation(GET, MASTERYTRACK, "/authoring/inventory/search", Many("data", Item, paging=UNPAGED))
def search_inventory(grade: str | None = None) -> Call:
    """List with the service's own token."""
    return Call(query={"grade": grade})


@model
class Assignment(Model):
    """A test that was given to a student, or the one that he has already."""

    id: int


@model
class AssignmentInput(Input):
    """A test to be given to a student."""

    student_email: str = wire("student_email")
    grade_rank: Annotated[int, positive] | Unset = wire("grade_rank", default=UNSET)


ASSIGNED = One("data.assignment", Assignment, also=("data.existing_assignment",), statuses=(409,))


@operation(POST, MASTERYTRACK, "/delivery/assignments/assign", ASSIGNED)
def get_or_assign(assignment: AssignmentInput) -> Call:
    """Post; a conflict holds what is there already."""
    return Call(body=assignment)


@operation(POST, POWERPATH, "/pairs", Created(verdict="success"))
def create_pairs() -> Call:
    """Create; a success may say that it is none."""
    return Call(body={})
