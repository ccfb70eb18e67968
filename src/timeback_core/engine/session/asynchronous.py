"""`AsyncSession`: performs requests for event loops; the code that sleeps, reads clocks and sends, asynchronously."""

from __future__ import annotations

from asyncio import AbstractEventLoop
from collections.abc import AsyncIterator, Generator, Iterable
from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast, overload
from weakref import WeakKeyDictionary

import anyio
from returns.future import FutureResult
from returns.result import Result

from timeback_core.engine.call.effects import Effect, Sleep
from timeback_core.engine.call.http import SendOutcome
from timeback_core.engine.policy.call import read_answer
from timeback_core.engine.policy.effects import GetToken, Send
from timeback_core.engine.session.base import BaseSession, Core, keyed, no_slot
from timeback_core.engine.session.loops import Pages, detach, perform_all, wait_until
from timeback_core.engine.session.sharing import ABANDONED, GLANCE, Landing, abandon_orphan, runs_in
from timeback_core.engine.transport.async_exchange import AsyncExchanger
from timeback_core.engine.transport.loops import Loop, call_in, running_loop
from timeback_core.engine.transport.send import asend

if TYPE_CHECKING:
    import httpx

    from timeback_core.engine.call.answers import Response
    from timeback_core.engine.call.request import FlowRequest, Page, Request
    from timeback_core.engine.config import Config, TokenSource
    from timeback_core.engine.session.lists import Fetching
    from timeback_core.engine.session.reports import AuthReport, Observer
    from timeback_core.engine.session.sharing import Pending, TokenFlight
    from timeback_core.engine.transport.connections import Connections
    from timeback_core.engine.transport.send import AsyncDirectTransport
    from timeback_core.errors import SessionClosed, TimebackError

T = TypeVar("T")
V = TypeVar("V")
K = TypeVar("K")
I = TypeVar("I")  # noqa: E741 -- the item of a page


class LoopCore(Core):
    """The state of a session of event loops, and what performs the effects of its calls."""

    def _begin(self) -> None:
        super()._begin()
        self._gates: WeakKeyDictionary[Any, anyio.Semaphore] = WeakKeyDictionary()
        self._transport: AsyncDirectTransport | httpx.AsyncBaseTransport | None = None
        self._own: AsyncExchanger | None = None

    def close(self) -> bool:
        first = super().close()
        if first:
            with self._lock:
                own, self._own, self._transport = self._own, None, None
            if own is not None:
                own.abort()
        return first

    async def drive(self, story: Generator[Effect[Any], Any, V]) -> V:
        """Perform the effects of a story until it ends, and give its value."""
        answer: object = None
        while True:
            try:
                effect = story.send(answer)
            except StopIteration as end:
                return cast(V, end.value)  # a generator's return value is untyped at run time
            match effect:
                case Send():
                    answer = await self._send(effect)
                case GetToken():
                    answer = await self.drive(self.token(effect))
                case Sleep():
                    answer = await wait_until(anyio.sleep_forever, effect.seconds, self.closing)
                case Landing():
                    answer = await self._landed(effect)
                case _:
                    answer = self.answer(effect)

    async def _send(self, effect: Send) -> SendOutcome:
        request, until = effect.request, effect.until
        transport = self._transport_here()
        if transport is None:
            return no_slot("closed")
        if not effect.slot:
            return await asend(transport, request, until, self.config.max_body_bytes)
        gate = self._gate(running_loop())
        try:
            gate.acquire_nowait()
        except anyio.WouldBlock:
            ending = await wait_until(gate.acquire, until - monotonic(), self.closing)
            if ending != "done":
                return no_slot(ending)
        try:
            return await asend(transport, request, until, self.config.max_body_bytes)
        finally:
            gate.release()

    def _gate(self, loop: Loop) -> anyio.Semaphore:
        gate = self._gates.get(loop)
        if gate is None:
            with self._lock:
                gate = self._gates.setdefault(loop, anyio.Semaphore(self.config.max_concurrency, fast_acquire=True))
        return gate

    def _transport_here(self) -> AsyncDirectTransport | httpx.AsyncBaseTransport | None:
        """What sends the session's requests, the caller's or its own; None where it is closed."""
        if self._transport is None:
            connections = self.connections() if self.config.transport is None else None
            with self._lock:
                if self.closing.done:
                    return None
                if connections is not None and self._own is None:
                    self._own = AsyncExchanger(connections)
                given = cast("httpx.AsyncBaseTransport", self.config.transport)  # checked when it was opened
                self._transport = self._own or given
        return self._transport

    async def _landed(self, effect: Landing) -> bool:
        landed = anyio.Event()
        loop = running_loop()
        pending = effect.pending
        pending.add_done_callback(lambda _: call_in(loop, landed.set))
        while not (pending.done() or self.closing.done) and (left := effect.until - monotonic()) > 0:
            await wait_until(landed.wait, min(left, GLANCE), self.closing)
            abandon_orphan(effect.flight, pending)
        return pending.done()

    def _begin_fetch(self, flight: TokenFlight, source: TokenSource, pending: Pending) -> None:
        async def fetch() -> None:
            flight.land(pending, await self.drive(self._fetched(source)))

        loop = running_loop()
        if isinstance(loop, AbstractEventLoop):
            runs_in(loop, pending)
        detach(fetch, lambda: flight.land(pending, ABANDONED))


