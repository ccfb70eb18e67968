"""Enrolling in courses: every call here reads and writes the classes and enrollments of OneRoster."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final

from timeback_core.sandbox.calls import Call, Route
from timeback_core.sandbox.described import PartOf, described, under
from timeback_core.sandbox.edubridge.structure import existing_class, managed_class
from timeback_core.sandbox.edubridge.views import CLASS, ENROLLMENT, class_of, class_view, enrollment_view
from timeback_core.sandbox.messages import Document, Reply, Steps, empty_reply, json_reply, mapped, those
from timeback_core.sandbox.oneroster.collections import (
    ASSESSMENT_LINE_ITEMS,
    ASSESSMENT_RESULTS,
    COURSES,
    ENROLLMENTS,
    ORGS,
    SCHOOLS,
    USERS,
)
from timeback_core.sandbox.oneroster.kind import metadata_of
from timeback_core.sandbox.oneroster.members import FREE
from timeback_core.sandbox.oneroster.writes import checked, mark_deleted, refuse_existing, store_new
from timeback_core.sandbox.refusals import RefusalError, unknown
from timeback_core.sandbox.schema import WHOLE, ListOf, Record, must
from timeback_core.sandbox.store import reference
from timeback_core.sandbox.world import World

_BASE: Final = "/edubridge/enrollments"
_OPTIONS: Final = Record(
    tuple(
        member
        for member in ENROLLMENTS.kind.record.members
        if member.name in {"sourcedId", "role", "beginDate", "metadata"}
    ),
    name="EnrollOptions",
)
_ENROLLED: Final = under("data", ENROLLMENT)
_COPIED: Final = ("goals", "metrics")
"""What an enrollment takes from the metadata of its course."""


def active_enrollments(world: World, user_id: str) -> list[Document]:
    """The enrollments of a user that are not deleted, whatever their dates."""
    return [row for row in world.store.referring("enrollments", "user", user_id) if row["status"] == "active"]


def enroll(call: Call, user: Document, course: Document, school: Document, options: Document) -> tuple[int, Document]:
    """Enroll a user: 201 and the new enrollment, or 200 and the one that was there."""
    found = existing_class(call, course, school)
    for seat in active_enrollments(call.world, user["sourcedId"]):
        if found is not None and seat["class"]["sourcedId"] == found["sourcedId"]:
            return 200, seat
    if "sourcedId" in options:
        refuse_existing(call.world, ENROLLMENTS.kind, options["sourcedId"])
    found = managed_class(call, course, school)
    copied = {name: value for name, value in metadata_of(course).items() if name in _COPIED}
    document = {
        "status": "active",
        "role": "student",
        "primary": False,
        "beginDate": call.today.isoformat(),
        "user": reference(user["sourcedId"]),
        "class": reference(found["sourcedId"]),
        **options,
        "metadata": {**copied, **metadata_of(options)},
    }
    return 201, store_new(call, ENROLLMENTS.kind, document, document)


def school_for(call: Call, named: Sequence[str], course: Document, user: Document | None = None) -> Document:
    """The school that the path names; else that of the user, else that of the course."""
    if named:
        return SCHOOLS.get(call.world, named[0])
    home = None if user is None else user.get("primaryOrg")
    return ORGS.get(call.world, (home or course["org"])["sourcedId"])


@described(under("data", ListOf(ENROLLMENT)))
def _list(call: Call) -> Reply:
    """The enrollments of a user that are not deleted."""
    seats = active_enrollments(call.world, call.ids[0])
    return json_reply(200, {"data": [enrollment_view(call.world, seat) for seat in seats]})


@described({200: _ENROLLED, 201: _ENROLLED}, takes=PartOf(_OPTIONS), takes_nothing_too=True)
def _enroll(call: Call) -> Reply:
    """Enroll a user in a course: 200 where it was so before."""
    user_id, course_id, *named = call.ids
    user, course = USERS.get(call.world, user_id), COURSES.get(call.world, course_id)
    school = school_for(call, named, course, user)
    options = checked(call.world, _OPTIONS, call.body() if call.request.body else {}, "", partial=True)
    status, enrollment = enroll(call, user, course, school, options)
    return json_reply(status, {"data": enrollment_view(call.world, enrollment)})


@described({204: None})
def _unenroll(call: Call) -> Reply:
    """Take a user out of a course."""
    user_id, course_id, *named = call.ids
    USERS.get(call.world, user_id)
    wanted = [("course", COURSES.get(call.world, course_id))]
    wanted += [("school", SCHOOLS.get(call.world, school_id)) for school_id in named]
    left = [
        seat
        for seat in active_enrollments(call.world, user_id)
        if all(class_of(call.world, seat)[name] == reference(target["sourcedId"]) for name, target in wanted)
    ]
    if not left:
        raise unknown("Enrollment not found.")
    for seat in left:
        mark_deleted(call, ENROLLMENTS, seat)
    return empty_reply(204)


@described(under("data", Record((must("updated", WHOLE), must("errors", ListOf(FREE))))))
def _spread_goals(call: Call) -> Steps[Reply]:
    """Give every enrollment of the course its goals, but those whose student has some of their own."""
    store = call.world.store
    course = COURSES.get(call.world, call.ids[0])
    goals = metadata_of(course).get("goals")
    if not goals:
        raise RefusalError(422, "The course has no goals.")
    classes = store.referring("classes", "course", course["sourcedId"])
    seats = (store.ids_with("enrollments", "class.sourcedId", found["sourcedId"]) for found in classes)

    def is_given(seat_id: str) -> bool:
        (seat,) = store.pick("enrollments", (seat_id,))
        metadata = metadata_of(seat)
        if seat["status"] != "active" or metadata.get("studentSpecificGoals") is True:
            return False
        changed = {**seat, "metadata": {**metadata, "goals": goals}, "dateLastModified": call.stamp}
        store.put("enrollments", changed)
        return True

    given = yield from mapped(chain.from_iterable(seats), is_given)
    return json_reply(200, {"data": {"updated": sum(given), "errors": []}})


@described({204: None})
def _reset_progress(call: Call) -> Steps[Reply]:
    """Mark the results of a student in a course as deleted."""
    user_id, course_id = call.ids
    USERS.get(call.world, user_id)
    COURSES.get(call.world, course_id)
    results = call.world.store.referring("assessmentResults", "student", user_id)
    left = yield from those(results, lambda result: course_id in _courses_of(call.world, result))
    for result in left:
        mark_deleted(call, ASSESSMENT_RESULTS, result)
    return empty_reply(204)


def _courses_of(world: World, result: Document) -> Iterator[str]:
    """The course of a result's line item: its own, or that of its class or its component."""
    item = ASSESSMENT_LINE_ITEMS.get(world, result["assessmentLineItem"]["sourcedId"])
    owners = (("class", "classes"), ("component", "courseComponents"))
    found = (world.store.get(collection, item[name]["sourcedId"]) for name, collection in owners if item.get(name))
    for owner in (item, *found):
        if owner is not None and owner.get("course") is not None:
            yield owner["course"]["sourcedId"]


