"""A case for every operation of PowerPath."""

from datetime import UTC, datetime

from tests.wire.case import MADE, Case, Shows

from timeback_core import edubridge, powerpath as api
from timeback_core.powerpath import (
    CreateExternalPlacementInput,
    CreateExternalTestOutInput,
    CreateInternalQtiTestInput,
    InternalQtiSource,
    MakeExternalTestAssignmentInput,
    OperationTarget,
    RenderConfigUpsertInput,
    SetSkipped,
    SkippedPayload,
    StudentItemResult,
    TestAssignmentInput,
)

BASE = "/powerpath"
PLANS = f"{BASE}/lessonPlans"
ASSIGNMENTS = f"{BASE}/test-assignments"

STUDENT = "student-2"
WHO = {"student": STUDENT, "subject": "Math"}
WHOSE = "student=student-2&subject=Math"

QUIZ = "course-1-unit-1-lesson-1-link"
IN_QUIZ, IN_QUIZ_SENT = (STUDENT, QUIZ), {"student": STUDENT, "lesson": QUIZ}
QUIZ_ASKED = f"student={STUDENT}&lesson={QUIZ}"
QUIZ_ATTEMPTS = f"{BASE}/getAttempts?{QUIZ_ASKED}"
ADAPTIVE = "course-1-unit-1-lesson-2-link"
BEGUN = (api.create_new_attempt.request(*IN_QUIZ),)

PLACEMENT = CreateExternalPlacementInput(
    course_id="course-1", tool_provider="edulastic", grades=[3], course_id_on_fail=None, vendor_id="v-1"
)
PLACEMENT_SENT = {
    "courseId": "course-1",
    "lessonType": "placement",
    "toolProvider": "edulastic",
    "grades": ["3"],
    "courseIdOnFail": None,
    "vendorId": "v-1",
}
TEST_OUT = CreateExternalTestOutInput(
    course_id="course-1", tool_provider="mastery-track", grades=["3"], xp=5, launch_url="https://T.Example/a?b=ü"
)
TEST_OUT_SENT = {
    "courseId": "course-1",
    "lessonType": "test-out",
    "toolProvider": "mastery-track",
    "grades": ["3"],
    "xp": 5,
    "launchUrl": "https://T.Example/a?b=ü",
}
EXTERNAL = (api.create_external_placement_test.request(PLACEMENT),)
"""Creates the lesson, or finds it once it is there."""
AT_EXTERNAL = MakeExternalTestAssignmentInput(student=STUDENT, lesson=MADE, skip_course_enrollment=True)
INTERNAL = CreateInternalQtiTestInput(
    course_id="course-1",
    lesson_type="quiz",
    lesson_title="Extra",
    qti=InternalQtiSource(url="https://qti.alpha-1edtech.ai/api/assessment-tests/course-1-unit-1-lesson-1"),
)

ASSIGNMENT = TestAssignmentInput(student=STUDENT, subject="Math", grade=3, test_name="Spring")
ASSIGNMENT_SENT = {"student": STUDENT, "subject": "Math", "grade": "3", "testName": "Spring"}
ASSIGNED = (api.create_test_assignment.request(ASSIGNMENT),)
SPREADSHEET = "https://docs.google.com/spreadsheets/d/abc/edit"

PLANNED = (api.create_lesson_plan.request("course-1", STUDENT),)
SKIP = SetSkipped(payload=SkippedPayload(target=OperationTarget(type="component", id="course-1-unit-1"), value=True))
SKIP_SENT = {
    "type": "set-skipped",
    "payload": {"target": {"type": "component", "id": "course-1-unit-1"}, "value": True},
}

RENDERER = RenderConfigUpsertInput(
    course_ids=["course-1", "course-2"], renderer_id="r", renderer_url="https://r.example", suppress_feedback=True
)
RENDERER_SENT = {
    "courseIds": ["course-1", "course-2"],
    "rendererId": "r",
    "rendererUrl": "https://r.example",
    "suppressFeedback": True,
}
RENDERED = (api.upsert_render_config.request(RENDERER),)
SEQUENCE = "85a3a810-efb1-52d5-be80-5ec6176bf113"
"""Of Math."""

