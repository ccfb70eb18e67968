"""Law 5: a call gives exactly what the server said last."""

from math import isclose

from property_tests.world.rules import is_done_delete, status_of
from property_tests.world.trace import Trace, Try
from returns.result import Failure, Success

from timeback_core.engine.call.http import HttpResponse, SendFailed
from timeback_core.errors import (
    AuthError,
    ConnectionFailed,
    DecodeError,
    RateLimited,
    Refusal,
    ServerFault,
    TimedOut,
    Unexpected,
)


def check_answer(trace: Trace) -> None:
    """The result is the last outcome, or why there was no token for another attempt."""
    assert trace.result is not None
    if trace.last_wait is not None:
        _check_no_token(trace)
        return
    assert trace.tries, "it gave an answer that nobody had given"
    last = trace.tries[-1]
    if isinstance(last.outcome, HttpResponse):
        _check_response(trace, last, last.outcome)
    else:
        _check_failure(trace, last)


def _check_response(trace: Trace, last: Try, response: HttpResponse) -> None:
    result = trace.result
    if response.status < 300 or is_done_delete(trace):
        assert isinstance(result, Success), f"{response.status} was no success"
        told = result.unwrap()
        assert told.attempts == len(trace.tries)
        assert isclose(told.elapsed, (trace.ended or 0.0) - trace.started)
        if trace.plan.http.verb != "DELETE":
            assert told.value == {"message": f"answer {last.number}"}, "it gave another answer than the last"
            assert told.status == response.status
        return
    assert isinstance(result, Failure), f"{response.status} was a success"
    error = result.failure()
    assert isinstance(error, Refusal)
    _check_refusal(error, last)
    assert error.call.attempts == len(trace.tries)


def _check_failure(trace: Trace, last: Try) -> None:
    assert not isinstance(last.outcome, HttpResponse)
    assert isinstance(trace.result, Failure)
    error = trace.result.failure()
    match last.outcome.kind:
        case "connect" | "barred" | "broken":
            assert isinstance(error, ConnectionFailed)
            assert error.sent == last.outcome.sent
        case "timeout":
            assert isinstance(error, TimedOut)
            assert error.waiting_for == ("answer" if last.outcome.sent else "connection")
            _check_after(error, trace, len(trace.tries) - 1)
        case "slot":
            assert isinstance(error, TimedOut)
            assert error.waiting_for == "slot"
            _check_after(error, trace, len(trace.tries) - 1)
        case "too_large" | "garbage":
            assert isinstance(error, DecodeError)
        case _:
            assert isinstance(error, Unexpected)


def _check_no_token(trace: Trace) -> None:
    assert isinstance(trace.result, Failure)
    error = trace.result.failure()
    why = trace.last_wait.why if trace.last_wait is not None else None
    if isinstance(error, TimedOut):
        assert error.waiting_for == "token"
        late = (trace.ended or 0.0) >= trace.until - 1e-6
        assert late or (isinstance(why, SendFailed) and why.kind == "timeout"), "no deadline has passed"
        _check_after(error, trace, len(trace.tries))
    elif isinstance(error, ConnectionFailed):
        assert isinstance(why, SendFailed)
        assert why.kind in ("connect", "broken")
        assert not error.sent, "the call itself was never sent"
    elif isinstance(error, Unexpected):
        assert isinstance(why, SendFailed)
        assert why.kind == "unexpected"
    else:
        assert isinstance(error, AuthError)
        assert error == why
    assert isinstance(error, AuthError) or not isinstance(why, AuthError), "a refusal was lost"


def _check_after(error: TimedOut, trace: Trace, index: int) -> None:
    """A timeout tells what the server had answered to the attempt before the one that has no answer."""
    before = trace.tries[index - 1] if index > 0 else None
    if before is None or status_of(before) is None:
        assert error.after is None
        return
    assert error.after is not None, "what the server had said was lost"
    _check_refusal(error.after, before)


def _check_refusal(error: Refusal, attempt: Try) -> None:
    assert error.status == status_of(attempt)
    assert error.reply.text == f"answer {attempt.number}", "it gave another answer than the last"
    if isinstance(error, RateLimited | ServerFault):
        assert (error.retry_after is None) == (attempt.asked is None)
        assert isclose(error.retry_after or 0.0, attempt.asked or 0.0, abs_tol=1e-5)
