"""What a call that did not succeed is told as: every way of failing, as its error."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from timeback_core.engine.call.expect import Verdict
from timeback_core.engine.call.http import HttpResponse, SendFailed
from timeback_core.engine.codec.runtime import Bad
from timeback_core.engine.policy.refusals import names_something_else, read_reply
from timeback_core.errors import (
    CallInfo,
    Conflict,
    ConnectionFailed,
    DecodeError,
    Forbidden,
    NotFound,
    RateLimited,
    Refusal,
    Rejected,
    ServerFault,
    SessionClosed,
    TimebackError,
    TimedOut,
    Unauthorized,
    Unexpected,
    UnexpectedStatus,
)

if TYPE_CHECKING:
    from timeback_core.engine.policy.effects import TokenFailed
    from timeback_core.engine.policy.plan import Plan, Progress, Rules

T = TypeVar("T")

_BY_STATUS: dict[int, type[Unauthorized | Forbidden | NotFound | Conflict | Rejected]] = {
    400: Rejected,
    401: Unauthorized,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    410: NotFound,
    422: Rejected,
}


def call_info(plan: Plan[T], progress: Progress, response: HttpResponse | None = None) -> CallInfo:
    """Which call it was, and how far it came."""
    return CallInfo(
        operation=plan.request.endpoint.full_name,
        verb=plan.http.verb,
        path=plan.route.template,
        request_id=plan.told_id(response),
        attempts=progress.attempts,
        elapsed=progress.now - progress.started,
    )


def no_token(plan: Plan[T], rules: Rules, progress: Progress, failed: TokenFailed) -> TimebackError:
    """Why a call got no token."""
    if failed.error is not None:
        return failed.error
    if failed.closed:
        return SessionClosed()
    return TimedOut(call_info(plan, progress), rules.timeout, "token", _before(plan, progress))


def no_answer(plan: Plan[T], rules: Rules, progress: Progress, failed: SendFailed) -> TimebackError:
    """Why a request got no answer."""
    info = call_info(plan, progress)
    match failed.kind:
        case "closed":
            return SessionClosed()
        case "timeout":
            return TimedOut(info, rules.timeout, "answer", _before(plan, progress))
        case "slot":
            return TimedOut(info, rules.timeout, "slot", _before(plan, progress))
        case "connect" | "broken":
            return ConnectionFailed(info, failed.detail, failed.sent)
        case "too_large":
            return DecodeError(info, "$", "a body within the configured size", "a larger one")
        case "garbage":
            return DecodeError(info, "$", "a readable HTTP answer", failed.detail)
        case "unexpected":
            name, _, text = failed.detail.partition(": ")
            return Unexpected(name, text)


def refusal(plan: Plan[T], progress: Progress, response: HttpResponse, asked: float | None) -> TimebackError:
    """The error of an answer whose status says that the call did not succeed.

    asked: seconds that the answer asked to wait.
    """
    info = call_info(plan, progress, response)
    reply = read_reply(response)
    status = response.status
    if status in (404, 409, 500) and plan.http.verb == "POST" and "already exists" in reply.text.lower():
        return Conflict(info, status, reply)
    if status == 404 and plan.http.verb in ("POST", "PUT") and names_something_else(plan.route.template, reply.text):
        return Rejected(info, status, reply)
    if status in _BY_STATUS:
        return _BY_STATUS[status](info, status, reply)
    if status == 429:
        return RateLimited(info, status, reply, asked)
    if status >= 500:
        return ServerFault(info, status, reply, asked)
    return UnexpectedStatus(info, status, reply)


def unreadable(plan: Plan[T], progress: Progress, response: HttpResponse, error: Exception) -> TimebackError:
    """The error of a success that holds no result, by what its expectation raised."""
    info = call_info(plan, progress, response)
    if isinstance(error, Verdict):
        judged = NotFound if error.missing else Rejected
        return judged(info, response.status, read_reply(response))
    if isinstance(error, Bad):
        return DecodeError(info, error.where(), error.expected, error.found, getattr(error, "rows", ()))
    return Unexpected.of(error)


def _before(plan: Plan[T], progress: Progress) -> Refusal | None:
    if not isinstance(progress.last, HttpResponse):
        return None
    error = refusal(plan, progress, progress.last, progress.last_asked)
    return error if isinstance(error, Refusal) else None
