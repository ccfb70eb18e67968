"""New lessons: the unit, the resource and the component resource that a test needs in its course."""

from typing import Final

from timeback_core.sandbox.calls import Call
from timeback_core.sandbox.edubridge.structure import add
from timeback_core.sandbox.messages import Document
from timeback_core.sandbox.oneroster import kinds
from timeback_core.sandbox.oneroster.collections import COMPONENTS, COURSES
from timeback_core.sandbox.oneroster.members import FREE, FULL_TEXT, GRADES, NUMBER, TEXT, may, may_null, must
from timeback_core.sandbox.refusals import RefusalError
from timeback_core.sandbox.store import reference

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


def unit_for(call: Call, course: Document, body: Document, title: str) -> Document:
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


def lesson_metadata(course: Document, body: Document, lesson_type: str) -> Document:
    """What the resource of a lesson says of it, by the body that asks for it."""
    told = {name: body[name] for name in ("xp", "grades", "courseIdOnFail") if body.get(name) is not None}
    subject = {"subject": course["subjects"][0]} if course.get("subjects") else {}
    return {**subject, **(body.get("resourceMetadata") or {}), **told, "lessonType": lesson_type}


def add_lesson(call: Call, unit: Document, title: str, vendor_id: str, metadata: Document) -> tuple[Document, Document]:
    """Add a lesson at the end of a unit; gives its component resource and its resource."""
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
