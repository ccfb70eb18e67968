"""Courses, classes, their teachers, and who sits in them."""

from array import array
from collections.abc import Iterator
from itertools import cycle
from random import Random

import attrs

from timeback_core.sandbox.blocks import Part
from timeback_core.sandbox.messages import Document
from timeback_core.sandbox.oneroster.kinds.courses import DEFAULT_GOALS
from timeback_core.sandbox.oneroster.seed.material import COURSES, Seeding, below
from timeback_core.sandbox.oneroster.seed.people import People
from timeback_core.sandbox.schema import ABSENT
from timeback_core.sandbox.store import reference

_CLASSES_PER_TEACHER = 3
_OPEN, _ENDED, _DELETED = range(3)


def seed_classes(seeding: Seeding, random: Random, schools: list[Document]) -> list[Document]:
    """Add the courses of each school, their classes and teachers, and all enrollments; give the classes."""
    takers = [[array("I") for _ in COURSES] for _ in schools]
    courses, count = range(len(COURSES)), min(seeding.plan.courses_per_student, len(COURSES))
    for student, of_school in zip(range(1, seeding.plan.students + 1), cycle(takers), strict=False):
        for taken in random.sample(courses, count):
            of_school[taken].append(student)
    classes: list[Document] = []
    teachers, seats = People("teacher", seeding), _Seats(seeding)
    for number, (school, of_school) in enumerate(zip(schools, takers, strict=True), 1):
        taught = 0
        for subject, takers_of_course in enumerate(of_school):
            course = _add_course(seeding, school, subject)
            for section, seated in enumerate(_sections(takers_of_course, seeding.plan.class_size), 1):
                if taught % _CLASSES_PER_TEACHER == 0:
                    teachers.add(random, number)
                taught += 1
                classes.append(_add_class(seeding, len(classes) + 1, course, section, random))
                seats.add(seeding.plan.students + len(teachers.stamps), len(classes))
                for student in seated:
                    seats.add(student, len(classes))
    teachers.put()
    seats.put()
    return classes


def _sections(seats: "array[int]", size: int) -> "Iterator[array[int]]":
    yield seats[:size]
    for first in range(size, len(seats), size):
        yield seats[first : first + size]


def _add_course(seeding: Seeding, school: Document, at: int) -> Document:
    title, code, subject = COURSES[at]
    number = seeding.store.count("courses") + 1
    return seeding.add(
        "courses",
        f"course-{number}",
        title=title,
        courseCode=f"{code}-{number}",
        subjects=[subject],
        grades=["3", "4", "5"],
        org=reference(school["sourcedId"]),
        metadata={"AlphaLearn": {"DailyXPGoal": 25}, "goals": DEFAULT_GOALS},
    )


def _add_class(seeding: Seeding, number: int, course: Document, section: int, random: Random) -> Document:
    school_id = course["org"]["sourcedId"]
    school_number = school_id.rpartition("-")[2]
    return seeding.add(
        "classes",
        f"class-{number}",
        title=f"{course['title']} {section}",
        classCode=f"{course['courseCode']}-{section}",
        classType="scheduled",
        location=f"Room {100 + below(random, 300)}",
        subjects=course["subjects"],
        grades=course["grades"],
        periods=[str(1 + below(random, 7))],
        course=reference(course["sourcedId"]),
        school=reference(school_id),
        terms=[reference(f"session-{school_number}-term-1")],
    )


@attrs.frozen
class _Seats:
    """Enrollments in the making: who sits in which class."""

    seeding: Seeding
    people: "array[int]" = attrs.field(factory=lambda: array("I"))
    """The numbers of students, and of teachers counted on from the last student."""
    classes: "array[int]" = attrs.field(factory=lambda: array("I"))
    ends: bytearray = attrs.field(factory=bytearray)
    """Whether they have none, an end, or were deleted with it."""
    stamps: "array[int]" = attrs.field(factory=lambda: array("I"))

    def add(self, person: int, class_number: int) -> None:
        """Add a seat."""
        self.people.append(person)
        self.classes.append(class_number)
        number = len(self.people)
        self.ends.append(_DELETED if number % 23 == 0 else _ENDED if number % 17 == 0 else _OPEN)
        self.stamps.append(self.seeding.stamp())

    def put(self) -> None:
        """Let the district begin with them."""
        numbers, seeding = range(1, len(self.stamps) + 1), self.seeding
        ends = {_OPEN: ABSENT, _ENDED: seeding.day(10, 31), _DELETED: seeding.day(9, 30)}
        teaching = bytes(person > seeding.plan.students for person in self.people)
        seeding.begin_with(
            "enrollments",
            Part(numbers, lambda number: f"enrollment-{number}"),
            self.stamps,
            **{
                "status": Part(self.ends, lambda end: "tobedeleted" if end == _DELETED else "active"),
                "role": Part(teaching, ("student", "teacher").__getitem__),
                "primary": Part(teaching, bool),
                "beginDate": seeding.always(len(numbers), seeding.day(8, 1)),
                "user": Part(self.people, self._user),
                "class": Part(self.classes, lambda number: reference(f"class-{number}")),
                "endDate": Part(self.ends, ends.__getitem__),
            },
        )

    def _user(self, person: int) -> Document:
        teacher = person - self.seeding.plan.students
        return reference(f"teacher-{teacher}" if teacher > 0 else f"student-{person}")
