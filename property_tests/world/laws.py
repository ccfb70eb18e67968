"""Law 5, as checks of what was seen: of one call, of the tokens of a world, and of its budget."""

from math import inf, isclose

from property_tests.world.answers import check_answer
from property_tests.world.driver import World
from property_tests.world.rules import (
    LONGEST_HOLD,
    SHORTEST_WAIT,
    is_exhausted,
    is_free_of_charge,
    is_throttled,
    may_repeat,
    refreshes,
    wait_after,
)
from property_tests.world.token_laws import NEAR, check_fetches, check_token_wait, usable_until
from property_tests.world.trace import Trace, Try
from returns.result import Failure, Success

from timeback_core.engine.session.sharing import CAPACITY, COST
from timeback_core.errors import RateLimited


def check(world: World) -> None:
    """Every law, of a world that has come to rest."""
    for caller in world.callers:
        trace = caller.trace
        assert trace.ended is not None, "a call did not end"
        check_bounds(trace, world.nature.overslept)
        check_repetitions(trace)
        check_tokens_used(trace, world)
        check_reports(trace)
        if gave_up_in_queue(trace):
            check_queue(trace, world)
        elif not trace.cancelled:
            check_end(trace, world.nature.overslept)
            check_answer(trace)
            check_token_wait(trace, world)
    check_holds(world)
    check_fetches(world)
    check_budget(world)


def check_bounds(trace: Trace, overslept: float) -> None:
    """It ends before its deadline, begins nothing after it, and tries no more often than allowed."""
    assert trace.ended is not None
    assert trace.ended <= trace.until + overslept + NEAR, "it ended after its deadline"
    for attempt in trace.tries:
        assert attempt.begun < trace.until, "an attempt began after the deadline"
        assert isclose(attempt.until, trace.until), "an attempt had another deadline"
    for _, begun, seconds in trace.sleeps:
        assert begun + seconds < trace.until, "a wait was begun that the deadline left no room for"
    refused = sum(map(is_throttled, trace.tries))
    assert len(trace.tries) <= trace.rules.max_attempts + refused, "more attempts than allowed"


def check_repetitions(trace: Trace) -> None:
    """Each repetition was allowed, paid, of the same request, and after the wait that was due."""
    draws = iter(trace.draws * 100)
    spends = list(trace.spends)
    for index, (attempt, following) in enumerate(zip(trace.tries, trace.tries[1:], strict=False)):
        assert following.request.target == attempt.request.target
        assert following.request.body == attempt.request.body
        assert following.begun >= attempt.ended
        if refreshes(trace, index):
            assert following.token != attempt.token, "a refused token was used again"
            continue
        assert may_repeat(trace, attempt), "it repeated what it must not"
        assert not is_exhausted(trace, index + 1), "more attempts than allowed"
        if not is_free_of_charge(attempt):
            assert spends[:1] == [(index + 1, True)], "a repetition was not paid"
            del spends[0]
        jitters = attempt.asked is None and not (index == 0 and getattr(attempt.outcome, "stale", False))
        due = wait_after(trace, index, next(draws) if jitters else 0.0)
        assert following.begun - attempt.ended >= due - NEAR, "it did not wait as long as was due"
        slept = [seconds for after, _, seconds in trace.sleeps if after == index + 1]
        assert isclose(sum(slept[: due > 0]), due, abs_tol=NEAR), "it waited otherwise than was due"
    assert not [each for each in spends if each[0] < len(trace.tries)], "it paid twice for a repetition"


def check_end(trace: Trace, overslept: float) -> None:
    """It stopped for a reason, and at once."""
    assert trace.ended is not None
    wait = trace.last_wait
    if wait is not None:
        assert isclose(trace.ended, wait.ended)
        assert not wait.got or wait.ended >= trace.until - NEAR, "it gave up with a token in its hand"
        return
    assert trace.tries, "it ended without an attempt"
    last = trace.tries[-1]
    if isclose(trace.ended, last.ended):
        assert not refreshes(trace, len(trace.tries) - 1), "a first 401 was not answered with a fresh token"
        refused = trace.spends[-1:] == [(len(trace.tries), False)]
        due = wait_after(trace, len(trace.tries) - 1, trace.draws[(trace.drawn - 1) % len(trace.draws)])
        no_room = last.ended + due >= trace.until - NEAR
        assert refused or no_room or not may_repeat(trace, last) or is_exhausted(trace, len(trace.tries)), (
            "it gave up without a reason"
        )
        return
    assert overslept > 0, "it waited in vain"
    assert trace.ended >= trace.until - NEAR, "it gave up after a wait"


