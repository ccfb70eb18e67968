"""Several requests at the same time, for threads: pages asked for ahead, and many requests in threads or elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from typing import TYPE_CHECKING, Any, TypeVar

from returns.result import Failure, Result

from timeback_core.errors import TimebackError, Unexpected

if TYPE_CHECKING:
    from typing import Self

    from timeback_core.engine.call.request import Request
    from timeback_core.engine.call.rows import Rows
    from timeback_core.engine.session.lists import Fetch, Fetching

V = TypeVar("V")


class Pages:
    """Gets the pages of one list, those that are wanted later in threads of its own, which end with it."""

    def __init__(self, get: Callable[[Request[Any]], Result[Rows[Any], TimebackError]], threads: int) -> None:
        self._get = get
        self._threads = threads
        self._pool: ThreadPoolExecutor | None = None
        self._begun: dict[Request[Any], Future[Result[Rows[Any], TimebackError]]] = {}

    def run(self, fetching: Fetching[Any, V]) -> V:
        """Get what is asked for, until there is a value."""
        told: Result[Rows[Any], TimebackError] | None = None
        while True:
            try:
                wanted = fetching.send(told)
            except StopIteration as end:
                value: V = end.value
                return value
            told = self._page(wanted)

    def _page(self, wanted: Fetch[Any]) -> Result[Rows[Any], TimebackError]:
        if wanted.ahead and self._pool is None:
            self._pool = ThreadPoolExecutor(self._threads, thread_name_prefix="timeback-pages")
        own = self._begun.pop(wanted.request, None)
        if self._pool is None:
            return self._get(wanted.request)
        if own is None:
            own = self._pool.submit(self._get, wanted.request)
        for later in wanted.ahead:
            if later not in self._begun:
                self._begun[later] = self._pool.submit(self._get, later)
        return own.result()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)


def perform_all(
    perform: Callable[[Any], Result[Any, TimebackError]],
    pairs: Iterable[tuple[object, Any]],
    concurrency: int,
    threads: int,
    executor: Executor | None,
) -> Iterator[tuple[Any, Result[Any, TimebackError]]]:
    """Each key with the result of its request, in the order in which they finish.

    perform: a method of a session, so that it can be pickled. concurrency: how many are in flight at most. threads:
    how many there are where no executor is given.
    """
    own = ThreadPoolExecutor(max(1, threads), thread_name_prefix="timeback-bulk") if executor is None else None
    runner = own or executor
    in_flight: dict[Future[Result[Any, TimebackError]], object] = {}
    coming = iter(pairs)
    try:
        while True:
            while len(in_flight) < max(1, concurrency) and (pair := next(coming, None)) is not None:
                in_flight[_submit(runner, perform, pair[1])] = pair[0]
            if not in_flight:
                return
            for future in wait(in_flight, return_when=FIRST_COMPLETED).done:
                yield in_flight.pop(future), _result_of(future)
    finally:
        for future in in_flight:
            future.cancel()
        if own is not None:
            own.shutdown(wait=False, cancel_futures=True)


def _submit(
    runner: Any, perform: Callable[[Any], Result[Any, TimebackError]], request: object
) -> Future[Result[Any, TimebackError]]:
    try:
        begun: Future[Result[Any, TimebackError]] = runner.submit(perform, request)
    except Exception as error:  # an executor of the caller's may raise anything
        begun = Future()
        begun.set_result(Failure(Unexpected.of(error)))
    return begun


def _result_of(future: Future[Result[Any, TimebackError]]) -> Result[Any, TimebackError]:
    try:
        return future.result()
    except BaseException as error:  # a cancelled future, a broken pool, what does not pickle
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        return Failure(Unexpected.of(error))
