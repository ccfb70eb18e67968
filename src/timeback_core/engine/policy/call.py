"""The story of one call as effects: the token, the attempts and the waits between them, the reading of the answer."""

from __future__ import annotations

from collections.abc import Callable, Generator
from functools import partial
from math import inf
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar, cast

from returns.result import Failure, Result, Success

from timeback_core.engine.call.effects import Effect, Now, Sleep
from timeback_core.engine.call.http import HttpResponse, SendFailed, SendOutcome, with_body
from timeback_core.engine.policy.effects import (
    Draw,
    GetToken,
    Refund,
    Report,
    Send,
    Spend,
    ThrottleOf,
    TokenFailed,
    WallClock,
)
from timeback_core.engine.policy.plan import Plan, Progress, Rules

if TYPE_CHECKING:
    from timeback_core.engine.call.answers import Response
    from timeback_core.engine.call.reading import BadRows
    from timeback_core.engine.call.request import Repeat, Request
    from timeback_core.engine.policy.effects import Token
    from timeback_core.engine.policy.throttle import Throttle
    from timeback_core.errors import BadRow, TimebackError

T = TypeVar("T")
V = TypeVar("V")
Story: TypeAlias = Generator[Effect[Any], Any, V]
Reading: TypeAlias = "Callable[[Plan[T], HttpResponse, Progress], Result[V, TimebackError]]"
"""How a call's answer becomes its result."""

TRANSIENT: Final = frozenset({429, 502, 503, 504})
"""Statuses after which another attempt can succeed."""
FIRST_WAIT: Final = 0.5
"""Upper end of the first random wait, in seconds; it doubles with each attempt."""
LONGEST_WAIT: Final = 20.0
SHORTEST_WAIT: Final = 0.1
"""Seconds between attempts beyond the limit of attempts, however soon a 429 wants to be asked again."""
SILENCE: Final = 0.8
"""The part of its time after which a call gives up a connection that was kept and says nothing.

It is large, since a server that is only slow must not be given up; no connection is kept for more than seconds.
"""
WORTH_DIVIDING: Final = 1.0
"""Seconds that are enough for two attempts."""
REFRESH_PAUSE: Final = 60.0
"""Seconds for which an operation that refuses fresh tokens too is believed, so that not each of its calls costs one."""


def call(
    plan: Plan[T], rules: Rules, read: Reading[T, V], throttle: Throttle | None
) -> Story[Result[V, TimebackError]]:
    """Perform a call until an answer stands or another attempt is of no use; a 401 is met once with a fresh token.

    throttle: of the call's origin, where that has refused calls for their number.
    """
    progress = Progress((yield from Now()), throttle)
    try:
        return (yield from _answered(plan, rules, read, progress))
    finally:
        if progress.ticket and progress.throttle is not None:
            progress.throttle.leave(progress.ticket)


