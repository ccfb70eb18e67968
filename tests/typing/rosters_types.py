"""The types of rosters on their way, and of telemetry; checked by mypy and pyright, never run."""

from typing import assert_type

from returns.io import IOResult

from timeback_core import TimebackError
from timeback_core.client import TimebackClient
from timeback_core.engine.session.synchronous import Session
from timeback_core.errors import InvalidInput, StorageFailed
from timeback_core.oneroster import User
from timeback_core.rosters import (
    Bundle,
    Change,
    FailedRow,
    FieldChange,
    Plan,
    Pulled,
    PushReport,
    Roster,
    RowProblem,
    plan,
    pull,
    push,
    read_bundle,
    read_roster,
    write_bundle,
)
from timeback_core.telemetry import Telemetry


def out(client: TimebackClient, session: Session, roster: Roster) -> None:
    """From the platform into files, or a value."""
    assert_type(pull(client, "roster.zip", format="parquet"), IOResult[Pulled, TimebackError | StorageFailed])
    assert_type(read_roster(session), IOResult[Roster, TimebackError])
    assert_type(roster.users, tuple[User, ...])
    assert_type(write_bundle(roster, "roster"), IOResult[None, StorageFailed | InvalidInput])
    pull(client, "roster.zip", format="xml")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def back(client: TimebackClient, roster: Roster, bundle: Bundle, planned: Plan, report: PushReport) -> None:
    """From files to the platform."""
    assert_type(read_bundle("roster"), IOResult[Bundle, StorageFailed])
    assert_type(bundle.bad, tuple[RowProblem, ...])
    assert_type(plan(roster, client, end_missing=True), IOResult[Plan, TimebackError])
    assert_type(plan(roster, bundle.roster), IOResult[Plan, TimebackError])
    assert_type(planned.changes, tuple[Change, ...])
    assert_type(planned.changes[0].fields, tuple[FieldChange, ...])
    assert_type(push(client, planned, journal="roster.journal"), IOResult[PushReport, StorageFailed])
    assert_type(report.failed, tuple[FailedRow, ...])
    assert_type(report.error, TimebackError | None)
    planned.count("update")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def watched() -> None:
    """An observer of attempts."""
    TimebackClient.open(env="staging", on_attempt=Telemetry(on_attempt=print))
    Telemetry(tracer_provider="mine")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
