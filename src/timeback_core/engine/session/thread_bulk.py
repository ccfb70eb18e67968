"""Many requests at the same time, for threads, other processes and other machines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from typing import TYPE_CHECKING, TypeVar

from returns.result import Failure, Result

from timeback_core.engine.session.flow_ends import unexpected

if TYPE_CHECKING:
    from timeback_core.engine.call.request import Request
    from timeback_core.engine.session.synchronous import Session
    from timeback_core.errors import TimebackError

T = TypeVar("T")


def perform_all(
    session: Session, requests: Iterable[Request[T]], concurrency: int, executor: Executor | None
) -> Iterator[tuple[Request[T], Result[T, TimebackError]]]:
    """Each request with its result, in the order in which they finish; at most `concurrency` are in flight."""
    own: ThreadPoolExecutor | None = None
    if executor is None:
        executor = own = _threads(session, concurrency)
    in_flight: dict[Future[Result[T, TimebackError]], Request[T]] = {}
    coming = iter(requests)
    try:
        while True:
            while len(in_flight) < max(1, concurrency):
                request = next(coming, None)
                if request is None:
                    break
                in_flight[_submit(executor, session, request)] = request
            if not in_flight:
                return
            for future in wait(in_flight, return_when=FIRST_COMPLETED).done:
                yield in_flight.pop(future), _result_of(future)
    finally:
        for future in in_flight:
            future.cancel()
        if own is not None:
            own.shutdown(wait=False, cancel_futures=True)


def _threads(session: Session, concurrency: int) -> ThreadPoolExecutor:
    # More threads than may send at the same time would only wait.
    count = max(1, min(concurrency, session.config.max_concurrency))
    return ThreadPoolExecutor(count, thread_name_prefix="timeback-bulk")


def perform_elsewhere(session: Session, request: Request[T]) -> Result[T, TimebackError]:
    """Perform a request wherever this function is run; it and its arguments and its value can be pickled."""
    return session.result_of(request)


def _submit(runner: Executor, session: Session, request: Request[T]) -> Future[Result[T, TimebackError]]:
    try:
        return runner.submit(perform_elsewhere, session, request)
    except Exception as error:  # an executor of the caller's may raise anything
        failed: Future[Result[T, TimebackError]] = Future()
        failed.set_result(Failure(unexpected(error)))
        return failed


def _result_of(future: Future[Result[T, TimebackError]]) -> Result[T, TimebackError]:
    try:
        return future.result()
    except BaseException as error:  # a cancelled future, a broken pool, what does not pickle
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        return Failure(unexpected(error))
