"""The placement tests of a subject, and how far a student has come in them."""

from collections.abc import Sequence

import attrs

from timeback_core.sandbox.calls import Call
from timeback_core.sandbox.messages import Document
from timeback_core.sandbox.oneroster.kind import metadata_of
from timeback_core.sandbox.oneroster.vocabulary import GRADE
from timeback_core.sandbox.powerpath.attempts import Attempt, attempts_of
from timeback_core.sandbox.powerpath.course_tree import is_active
from timeback_core.sandbox.powerpath.lessons import Lesson, lesson_of, lesson_type_of
from timeback_core.sandbox.world import World


def placement_tests(world: World, subject: str) -> list[Lesson]:
    """The placement lessons of a subject, by the first of their grades."""
    resources = filter(is_active, world.store.find("resources", "metadata.lessonType", "placement"))
    links = (
        link
        for resource in resources
        for link in world.store.referring("componentResources", "resource", resource["sourcedId"])
        if is_active(link) and lesson_type_of(link, resource) == "placement"
    )
    lessons = (lesson_of(world, link["sourcedId"]) for link in links)
    tests = (
        lesson for lesson in lessons if lesson.subject == subject and lesson.grades[:1] and lesson.grades[0] in GRADE
    )
    return sorted(tests, key=lambda lesson: int(lesson.grades[0]))


@attrs.frozen
class Taken:
    """A placement test, and the attempts of a student at it."""

    lesson: Lesson
    attempts: Sequence[Attempt]

    @property
    def grade(self) -> str:
        """The grade that it is of."""
        return self.lesson.grades[0]

    @property
    def completed(self) -> Attempt | None:
        """The last attempt that is final."""
        return next((attempt for attempt in reversed(self.attempts) if attempt.is_final), None)

    @property
    def is_passed(self) -> bool:
        """Whether that one was good enough."""
        return self.completed is not None and self.completed.is_passed


@attrs.frozen
class Placement:
    """How far a student has come in the tests of a subject, of which there is one at least."""

    tests: Sequence[Taken]

    @property
    def last(self) -> int | None:
        """The place of the last test that is completed, in their order."""
        return max((at for at, test in enumerate(self.tests) if test.completed is not None), default=None)

    @property
    def next(self) -> Taken | None:
        """The test to be taken next; None once the student is placed."""
        if self.last is None:
            return self.tests[0]
        return None if self.is_over else self.tests[self.last + 1]

    @property
    def is_exhausted(self) -> bool:
        """Whether the last of all tests is completed."""
        return self.last == len(self.tests) - 1

    @property
    def is_over(self) -> bool:
        """Whether the student is placed: by a test that was failed, or because there are no more."""
        return self.last is not None and (self.is_exhausted or not self.tests[self.last].is_passed)

    @property
    def level(self) -> str:
        """The grade that the student is at."""
        test = self.next
        return self.tests[self.last or 0].grade if test is None else test.grade


def placement_of(world: World, student: Document, subject: str) -> Placement | None:
    """How far a student has come in a subject; None where it has no placement tests."""
    tests = placement_tests(world, subject)
    return Placement([Taken(test, attempts_of(world, student["sourcedId"], test)) for test in tests]) if tests else None


def note_onboarding(call: Call, student: Document, subject: str, state: Document) -> None:
    """Keep in the metadata of a student how onboarding in a subject stands."""
    metadata = metadata_of(student)
    onboarding = {**metadata.get("onboarding", {}), subject: state}
    changed = {**student, "metadata": {**metadata, "onboarding": onboarding}, "dateLastModified": call.stamp}
    call.world.store.put("users", changed)
