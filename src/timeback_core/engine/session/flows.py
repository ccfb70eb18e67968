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
    total_timeout: float | None,
    perform: Callable[[Request[Any] | FlowRequest[Any], float | None], Story[Result[Any, TimebackError]]],
    closed: Callable[[], bool],
) -> Story[Result[T, TimebackError]]:
    """Do what the steps of a flow ask for, until they give their result; what they raise is `Unexpected`.

    total_timeout: its deadline in seconds. perform: the story of a request, within so many seconds. closed: whether
    the session is closed.
    """
    until = None if total_timeout is None else (yield from Now()) + total_timeout
    answer: object = None
    try:
        steps = flow.steps()
        while True:
            effect: object = steps.send(answer)
            left = None if until is None else until - (yield from Now())
            if total_timeout is not None and left is not None and left <= 0:
                return Failure(_too_late(flow, total_timeout))
            match effect:
                case Perform():
                    step: Perform[Any] = effect  # pyright: ignore[reportUnknownVariableType]  # no pattern has type arguments
                    answer = yield from perform(step.request, left)
                case Sleep(seconds=seconds):
                    if not closed():
                        yield from Sleep(seconds if left is None else min(seconds, left))
                    if closed():
                        return Failure(SessionClosed())
                    if total_timeout is not None and left is not None and left < seconds:
                        return Failure(_too_late(flow, total_timeout))
                    answer = None
                case Now():
                    answer = yield from effect
                case _:
                    return Failure(_no_step(effect))
    except StopIteration as end:
        result: Result[T, TimebackError] = end.value
        return result
    except Exception as error:  # a function of the caller's may raise anything
        return Failure(Unexpected.of(error))


def _too_late(flow: FlowRequest[Any], total_timeout: float) -> TimedOut:
    """The error of a flow whose deadline has passed between two steps."""
    return TimedOut(CallInfo(flow.flow.full_name, "", "", elapsed=total_timeout), total_timeout, "flow")


def _no_step(effect: object) -> Unexpected:
    """The error of a flow that yields something that cannot be done."""
    return Unexpected("TypeError", f"a flow yields Perform, Sleep and Now, not {type(effect).__name__}")
