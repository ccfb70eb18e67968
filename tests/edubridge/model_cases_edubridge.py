"""Models of EduBridge: enrollments, facts, applications, tracks, reports, goals."""

from datetime import UTC, date, datetime

from tests.services.model_case import GRADE, Back, Document, Json, Refused, Written

from timeback_core import edubridge as e, oneroster as o

COURSE: Json = {
    "id": "c-1",
    "title": "Math",
    "metadata": {"goals": {"dailyXp": 12.5}, "AlphaLearn": {"DailyXPGoal": 3}, "own": [1]},
    "subjects": ["Math", "Chess"],
    "grades": ["3", "4"],
    "primaryApp": {"id": "a-1", "name": "Numbers", "domains": ["numbers.test"]},
}

ENROLLMENTS = Document(
    e.Enrollment,
    {
        "id": "s-1",
        "role": "student",
        "beginDate": "2026-08-15",
        "endDate": "2027-06-01",
        "metadata": {
            "goals": {"dailyXp": 20, "dailyAccuracy": 0.8, "ownGoal": 3},
            "metrics": {"totalXp": 900, "totalGrades": 1, "courseType": "base", "isSupplemental": False, "own": 1},
            "studentSpecificGoals": True,
            "pctCompleteApp": 40,
            "pctCompleteAppUpdatedAt": "2026-09-01T00:00:00Z",
            "completionType": "manual",
            "completionReason": "moved",
            "own": {"a": None},
        },
        "course": COURSE,
        "school": {"id": "o-1", "name": "North"},
        "periods": [{"id": "p-1", "title": "Autumn", "startDate": "2026-08-15", "endDate": "2026-12-20"}],
        "testOutSupported": True,
        "testOutEligible": False,
    },
    ("id", "role", "course", "school"),
    seen={
        "role": o.EnrollmentRole.STUDENT,
        "begin_date": date(2026, 8, 15),
        "metadata.goals.daily_accuracy": 0.8,
        "metadata.goals.extra": {"ownGoal": 3},
        "metadata.metrics.is_supplemental": False,
        "metadata.student_specific_goals": True,
        "metadata.extra": {"own": {"a": None}},
        "course.metadata.goals.daily_xp": 12.5,
        "course.primary_app.domains": ("numbers.test",),
        "school.name": "North",
        "periods.0.title": "Autumn",
        "test_out_supported": True,
    },
    spelled=[
        ({"role": "wizard"}, {"role": "wizard"}),
        ({"beginDate": "2026-08-15T05:00:00.000Z"}, {"begin_date": date(2026, 8, 15)}),
        ({"testOutEligible": None, "periods": None}, {"test_out_eligible": False, "periods": ()}),
        (
            {"course": {"id": "c", "title": "t", "metadata": None}},
            {"course.metadata": None, "course.primary_app": None},
        ),
        (
            {
                "course": {
                    "id": "c",
                    "title": "t",
                    "metadata": {},
                    "primaryApp": {"id": "a", "name": "n", "domains": None},
                }
            },
            {"course.primary_app.domains": ()},
        ),
        ({"metadata": {"pctCompleteApp": "40"}}, {"metadata.pct_complete_app": 40}),
        ({"metadata": {"goals": {"dailyXp": "much"}}}, {"metadata.goals.extra": {"dailyXp": "much"}}),
    ],
    refused=[Refused({"course": {"id": "c"}}, "$.course.title", "string")],
)

CLASSES = Document(
    e.DefaultClass,
    {
        "id": "k-1",
        "title": "Math Class",
        "classCode": None,
        "subjectCodes": ["M"],
        "subjects": ["Math"],
        "grades": ["3"],
        "periods": ["t-1"],
        "course": COURSE,
    },
    ("id", "title", "course"),
    seen={"class_code": None, "periods": ("t-1",), "course.grades": ("3", "4")},
    spelled=[({"subjects": None, "grades": None}, {"subjects": (), "grades": ()})],
)

