"""What a session tells of itself, without secrets and personal data: each attempt, and how getting tokens went."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from logging import DEBUG, INFO, WARNING, getLogger
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import attrs

from timeback_core.engine.call.effects import Now
from timeback_core.engine.call.http import HttpResponse, SendFailed
from timeback_core.engine.call.request import Request
from timeback_core.engine.policy.effects import GetToken, TokenFailed

if TYPE_CHECKING:
    from timeback_core.engine.call.request import FlowRequest
    from timeback_core.engine.config import Config, TokenSource
    from timeback_core.engine.policy.call import Story
    from timeback_core.engine.policy.effects import Report
    from timeback_core.engine.policy.plan import Plan
    from timeback_core.errors import TimebackError

V = TypeVar("V")


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

LOGGER = getLogger("timeback_core")


def log_attempt(attempt: Attempt) -> None:
    """The default observer: one line per attempt, on debug level; on info level where it failed.

    A 404 says that something is not there, which many calls ask for on purpose: debug level too.
    """
    good = attempt.failure == "closed" if attempt.status is None else attempt.status < 400 or attempt.status == 404
    asked = (attempt.verb, attempt.path, attempt.operation, attempt.attempt)
    told = (attempt.failure or attempt.status, attempt.elapsed * 1000, attempt.request_id)
    LOGGER.log(DEBUG if good else INFO, "%s %s (%s) attempt %d: %s in %.0f ms, request %s", *asked, *told)


def log_failure(error: TimebackError, asked: Request[Any] | FlowRequest[Any]) -> None:
    """Log the failure of a whole call, as a warning.

    That what was read is not there, and that the session was closed, is told on info level: both were asked for.
    """
    from timeback_core.errors import NotFound, SessionClosed

    read = isinstance(asked, Request) and asked.endpoint.verb == "GET"
    expected = isinstance(error, SessionClosed) or (read and isinstance(error, NotFound))
    request_id = error.call and error.call.request_id
    level = INFO if expected else WARNING
    LOGGER.log(level, "%s%s", error.anonymous, f", request {request_id}" if request_id else "")


class CallObserver(ABC):
    """An observer that goes along with whole calls and flows too."""

    @abstractmethod
    def around(self, asked: Plan[Any] | FlowRequest[Any], story: Story[V]) -> Story[V]:
        """The story of a call or of a flow, with what is done before it, at its effects and after it."""


def watched(observer: object, asked: Plan[Any] | FlowRequest[Any], story: Story[V]) -> Story[V]:
    """A story, gone along with by an observer that does so."""
    return observer.around(asked, story) if isinstance(observer, CallObserver) else story


def attempt_of(report: Report) -> Attempt:
    """What is told of an attempt."""
    plan, outcome = report.plan, report.outcome
    place = (plan.request.endpoint.full_name, plan.http.verb, plan.route.template, plan.request_id)
    status = outcome.status if isinstance(outcome, HttpResponse) else None
    failure = outcome.kind if isinstance(outcome, SendFailed) else None
    return Attempt(*place, report.attempt, status, failure, report.elapsed)


def report_attempt(observer: Observer | None, report: Report) -> None:
    """Tell the observer; what it raises must not disturb the call and is logged."""
    try:
        (observer or log_attempt)(attempt_of(report))
    except Exception:  # the observer is the caller's
        LOGGER.exception("the observer of attempts raised")


@attrs.frozen
class AuthCheck:
    """One token endpoint."""

    token_url: str
    latency: float
    """Seconds that it took to get the token, or to fail."""
    error: TimebackError | None
    """Why there is no token, `AuthError` where it was refused; None where there is one."""

    @property
    def ok(self) -> bool:
        """Whether a fresh token could be had."""
        return self.error is None


@attrs.frozen
class AuthReport:
    """All token endpoints of a session; none where it needs no token."""

    checks: tuple[AuthCheck, ...]

    @property
    def ok(self) -> bool:
        """Whether every endpoint gave a token."""
        return all(check.ok for check in self.checks)


def auth_report(config: Config, forget: Callable[[TokenSource], None]) -> Story[AuthReport]:
    """What fetching a fresh token from every endpoint takes, and how that went; `forget` drops a token that is kept."""
    checks: list[AuthCheck] = []
    for source in config.tokens:
        forget(source)
        begun = yield from Now()
        got = yield from GetToken(source, None, begun + config.timeout)
        latency = (yield from Now()) - begun
        error = _told(source, got, config.timeout, latency) if isinstance(got, TokenFailed) else None
        checks.append(AuthCheck(str(source.url), latency, error))
    return AuthReport(tuple(checks))


def _told(source: TokenSource, got: TokenFailed, timeout: float, latency: float) -> TimebackError:
    """Why one endpoint, which was to answer within `timeout` seconds, gave no token."""
    from timeback_core.engine.policy.failures import unanswered
    from timeback_core.errors import CallInfo

    error = got.error or SendFailed("closed" if got.closed else "timeout", sent=False, detail="")
    call = CallInfo("check_auth", "POST", source.url.path or "/", elapsed=latency)
    return (
        unanswered(call, timeout, error, "token") if isinstance(error, SendFailed) else attrs.evolve(error, call=call)
    )