CASES = (
    Case(
        api.get_placement,
        (STUDENT,),
        f"{BASE}/placement/{STUDENT}",
        before=(api.create_new_attempt.request(STUDENT, "placement-math-3"),),
    ),
    Case(api.get_all_placement_tests, (), f"{BASE}/placement/getAllPlacementTests", query=WHOSE, named=WHO),
    Case(api.get_current_level, (), f"{BASE}/placement/getCurrentLevel", query=WHOSE, named=WHO),
    Case(api.get_next_placement_test, (), f"{BASE}/placement/getNextPlacementTest", query=WHOSE, named=WHO),
    Case(api.get_subject_progress, (), f"{BASE}/placement/getSubjectProgress", query=WHOSE, named=WHO),
    Case(
        api.reset_user_placement,
        (),
        f"{BASE}/placement/resetUserPlacement",
        WHO,
        Shows(f"{BASE}/placement/getCurrentLevel?{WHOSE}", ("onboarded",), False),
        named=WHO,
    ),
    Case(api.get_screening_results, (STUDENT,), f"{BASE}/screening/results/{STUDENT}"),
    Case(api.get_screening_session, (STUDENT,), f"{BASE}/screening/session/{STUDENT}"),
    Case(
        api.reset_screening_session,
        (STUDENT,),
        f"{BASE}/screening/session/reset",
        {"userId": STUDENT},
        Shows(f"{BASE}/screening/session/{STUDENT}", ("assignment", "status"), None),
        (api.assign_screening_test.request(STUDENT, "Math"),),
    ),
    Case(
        api.assign_screening_test,
        (STUDENT, "Math"),
        f"{BASE}/screening/tests/assign",
        {"userId": STUDENT, "subject": "Math"},
        Shows(f"{BASE}/screening/session/{STUDENT}", ("assignment", "status"), "enqueued"),
    ),
    Case(
        api.create_external_placement_test,
        (PLACEMENT,),
        f"{BASE}/createExternalPlacementTest",
        PLACEMENT_SENT,
        harmless=True,
    ),
    Case(api.create_external_test_out, (TEST_OUT,), f"{BASE}/createExternalTestOut", TEST_OUT_SENT, harmless=True),
    Case(
        api.create_internal_test,
        (INTERNAL,),
        f"{BASE}/createInternalTest",
        {
            "courseId": "course-1",
            "lessonType": "quiz",
            "lessonTitle": "Extra",
            "testType": "qti",
            "qti": {"url": "https://qti.alpha-1edtech.ai/api/assessment-tests/course-1-unit-1-lesson-1"},
        },
        harmless=True,
    ),
    Case(
        api.create_new_attempt,
        IN_QUIZ,
        f"{BASE}/createNewAttempt",
        IN_QUIZ_SENT,
        Shows(QUIZ_ATTEMPTS, ("attempts", 0), {"attempt": 1, "completedAt": None}),
    ),
    Case(
        api.finalize_assessment,
        IN_QUIZ,
        f"{BASE}/finalStudentAssessmentResponse",
        IN_QUIZ_SENT,
        Shows(QUIZ_ATTEMPTS, ("attempts", 0), {"scoreStatus": "fully graded"}),
        BEGUN,
    ),
    Case(
        api.get_assessment_progress,
        IN_QUIZ,
        f"{BASE}/getAssessmentProgress",
        before=BEGUN,
        query=f"{QUIZ_ASKED}&attempt=1",
        named={"attempt": 1},
    ),
    Case(api.get_attempts, IN_QUIZ, f"{BASE}/getAttempts", before=BEGUN, query=QUIZ_ASKED),
    Case(
        api.get_next_question,
        (STUDENT, ADAPTIVE),
        f"{BASE}/getNextQuestion",
        query=f"student={STUDENT}&lesson={ADAPTIVE}",
    ),
    Case(
        api.import_external_test_assignment_results,
        (STUDENT, MADE),
        f"{BASE}/importExternalTestAssignmentResults",
        before=(*EXTERNAL, api.make_external_test_assignment.request(AT_EXTERNAL), *EXTERNAL),
        query=f"student={STUDENT}&lesson={MADE}",
    ),
    Case(
        api.make_external_test_assignment,
        (AT_EXTERNAL,),
        f"{BASE}/makeExternalTestAssignment",
        {"student": STUDENT, "lesson": MADE, "skipCourseEnrollment": True},
        Shows(f"{BASE}/getAttempts?student={STUDENT}&lesson={MADE}", ("attempts", 0), {"attempt": 1}),
        EXTERNAL,
    ),
    Case(
        api.reset_attempt,
        IN_QUIZ,
        f"{BASE}/resetAttempt",
        IN_QUIZ_SENT,
        Shows(QUIZ_ATTEMPTS, ("attempts", 0), {"attempt": 1, "completedAt": None, "score": 0}),
        (*BEGUN, api.finalize_assessment.request(*IN_QUIZ)),
    ),
    Case(api.get_test_out, (STUDENT, "course-1"), f"{BASE}/testOut", query=f"student={STUDENT}&course=course-1"),
    Case(
        api.update_student_question_response,
        (*IN_QUIZ, "item-math-1"),
        f"{BASE}/updateStudentQuestionResponse",
        {**IN_QUIZ_SENT, "question": "item-math-1", "responses": {"RESPONSE": [" A "]}},
        Shows(f"{BASE}/getAssessmentProgress?{QUIZ_ASKED}", ("questions", 0, "responses"), {"RESPONSE": [" A "]}),
        BEGUN,
        named={"responses": {"RESPONSE": [" A "]}},
    ),
    Case(
        api.create_lesson_plan,
        ("course-1", STUDENT),
        f"{PLANS}/",
        {"courseId": "course-1", "userId": STUDENT},
        Shows(f"{PLANS}/course-1/{STUDENT}", ("lessonPlan", "lessonPlan", "course"), {"sourcedId": "course-1"}),
    ),
    Case(api.get_lesson_plan, ("course-1", STUDENT), f"{PLANS}/course-1/{STUDENT}", before=PLANNED),
    Case(api.delete_lesson_plans, ("course-1",), f"{PLANS}/course-1/deleteAll", harmless=True, before=PLANNED),
    Case(
        api.create_lesson_plan_operation,
        (MADE, SKIP, "Needs it not"),
        f"{PLANS}/{MADE}/operations",
        {"operation": SKIP_SENT, "reason": "Needs it not"},
        Shows(f"{PLANS}/{MADE}/operations", ("operations", 0), {"type": "set-skipped", "sequenceNumber": 1}),
        PLANNED,
    ),
    Case(api.list_lesson_plan_operations, (MADE,), f"{PLANS}/{MADE}/operations", before=PLANNED),
    Case(
        api.sync_lesson_plan,
        (MADE,),
        f"{PLANS}/{MADE}/operations/sync",
        shows=Shows(f"{PLANS}/tree/{MADE}/structure", ("lessonPlan", "lessonPlan", "id"), MADE),
        before=PLANNED,
    ),
    Case(
        api.recreate_lesson_plan,
        (MADE,),
        f"{PLANS}/{MADE}/recreate",
        shows=Shows(f"{PLANS}/tree/{MADE}/structure", ("lessonPlan", "lessonPlan", "id"), MADE),
        before=PLANNED,
    ),
    Case(
        api.sync_course_lesson_plans,
        ("course-1",),
        f"{PLANS}/course/course-1/sync",
        shows=Shows(f"{PLANS}/tree/{MADE}/structure", ("lessonPlan", "lessonPlan", "id"), MADE),
        before=PLANNED,
    ),
    Case(
        api.get_course_progress,
        ("course-1", STUDENT),
        f"{PLANS}/getCourseProgress/course-1/student/{STUDENT}",
        query=f"lessonId={QUIZ}",
        named={"lesson_id": QUIZ},
    ),
    Case(
        api.start_test_out,
        ("course-2", STUDENT),
        f"{PLANS}/startTestOut",
        {"courseId": "course-2", "studentId": STUDENT},
        Shows(f"{PLANS}/getCourseProgress/course-2/student/{STUDENT}", ("testOut", "status"), "in_progress"),
        (edubridge.enroll.request(STUDENT, "course-2"),),
    ),
    Case(api.get_lesson_plan_tree, (MADE,), f"{PLANS}/tree/{MADE}", before=PLANNED),
    Case(api.get_lesson_plan_structure, (MADE,), f"{PLANS}/tree/{MADE}/structure", before=PLANNED),
    Case(
        api.update_student_item_response,
        (
            STUDENT,
            StudentItemResult(
                score_date=datetime(2026, 1, 2, tzinfo=UTC), score_status="fully graded", score=80, late=False
            ),
        ),
        f"{PLANS}/updateStudentItemResponse",
        {
            "studentId": STUDENT,
            "componentResourceId": QUIZ,
            "result": {
                "status": "active",
                "scoreDate": "2026-01-02T00:00:00.000Z",
                "scoreStatus": "fully graded",
                "score": 80,
                "late": "false",
            },
        },
        Shows(
            f"{PLANS}/getCourseProgress/course-1/student/{STUDENT}?lessonId={QUIZ}",
            ("lineItems", 0, "results", 0),
            {"score": 80},
        ),
        named={"component_resource_id": QUIZ},
    ),
    Case(
        api.get_syllabus, ("course-1",), f"{BASE}/syllabus/course-1", query="status=active", named={"status": "active"}
    ),
    Case(
        api.create_test_assignment,
        (ASSIGNMENT,),
        ASSIGNMENTS,
        ASSIGNMENT_SENT,
        Shows(f"{ASSIGNMENTS}?student={STUDENT}", ("testAssignments", 0), {"subject": "Math", "grade": "3"}),
    ),
    Case(
        api.list_test_assignments,
        (STUDENT,),
        ASSIGNMENTS,
        query=f"student={STUDENT}&status=assigned&subject=Math&grade=3&limit=2&offset=1",
        named={"status": "assigned", "subject": "Math", "grade": 3, "limit": 2, "offset": 1},
    ),
    Case(api.get_test_assignment, (MADE,), f"{ASSIGNMENTS}/{MADE}", before=ASSIGNED),
    Case(
        api.update_test_assignment,
        (MADE, "Autumn"),
        f"{ASSIGNMENTS}/{MADE}",
        {"testName": "Autumn"},
        Shows(f"{ASSIGNMENTS}/{MADE}", ("testName",), "Autumn"),
        ASSIGNED,
    ),
    Case(
        api.delete_test_assignment,
        (MADE,),
        f"{ASSIGNMENTS}/{MADE}",
        shows=Shows(f"{ASSIGNMENTS}?student={STUDENT}", ("testAssignments",), []),
        before=ASSIGNED,
    ),
    Case(
        api.list_all_test_assignments,
        (),
        f"{ASSIGNMENTS}/admin",
        before=ASSIGNED,
        query=f"student={STUDENT}&limit=2",
        named={"student": STUDENT, "limit": 2},
    ),
    Case(
        api.create_test_assignments,
        ([ASSIGNMENT],),
        f"{ASSIGNMENTS}/bulk",
        {"items": [ASSIGNMENT_SENT]},
        Shows(f"{ASSIGNMENTS}?student={STUDENT}", ("totalCount",), 1),
    ),
    Case(
        api.import_test_assignments,
        (SPREADSHEET, "Tab"),
        f"{ASSIGNMENTS}/import",
        {"spreadsheetUrl": SPREADSHEET, "sheet": "Tab"},
        harmless=True,
    ),
    Case(api.get_course_sequence, (SEQUENCE,), f"{BASE}/course-sequence/{SEQUENCE}"),
    Case(
        api.list_course_sequence_stages,
        (SEQUENCE,),
        f"{BASE}/course-sequence/{SEQUENCE}/stages",
        query="limit=2&grade=3",
        named={"limit": 2, "grade": 3},
    ),
    Case(
        api.get_stage_after_assessment,
        (SEQUENCE, 3),
        f"{BASE}/course-sequence/{SEQUENCE}/stages/after/assessment",
        query="test_grade=3&test_type=end_of_grade",
        named={"test_type": "end_of_grade"},
    ),
    Case(
        api.get_test_out_eligibility,
        (STUDENT, "Social Studies"),
        f"{BASE}/test-out/getTestOutEligibility/{STUDENT}/Social%20Studies",
    ),
    Case(
        api.create_test_out_assignment,
        ("student-3", "reading"),
        f"{BASE}/test-out/makeExternalStudentTestOutAssignment",
        {"oneRosterSourcedId": "student-3", "subject": "reading"},
        Shows(f"{ASSIGNMENTS}?student=student-3", ("testAssignments", 0), {"subject": "Reading"}),
        (edubridge.enroll.request("student-3", "course-2"),),
    ),
    Case(
        api.upsert_render_config,
        (RENDERER,),
        f"{BASE}/render-config/",
        RENDERER_SENT,
        Shows(f"{BASE}/render-config/course-2", (), {"rendererId": "r", "suppressFeedback": True}),
    ),
    Case(api.get_render_config, ("course-1",), f"{BASE}/render-config/course-1", before=RENDERED),
    Case(api.delete_render_config, ("course-1",), f"{BASE}/render-config/course-1", harmless=True, before=RENDERED),
)