def _answered(plan: Plan[T], rules: Rules, read: Reading[T, V], progress: Progress) -> Story[Result[V, TimebackError]]:
    until = progress.started + rules.timeout
    endpoint = plan.request.endpoint
    outcome: SendOutcome | None = None
    token: Token | None = None
    refused: Token | None = None
    may_be_done = False
    while True:
        progress.last, progress.last_asked = outcome, progress.asked
        throttle = progress.throttle
        if throttle is not None and (wait := (yield from queued(throttle, progress, until))) is not None:
            from timeback_core.engine.policy.failures import held_back

            return Failure(held_back(plan, progress, throttle, wait))
        http = plan.http
        if plan.token is not None:
            got = yield from GetToken(plan.token, refused, until)
            progress.now = yield from Now()
            if isinstance(got, TokenFailed) or progress.now >= until:
                from timeback_core.engine.policy.failures import no_token

                return Failure(no_token(plan, rules, progress, got))
            token = got
            http = http.with_headers((token.header,))
        progress.attempts += 1
        begun = progress.now
        # After the first one there is a second one at once, on another connection.
        again = endpoint.repeat != "unsafe" and progress.attempts == 1 < rules.max_attempts
        outcome = yield from Send(http, until, silent_until(begun, until, again=again), json=endpoint.expect.reads_json)
        if isinstance(outcome, SendFailed) and outcome.kind == "held":
            # While it waited for a slot, the origin refused others.
            progress.throttle, progress.now = (yield from ThrottleOf(plan.http)), (yield from Now())
            progress.attempts, outcome = progress.attempts - 1, progress.last
            continue
        if endpoint.expect.reads_body:
            outcome = with_body(outcome)
        progress.now = yield from Now()
        yield from Report(plan, progress.attempts, outcome, progress.now - begun)
        progress.asked = None
        if isinstance(outcome, HttpResponse):
            if outcome.header("retry-after") is not None:
                progress.asked = asked_wait(outcome, (yield from WallClock()))
            if outcome.status == 429:
                throttle = progress.throttle = yield from ThrottleOf(plan.http)
                progress.put_off += 1
                progress.ticket = throttle.refused(progress.ticket, begun, progress.now, progress.asked or 0.0, outcome)
            elif throttle is not None:
                throttle.taken()
            if outcome.status == 401 and token is not None and progress.now >= plan.route.refreshes_from:
                if refused is None and progress.attempts - progress.put_off < rules.max_attempts:
                    refused = token
                    continue
                plan.route.refreshes_from = progress.now + REFRESH_PAUSE
                if refused is None:
                    token.stale_at = progress.now  # the next call has to have another one
            if outcome.status == 404 and may_be_done and endpoint.verb == "DELETE":
                outcome = HttpResponse(204, outcome.headers, b"")
            if outcome.status < 400:
                yield from Refund()
                plan.route.refreshes_from = 0.0
                return read(plan, outcome, progress)
        wait = yield from next_wait(outcome, progress, rules, until, endpoint.repeat)
        if wait is not None and wait > 0:
            yield from Sleep(wait)
            progress.now = yield from Now()
        if wait is None or progress.now >= until:
            if isinstance(outcome, HttpResponse):
                return read(plan, outcome, progress)
            from timeback_core.engine.policy.failures import no_answer

            return Failure(no_answer(plan, rules, progress, outcome))
        may_be_done = may_be_done or not repeatable(outcome, "unsafe")


def next_wait(
    outcome: SendOutcome, progress: Progress, rules: Rules, until: float, repeat: Repeat
) -> Story[float | None]:
    """Seconds to wait before the next attempt; None where there is to be none, or the deadline leaves no room."""
    throttled = isinstance(outcome, HttpResponse) and outcome.status == 429
    if progress.attempts - progress.put_off >= rules.max_attempts or not repeatable(outcome, repeat):
        return None
    if progress.asked is not None:
        wait = progress.asked
    elif found_dead(outcome, progress.attempts):
        wait = 0.0
    else:
        wait = backoff(progress.attempts, (yield from Draw()))
    if progress.attempts >= rules.max_attempts:
        wait = max(wait, SHORTEST_WAIT)  # it was put off so often
    if progress.now + wait >= until:
        return None
    # Who waits as he was asked to, or in a queue, hammers nobody.
    return wait if throttled or progress.asked is not None or (yield from Spend()) else None


def queued(throttle: Throttle, progress: Progress, until: float) -> Story[float | None]:
    """Wait until the origin takes the call; seconds that it would still take where the deadline leaves no room."""
    while True:
        progress.ticket, wait = throttle.wait(progress.ticket, progress.now)
        left = until - progress.now
        if wait <= 0:
            return None
        if throttle.opens >= until or left <= SHORTEST_WAIT:
            return wait
        seconds, begun = min(wait, left / 2), progress.now
        yield from Sleep(seconds)
        progress.now = yield from Now()
        if progress.now - begun < seconds / 2:
            return None  # the session was closed, as who sends will be told


def repeatable(outcome: SendOutcome, repeat: Repeat) -> bool:
    """Whether another attempt can help and can do no harm; an unsafe request is repeated only if nothing was done."""
    if isinstance(outcome, SendFailed):
        return outcome.kind in ("connect", "broken") and (repeat != "unsafe" or not outcome.sent)
    if outcome.status not in TRANSIENT:
        return False
    if repeat != "unsafe" or outcome.status == 429:
        return True
    return outcome.status == 503 and outcome.header("retry-after") is not None