@described(under("data", CLASS))
def _default_class(call: Call) -> Reply:
    """The class that takes everyone who is enrolled in a course."""
    course_id, *named = call.ids
    course = COURSES.get(call.world, course_id)
    found = managed_class(call, course, school_for(call, named, course))
    return json_reply(200, {"data": class_view(call.world, found)})


ENROLLING: Final[Sequence[Route]] = (
    Route("edubridge.enrollments.list", "GET", f"{_BASE}/user/{{userId}}", _list),
    Route("edubridge.enrollments.enroll", "POST", f"{_BASE}/enroll/{{userId}}/{{courseId}}/{{schoolId}}?", _enroll),
    Route(
        "edubridge.enrollments.unenroll", "DELETE", f"{_BASE}/unenroll/{{userId}}/{{courseId}}/{{schoolId}}?", _unenroll
    ),
    Route("edubridge.enrollments.reset_goals", "POST", f"{_BASE}/resetGoals/{{courseId}}", _spread_goals),
    Route("edubridge.enrollments.propagate_goals", "POST", f"{_BASE}/propagateGoals/{{courseId}}", _spread_goals),
    Route(
        "edubridge.enrollments.reset_progress",
        "DELETE",
        f"{_BASE}/resetProgress/{{userId}}/{{courseId}}",
        _reset_progress,
    ),
    Route(
        "edubridge.enrollments.get_default_class",
        "GET",
        f"{_BASE}/defaultClass/{{courseId}}/{{schoolId}}?",
        _default_class,
    ),
)
