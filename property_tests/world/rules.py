"""What a call may and must do after an attempt, written down a second time, from the documentation alone."""

from property_tests.world.trace import Trace, Try

from timeback_core.engine.call.http import HttpResponse

TRANSIENT = (429, 502, 503, 504)


def status_of(attempt: Try) -> int | None:
    """The status of the attempt's answer; None where there was none."""
    return attempt.outcome.status if isinstance(attempt.outcome, HttpResponse) else None


def refreshes(trace: Trace, index: int) -> bool:
    """Whether a fresh token is the answer to an attempt: its 401 is the first of the call, and not its end."""
    attempt = trace.tries[index]
    earlier = [status_of(each) for each in trace.tries[:index]]
    if status_of(attempt) != 401 or attempt.token is None or 401 in earlier:
        return False
    return not is_exhausted(trace, index + 1)


def may_repeat(trace: Trace, attempt: Try) -> bool:
    """Whether another attempt can help and can do no harm."""
    nature = trace.plan.request.endpoint.repeat
    status = status_of(attempt)
    if status is not None:
        if nature == "unsafe":
            return status == 429 or (status == 503 and attempt.asked is not None)
        return status in TRANSIENT
    assert not isinstance(attempt.outcome, HttpResponse)
    if attempt.outcome.kind not in ("connect", "broken"):
        return False
    return nature != "unsafe" or not attempt.outcome.sent


LONGEST_HOLD = 60.0
"""Seconds for which a 429 holds back other calls at most."""
SHORTEST_WAIT = 0.1
"""Seconds between attempts beyond the limit of attempts."""


def is_throttled(attempt: Try) -> bool:
    """Whether the origin refused the attempt for the number of calls."""
    return status_of(attempt) == 429


def is_exhausted(trace: Trace, count: int) -> bool:
    """Whether so many attempts are as many as allowed; those that were answered by 429 do not count."""
    return sum(not is_throttled(each) for each in trace.tries[:count]) >= trace.rules.max_attempts


def is_free_of_charge(attempt: Try) -> bool:
    """Whether a repetition after it costs nothing of the budget: the server told when, or it queues."""
    return attempt.asked is not None or is_throttled(attempt)


def wait_after(trace: Trace, index: int, draw: float) -> float:
    """Seconds between an attempt and the next: what the server asked, none for a stale connection, else jitter."""
    shortest = SHORTEST_WAIT if index + 1 >= trace.rules.max_attempts else 0.0
    return max(shortest, _asked_or_drawn(trace, index, draw))


def _asked_or_drawn(trace: Trace, index: int, draw: float) -> float:
    attempt = trace.tries[index]
    if attempt.asked is not None:
        return attempt.asked
    if not isinstance(attempt.outcome, HttpResponse) and attempt.outcome.stale and index == 0:
        return 0.0
    return float(draw * min(20.0, 0.5 * 2**index))


def is_done_delete(trace: Trace) -> bool:
    """Whether the last answer is the 404 of a DELETE that an earlier attempt may have done."""
    *earlier, last = trace.tries
    if trace.plan.http.verb != "DELETE" or status_of(last) != 404:
        return False
    return any(each.arrived and not _was_turned_away(each) for each in earlier)


def _was_turned_away(attempt: Try) -> bool:
    """Whether the answer says that nothing was done."""
    return status_of(attempt) in (401, 429) or (status_of(attempt) == 503 and attempt.asked is not None)
