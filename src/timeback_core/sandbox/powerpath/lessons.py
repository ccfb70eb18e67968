"""Lessons: component resources whose resource says what kind of test it is, where it is and what it is worth."""

from collections.abc import Iterator
from typing import Final

import attrs

from timeback_core.sandbox.messages import Document, is_array
from timeback_core.sandbox.oneroster.collections import STUDENTS
from timeback_core.sandbox.oneroster.kind import metadata_of
from timeback_core.sandbox.oneroster.members import FULL_TEXT
from timeback_core.sandbox.powerpath.course_tree import CourseTree
from timeback_core.sandbox.qti.content import test_identifier_in
from timeback_core.sandbox.refusals import unknown
from timeback_core.sandbox.schema import Record, must
from timeback_core.sandbox.store import values_at
from timeback_core.sandbox.world import World

POWERPATH_100: Final = "powerpath-100"
QUIZ_LIKE: Final = ("quiz", "test-out", "placement", "unit-test")
"""The types of lessons whose questions come all at once and are scored when the attempt is finalised."""

UNLISTED: Final = "unlistedLessons"
"""The collection of component resources that no course lists: they are made for one student's test."""

AT_LESSON: Final = Record((must("student", FULL_TEXT), must("lesson", FULL_TEXT)), name="AtLesson")
"""What names a student and a lesson, in queries and in bodies."""


@attrs.frozen
class QtiTest:
    """One test of a lesson, in which its questions are."""

    resource: Document
    """The lesson's own resource, or one of those of its bank."""
    identifier: str


@attrs.frozen(kw_only=True)
class Lesson:
    """A lesson, with what its resource tells."""

    link: Document
    """The component resource."""
    resource: Document
    lesson_type: str
    course: Document | None
    """None for a lesson that no course lists."""
    tests: tuple[QtiTest, ...]
    """The test with its questions; several for a bank, none where the questions are elsewhere."""
    is_bank: bool

    @property
    def id(self) -> str:
        """The id of the component resource, by which a lesson is named."""
        sourced_id: str = self.link["sourcedId"]
        return sourced_id

    def test_of(self, attempt: int) -> QtiTest | None:
        """The test that an attempt is given when it begins: those of a bank take turns."""
        return self.tests[(attempt - 1) % len(self.tests)] if self.tests else None

    @property
    def metadata(self) -> Document:
        """What the resource tells of the lesson."""
        return metadata_of(self.resource)

    @property
    def tool_provider(self) -> str | None:
        """Who gives the test, where that is not the platform."""
        return self.metadata.get("toolProvider")

    @property
    def is_external(self) -> bool:
        """Whether the questions are with someone else."""
        return _is_elsewhere(self.metadata)

    @property
    def xp(self) -> float | None:
        """What the lesson is worth, where that is told."""
        return number_of(self.metadata, "xp")

    @property
    def subject(self) -> str | None:
        """The subject of the resource, else the first of the course."""
        own = self.metadata.get("subject")
        return own if isinstance(own, str) and own else next(iter((self.course or {}).get("subjects") or ()), None)

    @property
    def grades(self) -> list[str]:
        """The grades of the resource, else those of the course."""
        own = [str(grade) for grade in values_at(self.metadata, ["grades"]) if grade is not None]
        return own or (self.course or {}).get("grades") or []


def lesson_of(world: World, component_resource_id: str) -> Lesson:
    """The lesson of that id; 404 where there is none, or what bears the id is no lesson."""
    found = (_active(world, collection, component_resource_id) for collection in ("componentResources", UNLISTED))
    link = next(filter(None, found), None)
    resource = link and _active(world, "resources", link["resource"]["sourcedId"])
    lesson_type = lesson_type_of(link, resource) if link and resource else None
    if not link or not resource or lesson_type is None:
        raise unknown("Lesson not found.")
    course = _course_of(world, link)
    is_bank = _is_bank(resource)
    parts = tuple(_parts(world, resource)) if is_bank else (resource,)
    tests = tuple(test for part in parts for test in _test(part))
    return Lesson(link=link, resource=resource, lesson_type=lesson_type, course=course, tests=tests, is_bank=is_bank)


def lessons_in(world: World, course_id: str, lesson_type: str) -> Iterator[Lesson]:
    """The lessons of one type in a course, in reading order."""
    for link in CourseTree(world, course_id).all_links():
        resource = _active(world, "resources", link["resource"]["sourcedId"])
        if resource is not None and lesson_type_of(link, resource) == lesson_type:
            yield lesson_of(world, link["sourcedId"])


def student_of(world: World, student_id: str) -> Document:
    """The student of that id; 404 where there is none."""
    return STUDENTS.get(world, student_id)


def student_and_lesson(world: World, named: Document) -> tuple[str, Lesson]:
    """The id of the student and the lesson that a checked query or body names; 404 where there is none."""
    student = student_of(world, named["student"])
    return student["sourcedId"], lesson_of(world, named["lesson"])


def lesson_type_of(link: Document, resource: Document) -> str | None:
    """The type of a lesson: that of its resource counts before that of the component resource."""
    told = (metadata_of(resource).get("lessonType"), metadata_of(link).get("lessonType"), link.get("lessonType"))
    return next((name for name in told if isinstance(name, str) and name), None)


def number_of(metadata: Document, name: str) -> float | None:
    """The number that metadata hold under a name; None where they hold none."""
    found = metadata.get(name)
    return found if isinstance(found, int | float) and not isinstance(found, bool) else None


def _is_elsewhere(metadata: Document) -> bool:
    """Whether a resource leads to a test of someone else; a tool or an address to launch decides, whatever its type."""
    return bool(metadata.get("toolProvider") or metadata.get("launchUrl"))


def _is_bank(resource: Document) -> bool:
    """Whether a resource holds several tests, of which each attempt is given another."""
    metadata = metadata_of(resource)
    return metadata.get("type") == "assessment-bank" or metadata.get("subType") == "qti-test-bank"


def _course_of(world: World, link: Document) -> Document | None:
    if "courseComponent" not in link:
        return None
    component = world.store.get("courseComponents", link["courseComponent"]["sourcedId"])
    return component and world.store.get("courses", component["course"]["sourcedId"])


def _active(world: World, collection: str, sourced_id: str) -> Document | None:
    found = world.store.get(collection, sourced_id)
    return found if found is not None and found["status"] == "active" else None


def _parts(world: World, bank: Document) -> Iterator[Document]:
    """The resources of a bank in their order; those that are not active are skipped."""
    listed = metadata_of(bank).get("resources")
    for resource_id in listed if is_array(listed) else ():
        found = _active(world, "resources", resource_id) if isinstance(resource_id, str) else None
        if found is not None:
            yield found


def _test(resource: Document) -> Iterator[QtiTest]:
    metadata = metadata_of(resource)
    identifier = None if _is_elsewhere(metadata) else test_identifier_in(metadata.get("url"))
    if identifier is not None:
        yield QtiTest(resource, identifier)
