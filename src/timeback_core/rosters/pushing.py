"""A plan is carried out: in bulk, what others refer to first, and once, whatever is killed meanwhile."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final

import attrs
from returns.io import IOResult
from returns.result import Failure, Result

from timeback_core.engine.session.synchronous import Session
from timeback_core.errors import (
    AuthError,
    ConnectionFailed,
    RateLimited,
    ServerFault,
    ServiceNotConfigured,
    SessionClosed,
    StorageFailed,
    TimebackError,
    TimedOut,
    Unauthorized,
)
from timeback_core.rosters.journal import Journal
from timeback_core.rosters.plans import Action, Change, FailedRow, Plan, Row
from timeback_core.rosters.pulling import session_of

if TYPE_CHECKING:
    from timeback_core.client import TimebackClient

HOPELESS: Final = (SessionClosed, AuthError, ServiceNotConfigured)
"""Errors after which no other row can be written."""
PASSING: Final = (ConnectionFailed, TimedOut, Unauthorized, RateLimited, ServerFault)
"""Errors that say more of the platform than of the row."""
PATIENCE: Final = 25
"""How many rows may fail by such an error one after the other before the others wait for another time."""


@attrs.frozen
class PushReport:
    """What became of the rows of a plan."""

    created: int
    changed: int
    ended: int
    unchanged: int
    """Rows that said what the platform says."""
    done_before: int
    """Rows that an earlier run wrote, which the journal tells."""
    failed: tuple[FailedRow, ...]
    """Every row that was not written, with the reason; those first that the plan refused."""
    not_tried: int
    """Rows that are left for another run, as the platform could not be reached any longer."""
    error: TimebackError | None
    """Why they are left."""

    @property
    def is_complete(self) -> bool:
        """Whether the platform says now what the roster says."""
        return not self.failed and not self.not_tried

    def __str__(self) -> str:
        told = f"{self.created} created, {self.changed} changed, {self.ended} ended, {self.unchanged} unchanged"
        before = f", {self.done_before} done before" if self.done_before else ""
        left = f", {self.not_tried} not tried" if self.not_tried else ""
        return f"{told}{before}, {len(self.failed)} failed{left}"


def push(
    client: TimebackClient | Session,
    plan: Plan,
    *,
    journal: str | os.PathLike[str] | None = None,
    on_row: Callable[[int], object] | None = None,
) -> IOResult[PushReport, StorageFailed]:
    """Carry out a plan, as many rows at the same time as the platform takes; a row that fails leaves the others.

    Rows are written before those that refer to them, and ended after them; what needs a row that failed is not tried.
    journal: a file, best beside the bundle, of what was written; a run that was killed is gone on with by planning and
    pushing again with the same journal, and what was written is not written again. It is gone when all was tried.
    on_row: told after each row how many are done with.

    Errors: `StorageFailed` where the journal cannot be used.
    """
    opened = Journal.open(journal, str(session_of(client).config.services))
    if isinstance(opened, Failure):
        return IOResult.from_failure(opened.failure())
    with opened.unwrap() as kept:
        pushing = Pushing(session_of(client), plan, kept, on_row or (lambda _: None))
        try:
            pushing.run()
        except OSError as error:
            return IOResult.from_failure(StorageFailed(kept.path, error.strerror or str(error)))
        report = pushing.report()
        if not report.not_tried:
            kept.remove()
    return IOResult.from_value(report)


class Pushing:
    """A push that is under way."""

    def __init__(self, session: Session, plan: Plan, journal: Journal, on_row: Callable[[int], object]) -> None:
        self._session = session
        self._plan = plan
        self._journal = journal
        self._on_row = on_row
        self._written: Counter[Action] = Counter()
        self._failed = list(plan.refused)
        self._lost: set[Row] = {(each.kind, each.id) for each in plan.refused if each.action == "create"}
        self._done_before = 0
        self._in_a_row = 0
        self._finished = 0
        self._error: TimebackError | None = None

    def run(self) -> None:
        """Write everything that can be."""
        for wave in waves(self._plan.changes):
            if self._error is None:
                for change, told in self._session.perform_all(self._due(wave)):
                    self._settle(change, told)

    def report(self) -> PushReport:
        """What became of it."""
        return PushReport(
            *(self._written["create"], self._written["change"], self._written["end"]),
            unchanged=self._plan.unchanged,
            done_before=self._done_before,
            failed=tuple(self._failed),
            not_tried=len(self._plan.changes) - self._finished,
            error=self._error,
        )

    def _due(self, wave: list[Change]) -> Iterator[tuple[Change, Any]]:
        for change in wave:
            if self._error is not None:
                return
            if change in self._journal:
                self._done_before += 1
                self._finish()
            elif lost := next((need for need in change.needs if need in self._lost), None):
                self._fail(change, f"needs {lost[1]!r} of {lost[0]}, which could not be created", None)
            else:
                yield change, change.request

    def _settle(self, change: Change, told: Result[Any, TimebackError]) -> None:
        if not isinstance(told, Failure):
            self._in_a_row = 0
            self._written[change.action] += 1
            self._journal.add(change)
            self._finish()
            return
        error = told.failure()
        self._in_a_row = self._in_a_row + 1 if isinstance(error, PASSING) else 0
        if isinstance(error, HOPELESS) or self._in_a_row >= PATIENCE:
            self._error = self._error or error
        self._fail(change, error.message, error)

    def _fail(self, change: Change, reason: str, error: TimebackError | None) -> None:
        self._failed.append(FailedRow(change.kind, change.id, change.action, reason, error))
        if change.action == "create":
            self._lost.add((change.kind, change.id))
        self._finish()

    def _finish(self) -> None:
        self._finished += 1
        self._on_row(self._finished)


def waves(changes: tuple[Change, ...]) -> Iterator[list[Change]]:
    """The changes in groups whose rows need none of the same group; what needs itself by others comes last."""
    group: list[Change] = []
    for change in changes:
        if group and (change.kind, change.action == "end") != (group[0].kind, group[0].action == "end"):
            yield from by_need(group)
            group = []
        group.append(change)
    yield from by_need(group)


def by_need(group: list[Change]) -> Iterator[list[Change]]:
    """The changes of one kind, each after those of the same kind that it needs."""
    left = group
    while left:
        coming = {(change.kind, change.id) for change in left if change.action == "create"}
        ready = [change for change in left if coming.isdisjoint(change.needs)]
        yield ready or left
        left = [change for change in left if not coming.isdisjoint(change.needs)] if ready else []
