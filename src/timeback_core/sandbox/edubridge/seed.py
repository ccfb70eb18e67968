"""What EduBridge has besides the district: applications, subject tracks, and reports about some students."""

from collections.abc import Iterable
from random import Random
from typing import Final

from timeback_core.sandbox.blocks import Kept
from timeback_core.sandbox.edubridge.applications import APPLICATIONS, METRIC, METRIC_SOURCE, put_metric
from timeback_core.sandbox.edubridge.reports import MAP_PROFILES, MASTERY, WAYS
from timeback_core.sandbox.edubridge.tracks import put_track
from timeback_core.sandbox.edubridge.views import figure
from timeback_core.sandbox.messages import Document
from timeback_core.sandbox.oneroster.kind import metadata_of
from timeback_core.sandbox.oneroster.seed.material import Seeding, below
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
    users, students = world.store.table("users"), world.store.column("users", "roles.role").rows_with("student")
    _add_reports(world, random, filter(None, map(users.at, students[::3])))


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


def _add_reports(world: World, random: Random, students: Iterable[Document]) -> None:
    """Add a report of each of these students, and the grades that they master."""
    schools = {org["sourcedId"]: org["name"] for org in world.store.rows("orgs")}
    profiles: list[Document] = []
    mastery: list[Document] = []
    for student in students:
        student_id, grade = student["sourcedId"], int(student["grades"][0])
        report = {
            "title": f"Fall {world.plan.first_year}",
            "pdfUrl": f"https://reports.example.com/{student_id}.pdf",
            "tests": ["Math", "Reading"],
            "grade": str(grade),
            "schoolname": schools[student["primaryOrg"]["sourcedId"]],
            "assessmentResultProviderSystem": "sandbox",
        }
        profiles.append({"sourcedId": student_id, "reports": [report]})
        for subject in ("math", "reading"):
            shown = {way: str(max(0, grade - below(random, 3))) for way in WAYS if random.random() < 0.75}
            mastery.append({"sourcedId": f"{student_id}\x00{subject}", **shown})
    world.store.begin_with(MAP_PROFILES, Kept(profiles))
    world.store.begin_with(MASTERY, Kept(mastery))
