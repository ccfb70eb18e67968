"""What an observer is told at the boundary of each attempt: plain data without secrets or personal data."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

from timeback_core.engine.call.http import HttpResponse, SendFailed

if TYPE_CHECKING:
    from timeback_core.engine.policy.effects import Report
    from timeback_core.engine.policy.plan import Plan


@attrs.frozen
class Attempt:
    """One attempt of one call."""

    operation: str
    verb: str
    path: str
    """Path template, never the filled path."""
    request_id: str
    attempt: int
    """Number of the attempt within its call, from 1."""
    status: int | None
    """None where there was no answer."""
    failure: str | None
    """Why there was no answer, such as `timeout`."""
    elapsed: float
    """Seconds."""


Observer: TypeAlias = Callable[[Attempt], object]

_LOGGER = logging.getLogger("timeback_core")
_LOGGER.addHandler(logging.NullHandler())


def log_attempt(attempt: Attempt) -> None:
    """The default observer: one line per attempt, on debug level; on warning level where it did not succeed."""
    good = attempt.status is not None and attempt.status < 400
    level = logging.DEBUG if good else logging.WARNING
    if _LOGGER.isEnabledFor(level):
        told = attempt.status if attempt.failure is None else attempt.failure
        _LOGGER.log(
            level,
            "%s %s (%s) attempt %d: %s in %.0f ms, request %s",
            attempt.verb,
            attempt.path,
            attempt.operation,
            attempt.attempt,
            told,
            attempt.elapsed * 1000,
            attempt.request_id,
        )


def report_attempt(observer: Observer | None, plan: Plan[Any], report: Report) -> None:
    """Tell the observer; what it raises must not disturb the call and is logged."""
    outcome = report.outcome
    status = outcome.status if isinstance(outcome, HttpResponse) else None
    failure = outcome.kind if isinstance(outcome, SendFailed) else None
    if observer is None and status is not None and status < 400 and not _LOGGER.isEnabledFor(logging.DEBUG):
        return
    attempt = Attempt(
        operation=plan.request.operation.full_name,
        verb=plan.http.verb,
        path=plan.route.template,
        request_id=plan.request_id,
        attempt=report.attempt,
        status=status,
        failure=failure,
        elapsed=report.elapsed,
    )
    try:
        (observer or log_attempt)(attempt)
    except Exception:  # the observer is the caller's
        _LOGGER.exception("the observer of attempts raised")
