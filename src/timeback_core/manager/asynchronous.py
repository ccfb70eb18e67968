"""`AsyncTimebackManager`: named clients for event loops, asyncio and trio."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, overload

from returns.io import IOResult
from returns.result import Result

from timeback_core.broadcast import BroadcastResults
from timeback_core.client import AsyncTimebackClient
from timeback_core.manager.base import BaseManager

if TYPE_CHECKING:
    import asyncio
    from types import TracebackType

    from returns.future import FutureResult

    from timeback_core.engine.config import Config
    from timeback_core.engine.transport.connections import Connections

T = TypeVar("T")
E = TypeVar("E")

CONCURRENCY = 32
"""Clients of a broadcast at the same time, where nothing else is said."""


class AsyncTimebackManager(BaseManager[AsyncTimebackClient]):
    """Named clients for event loops, and what is done with all of them at once."""

    _method: ClassVar[str] = "handle_async_request"

    @overload
    async def broadcast(
        self, fn: Callable[[AsyncTimebackClient], FutureResult[T, E]], *, concurrency: int = CONCURRENCY
    ) -> BroadcastResults[T]: ...
    @overload
    async def broadcast(
        self,
        fn: Callable[[AsyncTimebackClient], Coroutine[Any, Any, IOResult[T, E]]],
        *,
        concurrency: int = CONCURRENCY,
    ) -> BroadcastResults[T]: ...
    @overload
    async def broadcast(
        self, fn: Callable[[AsyncTimebackClient], Coroutine[Any, Any, Result[T, E]]], *, concurrency: int = CONCURRENCY
    ) -> BroadcastResults[T]: ...
    @overload
    async def broadcast(
        self, fn: Callable[[AsyncTimebackClient], Coroutine[Any, Any, T]], *, concurrency: int = CONCURRENCY
    ) -> BroadcastResults[T]: ...
    @overload
    async def broadcast(
        self, fn: Callable[[AsyncTimebackClient], asyncio.Future[Result[T, E]]], *, concurrency: int = CONCURRENCY
    ) -> BroadcastResults[T]: ...
    @overload
    async def broadcast(
        self, fn: Callable[[AsyncTimebackClient], asyncio.Future[T]], *, concurrency: int = CONCURRENCY
    ) -> BroadcastResults[T]: ...
    @overload
    async def broadcast(
        self, fn: Callable[[AsyncTimebackClient], Result[T, E]], *, concurrency: int = CONCURRENCY
    ) -> BroadcastResults[T]: ...
    @overload
    async def broadcast(
        self, fn: Callable[[AsyncTimebackClient], T], *, concurrency: int = CONCURRENCY
    ) -> BroadcastResults[T]: ...
    async def broadcast(
        self,
        fn: Callable[[AsyncTimebackClient], Any],  # the overloads say what it gives
        *,
        concurrency: int = CONCURRENCY,
    ) -> BroadcastResults[Any]:
        """Call a function for every client, and await what it gives, all at the same time.

        fn: gives a `FutureResult`, a coroutine, a task or a future, a `Result` or a plain value; what can be
        awaited is awaited once, and a result that comes out is the client's. What it raises, and an error
        that is no `TimebackError`, is its client's `Unexpected`; an error that `or_raise` or `unwrap` raised
        stays what it was. concurrency: clients at the same time, at most.

        Clients that are registered meanwhile are not included. Cancelling the broadcast cancels all of it.
        """
        from timeback_core.manager.loops import await_all

        return BroadcastResults(await await_all(self._clients.copy(), fn, concurrency))

    async def __aenter__(self) -> AsyncTimebackManager:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _open(self, config: Config, connections: Connections) -> AsyncTimebackClient:
        return AsyncTimebackClient.of(config, connections=connections, on_attempt=self._observer)
