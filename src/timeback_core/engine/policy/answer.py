"""Reading an answer: the status decides, then the operation's expectation."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from returns.result import Failure, Result, Success

from timeback_core.engine.call.http import HttpResponse
from timeback_core.engine.call.response import Response
from timeback_core.engine.codec.runtime import Bad
from timeback_core.engine.policy.reading import Verdict, read_value

if TYPE_CHECKING:
    from timeback_core.engine.call.paging import Page
    from timeback_core.engine.policy.call import Progress
    from timeback_core.engine.policy.plan import Plan
    from timeback_core.engine.policy.rows import Rows
    from timeback_core.errors import TimebackError

T = TypeVar("T")


def read_answer(
    plan: Plan[T], response: HttpResponse, progress: Progress
) -> Result[Response[T], TimebackError]:
    """The value of an answer with what came beside it, or the error that the answer is."""
    if not _holds_result(plan, response):
        return _refused(plan, response, progress)
    try:
        value = read_value(plan.request, response)
    except (Verdict, Bad) as word:
        return _no_result(plan, response, progress, word)
    told = response.header("x-request-id") or response.header("x-amzn-requestid") or plan.request_id
    return Success(
        Response(
            value,
            response.status,
            tuple(response.headers),
            told,
            progress.attempts,
            progress.now - progress.started,
        )
    )


def read_page_rows(
    plan: Plan[Page[T]], response: HttpResponse, progress: Progress
) -> Result[Rows[T], TimebackError]:
    """The rows of a page, those that cannot be decoded as errors in their places."""
    from timeback_core.engine.policy.rows import read_rows

    if not _holds_result(plan, response):
        return _refused(plan, response, progress)
    try:
        rows = read_rows(plan.request, response)
    except (Verdict, Bad) as word:
        return _no_result(plan, response, progress, word)
    if rows.bad or not rows.entries:
        from timeback_core.engine.policy.failures import call_info

        rows.call = call_info(plan, progress, response)
    return Success(rows)


def _holds_result(plan: Plan[T], response: HttpResponse) -> bool:
    return response.status // 100 == 2 or response.status in plan.request.operation.expect.statuses


def _refused(plan: Plan[T], response: HttpResponse, progress: Progress) -> Failure[TimebackError]:
    from timeback_core.engine.policy.failures import refusal

    return Failure(refusal(plan, progress, response, progress.asked))


def _no_result(
    plan: Plan[T], response: HttpResponse, progress: Progress, word: Verdict | Bad
) -> Failure[TimebackError]:
    """The error of an answer that should hold a result and does not; an error status then is what it says."""
    if response.status // 100 != 2:
        return _refused(plan, response, progress)
    if isinstance(word, Verdict):
        return _judged(plan, response, progress, word)
    return _undecodable(plan, response, progress, word)


def _judged(
    plan: Plan[T], response: HttpResponse, progress: Progress, verdict: Verdict
) -> Failure[TimebackError]:
    from timeback_core.engine.policy.failures import call_info
    from timeback_core.engine.policy.refusals import read_reply
    from timeback_core.errors import NotFound, Rejected

    error = NotFound if verdict.missing else Rejected
    return Failure(error(call_info(plan, progress, response), response.status, read_reply(response)))


def _undecodable(
    plan: Plan[T], response: HttpResponse, progress: Progress, bad: Bad
) -> Failure[TimebackError]:
    from timeback_core.engine.policy.failures import call_info
    from timeback_core.errors import DecodeError

    info = call_info(plan, progress, response)
    return Failure(DecodeError(info, bad.where(), bad.expected, bad.found, getattr(bad, "rows", ())))
