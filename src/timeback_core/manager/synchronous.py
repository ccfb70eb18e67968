"""`TimebackManager`: named clients for threads."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, overload

from returns.io import IOResult
from returns.result import Result

from timeback_core.broadcast import BroadcastResults
from timeback_core.client import TimebackClient
from timeback_core.manager.base import BaseManager

if TYPE_CHECKING:
    from concurrent.futures import Executor
    from types import TracebackType

    from timeback_core.engine.config import Config
    from timeback_core.engine.transport.connections import Connections

T = TypeVar("T")
E = TypeVar("E")

CONCURRENCY = 32
"""Clients of a broadcast at the same time, where nothing else is said."""


class TimebackManager(BaseManager[TimebackClient]):
    """Named clients for threads, and what is done with all of them at once."""

    _method: ClassVar[str] = "handle_request"

    @overload
    def broadcast(
        self,
        fn: Callable[[TimebackClient], IOResult[T, E]],
        *,
        executor: Executor | None = None,
        concurrency: int = CONCURRENCY,
    ) -> BroadcastResults[T]: ...
    @overload
    def broadcast(
        self,
        fn: Callable[[TimebackClient], Result[T, E]],
        *,
        executor: Executor | None = None,
        concurrency: int = CONCURRENCY,
    ) -> BroadcastResults[T]: ...
    @overload
    def broadcast(
        self, fn: Callable[[TimebackClient], T], *, executor: Executor | None = None, concurrency: int = CONCURRENCY
    ) -> BroadcastResults[T]: ...
    def broadcast(
        self,
        fn: Callable[[TimebackClient], Any],  # the overloads say what it gives
        *,
        executor: Executor | None = None,
        concurrency: int = CONCURRENCY,
    ) -> BroadcastResults[Any]:
        """Call a function for every client at the same time, and wait for all of them.

        fn: gives an `IOResult`, a `Result` or a plain value. What it raises, and an error that is no
        `TimebackError`, is its client's `Unexpected`; an error that `or_raise` or `unwrap` raised stays what
        it was. An awaitable is `Unexpected` as well, since there is no loop here. executor: runs the calls
        elsewhere, in other processes or on other machines; `fn` must be a function of a module then, and its
        values must travel. concurrency: threads at most, where there is no executor.

        Clients that are registered meanwhile are not included.
        """
        from timeback_core.manager.threads import call_all

        return BroadcastResults(call_all(self._clients.copy(), fn, executor, concurrency))

    def __enter__(self) -> TimebackManager:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _open(self, config: Config, connections: Connections) -> TimebackClient:
        return TimebackClient.of(config, connections=connections, on_attempt=self._observer)
