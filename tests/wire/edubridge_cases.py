"""A case for every operation of EduBridge."""

from datetime import UTC, date, datetime

from tests.wire.case import ROSTERING, Case, Shows

from timeback_core import edubridge as api
from timeback_core.edubridge import (
    ApplicationMetricInput,
    CourseGoalInput,
    CourseGoalPacingInput,
    CourseGoalTargetInput,
    EnrollInput,
    GoalObjectiveInput,
    GoalPacingInput,
    HoleFillingCourseDetails,
    HoleFillingCourseInput,
    ProgressionJobInput,
    SubjectGoalInput,
    SubjectGoalPatch,
    SubjectTrackGroupCreateInput,
    SubjectTrackGroupKeyInput,
    SubjectTrackGroupUpdateInput,
    SubjectTrackUpsertInput,
)
from timeback_core.oneroster import EnrollmentGoals, EnrollmentMetadata

ENROLLMENTS = "/edubridge/enrollments"
TRACKS = "/edubridge/subject-track/"
GROUPS = "/edubridge/subject-track/groups"
METRICS = "/edubridge/applicationMetrics/application-1"
GOALS = "/goals/student-1/subjects"

SEAT = f"{ROSTERING}/enrollments/seat"
RESULT = "/ims/oneroster/gradebook/v1p2/assessmentResults/class-1-assessment-result-1"

WITH_GOALS = EnrollInput(
    sourced_id="seat",
    role="teacher",
    begin_date=datetime(2026, 9, 1, 8, tzinfo=UTC),
    metadata=EnrollmentMetadata(goals=EnrollmentGoals(daily_xp=7, daily_accuracy=0.8)),
)
ENROLLED = (api.enroll.request("student-2", "course-1", "school-1", WITH_GOALS),)
ACCURACY = ApplicationMetricInput(metric="accuracy", metric_source="powerpath")
XP = ApplicationMetricInput(metric="xp", metric_source="timeback_app")
GOAL = SubjectGoalInput(
    subject="Math",
    objective=GoalObjectiveInput(type="grade_mastery", value="5"),
    pacing=GoalPacingInput(mode="target_date", end_date=date(2027, 5, 1), daily_target_xp=20),
)
GOAL_SENT = {
    "subject": "Math",
    "objective": {"type": "grade_mastery", "value": "5"},
    "pacing": {"mode": "target_date", "endDate": "2027-05-01", "dailyTargetXP": 20},
}
DAY = "startDate=2026-09-14T05:00:00.000Z&endDate=2026-09-15T04:59:59.999Z"

