"""Categories, score scales, assignments and their results, for the first classes of the district."""

from random import Random

from timeback_core.sandbox.messages import Document
from timeback_core.sandbox.oneroster.seed.material import CATEGORIES, Seeding
from timeback_core.sandbox.store import reference

_SCALE = (("90-100", "A"), ("80-89", "B"), ("70-79", "C"), ("0-69", "F"))
_ASSIGNMENTS = (("Worksheet", "category-1", 9), ("Unit quiz", "category-2", 24))


def seed_gradebook(seeding: Seeding, random: Random, classes: list[Document], lessons: list[Document]) -> None:
    """Add the gradebook."""
    for at, (title, weight) in enumerate(CATEGORIES, 1):
        seeding.add("categories", f"category-{at}", title=title, weight=weight)
    for found in classes[: seeding.plan.gradebook_classes]:
        _add_scale(seeding, found)
        seats = seeding.store.referring("enrollments", "class", found["sourcedId"])
        students = [seat["user"]["sourcedId"] for seat in seats if seat["role"] == "student"]
        for title, category, day in _ASSIGNMENTS:
            _add_assignment(seeding, random, found, title, category, day, students)
        _add_assessment(seeding, random, found, lessons, students)


def _add_scale(seeding: Seeding, found: Document) -> None:
    values = [{"itemValueLHS": scores, "itemValueRHS": letter} for scores, letter in _SCALE]
    seeding.add(
        "scoreScales",
        f"{found['sourcedId']}-scale",
        title="Letter grades",
        type="letter",
        scoreScaleValue=values,
        **{"class": reference(found["sourcedId"])},
    )


def _add_assignment(
    seeding: Seeding, random: Random, found: Document, title: str, category: str, day: int, students: list[str]
) -> None:
    class_id, school_id = found["sourcedId"], found["school"]["sourcedId"]
    item_id = f"{class_id}-item-{category.rpartition('-')[2]}"
    school_number = school_id.rpartition("-")[2]
    seeding.add(
        "lineItems",
        item_id,
        title=title,
        assignDate=f"{seeding.day(9, day)}T08:00:00.000Z",
        dueDate=f"{seeding.day(9, day + 2)}T23:59:00.000Z",
        school=reference(school_id),
        category=reference(category),
        gradingPeriod=reference(f"session-{school_number}-period-1"),
        scoreScale=reference(f"{class_id}-scale"),
        resultValueMin=0,
        resultValueMax=100,
        **{"class": reference(class_id)},
    )
    for at, student in enumerate(students, 1):
        seeding.add(
            "results",
            f"{item_id}-result-{at}",
            lineItem=reference(item_id),
            student=reference(student),
            scoreStatus="fully graded",
            score=float(random.randint(55, 100)),
            scoreDate=f"{seeding.day(9, day + 3)}T10:00:00.000Z",
            **{"class": reference(class_id)},
            **dict.fromkeys(("inProgress", "incomplete", "late", "missing"), "false"),
        )


def _add_assessment(
    seeding: Seeding, random: Random, found: Document, lessons: list[Document], students: list[str]
) -> None:
    class_id, course_id = found["sourcedId"], found["course"]["sourcedId"]
    item_id = f"{class_id}-assessment"
    lesson = next(link for link in lessons if link["courseComponent"]["sourcedId"].startswith(f"{course_id}-unit-"))
    seeding.add(
        "assessmentLineItems",
        item_id,
        title=f"{found['title']} check",
        course=reference(course_id),
        component=lesson["courseComponent"],
        componentResource=reference(lesson["sourcedId"]),
        resultValueMin=0,
        resultValueMax=100,
        metadata={"lessonType": "quiz", "courseSourcedId": course_id},
        **{"class": reference(class_id)},
    )
    for at, student in enumerate(students, 1):
        correct = random.randint(4, 10)
        seeding.add(
            "assessmentResults",
            f"{item_id}-result-{at}",
            assessmentLineItem=reference(item_id),
            student=reference(student),
            scoreStatus="fully graded",
            score=float(correct * 10),
            scoreDate=f"{seeding.day(10, random.randint(1, 28))}T09:30:00.000Z",
            metadata={
                "xp": correct,
                "totalQuestions": 10,
                "correctQuestions": correct,
                "accuracy": correct * 10,
                "masteredUnits": correct // 8,
                "attempt": 1,
            },
        )
