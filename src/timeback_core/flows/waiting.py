"""Waiting for what a server does in the background, or a person in front of it: a look from time to time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from returns.result import Failure

from timeback_core.engine.call.effects import Now, Perform, Sleep
from timeback_core.engine.codec import positive
from timeback_core.error_parts import CallInfo
from timeback_core.flows.steps import invalid
from timeback_core.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from returns.result import Result

    from timeback_core.engine.call.effects import Steps
    from timeback_core.engine.call.request import Request
    from timeback_core.errors import TimebackError

D = TypeVar("D")

LONGEST_WAIT: Final = 10
"""How many times as long as the first wait between two looks the longest is."""


def wrong_bounds(timeout: float, poll_interval: float) -> tuple[Problem, ...]:
    """What is wrong with how long a wait is, and how often it looks."""
    bounds = {"timeout": positive(timeout), "poll_interval": positive(poll_interval)}
    return tuple(Problem(name, text) for name, text in bounds.items() if text)


def waited(
    look: Request[D],
    outcome: Callable[[D, CallInfo], Result[D, TimebackError] | None],
    *,
    timeout: float,
    poll_interval: float,
    waiting_for: str,
    problems: tuple[Problem, ...] = (),
) -> Steps[D]:
    """Look until there is an outcome. A look that fails for a reason that may pass does not end the wait.

    outcome: of what a look gives; None as long as it goes on. timeout: seconds to wait at most, requests included.
    poll_interval: seconds until the second look; the waits double up to ten times as long. waiting_for: as `TimedOut`
    tells it. problems: further ones of the arguments.
    """
    from timeback_core.errors import Refusal, TimedOut

    if found := (*wrong_bounds(timeout, poll_interval), *problems):
        return invalid(*found)
    wait, left, started = poll_interval, timeout, (yield from Now())
    place = (look.full_name, look.endpoint.verb, look.endpoint.default_path)
    while True:
        told = yield from Perform(look, within=left)
        elapsed = (yield from Now()) - started
        call = CallInfo(*place, elapsed=elapsed, ids=look.path)
        ended = told if isinstance(told, Failure) else outcome(told.unwrap(), call)
        error = ended.failure() if isinstance(ended, Failure) else None
        if ended is not None and not (error and error.retryable):
            return ended
        pause = min(wait, 0.9 * (timeout - elapsed))  # what is left after the last pause is for the last look
        if pause < 0.1 * poll_interval:
            return Failure(TimedOut(call, timeout, waiting_for, error if isinstance(error, Refusal) else None))
        yield from Sleep(pause)
        wait, left = min(2 * wait, LONGEST_WAIT * poll_interval), timeout - elapsed - pause
