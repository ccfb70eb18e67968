"""Many requests at the same time, for event loops."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable
from typing import TYPE_CHECKING, TypeVar

import anyio
from returns.result import Failure, Result

from timeback_core.engine.session.flow_ends import unexpected
from timeback_core.engine.session.loop import detach

if TYPE_CHECKING:
    from timeback_core.engine.call.request import Request
    from timeback_core.engine.session.asynchronous import AsyncSession
    from timeback_core.errors import TimebackError

T = TypeVar("T")


async def perform_all(
    session: AsyncSession, requests: Iterable[Request[T]], concurrency: int
) -> AsyncIterator[tuple[Request[T], Result[T, TimebackError]]]:
    """Each request with its result, in the order in which they finish; at most `concurrency` are in flight.

    The tasks are detached and cancelled when the iterator is closed: a task group around a `yield` would break
    when its consumer stops early.
    """
    finished: deque[tuple[int, Request[T], Result[T, TimebackError]]] = deque()
    cancels: dict[int, Callable[[], None]] = {}
    changed = anyio.Event()

    async def perform(number: int, request: Request[T]) -> None:
        nonlocal changed
        try:
            told = await session.result_of(request)
        except Exception as error:  # nobody awaits this task
            told = Failure(unexpected(error))
        finished.append((number, request, told))
        changed.set()

    def begin(number: int, request: Request[T]) -> Callable[[], None]:
        return detach(lambda: perform(number, request))

    coming = enumerate(requests)
    try:
        while True:
            while len(cancels) < max(1, concurrency) and (pair := next(coming, None)) is not None:
                cancels[pair[0]] = begin(*pair)
            if not cancels:
                return
            while not finished:
                await changed.wait()
            changed = anyio.Event()
            while finished:
                number, request, told = finished.popleft()
                del cancels[number]
                yield request, told
    finally:
        for cancel in cancels.values():
            cancel()
