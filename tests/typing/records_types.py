"""The types of learner records and of MasteryTrack; checked by mypy and pyright, never run."""

from typing import assert_type

from returns.future import FutureResult
from returns.io import IOResult
from returns.result import Result

from timeback_core import Saved, TimebackError
from timeback_core.client import AsyncTimebackClient, TimebackClient
from timeback_core.clr import (
    ClrCredential,
    ClrSubject,
    Credential,
    DiscoveryResponse,
    Profile,
    VerifiableCredential,
    read_credential,
)
from timeback_core.engine.call.page import Page
from timeback_core.errors import InvalidDocument
from timeback_core.masterytrack import (
    AssignGradeInput,
    AssignInput,
    Assignment,
    AssignPlacementInput,
    AssignResult,
    AssignTestForResultInput,
    AssignTestInput,
    AuthorizerResponse,
    InvalidateGradeInput,
    InvalidateResult,
    InventoryTest,
)


def in_threads(client: TimebackClient, record: ClrCredential, given: AssignInput, test: AssignTestInput) -> None:
    """A call of each shape."""
    assert_type(client.clr.credentials.upsert(record, any_context=True), IOResult[Saved[ClrCredential], TimebackError])
    assert_type(client.clr.discovery.get(), IOResult[DiscoveryResponse, TimebackError])
    assert_type(client.masterytrack.authorizer.get_token(), IOResult[AuthorizerResponse, TimebackError])
    assert_type(client.masterytrack.inventory.search(grade="3"), IOResult[Page[InventoryTest], TimebackError])
    assert_type(client.masterytrack.assignments.assign(given), IOResult[AssignResult, TimebackError])
    assert_type(client.masterytrack.assignments.get_or_assign(test), IOResult[Saved[Assignment], TimebackError])


def in_loops(client: AsyncTimebackClient, record: ClrCredential, back: InvalidateGradeInput) -> None:
    """The same in loops."""
    assert_type(client.clr.credentials.upsert(record), FutureResult[Saved[ClrCredential], TimebackError])
    assert_type(client.masterytrack.assignments.invalidate(back), FutureResult[InvalidateResult, TimebackError])


def read(document: bytes, record: ClrCredential, badge: VerifiableCredential) -> None:
    """What comes from elsewhere."""
    assert_type(read_credential(document), Result[Credential, InvalidDocument])
    assert_type(record.credential_subject, ClrSubject)
    assert_type(record.credential_subject.credentials, tuple[Credential, ...])
    assert_type(badge.issuer, Profile | str)


def no_such_combination(client: TimebackClient) -> None:
    """What means nothing cannot be said."""
    AssignTestInput(student_email="a@b.c", timeback_id="_1", subject="Math")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    AssignTestForResultInput(student_email="a@b.c", timeback_id="_1", assessment_result_sourced_id="r")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    AssignGradeInput(student_email="a@b.c", subject="Math", grade_rank="3")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    placement = AssignPlacementInput(student_email="a@b.c", subject="Math")
    client.masterytrack.assignments.get_or_assign(placement)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    client.masterytrack.inventory.search(title="x")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
