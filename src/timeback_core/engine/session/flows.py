"""How the steps of a flow are run, within its deadline and whatever they raise: pure, for both kinds of session."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from returns.result import Failure, Result

from timeback_core.engine.call.effects import Now, Perform, Sleep
from timeback_core.errors import CallInfo, SessionClosed, TimebackError, TimedOut, Unexpected

if TYPE_CHECKING:
    from timeback_core.engine.call.request import FlowRequest, Request
    from timeback_core.engine.policy.call import Story

T = TypeVar("T")


def run_flow(
    flow: FlowRequest[T],
    total_timeout: float,
    perform: Callable[[Request[Any] | FlowRequest[Any], float], Story[Result[Any, TimebackError]]],
    closed: Callable[[], bool],
) -> Story[Result[T, TimebackError]]:
    """Do what the steps of a flow ask for, until they give their result; what they raise is `Unexpected`.

    perform: the story of a request, within so many seconds. closed: whether the session is closed.
    """
    until = (yield from Now()) + total_timeout
    answer: object = None
    try:
        steps = flow.steps()
        while True:
            effect: object = steps.send(answer)
            left = until - (yield from Now())
            if left <= 0:
                return Failure(_too_late(flow, total_timeout))
            match effect:
                case Perform():
                    step: Perform[Any] = effect  # pyright: ignore[reportUnknownVariableType]  # no pattern has type arguments
                    answer = yield from perform(step.request, left)
                case Sleep(seconds=seconds):
                    if not closed():
                        yield from Sleep(min(seconds, left))
                    if closed():
                        return Failure(SessionClosed())
                    if left < seconds:
                        return Failure(_too_late(flow, total_timeout))
                    answer = None
                case Now():
                    answer = yield from effect
                case _:
                    kind = type(effect).__name__
                    return Failure(Unexpected("TypeError", f"a flow yields Perform, Sleep and Now, not {kind}"))
    except StopIteration as end:
        result: Result[T, TimebackError] = end.value
        return result
    except Exception as error:  # a function of the caller's may raise anything
        return Failure(Unexpected.of(error))


def _too_late(flow: FlowRequest[Any], total_timeout: float) -> TimedOut:
    """The error of a flow whose deadline has passed between two steps."""
    return TimedOut(CallInfo(flow.flow.full_name, "", "", elapsed=total_timeout), total_timeout, "flow")
