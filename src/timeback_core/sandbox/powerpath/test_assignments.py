"""Test assignments: who is to take which test, and how far it is; made one by one, many at once, or from a sheet."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from timeback_core.sandbox.calls import Call, Route
from timeback_core.sandbox.described import Either, Parameter, Told, asked_by, described
from timeback_core.sandbox.list_queries import read_whole
from timeback_core.sandbox.messages import Document, Reply, empty_reply, json_reply
from timeback_core.sandbox.oneroster.collections import STUDENTS
from timeback_core.sandbox.oneroster.kinds import RESOURCE
from timeback_core.sandbox.oneroster.members import FULL_TEXT, TEXT, URL
from timeback_core.sandbox.oneroster.reads import PAGE_NUMBERS
from timeback_core.sandbox.oneroster.vocabulary import GRADE, SUBJECT
from timeback_core.sandbox.oneroster.writes import checked, store_new
from timeback_core.sandbox.powerpath.lessons import UNLISTED
from timeback_core.sandbox.powerpath.outside import sheet_rows
from timeback_core.sandbox.refusals import IMS_ERROR, invalid, unknown
from timeback_core.sandbox.schema import (
    WHOLE,
    Boolean,
    Choice,
    Findings,
    FreeObject,
    ListOf,
    Number,
    Record,
    may,
    may_nulls,
    must,
    musts,
)
from timeback_core.sandbox.store import reference
from timeback_core.sandbox.world import World

_ASSIGNMENTS: Final = "testAssignments"
ACTIVE: Final = ("assigned", "in_progress")
"""The states in which a test is still to be taken."""
_STATES: Final = (*ACTIVE, "completed", "failed", "expired", "cancelled")
_BASE: Final = "/powerpath/test-assignments"
_GRADE: Final = Choice(GRADE, integers_too=True)
_ASSIGNMENT: Final = Record(
    (must("student", FULL_TEXT), must("subject", Choice(SUBJECT)), must("grade", _GRADE), may("testName", FULL_TEXT))
)
_NAME: Final = Record((must("testName", FULL_TEXT),), closed=True)
_MANY: Final = Record((must("items", ListOf(FreeObject(), min_items=1)),), closed=True)
_IMPORT: Final = Record((must("spreadsheetUrl", URL), must("sheet", FULL_TEXT)), closed=True)
_LIST: Final = Record((must("student", FULL_TEXT), may("status", Choice(_STATES)), may("grade", Choice(GRADE))))
_LIST_ALL: Final = Record(tuple(may(member.name, member.shape) for member in _LIST.members))
_ACTIVE_ALREADY: Final = "The student has an assignment of this subject and grade already."
_COLUMNS: Final = ("student", "subject", "grade")

CREATED: Final = Record(musts(TEXT, "assignmentId", "lessonId", "resourceId"), name="CreatedTestAssignment")
"""What the making of an assignment is answered with."""
_DONE: Final = Record(
    (
        must("success", Boolean()),
        must("results", ListOf(CREATED)),
        must("errors", ListOf(Record((must("row", WHOLE), must("message", TEXT))))),
    ),
    name="TestAssignments",
)
_ALL_OR_NONE: Final[Mapping[int, Told]] = {200: _DONE, 400: Either((_DONE, IMS_ERROR))}
_VIEW: Final = Record(
    (
        *musts(TEXT, "sourcedId", "studentSourcedId", "studentEmail", "subject", "grade", "assignmentStatus"),
        *musts(TEXT, "assignedAt", "resourceSourcedId", "componentResourceSourcedId"),
        *may_nulls(TEXT, "assignedByUserSourcedId", "testName", "expiresAt", "completedAt"),
    ),
    name="TestAssignment",
)
_PAGE: Final = Record(
    (must("testAssignments", ListOf(_VIEW)), *musts(WHOLE, *PAGE_NUMBERS["BEYOND_AI"])), name="TestAssignmentPage"
)
_PAGES: Final = (
    Parameter("subject"),
    Parameter("limit", Number(whole=True, least=1, most=3000)),
    Parameter("offset", Number(whole=True, least=0)),
)


def assign(call: Call, student: Document, subject: str, grade: str, test_name: str | None = None) -> Document:
    """Assign a test of a subject and grade, with a resource and a lesson that no course lists."""
    title = test_name or f"{subject} {grade} Test-Out"
    metadata = {
        "type": "interactive",
        "lessonType": "test-out",
        "subject": subject,
        "grades": [grade],
        "toolProvider": "mastery-track",
    }
    made = {"status": "active", "title": title, "vendorResourceId": f"{subject}-{grade}", "metadata": metadata}
    resource = store_new(call, RESOURCE, {**made, "vendorId": "mastery-track", "importance": "primary"}, made)
    lesson: Document = {
        "sourcedId": call.world.new_id(),
        "status": "active",
        "title": title,
        "lessonType": "test-out",
        "resource": reference(resource["sourcedId"]),
    }
    call.world.store.put(UNLISTED, lesson)
    assignment: Document = {
        "sourcedId": call.world.new_id(),
        "student": reference(student["sourcedId"]),
        "subject": subject,
        "grade": grade,
        "assignmentStatus": "assigned",
        "testName": test_name,
        "assignedAt": call.stamp,
        "completedAt": None,
        "resource": reference(resource["sourcedId"]),
        "componentResource": reference(lesson["sourcedId"]),
    }
    call.world.store.put(_ASSIGNMENTS, assignment)
    return assignment


def assignments_of(world: World, student_id: str, subject: str, grade: str | None = None) -> list[Document]:
    """The assignments of a student in a subject, those of one grade where it is given; cancelled ones left out."""
    return [
        row
        for row in world.store.referring(_ASSIGNMENTS, "student", student_id)
        if row["subject"] == subject and grade in {None, row["grade"]} and row["assignmentStatus"] != "cancelled"
    ]


def active_assignment(world: World, student_id: str, subject: str, grade: str) -> Document | None:
    """The assignment of that subject and grade that is still to be taken."""
    rows = assignments_of(world, student_id, subject, grade)
    return next((row for row in rows if row["assignmentStatus"] in ACTIVE), None)


def move_assignment(call: Call, lesson_id: str, state: str) -> None:
    """Put the assignment that a lesson was made for, if any, into a state, unless it is over."""
    for row in call.world.store.referring(_ASSIGNMENTS, "componentResource", lesson_id):
        if row["assignmentStatus"] in ACTIVE:
            completed_at = None if state in ACTIVE else call.stamp
            call.world.store.put(_ASSIGNMENTS, {**row, "assignmentStatus": state, "completedAt": completed_at})


def created_view(assignment: Document) -> Document:
    """What the making of an assignment is answered with."""
    return {
        "assignmentId": assignment["sourcedId"],
        "lessonId": assignment["componentResource"]["sourcedId"],
        "resourceId": assignment["resource"]["sourcedId"],
    }


@described(CREATED, takes=_ASSIGNMENT)
def _create(call: Call) -> Reply:
    """Assign a test to a student."""
    body = checked(call.world, _ASSIGNMENT, call.body(), "")
    student = STUDENTS.get(call.world, body["student"])
    if active_assignment(call.world, student["sourcedId"], body["subject"], body["grade"]) is not None:
        raise invalid("student", _ACTIVE_ALREADY)
    return json_reply(200, created_view(_assigned(call, student, body)))


@described(_ALL_OR_NONE, takes=_MANY)
def _create_many(call: Call) -> Reply:
    """Assign several tests, or none of them."""
    items: list[Document] = checked(call.world, _MANY, call.body(), "")["items"]
    return _all_or_nothing(call, dict(enumerate(items)))


@described(_ALL_OR_NONE, takes=_IMPORT)
def _import(call: Call) -> Reply:
    """Assign the tests of a sheet, or none of them."""
    body = checked(call.world, _IMPORT, call.body(), "")
    rows = sheet_rows(call.world, body["spreadsheetUrl"], body["sheet"])
    if not rows:
        return _refused([(0, "The sheet cannot be read.")])
    columns = [name.strip().lower() for name in rows[0]]
    missing = [name for name in _COLUMNS if name not in columns]
    if missing:
        return _refused([(0, f"The sheet has no column {name}.") for name in missing])
    given = {
        at: _person_by_id(call.world, dict(zip(columns, (cell.strip() for cell in row), strict=False)))
        for at, row in enumerate(rows[1:])
        if any(cell.strip() for cell in row)
    }
    return _all_or_nothing(call, given) if given else _refused([(0, "The sheet has no rows.")])


def _person_by_id(world: World, row: Document) -> Document:
    """The row with the id of its student, where that is told by e-mail address."""
    named: Document = {name: row[name] for name in _COLUMNS if name in row}
    found = world.store.find("users", "email", row.get("student", ""))
    return {**named, "student": found[0]["sourcedId"]} if found else named


def _all_or_nothing(call: Call, rows: Mapping[int, Document]) -> Reply:
    findings = {at: Findings() for at in rows}
    checked_rows = {at: _ASSIGNMENT.check(row, "", findings[at]) for at, row in rows.items()}
    errors = [(at, text) for at, row in checked_rows.items() for text in _wrong(call.world, row, findings[at])]
    seen: dict[tuple[str, ...], int] = {}
    for at, row in checked_rows.items():
        if not findings[at].problems and seen.setdefault(tuple(row[name] for name in _COLUMNS), at) != at:
            errors.append((at, "An earlier row is the same."))
    if errors:
        return _refused(sorted(errors, key=lambda error: error[0]))
    made = [_assigned(call, STUDENTS.get(call.world, row["student"]), row) for row in checked_rows.values()]
    return json_reply(200, {"success": True, "results": [created_view(each) for each in made], "errors": []})


def _wrong(world: World, row: Document, findings: Findings) -> Iterator[str]:
    """What is wrong with a row."""
    yield from (f"{path}: {message}" for path, message in findings.problems)
    if findings.problems:
        return
    student = world.store.get("users", row["student"])
    if student is None or not STUDENTS.holds(world, student):
        yield STUDENTS.not_found
    elif active_assignment(world, row["student"], row["subject"], row["grade"]) is not None:
        yield _ACTIVE_ALREADY


def _refused(errors: Sequence[tuple[int, str]]) -> Reply:
    told = [{"row": at, "message": message} for at, message in errors]
    return json_reply(400, {"success": False, "results": [], "errors": told})


def _assigned(call: Call, student: Document, given: Document) -> Document:
    return assign(call, student, given["subject"], given["grade"], given.get("testName"))


@described(_PAGE, asks=(*asked_by(_LIST), *_PAGES))
def _list(call: Call) -> Reply:
    """A page of the tests that are assigned to a student."""
    student_id = checked(call.world, _LIST, call.query, "")["student"]
    return _page(
        call, call.world.store.referring(_ASSIGNMENTS, "student", STUDENTS.get(call.world, student_id)["sourcedId"])
    )


@described(_PAGE, asks=(*asked_by(_LIST_ALL), *_PAGES))
def _list_all(call: Call) -> Reply:
    """A page of all tests that are assigned."""
    student_id = checked(call.world, _LIST_ALL, call.query, "").get("student")
    rows = call.world.store.rows(_ASSIGNMENTS)
    return _page(call, [row for row in rows if student_id in {None, row["student"]["sourcedId"]}])


def _page(call: Call, rows: Sequence[Document]) -> Reply:
    """A page of those that the query asks for, newest first."""
    limit = read_whole(call.query, "limit", 100, least=1, most=3000)
    offset = read_whole(call.query, "offset", 0, least=0)
    asked = {"assignmentStatus": "status", "grade": "grade"}
    subject = call.query.get("subject")
    found = [
        row
        for row in reversed(rows)
        if row["assignmentStatus"] != "cancelled"
        and all(call.query.get(name, row[member]) == row[member] for member, name in asked.items())
        and (subject is None or subject.casefold() == row["subject"].casefold())
    ]
    return json_reply(
        200,
        {
            "testAssignments": [_view(call.world, row) for row in found[offset : offset + limit]],
            "totalCount": len(found),
            "pageCount": -(-len(found) // limit),
            "pageNumber": offset // limit + 1,
            "offset": offset,
            "limit": limit,
        },
    )


@described(_VIEW)
def _get(call: Call) -> Reply:
    """One test assignment."""
    return json_reply(200, _view(call.world, _assignment(call)))


@described({204: None}, takes=_NAME)
def _update(call: Call) -> Reply:
    """Name a test assignment."""
    row = _assignment(call)
    call.world.store.put(_ASSIGNMENTS, {**row, **checked(call.world, _NAME, call.body(), "")})
    return empty_reply(204)


@described({204: None})
def _delete(call: Call) -> Reply:
    """Cancel a test assignment."""
    call.world.store.put(_ASSIGNMENTS, {**_assignment(call), "assignmentStatus": "cancelled"})
    return empty_reply(204)


def _assignment(call: Call) -> Document:
    row = call.world.store.get(_ASSIGNMENTS, call.ids[0])
    if row is None or row["assignmentStatus"] == "cancelled":
        raise unknown("Test assignment not found.")
    return row


def _view(world: World, row: Document) -> Document:
    student = STUDENTS.get(world, row["student"]["sourcedId"])
    return {
        "sourcedId": row["sourcedId"],
        "studentSourcedId": student["sourcedId"],
        "studentEmail": student["email"],
        "assignedByUserSourcedId": None,
        **{name: row[name] for name in ("subject", "grade", "assignmentStatus", "testName", "assignedAt")},
        "expiresAt": None,
        "completedAt": row["completedAt"],
        "resourceSourcedId": row["resource"]["sourcedId"],
        "componentResourceSourcedId": row["componentResource"]["sourcedId"],
    }


TEST_ASSIGNMENTS: Final[Sequence[Route]] = (
    Route("powerpath.test_assignments.create", "POST", _BASE, _create),
    Route("powerpath.test_assignments.list", "GET", _BASE, _list),
    Route("powerpath.test_assignments.admin", "GET", f"{_BASE}/admin", _list_all),
    Route("powerpath.test_assignments.bulk", "POST", f"{_BASE}/bulk", _create_many),
    Route("powerpath.test_assignments.import_assignments", "POST", f"{_BASE}/import", _import),
    Route("powerpath.test_assignments.get", "GET", f"{_BASE}/{{id}}", _get),
    Route("powerpath.test_assignments.update", "PUT", f"{_BASE}/{{id}}", _update),
    Route("powerpath.test_assignments.delete", "DELETE", f"{_BASE}/{{id}}", _delete),
)
