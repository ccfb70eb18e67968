"""The types of PowerPath; checked by mypy and pyright, never run."""

from collections.abc import AsyncIterator, Iterator, Mapping
from typing import assert_never, assert_type

from returns.future import FutureResult
from returns.io import IOResult
from returns.result import Result

from timeback_core import BadRow, Rows
from timeback_core.client import AsyncTimebackClient, TimebackClient
from timeback_core.engine.call.answers import Saved
from timeback_core.engine.call.page import Page
from timeback_core.engine.codec import JsonValue, Unknown
from timeback_core.errors import TimebackError
from timeback_core.oneroster import Subject
from timeback_core.powerpath import (
    AddCustomResource,
    AssessmentProgress,
    Attempt,
    BulkTestAssignmentsResult,
    ChangeItemParent,
    ComponentLineItem,
    CourseProgressLineItem,
    CourseProgressResult,
    CourseTestOut,
    CourseTestOutAssignment,
    CourseTestOutOffer,
    CreateExternalPlacementInput,
    CreateExternalTestResult,
    CreateInternalAssessmentBankInput,
    CreateInternalQtiTestInput,
    CreateInternalTestResult,
    CreateLessonPlanResult,
    CurrentLevel,
    EdulasticTestResult,
    ImportExternalTestAssignmentResultsResult,
    LessonPlanOperation,
    LessonPlanStructure,
    LessonPlanTree,
    MakeExternalTestAssignmentResult,
    MoveItemAfter,
    MoveItemBefore,
    MoveItemToEnd,
    MoveItemToStart,
    PlacementResult,
    PlatformTestResult,
    PowerPath100Answered,
    PowerPath100Progress,
    PowerPathTestQuestion,
    ResourceLineItem,
    Screened,
    ScreeningSession,
    SetSkipped,
    StudentPlacementData,
    SubjectPlacement,
    SubjectProgress,
    Syllabus,
    SyllabusComponentResource,
    SyncOperationsResult,
    TestAnswered,
    TestAssignment,
    TestAssignmentInput,
    TestProgress,
    UpdateStudentQuestionResponseResult,
    component,
    move_to_end,
    replay,
    skip,
)


def by_threads(
    client: TimebackClient,
    placement: CreateExternalPlacementInput,
    test: CreateInternalQtiTestInput | CreateInternalAssessmentBankInput,
    row: TestAssignmentInput,
) -> None:
    powerpath = client.powerpath
    assert_type(
        powerpath.placement.get_current_level(student="s", subject="Math"), IOResult[CurrentLevel, TimebackError]
    )
    assert_type(powerpath.placement.get_placement("s"), IOResult[StudentPlacementData, TimebackError])
    assert_type(
        powerpath.placement.get_subject_progress("s", Subject.MATH), IOResult[Page[SubjectProgress], TimebackError]
    )
    assert_type(
        powerpath.placement.get_begun_progress("s", "Math"), IOResult[tuple[SubjectProgress, ...], TimebackError]
    )
    assert_type(
        powerpath.screening.assign_test("u", "Math"), IOResult[ScreeningSession | tuple[JsonValue, ...], TimebackError]
    )
    assert_type(powerpath.screening.reset_session("u"), IOResult[None, TimebackError])
    assert_type(powerpath.screening.screen("u", "Math", timeout=1), IOResult[Screened, TimebackError])
    assessments = powerpath.assessments
    assert_type(
        assessments.create_external_placement_test(placement), IOResult[CreateExternalTestResult, TimebackError]
    )
    assert_type(assessments.create_internal_test(test), IOResult[CreateInternalTestResult, TimebackError])
    assert_type(
        assessments.take_external_test("s", "l"),
        IOResult[ImportExternalTestAssignmentResultsResult | MakeExternalTestAssignmentResult, TimebackError],
    )
    assignments = powerpath.test_assignments
    assert_type(assignments.bulk([row]), IOResult[BulkTestAssignmentsResult, TimebackError])
    assert_type(assignments.update("a", "Spring"), IOResult[TestAssignment | None, TimebackError])
    assert_type(assignments.list.collect("s", limit=3), IOResult[Rows[TestAssignment], TimebackError])
    assert_type(assignments.admin.stream(), Iterator[Result[TestAssignment, TimebackError | BadRow]])
    assert_type(powerpath.syllabus.get("c", status="active"), IOResult[Syllabus, TimebackError])