CELL: Json = {
    "activityMetrics": {"xpEarned": -2.5, "totalQuestions": 10, "correctQuestions": 7.5, "masteredUnits": 1},
    "timeSpentMetrics": {"activeSeconds": 640.25, "inactiveSeconds": 0, "wasteSeconds": 3},
    "apps": ["Numbers"],
}
ACTIVITY: Json = {
    "message": "told",
    "startDate": "2026-09-14T05:00:00.000Z",
    "endDate": "2026-09-15T04:59:59.999Z",
    "facts": {"2026-09-14": {"Math": CELL}},
    "factsByApp": {"2026-09-14": {"Math": {"Numbers": {**CELL, "own": 1}}}},
}
SPARSE = {"2026-09-14": {"Math": {"apps": None}}}

ACTIVITIES = [
    Document(
        model,
        {**ACTIVITY, **further},
        (),
        seen={
            "start_date": datetime(2026, 9, 14, 5, tzinfo=UTC),
            "facts.2026-09-14.Math.activity_metrics.xp_earned": -2.5,
            "facts.2026-09-14.Math.activity_metrics.correct_questions": 7.5,
            "facts.2026-09-14.Math.time_spent_metrics.waste_seconds": 3,
            "facts_by_app.2026-09-14.Math.Numbers.apps": ("Numbers",),
            "facts_by_app.2026-09-14.Math.Numbers.extra": {"own": 1},
        },
        spelled=[
            ({"facts": None, "factsByApp": None}, {"facts": {}, "facts_by_app": {}}),
            (
                {"facts": SPARSE},
                {
                    "facts.2026-09-14.Math.activity_metrics": e.ActivityMetrics(),
                    "facts.2026-09-14.Math.time_spent_metrics.active_seconds": 0,
                    "facts.2026-09-14.Math.apps": (),
                },
            ),
            (
                {"facts": {"d": {"s": {"activityMetrics": None, "timeSpentMetrics": {"activeSeconds": "1.5"}}}}},
                {"facts.d.s.activity_metrics.total_questions": 0, "facts.d.s.time_spent_metrics.active_seconds": 1.5},
            ),
        ],
        refused=[
            Refused({"facts": {"d": {"s": 1}}}, "$.facts.d.s", "object"),
            Refused(
                {"facts": {"d": {"s": {"activityMetrics": {"xpEarned": "x"}}}}},
                "$.facts.d.s.activityMetrics.xpEarned",
                "number or its text",
            ),
        ],
    )
    for model, further in ((e.ActivityResponse, {}), (e.EnrollmentFactsResponse, {"enrollmentId": "s-1"}))
]

ROW: Json = {
    "id": 17,
    "email": "a@example.com",
    "date": "2026-09-14",
    "datetime": "2026-09-15T02:00:00.000Z",
    "username": None,
    "userGrade": "4",
    "userFamilyName": "Li",
    "userGivenName": "Ada",
    "userId": "u-1",
    "subject": "Math",
    "app": "Numbers",
    "courseId": "c-1",
    "courseName": "Math 4",
    "campusId": "o-1",
    "campusName": "North",
    "enrollmentId": "s-1",
    "activityId": None,
    "activityName": "Fractions",
    "totalQuestions": 1.5,
    "correctQuestions": None,
    "xpEarned": -1,
    "masteredUnits": 0,
    "activeSeconds": 312,
    "inactiveSeconds": 0.5,
    "wasteSeconds": None,
    "source": "caliper:event:1",
    "alphaLevel": None,
    "generatedAt": "2026-09-15T02:00:01.000Z",
    "sendTime": "2026-09-15T02:00:00.500Z",
    "sensor": "https://app.test",
    "eventType": "TimeSpentEvent",
    "year": 2026,
    "month": 9,
    "day": 14,
    "dayOfWeek": 1,
}

