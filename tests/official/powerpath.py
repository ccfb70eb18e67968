"""The official client of PowerPath."""

from collections.abc import Callable
from typing import Any

from tests.official.trial import Trial
from timeback_edubridge import EdubridgeClient
from timeback_powerpath import PowerPathClient

STUDENT = "student-2"
IN_MATH = {"student": STUDENT, "subject": "Math"}
QUIZ = {"student": STUDENT, "lesson": "course-1-unit-1-lesson-1-link"}
ADAPTIVE = {"student": STUDENT, "lesson": "course-1-unit-1-lesson-2-link"}
TEST = "https://qti.alpha-1edtech.ai/api/assessment-tests/course-1-unit-1-lesson-1"

Tell = Callable[[str, dict[str, Any]], None]
"""Tells the sandbox what happens outside the platform."""


async def run(trial: Trial, client: PowerPathClient, learning: EdubridgeClient, tell: Tell) -> None:
    """Every method."""
    await placement(trial, client)
    await screening(trial, client)
    await attempts(trial, client)
    await adaptive(trial, client)
    await external_tests(trial, client, tell)
    await assignments(trial, client, tell)
    await plans(trial, client)
    await plan_operations(trial, client)
    await courses(trial, client, learning)


async def placement(trial: Trial, client: PowerPathClient) -> None:
    """Where a student stands."""
    api = client.placement
    tests = api.get_all_placement_tests(IN_MATH)
    await trial("placement.get_all_placement_tests", tests, lambda it: len(it.placement_tests) == 3)
    level = api.get_current_level(IN_MATH)
    await trial("placement.get_current_level", level, lambda it: (it.onboarded, it.available_tests) == (False, 3))
    first = await trial("placement.get_next_placement_test", api.get_next_placement_test(IN_MATH), lambda it: it.lesson)
    await client.assessments.create_new_attempt({"student": STUDENT, "lesson": first.lesson})
    told = api.get_placement(STUDENT)
    await trial("placement.get_placement", told, lambda it: "Math" in str(it))
    progress = api.get_subject_progress(IN_MATH)
    await trial("placement.get_subject_progress", progress, lambda it: it.progress[0]["totalLessons"] > 0)

    await client.assessments.final_student_assessment_response({"student": STUDENT, "lesson": first.lesson})
    own = "wants another test, also where placement has ended"
    await trial("placement.get_next_placement_test", api.get_next_placement_test(IN_MATH), bool, own=own)
    reset = api.reset_user_placement(IN_MATH)
    await trial("placement.reset_user_placement", reset, lambda it: it.success and it.placement_results_deleted == 1)
    await trial("placement.get_next_placement_test", api.get_next_placement_test(IN_MATH), lambda it: it.lesson)


async def screening(trial: Trial, client: PowerPathClient) -> None:
    """Screening."""
    api = client.screening
    await trial("screening.get_session", api.get_session(STUDENT), lambda it: it.model_extra)
    assigned = api.assign_test({"userId": STUDENT, "subject": "Math"})
    await trial("screening.assign_test", assigned, lambda it: it.assignment["status"] == "enqueued")
    own = "reads an object in an answer that is empty"
    await trial("screening.reset_session", api.reset_session({"userId": STUDENT}), bool, own=own)
    await trial("screening.get_session", api.get_session(STUDENT), lambda it: it.assignment["status"] is None)
    await trial("screening.get_results", api.get_results(STUDENT), lambda it: "Math" in it.model_extra)


async def attempts(trial: Trial, client: PowerPathClient) -> None:
    """A quiz, and a lesson that is made."""
    api = client.assessments
    begun = api.create_new_attempt(QUIZ)
    await trial("assessments.create_new_attempt", begun, lambda it: it.attempt.attempt == 1)
    progress = api.get_assessment_progress({**QUIZ, "attempt": 1})
    told = await trial("assessments.get_assessment_progress", progress, lambda it: len(it.questions) == 6)
    for question in told.questions:
        answer = api.update_student_question_response({**QUIZ, "question": question.id, "response": "A"})
        await trial("assessments.update_student_question_response", answer, lambda it: it.lesson_type == "quiz")
    final = api.final_student_assessment_response(QUIZ)
    await trial("assessments.final_student_assessment_response", final, lambda it: it.finalized)
    done = api.get_assessment_progress(QUIZ)
    await trial("assessments.get_assessment_progress", done, lambda it: it.finalized and it.questions[0].responses)
    await trial("assessments.get_attempts", api.get_attempts(QUIZ), lambda it: it.attempts[0].completed_at)
    await trial("assessments.reset_attempt", api.reset_attempt(QUIZ), lambda it: it.success and it.score == 0)

    new = {"courseId": "course-1", "lessonType": "quiz", "testType": "qti", "qti": {"url": TEST}, "grades": [3]}
    made = api.create_internal_test(new)
    lesson = await trial("assessments.create_internal_test", made, lambda it: it.test_type == "qti" and it.grades)
    progress = api.get_assessment_progress({"student": STUDENT, "lesson": lesson.lesson_id})
    await trial("assessments.get_assessment_progress", progress, lambda it: it.total_questions == 6)
    bank = {**new, "testType": "assessment-bank", "qti": None, "assessmentBank": {"resources": [{"url": TEST}]}}
    made = api.create_internal_test(bank)
    await trial("assessments.create_internal_test", made, lambda it: len(it.child_resource_ids) == 1)


