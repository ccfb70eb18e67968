"""A broadcast in threads, or wherever an executor runs it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import CancelledError, Executor, Future, ThreadPoolExecutor, wait
from typing import TYPE_CHECKING, Any, TypeAlias

from returns.result import Failure, Result

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
    if executor is not None:
        return _call_all(executor, clients, fn)
    threads = ThreadPoolExecutor(max(1, concurrency), thread_name_prefix="timeback-broadcast")
    try:
        return _call_all(threads, clients, fn)
    finally:
        threads.shutdown(wait=False)


def _call_all(
    executor: Executor, clients: Mapping[str, TimebackClient], fn: Callable[[TimebackClient], object]
) -> dict[str, Entry]:
    futures: dict[str, Future[Entry]] = {}
    try:
        for name, client in clients.items():
            futures[name] = _submit(executor, fn, client)
        wait(futures.values())
        return {name: _entry(future) for name, future in futures.items()}
    finally:
        # After Ctrl-C, what has not begun must not begin.
        for future in futures.values():
            future.cancel()


def _submit(executor: Executor, fn: Callable[[TimebackClient], object], client: TimebackClient) -> Future[Entry]:
    try:
        return executor.submit(call_plainly, fn, client)
    except Exception as error:  # an executor of the caller's may raise anything
        refused: Future[Entry] = Future()
        refused.set_exception(error)
        return refused


def _entry(future: Future[Entry]) -> Entry:
    error = CancelledError() if future.cancelled() else future.exception()
    return future.result() if error is None else Failure(error_of(error))
