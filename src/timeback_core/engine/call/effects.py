"""Effects: what a piece of logic asks the world for, as values.

Logic that needs time or answers is a generator of effects. `answer = yield from Effect(...)` has the exact type
of the effect's answer; a driver performs the effects, for threads, for event loops or in a simulated world.
"""

from __future__ import annotations

from collections.abc import Generator
from math import inf
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

from returns.result import Result

if TYPE_CHECKING:
    from timeback_core.engine.call.request import FlowRequest, Request
    from timeback_core.errors import TimebackError

A = TypeVar("A")
T = TypeVar("T")


class Effect(Generic[A]):
    """Something to be done by whoever runs the logic; `A` is what it answers."""

    def __iter__(self) -> Generator[Effect[Any], Any, A]:
        answer: A = yield self
        return answer


class Now(Effect[float]):
    """The monotonic time, in seconds."""


class Sleep(Effect[None]):
    """Wait for so many seconds."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds


class Perform(Effect["Result[T, TimebackError]"], Generic[T]):
    """Perform a request, of an operation or of another flow, within so many seconds, and give its result."""

    def __init__(self, request: Request[T] | FlowRequest[T], within: float = inf) -> None:
        self.request = request
        self.within = within


if TYPE_CHECKING:
    Steps: TypeAlias = Generator[Effect[Any], Any, Result[T, TimebackError]]
else:
    Steps = Generator