async def adaptive(trial: Trial, client: PowerPathClient) -> None:
    """A lesson whose questions are given one by one."""
    api = client.assessments
    for _ in range(3):
        asked = api.get_next_question(ADAPTIVE)
        told = await trial("assessments.get_next_question", asked, lambda it: it.question.content.raw_xml)
        answer = {**ADAPTIVE, "question": told.question.id, "responses": {"RESPONSE": "A"}}
        answered = api.update_student_question_response(answer)
        await trial("assessments.update_student_question_response", answered, lambda it: it.total_questions >= 1)
    progress = api.get_assessment_progress(ADAPTIVE)
    await trial("assessments.get_assessment_progress", progress, lambda it: len(it.seen_questions) == 3)


async def external_tests(trial: Trial, client: PowerPathClient, tell: Tell) -> None:
    """Tests of another application."""
    api = client.assessments
    new = {"courseId": "course-1", "toolProvider": "edulastic", "grades": [3], "vendorId": "v-1"}
    made = api.create_external_placement_test(new)
    lesson = await trial("assessments.create_external_placement_test", made, lambda it: it.lesson_type == "placement")
    named = {"student": STUDENT, "lesson": lesson.lesson_id}
    given = api.make_external_test_assignment({**named, "skipCourseEnrollment": True})
    await trial("assessments.make_external_test_assignment", given, lambda it: it.credentials and it.test_url)
    tell("external-scores", {**named, "questions": [1, 0.5]})
    done = api.import_external_test_assignment_results(named)
    await trial("assessments.import_external_test_assignment_results", done, lambda it: it.finalized)
    progress = api.get_assessment_progress(named)
    await trial("assessments.get_assessment_progress", progress, lambda it: it.score == 75)

    made = api.create_external_test_out({**new, "toolProvider": "mastery-track", "xp": 5})
    lesson = await trial("assessments.create_external_test_out", made, lambda it: it.tool_provider == "mastery-track")
    told = api.test_out({"student": STUDENT, "course": "course-1"})
    await trial("assessments.test_out", told, lambda it: it.lesson_id == lesson.lesson_id)


async def assignments(trial: Trial, client: PowerPathClient, tell: Tell) -> None:
    """Tests that are assigned."""
    api = client.test_assignments
    new = {"student": STUDENT, "subject": "Math", "grade": 3, "testName": "Spring"}
    made = await trial("test_assignments.create", api.create(new), lambda it: it.lesson_id and it.resource_id)
    named = made.assignment_id
    await trial("test_assignments.get", api.get(named), lambda it: (it.subject, it.grade) == ("Math", "3"))
    changed = api.update(named, {"testName": "Autumn"})
    await trial("test_assignments.update", changed, lambda it: it.test_name == "Autumn")
    several = {"items": [{**new, "grade": grade} for grade in (4, 5)]}
    await trial("test_assignments.bulk", api.bulk(several), lambda it: it.success and len(it.results) == 2)
    sheet = {"spreadsheetUrl": "https://docs.google.com/spreadsheets/d/abc/edit", "sheet": "Tab"}
    tell("sheets", {**sheet, "csv": "student,subject,grade\nstudent-3,Reading,4"})
    imported = api.import_assignments(sheet)
    await trial("test_assignments.import_assignments", imported, lambda it: len(it.results) == 1)

    student = {"student": STUDENT, "limit": 2}
    page = api.list({**student, "offset": 1, "status": "assigned", "subject": "Math"})
    await trial("test_assignments.list", page, lambda it: (it.total_count, len(it.test_assignments)) == (3, 2))
    at_most = api.stream(student, max_items=2).to_list()
    await trial("test_assignments.stream", at_most, lambda them: len(them) == 2)
    await trial("test_assignments.list_all", api.list_all(student), lambda them: len(them) == 3)
    await trial("test_assignments.admin", api.admin(), lambda it: it.total_count == 4)
    streamed = api.admin_stream({"limit": 3}).to_list()
    await trial("test_assignments.admin_stream", streamed, lambda them: len({each.sourced_id for each in them}) == 4)
    of_grade = api.admin_list_all({"grade": 4})
    await trial("test_assignments.admin_list_all", of_grade, lambda them: len(them) == 2)
    await trial("test_assignments.delete", api.delete(named), lambda it: it is None)
    assert named not in [each.sourced_id for each in await api.list_all(student)]


