"""Enrollments, classes and courses as EduBridge shows them."""

from typing import Final

from timeback_core.sandbox.messages import Document
from timeback_core.sandbox.oneroster.collections import CLASSES, COURSES, ORGS
from timeback_core.sandbox.oneroster.kind import metadata_of
from timeback_core.sandbox.oneroster.members import FREE, TEXT, TEXTS
from timeback_core.sandbox.schema import Boolean, Record, may_null, may_nulls, must, musts
from timeback_core.sandbox.store import values_at
from timeback_core.sandbox.world import World

APPLICATION: Final = Record((*musts(TEXT, "id", "name"), must("domains", TEXTS)), name="EdubridgeApplication")
COURSE: Final = Record(
    (
        *musts(TEXT, "id", "title"),
        must("metadata", FREE),
        *may_nulls(TEXTS, "subjects", "grades"),
        may_null("primaryApp", APPLICATION),
    ),
    name="EdubridgeCourse",
)
ENROLLMENT: Final = Record(
    (
        *musts(TEXT, "id", "role"),
        *may_nulls(TEXT, "beginDate", "endDate"),
        may_null("metadata", FREE),
        must("course", COURSE),
        must("school", Record(musts(TEXT, "id", "name"))),
        may_null("periods", TEXTS),
        *musts(Boolean(), "testOutSupported", "testOutEligible"),
    ),
    name="EdubridgeEnrollment",
)
CLASS: Final = Record(
    (
        *musts(TEXT, "id", "title"),
        may_null("classCode", TEXT),
        may_null("grades", TEXTS),
        *musts(TEXTS, "subjectCodes", "subjects", "periods"),
        must("course", COURSE),
    ),
    name="EdubridgeClass",
)


def enrollment_view(world: World, enrollment: Document) -> Document:
    """An enrollment with its course and school."""
    found = class_of(world, enrollment)
    school = ORGS.get(world, found["school"]["sourcedId"])
    return {
        "id": enrollment["sourcedId"],
        "role": enrollment["role"],
        "beginDate": enrollment.get("beginDate"),
        "endDate": enrollment.get("endDate"),
        "metadata": enrollment.get("metadata"),
        "course": course_view(world, course_of(world, found)),
        "school": {"id": school["sourcedId"], "name": school["name"]},
        "periods": None,
        "testOutSupported": False,
        "testOutEligible": False,
    }


def class_view(world: World, found: Document) -> Document:
    """A class with its course."""
    return {
        "id": found["sourcedId"],
        "title": found["title"],
        "classCode": found.get("classCode"),
        "grades": found.get("grades"),
        **{name: found.get(name) or [] for name in ("subjectCodes", "subjects", "periods")},
        "course": course_view(world, course_of(world, found)),
    }


def course_view(world: World, course: Document) -> Document:
    """A course with the application that delivers it."""
    metadata = metadata_of(course)
    return {
        "id": course["sourcedId"],
        "title": course["title"],
        "metadata": metadata,
        "subjects": course.get("subjects"),
        "grades": course.get("grades"),
        "primaryApp": _application(world, metadata.get("primaryApp")),
    }


def class_of(world: World, enrollment: Document) -> Document:
    """The class of an enrollment."""
    return CLASSES.get(world, enrollment["class"]["sourcedId"])


def course_of(world: World, found: Document) -> Document:
    """The course of a class."""
    return COURSES.get(world, found["course"]["sourcedId"])


def figure(document: Document, path: str) -> float:
    """A number that stands at a dotted path in the metadata of a document; 0 where there is none."""
    found = values_at(metadata_of(document), path.split("."))
    return next((value for value in found if isinstance(value, int | float)), 0)


def _application(world: World, named: object) -> Document | None:
    """The application of that id or name."""
    for application in world.store.rows("applications"):
        if named in (application["sourcedId"], application["name"]):
            return {"id": application["sourcedId"], "name": application["name"], "domains": application["domain"]}
    return None
