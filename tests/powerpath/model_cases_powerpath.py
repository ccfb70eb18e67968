"""Models of PowerPath: placement, screening, test assignments, syllabus, sequences, renderers."""

from datetime import UTC, datetime

from tests.services.model_case import GONE, GRADE, Document, Json, Refused, Written

from timeback_core import oneroster as o, powerpath as p
from timeback_core.engine.codec import Unknown

MORNING = "2026-01-05T10:00:00.000Z"
MORNING_SEEN = datetime(2026, 1, 5, 10, tzinfo=UTC)
SUBJECT = "must be one of Reading, Language, Vocabulary, Social Studies, Writing, Science, FastMath, Math, None, Other"

RESULT: Json = {
    "testId": "t-1",
    "title": "Grade 3",
    "subject": "Math",
    "grade": "3",
    "status": "PASSED",
    "score": 92.5,
    "completedAt": MORNING,
    "source": "PLACEMENT",
    "masteryTrackProcessed": True,
}
PLACED: Json = {
    "startingGrade": "2",
    "currentGrade": "4",
    "subjectLowestGrade": "-1",
    "subjectHighestGrade": "8",
    "RIT": {"GROWTH": {"score": 210, "grade": "4"}, "SCREENING": {"score": 205, "grade": "3"}},
    "results": [RESULT, {"testId": "t-2", "source": "EDULASTIC"}, {"source": "NEW", "testId": 3}],
    "status": "in_progress",
    "nextTestId": "t-3",
}

PLACEMENT = [
    Document(
        p.StudentPlacementData,
        {each.value: {"currentGrade": "4"} for each in o.Subject},
        (),
        seen={f"{each.name.lower()}.current_grade": "4" for each in o.Subject},
        spelled=[
            ({"Math": GONE, "math": PLACED}, {"math.starting_grade": "2"}),
            ({"Robotics": {"currentGrade": 1}, "studentId": "s"}, {"extra.studentId": "s"}),
        ],
        refused=[Refused({"Math": {"results": [{"source": "PLACEMENT"}]}}, "$.Math.results[0].testId", "string")],
    ),
    Document(
        p.SubjectPlacement,
        PLACED,
        (),
        seen={
            "starting_grade": "2",
            "rit.growth.score": 210,
            "rit.screening.grade": "3",
            "results.0": p.PlatformTestResult(
                test_id="t-1",
                title="Grade 3",
                subject=o.Subject.MATH,
                grade="3",
                status=p.PlacementResultStatus.PASSED,
                score=92.5,
                completed_at=MORNING_SEEN,
                source="PLACEMENT",
                mastery_track_processed=True,
            ),
            "results.1": p.EdulasticTestResult(test_id="t-2", source="EDULASTIC"),
            "results.2": Unknown({"source": "NEW", "testId": 3}),
            "status": "in_progress",
            "next_test_id": "t-3",
        },
        rewritten=[
            ({"startingGrade": 2, "subjectLowestGrade": -1}, {"startingGrade": "2", "subjectLowestGrade": "-1"})
        ],
    ),
    Document(
        p.PlatformTestResult,
        RESULT,
        ("testId", "source"),
        spelled=[({"status": "LOST"}, {"status": "LOST"}), ({"completedAt": "today"}, {"completed_at": "today"})],
        rewritten=[({"subject": "math"}, {"subject": "Math"}), ({"grade": 3}, {"grade": "3"})],
    ),
    Document(
        p.PlacementTest,
        {
            "component_resources": {"sourcedId": "cr"},
            "resources": {"sourcedId": "r"},
            "resources_metadata": {"lessonType": "placement", "grades": [3]},
            "assessment_line_items": {"any": None},
            "assessment_results": [{"score": 90}],
        },
        (),
        seen={"resources_metadata": {"lessonType": "placement", "grades": [3]}, "assessment_results": ({"score": 90},)},
    ),
    Document(
        p.CurrentLevel,
        {"gradeLevel": "4", "onboarded": True, "availableTests": 3},
        (),
        seen={"grade_level": "4", "onboarded": True, "available_tests": 3},
        rewritten=[({"gradeLevel": 4, "availableTests": "3"}, {}), ({"availableTests": 3.0}, {})],
    ),
    Document(
        p.NextPlacementTest,
        {"exhaustedTests": False, "gradeLevel": "4", "lesson": "l", "onboarded": False, "availableTests": 3},
        (),
        seen={"exhausted_tests": False, "lesson": "l"},
        spelled=[
            (
                {"exhaustedTests": True, "lesson": None, "gradeLevel": None, "onboarded": True},
                {"exhausted_tests": True, "lesson": None, "grade_level": None, "onboarded": True},
            )
        ],
    ),
    Document(
        p.SubjectProgress,
        {
            "course": {
                "courseCode": "M3",
                "dateLastModified": MORNING,
                "grades": ["3"],
                "level": None,
                "orgSourcedId": "o",
                "sourcedId": "c",
                "status": "active",
                "subjects": ["Math", "Chess"],
                "title": "Math 3",
            },
            "inEnrolled": True,
            "hasUsedTestOut": False,
            "testOutLessonId": "l",
            "completedLessons": 2,
            "totalLessons": 9,
            "totalAttainableXp": 90,
            "totalXpEarned": 112.5,
        },
        ("course",),
        seen={
            "course.subjects": (o.Subject.MATH, "Chess"),
            "course.date_last_modified": MORNING_SEEN,
            "course.org_sourced_id": "o",
            "is_enrolled": True,
            "total_xp_earned": 112.5,
        },
        spelled=[({"inEnrolled": False, "isEnrolled": True}, {"is_enrolled": False})],
        rewritten=[
            (
                {"course": {"sourcedId": "c", "title": "t", "grades": [3]}},
                {"course": {"sourcedId": "c", "title": "t", "grades": ["3"]}},
            )
        ],
    ),
    Document(
        p.ResetUserPlacementResult,
        {"success": True, "placementResultsDeleted": 2, "onboardingReset": True},
        (),
        seen={"placement_results_deleted": 2, "onboarding_reset": True},
    ),
]

