"""What PowerPath has besides the district: placement tests and course sequences of two subjects."""

from typing import Final

from timeback_core.sandbox.messages import Document
from timeback_core.sandbox.moments import write_moment
from timeback_core.sandbox.oneroster.seed.material import Seeding
from timeback_core.sandbox.powerpath.attempts import made_id
from timeback_core.sandbox.powerpath.course_sequences import SEQUENCES
from timeback_core.sandbox.qti.seed import seed_test, seeded_items
from timeback_core.sandbox.store import reference
from timeback_core.sandbox.world import World

_SUBJECTS: Final = ("Math", "Reading")


def seed_powerpath(world: World) -> None:
    """Add PowerPath's part to the district: the same for the same plan. Files tell themselves of placement tests."""
    for subject in _SUBJECTS:
        for course in [course for course in world.store.rows("courses") if course.get("subjects") == [subject]][:1]:
            _add_sequence(world, subject, course)
            if not world.plan.source:
                _add_placement(world, subject, course)


def _add_placement(world: World, subject: str, taught: Document) -> None:
    """Add a course that holds nothing but a placement test for each grade of a course that is taught."""
    base, title = f"{world.plan.id_prefix}placement-{subject.lower()}", f"{subject} Placement"
    add = Seeding(world.store, world.plan).add
    same = {name: taught[name] for name in ("grades", "subjects", "org")}
    metadata = {"placementPlaceholder": True}
    add("courses", base, title=title, courseCode=f"PLACE-{subject.upper()}", metadata=metadata, **same)
    unit = add("courseComponents", f"{base}-unit", course=reference(base), title=title, sortOrder=1)
    items = seeded_items(world.plan.id_prefix, subject)
    for at, grade in enumerate(taught["grades"], 1):
        lesson_id = f"{base}-{grade}"
        seed_test(world, lesson_id, f"{title} {grade}", items[at - 1 :: len(taught["grades"])])
        told = {
            "type": "qti",
            "subType": "qti-test",
            "lessonType": "placement",
            "subject": subject,
            "grades": [grade],
            "url": f"https://qti.alpha-1edtech.ai/api/assessment-tests/{lesson_id}",
        }
        resource = add(
            "resources",
            f"{lesson_id}-resource",
            title=f"{title} {grade}",
            importance="primary",
            roles=["primary"],
            vendorResourceId=f"qti-{lesson_id}",
            vendorId="sandbox",
            metadata=told,
        )
        add(
            "componentResources",
            lesson_id,
            title=f"{title} {grade}",
            sortOrder=at,
            lessonType="placement",
            metadata={"lessonType": "placement"},
            courseComponent=reference(unit["sourcedId"]),
            resource=reference(resource["sourcedId"]),
        )


def _add_sequence(world: World, subject: str, course: Document) -> None:
    """Add the sequence of a subject: for each grade its course and the test at its end."""
    adopted = write_moment(world.plan.made)
    stages: list[Document] = []
    for grade in course.get("grades") or ():
        courses = {"courseReferences": [{"courseId": course["sourcedId"], "refAddedAt": adopted}]}
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
        "statusUpdatedAt": adopted,
        "stages": stages,
        "description": f"Courses of {subject} with the tests that end them",
    }
    world.store.put(SEQUENCES, sequence)
