"""The operations of PowerPath as they are documented, written down by hand."""

from tests.wire.table import table

WHO = "student, subject"
LESSON = "student, lesson"
NARROWING = "student, status, subject, grade, limit, offset"
IMPORT = f"{LESSON}, applicationName"
AFTER = "test_grade, test_type, cqpm, wcpm"

TABLE = table(
    f"""
 1 | get_placement | GET | /placement/{{student}} | - | - | 200
 2 | get_all_placement_tests | GET | /placement/getAllPlacementTests | {WHO} | - | 200
 3 | get_current_level | GET | /placement/getCurrentLevel | {WHO} | - | 200
 4 | get_next_placement_test | GET | /placement/getNextPlacementTest | {WHO} | - | 200
 5 | get_subject_progress | GET | /placement/getSubjectProgress | {WHO} | - | 200
 6 | reset_user_placement | POST | /placement/resetUserPlacement | - | bare | 200
 7 | get_screening_results | GET | /screening/results/{{user}} | - | - | 200
 8 | get_screening_session | GET | /screening/session/{{user}} | - | - | 200
 9 | reset_screening_session | POST | /screening/session/reset | - | bare | 204
10 | assign_screening_test | POST | /screening/tests/assign | - | bare | 200
11 | create_external_placement_test | POST | /createExternalPlacementTest | - | bare | 200
12 | create_external_test_out | POST | /createExternalTestOut | - | bare | 200
13 | create_internal_test | POST | /createInternalTest | - | bare | 200
14 | create_new_attempt | POST | /createNewAttempt | - | bare | 200
15 | finalize_assessment | POST | /finalStudentAssessmentResponse | - | bare | 200
16 | get_assessment_progress | GET | /getAssessmentProgress | {LESSON}, attempt | - | 200
17 | get_attempts | GET | /getAttempts | {LESSON} | - | 200
18 | get_next_question | GET | /getNextQuestion | {LESSON} | - | 200
19 | import_external_test_assignment_results | GET | /importExternalTestAssignmentResults | {IMPORT} | - | 200
20 | make_external_test_assignment | POST | /makeExternalTestAssignment | - | bare | 200
21 | reset_attempt | POST | /resetAttempt | - | bare | 200
22 | get_test_out | GET | /testOut | student, course | - | 200
23 | update_student_question_response | PUT | /updateStudentQuestionResponse | - | bare | 200
24 | create_lesson_plan | POST | /lessonPlans/ | - | bare | 201/200
25 | get_lesson_plan | GET | /lessonPlans/{{course}}/{{user}} | - | - | 200
26 | delete_lesson_plans | DELETE | /lessonPlans/{{course}}/deleteAll | - | - | 204
27 | create_lesson_plan_operation | POST | /lessonPlans/{{plan}}/operations | - | {{operation, reason}} | 201
28 | list_lesson_plan_operations | GET | /lessonPlans/{{plan}}/operations | - | - | 200
29 | sync_lesson_plan | POST | /lessonPlans/{{plan}}/operations/sync | - | - | 200
30 | recreate_lesson_plan | POST | /lessonPlans/{{plan}}/recreate | - | - | 200
31 | sync_course_lesson_plans | POST | /lessonPlans/course/{{course}}/sync | - | - | 200
32 | get_course_progress | GET | /lessonPlans/getCourseProgress/{{course}}/student/{{student}} | lessonId | - | 200
33 | start_test_out | POST | /lessonPlans/startTestOut | - | bare | 200
34 | get_lesson_plan_tree | GET | /lessonPlans/tree/{{plan}} | - | - | 200
35 | get_lesson_plan_structure | GET | /lessonPlans/tree/{{plan}}/structure | - | - | 200
36 | update_student_item_response | POST | /lessonPlans/updateStudentItemResponse | - | bare | 201
37 | get_syllabus | GET | /syllabus/{{course}} | status | - | 200
38 | create_test_assignment | POST | /test-assignments | - | bare | 200
39 | list_test_assignments | GET | /test-assignments | {NARROWING} | - | 200
40 | get_test_assignment | GET | /test-assignments/{{id}} | - | - | 200
41 | update_test_assignment | PUT | /test-assignments/{{id}} | - | bare | 204
42 | delete_test_assignment | DELETE | /test-assignments/{{id}} | - | - | 204
43 | list_all_test_assignments | GET | /test-assignments/admin | {NARROWING} | - | 200
44 | create_test_assignments | POST | /test-assignments/bulk | - | {{items[]}} | 200/400
45 | import_test_assignments | POST | /test-assignments/import | - | bare | 200/400
46 | get_course_sequence | GET | /course-sequence/{{id}} | - | - | 200
47 | list_course_sequence_stages | GET | /course-sequence/{{id}}/stages | limit, grade | - | 200
48 | get_stage_after_assessment | GET | /course-sequence/{{id}}/stages/after/assessment | {AFTER} | - | 200
49 | get_test_out_eligibility | GET | /test-out/getTestOutEligibility/{{student}}/{{subject}} | - | - | 200
50 | create_test_out_assignment | POST | /test-out/makeExternalStudentTestOutAssignment | - | bare | 200/201
51 | upsert_render_config | PUT | /render-config/ | - | bare | 200
52 | get_render_config | GET | /render-config/{{course}} | - | - | 200
53 | delete_render_config | DELETE | /render-config/{{course}} | - | - | 200
""",
    "/powerpath",
)