SESSION: Json = {
    "nweaStudentId": "3f0f1c1e-0000-4000-8000-000000000001",
    "createdOn": MORNING,
    "password": "t0p",
    "name": "Room 4",
    "proctorId": "3f0f1c1e-0000-4000-8000-000000000002",
    "pin": "4711",
    "testSessionId": "3f0f1c1e-0000-4000-8000-000000000003",
    "status": "active",
    "assignment": {"assignedTestKey": "k", "status": "in_progress", "nweaStatus": "PAUSED"},
    "termId": "autumn",
}
REACHED: Json = {"grade": "4", "ritScore": 211, "testName": "Screening", "completedAt": MORNING}

SCREENING = [
    Document(
        p.ScreeningSession,
        SESSION,
        (),
        seen={
            "created_on": MORNING_SEEN,
            "password": "t0p",
            "pin": "4711",
            "assignment.status": p.ScreeningAssignmentStatus.IN_PROGRESS,
            "assignment.nwea_status": p.NweaStatus.PAUSED,
        },
        spelled=[
            (
                {"assignment": {"assignedTestKey": None, "status": None, "nweaStatus": None}},
                {"assignment.status": None, "assignment.assigned_test_key": None},
            ),
            ({"assignment": {"status": "lost"}}, {"assignment.status": "lost"}),
        ],
    ),
    Document(
        p.ScreeningResults,
        {"Math": REACHED, "Reading": REACHED, "Language": REACHED, "Science": REACHED},
        (),
        seen={"math.rit_score": 211, "math.grade": "4", "science.completed_at": MORNING_SEEN},
        spelled=[({"Math": None, "Chess": {"ritScore": 1}}, {"math": None, "extra": {"Chess": {"ritScore": 1}}})],
    ),
]

