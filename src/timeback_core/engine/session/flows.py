"""How the steps of a flow are run, within its deadline and whatever they raise: pure, for both kinds of session."""

from __future__ import annotations

from collections.abc import Callable
from math import isnan
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, cast

import attrs
from returns.result import Failure, Result, Success

from timeback_core.engine.call.effects import Now, Perform, Sleep
from timeback_core.engine.call.request import Request
from timeback_core.error_parts import CallInfo
from timeback_core.errors import SessionClosed, TimebackError, TimedOut, Unexpected

if TYPE_CHECKING:
    from timeback_core.engine.call.request import AnyRequest, FlowRequest
    from timeback_core.engine.policy.call import Story

    Performing: TypeAlias = Callable[[AnyRequest, float, list[str]], Story[Result[Any, TimebackError]]]
    """The story of a request, within so many seconds; it adds what it writes to a list."""

T = TypeVar("T")


def run_flow(
    flow: FlowRequest[T], total_timeout: float, perform: Performing, closed: Callable[[], bool], done: list[str]
) -> Story[Result[T, TimebackError]]:
    """Do what the steps of a flow ask for, until they give their result; what they raise is `Unexpected`.

    closed: whether the session is closed. done: what was written, by this flow and by those that are its steps.
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
                    asked = step.request
                    answer = yield from perform(asked, min(left, step.within), done)
                    if isinstance(answer, Success) and isinstance(asked, Request) and asked.endpoint.repeat != "safe":
                        done.append(_written(asked, answer.unwrap()))
                case Sleep():
                    seconds = 0.0 + effect.seconds  # raises for what is no number, here and not where it is waited
                    if isnan(seconds):
                        return Failure(Unexpected("ValueError", "a flow sleeps for seconds, not for nan"))
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
        given: object = end.value
        failed = given
        if isinstance(given, Failure):
            failed = cast("Failure[object]", given).failure()  # no check tells of what it is a failure
        if isinstance(given, Success) or (failed is not given and isinstance(failed, TimebackError)):
            return cast("Result[T, TimebackError]", given)  # a generator's return value is untyped at run time
        wanted = "gives a Result" if failed is given else "fails with a TimebackError"
        return Failure(Unexpected("TypeError", f"a flow {wanted}, not {type(failed).__name__}"))
    except Exception as error:  # a function of the caller's may raise anything
        return Failure(Unexpected.of(error))


def _too_late(flow: FlowRequest[Any], total_timeout: float) -> TimedOut:
    """The error of a flow whose deadline has passed between two steps."""
    return TimedOut(CallInfo(flow.flow.full_name, "", "", elapsed=total_timeout), total_timeout, "flow")


def _written(request: Request[Any], value: object) -> str:
    """A write in few words: its operation, the ids of its path and of what it created."""
    from timeback_core.engine.call.answers import Created

    created = value.sourced_ids if isinstance(value, Created) else ()
    return " ".join((request.endpoint.full_name, *(each for _, each in request.path), *created))


def in_flow(error: TimebackError, flow: str, done: list[str]) -> TimebackError:
    """The error of a step, or of the flow itself, with the flow and what that had written."""
    call = error.call or CallInfo(flow, "", "")
    outer = call.flow or ("" if call.operation == flow else flow)
    whole = attrs.evolve(call, flow=outer, done=tuple(done))
    return attrs.evolve(error, call=whole)
