"""Test assignments as they are kept: who is to take which test, the lesson made for it, and how far it is."""

from typing import Final

from timeback_core.sandbox.calls import Call
from timeback_core.sandbox.messages import Document
from timeback_core.sandbox.oneroster.kinds import RESOURCE
from timeback_core.sandbox.oneroster.writes import store_new
from timeback_core.sandbox.powerpath.lessons import UNLISTED
from timeback_core.sandbox.store import reference
from timeback_core.sandbox.world import World

ASSIGNMENTS: Final = "testAssignments"
PASS_MARK: Final = 90
ACTIVE: Final = ("assigned", "in_progress")
"""The states in which a test is still to be taken."""
STATES: Final = (*ACTIVE, "completed", "failed", "expired", "cancelled")


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
    call.world.store.put(ASSIGNMENTS, assignment)
    return assignment


def assignments_of(world: World, student_id: str, subject: str, grade: str | None = None) -> list[Document]:
    """The assignments of a student in a subject, those of one grade where it is given; cancelled ones left out."""
    return [
        row
        for row in world.store.referring(ASSIGNMENTS, "student", student_id)
        if row["subject"] == subject and grade in {None, row["grade"]} and row["assignmentStatus"] != "cancelled"
    ]


def active_assignment(world: World, student_id: str, subject: str, grade: str) -> Document | None:
    """The assignment of that subject and grade that is still to be taken."""
    rows = assignments_of(world, student_id, subject, grade)
    return next((row for row in rows if row["assignmentStatus"] in ACTIVE), None)


def move_assignment(call: Call, lesson_id: str, state: str) -> None:
    """Put the assignment that a lesson was made for, if any, into a state, unless it is over."""
    for row in call.world.store.referring(ASSIGNMENTS, "componentResource", lesson_id):
        if row["assignmentStatus"] in ACTIVE:
            completed_at = None if state in ACTIVE else call.stamp
            call.world.store.put(ASSIGNMENTS, {**row, "assignmentStatus": state, "completedAt": completed_at})


def created_view(assignment: Document) -> Document:
    """What the making of an assignment is answered with."""
    return {
        "assignmentId": assignment["sourcedId"],
        "lessonId": assignment["componentResource"]["sourcedId"],
        "resourceId": assignment["resource"]["sourcedId"],
    }
