"""`AsyncSession`: the interpreter of requests for event loops, asyncio and trio."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable
from typing import TYPE_CHECKING, ClassVar, TypeVar

from returns.future import FutureResult
from returns.result import Failure, Result, Success

from timeback_core.engine.policy.answer import read_answer
from timeback_core.engine.policy.call import call
from timeback_core.engine.policy.plan import Plan
from timeback_core.engine.session.base import BaseSession
from timeback_core.engine.session.loop_core import LoopCore

if TYPE_CHECKING:
    from timeback_core.engine.call.effects import Steps
    from timeback_core.engine.call.http import HttpResponse
    from timeback_core.engine.call.paging import Page
    from timeback_core.engine.call.request import Request
    from timeback_core.engine.call.response import Response
    from timeback_core.engine.config import Config
    from timeback_core.engine.policy.call import Progress
    from timeback_core.engine.session.attempts import Observer
    from timeback_core.engine.session.auth_report import AuthReport
    from timeback_core.engine.transport.connections import Connections
    from timeback_core.errors import SessionClosed, TimebackError

T = TypeVar("T")
V = TypeVar("V")
I = TypeVar("I")  # noqa: E741 -- the item of a page


class AsyncSession(BaseSession[LoopCore]):
    """Performs requests, from any task of any number of event loops.

    A `FutureResult` does nothing before it is awaited, and is awaited once, by one task.
    """

    is_async: ClassVar[bool] = True

    @classmethod
    def _new_core(
        cls, config: Config, connections: Connections | None, observer: Observer | None
    ) -> LoopCore:
        return LoopCore(config, connections, observer)

    def perform(self, request: Request[T]) -> FutureResult[T, TimebackError]:
        """Perform a request and give its value."""
        return FutureResult(self.result_of(request))

    async def result_of(self, request: Request[T]) -> Result[T, TimebackError]:
        """Perform a request and give its value as a plain `Result`."""
        told = await self.tell(request, read_answer)
        return Success(told.unwrap().value) if isinstance(told, Success) else Failure(told.failure())

    def respond(self, request: Request[T]) -> FutureResult[Response[T], TimebackError]:
        """Perform a request and give its value with status, headers, request id, attempts and time."""
        return FutureResult(self.tell(request, read_answer))

    def run(self, name: str, begin: Callable[[], Steps[T]]) -> FutureResult[T, TimebackError]:
        """Run the steps of a flow; `name` is told in its errors."""
        from timeback_core.engine.session.loop_flows import run_steps

        return FutureResult(run_steps(self, name, begin))

    def stream(self, request: Request[Page[I]]) -> AsyncIterator[Result[I, TimebackError]]:
        """Every row of a list, page after page, lazily; a bad row is a failure in its place, a bad page the end."""
        from timeback_core.engine.session.loop_streams import stream

        return stream(self, request)

    def collect(self, request: Request[Page[I]]) -> FutureResult[tuple[I, ...], TimebackError]:
        """All rows of a list, or the first failure."""
        from timeback_core.engine.session.loop_streams import collect

        return FutureResult(collect(self, request))

    def take(self, count: int, request: Request[Page[I]]) -> FutureResult[tuple[I, ...], TimebackError]:
        """At most `count` rows of a list; no more than that are asked for."""
        from timeback_core.engine.session.loop_streams import take

        return FutureResult(take(self, count, request))

    def first(self, request: Request[Page[I]]) -> FutureResult[I | None, TimebackError]:
        """The first row of a list, or None where it has none; one row is asked for."""
        return self.take(1, request).map(lambda rows: rows[0] if rows else None)

    def perform_all(
        self, requests: Iterable[Request[T]], *, concurrency: int = 8
    ) -> AsyncIterator[tuple[Request[T], Result[T, TimebackError]]]:
        """Perform requests at the same time and give each with its result, in the order in which they finish.

        requests: read lazily. concurrency: how many are in flight at most.
        """
        from timeback_core.engine.session.loop_bulk import perform_all

        return perform_all(self, requests, concurrency)

    def check_auth(self) -> FutureResult[AuthReport, SessionClosed]:
        """Fetch a fresh token from every token endpoint and report how that went."""
        return FutureResult(self._check_auth())

    async def pause(self, seconds: float) -> bool:
        """Wait for so many seconds, or until the session is closed; True where it is."""
        self._core.here()
        await self._core.sleep(seconds)
        return self.closed

    def close(self) -> None:
        """End the session: calls under way are back at once with `SessionClosed`; closing again does nothing."""
        self._core.here()
        self._core.close()

    async def __aenter__(self) -> AsyncSession:
        return self

    async def __aexit__(self, *exc: object) -> None:
        self.close()

    async def _check_auth(self) -> Result[AuthReport, SessionClosed]:
        from timeback_core.engine.session.auth_report import AuthReport
        from timeback_core.errors import SessionClosed

        self._core.here()
        if self._core.closed:
            return Failure(SessionClosed())
        checks = [await self._core.check_token(source) for source in self.config.tokens]
        return Success(AuthReport(tuple(checks)))

    async def tell(
        self,
        request: Request[T],
        read: Callable[[Plan[T], HttpResponse, Progress], Result[V, TimebackError]],
        left: float | None = None,
    ) -> Result[V, TimebackError]:
        """Perform a request and read its answer by a function of the policy's; the basis of all the others.

        left: seconds that a stream or a flow has left, where that is less than the timeout.
        """
        core = self._core
        core.here()
        if core.closed:
            from timeback_core.errors import SessionClosed

            return Failure(SessionClosed())
        plan = core.plan(request, self._options)
        if not isinstance(plan, Plan):
            return Failure(plan)
        told: Result[V, TimebackError] = await core.drive(call(plan, self._rules(left), read), plan)
        return told
