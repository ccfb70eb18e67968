"""Courses, classes, their teachers, and who sits in them."""

from collections.abc import Iterator
from random import Random

from timeback_core.sandbox.messages import Document
from timeback_core.sandbox.oneroster.kinds.courses import DEFAULT_GOALS
from timeback_core.sandbox.oneroster.seed.material import COURSES, Seeding
from timeback_core.sandbox.oneroster.seed.people import add_person
from timeback_core.sandbox.store import reference

_CLASSES_PER_TEACHER = 3


def seed_classes(seeding: Seeding, random: Random, schools: list[Document], students: list[Document]) -> list[Document]:
    """Add the courses of each school, their classes and all enrollments; give the classes."""
    takers: dict[tuple[str, int], list[Document]] = {}
    for student in students:
        for taken in random.sample(range(len(COURSES)), min(seeding.plan.courses_per_student, len(COURSES))):
            takers.setdefault((student["primaryOrg"]["sourcedId"], taken), []).append(student)
    classes: list[Document] = []
    teachers = 0
    for school in schools:
        taught = 0
        for subject in range(len(COURSES)):
            course = _add_course(seeding, school, subject)
            seats = takers.get((school["sourcedId"], subject), [])
            for section, seated in enumerate(_sections(seats, seeding.plan.class_size), 1):
                if taught % _CLASSES_PER_TEACHER == 0:
                    teachers += 1
                    add_person(seeding, random, f"teacher-{teachers}", "teacher", school)
                taught += 1
                found = _add_class(seeding, len(classes) + 1, course, section, random)
                _add_seat(seeding, f"teacher-{teachers}", found, "teacher", primary=True)
                for student in seated:
                    _add_seat(seeding, student["sourcedId"], found, "student")
                classes.append(found)
    return classes


def _sections(seats: list[Document], size: int) -> Iterator[list[Document]]:
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
        location=f"Room {random.randint(100, 399)}",
        subjects=course["subjects"],
        grades=course["grades"],
        periods=[str(random.randint(1, 7))],
        course=reference(course["sourcedId"]),
        school=reference(school_id),
        terms=[reference(f"session-{school_number}-term-1")],
    )


def _add_seat(seeding: Seeding, user_id: str, found: Document, role: str, *, primary: bool = False) -> None:
    number = seeding.store.count("enrollments") + 1
    ended: dict[str, object] = {}
    if number % 23 == 0:
        ended = {"status": "tobedeleted", "endDate": seeding.day(9, 30)}
    elif number % 17 == 0:
        ended = {"endDate": seeding.day(10, 31)}
    seeding.add(
        "enrollments",
        f"enrollment-{number}",
        **{
            "role": role,
            "primary": primary,
            "beginDate": seeding.day(8, 18),
            "user": reference(user_id),
            "class": reference(found["sourcedId"]),
            **ended,
        },
    )