ASSIGNMENT: Json = {
    "sourcedId": "a",
    "studentSourcedId": "s",
    "studentEmail": "a@example.com",
    "assignedByUserSourcedId": "t",
    "subject": "Math",
    "grade": "4",
    "assignmentStatus": "in_progress",
    "testName": "Spring",
    "assignedAt": MORNING,
    "expiresAt": MORNING,
    "completedAt": MORNING,
    "resourceSourcedId": "r",
    "componentResourceSourcedId": "cr",
}
MADE: Json = {"assignmentId": "a", "lessonId": "l", "resourceId": "r"}

ASSIGNMENTS = [
    Document(
        p.TestAssignment,
        ASSIGNMENT,
        ("sourcedId",),
        seen={
            "subject": o.Subject.MATH,
            "assignment_status": p.AssignmentStatus.IN_PROGRESS,
            "assigned_at": MORNING_SEEN,
            "component_resource_sourced_id": "cr",
        },
        spelled=[
            ({"assignmentStatus": "paused"}, {"assignment_status": "paused"}),
            ({"subject": "Chess"}, {"subject": "Chess"}),
        ],
        rewritten=[({"grade": 4}, {"grade": "4"})],
    ),
    Document(p.TestAssignmentCreated, MADE, ("assignmentId",)),
    Document(
        p.BulkTestAssignmentsResult,
        {"success": False, "results": [MADE], "errors": [{"row": 1, "message": "Student not found"}]},
        ("success",),
        seen={"errors.0.row": 1, "results.0.lesson_id": "l"},
    ),
]

RESOURCE: Json = {
    "sourcedId": "r",
    "status": "active",
    "title": "Quiz",
    "vendorResourceId": "t1",
    "type": "qti",
    "metadataDetails": {"type": "qti"},
    "metadata": {"type": "qti", "subType": "qti-test", "lessonType": "quiz", "xp": 10, "url": "https://q.example/t1"},
}
LESSON: Json = {
    "sourcedId": "cr",
    "title": "Quiz",
    "status": "active",
    "dateLastModified": MORNING,
    "sortOrder": 1,
    "lessonType": "quiz",
    "metadata": {"lessonType": "quiz"},
    "courseComponent": {"sourcedId": "u"},
    "resource": RESOURCE,
}
UNIT: Json = {
    "sourcedId": "u",
    "title": "Unit",
    "status": "active",
    "sortOrder": 1,
    "unlockDate": MORNING,
    "metadata": {"any": 1},
    "prerequisites": ["u-0"],
    "prerequisiteCriteria": "ALL",
    "componentResources": [LESSON],
    "subComponents": [{"sourcedId": "u-1"}],
}

SYLLABUS = [
    Document(
        p.Syllabus,
        {"course": {"sourcedId": "c", "title": "Math 5", "status": "active"}, "subComponents": [UNIT]},
        (),
        seen={
            "course.status": o.Status.ACTIVE,
            "sub_components.0.component_resources.0.resource.metadata.xp": 10,
            "sub_components.0.component_resources.0.resource.metadata_details.type": "qti",
            "sub_components.0.sub_components.0.sourced_id": "u-1",
        },
        rewritten=[({"subComponents": GONE, "components": [UNIT]}, {})],
    ),
    Document(p.SyllabusComponent, UNIT, ("sourcedId",), seen={"prerequisites": ("u-0",), "unlock_date": MORNING_SEEN}),
    Document(
        p.SyllabusComponentResource,
        LESSON,
        (),
        seen={"known_lesson_type": o.LessonType.QUIZ, "course_component.sourced_id": "u"},
        spelled=[
            ({"lessonType": None, "resource": None}, {"known_lesson_type": o.LessonType.QUIZ}),
            ({"lessonType": None, "metadata": None}, {"known_lesson_type": o.LessonType.QUIZ}),
            ({"lessonType": None, "metadata": None, "resource": None}, {"known_lesson_type": None}),
        ],
        rewritten=[({"sortOrder": "1"}, {"sortOrder": 1})],
    ),
]

