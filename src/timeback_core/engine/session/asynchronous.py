"""`AsyncSession`: performs requests, for event loops, asyncio or trio; the code that waits and sends, asynchronous."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Coroutine, Generator, Iterable
from contextlib import AbstractContextManager
from contextvars import Context, copy_context
from functools import partial
from math import inf
from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast, overload
from weakref import WeakKeyDictionary

import anyio
from returns.future import FutureResult
from returns.result import Failure, Result

from timeback_core.engine.call.effects import Effect, Sleep
from timeback_core.engine.call.request import keyed
from timeback_core.engine.policy.call import reading, with_answer
from timeback_core.engine.policy.effects import GetToken, Send
from timeback_core.engine.session.base import BaseSession, Core, I, T, V, logged
from timeback_core.engine.session.sharing import ABANDONED, Closing, Ending, Landing, TokenFlight, TokenPending, no_slot
from timeback_core.engine.transport.async_exchange import AsyncExchanger
from timeback_core.engine.transport.loops import Loop, call_in, running_loop
from timeback_core.engine.transport.send import asend

if TYPE_CHECKING:
    import httpx

    from timeback_core.engine.call.answers import Response, Rows
    from timeback_core.engine.call.http import SendOutcome
    from timeback_core.engine.call.page import Page
    from timeback_core.engine.call.request import FlowRequest, Request
    from timeback_core.engine.config import Config, TokenSource
    from timeback_core.engine.policy.call import Story
    from timeback_core.engine.session.lists import Fetch
    from timeback_core.engine.session.reports import AuthReport, Observer
    from timeback_core.engine.transport.connections import Connections
    from timeback_core.errors import BadRow, SessionClosed, TimebackError

A = TypeVar("A")
K = TypeVar("K")

_kept: set[object] = set()
"""Detached asyncio tasks: an event loop itself holds them only weakly."""


async def run(story: Generator[A, Any, V], do: Callable[[A], Coroutine[Any, Any, object]]) -> V:
    """Do what a generator asks for until it ends, and give its value."""
    answer: object = None
    while True:
        try:
            asked = story.send(answer)
        except StopIteration as end:
            return cast(V, end.value)  # a generator's return value is untyped at run time
        answer = await do(asked)


class LoopCore(Core[AsyncExchanger]):
    """The state of a session of event loops, and what performs the effects of its calls."""

    blocking = False

    def __init__(self, config: Config, connections: Connections | None, observer: Observer | None) -> None:
        super().__init__(config, connections, observer)
        self._gates: WeakKeyDictionary[Any, anyio.Semaphore] = WeakKeyDictionary()

    async def drive(self, story: Generator[Effect[Any], Any, V]) -> V:
        """Perform the effects of a story until it ends, and give its value."""
        return await run(story, self._perform)

    async def _perform(self, effect: Effect[Any]) -> object:
        match effect:
            case Send():
                return await self._send(effect)
            case GetToken():
                return await self.drive(self.token(effect))
            case Sleep():
                await wait_until(anyio.sleep_forever, effect.seconds, self.closing)
            case Landing():
                landed, loop = anyio.Event(), running_loop()
                with effect.pending.waking(lambda: call_in(loop, landed.set)):
                    await wait_until(landed.wait, effect.seconds, self.closing)
            case _:
                return self.answer(effect)
        return None

    async def _send(self, effect: Send) -> SendOutcome:
        if self.closing.done:
            return no_slot("closed")
        if not (effect.slot and self.gated):
            return await self._sent(effect)
        gate = self._gate(running_loop())
        try:
            gate.acquire_nowait()
        except anyio.WouldBlock:
            missed = await wait_until(gate.acquire, effect.until - monotonic(), self.closing)
            if missed:
                return no_slot(missed)
        try:
            return await self._sent(effect)
        finally:
            gate.release()

    async def _sent(self, effect: Send) -> SendOutcome:
        if effect.slot and self.held(effect.request):
            return no_slot("held")
        if self.config.transport is None:
            return await self.own_transport().exchange(effect.request, *effect.bounds(self.config))
        given = cast("httpx.AsyncBaseTransport", self.config.transport)  # checked when it was opened
        told = await wait_until(partial(asend, given, effect.request, *effect.bounds(self.config)), inf, self.closing)
        return no_slot(told) if isinstance(told, str) else told

    def _gate(self, loop: Loop) -> anyio.Semaphore:
        gate = self._gates.get(loop)
        if gate is None:
            with self._lock:
                gate = self._gates.setdefault(loop, anyio.Semaphore(self.config.max_concurrency, fast_acquire=True))
        return gate

    def _new_transport(self, connections: Connections) -> AsyncExchanger:
        return AsyncExchanger(connections)

    def begin_fetch(self, flight: TokenFlight, source: TokenSource, pending: TokenPending) -> None:
        """Start a fetch in a task of its own."""

        async def fetch() -> None:
            flight.land(pending, await self.drive(self._fetched(source)))

        pending.loop = running_loop()
        detach(fetch, lambda: flight.land(pending, ABANDONED), Context())  # no trace, say, of the caller's


def named(waiting: Coroutine[Any, Any, V], asked: Request[Any] | FlowRequest[Any]) -> Coroutine[Any, Any, V]:
    """A coroutine under the name of what was asked, which Python tells where somebody forgets to await it."""
    cast(Any, waiting).__qualname__ = asked.full_name  # those of functions have one
    return waiting


def detach(make: Callable[[], Coroutine[Any, Any, None]], over: Callable[[], None], context: Context) -> None:
    """Start a task that belongs to no caller.

    over: called when the task has ended, also when its loop ended before the task could begin.
    """
    if isinstance(running_loop(), asyncio.AbstractEventLoop):
        task = asyncio.get_running_loop().create_task(make(), context=context)
        _kept.add(task)
        task.add_done_callback(_kept.discard)
        task.add_done_callback(lambda _: over())
        return
    import trio

    async def run_over() -> None:
        try:
            await make()
        finally:
            over()

    trio.lowlevel.spawn_system_task(run_over, name="timeback", context=context)


async def wait_until(wait: Callable[[], Coroutine[Any, Any, V]], seconds: float, closing: Closing) -> V | Ending:
    """What is waited for, for so many seconds at most and no longer than the session is open."""
    with anyio.CancelScope(deadline=anyio.current_time() + max(0.0, seconds)) as scope:
        loop = running_loop()
        with closing.waking(lambda: call_in(loop, scope.cancel)):
            return await wait()
    return "closed" if closing.done else "late"


class Pages:
    """Gets the pages of one list, several at once where some are wanted later; no task outlives a page."""

    def __init__(self, get: Callable[[Request[Any]], Coroutine[Any, Any, Result[Page[Any], TimebackError]]]) -> None:
        self._get = get
        self._had: dict[Request[Any], Result[Page[Any], TimebackError]] = {}

    async def page(self, wanted: Fetch[Any]) -> Result[Page[Any], TimebackError]:
        """The page that is asked for, got together with those that are wanted after it."""
        if wanted.request in self._had:
            return self._had.pop(wanted.request)
        self._had = {one: told for one, told in self._had.items() if one in wanted.ahead}
        missing = [one for one in (wanted.request, *wanted.ahead) if one not in self._had]
        if len(missing) == 1:
            return await self._get(wanted.request)
        async with anyio.create_task_group() as group:
            for one in missing:
                group.start_soon(self._keep, one)
        return self._had.pop(wanted.request)

    async def _keep(self, request: Request[Any]) -> None:
        self._had[request] = await self._get(request)


async def perform_all(
    parting: AbstractContextManager[AsyncSession], pairs: Iterable[tuple[object, Any]], concurrency: int
) -> AsyncIterator[tuple[Any, Result[Any, TimebackError]]]:
    """Each key with the result of its request, in the order in which they finish; so many in flight at most.

    parting: a part of a session, which ends with the iterator. The tasks are detached: a task group around a `yield`
    would break when its consumer stops early.
    """
    from timeback_core.errors import Unexpected

    finished: deque[tuple[object, Result[Any, TimebackError]]] = deque()
    changed = anyio.Event()
    in_flight = 0

    def begin(session: AsyncSession, key: object, request: Any) -> None:
        told: Result[Any, TimebackError] = Failure(Unexpected("CancelledError", "somebody else cancelled the call"))

        async def work() -> None:
            nonlocal told
            try:
                told = await session.result_of(request)
            except Exception as error:  # nobody awaits this task
                told = Failure(Unexpected.of(error))

        def over() -> None:
            finished.append((key, told))
            changed.set()

        detach(work, over, copy_context())

    coming = iter(pairs)
    with parting as part:
        while True:
            while in_flight < concurrency and (pair := next(coming, None)) is not None:
                begin(part, *pair)
                in_flight += 1
            if not in_flight:
                return
            while not finished:
                await changed.wait()
            changed = anyio.Event()
            while finished:
                in_flight -= 1
                yield finished.popleft()


class AsyncSession(BaseSession[LoopCore]):
    """Performs requests, from any task of any number of event loops.

    A `FutureResult` does nothing before it is awaited, and is awaited once, by one task.
    """

    is_async: ClassVar[bool] = True
    _kind = LoopCore

    def perform(self, request: Request[T] | FlowRequest[T]) -> FutureResult[T, TimebackError]:
        """Perform a request, of an operation or of a flow, and give its value."""
        return self._later(request, self._story(request))

    async def result_of(self, request: Request[T] | FlowRequest[T]) -> Result[T, TimebackError]:
        """Perform a request and give its value as a plain `Result`."""
        return await self._core.drive(self._story(request))

    def respond(self, request: Request[T]) -> FutureResult[Response[T], TimebackError]:
        """Perform a request and give its value with status, headers, request id, attempts and time."""
        return self._later(request, self._told(request, with_answer(reading(lenient=self._lenient))))

    async def stream(self, request: Request[Page[I]]) -> AsyncIterator[Result[I, TimebackError | BadRow]]:
        """Every row of a list, page after page, lazily; a bad one is a `BadRow` in its place, a bad page the end."""
        from timeback_core.engine.session.lists import Unfolding

        unfolding = Unfolding(request, self._options.prefetch)
        pages = self._pages(lenient=True)
        while (rows := await run(unfolding.rows(), pages.page)) is not None:
            for row in (logged(rows, request),) if isinstance(rows, Failure) else rows:
                yield row

    def collect(self, request: Request[Page[I]]) -> FutureResult[Rows[I], TimebackError]:
        """All rows of a list, or the first failure; `bad_rows="skip"` leaves out what cannot be read and tells it."""
        return self._gathered(request, lenient=self._lenient)

    def take(self, count: int, request: Request[Page[I]]) -> FutureResult[Rows[I], TimebackError]:
        """At most `count` rows of a list; no more than that are asked for."""
        return self._gathered(request, count, lenient=self._lenient)

    def first(self, request: Request[Page[I]]) -> FutureResult[I | None, TimebackError]:
        """The first row of a list, or None where it has none; one row is asked for."""
        return self._gathered(request, 1, lenient=False).map(lambda rows: rows[0] if rows else None)

    @overload
    def perform_all(
        self, requests: Iterable[Request[T]], *, concurrency: int | None = None
    ) -> AsyncIterator[tuple[Request[T], Result[T, TimebackError]]]: ...
    @overload
    def perform_all(
        self, requests: Iterable[FlowRequest[T]], *, concurrency: int | None = None
    ) -> AsyncIterator[tuple[FlowRequest[T], Result[T, TimebackError]]]: ...
    @overload
    def perform_all(
        self, requests: Iterable[tuple[K, Request[T] | FlowRequest[T]]], *, concurrency: int | None = None
    ) -> AsyncIterator[tuple[K, Result[T, TimebackError]]]: ...
    def perform_all(
        self, requests: Iterable[Any], *, concurrency: int | None = None
    ) -> AsyncIterator[tuple[Any, Result[Any, TimebackError]]]:
        """Perform requests at the same time and give each with its result, in the order in which they finish.

        requests: of operations or flows, or pairs of a key and a request, which come back as pairs of the key and
        the result; read lazily. concurrency: how many are in flight at most, whatever the session's `max_concurrency`
        says, which holds where it is not given.

        Whoever leaves the loop ends what is under way, when the iterator is closed.
        """
        session, most = self._for_bulk(concurrency)
        return perform_all(session._part(gated=concurrency is None), map(keyed, requests), most)

    def check_auth(self) -> FutureResult[AuthReport, SessionClosed]:
        """Fetch a fresh token from every token endpoint and report how that went."""
        return FutureResult(self._core.drive(self._auth_checked()))

    async def __aenter__(self) -> AsyncSession:
        return self

    async def __aexit__(self, *exc: object) -> None:
        self.close()

    def _later(
        self, asked: Request[Any] | FlowRequest[Any], story: Story[Result[V, TimebackError]]
    ) -> FutureResult[V, TimebackError]:
        async def told() -> Result[V, TimebackError]:
            return logged(await self._core.drive(story), asked)

        return FutureResult(named(told(), asked))

    def _gathered(
        self, request: Request[Page[I]], *most: object, lenient: bool
    ) -> FutureResult[Rows[I], TimebackError]:
        from timeback_core.engine.session.lists import taken

        fetching = taken(request, self._options.prefetch, *most)

        async def gathered() -> Result[Rows[I], TimebackError]:
            return logged(await run(fetching, self._pages(lenient=lenient).page), request)

        return FutureResult(named(gathered(), request))

    def _pages(self, *, lenient: bool) -> Pages:
        until = self._lists_until()
        return Pages(lambda request: self._core.drive(self._page(request, until, lenient=lenient)))
