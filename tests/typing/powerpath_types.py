"""The types of PowerPath's placement, screening and tests; checked by mypy and pyright, never run."""

from collections.abc import AsyncIterator, Iterator, Mapping
from typing import assert_never, assert_type

from returns.future import FutureResult
from returns.io import IOResult
from returns.result import Result

from timeback_core import BadRow, Rows
from timeback_core.client import AsyncTimebackClient, TimebackClient
from timeback_core.engine.call.page import Page
from timeback_core.engine.codec import JsonValue, Unknown
from timeback_core.errors import TimebackError
from timeback_core.oneroster import Subject
from timeback_core.powerpath import (
    BulkTestAssignmentsResult,
    CreateExternalPlacementInput,
    CreateExternalTestResult,
    CreateInternalAssessmentBankInput,
    CreateInternalQtiTestInput,
    CreateInternalTestResult,
    CurrentLevel,
    EdulasticTestResult,
    ImportExternalTestAssignmentResultsResult,
    MakeExternalTestAssignmentResult,
    PlacementResult,
    PlatformTestResult,
    Screened,
    ScreeningSession,
    StudentPlacementData,
    SubjectPlacement,
    SubjectProgress,
    Syllabus,
    SyllabusComponentResource,
    TestAssignment,
    TestAssignmentInput,
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
