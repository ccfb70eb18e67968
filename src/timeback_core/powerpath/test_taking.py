"""Tests as students take them, wherever that is: here, question by question, or in another tool."""

from typing import TypeAlias

from returns.result import Failure

from timeback_core.engine.call.effects import Perform, Steps
from timeback_core.engine.surface.flow import flow
from timeback_core.powerpath.attempts import get_assessment_progress, start_lesson
from timeback_core.powerpath.external_tests import take_external_test
from timeback_core.powerpath.models.progress import AssessmentProgress, TestProgress
from timeback_core.powerpath.models.tests import (
    ImportExternalTestAssignmentResultsResult,
    MakeExternalTestAssignmentResult,
)

TestToTake: TypeAlias = (
    AssessmentProgress | ImportExternalTestAssignmentResultsResult | MakeExternalTestAssignmentResult
)
"""A test that a student is in: its questions, or of one in another tool what is needed to take it there."""


@flow
def take_test(student: str, lesson: str, application_name: str | None = None) -> Steps[TestToTake]:
    """Go on with a test, or begin it, wherever it is taken.

    Of a test that is taken here it gives the progress, with all questions; of one in another tool an attempt, with the
    address; see `start_lesson` and `take_external_test`.

    application_name: the application by which the student signs in on the tool.

    Errors: `NotFound`, `Rejected`.
    """
    told = yield from Perform(get_assessment_progress.request(student, lesson))
    if isinstance(told, Failure):
        return told
    progress = told.unwrap()
    if isinstance(progress, TestProgress) and progress.tool_provider is not None:
        return (yield from take_external_test.steps(student, lesson, application_name))
    return (yield from start_lesson.steps(student, lesson))
