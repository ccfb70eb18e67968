"""Running the steps of a flow, for threads."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar

from returns.result import Failure, Result

from timeback_core.engine.call.effects import Now, Perform, Sleep, Steps
from timeback_core.engine.session.flow_ends import flow_too_late, no_step, unexpected
from timeback_core.errors import SessionClosed, TimebackError

if TYPE_CHECKING:
    from timeback_core.engine.session.synchronous import Session

T = TypeVar("T")


def run_steps(session: Session, name: str, begin: Callable[[], Steps[T]]) -> Result[T, TimebackError]:
    """Perform what the steps of a flow ask for, until they give their result.

    What a function of the caller's raises in between is `Unexpected`.
    """
    total = session.options.total_timeout
    until = None if total is None else monotonic() + total
    answer: object = None
    try:
        steps = begin()
        while True:
            effect = steps.send(answer)
            left = None if until is None else until - monotonic()
            if total is not None and left is not None and left <= 0:
                return Failure(flow_too_late(name, total))
            match effect:
                case Perform():
                    step: Perform[Any] = effect  # pyright: ignore[reportUnknownVariableType]  # no pattern has type arguments
                    answer = session.within(left).result_of(step.request)
                case Sleep():
                    seconds = effect.seconds if left is None else min(effect.seconds, left)
                    if session.closed or session.pause(seconds):
                        return Failure(SessionClosed())
                    if total is not None and seconds < effect.seconds:
                        return Failure(flow_too_late(name, total))
                    answer = None
                case Now():
                    answer = monotonic()
                case _:
                    return Failure(no_step(effect))
    except StopIteration as end:
        result: Result[T, TimebackError] = end.value
        return result
    except Exception as error:  # a function of the caller's may raise anything
        return Failure(unexpected(error))