STAGE: Json = {
    "id": "g",
    "title": "Math 4",
    "grades": ["4"],
    "subject": "Math",
    "type": "course",
    "properties": {
        "courseReferences": [{"courseId": "c", "refAddedAt": MORNING}],
        "testTypes": ["test_out", "quest"],
        "learningAppId": "app",
        "assessmentSource": "mastery",
    },
}
SEQUENCES = [
    Document(
        p.CourseSequence,
        {
            "id": "q",
            "subject": "None",
            "title": "Math",
            "author": "a@example.com",
            "status": "retired",
            "statusUpdatedAt": MORNING,
            "stages": [STAGE],
            "description": "d",
        },
        ("id", "title"),
        seen={"subject": o.Subject.NONE, "status": p.CourseSequenceStatus.RETIRED, "stages.0.grades": ("4",)},
    ),
    Document(
        p.CourseSequenceStage,
        STAGE,
        ("id",),
        seen={
            "properties.course_references.0.ref_added_at": MORNING_SEEN,
            "properties.test_types": (p.StageTestType.TEST_OUT, "quest"),
        },
    ),
]

RENDERED = p.RenderConfigUpsertInput(course_ids=["c"], renderer_id="r", renderer_url="https://R.example:443/a%20b")
RENDERERS = [
    Document(
        p.RenderConfig,
        {
            "courseId": "c",
            "rendererId": "r",
            "rendererUrl": "https://r.example",
            "rendererVersion": "2",
            "suppressFeedback": True,
            "suppressCorrectResponse": False,
        },
        ("courseId", "rendererId", "rendererUrl"),
        seen={"suppress_feedback": True, "renderer_version": "2"},
    ),
    Document(p.RenderConfigUpsertResult, {"updated": ["c"]}, (), seen={"updated": ("c",)}),
    Document(p.RenderConfigDeleted, {"deleted": "c"}, ("deleted",)),
    Document(p.TestOutEligibility, {"eligible": False, "reason": "none left"}, ("eligible",)),
    Document(p.SelfElectedTestOutResult, {"success": True, "data": {"any": [1]}}, ("success",)),
]

DOCUMENTS = (*PLACEMENT, *SCREENING, *ASSIGNMENTS, *SYLLABUS, *SEQUENCES, *RENDERERS)
INPUTS = (
    Written(
        p.TestAssignmentInput(student="s", subject="math", grade="K"),
        {"student": "s", "subject": "Math", "grade": "0"},
        good=[
            ({"subject": o.Subject.SOCIAL_STUDIES, "grade": -1}, {"subject": "Social Studies", "grade": "-1"}),
            (
                {"subject": "NONE", "grade": 13, "test_name": " x "},
                {"subject": "None", "grade": "13", "testName": " x "},
            ),
        ],
        wrong=[
            ({"student": " "}, ["student: must not be empty"]),
            ({"subject": "Chess", "grade": 14}, [f"subject: {SUBJECT}", f"grade: {GRADE}"]),
            ({"grade": True}, ["grade: expected grade from -1 to 13, found boolean"]),
            ({"test_name": ""}, ["test_name: must not be empty"]),
        ],
    ),
    Written(
        RENDERED,
        {"courseIds": ["c"], "rendererId": "r", "rendererUrl": "https://R.example:443/a%20b"},
        good=[
            (
                {"renderer_version": "2", "suppress_feedback": True, "suppress_correct_response": False},
                {"rendererVersion": "2", "suppressFeedback": True, "suppressCorrectResponse": False},
            )
        ],
        wrong=[
            (
                {"course_ids": [], "renderer_id": " ", "renderer_url": "r.example", "renderer_version": ""},
                [
                    "course_ids: must have at least 1, has 0",
                    "renderer_id: must not be empty",
                    "renderer_url: must be an http or https address",
                    "renderer_version: must not be empty",
                ],
            ),
            ({"course_ids": ["c", " "]}, ["course_ids[1]: must not be empty"]),
        ],
    ),
)
