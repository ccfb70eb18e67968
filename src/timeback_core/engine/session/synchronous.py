"""`Session`: the interpreter of requests for threads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from returns.io import IOFailure, IOResult, IOSuccess
from returns.result import Failure, Result, Success

from timeback_core.engine.session.base import BaseSession
from timeback_core.engine.session.thread_core import ThreadCore

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from timeback_core.engine.call.effects import Steps
    from timeback_core.engine.call.http import HttpResponse
    from timeback_core.engine.call.paging import Page
    from timeback_core.engine.call.request import Request
    from timeback_core.engine.call.response import Response
    from timeback_core.engine.config import Config
    from timeback_core.engine.policy.call import Progress
    from timeback_core.engine.policy.plan import Plan
    from timeback_core.engine.session.attempts import Observer
    from timeback_core.engine.session.auth_report import AuthReport
    from timeback_core.engine.transport.connections import Connections
    from timeback_core.errors import SessionClosed, TimebackError

T = TypeVar("T")
V = TypeVar("V")
I = TypeVar("I")  # noqa: E741 -- the item of a page


class Session(BaseSession[ThreadCore]):
    """Performs requests, from any number of threads."""

    is_async: ClassVar[bool] = False

    @classmethod
    def _new_core(
        cls, config: Config, connections: Connections | None, observer: Observer | None
    ) -> ThreadCore:
        return ThreadCore(config, connections, observer)

    def perform(self, request: Request[T]) -> IOResult[T, TimebackError]:
        """Perform a request and give its value."""
        told = self.result_of(request)
        return IOSuccess(told.unwrap()) if isinstance(told, Success) else IOFailure(told.failure())

    def result_of(self, request: Request[T]) -> Result[T, TimebackError]:
        """Perform a request and give its value as a plain `Result`, which travels between processes."""
        from timeback_core.engine.policy.answer import read_answer

        told = self.tell(request, read_answer)
        return Success(told.unwrap().value) if isinstance(told, Success) else Failure(told.failure())

    def respond(self, request: Request[T]) -> IOResult[Response[T], TimebackError]:
        """Perform a request and give its value with status, headers, request id, attempts and time."""
        from timeback_core.engine.policy.answer import read_answer

        return IOResult.from_result(self.tell(request, read_answer))

    def run(self, name: str, begin: Callable[[], Steps[T]]) -> IOResult[T, TimebackError]:
        """Run the steps of a flow; `name` is told in its errors."""
        from timeback_core.engine.session.thread_flows import run_steps

        return IOResult.from_result(run_steps(self, name, begin))

    def stream(self, request: Request[Page[I]]) -> Iterator[Result[I, TimebackError]]:
        """Every row of a list, page after page, lazily; a bad row is a failure in its place, a bad page the end."""
        from timeback_core.engine.session.thread_streams import stream

        return stream(self, request)

    def collect(self, request: Request[Page[I]]) -> IOResult[tuple[I, ...], TimebackError]:
        """All rows of a list, or the first failure."""
        from timeback_core.engine.session.thread_streams import collect

        return IOResult.from_result(collect(self, request))

    def take(self, count: int, request: Request[Page[I]]) -> IOResult[tuple[I, ...], TimebackError]:
        """At most `count` rows of a list; no more than that are asked for."""
        from timeback_core.engine.session.thread_streams import take

        return IOResult.from_result(take(self, count, request))

    def first(self, request: Request[Page[I]]) -> IOResult[I | None, TimebackError]:
        """The first row of a list, or None where it has none; one row is asked for."""
        from timeback_core.engine.session.thread_streams import take

        return IOResult.from_result(take(self, 1, request).map(lambda rows: rows[0] if rows else None))

    def perform_all(
        self, requests: Iterable[Request[T]], *, concurrency: int = 8, executor: Executor | None = None
    ) -> Iterator[tuple[Request[T], Result[T, TimebackError]]]:
        """Perform requests at the same time and give each with its result, in the order in which they finish.

        requests: read lazily. concurrency: how many are in flight at most. executor: runs the calls elsewhere, in
        other processes or on other machines; what it raises is that request's `Unexpected`.
        """
        from timeback_core.engine.session.thread_bulk import perform_all

        return perform_all(self, requests, concurrency, executor)

    def check_auth(self) -> IOResult[AuthReport, SessionClosed]:
        """Fetch a fresh token from every token endpoint and report how that went."""
        from timeback_core.engine.session.auth_report import AuthReport
        from timeback_core.errors import SessionClosed

        self._core.here()
        if self._core.closed:
            return IOFailure(SessionClosed())
        checks = tuple(self._core.check_token(source) for source in self.config.tokens)
        return IOSuccess(AuthReport(checks))

    def pause(self, seconds: float) -> bool:
        """Wait for so many seconds, or until the session is closed; True where it is."""
        self._core.here()
        return self._core.closing.wait(seconds)

    def close(self) -> None:
        """End the session: calls under way are back at once with `SessionClosed`; closing again does nothing."""
        self._core.here()
        self._core.close()

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def tell(
        self,
        request: Request[T],
        read: Callable[[Plan[T], HttpResponse, Progress], Result[V, TimebackError]],
        left: float | None = None,
    ) -> Result[V, TimebackError]:
        """Perform a request and read its answer by a function of the policy's; the basis of all the others.

        left: seconds that a stream or a flow has left, where that is less than the timeout.
        """
        from timeback_core.engine.policy.call import call
        from timeback_core.engine.policy.plan import Plan

        core = self._core
        core.here()
        if core.closed:
            return Failure(_session_closed())
        plan = core.plan(request, self._options)
        if not isinstance(plan, Plan):
            return Failure(plan)
        told: Result[V, TimebackError] = core.drive(call(plan, self._rules(left), read), plan)
        return told


def _session_closed() -> Any:
    from timeback_core.errors import SessionClosed

    return SessionClosed()
