"""New lessons: the unit, the resource and the component resource that a test needs in its course."""

from typing import Final

from timeback_core.sandbox.calls import Call
from timeback_core.sandbox.edubridge.structure import add
from timeback_core.sandbox.messages import Document
from timeback_core.sandbox.oneroster import kinds
from timeback_core.sandbox.oneroster.collections import COMPONENTS, COURSES
from timeback_core.sandbox.oneroster.members import FREE, FULL_TEXT, GRADES, NUMBER, TEXT
from timeback_core.sandbox.oneroster.writes import store
from timeback_core.sandbox.powerpath.lessons import Lesson, lessons_in
from timeback_core.sandbox.refusals import RefusalError
from timeback_core.sandbox.schema import may, may_null, must
from timeback_core.sandbox.store import reference
from timeback_core.sandbox.world import World

IN_COURSE: Final = (
    must("courseId", FULL_TEXT),
    may("lessonTitle", TEXT),
    may("unitTitle", TEXT),
    may("courseComponentSourcedId", FULL_TEXT),
    may_null("resourceMetadata", FREE),
    may("grades", GRADES),
    may("xp", NUMBER),
    may_null("courseIdOnFail", FULL_TEXT),
)
"""What bodies tell of a new lesson, whatever its test."""


def course_for(call: Call, body: Document) -> Document:
    """The course that a body names; 404 where it, or the course to fall back to, is unknown."""
    if body.get("courseIdOnFail") is not None:
        COURSES.get(call.world, body["courseIdOnFail"])
    return COURSES.get(call.world, body["courseId"])


def place_for(call: Call, course: Document, body: Document, title: str) -> tuple[Lesson | None, Document]:
    """The lesson that a body changes, where there is one, and the unit that it will stand in.

    A course has one test-out, and one placement test of each first grade; other lessons are always new.
    """
    before = _existing(call.world, body)
    if before is None or "courseComponentSourcedId" in body:
        return before, _unit(call, course, body, title)
    return before, COMPONENTS.get(call.world, before.link["courseComponent"]["sourcedId"])


def lesson_metadata(course: Document, body: Document, lesson_type: str) -> Document:
    """What the resource of a lesson says of it, by the body that asks for it."""
    told = {name: body[name] for name in ("xp", "grades", "courseIdOnFail") if body.get(name) is not None}
    subject = {"subject": course["subjects"][0]} if course.get("subjects") else {}
    return {**subject, **(body.get("resourceMetadata") or {}), **told, "lessonType": lesson_type}


def put_lesson(
    call: Call, before: Lesson | None, unit: Document, body: Document, title: str, vendor_id: str, metadata: Document
) -> tuple[Document, Document]:
    """Store a lesson in place of the one before, or as a new one; gives its component resource and its resource.

    What a body does not tell stays as it was; null takes away the course to fall back to.
    """
    if before is None:
        return _add(call, unit, title, vendor_id, metadata)
    cleared = {name for name in ("courseIdOnFail",) if name in body and body[name] is None}
    kept = {name: value for name, value in before.metadata.items() if name not in cleared}
    titled = {"title": body["lessonTitle"]} if "lessonTitle" in body else {}
    link = {**before.link, **titled, "courseComponent": reference(unit["sourcedId"])}
    resource = {**before.resource, **titled, "metadata": {**kept, **metadata}}
    stored = store(call, kinds.COMPONENT_RESOURCE, link, before.link, link)
    return stored, store(call, kinds.RESOURCE, resource, before.resource, resource)


def _existing(world: World, body: Document) -> Lesson | None:
    """The lesson that a body changes; 400 where another application gives it."""
    if body["lessonType"] not in {"test-out", "placement"}:
        return None
    for lesson in lessons_in(world, body["courseId"], body["lessonType"]):
        if body["lessonType"] == "test-out" or lesson.grades[:1] == body.get("grades", [])[:1]:
            if lesson.tool_provider != body.get("toolProvider"):
                raise RefusalError(400, "The test is given by another application.")
            return lesson
    return None


def _unit(call: Call, course: Document, body: Document, title: str) -> Document:
    """The unit that a body names, which must be one of the course; else a new one at its end."""
    named = body.get("courseComponentSourcedId")
    if named is not None:
        unit = COMPONENTS.get(call.world, named)
        if unit["course"] != reference(course["sourcedId"]):
            raise RefusalError(400, "The course component belongs to another course.")
        return unit
    units = call.world.store.referring("courseComponents", "course", course["sourcedId"])
    return add(
        call,
        kinds.COURSE_COMPONENT,
        title=body.get("unitTitle") or title,
        sortOrder=1 + sum(unit.get("parent") is None for unit in units),
        course=reference(course["sourcedId"]),
    )


def _add(call: Call, unit: Document, title: str, vendor_id: str, metadata: Document) -> tuple[Document, Document]:
    """Add a lesson at the end of a unit."""
    resource = add(
        call, kinds.RESOURCE, title=title, importance="primary", vendorResourceId=vendor_id, metadata=metadata
    )
    links = call.world.store.referring("componentResources", "courseComponent", unit["sourcedId"])
    link = add(
        call,
        kinds.COMPONENT_RESOURCE,
        title=title,
        sortOrder=len(links) + 1,
        lessonType=metadata["lessonType"],
        metadata={"lessonType": metadata["lessonType"]},
        courseComponent=reference(unit["sourcedId"]),
        resource=reference(resource["sourcedId"]),
    )
    return link, resource
