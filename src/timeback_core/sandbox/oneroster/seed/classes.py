"""Courses, classes, their teachers, and who sits in them."""

from collections.abc import Iterator
from random import Random

from timeback_core.sandbox.messages import Document
from timeback_core.sandbox.oneroster.kinds.courses import DEFAULT_GOALS
from timeback_core.sandbox.oneroster.seed.material import COURSES, FIRST_YEAR, add
from timeback_core.sandbox.oneroster.seed.people import add_person
from timeback_core.sandbox.settings import SeedPlan
from timeback_core.sandbox.store import Store, reference

_CLASSES_PER_TEACHER = 3


def seed_classes(
    store: Store, plan: SeedPlan, random: Random, schools: list[Document], students: list[Document]
) -> list[Document]:
    """Add the courses of each school, their classes and all enrollments; give the classes."""
    takers: dict[tuple[str, int], list[Document]] = {}
    for student in students:
        for taken in random.sample(range(len(COURSES)), min(plan.courses_per_student, len(COURSES))):
            takers.setdefault((student["primaryOrg"]["sourcedId"], taken), []).append(student)
    classes: list[Document] = []
    teachers = 0
    for school in schools:
        taught = 0
        for subject in range(len(COURSES)):
            course = _add_course(store, school, subject)
            seats = takers.get((school["sourcedId"], subject), [])
            for section, seated in enumerate(_sections(seats, plan.class_size), 1):
                if taught % _CLASSES_PER_TEACHER == 0:
                    teachers += 1
                    add_person(store, random, f"teacher-{teachers}", "teacher", school)
                taught += 1
                found = _add_class(store, len(classes) + 1, course, section, random)
                _add_seat(store, f"teacher-{teachers}", found, "teacher", primary=True)
                for student in seated:
                    _add_seat(store, student["sourcedId"], found, "student")
                classes.append(found)
    return classes


def _sections(seats: list[Document], size: int) -> Iterator[list[Document]]:
    yield seats[:size]
    for first in range(size, len(seats), size):
        yield seats[first : first + size]


def _add_course(store: Store, school: Document, at: int) -> Document:
    title, code, subject = COURSES[at]
    number = store.count("courses") + 1
    return add(
        store,
        "courses",
        f"course-{number}",
        title=title,
        courseCode=f"{code}-{number}",
        subjects=[subject],
        grades=["3", "4", "5"],
        org=reference(school["sourcedId"]),
        metadata={"AlphaLearn": {"DailyXPGoal": 25}, "goals": DEFAULT_GOALS},
    )


def _add_class(store: Store, number: int, course: Document, section: int, random: Random) -> Document:
    school_id = course["org"]["sourcedId"]
    school_number = school_id.rpartition("-")[2]
    return add(
        store,
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


def _add_seat(store: Store, user_id: str, found: Document, role: str, *, primary: bool = False) -> None:
    number = store.count("enrollments") + 1
    ended: dict[str, object] = {}
    if number % 23 == 0:
        ended = {"status": "tobedeleted", "endDate": f"{FIRST_YEAR}-09-30"}
    elif number % 17 == 0:
        ended = {"endDate": f"{FIRST_YEAR}-10-31"}
    add(
        store,
        "enrollments",
        f"enrollment-{number}",
        **{
            "role": role,
            "primary": primary,
            "beginDate": f"{FIRST_YEAR}-08-18",
            "user": reference(user_id),
            "class": reference(found["sourcedId"]),
            **ended,
        },
    )
