"""What PowerPath's operations refuse before anything is sent, every problem with its place."""

from typing import Any

import pytest
from tests.powerpath.model_cases_powerpath import SUBJECT
from tests.services.model_case import GRADE

from timeback_core import Operation, powerpath as p

STATUS = "must be one of assigned, in_progress, completed, failed, expired, cancelled"
BLANK = "must not be blank"
DOTS = "must not be a relative path segment"
ITEM = p.TestAssignmentInput(student="s", subject="Math", grade=4)
ATTEMPT = "must be the number of an attempt, from 1 on"
TEXTS = "must be text, or a sequence of texts"
RESULT = p.StudentItemResult(score_date="2026-01-05T12:00:00Z", score_status="submitted")
AT_LESSON: list[Operation[..., Any]] = [
    p.get_attempts,
    p.create_new_attempt,
    p.reset_attempt,
    p.get_assessment_progress,
    p.get_next_question,
    p.finalize_assessment,
]

REFUSED: list[tuple[Operation[..., Any], tuple[Any, ...], dict[str, Any], list[str]]] = [
    *(
        (by_id, ("..",), {}, [f"{name}: {DOTS}"])
        for by_id, name in (
            (p.get_placement, "student_id"),
            (p.get_screening_results, "user_id"),
            (p.get_screening_session, "user_id"),
            (p.get_syllabus, "course_sourced_id"),
            (p.get_test_assignment, "assignment_id"),
            (p.delete_test_assignment, "assignment_id"),
            (p.get_course_sequence, "sequence_id"),
            (p.list_course_sequence_stages, "sequence_id"),
            (p.get_render_config, "course_id"),
            (p.delete_render_config, "course_id"),
        )
    ),
    *(
        (of_subject, (" ", "Chess"), {}, [f"student: {BLANK}", f"subject: {SUBJECT}"])
        for of_subject in (
            p.get_all_placement_tests,
            p.get_current_level,
            p.get_next_placement_test,
            p.get_subject_progress,
            p.reset_user_placement,
        )
    ),
    (p.get_current_level, ("s", 7), {}, [f"subject: {SUBJECT}"]),
    (p.get_current_level, (7, "Math"), {}, ["student: expected text, found int"]),
    (p.reset_screening_session, ("",), {}, [f"user_id: {BLANK}"]),
    (
        p.assign_screening_test,
        ("", "Writing"),
        {},
        [f"user_id: {BLANK}", "subject: must be one of Math, Reading, Language, Science"],
    ),
    (p.get_syllabus, ("c",), {"status": "inactive"}, ["status: must be one of active, tobedeleted"]),
    (p.create_external_placement_test, ({},), {}, ["test: expected CreateExternalPlacementInput, found dict"]),
    (
        p.create_internal_test,
        (ITEM,),
        {},
        ["test: expected CreateInternalQtiTestInput or CreateInternalAssessmentBankInput, found TestAssignmentInput"],
    ),
    (
        p.import_external_test_assignment_results,
        ("", "l", " "),
        {},
        [f"student: {BLANK}", f"application_name: {BLANK}"],
    ),
    (p.get_test_out, ("s", ""), {}, [f"course: {BLANK}"]),
    (
        p.list_test_assignments,
        ("s",),
        {"status": "open", "grade": 14, "limit": 0},
        [f"status: {STATUS}", f"grade: {GRADE}", "limit: must be a whole number of at least 1"],
    ),
    (
        p.list_all_test_assignments,
        (),
        {"offset": -1, "where": {}},
        ["where: unknown option 'where'; known: limit, offset", "offset: must be a whole number of at least 0"],
    ),
    (p.update_test_assignment, (".", " "), {}, [f"test_name: {BLANK}", f"assignment_id: {DOTS}"]),
    (p.create_test_assignments, ([],), {}, ["items: must have at least 1, has 0"]),
    (p.create_test_assignments, ([ITEM, "x"],), {}, ["items: expected TestAssignmentInput, found str, at 1"]),
    (
        p.create_test_assignments,
        ([ITEM, p.TestAssignmentInput(student="s", subject="Math", grade=14)],),
        {},
        [f"items[1].grade: {GRADE}"],
    ),
    (
        p.import_test_assignments,
        ("docs.example/1", ""),
        {},
        ["spreadsheet_url: must be an http or https address", f"sheet: {BLANK}"],
    ),
    (
        p.list_course_sequence_stages,
        ("q",),
        {"limit": 0, "grade": "high school"},
        ["limit: must be a whole number of at least 1", f"grade: {GRADE}"],
    ),
    (
        p.get_stage_after_assessment,
        ("q", 4),
        {"cqpm": -1, "test_type": ""},
        [f"test_type: {BLANK}", "cqpm: must not be negative"],
    ),
    (p.get_test_out_eligibility, ("s", ".."), {}, [f"subject: {DOTS}"]),
    *(
        (by_id, ("..",), {}, [f"{name}: {DOTS}"])
        for by_id, name in (
            (p.delete_lesson_plans, "course_id"),
            (p.sync_course_lesson_plans, "course_id"),
            (p.get_lesson_plan_tree, "lesson_plan_id"),
            (p.get_lesson_plan_structure, "lesson_plan_id"),
            (p.list_lesson_plan_operations, "lesson_plan_id"),
            (p.sync_lesson_plan, "lesson_plan_id"),
            (p.recreate_lesson_plan, "lesson_plan_id"),
        )
    ),
    (p.get_lesson_plan, ("..", " "), {}, [f"course_id: {DOTS}", f"user_id: {BLANK}"]),
    (p.create_lesson_plan, ("", "s", " "), {}, [f"course_id: {BLANK}", f"class_id: {BLANK}"]),
    (
        p.create_lesson_plan_operation,
        ("p", p.move_before(p.resource(""), " "), " "),
        {},
        [
            f"reason: {BLANK}",
            "operation.payload.target.id: must not be empty",
            "operation.payload.reference_id: must not be empty",
        ],
    ),
    (p.get_course_progress, ("c", ".."), {"lesson_id": ""}, [f"lesson_id: {BLANK}", f"student_id: {DOTS}"]),
    (p.start_test_out, ("", " "), {}, [f"course_id: {BLANK}", f"student_id: {BLANK}"]),
    (p.update_student_item_response, ("s", RESULT), {}, ["component_resource_id: must be given, or component_id"]),
    (
        p.update_student_item_response,
        ("s", RESULT),
        {"component_id": "u", "component_resource_id": "l"},
        ["component_resource_id: must not be given beside component_id"],
    ),
    *((asked, ("", " "), {}, [f"student: {BLANK}", f"lesson: {BLANK}"]) for asked in AT_LESSON),
    *(
        (p.get_assessment_progress, ("s", "l", attempt), {}, [f"attempt: {ATTEMPT}"])
        for attempt in (0, -1, "x", "1.5", True)
    ),
    *(
        (p.update_student_question_response, ("s", "l", "q"), given, problems)
        for given, problems in (
            ({}, ["response: must be given, or responses"]),
            ({"response": "A", "responses": {"R": "B"}}, ["response: must not be given beside responses"]),
            ({"response": 7}, [f"response: {TEXTS}"]),
            ({"response": ["A", None]}, [f"response: {TEXTS}"]),
            ({"responses": {}}, ["responses: must be a mapping of identifiers to answers, with at least one"]),
            ({"responses": {"R": "A", "S": 1, "T": [2]}}, [f"responses.S: {TEXTS}", f"responses.T: {TEXTS}"]),
        )
    ),
    (p.create_test_out_assignment, ("", ""), {}, [f"student_id: {BLANK}", f"subject: {BLANK}"]),
]


@pytest.mark.parametrize(("operation", "arguments", "named", "problems"), REFUSED)
def test_what_cannot_be_meant_is_refused_with_every_problem(
    operation: Operation[..., Any], arguments: tuple[Any, ...], named: dict[str, Any], problems: list[str]
) -> None:
    assert [str(problem) for problem in operation.request(*arguments, **named).problems] == problems
