"""Units, lessons and the resources on them, for every course."""

from random import Random

from timeback_core.sandbox.messages import Document
from timeback_core.sandbox.oneroster.seed.material import LESSONS, UNITS, Seeding
from timeback_core.sandbox.store import reference


def seed_content(seeding: Seeding, random: Random) -> list[Document]:
    """Add the content of the courses; give the links between lessons and resources, whose tests have a prefix."""
    links = [link for course in list(seeding.store.rows("courses")) for link in _add_units(seeding, random, course)]
    for at, link in enumerate(links[:6], 1):
        for owner, links_of in ((f"class-{at}", "classResources"), (f"student-{at}", "userResources")):
            seeding.store.put(
                links_of, {"sourcedId": f"{owner}-link", "owner": reference(owner), "resource": link["resource"]}
            )
    return links


def _add_units(seeding: Seeding, random: Random, course: Document) -> list[Document]:
    links: list[Document] = []
    course_id = course["sourcedId"]
    for unit_at, unit in enumerate(UNITS, 1):
        unit_id = f"{course_id}-unit-{unit_at}"
        _add_component(seeding, unit_id, course_id, unit, unit_at, None)
        for at, (lesson, lesson_type) in enumerate(LESSONS, 1):
            lesson_id = f"{unit_id}-lesson-{at}"
            title = f"{course['title']}: {lesson}"
            _add_component(seeding, lesson_id, course_id, title, at, unit_id)
            links.append(
                _add_link(seeding, random, lesson_id, title, at, lesson_type, seeding.plan.id_prefix + lesson_id)
            )
    return links


def _add_component(
    seeding: Seeding, sourced_id: str, course_id: str, title: str, order: int, parent: str | None
) -> None:
    above = {} if parent is None else {"parent": reference(parent), "courseComponent": reference(parent)}
    seeding.add("courseComponents", sourced_id, course=reference(course_id), title=title, sortOrder=order, **above)


def _add_link(
    seeding: Seeding, random: Random, lesson_id: str, title: str, order: int, lesson_type: str, test_id: str
) -> Document:
    resource = seeding.add(
        "resources",
        f"{lesson_id}-resource",
        title=title,
        importance="primary",
        roles=["primary"],
        vendorResourceId=f"qti-{test_id}",
        vendorId="sandbox",
        metadata={
            "type": "qti",
            "subType": "qti-test",
            "lessonType": lesson_type,
            "xp": random.choice((5, 10, 15)),
            "url": f"https://qti.alpha-1edtech.ai/api/assessment-tests/{test_id}",
        },
    )
    return seeding.add(
        "componentResources",
        f"{lesson_id}-link",
        title=title,
        sortOrder=order,
        lessonType=lesson_type,
        metadata={"lessonType": lesson_type},
        courseComponent=reference(lesson_id),
        resource=reference(resource["sourcedId"]),
    )