FACTS = Document(
    e.WeeklyFactRecord,
    ROW,
    ("id", "date", "datetime"),
    seen={
        "date": date(2026, 9, 14),
        "datetime": datetime(2026, 9, 15, 2, tzinfo=UTC),
        "event_type": e.FactEventType.TIME_SPENT,
        "total_questions": 1.5,
        "inactive_seconds": 0.5,
    },
    spelled=[({"id": "17"}, {"id": "17"}), ({"eventType": "GradeEvent"}, {"event_type": "GradeEvent"})],
    rewritten=[({"activeSeconds": "312.00", "year": "2026"}, {"activeSeconds": 312.0, "year": 2026})],
)
WEEKS = Document(
    e.WeeklyFactsResponse,
    {"message": "told", "startDate": "2026-09-13T05:00:00.000Z", "endDate": "2026-09-20T04:59:59.999Z", "facts": [ROW]},
    (),
    seen={"facts.0.user_grade": "4", "end_date": datetime(2026, 9, 20, 4, 59, 59, 999000, tzinfo=UTC)},
    refused=[Refused({"facts": [ROW, {**ROW, "date": "soon"}]}, "$.facts[1].date", "date (YYYY-MM-DD)")],
)

MASTERY = Document(
    e.HighestGradeMastered,
    {
        "studentId": "u-1",
        "subject": "Math",
        "grades": {
            "ritGrade": 220,
            "edulasticGrade": "K",
            "placementGrade": 3.5,
            "testOutGrade": None,
            "highestGradeOverall": {"grade": "4", "source": "map", "evidence": {"a": [1]}, "own": 1},
        },
    },
    (),
    seen={
        "grades.rit_grade": 220,
        "grades.edulastic_grade": "K",
        "grades.placement_grade": 3.5,
        "grades.highest_grade_overall.evidence": {"a": [1]},
        "grades.highest_grade_overall.extra": {"own": 1},
    },
    spelled=[({"grades": {}}, {"grades": e.GradeMastery()}), ({"grades": None}, {"grades.rit_grade": None})],
)

APPLICATIONS = Document(
    e.Application,
    {
        "sourcedId": "a-1",
        "name": "Numbers",
        "description": None,
        "domain": ["numbers.test"],
        "tenantId": "t",
        "clientAppId": None,
        "status": "active",
        "dateLastModified": "2026-01-05T10:00:00.000Z",
        "metadata": {"any": [1]},
    },
    ("sourcedId", "name"),
    seen={"domain": ("numbers.test",), "status": "active"},
    rewritten=[({"domain": "numbers.test"}, {"domain": ["numbers.test"]})],
)
METRICS = Document(
    e.ApplicationMetric,
    {
        "applicationSourcedId": "a-1",
        "metric": "xp",
        "metricSource": "powerpath",
        "totalUsers": 3,
        "activeUsers": 2,
        "totalSessions": 9,
        "avgSessionDuration": 12.5,
        "metadata": {},
    },
    ("applicationSourcedId",),
    seen={"metric": e.Metric.XP, "metric_source": e.MetricSource.POWERPATH, "avg_session_duration": 12.5},
    spelled=[({"metric": "smiles"}, {"metric": "smiles"})],
)

