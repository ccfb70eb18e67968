"""Assignments: made in one of five ways, taken back, and brought to an end by what happens outside."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from timeback_core.sandbox.calls import Call, timestamp
from timeback_core.sandbox.control import Controls, hook
from timeback_core.sandbox.described import Either, described
from timeback_core.sandbox.masterytrack.answers import SUCCESS, DeniedError, holder_of, number_of, user_of, without_code
from timeback_core.sandbox.masterytrack.inventory import GRADES, TESTS, in_order, rank_of
from timeback_core.sandbox.messages import Document, Reply, json_reply
from timeback_core.sandbox.oneroster.members import FREE, FULL_TEXT, TEXT
from timeback_core.sandbox.refusals import RefusalError
from timeback_core.sandbox.schema import WHOLE, Choice, ListOf, Member, Number, Record, may, must, musts
from timeback_core.sandbox.store import reference
from timeback_core.sandbox.world import World

ASSIGNMENTS: Final = "masteryAssignments"
ACTIVE: Final = ("ASSIGNED", "IN_PROGRESS", "PAUSED")
LIFE: Final = 30 * 86_400.0
"""Seconds after which an assignment is over."""
_LINE_ITEM: Final = "assessment_line_item_sourced_id"
_RESULT: Final = "assessment_result_sourced_id"
_SHOWN: Final = (
    "id",
    "student_email",
    "test_name",
    "assigned_by",
    "test_url",
    "status",
    "expires_at",
    "metadata",
    "created_at",
)
_SHOWN_AGAIN: Final = ("id", "student_email", "test_name", "status", "test_url")

_RANK: Final = may("grade_rank", Number(whole=True, least=0, most=len(GRADES) - 1))
_ASKED: Final = Record(
    (
        must("student_email", FULL_TEXT),
        *(may(name, FULL_TEXT) for name in ("timeback_id", "subject", _LINE_ITEM, _RESULT)),
        _RANK,
    ),
    name="MasteryAssignmentInput",
)
_ASSIGNMENT: Final = Record(
    (
        *musts(WHOLE, "id", "assigned_by"),
        *musts(TEXT, "student_email", "test_name", "test_url", "status", "expires_at", "created_at"),
        must("metadata", FREE),
    ),
    name="MasteryAssignment",
)
_ASSIGNED: Final = Record(
    (SUCCESS, must("platform", TEXT), must("data", Record((must("message", TEXT), may("assignment", _ASSIGNMENT)))))
)
_UNWANTED: Final = Record(
    (
        must("student_email", FULL_TEXT),
        may("assignment_id", Number(whole=True, least=1)),
        *(may(name, TEXT) for name in ("timeback_id", "subject")),
        _RANK,
        may("grade", Either((TEXT, WHOLE))),
    )
)
_TAKEN_BACK: Final = Record((must("assignment_id", WHOLE), must("student_email", TEXT)))
_INVALIDATED: Final = Record(
    (must("message", TEXT), must("total_invalidated", WHOLE), must("invalidated_assignments", ListOf(_TAKEN_BACK)))
)


@described({201: _ASSIGNED}, takes=_ASKED)
def assign(call: Call) -> Reply:
    """POST: 201 with the new assignment; a placement is begun without telling its test."""
    body = call.body()
    _check_combination(body)
    student = user_of(call.world, body["student_email"])
    if student is None:
        raise DeniedError(404, "Student not found", "USER_NOT_FOUND")
    test = _test_for(call, student, body)
    if not test["supported"]:
        raise DeniedError(422, "The test has types of questions that are not supported")
    for each in _active(call, student["email"]):
        if each["timeback_id"] == test["timeback_id"]:
            known = {name: each[name] for name in _SHOWN_AGAIN}
            raise DeniedError(409, "Assignment already exists", data={"existing_assignment": known})
    number = call.world.store.count(ASSIGNMENTS) + 1
    assignment = {
        "sourcedId": str(number),
        "id": number,
        "student": student["sourcedId"],
        "student_email": student["email"],
        "test_name": test["name"],
        "assigned_by": number_of(call.world, holder_of(call.world, call.request, call.now)),
        "test_url": f"https://masterytrack.example.com/assignment/{number}",
        "status": "ASSIGNED",
        "expires_at": timestamp(call.now + LIFE),
        "metadata": {**test["metadata"], "grade": test["grade"], "state": "TX"},
        "created_at": call.stamp,
        **{name: test[name] for name in ("timeback_id", "subject", "grade_rank")},
        **{name: body.get(name) for name in (_LINE_ITEM, _RESULT)},
    }
    call.world.store.put(ASSIGNMENTS, assignment)
    told: Document = {"message": "Test assigned successfully"}
    if "timeback_id" in body or "grade_rank" in body:
        told["assignment"] = {name: assignment[name] for name in _SHOWN}
    return json_reply(201, {"success": True, "platform": "Mastery Track", "data": told})


def _check_combination(body: Document) -> None:
    for name in ("student_email", "timeback_id", "subject", _LINE_ITEM, _RESULT):
        if name in body and (not isinstance(body[name], str) or not body[name].strip()):
            raise DeniedError(400, f"{name} must be a filled string")
    if "student_email" not in body:
        raise DeniedError(400, "student_email is required", "MISSING_PARAMETER")
    if "timeback_id" not in body and "subject" not in body:
        raise DeniedError(400, "timeback_id or subject is required", "MISSING_PARAMETER")
    if "grade_rank" in body and "subject" not in body:
        raise DeniedError(400, "subject is required with grade_rank", "MISSING_PARAMETER")
    if (_LINE_ITEM in body) is not (_RESULT in body):
        raise DeniedError(400, f"{_LINE_ITEM} and {_RESULT} are required together", "MISSING_PARAMETER")
    if "grade_rank" in body and not _is_rank(body["grade_rank"]):
        raise DeniedError(400, f"grade_rank must be a number from 0 to {len(GRADES) - 1}")


def _is_rank(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < len(GRADES)


def _test_for(call: Call, student: Document, body: Document) -> Document:
    """The test that is named, or the first one of subject and grade that the student has not had."""
    if "timeback_id" in body:
        found = call.world.store.get(TESTS, body["timeback_id"])
    else:
        mine = call.world.store.find(ASSIGNMENTS, "student_email", student["email"])
        had = {each["timeback_id"] for each in mine if each["status"] != "INVALIDATED"}
        offered = (test for test in in_order(call.world) if test["supported"] and test["timeback_id"] not in had)
        subject, rank = body["subject"].lower(), body.get("grade_rank")
        fitting = (test for test in offered if test["subject"].lower() == subject)
        found = next((test for test in fitting if rank in (None, test["grade_rank"])), None)
    if found is None:
        raise DeniedError(404, "Test not found", "TEST_NOT_FOUND")
    return found


def _active(call: Call, email: str) -> Iterator[Document]:
    """The assignments of a student that are not at their end."""
    for each in call.world.store.find(ASSIGNMENTS, "student_email", email):
        if each["status"] in ACTIVE and each["expires_at"] > call.stamp:
            yield each


@described(Record((SUCCESS, must("data", _INVALIDATED))), takes=_UNWANTED)
def invalidate(call: Call) -> Reply:
    """POST: the assignments that were active and fit."""
    try:
        return _invalidate(call, call.body())
    except RefusalError as refusal:
        raise without_code(refusal) from None


def _invalidate(call: Call, body: Document) -> Reply:
    if not isinstance(body.get("student_email"), str) or not body["student_email"].strip():
        raise DeniedError(400, "Student email is required")
    fits = _criterion(body)
    student = user_of(call.world, body["student_email"])
    if student is None:
        raise DeniedError(404, "Student not found in Timeback")
    found = [each for each in _active(call, student["email"]) if fits(each)]
    if not found:
        raise DeniedError(404, "No active assignments found for the given criteria")
    for each in found:
        call.world.store.put(ASSIGNMENTS, {**each, "status": "INVALIDATED"})
    told = {
        "message": "Assignment(s) invalidated successfully.",
        "total_invalidated": len(found),
        "invalidated_assignments": [_taken_back(each) for each in found],
    }
    return json_reply(200, {"success": True, "data": told})


def _criterion(body: Document) -> Callable[[Document], bool]:
    """What the assignments have to be: the narrowest of what is told counts."""
    if "assignment_id" in body:
        number = body["assignment_id"]
        if isinstance(number, bool) or not isinstance(number, int) or number < 1:
            raise DeniedError(400, "Invalid assignment_id")
        return lambda each: bool(each["id"] == number)
    if "timeback_id" in body:
        return lambda each: bool(each["timeback_id"] == body["timeback_id"])
    if "subject" not in body or not ("grade_rank" in body or "grade" in body):
        raise DeniedError(400, "assignment_id, timeback_id, or subject and grade/grade_rank are required")
    rank = body["grade_rank"] if _is_rank(body.get("grade_rank")) else rank_of(body.get("grade"))
    if rank is None:
        raise DeniedError(400, f"grade/grade_rank must be a number from 0 to {len(GRADES) - 1}, or the name of a grade")
    subject = str(body["subject"]).lower()
    return lambda each: bool(each["subject"].lower() == subject and each["grade_rank"] == rank)


def _taken_back(each: Document) -> Document:
    return {"assignment_id": each["id"], "student_email": each["student_email"]}


def _take_news(world: World, given: Document) -> None:
    """Let a student go on with a test, or end it; its score goes where the assignment says, if there is one."""
    each = world.store.get(ASSIGNMENTS, str(given["assignmentId"]))
    if each is None:
        return
    world.store.put(ASSIGNMENTS, {**each, "status": given["status"]})
    item_id, result_id = each[_LINE_ITEM], each[_RESULT]
    if "score" in given and item_id is not None and world.store.get("assessmentLineItems", item_id) is not None:
        before = world.store.get("assessmentResults", result_id) or {"sourcedId": result_id, "status": "active"}
        told = {
            "assessmentLineItem": reference(item_id),
            "student": reference(each["student"]),
            "scoreStatus": "fully graded",
            "score": given["score"],
            "scoreDate": each["created_at"],
            "dateLastModified": each["created_at"],
        }
        world.store.put("assessmentResults", {**before, **told})


_STATUSES: Final = (*ACTIVE, "COMPLETED", "ABANDONED")
_NEWS: Final = Record(
    (
        Member(name="assignmentId", shape=Number(whole=True), required=True),
        Member(name="status", shape=Choice(_STATUSES), default="COMPLETED"),
        may("score", Number()),
    )
)
HOOKS: Final[Controls] = {("POST", "/.sandbox/mastery-results"): hook(_NEWS, _take_news)}
