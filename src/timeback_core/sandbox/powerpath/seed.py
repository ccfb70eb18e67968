"""What PowerPath has besides the district: placement tests and course sequences of two subjects."""

from collections.abc import Sequence
from typing import Final

from timeback_core.sandbox.messages import Document
from timeback_core.sandbox.oneroster.kind import metadata_of
from timeback_core.sandbox.oneroster.seed.material import add
from timeback_core.sandbox.powerpath.attempts import made_id
from timeback_core.sandbox.powerpath.course_tree import CourseTree
from timeback_core.sandbox.powerpath.sequences import SEQUENCES
from timeback_core.sandbox.store import reference
from timeback_core.sandbox.world import World

_SUBJECTS: Final = ("Math", "Reading")
_ADOPTED: Final = "2025-08-01T08:00:00.000Z"


def seed_powerpath(world: World) -> None:
    """Add PowerPath's part to the district: the same for the same plan."""
    for subject in _SUBJECTS:
        course = next(course for course in world.store.rows("courses") if course["subjects"] == [subject])
        _add_sequence(world, subject, course)
        _add_placement(world, subject, course, _tests_of(world, course))


def _tests_of(world: World, course: Document) -> Sequence[str]:
    """Where the tests of a course's quizzes are."""
    links = CourseTree(world, course["sourcedId"]).all_links()
    resources = (world.store.get("resources", link["resource"]["sourcedId"]) or {} for link in links)
    return [metadata_of(found)["url"] for found in resources if metadata_of(found)["lessonType"] == "quiz"]


def _add_placement(world: World, subject: str, taught: Document, urls: Sequence[str]) -> None:
    """Add a placement test for each grade of a course; they share its questions."""
    base = f"{world.plan.id_prefix}placement-{subject.lower()}"
    title = f"{subject} Placement"
    same = {name: taught[name] for name in ("grades", "subjects", "org")}
    add(
        world.store,
        "courses",
        base,
        title=title,
        courseCode=f"PLACE-{subject.upper()}",
        metadata={"placementPlaceholder": True},
        **same,
    )
    unit = f"{base}-unit"
    add(world.store, "courseComponents", unit, course=reference(base), title=title, sortOrder=1)
    for at, grade in enumerate(taught["grades"]):
        _add_test(world, f"{base}-{grade}", unit, f"{title} {grade}", subject, grade, urls[at % len(urls)], at)


def _add_test(
    world: World, lesson_id: str, unit: str, title: str, subject: str, grade: str, url: str, order: int
) -> None:
    metadata = {
        "type": "qti",
        "subType": "qti-test",
        "lessonType": "placement",
        "subject": subject,
        "grades": [grade],
        "url": url,
    }
    resource = add(
        world.store,
        "resources",
        f"{lesson_id}-resource",
        title=title,
        importance="primary",
        roles=["primary"],
        vendorResourceId=lesson_id,
        vendorId="sandbox",
        metadata=metadata,
    )
    add(
        world.store,
        "componentResources",
        lesson_id,
        title=title,
        sortOrder=order,
        lessonType="placement",
        metadata={"lessonType": "placement"},
        courseComponent=reference(unit),
        resource=reference(resource["sourcedId"]),
    )


def _add_sequence(world: World, subject: str, course: Document) -> None:
    """Add the sequence of a subject: for each grade its course and the test at its end."""
    stages: list[Document] = []
    for grade in course["grades"]:
        courses = {"courseReferences": [{"courseId": course["sourcedId"], "refAddedAt": _ADOPTED}]}
        tests = {"testTypes": ["end_of_grade", "test_out"], "assessmentSource": "mastery"}
        for kind, title, properties in (("course", "", courses), ("assessment", " Test", tests)):
            stages.append(
                {
                    "id": made_id(world, "stage", subject, grade, kind),
                    "title": f"{subject} {grade}{title}",
                    "grades": [grade],
                    "subject": subject,
                    "type": kind,
                    "properties": properties,
                }
            )
    sequence = {
        "sourcedId": made_id(world, "sequence", subject),
        "subject": subject,
        "title": f"{subject} by Grade",
        "author": "content@example.com",
        "status": "active",
        "statusUpdatedAt": _ADOPTED,
        "stages": stages,
        "description": f"Courses of {subject} with the tests that end them",
    }
    world.store.put(SEQUENCES, sequence)
