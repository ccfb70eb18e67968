"""The story of one call, from the first token to the last attempt, as a generator of effects."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any, TypeVar

from returns.result import Failure, Result

from timeback_core.engine.call.effects import Effect, Now, Sleep
from timeback_core.engine.call.expect import Nothing
from timeback_core.engine.call.http import HttpResponse, SendFailed, SendOutcome, with_body
from timeback_core.engine.policy.effects import Draw, GetToken, Refund, Report, Send, Spend, WallClock
from timeback_core.engine.policy.retry import asked_wait, at_once, backoff, repeatable
from timeback_core.engine.policy.tokens import Token, TokenFailed

if TYPE_CHECKING:
    from timeback_core.engine.policy.plan import Plan
    from timeback_core.engine.surface.operation import Repeat
    from timeback_core.errors import TimebackError

T = TypeVar("T")
V = TypeVar("V")
Story = Generator[Effect[Any], Any, V]


class Rules:
    """What bounds a call: the deadline in seconds, and how often it may be tried."""

    __slots__ = ("max_attempts", "timeout")

    def __init__(self, timeout: float, max_attempts: int) -> None:
        self.timeout: float = timeout
        self.max_attempts: int = max_attempts


class Progress:
    """How far a call has come: what its errors and its answer tell of it."""

    __slots__ = ("asked", "attempts", "last", "last_asked", "now", "started")

    def __init__(self, started: float) -> None:
        self.started: float = started
        self.now: float = started
        self.attempts: int = 0
        self.last: SendOutcome | None = None
        """What the attempt before the present one gave."""
        self.last_asked: float | None = None
        """Seconds that it asked to wait."""
        self.asked: float | None = None
        """Seconds that the newest answer asked to wait."""


def call(
    plan: Plan[T], rules: Rules, read: Callable[[Plan[T], HttpResponse, Progress], Result[V, TimebackError]]
) -> Story[Result[V, TimebackError]]:
    """Perform a call until there is an answer that stands, or until another attempt is of no use.

    A 401 is answered once with a fresh token; what is transient is repeated as far as the deadline, the number of
    attempts, the session's budget and the operation's nature allow.
    """
    progress = Progress((yield from Now()))
    until = progress.started + rules.timeout
    repeat = plan.request.operation.repeat
    refused: Token | None = None
    may_have_arrived = False
    while True:
        http = plan.http
        token: Token | None = None
        if plan.token is not None:
            got = yield from GetToken(plan.token, refused, until)
            progress.now = yield from Now()
            if isinstance(got, Token) and progress.now >= until:
                got = TokenFailed(None)
            if isinstance(got, TokenFailed):
                return Failure(_no_token(plan, rules, progress, got))
            token = got
            http = http.with_headers((token.header,))
        progress.attempts += 1
        begun = progress.now
        outcome = yield from Send(http, until)
        if not isinstance(plan.request.operation.expect, Nothing):
            outcome = with_body(outcome)
        progress.now = yield from Now()
        yield from Report(progress.attempts, outcome, progress.now - begun)
        progress.asked = None
        if isinstance(outcome, HttpResponse):
            if outcome.header("retry-after") is not None:
                progress.asked = asked_wait(outcome, (yield from WallClock()))
            if outcome.status == 401 and token is not None and refused is None:
                refused = token
                progress.last, progress.last_asked = outcome, progress.asked
                continue
            if outcome.status == 404 and may_have_arrived and plan.http.verb == "DELETE":
                outcome = HttpResponse(204, outcome.headers, b"")
            if outcome.status < 400:
                yield from Refund()
                return read(plan, outcome, progress)
        wait = yield from next_wait(outcome, progress, rules, until, repeat)
        if wait is not None and wait > 0:
            yield from Sleep(wait)
            progress.now = yield from Now()
        if wait is None or progress.now >= until:
            if isinstance(outcome, HttpResponse):
                return read(plan, outcome, progress)
            return Failure(_not_sent(plan, rules, progress, outcome))
        may_have_arrived = may_have_arrived or isinstance(outcome, HttpResponse) or outcome.sent
        progress.last, progress.last_asked = outcome, progress.asked


def next_wait(
    outcome: SendOutcome, progress: Progress, rules: Rules, until: float, repeat: Repeat
) -> Story[float | None]:
    """Seconds to wait before the next attempt, or None where there is to be none.

    A wait that the deadline leaves no room for is not begun: what the server said is then the answer.
    """
    if progress.attempts >= rules.max_attempts or not repeatable(outcome, repeat):
        return None
    if progress.asked is not None:
        wait = progress.asked
    elif at_once(outcome, progress.attempts):
        wait = 0.0
    else:
        wait = backoff(progress.attempts, (yield from Draw()))
    if progress.now + wait >= until:
        return None
    return wait if (yield from Spend()) else None


def _no_token(plan: Plan[T], rules: Rules, progress: Progress, failed: TokenFailed) -> TimebackError:
    from timeback_core.engine.policy import failures

    return failures.no_token(plan, rules, progress, failed)


def _not_sent(plan: Plan[T], rules: Rules, progress: Progress, failed: SendFailed) -> TimebackError:
    from timeback_core.engine.policy import failures

    return failures.no_answer(plan, rules, progress, failed)