TRACK: Json = {
    "id": "o-1:Math:3",
    "grade": "3",
    "subject": "Math",
    "course": {
        "sourcedId": "c-1",
        "status": "active",
        "title": "Math 3",
        "org": {"sourcedId": "o-1"},
        "dateLastModified": "2026-01-05T10:00:00.000Z",
        "metadata": None,
        "courseCode": "M3",
        "grades": ["3"],
        "subjects": ["Math"],
        "subjectCodes": None,
        "level": None,
    },
    "org": {
        "sourcedId": "o-1",
        "status": "active",
        "name": "North",
        "type": "school",
        "identifier": "42",
        "children": None,
        "dateLastModified": "2026-01-05T10:00:00.000Z",
        "metadata": {},
        "parent": {"href": "https://x.test/o-0", "sourcedId": "o-0", "type": "org"},
    },
    "application": {"name": "Numbers"},
}
TRACKS = Document(
    e.SubjectTrack,
    TRACK,
    ("id", "grade", "subject"),
    seen={
        "subject": o.Subject.MATH,
        "course.subjects": (o.Subject.MATH,),
        "org.type": o.OrgType.SCHOOL,
        "org.children": (),
        "org.parent.sourced_id": "o-0",
        "application.name": "Numbers",
    },
    spelled=[
        ({"org": {"sourcedId": "o", "name": "n"}}, {"org.type": None}),
        ({"course": {"title": "t"}}, {"course.sourced_id": None}),
        ({"subject": "Chess"}, {"subject": "Chess"}),
    ],
)
KEY: Json = {"subject": "Math", "grade": "3", "courseId": "c-1", "isGlobal": False}
GROUPS = Document(
    e.SubjectTrackGroup,
    {"key": KEY, "tracks": [TRACK], "id": "g", "name": "Math 3", "description": "d", "metadata": {"a": 1}},
    (),
    seen={"key.is_global": False, "tracks.0.id": "o-1:Math:3"},
    spelled=[({"key": None, "tracks": None}, {"key": None, "tracks": ()})],
)
KEYS = Document(
    e.SubjectTrackGroupKey, KEY, tuple(KEY), back=[Back(e.SubjectTrackGroupKeyInput, {})], seen={"course_id": "c-1"}
)

PROFILES = Document(
    e.MapProfileReport,
    {
        "title": "Fall",
        "pdfUrl": None,
        "tests": ["Math", "Reading"],
        "grade": "4",
        "schoolname": "North",
        "assessmentResultProviderSystem": "map",
        "userId": "u-1",
        "ritScore": 220,
        "percentile": 80,
        "gradeLevel": "4",
        "testDate": "2026-09-01",
        "subject": "Math",
        "metadata": {},
    },
    (),
    seen={"tests": ("Math", "Reading"), "rit_score": 220},
)
SAVED = Document(
    e.TimeSaved,
    {
        "totalHoursSaved": 600,
        "totalDaysSaved": 25.5,
        "schoolDaysElapsed": 120,
        "earliestStartDate": "2026-08-15T00:00:00.000Z",
        "schoolYearStartDate": "2026-08-01T00:00:00.000Z",
        "calculation": {
            "standardSchoolHoursPerDay": 7,
            "timebackHoursPerDay": 2,
            "hoursSavedPerDay": 5,
            "formula": "120 x 5",
            "own": 1,
        },
    },
    (),
    seen={"total_days_saved": 25.5, "calculation.hours_saved_per_day": 5, "calculation.extra": {"own": 1}},
)

GOALS = Document(
    e.SubjectGoalSnapshot,
    {
        "subject": "Math",
        "goal": {
            "id": "g-1",
            "type": "grade_mastery",
            "status": "active",
            "startDate": "2026-09-01",
            "updatedAt": "2026-09-02T00:00:00Z",
            "objective": {"type": "grade_mastery", "value": "5"},
            "pacing": {"mode": "target_date", "endDate": "2027-05-01", "dailyTargetXP": 20.5},
        },
        "execution": {"stageId": "x", "courseIds": ["c-1"]},
        "computed": {
            "xp": {"total": 100, "earned": 40, "remaining": 60, "pctComplete": 40},
            "pace": {"requiredDailyXP": 1.5, "effectiveDailyXP": 2, "schoolDaysRemaining": 30},
            "projection": {
                "currentGrade": "4",
                "daysToNextGrade": 12,
                "gradeTimeline": [
                    {
                        "grade": "4",
                        "remainingXP": 60,
                        "daysToComplete": 12,
                        "totalXP": 100,
                        "earnedXP": 40,
                        "projectedDate": "2026-12-01",
                        "status": "completed",
                        "courseIds": ["c-1"],
                    }
                ],
            },
            "resolution": {"strategy": "percentile", "resolvedTargetGrade": "5", "targetRit": 220},
            "issue": {"code": "c", "message": "m", "service": "s", "path": "p", "status": 404},
        },
        "baseline": {
            "goalId": "b",
            "dailyTargetXP": 25,
            "defaultDailyTargetXP": 25,
            "startDate": "2026-08-01",
            "updatedAt": "2026-08-01",
        },
    },
    (),
    seen={
        "goal.pacing.daily_target_xp": 20.5,
        "computed.pace.required_daily_xp": 1.5,
        "computed.projection.grade_timeline.0.remaining_xp": 60,
        "baseline.default_daily_target_xp": 25,
    },
)
COURSE_GOALS = Document(
    e.CourseGoalSnapshot,
    {
        "course": {"id": "c-1", "title": "Math", "subject": "Math"},
        "goal": {"id": "g", "status": "active", "target": {"metric": "xp", "value": "100"}, "pacing": {"mode": "m"}},
        "progress": {"courseId": "c-1", "pctComplete": 40, "pctCompleteXP": 40.5, "totalXP": 100, "totalLessons": 3},
    },
    (),
    seen={"goal.target.value": "100", "progress.pct_complete_xp": 40.5, "progress.total_xp": 100},
)