class AsyncSession(BaseSession[LoopCore]):
    """Performs requests, from any task of any number of event loops.

    A `FutureResult` does nothing before it is awaited, and is awaited once, by one task.
    """

    is_async: ClassVar[bool] = True

    @classmethod
    def _new_core(cls, config: Config, connections: Connections | None, observer: Observer | None) -> LoopCore:
        return LoopCore(config, connections, observer)

    def perform(self, request: Request[T] | FlowRequest[T]) -> FutureResult[T, TimebackError]:
        """Perform a request, of an operation or of a flow, and give its value."""
        return FutureResult(self.result_of(request))

    async def result_of(self, request: Request[T] | FlowRequest[T]) -> Result[T, TimebackError]:
        """Perform a request and give its value as a plain `Result`."""
        return await self._core.drive(self._story(request))

    def respond(self, request: Request[T]) -> FutureResult[Response[T], TimebackError]:
        """Perform a request and give its value with status, headers, request id, attempts and time."""
        return FutureResult(self._core.drive(self._told(request, read_answer)))

    async def stream(self, request: Request[Page[I]]) -> AsyncIterator[Result[I, TimebackError]]:
        """Every row of a list, page after page, lazily; a bad row is a failure in its place, a bad page the end."""
        from timeback_core.engine.session.lists import Unfolding

        unfolding = Unfolding(request, self._options.prefetch)
        pages = self._pages()
        while (rows := await pages.run(unfolding.rows())) is not None:
            for row in rows:
                yield row

    def collect(self, request: Request[Page[I]]) -> FutureResult[tuple[I, ...], TimebackError]:
        """All rows of a list, or the first failure."""
        from timeback_core.engine.session.lists import Unfolding

        return self._gathered(Unfolding(request, self._options.prefetch).gathered())

    def take(self, count: int, request: Request[Page[I]]) -> FutureResult[tuple[I, ...], TimebackError]:
        """At most `count` rows of a list; no more than that are asked for."""
        from timeback_core.engine.session.lists import taken

        return self._gathered(taken(count, request, self._options.prefetch))

    def first(self, request: Request[Page[I]]) -> FutureResult[I | None, TimebackError]:
        """The first row of a list, or None where it has none; one row is asked for."""
        return self.take(1, request).map(lambda rows: rows[0] if rows else None)

    @overload
    def perform_all(
        self, requests: Iterable[Request[T]], *, concurrency: int = 8
    ) -> AsyncIterator[tuple[Request[T], Result[T, TimebackError]]]: ...
    @overload
    def perform_all(
        self, requests: Iterable[FlowRequest[T]], *, concurrency: int = 8
    ) -> AsyncIterator[tuple[FlowRequest[T], Result[T, TimebackError]]]: ...
    @overload
    def perform_all(
        self, requests: Iterable[tuple[K, Request[T] | FlowRequest[T]]], *, concurrency: int = 8
    ) -> AsyncIterator[tuple[K, Result[T, TimebackError]]]: ...
    def perform_all(
        self, requests: Iterable[Any], *, concurrency: int = 8
    ) -> AsyncIterator[tuple[Any, Result[Any, TimebackError]]]:
        """Perform requests at the same time and give each with its result, in the order in which they finish.

        requests: of operations or flows, or pairs of a key and a request, which come back as pairs of the key and
        the result; read lazily. concurrency: how many are in flight at most.
        """
        return perform_all(self.result_of, map(keyed, requests), concurrency)

    def check_auth(self) -> FutureResult[AuthReport, SessionClosed]:
        """Fetch a fresh token from every token endpoint and report how that went."""
        return FutureResult(self._core.drive(self._auth_checked()))

    def close(self) -> None:
        """End the session: calls under way are back at once with `SessionClosed`; closing again does nothing."""
        self._core.here()
        self._core.close()

    async def __aenter__(self) -> AsyncSession:
        return self

    async def __aexit__(self, *exc: object) -> None:
        self.close()

    def _gathered(self, fetching: Fetching[I, Result[V, TimebackError]]) -> FutureResult[V, TimebackError]:
        async def run() -> Result[V, TimebackError]:
            return await self._pages().run(fetching)

        return FutureResult(run())

    def _pages(self) -> Pages:
        until = self._lists_until()
        return Pages(lambda request: self._core.drive(self._page(request, until)))
