"""Law 5 for tokens: one fetch at a time, only where one is needed, in its own time, told to all who wait."""

from property_tests.world.driver import FETCH_DRAW, World
from property_tests.world.rules import TRANSIENT, status_of
from property_tests.world.trace import Fetch, Issued, Trace
from returns.result import Failure

from timeback_core.engine.call.http import HttpResponse
from timeback_core.errors import AuthError

NEAR = 1e-6
"""Seconds; virtual times are sums of floats."""


def usable_until(issued: Issued) -> float:
    """The instant from which a token is not used any more: a minute before its end, or half of its life."""
    return issued.received + issued.life - min(60.0, issued.life / 2)


def remembered_until(fetch: Fetch) -> float:
    """The instant until which a fetch that failed is not begun again: 30 s where it was refused for good, else 5 s."""
    refused = isinstance(fetch.why, AuthError) and not fetch.why.retryable
    return (fetch.ended or 0.0) + (30.0 if refused else 5.0)


def check_token_wait(trace: Trace, world: World) -> None:
    """Who waited is told of the fetch that ended meanwhile, who came soon after a failure of that, and nobody else."""
    landed = [fetch for fetch in world.fetches if fetch.became in ("token", "failure")]
    for wait in trace.token_waits:
        meanwhile = [each for each in landed if wait.begun <= (each.ended or 0.0) <= wait.ended]
        if not wait.got and wait.ended < trace.until - NEAR:
            recent = [each for each in landed if (each.ended or 0.0) < wait.begun < remembered_until(each)]
            assert any(fetch.became == "failure" for fetch in (*meanwhile, *recent)), "an old failure was told again"
        if not wait.got and wait.ended >= trace.until - NEAR:
            early = [each for each in meanwhile if wait.begun < (each.ended or 0.0) < wait.ended - NEAR]
            assert not early, "a waiter was not told"
    if isinstance(trace.result, Failure) and isinstance(trace.result.failure(), AuthError):
        assert trace.last_wait is not None, "there was a token"


def check_fetches(world: World) -> None:
    """Never two fetches at once, none without need, each in its own time."""
    for fetch, following in zip(world.fetches, world.fetches[1:], strict=False):
        assert fetch.ended is not None
        assert fetch.ended <= following.begun, "two fetches at once"
        if fetch.became == "failure":
            assert following.begun >= remembered_until(fetch) - NEAR, "it asked again soon after a failure"
    for fetch in world.fetches:
        _check_need(fetch, world)
        _check_requests(fetch, world)


def _check_need(fetch: Fetch, world: World) -> None:
    """The token before was at its end, or had been refused to somebody."""
    before = [
        each.tries[-1].issued
        for each in world.fetches
        if each.became == "token" and each.ended is not None and each.ended <= fetch.begun and each is not fetch
    ]
    if not before or before[-1] is None or fetch.begun >= usable_until(before[-1]) - NEAR:
        return
    assert any(
        attempt.token == before[-1].text and status_of(attempt) == 401
        for caller in world.callers
        for attempt in caller.trace.tries
    ), "a fetch without need"


def _check_requests(fetch: Fetch, world: World) -> None:
    """It asks again after what passes, as often as allowed, after the wait that was due, until its deadline."""
    nature = world.nature
    until = fetch.begun + nature.token_timeout
    assert fetch.ended is not None, "a fetch did not end"
    assert fetch.ended <= until + nature.overslept + NEAR, "a fetch took too long"
    assert len(fetch.tries) <= nature.token_attempts, "too many requests for a token"
    for index, attempt in enumerate(fetch.tries):
        outcome = attempt.outcome
        due = attempt.asked if attempt.asked is not None else FETCH_DRAW * min(20.0, 0.5 * 2**index)
        if index == 0 and not isinstance(outcome, HttpResponse) and outcome.stale:
            due = 0.0
        assert attempt.begun < until, "a request for a token began after the deadline"
        passes = (
            outcome.status in TRANSIENT if isinstance(outcome, HttpResponse) else outcome.kind in ("connect", "broken")
        )
        if index + 1 < len(fetch.tries):
            assert passes, "it asked again in vain"
            gap = fetch.tries[index + 1].begun - attempt.ended
            assert due - NEAR <= gap <= due + nature.overslept + NEAR, "it waited otherwise than was due"
        elif fetch.became == "failure" and passes and len(fetch.tries) < nature.token_attempts:
            assert attempt.ended + due + nature.overslept >= until - NEAR, "it gave up without a reason"