DOCUMENTS = [ENROLLMENTS, CLASSES, *ACTIVITIES, FACTS, WEEKS, MASTERY, APPLICATIONS, METRICS, TRACKS, GROUPS, KEYS]
DOCUMENTS += [PROFILES, SAVED, GOALS, COURSE_GOALS]

SUBJECTS = f"must be one of {', '.join(o.Subject)}"
ROLES = f"must be one of {', '.join(o.EnrollmentRole)}"

INPUTS = [
    Written(
        e.EnrollInput(
            sourced_id="s-9",
            role="student",
            begin_date=datetime(2026, 8, 15, tzinfo=UTC),
            metadata=o.EnrollmentMetadata(goals=o.EnrollmentGoals(daily_xp=1.5, extra={"ownGoal": 2})),
        ),
        {
            "sourcedId": "s-9",
            "role": "student",
            "beginDate": "2026-08-15T00:00:00.000Z",
            "metadata": {"goals": {"dailyXp": 1.5, "ownGoal": 2}},
        },
        wrong=[
            ({"sourced_id": " "}, ["sourced_id: must not be empty"]),
            ({"role": "wizard"}, [f"role: {ROLES}"]),
            ({"begin_date": datetime(2026, 8, 15)}, ["begin_date: needs a time zone"]),
        ],
    ),
    Written(e.EnrollInput(), {}),
    Written(
        e.ApplicationMetricInput(metric="xp", metric_source="powerpath"),
        {"metric": "xp", "metricSource": "powerpath"},
        wrong=[
            (
                {"metric": "smiles", "metric_source": "x"},
                [
                    f"metric: must be one of {', '.join(e.Metric)}",
                    f"metric_source: must be one of {', '.join(e.MetricSource)}",
                ],
            )
        ],
    ),
    Written(
        e.SubjectTrackUpsertInput(subject="Math", grade="K", course_id="c-1"),
        {"subject": "Math", "grade": "0", "courseId": "c-1"},
        good=[({"org_sourced_id": "o-1"}, {"orgSourcedId": "o-1"}), ({"grade": 13}, {"grade": "13"})],
        wrong=[
            (
                {"subject": "Chess", "grade": "14", "course_id": " ", "org_sourced_id": ""},
                [
                    f"subject: {SUBJECTS}",
                    f"grade: {GRADE}",
                    "course_id: must not be empty",
                    "org_sourced_id: must not be empty",
                ],
            ),
            ({"org_sourced_id": None}, ["org_sourced_id: expected string, found null"]),
        ],
    ),
    Written(
        e.HoleFillingCourseInput(subject="ela", grade="PK", app="edia", email="a@b.c", lesson_ids=["l"]),
        {"subject": "ela", "grade": "PK", "app": "edia", "email": "a@b.c", "lessonIds": ["l"]},
        good=[({"grade": 12}, {"grade": 12})],
        wrong=[
            ({"grade": "13"}, ["grade: must be PK, K, or a grade from 1 to 12"]),
            ({"lesson_ids": ()}, ["lesson_ids: must have at least 1, has 0"]),
            ({"email": "nobody"}, ["email: must be an e-mail address"]),
        ],
    ),
]