CASES = (
    Case(api.list_enrollments, ("student-1",), f"{ENROLLMENTS}/user/student-1"),
    Case(
        api.enroll,
        ("student-2", "course-1", "school-1", WITH_GOALS),
        f"{ENROLLMENTS}/enroll/student-2/course-1/school-1",
        {
            "sourcedId": "seat",
            "role": "teacher",
            "beginDate": "2026-09-01T08:00:00.000Z",
            "metadata": {"goals": {"dailyXp": 7, "dailyAccuracy": 0.8}},
        },
        Shows(SEAT, ("enrollment",), {"status": "active", "role": "teacher"}),
    ),
    Case(
        api.unenroll,
        ("student-2", "course-1"),
        f"{ENROLLMENTS}/unenroll/student-2/course-1",
        shows=Shows(SEAT, ("enrollment",), {"status": "tobedeleted"}),
        before=ENROLLED,
    ),
    Case(
        api.reset_goals,
        ("course-1",),
        f"{ENROLLMENTS}/resetGoals/course-1",
        {},
        Shows(SEAT, ("enrollment", "metadata", "goals"), {"dailyXp": 25, "dailyAccuracy": 80}),
        ENROLLED,
    ),
    Case(
        api.propagate_goals,
        ("course-1",),
        f"{ENROLLMENTS}/propagateGoals/course-1",
        shows=Shows(SEAT, ("enrollment", "metadata", "goals"), {"dailyXp": 25, "dailyAccuracy": 80}),
        before=ENROLLED,
    ),
    Case(
        api.reset_progress,
        ("student-1", "course-1"),
        f"{ENROLLMENTS}/resetProgress/student-1/course-1",
        shows=Shows(RESULT, ("assessmentResult",), {"status": "tobedeleted"}),
    ),
    Case(api.get_default_class, ("course-1", "school-1"), f"{ENROLLMENTS}/defaultClass/course-1/school-1"),
    Case(
        api.list_users,
        (["student", "teacher"],),
        "/edubridge/users/",
        query="roles=student&roles=teacher&orgSourcedIds=school-1&orgSourcedIds=school-2"
        "&limit=2&offset=1&sort=familyName&orderBy=desc&filter=status='active'&search=a",
        named={
            "org_sourced_ids": ["school-1", "school-2"],
            "limit": 2,
            "offset": 1,
            "sort": "family_name",
            "order_by": "desc",
            "where": {"status": "active"},
            "search": "a",
        },
    ),
    Case(api.list_students, (), "/edubridge/users/", query="roles=student&limit=2", named={"limit": 2}),
    Case(api.list_teachers, (), "/edubridge/users/", query="roles=teacher"),
    Case(api.search_users, (["student"], "ada l"), "/edubridge/users/", query="roles=student&search=ada l"),
    Case(
        api.get_activity,
        (),
        "/edubridge/analytics/activity",
        query=f"{DAY}&email=a+b@example.com&studentId=student-1&timezone=America/Chicago",
        named={
            "student_id": "student-1",
            "email": "a+b@example.com",
            "start_date": "2026-09-14",
            "end_date": date(2026, 9, 14),
            "timezone": "America/Chicago",
        },
    ),
    Case(
        api.get_weekly_facts,
        (),
        "/edubridge/analytics/facts/weekly",
        query="weekDate=2026-09-16T08:30:00.000Z&studentId=student-1",
        named={"student_id": "student-1", "week_date": "2026-09-16T10:30:00+02:00"},
    ),
    Case(api.get_enrollment_facts, ("enrollment-1",), "/edubridge/analytics/enrollment/enrollment-1"),
    Case(
        api.get_highest_grade_mastered,
        ("student-1", "Social Studies"),
        "/edubridge/analytics/highestGradeMastered/student-1/Social%20Studies",
    ),
    Case(api.list_applications, (), "/edubridge/applications/"),
    Case(api.get_application_metrics, ("application-1",), METRICS),
    Case(
        api.create_application_metric,
        ("application-1", ACCURACY),
        METRICS,
        {"applicationMetric": {"metric": "accuracy", "metricSource": "powerpath"}},
        Shows(METRICS, ("data", 3), {"metric": "accuracy", "metricSource": "powerpath"}),
    ),
    Case(
        api.delete_application_metric,
        ("application-1", XP),
        METRICS,
        {"applicationMetric": {"metric": "xp", "metricSource": "timeback_app"}},
        Shows(METRICS, ("data", 0), {"metric": "spent_minutes"}),
    ),
    Case(api.list_subject_tracks, (), TRACKS),
    Case(
        api.upsert_subject_track,
        (SubjectTrackUpsertInput(subject="Math", grade=3, course_id="course-2"),),
        TRACKS,
        {"subject": "Math", "grade": "3", "courseId": "course-2"},
        Shows(TRACKS, ("subjectTrack", 0, "course"), {"sourcedId": "course-2"}),
    ),
    Case(
        api.delete_subject_track,
        ("Math:3",),
        f"{TRACKS}Math%3A3",
        shows=Shows(TRACKS, ("subjectTrack", 0), {"id": "Math:4"}),
    ),
    Case(api.list_subject_track_groups, (), GROUPS),
    Case(
        api.create_subject_track_group,
        (
            SubjectTrackGroupCreateInput(
                subject="Science", grade="9", course_id="course-3", org_sourced_ids=["school-2"]
            ),
        ),
        GROUPS,
        {"subject": "Science", "grade": "9", "courseId": "course-3", "orgSourcedIds": ["school-2"]},
        Shows(TRACKS, ("subjectTrack", 36), {"id": "school-2:Science:9"}),
    ),
    Case(
        api.update_subject_track_group,
        (
            SubjectTrackGroupUpdateInput(
                subject="Math",
                grade="3",
                current_course_id="course-1",
                course_id="course-2",
                is_global=True,
                org_sourced_ids=["school-1"],
                strategy="fail",
            ),
        ),
        GROUPS,
        {
            "subject": "Math",
            "grade": "3",
            "currentCourseId": "course-1",
            "courseId": "course-2",
            "isGlobal": True,
            "orgSourcedIds": ["school-1"],
            "strategy": "fail",
        },
        Shows(TRACKS, ("subjectTrack", 35), {"id": "school-1:Math:3"}),
    ),
    Case(
        api.delete_subject_track_group,
        (SubjectTrackGroupKeyInput(subject="Math", grade="3", course_id="course-1", is_global=True),),
        GROUPS,
        {"subject": "Math", "grade": "3", "courseId": "course-1", "isGlobal": True},
        Shows(TRACKS, ("subjectTrack", 0), {"id": "Math:4"}),
    ),
    Case(api.get_map_profile, ("student-1",), "/edubridge/learning-reports/map-profile/student-1"),
    Case(api.get_time_saved, ("student-1",), "/edubridge/time-saved/user/student-1"),
    Case(
        api.list_progression_catalog,
        (),
        "/edubridge/progression/catalog",
        query="subject=Math&subject=Science&gradeLevel=3&page=2&limit=5",
        named={"subjects": ["Math", "Science"], "grade_levels": ["3"], "page": 2, "limit": 5},
    ),
    Case(
        api.create_hole_filling_course,
        (
            HoleFillingCourseInput(
                subject="math",
                grade=4,
                app="anton",
                email="rafael.chen.student-1@juniper.example.com",
                lesson_ids=["course-1-unit-1-lesson-1-resource"],
                next="assessment",
                course_details=HoleFillingCourseDetails(title="Gaps", xp_per_lesson=2.5),
            ),
        ),
        "/edubridge/progression/create-course",
        {
            "subject": "math",
            "grade": 4,
            "app": "anton",
            "email": "rafael.chen.student-1@juniper.example.com",
            "lessonIds": ["course-1-unit-1-lesson-1-resource"],
            "next": "assessment",
            "courseDetails": {"title": "Gaps", "xpPerLesson": 2.5},
        },
        Shows(f"{ROSTERING}/courses/?filter=title='Gaps'", ("courses", 0), {"grades": ["4"]}),
    ),
    Case(
        api.enqueue_progression_job,
        (
            ProgressionJobInput(
                assignment_id=7,
                student_timeback_id="student-1",
                student_email="s@example.com",
                subject="Math",
                grade="4",
                current_course_sourced_id="course-1",
                flow_type="dcan",
                read_only=True,
            ),
        ),
        "/edubridge/progression/enqueue",
        {
            "assignmentId": 7,
            "studentTimebackId": "student-1",
            "studentEmail": "s@example.com",
            "subject": "Math",
            "grade": "4",
            "currentCourseSourcedId": "course-1",
            "flowType": "dcan",
            "readOnly": True,
        },
        harmless=True,
    ),
    Case(api.list_subject_goals, ("student-1",), GOALS),
    Case(
        api.create_subject_goal,
        ("student-1", GOAL),
        GOALS,
        GOAL_SENT,
        Shows(GOALS, ("subjects", 0, "goal", "pacing"), {"endDate": "2027-05-01", "dailyTargetXP": 20}),
    ),
    Case(api.preview_subject_goal, ("student-1", GOAL), f"{GOALS}/preview", GOAL_SENT, harmless=True),
    Case(
        api.update_subject_goal,
        ("student-1", "Math", SubjectGoalPatch(pacing=GoalPacingInput(mode="target_date", daily_target_xp=9.5))),
        f"{GOALS}/Math",
        {"pacing": {"mode": "target_date", "dailyTargetXP": 9.5}},
        Shows(GOALS, ("subjects", 0, "goal", "pacing"), {"endDate": "2027-05-01", "dailyTargetXP": 9.5}),
        (api.create_subject_goal.request("student-1", GOAL),),
    ),
    Case(
        api.create_course_goal,
        (
            "student-1",
            CourseGoalInput(
                course_id="course-1",
                target=CourseGoalTargetInput(metric="xp", value="100"),
                pacing=CourseGoalPacingInput(mode="target_date", end_date=date(2027, 5, 1)),
            ),
        ),
        "/goals/student-1/courses",
        {
            "courseId": "course-1",
            "target": {"metric": "xp", "value": "100"},
            "pacing": {"mode": "target_date", "endDate": "2027-05-01"},
        },
        harmless=True,
    ),
)