def by_loops(client: AsyncTimebackClient) -> None:
    powerpath = client.powerpath
    assert_type(powerpath.placement.get_current_level("s", "Math"), FutureResult[CurrentLevel, TimebackError])
    assert_type(
        powerpath.assessments.wait_for_external_results("s", "l", poll_interval=1),
        FutureResult[ImportExternalTestAssignmentResultsResult, TimebackError],
    )
    assert_type(
        powerpath.test_assignments.list.stream("s"), AsyncIterator[Result[TestAssignment, TimebackError | BadRow]]
    )


def by_source(result: PlacementResult) -> str:
    """Every arm of a union, and no other."""
    match result:
        case PlatformTestResult() | EdulasticTestResult():
            return result.test_id
        case Unknown(raw=raw):
            return str(raw)
        case _:
            assert_never(result)


def of_models(placed: StudentPlacementData, syllabus: Syllabus) -> None:
    assert_type(placed.math, SubjectPlacement | None)
    assert_type(placed.by_subject, Mapping[Subject, SubjectPlacement])
    assert_type(syllabus.lessons, Iterator[SyllabusComponentResource])


def of_lessons(client: TimebackClient, loop: AsyncTimebackClient) -> None:
    assessments, plans = client.powerpath.assessments, client.powerpath.lesson_plans
    assert_type(assessments.start("s", "l", force_new=True), IOResult[AssessmentProgress, TimebackError])
    assert_type(assessments.next_question("s", "l"), IOResult[PowerPathTestQuestion | None, TimebackError])
    assert_type(assessments.get_assessment_progress("s", "l", 2), IOResult[AssessmentProgress, TimebackError])
    assert_type(assessments.get_attempts("s", "l"), IOResult[Page[Attempt], TimebackError])
    assert_type(
        assessments.update_student_question_response("s", "l", "q", responses={"A": "x", "B": ["y"]}),
        IOResult[PowerPath100Answered | TestAnswered | Unknown, TimebackError],
    )
    assert_type(plans.create("c", "s"), IOResult[Saved[CreateLessonPlanResult], TimebackError])
    commands = [skip(component("u")), move_to_end(component("u"))]
    assert_type(plans.store_and_sync("p", commands), IOResult[SyncOperationsResult, TimebackError])
    assert_type(replay(LessonPlanStructure(), commands).structure, LessonPlanStructure)
    assert_type(loop.powerpath.lesson_plans.get("c", "s"), FutureResult[LessonPlanTree, TimebackError])
    assert_type(
        loop.powerpath.lesson_plans.list_operations.stream("p"),
        AsyncIterator[Result[LessonPlanOperation, TimebackError | BadRow]],
    )


def by_type_of_lesson(progress: AssessmentProgress, answered: UpdateStudentQuestionResponseResult) -> float | None:
    """Every arm of both unions, and no other."""
    match answered:
        case PowerPath100Answered(powerpath_score=score):
            return score
        case TestAnswered() | Unknown():
            pass
        case _:
            assert_never(answered)
    match progress:
        case PowerPath100Progress() | TestProgress():
            return progress.score
        case Unknown():
            return None
        case _:
            assert_never(progress)


def by_type_of_command(operation: LessonPlanOperation) -> str | bool:
    """Every command, and no other."""
    command = operation.command
    match command:
        case SetSkipped(payload=payload):
            return payload.value
        case MoveItemBefore() | MoveItemAfter():
            return command.payload.reference_id
        case MoveItemToStart() | MoveItemToEnd():
            return command.payload.target.id
        case AddCustomResource(payload=payload):
            return payload.resource_id
        case ChangeItemParent(payload=payload):
            return payload.new_parent_id
        case Unknown(raw=raw):
            return str(raw)
        case _:
            assert_never(command)


def by_status(item: CourseProgressLineItem, test_out: CourseTestOut) -> str | None:
    """Every arm of both unions, and no other."""
    match item:
        case ComponentLineItem() | ResourceLineItem():
            assert_type(item.latest, CourseProgressResult | None)
        case Unknown():
            pass
        case _:
            assert_never(item)
    match test_out:
        case CourseTestOutOffer(status="not_eligible" | "available"):
            return None
        case CourseTestOutAssignment(status="in_progress" | "completed" | "failed"):
            return test_out.lesson_id
        case Unknown(raw=raw):
            return str(raw)
        case _:
            assert_never(test_out)
