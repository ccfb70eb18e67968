"""Assessments: tests as lessons, and what students make of them."""

from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.powerpath.attempts import (
    complete_lesson,
    create_new_attempt,
    finalize_assessment,
    get_assessment_progress,
    get_attempts,
    get_next_question,
    reset_attempt,
    serve_next_question,
    start_lesson,
    update_student_question_response,
)
from timeback_core.powerpath.tests import (
    create_external_placement_test,
    create_external_test_out,
    create_internal_test,
    get_test_out,
    import_external_test_assignment_results,
    make_external_test_assignment,
    take_external_test,
    take_test,
    wait_for_external_results,
)


class Assessments(Namespace[S_co]):
    """Tests as lessons, and what students make of them."""

    create_external_placement_test = create_external_placement_test
    create_external_test_out = create_external_test_out
    create_internal_test = create_internal_test
    import_external_test_assignment_results = import_external_test_assignment_results
    make_external_test_assignment = make_external_test_assignment
    test_out = get_test_out
    take_test = take_test
    take_external_test = take_external_test
    wait_for_external_results = wait_for_external_results
    create_new_attempt = create_new_attempt
    final_student_assessment_response = finalize_assessment
    get_assessment_progress = get_assessment_progress
    get_attempts = get_attempts
    get_next_question = get_next_question
    reset_attempt = reset_attempt
    update_student_question_response = update_student_question_response
    start = start_lesson
    next_question = serve_next_question
    complete = complete_lesson
