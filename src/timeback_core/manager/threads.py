"""A broadcast in threads, or wherever an executor runs it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import CancelledError, Executor, Future, wait
from typing import TYPE_CHECKING, Any, TypeAlias

from returns.result import Failure, Result

from timeback_core.engine.session.base import ending_early
from timeback_core.engine.session.synchronous import Crew, submitted
from timeback_core.manager.entries import call_plainly, error_of

if TYPE_CHECKING:
    from timeback_core.client import TimebackClient
    from timeback_core.errors import TimebackError

Entry: TypeAlias = "Result[Any, TimebackError]"


def call_all(
    clients: Mapping[str, TimebackClient],
    fn: Callable[[TimebackClient], object],
    executor: Executor | None,
    concurrency: int,
) -> dict[str, Entry]:
    """The entry of each client, in their order; without an executor in `concurrency` threads."""
    with Crew(max(1, concurrency), "timeback-broadcast") as crew:
        return _call_all(executor or crew, clients, fn)


def _call_all(
    executor: Executor | Crew, clients: Mapping[str, TimebackClient], fn: Callable[[TimebackClient], object]
) -> dict[str, Entry]:
    futures: dict[str, Future[Entry]] = {}
    with ending_early(client.session for client in clients.values()):
        try:
            for name, client in clients.items():
                futures[name] = submitted(executor, call_plainly, fn, client)
            wait(futures.values())
            return {name: _entry(future) for name, future in futures.items()}
        finally:
            # After Ctrl-C, what has not begun must not begin.
            for future in futures.values():
                future.cancel()


def _entry(future: Future[Entry]) -> Entry:
    error = CancelledError() if future.cancelled() else future.exception()
    return future.result() if error is None else Failure(error_of(error))