async def plans(trial: Trial, client: PowerPathClient) -> None:
    """A lesson plan, and how far its student is."""
    api = client.lesson_plans
    made = api.create({"courseId": "course-1", "userId": STUDENT})
    plan = await trial("lesson_plans.create", made, lambda it: it.lesson_plan_id)

    def is_whole(it: Any) -> bool:
        return "course-1-unit-1-lesson-2" in str(it.lesson_plan["lessonPlan"]["subComponents"])

    await trial("lesson_plans.get", api.get("course-1", STUDENT), is_whole)
    await trial("lesson_plans.get_tree", api.get_tree(plan.lesson_plan_id), is_whole)
    structure = api.get_structure(plan.lesson_plan_id)
    await trial("lesson_plans.get_structure", structure, lambda it: it.lesson_plan["lessonPlan"]["id"] in str(plan))
    synced = api.sync_course("course-1")
    await trial("lesson_plans.sync_course", synced, lambda it: it.lesson_plans_affected == [plan.lesson_plan_id])

    lesson = "course-1-unit-2-lesson-1-link"
    result = {"status": "active", "score": 80, "scoreDate": "2026-01-02T00:00:00.000Z", "scoreStatus": "fully graded"}
    told = api.update_student_item_response(
        {"studentId": STUDENT, "componentResourceId": lesson, "result": {**result, "late": "false"}}
    )
    await trial("lesson_plans.update_student_item_response", told, lambda it: it.model_extra)
    progress = api.get_course_progress("course-1", STUDENT)
    await trial("lesson_plans.get_course_progress", progress, lambda it: lesson in str(it.line_items))


async def plan_operations(trial: Trial, client: PowerPathClient) -> None:
    """What is changed in a plan: an operation of each type."""
    api = client.lesson_plans
    plan = (await api.create({"courseId": "course-1", "userId": STUDENT})).lesson_plan_id
    target = {"type": "component", "id": "course-1-unit-1-lesson-1"}
    other, unit = "course-1-unit-1-lesson-2", "course-1-unit-2"
    operations = {
        "set-skipped": {"target": {"type": "component", "id": unit}, "value": True},
        "move-item-before": {"target": target, "reference_id": other},
        "move-item-after": {"target": target, "reference_id": other},
        "move-item-to-start": {"target": target},
        "move-item-to-end": {"target": target},
        "change-item-parent": {"target": target, "new_parent_id": unit, "position": "start"},
        "add-custom-resource": {"resource_id": "course-2-unit-1-lesson-1-link", "parent_component_id": unit},
    }
    for kind, payload in operations.items():
        stored = api.create_operations(plan, {"operation": {"type": kind, "payload": payload}, "reason": "r"})
        await trial("lesson_plans.create_operations", stored, lambda it: it.success and it.operation_id)
    listing = api.list_operations(plan)
    await trial(
        "lesson_plans.list_operations", listing, lambda it: [each.type for each in it.operations] == [*operations]
    )

    def all_done(it: Any) -> bool:
        return it.operation_count == len(operations) and all(each.success for each in it.operation_results)

    await trial("lesson_plans.sync", api.sync(plan), all_done)
    await trial("lesson_plans.recreate", api.recreate(plan), all_done)
    await trial("lesson_plans.delete_all", api.delete_all("course-1"), lambda it: it is None)


async def courses(trial: Trial, client: PowerPathClient, learning: EdubridgeClient) -> None:
    """What is shown of courses, by which renderer, and what a student may prove without them."""
    syllabus = client.syllabus.get("course-1", {"status": "active"})
    await trial("syllabus.get", syllabus, lambda it: "course-1-unit-1" in str(it.syllabus))

    api = client.render_config
    given = {
        "courseIds": ["course-1"],
        "rendererId": "r",
        "rendererUrl": "https://r.example/",
        "suppressFeedback": True,
    }
    await trial("render_config.upsert", api.upsert(given), lambda it: it.updated == ["course-1"])
    await trial("render_config.get", api.get("course-1"), lambda it: it.suppress_feedback)
    await trial("render_config.delete", api.delete("course-1"), lambda it: it.deleted == "course-1")

    await learning.enrollments.enroll("student-4", "course-2", "school-1")
    tests = client.test_out
    eligible = tests.get_eligibility("student-4", "reading")
    await trial("test_out.get_eligibility", eligible, lambda it: it.eligible)
    made = tests.create_assignment({"oneRosterSourcedId": "student-4", "subject": "Reading"})
    await trial("test_out.create_assignment", made, lambda it: it.success and it.data["subject"] == "Reading")
