"""The official client of EduBridge."""

from datetime import UTC, datetime

from tests.official.caliper import EMAIL, SENSOR, activity, time_spent
from tests.official.trial import Trial
from timeback_caliper import CaliperClient
from timeback_edubridge import EdubridgeClient
from timeback_edubridge.types import EnrollOptions, SubjectTrackUpsertInput


async def run(trial: Trial, client: EdubridgeClient, caliper: CaliperClient) -> None:
    """Every method, the analytics over a day that was sent."""
    enrollments = client.enrollments
    given = EnrollOptions(role="student", beginDate="2026-01-05")
    enroll = enrollments.enroll("student-1", "course-1", "school-1", given)
    enrolled = await trial("enrollments.enroll", enroll, lambda it: (it.course.id, it.role) == ("course-1", "student"))
    listing = enrollments.list(user_id="student-1")
    await trial("enrollments.list", listing, lambda them: enrolled.id in [each.id for each in them])
    await trial("enrollments.reset_goals", enrollments.reset_goals("course-1"), lambda it: it.errors == [])
    standard = enrollments.get_default_class("course-1", "school-1")
    await trial("enrollments.get_default_class", standard, lambda it: it.course.id == "course-1")

    await analytics(trial, client, caliper, enrolled.id)

    reset = enrollments.reset_progress("student-1", "course-1")
    await trial("enrollments.reset_progress", reset, lambda it: it is None)
    leave = enrollments.unenroll("student-1", "course-1", "school-1")
    await trial("enrollments.unenroll", leave, lambda it: it is None)
    assert enrolled.id not in [each.id for each in await enrollments.list(user_id="student-1")]

    await people(trial, client)
    await tracks(trial, client)
    await reports(trial, client)


async def analytics(trial: Trial, client: EdubridgeClient, caliper: CaliperClient, enrollment_id: str) -> None:
    """The facts of what was sent just now."""
    sent = await caliper.events.send_activity(SENSOR, activity())
    await caliper.events.send_time_spent(SENSOR, time_spent())
    await caliper.jobs.wait_for_completion(sent.job_id, poll_interval=0.05)
    today = datetime.now(UTC).date().isoformat()
    told = client.analytics

    def right(it: object) -> bool:
        math = it.facts[today]["Math"]  # type: ignore[attr-defined]  # a model of theirs
        return math.activity_metrics.xp_earned >= 12.5 and math.time_spent_metrics.active_seconds >= 600

    day = told.get_activity(student_id="student-1", start_date=today, end_date=today)
    await trial("analytics.get_activity", day, right)
    day = told.get_activity(email=EMAIL, start_date=today, end_date=today, timezone="Etc/UTC")
    await trial("analytics.get_activity", day, right)
    week = told.get_weekly_facts(student_id="student-1", week_date=today)
    await trial("analytics.get_weekly_facts", week, lambda them: "Math" in [each.subject for each in them])
    facts = told.get_enrollment_facts(enrollment_id=enrollment_id, start_date=today, end_date=today)
    await trial("analytics.get_enrollment_facts", facts, right)
    grade = told.get_highest_grade_mastered("student-1", "Math")
    await trial("analytics.get_highest_grade_mastered", grade, lambda it: it.subject == "Math")


async def people(trial: Trial, client: EdubridgeClient) -> None:
    """The users, by role and by text."""
    users = client.users
    page = users.list(roles=["administrator", "teacher"], limit=3, org_sourced_ids=["school-1"])
    await trial("users.list", page, lambda them: len(them) == 3)
    with_agents = users.list(roles=["student"], filter="sourcedId='student-5'")
    await trial("users.list", with_agents, bool, own="reads `sourced_id` of agents, so everyone who has some fails")
    named = users.list_students(filter="sourcedId='student-1'")
    await trial("users.list_students", named, lambda them: [each.given_name for each in them] == ["Rafael"])
    await trial("users.list_teachers", users.list_teachers(), bool)
    await trial("users.search", users.search(["student"], "Rafael"), lambda them: them[0].given_name == "Rafael")


async def tracks(trial: Trial, client: EdubridgeClient) -> None:
    """Subject tracks."""
    wanted = SubjectTrackUpsertInput(subject="Math", grade="9", courseId="course-1", orgSourcedId="school-1")
    track = await trial("subject_tracks.upsert", client.subject_tracks.upsert(wanted), lambda it: it.grade == "9")
    listing = client.subject_tracks.list()
    await trial("subject_tracks.list", listing, lambda them: track.id in [each.id for each in them])
    groups = client.subject_tracks.list_groups()
    await trial("subject_tracks.list_groups", groups, bool, own="wants an id and a name, which no group has")
    await trial("subject_tracks.delete", client.subject_tracks.delete(track.id), lambda it: it is None)


async def reports(trial: Trial, client: EdubridgeClient) -> None:
    """Applications and learning reports."""
    applications = await trial("applications.list", client.applications.list(), bool)
    metrics = client.applications.get_metrics(applications[0].sourced_id)
    await trial("applications.get_metrics", metrics, bool, own="takes a list for an object")
    profile = client.learning_reports.get_map_profile("student-1")
    await trial("learning_reports.get_map_profile", profile, bool, own="takes a list for an object")
    saved = client.learning_reports.get_time_saved("student-1")
    await trial("learning_reports.get_time_saved", saved, lambda it: it.calculation is not None)
