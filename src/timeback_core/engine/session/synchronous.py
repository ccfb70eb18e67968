"""`Session`: performs requests for threads; the code that sleeps, reads clocks and sends, synchronously."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast, overload

from returns.io import IOResult
from returns.result import Result

from timeback_core.engine.call.effects import Effect, Sleep
from timeback_core.engine.policy.call import read_answer
from timeback_core.engine.policy.effects import GetToken, Send
from timeback_core.engine.session.base import BaseSession, Core, keyed, no_slot
from timeback_core.engine.session.sharing import ABANDONED, GLANCE, Gate, Landing, abandon_orphan

if TYPE_CHECKING:
    from concurrent.futures import Executor

    import httpx

    from timeback_core.engine.call.answers import Response
    from timeback_core.engine.call.http import SendOutcome
    from timeback_core.engine.call.request import FlowRequest, Page, Request
    from timeback_core.engine.config import Config, TokenSource
    from timeback_core.engine.policy.effects import NoToken, Token
    from timeback_core.engine.session.lists import Fetching
    from timeback_core.engine.session.reports import AuthReport, Observer
    from timeback_core.engine.session.sharing import Abandoned, Pending, TokenFlight
    from timeback_core.engine.session.threads import Pages
    from timeback_core.engine.transport.connections import Connections
    from timeback_core.engine.transport.exchange import Exchanger
    from timeback_core.engine.transport.send import DirectTransport
    from timeback_core.errors import SessionClosed, TimebackError

T = TypeVar("T")
V = TypeVar("V")
K = TypeVar("K")
I = TypeVar("I")  # noqa: E741 -- the item of a page


class ThreadCore(Core):
    """The state of a session of threads, and what performs the effects of its calls."""

    def _begin(self) -> None:
        super()._begin()
        self._gate = Gate(self.config.max_concurrency)
        self._transport: DirectTransport | httpx.BaseTransport | None = None
        self._own: Exchanger | None = None

    def close(self) -> bool:
        first = super().close()
        if first:
            self._gate.close()
            with self._lock:
                own, self._own, self._transport = self._own, None, None
            if own is not None:
                own.abort()
        return first

    def drive(self, story: Generator[Effect[Any], Any, V]) -> V:
        """Perform the effects of a story until it ends, and give its value."""
        answer: object = None
        while True:
            try:
                effect = story.send(answer)
            except StopIteration as end:
                return cast(V, end.value)  # a generator's return value is untyped at run time
            match effect:
                case Send():
                    answer = self._send(effect)
                case GetToken():
                    answer = self.drive(self.token(effect))
                case Sleep():
                    answer = self.closing.wait(effect.seconds)
                case Landing():
                    answer = self._landed(effect)
                case _:
                    answer = self.answer(effect)

    def _send(self, effect: Send) -> SendOutcome:
        from timeback_core.engine.transport.send import send

        transport = self._transport_here()
        if transport is None:
            return no_slot("closed")
        if not effect.slot:
            return send(transport, effect.request, effect.until, self.config.max_body_bytes)
        entry = self._gate.enter(effect.until)
        if entry != "entered":
            return no_slot(entry)
        try:
            return send(transport, effect.request, effect.until, self.config.max_body_bytes)
        finally:
            self._gate.leave()

    def _transport_here(self) -> DirectTransport | httpx.BaseTransport | None:
        """What sends the session's requests, the caller's or its own; None where it is closed."""
        if self._transport is None:
            connections = self.connections() if self.config.transport is None else None
            with self._lock:
                if self.closing.done:
                    return None
                if connections is not None and self._own is None:
                    from timeback_core.engine.transport.exchange import Exchanger

                    self._own = Exchanger(connections)
                given = cast("httpx.BaseTransport", self.config.transport)  # checked when it was opened
                self._transport = self._own or given
        return self._transport

    def _landed(self, effect: Landing) -> bool:
        woken = Event()
        effect.pending.add_done_callback(lambda _: woken.set())
        self.closing.add(woken.set)
        try:
            while (left := effect.until - monotonic()) > 0 and not woken.wait(min(left, GLANCE)):
                abandon_orphan(effect.flight, effect.pending)
        finally:
            self.closing.discard(woken.set)
        return effect.pending.done()

    def _begin_fetch(self, flight: TokenFlight, source: TokenSource, pending: Pending) -> None:
        def fetch() -> None:
            outcome: Result[Token, NoToken] | Abandoned = ABANDONED
            try:
                outcome = self.drive(self._fetched(source))
            finally:
                flight.land(pending, outcome)

        Thread(target=fetch, name="timeback-token", daemon=True).start()


class Session(BaseSession[ThreadCore]):
    """Performs requests, from any number of threads."""

    is_async: ClassVar[bool] = False

    @classmethod
    def _new_core(cls, config: Config, connections: Connections | None, observer: Observer | None) -> ThreadCore:
        return ThreadCore(config, connections, observer)

    def perform(self, request: Request[T] | FlowRequest[T]) -> IOResult[T, TimebackError]:
        """Perform a request, of an operation or of a flow, and give its value."""
        return IOResult.from_result(self._core.drive(self._story(request)))

    def result_of(self, request: Request[T] | FlowRequest[T]) -> Result[T, TimebackError]:
        """Perform a request and give its value as a plain `Result`, which travels between processes."""
        return self._core.drive(self._story(request))

    def respond(self, request: Request[T]) -> IOResult[Response[T], TimebackError]:
        """Perform a request and give its value with status, headers, request id, attempts and time."""
        return IOResult.from_result(self._core.drive(self._told(request, read_answer)))

    def stream(self, request: Request[Page[I]]) -> Iterator[Result[I, TimebackError]]:
        """Every row of a list, page after page, lazily; a bad row is a failure in its place, a bad page the end."""
        from timeback_core.engine.session.lists import Unfolding

        unfolding = Unfolding(request, self._options.prefetch)
        with self._pages() as pages:
            while (rows := pages.run(unfolding.rows())) is not None:
                yield from rows

    def collect(self, request: Request[Page[I]]) -> IOResult[tuple[I, ...], TimebackError]:
        """All rows of a list, or the first failure."""
        from timeback_core.engine.session.lists import Unfolding

        return self._gathered(Unfolding(request, self._options.prefetch).gathered())

    def take(self, count: int, request: Request[Page[I]]) -> IOResult[tuple[I, ...], TimebackError]:
        """At most `count` rows of a list; no more than that are asked for."""
        from timeback_core.engine.session.lists import taken

        return self._gathered(taken(count, request, self._options.prefetch))

    def first(self, request: Request[Page[I]]) -> IOResult[I | None, TimebackError]:
        """The first row of a list, or None where it has none; one row is asked for."""
        return self.take(1, request).map(lambda rows: rows[0] if rows else None)

    @overload
    def perform_all(
        self, requests: Iterable[Request[T]], *, concurrency: int = 8, executor: Executor | None = None
    ) -> Iterator[tuple[Request[T], Result[T, TimebackError]]]: ...
    @overload
    def perform_all(
        self, requests: Iterable[FlowRequest[T]], *, concurrency: int = 8, executor: Executor | None = None
    ) -> Iterator[tuple[FlowRequest[T], Result[T, TimebackError]]]: ...
    @overload
    def perform_all(
        self,
        requests: Iterable[tuple[K, Request[T] | FlowRequest[T]]],
        *,
        concurrency: int = 8,
        executor: Executor | None = None,
    ) -> Iterator[tuple[K, Result[T, TimebackError]]]: ...
    def perform_all(
        self, requests: Iterable[Any], *, concurrency: int = 8, executor: Executor | None = None
    ) -> Iterator[tuple[Any, Result[Any, TimebackError]]]:
        """Perform requests at the same time and give each with its result, in the order in which they finish.

        requests: of operations or flows, or pairs of a key and a request, which come back as pairs of the key and
        the result; read lazily. concurrency: how many are in flight at most. executor: runs the calls elsewhere, in
        other processes or on other machines; what it raises is that request's `Unexpected`.
        """
        from timeback_core.engine.session.threads import perform_all

        # More threads than may send at the same time would only wait.
        threads = min(concurrency, self.config.max_concurrency)
        return perform_all(self.result_of, map(keyed, requests), concurrency, threads, executor)

    def check_auth(self) -> IOResult[AuthReport, SessionClosed]:
        """Fetch a fresh token from every token endpoint and report how that went."""
        return IOResult.from_result(self._core.drive(self._auth_checked()))

    def close(self) -> None:
        """End the session: calls under way are back at once with `SessionClosed`; closing again does nothing."""
        self._core.here()
        self._core.close()

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def _gathered(self, fetching: Fetching[I, Result[V, TimebackError]]) -> IOResult[V, TimebackError]:
        with self._pages() as pages:
            return IOResult.from_result(pages.run(fetching))

    def _pages(self) -> Pages:
        from timeback_core.engine.session.threads import Pages

        until = self._lists_until()
        threads = min(self._options.prefetch, self.config.max_concurrency)
        return Pages(lambda request: self._core.drive(self._page(request, until)), threads)