def gave_up_in_queue(trace: Trace) -> bool:
    """Whether it ended while it waited for its turn, after a 429 to itself or to another call."""
    error = trace.result.failure() if isinstance(trace.result, Failure) else None
    if not isinstance(error, RateLimited):
        return False
    if not trace.tries:
        return True
    last = trace.tries[-1]
    own = is_throttled(last) and isclose(trace.ended or 0.0, last.ended)
    told = error.reply.text == f"answer {last.number}" and isclose(
        error.retry_after or 0.0, last.asked or 0.0, abs_tol=NEAR
    )
    return not (own and told)


def refusals(world: World, until: float) -> list[Try]:
    """The attempts of all calls that were known to be refused for their number at an instant."""
    tries = (each for caller in world.callers for each in caller.trace.tries)
    return [each for each in tries if is_throttled(each) and each.ended <= until + NEAR]


def check_queue(trace: Trace, world: World) -> None:
    """It gave up where the origin is shut until after its deadline, or with its deadline before it."""
    known = refusals(world, trace.ended or 0.0)
    shut = [each.ended + min(each.asked or 0.0, LONGEST_HOLD) for each in known]
    assert shut, "it queued for nothing"
    assert isinstance(trace.result, Failure)
    error = trace.result.failure()
    assert error.call.attempts == len(trace.tries)
    assert error.reply.text in {f"answer {each.number}" for each in known}
    near = trace.until - SHORTEST_WAIT - NEAR
    assert max(shut) >= trace.until - NEAR or (trace.ended or 0.0) >= near, "it left the queue without a reason"


def check_holds(world: World) -> None:
    """Nothing is sent to an origin while it has asked to wait, and nobody waits who need not."""
    known = refusals(world, inf)
    for caller in world.callers:
        for attempt in caller.trace.tries:
            for refusal in known:
                over = refusal.ended + min(refusal.asked or 0.0, LONGEST_HOLD)
                assert not refusal.ended <= attempt.begun < over - NEAR, (
                    "a call was sent to an origin that had asked to wait"
                )
        if not known:
            waits = [after for after, _, _ in caller.trace.sleeps]
            assert len(waits) == len(set(waits)), "it queued for nothing"


def check_tokens_used(trace: Trace, world: World) -> None:
    """No token was used that it knew to be refused or (nearly) at its end."""
    for attempt in trace.tries:
        if trace.plan.token is None:
            assert attempt.token is None, "a token was sent that was not asked for"
            continue
        assert attempt.token is not None, "no token was sent"
        issued = world.server.issued[attempt.token]
        assert attempt.begun < usable_until(issued) + NEAR, "a token was used at its end"


def check_reports(trace: Trace) -> None:
    """Every attempt was reported once, as it was."""
    assert [report.attempt for report in trace.reports] == list(range(1, len(trace.tries) + 1))
    for report, attempt in zip(trace.reports, trace.tries, strict=True):
        assert report.outcome is attempt.outcome
        assert isclose(report.elapsed, attempt.ended - attempt.begun, abs_tol=NEAR), "a wrong time was reported"


def check_budget(world: World) -> None:
    """All repetitions together cost no more than the budget and the successes allow."""
    granted = sum(granted for caller in world.callers for _, granted in caller.trace.spends)
    refunds = sum(caller.trace.refunds for caller in world.callers)
    assert granted * COST <= CAPACITY - world.nature.spent * COST + refunds
    for caller in world.callers:
        succeeded = isinstance(caller.trace.result, Success)
        assert caller.trace.refunds <= 1
        assert caller.trace.refunds == 1 or not succeeded, "a success gave nothing back"
