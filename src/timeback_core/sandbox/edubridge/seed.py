"""What EduBridge has besides the district: applications, subject tracks, and reports about some students."""

from random import Random
from typing import Final

from timeback_core.sandbox.edubridge.applications import APPLICATIONS, METRIC, METRIC_SOURCE, put_metric
from timeback_core.sandbox.edubridge.reports import MAP_PROFILES, MASTERY, WAYS
from timeback_core.sandbox.edubridge.tracks import put_track
from timeback_core.sandbox.edubridge.views import figure
from timeback_core.sandbox.messages import Document
from timeback_core.sandbox.oneroster.kind import metadata_of
from timeback_core.sandbox.oneroster.kinds.people import roles_of
from timeback_core.sandbox.oneroster.seed.material import Seeding
from timeback_core.sandbox.oneroster.views import resources_in
from timeback_core.sandbox.world import World

_APPLICATIONS: Final = (
    ("Cedar Numbers", "Practice in numbers and figures", ("Math", "Science")),
    ("Fern Reader", "Articles and stories with questions", ("Reading", "Social Studies")),
    ("Willow Pen", "Writing and grammar", ("Writing", "Language")),
)
"""(name, description, subjects)"""


def seed_edubridge(world: World) -> None:
    """Add EduBridge's part to the district: the same for the same plan. What files tell stays as they tell it."""
    apps = _add_applications(world)
    first_school: str | None = None
    tracks: dict[tuple[str, str, str | None], str] = {}
    for course in world.store.rows("courses"):
        school = course["org"]["sourcedId"]
        first_school = first_school or school
        for subject in (course.get("subjects") or ())[:1]:
            for grade in course.get("grades") or ():
                tracks.setdefault((subject, grade, None if school == first_school else school), course["sourcedId"])
    for (subject, grade, org), course_id in tracks.items():
        put_track(world, subject, grade, course_id, org)
    if not world.plan.source:
        _add_to_made_up(world, apps)


def _add_to_made_up(world: World, apps: dict[str, str]) -> None:
    """Tell in courses what delivers them, and add reports about some students."""
    random = Random(f"edubridge {world.plan.seed}")  # noqa: S311 -- reproducible on purpose
    for course in list(world.store.rows("courses")):
        _give_size(world, course, apps[course["subjects"][0]])
    students = [user for user in world.store.rows("users") if any(role == "student" for role, _ in roles_of(user))]
    for student in students[::3]:
        _add_reports(world, random, student)


def _add_applications(world: World) -> dict[str, str]:
    """The id of the application of each subject."""
    apps: dict[str, str] = {}
    for at, (name, description, subjects) in enumerate(_APPLICATIONS, 1):
        app_id = f"{world.plan.id_prefix}application-{at}"
        Seeding(world.store, world.plan).add(
            APPLICATIONS,
            app_id,
            name=name,
            description=description,
            domain=[f"{name.lower().replace(' ', '-')}.example.com"],
            tenantId="sandbox",
            clientAppId="sandbox",
            metadata=None,
        )
        for metric in METRIC[: 2 + at]:
            put_metric(world, app_id, metric, METRIC_SOURCE[0])
        apps.update(dict.fromkeys(subjects, app_id))
    return apps


def _give_size(world: World, course: Document, app_id: str) -> None:
    """Tell in a course what delivers it, and how many lessons and XP it has."""
    lessons = resources_in(world, course)
    metrics = {"totalXp": sum(figure(lesson, "xp") for lesson in lessons), "totalLessons": len(lessons)}
    metadata = {**metadata_of(course), "primaryApp": app_id, "metrics": metrics}
    world.store.put("courses", {**course, "metadata": metadata})


def _add_reports(world: World, random: Random, student: Document) -> None:
    store, student_id = world.store, student["sourcedId"]
    grade = int(student["grades"][0])
    school = store.get("orgs", student["primaryOrg"]["sourcedId"]) or {}
    report = {
        "title": f"Fall {world.plan.first_year}",
        "pdfUrl": f"https://reports.example.com/{student_id}.pdf",
        "tests": ["Math", "Reading"],
        "grade": str(grade),
        "schoolname": school["name"],
        "assessmentResultProviderSystem": "sandbox",
    }
    store.put(MAP_PROFILES, {"sourcedId": student_id, "reports": [report]})
    for subject in ("math", "reading"):
        shown = {way: str(max(0, grade - random.randint(0, 2))) for way in WAYS if random.random() < 0.75}
        store.put(MASTERY, {"sourcedId": f"{student_id}\x00{subject}", **shown})