def silent_until(now: float, until: float, *, again: bool) -> float:
    """The instant from which a connection that was kept counts as dead if it says nothing; never if nothing follows."""
    return now + (until - now) * SILENCE if again and until - now >= WORTH_DIVIDING else inf


def found_dead(outcome: SendOutcome, attempt: int) -> bool:
    """Whether the first attempt met a kept connection that was dead: then the second one follows at once."""
    return isinstance(outcome, SendFailed) and outcome.stale and attempt == 1


def backoff(attempt: int, draw: float) -> float:
    """Full jitter: `draw` in [0, 1) of a bound in seconds that doubles with each attempt; the first one is 1."""
    return float(draw * min(LONGEST_WAIT, FIRST_WAIT * 2 ** (attempt - 1)))


def asked_wait(response: HttpResponse, wall_clock: float) -> float | None:
    """Seconds that `Retry-After` asks to wait, if any; a date counts from the answer's own, else from `wall_clock`."""
    text = response.header("retry-after") or ""
    try:
        seconds = float(text)
    except ValueError:
        at, now = _http_date(text), _http_date(response.header("date") or "")
        return None if at is None else max(0.0, at - (wall_clock if now is None else now))
    return seconds if 0 <= seconds < float("inf") else None


def _http_date(text: str) -> float | None:
    from datetime import UTC
    from email.utils import parsedate_to_datetime

    try:
        at = parsedate_to_datetime(text)
        # The old form of C's asctime names no time zone and means UTC.
        return (at if at.tzinfo is not None else at.replace(tzinfo=UTC)).timestamp()
    except (ValueError, TypeError, OverflowError):
        return None


def read_value(plan: Plan[T], response: HttpResponse, progress: Progress) -> Result[T, TimebackError]:
    """The value of an answer, or the error that the answer is."""
    return _read(plan, response, progress, plan.request.endpoint.expect.read)


def reading(*, lenient: bool) -> Reading[T, T]:
    """How a value is read; `lenient` pages of lists tell the rows that cannot be read beside the others."""
    return read_leniently if lenient else read_value


def with_answer(read: Reading[T, T]) -> Reading[T, Response[T]]:
    """The reading of a value together with what came beside it."""

    def read_answer(plan: Plan[T], response: HttpResponse, progress: Progress) -> Result[Response[T], TimebackError]:
        from timeback_core.engine.call.answers import Response

        told_id, elapsed = plan.told_id(response), progress.now - progress.started
        beside = (response.status, tuple(response.headers), told_id, progress.attempts, elapsed)
        return read(plan, response, progress).map(lambda value: Response(value, *beside))

    return read_answer


def read_leniently(plan: Plan[T], response: HttpResponse, progress: Progress) -> Result[T, TimebackError]:
    """The value of an answer, where a page of a list tells the rows that cannot be read beside the others."""
    from timeback_core.engine.call.expect import Many

    expect = plan.request.endpoint.expect
    if not isinstance(expect, Many):
        return read_value(plan, response, progress)
    pages: Many[Any] = expect  # pyright: ignore[reportUnknownVariableType]  # a page of anything

    def tell(rows: BadRows) -> tuple[BadRow, ...]:
        from timeback_core.engine.policy.failures import call_info

        return rows.told(call_info(plan, progress, response))

    read = cast("Callable[[Request[T], HttpResponse], T]", partial(pages.read_page, tell=tell))  # `T` is its page
    return _read(plan, response, progress, read)


def _read(
    plan: Plan[T], response: HttpResponse, progress: Progress, read: Callable[[Request[T], HttpResponse], V]
) -> Result[V, TimebackError]:
    """What an answer holds where its status or its expectation says that it holds something, else its refusal."""
    success = response.status // 100 == 2
    if success or response.status in plan.request.endpoint.expect.statuses:
        try:
            return Success(read(plan.request, response))
        except Exception as error:  # what an expectation of the caller's raises as well
            if success:
                from timeback_core.engine.policy.failures import unreadable

                return Failure(unreadable(plan, progress, response, error))
    from timeback_core.engine.policy.failures import refusal

    return Failure(refusal(plan, progress, response, progress.asked))
