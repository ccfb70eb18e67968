"""What runs beside a call in an event loop, asyncio or trio: tasks of nobody, bounded waits, pages and bulks."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
from contextvars import Context
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar

import anyio
from returns.result import Failure, Result

from timeback_core.engine.transport.loops import call_in, running_loop

if TYPE_CHECKING:
    from timeback_core.engine.call.request import Request
    from timeback_core.engine.call.rows import Rows
    from timeback_core.engine.session.lists import Fetch, Fetching
    from timeback_core.engine.session.sharing import Closing
    from timeback_core.errors import TimebackError

V = TypeVar("V")
Ending: TypeAlias = Literal["done", "late", "closed"]

_kept: set[object] = set()
"""Detached asyncio tasks: an event loop itself holds them only weakly."""


def detach(
    make: Callable[[], Coroutine[Any, Any, None]], over: Callable[[], None] = lambda: None
) -> Callable[[], None]:
    """Start a task that belongs to no caller, and give what cancels it.

    It runs in an empty context, so that it inherits nothing of the caller's (a trace, say). over: called when the
    task has ended, also when its loop ended before the task could begin.
    """
    import asyncio

    if not isinstance(running_loop(), asyncio.AbstractEventLoop):
        return _detach_in_trio(make, over)
    task = asyncio.get_running_loop().create_task(make(), context=Context())
    _kept.add(task)
    task.add_done_callback(_kept.discard)
    task.add_done_callback(lambda _: over())

    def cancel() -> None:
        task.cancel()

    return cancel


async def wait_until(wait: Callable[[], Coroutine[Any, Any, object]], seconds: float, closing: Closing) -> Ending:
    """Wait for something, for so many seconds at most and no longer than the session is open."""
    with anyio.CancelScope(deadline=anyio.current_time() + max(0.0, seconds)) as scope:
        loop = running_loop()

        def wake() -> None:
            call_in(loop, scope.cancel)

        closing.add(wake)
        try:
            await wait()
        finally:
            closing.discard(wake)
        return "done"
    return "closed" if closing.done else "late"


def _detach_in_trio(make: Callable[[], Coroutine[Any, Any, None]], over: Callable[[], None]) -> Callable[[], None]:
    import trio

    scope = trio.CancelScope()

    async def run() -> None:
        try:
            with scope:
                await make()
        finally:
            over()

    trio.lowlevel.spawn_system_task(run, name="timeback", context=Context())
    return scope.cancel


class Pages:
    """Gets the pages of one list, several at once where some are wanted later; no task outlives a page."""

    def __init__(self, get: Callable[[Request[Any]], Coroutine[Any, Any, Result[Rows[Any], TimebackError]]]) -> None:
        self._get = get
        self._had: dict[Request[Any], Result[Rows[Any], TimebackError]] = {}

    async def run(self, fetching: Fetching[Any, V]) -> V:
        """Get what is asked for, until there is a value."""
        told: Result[Rows[Any], TimebackError] | None = None
        while True:
            try:
                wanted = fetching.send(told)
            except StopIteration as end:
                value: V = end.value
                return value
            told = await self._page(wanted)

    async def _page(self, wanted: Fetch[Any]) -> Result[Rows[Any], TimebackError]:
        if wanted.request not in self._had:
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
    perform: Callable[[Any], Coroutine[Any, Any, Result[Any, TimebackError]]],
    pairs: Iterable[tuple[object, Any]],
    concurrency: int,
) -> AsyncIterator[tuple[Any, Result[Any, TimebackError]]]:
    """Each key with the result of its request, in the order in which they finish.

    concurrency: how many are in flight at most. The tasks are detached and cancelled when the iterator is closed: a
    task group around a `yield` would break when its consumer stops early.
    """
    finished: deque[tuple[int, object, Result[Any, TimebackError]]] = deque()
    cancels: dict[int, Callable[[], None]] = {}
    changed = anyio.Event()

    async def run(number: int, key: object, request: object) -> None:
        told: Result[Any, TimebackError]
        try:
            told = await perform(request)
        except Exception as error:  # nobody awaits this task
            from timeback_core.errors import Unexpected

            told = Failure(Unexpected.of(error))
        finished.append((number, key, told))
        changed.set()

    def begin(number: int, pair: tuple[object, Any]) -> Callable[[], None]:
        return detach(lambda: run(number, *pair))

    coming = enumerate(pairs)
    try:
        while True:
            while len(cancels) < max(1, concurrency) and (one := next(coming, None)) is not None:
                cancels[one[0]] = begin(*one)
            if not cancels:
                return
            while not finished:
                await changed.wait()
            changed = anyio.Event()
            while finished:
                number, key, told = finished.popleft()
                del cancels[number]
                yield key, told
    finally:
        for cancel in cancels.values():
            cancel()
